//! What only the screen of the day knows: the part that is shown, and what is half typed.

use super::cash::CashDialog;
use super::count::CountDialog;
use till::DayView;

/// What only the screen of the day knows.
#[derive(Default)]
pub struct DayLocal {
    pub(super) section: Section,
    pub(super) cash: Option<CashDialog>,
    pub(super) count: Option<CountDialog>,
    /// The closed day that is looked at, by its place in the list.
    pub(super) earlier: Option<usize>,
    /// Whether the day was read since one came here.
    pub(super) looked: bool,
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
    pub(super) fn follow(&mut self, day: &DayView) {
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

/// A part of the screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Section {
    #[default]
    Today,
    Earlier,
    Journal,
    People,
}

impl Section {
    /// Every one, in the order of the list.
    pub(super) const ALL: [Self; 4] = [Self::Today, Self::Earlier, Self::Journal, Self::People];

    /// The id of its name in the translations.
    pub(super) fn name_id(self) -> &'static str {
        match self {
            Self::Today => "day-today",
            Self::Earlier => "day-earlier",
            Self::Journal => "day-journal",
            Self::People => "day-people",
        }
    }
}
