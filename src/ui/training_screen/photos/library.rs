//! What the parts of the photo library are drawn from, of one frame.

use super::names::Names;
use crate::screen::Screen;
use teach::library::LibraryView;

/// The library as it is, its words, and who has the keyboard.
pub(super) struct Library<'a> {
    /// What every screen is drawn from.
    pub(super) screen: &'a Screen<'a>,
    /// The products' names.
    pub(super) names: &'a Names<'a>,
    /// The desk's view.
    pub(super) view: &'a LibraryView,
    /// Whether keys are for this part: no dialog is open, nothing is being typed.
    pub(super) keyboard_is_free: bool,
}
