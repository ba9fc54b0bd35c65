//! Whatever a receipt's amounts are, in each currency and on each paper: no two columns touch, nothing is
//! cut, each amount stands whole on its row.

use std::sync::Arc;

use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::columns::lines;
use super::{About, Columns, Receipt, ReceiptLabels, ShopHead, Strength, plain_text, sale_receipt};
use domain::{
    Cart, CashRounding, Currency, Deal, Given, Money, PaidSale, Pieces, Product, Refundable,
    TaxMode, TaxRate, TenderKind, UnitPrice,
};

/// What is sold: a price in minor units, pieces, a tax rate in basis points.
type Item = (i64, u32, u32);

fn any_items() -> impl Strategy<Value = Vec<Item>> {
    let price = prop_oneof![0..10_000_i64, 0..100_000_000_i64, 0..1_000_000_000_000_i64];
    let rate = prop::sample::select(vec![0, 700, 1050, 1900, 1925, 10_000]);
    prop::collection::vec((price, 1..=999_u32, rate), 1..6)
}

fn any_currency() -> impl Strategy<Value = Currency> {
    prop::sample::select(Currency::all().collect::<Vec<_>>())
}

fn any_mode() -> impl Strategy<Value = TaxMode> {
    prop::sample::select(vec![TaxMode::Included, TaxMode::Added])
}

fn cart(items: &[Item], currency: Currency, mode: TaxMode) -> Cart {
    let mut cart = Cart::new(currency, mode);
    for (number, &(price, pieces, rate)) in items.iter().enumerate() {
        let rate = TaxRate::from_basis_points(rate).unwrap();
        let product = Product {
            price: Some(UnitPrice::PerPiece(Money::new(price, currency))),
            ..Product::unpriced(&format!("Goods {number} 苹果"), rate).unwrap()
        };
        let line = cart.add(Arc::new(product), None).unwrap();
        cart.set_pieces(line, Pieces::new(pieces).unwrap()).unwrap();
    }
    cart
}

/// Paid half by card, the rest with more cash than is due.
fn paid(cart: &Cart) -> PaidSale {
    let sale = cart.complete().unwrap();
    let due = sale.totals().gross;
    let given = |kind, minor| Given { kind, amount: Money::new(minor, due.currency()) };
    let card = due.minor() / 2;
    let tenders =
        [given(TenderKind::Card, card), given(TenderKind::Cash, due.minor() - card + 12_345)];
    PaidSale::new(sale, CashRounding::new(5).unwrap(), &tenders).unwrap()
}

fn refund_of(paid: PaidSale) -> Deal {
    let refundable = Refundable::new(17, paid, &[]).unwrap();
    Deal::Refund(refundable.whole(CashRounding::NONE).unwrap())
}

fn receipt(deal: &Deal) -> Receipt {
    let labels = ReceiptLabels::new(|id| id.trim_start_matches("receipt-").to_owned());
    let about = About { number: 17, at: "2026-12-01 17:02".into(), ..About::default() };
    sale_receipt(&ShopHead::default(), &labels, &about, deal).unwrap()
}

/// All amounts that a customer must be able to read.
fn amounts(deal: &Deal) -> Vec<String> {
    let totals = deal.totals();
    let of_rates = totals.by_rate.iter().flat_map(|it| [it.net, it.tax, it.gross]);
    let tenders = deal.payment().tenders().iter();
    let paid = tenders.flat_map(|tender| [tender.amount, tender.change().unwrap()]);
    let of_lines = deal.lines().into_iter().map(|line| match deal.tax_mode() {
        TaxMode::Included => line.gross,
        TaxMode::Added => line.net,
    });
    let shown = of_rates.chain(of_lines).chain(paid.filter(|amount| amount.minor() != 0));
    shown.map(|amount| amount.to_string()).collect()
}

/// The rows below the words over the tax table, each amount behind a space.
fn taxes(text: &[&str]) -> Vec<String> {
    let mut words = text.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let letter = |line: &String| line.starts_with("A ") && line.contains('%');
    let from: Vec<_> = words.by_ref().skip_while(|line| !letter(line)).collect();
    from.into_iter().filter(|line| !line.is_empty()).collect()
}

/// What the tax table says, in columns and stacked.
fn expected_taxes(deal: &Deal) -> [Vec<String>; 2] {
    let (mut columns, mut stacked) = (Vec::new(), Vec::new());
    for (of_rate, letter) in deal.totals().by_rate.iter().zip('A'..) {
        let rate = format!("{letter} {} %", of_rate.rate.percent_text());
        let (net, tax, gross) = (of_rate.net, of_rate.tax, of_rate.gross);
        columns.push(format!("{rate} {net} {tax} {gross}"));
        stacked.extend([
            rate,
            format!("net {net}"),
            format!("tax {tax}"),
            format!("gross {gross}"),
        ]);
    }
    [columns, stacked]
}

fn is_readable(deal: &Deal, paper: Columns) -> Result<(), TestCaseError> {
    let receipt = receipt(deal);
    let text = plain_text(&receipt, paper);
    let text: Vec<&str> = text.lines().collect();
    let printed = lines(&receipt, paper);
    for line in &printed {
        let room = paper.count() / if line.strength == Strength::Large { 2 } else { 1 };
        prop_assert!(line.text.width() <= room, "{}", line.text);
    }
    let printed: Vec<&str> = printed.iter().map(|line| line.text.as_str()).collect();
    for form in [&text, &printed] {
        for amount in amounts(deal) {
            let whole = |line: &&str| line.split_whitespace().any(|word| word == amount);
            prop_assert!(form.iter().any(whole), "{amount} in {form:#?}");
        }
        prop_assert!(expected_taxes(deal).contains(&taxes(form)), "{form:#?}");
    }
    let total = deal.totals().gross.to_string();
    let total = total.trim_start_matches('-');
    prop_assert!(printed.iter().any(|line| line.contains(total)), "{total} in {printed:#?}");
    prop_assert_eq!(super::pdf::touching(&receipt), Vec::<String>::new());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn each_amount_is_whole_on_its_row(
        items in any_items(), currency in any_currency(), mode in any_mode(),
        paper in prop::sample::select(Columns::ALL.to_vec()),
    ) {
        let paid = paid(&cart(&items, currency, mode));
        is_readable(&Deal::Sale(paid.clone()), paper)?;
        is_readable(&refund_of(paid), paper)?;
    }
}

#[test]
fn each_currency_is_readable_on_each_paper() {
    for currency in Currency::all() {
        for price in [1, 12_345_678, 9_876_543_210, 12_345_678_901_234] {
            let items = [(price, 1, 700), (price / 3, 7, 1900), (price / 7, 2, 0)];
            let paid = paid(&cart(&items, currency, TaxMode::Included));
            for paper in Columns::ALL {
                is_readable(&Deal::Sale(paid.clone()), paper).unwrap();
                is_readable(&refund_of(paid.clone()), paper).unwrap();
            }
        }
    }
}
