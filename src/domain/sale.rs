//! A sale: what was bought, as it was at that moment. Made from a cart, or read back and checked.

use std::collections::BTreeMap;

use super::cart_line::Priced;
use super::product::name_in;
use super::{
    CartLine, Currency, DomainError, Money, ProductId, Quantity, TaxMode, TaxRate, TaxedAmount,
    Totals, Unit, UnitPrice, WeighedBy, Weighing,
};

/// A sold product, with its name and price as they were when it was sold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SaleLine {
    /// The product's id.
    pub product_id: ProductId,
    /// Its name then, in the shop's own language.
    pub name: String,
    /// Its names in other languages then, by language tag; none in sales of a version that kept none.
    pub names: BTreeMap<String, String>,
    /// Its group then; empty where there was none.
    pub category: String,
    /// How much of it.
    pub quantity: Quantity,
    /// Its price then.
    pub unit_price: UnitPrice,
    /// The catalogue's price, where another was agreed.
    pub list_price: Option<Money>,
    /// What was taken off price times quantity; zero or more.
    pub discount: Money,
    /// What of `discount` is this line's share of what was taken off the whole cart.
    pub cart_discount: Money,
    /// Why the price was not the catalogue's, or something was taken off; empty where neither is.
    pub reason: String,
    /// What the container weighed that `quantity` does not hold, in grams.
    pub tare: u32,
    /// Where the weight came from; `None` for pieces, and for sales of a version that did not say.
    pub weighed_by: Option<WeighedBy>,
    /// What the clerk wrote to it.
    pub note: String,
    /// Its tax rate then.
    pub tax_rate: TaxRate,
    /// Without tax.
    pub net: Money,
    /// The tax, rounded half-up once.
    pub tax: Money,
    /// What the customer paid for the line.
    pub gross: Money,
}

impl SaleLine {
    /// The name for a language tag such as `zh-CN`, as [`super::Product::display_name`] finds it.
    pub fn display_name(&self, language: &str) -> &str {
        name_in(language, &self.name, &self.names)
    }

    /// What was taken off this line alone.
    ///
    /// # Errors
    /// Two currencies, or a difference beyond 64 bits.
    pub fn own_discount(&self) -> Result<Money, DomainError> {
        self.discount.checked_sub(self.cart_discount)
    }

    /// `cart_discount` is the line's share of what is taken off the whole cart.
    pub(super) fn of_cart_line(
        line: &CartLine,
        Priced { quantity, unit_price }: Priced,
        tax_mode: TaxMode,
        cart_discount: Money,
    ) -> Result<Self, DomainError> {
        let product = line.product();
        let discount = line.taken_off()?.checked_add(cart_discount)?;
        let total = unit_price.total(quantity, &product.name)?.checked_sub(discount)?;
        let TaxedAmount { net, tax, gross } = tax_mode.split(total, product.tax)?;
        Ok(Self {
            product_id: product.id.clone(),
            name: product.name.clone(),
            names: product.names.clone(),
            category: product.category.clone(),
            quantity,
            unit_price,
            list_price: line.price_override().and(product.price).map(UnitPrice::money),
            discount,
            cart_discount,
            reason: line.reason(),
            tare: line.weighing().map_or(0, Weighing::tare),
            weighed_by: line.weighing().map(Weighing::by),
            note: line.note().to_owned(),
            tax_rate: product.tax,
            net,
            tax,
            gross,
        })
    }

    /// The rate and the amounts, to be added up.
    pub(super) fn taxed(&self) -> (TaxRate, TaxedAmount) {
        (self.tax_rate, TaxedAmount { net: self.net, tax: self.tax, gross: self.gross })
    }

    fn check(&self, tax_mode: TaxMode) -> Result<(), DomainError> {
        let disagree = || DomainError::SumsDisagree(format!("line \"{}\"", self.name));
        let full = self.unit_price.total(self.quantity, &self.name)?;
        let total = full.checked_sub(self.discount)?;
        let weighed = self.unit_price.unit() == Unit::Kg;
        if self.discount.is_negative()
            || self.cart_discount.is_negative()
            || self.own_discount()?.is_negative()
            || total.is_negative()
            || self.list_price.is_some_and(Money::is_negative)
            || (!weighed && (self.tare > 0 || self.weighed_by.is_some()))
        {
            return Err(disagree());
        }
        let stated = match tax_mode {
            TaxMode::Included => self.gross,
            TaxMode::Added => self.net,
        };
        if total != stated || self.net.checked_add(self.tax)? != self.gross {
            return Err(disagree());
        }
        Ok(())
    }
}

/// A completed sale. It has at least one line, and its totals are the sums of its lines.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sale {
    currency: Currency,
    tax_mode: TaxMode,
    lines: Vec<SaleLine>,
    totals: Totals,
    note: String,
    discount_reason: String,
}

impl Sale {
    /// The one way from a cart to a sale; [`super::Cart::complete`] calls it.
    pub(super) fn of_lines(
        currency: Currency,
        tax_mode: TaxMode,
        lines: Vec<SaleLine>,
    ) -> Result<Self, DomainError> {
        if lines.is_empty() {
            return Err(DomainError::EmptyCart);
        }
        let totals = Totals::of_lines(currency, lines.iter().map(SaleLine::taxed))?;
        let (note, discount_reason) = (String::new(), String::new());
        Ok(Self { currency, tax_mode, lines, totals, note, discount_reason })
    }

    /// A sale as it was recorded. `recorded` are its sums as they were written beside the lines.
    ///
    /// # Errors
    /// No lines; a line whose amounts are not price times quantity or whose net and tax are not its
    /// gross; or recorded sums that are not the sums of the lines.
    pub fn restore(
        currency: Currency,
        tax_mode: TaxMode,
        lines: Vec<SaleLine>,
        recorded: TaxedAmount,
    ) -> Result<Self, DomainError> {
        for line in &lines {
            line.check(tax_mode)?;
        }
        let sale = Self::of_lines(currency, tax_mode, lines)?;
        let Totals { net, tax, gross, .. } = sale.totals;
        if recorded != (TaxedAmount { net, tax, gross }) {
            return Err(DomainError::SumsDisagree(format!(
                "{} recorded, {} counted",
                recorded.gross.with_code(),
                gross.with_code()
            )));
        }
        Ok(sale)
    }

    /// The same with what the clerk wrote to it.
    #[must_use]
    pub fn with_note(self, note: &str) -> Self {
        Self { note: note.to_owned(), ..self }
    }

    /// What the clerk wrote to it.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// The same with why something was taken off the whole cart.
    #[must_use]
    pub fn with_discount_reason(self, reason: &str) -> Self {
        Self { discount_reason: reason.to_owned(), ..self }
    }

    /// Why something was taken off the whole cart; empty where nothing was.
    pub fn discount_reason(&self) -> &str {
        &self.discount_reason
    }

    /// The currency.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// Whether the prices had the tax in them.
    pub fn tax_mode(&self) -> TaxMode {
        self.tax_mode
    }

    /// The lines in the cart's order; at least one.
    pub fn lines(&self) -> &[SaleLine] {
        &self.lines
    }

    /// Net, tax and gross, in all and by tax rate.
    pub fn totals(&self) -> &Totals {
        &self.totals
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pieces;

    fn euro(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    fn line() -> SaleLine {
        SaleLine {
            product_id: ProductId::new("milk").unwrap(),
            name: "Milk".into(),
            names: BTreeMap::new(),
            category: "Dairy".into(),
            quantity: Quantity::Pieces(Pieces::new(2).unwrap()),
            unit_price: UnitPrice::PerPiece(euro(119)),
            list_price: None,
            discount: euro(0),
            cart_discount: euro(0),
            reason: String::new(),
            tare: 0,
            weighed_by: None,
            note: String::new(),
            tax_rate: TaxRate::from_basis_points(700).unwrap(),
            net: euro(222),
            tax: euro(16),
            gross: euro(238),
        }
    }

    fn sums() -> TaxedAmount {
        TaxedAmount { net: euro(222), tax: euro(16), gross: euro(238) }
    }

    fn restore(lines: Vec<SaleLine>, recorded: TaxedAmount) -> Result<Sale, DomainError> {
        Sale::restore(Currency::EUR, TaxMode::Included, lines, recorded)
    }

    #[test]
    fn a_recorded_sale_comes_back_as_it_was() {
        let sale = restore(vec![line()], sums()).unwrap();
        assert_eq!(sale.lines(), [line()]);
        assert_eq!(sale.totals().gross, euro(238));
    }

    #[test]
    fn a_discount_is_part_of_what_is_checked() {
        let less = TaxedAmount { net: euro(204), tax: euro(14), gross: euro(218) };
        let TaxedAmount { net, tax, gross } = less;
        let given = SaleLine { discount: euro(20), net, tax, gross, ..line() };
        assert!(restore(vec![given.clone()], less).is_ok());
        for wrong in [
            SaleLine { discount: euro(21), ..given.clone() },
            SaleLine { discount: euro(0), ..given.clone() },
            SaleLine { cart_discount: euro(21), ..given.clone() },
            SaleLine { cart_discount: euro(-1), ..given.clone() },
            SaleLine { list_price: Some(euro(-1)), ..given.clone() },
            SaleLine { tare: 5, ..given.clone() },
            SaleLine { weighed_by: Some(WeighedBy::Scale), ..given },
        ] {
            let refused = restore(vec![wrong.clone()], less);
            assert!(matches!(refused, Err(DomainError::SumsDisagree(_))), "{wrong:?}");
        }
        let more = SaleLine {
            discount: euro(-20),
            net: euro(241),
            tax: euro(17),
            gross: euro(258),
            ..line()
        };
        let sums = TaxedAmount { net: euro(241), tax: euro(17), gross: euro(258) };
        assert!(restore(vec![more], sums).is_err(), "a discount is never a surcharge");
        let nothing = TaxedAmount { net: euro(-1), tax: euro(0), gross: euro(-1) };
        let too_much = SaleLine {
            discount: euro(239),
            net: euro(-1),
            tax: euro(0),
            gross: euro(-1),
            ..line()
        };
        assert!(restore(vec![too_much], nothing).is_err(), "never below zero");
    }

    #[test]
    fn a_recorded_sale_whose_sums_disagree_is_refused() {
        assert_eq!(restore(vec![], sums()), Err(DomainError::EmptyCart));
        let more = TaxedAmount { gross: euro(239), ..sums() };
        assert!(matches!(restore(vec![line()], more), Err(DomainError::SumsDisagree(_))));
        let dearer = SaleLine { unit_price: UnitPrice::PerPiece(euro(120)), ..line() };
        assert!(matches!(restore(vec![dearer], sums()), Err(DomainError::SumsDisagree(_))));
        let taxed = SaleLine { tax: euro(17), ..line() };
        assert!(matches!(restore(vec![taxed], sums()), Err(DomainError::SumsDisagree(_))));
        let added = Sale::restore(Currency::EUR, TaxMode::Added, vec![line()], sums());
        assert!(matches!(added, Err(DomainError::SumsDisagree(_))));
    }
}
