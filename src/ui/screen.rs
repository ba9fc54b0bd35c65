//! What a screen is drawn from: the view model, the words, the look.

use crate::pictures::Pictures;
use crate::theme::Tokens;
use teach::TeachingView;
use texts::Texts;
use till::Snapshot;

/// What every screen is drawn from, of one moment.
pub struct Screen<'a> {
    /// The till as it is.
    pub snapshot: &'a Snapshot,
    /// The words.
    pub texts: &'a Texts,
    /// The colours.
    pub tokens: &'a Tokens,
    /// The textures.
    pub pictures: &'a Pictures,
    /// Whether files can be dropped on the window.
    pub drop_works: bool,
    /// The owner's desks as they are.
    pub teaching: &'a TeachingView,
}
