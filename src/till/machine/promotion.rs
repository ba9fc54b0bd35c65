//! Which version of the model sells. Whoever may not decide that waits at [`Machine::admit`] for another
//! person's word; the journal keeps both. The version is tried and written on a thread of its own, and
//! the till goes on selling with the one that it has until the new one is loaded.

use super::{Effect, Machine};
use crate::messages::Message;
use crate::model_command::{ModelCommand, ModelEffect, ModelInput, ModelView};
use domain::{JournalDeed, JournalEntry};

/// What is known of the change of versions.
#[derive(Default)]
pub(super) struct PromotionDesk {
    view: ModelView,
}

impl PromotionDesk {
    pub(super) fn view(&self) -> ModelView {
        self.view.clone()
    }
}

impl Machine {
    /// One wish at a time: a second press of the button is the same wish.
    pub(super) fn model_command(&mut self, wish: ModelCommand, effects: &mut Vec<Effect>) {
        let by = self.done_by();
        let view = &mut self.promotion.view;
        if std::mem::replace(&mut view.changing, true) {
            return;
        }
        view.problem = None;
        view.told = None;
        effects.push(Effect::Model(ModelEffect { wish, by }));
    }

    pub(super) fn model_input(&mut self, input: ModelInput, effects: &mut Vec<Effect>) {
        let view = &mut self.promotion.view;
        view.changing = false;
        match input {
            ModelInput::Changed { before, version, rolled_back, by } => {
                view.done += 1;
                let id = if rolled_back { "model-rolled-back" } else { "model-promoted" };
                view.told = Some(Message::new(id).naming("name", version.clone()));
                let change =
                    before.map_or_else(|| version.clone(), |it| format!("{it} -> {version}"));
                let entry = JournalEntry::new(JournalDeed::PromoteModel, by).details(change);
                self.tell_journal(entry, effects);
                self.follow_model(effects);
            }
            ModelInput::Failed(reason) => {
                view.problem = Some(Message::new("problem-promotion").because(reason));
            }
        }
    }
}
