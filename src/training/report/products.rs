//! How each product of the data fared.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    KnownAs,
    judged_row::JudgedRow,
    measures::{Interval, wilson_interval},
};

/// The photos of one product and how many of them were right.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProductFigures {
    /// The label, a product's or a kind's id.
    pub product: String,
    /// What the model knows of it.
    pub known_as: KnownAs,
    /// Its photos.
    pub photos: usize,
    /// Of those, right.
    pub right: usize,
    /// Of those, with the right product among the first four.
    pub among_four: usize,
    /// Of those, of the right kind.
    pub right_kind: usize,
    /// `right` in `photos`.
    pub top1: f64,
    /// `among_four` in `photos`.
    pub top4: f64,
    /// Where `top1` lies with 95 % confidence; wide where photos are few.
    pub interval: Interval,
}

/// The figures of each label, by id.
pub(super) fn product_figures(rows: &[JudgedRow]) -> Vec<ProductFigures> {
    let mut by_label: BTreeMap<&str, Vec<&JudgedRow>> = BTreeMap::new();
    for row in rows {
        by_label.entry(&row.label).or_default().push(row);
    }
    by_label.into_iter().map(|(label, rows)| figures(label, &rows)).collect()
}

fn figures(label: &str, rows: &[&JudgedRow]) -> ProductFigures {
    let count = |is: fn(&JudgedRow) -> bool| rows.iter().filter(|row| is(row)).count();
    let (photos, right) = (rows.len(), count(JudgedRow::is_right));
    let among_four = count(JudgedRow::is_among_four);
    let share = |part: usize| part as f64 / photos.max(1) as f64;
    ProductFigures {
        product: label.to_owned(),
        known_as: rows.first().map_or(KnownAs::Nothing, |row| row.known_as()),
        photos,
        right,
        among_four,
        right_kind: count(|row| row.kind_is_right),
        top1: share(right),
        top4: share(among_four),
        interval: wilson_interval(right, photos),
    }
}
