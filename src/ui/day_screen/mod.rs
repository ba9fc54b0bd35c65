//! The screen of the day: what the till took, cash in and out, the count, closed days, the journal.

mod cash;
mod count;
mod journal;
mod page;
mod report;
mod report_paper;
mod state;

use egui::{Rect, Ui, pos2, vec2};

use crate::action::Action;
use crate::day_screen::state::Section;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{self, Button, Weight};
use crate::widgets::dialog;
use domain::CashMovementKind;

pub(crate) use state::DayLocal;

use till::{Command, DayCommand};

/// Width of the column with the sections and the buttons, in points.
const COLUMN: f32 = 296.0;
/// Height of the till's word above a page, in points.
const ANSWER: f32 = 48.0;

/// Draws the screen into all of `ui`; returns where the page of people goes, if it is chosen.
pub(crate) fn day_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut DayLocal,
    actions: &mut Vec<Action>,
) -> Option<Rect> {
    let rect = ui.max_rect();
    if !std::mem::replace(&mut local.looked, true) {
        actions.push(Command::Day(DayCommand::Look).into());
    }
    local.follow(&screen.snapshot.day);
    let column = rect.with_max_x(rect.left() + COLUMN);
    let content = rect.with_min_x(column.right()).shrink2(vec2(GRID * 4.0, GRID * 3.0));
    let line = egui::Stroke::new(1.0, screen.tokens.line);
    ui.painter().rect_filled(column, 0.0, screen.tokens.surface);
    ui.painter().vline(column.right(), column.y_range(), line);
    column_ui(ui, column.shrink(GRID * 2.0), screen, local, actions);
    let content = answer_ui(ui, content, screen, local);
    match local.section {
        Section::Today => report::today_ui(ui, content, screen, actions),
        Section::Earlier => report::earlier_ui(ui, content, screen, local, actions),
        Section::Journal => journal::journal_ui(ui, content, screen),
        Section::People => {}
    }
    cash::cash_ui(ui, screen, &mut local.cash, actions);
    count::count_ui(ui, screen, &mut local.count, actions);
    (local.section == Section::People).then_some(content)
}

/// The sections, and below them what can be done.
fn column_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut DayLocal,
    actions: &mut Vec<Action>,
) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let mut y = rect.top();
    let row = |y: f32| Rect::from_min_size(pos2(rect.left(), y), vec2(rect.width(), theme::TOUCH));
    for section in Section::ALL {
        let here = local.section == section;
        let name = t.text(section.name_id());
        if controls::choice_ui(ui, row(y), &name, here, tokens).clicked() {
            local.section = section;
            local.earlier = None;
            actions.push(Command::Day(DayCommand::Look).into());
        }
        y += theme::TOUCH + GRID / 2.0;
    }
    let Some(book) = &screen.snapshot.day.book else {
        return;
    };
    let is_open = book.open.is_some();
    let float_counted = book.open.as_ref().is_some_and(|day| day.float.is_some());
    let wishes = [
        ("day-float", Some(CashMovementKind::Float), !float_counted),
        ("day-pay-in", Some(CashMovementKind::PayIn), true),
        ("day-pay-out", Some(CashMovementKind::PayOut), true),
        ("day-close", None, is_open),
    ];
    let mut y = rect.bottom() - (theme::TOUCH + GRID) * wishes.len() as f32 + GRID;
    for (id, kind, enabled) in wishes {
        let label = t.text(id);
        let weight = if kind.is_none() { Weight::Primary } else { Weight::Plain };
        let button = Button::new(&label).weight(weight).enabled(enabled);
        if button.show_in(ui, row(y), tokens).clicked() && enabled {
            match kind {
                Some(kind) => local.cash = Some(cash::CashDialog::new(kind)),
                None => {
                    local.count = Some(count::CountDialog::default());
                    // What should be there is read as it is now.
                    actions.push(Command::Day(DayCommand::Look).into());
                }
            }
        }
        y += theme::TOUCH + GRID;
    }
}

/// The till's word on the last wish, where no dialog shows it; returns what is left below.
fn answer_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, local: &DayLocal) -> Rect {
    let day = &screen.snapshot.day;
    let problem = day.problem.as_ref().filter(|_| !local.dialog_is_open());
    let problem = problem.map(|problem| screen.texts.message(problem));
    if problem.is_none() && day.saved.is_none() {
        return rect;
    }
    let place = rect.with_max_y(rect.top() + ANSWER);
    controls::inside(ui, place, |ui| {
        dialog::problem_ui(ui, problem.as_deref(), screen.tokens);
        if let Some(file) = &day.saved {
            let args = [("file", file.display().to_string().into())];
            let saved = screen.texts.with("day-saved", args);
            ui.label(egui::RichText::new(saved).color(screen.tokens.accent_text));
        }
    });
    rect.with_min_y(place.bottom() + GRID)
}
