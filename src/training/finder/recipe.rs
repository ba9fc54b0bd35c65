//! How the item finder is trained: all numbers in one place.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{RecipeFault, TrainingError};
use base::regular_file;

/// A recipe of the item finder. A recipe file is JSON with any of these fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FinderRecipe {
    /// Times that so many pictures are learnt from.
    pub epochs: usize,
    /// Pictures an epoch.
    pub pictures: usize,
    /// Pictures a step.
    pub batch: usize,
    /// Highest learning rate.
    pub learning_rate: f64,
    /// AdamW's weight decay.
    pub weight_decay: f64,
    /// Epochs in which the learning rate rises.
    pub warm_up_epochs: f64,
    /// Decay a step of the weights' moving average.
    pub average_decay: f64,
    /// Stages of the trunk, from the first, that keep the starting weights; 7 are all.
    pub frozen_stages: usize,
    /// Share of pictures that are photos with boxes; the others are composites.
    pub boxed_share: f64,
    /// How much what a picture of the grounds shows besides the items laid on it counts as empty, 0 to 1:
    /// it may show things that are goods somewhere.
    pub clutter_weight: f64,
}

impl Default for FinderRecipe {
    fn default() -> Self {
        Self {
            epochs: 8,
            pictures: 6000,
            batch: 16,
            learning_rate: 2e-3,
            weight_decay: 0.01,
            warm_up_epochs: 0.5,
            average_decay: 0.995,
            frozen_stages: 7,
            boxed_share: 0.2,
            clutter_weight: 0.3,
        }
    }
}

impl FinderRecipe {
    /// Reads a recipe file over the default.
    ///
    /// # Errors
    /// [`TrainingError::BadRecipe`] naming the file and what is wrong.
    pub fn read(path: &Path) -> Result<Self, TrainingError> {
        let bad = |fault: RecipeFault| TrainingError::BadRecipe { path: path.to_owned(), fault };
        let text = regular_file::read_text(path).map_err(TrainingError::file(path))?;
        let recipe: Self = serde_json::from_str(&text).map_err(|error| bad(error.into()))?;
        recipe.check().map_err(bad)?;
        Ok(recipe)
    }

    /// Says what makes no sense.
    ///
    /// # Errors
    /// [`RecipeFault`] of the first wrong field.
    pub fn check(&self) -> Result<(), RecipeFault> {
        let shares = [
            ("average_decay", self.average_decay),
            ("boxed_share", self.boxed_share),
            ("clutter_weight", self.clutter_weight),
        ];
        if let Some((field, value)) = shares.into_iter().find(|(_, it)| !(0.0..=1.0).contains(it)) {
            return Err(RecipeFault::Bounds { field, value, most: 1.0 });
        }
        let positive = [
            ("epochs", self.epochs as f64),
            ("pictures", self.pictures as f64),
            ("batch", self.batch as f64),
            ("learning_rate", self.learning_rate),
        ];
        let is_positive = |value: f64| value.is_finite() && value > 0.0;
        if let Some((field, value)) = positive.into_iter().find(|(_, value)| !is_positive(*value)) {
            return Err(RecipeFault::NotPositive { field, value });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use std::fs;

    use super::*;

    #[test]
    fn a_file_changes_what_it_names_and_a_wrong_one_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), r#"{"epochs": 2}"#).unwrap();
        let read = FinderRecipe::read(file.path()).unwrap();
        assert_eq!(read, FinderRecipe { epochs: 2, ..FinderRecipe::default() });
        for text in [r#"{"epoch": 2}"#, r#"{"boxed_share": 2}"#, r#"{"batch": 0}"#, "epochs"] {
            fs::write(file.path(), text).unwrap();
            let error = FinderRecipe::read(file.path()).unwrap_err();
            assert!(matches!(error, TrainingError::BadRecipe { .. }), "{text}");
        }
    }
}
