//! Photos on their way through the network: decoded and prepared over all cores, named in batches,
//! in order; the next batch is made while the network works on this one.

use std::path::{Path, PathBuf};
use std::time::Instant;

use rayon::prelude::*;
use serde::Serialize;

use super::{CliError, output, sentence};
use crate::photo::{self, PhotoError, Preparation, Prepared};
use crate::recognition::{Recogniser, Recognition, Scope};

/// Photos held decoded at one time: enough to fill the network, few enough for any memory.
const BATCH: usize = 16;

/// Milliseconds that one photo took, step by step.
#[derive(Serialize, Clone, Copy, Debug)]
pub(super) struct PhotoMillis {
    decode: f64,
    prepare: f64,
    infer: f64,
    total: f64,
}

/// A photo and what was seen on it.
pub(super) struct NamedPhoto {
    /// The path as given.
    pub(super) photo: String,
    /// What it shows.
    pub(super) recognition: Recognition,
    /// How long that took.
    pub(super) millis: PhotoMillis,
}

/// What became of a photo.
pub(super) enum Outcome {
    /// It was named, or honestly not.
    Named(NamedPhoto),
    /// It could not be read.
    Failed { photo: String, error: String },
}

/// Names photos and hands each outcome to `each`, in the order given. A photo that cannot be read
/// is also reported on stderr and does not hold up the others.
///
/// Ends in [`CliError::PhotosFailed`] if one could not be read.
pub(super) fn name_photos(
    recogniser: &Recogniser,
    scope: &Scope,
    photos: &[PathBuf],
    mut each: impl FnMut(Outcome) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let mut all_read = true;
    let preparation = &recogniser.version().manifest.preparation;
    let read_all = |paths: &[PathBuf]| -> Vec<ReadPhoto> {
        paths.par_iter().map(|path| read(path, preparation)).collect()
    };
    photo::ahead(photos, BATCH, read_all, |batch| -> Result<(), CliError> {
        for outcome in name_batch(recogniser, scope, batch)? {
            if let Outcome::Failed { error, .. } = &outcome {
                all_read = false;
                output::print_error(error);
            }
            each(outcome)?;
        }
        Ok(())
    })?;
    if all_read { Ok(()) } else { Err(CliError::PhotosFailed) }
}

fn name_batch(
    recogniser: &Recogniser,
    scope: &Scope,
    batch: Vec<ReadPhoto>,
) -> Result<Vec<Outcome>, CliError> {
    let prepared: Vec<&Prepared> =
        batch.iter().filter_map(|photo| photo.prepared.as_ref().ok()).collect();
    let recognitions = if prepared.is_empty() {
        Vec::new()
    } else {
        recogniser.recognise_prepared(&prepared, scope)?
    };
    let mut recognitions = recognitions.into_iter();
    let outcomes = batch.into_iter().filter_map(|photo| outcome(photo, &mut recognitions));
    Ok(outcomes.collect())
}

/// Gives a read photo the next recognition; one that could not be read has none.
fn outcome(
    read: ReadPhoto,
    recognitions: &mut impl Iterator<Item = Recognition>,
) -> Option<Outcome> {
    let photo = read.photo;
    Some(match read.prepared {
        Ok(_) => {
            let recognition = recognitions.next()?;
            let (decode, prepare, infer) = (read.decode, read.prepare, recognition.millis.infer);
            let millis = PhotoMillis { decode, prepare, infer, total: decode + prepare + infer };
            Outcome::Named(NamedPhoto { photo, recognition, millis })
        }
        Err(error) => Outcome::Failed { photo, error: sentence(&error) },
    })
}

/// A photo on its way to the network, and how long that took so far.
struct ReadPhoto {
    photo: String,
    prepared: Result<Prepared, PhotoError>,
    decode: f64,
    prepare: f64,
}

fn read(path: &Path, preparation: &Preparation) -> ReadPhoto {
    let begun = Instant::now();
    let picture = photo::load(path);
    let decode = millis(begun);
    let begun = Instant::now();
    let prepared = picture.map(|picture| photo::prepare(&picture, preparation));
    let photo = path.to_string_lossy().into_owned();
    ReadPhoto { photo, prepared, decode, prepare: millis(begun) }
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}
