//! Judging a version on labelled photos, and on pictures that show no goods.

use std::{
    collections::{BTreeSet, HashMap},
    path::PathBuf,
    time::Instant,
};

use rayon::prelude::*;
use serde::Serialize;

use super::{
    DataSet, Fold, LabelledPhoto, StopFlag, TrainingError,
    measures::{
        auroc, expected_calibration_error, false_positive_rate_at_95, is_in_top,
        negative_log_likelihood, share,
    },
    picture_cache::read_photos,
    report::{self, JudgedRow},
    split::split_fold,
};
use crate::{
    photo::{PerceptualHash, Picture, Preparation, Prepared, ahead, decode, perceptual_hash, prepare},
    recognition::{Candidate, Decision, Recogniser, Scope, decide},
};

/// Photos decoded and run at once.
const BATCH: usize = 16;
/// Bits in which the hash of a photo that was seen may differ, for copies packed anew.
const SAME_PHOTO_DISTANCE: u32 = 1;

/// What to judge on.
#[derive(Clone, Debug)]
pub struct EvaluateOptions {
    /// Folder, zip or list file.
    pub data: PathBuf,
    /// A folder of pictures that show no goods.
    pub unknown: Option<PathBuf>,
    /// Judge on this part of the data only.
    pub fold: Option<Fold>,
    /// Folder to write a report into.
    pub report: Option<PathBuf>,
}

/// What happens while judging.
#[derive(Clone, Debug)]
pub enum EvaluateEvent {
    /// Photos are being judged.
    Judging {
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
}

/// How often the till would have done what; shares 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DecisionRates {
    /// Accepted without asking.
    pub accept_rate: f64,
    /// Of those, right; `None` when none was accepted.
    pub accept_accuracy: Option<f64>,
    /// Asked.
    pub ask_rate: f64,
    /// Taken for nothing that the shop sells.
    pub unknown_rate: f64,
}

/// How pictures without goods fare.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnknownRates {
    /// Pictures without goods.
    pub photos: usize,
    /// Area under the ROC curve of the best score, goods against none.
    pub auroc: Option<f64>,
    /// Share taken for goods at the score that 95 % of the goods reach.
    pub fpr95: Option<f64>,
    /// Share accepted without asking.
    pub accept_rate: Option<f64>,
}

/// All figures of one judgement. A figure that cannot be computed is `None`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// Photos judged.
    pub photos: usize,
    /// Of those, photos that the model was trained or calibrated on.
    pub seen: usize,
    /// Mean negative log-likelihood in nats.
    pub loss: Option<f64>,
    /// Share named right.
    pub top1: Option<f64>,
    /// Share with the right name among the first four.
    pub top4: Option<f64>,
    /// Share of which the kind (any apple) is right.
    pub coarse_top1: Option<f64>,
    /// Expected calibration error, 15 bins.
    pub ece: Option<f64>,
    /// What the till would have done.
    pub decision: Option<DecisionRates>,
    /// Pictures without goods, where any were given.
    pub unknown: Option<UnknownRates>,
    /// Mean time a photo: decode, prepare, network.
    pub millis_per_photo: Option<f64>,
}

/// Judges `recogniser` on photos; only products in `scope` are candidates.
///
/// # Errors
/// [`TrainingError`] when the data cannot be read; single unreadable photos are events.
pub fn evaluate(
    options: &EvaluateOptions,
    recogniser: &Recogniser,
    scope: &Scope,
    stop: &StopFlag,
    on_event: &mut dyn FnMut(EvaluateEvent),
) -> Result<Evaluation, TrainingError> {
    let mut data = DataSet::open(&options.data)?;
    if let Some(fold) = options.fold {
        keep_fold(&mut data, fold);
    }
    let unknown = options.unknown.as_deref().map(DataSet::unlabelled).transpose()?;
    let judge = Judge { recogniser, scope, stop };
    let begun = Instant::now();
    let judged = judge.photos(&data.photos, on_event)?;
    let millis = begun.elapsed().as_secs_f64() * 1e3;
    let rows = Labels::new(&data, recogniser).rows(judged, recogniser);
    if rows.is_empty() {
        return Err(TrainingError::NoPhotos { path: options.data.clone() });
    }
    let strangers = unknown.map(|photos| judge.photos(&photos, on_event)).transpose()?;
    let evaluation = summary(&rows, strangers.as_deref(), recogniser, millis);
    if let Some(folder) = &options.report {
        report::write(folder, &evaluation, &rows, recogniser)?;
    }
    Ok(evaluation)
}

/// Keeps the photos of one fold; groups are found as in training.
fn keep_fold(data: &mut DataSet, fold: Fold) {
    let tiny = |_| Picture::filled(1, 1, [0; 3]);
    let read = read_photos(&data.photos, tiny, |_| {});
    let sides = split_fold(&read.photos, fold);
    let kept: BTreeSet<&str> = sides
        .held_out
        .iter()
        .filter_map(|&index| read.photos.get(index))
        .map(|photo| photo.name.as_str())
        .collect();
    data.photos.retain(|photo| kept.contains(photo.name.as_str()));
}

/// One photo's probabilities, one a class of the model.
struct JudgedPhoto {
    name: String,
    class: usize,
    hash: PerceptualHash,
    shares: Vec<f64>,
}

struct Judge<'a> {
    recogniser: &'a Recogniser,
    scope: &'a Scope,
    stop: &'a StopFlag,
}

impl Judge<'_> {
    fn photos(
        &self,
        photos: &[LabelledPhoto],
        on_event: &mut dyn FnMut(EvaluateEvent),
    ) -> Result<Vec<JudgedPhoto>, TrainingError> {
        let mut judged = Vec::with_capacity(photos.len());
        let mut done = 0;
        let preparation = &self.recogniser.version().manifest.preparation;
        let read_all = |part: &[LabelledPhoto]| -> Vec<_> {
            part.par_iter().map(|photo| (photo.clone(), read(photo, preparation))).collect()
        };
        ahead(photos, BATCH, read_all, |part| -> Result<(), TrainingError> {
            if self.stop.is_raised() {
                return Err(TrainingError::BadOption { what: "the judging was stopped".into() });
            }
            done += part.len();
            let mut known = Vec::with_capacity(part.len());
            for (photo, result) in part {
                match result {
                    Ok((hash, prepared)) => known.push((photo, hash, prepared)),
                    Err(reason) => on_event(EvaluateEvent::UnreadablePhoto {
                        name: photo.name,
                        reason,
                    }),
                }
            }
            let prepared: Vec<&Prepared> = known.iter().map(|(_, _, prepared)| prepared).collect();
            if !prepared.is_empty() {
                let shares = self.recogniser.shares(&prepared, self.scope)?;
                judged.extend(known.into_iter().zip(shares).map(|((photo, hash, _), shares)| {
                    JudgedPhoto { name: photo.name, class: photo.class, hash, shares }
                }));
            }
            on_event(EvaluateEvent::Judging { done, total: photos.len() });
            Ok(())
        })?;
        Ok(judged)
    }
}

fn read(
    photo: &LabelledPhoto,
    preparation: &Preparation,
) -> Result<(PerceptualHash, Prepared), String> {
    let picture = decode(&photo.read()?, &photo.name).map_err(|error| error.to_string())?;
    Ok((perceptual_hash(&picture), prepare(&picture, preparation)))
}

/// How the data's classes are called in the model.
struct Labels {
    /// For each class of the data: the model's class, and the kind.
    truths: Vec<(Option<usize>, String)>,
    /// Slug of each class of the data.
    names: Vec<String>,
}

impl Labels {
    /// A label may be one of the model's products, or a kind (an "apple" is any apple).
    fn new(data: &DataSet, recogniser: &Recogniser) -> Self {
        let classes = &recogniser.version().manifest.classes;
        let by_id: HashMap<&str, usize> =
            classes.iter().enumerate().map(|(index, class)| (class.id.as_str(), index)).collect();
        let kinds: BTreeSet<&str> = classes.iter().map(|class| class.coarse.as_str()).collect();
        let truths = data
            .classes
            .iter()
            .map(|class| {
                let fine = by_id.get(class.id.as_str()).copied();
                let own_kind = fine.and_then(|index| classes.get(index)).map(|own| &own.coarse);
                let kind = match own_kind {
                    Some(kind) => kind.clone(),
                    None if kinds.contains(class.id.as_str()) => class.id.clone(),
                    None => class.coarse.clone(),
                };
                (fine, kind)
            })
            .collect();
        let names = data.classes.iter().map(|class| class.id.clone()).collect();
        Self { truths, names }
    }

    fn rows(&self, judged: Vec<JudgedPhoto>, recogniser: &Recogniser) -> Vec<JudgedRow> {
        let manifest = &recogniser.version().manifest;
        let seen: Vec<PerceptualHash> =
            manifest.seen.iter().filter_map(|hash| hash.parse().ok()).collect();
        let products = recogniser.products();
        judged
            .into_iter()
            .filter_map(|photo| {
                let (truth, kind) = self.truths.get(photo.class)?;
                let mut order: Vec<usize> = (0..photo.shares.len()).collect();
                let score = |index: usize| photo.shares.get(index).copied().unwrap_or_default();
                order.sort_by(|&a, &b| score(b).total_cmp(&score(a)));
                let best = *order.first()?;
                let product = products.get(best)?.clone();
                let candidate = Candidate { product, score: score(best) };
                let decision = decide(&[candidate], &manifest.thresholds);
                let best_kind = manifest.classes.get(best).map(|class| class.coarse.as_str());
                Some(JudgedRow {
                    name: photo.name,
                    label: self.names.get(photo.class).cloned().unwrap_or_default(),
                    truth: *truth,
                    kind_is_right: best_kind == Some(kind.as_str()),
                    kind_is_known: manifest.classes.iter().any(|class| class.coarse == *kind),
                    is_seen: seen
                        .iter()
                        .any(|hash| hash.distance(photo.hash) <= SAME_PHOTO_DISTANCE),
                    best: order.into_iter().take(4).collect(),
                    decision,
                    shares: photo.shares,
                })
            })
            .collect()
    }
}

fn summary(
    rows: &[JudgedRow],
    strangers: Option<&[JudgedPhoto]>,
    recogniser: &Recogniser,
    millis: f64,
) -> Evaluation {
    let named = rows.iter().any(|row| row.truth.is_some());
    let figure = |value: Option<f64>| value.filter(|_| named);
    let in_top = |k| share(rows.iter().map(|row| row.is_in_top(k)));
    let true_shares: Vec<f64> = rows.iter().map(JudgedRow::true_share).collect();
    let answers: Vec<(f64, bool)> =
        rows.iter().map(|row| (row.best_score(), row.is_in_top(1))).collect();
    let coarse = rows.iter().any(|row| row.kind_is_known);
    Evaluation {
        photos: rows.len(),
        seen: rows.iter().filter(|row| row.is_seen).count(),
        loss: figure(Some(negative_log_likelihood(&true_shares))),
        top1: figure(in_top(1)),
        top4: figure(in_top(4)),
        coarse_top1: share(rows.iter().map(|row| row.kind_is_right)).filter(|_| coarse),
        ece: figure(Some(expected_calibration_error(&answers))),
        decision: decision_rates(rows, named),
        unknown: strangers.map(|strangers| unknown_rates(rows, strangers, recogniser)),
        millis_per_photo: Some(millis / rows.len() as f64),
    }
}

fn decision_rates(rows: &[JudgedRow], named: bool) -> Option<DecisionRates> {
    let rate = |wanted: fn(&Decision) -> bool| share(rows.iter().map(|row| wanted(&row.decision)));
    let accepted = rows.iter().filter(|row| matches!(row.decision, Decision::Accept(_)));
    Some(DecisionRates {
        accept_rate: rate(|decision| matches!(decision, Decision::Accept(_)))?,
        accept_accuracy: share(accepted.map(|row| row.is_in_top(1))).filter(|_| named),
        ask_rate: rate(|decision| *decision == Decision::Ask)?,
        unknown_rate: rate(|decision| *decision == Decision::Unknown)?,
    })
}

fn unknown_rates(
    rows: &[JudgedRow],
    strangers: &[JudgedPhoto],
    recogniser: &Recogniser,
) -> UnknownRates {
    let known: Vec<f64> = rows.iter().map(JudgedRow::best_score).collect();
    let unknown: Vec<f64> =
        strangers.iter().map(|photo| photo.shares.iter().copied().fold(0.0, f64::max)).collect();
    let accept = recogniser.version().manifest.thresholds.accept;
    UnknownRates {
        photos: strangers.len(),
        auroc: auroc(&known, &unknown),
        fpr95: false_positive_rate_at_95(&known, &unknown),
        accept_rate: share(unknown.iter().map(|&score| score >= accept)),
    }
}

impl JudgedRow {
    pub(super) fn is_in_top(&self, k: usize) -> bool {
        self.truth.is_some_and(|truth| is_in_top(&self.shares, truth, k))
    }

    fn true_share(&self) -> f64 {
        self.truth.and_then(|truth| self.shares.get(truth)).copied().unwrap_or_default()
    }

    pub(super) fn best_score(&self) -> f64 {
        self.best.first().and_then(|&index| self.shares.get(index)).copied().unwrap_or_default()
    }
}
