//! The picture test bench: pictures are dropped, a grid tells what the model makes of them. It draws,
//! and decides nothing.

mod cards;
mod correcting;
mod empty;
mod filter;
mod large;
mod results;
mod state_line;
mod tools;
mod wording;

use std::sync::Arc;

use egui::{Event, Key, Modifiers, Rect, Ui, pos2, vec2};

use crate::action::{Action, FileWish};
use crate::bench_screen::large::Large;
use crate::pasted_picture;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::typed_paths;
use photo::Picture;
use teach::bench::BenchCommand;

pub use filter::{Filter, Local};
pub use wording::words_of;

/// Width of the sums beside the pictures, in points.
const RESULTS: f32 = 376.0;

/// Draws the screen into all of `ui` and returns what was asked for, in order.
#[must_use]
pub fn bench_screen(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    covered: bool,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let view = &screen.teaching.bench;
    let listens = !covered;
    arrive(ui, local, &mut actions);
    if listens {
        read_pasted(ui, screen, &mut actions);
    }
    let all = ui.max_rect().shrink2(vec2(GRID * 3.0, GRID * 2.0));
    let open = view.open.as_ref().and_then(|open| Some((open, filter::row_of(view, open.id)?)));
    if let Some((open, row)) = open {
        let large = Large { open, row, listens };
        large::large_ui(ui, all, screen, local, large, &mut actions);
        return actions;
    }
    if listens {
        read_keys(ui, local, &mut actions);
    }
    let tools = all.with_max_y(all.top() + theme::TOUCH);
    tools::tools_ui(ui, tools, screen, &mut actions);
    let mut top = tools.bottom() + GRID * 1.5;
    let below = |top: f32| Rect::from_min_max(pos2(all.left(), top), all.max);
    top += state_line::state_ui(ui, below(top), screen, &mut actions);
    if view.rows.is_empty() {
        empty::empty_ui(ui, below(top), screen, &mut actions);
        return actions;
    }
    let line = Rect::from_min_size(pos2(all.left(), top), vec2(all.width(), theme::TOUCH));
    tools::filters_ui(ui, line, screen, local);
    let body = below(line.bottom() + GRID * 1.5);
    let beside = body.with_min_x(body.right() - RESULTS.min(body.width() * 0.4));
    let pictures = body.with_max_x(beside.left() - GRID * 2.0);
    cards::cards_ui(ui, pictures, screen, local, &mut actions);
    results::results_ui(ui, beside, screen, local);
    correcting::correcting_ui(ui, screen, &mut local.correcting, &mut actions);
    actions
}

/// Whoever comes to this screen sees the shop as it is now.
fn arrive(ui: &Ui, local: &mut Local, actions: &mut Vec<Action>) {
    let now = ui.ctx().cumulative_pass_nr();
    if local.drawn_in.is_none_or(|before| before + 1 < now) {
        actions.push(BenchCommand::Refresh.into());
    }
    local.drawn_in = Some(now);
}

fn read_keys(ui: &Ui, local: &mut Local, actions: &mut Vec<Action>) {
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::COMMAND, Key::O) {
        actions.push(Action::AskForFile(FileWish::BenchPictures));
    }
    if pressed(Modifiers::COMMAND, Key::F) || pressed(Modifiers::NONE, Key::F1) {
        local.focus_search = true;
    }
    if pressed(Modifiers::NONE, Key::F2)
        && let Some(id) = local.selection.cursor()
    {
        actions.push(BenchCommand::Show(id).into());
        actions.push(BenchCommand::Why.into());
    }
}

/// Pasted paths and pictures are put on the bench.
fn read_pasted(ui: &Ui, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    if ui.ctx().text_edit_focused() {
        return;
    }
    let events = ui.input(|input| input.events.clone());
    for event in events {
        match event {
            Event::Paste(text) => {
                let paths = typed_paths::parse(&text);
                actions.extend(paths.map(|paths| BenchCommand::Open(paths).into()));
            }
            Event::PasteImage(image) => {
                let name = screen.texts.text("photo-clipboard");
                let open = |picture: Picture| BenchCommand::OpenPicture {
                    name,
                    picture: Arc::new(picture),
                };
                actions.extend(pasted_picture::picture_of(&image).map(|one| open(one).into()));
            }
            _ => {}
        }
    }
}
