//! The window's fonts: Inter for Latin, Greek and Cyrillic, Noto Sans for Chinese, Arabic, Hebrew,
//! Devanagari and Thai; what none of them has comes from the system, on demand.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

use texts::fonts::{INTER_REGULAR, INTER_SEMI_BOLD, NOTO_SANS_SC, SCRIPTS};

/// The family for text that carries weight.
pub const SEMI_BOLD: &str = "semi-bold";

/// Puts the embedded fonts before egui's own.
pub fn install(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::default();
    let mut add = |name: String, bytes: &'static [u8]| {
        fonts.font_data.insert(name, Arc::new(FontData::from_static(bytes)));
    };
    add("inter".to_owned(), INTER_REGULAR);
    add("inter-semi-bold".to_owned(), INTER_SEMI_BOLD);
    add("noto-sans-sc".to_owned(), NOTO_SANS_SC);
    for (name, regular, bold) in SCRIPTS {
        add(name.to_owned(), regular);
        add(bold_name(name), bold);
    }

    let egui_fonts = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    // Inter comes first, so that blanks and digits are its own in every script: `reading_order`
    // relies on it.
    let family = |first: &str, script: &dyn Fn(&'static str) -> String| {
        let mut names = vec![first.to_owned(), "noto-sans-sc".to_owned()];
        names.extend(SCRIPTS.iter().map(|(name, ..)| script(name)));
        names.extend(egui_fonts.iter().cloned());
        names
    };
    let regular = family("inter", &str::to_owned);
    let semi_bold = family("inter-semi-bold", &bold_name);
    fonts.families.insert(FontFamily::Proportional, regular);
    fonts.families.insert(FontFamily::Name(SEMI_BOLD.into()), semi_bold);
    ctx.set_fonts(fonts);
}

fn bold_name(name: &'static str) -> String {
    format!("{name}-bold")
}
