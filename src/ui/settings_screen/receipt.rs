//! Receipts: what they say at the end, the printer that they come from, and the drawer at it.

use egui::{Popup, ScrollArea, Ui};

use super::rows::{card_ui, choice_ui, named, switch_ui, text_ui};
use super::state::Local;
use crate::action::Action;
use crate::screen::Screen;
use crate::widgets::controls::Button;
use crate::widgets::form;
use crate::widgets::icons::Icon;
use domain::settings::{
    CODE_PAGE, DRAWER, PRINT_AUTOMATICALLY, PRINTER, PRINTER_WIDTH, RECEIPT_FOOT,
};
use till::settings::code_page_names;
use till::{Command, PayCommand, SettingsCommand};

/// Columns that paper has: of 58 mm, and of 80 mm at 180 and at 203 dots an inch.
const WIDTHS: [&str; 3] = ["32", "42", "48"];

/// Draws the section.
pub(super) fn receipt_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    card_ui(ui, screen, "settings-receipt", |ui| {
        let foot = named("settings-receipt-foot").hint("settings-receipt-foot-hint");
        text_ui(ui, screen, local, &RECEIPT_FOOT, &foot.rows(3), actions);
        let always = named("settings-print-always");
        switch_ui(ui, screen, &PRINT_AUTOMATICALLY, &always, actions);
    });
    card_ui(ui, screen, "settings-printer", |ui| {
        let printer = named("settings-printer-where").hint("settings-printer-where-hint");
        text_ui(ui, screen, local, &PRINTER, &printer, actions);
        code_page_ui(ui, screen, actions);
        let t = screen.texts;
        let widths = WIDTHS
            .map(|width| (width.to_owned(), t.with("settings-columns", [("count", width.into())])));
        let width = named("settings-printer-width").hint("settings-printer-width-hint");
        choice_ui(ui, screen, &PRINTER_WIDTH, &width, &widths, actions);
        let drawer = named("settings-drawer").hint("settings-drawer-hint");
        switch_ui(ui, screen, &DRAWER, &drawer, actions);
        ui.horizontal_wrapped(|ui| {
            let tries = [
                ("settings-try-printer", PayCommand::TryPrinter),
                ("settings-try-drawer", PayCommand::OpenDrawer),
            ];
            for (id, command) in tries {
                let label = t.text(id);
                if Button::new(&label).icon(Icon::Play).show(ui, screen.tokens).clicked() {
                    actions.push(Command::Pay(command).into());
                }
            }
        });
    });
}

fn code_page_ui(ui: &mut Ui, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let name = t.text("settings-code-page");
    let kept = screen.snapshot.settings.values.text(&CODE_PAGE);
    let shown = format!("{name}: {kept}");
    let button = Button::new(&shown).icon(Icon::ChevronDown).show(ui, tokens);
    Popup::menu(&button).show(|ui| {
        ui.set_min_width(220.0);
        ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
            for page in code_page_names() {
                if ui.selectable_label(page == kept, page).clicked() {
                    actions.push(SettingsCommand::Set(&CODE_PAGE, page.to_owned()).into());
                }
            }
        });
    });
    form::explanation_ui(ui, &t.text("settings-code-page-hint"), tokens);
}
