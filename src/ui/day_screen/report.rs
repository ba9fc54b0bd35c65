//! The day so far, and the days that were closed: their reports, and the files made of them.

use std::sync::Arc;

use egui::{Rect, RichText, Ui, vec2};

use super::page::page_ui;
use super::report_paper;
use super::state::DayLocal;
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{self, Button, words};
use domain::{DayReport, Message};
use texts::day_report::{self, Row};
use texts::format;
use till::{Command, DayCommand, PayCommand};

/// Columns of a report saved as text: what a receipt printer of 80 mm has.
const COLUMNS: usize = 48;
/// Height of a row, in points.
const ROW: f32 = 34.0;

/// The X report of the open day.
pub(super) fn today_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let Some(book) = &screen.snapshot.day.book else {
        return;
    };
    page_ui(ui, rect, "today", |ui| match &book.x_report {
        Ok(Some(report)) => report_ui(ui, screen, report, actions),
        Ok(None) => quiet_ui(ui, screen, "day-closed"),
        Err(why) => {
            let problem = Message::new("problem-day").because(why.clone());
            let text = screen.texts.message(&problem);
            ui.label(RichText::new(text).color(screen.tokens.error_text));
        }
    });
}

/// The closed days, or the one that is looked at.
pub(super) fn earlier_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut DayLocal,
    actions: &mut Vec<Action>,
) {
    let Some(book) = &screen.snapshot.day.book else {
        return;
    };
    let shown = local.earlier.and_then(|place| book.closed.get(place));
    page_ui(ui, rect, if shown.is_some() { "z report" } else { "earlier" }, |ui| {
        if let Some(report) = shown {
            let back = screen.texts.text("day-back");
            if Button::new(&back).show(ui, screen.tokens).clicked() {
                local.earlier = None;
            }
            if screen.snapshot.day.closed.as_deref() == Some(report) {
                quiet_ui(ui, screen, "count-done");
            }
            return report_ui(ui, screen, report, actions);
        }
        if book.closed.is_empty() {
            quiet_ui(ui, screen, "day-no-earlier");
        }
        for (place, report) in book.closed.iter().enumerate() {
            if closed_row_ui(ui, screen, report) {
                local.earlier = Some(place);
            }
        }
    });
}

fn quiet_ui(ui: &mut Ui, screen: &Screen<'_>, id: &str) {
    ui.label(RichText::new(screen.texts.text(id)).color(screen.tokens.muted));
}

/// A closed day in the list; returns whether it is to be shown.
fn closed_row_ui(ui: &mut Ui, screen: &Screen<'_>, report: &DayReport) -> bool {
    let (t, tokens) = (screen.texts, screen.tokens);
    let number = report.z_number.unwrap_or_default();
    let name = t.with("day-z-row", [("number", number.into())]);
    let when = report.at.parse().map_or_else(|_| report.at.clone(), format::moment);
    let money = |minor| format::money(report.money(minor), t.language());
    let gross = money(report.sold.gross);
    let label = format!("{name}   {when}");
    let (rect, mut row) = controls::row(ui, theme::TOUCH);
    let ui = &mut row;
    let response = controls::choice_ui(ui, rect, &label, false, tokens);
    let end = rect.right_center() - vec2(GRID * 2.0, 0.0);
    words(&gross, theme::strong(theme::BODY), tokens.text).show_right(ui, end);
    response.clicked()
}

/// A report and what can be made of it.
fn report_ui(ui: &mut Ui, screen: &Screen<'_>, report: &DayReport, actions: &mut Vec<Action>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let title = day_report::title(report, t);
    ui.horizontal(|ui| {
        ui.label(RichText::new(&title).font(theme::strong(theme::TITLE)).color(tokens.text));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let (csv, text) = (t.text("day-save-csv"), t.text("day-save-text"));
            let print = t.text("day-print");
            let name = day_report::file_name(report);
            if Button::new(&csv).show(ui, tokens).clicked() {
                let (name, text) = (format!("{name}.csv"), day_report::csv(report));
                actions.push(Command::Day(DayCommand::SaveReport { name, text }).into());
            }
            if Button::new(&text).show(ui, tokens).clicked() {
                let name = format!("{name}.txt");
                let text = day_report::plain_text(report, t, COLUMNS);
                actions.push(Command::Day(DayCommand::SaveReport { name, text }).into());
            }
            if Button::new(&print).show(ui, tokens).clicked() {
                let page = Arc::new(report_paper::paper(report, t));
                actions.push(Command::Pay(PayCommand::PrintReport(page)).into());
            }
        });
    });
    for row in day_report::rows(report, t) {
        row_ui(ui, screen, &row);
    }
    ui.add_space(GRID * 2.0);
}

fn row_ui(ui: &mut Ui, screen: &Screen<'_>, row: &Row) {
    let tokens = screen.tokens;
    match row {
        Row::Heading(text) => {
            ui.add_space(GRID * 2.0);
            let font = theme::strong(theme::BODY);
            ui.label(RichText::new(text).font(font).color(tokens.accent_text));
            let line = egui::Stroke::new(1.0, tokens.line);
            ui.painter().hline(ui.max_rect().x_range(), ui.cursor().top() - GRID / 2.0, line);
        }
        Row::Line { label, detail, value, strong } => {
            let (rect, mut row) = controls::row(ui, ROW);
            let ui = &mut row;
            let font =
                if *strong { theme::strong(theme::NAME) } else { theme::regular(theme::BODY) };
            let value_width =
                words(value, font.clone(), tokens.text).show_right(ui, rect.right_center());
            let top = rect.center().y - font.size * 0.65;
            let room = rect.with_min_y(top).with_max_x(rect.right() - value_width - GRID * 2.0);
            let label_room = if detail.is_empty() {
                room
            } else {
                room.with_max_x(room.left() + room.width() * 0.6)
            };
            words(label, font, tokens.text).show_in(ui, label_room, 1);
            if !detail.is_empty() {
                let detail = words(detail, theme::regular(theme::SMALL), tokens.muted);
                let place = room.with_min_x(label_room.right() + GRID);
                let galley = detail.galley(ui.painter(), place.width(), 1, egui::Align::LEFT);
                let top = rect.center().y - galley.size().y / 2.0;
                detail.show_in(ui, place.with_min_y(top), 1);
            }
        }
    }
}
