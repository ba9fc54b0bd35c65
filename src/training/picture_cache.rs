//! Photos decoded once, and kept small in memory for all epochs.

use rayon::prelude::*;

use super::{PhotoReadError, data_set::LabelledPhoto};
use photo::{PerceptualHash, Picture, decode, perceptual_hash};

/// A photo that was read.
#[derive(Clone, Debug)]
pub(super) struct DecodedPhoto {
    /// Name for people.
    pub name: String,
    /// Its label: an index into [`super::labels::LabelTable`], of the data's own before that is made.
    pub label: usize,
    /// Index into the data's sources.
    pub source: usize,
    /// Its hash, taken before it was made smaller.
    pub hash: PerceptualHash,
    /// The picture, after `reduce`.
    pub picture: Picture,
}

/// Photos that were read, in their order, and those that were not, each with its reason.
pub(super) struct ReadPhotos {
    pub photos: Vec<DecodedPhoto>,
    pub unreadable: Vec<(String, PhotoReadError)>,
}

/// Photos decoded at once; progress is told between such parts.
const PART: usize = 64;

/// Decodes `photos` on all cores and makes each smaller by `reduce`.
pub(super) fn read_photos(
    photos: &[LabelledPhoto],
    reduce: impl Fn(Picture) -> Picture + Sync,
    mut on_progress: impl FnMut(usize),
) -> ReadPhotos {
    let mut all = ReadPhotos { photos: Vec::with_capacity(photos.len()), unreadable: Vec::new() };
    for part in photos.chunks(PART) {
        let read: Vec<_> = part.par_iter().map(|photo| (photo, read_one(photo, &reduce))).collect();
        for (photo, result) in read {
            match result {
                Ok(decoded) => all.photos.push(decoded),
                Err(error) => all.unreadable.push((photo.name.clone(), error)),
            }
        }
        on_progress(all.photos.len() + all.unreadable.len());
    }
    all
}

fn read_one(
    photo: &LabelledPhoto,
    reduce: impl Fn(Picture) -> Picture,
) -> Result<DecodedPhoto, PhotoReadError> {
    let bytes = photo.read()?;
    let picture = decode(&bytes, &photo.name)?;
    let hash = perceptual_hash(&picture);
    let picture = reduce(picture);
    let LabelledPhoto { name, label, source, .. } = photo;
    Ok(DecodedPhoto { name: name.clone(), label: *label, source: *source, hash, picture })
}
