//! A line of a receipt as a picture in black and white, for printers that lack its characters.

use ab_glyph_rasterizer::{Point, Rasterizer, point};
use rustybuzz::ttf_parser::{GlyphId, OutlineBuilder};
use unicode_width::UnicodeWidthStr;

use super::shaping::{Run, fonts_for, shape, width};
use super::{Columns, Strength};

/// Dots of a column: font A of receipt printers is 12 dots wide and 24 tall.
const DOTS_A_COLUMN: usize = 12;
const HEIGHT: usize = 30;
/// Size of the type in dots: a Chinese character fills two columns.
const TYPE: f32 = 24.0;
/// From the top of the line down to the baseline, in dots.
const BASELINE: f32 = 24.0;
/// From this share of black on a dot is printed.
const BLACK: f32 = 0.45;

/// Dots, eight in a byte, the leftmost in the highest bit; 1 is black.
pub(super) struct Bitmap {
    width: usize,
    height: usize,
    bytes: Vec<u8>,
}

impl Bitmap {
    fn new(width: usize, height: usize) -> Self {
        Self { width, height, bytes: vec![0; width.div_ceil(8) * height] }
    }

    pub(super) fn height(&self) -> usize {
        self.height
    }

    pub(super) fn bytes_a_row(&self) -> usize {
        self.width.div_ceil(8)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn blacken(&mut self, x: usize, y: usize) {
        let at = y * self.bytes_a_row() + x / 8;
        if let Some(byte) = self.bytes.get_mut(at).filter(|_| x < self.width) {
            *byte |= 0x80 >> (x % 8);
        }
    }
}

/// Draws a line that was laid out in columns: what stands after a gap of two or more spaces ends
/// where its columns end, so that amounts stay below each other.
pub(super) fn draw_line(text: &str, strength: Strength, columns: Columns) -> Bitmap {
    let scale = if strength == Strength::Large { 2 } else { 1 };
    let size = TYPE * scale as f32;
    let (wide, tall) = (columns.count() * DOTS_A_COLUMN, HEIGHT * scale);
    let mut raster = Rasterizer::new(wide, tall);
    for (index, part) in parts(text).into_iter().enumerate() {
        let runs = shape(part.text, strength);
        let dots = (DOTS_A_COLUMN * scale) as f32;
        let (start, end) =
            (part.column as f32 * dots, (part.column + part.text.width()) as f32 * dots);
        let x = if index == 0 { start } else { (end - width(&runs) * size).max(0.0) };
        draw_runs(&mut raster, &runs, strength, (x, BASELINE * scale as f32), size);
    }
    let mut bitmap = Bitmap::new(wide, tall);
    raster.for_each_pixel_2d(|x, y, alpha| {
        if alpha > BLACK {
            bitmap.blacken(x as usize, y as usize);
        }
    });
    bitmap
}

/// A piece of a line and the column where it begins.
struct Part<'a> {
    text: &'a str,
    column: usize,
}

fn parts(line: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut column = 0;
    for piece in line.split("  ") {
        let text = piece.trim();
        let lead = piece.width() - piece.trim_start().width();
        if !text.is_empty() {
            parts.push(Part { text, column: column + lead });
        }
        column += piece.width() + 2;
    }
    parts
}

fn draw_runs(raster: &mut Rasterizer, runs: &[Run], strength: Strength, at: (f32, f32), size: f32) {
    let mut x = at.0;
    for run in runs {
        let Some(font) = fonts_for(strength).get(run.font) else { continue };
        let scale = size / font.face.units_per_em().max(1) as f32;
        for glyph in &run.glyphs {
            let origin =
                point(x + glyph.offset.0 as f32 * scale, at.1 - glyph.offset.1 as f32 * scale);
            let mut pen = Pen { raster, origin, scale, start: origin, last: origin };
            font.face.outline_glyph(GlyphId(glyph.id), &mut pen);
            x += glyph.advance as f32 * scale;
        }
    }
}

/// Draws an outline in font units (y upwards) onto dots (y downwards).
struct Pen<'a> {
    raster: &'a mut Rasterizer,
    origin: Point,
    scale: f32,
    start: Point,
    last: Point,
}

impl Pen<'_> {
    /// On the ground that there is: the rasterizer takes ill what hangs over its edge.
    fn on_paper(&self, x: f32, y: f32) -> Point {
        let (width, height) = self.raster.dimensions();
        point(
            (self.origin.x + x * self.scale).clamp(0.0, width as f32),
            (self.origin.y - y * self.scale).clamp(0.0, height as f32),
        )
    }
}

impl OutlineBuilder for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.start = self.on_paper(x, y);
        self.last = self.start;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.on_paper(x, y);
        self.raster.draw_line(self.last, to);
        self.last = to;
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (by, to) = (self.on_paper(x1, y1), self.on_paper(x, y));
        self.raster.draw_quad(self.last, by, to);
        self.last = to;
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (first, second) = (self.on_paper(x1, y1), self.on_paper(x2, y2));
        let to = self.on_paper(x, y);
        self.raster.draw_cubic(self.last, first, second, to);
        self.last = to;
    }

    fn close(&mut self) {
        self.raster.draw_line(self.last, self.start);
        self.last = self.start;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn black(bitmap: &Bitmap, columns: std::ops::Range<usize>) -> u32 {
        let bytes = columns.start * DOTS_A_COLUMN / 8..columns.end * DOTS_A_COLUMN / 8;
        let rows = bitmap.bytes.chunks(bitmap.bytes_a_row());
        rows.flat_map(|row| &row[bytes.clone()]).map(|byte| byte.count_ones()).sum()
    }

    #[test]
    fn a_line_has_ink_where_its_words_stand_and_none_between() {
        let bitmap =
            draw_line("苹果                      1.99 A", Strength::Plain, Columns::Narrow);
        assert_eq!((bitmap.width, bitmap.height), (384, 30));
        assert!(black(&bitmap, 0..4) > 200);
        assert_eq!(black(&bitmap, 6..24), 0);
        assert!(black(&bitmap, 26..32) > 100);
    }

    #[test]
    fn large_lines_are_twice_as_tall_and_stay_on_the_paper() {
        let bitmap = draw_line("合计      €12.37", Strength::Large, Columns::Narrow);
        assert_eq!((bitmap.width, bitmap.height), (384, 60));
        assert!(black(&bitmap, 0..8) > 500);
        assert!(black(&bitmap, 20..32) > 500);
    }

    #[test]
    fn a_mark_without_a_letter_is_drawn_at_any_place() {
        for gap in 0..60 {
            let text = format!("{}\u{f71}", " ".repeat(gap));
            draw_line(&text, Strength::Large, Columns::default());
        }
    }
}
