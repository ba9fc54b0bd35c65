//! Photos that a clerk named, kept for the next training: written on a thread of their own, so that
//! neither a large photo nor a full disk holds up a sale.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::command::PhotoSource;
use super::machine::{Input, WeighingInput};
use super::post::Post;
use super::workers;
use crate::messages::{Message, not_written};
use domain::{Naming, NamingId, ProductId};
use photo::{Part, Picture};
use recognition::looked_at;
pub use store::{Capture, CaptureKind};

/// JPEG's quality of what is kept: nothing that a network looks at is lost.
const QUALITY: u8 = 90;
/// So many photos may wait to be written; more are left out.
pub(super) const WAITING: usize = 8;

/// A photo to keep, and what is known of it.
#[derive(Clone)]
pub struct CaptureOrder {
    /// Where the photo is.
    pub source: PhotoSource,
    /// What the clerk says it shows.
    pub product: ProductId,
    /// What the till had thought first.
    pub guessed: Option<ProductId>,
    /// How the clerk said so.
    pub kind: CaptureKind,
    /// The clerk's word, as the cart names it.
    pub naming: NamingId,
    /// The item on the photo, where the clerk pointed at it: nobody else would know which is meant.
    pub item: Option<Part>,
}

/// Writes photos into `folder` until the till hangs up.
pub(super) fn keep_photos(folder: &Path, orders: &Receiver<CaptureOrder>, till: &Sender<Post>) {
    for order in orders {
        let input = match keep(folder, &order) {
            Ok(capture) => WeighingInput::Captured(capture),
            Err(reason) => {
                tracing::warn!(?reason, "photo not kept for training");
                WeighingInput::CaptureFailed { naming: order.naming, reason }
            }
        };
        if till.send(Post::Input(Input::Weighing(input))).is_err() {
            return;
        }
    }
}

fn keep(folder: &Path, order: &CaptureOrder) -> Result<Capture, Message> {
    let mut picture = workers::open(&order.source)?;
    if let Some(item) = &order.item {
        picture = Arc::new(cut_out(&picture, item));
    }
    let bytes =
        photo::encode_jpeg(&picture, QUALITY).ok_or_else(|| Message::new("photo-too-heavy"))?;
    let at = Timestamp::now();
    let file = file_name(at, &bytes);
    write(folder, &file, &bytes).map_err(|error| not_written(folder, &error))?;
    let CaptureOrder { product, guessed, kind, naming, .. } = order.clone();
    // What became of it meanwhile the till knows, which is told next.
    Ok(Capture { at, file, product, guessed, kind, naming: Some(naming), became: Naming::Open })
}

/// What was looked at of the picture: an item that fills it is looked at so again.
fn cut_out(picture: &Picture, item: &Part) -> Picture {
    let (width, height) = (picture.width(), picture.height());
    photo::crop_to_region(picture, &looked_at(&item.on(width, height), width, height))
}

/// The time for people who look into the folder, the hash so that no two are one.
fn file_name(at: Timestamp, bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    let hash: String = hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{hash}.jpg", at.strftime("%Y%m%dT%H%M%S%3fZ"))
}

/// A photo stands there whole, or not at all.
fn write(folder: &Path, file: &str, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    base::write_atomically(&folder.join(file), |out| out.write_all(bytes))
        .map_err(|error| error.source)
}

/// Takes back a photo that could not be noted: nobody would ever find it.
pub(super) fn discard(folder: &Path, capture: &Capture) {
    let path: PathBuf = folder.join(&capture.file);
    if let Err(error) = fs::remove_file(&path) {
        tracing::warn!(%error, path = %path.display(), "photo without a row left behind");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(shade: u8) -> CaptureOrder {
        CaptureOrder {
            source: PhotoSource::Pasted(Arc::new(Picture::filled(16, 12, [shade, 90, 30]))),
            product: ProductId::new("lime").unwrap(),
            guessed: ProductId::new("kiwi").ok(),
            kind: CaptureKind::Choice,
            naming: NamingId(u64::from(shade)),
            item: None,
        }
    }

    #[test]
    fn a_photo_is_kept_whole_under_a_name_of_its_own() {
        let shop = tempfile::tempdir().unwrap();
        let folder = shop.path().join("captures");
        let first = keep(&folder, &order(10)).unwrap();
        let second = keep(&folder, &order(200)).unwrap();
        assert_ne!(first.file, second.file);
        let picture = photo::load(&folder.join(&first.file)).unwrap();
        assert_eq!((picture.width(), picture.height()), (16, 12));
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2, "nothing half written is left");
        assert_eq!(first.product.as_str(), "lime");
        discard(&folder, &first);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    }

    #[test]
    fn of_several_items_the_one_that_was_pointed_at_is_kept() {
        let shop = tempfile::tempdir().unwrap();
        let item = Part { left: 0.5, top: 0.0, width: 0.25, height: 0.5 };
        let pointed = CaptureOrder { item: Some(item), ..order(10) };
        let kept = keep(shop.path(), &pointed).unwrap();
        let picture = photo::load(&shop.path().join(kept.file)).unwrap();
        assert_eq!((picture.width(), picture.height()), (8, 8), "with a little around it");
    }

    #[test]
    fn a_folder_that_cannot_be_is_an_answer() {
        let shop = tempfile::tempdir().unwrap();
        let folder = shop.path().join("captures");
        fs::write(&folder, "a file").unwrap();
        assert!(keep(&folder, &order(10)).is_err());
    }
}
