//! The day's script: a line an act, its words separated by tabs, amounts in the smallest coin and
//! weights in grams. `cargo xtask demo-day` writes it.

use std::path::PathBuf;

use tillsight::domain::ProductId;

/// One act of the day.
#[derive(Clone, PartialEq, Debug)]
pub enum Act {
    /// The day begins with so much in the drawer.
    Open { float: i64 },
    /// This person takes over.
    Clerk { name: String },
    /// An item is laid down; it is `product`, whatever the till thinks.
    Show { photo: PathBuf, product: ProductId, gross: u32, tare: u32 },
    /// A product is keyed in.
    Key { product: ProductId, gross: u32 },
    /// So many pieces of the newest line.
    Pieces { count: u32 },
    /// So many per cent off the newest line.
    Discount { percent: u32 },
    /// Another price for the newest line.
    Price { price: i64 },
    /// The newest line goes.
    Void,
    /// The cart waits.
    Hold,
    /// It comes back.
    Resume,
    /// Everything is paid.
    Pay(Tender),
    /// A sale of the day comes back, or one of its lines.
    Refund { sale: usize, line: Option<usize> },
    /// Cash in.
    PayIn { amount: i64 },
    /// Cash out.
    PayOut { amount: i64 },
    /// The drawer is counted so much beside what it should hold, and the day closed.
    Close { off: i64 },
}

/// How it is paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tender {
    /// In cash, with change.
    Cash,
    /// By card.
    Card,
    /// So much by card at the most, the rest in cash.
    Split { card: i64 },
}

/// Reads a script.
///
/// # Panics
/// At a line that is no act, with the line.
pub fn read(text: &str) -> Vec<Act> {
    text.lines().map(|line| act(line).unwrap_or_else(|| panic!("no act: {line}"))).collect()
}

fn act(line: &str) -> Option<Act> {
    let words: Vec<&str> = line.split('\t').collect();
    let product = |word: &str| ProductId::new(word).ok();
    Some(match words[..] {
        ["open", float] => Act::Open { float: float.parse().ok()? },
        ["clerk", name] => Act::Clerk { name: name.to_owned() },
        ["show", photo, id, gross, tare] => Act::Show {
            photo: photo.into(),
            product: product(id)?,
            gross: gross.parse().ok()?,
            tare: tare.parse().ok()?,
        },
        ["key", id, gross] => Act::Key { product: product(id)?, gross: gross.parse().ok()? },
        ["pieces", count] => Act::Pieces { count: count.parse().ok()? },
        ["discount", percent] => Act::Discount { percent: percent.parse().ok()? },
        ["price", price] => Act::Price { price: price.parse().ok()? },
        ["void"] => Act::Void,
        ["hold"] => Act::Hold,
        ["resume"] => Act::Resume,
        ["pay", "cash"] => Act::Pay(Tender::Cash),
        ["pay", "card"] => Act::Pay(Tender::Card),
        ["pay", "split", card] => Act::Pay(Tender::Split { card: card.parse().ok()? }),
        ["refund", sale] => Act::Refund { sale: sale.parse().ok()?, line: None },
        ["refund", sale, line] => {
            Act::Refund { sale: sale.parse().ok()?, line: Some(line.parse().ok()?) }
        }
        ["pay-in", amount] => Act::PayIn { amount: amount.parse().ok()? },
        ["pay-out", amount] => Act::PayOut { amount: amount.parse().ok()? },
        ["close", off] => Act::Close { off: off.parse().ok()? },
        _ => return None,
    })
}
