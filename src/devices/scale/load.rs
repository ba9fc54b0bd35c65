//! What lies on the scale, and the one weight that may be taken from it.
//!
//! A weight belongs to a load. It is taken once: [`StableWeight`] cannot be copied, and weighing
//! with it leaves a [`SpentWeight`] with the line. As long as the same load lies on the scale there
//! is no second one, whatever the scale goes on saying, unless the line gives its weight back.

use super::{ScaleEvent, ScaleReading};
use domain::{DomainError, Grams, WeighedBy, Weighing};

/// A settled weight further from the last one than this is another load; a draught is not. Grams.
const DRIFT: u32 = 5;

/// A settled weight that no line has used. Neither cloned nor made anywhere but by [`Load::take`].
#[derive(PartialEq, Eq, Debug)]
pub struct StableWeight {
    grams: Grams,
    load: u64,
}

impl StableWeight {
    /// What it weighs, container and all.
    pub fn grams(&self) -> Grams {
        self.grams
    }

    /// Weighs a line with it, its container taken off: the weight is used up.
    ///
    /// # Errors
    /// [`DomainError::WeightOutOfRange`] when the container is not lighter; the weight comes back.
    pub fn weigh(self, tare: u32) -> Result<(Weighing, SpentWeight), (Self, DomainError)> {
        match Weighing::new(self.grams, tare, WeighedBy::Scale) {
            Ok(weighing) => Ok((weighing, self.spend())),
            Err(error) => Err((self, error)),
        }
    }

    /// Uses it up for a line of pieces, which keep it as evidence of what a piece weighs.
    pub fn spend(self) -> SpentWeight {
        SpentWeight(self)
    }
}

/// A weight that a line has used. It stays with the line.
#[derive(PartialEq, Eq, Debug)]
pub struct SpentWeight(StableWeight);

impl SpentWeight {
    /// What it weighed, container and all.
    pub fn grams(&self) -> Grams {
        self.0.grams
    }

    /// The load that it was the weight of.
    pub fn load(&self) -> LoadNumber {
        LoadNumber(self.0.load)
    }

    /// The line is gone, or is another product: its weight may be used again.
    pub fn give_back(self) -> StableWeight {
        self.0
    }
}

/// Tells a load from those before and after it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LoadNumber(u64);

/// What is known of the load on the scale.
#[derive(Debug, Default)]
pub struct Load {
    /// Counts the loads; a weight is fresh while its load is this one.
    number: u64,
    /// The settled weight of this load, while it is settled.
    now: Option<Grams>,
    /// The last settled weight of this load, for telling it from the next.
    last: Option<Grams>,
    taken: bool,
}

impl Load {
    /// Follows the scale.
    pub fn follow(&mut self, event: &ScaleEvent) {
        match event {
            ScaleEvent::Read(ScaleReading::Stable(grams)) => match Grams::new(*grams) {
                Ok(grams) => self.settle(grams),
                Err(_) => self.now = None,
            },
            // A nudge is not yet another load.
            ScaleEvent::Read(ScaleReading::Moving) => self.now = None,
            _ => self.next_load(),
        }
    }

    fn settle(&mut self, grams: Grams) {
        if self.last.is_some_and(|last| last.get().abs_diff(grams.get()) > DRIFT) {
            self.next_load();
        }
        self.now = Some(grams);
        // The first weight stays the measure, or a load could creep away in small steps.
        self.last.get_or_insert(grams);
    }

    fn next_load(&mut self) {
        *self = Self { number: self.number + 1, ..Self::default() };
    }

    /// What lies there settled, used or not: for taking it as a container.
    pub fn settled(&self) -> Option<Grams> {
        self.now
    }

    /// What a line could be weighed with now.
    pub fn fresh(&self) -> Option<Grams> {
        self.now.filter(|_| !self.taken)
    }

    /// Takes the weight, if it is settled and nothing has used it.
    pub fn take(&mut self) -> Option<StableWeight> {
        let grams = self.fresh()?;
        self.taken = true;
        Some(StableWeight { grams, load: self.number })
    }

    /// [`Self::take`] for a line that had this load's weight before and gave it back: only while it still
    /// lies there.
    pub fn take_again(&mut self, load: LoadNumber) -> Option<StableWeight> {
        if load.0 == self.number { self.take() } else { None }
    }

    /// Takes a weight back that was not used after all. It counts only while its load still lies
    /// there.
    pub fn take_back(&mut self, weight: &StableWeight) {
        if weight.load == self.number {
            self.taken = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stable(grams: u32) -> ScaleEvent {
        ScaleEvent::Read(ScaleReading::Stable(grams))
    }

    const MOVING: ScaleEvent = ScaleEvent::Read(ScaleReading::Moving);
    const EMPTY: ScaleEvent = ScaleEvent::Read(ScaleReading::Empty);

    fn load(events: &[ScaleEvent]) -> Load {
        let mut load = Load::default();
        events.iter().for_each(|event| load.follow(event));
        load
    }

    #[test]
    fn a_weight_is_used_once_a_load() {
        let mut load = load(&[EMPTY, MOVING, stable(350)]);
        let weight = load.take().expect("settled");
        assert_eq!(weight.grams().get(), 350);
        assert!(load.take().is_none(), "used");
        for event in [stable(352), MOVING, stable(348), stable(355)] {
            load.follow(&event);
            assert!(load.take().is_none(), "still the same load: {event:?}");
        }
        load.follow(&stable(700));
        assert_eq!(load.take().unwrap().grams().get(), 700, "another load");
        load.follow(&EMPTY);
        load.follow(&stable(700));
        assert!(load.take().is_some(), "lifted and laid down again");
    }

    #[test]
    fn nothing_is_taken_while_it_moves_or_is_lost() {
        assert!(load(&[stable(350), MOVING]).take().is_none());
        assert!(load(&[stable(350), EMPTY]).take().is_none());
        assert!(load(&[stable(350), ScaleEvent::Read(ScaleReading::Over)]).take().is_none());
        let lost = ScaleEvent::Lost { reason: String::new() };
        assert!(load(&[stable(350), lost]).take().is_none());
        assert!(load(&[stable(350), MOVING, stable(351)]).take().is_some());
    }

    #[test]
    fn a_weight_given_back_counts_only_while_its_load_lies_there() {
        let mut here = load(&[stable(350)]);
        let (_, spent) = here.take().unwrap().weigh(0).unwrap();
        here.take_back(&spent.give_back());
        assert_eq!(here.take().map(|weight| weight.grams().get()), Some(350));

        let mut gone = load(&[stable(350)]);
        let spent = gone.take().unwrap().spend();
        gone.follow(&EMPTY);
        gone.take_back(&spent.give_back());
        assert!(gone.take().is_none());
    }

    #[test]
    fn a_weight_is_taken_again_from_its_own_load_alone() {
        let mut scale = load(&[stable(350)]);
        let spent = scale.take().unwrap().spend();
        let number = spent.load();
        scale.take_back(&spent.give_back());
        let spent = scale.take_again(number).expect("it still lies there").spend();
        scale.take_back(&spent.give_back());
        scale.follow(&EMPTY);
        scale.follow(&stable(350));
        assert!(scale.take_again(number).is_none(), "another load, however heavy");
        assert!(scale.take().is_some(), "which is left for its own line");
    }

    #[test]
    fn a_container_is_taken_off_and_a_heavier_one_refused() {
        let weight = load(&[stable(350)]).take().unwrap();
        let (weight, error) = weight.weigh(350).unwrap_err();
        assert_eq!(error, DomainError::WeightOutOfRange);
        let (weighing, spent) = weight.weigh(50).unwrap();
        assert_eq!((weighing.net().get(), weighing.gross(), weighing.tare()), (300, 350, 50));
        assert_eq!((weighing.by(), spent.grams().get()), (WeighedBy::Scale, 350));
    }

    proptest! {
        /// As many weights as there were loads, however often somebody asks.
        #[test]
        fn never_more_weights_than_loads(steps in prop::collection::vec(0..5_u8, 0..60)) {
            let (mut load, mut loads, mut taken) = (Load::default(), 1, 0);
            let mut grams = 100;
            for step in steps {
                match step {
                    0 => { load.follow(&EMPTY); loads += 1; }
                    1 => load.follow(&MOVING),
                    2 => load.follow(&stable(grams)),
                    3 => { grams += 100; loads += 1; load.follow(&stable(grams)); }
                    _ => taken += usize::from(load.take().is_some()),
                }
            }
            prop_assert!(taken <= loads);
        }
    }
}
