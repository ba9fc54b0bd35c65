//! How well the finder finds: boxes matched one to one at an overlap of a half, whatever they show.

use std::path::Path;

use serde::Serialize;

use super::box_list::{BoxedPhoto, ItemBox, read_box_list};
use crate::{EvaluateEvent, Interval, TrainingError, measures::wilson_interval_of};
use photo::Region;
use recognition::{FoundItem, ItemFinder};

/// An item counts as found where its box overlaps the found one by at least this much.
const LEAST_OVERLAP: f32 = 0.5;

/// What a finder finds in photos with boxes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FinderFigures {
    /// Photos looked at.
    pub pictures: usize,
    /// Boxes in them.
    pub boxes: usize,
    /// Share of the found items that are boxes; none where not every item has a box.
    pub precision: Option<f64>,
    /// Share of the boxes that were found.
    pub recall: f64,
    /// Where that share lies for other photos of this kind, by chance alone.
    pub recall_interval: Interval,
    /// The harmonic mean of both.
    pub f1: Option<f64>,
    /// Share of the boxes that are the first choice, in pictures with one box.
    pub first_of_one: Option<f64>,
    /// Mean time a picture in milliseconds: preparing and finding.
    pub millis_per_picture: f64,
}

/// Judges a finder on a list of boxes; `is_complete` says that each item has a box. `on_found` hears what
/// was found on each photo, the surest first.
///
/// # Errors
/// [`TrainingError`] when the list cannot be read, or LibTorch refuses.
pub fn judge_finder(
    finder: &ItemFinder,
    boxes: &Path,
    is_complete: bool,
    on_found: &mut dyn FnMut(BoxedPhoto),
    on_event: &mut dyn FnMut(EvaluateEvent),
) -> Result<FinderFigures, TrainingError> {
    let photos = read_box_list(boxes)?;
    let mut counts = Counts::default();
    let mut seconds = 0.0;
    for (done, boxed) in photos.iter().enumerate() {
        match photo::load(&boxed.path) {
            Ok(picture) => {
                let begun = std::time::Instant::now();
                let found = finder.find(&picture)?;
                seconds += begun.elapsed().as_secs_f64();
                let truth: Vec<Region> = boxed.items.iter().map(|item| item.region).collect();
                counts.add(&truth, &found);
                on_found(found_on(&boxed.path, &found));
            }
            Err(error) => {
                let (name, reason) = (boxed.path.display().to_string(), error.to_string());
                on_event(EvaluateEvent::UnreadablePhoto { name, reason });
            }
        }
        on_event(EvaluateEvent::Judging { done: done + 1, total: photos.len() });
    }
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    let recall = share(counts.matched, counts.boxes);
    let precision = is_complete.then(|| share(counts.matched, counts.found));
    Ok(FinderFigures {
        pictures: counts.pictures,
        boxes: counts.boxes,
        precision,
        recall,
        recall_interval: wilson_interval_of(recall, counts.boxes as f64),
        f1: precision.map(|precision| {
            2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE)
        }),
        first_of_one: (counts.singles > 0).then(|| share(counts.first, counts.singles)),
        millis_per_picture: seconds * 1e3 / counts.pictures.max(1) as f64,
    })
}

/// What was found, as a list of boxes has it: the score stands where others say what an item is.
fn found_on(path: &Path, found: &[FoundItem]) -> BoxedPhoto {
    let item = |it: &FoundItem| ItemBox { what: format!("{:.3}", it.score), region: it.region };
    BoxedPhoto { path: path.to_owned(), items: found.iter().map(item).collect() }
}

#[derive(Default)]
struct Counts {
    pictures: usize,
    boxes: usize,
    found: usize,
    matched: usize,
    singles: usize,
    first: usize,
}

impl Counts {
    /// Found items take the boxes that they overlap most, the surest first.
    fn add(&mut self, truth: &[Region], found: &[FoundItem]) {
        self.pictures += 1;
        self.boxes += truth.len();
        self.found += found.len();
        let mut free: Vec<&Region> = truth.iter().collect();
        for (rank, item) in found.iter().enumerate() {
            let overlap = |region: &Region| region.overlap(&item.region);
            let best = free.iter().enumerate().max_by(|a, b| overlap(a.1).total_cmp(&overlap(b.1)));
            let Some((index, region)) = best else { break };
            if overlap(region) >= LEAST_OVERLAP {
                free.remove(index);
                self.matched += 1;
                self.first += usize::from(rank == 0 && truth.len() == 1);
            }
        }
        self.singles += usize::from(truth.len() == 1);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    fn item(x: f32, score: f32) -> FoundItem {
        FoundItem { region: Region { x, y: 0.0, width: 10.0, height: 10.0 }, score }
    }

    #[test]
    fn each_box_is_found_once() {
        let truth = [item(0.0, 0.0).region, item(30.0, 0.0).region];
        let mut counts = Counts::default();
        counts.add(&truth, &[item(1.0, 0.9), item(2.0, 0.8), item(60.0, 0.7)]);
        assert_eq!((counts.boxes, counts.found, counts.matched), (2, 3, 1));
        counts.add(&truth[..1], &[item(1.0, 0.9)]);
        assert_eq!((counts.singles, counts.first), (1, 1));
    }
}
