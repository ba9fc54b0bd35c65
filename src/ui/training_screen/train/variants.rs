//! What augmentation makes of one of the shop's photos: eight looks, painted as the training paints
//! them.

use egui::{CornerRadius, Rect, Ui, pos2, vec2};

use super::state::Local;
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID, RADIUS};
use crate::widgets::controls::{self, Button, Weight, words};
use crate::widgets::form;
use teach::{RunCommand, VariantStrip};

/// Looks in a row.
const COLUMNS: usize = 4;

/// Draws the strip, what it is, and a button for another product's photo.
pub(super) fn variants_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let Some(strip) = &screen.teaching.run.strip else { return };
    local.strip.follow(ui, strip);
    form::title_ui(ui, &t.text("run-looks"), tokens);
    form::explanation_ui(ui, &t.text("run-looks-about"), tokens);
    let side = (ui.available_width() - GRID * (COLUMNS as f32 - 1.0)) / COLUMNS as f32;
    for row in local.strip.looks.chunks(COLUMNS) {
        let (rect, _) = controls::row(ui, side);
        for (place, look) in row.iter().enumerate() {
            let left = rect.left() + place as f32 * (side + GRID);
            let place = Rect::from_min_size(pos2(left, rect.top()), vec2(side, side));
            egui::Image::new(look).corner_radius(CornerRadius::same(RADIUS)).paint_at(ui, place);
        }
    }
    let (row, mut layer) = controls::row(ui, theme::TOUCH);
    let product = name_of(screen, strip);
    let another = t.text("run-another-photo");
    let button = Button::new(&another).weight(Weight::Quiet);
    let width = button.width(&layer);
    let name = row.with_max_x(row.right() - width).shrink2(vec2(0.0, GRID * 1.5));
    words(&product, theme::regular(theme::SMALL), tokens.muted).show_in(&mut layer, name, 1);
    let place = row.with_min_x(row.right() - width);
    if button.show_in(&mut layer, place, tokens).clicked() {
        actions.push(RunCommand::NextExample.into());
    }
}

fn name_of(screen: &Screen<'_>, strip: &VariantStrip) -> String {
    let plan = screen.teaching.run.plan.as_ref();
    let mut products = plan.into_iter().flat_map(|plan| &plan.products);
    let product = products.find(|product| product.id == strip.product);
    product.map_or_else(|| strip.product.as_str().to_owned(), |product| product.name.clone())
}
