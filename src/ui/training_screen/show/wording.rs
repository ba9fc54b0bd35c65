//! What the product that is shown is called, and what the desk could not do.

use egui::{CornerRadius, Rect, Ui, pos2, vec2};

use crate::screen::Screen;
use crate::theme::{self, GRID, RADIUS};
use crate::widgets::controls::words;
use teach::showing::ChosenView;

/// The product's name in the window's language, once the till knows the product.
pub(super) fn name_of(screen: &Screen<'_>, chosen: &ChosenView) -> String {
    let known = screen.snapshot.catalogue.all.iter().find(|own| own.id == chosen.product);
    known.map_or_else(
        || chosen.name.clone(),
        |product| product.display_name(screen.texts.language().tag).to_owned(),
    )
}

/// What went wrong last, below `above`; returns the height used.
pub(super) fn problem_ui(ui: &mut Ui, above: Rect, screen: &Screen<'_>) -> f32 {
    let Some(problem) = &screen.teaching.show.problem else { return 0.0 };
    let tokens = screen.tokens;
    let text = screen.texts.message(problem);
    let line = words(&text, theme::regular(theme::BODY), tokens.error_text);
    let width = above.width() - GRID * 4.0;
    let height = line.galley(ui.painter(), width, 4, egui::Align::LEFT).size().y + GRID * 2.0;
    let corner = pos2(above.left(), above.bottom() + GRID);
    let card = Rect::from_min_size(corner, vec2(above.width(), height));
    ui.painter().rect_filled(card, CornerRadius::same(RADIUS), tokens.error_soft);
    line.show_in(ui, card.shrink2(vec2(GRID * 2.0, GRID)), 4);
    height + GRID
}
