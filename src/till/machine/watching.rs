//! The tray at the till: pictures taken by themselves, barcodes beside them, hints that stay calm.

use std::sync::Arc;

use super::photos::Stage;
use super::{Effect, Machine};
use crate::CodeCommand;
use crate::command::{ItemId, PhotoSource};
use crate::watcher::{Deed, Disturbance, WatchState, Watcher};
use crate::watching::{
    Look, SceneHint, StoredTray, WatchCommand, WatchEffect, WatchInput, WatchSettings, WatchView,
};
use devices::{CameraAddress, Frame};
use domain::settings::{
    CAMERA_RESOLUTION, CAMERAS, EMPTY_TRAY, HANDS_FREE, OFF, ON, Setting, TRAY_AREA,
    TRAY_SENSITIVITY,
};
use photo::Sensitivity;
use photo::{QualityWarning, crop_to_item, crop_to_tray};

/// A barcode is looked for every so many milliseconds at the most.
const CODE_EVERY: u64 = 250;
/// So long after something moved a barcode is looked for, in milliseconds.
const CODE_UNTIL: u64 = 5_000;
/// Where no empty tray tells one thing from the next: a code seen again within this many
/// milliseconds of the last time is the same thing's.
const SAME_CODE: u64 = 2_000;
/// A hint appears and goes only after this many milliseconds, so that none flickers.
const HINT_AFTER: u64 = 1_000;
/// A tray with less spread than this has nothing on it that could be sharp, in levels of 255.
const PLAIN: f32 = 18.0;
/// A picture with less spread and light than this is a covered lens.
const COVERED_SPREAD: f32 = 4.0;
const COVERED_LIGHT: f32 = 0.25;

/// What is known of the tray.
#[derive(Default)]
pub(super) struct WatchDesk {
    watcher: Watcher,
    settings: WatchSettings,
    hint: Hint,
    /// The photo taken of what lies there.
    photo: Option<(u64, ItemId)>,
    codes: Codes,
    resolutions: Vec<devices::Resolution>,
    dropped: u64,
    millis: u64,
    /// Goods are shown for another reason than to be sold.
    resting: bool,
}

/// Which barcodes have had their say.
#[derive(Default)]
struct Codes {
    tried: Option<u64>,
    visit: Option<u64>,
    last: Option<(String, u64)>,
}

/// A hint that waits for a while before it is shown, and before it is gone.
#[derive(Default)]
struct Hint {
    shown: Option<SceneHint>,
    other: Option<(Option<SceneHint>, u64)>,
    warning: Option<QualityWarning>,
}

impl Hint {
    fn is_now(&mut self, hint: Option<SceneHint>, millis: u64) {
        if hint == self.shown {
            self.other = None;
            return;
        }
        match self.other {
            Some((other, since)) if other == hint => {
                if millis.saturating_sub(since) >= HINT_AFTER {
                    self.shown = hint;
                    self.other = None;
                }
            }
            _ => self.other = Some((hint, millis)),
        }
    }
}

impl WatchDesk {
    fn set_empty_tray(&mut self, tray: Option<StoredTray>, effects: &mut Vec<Effect>) {
        let value = tray.as_ref().map_or_else(String::new, StoredTray::to_text);
        self.settings.empty_tray = tray;
        effects.push(save(&EMPTY_TRAY, value));
    }

    /// Another camera, or another place of the tray: only what was learnt for it still holds.
    pub(super) fn look_through(&mut self, camera: &str) {
        self.watcher.forget();
        self.hint = Hint::default();
        self.resolutions = Vec::new();
        let stored = self.settings.empty_tray.as_ref().filter(|tray| tray.camera == camera);
        if let Some(stored) = stored {
            self.watcher.remember(stored.sight());
        }
    }

    /// Frames have stopped.
    pub(super) fn lost(&mut self) {
        self.watcher.restart();
        self.hint = Hint::default();
    }

    fn hint_now(&self, look: &Look) -> Option<SceneHint> {
        let whole = &look.sight.whole;
        let covered = whole.spread() < COVERED_SPREAD && whole.brightness() < COVERED_LIGHT;
        // Whatever lies there has edges, as dark or bright as its tray though it may be.
        let lies = matches!(self.watcher.state(), WatchState::Settling | WatchState::Done);
        match (self.watcher.disturbance(), self.hint.warning) {
            (Some(Disturbance::Covered), _) => Some(SceneHint::Covered),
            _ if covered => Some(SceneHint::Covered),
            (_, Some(QualityWarning::TooDark)) => Some(SceneHint::Dark),
            (Some(Disturbance::Moved), _) => Some(SceneHint::Moved),
            (Some(Disturbance::LightChanged), _) => Some(SceneHint::LightChanged),
            (None, Some(QualityWarning::Blurred))
                if self.watcher.is_still() && (lies || look.sight.tray.spread() > PLAIN) =>
            {
                Some(SceneHint::Blurred)
            }
            (None, _) => None,
        }
    }
}

fn save(setting: &'static Setting, value: impl Into<String>) -> Effect {
    Effect::SaveSetting { setting, value: value.into() }
}

impl Machine {
    pub(super) fn watch_view(&self) -> WatchView {
        let watch = &self.watch;
        let state = match watch.watcher.state() {
            WatchState::Done if self.photo_of_visit().is_some_and(Stage::is_on_its_way) => {
                WatchState::Looking
            }
            state => state,
        };
        WatchView {
            state,
            learning: watch.watcher.is_learning(),
            hint: watch.hint.shown,
            resolutions: watch.resolutions.clone(),
            dropped: watch.dropped,
            resting: watch.resting,
            empty_tray: watch.watcher.empty_tray().map(|sight| Arc::new(sight.tray.clone())),
            settings: watch.settings.clone(),
        }
    }

    /// Takes what the shop has chosen.
    pub(super) fn start_watching(&mut self, settings: WatchSettings, effects: &mut Vec<Effect>) {
        self.watch = WatchDesk { resting: self.watch.resting, ..WatchDesk::default() };
        self.watch.watcher.set_sensitivity(settings.sensitivity);
        effects.push(Effect::Watch(WatchEffect::SetArea(settings.area)));
        effects.push(Effect::Watch(WatchEffect::SetResolution(settings.resolution)));
        self.camera.add(settings.cameras.iter().map(CameraAddress::info).collect());
        self.watch.settings = settings;
    }

    pub(super) fn watch_command(&mut self, command: WatchCommand, effects: &mut Vec<Effect>) {
        match command {
            WatchCommand::LearnTray => self.watch.watcher.learn(),
            WatchCommand::SetHandsFree(on) => {
                self.watch.settings.hands_free = on;
                effects.push(save(&HANDS_FREE, if on { ON } else { OFF }));
            }
            WatchCommand::SetSensitivity(level) => {
                let sensitivity = Sensitivity::new(level);
                self.watch.settings.sensitivity = sensitivity;
                self.watch.watcher.set_sensitivity(sensitivity);
                effects.push(save(&TRAY_SENSITIVITY, sensitivity.level().to_string()));
            }
            WatchCommand::SetArea(area) => {
                if area == self.watch.settings.area {
                    return;
                }
                self.watch.settings.area = area;
                self.watch.watcher.forget();
                self.watch.set_empty_tray(None, effects);
                effects.push(save(&TRAY_AREA, area.to_string()));
                effects.push(Effect::Watch(WatchEffect::SetArea(area)));
            }
            WatchCommand::AddCamera(address) => self.add_camera(&address, effects),
            WatchCommand::RemoveCamera(id) => {
                self.watch.settings.cameras.retain(|address| address.id() != id);
                self.save_cameras(effects);
                self.camera.forget(&id, effects);
            }
            WatchCommand::SetResolution(resolution) => {
                self.watch.settings.resolution = resolution;
                let value = resolution.map_or_else(String::new, |size| size.to_string());
                effects.push(save(&CAMERA_RESOLUTION, value));
                effects.push(Effect::Watch(WatchEffect::SetResolution(resolution)));
                self.camera.reopen(effects);
            }
            WatchCommand::Rest(resting) => {
                self.watch.resting = resting;
                self.watch.watcher.dealt_with();
            }
        }
    }

    fn add_camera(&mut self, address: &CameraAddress, effects: &mut Vec<Effect>) {
        let cameras = &mut self.watch.settings.cameras;
        if !cameras.contains(address) {
            cameras.push(address.clone());
        }
        self.save_cameras(effects);
        self.start_camera(Some(address.id()), effects);
    }

    fn save_cameras(&mut self, effects: &mut Vec<Effect>) {
        let cameras = &self.watch.settings.cameras;
        self.camera.add(cameras.iter().map(CameraAddress::info).collect());
        let ids: Vec<String> = cameras.iter().map(CameraAddress::id).collect();
        effects.push(save(&CAMERAS, ids.join("\n")));
    }

    pub(super) fn watched(&mut self, input: WatchInput, effects: &mut Vec<Effect>) {
        match input {
            WatchInput::Seen(look) => self.seen(*look, effects),
            WatchInput::CodeRead { code, visit } => self.code_read(code, visit, effects),
        }
    }

    fn seen(&mut self, look: Look, effects: &mut Vec<Effect>) {
        let Some(camera) = self.camera.in_use().map(str::to_owned) else {
            return; // a last look through a camera that was just closed
        };
        let watch = &mut self.watch;
        watch.millis = look.millis;
        let deed = watch.watcher.look(look.millis, &look.sight);
        if let Some(quality) = look.quality {
            watch.hint.warning = quality.warning();
        }
        let hint = watch.hint_now(&look);
        watch.hint.is_now(hint, look.millis);
        watch.dropped = look.dropped;
        match deed {
            Some(Deed::Learnt) => {
                let tray = StoredTray::new(camera, &look.sight);
                watch.set_empty_tray(Some(tray), effects);
            }
            Some(Deed::TakePicture) if watch.settings.hands_free && !watch.resting => {
                self.take_frame(&look.frame);
            }
            Some(Deed::TakePicture) | None => {}
        }
        self.look_for_code(&look.frame, deed, effects);
        self.watch.resolutions = look.resolutions;
    }

    /// Takes the picture that the clerk asked for; what lies there is not taken once more.
    pub(super) fn take_seen(&mut self, frame: &Arc<Frame>) {
        self.watch.watcher.dealt_with();
        self.take_frame(frame);
    }

    /// What lies in the tray in this frame goes to the model; where that is not known, all of the
    /// tray.
    fn take_frame(&mut self, frame: &Arc<Frame>) {
        let (area, place) = (self.watch.settings.area, self.watch.watcher.place());
        let tray = frame.map(move |picture| match place {
            Some(bounds) => crop_to_item(picture, &area, bounds),
            None => crop_to_tray(picture, &area),
        });
        self.open_photos(vec![PhotoSource::Camera(Arc::new(tray))]);
        let visit = self.watch.watcher.visit();
        self.watch.photo = self.photos.newest().map(|item| (visit, item));
    }

    /// The photo that was taken of what lies on the tray, if it is still there.
    fn photo_of_visit(&self) -> Option<&Stage> {
        let (visit, item) = self.watch.photo?;
        (visit == self.watch.watcher.visit()).then(|| self.photos.stage(item)).flatten()
    }

    /// Something lies there, it may have a barcode, and nothing has been sold for it yet.
    fn look_for_code(&mut self, frame: &Arc<Frame>, deed: Option<Deed>, effects: &mut Vec<Effect>) {
        let watch = &self.watch;
        if watch.resting {
            return;
        }
        let (millis, visit) = (watch.millis, watch.watcher.visit());
        let is_due = watch.codes.tried.is_none_or(|tried| millis >= tried + CODE_EVERY);
        let lies = match watch.watcher.state() {
            WatchState::Waiting => false,
            WatchState::Untaught => watch.watcher.quiet_for(millis) < CODE_UNTIL,
            WatchState::Settling | WatchState::Looking | WatchState::Done => {
                watch.codes.visit != Some(visit) && watch.watcher.quiet_for(millis) < CODE_UNTIL
            }
        };
        let sold = matches!(self.photo_of_visit(), Some(Stage::Added { .. }));
        if lies && !sold && (is_due || deed == Some(Deed::TakePicture)) {
            self.watch.codes.tried = Some(millis);
            let frame = Arc::clone(frame);
            effects.push(Effect::Watch(WatchEffect::ReadCode { frame, visit }));
        }
    }

    /// A code counts for more than a look; the same thing is not sold by both.
    fn code_read(&mut self, code: String, visit: u64, effects: &mut Vec<Effect>) {
        let watch = &mut self.watch;
        if watch.resting {
            return; // it was looked for while goods were still to be sold
        }
        let millis = watch.millis;
        let seen_just_now = watch
            .codes
            .last
            .as_ref()
            .is_some_and(|(last, at)| *last == code && millis < at.saturating_add(SAME_CODE));
        let taught = watch.watcher.state() != WatchState::Untaught;
        watch.codes.last = Some((code.clone(), millis));
        let had_its_say = if taught { watch.codes.visit == Some(visit) } else { seen_just_now };
        if had_its_say {
            return;
        }
        let photo = watch.photo.filter(|(of, _)| *of == visit && taught).map(|(_, item)| item);
        if let Some(item) = photo {
            if matches!(self.photos.stage(item), Some(Stage::Added { .. })) {
                return;
            }
            self.photos.remove(item);
        }
        let watch = &mut self.watch;
        watch.codes.visit = Some(visit);
        if visit == watch.watcher.visit() {
            watch.watcher.dealt_with();
        }
        self.code_command(CodeCommand::Scanned(code), effects);
    }
}
