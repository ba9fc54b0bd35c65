//! What one loaded version makes of photos, photo by photo.

use super::{
    DataSet, EvaluateEvent, LabelledPhoto, PriceList, StopFlag, TimeFigures, TrainingError,
    evaluation::Judge,
    judged_row::{JudgedRow, JudgedStranger, Labels},
};
use photo::PerceptualHash;
use recognition::{Recogniser, Scope};

/// What to judge on.
#[derive(Clone, Debug)]
pub struct JudgeOptions {
    /// Photos of goods.
    pub data: DataSet,
    /// Pictures that show no goods; may be none.
    pub unknown: Vec<LabelledPhoto>,
    /// The products that may be an answer.
    pub scope: Scope,
}

/// What one version makes of all photos.
#[derive(Debug)]
pub struct JudgedAnswers {
    /// The photos that could be read, in the data's order.
    pub photos: Vec<JudgedRow>,
    /// Pictures of no goods, but those learnt from.
    pub strangers: Vec<JudgedStranger>,
    /// Photos that could not be read.
    pub unreadable: usize,
    /// Time taken for the photos of goods.
    pub time: TimeFigures,
}

/// Judges a loaded version. `learnt` are the looks of the photos that it was taught with, beside those
/// in its manifest.
///
/// # Errors
/// [`TrainingError`] when the network refuses or `stop` is raised; unreadable photos are events.
pub fn judge_version(
    options: &JudgeOptions,
    recogniser: &Recogniser,
    learnt: &[PerceptualHash],
    stop: &StopFlag,
    on_event: &mut dyn FnMut(EvaluateEvent),
) -> Result<JudgedAnswers, TrainingError> {
    let prices = PriceList::default();
    let JudgeOptions { data, unknown, scope } = options;
    let labels = Labels::new(data, recogniser, scope, &prices).also_seen(learnt);
    let judge = Judge { recogniser, scope, stop };
    let total = data.photos.len() + unknown.len();
    let judged = judge.photos(&data.photos, &mut |event| on_event(of_all(event, 0, total)))?;
    let time = judged.time(recogniser);
    let unreadable = data.photos.len() - judged.photos.len();
    let photos = judged.photos.into_iter().filter_map(|photo| labels.row(photo)).collect();
    let before = data.photos.len();
    let strangers = judge.photos(unknown, &mut |event| on_event(of_all(event, before, total)))?;
    let strangers = strangers.photos.into_iter().map(|photo| labels.stranger(photo));
    let strangers = strangers.filter(|stranger| !stranger.is_seen).collect();
    Ok(JudgedAnswers { photos, strangers, unreadable, time })
}

/// Progress among photos of goods and of none together.
fn of_all(event: EvaluateEvent, before: usize, total: usize) -> EvaluateEvent {
    match event {
        EvaluateEvent::Judging { done, .. } => {
            EvaluateEvent::Judging { done: before + done, total }
        }
        other => other,
    }
}
