//! What would have been sold without a question, by the kind of goods that it was.

use std::collections::BTreeMap;

use crate::{
    judged_row::JudgedRow,
    measures::{Interval, wilson_interval},
};
use recognition::Decision;

/// The photos of a kind that were accepted without asking, and how many of them wrongly.
#[derive(Clone, Debug, PartialEq)]
pub struct KindSoldUnasked {
    /// The kind that the photos show, by id.
    pub kind: String,
    /// Its photos.
    pub photos: usize,
    /// Of those, accepted.
    pub accepted: usize,
    /// Of those, wrong.
    pub wrong: usize,
    /// Where the share of wrong ones lies with 95 % confidence.
    pub interval: Interval,
    /// What the wrong ones were sold as, by id, and how often; the most frequent first.
    pub sold_as: Vec<(String, usize)>,
}

/// Each kind of which something was accepted, the most wrong ones first.
pub(super) fn sold_unasked(rows: &[JudgedRow]) -> Vec<KindSoldUnasked> {
    let mut by_kind: BTreeMap<&str, Vec<&JudgedRow>> = BTreeMap::new();
    for row in rows {
        by_kind.entry(row.kind()).or_default().push(row);
    }
    let mut all: Vec<KindSoldUnasked> = by_kind
        .into_iter()
        .map(|(kind, rows)| figures(kind, &rows))
        .filter(|figures| figures.accepted > 0)
        .collect();
    all.sort_by(|a, b| b.wrong.cmp(&a.wrong).then(b.accepted.cmp(&a.accepted)));
    all
}

fn figures(kind: &str, rows: &[&JudgedRow]) -> KindSoldUnasked {
    let (mut accepted, mut wrong) = (0, 0);
    let mut sold_as: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        let Decision::Accept(product) = &row.decision else { continue };
        accepted += 1;
        if !row.is_right() {
            wrong += 1;
            *sold_as.entry(product.as_str()).or_default() += 1;
        }
    }
    let mut sold_as: Vec<(String, usize)> =
        sold_as.into_iter().map(|(product, count)| (product.to_owned(), count)).collect();
    sold_as.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    KindSoldUnasked {
        kind: kind.to_owned(),
        photos: rows.len(),
        accepted,
        wrong,
        interval: wilson_interval(wrong, accepted),
        sold_as,
    }
}
