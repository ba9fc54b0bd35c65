//! Plots as SVG: axes in percent, and what is drawn between them. Colours come from the page's
//! style, so that a plot is light or dark as the page is.

use maud::{Markup, html};

const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 380.0;
const LEFT: f64 = 72.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 18.0;
const BOTTOM: f64 = 60.0;

/// An axis from 0 to `end`, a share of 1; its marks are written in percent.
pub(super) struct Axis {
    pub(super) label: String,
    end: f64,
    step: f64,
}

impl Axis {
    /// From 0 to 100 %.
    pub(super) fn whole(label: String) -> Self {
        Self { label, end: 1.0, step: 0.2 }
    }

    /// From 0 to a round number at or above `greatest`.
    pub(super) fn up_to(greatest: f64, label: String) -> Self {
        let ends = [(0.01, 0.002), (0.02, 0.005), (0.05, 0.01), (0.1, 0.02), (0.2, 0.05)];
        let fitting = ends.into_iter().chain([(0.5, 0.1)]).find(|(end, _)| greatest <= *end);
        let (end, step) = fitting.unwrap_or((1.0, 0.2));
        Self { label, end, step }
    }

    fn marks(&self) -> impl Iterator<Item = f64> {
        let count = (self.end / self.step).round() as usize;
        (0..=count).map(|index| index as f64 * self.step)
    }
}

/// The room between two axes.
pub(super) struct Plot {
    pub(super) x: Axis,
    pub(super) y: Axis,
}

impl Plot {
    /// Pixels from the left.
    pub(super) fn across(&self, share: f64) -> f64 {
        LEFT + (share / self.x.end) * (WIDTH - LEFT - RIGHT)
    }

    /// Pixels from the top; what lies beyond the axis is drawn at its end.
    pub(super) fn down(&self, share: f64) -> f64 {
        let share = (share / self.y.end).clamp(0.0, 1.0);
        HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)
    }

    /// A line through points, each a share on both axes.
    pub(super) fn line(&self, class: &str, points: impl Iterator<Item = (f64, f64)>) -> Markup {
        let mut path = String::new();
        let mut last: Option<(f64, f64)> = None;
        let mut kept: Vec<(f64, f64)> = Vec::new();
        for (x, y) in points {
            let point = (self.across(x), self.down(y));
            // Thousands of photos make no finer line than the eye can see.
            if last.is_none_or(|(x, y)| (x - point.0).abs() + (y - point.1).abs() >= 0.5) {
                kept.push(point);
                last = Some(point);
            }
        }
        for (index, (x, y)) in kept.iter().enumerate() {
            let command = if index == 0 { 'M' } else { 'L' };
            path.push_str(&format!("{command}{x:.1} {y:.1}"));
        }
        html! { path class=(class) d=(path) {} }
    }

    /// The diagonal from nothing to all.
    pub(super) fn diagonal(&self) -> Markup {
        self.line("guide", [(0.0, 0.0), (1.0, 1.0)].into_iter())
    }

    /// A dot with a word beside it.
    pub(super) fn dot(&self, x: f64, y: f64, word: &str) -> Markup {
        let (across, down) = (self.across(x), self.down(y));
        let (anchor, beside) =
            if across > WIDTH / 2.0 { ("end", across - 10.0) } else { ("start", across + 10.0) };
        // The word stands above the dot, or below one that is too high for that.
        let line = if down < TOP + 24.0 { down + 26.0 } else { down - 10.0 };
        html! {
            circle.dot cx=(px(across)) cy=(px(down)) r="5" {}
            text.dot-word x=(px(beside)) y=(px(line)) text-anchor=(anchor) { (word) }
        }
    }

    /// A bar from the ground up to `height`, with its explanation for whoever points at it.
    pub(super) fn bar(&self, from: f64, to: f64, height: f64, look: &str, word: &str) -> Markup {
        let (left, right, top) = (self.across(from), self.across(to), self.down(height));
        html! {
            rect class=(look) x=(px(left + 1.0)) y=(px(top))
                width=(px((right - left - 2.0).max(1.0)))
                height=(px((HEIGHT - BOTTOM - top).max(1.0))) {
                title { (word) }
            }
        }
    }

    /// An upright line from `low` to `high` with ends: how far chance may move a bar.
    pub(super) fn whisker(&self, x: f64, low: f64, high: f64) -> Markup {
        let (across, bottom, top) = (self.across(x), self.down(low), self.down(high));
        let (left, right) = (across - 4.0, across + 4.0);
        let path = format!(
            "M{left:.1} {top:.1}H{right:.1}M{across:.1} {top:.1}V{bottom:.1}\
             M{left:.1} {bottom:.1}H{right:.1}"
        );
        html! { path.whisker d=(path) {} }
    }

    /// The plot: axes with their names, and `content` between them. `name` is read to those who
    /// do not see it.
    pub(super) fn drawn(&self, name: &str, content: &Markup) -> Markup {
        html! {
            svg.plot viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="img" aria-label=(name) {
                (self.grid())
                (content)
                text.axis x=(px(f64::midpoint(LEFT, WIDTH - RIGHT))) y=(px(HEIGHT - 14.0))
                    text-anchor="middle" { (self.x.label) }
                text.axis x="0" y="0" text-anchor="middle"
                    transform=(format!("translate(18 {}) rotate(-90)",
                        px(f64::midpoint(TOP, HEIGHT - BOTTOM)))) { (self.y.label) }
            }
        }
    }

    fn grid(&self) -> Markup {
        let (ground, right) = (HEIGHT - BOTTOM, WIDTH - RIGHT);
        html! {
            @for mark in self.y.marks() {
                @let down = self.down(mark);
                path.grid d=(format!("M{LEFT} {down:.1}H{right}")) {}
                text.mark x=(px(LEFT - 8.0)) y=(px(down + 4.0)) text-anchor="end" {
                    (mark_text(mark, self.y.step))
                }
            }
            @for mark in self.x.marks() {
                @let across = self.across(mark);
                path.grid d=(format!("M{across:.1} {TOP}V{ground}")) {}
                text.mark x=(px(across)) y=(px(ground + 20.0)) text-anchor="middle" {
                    (mark_text(mark, self.x.step))
                }
            }
        }
    }
}

fn px(length: f64) -> String {
    format!("{length:.1}")
}

fn mark_text(share: f64, step: f64) -> String {
    let decimals = usize::from(step < 0.01);
    format!("{:.decimals$}\u{a0}%", share * 100.0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    fn plot() -> Plot {
        Plot { x: Axis::whole("x".into()), y: Axis::up_to(0.07, "y".into()) }
    }

    #[test]
    fn an_axis_ends_at_a_round_number_above_what_it_shows() {
        for (greatest, end) in [(0.0, 0.01), (0.015, 0.02), (0.07, 0.1), (0.4, 0.5), (0.7, 1.0)] {
            let axis = Axis::up_to(greatest, String::new());
            assert_eq!(axis.end, end);
            assert!((axis.marks().last().unwrap() - end).abs() < 1e-9);
        }
    }

    #[test]
    fn shares_lie_between_the_axes() {
        let plot = plot();
        assert_eq!((plot.across(0.0), plot.across(1.0)), (LEFT, WIDTH - RIGHT));
        assert_eq!((plot.down(0.0), plot.down(0.1)), (HEIGHT - BOTTOM, TOP));
        assert_eq!(plot.down(0.9), TOP, "what is too large stays in the picture");
    }

    #[test]
    fn a_line_goes_through_its_points_and_leaves_out_what_no_eye_sees() {
        let points = (0..10_000).map(|index| (f64::from(index) / 1e4, 0.05));
        let line = plot().line("curve", points).into_string();
        assert!(line.contains("M72.0 ") && line.matches('L').count() < 1000, "{line}");
    }

    #[test]
    fn labels_are_escaped() {
        let plot = Plot { x: Axis::whole("<b>&\"".into()), y: Axis::whole("y".into()) };
        let drawn = plot.drawn("\"><script>", &plot.dot(0.5, 0.5, "<i>")).into_string();
        assert!(drawn.contains("&lt;b&gt;&amp;") && !drawn.contains("<script"), "{drawn}");
        assert!(!drawn.contains("<i>"), "{drawn}");
    }
}
