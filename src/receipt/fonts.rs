//! The fonts built into the program, for receipts and for the window: Inter for Latin, Greek and
//! Cyrillic, Noto Sans for Chinese, Arabic, Hebrew, Devanagari and Thai.

use std::sync::LazyLock;

use rustybuzz::Face;

/// Latin, Greek and Cyrillic.
pub static INTER_REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.ttf");
/// The same, with weight.
pub static INTER_SEMI_BOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.ttf");
/// Simplified Chinese.
pub static NOTO_SANS_SC: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-subset.otf");

/// A script's font in two weights: its name, regular, bold.
pub type ScriptFont = (&'static str, &'static [u8], &'static [u8]);

macro_rules! script_font {
    ($script:literal) => {
        (
            concat!("noto-sans-", $script),
            include_bytes!(concat!("../../assets/fonts/NotoSans", $script, "-Regular-subset.ttf")),
            include_bytes!(concat!("../../assets/fonts/NotoSans", $script, "-Bold-subset.ttf")),
        )
    };
}

/// Scripts whose letters join or stack, and Hebrew.
pub static SCRIPTS: [ScriptFont; 4] = [
    script_font!("Arabic"),
    script_font!("Hebrew"),
    script_font!("Devanagari"),
    script_font!("Thai"),
];

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
