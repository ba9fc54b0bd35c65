//! The dialog that weighs a line (gross, container, net), and what the scale says at any time.

use egui::{Align, Id, Layout, Modal, Rect, RichText, Ui, pos2, vec2};

use super::state::Local;
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID, Tokens};
use crate::widgets::controls::{Button, Weight, words};
use crate::widgets::dialog;
use crate::widgets::icons::Icon;
use crate::widgets::scale_words::{kilograms, scale_text};
use devices::scale::{ScaleEvent, ScaleReading};
use domain::{Grams, WeighedBy, Weighing};
use till::{Command, WeighDialogView, WeighingCommand};

const WIDTH: f32 = 640.0;

fn is_trouble(event: &ScaleEvent) -> bool {
    matches!(
        event,
        ScaleEvent::Lost { .. } | ScaleEvent::Read(ScaleReading::Over | ScaleReading::Under)
    )
}

/// What the scale says, in the stage's lower margin.
pub(super) fn scale_ui(ui: &mut Ui, stage: Rect, screen: &Screen<'_>) {
    let event = &screen.snapshot.weighing.scale;
    let Some(reading) = scale_text(event, screen.texts) else { return };
    let tokens = screen.tokens;
    let (ground, colour) = if is_trouble(event) {
        (tokens.warn_soft, tokens.warn_text)
    } else {
        (tokens.surface, tokens.text)
    };
    let text = screen.texts.with("scale-says", [("reading", reading.into())]);
    let words = words(&text, theme::strong(theme::BODY), colour);
    let size = words.galley(ui.painter(), stage.width(), 1, Align::LEFT).size();
    // In the margin below the tiles, so that it covers none of them.
    let height = 22.0;
    let corner = pos2(stage.left() + GRID * 3.0, stage.bottom() - height - 1.0);
    let rect = Rect::from_min_size(corner, vec2(size.x + GRID * 4.0, height));
    let edge = egui::Stroke::new(1.0, tokens.line);
    ui.painter().rect(rect, 11, ground, edge, egui::StrokeKind::Inside);
    let place = Rect::from_min_size(
        pos2(rect.left() + GRID * 2.0, rect.center().y - size.y / 2.0),
        vec2(size.x + 1.0, size.y),
    );
    words.show_in(ui, place, 1);
}

/// Draws the dialog, while a line is being weighed.
pub(super) fn dialog_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    let Some(dialog) = &screen.snapshot.weighing.dialog else {
        local.weight_typed.clear();
        return;
    };
    let (t, tokens) = (screen.texts, screen.tokens);
    let modal = Modal::new(Id::unique("weighing")).frame(dialog::card_frame(ui, tokens)).show(
        ui.ctx(),
        |ui| {
            ui.set_width(WIDTH);
            let name = dialog.product.display_name(t.language().tag);
            let title = t.with("weigh-title", [("name", name.into())]);
            ui.label(RichText::new(title).font(theme::strong(theme::TITLE)));
            ui.add_space(GRID);
            sums_ui(ui, screen, dialog, &local.weight_typed);
            ui.add_space(GRID * 2.0);
            let entered = field_ui(ui, screen, local);
            ui.add_space(GRID * 2.0);
            containers_ui(ui, screen, dialog, actions);
            if let Some(problem) = &dialog.problem {
                ui.add_space(GRID);
                ui.label(RichText::new(t.message(problem)).color(tokens.error_text));
            }
            ui.add_space(GRID * 3.0);
            buttons_ui(ui, screen, entered, &local.weight_typed, actions);
        },
    );
    if dialog::closes(&modal) {
        actions.push(Command::Weighing(WeighingCommand::Close).into());
    }
}

/// What was typed, or else what the scale says.
fn gross(dialog: &WeighDialogView, typed: &str) -> Option<u32> {
    match typed.trim() {
        "" => dialog.gross,
        typed => Grams::parse_kg_or_g(typed).ok().map(Grams::get),
    }
}

/// What would be sold, by the rule that sells it.
fn net(gross: u32, tare: u32) -> Option<u32> {
    let gross = Grams::new(gross).ok()?;
    Weighing::new(gross, tare, WeighedBy::Typed).ok().map(|weighing| weighing.net().get())
}

/// Gross, container and net, side by side; the net weight is what the customer pays.
fn sums_ui(ui: &mut Ui, screen: &Screen<'_>, dialog: &WeighDialogView, typed: &str) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let shown = |grams: Option<u32>| grams.map_or_else(|| "–".to_owned(), |g| kilograms(g, t));
    let gross = gross(dialog, typed);
    let net = gross.and_then(|gross| net(gross, dialog.tare));
    let columns = [
        ("weigh-gross", shown(gross), theme::NAME, tokens.text),
        ("weigh-tare", shown(Some(dialog.tare)), theme::NAME, tokens.text),
        ("weigh-net", shown(net), theme::TITLE, tokens.accent_text),
    ];
    ui.columns(3, |cells| {
        for (cell, (id, value, size, colour)) in cells.iter_mut().zip(columns) {
            let name = t.text(id);
            cell.label(RichText::new(name).font(theme::regular(theme::BODY)).color(tokens.muted));
            cell.label(RichText::new(value).font(theme::strong(size)).color(colour));
        }
    });
    let says = match scale_text(&screen.snapshot.weighing.scale, t) {
        Some(_) if dialog.on_scale && typed.trim().is_empty() => t.text("weigh-by-scale"),
        Some(reading) => t.with("scale-says", [("reading", reading.into())]),
        None => t.text("weigh-by-hand"),
    };
    ui.label(RichText::new(says).color(tokens.muted));
}

/// The field for a weight by hand; returns whether Enter was pressed.
fn field_ui(ui: &mut Ui, screen: &Screen<'_>, local: &mut Local) -> bool {
    let label = screen.texts.text("weigh-typed");
    let id = Id::unique("typed weight");
    dialog::number_ui(ui, id, label, &mut local.weight_typed, screen.tokens).1
}

fn containers_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    dialog: &WeighDialogView,
    actions: &mut Vec<Action>,
) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let mut set =
        |grams: u32| actions.push(Command::Weighing(WeighingCommand::SetTare(grams)).into());
    let mut take = false;
    ui.horizontal_wrapped(|ui| {
        let none = t.text("weigh-no-tare");
        if chosen(Button::new(&none), dialog.tare == 0).show(ui, tokens).clicked() {
            set(0);
        }
        for preset in &screen.snapshot.weighing.tares {
            let args = [("name", preset.name.as_str().into()), ("grams", preset.grams.into())];
            let label = t.with("weigh-preset", args);
            let button = chosen(Button::new(&label), dialog.tare == preset.grams);
            if button.show(ui, tokens).clicked() {
                set(preset.grams);
            }
        }
        if screen.snapshot.weighing.scale != ScaleEvent::None {
            let label = t.text("weigh-take-tare");
            let reads =
                matches!(screen.snapshot.weighing.scale, ScaleEvent::Read(ScaleReading::Stable(_)));
            take = Button::new(&label).enabled(reads).show(ui, tokens).clicked();
        }
    });
    if take {
        actions.push(Command::Weighing(WeighingCommand::TakeTare).into());
    }
}

/// The container that counts is filled in.
fn chosen(button: Button<'_>, is_chosen: bool) -> Button<'_> {
    if is_chosen { button.icon(Icon::Check) } else { button }
}

fn buttons_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    entered: bool,
    typed: &str,
    actions: &mut Vec<Action>,
) {
    let (t, tokens): (_, &Tokens) = (screen.texts, screen.tokens);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let take = t.text("weigh-accept");
        let take = Button::new(&take).weight(Weight::Primary).key("Enter");
        if take.show(ui, tokens).clicked() || entered {
            actions.push(Command::Weighing(WeighingCommand::Accept(typed.to_owned())).into());
        }
        let cancel = t.text("weigh-cancel");
        if Button::new(&cancel).key("Esc").show(ui, tokens).clicked() {
            actions.push(Command::Weighing(WeighingCommand::Close).into());
        }
    });
}
