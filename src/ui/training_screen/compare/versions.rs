//! The list of versions, and what can be done with the chosen one.

use egui::{CornerRadius, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::state::Dialog;
use super::state::Local;
use crate::action::{Action, FileWish};
use crate::screen::Screen;
use crate::theme::{self, GRID, RADIUS};
use crate::widgets::controls::{self, Button, Weight, words};
use crate::widgets::form;
use crate::widgets::icons::Icon;
use teach::{CompareCommand, TeachCommand, VersionCard};
use texts::format;
use till::{Command, ModelCommand};

/// Height of a version in the list, in points.
const ROW: f32 = 84.0;
const MIB: f64 = 1024.0 * 1024.0;

/// Draws list and buttons.
pub(super) fn versions_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    let view = &screen.teaching.compare;
    let all = ui.max_rect();
    head_ui(ui, all.with_max_y(all.top() + theme::TOUCH), screen, actions);
    let buttons = theme::TOUCH * 3.0 + GRID * 3.0;
    let list = all.with_min_y(all.top() + theme::TOUCH + GRID).with_max_y(all.bottom() - buttons);
    controls::inside(ui, list, |ui| {
        let area = ScrollArea::vertical().id_salt("versions").auto_shrink([false, false]);
        area.show(ui, |ui| {
            for card in view.versions.iter() {
                if version_ui(ui, screen, card, view.chosen.as_ref() == Some(&card.name)) {
                    actions.push(compare(CompareCommand::Choose(card.name.clone())));
                    local.cell = None;
                }
            }
            for why in &view.damaged {
                form::problem_ui(ui, &screen.texts.message(why), screen.tokens);
            }
        });
    });
    let place = all.with_min_y(all.bottom() - buttons + GRID);
    controls::inside(ui, place, |ui| buttons_ui(ui, screen, local, actions));
}

fn compare(command: CompareCommand) -> Action {
    TeachCommand::Compare(command).into()
}

fn head_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let title = t.text("compare-versions");
    let place = rect.with_min_y(rect.top() + GRID);
    words(&title, theme::strong(theme::NAME), tokens.text).show_in(ui, place, 1);
    let import = t.text("compare-import");
    let button =
        Button::new(&import).icon(Icon::Download).enabled(!screen.teaching.compare.working);
    let size = vec2(button.width(ui), theme::TOUCH);
    let place = Rect::from_min_size(pos2(rect.right() - size.x, rect.top()), size);
    if button.show_in(ui, place, tokens).clicked() {
        actions.push(Action::AskForFile(FileWish::ImportVersion));
    }
}

/// Draws a version; returns whether it was chosen.
fn version_ui(ui: &mut Ui, screen: &Screen<'_>, card: &VersionCard, chosen: bool) -> bool {
    let (t, tokens) = (screen.texts, screen.tokens);
    let size = vec2(ui.available_width() - GRID, ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &card.name));
    let (fill, edge) = if chosen {
        (tokens.accent_soft, tokens.accent_text)
    } else if response.hovered() {
        (tokens.raised, tokens.edge)
    } else {
        (tokens.surface, tokens.line)
    };
    let stroke = egui::Stroke::new(if chosen { 2.0 } else { 1.0 }, edge);
    let radius = CornerRadius::same(RADIUS);
    ui.painter().rect(rect, radius, fill, stroke, egui::StrokeKind::Inside);
    controls::focus_ring(ui.painter(), rect, &response, tokens);
    let inner = rect.shrink2(vec2(GRID * 1.5, GRID));
    let mut room = inner.right();
    if card.sells {
        let text = t.text("compare-sells");
        let font = theme::strong(theme::SMALL);
        let width = words(&text, font, tokens.text)
            .galley(ui.painter(), f32::INFINITY, 1, egui::Align::LEFT)
            .size()
            .x
            + GRID * 2.5;
        let left = pos2(inner.right() - width, inner.top() + 12.0);
        form::chip_ui(ui, left, &text, tokens.on_accent, tokens.accent);
        room = left.x - GRID;
    }
    let painter = ui.painter();
    let name = words(&card.name, theme::strong(theme::BODY), tokens.text);
    let galley = name.galley(painter, room - inner.left(), 1, egui::Align::LEFT);
    painter.galley(inner.min, galley, tokens.text);
    let about = [about(screen, card), origin(screen, card)];
    for (line, text) in about.iter().enumerate() {
        let words = words(text, theme::regular(theme::SMALL), tokens.muted);
        let galley = words.galley(painter, inner.width(), 1, egui::Align::LEFT);
        let top = inner.top() + 27.0 + 20.0 * line as f32;
        painter.galley(pos2(inner.left(), top), galley, tokens.muted);
    }
    response.on_hover_text(&card.notes).clicked()
}

/// Such as "23 Nov 2026 · 18 MB · 81 products".
fn about(screen: &Screen<'_>, card: &VersionCard) -> String {
    let t = screen.texts;
    let mut parts: Vec<String> = card.created.map(format::moment).into_iter().collect();
    let mib = format!("{:.0}", card.bytes as f64 / MIB);
    parts.push(t.with("compare-size", [("mib", mib.into())]));
    parts.push(t.with("compare-products", [("count", card.products.into())]));
    parts.join(" · ")
}

/// What was measured at the training, the note, or where it came from.
fn origin(screen: &Screen<'_>, card: &VersionCard) -> String {
    let t = screen.texts;
    let mut parts = Vec::new();
    if let Some(share) = card.top1 {
        let share = format::percent(share);
        parts.push(t.with("compare-at-training", [("share", share.into())]));
    }
    if card.shipped {
        parts.push(t.text("compare-shipped"));
    }
    if !card.notes.is_empty() {
        parts.push(card.notes.clone());
    }
    parts.join(" · ")
}

fn buttons_ui(ui: &mut Ui, screen: &Screen<'_>, local: &mut Local, actions: &mut Vec<Action>) {
    let (t, tokens, view) = (screen.texts, screen.tokens, &screen.teaching.compare);
    let changing = screen.snapshot.promotion.changing;
    let Some(card) = view.chosen_card() else { return };
    let promote = t.text(if changing { "compare-changing" } else { "compare-promote" });
    let button = Button::new(&promote).weight(Weight::Primary).enabled(!card.sells && !changing);
    if wide(ui, &button, screen).clicked() && !card.sells {
        actions.push(compare(CompareCommand::AskPromotion(card.name.clone())));
    }
    let back = match &view.previous {
        Some(name) => t.with("compare-roll-back", [("name", name.as_str().into())]),
        None => t.text("compare-no-roll-back"),
    };
    let enabled = view.previous.is_some() && !changing;
    let button = Button::new(&back).icon(Icon::Undo).enabled(enabled);
    if wide(ui, &button, screen).clicked() && enabled {
        actions.push(Command::Model(ModelCommand::RollBack).into());
    }
    ui.horizontal(|ui| {
        let (notes, export) = (t.text("compare-notes"), t.text("compare-export"));
        let delete = t.text("compare-delete");
        let own = !card.shipped && !view.working;
        if Button::new(&notes).enabled(own).show(ui, tokens).clicked() && own {
            let (version, text) = (card.name.clone(), card.notes.clone());
            local.dialog = Some(Dialog::Notes { version, text });
        }
        let button = Button::new(&export).enabled(!view.working);
        if button.show(ui, tokens).clicked() && !view.working {
            actions.push(Action::AskForFile(FileWish::ExportVersion));
        }
        let may = own && !card.sells;
        if Button::new(&delete).enabled(may).show(ui, tokens).clicked() && may {
            local.dialog = Some(Dialog::Delete { version: card.name.clone() });
        }
    });
}

/// A button as wide as the list.
fn wide(ui: &mut Ui, button: &Button<'_>, screen: &Screen<'_>) -> egui::Response {
    let size = vec2(ui.available_width() - GRID, theme::TOUCH);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    button.show_in(ui, rect, screen.tokens)
}
