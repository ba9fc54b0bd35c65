//! What a shop chooses about paying, receipts and the printer, read from its settings.

use super::settings::SettingValues;
use devices::PrinterAddress;
use domain::CashRounding;
use domain::settings::{
    CASH_ROUNDING, CODE_PAGE, DRAWER, PRINT_AUTOMATICALLY, PRINTER, PRINTER_WIDTH, RECEIPT_ADDRESS,
    RECEIPT_FOOT, RECEIPT_SHOP_NAME, RECEIPT_TAX_ID, Setting,
};
use receipt::{CodePage, Columns, ShopHead};

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
    /// What the values mean; they were checked when they were read.
    pub fn of(values: &SettingValues) -> Self {
        let text = |setting| values.text(setting).trim().to_owned();
        Self {
            shop: ShopHead {
                name: text(&RECEIPT_SHOP_NAME),
                address: text(&RECEIPT_ADDRESS),
                tax_id: text(&RECEIPT_TAX_ID),
                foot: text(&RECEIPT_FOOT),
            },
            printer: values.text(&PRINTER).parse().unwrap_or_default(),
            code_page: CodePage::parse(values.text(&CODE_PAGE)).unwrap_or_default(),
            columns: Columns::parse(values.text(&PRINTER_WIDTH)).unwrap_or_default(),
            rounding: CashRounding::parse(values.text(&CASH_ROUNDING))
                .unwrap_or(CashRounding::NONE),
            drawer: values.is_on(&DRAWER),
            print_always: values.is_on(&PRINT_AUTOMATICALLY),
        }
    }

    /// Whether a setting is one of these.
    pub(super) fn knows(setting: &Setting) -> bool {
        [
            &RECEIPT_SHOP_NAME,
            &RECEIPT_ADDRESS,
            &RECEIPT_TAX_ID,
            &RECEIPT_FOOT,
            &PRINTER,
            &CODE_PAGE,
            &PRINTER_WIDTH,
            &CASH_ROUNDING,
            &DRAWER,
            &PRINT_AUTOMATICALLY,
        ]
        .contains(&setting)
    }

    /// Whether there is a printer.
    pub fn prints(&self) -> bool {
        self.printer != PrinterAddress::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::check;
    use store::Store;

    fn load(store: &mut Store) -> PaySettings {
        PaySettings::of(&SettingValues::read(|setting| store.text(setting)).unwrap())
    }

    #[test]
    fn settings_are_read_and_wrong_ones_are_left_out() {
        let mut store = Store::in_memory().unwrap();
        assert_eq!(load(&mut store), PaySettings::default());
        for (setting, value) in [
            (&RECEIPT_SHOP_NAME, "Corner shop"),
            (&PRINTER, "network printer.local"),
            (&CODE_PAGE, "pc437"),
            (&PRINTER_WIDTH, "many"),
            (&CASH_ROUNDING, "5"),
            (&DRAWER, "on"),
            (&PRINT_AUTOMATICALLY, "off"),
        ] {
            store.set_text(setting, value).unwrap();
        }
        let settings = load(&mut store);
        assert_eq!(settings.shop.name, "Corner shop");
        assert_eq!(settings.printer.to_string(), "network printer.local:9100");
        assert_eq!(settings.code_page, CodePage::Pc437);
        assert_eq!(settings.columns, Columns::default());
        assert_eq!(settings.rounding.step(), 5);
        assert!(settings.drawer && !settings.print_always);
    }

    #[test]
    fn each_wrong_value_is_said() {
        for (setting, value, problem) in [
            (&PRINTER, "the big one", "setting-printer-bad"),
            (&CODE_PAGE, "PC1", "setting-code-page-bad"),
            (&PRINTER_WIDTH, "40", "setting-width-bad"),
            (&CASH_ROUNDING, "0.05", "setting-rounding-bad"),
            (&DRAWER, "yes", "setting-not-a-switch"),
            (&PRINT_AUTOMATICALLY, "", "setting-not-a-switch"),
        ] {
            assert_eq!(check(setting, value).unwrap_err().id, problem);
        }
        assert_eq!(check(&RECEIPT_FOOT, "anything"), Ok(()));
    }
}
