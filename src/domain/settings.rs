//! The one table of settings: every key under which a shop keeps a text, what holds until something is
//! chosen, what it may hold, and who may write it.
//!
//! A [`Setting`] can be made here alone, and the store reads and writes by it alone: there is no key
//! that does not stand in [`ALL`].

use super::TaxRate;

/// A text that a shop keeps under a key.
#[derive(Debug)]
pub struct Setting {
    key: &'static str,
    default: &'static str,
    holds: Holds,
    writer: Writer,
}

impl Setting {
    /// Under which it stands in the shop's database.
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// What holds until something is chosen.
    pub fn default(&self) -> &'static str {
        self.default
    }

    /// What it may hold: one check a kind, in the room that knows what the text means.
    pub fn holds(&self) -> Holds {
        self.holds
    }

    /// Who may write it.
    pub fn writer(&self) -> Writer {
        self.writer
    }
}

impl PartialEq for Setting {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Setting {}

/// What a setting may hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holds {
    /// [`ON`] or [`OFF`].
    Switch,
    /// A text for people, at most so long.
    Text {
        /// How many characters.
        characters: usize,
        /// How many lines.
        lines: usize,
    },
    /// The name of a till.
    TillName,
    /// A step in minor units.
    CashStep,
    /// Tax rates in per cent.
    TaxRates,
    /// Where a printer is.
    Printer,
    /// A printer's code page, by its name.
    CodePage,
    /// The columns of a printer's paper.
    PaperWidth,
    /// A scale and its port.
    Scale,
    /// Containers and their grams, in JSON.
    Containers,
    /// Rules of codes with a price or a weight in them, in JSON.
    MeasureRules,
    /// A sign that is no digit, or nothing.
    ScannerPrefix,
    /// A language tag.
    Language,
    /// Light, dark or system.
    Theme,
    /// A camera's id.
    Camera,
    /// Ids of cameras, a line each.
    Cameras,
    /// Four shares of a picture: left, top, width, height.
    TrayArea,
    /// 1 to 9.
    Sensitivity,
    /// Such as `1280x720`, or nothing.
    Resolution,
    /// How an empty tray looks, or nothing.
    EmptyTray,
    /// What was said of files of products, in JSON.
    CatalogueColumns,
    /// What only the store writes, and checks.
    StoresOwn,
}

/// Who may write a setting.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Writer {
    /// Whoever may change settings, at the Settings screen.
    Shopkeeper,
    /// The till, while it is used: its window, its camera, its tray.
    Till,
    /// The store, which looks at more than the value: each by a function of its own.
    Store,
}

/// The words of a setting that is on or off.
pub const ON: &str = "on";
/// See [`ON`].
pub const OFF: &str = "off";

/// What the words for a switch mean; `None` for any other word.
pub fn switch_of(text: &str) -> Option<bool> {
    match text {
        ON => Some(true),
        OFF => Some(false),
        _ => None,
    }
}

/// The reasons that are kept under [`REASONS`], at most nine: a digit each.
pub fn reasons_of(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|reason| !reason.is_empty()).take(9).collect()
}

/// The rates in the text of [`TAX_RATES`]; what is none is left out.
pub fn rates_of(text: &str) -> Vec<TaxRate> {
    text.split(['/', ';']).filter_map(|rate| TaxRate::parse_percent(rate).ok()).collect()
}

const fn chosen(key: &'static str, default: &'static str, holds: Holds) -> Setting {
    Setting { key, default, holds, writer: Writer::Shopkeeper }
}

const fn used(key: &'static str, default: &'static str, holds: Holds) -> Setting {
    Setting { key, default, holds, writer: Writer::Till }
}

const fn stores(key: &'static str, default: &'static str) -> Setting {
    Setting { key, default, holds: Holds::StoresOwn, writer: Writer::Store }
}

/// The table, as its settings and the list of all of them.
macro_rules! table {
    ($($(#[$about:meta])* $name:ident = $setting:expr;)*) => {
        $($(#[$about])* pub static $name: Setting = $setting;)*
        /// All settings, each once.
        pub static ALL: &[&Setting] = &[$(&$name),*];
    };
}

table! {
    /// This till's name in reports and on receipts.
    TILL = chosen("till", "1", Holds::TillName);
    /// The step to which cash is rounded, in minor units; 0 for none.
    CASH_ROUNDING = chosen("cash_rounding", "0", Holds::CashStep);
    /// The tax rates that a product is offered, in per cent, most usual first.
    TAX_RATES = chosen("tax_rates", "", Holds::TaxRates);
    /// The shop's name on its receipts.
    RECEIPT_SHOP_NAME =
        chosen("receipt_shop_name", "", Holds::Text { characters: 120, lines: 1 });
    /// The shop's address on its receipts, a line each.
    RECEIPT_ADDRESS = chosen("receipt_address", "", Holds::Text { characters: 600, lines: 8 });
    /// The number under which the shop pays tax, on its receipts.
    RECEIPT_TAX_ID = chosen("receipt_tax_id", "", Holds::Text { characters: 120, lines: 1 });
    /// What stands at the end of a receipt, a line each.
    RECEIPT_FOOT = chosen("receipt_foot", "", Holds::Text { characters: 600, lines: 8 });
    /// Reasons that the shop gives often, a line each: for other prices, discounts and voids.
    REASONS = chosen("reasons", "", Holds::Text { characters: 600, lines: 9 });
    /// Whether prices have a say in what a photo is taken for.
    PRICES_DECIDE = chosen("prices_decide", OFF, Holds::Switch);
    /// The printer, as `devices::PrinterAddress` reads it.
    PRINTER = chosen("printer", "none", Holds::Printer);
    /// The printer's code page, by its name.
    CODE_PAGE = chosen("printer_code_page", "PC858", Holds::CodePage);
    /// How many columns its paper has.
    PRINTER_WIDTH = chosen("printer_width", "42", Holds::PaperWidth);
    /// Whether each sale's receipt is printed by itself.
    PRINT_AUTOMATICALLY = chosen("print_automatically", ON, Holds::Switch);
    /// Whether a drawer is plugged into the printer.
    DRAWER = chosen("drawer", OFF, Holds::Switch);
    /// The scale, as `devices::scale::ScaleSetting` reads it.
    SCALE = chosen("scale", "none", Holds::Scale);
    /// Containers: a JSON list of names and grams.
    TARES = chosen("tares", "[]", Holds::Containers);
    /// Codes with a price or a weight in them: a JSON list of rules.
    MEASURE_RULES = chosen("measure_rules", "[]", Holds::MeasureRules);
    /// What a scanner sends before the digits.
    SCANNER_PREFIX = chosen("scanner_prefix", "", Holds::ScannerPrefix);
    /// Whether what this shop sells often is named sooner.
    SALES_PRIOR = chosen("sales_prior", ON, Holds::Switch);
    /// Whether photos that a clerk named are kept for the next training.
    CAPTURES = chosen("captures", ON, Holds::Switch);
    /// Whether short sounds say what happened.
    SOUNDS = chosen("sounds", OFF, Holds::Switch);
    /// The window's language tag; the system's language where there is none.
    LANGUAGE = used("window.language", "", Holds::Language);
    /// Light, dark or system.
    THEME = used("window.theme", "system", Holds::Theme);
    /// The camera's id.
    CAMERA = used("till.camera", "", Holds::Camera);
    /// Whether pictures are taken by themselves, once the empty tray is learnt.
    HANDS_FREE = used("till.hands_free", ON, Holds::Switch);
    /// Where the tray is on the picture.
    TRAY_AREA = used("till.tray_area", "0.1 0.1 0.8 0.8", Holds::TrayArea);
    /// How small a thing is seen.
    TRAY_SENSITIVITY = used("till.tray_sensitivity", "5", Holds::Sensitivity);
    /// The picture size wanted; the camera's usual one where there is none.
    CAMERA_RESOLUTION = used("till.camera_resolution", "", Holds::Resolution);
    /// Cameras on the network and folders of pictures.
    CAMERAS = used("till.cameras", "", Holds::Cameras);
    /// How the empty tray looked when it was learnt.
    EMPTY_TRAY = used("till.empty_tray", "", Holds::EmptyTray);
    /// What was said of the columns of files of products, by their headings, in JSON.
    CATALOGUE_COLUMNS = used("catalogue.columns", "[]", Holds::CatalogueColumns);
    /// What the shop sells in (an ISO 4217 code), for good once something was sold.
    CURRENCY = stores("currency", "EUR");
    /// Whether the shop's prices have the tax in them, for good once something was sold.
    TAX_MODE = stores("tax_mode", "included");
    /// Who may do what: the least role for each deed that is not as delivered, in JSON.
    PERMISSIONS = stores("permissions", "{}");
    /// How often something was changed from outside of the till that sells.
    OUTSIDE_CHANGES = stores("outside.changes", "0");
    /// The shipped version of the model that sold here last, by its name and weights.
    SHIPPED_VERSION = stores("model.shipped", "");
    /// The version that gave the shop what a new shop gets.
    FURNISHED = stores("demo_shop", "");
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_key_stands_once() {
        let keys: BTreeSet<_> = ALL.iter().map(|setting| setting.key).collect();
        assert_eq!(keys.len(), ALL.len());
    }
}
