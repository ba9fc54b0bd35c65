//! The system's file dialog, on a thread of its own.
//!
//! On Linux a missing portal makes rfd answer at once as if the dialog had been cancelled, so an
//! answer faster than any hand is taken for "there was no dialog".

use std::path::PathBuf;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, TryRecvError, bounded};

use crate::action::FileWish;
use photo::PICTURE_EXTENSIONS;
use teach::bench::ExportForm;

/// Nobody cancels a dialog this fast.
const FASTER_THAN_A_HAND: Duration = Duration::from_millis(500);

/// How a dialog ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Outcome {
    /// These files were chosen.
    Chosen(Vec<PathBuf>),
    /// It was closed without a choice.
    Cancelled,
    /// It never opened.
    Unavailable,
}

/// A dialog that is open.
pub(crate) struct FileDialog {
    /// What the file is wanted for.
    pub wish: FileWish,
    outcome: Receiver<Outcome>,
}

impl FileDialog {
    /// Opens the dialog; `wake` is called once it has ended.
    pub(crate) fn open(
        wish: FileWish,
        title: String,
        wake: impl FnOnce() + Send + 'static,
    ) -> Self {
        let (tell, outcome) = bounded(1);
        let start = Instant::now();
        // Made here, on the window's thread, as macOS wants it; waited for on another one.
        let choice = asked(wish, rfd::AsyncFileDialog::new().set_title(title));
        let work = move || {
            let files = wait_for(choice);
            // The window may have closed meanwhile.
            let _sent = tell.send(outcome_of(files, start.elapsed()));
            wake();
        };
        // Without a thread the sender is dropped, which reads as "unavailable".
        let _thread = base::threads::start("file dialog", work);
        Self { wish, outcome }
    }

    /// Returns how the dialog ended, once it has.
    pub(crate) fn poll(&self) -> Option<Outcome> {
        match self.outcome.try_recv() {
            Ok(outcome) => Some(outcome),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Outcome::Unavailable),
        }
    }
}

/// Asks in the way that fits the wish: several photos, one file, or a name to write to.
fn asked(
    wish: FileWish,
    dialog: rfd::AsyncFileDialog,
) -> Pin<Box<dyn Future<Output = Option<Vec<PathBuf>>> + Send>> {
    let pictures = ("JPEG, PNG, HEIC, WebP, BMP, TIFF, GIF", PICTURE_EXTENSIONS);
    let one = |file: Option<rfd::FileHandle>| file.map(|file| vec![file.path().to_owned()]);
    match wish {
        FileWish::Photos => {
            let files = dialog.add_filter(pictures.0, pictures.1).pick_files();
            Box::pin(async move {
                let files = files.await?;
                Some(files.iter().map(|file| file.path().to_owned()).collect())
            })
        }
        FileWish::TeachPhotos | FileWish::BenchPictures => {
            let kinds = [pictures.1, &["zip"]].concat();
            let kinds_name = format!("{}, ZIP", pictures.0);
            let files = dialog.add_filter(kinds_name, &kinds).pick_files();
            Box::pin(async move {
                let files = files.await?;
                Some(files.iter().map(|file| file.path().to_owned()).collect())
            })
        }
        FileWish::TeachFolder => {
            let folder = dialog.pick_folder();
            Box::pin(async move { one(folder.await) })
        }
        FileWish::BenchFolder => {
            let folders = dialog.pick_folders();
            Box::pin(async move {
                let folders = folders.await?;
                Some(folders.iter().map(|folder| folder.path().to_owned()).collect())
            })
        }
        FileWish::BenchExport(form) => {
            let (kind, ending) = match form {
                ExportForm::Csv => ("CSV", "csv"),
                ExportForm::Html => ("HTML", "html"),
            };
            let dialog = dialog.add_filter(kind, &[ending]);
            let file = dialog.set_file_name(format!("test-pictures.{ending}")).save_file();
            Box::pin(async move { one(file.await) })
        }
        FileWish::ProductPicture => {
            let file = dialog.add_filter(pictures.0, pictures.1).pick_file();
            Box::pin(async move { one(file.await) })
        }
        FileWish::ExportPhotos => {
            let file = dialog.add_filter("ZIP", &["zip"]).set_file_name("photos.zip").save_file();
            Box::pin(async move { one(file.await) })
        }
        FileWish::ImportCatalogue => {
            let file = dialog.add_filter("CSV", &["csv", "txt", "tsv"]).pick_file();
            Box::pin(async move { one(file.await) })
        }
        FileWish::ImportVersion => {
            let file = dialog.add_filter("Tillsight", &["tillsight"]).pick_file();
            Box::pin(async move { one(file.await) })
        }
        FileWish::ExportVersion => {
            let dialog = dialog.add_filter("Tillsight", &["tillsight"]);
            let file = dialog.set_file_name("model.tillsight").save_file();
            Box::pin(async move { one(file.await) })
        }
        FileWish::UnknownPictures => {
            let folder = dialog.pick_folder();
            Box::pin(async move { one(folder.await) })
        }
        FileWish::ExportCatalogue => {
            let dialog = dialog.add_filter("CSV", &["csv"]).set_file_name("catalogue.csv");
            let file = dialog.save_file();
            Box::pin(async move { one(file.await) })
        }
        FileWish::SaveTemplate => {
            let dialog = dialog.add_filter("CSV", &["csv"]).set_file_name("template.csv");
            let file = dialog.save_file();
            Box::pin(async move { one(file.await) })
        }
    }
}

/// Wakes a thread that waits for a future.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

fn wait_for<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}

fn outcome_of(files: Option<Vec<PathBuf>>, took: Duration) -> Outcome {
    match files {
        Some(files) if !files.is_empty() => Outcome::Chosen(files),
        _ if took < FASTER_THAN_A_HAND => Outcome::Unavailable,
        _ => Outcome::Cancelled,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn an_instant_nothing_is_no_dialog_and_a_slow_nothing_is_a_cancel() {
        let slow = Duration::from_secs(3);
        for nothing in [None, Some(Vec::new())] {
            assert_eq!(outcome_of(nothing.clone(), Duration::ZERO), Outcome::Unavailable);
            assert_eq!(outcome_of(nothing, slow), Outcome::Cancelled);
        }
        let chosen = vec![PathBuf::from("a.jpg")];
        assert_eq!(outcome_of(Some(chosen.clone()), Duration::ZERO), Outcome::Chosen(chosen));
    }
}
