//! What the database keeps of one of the shop's own photos, and the words for it.

use std::fmt;

use jiff::Timestamp;

use domain::ProductId;
use photo::PerceptualHash;

/// A photo's number in the database.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PhotoId(pub i64);

/// The number of photos taken in one go.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SessionId(pub i64);

/// Where a photo came from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PhotoOrigin {
    /// Taken to teach.
    Camera,
    /// A file that someone gave.
    File,
    /// Taken while selling.
    Till,
}

impl PhotoOrigin {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Camera, Self::File, Self::Till];

    /// The word that the database keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Camera => "camera",
            Self::File => "file",
            Self::Till => "till",
        }
    }
}

/// What a photo is for: a model learns from one side, and is judged on another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Side {
    /// To learn from.
    Train,
    /// To choose between what was learnt, and to calibrate it.
    Validation,
    /// To be judged on, and for nothing else.
    Test,
}

impl Side {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Train, Self::Validation, Self::Test];

    /// The word that the database keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Validation => "validation",
            Self::Test => "test",
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// A photo to add; its file lies in the photos folder already.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewPhoto {
    /// Its file's name in the folder.
    pub file: String,
    /// SHA-256 of the file's bytes, 64 hex digits.
    pub content: String,
    /// What it looks like.
    pub looks: PerceptualHash,
    /// What it shows.
    pub product: ProductId,
    /// What it was taken with.
    pub session: SessionId,
    /// Where it came from.
    pub origin: PhotoOrigin,
    /// When it was taken, where that is known.
    pub taken_at: Option<Timestamp>,
    /// When it came here.
    pub added_at: Timestamp,
    /// What the till had thought it was.
    pub guessed: Option<ProductId>,
}

/// A photo as the database has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PhotoRow {
    /// Its number.
    pub id: PhotoId,
    /// Its file's name in the photos folder.
    pub file: String,
    /// SHA-256 of the file's bytes, 64 hex digits.
    pub content: String,
    /// What it looks like.
    pub looks: PerceptualHash,
    /// What it shows.
    pub product: ProductId,
    /// What it was taken with.
    pub session: SessionId,
    /// Where it came from.
    pub origin: PhotoOrigin,
    /// When it was taken, where that is known.
    pub taken_at: Option<Timestamp>,
    /// When it came here.
    pub added_at: Timestamp,
    /// What it is for; drawn once, see `teach::sides`.
    pub side: Option<Side>,
    /// What the till had thought it was.
    pub guessed: Option<ProductId>,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
}

/// Photos taken in one go.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PhotoSession {
    /// Its number.
    pub id: SessionId,
    /// When it began.
    pub at: Timestamp,
    /// Such as a folder's name; may be empty.
    pub name: String,
}

/// What became of a photo that was to be added.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Added {
    /// It is there now.
    New(PhotoId),
    /// The very same bytes are there already, as this.
    AlreadyThere(PhotoRow),
}
