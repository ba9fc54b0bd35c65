//! The count at the day's end: by coins and notes or as one sum, held against what should be there,
//! then closed with a clear last question.

use egui::{Grid, Id, RichText, ScrollArea, Ui};

use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls;
use crate::widgets::dialog::{self, Answer, Field};
use domain::{CashCount, CoinCount, DayReport, Money, coins_of};
use texts::format;
use till::{Command, DayCommand, TypedCount};

/// What is half counted.
#[derive(Default)]
pub(super) struct CountDialog {
    /// One sum rather than coins.
    by_sum: bool,
    sum: String,
    /// How many of each coin, as typed, in the order of [`coins_of`].
    coins: Vec<String>,
    /// The count is done; the last question stands on the screen.
    compares: bool,
    /// Whether it was sent, so that the till's problem is about it.
    sent: bool,
}

/// Draws the dialog, if it is open.
pub(super) fn count_ui(
    ui: &Ui,
    screen: &Screen<'_>,
    dialog: &mut Option<CountDialog>,
    actions: &mut Vec<Action>,
) {
    let Some(open) = dialog else {
        return;
    };
    let book = screen.snapshot.day.book.as_ref();
    let report = book.and_then(|book| book.x_report.as_ref().ok()?.as_ref());
    let Some(report) = report else {
        *dialog = None;
        return;
    };
    let counted = open.counted(report);
    let stays = match (open.compares, counted) {
        (true, Some(counted)) => compare_ui(ui, screen, open, report, counted, actions),
        (_, counted) => {
            open.compares = false;
            type_ui(ui, screen, open, report, counted)
        }
    };
    if !stays {
        *dialog = None;
    }
}

impl CountDialog {
    /// What was counted; `None` while something typed is no number.
    fn counted(&self, report: &DayReport) -> Option<Money> {
        let count = if self.by_sum || coins_of(report.currency).is_empty() {
            CashCount::of_sum(Money::parse(&self.sum, report.currency).ok()?)
        } else {
            CashCount::of_coins(report.currency, &self.typed_coins(report)?)
        };
        count.ok().map(|count| count.total())
    }

    fn typed_coins(&self, report: &DayReport) -> Option<Vec<CoinCount>> {
        let coins = coins_of(report.currency);
        let pieces = |place: usize| match self.coins.get(place).map(|typed| typed.trim()) {
            None | Some("") => Some(0),
            Some(typed) => typed.parse().ok(),
        };
        let coin = |(place, &value)| pieces(place).map(|pieces| CoinCount { value, pieces });
        coins.iter().enumerate().map(coin).collect()
    }

    fn command(&self, report: &DayReport) -> DayCommand {
        let coins = self.typed_coins(report).filter(|coins| !self.by_sum && !coins.is_empty());
        DayCommand::Close(match coins {
            Some(coins) => TypedCount::Coins(coins),
            None => TypedCount::Sum(self.sum.clone()),
        })
    }
}

/// The fields; returns whether the dialog stays open.
fn type_ui(
    ui: &Ui,
    screen: &Screen<'_>,
    open: &mut CountDialog,
    report: &DayReport,
    counted: Option<Money>,
) -> bool {
    let (t, tokens) = (screen.texts, screen.tokens);
    let title = t.text("count-title");
    let (answer, closes) = dialog::card_ui(ui, "count", 640.0, &title, tokens, |ui| {
        let has_coins = !coins_of(report.currency).is_empty();
        if has_coins {
            ui.horizontal(|ui| {
                for (id, by_sum) in [("count-by-coins", false), ("count-by-sum", true)] {
                    let name = t.text(id);
                    let size = egui::vec2(ui.available_width().min(288.0), theme::TOUCH);
                    let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
                    let here = open.by_sum == by_sum;
                    if controls::choice_ui(ui, rect, &name, here, tokens).clicked() {
                        open.by_sum = by_sum;
                    }
                }
            });
            ui.add_space(GRID);
        }
        if open.by_sum || !has_coins {
            let label = t.text("cash-amount");
            let field =
                Field::new(&label).show(ui, Id::unique("counted sum"), &mut open.sum, tokens);
            dialog::focus_first(ui, &field);
        } else {
            coins_ui(ui, screen, open, report);
        }
        ui.add_space(GRID);
        let shown = counted.map_or_else(|| "–".to_owned(), |m| format::money(m, t.language()));
        let total = t.with("count-total", [("amount", shown.into())]);
        ui.label(RichText::new(total).font(theme::strong(theme::NAME)));
        let buttons = (t.text("dialog-cancel"), t.text("count-next"));
        let ready = counted.is_some();
        let answer = dialog::buttons_ui(ui, &buttons.0, &buttons.1, ready, tokens);
        let entered = ui.input(|input| input.key_pressed(egui::Key::Enter)) && ready;
        if entered { Answer::Yes } else { answer }
    });
    if answer == Answer::Yes {
        open.compares = true;
        open.sent = false;
    }
    answer != Answer::No && !(closes && answer == Answer::Open)
}

/// A field for each coin and note, in two columns.
fn coins_ui(ui: &mut Ui, screen: &Screen<'_>, open: &mut CountDialog, report: &DayReport) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let coins = coins_of(report.currency);
    open.coins.resize(coins.len(), String::new());
    let rows = coins.len().div_ceil(2);
    ScrollArea::vertical().max_height(408.0).show(ui, |ui| {
        Grid::new("coins").num_columns(4).spacing([GRID * 2.0, GRID]).show(ui, |ui| {
            for row in 0..rows {
                // The larger half on the left, the smaller on the right.
                for place in [row, row + rows] {
                    let (Some(&value), Some(typed)) = (coins.get(place), open.coins.get_mut(place))
                    else {
                        continue;
                    };
                    let name = format::money(report.money(value), t.language());
                    ui.label(RichText::new(&name).font(theme::strong(theme::BODY)));
                    let label = t.with("count-of", [("value", name.as_str().into())]);
                    let field = Field { hint: "0", width: 120.0, ..Field::new(&label) };
                    let id = controls::id_of("coin", value);
                    let response = field.show_alone(ui, id, typed, tokens);
                    if place == 0 {
                        dialog::focus_first(ui, &response);
                    }
                }
                ui.end_row();
            }
        });
    });
}

/// What should be there, what is, and the last question; returns whether the dialog stays open.
fn compare_ui(
    ui: &Ui,
    screen: &Screen<'_>,
    open: &mut CountDialog,
    report: &DayReport,
    counted: Money,
    actions: &mut Vec<Action>,
) -> bool {
    let (t, tokens) = (screen.texts, screen.tokens);
    let title = t.text("count-confirm-title");
    let expected = report.money(report.cash.expected);
    let (answer, closes) = dialog::card_ui(ui, "close day", 560.0, &title, tokens, |ui| {
        dialog::about_ui(ui, &t.text("count-confirm-about"), tokens);
        let variance = counted.checked_sub(expected).ok();
        for (id, amount, font) in [
            ("report-expected", Some(expected), theme::regular(theme::NAME)),
            ("report-counted", Some(counted), theme::regular(theme::NAME)),
            ("report-variance", variance, theme::strong(theme::TITLE)),
        ] {
            let shown = amount.map_or_else(String::new, |m| format::money(m, t.language()));
            let off = id == "report-variance" && amount.is_some_and(|m| m.minor() != 0);
            let colour = if off { tokens.warn_text } else { tokens.text };
            ui.horizontal(|ui| {
                ui.label(RichText::new(t.text(id)).font(font.clone()).color(tokens.text));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    ui.label(RichText::new(shown).font(font).color(colour));
                });
            });
        }
        let problem = screen.snapshot.day.problem.as_ref().filter(|_| open.sent);
        let problem = problem.map(|problem| t.message(problem));
        dialog::problem_ui(ui, problem.as_deref(), tokens);
        // No Enter here: what never changes again wants a deliberate hand.
        ui.add_space(GRID);
        let mut answer = Answer::Open;
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
            let (close, again) = (t.text("count-close"), t.text("count-again"));
            let close = controls::Button::new(&close).weight(controls::Weight::Primary);
            if close.show(ui, tokens).clicked() {
                answer = Answer::Yes;
            }
            if controls::Button::new(&again).key("Esc").show(ui, tokens).clicked() {
                answer = Answer::No;
            }
        });
        answer
    });
    match answer {
        Answer::Yes => {
            open.sent = true;
            actions.push(Command::Day(open.command(report)).into());
        }
        Answer::No => open.compares = false,
        Answer::Open if closes => open.compares = false,
        Answer::Open => {}
    }
    true
}
