//! Teaching a recogniser with a few photos a product, drawn by chance from labelled ones: what it
//! would be worth to teach these products, measured before anyone does.

use std::{collections::BTreeSet, path::PathBuf, time::Instant};

use rand::{SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;

use super::{DataLabel, DataSet, LabelledPhoto, PhotoReadError, TrainingError};
use domain::ProductId;
use photo::{Picture, decode};
use recognition::{Recogniser, TaughtProduct};
use registry::ClassEntry;

/// What to teach with.
#[derive(Clone, Debug)]
pub struct TeachSample {
    /// Folder, zip or list file.
    pub data: PathBuf,
    /// Photos of each product.
    pub shots: usize,
    /// Other seeds draw other photos.
    pub seed: u64,
}

/// What was taught.
#[derive(Clone, Debug)]
pub struct Taught {
    /// The products, with their kinds.
    pub products: Vec<ClassEntry>,
    /// The photos that were drawn, by the data's names.
    pub photos: BTreeSet<String>,
    /// Longest time that one product took from its files to its mean, in milliseconds.
    pub slowest_millis: f64,
}

/// Teaches `recogniser` all products of the sample's data.
///
/// # Errors
/// [`TrainingError`] when the data cannot be read, or a photo that was drawn; of the recogniser when
/// its version cannot be taught.
pub fn teach_sample(
    recogniser: &mut Recogniser,
    sample: &TeachSample,
) -> Result<Taught, TrainingError> {
    let data = DataSet::open(&sample.data)?;
    let mut taught = Taught { products: Vec::new(), photos: BTreeSet::new(), slowest_millis: 0.0 };
    let mut learnt = Vec::new();
    for (index, label) in data.labels.iter().enumerate() {
        let drawn = draw(&data.photos, index, sample);
        if drawn.is_empty() {
            continue;
        }
        let begun = Instant::now();
        learnt.push(teach(recogniser, label, &drawn, sample)?);
        taught.slowest_millis = taught.slowest_millis.max(begun.elapsed().as_secs_f64() * 1e3);
        taught.photos.extend(drawn.iter().map(|photo| photo.name.clone()));
        taught.products.push(label.class_entry());
    }
    let known = recogniser.taught().iter().cloned();
    recogniser.set_taught(&known.chain(learnt).collect::<Vec<_>>())?;
    Ok(taught)
}

/// Some photos of a class, the same ones for the same seed whatever other classes there are.
fn draw<'a>(
    photos: &'a [LabelledPhoto],
    class: usize,
    sample: &TeachSample,
) -> Vec<&'a LabelledPhoto> {
    let mut own: Vec<&LabelledPhoto> = photos.iter().filter(|photo| photo.label == class).collect();
    let mut generator = ChaCha8Rng::seed_from_u64(sample.seed);
    generator.set_stream(class as u64);
    own.shuffle(&mut generator);
    own.truncate(sample.shots);
    own
}

fn teach(
    recogniser: &Recogniser,
    label: &DataLabel,
    drawn: &[&LabelledPhoto],
    sample: &TeachSample,
) -> Result<TaughtProduct, TrainingError> {
    let bad = |what: String| TrainingError::BadOption { what };
    let product = ProductId::kept(&label.id).map_err(|error| bad(error.to_string()))?;
    let picture = |photo: &&LabelledPhoto| -> Result<Picture, TrainingError> {
        let unreadable = |reason: PhotoReadError| {
            bad(format!("{} of {} cannot be learnt: {reason}", photo.name, sample.data.display()))
        };
        let bytes = photo.read().map_err(unreadable)?;
        decode(&bytes, &photo.name).map_err(|error| unreadable(error.into()))
    };
    let pictures = drawn.iter().map(picture).collect::<Result<Vec<_>, _>>()?;
    Ok(recogniser.teach(product, &pictures.iter().collect::<Vec<_>>())?)
}
