//! The fonts built into the program: Inter for Latin, Greek and Cyrillic, Noto Sans SC for Chinese.

use std::sync::LazyLock;

use rustybuzz::Face;

/// Latin, Greek and Cyrillic.
pub static INTER_REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.ttf");
/// The same, with weight.
pub static INTER_SEMI_BOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.ttf");
/// Simplified Chinese.
pub static NOTO_SANS_SC: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-subset.otf");

/// A font that receipts are drawn with.
pub(super) struct Font {
    pub bytes: &'static [u8],
    pub face: Face<'static>,
}

/// The fonts in the order in which they are asked for a character.
pub(super) static PLAIN: LazyLock<Vec<Font>> =
    LazyLock::new(|| opened([INTER_REGULAR, NOTO_SANS_SC]));

/// The same for text that stands out.
pub(super) static STRONG: LazyLock<Vec<Font>> =
    LazyLock::new(|| opened([INTER_SEMI_BOLD, NOTO_SANS_SC]));

fn opened<const N: usize>(files: [&'static [u8]; N]) -> Vec<Font> {
    let open = |bytes| Some(Font { bytes, face: Face::from_slice(bytes, 0)? });
    files.into_iter().filter_map(open).collect()
}
