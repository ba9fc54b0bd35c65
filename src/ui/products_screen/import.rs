//! A CSV file before it is taken: its columns, what it would change, or which rows are wrong.

use egui::{Key, Modifiers, Rect, Ui, Vec2, pos2, vec2};

use super::import_rows::{bad_rows_ui, changes_ui};
use super::matching::{card_ui, matching_ui, state_ui};
use crate::action::{Action, FileWish};
use crate::keys;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{self, Button, FromTheRight, Weight, words};
use crate::widgets::form;
use crate::widgets::icons::{self, Icon};
use till::CatalogueCommand;
use till::catalogue::{ImportPlan, ImportState, ImportView};

/// Draws the preview over the whole place.
pub(super) fn import_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    import: &ImportView,
    listens: bool,
    actions: &mut Vec<Action>,
) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let rect = rect.shrink2(vec2(GRID * 3.0, GRID * 2.5));
    let title = t.with("import-title", [("file", import.file.as_str().into())]);
    let mut y = rect.top();
    y += words(&title, theme::strong(theme::TITLE), tokens.text).show_in(ui, rect, 1) + GRID;
    let foot = rect.with_min_y(rect.bottom() - theme::TOUCH);
    let body =
        Rect::from_min_max(pos2(rect.left(), y), pos2(rect.right(), foot.top() - GRID * 2.0));
    match &import.state {
        ImportState::Reading => {
            message_ui(ui, body, screen, Icon::Hourglass, &t.text("import-reading"));
        }
        ImportState::Unreadable(message) | ImportState::Failed(message) => {
            message_ui(ui, body, screen, Icon::Alert, &t.message(message));
        }
        ImportState::Refused(rows) => {
            let text = t.with("import-bad-rows", [("count", rows.len().into())]);
            let words = words(&text, theme::regular(theme::BODY), tokens.error_text);
            let used = words.show_in(ui, body, 2) + GRID * 1.5;
            bad_rows_ui(ui, card_ui(ui, body.with_min_y(body.top() + used), screen), screen, rows);
        }
        ImportState::Matching(file) => {
            let used = state_ui(ui, body, screen, file);
            matching_ui(ui, body.with_min_y(body.top() + used), screen, file, actions);
        }
        ImportState::Planned(plan) | ImportState::Writing(plan) => {
            plan_ui(ui, body, screen, import, plan, actions);
        }
    }
    foot_ui(ui, foot, screen, import, listens, actions);
}

/// The counts, the switch, and below them each change.
fn plan_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    import: &ImportView,
    plan: &ImportPlan,
    actions: &mut Vec<Action>,
) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let counts = [
        ("import-added", plan.added, (tokens.accent_text, tokens.accent_soft)),
        ("import-changed", plan.changed(), (tokens.warn_text, tokens.warn_soft)),
        ("import-unchanged", plan.unchanged, (tokens.muted, tokens.raised)),
        (
            "import-left-out",
            if import.replace { plan.left_out.len() } else { 0 },
            (tokens.error_text, tokens.error_soft),
        ),
    ];
    let mut x = rect.left();
    for (id, count, (colour, ground)) in counts {
        let text = t.with(id, [("count", count.into())]);
        x += form::chip_ui(ui, pos2(x, rect.top() + 18.0), &text, colour, ground) + GRID;
    }
    let mut y = rect.top() + 44.0;
    if !plan.left_out.is_empty() {
        let place = Rect::from_min_size(pos2(rect.left(), y), vec2(rect.width().min(760.0), 68.0));
        let hint = t.with("import-replace-hint", [("count", plan.left_out.len().into())]);
        let name = t.text("import-replace");
        let switched = controls::inside(ui, place, |ui| {
            form::switch_ui(ui, &name, &hint, import.replace, tokens)
        });
        if let Some(replace) = switched {
            actions.push(CatalogueCommand::SetReplace(replace).into());
        }
        y = place.bottom() + GRID;
    }
    let card = card_ui(ui, rect.with_min_y(y), screen);
    if plan.is_idle(import.replace) {
        message_ui(ui, card, screen, Icon::Check, &t.text("import-nothing"));
    } else {
        changes_ui(ui, card, screen, plan, import.replace);
    }
}

fn message_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, icon: Icon, text: &str) {
    let middle = Rect::from_center_size(rect.center() - vec2(0.0, 48.0), Vec2::splat(52.0));
    icons::draw(ui.painter(), icon, middle, 48.0, screen.tokens.muted);
    let width = rect.width().min(720.0);
    let below = Rect::from_min_size(
        pos2(rect.center().x - width / 2.0, middle.bottom() + GRID * 2.0),
        vec2(width, 160.0),
    );
    words(text, theme::regular(theme::NAME), screen.tokens.text).show_centred(ui, below, 4);
}

fn foot_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    import: &ImportView,
    listens: bool,
    actions: &mut Vec<Action>,
) {
    let t = screen.texts;
    let pressed = |ui: &Ui, modifiers, key| {
        listens && ui.input_mut(|input| input.consume_key(modifiers, key))
    };
    let (take, cancel, other) =
        (t.text("import-take"), t.text("import-cancel"), t.text("import-other"));
    let mut places = FromTheRight::of(rect);
    match &import.state {
        ImportState::Planned(plan) if !plan.is_idle(import.replace) => {
            let button = Button::new(&take).weight(Weight::Primary).key(keys::SAVE);
            let place = places.place(ui, &button);
            let asked = pressed(ui, Modifiers::COMMAND, Key::S)
                || pressed(ui, Modifiers::COMMAND, Key::Enter);
            if button.show_in(ui, place, screen.tokens).clicked() || asked {
                actions.push(CatalogueCommand::Import.into());
            }
        }
        ImportState::Matching(file) => {
            let review = t.text("import-review");
            let ready = file.matched.is_ready();
            let button =
                Button::new(&review).weight(Weight::Primary).key(keys::SAVE).enabled(ready);
            let place = places.place(ui, &button);
            let asked = pressed(ui, Modifiers::COMMAND, Key::S)
                || pressed(ui, Modifiers::COMMAND, Key::Enter);
            if ready && (button.show_in(ui, place, screen.tokens).clicked() || asked) {
                actions.push(CatalogueCommand::ReviewImport.into());
            } else if !ready {
                button.show_in(ui, place, screen.tokens);
            }
        }
        ImportState::Unreadable(_) | ImportState::Refused(_) | ImportState::Failed(_) => {
            let button = Button::new(&other).weight(Weight::Primary);
            let place = places.place(ui, &button);
            if button.show_in(ui, place, screen.tokens).clicked() {
                actions.push(Action::AskForFile(FileWish::ImportCatalogue));
            }
        }
        _ => {}
    }
    if matches!(import.state, ImportState::Planned(_)) && import.matched.is_some() {
        let back = t.text("import-back");
        let button = Button::new(&back);
        let place = places.place(ui, &button);
        if button.show_in(ui, place, screen.tokens).clicked() {
            actions.push(CatalogueCommand::MatchImport.into());
        }
    }
    let button = Button::new(&cancel).key(keys::BACK);
    let place = places.place(ui, &button);
    let clicked = button.show_in(ui, place, screen.tokens).clicked();
    if clicked || pressed(ui, Modifiers::NONE, Key::Escape) {
        actions.push(CatalogueCommand::CloseImport.into());
    }
}
