//! Which frames of a showing are worth a photo: sharp ones in good light that show what no photo of
//! the showing shows yet. Pure: frames and the time go in.

use super::cut_out::CutOut;
use super::hints::{Hint, Measures, Progress, hint};
use photo::{Glimpse, PerceptualHash, TrayArea, perceptual_hash, quality};

/// Two photos are at least so far apart, in milliseconds: nobody turns an item faster.
const PACE: u64 = 150;
/// Hashes that differ in no more bits than this are of the same view.
const SAME_BITS: u32 = 5;
/// How far a cell's level may be off and still show the same, of 255.
const TOLERANCE: f32 = 20.0;
/// Pictures with no more differing cells than this share show the same.
const SAME_SHARE: f32 = 0.06;
/// A frame is compared with so many photos, the newest.
const COMPARED: usize = 24;

/// What a photo looks like, as far as likeness goes.
#[derive(Clone, Debug)]
struct Looks {
    hash: PerceptualHash,
    glimpse: Glimpse,
}

impl Looks {
    fn is_like(&self, other: &Self) -> bool {
        let differing = || self.glimpse.change(&other.glimpse, TOLERANCE).count();
        let least = SAME_SHARE * photo::GLIMPSE_CELLS as f32;
        self.hash.distance(other.hash) <= SAME_BITS || (differing() as f32) < least
    }
}

/// What is to become of a frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Choice {
    /// It is to be kept.
    pub keep: bool,
    /// What to tell whoever shows the item.
    pub hint: Option<Hint>,
}

/// Chooses among the frames of one showing.
#[derive(Debug, Default)]
pub struct FrameChoice {
    kept: Vec<Looks>,
    progress: Progress,
    kept_at: Option<u64>,
    alike_since: Option<u64>,
}

impl FrameChoice {
    /// A showing of a product that has so many photos already.
    pub fn of_product_with(photos: usize) -> Self {
        Self { progress: Progress { photos, ..Progress::default() }, ..Self::default() }
    }

    /// How many photos of this showing are kept.
    pub fn taken(&self) -> usize {
        self.progress.taken
    }

    /// Looks at a frame at `millis` (from any start, growing); one that is to be kept counts as kept.
    pub fn look(&mut self, cut: &CutOut, millis: u64) -> Choice {
        let looks = Looks {
            hash: perceptual_hash(&cut.picture),
            glimpse: Glimpse::of(&cut.picture, &TrayArea::WHOLE),
        };
        let alike = self.kept.iter().rev().take(COMPARED).any(|kept| kept.is_like(&looks));
        let measures = Measures { quality: quality(&cut.picture), lies: cut.lies, alike };
        let fault = measures.fault();
        self.note_likeness(fault, millis);
        let too_soon = self.kept_at.is_some_and(|at| millis < at + PACE);
        let keep = fault.is_none() && !too_soon;
        if keep {
            self.keep(looks, millis);
        }
        Choice { keep, hint: hint(&measures, &self.progress) }
    }

    fn note_likeness(&mut self, fault: Option<Hint>, millis: u64) {
        if fault != Some(Hint::TooAlike) {
            self.alike_since = None;
        }
        let since =
            (fault == Some(Hint::TooAlike)).then(|| *self.alike_since.get_or_insert(millis));
        self.progress.alike_for = since.map_or(0, |since| millis.saturating_sub(since));
    }

    fn keep(&mut self, looks: Looks, millis: u64) {
        let widest = self.kept.iter().map(|kept| kept.hash.distance(looks.hash)).max();
        self.progress.widest = self.progress.widest.max(widest.unwrap_or(0));
        self.progress.photos += 1;
        self.progress.taken += 1;
        self.kept_at = Some(millis);
        self.kept.push(looks);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::super::cut_out::Lies;
    use super::*;
    use photo::Picture;

    /// A fruit with stripes that turn with it, on a plain ground.
    fn fruit(turn: f32) -> CutOut {
        let rgb =
            (0..120_i32).flat_map(|y| (0..120_i32).map(move |x| (x, y))).flat_map(|(x, y)| {
                let (dx, dy) = ((x - 60) as f32, (y - 60) as f32);
                let angle = dy.atan2(dx) + turn;
                let stripe = ((angle * 3.0).sin() * 60.0) as i32;
                match dx.hypot(dy) < 50.0 {
                    true => [(180 + stripe) as u8, (120 - stripe) as u8, 30],
                    false => [200, 200, 190],
                }
            });
        let picture = Picture::new(120, 120, rgb.collect()).unwrap();
        CutOut { picture, lies: Lies::Item { cut_off: false } }
    }

    #[test]
    fn an_item_that_lies_still_is_taken_once() {
        let mut choice = FrameChoice::default();
        let kept = (0..40).filter(|step| choice.look(&fruit(0.0), step * 100).keep).count();
        assert_eq!(kept, 1);
        assert_eq!(choice.look(&fruit(0.0), 5_000).hint, Some(Hint::Turn));
    }

    #[test]
    fn an_item_that_is_turned_is_taken_again_and_again() {
        let mut choice = FrameChoice::default();
        for step in 0..20_u64 {
            choice.look(&fruit(step as f32 * 0.1), step * 100);
        }
        assert!((3..=12).contains(&choice.taken()), "{}", choice.taken());
    }

    #[test]
    fn a_view_that_comes_back_is_not_taken_twice() {
        let mut choice = FrameChoice::default();
        assert!(choice.look(&fruit(0.0), 0).keep);
        assert!(choice.look(&fruit(1.0), 1_000).keep);
        let back = choice.look(&fruit(0.0), 2_000);
        assert_eq!(back, Choice { keep: false, hint: Some(Hint::TooAlike) });
    }

    #[test]
    fn no_two_photos_are_nearer_than_a_hand_turns() {
        let mut choice = FrameChoice::default();
        assert!(choice.look(&fruit(0.0), 0).keep);
        assert!(!choice.look(&fruit(1.0), 100).keep);
        assert!(choice.look(&fruit(1.0), 150).keep);
    }

    #[test]
    fn a_product_with_many_photos_needs_no_more() {
        let mut choice = FrameChoice::of_product_with(19);
        assert_eq!(choice.look(&fruit(0.0), 0).hint, Some(Hint::Enough));
    }
}
