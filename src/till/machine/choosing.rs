//! What a clerk says a photo shows: chosen, corrected, undone, or taken back as if it had never been
//! said.

use std::sync::Arc;

use super::Machine;
use super::photos::{Item, Stage};
use super::selling::Standing;
use crate::command::ItemId;
use crate::messages::Message;
use crate::snapshot::{Doubt, TileView};
use devices::scale::StableWeight;
use domain::{Addition, LineId, Product, ProductId};

/// What a choice has replaced: enough to be there again.
pub(super) struct Replaced {
    before: Before,
    /// The line that was added or grew last.
    touched: Option<LineId>,
}

/// How far the photo had come.
enum Before {
    /// It was asked about.
    Asked { doubt: Doubt },
    /// It had been added as something else.
    Added { product: Arc<Product>, stood: Standing, addition: Addition, weighed: bool },
}

impl Item {
    /// What it is in the cart.
    pub(super) fn addition(&self) -> Addition {
        Addition { photo: self.origin.name().map(str::to_owned), naming: self.naming }
    }

    /// The tiles it is shown with, once it was looked at.
    fn tiles(&self) -> Vec<TileView> {
        match &self.stage {
            Stage::Asked { tiles, .. } | Stage::Added { tiles, .. } => tiles.clone(),
            _ => Vec::new(),
        }
    }
}

impl Machine {
    pub(super) fn choose(&mut self, id: ItemId, product: &ProductId) {
        let Some(product) = self.catalogue.get(product) else {
            return;
        };
        let Some(item) = self.photos.get_mut(id) else {
            return;
        };
        let naming = self.learning.captures.then(|| self.namings.next());
        let order = naming.map(|naming| item.named(&product.id, naming));
        let (addition, tiles) = (item.addition(), item.tiles());
        let touched = self.selling.touched;
        let (before, weight) = match &item.stage {
            Stage::Asked { doubt, .. } => (Before::Asked { doubt: doubt.clone() }, None),
            Stage::Added { line, product: added, .. } if added.id != product.id => {
                let (line, product) = (*line, Arc::clone(added));
                let Some(stood) = self.selling.standing(line) else {
                    return;
                };
                if !self.selling.take_back(line, &addition) {
                    return; // its sale is being written
                }
                // The same thing lies or lay on the scale, whatever it is called.
                let weight = self.weighing.take_from(line);
                let (addition, weighed) = (addition.clone(), weight.is_some());
                (Before::Added { product, stood, addition, weighed }, weight)
            }
            _ => return,
        };
        self.clear_info();
        self.why.close();
        self.pointing.forget(id);
        let named = Addition { naming, ..addition };
        let Some(line) = self.add_from_photo(id, product, named, tiles.clone()) else {
            // What was there stands there again: it fitted into this cart a moment ago.
            let _stage = self.reinstate(before, weight, tiles);
            return;
        };
        match weight {
            Some(weight) => self.weigh_line_with(line, weight),
            None => self.weigh_new_line(line, true),
        }
        if let Some(order) = order {
            self.capture(order);
        }
        if let Some(item) = self.photos.get_mut(id) {
            item.naming = naming;
            item.replaced = Some(Replaced { before, touched });
        }
    }

    pub(super) fn undo_add(&mut self, id: ItemId) {
        let Some(item) = self.photos.get_mut(id) else {
            return;
        };
        let Stage::Added { line, tiles, .. } = &item.stage else {
            return;
        };
        if self.selling.take_back(*line, &item.addition()) {
            self.why.close();
            if let Some(weight) = self.weighing.take_from(*line) {
                self.weighing.take_back(&weight);
            }
            item.stage = Stage::Asked { tiles: tiles.clone(), doubt: Doubt::Product };
            (item.naming, item.replaced) = (None, None);
            self.answers.stands_in(id, None);
        }
    }

    /// The last choice was never meant: everything is as it was before it.
    pub(super) fn take_back_choice(&mut self, id: ItemId) {
        let Some(item) = self.photos.get_mut_or_past(id) else {
            return;
        };
        let Stage::Added { line, .. } = item.stage else {
            return;
        };
        if self.selling.is_being_sold(line) {
            return;
        }
        let Some(Replaced { before, touched }) = item.replaced.take() else {
            return;
        };
        let (addition, tiles) = (item.addition(), item.tiles());
        let naming = match &before {
            Before::Asked { .. } => None,
            Before::Added { addition, .. } => addition.naming,
        };
        let weight = self.weighing.take_from(line);
        match self.reinstate(before, weight, tiles) {
            Ok(stage) => {
                self.selling.take_back(line, &addition);
                self.selling.touch(touched);
                let line = match &stage {
                    Stage::Added { line, .. } => Some(*line),
                    _ => None,
                };
                self.photos.come_to(id, stage, naming);
                self.answers.stands_in(id, line);
                self.why.close();
            }
            Err(message) => self.problem(message),
        }
    }

    /// Puts back what a choice has replaced, with its weight; returns how far the photo has come then.
    fn reinstate(
        &mut self,
        before: Before,
        weight: Option<StableWeight>,
        tiles: Vec<TileView>,
    ) -> Result<Stage, Message> {
        let (weighed, stage) = match before {
            Before::Asked { doubt } => (None, Stage::Asked { tiles, doubt }),
            Before::Added { product, stood, addition, weighed } => {
                let line = self.selling.put_back(stood, &addition)?;
                (weighed.then_some(line), Stage::Added { line, product, tiles })
            }
        };
        match (weighed, weight) {
            (Some(line), Some(weight)) => self.weighing.keep(line, weight.spend()),
            (None, Some(weight)) => self.weighing.take_back(&weight),
            (_, None) => {}
        }
        Ok(stage)
    }
}
