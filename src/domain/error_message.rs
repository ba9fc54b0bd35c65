//! Why something was refused, for people: each error of selling as a message that is translated.

use super::{DomainError, ForPeople, Message};

impl ForPeople for DomainError {
    fn message(&self) -> Message {
        match self {
            Self::UnknownCurrency(text) => Message::new("rule-currency").naming("text", text),
            Self::NotMoney(text) => Message::new("rule-money").naming("text", text),
            Self::TooManyDecimals { text, currency, decimals } => Message::new("rule-decimals")
                .naming("text", text)
                .naming("currency", currency)
                .naming("decimals", decimals.to_string()),
            Self::AmountTooLarge => Message::new("rule-amount-large"),
            Self::CurrencyMismatch { expected, found } => {
                Message::new("rule-currencies").naming("expected", expected).naming("found", found)
            }
            Self::NotAWeight(text) => Message::new("rule-weight").naming("text", text),
            Self::WeightOutOfRange => Message::new("rule-weight-range"),
            Self::PiecesOutOfRange => Message::new("rule-pieces-range"),
            Self::NotAProductId { text, .. } => {
                Message::new("rule-product-id").naming("text", text)
            }
            Self::NotATaxRate(text) => Message::new("rule-tax-rate").naming("text", text),
            Self::ControlSign { .. } | Self::TextTooLong { .. } => Message::of_text(self),
            Self::NoName(text) => Message::new("rule-no-name").naming("text", text),
            Self::NegativePrice(text) => Message::new("rule-price-negative").naming("text", text),
            Self::NotAFileName(text) => Message::new("rule-file-name").naming("text", text),
            Self::NotAPlu(text) => Message::new("rule-plu").naming("text", text),
            Self::NotABarcode(text) => Message::new("rule-barcode").naming("text", text),
            Self::BarcodeMisspelt { code, probable, rounded: false } => {
                Message::new("rule-barcode-misspelt")
                    .naming("code", code)
                    .naming("probable", probable)
            }
            Self::BarcodeMisspelt { code, .. } => {
                Message::new("rule-barcode-rounded").naming("code", code)
            }
            Self::LostZeros { code, probable } => {
                Message::new("rule-barcode-zeros").naming("code", code).naming("probable", probable)
            }
            Self::BarcodeAsNumber(text) => Message::new("rule-barcode-number").naming("text", text),
            Self::WrongCheckDigit(text) => Message::new("rule-check-digit").naming("text", text),
            Self::NotMeasureRules(_) => Message::new("setting-rules-bad"),
            Self::NotTares(_) => Message::new("setting-tares-bad"),
            Self::NotADiscount(text) => Message::new("rule-discount").naming("text", text),
            Self::DiscountTooLarge(text) => {
                Message::new("rule-discount-large").naming("text", text)
            }
            Self::CartDiscountTooLarge => Message::new("problem-cart-discount"),
            Self::ReasonNeeded => Message::new("problem-reason"),
            Self::NoSuchLine => Message::new("rule-no-line"),
            Self::SoldByWeight(text) => Message::new("rule-by-weight").naming("text", text),
            Self::SoldByPiece(text) => Message::new("rule-by-piece").naming("text", text),
            Self::EmptyCart => Message::new("rule-cart-empty"),
            Self::PriceNeeded(text) => Message::new("rule-price-needed").naming("text", text),
            Self::HasPrice(text) => Message::new("rule-has-price").naming("text", text),
            Self::WeightNeeded(text) => Message::new("rule-weight-needed").naming("text", text),
            Self::SumsDisagree(_) => Message::new("rule-sums"),
            Self::NotAName(text) => Message::new("rule-person-name").naming("text", text),
            Self::NotAPin => Message::new("problem-pin-form"),
            Self::NoReason => Message::new("problem-no-reason"),
            Self::NoCash => Message::new("problem-no-cash"),
            Self::PaymentShort(text) => Message::new("rule-payment-short").naming("text", text),
            Self::CardAboveDue => Message::new("problem-card-above"),
            Self::NegativeTender => Message::new("rule-tender-negative"),
            Self::NotARoundingStep(text) => Message::new("rule-rounding").naming("text", text),
            Self::NothingToRefund => Message::new("rule-nothing-to-refund"),
            Self::NoSuchSaleLine => Message::new("rule-no-sale-line"),
            Self::MoreThanSold(text) => Message::new("rule-more-than-sold").naming("text", text),
        }
    }
}
