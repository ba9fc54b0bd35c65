//! The lines of sales and refunds as rows.

use diesel::prelude::*;

use super::products::tax_rate_of;
use super::row_fault::RowFault;
use super::schema::sale_lines;
use domain::{
    Currency, Grams, Money, Pieces, ProductId, Quantity, SaleLine, Unit, UnitPrice, WeighedBy,
};

#[derive(Queryable, Insertable)]
#[diesel(table_name = sale_lines)]
pub(super) struct LineRow {
    sale: i64,
    position: i32,
    product: String,
    name: String,
    unit: String,
    price: i64,
    quantity: i32,
    tax_rate: i32,
    net: i64,
    tax: i64,
    gross: i64,
    category: String,
    list_price: Option<i64>,
    discount: i64,
    reason: String,
    tare: i32,
    weighed_by: Option<String>,
    note: String,
    refund_of: Option<i32>,
    names: String,
    cart_discount: i64,
}

impl LineRow {
    /// A row for a line; `refund_of` is the position of the line that it takes back.
    ///
    /// # Errors
    /// Names that are no JSON.
    pub(super) fn new(
        sale: i64,
        position: i32,
        line: &SaleLine,
        refund_of: Option<i32>,
    ) -> Result<Self, RowFault> {
        let count = match line.quantity {
            Quantity::Pieces(pieces) => pieces.get(),
            Quantity::Weight(grams) => grams.get(),
        };
        Ok(Self {
            sale,
            position,
            product: line.product_id.to_string(),
            name: line.name.clone(),
            unit: line.unit_price.unit().as_str().to_owned(),
            price: line.unit_price.money().minor(),
            // Pieces, grams and basis points are far below i32's end; the table refuses it anyway.
            quantity: count.try_into().unwrap_or(i32::MAX),
            tax_rate: line.tax_rate.basis_points().try_into().unwrap_or(i32::MAX),
            net: line.net.minor(),
            tax: line.tax.minor(),
            gross: line.gross.minor(),
            category: line.category.clone(),
            list_price: line.list_price.map(Money::minor),
            discount: line.discount.minor(),
            reason: line.reason.clone(),
            tare: line.tare.try_into().unwrap_or(i32::MAX),
            weighed_by: line.weighed_by.map(|by| by.as_str().to_owned()),
            note: line.note.clone(),
            refund_of,
            names: serde_json::to_string(&line.names)?,
            cart_discount: line.cart_discount.minor(),
        })
    }

    /// The position of the line that it takes back.
    pub(super) fn refund_of(&self) -> Option<usize> {
        usize::try_from(self.refund_of?).ok()
    }

    pub(super) fn restore(self, currency: Currency) -> Result<SaleLine, RowFault> {
        let unit = Unit::of_word(&self.unit).ok_or_else(|| RowFault::word("unit", self.unit))?;
        let count = u32::try_from(self.quantity).unwrap_or(0);
        let quantity = match unit {
            Unit::Piece => Pieces::new(count).map(Quantity::Pieces),
            Unit::Kg => Grams::new(count).map(Quantity::Weight),
        };
        let money = |minor| Money::new(minor, currency);
        let weighed_by = self
            .weighed_by
            .map(|word| {
                WeighedBy::from_word(&word).ok_or_else(|| RowFault::word("weighed by", word))
            })
            .transpose()?;
        Ok(SaleLine {
            product_id: ProductId::kept(&self.product)?,
            name: self.name,
            names: serde_json::from_str(&self.names)?,
            quantity: quantity?,
            category: self.category,
            unit_price: UnitPrice::new(money(self.price), unit),
            list_price: self.list_price.map(money),
            discount: money(self.discount),
            cart_discount: money(self.cart_discount),
            reason: self.reason,
            tare: u32::try_from(self.tare)
                .map_err(|_| RowFault::word("tare", self.tare.to_string()))?,
            weighed_by,
            note: self.note,
            tax_rate: tax_rate_of(self.tax_rate)?,
            net: money(self.net),
            tax: money(self.tax),
            gross: money(self.gross),
        })
    }
}
