//! The fonts that receipts are drawn with, opened for shaping.

use std::sync::LazyLock;

use rustybuzz::Face;

use texts::fonts::{INTER_REGULAR, INTER_SEMI_BOLD, NOTO_SANS_SC, SCRIPTS};

/// A font that receipts are drawn with.
pub(super) struct Font {
    pub bytes: &'static [u8],
    pub face: Face<'static>,
}

/// The fonts in the order in which they are asked for a character.
pub(super) static PLAIN: LazyLock<Vec<Font>> =
    LazyLock::new(|| opened(INTER_REGULAR, SCRIPTS.iter().map(|(_, regular, _)| *regular)));

/// The same for text that stands out.
pub(super) static STRONG: LazyLock<Vec<Font>> =
    LazyLock::new(|| opened(INTER_SEMI_BOLD, SCRIPTS.iter().map(|(_, _, bold)| *bold)));

fn opened(first: &'static [u8], scripts: impl Iterator<Item = &'static [u8]>) -> Vec<Font> {
    let open = |bytes| Some(Font { bytes, face: Face::from_slice(bytes, 0)? });
    [first, NOTO_SANS_SC].into_iter().chain(scripts).filter_map(open).collect()
}
