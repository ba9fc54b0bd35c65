//! Photos that belong together: bursts of one item and near-duplicates never stand on two sides of
//! a split.

use photo::PerceptualHash;

/// Bits in which the hashes of near-duplicates may differ, of 64.
pub const TWIN_DISTANCE: u32 = 5;
/// The same for neighbours in a burst (consecutive numbers of one product), which differ more.
pub const BURST_DISTANCE: u32 = 14;
/// Beyond so many photos, comparing all pairs takes too long; only neighbours and equal hashes are
/// compared then.
const ALL_PAIRS_LIMIT: usize = 12_000;

/// Groups of photo indices, each in ascending order, ordered by their first photo. `photos`: what each
/// shows, as a number, and its hash, in the order in which they were taken.
pub fn photo_groups(photos: &[(usize, PerceptualHash)]) -> Vec<Vec<usize>> {
    let mut sets = DisjointSets::new(photos.len());
    join_bursts(photos, &mut sets);
    if photos.len() <= ALL_PAIRS_LIMIT {
        join_twins(photos, &mut sets);
    } else {
        join_equals(photos, &mut sets);
    }
    sets.groups()
}

fn join_bursts(photos: &[(usize, PerceptualHash)], sets: &mut DisjointSets) {
    for (index, pair) in photos.windows(2).enumerate() {
        if let [(class, hash), (other_class, other)] = pair
            && class == other_class
            && hash.distance(*other) <= BURST_DISTANCE
        {
            sets.join(index, index + 1);
        }
    }
}

fn join_twins(photos: &[(usize, PerceptualHash)], sets: &mut DisjointSets) {
    for (first, (_, hash)) in photos.iter().enumerate() {
        for (second, (_, other)) in photos.iter().enumerate().skip(first + 1) {
            if hash.distance(*other) <= TWIN_DISTANCE {
                sets.join(first, second);
            }
        }
    }
}

fn join_equals(photos: &[(usize, PerceptualHash)], sets: &mut DisjointSets) {
    let mut order: Vec<usize> = (0..photos.len()).collect();
    let hash = |index: usize| photos.get(index).map(|(_, hash)| hash.0);
    order.sort_by_key(|&index| hash(index));
    for pair in order.windows(2) {
        if let [a, b] = *pair
            && hash(a) == hash(b)
        {
            sets.join(a, b);
        }
    }
}

/// Union-find with path halving: indices that belong together.
pub struct DisjointSets {
    parents: Vec<usize>,
}

impl DisjointSets {
    /// So many indices, each on its own.
    pub fn new(count: usize) -> Self {
        Self { parents: (0..count).collect() }
    }

    fn root(&mut self, mut index: usize) -> usize {
        while let Some(&parent) = self.parents.get(index) {
            if parent == index {
                break;
            }
            let grandparent = self.parents.get(parent).copied().unwrap_or(parent);
            if let Some(slot) = self.parents.get_mut(index) {
                *slot = grandparent;
            }
            index = grandparent;
        }
        index
    }

    /// Puts two indices, and whatever belongs to them, together.
    pub fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        let (lower, higher) = (a.min(b), a.max(b));
        if let Some(slot) = self.parents.get_mut(higher) {
            *slot = lower;
        }
    }

    /// The groups, each in ascending order, ordered by their first index.
    pub fn groups(mut self) -> Vec<Vec<usize>> {
        let mut members = std::collections::BTreeMap::<usize, Vec<usize>>::new();
        for index in 0..self.parents.len() {
            let root = self.root(index);
            members.entry(root).or_default().push(index);
        }
        members.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn photo(class: usize, hash: u64) -> (usize, PerceptualHash) {
        (class, PerceptualHash(hash))
    }

    #[test]
    fn bursts_and_twins_stay_together() {
        let far = 0xFFFF_FFFF_0000_0000;
        let photos = [
            photo(0, 0),
            photo(0, 0xFF), // 8 bits from its neighbour: a burst
            photo(0, far),
            photo(1, 0x00FF_00FF_00FF_00FF),
            photo(1, far ^ 1), // a twin of the third, of another class
        ];
        assert_eq!(photo_groups(&photos), [vec![0, 1], vec![2, 4], vec![3]]);
    }
}
