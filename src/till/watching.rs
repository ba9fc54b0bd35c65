//! Watching the tray, as the rest of the till sees it: what can be asked, what comes in, what goes out,
//! what is shown and what the shop has chosen.

use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::settings::SettingValues;
use super::watcher::{Sight, WatchState};
use devices::{CameraAddress, Frame, Resolution};
use domain::settings::{
    CAMERA_RESOLUTION, CAMERAS, EMPTY_TRAY, HANDS_FREE, TRAY_AREA, TRAY_SENSITIVITY,
};
use photo::{Glimpse, Quality, Sensitivity, TrayArea};

/// What a clerk can ask of the camera and the tray.
#[derive(Clone, Debug)]
pub enum WatchCommand {
    /// The tray is empty now: learn how that looks.
    LearnTray,
    /// Take pictures by itself, or not.
    SetHandsFree(bool),
    /// 1 sees large things alone, 9 a grape.
    SetSensitivity(u8),
    /// The tray is here on the picture; how it looks when empty must be learnt again.
    SetArea(TrayArea),
    /// Remember a camera on the network or a folder of pictures among the cameras, and use it.
    AddCamera(CameraAddress),
    /// Forget it again, by its id.
    RemoveCamera(String),
    /// Use this picture size, or the usual one.
    SetResolution(Option<Resolution>),
    /// Sell nothing by itself from now on (`true`), or again: goods are shown to the camera for
    /// another reason. What lies there at that moment is not sold either.
    Rest(bool),
}

/// What reaches the till from the camera, beside its frames.
pub enum WatchInput {
    /// A frame was looked at.
    Seen(Box<Look>),
    /// A barcode was read from a frame.
    CodeRead {
        /// Its digits, the check digit right.
        code: String,
        /// What [`WatchEffect::ReadCode`] said.
        visit: u64,
    },
}

/// One frame, looked at.
pub struct Look {
    /// The frame; its picture is decoded.
    pub frame: Arc<Frame>,
    /// When it came, in milliseconds from any start, growing.
    pub millis: u64,
    /// The tray and what surrounds it.
    pub sight: Sight,
    /// Light and sharpness in the tray, measured now and then.
    pub quality: Option<Quality>,
    /// The picture sizes to choose from.
    pub resolutions: Vec<Resolution>,
    /// How many frames of this camera were never looked at, since a newer one was there.
    pub dropped: u64,
}

/// What watching wants done.
pub enum WatchEffect {
    /// From now on the tray is here.
    SetArea(TrayArea),
    /// Open cameras with pictures of this size.
    SetResolution(Option<Resolution>),
    /// Look for a barcode in the tray; answered only if there is one.
    ReadCode {
        /// The frame.
        frame: Arc<Frame>,
        /// Which thing lies there.
        visit: u64,
    },
}

/// What hinders the camera.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SceneHint {
    /// More light is needed.
    Dark,
    /// It is not in focus, or its glass is dirty.
    Blurred,
    /// It was pushed.
    Moved,
    /// Something is right before it.
    Covered,
    /// The light is another one than when the empty tray was learnt.
    LightChanged,
}

/// The tray as shown.
#[derive(Clone, PartialEq, Debug)]
pub struct WatchView {
    /// What is made of the tray.
    pub state: WatchState,
    /// The empty tray is learnt as soon as nothing moves.
    pub learning: bool,
    /// What hinders the camera.
    pub hint: Option<SceneHint>,
    /// The picture sizes to choose from, smallest first; none where there is no choice.
    pub resolutions: Vec<Resolution>,
    /// How many frames of this camera were never looked at, since a newer one was there.
    pub dropped: u64,
    /// Nothing is sold by itself at the moment, whatever the shop has chosen.
    pub resting: bool,
    /// The empty tray of the camera that is in use, as it looks in the light of this moment.
    pub empty_tray: Option<Arc<Glimpse>>,
    /// What the shop has chosen.
    pub settings: WatchSettings,
}

/// What the shop has chosen about camera and tray.
#[derive(Clone, PartialEq, Debug)]
pub struct WatchSettings {
    /// Pictures are taken by themselves, once the empty tray is learnt.
    pub hands_free: bool,
    /// Where the tray is on the picture.
    pub area: TrayArea,
    /// How small a thing is seen.
    pub sensitivity: Sensitivity,
    /// The picture size wanted.
    pub resolution: Option<Resolution>,
    /// Cameras that are not plugged in.
    pub cameras: Vec<CameraAddress>,
    /// How the empty tray looked when it was learnt.
    pub empty_tray: Option<StoredTray>,
}

impl Default for WatchSettings {
    fn default() -> Self {
        Self {
            hands_free: true,
            area: TrayArea::default(),
            sensitivity: Sensitivity::default(),
            resolution: None,
            cameras: Vec::new(),
            empty_tray: None,
        }
    }
}

impl WatchSettings {
    /// What the values mean; they were checked when they were read.
    pub fn of(values: &SettingValues) -> Self {
        let cameras = values.text(&CAMERAS).lines().map(CameraAddress::of_id);
        let level = values.text(&TRAY_SENSITIVITY).parse();
        Self {
            hands_free: values.is_on(&HANDS_FREE),
            area: values.text(&TRAY_AREA).parse().unwrap_or_default(),
            sensitivity: level.map(Sensitivity::new).unwrap_or_default(),
            resolution: values.text(&CAMERA_RESOLUTION).parse().ok(),
            cameras: cameras
                .filter(|address| !matches!(address, CameraAddress::Native(_)))
                .collect(),
            empty_tray: StoredTray::from_text(values.text(&EMPTY_TRAY)),
        }
    }
}

/// An empty tray as it looked to one camera.
#[derive(Clone, PartialEq, Debug)]
pub struct StoredTray {
    /// The camera's id.
    pub camera: String,
    tray: Glimpse,
    whole: Glimpse,
}

impl StoredTray {
    /// What `camera` saw.
    pub fn new(camera: String, sight: &Sight) -> Self {
        Self { camera, tray: sight.tray.clone(), whole: sight.whole.clone() }
    }

    /// Returns what the camera saw.
    pub fn sight(&self) -> Sight {
        Sight { tray: self.tray.clone(), whole: self.whole.clone() }
    }

    /// Returns three lines: the camera's id, the tray and all of the picture in base 64.
    pub fn to_text(&self) -> String {
        let encoded = |glimpse: &Glimpse| BASE64_STANDARD.encode(glimpse.to_bytes());
        format!("{}\n{}\n{}", self.camera, encoded(&self.tray), encoded(&self.whole))
    }

    /// Reads [`Self::to_text`].
    pub fn from_text(text: &str) -> Option<Self> {
        let glimpse = |line: &str| Glimpse::from_bytes(&BASE64_STANDARD.decode(line).ok()?);
        let mut lines = text.lines();
        let camera = lines.next()?.to_owned();
        Some(Self { camera, tray: glimpse(lines.next()?)?, whole: glimpse(lines.next()?)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::settings::Setting;
    use photo::Picture;
    use std::convert::Infallible;

    fn read(texts: &[(&Setting, &str)]) -> WatchSettings {
        let text = |setting: &Setting| {
            let found = texts.iter().find(|(other, _)| *other == setting);
            Ok::<_, Infallible>(found.map(|(_, text)| (*text).to_owned()))
        };
        WatchSettings::of(&SettingValues::read(text).unwrap())
    }

    #[test]
    fn a_new_shop_and_one_whose_settings_are_damaged_watch_as_delivered() {
        assert_eq!(read(&[]), WatchSettings::default());
        let damaged = read(&[
            (&TRAY_AREA, "x"),
            (&TRAY_SENSITIVITY, "-3"),
            (&CAMERA_RESOLUTION, "large"),
            (&CAMERAS, "\nC270@usb-1\n"),
            (&EMPTY_TRAY, "C270\nAAAA\n?"),
        ]);
        assert_eq!(damaged, WatchSettings::default());
    }

    #[test]
    fn what_was_chosen_is_read_again() {
        let settings = read(&[
            (&HANDS_FREE, "off"),
            (&TRAY_AREA, "0.2 0.2 0.5 0.5"),
            (&TRAY_SENSITIVITY, "8"),
            (&CAMERA_RESOLUTION, "640x480"),
            (&CAMERAS, "network http://phone/video\nfolder photos"),
        ]);
        assert!(!settings.hands_free);
        assert_eq!(settings.area, TrayArea::new(0.2, 0.2, 0.5, 0.5));
        assert_eq!(settings.sensitivity.level(), 8);
        assert_eq!(settings.resolution, Some(Resolution { width: 640, height: 480 }));
        assert_eq!(settings.cameras.len(), 2);
    }

    #[test]
    fn an_empty_tray_is_text_and_back() {
        let glimpse = Glimpse::of(&Picture::filled(9, 9, [1, 120, 255]), &TrayArea::WHOLE);
        let sight = Sight { tray: glimpse.clone(), whole: glimpse };
        let stored = StoredTray::new("network http://phone/video".to_owned(), &sight);
        assert_eq!(StoredTray::from_text(&stored.to_text()), Some(stored));
        assert_eq!(StoredTray::from_text(""), None);
    }
}
