//! The fonts built into the program, for receipts, pictures and the window: Inter for Latin, Greek and
//! Cyrillic, Noto Sans for Chinese, Arabic, Hebrew, Devanagari and Thai.

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
