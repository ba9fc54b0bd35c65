//! Judging versions of a shop, one after the other, so that never two of them are in memory.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::comparison::{COMPARISON_FORMAT, Comparison, JudgedVersion};
use super::photos::{self, FoundPhotos, JudgedPhotos};
use base::{FileContext, write_atomically};
use cnn::{DeviceChoice, InferencePrecision};
use domain::{ForPeople, Message};
use photo::PerceptualHash;
use registry::{Registry, RegistryError, Version};
use store::{ShopFolder, Store, StoreError};
use taught::{ShopModel, TaughtError, teaching_photos};
use training::{EvaluateEvent, StopFlag, TrainingError, judge_version};

/// Where comparisons lie in a shop's folder.
const FOLDER: &str = "comparisons";

/// What to judge.
#[derive(Clone, PartialEq, Debug)]
pub struct JudgeRequest {
    /// The shop's folder.
    pub shop: PathBuf,
    /// The version to compare with, or the one to judge alone.
    pub old: String,
    /// The version to judge.
    pub new: Option<String>,
    /// On which photos.
    pub photos: JudgedPhotos,
    /// Pictures that show no goods.
    pub unknown: Option<PathBuf>,
    /// Where to compute.
    pub device: DeviceChoice,
}

/// A comparison and what it was made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptComparison {
    /// The photos.
    pub from: JudgedPhotos,
    /// The comparison.
    pub comparison: Comparison,
}

/// Why nothing was judged.
#[derive(Debug, Error)]
pub enum JudgeError {
    /// No photo of the library stands aside.
    #[error(
        "no photo of this shop is kept aside to judge with: take more photos of each product on \
         other days, or judge on stored captures"
    )]
    NothingKeptAside,
    /// The till kept no photo since then of which it is known what it shows.
    #[error(
        "the till has kept no photo since then whose goods were sold as what the clerk named, and none \
         that was looked at: choose an earlier day, or look at the photos from the till"
    )]
    NoCaptures,
    /// Old and new are the same.
    #[error("\"{0}\" cannot be compared with itself: name another version")]
    SameVersion(String),
    /// The shop's folder or database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A version.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// A version with what it was taught.
    #[error(transparent)]
    Taught(#[from] TaughtError),
    /// The photos, or the judging.
    #[error(transparent)]
    Training(#[from] TrainingError),
}

impl ForPeople for JudgeError {
    fn message(&self) -> Message {
        match self {
            Self::NothingKeptAside => Message::new("judge-nothing-aside"),
            Self::NoCaptures => Message::new("judge-no-captures"),
            Self::SameVersion(name) => Message::new("judge-same-version").naming("name", name),
            Self::Store(error) => error.message(),
            Self::Registry(error) => error.message(),
            Self::Taught(error) => error.message(),
            Self::Training(error) => error.message(),
        }
    }
}

/// Judges one or two versions of a shop, with all that the shop has taught them.
///
/// # Errors
/// [`JudgeError`]; single unreadable photos are events.
pub fn judge(
    request: &JudgeRequest,
    stop: &StopFlag,
    on_event: &mut dyn FnMut(EvaluateEvent),
) -> Result<KeptComparison, JudgeError> {
    if request.new.as_ref() == Some(&request.old) {
        return Err(JudgeError::SameVersion(request.old.clone()));
    }
    let folder = ShopFolder::open(&request.shop)?;
    let mut store = Store::open(&folder)?;
    let registry = Registry::open(folder.root())?;
    let unknown = request.unknown.as_deref();
    let found = photos::find(&folder, &mut store, &request.photos, unknown)?;
    let mut versions = vec![registry.find(&request.old)?];
    versions.extend(request.new.as_deref().map(|new| registry.find(new)).transpose()?);
    let (mut judged, count) = (Vec::new(), versions.len());
    for (place, version) in versions.iter().enumerate() {
        let learnt = learnt(version, &mut store)?;
        let mut on_event = |event| on_event(of_all(event, place, count));
        judged.push(one(
            (&folder, request.device),
            version,
            &found,
            &learnt,
            (stop, &mut on_event),
        )?);
    }
    let mut judged = judged.into_iter();
    let Some(old) = judged.next() else {
        return Err(RegistryError::NoVersion.into());
    };
    let comparison = Comparison::of(old, judged.next(), &found.visits);
    Ok(KeptComparison { from: request.photos.clone(), comparison })
}

/// Looks of the photos that teach a version.
fn learnt(version: &Version, store: &mut Store) -> Result<Vec<PerceptualHash>, JudgeError> {
    let photos = teaching_photos(&version.manifest, store.photos()?);
    Ok(photos.into_iter().map(|photo| photo.looks).collect())
}

fn one(
    (folder, device): (&ShopFolder, DeviceChoice),
    version: &Version,
    found: &FoundPhotos,
    learnt: &[PerceptualHash],
    (stop, on_event): (&StopFlag, &mut dyn FnMut(EvaluateEvent)),
) -> Result<JudgedVersion, JudgeError> {
    let precision = InferencePrecision::default();
    let model = ShopModel::load(folder.clone(), version, device, precision)?;
    // What cannot be taught has learnt from no photo of the shop.
    let learnt = if model.recogniser.direction_width().is_some() { learnt } else { &[] };
    let judged = judge_version(&found.options, &model.recogniser, learnt, stop, on_event)?;
    Ok(JudgedVersion::of(version, judged))
}

/// Progress over all versions together.
fn of_all(event: EvaluateEvent, place: usize, versions: usize) -> EvaluateEvent {
    match event {
        EvaluateEvent::Judging { done, total } => {
            EvaluateEvent::Judging { done: place * total + done, total: versions * total }
        }
        other => other,
    }
}

/// Since when captures are judged that are not older than so many weeks.
pub(super) fn weeks_ago(now: Timestamp, weeks: i64) -> Timestamp {
    let week = 7 * 24 * 60 * 60;
    Timestamp::from_second(now.as_second() - weeks * week).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Keeps a comparison in the shop's folder, in place of an earlier one of these versions.
///
/// # Errors
/// If the disk refuses.
pub fn keep(shop: &Path, kept: &KeptComparison) -> Result<(), RegistryError> {
    let folder = shop.join(FOLDER);
    let path = file_of(&folder, &kept.comparison);
    let made = std::fs::create_dir_all(&folder);
    made.on("make", &folder)?;
    Ok(write_atomically(&path, |out| Ok(serde_json::to_writer(out, kept)?))?)
}

fn file_of(folder: &Path, comparison: &Comparison) -> PathBuf {
    let new = comparison.new.as_ref().map(|new| new.name.as_str());
    folder.join(file_name(&comparison.old.name, new))
}

/// Names of versions hold no space.
fn file_name(old: &str, new: Option<&str>) -> String {
    match new {
        Some(new) => format!("{old} {new}.json"),
        None => format!("{old}.json"),
    }
}

/// The comparison of these versions as they are now, if one is kept that this program understands.
pub(super) fn kept(shop: &Path, old: &Version, new: Option<&Version>) -> Option<KeptComparison> {
    let path = shop.join(FOLDER).join(file_name(old.name(), new.map(Version::name)));
    let bytes = std::fs::read(path).ok()?;
    let kept: KeptComparison = serde_json::from_slice(&bytes).ok()?;
    let comparison = &kept.comparison;
    let weights = |version: &Version| version.manifest.weights_sha256.clone();
    let is_current = comparison.format == COMPARISON_FORMAT
        && comparison.old.weights == weights(old)
        && comparison.new.as_ref().map(|new| new.weights.clone()) == new.map(weights);
    is_current.then_some(kept)
}
