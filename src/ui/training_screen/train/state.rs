//! What only the part for trainings knows: what is being changed and asked.

use egui::{ColorImage, TextureHandle, TextureOptions, Ui};

use crate::action::Action;
use teach::{RunChoice, RunCommand, RunView, VariantStrip};

/// What only this part knows.
#[derive(Default)]
pub struct Local {
    /// What is being changed; the desk hears of every change and comes after.
    pub(super) draft: Option<RunChoice>,
    /// Whether the expert's settings are unfolded.
    pub(super) unfolded: bool,
    /// Whether it is being asked if a training is to be given up.
    pub(super) discarding: bool,
    /// The looks of a photo, as textures.
    pub(super) strip: Textures,
}

impl Local {
    /// Whether a dialog of this part has the keyboard for itself.
    pub fn dialog_is_open(&self) -> bool {
        self.discarding
    }

    /// What is chosen, with what the desk may not have heard of yet.
    pub(super) fn choice(&mut self, view: &RunView) -> RunChoice {
        if self.draft.as_ref() == Some(&*view.choice) {
            self.draft = None;
        }
        self.draft.clone().unwrap_or_else(|| (*view.choice).clone())
    }

    /// Takes a change over and tells the desk.
    pub(super) fn choose(&mut self, choice: RunChoice, actions: &mut Vec<Action>) {
        self.draft = Some(choice.clone());
        actions.push(RunCommand::Choose(choice).into());
    }
}

/// The looks of the newest strip as textures.
#[derive(Default)]
pub(super) struct Textures {
    number: u64,
    pub(super) looks: Vec<TextureHandle>,
}

impl Textures {
    /// Follows the desk: another strip, other textures.
    pub(super) fn follow(&mut self, ui: &Ui, strip: &VariantStrip) {
        if self.number == strip.number {
            return;
        }
        self.number = strip.number;
        let images = strip.looks.iter().map(|look| {
            let size = [look.width() as usize, look.height() as usize];
            ColorImage::from_rgb(size, look.rgb())
        });
        let texture = |image| ui.ctx().load_texture("look", image, TextureOptions::LINEAR);
        self.looks = images.map(texture).collect();
    }
}
