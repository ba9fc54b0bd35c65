//! The window's look: few colours with names, sizes to read at 70 cm, an 8-point grid.
//! The only file with raw colours.

use egui::epaint::{CornerRadius, Margin, Shadow, Stroke};
use egui::style::{Selection, TextCursorStyle, WidgetVisuals};
use egui::{Color32, FontFamily, FontId, Style, TextStyle, Theme, Vec2, Visuals};

use crate::fonts::SEMI_BOLD;

/// One step of the grid, in points.
pub const GRID: f32 = 8.0;
/// Small print: units, percentages, key caps.
pub const SMALL: f32 = 15.0;
/// Running text and buttons.
pub const BODY: f32 = 18.0;
/// Product names on tiles, prices of lines.
pub const NAME: f32 = 22.0;
/// What the screen says about a photo.
pub const TITLE: f32 = 30.0;
/// The total.
pub const TOTAL: f32 = 52.0;
/// Height of a button that is pressed often.
pub const TOUCH: f32 = 48.0;
/// Corner radius of cards and buttons, in points.
pub const RADIUS: u8 = 10;

/// The colours of one theme, by what they are for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Tokens {
    /// Whether light text stands on a dark ground.
    pub dark: bool,
    /// Behind everything.
    pub ground: Color32,
    /// Cards and panels.
    pub surface: Color32,
    /// A card under the pointer, a field to type in.
    pub raised: Color32,
    /// Borders and separators.
    pub line: Color32,
    /// Borders of what can be pressed.
    pub edge: Color32,
    /// Text.
    pub text: Color32,
    /// Text of less weight.
    pub muted: Color32,
    /// The one colour that says "this is the next step".
    pub accent: Color32,
    /// The accent under the pointer.
    pub accent_raised: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// The accent as text, and as a thin mark.
    pub accent_text: Color32,
    /// A breath of the accent behind text.
    pub accent_soft: Color32,
    /// Attention, as text.
    pub warn_text: Color32,
    /// Attention, behind text.
    pub warn_soft: Color32,
    /// Trouble, as text.
    pub error_text: Color32,
    /// Trouble, behind text.
    pub error_soft: Color32,
    /// Behind product pictures; also what their white becomes.
    pub plate: Color32,
    /// A letter on the plate where a product has no picture.
    pub on_plate: Color32,
    /// Behind photos and the camera.
    pub photo_ground: Color32,
    /// Over the whole window while files are dragged over it.
    pub veil: Color32,
}

/// Dark text on warm white.
pub const LIGHT: Tokens = Tokens {
    dark: false,
    ground: Color32::from_rgb(0xF3, 0xF4, 0xF1),
    surface: Color32::from_rgb(0xFF, 0xFF, 0xFF),
    raised: Color32::from_rgb(0xF6, 0xF8, 0xF5),
    line: Color32::from_rgb(0xE0, 0xE4, 0xDE),
    edge: Color32::from_rgb(0xC6, 0xCD, 0xC5),
    text: Color32::from_rgb(0x17, 0x1D, 0x1A),
    muted: Color32::from_rgb(0x57, 0x61, 0x5B),
    accent: Color32::from_rgb(0x0B, 0x6E, 0x4F),
    accent_raised: Color32::from_rgb(0x09, 0x5D, 0x43),
    on_accent: Color32::from_rgb(0xFF, 0xFF, 0xFF),
    accent_text: Color32::from_rgb(0x0A, 0x62, 0x47),
    accent_soft: Color32::from_rgb(0xE3, 0xF2, 0xEB),
    warn_text: Color32::from_rgb(0x7A, 0x4D, 0x00),
    warn_soft: Color32::from_rgb(0xFF, 0xF1, 0xD6),
    error_text: Color32::from_rgb(0x9C, 0x22, 0x1A),
    error_soft: Color32::from_rgb(0xFD, 0xE9, 0xE6),
    plate: Color32::from_rgb(0xFF, 0xFF, 0xFF),
    on_plate: Color32::from_rgb(0x57, 0x61, 0x5B),
    photo_ground: Color32::from_rgb(0xE8, 0xEB, 0xE6),
    veil: Color32::from_rgba_premultiplied(0xE3, 0xE8, 0xE3, 0xF0),
};

/// Light text on a green-tinted near-black.
pub const DARK: Tokens = Tokens {
    dark: true,
    ground: Color32::from_rgb(0x10, 0x13, 0x12),
    surface: Color32::from_rgb(0x1A, 0x1E, 0x1C),
    raised: Color32::from_rgb(0x23, 0x29, 0x26),
    line: Color32::from_rgb(0x2C, 0x33, 0x2F),
    edge: Color32::from_rgb(0x45, 0x4F, 0x49),
    text: Color32::from_rgb(0xED, 0xF1, 0xEE),
    muted: Color32::from_rgb(0xA7, 0xB2, 0xAB),
    accent: Color32::from_rgb(0x4F, 0xC5, 0x8F),
    accent_raised: Color32::from_rgb(0x6B, 0xD5, 0xA4),
    on_accent: Color32::from_rgb(0x05, 0x24, 0x18),
    accent_text: Color32::from_rgb(0x6B, 0xD5, 0xA4),
    accent_soft: Color32::from_rgb(0x17, 0x33, 0x28),
    warn_text: Color32::from_rgb(0xF2, 0xC2, 0x6B),
    warn_soft: Color32::from_rgb(0x38, 0x2B, 0x12),
    error_text: Color32::from_rgb(0xFF, 0xA2, 0x98),
    error_soft: Color32::from_rgb(0x40, 0x1D, 0x1A),
    plate: Color32::from_rgb(0xE6, 0xEA, 0xE6),
    on_plate: Color32::from_rgb(0x57, 0x61, 0x5B),
    photo_ground: Color32::from_rgb(0x0A, 0x0C, 0x0B),
    veil: Color32::from_rgba_premultiplied(0x10, 0x1A, 0x15, 0xF0),
};

impl Tokens {
    /// The tokens of egui's theme.
    pub fn of(theme: Theme) -> &'static Self {
        match theme {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
        }
    }
}

/// Returns how much larger everything is drawn in a window of this size (in points at scale 1):
/// as drawn up to 1280 x 720, then growing with the root of the room, in steps of a twentieth.
pub fn scale_for(window: Vec2) -> f32 {
    let room = (window.x / 1280.0).min(window.y / 720.0);
    let scale = room.max(1.0).sqrt().min(1.6);
    (scale * 20.0).floor() / 20.0
}

/// Regular text of `size` points.
pub fn regular(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// Text of `size` points that carries weight.
pub fn strong(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(SEMI_BOLD.into()))
}

/// Sets egui's own widgets (fields, menus, scroll bars) in the window's look.
pub fn install(ctx: &egui::Context) {
    // A counter is a bright place: light, where the system does not say.
    ctx.options_mut(|options| options.fallback_theme = Theme::Light);
    for theme in [Theme::Light, Theme::Dark] {
        let mut style = (*ctx.style_of(theme)).clone();
        shape(&mut style);
        paint(&mut style.visuals, Tokens::of(theme));
        ctx.set_style_of(theme, style);
    }
}

fn shape(style: &mut Style) {
    style.text_styles = [
        (TextStyle::Small, regular(SMALL)),
        (TextStyle::Body, regular(BODY)),
        (TextStyle::Button, regular(BODY)),
        (TextStyle::Heading, strong(TITLE)),
        (TextStyle::Monospace, FontId::new(BODY, FontFamily::Monospace)),
    ]
    .into();
    style.spacing.item_spacing = Vec2::splat(GRID);
    style.spacing.button_padding = Vec2::new(GRID * 2.0, GRID);
    style.spacing.interact_size.y = 44.0;
    style.spacing.menu_margin = Margin::same(8);
    style.spacing.window_margin = Margin::same(24);
    style.interaction.selectable_labels = false;
    style.animation_time = 0.0; // a calm screen, and no frame painted for an animation
}

fn paint(visuals: &mut Visuals, tokens: &Tokens) {
    let radius = CornerRadius::same(RADIUS);
    visuals.dark_mode = tokens.dark;
    visuals.panel_fill = tokens.ground;
    visuals.window_fill = tokens.surface;
    visuals.window_stroke = Stroke::new(1.0, tokens.line);
    visuals.window_corner_radius = CornerRadius::same(16);
    visuals.menu_corner_radius = radius;
    visuals.window_shadow = shadow(tokens, 32, 12);
    visuals.popup_shadow = shadow(tokens, 20, 8);
    visuals.extreme_bg_color = tokens.raised;
    visuals.text_edit_bg_color = Some(tokens.raised);
    visuals.faint_bg_color = tokens.raised;
    visuals.weak_text_color = Some(tokens.muted);
    visuals.warn_fg_color = tokens.warn_text;
    visuals.error_fg_color = tokens.error_text;
    visuals.hyperlink_color = tokens.accent_text;
    visuals.selection =
        Selection { bg_fill: tokens.accent_soft, stroke: Stroke::new(2.0, tokens.accent_text) };
    visuals.text_cursor = TextCursorStyle {
        stroke: Stroke::new(2.0, tokens.accent_text),
        blink: false, // a blinking cursor repaints an idle window twice a second
        ..TextCursorStyle::default()
    };
    let widget = |fill: Color32, edge: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, edge),
        corner_radius: radius,
        fg_stroke: Stroke::new(1.5, tokens.text),
        expansion: 0.0,
    };
    visuals.widgets.noninteractive = widget(tokens.surface, tokens.line);
    visuals.widgets.inactive = widget(tokens.surface, tokens.edge);
    visuals.widgets.hovered = widget(tokens.raised, tokens.muted);
    visuals.widgets.active = widget(tokens.accent_soft, tokens.accent_text);
    visuals.widgets.open = widget(tokens.raised, tokens.muted);
}

fn shadow(tokens: &Tokens, blur: u8, offset: i8) -> Shadow {
    let strength = if tokens.dark { 120 } else { 36 };
    Shadow { offset: [0, offset], blur, spread: 0, color: Color32::from_black_alpha(strength) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    /// Relative luminance, WCAG 2.1.
    fn luminance(colour: Color32) -> f64 {
        let channel = |value: u8| {
            let share = f64::from(value) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(colour.r()) + 0.7152 * channel(colour.g()) + 0.0722 * channel(colour.b())
    }

    /// Contrast ratio, WCAG 2.1.
    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn a_larger_window_draws_larger_and_a_smaller_one_never_smaller() {
        assert_eq!(scale_for(Vec2::new(1280.0, 720.0)), 1.0);
        assert_eq!(scale_for(Vec2::new(1024.0, 640.0)), 1.0);
        assert_eq!(scale_for(Vec2::new(1920.0, 1080.0)), 1.2);
        assert_eq!(scale_for(Vec2::new(1920.0, 720.0)), 1.0);
        assert_eq!(scale_for(Vec2::new(9000.0, 9000.0)), 1.6);
    }

    #[test]
    fn black_on_white_is_21_to_1() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 1e-9);
    }

    #[test]
    fn every_text_has_contrast_aa_on_what_it_stands_on() {
        for t in [LIGHT, DARK] {
            let grounds = [t.ground, t.surface, t.raised];
            let mut pairs = vec![
                (t.on_accent, t.accent),
                (t.on_accent, t.accent_raised),
                (t.accent_text, t.accent_soft),
                (t.text, t.accent_soft),
                (t.muted, t.accent_soft),
                (t.warn_text, t.warn_soft),
                (t.error_text, t.error_soft),
                (t.text, t.error_soft),
                (t.on_plate, t.plate),
            ];
            for ground in grounds {
                for text in [t.text, t.muted, t.accent_text, t.warn_text, t.error_text] {
                    pairs.push((text, ground));
                }
            }
            for (text, ground) in pairs {
                let ratio = contrast(text, ground);
                assert!(ratio >= 4.5, "{text:?} on {ground:?} is {ratio:.2}, dark: {}", t.dark);
            }
        }
    }
}
