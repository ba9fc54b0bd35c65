//! What of a stored row does not make sense; told in the log and on the command line, behind the name of
//! the table.

use domain::DomainError;

/// A row, or a text in one, that no program of this shop can have written so.
#[derive(Debug, thiserror::Error)]
pub(super) enum RowFault {
    /// A word that this program does not know in that place.
    #[error("{what} \"{value}\"")]
    Word { what: &'static str, value: String },
    /// A number that the domain refuses.
    #[error(transparent)]
    Domain(#[from] DomainError),
    /// No JSON, or JSON of another form.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// A currency with another number of decimals than it has.
    #[error("{currency} with {decimals} decimals")]
    Decimals { currency: String, decimals: i32 },
    /// A cart that a newer program wrote.
    #[error("format {0} of a newer program")]
    Newer(u32),
    /// A price without a unit, or a unit without a price.
    #[error("half a price")]
    HalfPrice,
    /// A line of a refund that refers to no line of a sale.
    #[error("a line that takes nothing back")]
    TakesNothingBack,
    /// A line of a cart.
    #[error("line \"{name}\": {fault}")]
    Line { name: String, fault: Box<RowFault> },
}

impl RowFault {
    /// A word that is not known as `what`.
    pub(super) fn word(what: &'static str, value: impl Into<String>) -> Self {
        Self::Word { what, value: value.into() }
    }
}
