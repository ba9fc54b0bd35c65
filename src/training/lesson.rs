//! The photos of one training: read, checked, split, and the clean items cut out.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::{
    DataSet, Init, LabelledPhoto, Recipe, RunEvent, TrainOptions, TrainingError, Validation,
    cut_out::CutOut,
    judgement::JudgedPhoto,
    picture_cache::{DecodedPhoto, read_photos},
    split::{Sides, split_fold, split_share},
};
use photo::{Picture, Preparation, Prepared, prepare, resize};
use registry::ClassEntry;

/// Photos read and split.
pub struct Lesson {
    pub(super) classes: Vec<ClassEntry>,
    pub(super) learnt: Vec<DecodedPhoto>,
    pub(super) clean_items: Vec<CutOut>,
    pub(super) validation: Vec<JudgedPhoto>,
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
        self.classes.iter().map(|class| !recipe.never_mirrored.contains(&class.id)).collect()
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
        let photos = read_reporting(data, |picture| smaller(picture, side), on_event);
        let (photos, classes) = check_classes(photos, data, inherited)?;
        let clean_items = clean_items(data, &classes, &options.recipe, on_event);
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
                (pick(&photos, &learnt), judged_again(data, &photos, &held_out, preparation))
            }
            Validation::Data(path) => (photos, other_data(path, &classes, preparation, on_event)?),
        };
        let mut seen: Vec<String> = learnt
            .iter()
            .map(|photo| photo.hash.to_string())
            .chain(clean_items.iter().map(|item| item.hash.to_string()))
            .chain(validation.iter().map(|(_, hash)| hash.clone()))
            .collect();
        seen.sort();
        seen.dedup();
        let validation = validation.into_iter().map(|(photo, _)| photo).collect();
        Ok(Self { classes, learnt, clean_items, validation, seen })
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

fn read_reporting(
    data: &DataSet,
    reduce: impl Fn(Picture) -> Picture + Sync,
    on_event: &mut dyn FnMut(RunEvent),
) -> Vec<DecodedPhoto> {
    let total = data.photos.len();
    let read =
        read_photos(&data.photos, reduce, |done| on_event(RunEvent::Reading { done, total }));
    for (photo, why) in read.unreadable {
        on_event(RunEvent::unreadable(photo, &why));
    }
    read.photos
}

/// The data's clean pictures of the products that are trained, cut out; none if the recipe wants
/// none.
fn clean_items(
    data: &DataSet,
    classes: &[ClassEntry],
    recipe: &Recipe,
    on_event: &mut dyn FnMut(RunEvent),
) -> Vec<CutOut> {
    if recipe.clean_share <= 0.0 {
        return Vec::new();
    }
    let read = read_photos(&data.clean_pictures, |picture| picture, |_| {});
    for (photo, why) in read.unreadable {
        on_event(RunEvent::unreadable(photo, &why));
    }
    let class_of = |index: usize| {
        let id = &data.classes.get(index)?.id;
        classes.iter().position(|class| class.id == *id)
    };
    read.photos
        .into_iter()
        .filter_map(|photo| {
            let class = class_of(photo.class)?;
            CutOut::from_clean_picture(DecodedPhoto { class, ..photo })
        })
        .collect()
}

/// Keeps the products that have photos; each needs two, and there must be two products. With `kept`,
/// these are the products: those of the data are among them.
fn check_classes(
    mut photos: Vec<DecodedPhoto>,
    data: &DataSet,
    kept: Option<&[ClassEntry]>,
) -> Result<(Vec<DecodedPhoto>, Vec<ClassEntry>), TrainingError> {
    let mut counts = vec![0_usize; data.classes.len()];
    for photo in &photos {
        if let Some(count) = counts.get_mut(photo.class) {
            *count += 1;
        }
    }
    let named = |index: usize| data.photos.iter().any(|photo| photo.class == index);
    let mut new_index = vec![usize::MAX; counts.len()];
    let mut classes = Vec::new();
    for (index, (class, &count)) in data.classes.iter().zip(&counts).enumerate() {
        if count == 0 && !named(index) {
            continue;
        }
        if count < 2 {
            let product = class.id.clone();
            return Err(TrainingError::TooFewPhotos { product, photos: count });
        }
        let place = match kept {
            Some(kept) => kept.iter().position(|other| other.id == class.id),
            None => Some(classes.len()),
        };
        if let (Some(slot), Some(place)) = (new_index.get_mut(index), place) {
            *slot = place;
        }
        classes.push(class.clone());
    }
    if let Some(kept) = kept {
        classes = kept.to_vec();
    }
    if let [only] = classes.as_slice() {
        return Err(TrainingError::OneProduct { product: only.id.clone() });
    }
    for photo in &mut photos {
        photo.class = new_index.get(photo.class).copied().unwrap_or_default();
    }
    Ok((photos, classes))
}

fn pick(photos: &[DecodedPhoto], indices: &[usize]) -> Vec<DecodedPhoto> {
    indices.iter().filter_map(|&index| photos.get(index)).cloned().collect()
}

/// Held-out photos read once more, at full size, and prepared just as the till will.
fn judged_again(
    data: &DataSet,
    photos: &[DecodedPhoto],
    held_out: &[usize],
    preparation: &Preparation,
) -> Vec<(JudgedPhoto, String)> {
    let by_name: BTreeMap<&str, &LabelledPhoto> =
        data.photos.iter().map(|photo| (photo.name.as_str(), photo)).collect();
    held_out
        .iter()
        .filter_map(|&index| {
            let photo = photos.get(index)?;
            let bytes = by_name.get(photo.name.as_str())?.read().ok()?;
            let picture = photo::decode(&bytes, &photo.name).ok()?;
            let prepared = prepare(&picture, preparation);
            Some((JudgedPhoto { prepared, class: photo.class }, photo.hash.to_string()))
        })
        .collect()
}

/// Validation photos from other data; products that are not trained are left out.
fn other_data(
    path: &Path,
    classes: &[ClassEntry],
    preparation: &Preparation,
    on_event: &mut dyn FnMut(RunEvent),
) -> Result<Vec<(JudgedPhoto, String)>, TrainingError> {
    let data = DataSet::open(path)?;
    let class_of = |index: usize| {
        let id = &data.classes.get(index)?.id;
        classes.iter().position(|class| class.id == *id)
    };
    let mut known = data.clone();
    known.photos.retain(|photo| class_of(photo.class).is_some());
    if known.photos.is_empty() {
        return Err(TrainingError::BadOption {
            what: format!(
                "the validation data {} shows no product that is trained",
                path.display()
            ),
        });
    }
    let photos = read_reporting(&known, |picture| picture, on_event);
    Ok(photos
        .into_iter()
        .filter_map(|photo| {
            let prepared = prepare(&photo.picture, preparation);
            let class = class_of(photo.class)?;
            Some((JudgedPhoto { prepared, class }, photo.hash.to_string()))
        })
        .collect())
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
