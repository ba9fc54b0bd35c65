//! Single things on a drawing, at pixels from its top left corner.

use maud::{Markup, html};

/// Which end of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The first letter.
    Start,
    /// The middle.
    Middle,
    /// The last letter.
    End,
}

impl Anchor {
    fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// A text.
#[must_use]
pub fn text(class: &str, (x, y): (f64, f64), anchor: Anchor, words: &str) -> Markup {
    html! {
        text class=(class) x=(px(x)) y=(px(y)) text-anchor=(anchor.name()) { (fit_for_xml(words)) }
    }
}

/// A point whose shape, one of five, tells what it belongs to; with an explanation for whoever points
/// at it.
#[must_use]
pub fn marker(class: &str, (x, y): (f64, f64), shape: usize, word: &str) -> Markup {
    const SHAPES: [&[(f64, f64)]; 5] = [
        &[
            (0.0, -7.0),
            (2.0, -2.0),
            (7.0, 0.0),
            (2.0, 2.0),
            (0.0, 7.0),
            (-2.0, 2.0),
            (-7.0, 0.0),
            (-2.0, -2.0),
        ],
        &[(-4.5, -4.5), (4.5, -4.5), (4.5, 4.5), (-4.5, 4.5)],
        &[(0.0, -6.0), (5.6, 4.5), (-5.6, 4.5)],
        &[(0.0, -6.0), (6.0, 0.0), (0.0, 6.0), (-6.0, 0.0)],
        &[(0.0, 6.0), (5.6, -4.5), (-5.6, -4.5)],
    ];
    let corners = SHAPES.get(shape % SHAPES.len()).copied().unwrap_or_default();
    let corners: Vec<String> =
        corners.iter().map(|(dx, dy)| format!("{:.1},{:.1}", x + dx, y + dy)).collect();
    html! {
        polygon class=(class) points=(corners.join(" ")) { title { (fit_for_xml(word)) } }
    }
}

/// A length as it is written.
pub(super) fn px(length: f64) -> String {
    format!("{length:.1}")
}

/// A text without signs that XML does not allow, however they are written: control characters.
pub(super) fn fit_for_xml(words: &str) -> String {
    let is_allowed =
        |letter: char| !letter.is_control() && !matches!(letter, '\u{fffe}' | '\u{ffff}');
    words.chars().map(|letter| if is_allowed(letter) { letter } else { ' ' }).collect()
}
