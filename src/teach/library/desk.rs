//! The library's desk: what was asked for is on the disk when the next view is out.

use std::collections::VecDeque;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::super::desk::{Desk, Outbox};
use super::super::keeping::{AboutPhoto, Added, KeepError, PhotoKeeper, PhotoToKeep};
use super::super::sides::photos_with_sides;
use super::super::teaching::{TillNews, Wires};
use super::super::thumbnails::ThumbnailKey;
use super::LibraryCommand;
use super::checking::{Checked, check_photos, groups};
use super::exporting::export_photos;
use super::view::{CheckState, InboxItem, LibraryView, PhotoTile, SuspectView};
use super::warnings;
use crate::messages::{logged, no_thread};
use base::FileError;
use domain::{ForPeople, Message, ProductId};
use store::{CaptureId, CaptureState, PhotoId, PhotoOrigin, PhotoRow, ShopFolder, WaitingCapture};

/// Files of deleted photos stay so long: nobody misses a photo the same day.
const FORGET_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);
/// So many steps can be taken back.
const STEPS: usize = 100;

/// A step that can be taken back.
enum Step {
    Moved(Vec<(PhotoId, ProductId)>),
    Deleted(Vec<PhotoId>),
    /// A suspect was said to be right.
    Confirmed(SuspectView),
    /// A suspect was moved.
    Corrected(SuspectView),
    /// Something was decided about a capture; it became this photo.
    Decided(CaptureId, Option<PhotoId>),
}

/// The desk's state.
pub(super) struct LibraryDesk {
    wires: Wires,
    outbox: Outbox<LibraryCommand>,
    keeper: Option<PhotoKeeper>,
    captures: PathBuf,
    photos: PathBuf,
    rows: Vec<PhotoRow>,
    waiting: Vec<WaitingCapture>,
    steps: VecDeque<Step>,
    view: LibraryView,
}

impl LibraryDesk {
    pub(super) fn new(wires: &Wires, outbox: &Outbox<LibraryCommand>) -> Self {
        let mut desk = Self {
            wires: wires.clone(),
            outbox: outbox.clone(),
            keeper: None,
            captures: wires.shop.join("captures"),
            photos: wires.shop.join("photos"),
            rows: Vec::new(),
            waiting: Vec::new(),
            steps: VecDeque::new(),
            view: LibraryView::default(),
        };
        desk.read_again();
        if desk.forget_deleted().is_err() {
            tracing::warn!("files of deleted photos stay");
        }
        desk
    }

    fn keeper(&mut self) -> Result<&mut PhotoKeeper, Message> {
        if self.keeper.is_none() {
            let shop = ShopFolder::open(&self.wires.shop).map_err(said)?;
            (self.captures, self.photos) = (shop.captures(), shop.photos());
            self.keeper = Some(PhotoKeeper::open(shop.root()).map_err(said)?);
        }
        self.keeper.as_mut().ok_or_else(|| Message::new("shop-not-open"))
    }

    fn forget_deleted(&mut self) -> Result<(), Message> {
        let limit = Timestamp::now() - FORGET_AFTER;
        let files = self.keeper()?.store().photos_to_forget(limit).map_err(said)?;
        for file in files {
            // One that went the last time is gone already.
            fs::remove_file(self.photos.join(file)).ok();
        }
        Ok(())
    }

    fn read_again(&mut self) {
        if let Err(why) = self.read() {
            self.view.problem = Some(failed(why));
        }
    }

    fn read(&mut self) -> Result<(), Message> {
        let store = self.keeper()?.store();
        let all = photos_with_sides(store).map_err(said)?;
        self.waiting = self.keeper()?.store().waiting_captures().map_err(said)?;
        self.rows = all.into_iter().filter(|photo| photo.deleted_at.is_none()).collect();
        let groups = groups(&self.rows.iter().collect::<Vec<_>>());
        self.view.products = Arc::new(warnings::products(&self.rows, &groups));
        let tile = |row: &PhotoRow| PhotoTile {
            id: row.id,
            product: row.product.clone(),
            thumbnail: ThumbnailKey::of_photo(&self.photos, row),
            side: row.side,
        };
        self.view.photos = Arc::new(self.rows.iter().map(tile).collect());
        let item = |waiting: &WaitingCapture| InboxItem {
            id: waiting.id,
            file: self.captures.join(&waiting.capture.file),
            product: waiting.capture.product.clone(),
            guessed: waiting.capture.guessed.clone(),
            at: waiting.capture.at,
        };
        self.view.inbox = Arc::new(self.waiting.iter().map(item).collect());
        let rows = &self.rows;
        let still_there = |suspect: &SuspectView| {
            rows.iter().any(|row| row.id == suspect.photo && row.product == suspect.product)
        };
        if !self.view.suspects.iter().all(still_there) {
            let left = self.view.suspects.iter().filter(|suspect| still_there(suspect));
            self.view.suspects = Arc::new(left.cloned().collect());
        }
        Ok(())
    }

    /// Does something to the library, and tells whoever must know.
    fn change(&mut self, work: impl FnOnce(&mut Self) -> Result<Option<Step>, Message>) {
        (self.view.notice, self.view.problem) = (None, None);
        match work(self) {
            Ok(Some(step)) => {
                self.steps.push_back(step);
                if self.steps.len() > STEPS {
                    self.steps.pop_front();
                }
            }
            Ok(None) => {}
            Err(why) => self.view.problem = Some(failed(why)),
        }
        self.view.can_undo = !self.steps.is_empty();
        self.read_again();
        (self.wires.library_changed)();
        (self.wires.tell_till)(TillNews::TaughtChanged);
    }

    fn products_of(&self, photos: &[PhotoId]) -> Vec<(PhotoId, ProductId)> {
        let asked = self.rows.iter().filter(|row| photos.contains(&row.id));
        asked.map(|row| (row.id, row.product.clone())).collect()
    }

    fn move_photos(&mut self, photos: &[PhotoId], to: &ProductId) -> Result<Option<Step>, Message> {
        let before = self.products_of(photos);
        let ids: Vec<PhotoId> = before.iter().map(|(id, _)| *id).collect();
        self.keeper()?.store().move_photos(&ids, to).map_err(said)?;
        self.view.notice = Some(counted("library-moved", ids.len()).naming("product", to.as_str()));
        Ok(Some(Step::Moved(before)))
    }

    fn delete(&mut self, photos: Vec<PhotoId>) -> Result<Option<Step>, Message> {
        self.keeper()?.store().delete_photos(&photos).map_err(said)?;
        self.view.notice = Some(counted("library-deleted", photos.len()));
        Ok(Some(Step::Deleted(photos)))
    }

    fn undo(&mut self) -> Result<Option<Step>, Message> {
        let Some(step) = self.steps.pop_back() else { return Ok(None) };
        let store = self.keeper()?.store();
        match step {
            Step::Moved(before) => {
                for (photo, product) in before {
                    store.move_photos(&[photo], &product).map_err(said)?;
                }
            }
            Step::Deleted(photos) => store.restore_photos(&photos).map_err(said)?,
            Step::Confirmed(suspect) => {
                store.confirm_photo(suspect.photo, None).map_err(said)?;
                self.suspect_again(suspect);
            }
            Step::Corrected(suspect) => {
                store.move_photos(&[suspect.photo], &suspect.product).map_err(said)?;
                store.confirm_photo(suspect.photo, None).map_err(said)?;
                self.read()?;
                self.suspect_again(suspect);
            }
            Step::Decided(capture, photo) => {
                store.delete_photos(photo.as_slice()).map_err(said)?;
                store.set_capture_state(capture, CaptureState::New).map_err(said)?;
            }
        }
        self.view.notice = Some(Message::new("library-undone"));
        Ok(None)
    }

    fn suspect_again(&mut self, suspect: SuspectView) {
        let others = self.view.suspects.iter().cloned();
        self.view.suspects = Arc::new(std::iter::once(suspect).chain(others).collect());
    }

    fn take_suspect(&mut self, photo: PhotoId) -> Option<SuspectView> {
        let found = self.view.suspects.iter().find(|suspect| suspect.photo == photo)?.clone();
        let left = self.view.suspects.iter().filter(|suspect| suspect.photo != photo);
        self.view.suspects = Arc::new(left.cloned().collect());
        Some(found)
    }

    /// The photo is right where it is.
    fn keep_suspect(&mut self, photo: PhotoId) -> Result<Option<Step>, Message> {
        let Some(suspect) = self.take_suspect(photo) else { return Ok(None) };
        let confirmed = self.keeper()?.store().confirm_photo(photo, Some(&suspect.product));
        confirmed.map_err(said)?;
        Ok(Some(Step::Confirmed(suspect)))
    }

    /// The photo shows what it is suspected to show.
    fn move_suspect(&mut self, photo: PhotoId) -> Result<Option<Step>, Message> {
        let Some(suspect) = self.take_suspect(photo) else { return Ok(None) };
        let store = self.keeper()?.store();
        store.move_photos(&[photo], &suspect.suspected).map_err(said)?;
        store.confirm_photo(photo, Some(&suspect.suspected)).map_err(said)?;
        Ok(Some(Step::Corrected(suspect)))
    }

    /// Makes a capture a photo of the library; as another product than the clerk said where one is
    /// given.
    fn keep_capture(
        &mut self,
        id: CaptureId,
        product: Option<ProductId>,
    ) -> Result<Option<Step>, Message> {
        let Some(waiting) = self.waiting.iter().find(|waiting| waiting.id == id) else {
            return Ok(None);
        };
        let capture = waiting.capture.clone();
        let path = self.captures.join(&capture.file);
        let bytes = fs::read(&path)
            .map_err(|source| KeepError::File(FileError { action: "read", path, source }));
        let bytes = bytes.map_err(said)?;
        let keeper = self.keeper()?;
        let session = keeper.begin_session("till").map_err(said)?;
        let about = AboutPhoto {
            product: product.unwrap_or(capture.product),
            session,
            origin: PhotoOrigin::Till,
            taken_at: Some(capture.at),
            guessed: capture.guessed,
        };
        let file = PhotoToKeep::File { bytes: &bytes, name: &capture.file };
        let photo = match keeper.keep(file, &about).map_err(said)? {
            Added::New(photo) => Some(photo),
            Added::AlreadyThere(row) => {
                let there = Message::new("library-already-there");
                self.view.notice = Some(there.naming("product", row.product.as_str()));
                None
            }
        };
        self.decide(id, CaptureState::Kept)?;
        Ok(Some(Step::Decided(id, photo)))
    }

    fn decide(&mut self, id: CaptureId, state: CaptureState) -> Result<(), Message> {
        self.keeper()?.store().set_capture_state(id, state).map_err(said)
    }

    fn start_check(&mut self) {
        if matches!(self.view.check, CheckState::Running { .. }) {
            return;
        }
        let (shop, outbox) = (self.wires.shop.clone(), self.outbox.clone());
        let work = move || {
            let told = check_photos(&shop, None, &mut |done, all| {
                outbox.try_send(LibraryCommand::CheckedSome { done, all });
            });
            outbox.send(LibraryCommand::Checked(told.map_err(said)));
        };
        self.view.check = CheckState::Running { done: 0, all: self.rows.len() };
        self.start("photo-check", work);
    }

    fn end_check(&mut self, told: Result<Checked, Message>) {
        match told {
            Ok(checked) => {
                let suspect = |suspect: super::SuspectPhoto| SuspectView {
                    photo: suspect.photo.id,
                    product: suspect.photo.product,
                    suspected: suspect.suspected,
                };
                self.view.suspects = Arc::new(checked.suspects.into_iter().map(suspect).collect());
                let (photos, version) = (checked.photos, checked.version);
                self.view.check = CheckState::Done { photos, version };
            }
            Err(why) => {
                self.view.check = CheckState::Never;
                self.view.problem = Some(failed(why));
            }
        }
        // What was moved meanwhile is not suspect any more.
        self.read_again();
    }

    fn start_export(&mut self, product: Option<&ProductId>, to: PathBuf) {
        let asked = |row: &&PhotoRow| product.is_none_or(|product| row.product == *product);
        let rows: Vec<PhotoRow> = self.rows.iter().filter(asked).cloned().collect();
        let (folder, outbox) = (self.photos.clone(), self.outbox.clone());
        self.view.notice = Some(counted("library-exporting", rows.len()));
        self.view.problem = None;
        self.start("photo-export", move || {
            let told = export_photos(&rows, &folder, &to).map_err(said);
            outbox.send(LibraryCommand::Exported { to, told });
        });
    }

    fn start(&mut self, name: &str, work: impl FnOnce() + Send + 'static) {
        if let Err(error) = base::threads::start(name, work) {
            self.view.check = CheckState::Never;
            self.view.problem = Some(failed(no_thread(&error)));
        }
    }
}

impl Desk for LibraryDesk {
    type Command = LibraryCommand;
    type View = LibraryView;

    fn view(&self) -> LibraryView {
        self.view.clone()
    }

    fn carry_out(&mut self, command: LibraryCommand) {
        match command {
            LibraryCommand::Refresh => self.read_again(),
            LibraryCommand::Move { photos, to } => {
                self.change(|desk| desk.move_photos(&photos, &to));
            }
            LibraryCommand::Delete(photos) => self.change(|desk| desk.delete(photos)),
            LibraryCommand::Undo => self.change(Self::undo),
            LibraryCommand::Export { product, to } => self.start_export(product.as_ref(), to),
            LibraryCommand::Exported { to, told } => match told {
                Ok(count) => {
                    let message = counted("library-exported", count);
                    self.view.notice = Some(message.naming("path", to.display().to_string()));
                }
                Err(why) => {
                    (self.view.notice, self.view.problem) = (None, Some(failed(why)));
                }
            },
            LibraryCommand::Check => self.start_check(),
            LibraryCommand::CheckedSome { done, all } => {
                self.view.check = CheckState::Running { done, all };
            }
            LibraryCommand::Checked(told) => self.end_check(told),
            LibraryCommand::MoveSuspect(photo) => self.change(|desk| desk.move_suspect(photo)),
            LibraryCommand::KeepSuspect(photo) => self.change(|desk| desk.keep_suspect(photo)),
            LibraryCommand::Confirm(id) => self.change(|desk| desk.keep_capture(id, None)),
            LibraryCommand::Relabel { capture, to } => {
                self.change(|desk| desk.keep_capture(capture, Some(to)));
            }
            LibraryCommand::Discard(id) => self.change(|desk| {
                desk.decide(id, CaptureState::Discarded)?;
                Ok(Some(Step::Decided(id, None)))
            }),
            LibraryCommand::ClearMessages => {
                (self.view.notice, self.view.problem) = (None, None);
            }
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "errors come from `map_err`")]
fn said(error: impl ForPeople) -> Message {
    logged(&error)
}

fn failed(why: Message) -> Message {
    Message::new("library-failed").because(why)
}

fn counted(id: &'static str, count: usize) -> Message {
    Message::new(id).naming("count", count.to_string())
}

#[cfg(test)]
#[path = "desk_tests.rs"]
mod desk_tests;
