//! Batches for the network, painted from photos and clean items while the network works on the one
//! before.

use std::thread;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::{
    Recipe, TrainingError, augmentation::Look, collage::Collage, cut_out::CutOut, mixing::Blend,
    picture_cache::DecodedPhoto,
};
use photo::Preparation;

/// What batches are painted from.
#[derive(Clone, Copy)]
pub(super) struct Painter<'a> {
    pub photos: &'a [DecodedPhoto],
    pub clean_items: &'a [CutOut],
    pub recipe: &'a Recipe,
    pub preparation: &'a Preparation,
    /// Products and kinds.
    pub label_count: usize,
    /// Whether a class may be mirrored, by its index; those beyond may.
    pub may_mirror: &'a [bool],
}

/// A batch as plain numbers.
pub(super) struct PaintedBatch {
    /// Pictures: count x size x size x 3.
    pub values: Vec<f32>,
    /// One-hot labels: count x labels.
    pub targets: Vec<f32>,
    /// Number of pictures.
    pub count: usize,
    /// How they are to be mixed.
    pub blend: Blend,
}

impl<'a> Painter<'a> {
    /// Draws and paints the photos of the given indices.
    pub(super) fn paint(&self, batch: &[usize], generator: &mut ChaCha8Rng) -> PaintedBatch {
        let chosen = batch.iter().filter_map(|&index| self.photos.get(index));
        let samples: Vec<Sample> = chosen.map(|photo| self.draw(photo, generator)).collect();
        let blend = Blend::draw(self.recipe, generator);
        let pixels = self.preparation.size as usize * self.preparation.size as usize * 3;
        let mut values = vec![0.0_f32; samples.len() * pixels];
        values
            .par_chunks_exact_mut(pixels)
            .zip(&samples)
            .for_each(|(target, sample)| sample.write(self.preparation, target));
        let mut targets = vec![0.0_f32; samples.len() * self.label_count];
        for (row, sample) in targets.chunks_exact_mut(self.label_count).zip(&samples) {
            if let Some(slot) = row.get_mut(sample.label()) {
                *slot = 1.0;
            }
        }
        PaintedBatch { values, targets, count: samples.len(), blend }
    }

    /// A random look of `photo`, or a clean item in its place.
    fn draw(&self, photo: &'a DecodedPhoto, generator: &mut ChaCha8Rng) -> Sample<'a> {
        if !self.clean_items.is_empty() && generator.random_bool(self.recipe.clean_share) {
            let collage = Collage::draw(self.clean_items, self.photos, self.recipe, generator);
            if let Some(collage) = collage {
                let may_mirror = self.may_mirror.get(collage.class()) != Some(&false);
                return Sample::Collage(if may_mirror { collage } else { collage.unmirrored() });
            }
        }
        let (width, height) = (photo.picture.width(), photo.picture.height());
        let look = Look::draw(self.recipe, width, height, generator);
        let may_mirror = self.may_mirror.get(photo.label) != Some(&false);
        Sample::Photo(photo, if may_mirror { look } else { look.unmirrored() })
    }
}

/// Paints batch after batch on a thread of its own, one ahead of `work`, which takes them in their
/// order. All chance comes from `generator`, in the batches' order.
pub(super) fn paint_ahead<T, B: Send>(
    paint: impl Fn(&[usize], &mut ChaCha8Rng) -> B + Send,
    batches: &[&[usize]],
    mut generator: ChaCha8Rng,
    work: impl FnOnce(&mut dyn Iterator<Item = B>) -> Result<T, TrainingError>,
) -> Result<T, TrainingError> {
    thread::scope(|scope| {
        let (sender, painted) = crossbeam_channel::bounded(1);
        let paint_all = move || {
            for batch in batches {
                if sender.send(paint(batch, &mut generator)).is_err() {
                    return;
                }
            }
        };
        base::threads::start_within(scope, "painter", paint_all).map_err(TrainingError::Thread)?;
        work(&mut painted.into_iter())
    })
}

/// One picture of a batch, drawn but not yet painted.
enum Sample<'a> {
    Photo(&'a DecodedPhoto, Look),
    Collage(Collage<'a>),
}

impl Sample<'_> {
    /// A product's label is its class.
    fn label(&self) -> usize {
        match self {
            Self::Photo(photo, _) => photo.label,
            Self::Collage(collage) => collage.class(),
        }
    }

    fn write(&self, preparation: &Preparation, target: &mut [f32]) {
        match self {
            Self::Photo(photo, look) => look.write(&photo.picture, preparation, target),
            Self::Collage(collage) => collage.write(preparation, target),
        }
    }
}
