//! Whether a photo is good enough to be judged: light and sharpness.

use super::perceptual_hash::luma;
use super::picture::Picture;
use super::resample::resize_within;

/// The longer side at which sharpness is measured, so that the figure does not depend on the camera.
const MEASURED_AT: u32 = 256;

/// Below this mean brightness a photo is called too dark. Of 3,000 shop photos the darkest is 0.2;
/// a good photo on a black cloth can be 0.1.
const DARK_BELOW: f32 = 0.1;

/// Below this variance a photo is called blurred. Of 3,000 shop photos one in two hundred is below
/// 65; half of them are above 500.
const BLURRED_BELOW: f32 = 30.0;

/// How well a photo was taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quality {
    /// Mean luma, 0 (black) to 1 (white).
    pub brightness: f32,
    /// Variance of the Laplacian of the luma (0 to 255) at 256 px: higher is sharper.
    ///
    /// Source: J. L. Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", ICPR 2000.
    pub sharpness: f32,
}

/// What the clerk should mend before the next photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QualityWarning {
    /// More light is needed.
    TooDark,
    /// The camera must be held still or brought into focus.
    Blurred,
}

impl Quality {
    /// Returns the first thing to mend, if any: light comes before focus, since the dark blurs too.
    pub fn warning(&self) -> Option<QualityWarning> {
        if self.brightness < DARK_BELOW {
            Some(QualityWarning::TooDark)
        } else if self.sharpness < BLURRED_BELOW {
            Some(QualityWarning::Blurred)
        } else {
            None
        }
    }
}

/// Returns how well `picture` was taken.
pub fn quality(picture: &Picture) -> Quality {
    let small = resize_within(picture, MEASURED_AT);
    let grey: Vec<Vec<f32>> = small
        .rows()
        .map(|row| row.chunks_exact(3).map(|pixel| luma(pixel) as f32 / 1000.0).collect())
        .collect();
    let pixels = grey.iter().flatten();
    let brightness = mean(pixels.map(|value| value / 255.0)).unwrap_or_default();
    Quality { brightness, sharpness: variance(&laplacian(&grey)) }
}

/// Returns the Laplacian (four neighbours) of all pixels but those at the edge.
fn laplacian(grey: &[Vec<f32>]) -> Vec<f32> {
    let mut values = Vec::new();
    for rows in grey.windows(3) {
        let [above, here, below] = rows else { continue };
        let vertical = above.iter().zip(below).skip(1);
        for (trio, (up, down)) in here.windows(3).zip(vertical) {
            if let [left, middle, right] = trio {
                values.push(left + right + up + down - 4.0 * middle);
            }
        }
    }
    values
}

fn variance(values: &[f32]) -> f32 {
    let Some(mean_value) = mean(values.iter().copied()) else {
        return 0.0;
    };
    mean(values.iter().map(|value| (value - mean_value).powi(2))).unwrap_or_default()
}

/// Returns the mean, summed in double precision; `None` of nothing.
fn mean(values: impl Iterator<Item = f32>) -> Option<f32> {
    let (sum, count) =
        values.fold((0.0, 0.0), |(sum, count), value| (sum + f64::from(value), count + 1.0));
    (count > 0.0).then_some((sum / count) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resize;

    /// A chequered table cloth, between `dark` and `light`.
    fn cloth(dark: u8, light: u8) -> Picture {
        let value = |x: u32, y: u32| {
            if (x / 20 + y / 20).is_multiple_of(2) { dark } else { light }
        };
        let rgb = (0..480).flat_map(|y| (0..640).flat_map(move |x| [value(x, y); 3])).collect();
        Picture::new(640, 480, rgb).unwrap()
    }

    #[test]
    fn a_sharp_photo_in_good_light_gives_no_warning() {
        let quality = quality(&cloth(60, 200));
        assert!((quality.brightness - 130.0 / 255.0).abs() < 0.02, "{quality:?}");
        assert_eq!(quality.warning(), None, "{quality:?}");
    }

    #[test]
    fn a_dark_photo_is_called_dark() {
        assert_eq!(quality(&cloth(0, 30)).warning(), Some(QualityWarning::TooDark));
    }

    #[test]
    fn a_blurred_photo_is_called_blurred() {
        let blurred = resize(&resize(&cloth(60, 200), 20, 15), 640, 480);
        assert_eq!(quality(&blurred).warning(), Some(QualityWarning::Blurred));
    }

    #[test]
    fn black_white_and_tiny_pictures_have_a_quality() {
        assert_eq!(quality(&Picture::filled(1, 1, [0; 3])).brightness, 0.0);
        let white = quality(&Picture::filled(2, 500, [255; 3]));
        assert!((white.brightness - 1.0).abs() < 1e-6);
        assert_eq!(white.sharpness, 0.0);
    }
}
