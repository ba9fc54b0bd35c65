//! Scenes on a tray, painted cell by cell and played through at ten sights a second.

use super::*;
use photo::{GLIMPSE_HEIGHT, GLIMPSE_WIDTH};
use proptest::prelude::*;

/// Milliseconds between two sights.
const STEP: u64 = 100;

/// What lies or moves on the tray: a disc or, from the upper edge, an arm.
#[derive(Clone, Copy)]
enum Thing {
    Disc { x: f32, y: f32, radius: f32, colour: [f32; 3] },
    Arm { x: f32, reach: f32 },
}

const ORANGE: Thing = Thing::Disc { x: 30.0, y: 22.0, radius: 8.0, colour: [230.0, 130.0, 30.0] };
const LIME: Thing = Thing::Disc { x: 33.0, y: 25.0, radius: 4.0, colour: [80.0, 150.0, 70.0] };
const MELON: Thing = Thing::Disc { x: 32.0, y: 24.0, radius: 15.0, colour: [40.0, 90.0, 40.0] };

impl Thing {
    fn colour_at(self, at_x: f32, at_y: f32) -> Option<[f32; 3]> {
        match self {
            Self::Disc { x, y, radius, colour } => {
                ((at_x - x).hypot(at_y - y) < radius).then_some(colour)
            }
            Self::Arm { x, reach } => {
                ((at_x - x).abs() < 6.0 && at_y < reach).then_some([200.0, 150.0, 120.0])
            }
        }
    }

    fn moved(self, right: f32, down: f32) -> Self {
        match self {
            Self::Disc { x, y, radius, colour } => {
                Self::Disc { x: x + right, y: y + down, radius, colour }
            }
            arm => arm,
        }
    }
}

/// A counter with grain, lit from the left by `lamp` and all over by `light`.
#[derive(Clone)]
struct Counter {
    light: f32,
    lamp: f32,
    push: (f32, f32),
    noise: u64,
}

impl Default for Counter {
    fn default() -> Self {
        Self { light: 1.0, lamp: 0.0, push: (0.0, 0.0), noise: 7 }
    }
}

impl Counter {
    fn sight(&mut self, things: &[Thing]) -> Sight {
        let tray = self.glimpse(things, 1.0);
        // All of the picture shows the tray at four fifths of the size.
        let whole = self.glimpse(things, 1.25);
        Sight { tray, whole }
    }

    fn glimpse(&mut self, things: &[Thing], scale: f32) -> Glimpse {
        let mut bytes = Vec::new();
        for row in 0..GLIMPSE_HEIGHT {
            for column in 0..GLIMPSE_WIDTH {
                let x = 32.0 + (column as f32 - 32.0) * scale;
                let y = 24.0 + (row as f32 - 24.0) * scale;
                let (gx, gy) = (x - self.push.0, y - self.push.1);
                let grain = 25.0 * (gx / 3.0).sin() + 20.0 * (gy / 2.5 + gx / 9.0).cos();
                let ground = [120.0 + grain, 118.0 + grain, 110.0 + grain];
                let thing = things.iter().rev().find_map(|thing| thing.colour_at(x, y));
                let lamp = self.lamp * (1.0 - column as f32 / GLIMPSE_WIDTH as f32);
                for level in thing.unwrap_or(ground) {
                    self.noise = self.noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    let noise = ((self.noise >> 33) % 5) as f32 - 2.0;
                    bytes.push((level * self.light + lamp + noise).clamp(0.0, 255.0) as u8);
                }
            }
        }
        Glimpse::from_bytes(&bytes).unwrap()
    }
}

/// A watcher over a counter, with its own time.
struct Scene {
    watcher: Watcher,
    counter: Counter,
    millis: u64,
    taken: Vec<u64>,
}

impl Scene {
    /// The empty tray has been learnt.
    fn taught() -> Self {
        let mut scene = Self::untaught();
        scene.watcher.learn();
        scene.lies(&[], 500);
        assert_eq!(scene.watcher.state(), WatchState::Waiting);
        scene
    }

    fn untaught() -> Self {
        let watcher = Watcher::default();
        Self { watcher, counter: Counter::default(), millis: 5_000, taken: Vec::new() }
    }

    fn look(&mut self, things: &[Thing]) {
        self.millis += STEP;
        let sight = self.counter.sight(things);
        if self.watcher.look(self.millis, &sight) == Some(Deed::TakePicture) {
            self.taken.push(self.millis);
        }
    }

    fn lies(&mut self, things: &[Thing], millis: u64) {
        for _ in 0..millis / STEP {
            self.look(things);
        }
    }

    /// An arm reaches in and out again; `things` changes from one to the other at its end.
    fn hand(&mut self, before: &[Thing], after: &[Thing]) {
        for step in 0..5 {
            let arm = Thing::Arm { x: 31.0, reach: step as f32 * 7.0 };
            self.look(&[before, &[arm]].concat());
        }
        for step in (0..5).rev() {
            let arm = Thing::Arm { x: 31.0, reach: step as f32 * 7.0 };
            self.look(&[after, &[arm]].concat());
        }
    }

    fn state(&self) -> WatchState {
        self.watcher.state()
    }
}

#[test]
fn an_item_is_taken_once_when_the_hand_is_gone_and_within_a_third_of_a_second() {
    let mut scene = Scene::taught();
    scene.hand(&[], &[ORANGE]);
    assert!(scene.taken.is_empty(), "not while the hand is there");
    assert_eq!(scene.state(), WatchState::Settling);
    let still_from = scene.millis;
    scene.lies(&[ORANGE], 60_000);
    assert_eq!(scene.taken.len(), 1, "left lying, it is not taken twice");
    assert!(scene.taken[0] - still_from <= 400, "{} ms", scene.taken[0] - still_from);
    assert_eq!(scene.state(), WatchState::Done);
    scene.hand(&[ORANGE], &[]);
    scene.lies(&[], 300);
    assert_eq!(scene.state(), WatchState::Waiting);
    assert_eq!(scene.taken.len(), 1);
}

#[test]
fn two_items_in_turn_are_two_pictures() {
    let mut scene = Scene::taught();
    for thing in [ORANGE, LIME] {
        scene.hand(&[], &[thing]);
        scene.lies(&[thing], 1_500);
        scene.hand(&[thing], &[]);
        scene.lies(&[], 500);
    }
    assert_eq!(scene.taken.len(), 2);
}

#[test]
fn an_item_exchanged_under_the_hand_is_another_one() {
    let mut scene = Scene::taught();
    scene.hand(&[], &[ORANGE]);
    scene.lies(&[ORANGE], 1_000);
    let before = scene.watcher.visit();
    let apple = Thing::Disc { x: 31.0, y: 22.0, radius: 8.0, colour: [180.0, 30.0, 40.0] };
    scene.hand(&[ORANGE], &[apple]);
    scene.lies(&[apple], 1_000);
    assert_eq!(scene.taken.len(), 2);
    assert!(scene.watcher.visit() > before);
}

#[test]
fn a_nudge_and_a_hand_that_passes_over_sell_nothing_again() {
    let mut scene = Scene::taught();
    scene.hand(&[], &[MELON]);
    scene.lies(&[MELON], 2_000);
    let nudged = MELON.moved(4.0, 2.0);
    scene.hand(&[MELON], &[nudged]);
    scene.lies(&[nudged], 2_000);
    scene.hand(&[nudged], &[nudged]);
    scene.lies(&[nudged], 2_000);
    assert_eq!(scene.taken.len(), 1);
}

#[test]
fn an_arm_that_rests_for_a_moment_is_not_taken_for_goods() {
    let mut scene = Scene::taught();
    let arm = Thing::Arm { x: 31.0, reach: 20.0 };
    scene.lies(&[arm], 800);
    assert!(scene.taken.is_empty());
    scene.hand(&[], &[]);
    scene.lies(&[], 500);
    assert_eq!(scene.state(), WatchState::Waiting);
}

#[test]
fn what_is_larger_than_the_tray_is_taken_after_a_longer_while() {
    let mut scene = Scene::taught();
    let bunch = Thing::Disc { x: 8.0, y: 24.0, radius: 14.0, colour: [220.0, 200.0, 60.0] };
    scene.lies(&[bunch], 2_000);
    assert_eq!(scene.taken.len(), 1);
}

#[test]
fn light_that_changes_slowly_is_followed() {
    let mut scene = Scene::taught();
    for step in 0..600 {
        scene.counter.light = 1.0 - step as f32 / 1_500.0;
        scene.counter.lamp = step as f32 / 15.0;
        scene.look(&[]);
        assert_eq!(scene.state(), WatchState::Waiting, "step {step}");
    }
    assert!(scene.taken.is_empty());
    scene.hand(&[], &[ORANGE]);
    scene.lies(&[ORANGE], 1_000);
    assert_eq!(scene.taken.len(), 1, "and an orange is still seen");
}

#[test]
fn a_lamp_switched_on_asks_for_the_empty_tray_and_sells_nothing() {
    let mut scene = Scene::taught();
    scene.counter.lamp = 110.0;
    scene.counter.light = 0.5;
    scene.lies(&[], 3_000);
    assert!(scene.taken.is_empty());
    assert_eq!(scene.watcher.disturbance(), Some(Disturbance::LightChanged));
    scene.watcher.learn();
    scene.lies(&[], 500);
    assert_eq!((scene.state(), scene.watcher.disturbance()), (WatchState::Waiting, None));
}

#[test]
fn a_pushed_camera_is_said_and_sells_nothing() {
    let mut scene = Scene::taught();
    scene.counter.push = (3.0, 2.0);
    scene.lies(&[], 3_000);
    assert!(scene.taken.is_empty());
    assert_eq!(scene.watcher.disturbance(), Some(Disturbance::Moved));
}

#[test]
fn a_covered_lens_is_said_and_sells_nothing() {
    let mut scene = Scene::taught();
    let hand = Thing::Disc { x: 32.0, y: 24.0, radius: 99.0, colour: [20.0, 15.0, 12.0] };
    scene.lies(&[hand], 3_000);
    assert!(scene.taken.is_empty());
    assert_eq!(scene.watcher.disturbance(), Some(Disturbance::Covered));
    scene.lies(&[], 500);
    assert_eq!((scene.state(), scene.watcher.disturbance()), (WatchState::Waiting, None));
}

#[test]
fn without_an_empty_tray_nothing_is_taken() {
    let mut scene = Scene::untaught();
    scene.hand(&[], &[ORANGE]);
    scene.lies(&[ORANGE], 3_000);
    assert!(scene.taken.is_empty());
    assert_eq!(scene.state(), WatchState::Untaught);
}

#[test]
fn a_tray_is_learnt_only_while_nothing_moves() {
    let mut scene = Scene::untaught();
    scene.watcher.learn();
    for step in 0..20 {
        scene.look(&[LIME.moved(step as f32 * 1.5 - 20.0, 0.0)]);
        assert!(scene.watcher.is_learning());
    }
    scene.lies(&[], 500);
    assert_eq!(scene.state(), WatchState::Waiting);
}

#[test]
fn what_was_sold_by_hand_is_not_taken_as_well() {
    let mut scene = Scene::taught();
    scene.lies(&[ORANGE], 200);
    scene.watcher.dealt_with();
    scene.lies(&[ORANGE], 3_000);
    assert!(scene.taken.is_empty());
    assert_eq!(scene.state(), WatchState::Done);
}

#[test]
fn a_camera_that_was_away_does_not_make_a_still_scene() {
    let mut scene = Scene::taught();
    scene.look(&[ORANGE]);
    scene.millis += 60_000;
    scene.look(&[ORANGE]);
    assert!(scene.taken.is_empty(), "nobody knows what moved in the meantime");
    scene.lies(&[ORANGE], 500);
    assert_eq!(scene.taken.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// However often items come and go: as many pictures as items, none while something moves.
    #[test]
    fn as_many_pictures_as_items(
        items in proptest::collection::vec((20f32..44.0, 14f32..34.0, 3f32..10.0, any::<bool>(), 5u64..30), 1..5),
        noise: u64,
    ) {
        let mut scene = Scene::taught();
        scene.counter.noise = noise;
        for (index, (x, y, radius, red, stays)) in items.iter().enumerate() {
            let colour = if *red { [190.0, 40.0, 40.0] } else { [60.0, 140.0, 50.0] };
            let thing = Thing::Disc { x: *x, y: *y, radius: *radius, colour };
            scene.hand(&[], &[thing]);
            prop_assert_eq!(scene.taken.len(), index);
            scene.lies(&[thing], stays * STEP);
            prop_assert_eq!(scene.taken.len(), index + 1);
            scene.hand(&[thing], &[]);
            scene.lies(&[], 400);
        }
    }

    /// Sights of anything at any time never panic, and never take pictures faster than things can lie.
    #[test]
    fn any_sights_at_any_time(looks in proptest::collection::vec((0u64..2_000, 0u8..6, any::<bool>()), 1..60)) {
        let mut scene = Scene::taught();
        let mut last = None;
        for (passed, what, light) in looks {
            scene.millis += passed;
            scene.counter.light = if light { 1.0 } else { 0.4 };
            let things: &[Thing] = match what {
                0 => &[],
                1 => &[ORANGE],
                2 => &[LIME],
                3 => &[MELON],
                4 => &[Thing::Arm { x: 31.0, reach: 24.0 }],
                _ => &[ORANGE, Thing::Arm { x: 31.0, reach: 24.0 }],
            };
            let taken = scene.taken.len();
            scene.look(things);
            if scene.taken.len() > taken {
                prop_assert!(last.is_none_or(|last| scene.millis - last >= STILL));
                last = Some(scene.millis);
            }
        }
    }
}
