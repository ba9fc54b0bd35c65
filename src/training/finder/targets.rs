//! What the finder is to say of a picture: at each place how central it lies in an item, and how far the
//! item's edges are.

use cnn::FINDER_STRIDE;
use photo::Region;

/// Places less central than this say nothing of an item's edges.
const LEAST_CENTRAL: f32 = 0.25;

/// The targets of one picture, place by place.
pub(super) struct Targets {
    /// How central each place is: 0 outside of all items (batch x 1 x side x side).
    pub central: Vec<f32>,
    /// How much each place's centrality counts.
    pub weight: Vec<f32>,
    /// Distances to the left, upper, right and lower edge in places, channel by channel.
    pub edges: Vec<f32>,
    /// How much each place's edges count.
    pub edge_weight: Vec<f32>,
}

/// Places along one side of a picture of `size` pixels.
pub(super) fn places(size: u32) -> usize {
    (size / FINDER_STRIDE) as usize
}

impl Targets {
    /// Of a picture of `size` pixels a side with these items, in its pixels. A place in several items
    /// belongs to the smallest. `outside` is how much places outside of all items count.
    pub(super) fn of(items: &[Region], size: u32, outside: f32) -> Self {
        let side = places(size);
        let count = side * side;
        let mut targets = Self {
            central: vec![0.0; count],
            weight: vec![outside; count],
            edges: vec![1.0; 4 * count],
            edge_weight: vec![0.0; count],
        };
        let mut by_size: Vec<&Region> = items.iter().collect();
        by_size.sort_by(|a, b| (b.width * b.height).total_cmp(&(a.width * a.height)));
        for item in by_size {
            targets.add(item, side);
        }
        targets
    }

    fn add(&mut self, item: &Region, side: usize) {
        let count = side * side;
        for place in 0..count {
            let middle = |at: usize| (at as f32 + 0.5) * FINDER_STRIDE as f32;
            let (x, y) = (middle(place % side), middle(place / side));
            let edges = [x - item.x, y - item.y, item.x + item.width - x, item.y + item.height - y];
            if edges.iter().any(|edge| *edge <= 0.0) {
                continue;
            }
            let central = centredness(edges);
            let set = |values: &mut [f32], at: usize, value: f32| {
                if let Some(slot) = values.get_mut(at) {
                    *slot = value;
                }
            };
            set(&mut self.central, place, central);
            set(&mut self.weight, place, 1.0);
            set(&mut self.edge_weight, place, if central < LEAST_CENTRAL { 0.0 } else { central });
            for (channel, edge) in edges.into_iter().enumerate() {
                set(&mut self.edges, channel * count + place, edge / FINDER_STRIDE as f32);
            }
        }
    }
}

/// 1 in an item's middle and 0 at its edges (Tian et al. 2019, "FCOS", section 3.3).
fn centredness([left, above, right, below]: [f32; 4]) -> f32 {
    let share = |a: f32, b: f32| a.min(b) / a.max(b);
    (share(left, right) * share(above, below)).sqrt()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    fn region(x: f32, y: f32, width: f32, height: f32) -> Region {
        Region { x, y, width, height }
    }

    #[test]
    fn the_middle_is_central_and_knows_its_edges() {
        let targets = Targets::of(&[region(8.0, 8.0, 40.0, 24.0)], 64, 0.3);
        let place = 2 * 8 + 3; // The place around (28, 20), the item's very middle.
        assert!((targets.central[place] - 1.0).abs() < 1e-6);
        let edges: Vec<f32> = (0..4).map(|channel| targets.edges[channel * 64 + place]).collect();
        assert_eq!(edges, [2.5, 1.5, 2.5, 1.5]);
        assert!((targets.weight[place], targets.weight[0]) == (1.0, 0.3));
        assert_eq!((targets.central[0], targets.edge_weight[0]), (0.0, 0.0));
        let corner = 8 + 1;
        assert!(targets.central[corner] > 0.0 && targets.edge_weight[corner] == 0.0);
    }

    #[test]
    fn a_small_item_on_a_large_one_has_its_places() {
        let (large, small) = (region(0.0, 0.0, 64.0, 64.0), region(24.0, 24.0, 16.0, 16.0));
        for items in [[large, small], [small, large]] {
            let targets = Targets::of(&items, 64, 1.0);
            let place = 3 * 8 + 3;
            assert_eq!(targets.edges[place], 0.5, "the left edge is the small one's");
        }
    }
}
