//! What the colours of a heat map mean.

use egui::epaint::{Mesh, Vertex, WHITE_UV};
use egui::{Color32, Rect, Shape, Ui, pos2, vec2};

use super::controls::words;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use photo::heat_colour;

/// Colours that the legend is made of; between them it changes evenly.
const LEGEND_STEPS: u8 = 20;

/// From dark to light, and what the frame is where not the `whole` photo was looked at.
pub(crate) fn legend_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, whole: bool) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let bar = Rect::from_min_size(rect.min, vec2(rect.width(), 14.0));
    ui.painter().add(gradient(bar));
    let small = |text: &str| (text.to_owned(), theme::regular(theme::SMALL));
    let ((least, font), (most, _)) = (small(&t.text("why-least")), small(&t.text("why-most")));
    let below = rect.with_min_y(bar.bottom() + 6.0);
    let height = words(&least, font.clone(), tokens.muted).show_in(ui, below, 1);
    let right = pos2(rect.right(), below.top() + height / 2.0);
    words(&most, font.clone(), tokens.muted).show_right(ui, right);
    if !whole {
        let below = below.with_min_y(below.top() + height + GRID);
        words(&t.text("why-frame"), font, tokens.muted).show_in(ui, below, 2);
    }
}

fn gradient(rect: Rect) -> Shape {
    let mut mesh = Mesh::default();
    for step in 0..=LEGEND_STEPS {
        let share = f32::from(step) / f32::from(LEGEND_STEPS);
        let [red, green, blue] = heat_colour(share);
        let x = rect.left() + rect.width() * share;
        let index = mesh.vertices.len() as u32;
        for y in [rect.top(), rect.bottom()] {
            let color = Color32::from_rgb(red, green, blue);
            mesh.vertices.push(Vertex { pos: pos2(x, y), uv: WHITE_UV, color });
        }
        if step > 0 {
            mesh.add_triangle(index - 2, index - 1, index);
            mesh.add_triangle(index - 1, index, index + 1);
        }
    }
    Shape::mesh(mesh)
}
