//! Words on a picture, in the window's own fonts.

use ab_glyph::{Font, FontRef, Glyph, PxScale, ScaleFont, point};

use texts::fonts::{INTER_REGULAR, INTER_SEMI_BOLD, NOTO_SANS_SC};

/// How heavy words are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Heaviness {
    /// Running text.
    Regular,
    /// Titles and names.
    Strong,
}

/// The fonts: one for each heaviness, and one for Chinese, which both fall back on.
pub(super) struct Fonts {
    regular: FontRef<'static>,
    strong: FontRef<'static>,
    chinese: FontRef<'static>,
}

/// A line of words, laid out.
pub(super) struct Line {
    placed: Vec<(Face, Glyph)>,
    /// Its width in pixels.
    pub(super) width: f32,
    size: f32,
}

#[derive(Clone, Copy)]
enum Face {
    Latin(Heaviness),
    Chinese,
}

impl Fonts {
    /// The fonts that are built in; none if they cannot be read.
    pub(super) fn built_in() -> Option<Self> {
        let font = |bytes| FontRef::try_from_slice(bytes).ok();
        Some(Self {
            regular: font(INTER_REGULAR)?,
            strong: font(INTER_SEMI_BOLD)?,
            chinese: font(NOTO_SANS_SC)?,
        })
    }

    fn face(&self, face: Face) -> &FontRef<'static> {
        match face {
            Face::Latin(Heaviness::Regular) => &self.regular,
            Face::Latin(Heaviness::Strong) => &self.strong,
            Face::Chinese => &self.chinese,
        }
    }

    /// Lays `text` out on one line of `size` pixels.
    pub(super) fn line(&self, text: &str, size: f32, heaviness: Heaviness) -> Line {
        let mut line = Line { placed: Vec::new(), width: 0.0, size };
        for letter in text.chars() {
            let latin = Face::Latin(heaviness);
            let has = |face: Face| self.face(face).glyph_id(letter).0 != 0;
            let face = if !has(latin) && has(Face::Chinese) { Face::Chinese } else { latin };
            let font = self.face(face);
            let scale = em(font, size);
            let id = font.glyph_id(letter);
            line.placed.push((face, id.with_scale_and_position(scale, point(line.width, 0.0))));
            line.width += font.as_scaled(scale).h_advance(id);
        }
        line
    }

    /// Lays `text` out on at most `rows` lines of `width` pixels, broken between words, with "…"
    /// where more would follow.
    pub(super) fn lines(
        &self,
        text: &str,
        (size, heaviness): (f32, Heaviness),
        (width, rows): (f32, usize),
    ) -> Vec<Line> {
        let fits = |text: &str| self.line(text, size, heaviness).width <= width;
        let mut lines: Vec<String> = vec![String::new()];
        for word in text.split_whitespace() {
            let last = lines.last().map(String::as_str).unwrap_or_default();
            let longer = [last, word].join(if last.is_empty() { "" } else { " " });
            if last.is_empty() || fits(&longer) || lines.len() == rows {
                lines.pop();
                lines.push(longer);
            } else {
                lines.push(word.to_owned());
            }
        }
        let shortened = lines.into_iter().map(|mut line| {
            if !fits(&line) {
                while !line.is_empty() && !fits(&format!("{line}…")) {
                    line.pop();
                }
                line.push('…');
            }
            self.line(&line, size, heaviness)
        });
        shortened.collect()
    }

    /// Calls `dot` with each pixel that the line covers, and how much of it: 0 to 1. `x` and `y` are
    /// the left end of its base line.
    pub(super) fn draw(&self, line: &Line, (x, y): (f32, f32), mut dot: impl FnMut(i32, i32, f32)) {
        for (face, glyph) in &line.placed {
            let mut glyph = glyph.clone();
            glyph.position += point(x, y);
            if let Some(outline) = self.face(*face).outline_glyph(glyph) {
                let corner = outline.px_bounds().min;
                outline.draw(|right, down, share| {
                    dot(corner.x as i32 + right as i32, corner.y as i32 + down as i32, share);
                });
            }
        }
    }
}

impl Line {
    /// From the top of a line to its base line, in pixels.
    pub(super) fn ascent(&self) -> f32 {
        self.size
    }

    /// From one line to the next, in pixels.
    pub(super) fn height(&self) -> f32 {
        self.size * 1.35
    }
}

/// The scale at which the font's em square is `size` pixels: ab_glyph counts from ascent to descent.
fn em(font: &FontRef<'static>, size: f32) -> PxScale {
    let units = font.units_per_em().unwrap_or(1000.0);
    PxScale::from(size * font.height_unscaled() / units)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    fn fonts() -> Fonts {
        Fonts::built_in().expect("the built-in fonts can be read")
    }

    #[test]
    fn words_take_their_room_and_leave_ink() {
        let fonts = fonts();
        for text in ["Banana", "香蕉", "Crème fraîche 30 %"] {
            let line = fonts.line(text, 20.0, Heaviness::Strong);
            let mut ink = 0.0;
            fonts.draw(&line, (5.0, 30.0), |x, y, share| {
                assert!(
                    (0..=line.width as i32 + 10).contains(&x) && (5..40).contains(&y),
                    "{x} {y}"
                );
                ink += share;
            });
            assert!(line.width > 30.0 && ink > 50.0, "{text}: {} wide, {ink}", line.width);
        }
        assert!(fonts.line("w", 20.0, Heaviness::Strong).width > 10.0);
    }

    #[test]
    fn long_words_are_broken_and_then_shortened() {
        let fonts = fonts();
        let laid =
            |text: &str, width, rows| fonts.lines(text, (20.0, Heaviness::Regular), (width, rows));
        assert_eq!(laid("Banana", 300.0, 2).len(), 1);
        let text = "Garant ecological standard milk rather than ecological medium fat milk";
        let lines = laid(text, 300.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line.width <= 300.0));
        assert!(laid("Donaudampfschifffahrtsgesellschaft", 80.0, 3)[0].width <= 80.0);
        assert_eq!(laid("", 80.0, 3).len(), 1);
    }
}
