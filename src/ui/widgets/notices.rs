//! Notices at the bottom of the stage; each stays until it is read.

use egui::{Align, CornerRadius, Rect, Ui, Vec2, pos2, vec2};

use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{self, Button, Weight, words};
use crate::widgets::icons::{self, Icon};
use till::{Command, Notice, NoticeKind, PayCommand};

/// Draws the notices, the newest lowest.
pub(crate) fn notices_ui(ui: &mut Ui, stage: Rect, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let width = (stage.width() - GRID * 6.0).min(720.0);
    let mut bottom = stage.bottom() - GRID * 3.0;
    for notice in screen.snapshot.notices.iter().rev() {
        bottom -= notice_ui(ui, pos2(stage.center().x, bottom), width, screen, notice, actions);
        bottom -= GRID;
    }
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
    let (ground, colour) = match notice.kind {
        NoticeKind::Info => (tokens.warn_soft, tokens.warn_text),
        NoticeKind::Problem => (tokens.error_soft, tokens.error_text),
    };
    let text = t.message(&notice.message);
    let words = words(&text, theme::regular(theme::BODY), tokens.text);
    let printing = notice.message.id == "problem-print";
    let text_width = width - 56.0 - 56.0 - if printing { 160.0 } else { 0.0 };
    let height = words.galley(ui.painter(), text_width, 4, Align::LEFT).size().y + GRID * 4.0;
    let rect =
        Rect::from_min_size(pos2(bottom.x - width / 2.0, bottom.y - height), vec2(width, height));
    let radius = CornerRadius::same(12);
    let edge = egui::Stroke::new(1.0, colour);
    ui.painter().rect(rect, radius, ground, edge, egui::StrokeKind::Inside);
    let sign = Rect::from_min_size(rect.min, vec2(56.0, rect.height()));
    icons::draw(ui.painter(), Icon::Alert, sign, 24.0, colour);
    let place = Rect::from_min_size(rect.min + vec2(56.0, GRID * 2.0), vec2(text_width, height));
    words.show_in(ui, place, 4);
    if printing {
        let label = t.text("print-again");
        let button = Button::new(&label);
        let size = vec2(button.width(ui), theme::TOUCH);
        let corner = pos2(rect.right() - 56.0 - size.x, rect.center().y - size.y / 2.0);
        if button.show_in(ui, Rect::from_min_size(corner, size), tokens).clicked() {
            actions.push(Command::Pay(PayCommand::PrintAgain).into());
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
