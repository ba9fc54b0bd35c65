//! The newest receipts, and a field for the number of any other.

use egui::{CornerRadius, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::card::send;
use super::state::PayLocal;
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID, RADIUS};
use crate::widgets::controls::{self, words};
use texts::format;
use till::{DealSummary, PayCommand, ReceiptsView};

const ROW: f32 = 52.0;
const PAD: f32 = 268.0;

/// Draws the list and, below it, the pad.
pub(super) fn list_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut PayLocal,
    view: &ReceiptsView,
    actions: &mut Vec<Action>,
) {
    let pad = rect.with_min_y(rect.bottom() - PAD);
    let list = rect.with_max_y(pad.top() - GRID * 2.0);
    let label = screen.texts.text("receipts-number");
    local.typed.show(ui, pad, screen, &label);
    if view.newest.is_empty() {
        let none = screen.texts.text("receipts-none");
        words(&none, theme::regular(theme::BODY), screen.tokens.muted).show_in(ui, list, 3);
        return;
    }
    controls::inside(ui, list, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 4.0);
        let rows = view.newest.len();
        let area = ScrollArea::vertical().id_salt("receipt list").auto_shrink(false);
        area.show_rows(ui, ROW, rows, |ui, range| {
            for summary in view.newest.get(range).unwrap_or_default() {
                let shown = view.shown.as_ref().map(|shown| shown.number);
                let number = summary.recorded.number;
                if row_ui(ui, screen, summary, shown == Some(number)) {
                    send(actions, PayCommand::Look(number));
                }
            }
        });
    });
}

/// The receipt that is this many places further down the list.
pub(super) fn neighbour(view: &ReceiptsView, step: isize) -> Option<i64> {
    let shown = view.shown.as_ref().map(|shown| shown.number);
    let numbers = || view.newest.iter().map(|summary| summary.recorded.number);
    let at = numbers().position(|number| Some(number) == shown);
    let next = at.map_or(Some(0), |at| at.checked_add_signed(step))?;
    numbers().nth(next)
}

fn row_ui(ui: &mut Ui, screen: &Screen<'_>, summary: &DealSummary, chosen: bool) -> bool {
    let (t, tokens) = (screen.texts, screen.tokens);
    let size = vec2(ui.available_width() - GRID, ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let time = format::moment_of_the_year(summary.recorded.at);
    let amount = format::money(summary.gross, t.language());
    let number = match summary.refund_of {
        Some(_) => t.with("receipts-refund", [("number", summary.recorded.number.into())]),
        None => t.with("receipts-sale", [("number", summary.recorded.number.into())]),
    };
    let label = format!("{number}, {time}, {amount}");
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &label));
    let fill = match (chosen, response.hovered()) {
        (true, _) => tokens.accent_soft,
        (false, true) => tokens.raised,
        (false, false) => tokens.surface,
    };
    ui.painter().rect_filled(rect, CornerRadius::same(RADIUS), fill);
    controls::focus_ring(ui.painter(), rect, &response, tokens);
    let painter = ui.painter();
    let left = pos2(rect.left() + GRID * 1.5, rect.center().y);
    let up = |at: egui::Pos2, by: f32| pos2(at.x, at.y + by);
    let name = theme::strong(theme::BODY);
    painter.text(up(left, -10.0), egui::Align2::LEFT_CENTER, &number, name.clone(), tokens.text);
    let small = theme::regular(theme::SMALL);
    painter.text(up(left, 12.0), egui::Align2::LEFT_CENTER, &time, small, tokens.muted);
    let right = pos2(rect.right() - GRID * 1.5, rect.center().y);
    painter.text(right, egui::Align2::RIGHT_CENTER, &amount, name, tokens.text);
    response.clicked()
}
