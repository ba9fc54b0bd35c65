//! The tray at the till: hands-free pictures, codes beside them, hints, and what the shop chooses.

use std::sync::Arc;
use std::time::Instant;

use tillsight::devices::{CameraAddress, CameraInfo, Frame, Resolution};
use tillsight::photo::{Glimpse, Picture, Quality, TrayArea};
use tillsight::till::watcher::{Sight, WatchState};
use tillsight::till::{
    CameraState, Command, Effect, Input, ItemState, Look, Machine, PhotoSource, SceneHint,
    WatchCommand, WatchEffect, WatchInput, WatchView,
};

use super::script::*;

const STEP: u64 = 100;

/// A counter of 320 by 240 with something on it, or nothing.
fn counter(thing: Option<[u8; 3]>) -> Picture {
    let rgb = (0..240_i32).flat_map(|y| (0..320_i32).map(move |x| (x, y))).flat_map(|(x, y)| {
        let grain = ((x / 9 + y / 7) % 5) as u8 * 12;
        match thing {
            Some(colour) if (x - 160).pow(2) + (y - 120).pow(2) < 45 * 45 => colour,
            _ => [110 + grain, 108 + grain, 100 + grain],
        }
    });
    Picture::new(320, 240, rgb.collect()).unwrap()
}

const ORANGE: Option<[u8; 3]> = Some([230, 130, 30]);
const LIME: Option<[u8; 3]> = Some([70, 160, 60]);

/// A till with a camera over a counter.
struct Counter {
    machine: Machine,
    millis: u64,
    quality: Quality,
}

impl Counter {
    fn new() -> Self {
        let mut machine = ready();
        let info = CameraInfo { id: "usb-1".to_owned(), name: "Webcam".to_owned() };
        machine.apply(Input::CamerasFound(vec![info]));
        command(&mut machine, Command::StartCamera(None));
        Self { machine, millis: 0, quality: Quality { brightness: 0.5, sharpness: 500.0 } }
    }

    /// The empty tray is learnt.
    fn taught() -> Self {
        let mut counter = Self::new();
        counter.command(WatchCommand::LearnTray);
        let effects = counter.lies(None, 500);
        assert!(saved(&effects).contains(&"till.empty_tray"), "for tomorrow");
        assert_eq!(counter.view().state, WatchState::Waiting);
        counter
    }

    fn command(&mut self, wish: WatchCommand) -> Vec<Effect> {
        command(&mut self.machine, Command::Watch(wish))
    }

    fn see(&mut self, picture: Picture) -> Vec<Effect> {
        self.millis += STEP;
        let area = self.view().settings.area;
        let sight = Sight {
            tray: Glimpse::of(&picture, &area),
            whole: Glimpse::of(&picture, &TrayArea::WHOLE),
        };
        let frame = Arc::new(Frame::new(picture, Instant::now(), self.millis));
        let state = CameraState::Live;
        let frames = Some(Arc::clone(&frame));
        let mut effects = self.machine.apply(Input::CameraChanged { state, frame: frames });
        let look = Look {
            frame,
            millis: self.millis,
            sight,
            quality: Some(self.quality),
            resolutions: vec![Resolution { width: 1280, height: 720 }],
            dropped: 3,
        };
        effects.extend(self.machine.apply(Input::Watch(WatchInput::Seen(Box::new(look)))));
        effects
    }

    fn lies(&mut self, thing: Option<[u8; 3]>, millis: u64) -> Vec<Effect> {
        (0..millis / STEP).flat_map(|_| self.see(counter(thing))).collect()
    }

    fn view(&self) -> WatchView {
        self.machine.snapshot().watch
    }

    fn decode(&mut self, effects: &[Effect]) -> Vec<tillsight::till::ItemId> {
        let decoding: Vec<_> = effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Decode { item, .. } => Some(*item),
                _ => None,
            })
            .collect();
        for item in &decoding {
            self.machine.apply(decoded(*item));
        }
        decoding
    }

    fn code(&mut self, code: &str, visit: u64) {
        let code = code.to_owned();
        self.machine.apply(Input::Watch(WatchInput::CodeRead { code, visit }));
    }
}

fn saved(effects: &[Effect]) -> Vec<&'static str> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::SaveSetting { setting, .. } => Some(setting.key()),
            _ => None,
        })
        .collect()
}

fn photos(effects: &[Effect]) -> Vec<&PhotoSource> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Decode { source, .. } => Some(source),
            _ => None,
        })
        .collect()
}

fn asked_for_code(effects: &[Effect]) -> Option<u64> {
    effects.iter().rev().find_map(|effect| match effect {
        Effect::Watch(WatchEffect::ReadCode { visit, .. }) => Some(*visit),
        _ => None,
    })
}

#[test]
fn an_item_laid_down_becomes_a_line_without_a_key() {
    let mut counter = Counter::taught();
    let effects = counter.lies(ORANGE, 500);
    let [PhotoSource::Camera(frame)] = photos(&effects)[..] else { panic!("one picture") };
    let tray = frame.picture().unwrap();
    assert_eq!((tray.width(), tray.height()), (103, 103), "the item, with some room around it");
    assert_eq!(counter.view().state, WatchState::Looking);
    let items = counter.decode(&effects);
    answer(&mut counter.machine, &items, vec![accept("mango")]);
    assert_eq!(counter.view().state, WatchState::Done);
    assert!(photos(&counter.lies(ORANGE, 30_000)).is_empty(), "left lying");
    assert_eq!(line_products(&counter.machine.snapshot()), ["mango"]);
    counter.lies(None, 300);
    assert_eq!(counter.view().state, WatchState::Waiting);
    assert_eq!(photos(&counter.lies(LIME, 500)).len(), 1);
}

#[test]
fn hands_free_can_be_switched_off_and_the_key_always_works() {
    let mut counter = Counter::taught();
    let effects = counter.command(WatchCommand::SetHandsFree(false));
    assert_eq!(saved(&effects), ["till.hands_free"]);
    assert!(photos(&counter.lies(ORANGE, 2_000)).is_empty());
    let effects = command(&mut counter.machine, Command::TakePicture);
    assert_eq!(photos(&effects).len(), 1);
}

#[test]
fn what_was_taken_by_key_is_not_taken_by_itself_as_well() {
    let mut counter = Counter::taught();
    counter.lies(ORANGE, 100);
    assert_eq!(photos(&command(&mut counter.machine, Command::TakePicture)).len(), 1);
    assert!(photos(&counter.lies(ORANGE, 3_000)).is_empty());
}

#[test]
fn without_an_empty_tray_nothing_happens_by_itself() {
    let mut counter = Counter::new();
    assert!(photos(&counter.lies(ORANGE, 3_000)).is_empty());
    assert_eq!(counter.view().state, WatchState::Untaught);
}

#[test]
fn a_code_counts_for_more_than_a_look_and_the_thing_is_sold_once() {
    let mut counter = Counter::taught();
    let effects = counter.lies(ORANGE, 500);
    let visit = asked_for_code(&effects).expect("a code may be on it");
    let items = counter.decode(&effects);
    counter.code("4006381333931", visit);
    assert!(counter.machine.snapshot().items.is_empty(), "the look is not needed any more");
    answer(&mut counter.machine, &items, vec![accept("mango")]);
    assert!(line_products(&counter.machine.snapshot()).is_empty());
    let effects = counter.lies(ORANGE, 5_000);
    assert_eq!((photos(&effects).len(), asked_for_code(&effects)), (0, None));
}

#[test]
fn a_code_that_is_read_after_the_thing_was_named_changes_nothing() {
    let mut counter = Counter::taught();
    let effects = counter.lies(ORANGE, 500);
    let visit = asked_for_code(&effects).unwrap();
    let items = counter.decode(&effects);
    answer(&mut counter.machine, &items, vec![accept("mango")]);
    counter.code("4006381333931", visit);
    let snapshot = counter.machine.snapshot();
    assert_eq!(line_products(&snapshot), ["mango"]);
    assert!(matches!(snapshot.items[0].state, ItemState::Added { .. }));
}

#[test]
fn an_empty_tray_is_not_searched_for_codes() {
    let mut counter = Counter::taught();
    assert_eq!(asked_for_code(&counter.lies(None, 5_000)), None);
}

#[test]
fn codes_are_searched_for_a_few_times_a_second_at_the_most() {
    let mut counter = Counter::taught();
    counter.command(WatchCommand::SetHandsFree(false));
    let effects = counter.lies(ORANGE, 3_000);
    let asked = effects.iter().filter(|e| matches!(e, Effect::Watch(WatchEffect::ReadCode { .. })));
    assert!((2..=12).contains(&asked.count()));
}

#[test]
fn hints_come_late_go_late_and_never_become_notices() {
    let mut counter = Counter::taught();
    counter.quality.brightness = 0.02;
    counter.lies(None, 900);
    assert_eq!(counter.view().hint, None, "it may pass");
    counter.lies(None, 500);
    assert_eq!(counter.view().hint, Some(SceneHint::Dark));
    counter.quality.brightness = 0.5;
    counter.lies(None, 500);
    assert_eq!(counter.view().hint, Some(SceneHint::Dark));
    counter.lies(None, 900);
    assert_eq!(counter.view().hint, None);
    assert!(notices(&counter.machine).is_empty());
}

#[test]
fn blur_is_said_where_there_is_something_to_see() {
    let mut counter = Counter::taught();
    counter.quality.sharpness = 1.0;
    counter.lies(ORANGE, 2_500);
    assert_eq!(counter.view().hint, Some(SceneHint::Blurred));
}

#[test]
fn a_covered_camera_is_said() {
    let mut counter = Counter::taught();
    for _ in 0..25 {
        counter.see(Picture::filled(320, 240, [14, 10, 9]));
    }
    assert_eq!(counter.view().hint, Some(SceneHint::Covered));
}

#[test]
fn another_place_of_the_tray_is_learnt_anew() {
    let mut counter = Counter::taught();
    let area = TrayArea::new(0.3, 0.3, 0.5, 0.5);
    let effects = counter.command(WatchCommand::SetArea(area));
    assert_eq!(saved(&effects), ["till.empty_tray", "till.tray_area"]);
    let told = |effect: &Effect| matches!(effect, Effect::Watch(WatchEffect::SetArea(told)) if *told == area);
    assert!(effects.iter().any(told));
    assert_eq!(counter.view().state, WatchState::Untaught);
    assert!(counter.command(WatchCommand::SetArea(area)).is_empty(), "nothing new");
}

#[test]
fn the_empty_tray_of_yesterday_is_known_today_and_only_to_its_camera() {
    let mut counter = Counter::taught();
    let settings = counter.view().settings;
    for (camera, state) in [("usb-1", WatchState::Waiting), ("usb-2", WatchState::Untaught)] {
        let settings_today =
            tillsight::till::Settings { watching: settings.clone(), ..Default::default() };
        counter.machine = Machine::default();
        let Input::ShopOpened(mut shop) = shop() else { panic!("a shop") };
        shop.settings = settings_today;
        counter.machine.apply(Input::ShopOpened(shop));
        let info = CameraInfo { id: camera.to_owned(), name: camera.to_owned() };
        counter.machine.apply(Input::CamerasFound(vec![info]));
        command(&mut counter.machine, Command::StartCamera(None));
        assert_eq!(counter.view().state, state, "{camera}");
    }
}

#[test]
fn a_network_camera_is_added_used_remembered_and_forgotten() {
    let mut counter = Counter::new();
    let address = CameraAddress::Network("http://phone:8080/video".to_owned());
    let id = address.id();
    let effects = counter.command(WatchCommand::AddCamera(address));
    assert_eq!(saved(&effects), ["till.cameras", "till.camera"]);
    assert!(effects.iter().any(|e| matches!(e, Effect::StartCamera(started) if *started == id)));
    let camera = counter.machine.snapshot().camera;
    let names: Vec<_> = camera.found.unwrap().into_iter().map(|info| info.name).collect();
    assert_eq!(
        (names, camera.chosen),
        (vec!["Webcam".to_owned(), "phone:8080".to_owned()], Some(id.clone()))
    );
    let effects = counter.command(WatchCommand::RemoveCamera(id));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::StopCamera)));
    let camera = counter.machine.snapshot().camera;
    assert_eq!((camera.found.unwrap().len(), camera.state), (1, CameraState::Off));
}

#[test]
fn another_picture_size_opens_the_camera_again() {
    let mut counter = Counter::new();
    counter.lies(None, 100);
    assert_eq!((counter.view().resolutions.len(), counter.view().dropped), (1, 3));
    let size = Some(Resolution { width: 640, height: 480 });
    let effects = counter.command(WatchCommand::SetResolution(size));
    assert!(matches!(effects[1], Effect::Watch(WatchEffect::SetResolution(told)) if told == size));
    assert!(matches!(&effects[2], Effect::StartCamera(id) if id == "usb-1"));
}

#[test]
fn a_camera_that_was_pulled_out_and_comes_back_takes_nothing_twice() {
    let mut counter = Counter::taught();
    assert_eq!(photos(&counter.lies(ORANGE, 500)).len(), 1);
    let state = CameraState::Lost { reason: "its cable".to_owned() };
    counter.machine.apply(Input::CameraChanged { state, frame: None });
    counter.millis += 20_000;
    assert!(photos(&counter.lies(ORANGE, 3_000)).is_empty());
}

#[test]
fn while_the_watch_rests_nothing_is_taken_and_no_code_is_looked_for() {
    let mut counter = Counter::taught();
    assert!(counter.command(WatchCommand::Rest(true)).is_empty(), "nothing to remember");
    assert!(counter.view().resting);
    let effects = counter.lies(ORANGE, 3_000);
    assert_eq!((photos(&effects).len(), asked_for_code(&effects)), (0, None));
    assert_eq!(counter.view().state, WatchState::Done);
    counter.command(WatchCommand::Rest(false));
    let effects = counter.lies(ORANGE, 3_000);
    assert!(photos(&effects).is_empty(), "what was shown is not sold afterwards");
    counter.lies(None, 300);
    assert_eq!(photos(&counter.lies(ORANGE, 500)).len(), 1, "laid down anew, it is");
}

#[test]
fn what_moves_in_when_the_rest_ends_is_not_sold_before_it_has_left() {
    let mut counter = Counter::taught();
    counter.command(WatchCommand::Rest(true));
    counter.lies(ORANGE, 100);
    counter.command(WatchCommand::Rest(false));
    assert!(photos(&counter.lies(ORANGE, 3_000)).is_empty());
}

#[test]
fn a_code_that_was_on_its_way_when_the_rest_began_sells_nothing() {
    let mut counter = Counter::taught();
    let visit = asked_for_code(&counter.lies(ORANGE, 200)).expect("a code may be on it");
    counter.command(WatchCommand::Rest(true));
    counter.code("4006381333931", visit);
    assert!(counter.machine.snapshot().code.unknown.is_none());
}

#[test]
fn the_empty_tray_can_be_learnt_during_a_rest() {
    let mut counter = Counter::new();
    counter.command(WatchCommand::Rest(true));
    counter.command(WatchCommand::LearnTray);
    assert!(saved(&counter.lies(None, 500)).contains(&"till.empty_tray"));
}

#[test]
fn a_shop_that_opens_during_a_rest_goes_on_resting() {
    let mut counter = Counter::new();
    counter.command(WatchCommand::Rest(true));
    counter.machine.apply(shop());
    assert!(counter.view().resting);
}
