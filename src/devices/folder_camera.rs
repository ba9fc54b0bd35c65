//! A simulated camera: the pictures of a folder, round and round, for tests and for a demo without hardware.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::camera::{Camera, CameraError, Frame};
use photo::{is_read_kind, load};

/// Shows the pictures of a folder in the order of their names, and starts again after the last.
#[derive(Debug)]
pub struct FolderCamera {
    name: String,
    photos: Vec<PathBuf>,
    interval: Duration,
    /// How often the photo that is shown comes again, if it does.
    again: Option<Duration>,
    shown: Option<(Arc<Frame>, Instant)>,
    due: Option<Instant>,
    number: u64,
    next_photo: usize,
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
            .filter(|path| is_read_kind(path))
            .collect();
        photos.sort();
        if photos.is_empty() {
            return Err(no_pictures("no picture file is in it".to_owned()));
        }
        let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned();
        Ok(Self {
            name,
            photos,
            interval,
            again: None,
            shown: None,
            due: None,
            number: 0,
            next_photo: 0,
        })
    }

    /// Gives the photo that is shown again every `step` until its time is over, as a real camera gives
    /// a still scene; it is decoded once.
    #[must_use]
    pub fn repeating(self, step: Duration) -> Self {
        Self { again: Some(step), ..self }
    }

    /// Returns the photo shown, once more, if its time is not over.
    fn same_again(&mut self) -> Option<Frame> {
        let step = self.again?;
        let (frame, until) = self.shown.as_ref()?;
        let next = self.due.unwrap_or(*until) + step;
        if next >= *until {
            self.due = Some(*until);
            self.shown = None;
            return None;
        }
        let frame = Arc::clone(frame);
        if let Some(rest) = next.checked_duration_since(Instant::now()) {
            std::thread::sleep(rest);
        }
        self.due = Some(next);
        let number = self.number;
        self.number += 1;
        Some(frame.again(Instant::now(), number))
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
        if let Some(again) = self.same_again() {
            return Ok(again);
        }
        self.wait_until_due();
        let number = self.number;
        self.number += 1;
        let camera = self.name.clone();
        let Some(photo) = self.photos.get(self.next_photo).cloned() else {
            return Err(CameraError::Stopped { camera, reason: "no pictures are left".to_owned() });
        };
        self.next_photo = (self.next_photo + 1) % self.photos.len().max(1);
        let now = Instant::now();
        let frame = Frame::encoded(now, number, move || {
            load(&photo)
                .map_err(|error| CameraError::BrokenFrame { camera, reason: error.to_string() })
        });
        if self.again.is_none() {
            return Ok(frame);
        }
        let frame = Arc::new(frame);
        self.shown = Some((Arc::clone(&frame), now + self.interval));
        self.due = Some(now);
        Ok(frame.again(now, number))
    }
}

#[cfg(test)]
mod tests {
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
    fn a_photo_comes_again_until_its_time_is_over() {
        let folder = tempfile::tempdir().unwrap();
        write_png(&folder.path().join("a.png"), 10);
        write_png(&folder.path().join("b.png"), 20);
        let interval = Duration::from_millis(40);
        let camera = FolderCamera::open(folder.path(), interval).unwrap();
        let mut camera = camera.repeating(Duration::from_millis(10));
        let greys: Vec<u8> =
            (0..8).map(|_| camera.next_frame().unwrap().picture().unwrap().rgb()[0]).collect();
        assert_eq!(greys, [10, 10, 10, 10, 20, 20, 20, 20]);
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
