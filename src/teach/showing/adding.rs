//! Adding photos from files: one after the other, each whole on the disk before the next, so that a
//! window that closes in the middle loses nothing.

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

use super::camera_work::{StopSign, not_kept};
use super::file_preview::{FileProblem, NamedPhoto};
use super::{Heard, ShowCommand};
use crate::desk::Outbox;
use crate::keeping::{
    AboutPhoto, Added, KeepError, PhotoKeeper, PhotoOrigin, PhotoToKeep, SessionId,
};
use crate::messages::logged;
use domain::{Message, ProductId};

/// Progress is told so often at the most.
const TELL_EVERY: Duration = Duration::from_millis(100);

/// How far an adding is.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct AddingProgress {
    /// How many photos there are in all.
    pub total: usize,
    /// How many were looked at.
    pub done: usize,
    /// How many are new in the library.
    pub added: usize,
    /// How many were there already.
    pub already: usize,
    /// Those that cannot be used.
    pub problems: Vec<FileProblem>,
    /// It goes on.
    pub runs: bool,
}

/// Adds photos of products until all are there or the stop sign is up; tells how far it is.
pub(super) fn add(
    shop: &Path,
    photos: &[(NamedPhoto, ProductId)],
    stop: &StopSign,
    desk: &Outbox<ShowCommand>,
) {
    let mut progress =
        AddingProgress { total: photos.len(), runs: true, ..AddingProgress::default() };
    let tell = |progress: &AddingProgress| {
        desk.send(ShowCommand::Heard(Heard::Adding(Box::new(progress.clone()))))
    };
    let failure = add_all(shop, photos, stop, &mut progress, &tell).err();
    progress.runs = false;
    tell(&progress);
    if let Some(error) = failure {
        desk.send(ShowCommand::Heard(Heard::Failed(not_kept(&error))));
    }
}

/// # Errors
/// What stops all of it: the disk or the database. A photo that cannot be used stops nothing.
fn add_all(
    shop: &Path,
    photos: &[(NamedPhoto, ProductId)],
    stop: &StopSign,
    progress: &mut AddingProgress,
    tell: &dyn Fn(&AddingProgress) -> bool,
) -> Result<(), KeepError> {
    let mut keeper = PhotoKeeper::open(shop)?;
    let mut sessions = HashMap::new();
    let mut told = Instant::now();
    for (photo, product) in photos {
        if stop.is_set() {
            break;
        }
        let session = session_of(&mut keeper, &mut sessions, photo, product)?;
        add_one(&mut keeper, photo, product, session, progress)?;
        progress.done += 1;
        if told.elapsed() >= TELL_EVERY {
            told = Instant::now();
            if !tell(progress) {
                break;
            }
        }
    }
    Ok(())
}

/// Photos of one product from one folder stay together.
fn session_of(
    keeper: &mut PhotoKeeper,
    sessions: &mut HashMap<(ProductId, Option<String>), SessionId>,
    photo: &NamedPhoto,
    product: &ProductId,
) -> Result<SessionId, KeepError> {
    let folder = photo.photo.folder.clone();
    let key = (product.clone(), folder);
    if let Some(session) = sessions.get(&key) {
        return Ok(*session);
    }
    let session = keeper.begin_session(key.1.as_deref().unwrap_or_default())?;
    sessions.insert(key, session);
    Ok(session)
}

fn add_one(
    keeper: &mut PhotoKeeper,
    NamedPhoto { photo, .. }: &NamedPhoto,
    product: &ProductId,
    session: SessionId,
    progress: &mut AddingProgress,
) -> Result<(), KeepError> {
    let mut problem = |message: Message| {
        progress.problems.push(FileProblem { file: photo.name.clone(), message });
    };
    let bytes = match photo.read() {
        Ok(bytes) => bytes,
        Err(error) => {
            problem(Message::new("teach-file-unreadable").because(logged(&error)));
            return Ok(());
        }
    };
    let about = AboutPhoto {
        product: product.clone(),
        session,
        origin: PhotoOrigin::File,
        taken_at: None,
        guessed: None,
    };
    match keeper.keep(PhotoToKeep::File { bytes: &bytes, name: &photo.name }, &about) {
        Ok(Added::New(_)) => progress.added += 1,
        Ok(Added::AlreadyThere(row)) if row.product == *product => progress.already += 1,
        Ok(Added::AlreadyThere(row)) => {
            let other = row.product.to_string();
            problem(Message::new("teach-file-other-product").naming("product", other));
        }
        Err(KeepError::Photo(error)) => problem(error.message()),
        Err(error) => return Err(error),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use photo::{Picture, encode_png};
    use training::FoundPhoto;

    /// Adds two photos of a folder with the stop sign up or not; says how far it came.
    fn added(stopped: bool) -> AddingProgress {
        let shop = tempfile::tempdir().unwrap();
        let product = ProductId::new("lime").unwrap();
        let photos: Vec<_> = [10, 90]
            .map(|shade| {
                let file = shop.path().join(format!("{shade}.png"));
                let picture = Picture::filled(8, 8, [shade; 3]);
                std::fs::write(&file, encode_png(&picture).unwrap()).unwrap();
                let photo = NamedPhoto { photo: FoundPhoto::file(&file), product: None };
                (photo, product.clone())
            })
            .into();
        let stop = StopSign::default();
        if stopped {
            stop.set();
        }
        let mut progress = AddingProgress::default();
        add_all(shop.path(), &photos, &stop, &mut progress, &|_| true).unwrap();
        progress
    }

    #[test]
    fn the_stop_sign_ends_it_between_two_photos() {
        assert_eq!((added(true).done, added(true).added), (0, 0));
        assert_eq!((added(false).done, added(false).added), (2, 2));
    }

    #[test]
    fn a_shop_that_cannot_be_used_stops_it_all() {
        let folder = tempfile::tempdir().unwrap();
        let shop = folder.path().join("shop");
        std::fs::write(&shop, "a file").unwrap();
        let mut progress = AddingProgress::default();
        let result = add_all(&shop, &[], &StopSign::default(), &mut progress, &|_| true);
        assert!(matches!(result, Err(KeepError::Store(_))));
    }
}
