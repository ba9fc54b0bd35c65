//! Where a till's cameras come from: what is plugged in, the network, folders of pictures.

use std::path::PathBuf;
use std::time::Duration;

use devices::{
    self, Camera, CameraAddress, CameraError, CameraInfo, FolderCamera, Patience, Resolution,
};

/// Where cameras come from; tests put a folder of pictures in their place.
pub trait Cameras: Send + Sync {
    /// What is connected.
    fn list(&self) -> Vec<CameraInfo>;

    /// Opens one by its id.
    ///
    /// # Errors
    /// Why it cannot be opened.
    fn open(&self, id: &str) -> Result<Box<dyn Camera>, CameraError>;

    /// Opens one by its id, with pictures of this size if it offers them.
    ///
    /// # Errors
    /// Why it cannot be opened.
    fn open_at(
        &self,
        id: &str,
        resolution: Option<Resolution>,
    ) -> Result<Box<dyn Camera>, CameraError> {
        let _one_size = resolution;
        self.open(id)
    }

    /// How long to wait for what of them.
    fn patience(&self) -> Patience {
        Patience::TILL
    }
}

/// No cameras at all, for a till that is driven by a script.
pub struct NoCameras;

impl Cameras for NoCameras {
    fn list(&self) -> Vec<CameraInfo> {
        Vec::new()
    }

    fn open(&self, id: &str) -> Result<Box<dyn Camera>, CameraError> {
        Err(CameraError::NotFound { camera: id.to_owned() })
    }
}

/// The cameras connected to this machine, those of the network, and folders of photos; for a
/// demonstration, one that `TILLSIGHT_CAMERA_FOLDER` names.
#[derive(Default)]
pub struct SystemCameras {
    folder: Option<PathBuf>,
}

impl SystemCameras {
    /// How long each photo of a folder is shown.
    const INTERVAL: Duration = Duration::from_millis(1500);
    /// How often it is given in this time.
    const STEP: Duration = Duration::from_millis(125);

    /// Reads the environment.
    pub fn from_environment() -> Self {
        Self { folder: std::env::var_os("TILLSIGHT_CAMERA_FOLDER").map(PathBuf::from) }
    }
}

impl Cameras for SystemCameras {
    fn list(&self) -> Vec<CameraInfo> {
        let folder = self.folder.clone().map(|folder| CameraAddress::Folder(folder).info());
        devices::list_cameras().into_iter().chain(folder).collect()
    }

    fn open(&self, id: &str) -> Result<Box<dyn Camera>, CameraError> {
        self.open_at(id, None)
    }

    fn open_at(
        &self,
        id: &str,
        resolution: Option<Resolution>,
    ) -> Result<Box<dyn Camera>, CameraError> {
        match CameraAddress::of_id(id) {
            CameraAddress::Network(url) => devices::open_network_camera(&url),
            CameraAddress::Folder(folder) => {
                let camera = FolderCamera::open(&folder, Self::INTERVAL)?;
                Ok(Box::new(camera.repeating(Self::STEP)))
            }
            CameraAddress::Native(id) => devices::open_camera(&id, resolution),
        }
    }
}
