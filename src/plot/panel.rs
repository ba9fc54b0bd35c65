//! The room between two axes, and what is drawn there.

use maud::{Markup, html};

use super::Axis;
use super::drawing::{Anchor, fit_for_xml, px, text};

/// From this share of the width on, a word stands to the left of its dot.
const TURNING: f64 = 4.0 / 9.0;

/// The room between two axes, in pixels from the drawing's top left corner.
#[derive(Clone, Debug)]
pub struct Panel {
    /// Its left edge.
    pub left: f64,
    /// Its upper edge.
    pub top: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// How far below it the numbers of the axis stand, and how far its name.
    pub below: [f64; 2],
    /// What lies to the right.
    pub x: Axis,
    /// What lies upwards.
    pub y: Axis,
}

impl Panel {
    /// Pixels from the left.
    #[must_use]
    pub fn across(&self, value: f64) -> f64 {
        self.left + self.x.share(value) * self.width
    }

    /// Pixels from the top; what lies beyond the axis is drawn at its end.
    #[must_use]
    pub fn down(&self, value: f64) -> f64 {
        self.ground() - self.y.share(value).clamp(0.0, 1.0) * self.height
    }

    /// Pixels to its lower edge.
    #[must_use]
    pub fn ground(&self) -> f64 {
        self.top + self.height
    }

    fn right(&self) -> f64 {
        self.left + self.width
    }

    /// A line through points, each a value on both axes.
    #[must_use]
    pub fn line(&self, class: &str, points: impl Iterator<Item = (f64, f64)>) -> Markup {
        let mut path = String::new();
        let mut last: Option<(f64, f64)> = None;
        for (x, y) in points {
            let (x, y) = (self.across(x), self.down(y));
            // Thousands of photos make no finer line than the eye can see.
            if last.is_some_and(|last| (last.0 - x).abs() + (last.1 - y).abs() < 0.5) {
                continue;
            }
            let command = if last.is_none() { 'M' } else { 'L' };
            path.push_str(&format!("{command}{x:.1} {y:.1}"));
            last = Some((x, y));
        }
        html! { path class=(class) d=(path) {} }
    }

    /// A dot with a word beside it.
    #[must_use]
    pub fn dot(&self, x: f64, y: f64, word: &str) -> Markup {
        let (across, down) = (self.across(x), self.down(y));
        let (anchor, beside) = if self.x.share(x) > TURNING {
            (Anchor::End, across - 10.0)
        } else {
            (Anchor::Start, across + 10.0)
        };
        // The word stands above the dot, or below one that is too high for that.
        let line = if down < self.top + 24.0 { down + 26.0 } else { down - 10.0 };
        html! {
            circle.dot cx=(px(across)) cy=(px(down)) r="5" {}
            (text("dot-word", (beside, line), anchor, word))
        }
    }

    /// A bar from the ground up to `height`, with its explanation for whoever points at it.
    #[must_use]
    pub fn bar(&self, class: &str, [from, to]: [f64; 2], height: f64, word: &str) -> Markup {
        let (left, right, top) = (self.across(from), self.across(to), self.down(height));
        html! {
            rect class=(class) x=(px(left + 1.0)) y=(px(top))
                width=(px((right - left - 2.0).max(1.0)))
                height=(px((self.ground() - top).max(1.0))) {
                title { (fit_for_xml(word)) }
            }
        }
    }

    /// An upright line from `low` to `high` with ends: how far chance may move a bar.
    #[must_use]
    pub fn whisker(&self, x: f64, [low, high]: [f64; 2]) -> Markup {
        let (across, bottom, top) = (self.across(x), self.down(low), self.down(high));
        let (left, right) = (across - 4.0, across + 4.0);
        let path = format!(
            "M{left:.1} {top:.1}H{right:.1}M{across:.1} {top:.1}V{bottom:.1}\
             M{left:.1} {bottom:.1}H{right:.1}"
        );
        html! { path.whisker d=(path) {} }
    }

    /// The numbers of the axes with a line at each, and what the axes are called.
    #[must_use]
    pub fn grid(&self) -> Markup {
        let (ground, right, [numbers, name]) = (self.ground(), self.right(), self.below);
        let middle = (f64::midpoint(self.left, right), f64::midpoint(self.top, ground));
        html! {
            @for tick in self.y.ticks() {
                @let down = self.down(tick.at);
                path.grid d=(format!("M{} {down:.1}H{right}", self.left)) {}
                (text("mark", (self.left - 8.0, down + 4.0), Anchor::End, &tick.text))
            }
            @for tick in self.x.ticks() {
                @let across = self.across(tick.at);
                path.grid d=(format!("M{across:.1} {}V{ground}", self.top)) {}
                (text("mark", (across, ground + numbers), Anchor::Middle, &tick.text))
            }
            (text("axis", (middle.0, ground + name), Anchor::Middle, self.x.name()))
            @if !self.y.name().is_empty() {
                text.axis x="0" y="0" text-anchor="middle"
                    transform=(format!("translate(18 {:.1}) rotate(-90)", middle.1)) {
                    (fit_for_xml(self.y.name()))
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::*;

    fn panel(x: &str) -> Panel {
        Panel {
            left: 72.0,
            top: 18.0,
            width: 468.0,
            height: 302.0,
            below: [20.0, 46.0],
            x: Axis::whole(x.to_owned()),
            y: Axis::up_to(0.07, "y".to_owned()),
        }
    }

    #[test]
    fn shares_lie_between_the_axes() {
        let panel = panel("x");
        assert_eq!((panel.across(0.0), panel.across(1.0)), (72.0, 540.0));
        assert_eq!((panel.down(0.0), panel.down(0.1)), (320.0, 18.0));
        assert_eq!(panel.down(0.9), 18.0, "what is too large stays in the picture");
    }

    #[test]
    fn a_line_goes_through_its_points_and_leaves_out_what_no_eye_sees() {
        let points = (0..10_000).map(|index| (f64::from(index) / 1e4, 0.05));
        let line = panel("x").line("curve", points).into_string();
        assert!(line.contains("M72.0 ") && line.matches('L').count() < 1000, "{line}");
    }

    #[test]
    fn words_are_escaped() {
        let panel = panel("<b>&\"\u{1}");
        let grid = panel.grid().into_string();
        assert!(grid.contains("&lt;b&gt;&amp;") && !grid.contains('\u{1}'), "{grid}");
        let dot = panel.dot(0.5, 0.5, "<i>").into_string();
        assert!(!dot.contains("<i>"), "{dot}");
    }
}
