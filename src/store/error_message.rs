//! Why the shop's folder or database could not be used, for people: each error as a message that is
//! translated. What SQLite or the system said stays in the log.

use super::StoreError;
use domain::{ForPeople, Message};

impl ForPeople for StoreError {
    fn message(&self) -> Message {
        match self {
            Self::NoDefaultFolder => Message::new("store-no-folder"),
            Self::NotAFolder { path } => {
                Message::new("store-not-a-folder").naming("path", path.display().to_string())
            }
            Self::NotUnicode { path } => {
                Message::new("store-not-unicode").naming("path", path.display().to_string())
            }
            Self::ReadOnly { path } => {
                Message::new("store-read-only").naming("path", path.display().to_string())
            }
            Self::Full { path } => {
                Message::new("store-full").naming("path", path.display().to_string())
            }
            Self::Files { path, source } => Message::new("store-files")
                .naming("path", path.display().to_string())
                .because(Message::of_io(source)),
            Self::Damaged { path, .. } => {
                Message::new("store-damaged").naming("path", path.display().to_string())
            }
            Self::EmptyDatabase { path } => {
                Message::new("store-empty").naming("path", path.display().to_string())
            }
            Self::ForeignDatabase { path } => {
                Message::new("store-foreign").naming("path", path.display().to_string())
            }
            Self::LostDatabase { path, left } => Message::new("store-lost")
                .naming("path", path.display().to_string())
                .naming("left", left.display().to_string()),
            Self::NotCopied { path, copy, source } => Message::new("store-not-copied")
                .naming("path", path.display().to_string())
                .naming("copy", copy.display().to_string())
                .because(source.message()),
            Self::OtherTill { path } => {
                Message::new("store-other-till").naming("path", path.display().to_string())
            }
            Self::CartElsewhere => Message::new("store-cart-elsewhere"),
            Self::Newer { path, .. } => {
                Message::new("store-newer").naming("path", path.display().to_string())
            }
            Self::Busy { path } => {
                Message::new("store-busy").naming("path", path.display().to_string())
            }
            Self::Database { path, .. } => {
                Message::new("store-database").naming("path", path.display().to_string())
            }
            Self::CodeTaken { code: "PLU", value, first, second } => {
                taken("store-plu-taken", value, first, second)
            }
            Self::CodeTaken { value, first, second, .. } => {
                taken("store-barcode-taken", value, first, second)
            }
            Self::ProductTwice(product) => {
                Message::new("store-product-twice").naming("product", product)
            }
            Self::MoneyIsFixed => Message::new("store-money-fixed"),
            Self::WasSold(product) => Message::new("store-was-sold").naming("product", product),
            Self::NothingToImport => Message::new("store-nothing-to-import"),
            Self::Rule(error) => error.message(),
            Self::NotASetting { key, value } => {
                Message::new("store-not-a-setting").naming("key", key).naming("value", value)
            }
            Self::NameTaken(name) => Message::new("store-name-taken").naming("name", name),
            Self::FirstIsOwner => Message::new("store-first-is-owner"),
            Self::NoSuchPerson => Message::new("store-no-person"),
            Self::PinHash(_) => Message::new("store-pin-hash"),
            Self::NoSuchSale(number) => {
                Message::new("store-no-sale").naming("number", number.to_string())
            }
            Self::NoOpenDay => Message::new("store-no-open-day"),
            Self::FloatCounted => Message::new("store-float-counted"),
            Self::DemoCatalogue(_) => Message::new("store-demo-catalogue"),
        }
    }
}

fn taken(id: &'static str, value: &str, first: &str, second: &str) -> Message {
    Message::new(id).naming("value", value).naming("first", first).naming("second", second)
}
