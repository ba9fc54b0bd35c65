//! Photos on their way through the network: decoded over all cores, named in batches, in order.

use std::path::{Path, PathBuf};
use std::time::Instant;

use rayon::prelude::*;
use serde::Serialize;

use super::shop::Decider;
use super::{CliError, output, sentence};
use crate::photo::{self, PhotoError, Picture};
use crate::recognition::{Decision, Recogniser, Recognition, Scope};

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
    /// What the till would do with it.
    pub(super) decision: Decision,
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
    /// The loaded version.
    pub(super) recogniser: Recogniser,
    /// The products that may be named.
    pub(super) scope: Scope,
    /// Who decides.
    pub(super) decider: Decider,
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
    for batch in photos.chunks(BATCH) {
        for outcome in name_batch(naming, batch)? {
            if let Outcome::Failed { error, .. } = &outcome {
                all_read = false;
                output::print_error(error);
            }
            each(outcome)?;
        }
    }
    if all_read { Ok(()) } else { Err(CliError::PhotosFailed) }
}

fn name_batch(naming: &Naming, paths: &[PathBuf]) -> Result<Vec<Outcome>, CliError> {
    let Naming { recogniser, scope, decider } = naming;
    let decoded: Vec<_> = paths.par_iter().map(|path| decode(path)).collect();
    let pictures: Vec<&Picture> =
        decoded.iter().filter_map(|photo| photo.picture.as_ref().ok()).collect();
    let recognitions =
        if pictures.is_empty() { Vec::new() } else { recogniser.recognise(&pictures, scope)? };
    let mut recognitions = recognitions.into_iter();
    let outcomes =
        decoded.into_iter().filter_map(|photo| outcome(photo, &mut recognitions, decider));
    Ok(outcomes.collect())
}

/// Gives a decoded photo the next recognition; one that could not be decoded has none.
fn outcome(
    decoded: Decoded,
    recognitions: &mut impl Iterator<Item = Recognition>,
    decider: &Decider,
) -> Option<Outcome> {
    let photo = decoded.photo;
    Some(match decoded.picture {
        Ok(picture) => {
            let recognition = recognitions.next()?;
            let millis = photo_millis(decoded.millis, &recognition);
            let decision = decider.decide(&recognition);
            Outcome::Named(NamedPhoto { photo, picture, recognition, decision, millis })
        }
        Err(error) => Outcome::Failed { photo, error: sentence(&error) },
    })
}

struct Decoded {
    photo: String,
    picture: Result<Picture, PhotoError>,
    millis: f64,
}

fn decode(path: &Path) -> Decoded {
    let start = Instant::now();
    let picture = photo::load(path);
    let millis = start.elapsed().as_secs_f64() * 1e3;
    Decoded { photo: path.to_string_lossy().into_owned(), picture, millis }
}

fn photo_millis(decode: f64, recognition: &Recognition) -> PhotoMillis {
    let (prepare, infer) = (recognition.millis.prepare, recognition.millis.infer);
    PhotoMillis { decode, prepare, infer, total: decode + prepare + infer }
}
