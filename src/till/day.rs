//! The day at the till: what can be asked, what is shown, what is to be done.

use std::path::PathBuf;
use std::sync::Arc;

use super::messages::Message;
use domain::{CashCount, CashMovement, CoinCount, DayReport, DoneBy, JournalEntry};
pub use store::{JournalRow, OpenDay, RecordedMovement};

/// A wish about the day.
#[derive(Clone, Debug)]
pub enum DayCommand {
    /// Read the day, the closed ones and the journal again.
    Look,
    /// The cash in the drawer in the morning, as typed.
    CountFloat(String),
    /// Put cash in.
    PayIn {
        /// How much, as typed.
        amount: String,
        /// What for.
        reason: String,
    },
    /// Take cash out.
    PayOut {
        /// How much, as typed.
        amount: String,
        /// What for.
        reason: String,
    },
    /// Close the day with what was counted.
    Close(TypedCount),
    /// Keep a report as a file in the shop's folder `reports`.
    SaveReport {
        /// The file's name.
        name: String,
        /// What stands in it.
        text: String,
    },
}

/// The cash as it was counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TypedCount {
    /// One sum, as typed.
    Sum(String),
    /// By coins and notes.
    Coins(Vec<CoinCount>),
}

/// The day as shown.
#[derive(Clone, Default)]
pub struct DayView {
    /// What was read last; `None` before [`DayCommand::Look`].
    pub book: Option<Arc<DayBook>>,
    /// Why the last wish was not done.
    pub problem: Option<Message>,
    /// How many wishes were done, so that a screen knows when to forget what was typed.
    pub done: u64,
    /// The report that was just closed; shown until the next wish.
    pub closed: Option<Arc<DayReport>>,
    /// The file that was just written.
    pub saved: Option<PathBuf>,
}

/// What the database says about a till's days.
#[derive(Clone, Debug)]
pub struct DayBook {
    /// The till's name.
    pub till: String,
    /// The day that it is in.
    pub open: Option<OpenDay>,
    /// The X report of that day, or why it cannot be made.
    pub x_report: Result<Option<DayReport>, Message>,
    /// The newest Z reports of this till, newest first.
    pub closed: Vec<DayReport>,
    /// The newest entries of the journal, newest first.
    pub journal: Vec<JournalRow>,
}

/// Something to do with the day in the database. Each but the journal is answered by a
/// [`DayInput`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DayEffect {
    /// Read everything again.
    Look,
    /// Record cash that comes or goes.
    MoveCash {
        /// What.
        movement: CashMovement,
        /// Who.
        by: DoneBy,
    },
    /// Close the day.
    Close {
        /// What was counted.
        count: CashCount,
        /// Who.
        by: DoneBy,
    },
    /// Add an entry to the journal; answered only if that fails.
    WriteJournal(JournalEntry),
    /// Write a file into the shop's folder `reports`.
    SaveReport {
        /// The file's name.
        name: String,
        /// What stands in it.
        text: String,
    },
}

/// What comes back.
#[derive(Clone, Debug)]
pub enum DayInput {
    /// All of it, read again; `done` when a wish was carried out before.
    Read {
        /// What the database says.
        book: Box<DayBook>,
        /// Whether cash was moved or a day closed.
        done: bool,
        /// The report of the day that was just closed.
        closed: Option<Box<DayReport>>,
    },
    /// It could not be done.
    Failed(Message),
    /// The file is written.
    Saved(PathBuf),
}
