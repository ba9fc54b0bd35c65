//! Messages for people as an id and its arguments; the window puts them into words.

pub use crate::domain::Message;
use crate::photo::PhotoError;

/// Every message id the till can send; a test looks each of them up in every language.
pub const MESSAGE_IDS: &[&str] = &[
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
    "problem-reason",
    "problem-discount",
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
    "setting-tares-bad",
    "setting-rules-bad",
    "import-unreadable",
    "import-not-utf8",
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

/// Says why a photo cannot be used.
pub fn from_photo_error(error: &PhotoError) -> Message {
    let reason = error.to_string();
    match error {
        PhotoError::Unreadable { source, .. } => {
            Message::new("photo-unreadable").naming("reason", source.to_string())
        }
        PhotoError::Empty { .. } => Message::new("photo-empty"),
        PhotoError::NotAPicture { .. } => Message::new("photo-not-a-picture"),
        PhotoError::Truncated { .. } => Message::new("photo-truncated"),
        PhotoError::TooLarge { width, height, .. } => Message::new("photo-too-large")
            .naming("width", width.to_string())
            .naming("height", height.to_string()),
        PhotoError::NotAFile { .. } => Message::new("photo-not-a-file"),
        PhotoError::UnknownKind { kind, .. } => {
            Message::new("photo-unknown-kind").naming("kind", kind.clone())
        }
        PhotoError::TooMuchMemory { .. } | PhotoError::FileTooLarge { .. } => {
            Message::new("photo-too-heavy")
        }
        _ => Message::new("photo-damaged").naming("reason", reason),
    }
}
