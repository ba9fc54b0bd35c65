//! What a version makes of a shop's photos, looked up where it is kept and made where it is not.

use std::collections::HashMap;
use std::path::Path;

use super::TaughtError;
use recognition::Recogniser;
use registry::{Registry, RegistryError, Version};
use store::{PhotoId, PhotoRow, ShopFolder, Store};

/// Photos with the directions they lie in.
pub type PhotoDirections = Vec<(PhotoId, Vec<f32>)>;

/// So many photos are looked at before what was made of them is kept.
const SAVED_TOGETHER: usize = 32;
/// So many hex digits of the weights' SHA-256 tell two versions of one name apart.
const KEY_DIGITS: usize = 16;

/// A photo that could not be looked at, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unreadable {
    /// The photo.
    pub photo: PhotoRow,
    /// One sentence.
    pub reason: String,
}

/// Deletes one of the shop's own versions, and what it made of the shop's photos.
///
/// # Errors
/// Those of [`Registry::delete`]. That a shop's database cannot be opened keeps no version alive: it is
/// logged, for what was made of photos is found by its version alone.
pub fn delete_version(registry: &Registry, shop: &Path, name: &str) -> Result<(), RegistryError> {
    let key = registry.find(name).map(|version| version_key(&version));
    registry.delete(name)?;
    let forget = |key: String| Store::open(&ShopFolder::open(shop)?)?.forget_directions(&key);
    if let Some(Err(error)) = key.ok().map(forget) {
        tracing::warn!(%error, name, "what a deleted version made of photos is left");
    }
    Ok(())
}

/// What tells two versions apart: the name, and the weights.
pub fn version_key(version: &Version) -> String {
    let weights = &version.manifest.weights_sha256;
    format!("{}@{}", version.name(), weights.get(..KEY_DIGITS).unwrap_or(weights))
}

/// What directions of a loaded version are kept under: what tells it apart, and the finder that says what
/// of a photo is looked at.
pub fn directions_key(recogniser: &Recogniser) -> String {
    let version = version_key(recogniser.version());
    match recogniser.finder() {
        Some(finder) => format!("{version}+{}", finder.name()),
        None => version,
    }
}

/// What the loaded version makes of these photos, whose files lie in `folder`; each direction as
/// [`Recogniser::directions`] gives it. Photos that no direction is kept of are looked at now, a few
/// hundredths of a second each, and `looked` hears how many of how many are done. Returns the directions in
/// the photos' order, and the photos that could not be read.
///
/// # Errors
/// [`TaughtError`] when the database cannot be used, or the version makes no directions.
pub fn directions_of(
    store: &mut Store,
    folder: &Path,
    recogniser: &Recogniser,
    photos: &[PhotoRow],
    looked: &mut dyn FnMut(usize, usize),
) -> Result<(PhotoDirections, Vec<Unreadable>), TaughtError> {
    let key = directions_key(recogniser);
    let width = recogniser.direction_width();
    let mut kept: HashMap<PhotoId, Vec<f32>> = store
        .directions(&key)?
        .into_iter()
        .filter(|(_, direction)| Some(direction.len()) == width)
        .collect();
    let missing: Vec<&PhotoRow> =
        photos.iter().filter(|photo| !kept.contains_key(&photo.id)).collect();
    let (mut done, mut unreadable) = (0, Vec::new());
    for some in missing.chunks(SAVED_TOGETHER) {
        let mut made = Vec::with_capacity(some.len());
        for photo in some {
            match photo::load(&folder.join(&photo.file)) {
                Ok(picture) => {
                    let directions = recogniser.directions(&[&picture])?;
                    made.extend(directions.into_iter().map(|direction| (photo.id, direction)));
                }
                Err(error) => {
                    let photo = (*photo).clone();
                    unreadable.push(Unreadable { photo, reason: error.to_string() });
                }
            }
            done += 1;
            looked(done, missing.len());
        }
        store.save_directions(&key, &made)?;
        kept.extend(made);
    }
    let in_order = photos.iter().filter_map(|photo| Some((photo.id, kept.remove(&photo.id)?)));
    Ok((in_order.collect(), unreadable))
}
