//! The one resampler: Catmull-Rom with antialiasing, the same for the till and for training.

use std::cell::Cell;

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};

use super::picture::Picture;

thread_local! {
    /// Kept for its buffers: a till prepares one picture after the other on the same thread. Taken out
    /// while it works: it works on Rayon's threads, and one that waits there may take up another
    /// picture meanwhile, which then gets a resizer of its own.
    static RESIZER: Cell<Option<Resizer>> = const { Cell::new(None) };
}

/// Returns `picture` at `width` x `height` pixels (a side of zero becomes one).
///
/// Catmull-Rom (Keys' cubic convolution, a = -0.5) on 8-bit values in the stored (gamma) space,
/// widened when shrinking, so that nothing flickers. The same on every processor and for any number
/// of threads, because the weights are integers.
pub fn resize(picture: &Picture, width: u32, height: u32) -> Picture {
    let whole =
        Window { x: 0.0, y: 0.0, width: picture.width().into(), height: picture.height().into() };
    let (width, height) = (width.max(1), height.max(1));
    Picture::new(width, height, resample(picture, &whole, width, height))
        .unwrap_or_else(|_| Picture::filled(width, height, [0; 3]))
}

/// Returns `picture` shrunk, if needed, so that its longer side is `longest` pixels at the most.
pub fn resize_within(picture: &Picture, longest: u32) -> Picture {
    let side = picture.width().max(picture.height());
    if side <= longest {
        return picture.clone();
    }
    let scaled = |length: u32| {
        let exact = f64::from(length) * f64::from(longest) / f64::from(side);
        exact.round().max(1.0) as u32
    };
    resize(picture, scaled(picture.width()), scaled(picture.height()))
}

/// A part of a picture, in pixels from the top left, never leaving it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Returns `width * height` interleaved RGB pixels of `window`, which lies inside of `picture`.
pub(super) fn resample(picture: &Picture, window: &Window, width: u32, height: u32) -> Vec<u8> {
    let mut target = TypedImage::<U8x3>::new(width, height);
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom))
        .crop(window.x, window.y, window.width, window.height);
    if let Ok(source) =
        TypedImageRef::<U8x3>::from_buffer(picture.width(), picture.height(), picture.rgb())
    {
        let mut resizer = RESIZER.take().unwrap_or_default();
        // Fails only on a window that leaves the picture, which the callers rule out.
        let done = resizer.resize_typed(&source, &mut target, &options);
        RESIZER.set(Some(resizer));
        debug_assert!(done.is_ok(), "{window:?} is not inside of {picture:?}: {done:?}");
    }
    target.pixels().iter().flat_map(|pixel| pixel.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_same_size_is_the_same_picture() {
        let rgb: Vec<u8> = (0..7 * 5 * 3).map(|i| (i * 37 % 256) as u8).collect();
        let picture = Picture::new(7, 5, rgb).unwrap();
        assert_eq!(resize(&picture, 7, 5), picture);
    }

    #[test]
    fn shrinking_averages_and_does_not_pick() {
        // Stripes one pixel wide: a resampler without antialiasing would return black or white.
        let rgb = (0..400 * 400).flat_map(|i| if i % 2 == 0 { [0; 3] } else { [255; 3] }).collect();
        let small = resize(&Picture::new(400, 400, rgb).unwrap(), 25, 25);
        let inner = crate::crop(&small, 2, 2, 21, 21);
        assert!(inner.rgb().iter().all(|value| (120..=135).contains(value)), "{:?}", inner.rgb());
    }

    #[test]
    fn fitting_within_keeps_the_shape_and_never_enlarges() {
        let wide = Picture::filled(4000, 3000, [1, 2, 3]);
        let small = resize_within(&wide, 640);
        assert_eq!((small.width(), small.height()), (640, 480));
        assert_eq!(resize_within(&small, 1000), small);
        let line = resize_within(&Picture::filled(5000, 1, [9; 3]), 100);
        assert_eq!((line.width(), line.height()), (100, 1));
    }

    #[test]
    fn pictures_are_resized_while_others_are() {
        use rayon::prelude::*;
        // Large enough for the resizer to share each of them among the threads.
        let large = Picture::filled(1200, 900, [7, 8, 9]);
        let small: Vec<Picture> =
            (0..64_u32).into_par_iter().map(|at| resize(&large, 700 + at, 500)).collect();
        assert!(small.iter().all(|picture| picture.rgb().iter().all(|it| (7..=9).contains(it))));
    }

    proptest! {
        #[test]
        fn one_colour_stays_that_colour(
            from in (1u32..60, 1u32..60), to in (0u32..60, 0u32..60), colour: [u8; 3],
        ) {
            let resized = resize(&Picture::filled(from.0, from.1, colour), to.0, to.1);
            prop_assert_eq!(resized, Picture::filled(to.0, to.1, colour));
        }
    }
}
