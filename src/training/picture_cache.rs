//! Photos decoded once, and kept small in memory for all epochs.

use rayon::prelude::*;

use super::{PhotoReadError, RunEvent, data_set::LabelledPhoto};
use photo::{PerceptualHash, Picture, Region, crop, decode, perceptual_hash};

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
#[derive(Default)]
pub(super) struct ReadPhotos {
    pub photos: Vec<DecodedPhoto>,
    pub unreadable: Vec<(String, PhotoReadError)>,
}

impl ReadPhotos {
    /// The photos that were read; the others are told.
    pub(super) fn told(self, on_event: &mut dyn FnMut(RunEvent)) -> Vec<DecodedPhoto> {
        for (photo, why) in self.unreadable {
            on_event(RunEvent::unreadable(photo, &why));
        }
        self.photos
    }
}

/// Photos decoded at once; progress is told between such parts.
const PART: usize = 64;

/// Decodes `photos` on all cores and makes each smaller by `reduce`.
pub(super) fn read_photos(
    photos: &[LabelledPhoto],
    reduce: impl Fn(Picture) -> Picture + Sync,
    on_progress: impl FnMut(usize),
) -> ReadPhotos {
    let as_they_are = |_: &Picture| Ok(None);
    let read = read_items(photos, as_they_are, reduce, on_progress);
    read.unwrap_or_else(|_: std::convert::Infallible| ReadPhotos::default())
}

/// The same of what `item` says of each photo, where it says something: that part is cut out before it
/// is made smaller.
///
/// # Errors
/// Those of `item`.
pub(super) fn read_items<E>(
    photos: &[LabelledPhoto],
    mut item: impl FnMut(&Picture) -> Result<Option<Region>, E>,
    reduce: impl Fn(Picture) -> Picture + Sync,
    mut on_progress: impl FnMut(usize),
) -> Result<ReadPhotos, E> {
    let mut all = ReadPhotos { photos: Vec::with_capacity(photos.len()), unreadable: Vec::new() };
    for part in photos.chunks(PART) {
        let read: Vec<_> = part.par_iter().map(|photo| (photo, read_one(photo))).collect();
        let mut decoded = Vec::with_capacity(part.len());
        for (photo, result) in read {
            match result {
                Ok(photo) => decoded.push((item(&photo.picture)?, photo)),
                Err(error) => all.unreadable.push((photo.name.clone(), error)),
            }
        }
        let reduced = decoded.into_par_iter().map(|(item, photo)| {
            let picture = match item {
                Some(region) => crop_to(&photo.picture, &region),
                None => photo.picture,
            };
            DecodedPhoto { picture: reduce(picture), ..photo }
        });
        all.photos.par_extend(reduced);
        on_progress(all.photos.len() + all.unreadable.len());
    }
    Ok(all)
}

/// The pixels of a region, as far as it lies on the picture.
fn crop_to(picture: &Picture, region: &Region) -> Picture {
    let start = |at: f32| at.round().max(0.0) as u32;
    let (x, y) = (start(region.x), start(region.y));
    let across = start(region.x + region.width).min(picture.width()).saturating_sub(x);
    let down = start(region.y + region.height).min(picture.height()).saturating_sub(y);
    crop(picture, x, y, across, down)
}

fn read_one(photo: &LabelledPhoto) -> Result<DecodedPhoto, PhotoReadError> {
    let bytes = photo.read()?;
    let picture = decode(&bytes, &photo.name)?;
    let hash = perceptual_hash(&picture);
    let LabelledPhoto { name, label, source, .. } = photo;
    Ok(DecodedPhoto { name: name.clone(), label: *label, source: *source, hash, picture })
}
