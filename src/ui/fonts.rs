//! The window's fonts: Inter for Latin, Greek and Cyrillic, Noto Sans SC for Chinese; what neither
//! has comes from the system, on demand.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

/// The family for text that carries weight.
pub const SEMI_BOLD: &str = "semi-bold";

pub use crate::receipt::fonts::{INTER_REGULAR, INTER_SEMI_BOLD, NOTO_SANS_SC};

/// Puts the embedded fonts before egui's own.
pub fn install(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::default();
    let mut add = |name: &str, bytes: &'static [u8]| {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    };
    add("inter", INTER_REGULAR);
    add("inter-semi-bold", INTER_SEMI_BOLD);
    add("noto-sans-sc", NOTO_SANS_SC);

    let egui_fonts = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let family = |first: &str| {
        let mut names = vec![first.to_owned(), "noto-sans-sc".to_owned()];
        names.extend(egui_fonts.iter().cloned());
        names
    };
    let (regular, semi_bold) = (family("inter"), family("inter-semi-bold"));
    fonts.families.insert(FontFamily::Proportional, regular);
    fonts.families.insert(FontFamily::Name(SEMI_BOLD.into()), semi_bold);
    ctx.set_fonts(fonts);
}
