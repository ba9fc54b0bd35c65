//! Here live files of products: the catalogue's own CSV ([`own`]), and tables of other programs, whose
//! columns are matched by what their headings say and their cells look like ([`read`]).
//! Must never know a file on a disk, a window or a database: bytes and answers in, products, questions
//! and what is to be told out. Nothing is guessed silently about money.
//! Called by `store`, `till` and `cli`; calls `domain`.

#![warn(unreachable_pub)]

mod amounts;
mod choices;
mod columns;
mod error;
mod field;
mod guess;
mod heading_row;
mod identity;
mod known_headings;
mod making;
pub mod own;
mod questions;
mod reading;
mod rows;
mod table;
mod tax_questions;
mod taxes;
mod text;
mod units;
mod variants;

pub use amounts::Mark;
pub use choices::{
    Answer, Choices, CodeCare, ForeignPrices, PriceBasis, Remembered, TaxForm, TwoTaxes,
};
pub use columns::{Column, Why};
pub use error::FileFault;
pub use field::Field;
pub use questions::{Choice, Question};
pub use reading::{Matched, Reading, Shop, Told, read};
pub use text::ENCODINGS;
