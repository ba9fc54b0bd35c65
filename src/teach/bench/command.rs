//! What the picture test bench is asked to do.

use std::path::PathBuf;
use std::sync::Arc;

use super::gathering::Finds;
use super::truth::Truth;
use super::view::BenchScope;
use super::words::MakeWords;
use super::worker::{Ticket, Word};
use domain::Message;
use photo::Picture;

/// What the picture test bench is asked to do.
pub enum BenchCommand {
    /// Look again at the shop: its products, its versions, what was taught.
    Refresh,
    /// Name what lies here: pictures, folders, zips.
    Open(Vec<PathBuf>),
    /// Name a picture that was pasted; it is called `name`.
    OpenPicture {
        /// What it is called.
        name: String,
        /// The picture.
        picture: Arc<Picture>,
    },
    /// Put this version to the test; `None` is the one that sells.
    Choose(Option<String>),
    /// Hold another version against it, or none.
    CompareWith(Option<String>),
    /// Name among these products.
    Scope(BenchScope),
    /// Name all pictures again, by what the shop knows now.
    Again,
    /// Stop; what is named stays.
    Stop,
    /// Go on with what waits.
    Continue,
    /// Take all pictures off the bench.
    Clear,
    /// The pictures of this folder show something else.
    Correct {
        /// The folder's name.
        folder: String,
        /// What they show.
        truth: Truth,
    },
    /// Look at a picture in large, by its number.
    Show(u64),
    /// No longer.
    CloseLarge,
    /// Ask why, as at the till: first the first candidate, then the second instead, then no more.
    Why,
    /// Write a file.
    Export(ExportOrder),
    /// The notice has been read.
    CloseNotice,
    /// Word from one of the desk's own threads.
    Heard(Heard),
}

/// In which form a file is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExportForm {
    /// A table, a row a picture.
    Csv,
    /// A page to look at, with small pictures in it.
    Html,
}

/// A file to write.
pub struct ExportOrder {
    /// In which form.
    pub form: ExportForm,
    /// Where to.
    pub file: PathBuf,
    /// The words of a language.
    pub words: MakeWords,
}

/// Word from one of the desk's own threads.
pub struct Heard(pub(super) Box<HeardOf>);

pub(super) enum HeardOf {
    /// The thread that names.
    Naming(Word),
    /// What was dropped has been looked through.
    Found { ticket: Arc<Ticket>, finds: Finds },
    /// A file was written, or not.
    Exported(Message),
}

impl Heard {
    pub(super) fn new(word: Word) -> Self {
        Self(Box::new(HeardOf::Naming(word)))
    }

    pub(super) fn found(ticket: Arc<Ticket>, finds: Finds) -> Self {
        Self(Box::new(HeardOf::Found { ticket, finds }))
    }

    pub(super) fn exported(message: Message) -> Self {
        Self(Box::new(HeardOf::Exported(message)))
    }
}
