//! What a training takes over from the version it begins from: a shop has photos of a few products
//! only, and the others must stay what they were.

use std::collections::BTreeSet;

use super::{
    DataLabel, DataSet, Init, TrainOptions, TrainingError, class_statistics::taken_for,
    labels::LabelTable,
};
use cnn::{ClassStatistics, Network};
use photo::Prepared;
use recognition::{Encoder, Look, joined_direction};
use registry::{ClassEntry, Version};

use tch::Device;

/// A manifest's figure: photos of the versions that a version began from.
const INHERITED_PHOTOS: &str = "inherited_photos";
/// Pictures run at once.
const BATCH: usize = 16;

/// The version that a training begins from, where it knows products that the data has no photos of.
pub(super) struct Inheritance {
    pub parent: Version,
    /// The parent's products in the order of its outputs, and the data's new ones behind them.
    pub classes: Vec<ClassEntry>,
    /// Whether the data has no photos of a product; in the order of `classes`.
    pub absent: Vec<bool>,
    /// What the parent knows of its classes' embeddings.
    pub statistics: Option<ClassStatistics>,
}

impl Inheritance {
    /// `None` where there is nothing to take over: no version to begin from, none of its products
    /// missing in the data, or a recipe that lets them go.
    ///
    /// # Errors
    /// [`TrainingError::Registry`] and [`TrainingError::Network`] when the parent cannot be read.
    pub(super) fn of(
        options: &TrainOptions,
        data: &DataSet,
    ) -> Result<Option<Self>, TrainingError> {
        let (Init::Version(parent), Some(_)) = (&options.init, &options.recipe.retention) else {
            return Ok(None);
        };
        let named: BTreeSet<usize> = data.photos.iter().map(|photo| photo.label).collect();
        let named: Vec<DataLabel> =
            named.into_iter().filter_map(|label| data.labels.get(label).cloned()).collect();
        let known = &parent.manifest.classes;
        let table = LabelTable::of(&named, known);
        // A photo of a kind shows none of its products for certain.
        let labels = named.iter().filter_map(|label| table.index_of(label));
        let shown: BTreeSet<usize> = labels.filter_map(|label| table.product(label)).collect();
        if (0..known.len()).all(|class| shown.contains(&class)) {
            return Ok(None);
        }
        let classes = table.classes().to_vec();
        let absent = (0..classes.len()).map(|class| !shown.contains(&class)).collect();
        parent.verify()?;
        let statistics = Network::load_version(
            &options.architecture,
            known.len(),
            &parent.weights_path(),
            Device::Cpu,
        )?
        .statistics;
        Ok(Some(Self { parent: (**parent).clone(), classes, absent, statistics }))
    }

    /// The options with all that must be the parent's, so that its numbers still hold: how pictures
    /// are prepared, and how the judges are weighed.
    pub(super) fn fitted(&self, options: &TrainOptions) -> TrainOptions {
        let mut options = options.clone();
        let manifest = &self.parent.manifest;
        let recipe = &mut options.recipe;
        if recipe.size != manifest.preparation.size {
            recipe.set_size(manifest.preparation.size);
        }
        recipe.colours = manifest.preparation.colours;
        recipe.temperature = manifest.temperature;
        recipe.thresholds = manifest.thresholds;
        recipe.gaussian_share = manifest.gaussian_share;
        recipe.prototype_weight = manifest.prototype_weight;
        let share = self.statistics.as_ref().map_or(0.0, |own| own.companion_share);
        recipe.companion_share = f64::from(share);
        options
    }

    /// Products that stand on the parent's numbers alone.
    pub(super) fn absent_count(&self) -> usize {
        self.absent.iter().filter(|absent| **absent).count()
    }

    /// Whether the validation photos, of these classes, show most of the products: then they say more
    /// of the new version than its parent does.
    pub(super) fn is_judged_by(&self, truths: &[&[usize]]) -> bool {
        let products = truths.iter().filter_map(|truth| match truth {
            [product] => Some(*product),
            _ => None,
        });
        let shown: BTreeSet<usize> = products.collect();
        2 * shown.len() > self.classes.len()
    }

    /// Figures that tell what the version stands on.
    pub(super) fn metrics(&self) -> [(String, f64); 2] {
        let inherited = photos_behind(&self.parent);
        [
            ("kept_products".to_owned(), self.absent_count() as f64),
            (INHERITED_PHOTOS.to_owned(), inherited),
        ]
    }

    /// How many photos a product of the parent stands on, on average: versions keep no count a
    /// product.
    fn photos_a_class(&self) -> f64 {
        let photos = photos_behind(&self.parent);
        (photos / self.parent.manifest.classes.len().max(1) as f64).max(1.0)
    }

    /// The parent's statistics with what the data's photos say: a new product gets the mean of its
    /// photos, one that the parent knows the mean of both, each photo counting once; all others and
    /// what they have in common stay. `None` where the parent has none.
    ///
    /// # Errors
    /// [`TrainingError::Network`] when LibTorch refuses.
    pub(super) fn statistics(
        &self,
        encoder: &Encoder,
        labels: &LabelTable,
        photos: &[(usize, Prepared)],
    ) -> Result<Option<ClassStatistics>, TrainingError> {
        let Some(mut own) = self.statistics.clone() else { return Ok(None) };
        let mut looks = Vec::with_capacity(photos.len());
        for part in photos.chunks(BATCH) {
            let prepared: Vec<&Prepared> = part.iter().map(|(_, prepared)| prepared).collect();
            looks.extend(encoder.looks(&prepared)?);
        }
        let classes: Vec<usize> = photos
            .iter()
            .zip(&looks)
            .map(|((label, _), look)| taken_for(look, labels, *label))
            .collect();
        let of_class = |class: usize| -> Vec<&Look> {
            let both = classes.iter().zip(&looks);
            both.filter(|(of, _)| **of == class).map(|(_, look)| look).collect()
        };
        for class in 0..self.classes.len() {
            let looks = of_class(class);
            blend_mean(&mut own, class, &looks, self.photos_a_class());
            if let Some(prototypes) = &mut own.prototypes
                && prototypes.directions.len() == class
            {
                let centre = prototypes.photo_centre.clone();
                prototypes.directions.push(mean_direction(&centre, &looks));
                prototypes.of_photos.push(true);
            }
        }
        Ok(Some(own))
    }
}

/// Photos that a version stands on, with those of the versions it began from.
fn photos_behind(version: &Version) -> f64 {
    let metric = |name: &str| version.manifest.metrics.get(name).copied().unwrap_or_default();
    metric("photos") + metric(INHERITED_PHOTOS)
}

/// Moves a class's mean towards its photos, the old one counting as `weight` photos; a class behind
/// the others gets the mean of its photos.
fn blend_mean(own: &mut ClassStatistics, class: usize, looks: &[&Look], weight: f64) {
    let mut sum = vec![0.0_f64; own.centre.len()];
    for look in looks {
        let [a, b] = &look.sides;
        let direction = joined_direction(&own.centre, own.companion_share, &[a, b]);
        sum.iter_mut().zip(direction).for_each(|(slot, value)| *slot += f64::from(value));
    }
    let photos = looks.len() as f64;
    match own.means.get_mut(class) {
        Some(mean) => mean.iter_mut().zip(sum).for_each(|(mean, sum)| {
            *mean = ((f64::from(*mean) * weight + sum) / (weight + photos)) as f32;
        }),
        None => own.means.push(sum.iter().map(|sum| (sum / photos.max(1.0)) as f32).collect()),
    }
}

/// The mean direction of what stands last in the looks, seen from `centre`.
fn mean_direction(centre: &[f32], looks: &[&Look]) -> Vec<f32> {
    let sides: Vec<&[f32]> = looks
        .iter()
        .flat_map(|look| &look.sides)
        .map(|side| side.get(side.len().saturating_sub(centre.len())..).unwrap_or_default())
        .collect();
    joined_direction(centre, 0.0, &sides)
}
