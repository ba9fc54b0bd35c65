//! A judgement in full: all that stands behind the page and the plots of `evaluate --report`.

mod examples;
mod mistakes;
mod products;
mod sold_unasked;

use std::path::PathBuf;

use serde::Serialize;

pub use examples::Example;
pub use mistakes::{Confusion, MixedUpPair};
pub use products::ProductFigures;
pub use sold_unasked::KindSoldUnasked;

use super::{
    Evaluation, TimeFigures,
    evaluation::Evaluated,
    judged_row::{JudgedRow, JudgedStranger},
    measures::{
        ReliabilityBin, RiskCoveragePoint, RocPoint, reliability_bins, risk_coverage, roc_curve,
    },
};
use recognition::{Candidate, Decision, DecisionKind};
use registry::Thresholds;

/// Format of `report.json`, raised when a field changes its meaning or goes.
pub const REPORT_FORMAT: u32 = 1;

/// The content of `report.json`. Shares and scores are 0 to 1; products are called by their ids; a
/// photo by the path that the data gives it.
///
/// A photo is *right* if its first candidate is the product of its label; where the data names a
/// kind only ("apple"), if the candidate is of that kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EvaluationReport {
    /// [`REPORT_FORMAT`].
    pub format: u32,
    /// The version that was judged.
    pub model: String,
    /// When, RFC 3339.
    pub judged_at: String,
    /// The labelled photos' folder, zip or list.
    pub data: PathBuf,
    /// The folder of pictures that show no goods.
    pub unknown_data: Option<PathBuf>,
    /// The version's thresholds, by which the till decides.
    pub thresholds: Thresholds,
    /// The figures, as `evaluate --json` prints them.
    pub evaluation: Evaluation,
    /// What the till would have done with how many photos.
    pub outcomes: Outcomes,
    /// Each product of the data, by id.
    pub products: Vec<ProductFigures>,
    /// Each mistake and how often it was made, the most frequent first.
    pub confusion: Vec<Confusion>,
    /// The products most often taken for each other, the worst first; at most eight.
    pub worst_pairs: Vec<MixedUpPair>,
    /// Photos accepted without asking and wrong, the most confident first; at most twelve.
    pub wrong_without_asking: Vec<Example>,
    /// Kinds of which something was accepted without asking, those with most wrong ones first.
    /// For the page; programs find the same in `photos`.
    #[serde(skip)]
    pub sold_unasked: Vec<KindSoldUnasked>,
    /// Pictures of no goods accepted without asking, the most confident first; at most twelve.
    pub unknown_accepted: Vec<Example>,
    /// The reliability diagram: 15 bins of the first candidate's score.
    pub reliability: Vec<ReliabilityBin>,
    /// The risk-coverage curve over the first candidate's score.
    pub risk_coverage: Vec<RiskCoveragePoint>,
    /// The ROC curve of the score that tells goods from none, where pictures of none were given.
    pub unknown_roc: Option<Vec<RocPoint>>,
    /// Time taken.
    pub time: TimeFigures,
    /// Each labelled photo.
    pub photos: Vec<PhotoFigures>,
    /// Each picture of no goods.
    pub unknown_photos: Vec<PhotoFigures>,
}

/// Photos by what the till would have done with them; the counts add up to all photos.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outcomes {
    /// Accepted without asking, and right.
    pub accepted_right: usize,
    /// Accepted without asking, and wrong.
    pub accepted_wrong: usize,
    /// Asked about, with the right product among the four tiles.
    pub asked_among_four: usize,
    /// Asked about, without it.
    pub asked_not_among_four: usize,
    /// Taken for nothing that the shop sells.
    pub taken_as_unknown: usize,
}

/// One photo and its answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PhotoFigures {
    /// The photo.
    pub photo: String,
    /// Its label; `None` for a picture of no goods.
    pub shows: Option<String>,
    /// What the till would have done.
    pub decision: DecisionKind,
    /// The same if prices decided; `None` where they were not known.
    pub decision_by_price: Option<DecisionKind>,
    /// Whether the first candidate is right.
    pub right: bool,
    /// Whether one of the first four is right.
    pub among_four: bool,
    /// Whether the model was trained or calibrated on the photo.
    pub seen: bool,
    /// How surely the photo shows a known product: the score behind `unknown_roc`.
    pub known: f64,
    /// The first four candidates, best first.
    pub candidates: Vec<CandidateFigures>,
}

/// A candidate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CandidateFigures {
    /// The product.
    pub product: String,
    /// Its calibrated probability.
    pub score: f64,
}

impl From<&Candidate> for CandidateFigures {
    fn from(candidate: &Candidate) -> Self {
        Self { product: candidate.product.to_string(), score: candidate.score }
    }
}

impl Evaluated {
    /// The judgement in full; the pictures of the mistakes are read again for it.
    pub fn report(&self) -> EvaluationReport {
        let (rows, strangers) = (&self.rows, &self.strangers);
        let answers: Vec<(f64, bool)> =
            rows.iter().map(|row| (row.best_score(), row.is_right())).collect();
        let known: Vec<f64> = rows.iter().map(|row| row.known).collect();
        let unknown: Vec<f64> = strangers.iter().map(|stranger| stranger.known).collect();
        EvaluationReport {
            format: REPORT_FORMAT,
            model: self.model.clone(),
            judged_at: jiff::Timestamp::now().to_string(),
            data: self.data.clone(),
            unknown_data: self.unknown_data.clone(),
            thresholds: self.thresholds,
            evaluation: self.evaluation.clone(),
            outcomes: outcomes(rows),
            products: products::product_figures(rows),
            confusion: mistakes::confusion(rows),
            worst_pairs: mistakes::worst_pairs(rows),
            wrong_without_asking: examples::wrong_without_asking(rows),
            sold_unasked: sold_unasked::sold_unasked(rows),
            unknown_accepted: examples::unknown_accepted(strangers),
            reliability: reliability_bins(&answers),
            risk_coverage: risk_coverage(&answers),
            unknown_roc: roc_curve(&known, &unknown),
            time: self.time.clone(),
            photos: rows.iter().map(photo_figures).collect(),
            unknown_photos: strangers.iter().map(stranger_figures).collect(),
        }
    }
}

fn outcomes(rows: &[JudgedRow]) -> Outcomes {
    let mut counts = Outcomes::default();
    for row in rows {
        *match (&row.decision, row.is_right(), row.is_among_four()) {
            (Decision::Accept(_), true, _) => &mut counts.accepted_right,
            (Decision::Accept(_), false, _) => &mut counts.accepted_wrong,
            (Decision::Ask, _, true) => &mut counts.asked_among_four,
            (Decision::Ask, _, false) => &mut counts.asked_not_among_four,
            (Decision::Unknown, ..) => &mut counts.taken_as_unknown,
        } += 1;
    }
    counts
}

fn photo_figures(row: &JudgedRow) -> PhotoFigures {
    PhotoFigures {
        photo: row.photo.name.clone(),
        shows: Some(row.label.clone()),
        decision: (&row.decision).into(),
        decision_by_price: row.by_price.as_ref().map(Into::into),
        right: row.is_right(),
        among_four: row.is_among_four(),
        seen: row.is_seen,
        known: row.known,
        candidates: row.tiles.iter().map(Into::into).collect(),
    }
}

fn stranger_figures(stranger: &JudgedStranger) -> PhotoFigures {
    PhotoFigures {
        photo: stranger.photo.name.clone(),
        shows: None,
        decision: (&stranger.decision).into(),
        decision_by_price: None,
        right: false,
        among_four: false,
        seen: stranger.is_seen,
        known: stranger.known,
        candidates: stranger.tiles.iter().map(Into::into).collect(),
    }
}
