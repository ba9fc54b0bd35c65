//! The screen of the day: what the till took, cash in and out, the count, closed days, the journal.

mod cash;
mod count;
mod journal;
mod report;
mod report_paper;

use egui::{Rect, ScrollArea, Ui, pos2, vec2};

use crate::action::Action;
use crate::people;
use crate::theme::{self, GRID};
use crate::till_screen::{Local, Screen};
use crate::widgets::controls::{self, Button, Weight};
use crate::widgets::dialog;
use domain::CashMovementKind;
use till::{Command, DayCommand, DayView};

/// Width of the column with the sections and the buttons, in points.
const COLUMN: f32 = 296.0;
/// Height of the till's word above a page, in points.
const ANSWER: f32 = 48.0;

/// What only the screen of the day knows.
#[derive(Default)]
pub struct DayLocal {
    section: Section,
    cash: Option<cash::CashDialog>,
    count: Option<count::CountDialog>,
    /// The closed day that is looked at, by its place in the list.
    earlier: Option<usize>,
    /// Whether the day was read since one came here.
    looked: bool,
    done: u64,
}

impl DayLocal {
    /// Whether a dialog of the day lies over the window.
    pub fn dialog_is_open(&self) -> bool {
        self.cash.is_some() || self.count.is_some()
    }

    /// One has gone to another place: the day is read again when one comes back.
    pub fn left(&mut self) {
        self.looked = false;
    }

    /// Closes the dialogs whose wish was done.
    fn follow(&mut self, day: &DayView) {
        if self.done != day.done {
            self.done = day.done;
            self.cash = None;
            if self.count.take().is_some() && day.closed.is_some() {
                self.section = Section::Earlier;
                self.earlier = Some(0);
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Section {
    #[default]
    Today,
    Earlier,
    Journal,
    People,
}

impl Section {
    const ALL: [Self; 4] = [Self::Today, Self::Earlier, Self::Journal, Self::People];

    fn name_id(self) -> &'static str {
        match self {
            Self::Today => "day-today",
            Self::Earlier => "day-earlier",
            Self::Journal => "day-journal",
            Self::People => "day-people",
        }
    }
}

/// Draws the screen.
pub fn day_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    if !std::mem::replace(&mut local.day.looked, true) {
        actions.push(Command::Day(DayCommand::Look).into());
    }
    local.day.follow(&screen.snapshot.day);
    let column = rect.with_max_x(rect.left() + COLUMN);
    let content = rect.with_min_x(column.right()).shrink2(vec2(GRID * 4.0, GRID * 3.0));
    let line = egui::Stroke::new(1.0, screen.tokens.line);
    ui.painter().rect_filled(column, 0.0, screen.tokens.surface);
    ui.painter().vline(column.right(), column.y_range(), line);
    column_ui(ui, column.shrink(GRID * 2.0), screen, &mut local.day, actions);
    let content = answer_ui(ui, content, screen, &local.day);
    match local.day.section {
        Section::Today => report::today_ui(ui, content, screen, actions),
        Section::Earlier => report::earlier_ui(ui, content, screen, &mut local.day, actions),
        Section::Journal => journal::journal_ui(ui, content, screen),
        Section::People => people::people_ui(ui, content, screen, local, actions),
    }
    cash::cash_ui(ui, screen, &mut local.day, actions);
    count::count_ui(ui, screen, &mut local.day, actions);
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

/// A page of rows that scrolls.
fn page_ui(ui: &mut Ui, rect: Rect, name: &'static str, content: impl FnOnce(&mut Ui)) {
    controls::inside(ui, rect, |ui| {
        ScrollArea::vertical().id_salt(name).auto_shrink([false, false]).show(ui, |ui| {
            ui.set_max_width(ui.available_width().min(760.0));
            content(ui);
        });
    });
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
