//! Photos with boxes, looked at in random ways. Goods without a box are no empty ground: only the boxes
//! are learnt from.

use rand_chacha::ChaCha8Rng;

use super::box_list::BoxedPhoto;
use crate::{Recipe, RunEvent, TrainingError, augmentation::Look};
use photo::{Picture, Region, resize_within};

/// Longest side that is kept, in pixels.
const LONGEST_SIDE: u32 = 448;
/// Share of a photo's area that is looked at.
const LOOKED_AT: [f64; 2] = [0.4, 1.0];
/// A box of which less than this share is seen is none.
const LEAST_SEEN: f32 = 0.5;

/// A photo that was read, and its boxes in its pixels.
pub(super) struct ReadBoxes {
    picture: Picture,
    regions: Vec<Region>,
}

impl ReadBoxes {
    /// Reads photos; those that cannot be read are told.
    pub(super) fn of(
        photos: &[BoxedPhoto],
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<Vec<Self>, TrainingError> {
        let mut all = Vec::with_capacity(photos.len());
        for (done, boxed) in photos.iter().enumerate() {
            match photo::load(&boxed.path) {
                Ok(picture) => {
                    let small = resize_within(&picture, LONGEST_SIDE);
                    let factor = small.width() as f32 / picture.width() as f32;
                    let regions = boxed.items.iter().map(|item| item.region.scaled(factor));
                    all.push(Self { regions: regions.collect(), picture: small });
                }
                Err(error) => {
                    let name = boxed.path.display().to_string();
                    on_event(RunEvent::unreadable(name, &error.into()));
                }
            }
            on_event(RunEvent::Reading { done: done + 1, total: photos.len() });
        }
        Ok(all)
    }

    /// A random look, straight on: one that is turned would loosen the boxes.
    pub(super) fn draw(&self, recipe: &Recipe, generator: &mut ChaCha8Rng) -> Look {
        let recipe =
            Recipe { rotation_degrees: 0.0, crop_area: LOOKED_AT, blur: 0.004, ..recipe.clone() };
        Look::draw(&recipe, self.picture.width(), self.picture.height(), generator)
    }

    /// Writes `size` x `size` x 3 values of 0 to 255; answers with the boxes that can be seen.
    pub(super) fn write(&self, look: &Look, size: u32, target: &mut [f32]) -> Vec<Region> {
        look.write_bytes(&self.picture, size, target);
        let whole = Region { x: 0.0, y: 0.0, width: 1.0, height: 1.0 };
        let (width, height) = (self.picture.width(), self.picture.height());
        let seen = self.regions.iter().filter_map(|region| {
            let shown = look.shown(region, width, height);
            let share = shown.common_area(&whole) / (shown.width * shown.height);
            let (x, y) = (shown.x.max(0.0), shown.y.max(0.0));
            let (right, below) =
                ((shown.x + shown.width).min(1.0), (shown.y + shown.height).min(1.0));
            let part = Region { x, y, width: right - x, height: below - y };
            (share >= LEAST_SEEN).then(|| part.scaled(size as f32))
        });
        seen.collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use rand_chacha::rand_core::SeedableRng;

    use super::*;
    use crate::finder::composite::look_recipe;

    #[test]
    fn a_box_stays_around_its_item_whatever_the_look() {
        let bytes = (0..100 * 80).flat_map(|at| {
            let (x, y) = (at % 100, at / 100);
            let inside = (30..60).contains(&x) && (20..50).contains(&y);
            if inside { [255, 0, 0] } else { [0, 0, 0] }
        });
        let picture = Picture::new(100, 80, bytes.collect()).unwrap();
        let regions = vec![Region { x: 30.0, y: 20.0, width: 30.0, height: 30.0 }];
        let photo = ReadBoxes { picture, regions };
        let recipe = look_recipe();
        let mut seen = 0;
        for seed in 0..40 {
            let look = photo.draw(&recipe, &mut ChaCha8Rng::seed_from_u64(seed));
            let mut values = vec![0.0; 64 * 64 * 3];
            let shown = photo.write(&look, 64, &mut values);
            let Some(region) = shown.first() else { continue };
            seen += 1;
            for (at, pixel) in values.chunks(3).enumerate() {
                let (x, y) = ((at % 64) as f32 + 0.5, (at / 64) as f32 + 0.5);
                let grown = Region {
                    x: region.x - 2.0,
                    y: region.y - 2.0,
                    width: region.width + 4.0,
                    height: region.height + 4.0,
                };
                assert!(pixel[0] < 60.0 || grown.contains(x, y), "{seed}: {x} {y} {region:?}");
            }
        }
        assert!(seen > 25, "{seen}");
    }
}
