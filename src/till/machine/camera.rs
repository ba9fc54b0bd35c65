//! The camera as the till knows it: what is connected, which one is used, its newest frame.

use std::sync::Arc;

use super::{Effect, Machine};
use crate::messages::Message;
use crate::snapshot::{CameraState, CameraView};
use devices::{CameraInfo, Frame};
use domain::settings::CAMERA;

/// What is known of cameras.
pub(super) struct CameraDesk {
    plugged: Option<Vec<CameraInfo>>,
    /// Those that are not plugged in: on the network, or folders of pictures.
    added: Vec<CameraInfo>,
    chosen: Option<String>,
    state: CameraState,
    frame: Option<Arc<Frame>>,
}

impl Default for CameraDesk {
    fn default() -> Self {
        Self {
            plugged: None,
            added: Vec::new(),
            chosen: None,
            state: CameraState::Off,
            frame: None,
        }
    }
}

impl CameraDesk {
    pub(super) fn view(&self) -> CameraView {
        CameraView {
            found: self.found(),
            chosen: self.chosen.clone(),
            state: self.state.clone(),
            frame: self.frame.clone(),
        }
    }

    /// All cameras there are; `None` until it has been looked for.
    fn found(&self) -> Option<Vec<CameraInfo>> {
        let plugged = self.plugged.as_ref()?;
        let is_new = |added: &&CameraInfo| plugged.iter().all(|camera| camera.id != added.id);
        Some(plugged.iter().chain(self.added.iter().filter(is_new)).cloned().collect())
    }

    /// The id of the camera in use.
    pub(super) fn in_use(&self) -> Option<&str> {
        self.chosen.as_deref()
    }

    /// Takes these for all the cameras that are not plugged in.
    pub(super) fn add(&mut self, added: Vec<CameraInfo>) {
        self.added = added;
    }

    /// Lets go of a camera that is not wanted any more.
    pub(super) fn forget(&mut self, id: &str, effects: &mut Vec<Effect>) {
        if self.in_use() == Some(id) {
            self.stop(effects);
        }
    }

    /// Opens the camera in use once more.
    pub(super) fn reopen(&mut self, effects: &mut Vec<Effect>) {
        if let Some(id) = self.chosen.clone() {
            self.open(id, effects);
        }
    }

    /// Starts the camera used last time; a new one waits until the clerk asks for it.
    fn plugged_in(
        &mut self,
        plugged: Vec<CameraInfo>,
        remembered: Option<&str>,
        effects: &mut Vec<Effect>,
    ) {
        self.plugged = Some(plugged);
        let found = self.found().unwrap_or_default();
        let known = remembered.filter(|id| found.iter().any(|camera| camera.id == **id));
        if let Some(id) = known.filter(|_| self.chosen.is_none()) {
            self.open(id.to_owned(), effects);
        }
    }

    /// Opens `camera`, or the first one found; returns its id.
    fn start(&mut self, camera: Option<String>, effects: &mut Vec<Effect>) -> Option<String> {
        let first = || self.found()?.first().map(|camera| camera.id.clone());
        let id = camera.or_else(first)?;
        if self.chosen.as_ref() != Some(&id) {
            self.open(id.clone(), effects);
        }
        Some(id)
    }

    pub(super) fn stop(&mut self, effects: &mut Vec<Effect>) {
        if self.chosen.take().is_some() {
            effects.push(Effect::StopCamera);
        }
        self.state = CameraState::Off;
        self.frame = None;
    }

    fn changed(&mut self, state: CameraState, frame: Option<Arc<Frame>>) {
        if self.chosen.is_none() {
            return; // a last word of a camera that was just closed
        }
        self.state = state;
        self.frame = match self.state {
            CameraState::Live => frame.or_else(|| self.frame.take()),
            _ => None, // an old frame must not look like what lies on the counter now
        };
    }

    /// # Errors
    /// What to tell the clerk who pressed "take picture" without one to take.
    fn newest_frame(&self) -> Result<Arc<Frame>, Message> {
        match (&self.frame, &self.chosen) {
            (Some(frame), _) => Ok(Arc::clone(frame)),
            (None, Some(_)) => Err(Message::new("problem-camera-waits")),
            (None, None) => Err(Message::new("problem-no-camera")),
        }
    }

    fn open(&mut self, id: String, effects: &mut Vec<Effect>) {
        self.chosen = Some(id.clone());
        self.state = CameraState::Starting;
        self.frame = None;
        effects.push(Effect::StartCamera(id));
    }
}

impl Machine {
    /// What the chosen camera does.
    pub(crate) fn camera_state(&self) -> &CameraState {
        &self.camera.state
    }

    pub(super) fn cameras_found(&mut self, found: Vec<CameraInfo>, effects: &mut Vec<Effect>) {
        let was_off = self.camera.in_use().is_none();
        self.camera.plugged_in(found, self.settings.camera.as_deref(), effects);
        if let Some(camera) = self.camera.in_use().filter(|_| was_off) {
            self.watch.look_through(camera);
        }
    }

    pub(super) fn camera_changed(&mut self, state: CameraState, frame: Option<Arc<Frame>>) {
        if state != CameraState::Live {
            self.watch.lost();
        }
        self.camera.changed(state, frame);
    }

    pub(super) fn take_picture(&mut self) {
        match self.camera.newest_frame() {
            Ok(frame) => self.take_seen(&frame),
            Err(message) => self.info(message),
        }
    }

    pub(super) fn start_camera(&mut self, camera: Option<String>, effects: &mut Vec<Effect>) {
        let before = self.camera.in_use().map(str::to_owned);
        let Some(chosen) = self.camera.start(camera, effects) else {
            self.info(Message::new("problem-no-camera"));
            return;
        };
        if before.as_ref() != Some(&chosen) {
            self.watch.look_through(&chosen);
        }
        self.settings.camera = Some(chosen.clone());
        effects.push(Effect::SaveSetting { setting: &CAMERA, value: chosen });
    }
}
