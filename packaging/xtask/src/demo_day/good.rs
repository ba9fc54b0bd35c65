//! What a scripted day is about: products and the photos of them. Nothing but data, so that the tests
//! can use it as well.

use std::path::PathBuf;

/// A product as the catalogue file has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Good {
    /// Its id.
    pub id: String,
    /// Cents, a piece or a kilogram.
    pub price: i64,
    /// Whether `price` is for a kilogram.
    pub by_weight: bool,
    /// What a clerk would key in.
    pub plu: String,
    /// Basis points.
    pub tax: i64,
    /// Its group.
    pub category: String,
}

/// A photo and what it shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shot {
    /// The file.
    pub photo: PathBuf,
    /// The index of its product.
    pub good: usize,
}
