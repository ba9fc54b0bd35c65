//! Plots as SVG: axes, a panel between them, and what is drawn in it.
//! May not live here: what is shown, colours and sizes. Whatever is drawn bears a class; the style
//! sheet of the page or drawing says how it looks, so that a plot is light or dark as the page is.
//! Called by `experiment` and `cli`.

#![warn(unreachable_pub)]

mod axis;
mod drawing;
mod labels;
mod panel;

pub use axis::Axis;
pub use drawing::{Anchor, marker, text};
pub use labels::{Rectangle, place};
pub use panel::Panel;
