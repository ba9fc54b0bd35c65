//! The page's plots: their size, and the frame that holds them. Colours come from the page's style, so
//! that a plot is light or dark as the page is.

use maud::{Markup, html};
use plot::{Axis, Panel};

const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 380.0;
const LEFT: f64 = 72.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 18.0;
const BOTTOM: f64 = 60.0;
/// How far below the panel the numbers of its axis stand, and its name.
const BELOW: [f64; 2] = [20.0, 46.0];

/// The room between two axes.
pub(super) fn panel(x: Axis, y: Axis) -> Panel {
    let (width, height) = (WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM);
    Panel { left: LEFT, top: TOP, width, height, below: BELOW, x, y }
}

/// The diagonal from nothing to all.
pub(super) fn diagonal(panel: &Panel) -> Markup {
    panel.line("guide", [(0.0, 0.0), (1.0, 1.0)].into_iter())
}

/// The plot: axes with their names, and `content` between them. `name` is read to those who do not see
/// it.
pub(super) fn drawn(panel: &Panel, name: &str, content: &Markup) -> Markup {
    html! {
        svg.plot viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="img" aria-label=(name) {
            (panel.grid())
            (content)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::*;

    #[test]
    fn names_are_escaped() {
        let panel = panel(Axis::whole("<b>&\"".into()), Axis::whole("y".into()));
        let drawn = drawn(&panel, "\"><script>", &panel.dot(0.5, 0.5, "<i>")).into_string();
        assert!(drawn.contains("&lt;b&gt;&amp;") && !drawn.contains("<script"), "{drawn}");
        assert!(!drawn.contains("<i>"), "{drawn}");
    }
}
