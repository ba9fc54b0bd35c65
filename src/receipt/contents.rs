//! What a receipt says, row by row, from what was recorded; every form is drawn from these rows.

use super::{ReceiptError, ReceiptLabels, Table};
use domain::{
    Currency, Deal, Money, Quantity, SaleLine, TaxMode, TenderKind, Totals, UnitPrice, WeighedBy,
    on_one_line,
};

/// Where a row's text stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    /// At the left edge.
    Left,
    /// In the middle.
    Centre,
}

/// How much a row stands out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Strength {
    /// As most rows.
    Plain,
    /// Bolder.
    Strong,
    /// Bolder and twice as large.
    Large,
}

/// A row of a receipt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Row {
    /// Text, as many lines of it as it needs.
    Text(String, Align, Strength),
    /// Text on the left and an amount on the right.
    Pair(String, String, Strength),
    /// Amounts in columns.
    Table(Table),
    /// A line across the paper.
    Rule,
    /// An empty line.
    Gap,
}

/// A receipt, ready to be drawn in any form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// A name for files and windows, such as `17`.
    pub name: String,
    /// From top to bottom.
    pub rows: Vec<Row>,
}

/// What a shop writes on each receipt; whatever is empty is left out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ShopHead {
    /// The shop's name.
    pub name: String,
    /// Its address, several lines.
    pub address: String,
    /// Its tax number.
    pub tax_id: String,
    /// What stands at the foot, several lines.
    pub foot: String,
}

/// What is known of a recorded sale or refund beside its goods and money.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct About {
    /// Its number.
    pub number: i64,
    /// When it was recorded, as the shop's clock showed it.
    pub at: String,
    /// The till's name.
    pub till: String,
    /// Who sold, where people sign in.
    pub person: Option<String>,
    /// What the clerk wrote to it.
    pub note: String,
    /// Whether it was printed before.
    pub is_copy: bool,
    /// The tag of the language that goods are named in where they have such a name, such as `zh-CN`.
    pub language: String,
}

/// The receipt of a recorded sale or refund.
///
/// # Errors
/// [`ReceiptError::Amounts`] when amounts are beyond 64 bits.
pub fn sale_receipt(
    shop: &ShopHead,
    labels: &ReceiptLabels,
    about: &About,
    deal: &Deal,
) -> Result<Receipt, ReceiptError> {
    let mut rows = Rows(Vec::new());
    rows.head(shop, labels);
    rows.marks(labels, about, deal);
    rows.about(labels, about);
    rows.0.push(Row::Rule);
    let totals = deal.totals();
    for line in deal.lines() {
        rows.line(labels, about, deal, line)?;
    }
    rows.cart_discounts(labels, deal)?;
    rows.0.push(Row::Rule);
    rows.sums(labels, deal)?;
    rows.taxes(labels, totals);
    // A note is one line, also of a sale of an older program; what the shop writes may have several.
    rows.foot(shop, &on_one_line(&about.note));
    Ok(Receipt { name: about.number.to_string(), rows: rows.0 })
}

/// A page that shows whether a printer prints what the shop needs.
pub fn test_page(shop: &ShopHead, labels: &ReceiptLabels, currency: Currency) -> Receipt {
    let mut rows = Rows(Vec::new());
    rows.head(shop, labels);
    rows.centre(&labels.test, Strength::Large);
    rows.centre(&labels.test_hint, Strength::Plain);
    rows.0.push(Row::Rule);
    let amount = Money::new(12_345, currency);
    rows.pair("0123456789 ABC abc", amount.to_string(), Strength::Plain);
    rows.pair("€ £ ¥ $ ä ö ü ß é ñ å ø", String::new(), Strength::Plain);
    rows.pair("苹果 яблоко", String::new(), Strength::Plain);
    rows.pair(&labels.total, with_sign(amount), Strength::Large);
    rows.foot(shop, "");
    Receipt { name: "test".to_owned(), rows: rows.0 }
}

/// An amount with its currency's sign, or its code where there is no common sign.
fn with_sign(amount: Money) -> String {
    let code = amount.currency();
    let sign = match code.code() {
        "EUR" => "€",
        "GBP" => "£",
        "USD" => "$",
        "JPY" | "CNY" => "¥",
        other => return format!("{other} {amount}"),
    };
    match amount.to_string().strip_prefix('-') {
        Some(positive) => format!("-{sign}{positive}"),
        None => format!("{sign}{amount}"),
    }
}

struct Rows(Vec<Row>);

impl Rows {
    /// A row for each line of the text.
    fn centre(&mut self, text: &str, strength: Strength) {
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            self.0.push(Row::Text(line.to_owned(), Align::Centre, strength));
        }
    }

    fn left(&mut self, text: String) {
        self.0.push(Row::Text(text, Align::Left, Strength::Plain));
    }

    fn pair(&mut self, left: &str, right: String, strength: Strength) {
        self.0.push(Row::Pair(left.to_owned(), right, strength));
    }

    fn head(&mut self, shop: &ShopHead, labels: &ReceiptLabels) {
        self.centre(&on_one_line(&shop.name), Strength::Large);
        self.centre(&shop.address, Strength::Plain);
        if !shop.tax_id.trim().is_empty() {
            let tax_id = on_one_line(shop.tax_id.trim());
            self.centre(&format!("{} {tax_id}", labels.tax_id), Strength::Plain);
        }
        if !self.0.is_empty() {
            self.0.push(Row::Gap);
        }
    }

    fn marks(&mut self, labels: &ReceiptLabels, about: &About, deal: &Deal) {
        if about.is_copy {
            self.centre(&labels.copy, Strength::Large);
        }
        if let Deal::Refund(refund) = deal {
            self.centre(&labels.refund, Strength::Large);
            self.centre(&format!("{} {}", labels.refund_of, refund.of()), Strength::Plain);
        }
    }

    fn about(&mut self, labels: &ReceiptLabels, about: &About) {
        let number = format!("{} {}", labels.number, about.number);
        self.pair(&number, about.at.clone(), Strength::Plain);
        let person = about
            .person
            .as_ref()
            .map_or(String::new(), |person| format!("{} {person}", labels.person));
        self.pair(&format!("{} {}", labels.till, about.till), person, Strength::Plain);
    }

    /// Name and price; below it whatever explains the price.
    fn line(
        &mut self,
        labels: &ReceiptLabels,
        about: &About,
        deal: &Deal,
        line: &SaleLine,
    ) -> Result<(), ReceiptError> {
        let stated = match deal.tax_mode() {
            TaxMode::Included => line.gross,
            TaxMode::Added => line.net,
        };
        let full = stated.checked_add(line.discount)?;
        let letter = letter_of(deal.totals(), line);
        let name = line.display_name(&about.language);
        self.pair(name, format!("{full} {letter}"), Strength::Plain);
        if let Some(quantity) = quantity_text(labels, line) {
            self.left(format!("  {quantity}"));
        }
        if line.weighed_by == Some(WeighedBy::Typed) {
            self.left(format!("  * {}", labels.typed));
        }
        if let Some(list_price) = line.list_price {
            self.left(format!("  {} {list_price}", labels.instead_of));
        }
        let own_discount = line.own_discount()?;
        if own_discount.minor() != 0 {
            let off = Money::zero(own_discount.currency()).checked_sub(own_discount)?;
            self.pair(
                &format!("  {}", labels.discount),
                format!("{off} {letter}"),
                Strength::Plain,
            );
        }
        if !line.reason.is_empty() {
            self.left(format!("  ({})", line.reason));
        }
        if !line.note.is_empty() {
            self.left(format!("  {}", line.note));
        }
        Ok(())
    }

    /// What was taken off the whole cart, by tax rate, so that each rate's lines still add up.
    fn cart_discounts(&mut self, labels: &ReceiptLabels, deal: &Deal) -> Result<(), ReceiptError> {
        let zero = Money::zero(deal.currency());
        let lines = deal.lines();
        if lines.iter().all(|line| line.cart_discount == zero) {
            return Ok(());
        }
        self.0.push(Row::Gap);
        for (of_rate, letter) in deal.totals().by_rate.iter().zip(letters()) {
            let of_rate = lines.iter().filter(|line| line.tax_rate == of_rate.rate);
            let off = of_rate.map(|line| line.cart_discount);
            let off = off.into_iter().try_fold(zero, Money::checked_sub)?;
            if off != zero {
                self.pair(&labels.cart_discount, format!("{off} {letter}"), Strength::Plain);
            }
        }
        if let Deal::Sale(paid) = deal
            && !paid.sale().discount_reason().is_empty()
        {
            self.left(format!("  ({})", on_one_line(paid.sale().discount_reason())));
        }
        Ok(())
    }

    fn sums(&mut self, labels: &ReceiptLabels, deal: &Deal) -> Result<(), ReceiptError> {
        let totals = deal.totals();
        if deal.tax_mode() == TaxMode::Added {
            self.pair(&labels.net, totals.net.to_string(), Strength::Plain);
            self.pair(&labels.tax, totals.tax.to_string(), Strength::Plain);
        }
        self.pair(&labels.total, with_sign(totals.gross), Strength::Large);
        let payment = deal.payment();
        if payment.rounding().minor() != 0 {
            self.pair(&labels.rounding, payment.rounding().to_string(), Strength::Plain);
        }
        for tender in payment.tenders() {
            let label = match tender.kind {
                TenderKind::Cash => &labels.cash,
                TenderKind::Card => &labels.card,
            };
            self.pair(label, tender.amount.to_string(), Strength::Plain);
            let change = tender.change()?;
            if change.minor() != 0 {
                let given = format!("  {}", labels.given);
                self.pair(&given, tender.given.to_string(), Strength::Plain);
                self.pair(&labels.change, change.to_string(), Strength::Strong);
            }
        }
        Ok(())
    }

    fn taxes(&mut self, labels: &ReceiptLabels, totals: &Totals) {
        self.0.push(Row::Gap);
        let head = [&labels.tax, &labels.net, &labels.tax, &labels.gross].map(Clone::clone);
        let rows = totals.by_rate.iter().zip(letters()).map(|(of_rate, letter)| {
            let rate = format!("{letter} {} %", of_rate.rate.percent_text());
            let amounts = [of_rate.net, of_rate.tax, of_rate.gross].map(|it| it.to_string());
            std::iter::once(rate).chain(amounts).collect()
        });
        self.0.push(Row::Table(Table { head: head.to_vec(), rows: rows.collect() }));
    }

    fn foot(&mut self, shop: &ShopHead, note: &str) {
        for text in [note, &shop.foot] {
            if !text.trim().is_empty() {
                self.0.push(Row::Gap);
                self.centre(text, Strength::Plain);
            }
        }
    }
}

/// The letters that stand for the tax rates.
fn letters() -> impl Iterator<Item = char> {
    ('A'..='Z').cycle()
}

fn letter_of(totals: &Totals, line: &SaleLine) -> char {
    let of_rates = totals.by_rate.iter().zip(letters());
    of_rates.into_iter().find(|(total, _)| total.rate == line.tax_rate).map_or(' ', |(_, it)| it)
}

/// What the price was counted from; `None` for a single piece, whose price says it all.
fn quantity_text(labels: &ReceiptLabels, line: &SaleLine) -> Option<String> {
    let price = line.unit_price.money();
    match (line.quantity, line.unit_price) {
        (Quantity::Pieces(pieces), _) if pieces.get() == 1 => None,
        (quantity, UnitPrice::PerPiece(_)) => Some(format!("{quantity} x {price}")),
        (quantity, UnitPrice::PerKg(_)) => {
            let tare = match line.tare {
                0 => String::new(),
                tare => format!(" ({} {}.{:03} kg)", labels.tare, tare / 1000, tare % 1000),
            };
            Some(format!("{quantity} x {price}{}{tare}", labels.per_kg))
        }
    }
}

#[cfg(test)]
#[path = "contents_tests.rs"]
mod tests;
