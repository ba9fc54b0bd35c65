//! The Training screen: its parts in a row on top, the part that is chosen below. It draws, and decides
//! nothing.

mod compare;
mod photos;
mod show;
mod state;
mod train;

use egui::{CornerRadius, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID, RADIUS};
use crate::training_screen::train::Next;
use crate::widgets::controls::{self, words};

pub(super) use show::let_go;
pub use state::{Local, Part};

/// Draws the screen into all of `ui` and returns what was asked for, in order.
#[must_use]
pub fn training_screen(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    covered: bool,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let all = ui.max_rect().shrink2(vec2(GRID * 3.0, GRID * 2.0));
    let row = all.with_max_y(all.top() + theme::TOUCH);
    parts_ui(ui, row, screen, local);
    let content = all.with_min_y(row.bottom() + GRID * 2.0);
    controls::inside(ui, content, |ui| match local.part {
        Part::Show => show::show_ui(ui, screen, &mut local.show, covered, &mut actions),
        Part::Photos => photos::photos_ui(ui, screen, &mut local.photos, covered, &mut actions),
        Part::Train => train_ui(ui, screen, local, &mut actions),
        Part::Compare => compare::compare_ui(ui, screen, &mut local.compare, &mut actions),
    });
    actions
}

fn parts_ui(ui: &mut Ui, row: Rect, screen: &Screen<'_>, local: &mut Local) {
    let tokens = screen.tokens;
    let mut left = row.left();
    for part in Part::EVERY {
        let mut name = screen.texts.text(part.name_id());
        let waiting = photos::waiting(screen.teaching);
        if *part == Part::Photos && waiting > 0 {
            name = format!("{name} ({waiting})");
        }
        let here = local.part == *part;
        let colour = if here { tokens.accent_text } else { tokens.text };
        let galley = words(&name, theme::strong(theme::BODY), colour).galley(
            ui.painter(),
            f32::INFINITY,
            1,
            egui::Align::LEFT,
        );
        let size = vec2(galley.size().x + GRID * 4.0, row.height());
        let rect = Rect::from_min_size(pos2(left, row.top()), size);
        let response = ui.allocate_rect(rect, Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, here, &name));
        if here || response.hovered() {
            ui.painter().rect_filled(rect, CornerRadius::same(RADIUS), tokens.raised);
        }
        controls::focus_ring(ui.painter(), rect, &response, tokens);
        ui.painter().galley(rect.center() - galley.size() / 2.0, galley, colour);
        if response.clicked() {
            local.part = *part;
        }
        left = rect.right() + GRID;
    }
}

/// Trainings; from one that has ended one goes on to the comparison.
fn train_ui(ui: &mut Ui, screen: &Screen<'_>, local: &mut Local, actions: &mut Vec<Action>) {
    if train::train_ui(ui, screen, &mut local.train, actions) == Next::Compare {
        local.part = Part::Compare;
    }
}
