//! What a shop chooses about paying, receipts and the printer, as texts in its settings.

use devices::PrinterAddress;
use domain::CashRounding;
use receipt::{CodePage, Columns, ShopHead};
use store::{Store, StoreError};

/// The shop's name on receipts.
pub const SHOP_NAME: &str = "receipt_shop_name";
/// Its address, several lines.
pub const ADDRESS: &str = "receipt_address";
/// Its tax number.
pub const TAX_ID: &str = "receipt_tax_id";
/// What stands at the foot of receipts, several lines.
pub const FOOT: &str = "receipt_foot";
/// The printer, as [`PrinterAddress`] is written.
pub const PRINTER: &str = "printer";
/// The printer's code page, by its name.
pub const CODE_PAGE: &str = "printer_code_page";
/// How many columns its paper has: 32, 42 or 48.
pub const WIDTH: &str = "printer_width";
/// The step that cash is rounded to, in minor units; 0 is none.
pub const CASH_ROUNDING: &str = "cash_rounding";
/// Whether a drawer is plugged into the printer: `on` or `off`.
pub const DRAWER: &str = "drawer";
/// Whether each receipt is printed by itself: `on`, unless it is `off`.
pub const PRINT_ALWAYS: &str = "print_automatically";

/// All of them.
pub const KEYS: [&str; 10] = [
    SHOP_NAME,
    ADDRESS,
    TAX_ID,
    FOOT,
    PRINTER,
    CODE_PAGE,
    WIDTH,
    CASH_ROUNDING,
    DRAWER,
    PRINT_ALWAYS,
];

/// What the shop has chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaySettings {
    /// What stands on each receipt.
    pub shop: ShopHead,
    /// Where the printer is.
    pub printer: PrinterAddress,
    /// Its code page.
    pub code_page: CodePage,
    /// The width of its paper.
    pub columns: Columns,
    /// How cash is rounded.
    pub rounding: CashRounding,
    /// Whether a drawer is plugged into it.
    pub drawer: bool,
    /// Whether each receipt is printed by itself.
    pub print_always: bool,
}

impl Default for PaySettings {
    fn default() -> Self {
        Self {
            shop: ShopHead::default(),
            printer: PrinterAddress::default(),
            code_page: CodePage::default(),
            columns: Columns::default(),
            rounding: CashRounding::NONE,
            drawer: false,
            print_always: true,
        }
    }
}

impl PaySettings {
    /// Reads all of them. One that makes no sense counts as never set, so that the till sells on.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn load(store: &mut Store) -> Result<Self, StoreError> {
        let mut settings = Self::default();
        for key in KEYS {
            if let Some(value) = store.text(key)?
                && let Err(reason) = settings.set(key, &value)
            {
                tracing::warn!(key, reason, "setting left out");
            }
        }
        Ok(settings)
    }

    /// Whether there is a printer.
    pub fn prints(&self) -> bool {
        self.printer != PrinterAddress::None
    }

    /// Sets one of [`KEYS`] as it was typed.
    ///
    /// # Errors
    /// A sentence that says what to write instead.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), String> {
        match key {
            SHOP_NAME => value.trim().clone_into(&mut self.shop.name),
            ADDRESS => value.trim().clone_into(&mut self.shop.address),
            TAX_ID => value.trim().clone_into(&mut self.shop.tax_id),
            FOOT => value.trim().clone_into(&mut self.shop.foot),
            PRINTER => self.printer = value.parse().map_err(sentence)?,
            CODE_PAGE => self.code_page = CodePage::parse(value).map_err(sentence)?,
            WIDTH => self.columns = Columns::parse(value).map_err(sentence)?,
            CASH_ROUNDING => self.rounding = CashRounding::parse(value).map_err(sentence)?,
            DRAWER => self.drawer = switch(value)?,
            PRINT_ALWAYS => self.print_always = switch(value)?,
            _ => {}
        }
        Ok(())
    }
}

/// Whether one of [`KEYS`] may have this value.
///
/// # Errors
/// A sentence that says what to write instead.
pub fn check(key: &str, value: &str) -> Result<(), String> {
    PaySettings::default().set(key, value)
}

fn sentence(error: impl std::error::Error) -> String {
    error.to_string()
}

fn switch(value: &str) -> Result<bool, String> {
    match value.trim() {
        "on" => Ok(true),
        "off" => Ok(false),
        other => Err(format!("\"{other}\" is neither on nor off")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn settings_are_read_and_wrong_ones_are_left_out() {
        let mut store = Store::in_memory().unwrap();
        assert_eq!(PaySettings::load(&mut store).unwrap(), PaySettings::default());
        for (key, value) in [
            (SHOP_NAME, "Corner shop"),
            (PRINTER, "network printer.local"),
            (CODE_PAGE, "pc437"),
            (WIDTH, "many"),
            (CASH_ROUNDING, "5"),
            (DRAWER, "on"),
            (PRINT_ALWAYS, "off"),
        ] {
            store.set_text(key, value).unwrap();
        }
        let settings = PaySettings::load(&mut store).unwrap();
        assert_eq!(settings.shop.name, "Corner shop");
        assert_eq!(settings.printer.to_string(), "network printer.local:9100");
        assert_eq!(settings.code_page, CodePage::Pc437);
        assert_eq!(settings.columns, Columns::default());
        assert_eq!(settings.rounding.step(), 5);
        assert!(settings.drawer && !settings.print_always);
    }

    #[test]
    fn each_wrong_value_is_said() {
        for (key, value) in [
            (PRINTER, "the big one"),
            (CODE_PAGE, "PC1"),
            (WIDTH, "40"),
            (CASH_ROUNDING, "0.05"),
            (DRAWER, "yes"),
            (PRINT_ALWAYS, ""),
        ] {
            assert!(check(key, value).unwrap_err().contains(value), "{key}");
        }
        assert_eq!(check(FOOT, "anything"), Ok(()));
    }
}
