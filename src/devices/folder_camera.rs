//! A simulated camera: the pictures of a folder, round and round, for tests and for a demo without hardware.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::camera::{Camera, CameraError, Frame};
use crate::photo::{is_picture_name, load};

/// Shows the pictures of a folder in the order of their names, and starts again after the last.
#[derive(Debug)]
pub struct FolderCamera {
    name: String,
    photos: Vec<PathBuf>,
    interval: Duration,
    due: Option<Instant>,
    number: u64,
}

impl FolderCamera {
    /// Returns the camera of `folder` that gives a frame every `interval`.
    ///
    /// # Errors
    /// [`CameraError::NoPictures`] if the folder cannot be read or holds no picture.
    pub fn open(folder: &Path, interval: Duration) -> Result<Self, CameraError> {
        let no_pictures = |reason: String| CameraError::NoPictures {
            folder: folder.display().to_string(),
            reason,
        };
        let entries = std::fs::read_dir(folder).map_err(|error| no_pictures(error.to_string()))?;
        let mut photos: Vec<PathBuf> = entries
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .filter(|path| is_picture_name(path))
            .collect();
        photos.sort();
        if photos.is_empty() {
            return Err(no_pictures("no picture file is in it".to_owned()));
        }
        let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned();
        Ok(Self { name, photos, interval, due: None, number: 0 })
    }

    /// Waits as a camera would; the first frame comes at once.
    fn wait_until_due(&mut self) {
        let now = Instant::now();
        if let Some(rest) = self.due.and_then(|due| due.checked_duration_since(now)) {
            std::thread::sleep(rest);
        }
        self.due = Some(Instant::now() + self.interval);
    }
}

impl Camera for FolderCamera {
    fn name(&self) -> &str {
        &self.name
    }

    fn next_frame(&mut self) -> Result<Frame, CameraError> {
        self.wait_until_due();
        let number = self.number;
        self.number += 1;
        let index = usize::try_from(number % self.photos.len().max(1) as u64).unwrap_or_default();
        let camera = self.name.clone();
        let Some(photo) = self.photos.get(index).cloned() else {
            return Err(CameraError::Stopped { camera, reason: "no pictures are left".to_owned() });
        };
        Ok(Frame::encoded(Instant::now(), number, move || {
            load(&photo).map_err(|error| CameraError::BrokenFrame {
                camera: camera.clone(),
                reason: error.to_string(),
            })
        }))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    fn write_png(path: &Path, grey: u8) {
        image::GrayImage::from_pixel(2, 2, image::Luma([grey])).save(path).unwrap();
    }

    #[test]
    fn pictures_come_in_order_and_round_and_round() {
        let folder = tempfile::tempdir().unwrap();
        write_png(&folder.path().join("b.png"), 20);
        write_png(&folder.path().join("a.png"), 10);
        std::fs::write(folder.path().join("notes.txt"), "not shown").unwrap();
        let mut camera = FolderCamera::open(folder.path(), Duration::ZERO).unwrap();
        let seen: Vec<(u64, u8)> = (0..5)
            .map(|_| camera.next_frame().unwrap())
            .map(|frame| (frame.number(), frame.picture().unwrap().rgb()[0]))
            .collect();
        assert_eq!(seen, [(0, 10), (1, 20), (2, 10), (3, 20), (4, 10)]);
    }

    #[test]
    fn a_broken_picture_is_a_broken_frame_and_the_next_one_comes() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.jpg"), "no picture").unwrap();
        write_png(&folder.path().join("b.png"), 20);
        let mut camera = FolderCamera::open(folder.path(), Duration::ZERO).unwrap();
        let broken = camera.next_frame().unwrap().picture();
        assert!(matches!(broken, Err(CameraError::BrokenFrame { .. })));
        assert!(camera.next_frame().unwrap().picture().is_ok());
    }

    #[test]
    fn an_empty_or_missing_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        for path in [folder.path().to_owned(), folder.path().join("missing")] {
            let error = FolderCamera::open(&path, Duration::ZERO).unwrap_err();
            assert!(matches!(error, CameraError::NoPictures { .. }), "{error}");
        }
    }
}
