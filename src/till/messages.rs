//! Messages for people as an id and its arguments; the window puts them into words.

pub use domain::Message;

use std::path::Path;

use domain::ForPeople;

/// Why something failed, for people; what the error itself says goes to the log, in English.
pub(crate) fn logged(error: &impl ForPeople) -> Message {
    tracing::error!(%error, "not done");
    error.message()
}

/// The same for what the system refused.
pub(crate) fn refused_by_system(id: &'static str, error: &dyn std::error::Error) -> Message {
    tracing::error!(%error, id, "not done");
    Message::new(id)
}

/// A file that could not be written.
pub(crate) fn not_written(file: &Path, error: &std::io::Error) -> Message {
    tracing::error!(%error, file = %file.display(), "not written");
    let message = Message::new("file-not-written").naming("file", file.display().to_string());
    message.because(Message::of_io(error))
}

/// Every message id the till's desks send; a test looks each of them up in every language.
pub const MESSAGE_IDS: &[&str] = &[
    "text-control-sign",
    "text-too-long",
    "text-refused",
    "model-promoted",
    "model-rolled-back",
    "problem-promotion",
    "problem-shop",
    "problem-model",
    "problem-sale",
    "problem-setting",
    "problem-weight-needed",
    "problem-price-needed",
    "model-kept",
    "problem-weight",
    "problem-pieces",
    "problem-cart",
    "problem-tender",
    "problem-card-above",
    "problem-print",
    "problem-drawer",
    "problem-test-page",
    "problem-print-report",
    "problem-no-receipt",
    "problem-receipt",
    "problem-cart-unsafe",
    "problem-carts-lost",
    "problem-hold",
    "problem-cart-elsewhere",
    "problem-cart-elsewhere-look",
    "problem-reason",
    "problem-discount",
    "problem-cart-discount",
    "line-voided",
    "problem-weighing",
    "problem-line",
    "problem-no-camera",
    "problem-no-weight",
    "problem-tare",
    "problem-code",
    "code-replaced",
    "problem-code-item",
    "problem-code-misread",
    "problem-capture",
    "problem-camera-waits",
    "problem-too-many-photos",
    "problem-recognition",
    "why-failed",
    "product-name-missing",
    "product-name-unusable",
    "product-language-bad",
    "product-language-twice",
    "product-price-bad",
    "product-price-negative",
    "product-price-decimals",
    "product-plu-bad",
    "product-plu-taken",
    "product-barcode-bad",
    "product-barcode-taken",
    "product-barcode-misspelt",
    "product-barcode-zeros",
    "product-tax-bad",
    "product-picture-not-kept",
    "product-picture-waits",
    "product-in-cart",
    "product-not-saved",
    "catalogue-imported",
    "catalogue-exported",
    "catalogue-not-exported",
    "setting-not-a-switch",
    "setting-till-bad",
    "setting-rounding-bad",
    "setting-tax-rates-bad",
    "setting-text-long",
    "setting-currency-bad",
    "setting-cart-not-empty",
    "setting-refused",
    "setting-unreadable",
    "setting-printer-bad",
    "setting-code-page-bad",
    "setting-width-bad",
    "setting-scale-bad",
    "setting-prefix-bad",
    "setting-tares-bad",
    "setting-rules-bad",
    "import-unreadable",
    "catalogue-template-saved",
    "import-workbook",
    "import-not-text",
    "import-not-in-encoding",
    "import-no-column",
    "import-empty",
    "import-failed",
    "photo-unreadable",
    "photo-empty",
    "photo-not-a-picture",
    "photo-truncated",
    "photo-too-large",
    "photo-not-a-file",
    "photo-unknown-kind",
    "photo-too-heavy",
    "photo-damaged",
    "problem-amount",
    "problem-no-cash",
    "problem-no-reason",
    "problem-day",
    "problem-people",
    "problem-approver",
    "problem-pin-form",
    "problem-pin-wrong",
    "problem-pin-locked",
];
