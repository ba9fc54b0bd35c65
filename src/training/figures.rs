//! The figures of a judgement: numbers from judged photos.

use serde::Serialize;

use super::{
    KnownAs, PriceList,
    judged_row::{JudgedRow, JudgedStranger},
    measures::{
        auroc, expected_calibration_error, false_positive_rate_at_95, negative_log_likelihood,
        share,
    },
};
use recognition::Decision;

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
    /// The same where prices have a say; `None` unless each product that may be named has a price.
    pub by_price: Option<PriceDecisionRates>,
}

/// How often a till whose prices have a say would have done what; shares 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PriceDecisionRates {
    /// Accepted without asking.
    pub accept_rate: f64,
    /// Of those, charged at the right price; `None` when none was accepted.
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
    /// Area under the ROC curve of the score that decides on unknown pictures, goods against none.
    pub auroc: Option<f64>,
    /// Share taken for goods at the score that 95 % of the goods reach.
    pub fpr95: Option<f64>,
    /// Share accepted without asking.
    pub accept_rate: Option<f64>,
}

/// How often the kind (any apple) is right; shares 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KindFigures {
    /// Photos whose kind the model knows.
    pub known: usize,
    /// Of those, share with the right kind first.
    pub top1: Option<f64>,
    /// Of those, share with the right kind among the first four.
    pub top4: Option<f64>,
    /// Photos accepted without asking, of all, also of kinds that the model does not know.
    pub accepted: usize,
    /// Of those, share of the right kind; `None` when none was.
    pub accept_accuracy: Option<f64>,
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
    /// How the kinds fare, where the data has labels that are kinds only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kinds: Option<KindFigures>,
    /// Mean time a photo: decode, prepare, network.
    pub millis_per_photo: Option<f64>,
    /// Longest time that teaching one product took, where some were taught before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub teach_millis: Option<f64>,
}

/// The figures of judged photos. Where no label is a product of the model, only the kinds count.
pub(super) fn figures(
    rows: &[JudgedRow],
    strangers: Option<&[JudgedStranger]>,
    prices: &PriceList,
    millis_per_photo: f64,
) -> Evaluation {
    let named = rows.iter().any(JudgedRow::is_product);
    let figure = |value: Option<f64>| value.filter(|_| named);
    let in_top = |k| share(rows.iter().map(|row| row.is_in_top(k)));
    let true_shares: Vec<f64> = rows.iter().map(|row| row.true_share).collect();
    let answers: Vec<(f64, bool)> =
        rows.iter().map(|row| (row.best_score(), row.is_in_top(1))).collect();
    let kinds = rows.iter().any(JudgedRow::is_known_kind);
    Evaluation {
        photos: rows.len(),
        seen: rows.iter().filter(|row| row.is_seen).count(),
        loss: figure(Some(negative_log_likelihood(&true_shares))),
        top1: figure(in_top(1)),
        top4: figure(in_top(4)),
        coarse_top1: share(rows.iter().map(|row| row.kind_is_right)).filter(|_| kinds),
        ece: figure(Some(expected_calibration_error(&answers))),
        decision: decision_rates(rows, named, prices),
        kinds: kind_figures(rows),
        unknown: strangers.map(|strangers| unknown_rates(rows, strangers)),
        millis_per_photo: Some(millis_per_photo),
        teach_millis: None,
    }
}

/// `None` where each label is a product, or none is known.
fn kind_figures(rows: &[JudgedRow]) -> Option<KindFigures> {
    let has_kinds = rows.iter().any(|row| row.known_as() == KnownAs::Kind);
    let known = || rows.iter().filter(|row| row.known_as() != KnownAs::Nothing);
    let accepted = rows.iter().filter(|row| matches!(row.decision, Decision::Accept(_)));
    has_kinds.then(|| KindFigures {
        known: known().count(),
        top1: share(known().map(|row| row.kind_is_right)),
        top4: share(known().map(|row| row.kind_is_among_four)),
        accepted: accepted.clone().count(),
        accept_accuracy: share(accepted.map(|row| row.kind_is_right)),
    })
}

fn decision_rates(rows: &[JudgedRow], named: bool, prices: &PriceList) -> Option<DecisionRates> {
    let rates = Rates::of(rows, |row| Some(&row.decision))?;
    let accepted = rows.iter().filter(|row| matches!(row.decision, Decision::Accept(_)));
    Some(DecisionRates {
        accept_rate: rates.accept,
        accept_accuracy: share(accepted.map(|row| row.is_in_top(1))).filter(|_| named),
        ask_rate: rates.ask,
        unknown_rate: rates.unknown,
        by_price: price_rates(rows, prices).filter(|_| named),
    })
}

fn price_rates(rows: &[JudgedRow], prices: &PriceList) -> Option<PriceDecisionRates> {
    let rates = Rates::of(rows, |row| row.by_price.as_ref())?;
    let charged_right = rows.iter().filter_map(|row| match &row.by_price {
        Some(Decision::Accept(product)) => {
            let (charged, due) = (prices.get(product)?, prices.get(row.label.as_str()));
            Some(due.is_some_and(|due| due.price == charged.price))
        }
        _ => None,
    });
    Some(PriceDecisionRates {
        accept_rate: rates.accept,
        accept_accuracy: share(charged_right),
        ask_rate: rates.ask,
        unknown_rate: rates.unknown,
    })
}

/// Shares of the three decisions.
struct Rates {
    accept: f64,
    ask: f64,
    unknown: f64,
}

impl Rates {
    /// `None` where a photo has no decision.
    fn of(rows: &[JudgedRow], decision: fn(&JudgedRow) -> Option<&Decision>) -> Option<Self> {
        let decisions: Vec<&Decision> = rows.iter().map(decision).collect::<Option<_>>()?;
        let rate = |wanted: fn(&Decision) -> bool| share(decisions.iter().map(|one| wanted(one)));
        Some(Self {
            accept: rate(|decision| matches!(decision, Decision::Accept(_)))?,
            ask: rate(|decision| *decision == Decision::Ask)?,
            unknown: rate(|decision| *decision == Decision::Unknown)?,
        })
    }
}

fn unknown_rates(rows: &[JudgedRow], strangers: &[JudgedStranger]) -> UnknownRates {
    let known: Vec<f64> = rows.iter().map(|row| row.known).collect();
    let unknown: Vec<f64> = strangers.iter().map(|stranger| stranger.known).collect();
    let accepted = |stranger: &JudgedStranger| matches!(stranger.decision, Decision::Accept(_));
    UnknownRates {
        photos: strangers.len(),
        auroc: auroc(&known, &unknown),
        fpr95: false_positive_rate_at_95(&known, &unknown),
        accept_rate: share(strangers.iter().map(accepted)),
    }
}
