//! Turning a picture upright, as the camera noted in the photo's EXIF data.

use image::metadata::Orientation;

use super::picture::CHANNELS;

/// Returns width, height and pixels of the upright picture.
///
/// `rgb` holds `width * height` interleaved RGB pixels.
pub(super) fn upright(
    width: u32,
    height: u32,
    rgb: Vec<u8>,
    orientation: Orientation,
) -> (u32, u32, Vec<u8>) {
    if orientation == Orientation::NoTransforms {
        return (width, height, rgb);
    }
    let Some(buffer) = image::RgbImage::from_raw(width, height, rgb) else {
        return (width, height, Vec::new());
    };
    let mut turned = image::DynamicImage::ImageRgb8(buffer);
    turned.apply_orientation(orientation);
    let (width, height) = (turned.width(), turned.height());
    let rgb = turned.into_rgb8().into_raw();
    debug_assert_eq!(rgb.len(), width as usize * height as usize * CHANNELS);
    (width, height, rgb)
}
