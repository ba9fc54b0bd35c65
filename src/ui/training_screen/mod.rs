//! The Training screen: its parts in a row on top, the part that is chosen below. It draws, and decides
//! nothing.

mod compare;
mod photos;
pub(super) mod show;
mod train;

use egui::{CornerRadius, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::action::Action;
use crate::theme::{self, GRID, RADIUS};
use crate::till_screen::{self, Screen};
use crate::widgets::controls::{self, words};

/// A part of the screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Part {
    /// Showing goods to the camera.
    #[default]
    Show,
    /// The photo library and its inbox.
    Photos,
    /// Trainings.
    Train,
    /// Versions of the model, side by side.
    Compare,
}

impl Part {
    /// Every one, in the order of the row.
    pub const EVERY: &[Part] = &[Self::Show, Self::Photos, Self::Train, Self::Compare];

    fn name_id(self) -> &'static str {
        match self {
            Self::Show => "training-show",
            Self::Photos => "training-photos",
            Self::Train => "training-train",
            Self::Compare => "training-compare",
        }
    }
}

/// What only this screen knows.
#[derive(Default)]
pub struct Local {
    /// The part that is shown.
    pub part: Part,
    /// What the part for showing goods knows.
    pub show: show::Local,
    /// What the photo library knows.
    pub photos: photos::Local,
    /// What the part for trainings knows.
    pub train: train::Local,
    /// What the part for versions knows.
    pub compare: compare::Local,
}

impl Local {
    /// Whether a dialog of this screen has the keyboard for itself.
    pub fn dialog_is_open(&self) -> bool {
        self.show.dialog_is_open()
            || self.photos.dialog_is_open()
            || self.train.dialog_is_open()
            || self.compare.dialog_is_open()
    }
}

/// Draws the screen into all of `ui` and returns what was asked for, in order.
#[must_use]
pub fn training_screen(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut till_screen::Local,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let all = ui.max_rect().shrink2(vec2(GRID * 3.0, GRID * 2.0));
    let row = all.with_max_y(all.top() + theme::TOUCH);
    parts_ui(ui, row, screen, &mut local.training);
    let content = all.with_min_y(row.bottom() + GRID * 2.0);
    controls::inside(ui, content, |ui| match local.training.part {
        Part::Show => show::show_ui(ui, screen, local, &mut actions),
        Part::Photos => photos::photos_ui(ui, screen, local, &mut actions),
        Part::Train => train::train_ui(ui, screen, local, &mut actions),
        Part::Compare => compare::compare_ui(ui, screen, local, &mut actions),
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
