//! Where on a picture goods lie, whatever they are; and what of the picture is looked at then.

use std::path::Path;

use super::RecognitionError;
use cnn::{DeviceChoice, FinderMaps, FinderNetwork, InferenceFinder};
use photo::{Colours, Fit, Picture, Preparation, Prepared, Region, prepare};
use registry::ShippedFinder;

/// So many hex digits of the weights' SHA-256 name a finder.
const NAME_DIGITS: usize = 8;
/// Side of the square that the finder sees.
const SIZE: u32 = 256;
/// A place less central than this (0 to 1) is no item.
const LEAST_SCORE: f32 = 0.3;
/// Of two boxes that overlap more than this the surer one stays.
const GREATEST_OVERLAP: f32 = 0.5;
/// A box lying in a surer one by more than this share of its area is a part of the same item.
const GREATEST_INSIDE: f32 = 0.85;
/// Items found at most: more are a heap.
const MOST_ITEMS: usize = 60;
/// Side of the square that is looked at, beside the item's longer side.
const LOOKED_AT: f32 = 1.25;

/// How pictures are prepared for the finder.
pub fn finder_preparation() -> Preparation {
    Preparation {
        size: SIZE,
        fit: Fit::Stretch,
        mean: [127.0; 3],
        scale: [128.0; 3],
        colours: Colours::Colour,
    }
}

/// An item on a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundItem {
    /// Where it lies, in pixels of the upright picture.
    pub region: Region,
    /// How sure the finder is, 0 to 1.
    pub score: f32,
}

/// The item finder, loaded and ready. Not `Sync`: one thread owns it.
#[derive(Debug)]
pub struct ItemFinder {
    network: InferenceFinder,
    /// Tells one finder's boxes from another's.
    name: String,
}

impl ItemFinder {
    /// Loads the finder that came with the program; `None` where it came without one.
    ///
    /// # Errors
    /// [`RecognitionError`] when it is damaged or does not fit the device.
    pub fn shipped(device: DeviceChoice) -> Result<Option<Self>, RecognitionError> {
        let Some(ShippedFinder { weights, manifest }) = ShippedFinder::find()? else {
            return Ok(None);
        };
        let digest = &manifest.weights_sha256;
        let name = digest.get(..NAME_DIGITS).unwrap_or(digest).to_owned();
        Ok(Some(Self { name, ..Self::load(&weights, device)? }))
    }

    /// Loads a finder's weights and runs once to warm up.
    ///
    /// # Errors
    /// [`RecognitionError::Network`] when the file is damaged or does not fit the device.
    pub fn load(weights: &Path, device: DeviceChoice) -> Result<Self, RecognitionError> {
        let network = FinderNetwork::load(weights, device.resolve()?)?;
        let network = InferenceFinder::new(network)?;
        network.warm_up(&finder_preparation())?;
        Ok(Self { network, name: "unnamed".to_owned() })
    }

    /// What tells its boxes from those of another finder.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The items on a picture, the surest first.
    ///
    /// # Errors
    /// [`RecognitionError::Network`] when LibTorch refuses.
    pub fn find(&self, picture: &Picture) -> Result<Vec<FoundItem>, RecognitionError> {
        let prepared: Prepared = prepare(picture, &finder_preparation());
        let maps = self.network.maps(&[&prepared])?;
        let (width, height) = (picture.width() as f32, picture.height() as f32);
        Ok(maps.first().map(|maps| items(maps, width, height)).unwrap_or_default())
    }
}

/// The items that maps tell of, on a picture of this size.
fn items(maps: &FinderMaps, width: f32, height: f32) -> Vec<FoundItem> {
    let mut all: Vec<FoundItem> = peaks(maps)
        .filter_map(|(place, score)| {
            let region = region(maps, place, width, height)?;
            Some(FoundItem { region, score })
        })
        .collect();
    all.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut kept: Vec<FoundItem> = Vec::new();
    for item in all {
        let own = item.region.width * item.region.height;
        let is_new = kept.iter().all(|other| {
            other.region.overlap(&item.region) <= GREATEST_OVERLAP
                && other.region.common_area(&item.region) <= GREATEST_INSIDE * own
        });
        if is_new && kept.len() < MOST_ITEMS {
            kept.push(item);
        }
    }
    kept
}

/// Places that are sure enough, and surer than the eight around them.
fn peaks(maps: &FinderMaps) -> impl Iterator<Item = (usize, f32)> + '_ {
    let side = maps.side;
    let at = move |x: usize, y: usize| maps.scores.get(y * side + x).copied().unwrap_or(f32::MIN);
    (0..side * side).filter_map(move |place| {
        let (x, y) = (place % side, place / side);
        let own = at(x, y);
        let score = 1.0 / (1.0 + (-own).exp());
        let around = (y.saturating_sub(1)..=(y + 1).min(side - 1))
            .flat_map(|y| (x.saturating_sub(1)..=(x + 1).min(side - 1)).map(move |x| (x, y)));
        let is_peak = around.into_iter().all(|(x, y)| at(x, y) <= own);
        (score >= LEAST_SCORE && is_peak).then_some((place, score))
    })
}

/// The box of a place, as far as it lies on the picture; `None` where nothing of it does.
fn region(maps: &FinderMaps, place: usize, width: f32, height: f32) -> Option<Region> {
    let side = maps.side as f32;
    let [left, above, right, below] = maps.edges.get(place)?.map(f32::exp);
    let (x, y) = ((place % maps.side) as f32 + 0.5, (place / maps.side) as f32 + 0.5);
    let on_picture = |at: f32, whole: f32| (at / side).clamp(0.0, 1.0) * whole;
    let (from_x, to_x) = (on_picture(x - left, width), on_picture(x + right, width));
    let (from_y, to_y) = (on_picture(y - above, height), on_picture(y + below, height));
    let region = Region { x: from_x, y: from_y, width: to_x - from_x, height: to_y - from_y };
    (region.width > 0.0 && region.height > 0.0).then_some(region)
}

/// The square around an item that the network looks at, `1.25` times its longer side, moved into the
/// picture as far as it fits.
pub fn looked_at(item: &Region, width: u32, height: u32) -> Region {
    let (width, height) = (width as f32, height as f32);
    let side = (item.width.max(item.height) * LOOKED_AT).min(width.max(height));
    let along = |from: f32, length: f32, whole: f32| {
        let start = from + (length - side) / 2.0;
        if side >= whole { (whole - side) / 2.0 } else { start.clamp(0.0, whole - side) }
    };
    Region {
        x: along(item.x, item.width, width),
        y: along(item.y, item.height, height),
        width: side,
        height: side,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use proptest::prelude::*;

    use super::*;

    /// Maps of 8 x 8 places with a peak at each of these, whose box reaches so many places each way.
    fn maps(found: &[((usize, usize), f32, [f32; 4])]) -> FinderMaps {
        let mut maps = FinderMaps { side: 8, scores: vec![-9.0; 64], edges: vec![[0.0; 4]; 64] };
        for ((x, y), score, edges) in found {
            maps.scores[y * 8 + x] = *score;
            maps.edges[y * 8 + x] = edges.map(f32::ln);
        }
        maps
    }

    #[test]
    fn a_peak_is_an_item_in_the_pictures_own_pixels() {
        let found = items(&maps(&[((3, 2), 2.0, [1.5, 0.5, 1.5, 1.5])]), 160.0, 80.0);
        let region = Region { x: 40.0, y: 20.0, width: 60.0, height: 20.0 };
        assert_eq!(found[0].region, region);
        assert!((found[0].score - 0.880_797).abs() < 1e-4);
        assert!(items(&maps(&[((3, 2), -3.0, [1.0; 4])]), 160.0, 80.0).is_empty());
    }

    #[test]
    fn the_surer_of_two_boxes_around_one_item_stays() {
        let twice = [((2, 2), 1.0, [2.0; 4]), ((4, 2), 3.0, [3.5, 2.0, 1.0, 2.0])];
        let found = items(&maps(&twice), 80.0, 80.0);
        assert_eq!(found.len(), 1);
        let apart = [((1, 1), 1.0, [1.0; 4]), ((6, 6), 3.0, [1.0; 4])];
        let found = items(&maps(&apart), 80.0, 80.0);
        assert!(found.len() == 2 && found[0].score > found[1].score);
        let part = [((3, 3), 3.0, [3.0; 4]), ((3, 5), 1.0, [0.5; 4])];
        assert_eq!(items(&maps(&part), 80.0, 80.0).len(), 1, "a stalk is no item of its own");
    }

    proptest! {
        #[test]
        fn what_is_looked_at_holds_the_item_and_keeps_to_the_picture(
            x in 0.0_f32..0.9, y in 0.0_f32..0.9, w in 0.05_f32..1.0, h in 0.05_f32..1.0,
            width in 20_u32..400, height in 20_u32..400,
        ) {
            let (across, down) = (width as f32, height as f32);
            let item = Region {
                x: x * across,
                y: y * down,
                width: (w * across).min(across - x * across),
                height: (h * down).min(down - y * down),
            };
            let seen = looked_at(&item, width, height);
            prop_assert!((seen.width - seen.height).abs() < 1e-3);
            prop_assert!(item.common_area(&seen) > 0.99 * item.width * item.height);
            let around = |from: f32, side: f32, whole: f32| {
                from >= -1e-2 && from + side <= whole + 1e-2 || side >= whole
            };
            prop_assert!(around(seen.x, seen.width, across) && around(seen.y, seen.height, down));
        }
    }
}
