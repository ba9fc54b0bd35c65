//! What a model knows of a label of the data.

use serde::Serialize;

/// What the model knows of a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum KnownAs {
    /// A product that it can name.
    Product,
    /// A kind, some of whose products it can name.
    Kind,
    /// Neither; it cannot be right.
    Nothing,
}
