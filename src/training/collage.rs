//! One clean item on some ground, as it may lie on a counter (Dwibedi et al. 2017, "Cut, paste and
//! learn"): photos from shops show heaps, a till sees single goods.

use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::{Recipe, cut_out::CutOut, ground::Ground, laid_item::Lay, picture_cache::DecodedPhoto};
use photo::Preparation;

/// A picture put together, drawn but not yet painted.
pub(super) struct Collage<'a> {
    item: &'a CutOut,
    ground: Ground<'a>,
    copies: Vec<Lay>,
}

impl<'a> Collage<'a> {
    /// Draws a collage of one of `items`; `None` without any.
    pub(super) fn draw(
        items: &'a [CutOut],
        photos: &'a [DecodedPhoto],
        recipe: &Recipe,
        generator: &mut ChaCha8Rng,
    ) -> Option<Self> {
        let item = items.choose(generator)?;
        let ground = Ground::draw(photos, recipe, generator)?;
        let count = *[1, 1, 1, 1, 2, 3].choose(generator)?;
        let greatest = if count == 1 { 1.0 } else { 0.65 };
        let spread = if count == 1 { 0.15 } else { 0.3 };
        let lay = |_| Lay::draw(spread, [0.4, greatest], recipe, generator);
        Some(Self { item, ground, copies: (0..count).map(lay).collect() })
    }

    /// The same, the right way round: for goods with writing on them.
    #[must_use]
    pub(super) fn unmirrored(self) -> Self {
        Self { copies: self.copies.into_iter().map(Lay::unmirrored).collect(), ..self }
    }

    /// Class of the item.
    pub(super) fn class(&self) -> usize {
        self.item.class
    }

    /// Paints `size` x `size` x 3 normalised values, pixel by pixel.
    pub(super) fn write(&self, preparation: &Preparation, target: &mut [f32]) {
        self.ground.write(preparation.size, target);
        for copy in &self.copies {
            copy.paint(self.item, preparation.size as usize, target, |_| {});
        }
        for value in target.iter_mut() {
            *value = value.clamp(0.0, 255.0);
        }
        preparation.normalise(target);
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::rand_core::SeedableRng;

    use super::*;
    use cnn::Architecture;
    use photo::{Colours, Fit, PerceptualHash, Picture};

    fn photo(picture: Picture) -> DecodedPhoto {
        DecodedPhoto { name: String::new(), label: 1, source: 0, hash: PerceptualHash(0), picture }
    }

    #[test]
    fn the_item_lies_on_the_ground_and_a_seed_repeats_it() {
        let bytes = (0..30 * 30).flat_map(|index| {
            let (x, y) = (index % 30 - 15, index / 30 - 15);
            if x * x + y * y < 120 { [250, 0, 0] } else { [255; 3] }
        });
        let clean = photo(Picture::new(30, 30, bytes.collect()).unwrap());
        let items = [CutOut::from_clean_picture(1, clean).unwrap()];
        let grounds = [photo(Picture::filled(30, 30, [0, 0, 200]))];
        let recipe = Recipe::for_architecture(&Architecture::EfficientNetLite0);
        let preparation = Preparation {
            size: 24,
            fit: Fit::Crop,
            mean: [0.0; 3],
            scale: [255.0; 3],
            colours: Colours::Colour,
        };
        for seed in 0..20 {
            let paint = || {
                let mut generator = ChaCha8Rng::seed_from_u64(seed);
                let collage = Collage::draw(&items, &grounds, &recipe, &mut generator).unwrap();
                assert_eq!(collage.class(), 1);
                let mut values = vec![0.0; 24 * 24 * 3];
                collage.write(&preparation, &mut values);
                values
            };
            let values = paint();
            assert_eq!(values, paint());
            assert!(values.iter().all(|value| (0.0..=1.0).contains(value)));
            let red = values.chunks(3).filter(|pixel| pixel[0] > 0.7 && pixel[1] < 0.1).count();
            assert!(red > 10, "{red} red pixels");
            assert!(red < 24 * 24, "some ground is left");
        }
    }
}
