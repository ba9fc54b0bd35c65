//! The photos of one training: read, checked, split, and the clean items cut out.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    DataSet, Init, Recipe, RunEvent, TrainOptions, TrainingError, Validation,
    cut_out::CutOut,
    data_set::PhotoSource,
    eye::Eye,
    judgement::JudgedPhoto,
    labels::{DataLabel, LabelTable},
    picture_cache::{DecodedPhoto, read_photos},
    sampling::{DrawnPhoto, EpochPlan},
    split::{Sides, split_fold, split_share},
};
use photo::{Picture, Preparation, Prepared, resize};
use registry::ClassEntry;

/// Photos read and split.
pub struct Lesson {
    pub(super) labels: LabelTable,
    pub(super) sources: Vec<PhotoSource>,
    pub(super) learnt: Vec<DecodedPhoto>,
    pub(super) clean_items: Vec<CutOut>,
    pub(super) validation: Vec<JudgedPhoto>,
    /// Photos of other places, a list each, that only calibrate.
    pub(super) elsewhere: Vec<Vec<JudgedPhoto>>,
    /// Hashes of all photos that had a part in the training.
    pub(super) seen: Vec<String>,
}

impl Lesson {
    /// Photos that are learnt from.
    pub fn learnt_count(&self) -> usize {
        self.learnt.len()
    }

    /// The photos that are kept aside, as the network will see them.
    pub fn validation(&self) -> impl ExactSizeIterator<Item = &Prepared> + Clone {
        self.validation.iter().map(|photo| &photo.prepared)
    }

    /// Whether a class may be mirrored by `recipe`, by its index.
    pub(super) fn may_mirror(&self, recipe: &Recipe) -> Vec<bool> {
        let classes = self.labels.classes().iter();
        classes.map(|class| !recipe.never_mirrored.contains(&class.id)).collect()
    }

    /// The products that are trained, in the order of the network's outputs.
    pub(super) fn classes(&self) -> &[ClassEntry] {
        self.labels.classes()
    }

    /// How often each photo comes in an epoch.
    pub(super) fn epoch_plan(&self, options: &TrainOptions) -> EpochPlan {
        let recipe = &options.recipe;
        let drawn = |photo: &DecodedPhoto| {
            let source = self.sources.get(photo.source);
            let weight = source.and_then(|source| recipe.source_weights.get(&source.name));
            DrawnPhoto {
                label: photo.label,
                part: source.map_or(0, |source| source.part),
                weight: weight.copied().unwrap_or(1.0),
            }
        };
        let photos: Vec<DrawnPhoto> = self.learnt.iter().map(drawn).collect();
        let shares: Vec<Option<f64>> = options.data.iter().map(|part| part.share).collect();
        EpochPlan::new(&photos, &shares, recipe.balance)
    }

    /// The lesson of some data. With `inherited`, these are its products, those of the data among them.
    ///
    /// # Errors
    /// [`TrainingError`] where there are too few photos or products, or no data to judge on.
    pub fn of(
        data: &DataSet,
        options: &TrainOptions,
        inherited: Option<&[ClassEntry]>,
        preparation: &Preparation,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<Self, TrainingError> {
        let side = learnt_side(&options.recipe);
        let eye = Eye::of(options)?;
        let photos = eye.read(data, |picture| smaller(picture, side), on_event)?;
        let (photos, labels) = check_labels(photos, data, inherited)?;
        let clean_items = clean_items(data, &labels, &options.recipe, on_event);
        let photos = match options.fold {
            Some(fold) => {
                let Sides { learnt, .. } = split_fold(&photos, fold);
                pick(&photos, &learnt)
            }
            None => photos,
        };
        let (learnt, validation) = match &options.validation {
            Validation::None => (photos, Vec::new()),
            Validation::Share(share) => {
                let Sides { learnt, held_out } = split_share(&photos, *share, options.seed);
                let judged = pick(&photos, &held_out);
                (pick(&photos, &learnt), eye.judged_again(data, &judged, &labels, preparation)?)
            }
            Validation::Data(path) => {
                (photos, eye.other_data(path, &labels, preparation, on_event)?)
            }
        };
        let elsewhere = options
            .calibrate_on
            .iter()
            .map(|path| eye.other_data(path, &labels, preparation, on_event));
        let elsewhere = elsewhere.collect::<Result<Vec<_>, _>>()?;
        let mut seen: Vec<String> = learnt
            .iter()
            .map(|photo| photo.hash.to_string())
            .chain(clean_items.iter().map(|item| item.hash.to_string()))
            .chain(
                validation.iter().chain(elsewhere.iter().flatten()).map(|(_, hash)| hash.clone()),
            )
            .collect();
        seen.sort();
        seen.dedup();
        let photos = |judged: Vec<(JudgedPhoto, String)>| -> Vec<JudgedPhoto> {
            judged.into_iter().map(|(photo, _)| photo).collect()
        };
        let validation = photos(validation);
        let elsewhere = elsewhere.into_iter().map(photos).collect();
        let sources = data.sources.clone();
        Ok(Self { labels, sources, learnt, clean_items, validation, elsewhere, seen })
    }

    /// Hashes of all photos that had a part in the version: this training's, and those of the version
    /// it began from.
    pub(super) fn seen_with_parents(&self, options: &TrainOptions) -> Vec<String> {
        let parents = match &options.init {
            Init::Version(parent) => parent.manifest.seen.as_slice(),
            _ => &[],
        };
        let all: BTreeSet<&String> = self.seen.iter().chain(parents).collect();
        all.into_iter().cloned().collect()
    }
}

/// The data's clean pictures of the products that are trained, cut out; none if the recipe wants
/// none.
fn clean_items(
    data: &DataSet,
    labels: &LabelTable,
    recipe: &Recipe,
    on_event: &mut dyn FnMut(RunEvent),
) -> Vec<CutOut> {
    if recipe.clean_share <= 0.0 {
        return Vec::new();
    }
    let read = read_photos(&data.clean_pictures, |picture| picture, |_| {});
    let photos = read.told(on_event);
    photos
        .into_iter()
        .filter_map(|photo| {
            let label = labels.index_of(data.labels.get(photo.label)?)?;
            CutOut::from_clean_picture(labels.product(label)?, photo)
        })
        .collect()
}

/// Numbers the labels that have photos. A product needs two, and there must be two products. Those
/// `kept` stand in front, whether the data shows them or not.
fn check_labels(
    mut photos: Vec<DecodedPhoto>,
    data: &DataSet,
    kept: Option<&[ClassEntry]>,
) -> Result<(Vec<DecodedPhoto>, LabelTable), TrainingError> {
    let named: BTreeSet<usize> = data.photos.iter().map(|photo| photo.label).collect();
    let shown: Vec<DataLabel> =
        named.iter().filter_map(|&label| data.labels.get(label).cloned()).collect();
    let table = LabelTable::of(&shown, kept.unwrap_or_default());
    let numbers: BTreeMap<usize, usize> = named
        .iter()
        .filter_map(|&label| Some((label, table.index_of(data.labels.get(label)?)?)))
        .collect();
    let mut counts = vec![0_usize; table.len()];
    for photo in &mut photos {
        photo.label = numbers.get(&photo.label).copied().unwrap_or_default();
        if let Some(count) = counts.get_mut(photo.label) {
            *count += 1;
        }
    }
    for label in numbers.values().filter_map(|&label| table.product(label)) {
        let photos = counts.get(label).copied().unwrap_or_default();
        if photos < 2 {
            let product = table.classes().get(label).map(|class| class.id.clone());
            return Err(TrainingError::TooFewPhotos {
                product: product.unwrap_or_default(),
                photos,
            });
        }
    }
    if let [only] = table.classes() {
        return Err(TrainingError::OneProduct { product: only.id.clone() });
    }
    Ok((photos, table))
}

fn pick(photos: &[DecodedPhoto], indices: &[usize]) -> Vec<DecodedPhoto> {
    indices.iter().filter_map(|&index| photos.get(index)).cloned().collect()
}

/// Shorter side of the photos that are learnt from, in pixels: the smallest crops keep all their
/// detail (a third of the area is 0.6 of the side); more would only fill the memory.
pub(super) fn learnt_side(recipe: &Recipe) -> u32 {
    recipe.train_size * 8 / 5
}

/// Makes the shorter side at most `side` pixels.
pub(super) fn smaller(picture: Picture, side: u32) -> Picture {
    let (width, height) = (picture.width(), picture.height());
    let shorter = width.min(height);
    if shorter <= side {
        return picture;
    }
    let scaled = |length: u32| {
        (f64::from(length) * f64::from(side) / f64::from(shorter)).round().max(1.0) as u32
    };
    resize(&picture, scaled(width), scaled(height))
}
