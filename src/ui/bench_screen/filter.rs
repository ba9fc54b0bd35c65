//! Which pictures the bench shows: found once for each query and each new answer, not once a frame.

use std::sync::Arc;

use super::correcting::Correcting;
use crate::widgets::selection::Selection;
use recognition::Decision;
use teach::bench::{BenchRow, BenchView, RowState, Truths};
use till::search::folded;

/// Pictures by what became of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Filter {
    /// All of them.
    #[default]
    All,
    /// Those whose first candidate is not what they show.
    Wrong,
    /// Those that the till would ask about.
    Asked,
    /// Those that are taken for nothing that is sold.
    Unknown,
    /// Those of which two versions say different things.
    Differ,
    /// Those that cannot be read.
    Unreadable,
}

impl Filter {
    /// Every one, in the order of their buttons.
    pub const EVERY: &[Self] =
        &[Self::All, Self::Wrong, Self::Asked, Self::Unknown, Self::Differ, Self::Unreadable];

    /// The id of its name in the translations.
    pub fn name_id(self) -> &'static str {
        match self {
            Self::All => "bench-filter-all",
            Self::Wrong => "bench-filter-wrong",
            Self::Asked => "bench-filter-asked",
            Self::Unknown => "bench-filter-unknown",
            Self::Differ => "bench-filter-differ",
            Self::Unreadable => "bench-filter-unreadable",
        }
    }

    /// How many pictures it shows.
    pub fn count(self, view: &BenchView) -> usize {
        let tally = &view.tally;
        match self {
            Self::All => view.rows.len(),
            Self::Wrong => tally.wrong,
            Self::Asked => tally.first.asked,
            Self::Unknown => tally.first.unknown,
            Self::Differ => tally.duel.differ,
            Self::Unreadable => tally.unreadable,
        }
    }

    /// Whether there is a button for it: what cannot be is not offered.
    pub fn is_offered(self, view: &BenchView) -> bool {
        match self {
            Self::All | Self::Asked | Self::Unknown => true,
            Self::Wrong => view.tally.first.right.all > 0,
            Self::Differ => view.second.is_some(),
            Self::Unreadable => view.tally.unreadable > 0,
        }
    }

    fn holds(self, view: &BenchView, row: &BenchRow) -> bool {
        let decided = |wanted: &Decision| row.answer().is_some_and(|one| one.decision == *wanted);
        match self {
            Self::All => true,
            Self::Wrong => view.is_right(row) == Some(false),
            Self::Asked => decided(&Decision::Ask),
            Self::Unknown => decided(&Decision::Unknown),
            Self::Differ => row.differs(),
            Self::Unreadable => matches!(row.state, RowState::Unreadable(_)),
        }
    }
}

/// What only this screen knows.
#[derive(Default)]
pub struct Local {
    /// Which pictures are shown.
    pub filter: Filter,
    /// What is typed into the search field.
    pub search: String,
    /// The search field gets the keyboard in this frame.
    pub(super) focus_search: bool,
    /// What is selected in the grid.
    pub(super) selection: Selection<u64>,
    /// The folder that is being corrected.
    pub(super) correcting: Option<Correcting>,
    /// The pass in which this screen was drawn last.
    pub(super) drawn_in: Option<u64>,
    found: Option<Found>,
}

/// What is looked for.
#[derive(PartialEq)]
struct Query {
    filter: Filter,
    search: String,
    /// The language of the names.
    language: &'static str,
}

/// What was found, and for what.
struct Found {
    rows: Arc<Vec<Arc<BenchRow>>>,
    truths: Arc<Truths>,
    query: Query,
    ids: Arc<Vec<u64>>,
}

impl Local {
    /// Whether a dialog of this screen has the keyboard for itself.
    pub fn dialog_is_open(&self) -> bool {
        self.correcting.is_some()
    }

    /// The numbers of the pictures to show, in their order.
    pub(super) fn shown(&mut self, view: &BenchView, language: &'static str) -> Arc<Vec<u64>> {
        if !self.filter.is_offered(view) {
            self.filter = Filter::All;
        }
        let search = self.search.trim().to_owned();
        let query = Query { filter: self.filter, search, language };
        let is_it = |found: &Found| {
            Arc::ptr_eq(&found.rows, &view.rows)
                && Arc::ptr_eq(&found.truths, &view.truths)
                && found.query == query
        };
        if let Some(found) = self.found.as_ref().filter(|found| is_it(found)) {
            return Arc::clone(&found.ids);
        }
        let ids = Arc::new(found(view, &query));
        self.selection.keep_only(&ids);
        let (rows, truths) = (Arc::clone(&view.rows), Arc::clone(&view.truths));
        self.found = Some(Found { rows, truths, query, ids: Arc::clone(&ids) });
        ids
    }
}

fn found(view: &BenchView, query: &Query) -> Vec<u64> {
    let Query { filter, search, language } = query;
    let wanted = folded(search);
    let is_named = |row: &BenchRow| {
        let holds = |text: &str| folded(text).contains(&wanted);
        let first = row.answer().and_then(|answer| answer.first());
        holds(&row.place) || first.is_some_and(|one| holds(view.name_of(&one.product, language)))
    };
    let rows = view
        .rows
        .iter()
        .filter(|row| filter.holds(view, row) && (wanted.is_empty() || is_named(row)));
    rows.map(|row| row.id).collect()
}

/// The picture with this number.
pub(super) fn row_of(view: &BenchView, id: u64) -> Option<&Arc<BenchRow>> {
    let place = view.rows.binary_search_by_key(&id, |row| row.id).ok()?;
    view.rows.get(place)
}
