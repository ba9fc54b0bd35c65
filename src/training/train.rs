//! From options to a finished version: data, split, start, loop, calibration, manifest.

use std::{collections::BTreeMap, path::Path, path::PathBuf, time::Instant};

use sha2::{Digest, Sha256};

use super::{
    DataSet, Fold, Recipe, StopFlag, TrainingError, Validation,
    checkpoint::CheckpointFolder,
    cut_out::CutOut,
    fit::{Course, Fit, JudgedPhoto, Judgement},
    picture_cache::{DecodedPhoto, read_photos},
    split::{Sides, split_fold, split_share},
};
use crate::{
    cnn::{Architecture, DeviceChoice, Network, Precision, device_name},
    photo::{Picture, Preparation, prepare, resize},
    recognition::{architecture_of, softmax},
    registry::{
        ClassEntry, MANIFEST_FORMAT, Manifest, Registry, Thresholds, Version, base_weights,
    },
};

/// What the weights start from.
#[derive(Clone, Debug)]
pub enum Init {
    /// ImageNet weights where they exist, else random ones.
    Auto,
    /// ImageNet weights, or an error.
    ImageNet,
    /// Random weights.
    None,
    /// Another version of the same architecture; classes that both know keep their weights.
    Version(Box<Version>),
}

/// What to train, on what, and how.
#[derive(Clone, Debug)]
pub struct TrainOptions {
    /// Folder, zip or list file.
    pub data: PathBuf,
    /// Name of the new version.
    pub name: String,
    /// The network.
    pub architecture: Architecture,
    /// What it starts from.
    pub init: Init,
    /// A version whose opinion is learnt too; it must know the same products.
    pub teacher: Option<Version>,
    /// All numbers.
    pub recipe: Recipe,
    /// Seed of every random choice.
    pub seed: u64,
    /// Photos that choose the best epoch and calibrate.
    pub validation: Validation,
    /// A part of the data to leave out altogether, for `evaluate` to judge.
    pub fold: Option<Fold>,
    /// Go on with an unfinished training of this name.
    pub resume: bool,
    /// Where to run.
    pub device: DeviceChoice,
}

/// What happens while training.
#[derive(Clone, Debug)]
pub enum TrainEvent {
    /// Photos are being decoded.
    Reading {
        /// Photos so far.
        done: usize,
        /// All photos.
        total: usize,
    },
    /// A photo was left out.
    UnreadablePhoto {
        /// The photo.
        name: String,
        /// Why.
        reason: String,
    },
    /// The loop begins.
    Started {
        /// Photos learnt from.
        photos: usize,
        /// Photos kept aside.
        validation_photos: usize,
        /// Products.
        classes: usize,
        /// Epochs in all.
        epochs: usize,
        /// Epochs done by an earlier run.
        epochs_done: usize,
        /// `cpu` or `cuda`.
        device: &'static str,
        /// `imagenet`, a version's name, or `none`.
        init: String,
    },
    /// A batch is done.
    Batch {
        /// From 1.
        epoch: usize,
        /// Batches done in this epoch.
        done: usize,
        /// Batches in an epoch.
        total: usize,
        /// Loss of the batch.
        loss: f64,
    },
    /// An epoch is done and saved.
    Epoch {
        /// From 1.
        epoch: usize,
        /// Epochs in all.
        epochs: usize,
        /// Mean loss over the epoch, on augmented pictures.
        train_loss: f64,
        /// Loss on the validation photos at their best temperature.
        val_loss: Option<f64>,
        /// Share of validation photos named right.
        val_top1: Option<f64>,
        /// Share with the right name among the first four.
        val_top4: Option<f64>,
        /// Time taken.
        seconds: f64,
    },
    /// The version is written.
    Finished {
        /// Its name.
        name: String,
        /// Time of the whole training.
        seconds: f64,
    },
}

/// Trains a version and writes it into `registry`; does not promote it.
///
/// # Errors
/// [`TrainingError`]; after [`TrainingError::Stopped`] the checkpoint waits for `resume`.
pub fn train(
    options: &TrainOptions,
    registry: &Registry,
    stop: &StopFlag,
    on_event: &mut dyn FnMut(TrainEvent),
) -> Result<Version, TrainingError> {
    let begun = Instant::now();
    let recipe = &options.recipe;
    recipe.check().map_err(|what| TrainingError::BadOption { what })?;
    let new_version = registry.create(&options.name)?;
    let device = options.device.resolve()?;
    let preparation = recipe.preparation(&options.architecture);
    let data = Lesson::read(options, &preparation, on_event)?;

    tch::manual_seed(options.seed as i64);
    let start = Start::load(options, &data.classes, device)?;
    let judged = Network::new(&options.architecture, data.classes.len(), device)?;
    let teacher =
        options.teacher.as_ref().map(|teacher| load_version(teacher, device)).transpose()?;
    check_teacher(options, &data.classes)?;

    let checkpoints = CheckpointFolder::new(registry.versions_folder(), &options.name);
    let fingerprint = fingerprint(options, &data);
    let crops = Preparation { size: recipe.train_size, ..preparation.clone() };
    let course = Course {
        name: &options.name,
        recipe,
        seed: options.seed,
        photos: &data.learnt,
        clean_items: &data.clean_items,
        validation: &data.validation,
        teacher: teacher.as_ref(),
        preparation: &crops,
        checkpoints: &checkpoints,
        fingerprint: fingerprint.clone(),
        stop,
    };
    let mut fit = Fit::new(course, start.network, judged)?;
    let mut epochs_done = 0;
    if options.resume {
        let nothing = || TrainingError::NothingToResume { name: options.name.clone() };
        let checkpoint = checkpoints.load()?.ok_or_else(nothing)?;
        if checkpoint.state.fingerprint != fingerprint {
            return Err(TrainingError::ResumeDiffers { name: options.name.clone() });
        }
        epochs_done = checkpoint.state.epochs_done;
        fit.restore(checkpoint)?;
    } else {
        checkpoints.remove()?;
    }
    on_event(TrainEvent::Started {
        photos: data.learnt.len(),
        validation_photos: data.validation.len(),
        classes: data.classes.len(),
        epochs: recipe.epochs,
        epochs_done,
        device: device_name(device),
        init: start.origin.clone(),
    });
    let (network, judgement) = fit.run(on_event)?;
    network.save(&new_version.weights_path(), Precision::Half)?;
    let manifest = manifest(options, &data, &start.origin, preparation, judgement.as_ref());
    let version = new_version.commit(manifest)?;
    checkpoints.remove()?;
    let seconds = begun.elapsed().as_secs_f64();
    on_event(TrainEvent::Finished { name: options.name.clone(), seconds });
    Ok(version)
}

/// Photos read and split.
struct Lesson {
    classes: Vec<ClassEntry>,
    learnt: Vec<DecodedPhoto>,
    clean_items: Vec<CutOut>,
    validation: Vec<JudgedPhoto>,
    /// Hashes of all photos that had a part in the training.
    seen: Vec<String>,
}

impl Lesson {
    fn read(
        options: &TrainOptions,
        preparation: &Preparation,
        on_event: &mut dyn FnMut(TrainEvent),
    ) -> Result<Self, TrainingError> {
        let data = DataSet::open(&options.data)?;
        // The smallest crops keep all their detail (a third of the area is 0.6 of the side); more
        // would only fill the memory.
        let side = options.recipe.train_size * 8 / 5;
        let photos = read_reporting(&data, |picture| smaller(picture, side), on_event);
        let (photos, classes) = check_classes(photos, &data)?;
        let clean_items = clean_items(&data, &classes, &options.recipe, on_event);
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
                (pick(&photos, &learnt), judged_again(&data, &photos, &held_out, preparation))
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
}

fn read_reporting(
    data: &DataSet,
    reduce: impl Fn(Picture) -> Picture + Sync,
    on_event: &mut dyn FnMut(TrainEvent),
) -> Vec<DecodedPhoto> {
    let total = data.photos.len();
    let read =
        read_photos(&data.photos, reduce, |done| on_event(TrainEvent::Reading { done, total }));
    for (name, reason) in read.unreadable {
        on_event(TrainEvent::UnreadablePhoto { name, reason });
    }
    read.photos
}

/// The data's clean pictures of the products that are trained, cut out; none if the recipe wants
/// none.
fn clean_items(
    data: &DataSet,
    classes: &[ClassEntry],
    recipe: &Recipe,
    on_event: &mut dyn FnMut(TrainEvent),
) -> Vec<CutOut> {
    if recipe.clean_share <= 0.0 {
        return Vec::new();
    }
    let read = read_photos(&data.clean_pictures, |picture| picture, |_| {});
    for (name, reason) in read.unreadable {
        on_event(TrainEvent::UnreadablePhoto { name, reason });
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

/// Keeps the products that have photos; each needs two, and there must be two products.
fn check_classes(
    mut photos: Vec<DecodedPhoto>,
    data: &DataSet,
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
        if let Some(slot) = new_index.get_mut(index) {
            *slot = classes.len();
        }
        classes.push(class.clone());
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
    let by_name: BTreeMap<&str, &super::LabelledPhoto> =
        data.photos.iter().map(|photo| (photo.name.as_str(), photo)).collect();
    held_out
        .iter()
        .filter_map(|&index| {
            let photo = photos.get(index)?;
            let bytes = by_name.get(photo.name.as_str())?.read().ok()?;
            let picture = crate::photo::decode(&bytes, &photo.name).ok()?;
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
    on_event: &mut dyn FnMut(TrainEvent),
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

/// Makes the shorter side at most `side` pixels.
fn smaller(picture: Picture, side: u32) -> Picture {
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

/// The network that a training starts from.
struct Start {
    network: Network,
    /// `imagenet`, a version's name, or `none`.
    origin: String,
}

impl Start {
    fn load(
        options: &TrainOptions,
        classes: &[ClassEntry],
        device: tch::Device,
    ) -> Result<Self, TrainingError> {
        let architecture = &options.architecture;
        let mut network = Network::new(architecture, classes.len(), device)?;
        let name = architecture.to_string();
        let origin = match (&options.init, base_weights(&name)) {
            (Init::None, _) | (Init::Auto, None) => "none".to_owned(),
            (Init::ImageNet, None) => {
                return Err(TrainingError::NoBaseWeights { architecture: name });
            }
            (Init::Auto | Init::ImageNet, Some(path)) => {
                network.load_body(&path)?;
                "imagenet".to_owned()
            }
            (Init::Version(version), _) => {
                version.verify()?;
                network.load_body(&version.weights_path())?;
                keep_known_classes(&mut network, version, classes)?;
                version.name().to_owned()
            }
        };
        Ok(Self { network, origin })
    }
}

/// Copies the classifier's rows of products that the parent knows already.
fn keep_known_classes(
    network: &mut Network,
    parent: &Version,
    classes: &[ClassEntry],
) -> Result<(), TrainingError> {
    let tensors = crate::cnn::read_weights(&parent.weights_path())?;
    let layer = network.architecture().classifier_name();
    let mut own = network.tensors();
    let _guard = tch::no_grad_guard();
    for field in ["weight", "bias"] {
        let name = format!("{layer}.{field}");
        let (Some(from), Some(to)) = (tensors.get(&name), own.get_mut(&name)) else { continue };
        for (row, class) in classes.iter().enumerate() {
            let known = parent.manifest.classes.iter().position(|other| other.id == class.id);
            if let Some(known) = known {
                to.f_get(row as i64)?.f_copy_(&from.f_get(known as i64)?)?;
            }
        }
    }
    Ok(())
}

fn load_version(version: &Version, device: tch::Device) -> Result<Network, TrainingError> {
    version.verify()?;
    let architecture = architecture_of(version)?;
    let classes = version.manifest.classes.len();
    Ok(Network::load(&architecture, classes, &version.weights_path(), device)?)
}

fn check_teacher(options: &TrainOptions, classes: &[ClassEntry]) -> Result<(), TrainingError> {
    match &options.teacher {
        Some(teacher) if teacher.manifest.classes != classes => Err(TrainingError::BadOption {
            what: format!("the teacher {} knows other products than the data", teacher.name()),
        }),
        _ => Ok(()),
    }
}

/// What a resumed training must have in common with the one it goes on with.
fn fingerprint(options: &TrainOptions, data: &Lesson) -> String {
    let mut hash = Sha256::new();
    let text = format!(
        "{:?} {:?} {} {} {}",
        options.architecture,
        options.recipe,
        options.seed,
        data.learnt.len(),
        data.seen.join(" "),
    );
    hash.update(text.as_bytes());
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Accepted answers must be right this often.
const WANTED_ACCURACY: f64 = 0.98;
/// Fewer accepted validation photos than this say nothing about a threshold.
const LEAST_EVIDENCE: usize = 20;

/// The lowest acceptance threshold at which accepted validation photos are right often enough.
fn measured_thresholds(judgement: &Judgement, truths: &[usize], recipe: &Recipe) -> Thresholds {
    let mut answers: Vec<(f64, bool)> = judgement
        .logits
        .iter()
        .zip(truths)
        .map(|(row, &truth)| {
            let shares = softmax(row, judgement.temperature, |_| true);
            let best = shares.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
            best.map_or((0.0, false), |(index, &score)| (score, index == truth))
        })
        .collect();
    answers.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut right, mut accept) = (0, None);
    for (index, &(score, is_right)) in answers.iter().enumerate() {
        right += usize::from(is_right);
        let accepted = index + 1;
        let accuracy = right as f64 / accepted as f64;
        if accepted >= LEAST_EVIDENCE && accuracy >= WANTED_ACCURACY {
            accept = Some(score);
        }
    }
    Thresholds { accept: accept.unwrap_or(recipe.thresholds.accept), ..recipe.thresholds }
}

fn manifest(
    options: &TrainOptions,
    data: &Lesson,
    origin: &str,
    preparation: Preparation,
    judgement: Option<&Judgement>,
) -> Manifest {
    let recipe = &options.recipe;
    let truths: Vec<usize> = data.validation.iter().map(|photo| photo.class).collect();
    let mut metrics = BTreeMap::from([("photos".to_owned(), data.learnt.len() as f64)]);
    if let Some(judgement) = judgement {
        metrics.insert("val_photos".to_owned(), truths.len() as f64);
        metrics.insert("val_loss".to_owned(), judgement.loss);
        metrics.insert("val_top1".to_owned(), judgement.top1);
        metrics.insert("val_top4".to_owned(), judgement.top4);
    }
    let shape = match &options.architecture {
        Architecture::Article(shape) => serde_json::to_value(shape).ok(),
        _ => None,
    };
    Manifest {
        format: MANIFEST_FORMAT,
        name: options.name.clone(),
        created: jiff::Timestamp::now().to_string(),
        architecture: options.architecture.to_string(),
        shape,
        classes: data.classes.clone(),
        preparation,
        temperature: judgement.map_or(recipe.temperature, |judgement| judgement.temperature),
        thresholds: judgement
            .map_or(recipe.thresholds, |judgement| measured_thresholds(judgement, &truths, recipe)),
        metrics,
        recipe: serde_json::to_value(recipe).unwrap_or_default(),
        seed: options.seed,
        parent: (origin != "none").then(|| origin.to_owned()),
        // Filled in by the registry, which hashes the file it stores.
        weights_sha256: String::new(),
        seen: data.seen.clone(),
        notes: String::new(),
    }
}
