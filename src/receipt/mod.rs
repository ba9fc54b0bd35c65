//! Here lives the receipt: what it says, as rows, and its forms: text, PDF, bytes for a printer.
//! Must never know a file, a printer, a clock, a database or a window: data in, data out.
//! Called by `till`, `ui` and `cli`; calls `domain`, and `texts` for the fonts.

#![warn(unreachable_pub)]

mod code_page;
mod columns;
mod contents;
mod error;
mod escpos_bytes;
mod fonts;
mod labels;
mod line_bitmap;
mod pdf;
mod plain_text;
mod shaping;
mod table;

pub use code_page::CodePage;
pub use columns::Columns;
pub use contents::{About, Align, Receipt, Row, ShopHead, Strength, sale_receipt, test_page};
pub use error::ReceiptError;
pub use escpos_bytes::{escpos_bytes, kick_drawer};
pub use labels::ReceiptLabels;
pub use pdf::pdf;
pub use plain_text::plain_text;
pub use table::Table;

#[cfg(test)]
mod amounts_tests;
#[cfg(test)]
mod harmless_tests;
