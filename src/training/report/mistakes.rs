//! Which product was taken for which, and the pairs that are mixed up most.

use std::collections::BTreeMap;

use serde::Serialize;

use super::examples::{Example, row_example, with_thumbnails};
use crate::judged_row::JudgedRow;

/// Pairs that are told.
const PAIRS: usize = 8;
/// Pictures of each pair.
const EXAMPLES: usize = 4;

/// A mistake and how often it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Confusion {
    /// What the photos show.
    pub shows: String,
    /// What was named first instead.
    pub taken_for: String,
    /// How many photos.
    pub photos: usize,
}

/// Two products that were taken for each other.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MixedUpPair {
    /// The product that was more often taken for the other.
    pub first: String,
    /// The other.
    pub second: String,
    /// Photos of the first that were taken for the second.
    pub first_taken_for_second: usize,
    /// Photos of the second that were taken for the first.
    pub second_taken_for_first: usize,
    /// All photos of the first.
    pub first_photos: usize,
    /// All photos of the second.
    pub second_photos: usize,
    /// Some of the photos that were mixed up, the most confident first; at most four.
    pub examples: Vec<Example>,
}

/// Each wrong photo with what it was taken for.
fn mistakes(rows: &[JudgedRow]) -> impl Iterator<Item = (&JudgedRow, &str)> {
    rows.iter()
        .filter(|row| !row.is_right())
        .filter_map(|row| Some((row, row.tiles.first()?.product.as_str())))
}

/// Each mistake, the most frequent first, then by name.
pub(super) fn confusion(rows: &[JudgedRow]) -> Vec<Confusion> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (row, taken_for) in mistakes(rows) {
        *counts.entry((&row.label, taken_for)).or_default() += 1;
    }
    let mut confusion: Vec<Confusion> = counts
        .into_iter()
        .map(|((shows, taken_for), photos)| Confusion {
            shows: shows.to_owned(),
            taken_for: taken_for.to_owned(),
            photos,
        })
        .collect();
    confusion.sort_by_key(|mistake| std::cmp::Reverse(mistake.photos));
    confusion
}

/// The pairs with most mistakes in both directions, the worst first.
pub(super) fn worst_pairs(rows: &[JudgedRow]) -> Vec<MixedUpPair> {
    let mut pairs: BTreeMap<(&str, &str), Vec<&JudgedRow>> = BTreeMap::new();
    for (row, taken_for) in mistakes(rows) {
        let label = row.label.as_str();
        pairs.entry((label.min(taken_for), label.max(taken_for))).or_default().push(row);
    }
    let mut ordered: Vec<_> = pairs.into_iter().collect();
    ordered.sort_by_key(|(_, mixed_up)| std::cmp::Reverse(mixed_up.len()));
    ordered.into_iter().take(PAIRS).map(|(names, mixed_up)| pair(names, mixed_up, rows)).collect()
}

fn pair(names: (&str, &str), mut mixed_up: Vec<&JudgedRow>, rows: &[JudgedRow]) -> MixedUpPair {
    let taken = |name: &str| mixed_up.iter().filter(|row| row.label == name).count();
    let photos = |name: &str| rows.iter().filter(|row| row.label == name).count();
    let (first, second) = if taken(names.1) > taken(names.0) { (names.1, names.0) } else { names };
    let (first_taken_for_second, second_taken_for_first) = (taken(first), taken(second));
    mixed_up.sort_by(|a, b| b.best_score().total_cmp(&a.best_score()));
    let shown = mixed_up.into_iter().take(EXAMPLES);
    MixedUpPair {
        first: first.to_owned(),
        second: second.to_owned(),
        first_taken_for_second,
        second_taken_for_first,
        first_photos: photos(first),
        second_photos: photos(second),
        examples: with_thumbnails(shown.map(row_example).collect()),
    }
}
