//! A picture to a network's input, in one way for the till, for training and for judging.

use serde::{Deserialize, Serialize};

use super::colours::Colours;
use super::picture::Picture;
use super::prepared::Prepared;
use super::resample::{Window, resample};

/// What a network wants to see, stored with every version of a model.
///
/// A prepared value is `(v - mean) / scale`, where `v` is a channel's byte, 0 to 255, or the pixel's
/// luma where the network is shown grey.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Preparation {
    /// Side of the square input in pixels.
    pub size: u32,
    /// How a picture that is not square becomes one.
    pub fit: Fit,
    /// What is subtracted from each channel's byte: red, green, blue.
    pub mean: [f32; 3],
    /// What the difference is divided by: red, green, blue.
    pub scale: [f32; 3],
    /// Colour or grey. Manifests that do not say it are of networks for colour.
    #[serde(default, skip_serializing_if = "Colours::is_colour")]
    pub colours: Colours,
}

impl Preparation {
    /// Returns a pixel of 0 to 255 (red, green, blue) as the network is to see it.
    fn normalised(&self, rgb: [f32; 3]) -> [f32; 3] {
        let shown = self.colours.shown(rgb);
        std::array::from_fn(|channel| (shown[channel] - self.mean[channel]) / self.scale[channel])
    }

    /// Normalises pixels in place that lie one after the other, each red, green, blue of 0 to 255:
    /// the last step of [`prepare`], for pictures that were painted otherwise.
    pub fn normalise(&self, pixels: &mut [f32]) {
        for pixel in pixels.chunks_exact_mut(3) {
            if let [red, green, blue] = pixel {
                [*red, *green, *blue] = self.normalised([*red, *green, *blue]);
            }
        }
    }
}

/// How a picture that is not square becomes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fit {
    /// The middle square: the shorter side fits, the ends of the longer one are cut off.
    Crop,
    /// The whole picture, squeezed.
    Stretch,
    /// The whole picture in its shape, with the preparation's mean colour beside it.
    Pad,
}

/// A rectangle on a picture, in pixels from the top left; may lie between pixels and leave the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Region {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width, more than 0.
    pub width: f32,
    /// Height, more than 0.
    pub height: f32,
}

impl Region {
    /// Returns whether the point lies in the region, its left and top edge included.
    pub fn contains(&self, x: f32, y: f32) -> bool {
        let inside = |at: f32, from: f32, length: f32| at >= from && at < from + length;
        inside(x, self.x, self.width) && inside(y, self.y, self.height)
    }

    /// Returns the area that two regions have in common.
    pub fn common_area(&self, other: &Self) -> f32 {
        let along = |from: f32, length: f32, other_from: f32, other_length: f32| {
            ((from + length).min(other_from + other_length) - from.max(other_from)).max(0.0)
        };
        along(self.x, self.width, other.x, other.width)
            * along(self.y, self.height, other.y, other.height)
    }

    /// Returns the common area as a share of what both cover together, 0 to 1 (Jaccard's index, "IoU").
    pub fn overlap(&self, other: &Self) -> f32 {
        let common = self.common_area(other);
        let both = self.width * self.height + other.width * other.height - common;
        if both > 0.0 { common / both } else { 0.0 }
    }

    /// Returns the same region on a copy of the picture that is `factor` times as large.
    #[must_use]
    pub fn scaled(&self, factor: f32) -> Self {
        let Self { x, y, width, height } = *self;
        Self { x: x * factor, y: y * factor, width: width * factor, height: height * factor }
    }
}

/// Returns the network's input for `picture`.
///
/// The till and training's validation both come through here; it is [`prepare_region`] of
/// [`fitted_region`], so a random crop in training goes through the same resampler, bit for bit.
pub fn prepare(picture: &Picture, preparation: &Preparation) -> Prepared {
    prepare_region(picture, &fitted_region(picture, preparation.fit), preparation)
}

/// Returns the region of `picture` that [`prepare`] shows the network.
///
/// [`Fit::Pad`]'s region leaves the picture on two sides.
pub fn fitted_region(picture: &Picture, fit: Fit) -> Region {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let square = |side: f32| Region {
        x: (width - side) / 2.0,
        y: (height - side) / 2.0,
        width: side,
        height: side,
    };
    match fit {
        Fit::Crop => square(width.min(height)),
        Fit::Stretch => Region { x: 0.0, y: 0.0, width, height },
        Fit::Pad => square(width.max(height)),
    }
}

/// Returns the network's input for one region of `picture`, squeezed into the square.
///
/// What lies outside of the picture is the preparation's mean, so 0 after it; a region without any
/// part of the picture (or with a side that is no number) is 0 everywhere. At a region's edge the
/// resampling filter reaches a little beyond it, into the picture around.
pub fn prepare_region(picture: &Picture, region: &Region, preparation: &Preparation) -> Prepared {
    let size = preparation.size.max(1);
    let plane = size as usize * size as usize;
    let mut data = vec![0.0; plane * 3];
    if let Some(Placed { source, target }) = placed(picture, region, size) {
        let pixels = resample(picture, &source, target.width, target.height);
        let write = match preparation.colours {
            Colours::Colour => write_planes,
            Colours::Grey => write_grey_planes,
        };
        write(&pixels, &target, preparation, size as usize, &mut data);
    }
    Prepared::new(size, data)
}

/// The part of the picture that is seen, and where in the square it comes to lie.
struct Placed {
    source: Window,
    target: Cells,
}

/// A rectangle of whole pixels in the prepared square, never empty.
struct Cells {
    left: u32,
    top: u32,
    width: u32,
    height: u32,
}

fn placed(picture: &Picture, region: &Region, size: u32) -> Option<Placed> {
    let across = span(region.x, region.width, picture.width(), size)?;
    let down = span(region.y, region.height, picture.height(), size)?;
    Some(Placed {
        source: Window { x: across.from, y: down.from, width: across.length, height: down.length },
        target: Cells {
            left: across.first,
            top: down.first,
            width: across.cells,
            height: down.cells,
        },
    })
}

/// One axis of [`Placed`].
struct Span {
    from: f64,
    length: f64,
    first: u32,
    cells: u32,
}

/// Returns where the part of `start .. start + length` that lies in `0 .. limit` falls on `size` cells.
///
/// `None` if there is no such part.
fn span(start: f32, length: f32, limit: u32, size: u32) -> Option<Span> {
    let (start, length) = (f64::from(start), f64::from(length));
    let end = start + length;
    if !(start.is_finite() && end.is_finite() && length > 0.0) {
        return None;
    }
    let from = snapped(start.clamp(0.0, f64::from(limit)));
    let to = snapped(end.clamp(0.0, f64::from(limit)));
    if to <= from {
        return None;
    }
    let (size, cells) = (f64::from(size), size);
    let cell = |at: f64| ((at - start) / length * size).round().clamp(0.0, size) as u32;
    let first = cell(from).min(cells - 1);
    let cells = cell(to).saturating_sub(first).max(1);
    Some(Span { from, length: to - from, first, cells })
}

/// Returns the position rounded to 1/1024 pixel.
///
/// Sums and differences of such numbers are exact, so that `from + length` can never pass the
/// picture's edge by a rounding error, which the resampler would refuse.
fn snapped(position: f64) -> f64 {
    (position * 1024.0).round() / 1024.0
}

/// Writes the interleaved `pixels` of `target` into the three planes of `data`, normalised.
fn write_planes(
    pixels: &[u8],
    target: &Cells,
    preparation: &Preparation,
    size: usize,
    data: &mut [f32],
) {
    let row_bytes = target.width as usize * 3;
    let planes = data.chunks_exact_mut(size * size);
    for (channel, (plane, table)) in planes.zip(tables(preparation)).enumerate() {
        let rows = plane.chunks_exact_mut(size).skip(target.top as usize);
        for (row, bytes) in rows.zip(pixels.chunks_exact(row_bytes)) {
            let values = row.iter_mut().skip(target.left as usize);
            for (value, byte) in values.zip(bytes.iter().skip(channel).step_by(3)) {
                *value = table.get(usize::from(*byte)).copied().unwrap_or_default();
            }
        }
    }
}

/// As [`write_planes`], with the luma of each pixel in the three planes.
fn write_grey_planes(
    pixels: &[u8],
    target: &Cells,
    preparation: &Preparation,
    size: usize,
    data: &mut [f32],
) {
    let row_bytes = target.width as usize * 3;
    for (channel, plane) in data.chunks_exact_mut(size * size).enumerate() {
        let rows = plane.chunks_exact_mut(size).skip(target.top as usize);
        for (row, bytes) in rows.zip(pixels.chunks_exact(row_bytes)) {
            let values = row.iter_mut().skip(target.left as usize);
            for (value, pixel) in values.zip(bytes.chunks_exact(3)) {
                let rgb = [0, 1, 2].map(|at| f32::from(pixel.get(at).copied().unwrap_or_default()));
                let shown = preparation.normalised(rgb);
                *value = shown.get(channel).copied().unwrap_or_default();
            }
        }
    }
}

/// Returns the normalised value of every byte, a table a channel.
fn tables(preparation: &Preparation) -> [[f32; 256]; 3] {
    std::array::from_fn(|channel| {
        let mean = preparation.mean.get(channel).copied().unwrap_or_default();
        let scale = preparation.scale.get(channel).copied().unwrap_or(1.0);
        std::array::from_fn(|byte| (byte as f32 - mean) / scale)
    })
}

#[cfg(test)]
#[path = "prepare_colours_tests.rs"]
mod colours_tests;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn noise(width: u32, height: u32, seed: u64) -> Picture {
        let mut state = seed | 1;
        let mut byte = || {
            // xorshift64 (Marsaglia, 2003).
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8
        };
        Picture::new(width, height, (0..width * height * 3).map(|_| byte()).collect()).unwrap()
    }

    fn preparation(size: u32, fit: Fit) -> Preparation {
        let colours = Colours::Colour;
        Preparation { size, fit, mean: [127.0; 3], scale: [128.0; 3], colours }
    }

    /// Bit for bit: two numbers that only compare equal (0 and -0) are not enough.
    fn bits(prepared: &Prepared) -> Vec<u32> {
        prepared.data().iter().map(|value| value.to_bits()).collect()
    }

    fn any_fit() -> impl Strategy<Value = Fit> {
        prop_oneof![Just(Fit::Crop), Just(Fit::Stretch), Just(Fit::Pad)]
    }

    proptest! {
        #[test]
        fn preparing_is_preparing_the_fitted_region(
            width in 1u32..90, height in 1u32..90, size in 1u32..40, fit in any_fit(), seed: u64,
        ) {
            let picture = noise(width, height, seed);
            let preparation = preparation(size, fit);
            let region = fitted_region(&picture, fit);
            prop_assert_eq!(
                bits(&prepare(&picture, &preparation)),
                bits(&prepare_region(&picture, &region, &preparation))
            );
        }

        #[test]
        fn any_region_gives_finite_numbers_in_range(
            x in -200f32..200.0, y in -200f32..200.0, width in -5f32..300.0, height in 0f32..300.0,
            size in 1u32..40,
        ) {
            let region = Region { x, y, width, height };
            let prepared = prepare_region(&noise(33, 21, 7), &region, &preparation(size, Fit::Crop));
            prop_assert_eq!(prepared.data().len(), 3 * (size * size) as usize);
            prop_assert!(prepared.data().iter().all(|value| (-1.0..=1.0).contains(value)));
        }
    }

    #[test]
    fn a_region_shows_its_place() {
        // Black on the left, white on the right.
        let row: Vec<u8> = [[0; 3 * 50], [255; 3 * 50]].concat();
        let picture = Picture::new(100, 100, row.repeat(100)).unwrap();
        let values = |x| {
            let region = Region { x, y: 30.5, width: 20.25, height: 10.0 };
            prepare_region(&picture, &region, &preparation(6, Fit::Crop)).into_data()
        };
        assert!(values(10.5).iter().all(|value| *value == -127.0 / 128.0));
        assert!(values(70.5).iter().all(|value| *value == 1.0));
        let across = values(40.0);
        assert!(across[0] < -0.9 && across[5] > 0.9, "{across:?}");
    }

    #[test]
    fn regions_that_are_no_region_are_all_mean() {
        let picture = noise(10, 10, 3);
        let odd = [
            (f32::NAN, 5.0),
            (0.0, f32::NAN),
            (0.0, 0.0),
            (0.0, -3.0),
            (50.0, 5.0),
            (-9.0, 5.0),
            (f32::MAX, f32::MAX),
            (f32::NEG_INFINITY, f32::INFINITY),
        ];
        for (x, width) in odd {
            let region = Region { x, y: 0.0, width, height: 5.0 };
            let prepared = prepare_region(&picture, &region, &preparation(8, Fit::Crop));
            assert!(prepared.data().iter().all(|value| *value == 0.0), "{region:?}");
        }
    }

    #[test]
    fn values_are_normalised_and_channel_first() {
        let picture = Picture::filled(5, 3, [255, 127, 63]);
        for fit in [Fit::Crop, Fit::Stretch] {
            let preparation = Preparation { scale: [128.0, 1.0, 2.0], ..preparation(2, fit) };
            let prepared = prepare(&picture, &preparation);
            assert_eq!(
                prepared.data(),
                [1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, -32.0, -32.0, -32.0, -32.0]
            );
        }
    }

    #[test]
    fn a_crop_shows_the_middle() {
        let mut rgb = vec![0; 30];
        rgb[12..18].fill(255);
        let picture = Picture::new(10, 1, rgb.clone()).unwrap();
        assert_eq!(
            fitted_region(&picture, Fit::Crop),
            Region { x: 4.5, y: 0.0, width: 1.0, height: 1.0 }
        );
        let prepared = prepare(&picture, &preparation(1, Fit::Crop));
        assert_eq!(prepared.data(), [1.0, 1.0, 1.0]);
    }

    #[test]
    fn padding_lies_on_both_sides_and_is_the_mean() {
        let prepared = prepare(&Picture::filled(40, 20, [255; 3]), &preparation(4, Fit::Pad));
        let rows: Vec<&[f32]> = prepared.data().chunks_exact(4).take(4).collect();
        assert_eq!(rows, [&[0.0; 4][..], &[1.0; 4], &[1.0; 4], &[0.0; 4]]);
    }

    #[test]
    fn the_number_of_threads_changes_no_bit() {
        let picture = noise(1900, 1100, 11);
        let preparation = preparation(224, Fit::Crop);
        let with_threads = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| bits(&prepare(&picture, &preparation)))
        };
        assert_eq!(with_threads(1), with_threads(4));
    }

    #[test]
    fn a_preparation_is_stored_and_read_back() {
        let preparation = preparation(224, Fit::Crop);
        let text = serde_json::to_string(&preparation).unwrap();
        assert!(text.contains("\"fit\":\"crop\""), "{text}");
        assert_eq!(serde_json::from_str::<Preparation>(&text).unwrap(), preparation);
    }
}
