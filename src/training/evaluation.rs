//! Judging a version on labelled photos, and on pictures that show no goods.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    time::{Duration, Instant},
};

use rayon::prelude::*;

use super::{
    DataSet, Evaluation, Fold, LabelledPhoto, PhotoReadError, PriceList, StopFlag, Taught,
    TimeFigures, TrainingError,
    figures::figures,
    judged_row::{JudgedPhoto, JudgedRow, JudgedStranger, Labels},
    picture_cache::read_photos,
    split::split_fold,
};
use photo::{PerceptualHash, Picture, Prepared, ahead, decode, perceptual_hash};
use recognition::{Recogniser, Scope};
use registry::Thresholds;

/// Photos decoded and run at once.
const BATCH: usize = 16;

/// What to judge on.
#[derive(Clone, Debug)]
pub struct EvaluateOptions {
    /// Folder, zip, list file or table.
    pub data: PathBuf,
    /// A folder of pictures that show no goods.
    pub unknown: Option<PathBuf>,
    /// Judge on this part of the data only.
    pub fold: Option<Fold>,
    /// What the shop's products cost, to tell what prices would change; may be empty.
    pub prices: PriceList,
    /// What the recogniser was taught before; where it was taught with photos of this data, those
    /// are not judged.
    pub taught: Option<Taught>,
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

/// A judgement: its figures, and the photos behind them, of which [`Self::report`] tells.
#[derive(Debug)]
pub struct Evaluated {
    /// The figures.
    pub evaluation: Evaluation,
    pub(super) model: String,
    pub(super) data: PathBuf,
    pub(super) unknown_data: Option<PathBuf>,
    pub(super) thresholds: Thresholds,
    pub(super) time: TimeFigures,
    pub(super) rows: Vec<JudgedRow>,
    pub(super) strangers: Vec<JudgedStranger>,
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
) -> Result<Evaluated, TrainingError> {
    let mut data = DataSet::open(&options.data)?;
    if let Some(fold) = options.fold {
        keep_fold(&mut data, fold);
    }
    if let Some(taught) = &options.taught {
        data.photos.retain(|photo| !taught.photos.contains(&photo.name));
    }
    let unknown = options.unknown.as_deref().map(DataSet::unlabelled).transpose()?;
    let labels = Labels::new(&data, recogniser, scope, &options.prices);
    let judge = Judge { recogniser, scope, stop };
    let judged = judge.photos(&data.photos, on_event)?;
    let time = judged.time(recogniser);
    let rows: Vec<_> = judged.photos.into_iter().filter_map(|photo| labels.row(photo)).collect();
    if rows.is_empty() {
        return Err(TrainingError::NoPhotos { path: options.data.clone() });
    }
    let strangers = unknown.map(|photos| judge.photos(&photos, on_event)).transpose()?;
    let strangers: Option<Vec<_>> = strangers
        .map(|judged| judged.photos.into_iter().map(|photo| labels.stranger(photo)).collect());
    let millis = time.millis_per_photo;
    Ok(Evaluated {
        evaluation: Evaluation {
            teach_millis: options.taught.as_ref().map(|taught| taught.slowest_millis),
            ..figures(&rows, strangers.as_deref(), &options.prices, millis)
        },
        model: recogniser.version().name().to_owned(),
        data: options.data.clone(),
        unknown_data: options.unknown.clone(),
        thresholds: recogniser.version().manifest.thresholds,
        time,
        rows,
        strangers: strangers.unwrap_or_default(),
    })
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

/// Judged photos and the time that they took.
#[derive(Default)]
pub(super) struct Judged {
    pub photos: Vec<JudgedPhoto>,
    reading: Duration,
    network: Duration,
    /// Less than both together: photos are read while the network works on those before.
    total: Duration,
}

/// A photo with its hash, or why it could not be read.
type ReadPhoto = Result<(PerceptualHash, Picture), PhotoReadError>;

/// Photos that were read together, and the time that it took.
struct ReadPart {
    photos: Vec<(LabelledPhoto, ReadPhoto)>,
    time: Duration,
}

impl Judged {
    pub(super) fn time(&self, recogniser: &Recogniser) -> TimeFigures {
        let each = |time: Duration| time.as_secs_f64() * 1e3 / self.photos.len().max(1) as f64;
        TimeFigures {
            millis_per_photo: each(self.total),
            read_millis_per_photo: each(self.reading),
            network_millis_per_photo: each(self.network),
            threads: rayon::current_num_threads(),
            device: recogniser.device(),
        }
    }
}

/// Looks at photos, part by part.
pub(super) struct Judge<'a> {
    pub recogniser: &'a Recogniser,
    pub scope: &'a Scope,
    pub stop: &'a StopFlag,
}

impl Judge<'_> {
    /// Judges photos in their order; those that cannot be read are events.
    pub(super) fn photos(
        &self,
        photos: &[LabelledPhoto],
        on_event: &mut dyn FnMut(EvaluateEvent),
    ) -> Result<Judged, TrainingError> {
        for together in [photos.len().min(BATCH), photos.len() % BATCH] {
            self.recogniser.make_ready(together);
        }
        let begun = Instant::now();
        let mut judged = Judged::default();
        let mut done = 0;
        let read_all = |part: &[LabelledPhoto]| -> ReadPart {
            let begun = Instant::now();
            let photos = part.par_iter().map(|photo| (photo.clone(), read(photo)));
            ReadPart { photos: photos.collect(), time: begun.elapsed() }
        };
        ahead(photos, BATCH, read_all, |part| {
            if self.stop.is_raised() {
                return Err(TrainingError::BadOption { what: "the judging was stopped".into() });
            }
            done += part.photos.len();
            self.batch(part, &mut judged, on_event)?;
            on_event(EvaluateEvent::Judging { done, total: photos.len() });
            Ok(())
        })?;
        judged.total = begun.elapsed();
        Ok(judged)
    }

    fn batch(
        &self,
        part: ReadPart,
        judged: &mut Judged,
        on_event: &mut dyn FnMut(EvaluateEvent),
    ) -> Result<(), TrainingError> {
        judged.reading += part.time;
        let mut readable = Vec::with_capacity(part.photos.len());
        for (photo, result) in part.photos {
            match result {
                Ok((hash, picture)) => readable.push((photo, hash, picture)),
                Err(error) => {
                    let reason = error.to_string();
                    on_event(EvaluateEvent::UnreadablePhoto { name: photo.name, reason });
                }
            }
        }
        if readable.is_empty() {
            return Ok(());
        }
        let begun = Instant::now();
        let pictures: Vec<&Picture> = readable.iter().map(|(_, _, picture)| picture).collect();
        let seen = self.recogniser.see(&pictures)?;
        let prepared: Vec<&Prepared> = seen.iter().map(|seen| &seen.prepared).collect();
        let scores = self.recogniser.scores(&prepared, self.scope)?;
        judged.network += begun.elapsed();
        judged.photos.extend(
            readable.into_iter().zip(scores).map(|((photo, hash, _), scores)| JudgedPhoto {
                photo,
                hash,
                scores,
            }),
        );
        Ok(())
    }
}

fn read(photo: &LabelledPhoto) -> ReadPhoto {
    let picture = decode(&photo.read()?, &photo.name)?;
    Ok((perceptual_hash(&picture), picture))
}
