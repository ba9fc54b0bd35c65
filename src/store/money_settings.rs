//! The shop's currency and its way of counting tax, which can change until something was sold.

use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel::sqlite::SqliteConnection;

use super::error::Fault;
use super::products::all_products;
use super::schema::products;
use super::settings::{set_text, tax_mode_text};
use super::{Store, StoreError};
use domain::settings::{CURRENCY, TAX_MODE};
use domain::{Currency, TaxMode, UnitPrice};

/// Amounts that stand in the books, or in a cart that waits.
const ANY_AMOUNT: &str = "SELECT EXISTS (SELECT 1 FROM sales) \
     OR EXISTS (SELECT 1 FROM cash_movements) \
     OR EXISTS (SELECT 1 FROM open_carts WHERE held = 1) AS fixed";

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Bool)]
    fixed: bool,
}

impl Store {
    /// Whether the currency and the tax mode stand for good.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn money_is_fixed(&mut self) -> Result<bool, StoreError> {
        self.read(|connection| Ok(is_fixed(connection)?))
    }

    /// Sells in another currency (an ISO 4217 code). Prices keep their digits: 1.99 EUR become 1.99
    /// USD, or 2 JPY, rounded half-up.
    ///
    /// # Errors
    /// [`StoreError::MoneyIsFixed`]; [`StoreError::Rule`] for a code that is none or a price that
    /// becomes too large; [`StoreError`] when the database cannot be written.
    pub fn change_currency(&mut self, code: &str) -> Result<(), StoreError> {
        let currency = Currency::from_code(code)?;
        self.write(|connection| {
            refuse_when_fixed(connection)?;
            for product in all_products(connection)? {
                let Some(price) = product.price.map(UnitPrice::money) else { continue };
                let price = price.relabelled(currency).map_err(StoreError::Rule)?;
                diesel::update(products::table.find(product.id.as_str()))
                    .set((
                        products::price.eq(price.minor()),
                        products::currency.eq(currency.code()),
                    ))
                    .execute(connection)?;
            }
            set_text(connection, &CURRENCY, currency.code())
        })
    }

    /// Counts tax in another way; prices keep their digits.
    ///
    /// # Errors
    /// [`StoreError::MoneyIsFixed`]; [`StoreError`] when the database cannot be written.
    pub fn change_tax_mode(&mut self, mode: TaxMode) -> Result<(), StoreError> {
        self.write(|connection| {
            refuse_when_fixed(connection)?;
            set_text(connection, &TAX_MODE, tax_mode_text(mode))
        })
    }
}

fn is_fixed(connection: &mut SqliteConnection) -> QueryResult<bool> {
    Ok(diesel::sql_query(ANY_AMOUNT).get_result::<Answer>(connection)?.fixed)
}

fn refuse_when_fixed(connection: &mut SqliteConnection) -> Result<(), Fault> {
    if is_fixed(connection)? { Err(StoreError::MoneyIsFixed.into()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Booking;
    use domain::{Cart, CashRounding, Money, PaidSale, Product, ProductId, TaxRate};

    fn apple(price: Money) -> Product {
        Product {
            id: ProductId::new("apple").unwrap(),
            name: "Apple".into(),
            names: Default::default(),
            price: Some(UnitPrice::PerPiece(price)),
            plu: None,
            barcode: None,
            tax: TaxRate::ZERO,
            category: String::new(),
            picture: None,
            active: true,
        }
    }

    fn shop() -> Store {
        let mut store = Store::in_memory().unwrap();
        store.save_product(&apple(Money::new(250, Currency::EUR))).unwrap();
        store
    }

    #[test]
    fn prices_keep_their_digits_in_another_currency() {
        let mut store = shop();
        for (code, minor) in [("USD", 250), ("KWD", 2500), ("JPY", 3), ("EUR", 300)] {
            store.change_currency(code).unwrap();
            let price = store.products().unwrap()[0].price.unwrap().money();
            assert_eq!((price.minor(), price.currency().code()), (minor, code));
            assert_eq!(store.currency().unwrap().code(), code);
        }
    }

    #[test]
    fn the_tax_mode_can_change_while_nothing_was_sold() {
        let mut store = shop();
        assert!(!store.money_is_fixed().unwrap());
        store.change_tax_mode(TaxMode::Added).unwrap();
        assert_eq!(store.tax_mode().unwrap(), TaxMode::Added);
    }

    #[test]
    fn after_a_sale_both_stand_for_good() {
        let mut store = shop();
        let mut cart = Cart::new(Currency::EUR, TaxMode::Included);
        cart.add(std::sync::Arc::new(store.products().unwrap().remove(0)), None).unwrap();
        let sale = PaidSale::in_exact_cash(cart.complete().unwrap(), CashRounding::NONE).unwrap();
        store.record_sale(&sale, Booking::default()).unwrap();
        assert!(store.money_is_fixed().unwrap());
        assert!(matches!(store.change_currency("USD"), Err(StoreError::MoneyIsFixed)));
        assert!(matches!(store.change_tax_mode(TaxMode::Added), Err(StoreError::MoneyIsFixed)));
        assert_eq!(store.currency().unwrap(), Currency::EUR);
    }

    #[test]
    fn a_code_that_is_no_currency_changes_nothing() {
        let mut store = shop();
        assert!(matches!(store.change_currency("EUX"), Err(StoreError::Rule(_))));
        assert_eq!(store.currency().unwrap(), Currency::EUR);
    }
}
