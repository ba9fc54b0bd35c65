//! Files on their way into the library: looked through first, then added.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::super::adding::{self, AddingProgress};
use super::super::camera_work::StopSign;
use super::super::file_preview::{self, NamedPhoto};
use super::super::{AddAs, FilesView, FoundFiles};
use super::{Heard, ShowCommand, ShowDesk, start};
use crate::new_product;
use crate::teaching::TillNews;
use domain::{Message, ProductId};

/// What is known of the files.
#[derive(Default)]
pub(super) struct FileDesk {
    shown: Option<FilesView>,
    found: Vec<NamedPhoto>,
    stop: Option<StopSign>,
}

impl Drop for FileDesk {
    fn drop(&mut self) {
        if let Some(stop) = &self.stop {
            stop.set();
        }
    }
}

impl FileDesk {
    pub(super) fn view(&self) -> Option<FilesView> {
        self.shown.clone()
    }

    fn is_adding(&self) -> bool {
        matches!(&self.shown, Some(FilesView::Adding(progress)) if progress.runs)
    }

    pub(super) fn previewed(&mut self, found: FoundFiles) {
        if self.shown == Some(FilesView::Looking) {
            self.shown = Some(FilesView::Preview(Arc::new(found.preview)));
            self.found = found.photos;
        }
    }

    /// Shows how far it is; returns whether it has ended.
    pub(super) fn went_on(&mut self, progress: AddingProgress) -> bool {
        let ended = !progress.runs;
        self.shown = Some(FilesView::Adding(Arc::new(progress)));
        if ended {
            self.stop = None;
        }
        ended
    }

    /// Stops what runs, which then says how far it came; closes what has ended.
    pub(super) fn close(&mut self) {
        match &self.stop {
            Some(stop) => stop.set(),
            None => {
                self.shown = None;
                self.found = Vec::new();
            }
        }
    }
}

impl ShowDesk {
    pub(super) fn preview_files(&mut self, paths: Vec<PathBuf>) {
        if self.files.is_adding() {
            self.problem = Some(Message::new("teach-adding-runs"));
            return;
        }
        let catalogue = self.products();
        let desk = self.outbox.clone();
        let look = move || {
            let (preview, photos) = file_preview::preview(&paths, &catalogue);
            desk.send(ShowCommand::Heard(Heard::Previewed(FoundFiles { preview, photos })));
        };
        self.files.found = Vec::new();
        let started = start("showing-files", look);
        self.files.shown = started.then_some(FilesView::Looking);
        self.no_thread_unless(started);
    }

    pub(super) fn add_files(&mut self, as_what: AddAs) {
        let Some(FilesView::Preview(preview)) = self.files.shown.clone() else { return };
        let chosen = self.chosen.as_ref().map(|chosen| chosen.product.clone());
        if as_what == AddAs::Folders {
            let wanted = preview.groups.iter().filter(|group| group.is_new);
            for group in wanted {
                let made = self.ask(|store| new_product::make(store, &group.name));
                if made.is_none() {
                    return; // the problem is shown, the files stay to be added
                }
            }
            if preview.groups.iter().any(|group| group.is_new) {
                (self.wires.tell_till)(TillNews::CatalogueChanged);
            }
        }
        let photos = std::mem::take(&mut self.files.found);
        let products = photos.into_iter().filter_map(|photo| {
            let named = photo.product.clone().filter(|_| as_what == AddAs::Folders);
            Some((photo, named.or_else(|| chosen.clone())?))
        });
        self.start_adding(products.collect());
    }

    fn start_adding(&mut self, photos: Vec<(NamedPhoto, ProductId)>) {
        let products: BTreeSet<&ProductId> = photos.iter().map(|(_, product)| product).collect();
        if products.is_empty() {
            self.problem = Some(Message::new("teach-choose-first"));
            self.files.shown = None;
            return;
        }
        let stop = StopSign::default();
        let progress =
            AddingProgress { total: photos.len(), runs: true, ..AddingProgress::default() };
        let (shop, desk, sign) = (self.wires.shop.clone(), self.outbox.clone(), stop.clone());
        let work = move || adding::add(&shop, &photos, &sign, &desk);
        let started = start("showing-files", work);
        self.files.shown = started.then(|| FilesView::Adding(Arc::new(progress)));
        self.files.stop = started.then_some(stop);
        self.no_thread_unless(started);
    }

    fn no_thread_unless(&mut self, started: bool) {
        if !started {
            self.problem = Some(Message::new("teach-no-thread"));
        }
    }
}
