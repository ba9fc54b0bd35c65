//! The camera as the till knows it: what is connected, which one is used, its newest frame.

use std::sync::Arc;

use super::Effect;
use crate::devices::{CameraInfo, Frame};
use crate::till::messages::Message;
use crate::till::snapshot::{CameraState, CameraView};

/// What is known of cameras.
pub(super) struct CameraDesk {
    found: Option<Vec<CameraInfo>>,
    chosen: Option<String>,
    state: CameraState,
    frame: Option<Arc<Frame>>,
}

impl Default for CameraDesk {
    fn default() -> Self {
        Self { found: None, chosen: None, state: CameraState::Off, frame: None }
    }
}

impl CameraDesk {
    pub(super) fn view(&self) -> CameraView {
        CameraView {
            found: self.found.clone(),
            chosen: self.chosen.clone(),
            state: self.state.clone(),
            frame: self.frame.clone(),
        }
    }

    /// Starts the camera used last time; a new one waits until the clerk asks for it.
    pub(super) fn found(
        &mut self,
        found: Vec<CameraInfo>,
        remembered: Option<&str>,
        effects: &mut Vec<Effect>,
    ) {
        let known = remembered.filter(|id| found.iter().any(|camera| camera.id == **id));
        let start = known.filter(|_| self.chosen.is_none()).map(str::to_owned);
        self.found = Some(found);
        if let Some(id) = start {
            self.open(id, effects);
        }
    }

    /// Opens `camera`, or the first one found; returns its id.
    pub(super) fn start(
        &mut self,
        camera: Option<String>,
        effects: &mut Vec<Effect>,
    ) -> Option<String> {
        let first = || self.found.as_ref()?.first().map(|camera| camera.id.clone());
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

    pub(super) fn changed(&mut self, state: CameraState, frame: Option<Arc<Frame>>) {
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
    pub(super) fn newest_frame(&self) -> Result<Arc<Frame>, Message> {
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
