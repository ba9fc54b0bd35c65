//! The Till screen: a snapshot in, actions out. It draws, and decides nothing.

mod cart;
mod cart_line;
mod empty;
mod item;
mod notices;
mod overlays;
mod search;
mod stage;
mod tiles;
mod top_bar;
mod why;

use std::collections::{HashMap, HashSet};

use egui::{Rect, Ui, pos2};

use super::action::Action;
use super::keys;
use super::pictures::Pictures;
use super::texts::Texts;
use super::theme::Tokens;
use crate::domain::LineId;
use crate::till::Snapshot;

/// What the screen is drawn from.
pub struct Screen<'a> {
    /// The till as it is.
    pub snapshot: &'a Snapshot,
    /// The words.
    pub texts: &'a Texts,
    /// The colours.
    pub tokens: &'a Tokens,
    /// The textures.
    pub pictures: &'a Pictures,
    /// Whether files can be dropped on the window.
    pub drop_works: bool,
}

/// What only the screen knows: what is half typed, and which fields have had their focus.
#[derive(Default)]
pub struct Local {
    /// What is typed into the search field.
    pub search: String,
    /// Which of the found products is picked by the arrow keys.
    pub search_pick: usize,
    /// The typed path, while the path field is open.
    pub path: Option<String>,
    typed: HashMap<LineId, String>,
    shown: HashSet<LineId>,
    search_wants_focus: bool,
    lines_before: usize,
}

impl Local {
    /// Opens the field for a typed path, with `text` in it.
    pub fn ask_for_path(&mut self, text: impl Into<String>) {
        self.path = Some(text.into());
    }

    /// Forgets what was typed for lines that are gone.
    fn tidy(&mut self, snapshot: &Snapshot) {
        let is_there = |line: &LineId| snapshot.cart.lines.iter().any(|l| l.id == *line);
        self.typed.retain(|line, _| is_there(line));
        self.shown.retain(is_there);
    }
}

/// Height of the bar on top, in points.
const TOP_BAR: f32 = 72.0;

/// Draws the screen and returns what was asked for, in order.
#[must_use]
pub fn till_screen(ui: &mut Ui, screen: &Screen<'_>, local: &mut Local) -> Vec<Action> {
    let mut actions = Vec::new();
    local.tidy(screen.snapshot);
    keys::read(ui, screen.snapshot, local, &mut actions);

    let all = ui.max_rect();
    let cart_width = (all.width() * 0.32).clamp(392.0, 560.0).min(all.width() * 0.5).round();
    let bar = Rect::from_min_max(all.min, pos2(all.right(), all.top() + TOP_BAR));
    let cart = Rect::from_min_max(pos2(all.right() - cart_width, bar.bottom()), all.max);
    let stage = Rect::from_min_max(pos2(all.left(), bar.bottom()), pos2(cart.left(), all.bottom()));

    ui.painter().rect_filled(all, 0.0, screen.tokens.ground);
    ui.painter().rect_filled(cart, 0.0, screen.tokens.surface);
    ui.painter().rect_filled(bar, 0.0, screen.tokens.surface);
    let line = egui::Stroke::new(1.0, screen.tokens.line);
    ui.painter().hline(all.x_range(), bar.bottom(), line);
    ui.painter().vline(cart.left(), cart.y_range(), line);

    top_bar::top_bar_ui(ui, bar, screen, &mut actions);
    stage::stage_ui(ui, stage, screen, &mut actions);
    cart::cart_ui(ui, cart, screen, local, &mut actions);
    notices::notices_ui(ui, stage, screen, &mut actions);
    overlays::path_ui(ui, screen, local, &mut actions);
    overlays::drop_ui(ui, all, screen);
    actions
}

impl Local {
    /// The search field gets the keyboard in this frame.
    pub fn focus_search(&mut self) {
        self.search_wants_focus = true;
    }
}
