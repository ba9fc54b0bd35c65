//! What the part for versions shows.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use super::comparison::{Comparison, ConfusionMatrix, Which};
use super::photos::JudgedPhotos;
use super::promotion::Loss;
use domain::Message;

/// A version in the list.
#[derive(Clone, PartialEq, Debug)]
pub struct VersionCard {
    /// Its name.
    pub name: String,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// Bytes on the disk.
    pub bytes: u64,
    /// Products that it was trained on.
    pub products: usize,
    /// Share right at once, as measured at its training: of photos chosen then, so that two versions
    /// cannot be told apart by it.
    pub top1: Option<f64>,
    /// The version that it began from.
    pub parent: Option<String>,
    /// Remarks for people.
    pub notes: String,
    /// Whether it came with Tillsight.
    pub shipped: bool,
    /// Whether it sells.
    pub sells: bool,
}

/// A judgement on its way.
#[derive(Clone, PartialEq, Debug)]
pub struct JudgingView {
    /// The version that is compared with, or judged alone.
    pub old: String,
    /// The version that is judged.
    pub new: Option<String>,
    /// Photos done, over all versions.
    pub done: usize,
    /// All photos, over all versions; 0 until they are found.
    pub total: usize,
}

/// A comparison to look at.
#[derive(Clone, PartialEq, Debug)]
pub struct ShownComparison {
    /// On which photos.
    pub from: JudgedPhotos,
    /// The comparison.
    pub comparison: Arc<Comparison>,
    /// The confusion matrices of the old and the new version.
    pub matrices: [Arc<ConfusionMatrix>; 2],
    /// Photos that the old and the new version named wrongly, the worst first.
    pub most_wrong: [Arc<Vec<usize>>; 2],
}

impl ShownComparison {
    /// Works out what is shown of a comparison.
    pub fn new(from: JudgedPhotos, comparison: Comparison) -> Self {
        let comparison = Arc::new(comparison);
        let both = [Which::Old, Which::New];
        Self {
            from,
            matrices: both.map(|which| Arc::new(comparison.confusion(which))),
            most_wrong: both.map(|which| Arc::new(comparison.most_wrong(which))),
            comparison,
        }
    }

    /// The confusion matrix of one of the versions.
    pub fn matrix(&self, which: Which) -> &ConfusionMatrix {
        let [old, new] = &self.matrices;
        if which == Which::Old { old } else { new }
    }

    /// The photos that one of the versions named wrongly, the worst first.
    pub fn most_wrong(&self, which: Which) -> &[usize] {
        let [old, new] = &self.most_wrong;
        if which == Which::Old { old } else { new }
    }
}

/// What must be known before another version sells.
#[derive(Clone, PartialEq, Debug)]
pub struct PromotionView {
    /// The version that is to sell.
    pub version: String,
    /// The version that sells now.
    pub selling: Option<String>,
    /// Whether both were compared.
    pub compared: bool,
    /// Products that sell and that it names less well.
    pub losses: Vec<Loss>,
    /// Products that sell and of which no photo tells anything.
    pub untested: usize,
}

/// What this desk shows.
#[derive(Clone, Default)]
pub struct CompareView {
    /// The versions: the one that sells first, then the newest.
    pub versions: Arc<Vec<VersionCard>>,
    /// What is wrong with versions that cannot be used.
    pub damaged: Vec<Message>,
    /// The version that a roll-back would bring back.
    pub previous: Option<String>,
    /// The version that was chosen from the list.
    pub chosen: Option<String>,
    /// The version that it is compared with; `None` to judge it alone.
    pub against: Option<String>,
    /// On which photos; `None` until the shop was looked at.
    pub photos: Option<JudgedPhotos>,
    /// Photos that are kept aside, and photos that the till kept lately.
    pub photo_counts: (usize, usize),
    /// A folder of pictures that show no goods.
    pub unknown: Option<PathBuf>,
    /// What is being judged.
    pub judging: Option<JudgingView>,
    /// The comparison of the chosen versions, if there is one.
    pub shown: Option<ShownComparison>,
    /// Names of products of the catalogue, by their slug.
    pub names: Arc<BTreeMap<String, String>>,
    /// A version is being written, read or deleted.
    pub working: bool,
    /// What is asked before another version sells.
    pub promoting: Option<PromotionView>,
    /// What went wrong.
    pub problem: Option<Message>,
    /// What was done.
    pub told: Option<Message>,
}

impl CompareView {
    /// The version that was chosen.
    pub fn chosen_card(&self) -> Option<&VersionCard> {
        self.card(self.chosen.as_deref()?)
    }

    /// The version of that name.
    pub fn card(&self, name: &str) -> Option<&VersionCard> {
        self.versions.iter().find(|card| card.name == name)
    }

    /// The version that sells.
    pub fn selling(&self) -> Option<&VersionCard> {
        self.versions.iter().find(|card| card.sells)
    }

    /// What the shop calls a product.
    pub fn name_of<'a>(&'a self, product: &'a str) -> &'a str {
        self.names.get(product).map_or(product, String::as_str)
    }
}
