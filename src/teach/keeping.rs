//! Keeping photos: a photo's file lies whole on the disk before the library knows of it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};
use thiserror::Error;

use base::{FileError, write_atomically};
use domain::{ForPeople, Message, ProductId, composed, on_one_line};
use photo::{self, PhotoError, Picture};

use store::{NewPhoto, ShopFolder, Store, StoreError};

pub use store::{Added, PhotoId, PhotoOrigin, PhotoRow, SessionId, Side};

/// JPEG's quality of frames: nothing that a network looks at is lost.
const FRAME_QUALITY: u8 = 92;
/// So many hex digits of a file's SHA-256 are its name: no two files of a shop share them.
const NAME_DIGITS: usize = 24;

/// Why a photo was not kept. Whatever was kept before stays.
#[derive(Debug, Error)]
pub enum KeepError {
    /// The shop's folder or database could not be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The bytes are no photo.
    #[error(transparent)]
    Photo(#[from] PhotoError),
    /// The photo's file could not be written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The photos folder could not be made.
    #[error("{} could not be made ({source}); check the disk and try again", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The encoder refused a frame.
    #[error("the camera's picture could not be made a file; close other programs and try again")]
    NotEncoded,
}

impl ForPeople for KeepError {
    fn message(&self) -> Message {
        match self {
            Self::Store(error) => error.message(),
            Self::Photo(error) => error.message(),
            Self::File(error) => error.message(),
            Self::Folder { path, source } => Message::of_file(path, source),
            Self::NotEncoded => Message::new("keep-not-encoded"),
        }
    }
}

/// A photo to keep, in one of two forms.
#[derive(Clone, Copy)]
pub enum PhotoToKeep<'a> {
    /// A file's bytes, kept as they are; the name is for messages.
    File {
        /// The bytes.
        bytes: &'a [u8],
        /// What messages call it.
        name: &'a str,
    },
    /// A camera's picture, kept as a JPEG file. What models make of the photo is made of that file, by
    /// every version at any time, and never of this picture: the same photo has one direction a version
    /// (`photo_directions`), whoever looks first. That is worth the milliseconds of reading it back.
    Frame(&'a Picture),
}

/// What is known of a photo.
#[derive(Clone, Debug)]
pub struct AboutPhoto {
    /// What it shows.
    pub product: ProductId,
    /// What it was taken with.
    pub session: SessionId,
    /// Where it came from.
    pub origin: PhotoOrigin,
    /// When it was taken; for files without it the file is asked.
    pub taken_at: Option<Timestamp>,
    /// What the till had thought it was.
    pub guessed: Option<ProductId>,
}

/// Keeps photos in a shop's library. Waits for the disk: not for the window's thread.
pub struct PhotoKeeper {
    store: Store,
    folder: PathBuf,
}

impl PhotoKeeper {
    /// Opens the shop's library.
    ///
    /// # Errors
    /// [`KeepError`] when the shop's folder or database cannot be used.
    pub fn open(shop: &Path) -> Result<Self, KeepError> {
        let shop = ShopFolder::open(shop)?;
        let folder = shop.photos();
        fs::create_dir_all(&folder)
            .map_err(|source| KeepError::Folder { path: folder.clone(), source })?;
        Ok(Self { store: Store::open(&shop)?, folder })
    }

    /// The database behind it.
    pub fn store(&mut self) -> &mut Store {
        &mut self.store
    }

    /// Notes that photos are going to be taken in one go; `name` is such as a folder's name.
    ///
    /// # Errors
    /// [`KeepError::Store`].
    pub fn begin_session(&mut self, name: &str) -> Result<SessionId, KeepError> {
        Ok(self.store.begin_photo_session(Timestamp::now(), &on_one_line(&composed(name)))?)
    }

    /// Keeps a photo: it is read, its file written whole, then its row. The same bytes are kept
    /// once.
    ///
    /// # Errors
    /// [`KeepError`]; nothing is in the library then that was not there before.
    pub fn keep(&mut self, photo: PhotoToKeep<'_>, about: &AboutPhoto) -> Result<Added, KeepError> {
        match photo {
            PhotoToKeep::File { bytes, name } => {
                let content = content_hash(bytes);
                // Looked up before it is decoded, which takes a hundred times as long.
                if let Some(row) = self.store.photo_with_content(&content)? {
                    return Ok(Added::AlreadyThere(row));
                }
                let picture = photo::decode(bytes, name)?;
                self.write((bytes, content), &picture, about)
            }
            PhotoToKeep::Frame(picture) => {
                let bytes = photo::encode_jpeg(picture, FRAME_QUALITY);
                let bytes = bytes.ok_or(KeepError::NotEncoded)?;
                let content = content_hash(&bytes);
                self.write((&bytes, content), picture, about)
            }
        }
    }

    fn write(
        &mut self,
        (bytes, content): (&[u8], String),
        picture: &Picture,
        about: &AboutPhoto,
    ) -> Result<Added, KeepError> {
        let extension = photo::picture_extension(bytes).unwrap_or("jpg");
        let name = content.get(..NAME_DIGITS).unwrap_or(&content);
        let file = format!("{name}.{extension}");
        write_atomically(&self.folder.join(&file), |out| out.write_all(bytes))?;
        let AboutPhoto { product, session, origin, taken_at, guessed } = about.clone();
        let photo = NewPhoto {
            file,
            content,
            looks: photo::perceptual_hash(picture),
            product,
            session,
            origin,
            taken_at: taken_at.or_else(|| time_in_file(bytes)),
            added_at: Timestamp::now(),
            guessed,
        };
        Ok(self.store.add_photo(&photo)?)
    }
}

/// SHA-256 in hex.
fn content_hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Cameras write their local time and rarely a zone; read as UTC, gaps between photos are right.
fn time_in_file(bytes: &[u8]) -> Option<Timestamp> {
    let time: DateTime = photo::taken_at(bytes)?.parse().ok()?;
    Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    fn keeper() -> (tempfile::TempDir, PhotoKeeper, AboutPhoto) {
        let shop = tempfile::tempdir().unwrap();
        let mut keeper = PhotoKeeper::open(shop.path()).unwrap();
        let about = AboutPhoto {
            product: ProductId::new("lime").unwrap(),
            session: keeper.begin_session("counter").unwrap(),
            origin: PhotoOrigin::Camera,
            taken_at: None,
            guessed: None,
        };
        (shop, keeper, about)
    }

    fn picture(shade: u8) -> Picture {
        let rgb = (0..16 * 12 * 3).map(|at| (at as u8).wrapping_mul(shade)).collect();
        Picture::new(16, 12, rgb).unwrap()
    }

    #[test]
    fn a_frame_becomes_a_file_and_a_row() {
        let (shop, mut keeper, about) = keeper();
        let Added::New(id) = keeper.keep(PhotoToKeep::Frame(&picture(3)), &about).unwrap() else {
            panic!("it is new")
        };
        let row = keeper.store().photos().unwrap().remove(0);
        assert_eq!((row.id, row.origin), (id, PhotoOrigin::Camera));
        let written = photo::load(&shop.path().join("photos").join(&row.file)).unwrap();
        assert_eq!((written.width(), written.height()), (16, 12));
        assert_eq!(row.looks, photo::perceptual_hash(&picture(3)));
    }

    #[test]
    fn a_file_is_kept_byte_for_byte_and_once() {
        let (shop, mut keeper, about) = keeper();
        let bytes = photo::encode_png(&picture(5)).unwrap();
        let file = PhotoToKeep::File { bytes: &bytes, name: "a.png" };
        keeper.keep(file, &about).unwrap();
        let again = keeper.keep(file, &about).unwrap();
        let Added::AlreadyThere(row) = again else { panic!("it is there") };
        assert!(row.file.ends_with(".png"), "{}", row.file);
        let photos = shop.path().join("photos");
        assert_eq!(fs::read(photos.join(&row.file)).unwrap(), bytes);
        assert_eq!(fs::read_dir(photos).unwrap().count(), 1, "nothing half written is left");
    }

    #[test]
    fn what_is_no_photo_leaves_nothing() {
        let (shop, mut keeper, about) = keeper();
        let cut = photo::encode_jpeg(&picture(5), 90).unwrap();
        let text: &[u8] = b"no photo";
        for bytes in [text, &[], &cut[..cut.len() / 2]] {
            let file = PhotoToKeep::File { bytes, name: "a.jpg" };
            assert!(matches!(keeper.keep(file, &about), Err(KeepError::Photo(_))));
        }
        assert_eq!(fs::read_dir(shop.path().join("photos")).unwrap().count(), 0);
        assert!(keeper.store().photos().unwrap().is_empty());
    }

    #[test]
    fn a_folder_that_cannot_be_is_an_error() {
        let shop = tempfile::tempdir().unwrap();
        fs::write(shop.path().join("photos"), "a file").unwrap();
        assert!(matches!(PhotoKeeper::open(shop.path()), Err(KeepError::Folder { .. })));
    }
}
