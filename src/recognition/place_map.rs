//! What each place of the prepared square says, as numbers on a grid, read off anywhere between.

use cnn::{ClassRow, PlaceAxis, PlaceFeatures};

/// Evidence at the places of a feature map: above 0 for something, below 0 against it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PlaceMap {
    across: PlaceAxis,
    down: PlaceAxis,
    /// Row by row from the top left.
    pub(super) values: Vec<f32>,
}

impl PlaceMap {
    /// The class activation map (Zhou et al. 2016, "Learning deep features for discriminative
    /// localization"): the class's row applied to the features of each place. Their mean is the
    /// class's logit, because the row's bias counts at every place alike: a place is above 0 if a
    /// picture that looked like it all over would have a logit above 0.
    pub(super) fn of_class(features: &PlaceFeatures, row: &ClassRow) -> Self {
        let evidence = |place: &[f32]| {
            let products = place.iter().zip(&row.weights).map(|(x, w)| x * w);
            products.sum::<f32>() + row.bias
        };
        let axis = features.axis();
        Self { across: axis, down: axis, values: features.places().map(evidence).collect() }
    }

    /// The evidence of two networks that look at the same places.
    pub(super) fn plus(mut self, other: &Self) -> Self {
        self.values.iter_mut().zip(&other.values).for_each(|(own, more)| *own += more);
        self
    }

    /// Evidence that was measured at `count * count` places, row by row from the top left.
    pub(super) fn measured(axis: PlaceAxis, values: Vec<f32>) -> Self {
        Self { across: axis, down: axis, values }
    }

    /// The map of a picture, from the map of its mirror image on a square of `size` pixels.
    pub(super) fn mirrored(mut self, size: f32) -> Self {
        self.values.chunks_exact_mut(self.across.count.max(1)).for_each(<[f32]>::reverse);
        let last = self.across.first + self.across.pitch * (self.across.count as f32 - 1.0);
        self.across.first = size - last;
        self
    }

    /// The evidence around a point, in pixels of the square: a uniform cubic B-spline over the
    /// places, which is smooth and nowhere above or below the places around. The places beyond the
    /// outermost ones are mirror images of those before, so that an edge is no warmer than the
    /// middle, and what lies outside of the outermost places is as they are.
    pub(super) fn at(&self, x: f32, y: f32) -> f32 {
        let (across, down) = (weights(self.across, x), weights(self.down, y));
        let row = |row: usize| -> f32 {
            let value = |&(column, weight): &(usize, f32)| {
                weight * self.values.get(row * self.across.count + column).unwrap_or(&0.0)
            };
            across.iter().map(value).sum()
        };
        down.iter().map(|&(index, weight)| weight * row(index)).sum()
    }
}

/// The four places around a point, and the share of each; the shares sum to 1.
fn weights(axis: PlaceAxis, at: f32) -> [(usize, f32); 4] {
    let last = axis.count.saturating_sub(1) as f32;
    let at = ((at - axis.first) / axis.pitch).clamp(0.0, last);
    let (before, t) = (at.floor(), at - at.floor());
    let mirrored = |index: f32| if index > last { 2.0 * last - index } else { index.abs() };
    let shares = [
        (1.0 - t).powi(3),
        3.0 * t.powi(3) - 6.0 * t.powi(2) + 4.0,
        -3.0 * t.powi(3) + 3.0 * t.powi(2) + 3.0 * t + 1.0,
        t.powi(3),
    ];
    let mut step = -2.0;
    shares.map(|share| {
        step += 1.0;
        (mirrored(before + step).clamp(0.0, last) as usize, share / 6.0)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn axis(count: usize, first: f32) -> PlaceAxis {
        PlaceAxis { count, first, pitch: 32.0 }
    }

    fn any_map() -> impl Strategy<Value = PlaceMap> {
        (1usize..9, -20f32..40.0).prop_flat_map(|(count, first)| {
            prop::collection::vec(-5f32..5.0, count * count)
                .prop_map(move |values| PlaceMap::measured(axis(count, first), values))
        })
    }

    #[test]
    fn the_warmest_point_is_the_warmest_place() {
        let mut values = vec![0.0; 36];
        values[2 * 6 + 4] = 1.0;
        let map = PlaceMap::measured(axis(6, 31.5), values);
        let (x, y) = (31.5 + 4.0 * 32.0, 31.5 + 2.0 * 32.0);
        let greatest = map.at(x, y);
        assert!((greatest - 4.0 / 9.0).abs() < 1e-6);
        for step in 0..192 {
            let at = step as f32;
            assert!(map.at(at, y) <= greatest && map.at(x, at) <= greatest, "{at}");
        }
    }

    #[test]
    fn a_place_at_the_edge_counts_as_much_as_one_in_the_middle() {
        let peak = |place: usize| {
            let mut values = vec![0.0; 25];
            values[place] = 1.0;
            let map = PlaceMap::measured(axis(5, 16.0), values);
            let peaks = (0..160).flat_map(|x| (0..160).map(move |y| (x as f32, y as f32)));
            peaks.map(|(x, y)| map.at(x, y)).fold(0.0, f32::max)
        };
        for place in [0, 2, 4, 10, 22] {
            assert!((peak(place) - peak(12)).abs() < 1e-5, "place {place} is {}", peak(place));
        }
    }

    proptest! {
        #[test]
        fn nothing_between_places_is_beyond_them(
            map in any_map(), x in -100f32..400.0, y in -100f32..400.0,
        ) {
            let least = map.values.iter().copied().fold(f32::INFINITY, f32::min);
            let greatest = map.values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let value = map.at(x, y);
            prop_assert!(value >= least - 1e-4 && value <= greatest + 1e-4, "{value}");
        }

        #[test]
        fn a_mirrored_map_is_the_map_seen_from_behind(
            map in any_map(), x in 0f32..192.0, y in 0f32..192.0,
        ) {
            let mirrored = map.clone().mirrored(192.0);
            prop_assert!((mirrored.at(192.0 - x, y) - map.at(x, y)).abs() < 1e-3);
        }
    }
}
