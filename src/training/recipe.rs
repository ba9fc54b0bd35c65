//! How a network is trained: all numbers in one place, with a good default for each architecture.

use std::{collections::BTreeMap, path::Path};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{RecipeFault, Retention, TrainingError};
use base::regular_file;
use cnn::Architecture;
use photo::{Colours, Fit, Preparation};
use registry::{KnownWeight, PrototypeWeight, Thresholds};

/// More blur than this share of the side leaves nothing to learn.
pub const GREATEST_BLUR: f64 = 0.02;

/// A training recipe. A recipe file is JSON with any of these fields; the others keep the default
/// of the architecture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Passes over all photos; with none, a version that the training begins from is only measured
    /// again.
    pub epochs: usize,
    /// Trainings from seeds of their own (the seed, the next one, ...) whose weights are averaged.
    pub runs: usize,
    /// Photos a step.
    pub batch: usize,
    /// Side of the training crops in pixels.
    pub train_size: u32,
    /// Side at which the network is judged and used, in pixels.
    pub size: u32,
    /// Whether the network is shown colour or grey.
    pub colours: Colours,
    /// Highest learning rate.
    pub learning_rate: f64,
    /// AdamW's weight decay.
    pub weight_decay: f64,
    /// Epochs in which the learning rate rises.
    pub warm_up_epochs: f64,
    /// Share of each target that is spread over all classes (Szegedy et al. 2015).
    pub label_smoothing: f64,
    /// Share of batches in which pictures are mixed.
    pub mix_share: f64,
    /// Mixup's alpha (Zhang et al. 2017).
    pub mixup_alpha: f64,
    /// Share of the mixed batches that use CutMix (Yun et al. 2019) in place of mixup.
    pub cutmix_share: f64,
    /// Decay a step of the weights' moving average; 0 turns it off.
    pub average_decay: f64,
    /// Least and greatest share of the picture's area in a crop.
    pub crop_area: [f64; 2],
    /// Share of pictures that are mirrored.
    pub flip: f64,
    /// Greatest rotation to either side in degrees.
    pub rotation_degrees: f64,
    /// Greatest change of brightness, contrast and saturation, as a share.
    pub colour: f64,
    /// Greatest blur of a crop: the Gaussian's standard deviation, as a share of the crop's side.
    #[serde(default)]
    pub blur: f64,
    /// Products that are never mirrored, by their ids: a mirror makes nonsense of writing.
    #[serde(default)]
    pub never_mirrored: Vec<String>,
    /// 0: each photo as often as the others; 1: each label as often as the others.
    pub balance: f64,
    /// How often photos of a source come beside others of their label, by the name that a table gives
    /// it; 1 where nothing is said.
    #[serde(default)]
    pub source_weights: BTreeMap<String, f64>,
    /// Share of pictures that are replaced by a clean item on some ground, where the data has clean
    /// pictures.
    pub clean_share: f64,
    /// Share of residual branches dropped in the last block.
    pub drop_connect: f64,
    /// Share of embedding values dropped before the classes.
    pub dropout: f64,
    /// Stages, from the first, that keep the starting weights.
    pub frozen_stages: usize,
    /// Looks of each photo whose features before the last stage are kept, so that only the last stage
    /// and the classes learn, in a fraction of the time; 0 lets the whole network learn.
    #[serde(default)]
    pub cached_looks: usize,
    /// How products are kept that the version a training begins from knows and the data has no photos
    /// of; none lets them go.
    #[serde(default)]
    pub retention: Option<Retention>,
    /// Weight of a teacher's opinion against the labels, 0 to 1.
    pub teacher_share: f64,
    /// Temperature where there are no validation photos to measure it on.
    pub temperature: f64,
    /// Weight of the Gaussian classifier beside the network's last layer; 0 does without one.
    pub gaussian_share: f64,
    /// Share of a companion's embedding in the Gaussian classifier: the network as it was before the
    /// training keeps seeing what the training's photos do not show. 0 does without one.
    pub companion_share: f64,
    /// How much the data's clean pictures have to say beside the network's last layer; none does
    /// without them.
    pub prototype_weight: Option<PrototypeWeight>,
    /// Thresholds where there are no validation photos to measure them on.
    pub thresholds: Thresholds,
}

impl Recipe {
    /// The default for an architecture.
    pub fn for_architecture(architecture: &Architecture) -> Self {
        match architecture {
            Architecture::Article(shape) => Self::for_article(shape.size),
            Architecture::EfficientNetLite0 => Self::for_fine_tuning(160, 192),
            Architecture::EfficientNetLite2 => Self::for_fine_tuning(192, 224),
            Architecture::ResNet18 => Self::from_scratch(),
        }
    }

    /// Fine-tuning of ImageNet weights on photos of goods.
    fn for_fine_tuning(train_size: u32, size: u32) -> Self {
        Self {
            epochs: 12,
            runs: 1,
            batch: 32,
            train_size,
            size,
            colours: Colours::Colour,
            learning_rate: 1e-3,
            weight_decay: 0.02,
            warm_up_epochs: 1.0,
            label_smoothing: 0.1,
            mix_share: 0.5,
            mixup_alpha: 0.4,
            cutmix_share: 0.0,
            average_decay: 0.99,
            crop_area: [0.35, 1.0],
            flip: 0.5,
            rotation_degrees: 15.0,
            colour: 0.2,
            blur: 0.0,
            never_mirrored: Vec::new(),
            balance: 0.5,
            source_weights: BTreeMap::new(),
            clean_share: 0.25,
            drop_connect: 0.1,
            dropout: 0.2,
            // The first two stages see edges and spots, which ImageNet taught them well; left alone,
            // a step takes half the time.
            frozen_stages: 2,
            cached_looks: 0,
            retention: Some(Retention::default()),
            teacher_share: 0.5,
            temperature: 1.65,
            gaussian_share: 4.0,
            companion_share: 0.6,
            prototype_weight: Some(PrototypeWeight {
                strange: KnownWeight { known: 0.22, weight: 20.0 },
                familiar: KnownWeight { known: 0.30, weight: 8.0 },
            }),
            thresholds: Thresholds { accept: 0.88, familiar: 0.24, unknown: 0.2 },
        }
    }

    /// The article's network on its small pictures: it has too few weights to need much caution.
    fn for_article(size: u32) -> Self {
        Self {
            epochs: 10,
            runs: 1,
            batch: 128,
            train_size: size,
            size,
            colours: Colours::Colour,
            learning_rate: 3e-3,
            weight_decay: 1e-4,
            warm_up_epochs: 0.5,
            label_smoothing: 0.0,
            mix_share: 0.0,
            mixup_alpha: 0.2,
            cutmix_share: 0.0,
            average_decay: 0.999,
            crop_area: [0.8, 1.0],
            flip: 0.5,
            rotation_degrees: 0.0,
            colour: 0.1,
            blur: 0.0,
            never_mirrored: Vec::new(),
            balance: 0.0,
            source_weights: BTreeMap::new(),
            clean_share: 0.0,
            drop_connect: 0.0,
            dropout: 0.0,
            frozen_stages: 0,
            cached_looks: 0,
            retention: Some(Retention::default()),
            teacher_share: 0.5,
            temperature: 1.0,
            gaussian_share: 0.0,
            companion_share: 0.0,
            prototype_weight: None,
            thresholds: Thresholds { accept: 0.9, familiar: 0.0, unknown: 0.3 },
        }
    }

    /// ResNet-18 without any start.
    fn from_scratch() -> Self {
        Self {
            epochs: 60,
            train_size: 160,
            warm_up_epochs: 3.0,
            weight_decay: 0.05,
            cutmix_share: 0.5,
            average_decay: 0.995,
            frozen_stages: 0,
            temperature: 0.8,
            gaussian_share: 0.0,
            companion_share: 0.0,
            prototype_weight: None,
            thresholds: Thresholds { accept: 0.95, familiar: 0.0, unknown: 0.2 },
            ..Self::for_fine_tuning(160, 192)
        }
    }

    /// Reads a recipe file over the default of `architecture`.
    ///
    /// # Errors
    /// [`TrainingError::BadRecipe`] naming the file and what is wrong.
    pub fn read(path: &Path, architecture: &Architecture) -> Result<Self, TrainingError> {
        Self::for_architecture(architecture).read_over(path)
    }

    /// This recipe with what a recipe file says on top.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn read_over(&self, path: &Path) -> Result<Self, TrainingError> {
        let bad = |fault: RecipeFault| TrainingError::BadRecipe { path: path.to_owned(), fault };
        let text = regular_file::read_text(path).map_err(TrainingError::file(path))?;
        let given: Map<String, Value> =
            serde_json::from_str(&text).map_err(|error| bad(error.into()))?;
        self.with(given).map_err(bad)
    }

    /// The same recipe with other values in some fields.
    ///
    /// # Errors
    /// [`RecipeFault`] of the first field that is unknown, of the wrong type or makes no sense.
    pub fn with(&self, given: Map<String, Value>) -> Result<Self, RecipeFault> {
        let mut whole = serde_json::to_value(self)?;
        if let Some(fields) = whole.as_object_mut() {
            fields.extend(given);
        }
        let recipe: Self = serde_json::from_value(whole)?;
        recipe.check()?;
        Ok(recipe)
    }

    /// Judges and learns at another size; the crops that are learnt from keep their proportion to
    /// the picture that is judged.
    pub fn set_size(&mut self, size: u32) {
        let proportion = f64::from(self.train_size) / f64::from(self.size.max(1));
        self.train_size = (f64::from(size) * proportion).round() as u32;
        self.size = size;
    }

    /// Says what makes no sense.
    ///
    /// # Errors
    /// [`RecipeFault`] of the first wrong field.
    pub fn check(&self) -> Result<(), RecipeFault> {
        let shares = [
            ("label_smoothing", self.label_smoothing),
            ("mix_share", self.mix_share),
            ("cutmix_share", self.cutmix_share),
            ("flip", self.flip),
            ("colour", self.colour),
            ("balance", self.balance),
            ("clean_share", self.clean_share),
            ("drop_connect", self.drop_connect),
            ("dropout", self.dropout),
            ("teacher_share", self.teacher_share),
            ("average_decay", self.average_decay),
            ("companion_share", self.companion_share),
        ];
        if let Some((field, value)) = shares.into_iter().find(|(_, it)| !(0.0..=1.0).contains(it)) {
            return Err(RecipeFault::Bounds { field, value, most: 1.0 });
        }
        let positive = [
            ("runs", self.runs as f64),
            ("batch", self.batch as f64),
            ("train_size", f64::from(self.train_size)),
            ("size", f64::from(self.size)),
            ("learning_rate", self.learning_rate),
            ("mixup_alpha", self.mixup_alpha),
            ("temperature", self.temperature),
        ];
        if !(self.gaussian_share.is_finite() && self.gaussian_share >= 0.0) {
            let (field, value) = ("gaussian_share", self.gaussian_share);
            return Err(RecipeFault::Negative { field, value });
        }
        if let Some(Err(fault)) = self.prototype_weight.map(|weight| weight.check()) {
            return Err(RecipeFault::PrototypeWeight(fault));
        }
        self.retention.map_or(Ok(()), |retention| retention.check())?;
        if !(0.0..=GREATEST_BLUR).contains(&self.blur) {
            let (field, value) = ("blur", self.blur);
            return Err(RecipeFault::Bounds { field, value, most: GREATEST_BLUR });
        }
        let weight = self.source_weights.values().find(|it| !(it.is_finite() && **it >= 0.0));
        if let Some(&value) = weight {
            return Err(RecipeFault::Negative { field: "source_weights", value });
        }
        let is_positive = |value: f64| value.is_finite() && value > 0.0;
        if let Some((field, value)) = positive.into_iter().find(|(_, value)| !is_positive(*value)) {
            return Err(RecipeFault::NotPositive { field, value });
        }
        let [least, greatest] = self.crop_area;
        if !(least > 0.0 && least <= greatest && greatest <= 1.0) {
            return Err(RecipeFault::CropArea);
        }
        Ok(())
    }

    /// How pictures are prepared for a network trained by this recipe.
    pub fn preparation(&self, architecture: &Architecture) -> Preparation {
        let (mean, scale) = match architecture {
            Architecture::EfficientNetLite0 | Architecture::EfficientNetLite2 => {
                ([127.0; 3], [128.0; 3])
            }
            Architecture::Article(_) | Architecture::ResNet18 => ([127.5; 3], [64.0; 3]),
        };
        Preparation { size: self.size, fit: Fit::Crop, mean, scale, colours: self.colours }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn every_default_makes_sense() {
        for name in ["article", "efficientnet-lite0", "efficientnet-lite2", "resnet18"] {
            Recipe::for_architecture(&name.parse().unwrap()).check().unwrap();
        }
    }

    #[test]
    fn a_file_changes_only_what_it_names() {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), r#"{"epochs": 3}"#).unwrap();
        let recipe = Recipe::read(file.path(), &Architecture::EfficientNetLite0).unwrap();
        let default = Recipe::for_architecture(&Architecture::EfficientNetLite0);
        assert_eq!(recipe, Recipe { epochs: 3, ..default });
    }

    #[test]
    fn a_recipe_for_grey_prepares_grey() {
        let given = serde_json::from_str(r#"{"colours": "grey"}"#).unwrap();
        let architecture = Architecture::EfficientNetLite0;
        let recipe = Recipe::for_architecture(&architecture);
        assert_eq!(recipe.preparation(&architecture).colours, Colours::Colour);
        let grey = recipe.with(given).unwrap();
        assert_eq!(grey.preparation(&architecture).colours, Colours::Grey);
    }

    #[test]
    fn another_size_keeps_the_crops_proportion() {
        let mut recipe = Recipe::for_architecture(&Architecture::EfficientNetLite0);
        recipe.set_size(384);
        assert_eq!((recipe.train_size, recipe.size), (320, 384));
    }

    #[test]
    fn a_wrong_file_is_named() {
        for text in [r#"{"epoch": 3}"#, r#"{"flip": 2}"#, r#"{"batch": 0}"#, "epochs = 3"] {
            let file = tempfile::NamedTempFile::new().unwrap();
            fs::write(file.path(), text).unwrap();
            let error = Recipe::read(file.path(), &Architecture::ResNet18).unwrap_err();
            assert!(matches!(error, TrainingError::BadRecipe { .. }), "{text}");
        }
    }
}
