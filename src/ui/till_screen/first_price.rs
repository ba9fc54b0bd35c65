//! The dialog that asks what a product costs which was taught without a price.

use egui::{Align, Id, Layout, Modal, RichText, Ui};

use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{Button, Weight};
use crate::widgets::{dialog, form};
use domain::{LineId, Money, Unit, UnitPrice};
use till::{CartCommand, Command, PriceDialogView};

const WIDTH: f32 = 560.0;

/// What is typed for a product.
#[derive(Default)]
pub(super) struct FirstPrice {
    line: Option<LineId>,
    typed: String,
    by_weight: bool,
    /// The text that says what is wrong with what was typed.
    problem: Option<&'static str>,
}

/// Draws the dialog, while a price is asked for and nobody is asked for approval of one.
pub(super) fn dialog_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    typed: &mut FirstPrice,
    actions: &mut Vec<Action>,
) {
    let snapshot = screen.snapshot;
    let Some(asked) = &snapshot.pricing else {
        *typed = FirstPrice::default();
        return;
    };
    if snapshot.people.approval.is_some()
        || snapshot.weighing.dialog.is_some()
        || snapshot.code.unknown.is_some()
    {
        return;
    }
    if typed.line != Some(asked.line) {
        *typed = FirstPrice { line: Some(asked.line), ..FirstPrice::default() };
    }
    let (t, tokens) = (screen.texts, screen.tokens);
    let frame = dialog::card_frame(ui, tokens);
    let modal = Modal::new(Id::unique("first price")).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(WIDTH);
        let name = asked.product.display_name(t.language().tag);
        let title = t.with("first-price-title", [("name", name.into())]);
        ui.label(RichText::new(title).font(theme::strong(theme::TITLE)));
        let hint = if asked.is_kept { "first-price-kept" } else { "first-price-once" };
        ui.label(RichText::new(t.text(hint)).color(tokens.muted));
        ui.add_space(GRID * 2.0);
        let entered = field_ui(ui, screen, typed);
        ui.add_space(GRID * 2.0);
        let units = [t.text("product-per-piece"), t.text("product-per-kg")];
        let chosen = usize::from(typed.by_weight);
        let unit = t.text("product-unit");
        if let Some(place) = form::choice_ui(ui, &unit, &units, Some(chosen), tokens) {
            typed.by_weight = place == 1;
        }
        if let Some(problem) = typed.problem {
            ui.add_space(GRID);
            ui.label(RichText::new(t.text(problem)).color(tokens.error_text));
        }
        ui.add_space(GRID * 3.0);
        buttons_ui(ui, screen, asked, entered, typed, actions);
    });
    if dialog::closes(&modal) {
        actions.push(Command::Cart(CartCommand::ClosePrice).into());
    }
}

/// The field for the price; returns whether Enter was pressed.
fn field_ui(ui: &mut Ui, screen: &Screen<'_>, typed: &mut FirstPrice) -> bool {
    let currency = screen.snapshot.cart.currency.code();
    let label = screen.texts.with("product-price-in", [("currency", currency.into())]);
    let id = Id::unique("typed first price");
    let (field, entered) = dialog::number_ui(ui, id, label, &mut typed.typed, screen.tokens);
    if field.changed() {
        typed.problem = None;
    }
    entered
}

fn buttons_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    asked: &PriceDialogView,
    entered: bool,
    typed: &mut FirstPrice,
    actions: &mut Vec<Action>,
) {
    let (t, tokens) = (screen.texts, screen.tokens);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let take = t.text("first-price-take");
        let take = Button::new(&take).weight(Weight::Primary).key("Enter");
        if take.show(ui, tokens).clicked() || entered {
            let unit = if typed.by_weight { Unit::Kg } else { Unit::Piece };
            match Money::parse(&typed.typed, screen.snapshot.cart.currency) {
                Ok(price) if !price.is_negative() => {
                    let price = UnitPrice::new(price, unit);
                    actions.push(Command::Cart(CartCommand::FirstPrice(asked.line, price)).into());
                }
                _ => typed.problem = Some("terms-no-price"),
            }
        }
        let later = t.text("first-price-later");
        if Button::new(&later).key("Esc").show(ui, tokens).clicked() {
            actions.push(Command::Cart(CartCommand::ClosePrice).into());
        }
    });
}
