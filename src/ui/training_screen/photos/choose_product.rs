//! The dialog that asks what photos show: a search among all products, Enter takes the first.

use std::sync::Arc;

use egui::{Id, Key, Modifiers, ScrollArea, Ui, vec2};

use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls;
use crate::widgets::dialog::{self, Answer};
use domain::Product;
use teach::library::{CaptureId, LibraryCommand, PhotoId};
use till::search::{Looks, SearchIndex};

/// So many products are offered.
const OFFERED: usize = 6;

/// What the product is chosen for.
pub(super) enum Purpose {
    /// Photos to move.
    Move(Vec<PhotoId>),
    /// A capture that shows something else.
    Relabel(CaptureId),
}

/// The dialog's state.
pub(super) struct ChooseProduct {
    purpose: Purpose,
    typed: String,
    pick: usize,
    index: Option<SearchIndex>,
    found: Option<(String, Vec<Arc<Product>>)>,
}

impl ChooseProduct {
    pub(super) fn new(purpose: Purpose) -> Self {
        Self { purpose, typed: String::new(), pick: 0, index: None, found: None }
    }

    /// What fits, looked for once for each text.
    fn offered(&mut self, screen: &Screen<'_>) -> Vec<Arc<Product>> {
        if let Some((typed, found)) = &self.found
            && *typed == self.typed
        {
            return found.clone();
        }
        let all = &screen.snapshot.catalogue.all;
        let found: Vec<Arc<Product>> = if self.typed.trim().is_empty() {
            all.iter().take(OFFERED).cloned().collect()
        } else {
            let index = self.index.get_or_insert_with(|| SearchIndex::new(Arc::clone(all)));
            index.find(&self.typed, &Looks::default(), OFFERED)
        };
        self.pick = 0;
        self.found = Some((self.typed.clone(), found.clone()));
        found
    }
}

/// Draws the dialog where it is open.
pub(super) fn dialog_ui(
    ui: &Ui,
    screen: &Screen<'_>,
    choosing: &mut Option<ChooseProduct>,
    actions: &mut Vec<Action>,
) {
    let Some(state) = choosing else { return };
    let (t, tokens) = (screen.texts, screen.tokens);
    let offered = state.offered(screen);
    let title = match &state.purpose {
        Purpose::Move(photos) => t.with("library-move-title", [("count", photos.len().into())]),
        Purpose::Relabel(_) => t.text("library-relabel-title"),
    };
    let steps = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if steps(Key::ArrowDown) {
        state.pick = (state.pick + 1).min(offered.len().saturating_sub(1));
    }
    if steps(Key::ArrowUp) {
        state.pick = state.pick.saturating_sub(1);
    }
    let enter = steps(Key::Enter);
    let (answer, closes) = dialog::card_ui(ui, "library product", 560.0, &title, tokens, |ui| {
        ui.add_space(GRID);
        let label = t.text("library-product-search");
        let field = dialog::Field::new(&label);
        let response =
            field.show(ui, Id::unique("library product field"), &mut state.typed, tokens);
        dialog::focus_first(ui, &response);
        ui.add_space(GRID);
        let mut clicked = None;
        ScrollArea::vertical().max_height((theme::TOUCH + 4.0) * OFFERED as f32).show(ui, |ui| {
            for (place, product) in offered.iter().enumerate() {
                let width = ui.available_width();
                let (rect, _) =
                    ui.allocate_exact_size(vec2(width, theme::TOUCH), egui::Sense::hover());
                let name = product.display_name(t.language().tag);
                if controls::choice_ui(ui, rect, name, place == state.pick, tokens).clicked() {
                    clicked = Some(place);
                }
            }
        });
        let (cancel, take) = (t.text("library-cancel"), t.text("library-take"));
        let answer = dialog::buttons_ui(ui, &cancel, &take, !offered.is_empty(), tokens);
        (answer, clicked)
    });
    let (answer, clicked) = answer;
    let taken = clicked.or((enter || answer == Answer::Yes).then_some(state.pick));
    if let Some(product) = taken.and_then(|place| offered.get(place)) {
        let to = product.id.clone();
        if let Some(state) = choosing.take() {
            let command = match state.purpose {
                Purpose::Move(photos) => LibraryCommand::Move { photos, to },
                Purpose::Relabel(capture) => LibraryCommand::Relabel { capture, to },
            };
            actions.push(command.into());
        }
    } else if closes || answer == Answer::No {
        *choosing = None;
    }
}
