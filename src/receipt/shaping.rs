//! Text to glyphs: reordered for scripts that run from right to left (Unicode Standard Annex 9),
//! each run in the first font that has its characters, shaped by its font's own rules.

use rustybuzz::{Direction, UnicodeBuffer};
use unicode_bidi::BidiInfo;

use super::Strength;
use super::fonts::{self, Font};

/// A glyph, in units of its font.
pub(super) struct Glyph {
    pub id: u16,
    pub advance: i32,
    pub offset: (i32, i32),
}

/// A part of a text in one font and direction.
pub(super) struct Run {
    /// Its place in [`fonts_for`].
    pub font: usize,
    pub text: String,
    pub right_to_left: bool,
    /// From left to right.
    pub glyphs: Vec<Glyph>,
    /// How wide it is at a size of 1.
    pub width: f32,
}

/// The fonts that [`Run::font`] counts in.
pub(super) fn fonts_for(strength: Strength) -> &'static [Font] {
    match strength {
        Strength::Plain => &fonts::PLAIN,
        Strength::Strong | Strength::Large => &fonts::STRONG,
    }
}

/// The runs of a line of text, from left to right as they are drawn.
pub(super) fn shape(text: &str, strength: Strength) -> Vec<Run> {
    let fonts = fonts_for(strength);
    let bidi = BidiInfo::new(text, None);
    let mut runs = Vec::new();
    for paragraph in &bidi.paragraphs {
        let (levels, ranges) = bidi.visual_runs(paragraph, paragraph.range.clone());
        for range in ranges {
            let right_to_left = levels.get(range.start).is_some_and(unicode_bidi::Level::is_rtl);
            let Some(part) = text.get(range) else { continue };
            let mut of_part = by_font(part, fonts);
            if right_to_left {
                of_part.reverse();
            }
            for (font, text) in of_part {
                runs.extend(fonts.get(font).map(|it| shape_run(it, font, text, right_to_left)));
            }
        }
    }
    runs
}

/// How wide shaped text is at a size of 1.
pub(super) fn width(runs: &[Run]) -> f32 {
    runs.iter().map(|run| run.width).sum()
}

/// Splits text where the font changes; a character that no font has goes to the first.
fn by_font<'a>(text: &'a str, fonts: &[Font]) -> Vec<(usize, &'a str)> {
    let font_of = |character: char| {
        fonts.iter().position(|font| font.face.glyph_index(character).is_some()).unwrap_or(0)
    };
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for (at, character) in text.char_indices() {
        let font = font_of(character);
        if parts.last().is_none_or(|(last, _)| *last != font) {
            parts.push((font, at));
        }
    }
    let ends = parts.iter().skip(1).map(|(_, at)| *at).chain([text.len()]);
    let parts = parts.iter().zip(ends);
    parts.filter_map(|((font, start), end)| Some((*font, text.get(*start..end)?))).collect()
}

fn shape_run(font: &Font, index: usize, text: &str, right_to_left: bool) -> Run {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    buffer.set_direction(match right_to_left {
        true => Direction::RightToLeft,
        false => Direction::LeftToRight,
    });
    let shaped = rustybuzz::shape(&font.face, &[], buffer);
    let glyphs: Vec<Glyph> = shaped
        .glyph_infos()
        .iter()
        .zip(shaped.glyph_positions())
        .map(|(info, position)| Glyph {
            id: u16::try_from(info.glyph_id).unwrap_or(0),
            advance: position.x_advance,
            offset: (position.x_offset, position.y_offset),
        })
        .collect();
    let advance: i32 = glyphs.iter().map(|glyph| glyph.advance).sum();
    let width = advance as f32 / font.face.units_per_em().max(1) as f32;
    Run { font: index, text: text.to_owned(), right_to_left, glyphs, width }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_script_gets_the_font_that_has_it() {
        let runs = shape("Kiwi 苹果 1", Strength::Plain);
        let parts: Vec<_> = runs.iter().map(|run| (run.font, run.text.as_str())).collect();
        assert_eq!(parts, [(0, "Kiwi "), (1, "苹果"), (0, " 1")]);
        assert!(runs.iter().all(|run| run.glyphs.iter().all(|glyph| glyph.id != 0)));
        let chinese = &runs[1];
        assert!((chinese.width - 2.0).abs() < 0.01, "a Chinese character is as wide as it is tall");
    }

    #[test]
    fn letters_that_join_or_stack_are_shaped_with_the_font_of_their_script() {
        for (text, rtl) in [("تفاح", true), ("תפוח", true), ("सेब", false), ("แอปเปิล", false)]
        {
            let runs = shape(text, Strength::Plain);
            assert_eq!(runs.len(), 1, "{text}");
            assert_eq!(runs[0].right_to_left, rtl, "{text}");
            assert!(runs[0].glyphs.iter().all(|glyph| glyph.id != 0), "{text}");
        }
        // Joined, a letter takes another form than alone.
        let alone = shape("ت", Strength::Plain)[0].glyphs[0].id;
        let joined = shape("تفاح", Strength::Plain);
        assert!(joined[0].glyphs.iter().all(|glyph| glyph.id != alone));
    }

    #[test]
    fn what_runs_from_right_to_left_is_reordered() {
        let runs = shape("abc אבג 12", Strength::Plain);
        assert!(runs.iter().any(|run| run.right_to_left && run.text.contains('א')));
        assert!(runs.iter().any(|run| !run.right_to_left && run.text.contains("12")));
    }
}
