//! A receipt as plain text.

use super::columns::lines;
use super::{Columns, Receipt, Strength};

/// The receipt as lines of text, each ended by a line feed. What stands out on paper stands in the
/// middle of the wider line here, or at its edges.
pub fn plain_text(receipt: &Receipt, columns: Columns) -> String {
    let mut text = String::new();
    for line in lines(&single_size(receipt), columns) {
        text.push_str(&line.text);
        text.push('\n');
    }
    text
}

/// Text has one size.
fn single_size(receipt: &Receipt) -> Receipt {
    use super::Row;
    let mut receipt = receipt.clone();
    for row in &mut receipt.rows {
        if let Row::Text(_, _, strength) | Row::Pair(_, _, strength) = row
            && *strength == Strength::Large
        {
            *strength = Strength::Strong;
        }
    }
    receipt
}
