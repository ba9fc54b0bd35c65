//! A real camera, through nokhwa: Video4Linux, Media Foundation or AVFoundation.
//!
//! No camera was at hand when this was written: what runs here without one is tested (finding,
//! choosing a format, decoding frames), the rest on real hardware is untested.

use std::time::{Duration, Instant};

use crossbeam_channel::bounded;
use nokhwa::pixel_format::RgbFormat;
use nokhwa::utils::{CameraFormat, FrameFormat, RequestedFormat, RequestedFormatType};
use nokhwa::{Buffer, NokhwaError};

use super::camera::{Camera, CameraError, Frame};
use super::camera_list::{find, name_in, search};
use super::resolution::Resolution;
use photo::{Picture, decode_motion_jpeg};

/// Enough for a network, and every webcam has it or something near it as Motion JPEG.
const WANTED_SIZE: Resolution = Resolution { width: 1280, height: 720 };

/// Frames a second at which a preview looks smooth.
const WANTED_RATE: u32 = 30;

/// How long a person may take to answer the system's question for permission.
const LONGEST_QUESTION: Duration = Duration::from_secs(60);

/// Opens the camera with this id (see [`super::CameraInfo`]) and starts its stream, at the size
/// nearest to `wanted`.
///
/// Takes seconds on some systems, and may hang in a driver: call it on a thread that nobody waits
/// for, as [`super::CameraFeed`] does. Untested on real hardware.
///
/// # Errors
/// [`CameraError::NotFound`], [`CameraError::NotAllowed`] or [`CameraError::CannotStart`].
pub fn open_camera(id: &str, wanted: Option<Resolution>) -> Result<Box<dyn Camera>, CameraError> {
    let cameras = search();
    let Some(found) = find(&cameras, id) else {
        return Err(CameraError::NotFound { camera: name_in(id).to_owned() });
    };
    let name = found.info.name.clone();
    if !is_allowed() {
        return Err(CameraError::NotAllowed { camera: name });
    }
    // nokhwa and its bindings unwrap and assert in places; a driver's oddity must not be a crash.
    match base::threads::guarded(|| started(found.index.clone(), wanted)) {
        Ok(Ok((camera, sizes))) => {
            Ok(Box::new(NativeCamera { name, camera: Some(camera), sizes, number: 0 }))
        }
        Ok(Err(error)) => Err(not_started(&name, &error)),
        Err(_) => {
            Err(CameraError::CannotStart { camera: name, reason: "its driver crashed".to_owned() })
        }
    }
}

/// Asks the system for permission, where it wants to be asked (macOS), and waits for the answer.
///
/// On macOS the program also needs `NSCameraUsageDescription` and the camera entitlement, or the
/// system refuses without a question. Untested there; elsewhere the answer is always yes.
fn is_allowed() -> bool {
    if nokhwa::nokhwa_check() {
        return true;
    }
    let (answer, answered) = bounded(1);
    nokhwa::nokhwa_initialize(move |allowed| {
        let _ = answer.try_send(allowed);
    });
    answered.recv_timeout(LONGEST_QUESTION).unwrap_or_default()
}

fn started(
    index: nokhwa::utils::CameraIndex,
    wanted: Option<Resolution>,
) -> Result<(nokhwa::Camera, Vec<Resolution>), NokhwaError> {
    // Any format that can be decoded first: nokhwa's "closest" finds nothing unless the wanted
    // size exists, and its "highest" ignores what can be decoded.
    let any = RequestedFormat::new::<RgbFormat>(RequestedFormatType::None);
    let mut camera = nokhwa::Camera::new(index, any)?;
    let formats = camera.compatible_camera_formats().unwrap_or_default();
    let wanted_size = wanted.unwrap_or(WANTED_SIZE);
    if let Some(best) =
        best_format(&formats, wanted_size).filter(|best| *best != camera.camera_format())
    {
        let wanted = [best.format()];
        let exactly = RequestedFormat::with_formats(RequestedFormatType::Exact(best), &wanted);
        if camera.set_camera_requset(exactly).is_err() {
            // Some drivers refuse a format that they list: go on with the first one, and let
            // nokhwa ask the driver which that is now.
            camera.refresh_camera_format()?;
        }
    }
    camera.open_stream()?;
    Ok((camera, sizes_of(&formats)))
}

/// Returns the sizes of the formats, smallest first, each once.
fn sizes_of(formats: &[CameraFormat]) -> Vec<Resolution> {
    let mut sizes: Vec<Resolution> = formats.iter().map(size_of).collect();
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}

fn size_of(format: &CameraFormat) -> Resolution {
    Resolution { width: format.width(), height: format.height() }
}

/// Returns the format to use: Motion JPEG if there is any (raw formats choke a USB 2 cable and
/// nokhwa's conversion of them is slow), then the nearest size, then the nearest rate.
fn best_format(formats: &[CameraFormat], wanted: Resolution) -> Option<CameraFormat> {
    formats.iter().copied().min_by_key(|format| {
        let encoding = match format.format() {
            FrameFormat::MJPEG => 0,
            FrameFormat::YUYV | FrameFormat::NV12 => 1,
            FrameFormat::RAWRGB | FrameFormat::RAWBGR => 2,
            FrameFormat::GRAY => 3,
        };
        (encoding, size_of(format).distance(wanted), format.frame_rate().abs_diff(WANTED_RATE))
    })
}

fn not_started(name: &str, error: &NokhwaError) -> CameraError {
    let reason = error.to_string();
    let camera = name.to_owned();
    // nokhwa keeps the system's words alone: EACCES and EPERM on Linux.
    if reason.contains("Permission denied") || reason.contains("Operation not permitted") {
        CameraError::NotAllowed { camera }
    } else {
        CameraError::CannotStart { camera, reason }
    }
}

/// A running camera of nokhwa's.
struct NativeCamera {
    name: String,
    /// `None` only while it is being dropped.
    camera: Option<nokhwa::Camera>,
    sizes: Vec<Resolution>,
    number: u64,
}

impl Camera for NativeCamera {
    fn name(&self) -> &str {
        &self.name
    }

    fn next_frame(&mut self) -> Result<Frame, CameraError> {
        let stopped = |reason: String| CameraError::Stopped { camera: self.name.clone(), reason };
        let Some(camera) = self.camera.as_mut() else {
            return Err(stopped("it is closed".to_owned()));
        };
        let buffer = camera.frame().map_err(|error| stopped(error.to_string()))?;
        let number = self.number;
        self.number += 1;
        let name = self.name.clone();
        Ok(Frame::encoded(Instant::now(), number, move || picture_of(&buffer, &name)))
    }

    fn resolutions(&self) -> Vec<Resolution> {
        self.sizes.clone()
    }
}

impl Drop for NativeCamera {
    fn drop(&mut self) {
        let camera = self.camera.take();
        // nokhwa unwraps the result of stopping a stream, and v4l panics on all errors but one:
        // both happen with a camera that was pulled out.
        let _ = base::threads::guarded(|| drop(camera));
    }
}

/// Returns the picture in a frame as a driver gives it: Motion JPEG, or YUYV of this size.
pub(super) fn picture_of_frame(
    yuyv: Option<Resolution>,
    bytes: &[u8],
    name: &str,
) -> Result<Picture, CameraError> {
    let (size, encoding) = match yuyv {
        Some(size) => (size, FrameFormat::YUYV),
        None => (WANTED_SIZE, FrameFormat::MJPEG), // its size stands in its own header
    };
    let size = nokhwa::utils::Resolution::new(size.width, size.height);
    picture_of(&Buffer::new(size, bytes, encoding), name)
}

/// Returns the picture in one raw or encoded buffer.
fn picture_of(buffer: &Buffer, name: &str) -> Result<Picture, CameraError> {
    let broken = |reason: String| CameraError::BrokenFrame { camera: name.to_owned(), reason };
    if buffer.source_frame_format() == FrameFormat::MJPEG {
        return decode_motion_jpeg(buffer.buffer(), name).map_err(|why| broken(why.to_string()));
    }
    // A raw frame that is shorter than its size says panics in nokhwa's conversion.
    let decoded = base::threads::guarded(|| buffer.decode_image::<RgbFormat>())
        .map_err(|_| broken("it is shorter than its size says".to_owned()))?
        .map_err(|error| broken(error.to_string()))?;
    let (width, height) = decoded.dimensions();
    Picture::new(width, height, decoded.into_raw()).map_err(|error| broken(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use nokhwa::utils::Resolution as DriverResolution;

    fn format(encoding: FrameFormat, width: u32, height: u32, rate: u32) -> CameraFormat {
        CameraFormat::new(DriverResolution::new(width, height), encoding, rate)
    }

    #[test]
    fn motion_jpeg_comes_before_size_and_size_before_rate() {
        let formats = [
            format(FrameFormat::YUYV, 1280, 720, 30),
            format(FrameFormat::MJPEG, 1920, 1080, 30),
            format(FrameFormat::MJPEG, 1280, 720, 60),
            format(FrameFormat::MJPEG, 1280, 720, 25),
            format(FrameFormat::MJPEG, 640, 480, 30),
        ];
        assert_eq!(best_format(&formats, WANTED_SIZE), Some(formats[3]));
        assert_eq!(best_format(&formats[..1], WANTED_SIZE), Some(formats[0]));
        assert_eq!(best_format(&[], WANTED_SIZE), None);
    }

    #[test]
    fn the_chosen_size_is_taken_and_the_sizes_are_listed_once() {
        let formats = [
            format(FrameFormat::MJPEG, 1920, 1080, 30),
            format(FrameFormat::MJPEG, 640, 480, 30),
            format(FrameFormat::YUYV, 640, 480, 30),
        ];
        let wanted = Resolution { width: 800, height: 600 };
        assert_eq!(best_format(&formats, wanted), Some(formats[1]));
        let sizes: Vec<String> = sizes_of(&formats).iter().map(ToString::to_string).collect();
        assert_eq!(sizes, ["640x480", "1920x1080"]);
    }

    #[test]
    fn a_camera_that_is_not_plugged_in_is_not_found() {
        let error = open_camera("No such camera@usb-9.9", None).err().unwrap();
        assert_eq!(error, CameraError::NotFound { camera: "No such camera".to_owned() });
        assert_eq!(
            error.to_string(),
            "No such camera is not plugged in; plug it in or choose another camera"
        );
    }

    #[test]
    fn a_motion_jpeg_frame_becomes_a_picture_and_a_broken_one_an_error() {
        let mut jpeg = std::io::Cursor::new(Vec::new());
        let grey = image::RgbImage::from_pixel(16, 8, image::Rgb([90, 90, 90]));
        grey.write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
        let jpeg = jpeg.into_inner();
        let frame =
            |bytes: &[u8]| Buffer::new(DriverResolution::new(16, 8), bytes, FrameFormat::MJPEG);
        let picture = picture_of(&frame(&jpeg), "C270").unwrap();
        assert_eq!((picture.width(), picture.height()), (16, 8));
        for broken in [&jpeg[..20], b"", b"nonsense"] {
            let error = picture_of(&frame(broken), "C270").unwrap_err();
            assert!(matches!(error, CameraError::BrokenFrame { .. }), "{error}");
        }
    }

    #[test]
    fn a_raw_frame_becomes_a_picture_and_a_short_one_an_error() {
        let size = DriverResolution::new(4, 2);
        // Two pixels in four bytes: both have luma 255, and no colour.
        let white = [255, 128, 255, 128].repeat(4);
        let picture = picture_of(&Buffer::new(size, &white, FrameFormat::YUYV), "C270").unwrap();
        assert_eq!((picture.width(), picture.height()), (4, 2));
        assert!(picture.rgb().iter().all(|value| *value > 240), "{:?}", picture.rgb());
        for encoding in [FrameFormat::YUYV, FrameFormat::NV12, FrameFormat::RAWRGB] {
            let short = Buffer::new(size, &white[..5], encoding);
            assert!(picture_of(&short, "C270").is_err(), "{encoding:?}");
        }
    }

    #[test]
    fn a_refusal_of_the_system_is_told_from_a_busy_camera() {
        let refused = NokhwaError::OpenDeviceError(
            "0".to_owned(),
            "V4L2 Error: Permission denied (os error 13)".to_owned(),
        );
        assert!(matches!(not_started("C270", &refused), CameraError::NotAllowed { .. }));
        let busy = NokhwaError::OpenStreamError("Device or resource busy".to_owned());
        assert!(matches!(not_started("C270", &busy), CameraError::CannotStart { .. }));
    }
}
