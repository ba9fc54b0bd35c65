//! A white sheet to lay pictures, colours and words on.

use super::CliError;
use super::lettering::{Fonts, Line};
use photo::Picture;

/// A colour: red, green, blue.
pub(super) type Colour = [u8; 3];

/// A place on the sheet, in pixels from its top left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) x: usize,
    pub(super) y: usize,
}

impl Place {
    pub(super) fn new(x: usize, y: usize) -> Self {
        Self { x, y }
    }

    pub(super) fn below(self, pixels: usize) -> Self {
        Self { y: self.y + pixels, ..self }
    }

    pub(super) fn right(self, pixels: usize) -> Self {
        Self { x: self.x + pixels, ..self }
    }
}

/// The sheet. What is laid beyond its edges is cut off.
pub(super) struct Canvas {
    width: usize,
    height: usize,
    rgb: Vec<u8>,
}

impl Canvas {
    /// A white sheet.
    pub(super) fn new(width: usize, height: usize) -> Self {
        Self { width, height, rgb: vec![255; width * height * 3] }
    }

    /// Lays a picture.
    pub(super) fn picture(&mut self, at: Place, picture: &Picture) {
        let row_bytes = picture.width() as usize * 3;
        for (y, row) in picture.rgb().chunks_exact(row_bytes).enumerate() {
            for (x, pixel) in row.chunks_exact(3).enumerate() {
                if let (Some(to), &[red, green, blue]) = (self.pixel(at.x + x, at.y + y), pixel) {
                    *to = [red, green, blue];
                }
            }
        }
    }

    /// Lays a bar whose colour changes from left to right, by the share of the way.
    pub(super) fn bar(
        &mut self,
        at: Place,
        (width, height): (usize, usize),
        colour: impl Fn(f32) -> Colour,
    ) {
        for x in 0..width {
            let colour = colour((x as f32 + 0.5) / width as f32);
            for y in 0..height {
                if let Some(to) = self.pixel(at.x + x, at.y + y) {
                    *to = colour;
                }
            }
        }
    }

    /// Writes a line; `at` is the top left of its place.
    pub(super) fn line(&mut self, fonts: &Fonts, at: Place, line: &Line, colour: Colour) {
        let base = (at.x as f32, (at.y as f32 + line.ascent()).round());
        fonts.draw(line, base, |x, y, share| {
            let place = usize::try_from(x).ok().zip(usize::try_from(y).ok());
            if let Some(to) = place.and_then(|(x, y)| self.pixel(x, y)) {
                for (to, ink) in to.iter_mut().zip(colour) {
                    let (from, ink) = (f32::from(*to), f32::from(ink));
                    *to = (from + (ink - from) * share.clamp(0.0, 1.0)).round() as u8;
                }
            }
        });
    }

    /// The finished sheet.
    pub(super) fn into_picture(self) -> Result<Picture, CliError> {
        let side = |side: usize| u32::try_from(side).unwrap_or_default();
        Ok(Picture::new(side(self.width), side(self.height), self.rgb)?)
    }

    fn pixel(&mut self, x: usize, y: usize) -> Option<&mut Colour> {
        if x >= self.width {
            return None;
        }
        let at = (y * self.width + x) * 3;
        self.rgb.get_mut(at..at + 3)?.try_into().ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::lettering::Heaviness;

    #[test]
    fn what_leaves_the_sheet_is_cut_off() {
        let mut canvas = Canvas::new(20, 10);
        canvas.picture(Place::new(15, 7), &Picture::filled(30, 30, [9, 8, 7]));
        canvas.bar(Place::new(0, 0), (40, 2), |_| [1, 2, 3]);
        let fonts = Fonts::built_in().unwrap();
        let line = fonts.line("Wide words", 18.0, Heaviness::Regular);
        canvas.line(&fonts, Place::new(3, 0), &line, [0; 3]);
        let sheet = canvas.into_picture().unwrap();
        assert_eq!((sheet.width(), sheet.height()), (20, 10));
        assert_eq!(sheet.rgb()[(9 * 20 + 19) * 3..], [9, 8, 7]);
        assert_eq!(sheet.rgb()[..3], [1, 2, 3]);
    }
}
