//! Trainings by what people want of them: a recipe for each, and the few numbers that an expert may
//! change.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use cnn::Architecture;
use training::{GREATEST_BLUR, Recipe, RecipeFault};

/// Passes of a quick training: over features, they cost little.
const QUICK_EPOCHS: usize = 12;
/// Random looks at each photo of which a quick training keeps the features.
const QUICK_LOOKS: usize = 4;

/// How thoroughly a shop's training goes about it.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// The last stage and the classes only: minutes.
    Quick,
    /// The upper half of the network.
    #[default]
    Balanced,
    /// Everything that may learn, for as long as it helps.
    Thorough,
}

/// A name that is no preset.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no way to train; choose quick, balanced or thorough")]
pub struct ParsePresetError(String);

impl Preset {
    /// Every one, the quickest first.
    pub const EVERY: [Self; 3] = [Self::Quick, Self::Balanced, Self::Thorough];

    /// The recipe of this preset for a network.
    pub fn recipe(self, architecture: &Architecture) -> Recipe {
        let whole = Recipe::for_architecture(architecture);
        let fewer = |share: f64| ((whole.epochs as f64 * share).round() as usize).max(1);
        match self {
            Self::Quick => Recipe {
                epochs: QUICK_EPOCHS,
                cached_looks: QUICK_LOOKS,
                clean_share: 0.0,
                mix_share: 0.0,
                ..whole
            },
            Self::Balanced => {
                Recipe { epochs: fewer(0.67), frozen_stages: whole.frozen_stages.max(4), ..whole }
            }
            Self::Thorough => whole,
        }
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Quick => "quick",
            Self::Balanced => "balanced",
            Self::Thorough => "thorough",
        })
    }
}

impl FromStr for Preset {
    type Err = ParsePresetError;

    fn from_str(name: &str) -> Result<Self, ParsePresetError> {
        let known = Self::EVERY.into_iter().find(|preset| preset.to_string() == name);
        known.ok_or_else(|| ParsePresetError(name.to_owned()))
    }
}

/// How photos are changed while they are learnt from.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct AugmentationSettings {
    /// Whether every second photo is mirrored.
    pub mirror: bool,
    /// Greatest turn to either side, in degrees.
    pub turn_degrees: f64,
    /// Greatest share of a photo's area that is cut away.
    pub cut_away: f64,
    /// Greatest change of brightness, contrast and saturation, as a share.
    pub colour: f64,
    /// Greatest blur, as a share of the crop's side.
    pub blur: f64,
}

impl AugmentationSettings {
    /// What can be chosen: the greatest value of each number.
    pub const GREATEST: Self =
        Self { mirror: true, turn_degrees: 45.0, cut_away: 0.8, colour: 0.6, blur: GREATEST_BLUR };

    /// What a recipe does.
    pub fn of(recipe: &Recipe) -> Self {
        let [least, _] = recipe.crop_area;
        Self {
            mirror: recipe.flip > 0.0,
            turn_degrees: recipe.rotation_degrees,
            cut_away: 1.0 - least,
            colour: recipe.colour,
            blur: recipe.blur,
        }
    }

    /// Writes itself into a recipe, within what can be chosen.
    fn write(&self, recipe: &mut Recipe) {
        let greatest = Self::GREATEST;
        recipe.flip = if self.mirror { 0.5 } else { 0.0 };
        recipe.rotation_degrees = self.turn_degrees.clamp(0.0, greatest.turn_degrees);
        recipe.crop_area = [1.0 - self.cut_away.clamp(0.0, greatest.cut_away), 1.0];
        recipe.colour = self.colour.clamp(0.0, greatest.colour);
        recipe.blur = self.blur.clamp(0.0, greatest.blur);
    }
}

/// What an expert changed of a preset; what is none stays as the preset has it.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Adjustments {
    /// Passes over all photos.
    pub epochs: Option<usize>,
    /// Highest learning rate.
    pub learning_rate: Option<f64>,
    /// Side in pixels of the picture that the network sees at the till.
    pub size: Option<u32>,
    /// How photos are changed.
    pub augmentation: Option<AugmentationSettings>,
    /// Products that are never mirrored, by their ids.
    pub never_mirrored: Vec<String>,
}

impl Adjustments {
    /// The recipe of `preset` with these changes.
    ///
    /// # Errors
    /// [`RecipeFault`] of the first number that makes no sense.
    pub fn recipe(
        &self,
        preset: Preset,
        architecture: &Architecture,
    ) -> Result<Recipe, RecipeFault> {
        let mut recipe = preset.recipe(architecture);
        // The article's network takes the one size that it was made for.
        if let (Some(size), false) = (self.size, matches!(architecture, Architecture::Article(_))) {
            recipe.set_size(size);
        }
        recipe.epochs = self.epochs.unwrap_or(recipe.epochs);
        recipe.learning_rate = self.learning_rate.unwrap_or(recipe.learning_rate);
        if let Some(augmentation) = &self.augmentation {
            augmentation.write(&mut recipe);
        }
        recipe.never_mirrored.clone_from(&self.never_mirrored);
        recipe.check()?;
        Ok(recipe)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LITE0: Architecture = Architecture::EfficientNetLite0;

    #[test]
    fn every_preset_makes_sense_and_is_read_by_its_name() {
        for preset in Preset::EVERY {
            preset.recipe(&LITE0).check().unwrap();
            assert_eq!(preset.to_string().parse(), Ok(preset));
        }
        assert!("best".parse::<Preset>().unwrap_err().to_string().contains("quick, balanced"));
    }

    #[test]
    fn the_thorough_one_is_the_networks_own_recipe() {
        assert_eq!(Preset::Thorough.recipe(&LITE0), Recipe::for_architecture(&LITE0));
    }

    #[test]
    fn no_change_leaves_the_preset_as_it_is() {
        for preset in Preset::EVERY {
            let recipe = Adjustments::default().recipe(preset, &LITE0).unwrap();
            assert_eq!(recipe, preset.recipe(&LITE0));
            let mut same = recipe.clone();
            AugmentationSettings::of(&recipe).write(&mut same);
            assert_eq!(same.blur, recipe.blur);
            assert!((same.crop_area[0] - recipe.crop_area[0]).abs() < 1e-12);
            assert_eq!(same.flip, recipe.flip);
        }
    }

    #[test]
    fn changes_are_taken_over_within_their_bounds() {
        let augmentation =
            AugmentationSettings { mirror: false, blur: 7.0, ..AugmentationSettings::GREATEST };
        let adjustments = Adjustments {
            epochs: Some(3),
            size: Some(160),
            augmentation: Some(augmentation),
            never_mirrored: vec!["milk".to_owned()],
            ..Adjustments::default()
        };
        let recipe = adjustments.recipe(Preset::Balanced, &LITE0).unwrap();
        assert_eq!((recipe.epochs, recipe.size, recipe.flip), (3, 160, 0.0));
        assert_eq!(recipe.blur, GREATEST_BLUR);
        assert_eq!(recipe.never_mirrored, ["milk"]);
    }

    #[test]
    fn a_learning_rate_of_nothing_is_refused() {
        let adjustments = Adjustments { learning_rate: Some(0.0), ..Adjustments::default() };
        let fault = adjustments.recipe(Preset::Quick, &LITE0).unwrap_err().to_string();
        assert!(fault.contains("learning_rate"), "{fault}");
    }
}
