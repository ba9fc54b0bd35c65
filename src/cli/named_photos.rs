//! Photos on their way through the network: decoded over all cores, named in batches,
//! in order; the next batch is made while the network works on this one.

use std::path::{Path, PathBuf};
use std::time::Instant;

use rayon::prelude::*;
use serde::Serialize;

use super::{CliError, output, sentence};
use photo::{self, PhotoError, Picture};
use recognition::{Millis, Recognition, Scope, ShopEvidence};
use taught::ShopModel;

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
    /// The photo itself.
    pub(super) picture: Picture,
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

/// What photos are named by.
pub(super) struct Naming {
    /// The loaded version, and what it was taught.
    pub(super) model: ShopModel,
    /// The products that may be named.
    pub(super) scope: Scope,
    /// What decides beside the looks.
    pub(super) evidence: ShopEvidence,
}

/// Names photos and hands each outcome to `each`, in the order given. A photo that cannot be read
/// is also reported on stderr and does not hold up the others.
///
/// Ends in [`CliError::PhotosFailed`] if one could not be read.
pub(super) fn name_photos(
    naming: &Naming,
    photos: &[PathBuf],
    mut each: impl FnMut(Outcome) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let mut all_read = true;
    let read_all =
        |paths: &[PathBuf]| -> Vec<Read> { paths.par_iter().map(|path| read(path)).collect() };
    photo::ahead(photos, BATCH, read_all, |batch| -> Result<(), CliError> {
        for outcome in name_batch(naming, batch)? {
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

fn name_batch(naming: &Naming, batch: Vec<Read>) -> Result<Vec<Outcome>, CliError> {
    let Naming { model, scope, evidence } = naming;
    let pictures: Vec<&Picture> =
        batch.iter().filter_map(|read| Some(&read.photo.as_ref().ok()?.picture)).collect();
    let recognitions = if pictures.is_empty() {
        Vec::new()
    } else {
        model.recogniser.recognise(&pictures, scope)?
    };
    let mut recognitions = recognitions.into_iter();
    let outcomes = batch.into_iter().filter_map(|read| outcome(read, &mut recognitions, evidence));
    Ok(outcomes.collect())
}

/// Gives a read photo the next recognition; one that could not be read has none.
fn outcome(
    read: Read,
    recognitions: &mut impl Iterator<Item = Recognition>,
    evidence: &ShopEvidence,
) -> Option<Outcome> {
    let Read { name: photo, photo: read } = read;
    Some(match read {
        Ok(ReadPhoto { picture, decode }) => {
            let recognition = evidence.judge(&recognitions.next()?);
            let Millis { prepare, infer } = recognition.millis;
            let millis = PhotoMillis { decode, prepare, infer, total: decode + prepare + infer };
            Outcome::Named(NamedPhoto { photo, picture, recognition, millis })
        }
        Err(error) => Outcome::Failed { photo, error: sentence(&error) },
    })
}

/// What became of reading a photo.
struct Read {
    name: String,
    photo: Result<ReadPhoto, PhotoError>,
}

/// A photo on its way to the network, and how long that took so far.
struct ReadPhoto {
    picture: Picture,
    decode: f64,
}

fn read(path: &Path) -> Read {
    let begun = Instant::now();
    let photo = photo::load(path).map(|picture| ReadPhoto { picture, decode: millis(begun) });
    Read { name: path.to_string_lossy().into_owned(), photo }
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}
