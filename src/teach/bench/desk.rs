//! The desk of the picture test bench: what lies on it, what is still to be named, and what was asked.

mod large_picture;
mod laying_out;
mod naming_run;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::naming_run::Run;
use super::command::{BenchCommand, ExportOrder, Heard, HeardOf};
use super::export;
use super::gathering::PictureSource;
use super::naming::BenchTools;
use super::tally::Tally;
use super::truth::{KnownProduct, NameMatcher, Truth, truths_of};
use super::view::BenchView;
use super::worker::{Ticket, Word, Worker};
use crate::{Desk, Outbox};
use domain::{Message, Product};

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
            Err(why) => self.view.notice = Some(Message::new("bench-no-shop").because(why)),
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

    fn export(&mut self, order: ExportOrder) {
        let (view, outbox) = (self.view.clone(), self.outbox.clone());
        let write = move || {
            let told = export::write(&view, &order);
            // The desk may be gone meanwhile; the file is written all the same.
            let _told = outbox.send(BenchCommand::Heard(Heard::exported(told)));
        };
        let thread = base::threads::start("bench-export", write);
        self.view.notice = Some(match thread {
            Ok(_) => Message::new("bench-exporting"),
            Err(error) => no_thread(&error),
        });
    }

    fn hear(&mut self, word: Word) {
        match word {
            Word::Loaded { ticket, slot, info, known } => self.loaded(&ticket, slot, info, known),
            Word::Seen { ticket, pictures } => self.take_seen(&ticket, pictures),
            Word::Ended { ticket, failure } => self.run_ended(&ticket, failure),
            Word::Large { id, picture } => self.take_large(id, picture),
            Word::Why { id, why, evidence } => self.take_evidence(id, &why, evidence),
        }
    }
}

fn no_thread(error: &std::io::Error) -> Message {
    tracing::error!(%error, "no thread");
    Message::new("bench-no-thread")
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
            BenchCommand::OpenPicture { name, picture } => self.open_picture(name, &picture),
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
mod export_tests;
#[cfg(test)]
mod laying_out_tests;
#[cfg(test)]
mod scripted_bench;
#[cfg(test)]
#[path = "desk_tests.rs"]
mod tests;
