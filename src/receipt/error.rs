//! What can go wrong while a receipt is made.

use thiserror::Error;

use domain::{DomainError, ForPeople, Message};

/// Why there is no receipt. The sale itself is recorded and stays so.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReceiptError {
    /// The name is none of the code pages known here.
    #[error("\"{0}\" is no code page of a receipt printer; choose one such as PC858")]
    UnknownCodePage(String),
    /// The paper has another width.
    #[error("\"{0}\" is no width of a receipt; choose 32, 42 or 48 characters")]
    UnknownWidth(String),
    /// The amounts do not add up, which the shop's database should not let happen.
    #[error(transparent)]
    Amounts(#[from] DomainError),
    /// The PDF could not be written.
    #[error("the receipt could not be made a PDF ({0}); save it as text instead")]
    Pdf(String),
    /// The printer's bytes could not be made.
    #[error(
        "the receipt could not be put into the printer's language ({0}); choose another code page"
    )]
    Printer(String),
}

impl ForPeople for ReceiptError {
    fn message(&self) -> Message {
        match self {
            Self::UnknownCodePage(text) => Message::new("receipt-code-page").naming("text", text),
            Self::UnknownWidth(text) => Message::new("receipt-width").naming("text", text),
            Self::Amounts(error) => error.message(),
            Self::Pdf(_) => Message::new("receipt-no-pdf"),
            Self::Printer(_) => Message::new("receipt-not-for-printer"),
        }
    }
}
