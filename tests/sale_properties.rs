//! What must hold of every price, cart and sale, whatever the numbers are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use tillsight::domain::{
    Cart, Currency, DomainError, Grams, LineQuantity, Money, Pieces, Product, ProductId, Quantity,
    Sale, TaxMode, TaxRate, TaxedAmount, Unit, UnitPrice, slug,
};
use unicode_normalization::char::is_combining_mark;

/// A line to be: its price, tax rate and quantity.
#[derive(Clone, Copy, Debug)]
struct Item {
    price: i64,
    rate: u32,
    quantity: Quantity,
}

fn any_currency() -> impl Strategy<Value = Currency> {
    prop_oneof![Just("JPY"), Just("EUR"), Just("KWD")]
        .prop_map(|code| Currency::from_code(code).unwrap())
}

fn any_tax_mode() -> impl Strategy<Value = TaxMode> {
    prop_oneof![Just(TaxMode::Included), Just(TaxMode::Added)]
}

fn any_quantity() -> impl Strategy<Value = Quantity> {
    prop_oneof![
        (1..=Pieces::MAX).prop_map(|pieces| Quantity::Pieces(Pieces::new(pieces).unwrap())),
        (1..=Grams::MAX).prop_map(|grams| Quantity::Weight(Grams::new(grams).unwrap())),
    ]
}

fn any_rate() -> impl Strategy<Value = u32> {
    prop_oneof![Just(0), Just(700), Just(1900), Just(10_000), 0_u32..=10_000]
}

fn any_item(prices: impl Strategy<Value = i64>) -> impl Strategy<Value = Item> {
    (prices, any_rate(), any_quantity()).prop_map(|(price, rate, quantity)| Item {
        price,
        rate,
        quantity,
    })
}

/// Items whose sums are far from the end of 64 bits.
fn any_items() -> impl Strategy<Value = Vec<Item>> {
    proptest::collection::vec(any_item(0_i64..=10_000_000), 1..20)
}

fn product(number: usize, item: Item, currency: Currency) -> Arc<Product> {
    let unit = match item.quantity {
        Quantity::Pieces(_) => Unit::Piece,
        Quantity::Weight(_) => Unit::Kg,
    };
    Arc::new(Product {
        id: ProductId::new(&format!("product-{number}")).unwrap(),
        name: format!("Product {number}"),
        names: BTreeMap::new(),
        price: Some(UnitPrice::new(Money::new(item.price, currency), unit)),
        plu: None,
        barcode: None,
        tax: TaxRate::from_basis_points(item.rate).unwrap(),
        category: String::new(),
        picture: None,
        active: true,
    })
}

fn cart_of(items: &[Item], currency: Currency, tax_mode: TaxMode) -> Cart {
    let mut cart = Cart::new(currency, tax_mode);
    for (number, &item) in items.iter().enumerate() {
        let line = cart.add(product(number, item, currency), None).unwrap();
        match item.quantity {
            Quantity::Pieces(pieces) => cart.set_pieces(line, pieces).unwrap(),
            Quantity::Weight(grams) => cart.set_weight(line, grams).unwrap(),
        }
    }
    cart
}

/// Rounds `numerator / denominator` half-up another way than the domain does.
fn half_up(numerator: i128, denominator: i128) -> i128 {
    let whole = numerator.div_euclid(denominator);
    let rest = numerator.rem_euclid(denominator);
    whole + i128::from(2 * rest >= denominator)
}

/// What a line must come to, in 128 bits.
fn expected_total(item: Item) -> i128 {
    let price = i128::from(item.price);
    match item.quantity {
        Quantity::Pieces(pieces) => price * i128::from(pieces.get()),
        Quantity::Weight(grams) => half_up(price * i128::from(grams.get()), 1000),
    }
}

fn expected_tax(item: Item, tax_mode: TaxMode) -> i128 {
    let rate = i128::from(item.rate);
    match tax_mode {
        TaxMode::Included => half_up(expected_total(item) * rate, 10_000 + rate),
        TaxMode::Added => half_up(expected_total(item) * rate, 10_000),
    }
}

fn minor(money: Money) -> i128 {
    i128::from(money.minor())
}

proptest! {
    #[test]
    fn a_line_is_price_times_quantity_rounded_half_up_once(
        item in any_item(0_i64..=10_000_000), currency in any_currency(), mode in any_tax_mode()
    ) {
        let cart = cart_of(&[item], currency, mode);
        let total = cart.lines()[0].total().unwrap().unwrap();
        prop_assert_eq!(minor(total), expected_total(item));
        prop_assert_eq!(minor(cart.totals().unwrap().tax), expected_tax(item, mode));
    }

    #[test]
    fn a_carts_total_is_the_sum_of_its_lines(
        items in any_items(), currency in any_currency(), mode in any_tax_mode()
    ) {
        let cart = cart_of(&items, currency, mode);
        let lines: i128 =
            cart.lines().iter().map(|line| minor(line.total().unwrap().unwrap())).sum();
        prop_assert_eq!(minor(cart.total().unwrap()), lines);
        prop_assert_eq!(lines, items.iter().copied().map(expected_total).sum::<i128>());
        let totals = cart.totals().unwrap();
        let stated = match mode {
            TaxMode::Included => totals.gross,
            TaxMode::Added => totals.net,
        };
        prop_assert_eq!(stated, cart.total().unwrap());
    }

    #[test]
    fn net_and_tax_are_gross_on_each_line_for_each_rate_and_in_all(
        items in any_items(), currency in any_currency(), mode in any_tax_mode()
    ) {
        let sale = cart_of(&items, currency, mode).complete().unwrap();
        let totals = sale.totals();
        prop_assert_eq!(minor(totals.net) + minor(totals.tax), minor(totals.gross));
        for line in sale.lines() {
            prop_assert_eq!(minor(line.net) + minor(line.tax), minor(line.gross));
        }
        for of_rate in &totals.by_rate {
            prop_assert_eq!(minor(of_rate.net) + minor(of_rate.tax), minor(of_rate.gross));
            let lines = sale.lines().iter().filter(|line| line.tax_rate == of_rate.rate);
            prop_assert_eq!(minor(of_rate.tax), lines.map(|line| minor(line.tax)).sum::<i128>());
        }
        prop_assert!(totals.by_rate.is_sorted_by(|low, high| low.rate < high.rate));
        let gross: i128 = totals.by_rate.iter().map(|of_rate| minor(of_rate.gross)).sum();
        prop_assert_eq!(minor(totals.gross), gross);
        prop_assert_eq!(minor(totals.gross), sale.lines().iter().map(|line| minor(line.gross)).sum::<i128>());
    }

    #[test]
    fn what_does_not_fit_is_an_error_and_never_another_number(
        items in proptest::collection::vec(any_item(prop_oneof![0_i64.., Just(i64::MAX)]), 1..6),
        mode in any_tax_mode()
    ) {
        let cart = cart_of(&items, Currency::EUR, mode);
        let net_or_gross: i128 = items.iter().copied().map(expected_total).sum();
        match i64::try_from(net_or_gross) {
            Ok(fits) => prop_assert_eq!(cart.total().map(Money::minor), Ok(fits)),
            Err(_) => prop_assert_eq!(cart.total(), Err(DomainError::AmountTooLarge)),
        }
        let tax: i128 = items.iter().map(|&item| expected_tax(item, mode)).sum();
        let gross = match mode {
            TaxMode::Included => net_or_gross,
            TaxMode::Added => net_or_gross + tax,
        };
        match (i64::try_from(gross), cart.complete()) {
            (Ok(fits), Ok(sale)) => prop_assert_eq!(sale.totals().gross.minor(), fits),
            (Err(_), Err(error)) => prop_assert_eq!(error, DomainError::AmountTooLarge),
            (fits, sale) => prop_assert!(false, "{:?} but {:?}", fits, sale),
        }
    }

    #[test]
    fn a_product_per_kg_holds_the_sale_until_it_is_weighed(
        items in any_items(), index: prop::sample::Index, mode in any_tax_mode()
    ) {
        let complete = cart_of(&items, Currency::EUR, mode);
        let mut cart = complete.clone();
        let weighed = Item { quantity: Quantity::Weight(Grams::new(1).unwrap()), ..*index.get(&items) };
        let unweighed = product(items.len(), weighed, Currency::EUR);
        let line = cart.add(Arc::clone(&unweighed), None).unwrap();
        prop_assert_eq!(cart.line(line).unwrap().quantity(), LineQuantity::WeightNeeded);
        prop_assert_eq!(cart.complete(), Err(DomainError::WeightNeeded(unweighed.name.clone())));
        prop_assert_eq!(cart.totals(), complete.totals());
        cart.set_weight(line, Grams::new(1).unwrap()).unwrap();
        prop_assert_eq!(cart.complete().unwrap().lines().len(), items.len() + 1);
        cart.remove(line).unwrap();
        prop_assert_eq!(cart.complete(), complete.complete());
    }

    #[test]
    fn a_sale_is_restored_only_with_its_own_sums(
        items in any_items(), mode in any_tax_mode(), wrong in prop_oneof![-9_i64..0, 1_i64..9]
    ) {
        let sale = cart_of(&items, Currency::EUR, mode).complete().unwrap();
        let totals = sale.totals();
        let sums = TaxedAmount { net: totals.net, tax: totals.tax, gross: totals.gross };
        let restore = |sums| Sale::restore(Currency::EUR, mode, sale.lines().to_vec(), sums);
        prop_assert_eq!(restore(sums), Ok(sale.clone()));
        let wrong = Money::new(totals.gross.minor() + wrong, Currency::EUR);
        let restored = restore(TaxedAmount { gross: wrong, ..sums });
        prop_assert!(restored.is_err());
    }

    #[test]
    fn money_prints_what_it_reads(amount: i64, currency in any_currency()) {
        let money = Money::new(amount, currency);
        let text = money.to_string();
        let decimals = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        prop_assert_eq!(decimals, usize::from(currency.decimals()));
        prop_assert_eq!(Money::parse(&text, currency), Ok(money));
        prop_assert_eq!(Money::parse(&text.replace('.', ","), currency), Ok(money));
    }

    #[test]
    fn any_text_is_an_amount_a_weight_and_a_rate_or_refused(text in ".{0,20}|[0-9.,kg %-]{0,8}") {
        for money in [Money::parse(&text, Currency::EUR)].into_iter().flatten() {
            prop_assert_eq!(Money::parse(&money.to_string(), Currency::EUR), Ok(money));
        }
        for weight in [Grams::parse_kg_or_g(&text)].into_iter().flatten() {
            prop_assert_eq!(Grams::parse_kg_or_g(&weight.to_string()), Ok(weight));
        }
        for rate in [TaxRate::parse_percent(&text)].into_iter().flatten() {
            prop_assert_eq!(TaxRate::parse_percent(&rate.percent_text()), Ok(rate));
        }
    }

    #[test]
    fn a_slug_is_its_own_slug(name in any::<String>()) {
        match slug(&name) {
            Some(first) => {
                prop_assert_eq!(slug(&first), Some(first.clone()));
                prop_assert!(ProductId::new(&first).is_ok());
                let plain = !first.starts_with('-') && !first.ends_with('-') && !first.contains("--");
                prop_assert!(plain, "{}", first);
                // Letters and digits with the marks that tell them apart.
                let kept = |c: char| c == '-' || c.is_alphanumeric() || is_combining_mark(c);
                prop_assert!(first.chars().all(kept), "{}", first);
            }
            None => prop_assert!(!name.to_lowercase().chars().any(char::is_alphanumeric)),
        }
    }
}
