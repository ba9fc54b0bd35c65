//! Notices at the bottom of the stage. What was done leaves by itself, all else stays until it is read.

use std::time::Duration;

use egui::{Align, CornerRadius, Id, Rect, Ui, Vec2, pos2, vec2};

use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{self, Button, Weight, words};
use crate::widgets::icons::{self, Icon};
use till::{CartCommand, Command, Notice, NoticeKind, PayCommand};

/// How long what was done stays in sight, in seconds.
const STAYS: f64 = 8.0;
const WIDEST: f32 = 720.0;
/// From a notice's edge to its text: the sign on the left, what closes it on the right.
const SIDE: f32 = 56.0;

/// How much of the stage the notices take at its bottom: nothing stands below them.
pub(crate) fn notices_height(ui: &Ui, stage: Rect, screen: &Screen<'_>) -> f32 {
    let notices = &screen.snapshot.notices;
    let height = |notice| height_of(ui, width_on(stage), screen, notice) + GRID;
    let all: f32 = notices.iter().map(height).sum();
    if notices.is_empty() { 0.0 } else { all + GRID * 2.0 }
}

fn width_on(stage: Rect) -> f32 {
    (stage.width() - GRID * 6.0).min(WIDEST)
}

/// Puts away what was done once it was in sight for long enough, by the time of the window's frames.
fn leave_by_itself(ui: &Ui, notice: &Notice, actions: &mut Vec<Action>) {
    if notice.kind != NoticeKind::Done {
        return;
    }
    let id = Id::unique(("notice shown at", notice.id));
    let now = ui.input(|input| input.time);
    let since = ui.data_mut(|data| *data.get_temp_mut_or(id, now));
    let left = STAYS - (now - since);
    if left <= 0.0 {
        actions.push(Command::ClearNotice(notice.id).into());
    } else {
        ui.ctx().request_repaint_after(Duration::from_secs_f64(left));
    }
}

/// Draws the notices, the newest lowest.
pub(crate) fn notices_ui(ui: &mut Ui, stage: Rect, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let width = width_on(stage);
    let mut bottom = stage.bottom() - GRID * 3.0;
    for notice in &screen.snapshot.notices {
        leave_by_itself(ui, notice, actions);
    }
    for notice in screen.snapshot.notices.iter().rev() {
        bottom -= notice_ui(ui, pos2(stage.center().x, bottom), width, screen, notice, actions);
        bottom -= GRID;
    }
}

/// What can be done about it at once: what its button says, and does.
fn offered(notice: &Notice) -> Option<(&'static str, Command)> {
    match notice.message.id {
        "problem-print" => Some(("print-again", Command::Pay(PayCommand::PrintAgain))),
        "line-voided" => Some(("void-take-back", Command::Cart(CartCommand::TakeBackVoid))),
        _ => None,
    }
}

fn text_width(width: f32, notice: &Notice) -> f32 {
    width - SIDE * 2.0 - if offered(notice).is_some() { 160.0 } else { 0.0 }
}

fn height_of(ui: &Ui, width: f32, screen: &Screen<'_>, notice: &Notice) -> f32 {
    let text = screen.texts.message(&notice.message);
    let words = words(&text, theme::regular(theme::BODY), screen.tokens.text);
    let width = text_width(width, notice);
    let least = if offered(notice).is_some() { theme::TOUCH + GRID * 2.0 } else { 0.0 };
    (words.galley(ui.painter(), width, 4, Align::LEFT).size().y + GRID * 4.0).max(least)
}

fn notice_ui(
    ui: &mut Ui,
    bottom: egui::Pos2,
    width: f32,
    screen: &Screen<'_>,
    notice: &Notice,
    actions: &mut Vec<Action>,
) -> f32 {
    let (t, tokens) = (screen.texts, screen.tokens);
    let (ground, colour, icon) = match notice.kind {
        NoticeKind::Done => (tokens.accent_soft, tokens.accent_text, Icon::Check),
        NoticeKind::Info => (tokens.warn_soft, tokens.warn_text, Icon::Alert),
        NoticeKind::Problem => (tokens.error_soft, tokens.error_text, Icon::Alert),
    };
    let text = t.message(&notice.message);
    let words = words(&text, theme::regular(theme::BODY), tokens.text);
    let text_width = text_width(width, notice);
    let height = height_of(ui, width, screen, notice);
    let rect =
        Rect::from_min_size(pos2(bottom.x - width / 2.0, bottom.y - height), vec2(width, height));
    let radius = CornerRadius::same(12);
    let edge = egui::Stroke::new(1.0, colour);
    ui.painter().rect(rect, radius, ground, edge, egui::StrokeKind::Inside);
    let sign = Rect::from_min_size(rect.min, vec2(SIDE, rect.height()));
    icons::draw(ui.painter(), icon, sign, 24.0, colour);
    let above = words.galley(ui.painter(), text_width, 4, Align::LEFT).size().y / 2.0;
    let corner = pos2(rect.left() + SIDE, rect.center().y - above);
    let place = Rect::from_min_size(corner, vec2(text_width, height));
    words.show_in(ui, place, 4);
    if let Some((id, command)) = offered(notice) {
        let label = t.text(id);
        let button = Button::new(&label);
        let size = vec2(button.width(ui), theme::TOUCH);
        let corner = pos2(rect.right() - SIDE - size.x, rect.center().y - size.y / 2.0);
        if button.show_in(ui, Rect::from_min_size(corner, size), tokens).clicked() {
            actions.push(command.into());
        }
    }
    let corner = pos2(rect.right() - 50.0, rect.center().y - 22.0);
    let close = Rect::from_min_size(corner, Vec2::splat(44.0));
    let label = t.text("notice-close");
    if controls::icon_button(ui, close, Icon::Close, &label, Weight::Quiet, tokens).clicked() {
        actions.push(Command::ClearNotice(notice.id).into());
    }
    height
}
