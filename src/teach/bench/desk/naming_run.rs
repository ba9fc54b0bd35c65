//! Naming the pictures: what waits is sent to the worker, and its answers come into the rows.

use std::sync::Arc;
use std::time::Instant;

use super::super::naming::WantedVersion;
use super::super::truth::KnownProduct;
use super::super::view::{BenchRow, BenchWork, LoadedInfo, Progress, RowState};
use super::super::worker::{Order, OrderedPicture, Seen, Ticket, Worker};
use super::{BenchDesk, Entry, no_thread};
use domain::Message;

/// Pictures being named.
pub(super) struct Run {
    ticket: Arc<Ticket>,
    /// Set once the versions are loaded.
    begun: Option<Instant>,
    done: usize,
    all: usize,
}

impl Run {
    fn progress(&self, begun: Instant) -> Progress {
        let seconds = begun.elapsed().as_secs_f64();
        let per_second = if seconds > 0.0 { self.done as f64 / seconds } else { 0.0 };
        Progress { done: self.done, all: self.all, per_second }
    }
}

impl BenchDesk {
    /// What went wrong or was stopped before does not hold up what is asked now.
    pub(super) fn begin_anew(&mut self) {
        self.stopped = false;
        self.failure = None;
        if self.shop.is_none() {
            self.refresh();
        }
    }

    pub(super) fn wanted(&self, name: Option<String>) -> WantedVersion {
        WantedVersion { name, scope: self.view.scope, edition: self.edition }
    }

    /// Sends what waits to be named, unless something is being named.
    pub(super) fn go_on(&mut self) {
        if self.run.is_some() || self.stopped || self.failure.is_some() {
            return;
        }
        let pictures = self.waiting_pictures();
        if pictures.is_empty() {
            return;
        }
        let is_wanted = |slot: usize| {
            pictures.iter().any(|picture| picture.wanted.get(slot).is_some_and(|wanted| *wanted))
        };
        let first = is_wanted(0).then(|| self.wanted(self.view.chosen.clone()));
        let second = is_wanted(1).then(|| self.wanted(self.view.second.clone()));
        let ticket = Arc::new(Ticket::default());
        let all = pictures.len();
        let order = Order { ticket: Arc::clone(&ticket), versions: [first, second], pictures };
        if self.have_worker() && self.worker.as_ref().is_some_and(|worker| worker.order(order)) {
            self.run = Some(Run { ticket, begun: None, done: 0, all });
        }
    }

    fn waiting_pictures(&self) -> Vec<OrderedPicture> {
        let compares = self.view.second.is_some();
        let rows = self.view.rows.iter().zip(&self.entries);
        let picture = |(row, entry): (&Arc<BenchRow>, &Entry)| {
            let source = Arc::clone(entry.source.as_ref()?);
            let readable = !matches!(row.state, RowState::Unreadable(_));
            let wanted =
                [row.state == RowState::Waiting, compares && readable && row.second.is_none()];
            let thumbnail = row.thumbnail.is_none();
            let is_wanted = wanted.contains(&true);
            is_wanted.then_some(OrderedPicture { id: row.id, source, wanted, thumbnail })
        };
        rows.filter_map(picture).collect()
    }

    /// Starts the thread that names, if it is not there.
    pub(super) fn have_worker(&mut self) -> bool {
        if self.worker.is_none() {
            match Worker::start(Arc::clone(&self.tools.load), self.outbox.clone()) {
                Ok(worker) => self.worker = Some(worker),
                Err(error) => self.failure = Some(no_thread(&error)),
            }
        }
        self.worker.is_some()
    }

    /// Ends what is being done; what is named stays.
    pub(super) fn end_run(&mut self) {
        if let Some(run) = self.run.take() {
            run.ticket.end();
        }
        self.searches.clear();
    }

    /// Forgets what the first version said of all pictures, and lets them be named again.
    pub(super) fn name_again(&mut self) {
        self.forget_answers(|row| {
            if row.answer().is_some() {
                row.state = RowState::Waiting;
            }
        });
    }

    pub(super) fn name_all_again(&mut self) {
        self.edition += 1;
        self.forget_answers(|row| {
            if row.answer().is_some() {
                row.state = RowState::Waiting;
            }
            row.second = None;
        });
    }

    pub(super) fn compare_with(&mut self, version: Option<String>) {
        self.view.second = version;
        self.forget_answers(|row| row.second = None);
    }

    fn forget_answers(&mut self, forget: impl Fn(&mut BenchRow)) {
        if let Some(run) = self.run.take() {
            run.ticket.end();
        }
        for row in Arc::make_mut(&mut self.view.rows) {
            forget(Arc::make_mut(row));
        }
        if let Some(open) = &mut self.view.open {
            open.why = None;
        }
        self.begin_anew();
        self.count();
        self.go_on();
    }

    pub(super) fn loaded(
        &mut self,
        ticket: &Arc<Ticket>,
        slot: usize,
        info: LoadedInfo,
        known: Vec<KnownProduct>,
    ) {
        let Some(run) = self.run_of(ticket) else { return };
        run.begun = Some(Instant::now());
        if slot == 0 {
            self.view.loaded = Some(info);
        }
        let news = self.known.get_mut(slot).filter(|old| **old != known);
        if let Some(old) = news {
            *old = known;
            self.tell_truths();
        }
    }

    fn run_of(&mut self, ticket: &Arc<Ticket>) -> Option<&mut Run> {
        self.run.as_mut().filter(|run| Arc::ptr_eq(&run.ticket, ticket))
    }

    pub(super) fn take_seen(&mut self, ticket: &Arc<Ticket>, pictures: Vec<Seen>) {
        let Some(run) = self.run_of(ticket) else { return };
        run.done += pictures.len();
        let places: Vec<_> =
            pictures.into_iter().filter_map(|seen| Some((self.place_of(seen.id)?, seen))).collect();
        let rows = Arc::make_mut(&mut self.view.rows);
        for (place, seen) in places {
            if let Some(row) = rows.get_mut(place) {
                take_answer(Arc::make_mut(row), seen);
            }
        }
        self.count();
    }

    pub(super) fn run_ended(&mut self, ticket: &Arc<Ticket>, failure: Option<Message>) {
        if self.run_of(ticket).is_some() {
            self.run = None;
            self.failure = failure;
            self.go_on();
        }
    }

    pub(super) fn work(&self) -> BenchWork {
        match (&self.run, &self.failure) {
            (Some(run), _) => match run.begun {
                Some(begun) => BenchWork::Naming(run.progress(begun)),
                None => BenchWork::Loading,
            },
            (None, _) if !self.searches.is_empty() => BenchWork::Searching,
            (None, Some(failure)) => BenchWork::Failed(failure.clone()),
            (None, None) if self.stopped => match self.waiting_pictures().len() {
                0 => BenchWork::Idle,
                left => BenchWork::Stopped { left },
            },
            (None, None) => BenchWork::Idle,
        }
    }
}

/// Writes into a row what became of its picture.
fn take_answer(row: &mut BenchRow, seen: Seen) {
    match seen.result {
        Err(message) => row.state = RowState::Unreadable(message),
        Ok(picture) => {
            let [first, second] = picture.answers;
            if let Some(answer) = first {
                row.state = RowState::Named(answer);
            }
            if second.is_some() {
                row.second = second;
            }
            if picture.thumbnail.is_some() {
                row.thumbnail = picture.thumbnail;
            }
        }
    }
}
