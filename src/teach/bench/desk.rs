//! The desk of the picture test bench: what lies on it, what is still to be named, and what was asked.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use super::command::{BenchCommand, ExportOrder, Heard, HeardOf};
use super::export;
use super::gathering::{Finds, Gathered, MOST_PICTURES, PictureSource, gather};
use super::naming::{BenchTools, WantedVersion};
use super::tally::Tally;
use super::truth::{KnownProduct, NameMatcher, Truth, truths_of};
use super::view::{
    BenchRow, BenchView, BenchWhy, BenchWhyState, BenchWork, OpenPicture, Progress, RowState,
};
use super::worker::{Order, OrderedPicture, Question, Seen, Ticket, Word, Worker};
use crate::domain::{Message, Product};
use crate::photo::encode_png;
use crate::recognition::Why;
use crate::teach::{Desk, Outbox};

/// The desk.
pub(super) struct BenchDesk {
    tools: BenchTools,
    outbox: Outbox<BenchCommand>,
    worker: Option<Worker>,
    /// All products of the shop; none before it was looked at.
    shop: Option<Vec<Product>>,
    /// What the loaded versions know.
    known: [Vec<KnownProduct>; 2],
    /// What a person said that folders hold.
    corrected: BTreeMap<String, Truth>,
    /// What belongs to each row, in the same order.
    entries: Vec<Entry>,
    next_id: u64,
    /// Searches through what was dropped that are still going on.
    searches: Vec<Arc<Ticket>>,
    run: Option<Run>,
    stopped: bool,
    failure: Option<Message>,
    /// Counts the times that versions may have changed.
    edition: u64,
    view: BenchView,
}

/// What the window does not need to know of a picture.
struct Entry {
    source: Option<Arc<PictureSource>>,
    folders: Vec<String>,
}

/// Pictures being named.
struct Run {
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
    /// An empty desk.
    pub(super) fn new(tools: BenchTools, outbox: Outbox<BenchCommand>) -> Self {
        Self {
            tools,
            outbox,
            worker: None,
            shop: None,
            known: Default::default(),
            corrected: BTreeMap::new(),
            entries: Vec::new(),
            next_id: 0,
            searches: Vec::new(),
            run: None,
            stopped: false,
            failure: None,
            edition: 0,
            view: BenchView::default(),
        }
    }

    /// Looks at the shop again. What is named already stays; what is named next is named by what
    /// the shop knows by then.
    fn refresh(&mut self) {
        match (self.tools.read_shop)() {
            Ok(shop) => {
                let products = shop.products.iter();
                let by_id = products.map(|one| (one.id.clone(), Arc::new(one.clone()))).collect();
                self.view.products = Arc::new(by_id);
                self.view.versions = Arc::new(shop.versions);
                self.shop = Some(shop.products);
                self.edition += 1;
                self.forget_gone_versions();
                self.tell_truths();
            }
            Err(reason) => {
                let message = Message::new("bench-no-shop").naming("reason", reason);
                self.view.notice = Some(message);
            }
        }
    }

    fn forget_gone_versions(&mut self) {
        let versions = Arc::clone(&self.view.versions);
        let is_there = |name: &String| versions.iter().any(|version| version.name == *name);
        if self.view.chosen.as_ref().is_some_and(|name| !is_there(name)) {
            self.view.chosen = None;
            self.name_again();
        }
        if self.view.second.as_ref().is_some_and(|name| !is_there(name)) {
            self.compare_with(None);
        }
    }

    fn open(&mut self, paths: Vec<PathBuf>) {
        let ticket = Arc::new(Ticket::default());
        let (own, outbox) = (Arc::clone(&ticket), self.outbox.clone());
        let room = MOST_PICTURES.saturating_sub(self.entries.len());
        let search = move || {
            let finds = gather(&paths, room);
            // The desk may be gone meanwhile.
            let _told = outbox.send(BenchCommand::Heard(Heard::found(own, finds)));
        };
        match thread::Builder::new().name("bench-searching".to_owned()).spawn(search) {
            Ok(_) => self.searches.push(ticket),
            Err(error) => self.view.notice = Some(no_thread(&error)),
        }
        self.begin_anew();
    }

    /// What went wrong or was stopped before does not hold up what is asked now.
    fn begin_anew(&mut self) {
        self.stopped = false;
        self.failure = None;
        if self.shop.is_none() {
            self.refresh();
        }
    }

    fn found(&mut self, ticket: &Arc<Ticket>, finds: Finds) {
        let before = self.searches.len();
        self.searches.retain(|search| !Arc::ptr_eq(search, ticket));
        if self.searches.len() == before {
            return;
        }
        let room = MOST_PICTURES.saturating_sub(self.entries.len());
        let left_out = finds.left_out + finds.pictures.len().saturating_sub(room);
        self.lay_out(finds.pictures.into_iter().take(room));
        if left_out > 0 {
            let message = Message::new("bench-too-many")
                .naming("most", MOST_PICTURES.to_string())
                .naming("left", left_out.to_string());
            self.view.notice = Some(message);
        }
        self.go_on();
    }

    fn lay_out(&mut self, pictures: impl Iterator<Item = Gathered>) {
        let rows = Arc::make_mut(&mut self.view.rows);
        for Gathered { name, place, folders, source } in pictures {
            let (source, state) = match source {
                Ok(source) => (Some(Arc::new(source)), RowState::Waiting),
                Err(message) => (None, RowState::Unreadable(message)),
            };
            let id = self.next_id;
            self.next_id += 1;
            let (folder, second, thumbnail) = (None, None, None);
            rows.push(Arc::new(BenchRow { id, name, place, folder, state, second, thumbnail }));
            self.entries.push(Entry { source, folders });
        }
        self.tell_truths();
    }

    /// Understands all names of folders anew.
    fn tell_truths(&mut self) {
        let products = self.shop.as_deref().unwrap_or_default();
        let known = || self.known.iter().flatten();
        let matcher = NameMatcher::new(products, known());
        let folders = self.entries.iter().map(|entry| entry.folders.as_slice());
        let (told, truths) = truths_of(folders, &matcher, &self.corrected, known());
        let rows = Arc::make_mut(&mut self.view.rows);
        for (row, folder) in rows.iter_mut().zip(told) {
            if row.folder != folder {
                Arc::make_mut(row).folder = folder;
            }
        }
        self.view.truths = Arc::new(truths);
        self.count();
    }

    fn count(&mut self) {
        self.view.tally = Arc::new(Tally::of(&self.view.rows, &self.view.truths));
    }

    fn wanted(&self, name: Option<String>) -> WantedVersion {
        WantedVersion { name, scope: self.view.scope, edition: self.edition }
    }

    /// Sends what waits to be named, unless something is being named.
    fn go_on(&mut self) {
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
    fn have_worker(&mut self) -> bool {
        if self.worker.is_none() {
            match Worker::start(Arc::clone(&self.tools.load), self.outbox.clone()) {
                Ok(worker) => self.worker = Some(worker),
                Err(error) => self.failure = Some(no_thread(&error)),
            }
        }
        self.worker.is_some()
    }

    /// Ends what is being done; what is named stays.
    fn end_run(&mut self) {
        if let Some(run) = self.run.take() {
            run.ticket.end();
        }
        self.searches.clear();
    }

    /// Forgets what the first version said of all pictures, and lets them be named again.
    fn name_again(&mut self) {
        self.forget_answers(|row| {
            if row.answer().is_some() {
                row.state = RowState::Waiting;
            }
        });
    }

    fn name_all_again(&mut self) {
        self.edition += 1;
        self.forget_answers(|row| {
            if row.answer().is_some() {
                row.state = RowState::Waiting;
            }
            row.second = None;
        });
    }

    fn compare_with(&mut self, version: Option<String>) {
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

    fn clear(&mut self) {
        self.end_run();
        self.entries.clear();
        self.corrected.clear();
        self.view.rows = Arc::default();
        self.view.open = None;
        (self.stopped, self.failure) = (false, None);
        self.tell_truths();
    }

    fn correct(&mut self, folder: String, truth: Truth) {
        self.corrected.insert(folder, truth);
        self.tell_truths();
    }

    fn place_of(&self, id: u64) -> Option<usize> {
        self.view.rows.binary_search_by_key(&id, |row| row.id).ok()
    }

    fn row(&self, id: u64) -> Option<&Arc<BenchRow>> {
        self.view.rows.get(self.place_of(id)?)
    }

    fn show(&mut self, id: u64) {
        if self.row(id).is_some() {
            self.view.open = Some(OpenPicture { id, picture: None, why: None });
            self.ask(id, None);
        }
    }

    fn ask(&mut self, id: u64, why: Option<Why>) {
        let Some(entry) = self.place_of(id).and_then(|place| self.entries.get(place)) else {
            return;
        };
        let Some(source) = entry.source.clone() else { return };
        let why = why.map(|why| (self.wanted(self.view.chosen.clone()), why));
        if self.have_worker()
            && let Some(worker) = &self.worker
        {
            // Without an answer the small picture stays.
            let _asked = worker.ask(Question { id, source, why });
        }
    }

    /// First the first candidate, then the second instead of the first, then nothing again.
    fn ask_why(&mut self) {
        let Some(open) = &self.view.open else { return };
        let id = open.id;
        let candidates = self.row(id).and_then(|row| row.answer()).map(|one| &one.candidates[..]);
        let Some([first, rivals @ ..]) = candidates else { return };
        let why = match open.why.as_ref().map(|asked| &asked.why.instead_of) {
            None => Some(Why { product: first.product.clone(), instead_of: None }),
            Some(None) => rivals.first().map(|second| Why {
                product: second.product.clone(),
                instead_of: Some(first.product.clone()),
            }),
            Some(Some(_)) => None,
        };
        if let Some(open) = &mut self.view.open {
            let asked = |why| BenchWhy { why, state: BenchWhyState::Looking };
            open.why = why.clone().map(asked);
        }
        if why.is_some() {
            self.ask(id, why);
        }
    }

    fn export(&mut self, order: ExportOrder) {
        let (view, outbox) = (self.view.clone(), self.outbox.clone());
        let write = move || {
            let told = export::write(&view, &order);
            // The desk may be gone meanwhile; the file is written all the same.
            let _told = outbox.send(BenchCommand::Heard(Heard::exported(told)));
        };
        let thread = thread::Builder::new().name("bench-export".to_owned()).spawn(write);
        self.view.notice = Some(match thread {
            Ok(_) => Message::new("bench-exporting"),
            Err(error) => no_thread(&error),
        });
    }

    fn hear(&mut self, word: Word) {
        match word {
            Word::Loaded { ticket, slot, info, known } => {
                let Some(run) = self.run_of(&ticket) else { return };
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
            Word::Seen { ticket, pictures } => self.take_seen(&ticket, pictures),
            Word::Ended { ticket, failure } => {
                if self.run_of(&ticket).is_some() {
                    self.run = None;
                    self.failure = failure;
                    self.go_on();
                }
            }
            Word::Large { id, picture } => {
                if let (Some(open), Ok(picture)) = (&mut self.view.open, picture)
                    && open.id == id
                {
                    open.picture = Some(picture);
                }
            }
            Word::Why { id, why, evidence } => self.take_evidence(id, &why, evidence),
        }
    }

    fn run_of(&mut self, ticket: &Arc<Ticket>) -> Option<&mut Run> {
        self.run.as_mut().filter(|run| Arc::ptr_eq(&run.ticket, ticket))
    }

    fn take_seen(&mut self, ticket: &Arc<Ticket>, pictures: Vec<Seen>) {
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

    fn take_evidence(
        &mut self,
        id: u64,
        why: &Why,
        evidence: Result<super::view::BenchEvidence, Message>,
    ) {
        let asked = self.view.open.as_mut().filter(|open| open.id == id);
        let asked = asked.and_then(|open| open.why.as_mut()).filter(|asked| asked.why == *why);
        if let Some(asked) = asked {
            asked.state = evidence.map_or_else(BenchWhyState::Failed, BenchWhyState::Shown);
        }
    }

    fn work(&self) -> BenchWork {
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

fn no_thread(error: &std::io::Error) -> Message {
    Message::new("bench-no-thread").naming("reason", error.to_string())
}

impl Drop for BenchDesk {
    fn drop(&mut self) {
        self.end_run();
    }
}

impl Desk for BenchDesk {
    type Command = BenchCommand;
    type View = BenchView;

    fn view(&self) -> BenchView {
        BenchView { work: self.work(), ..self.view.clone() }
    }

    fn carry_out(&mut self, command: BenchCommand) {
        match command {
            BenchCommand::Refresh => self.refresh(),
            BenchCommand::Open(paths) => self.open(paths),
            BenchCommand::OpenPicture { name, picture } => match encode_png(&picture) {
                Ok(bytes) => {
                    self.begin_anew();
                    self.lay_out(std::iter::once(Gathered::of_bytes(name, bytes.into())));
                    self.go_on();
                }
                Err(error) => self.view.notice = Some(error.message()),
            },
            BenchCommand::Choose(version) => {
                if self.view.chosen != version {
                    self.view.chosen = version;
                    self.name_again();
                }
            }
            BenchCommand::CompareWith(version) => self.compare_with(version),
            BenchCommand::Scope(scope) => {
                if self.view.scope != scope {
                    self.view.scope = scope;
                    self.name_all_again();
                }
            }
            BenchCommand::Again => self.name_all_again(),
            BenchCommand::Stop => {
                self.end_run();
                self.stopped = true;
            }
            BenchCommand::Continue => {
                self.begin_anew();
                self.go_on();
            }
            BenchCommand::Clear => self.clear(),
            BenchCommand::Correct { folder, truth } => self.correct(folder, truth),
            BenchCommand::Show(id) => self.show(id),
            BenchCommand::CloseLarge => self.view.open = None,
            BenchCommand::Why => self.ask_why(),
            BenchCommand::Export(order) => self.export(order),
            BenchCommand::CloseNotice => self.view.notice = None,
            BenchCommand::Heard(Heard(heard)) => match *heard {
                HeardOf::Naming(word) => self.hear(word),
                HeardOf::Found { ticket, finds } => self.found(&ticket, finds),
                HeardOf::Exported(message) => self.view.notice = Some(message),
            },
        }
    }
}

#[cfg(test)]
#[path = "desk_tests.rs"]
mod tests;
