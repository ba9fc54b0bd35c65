//! Photos that show a mistake, small enough to stand in a page.

use rayon::prelude::*;
use serde::Serialize;

use crate::{
    LabelledPhoto,
    judged_row::{JudgedRow, JudgedStranger},
};
use photo::{decode, encode_jpeg, resize_within};
use recognition::{Candidate, Decision};

/// The longer side of a small picture, in pixels.
const THUMBNAIL_SIDE: u32 = 176;
/// JPEG quality of a small picture, of 100.
const THUMBNAIL_QUALITY: u8 = 78;
/// Photos of one sort of mistake.
const EXAMPLES: usize = 12;

/// A photo that was named wrongly.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Example {
    /// The photo.
    pub photo: String,
    /// What it shows; `None` for a picture of no goods.
    pub shows: Option<String>,
    /// What was named first.
    pub taken_for: String,
    /// The probability given to that.
    pub score: f64,
    /// A small JPEG of it, for the page; `None` when the photo cannot be read any more.
    #[serde(skip)]
    pub thumbnail: Option<Vec<u8>>,
}

/// An example, and where its picture is.
pub(super) type Found<'a> = (Example, &'a LabelledPhoto);

/// A labelled photo as an example.
pub(super) fn row_example(row: &JudgedRow) -> Found<'_> {
    found(&row.photo, Some(&row.label), row.tiles.first())
}

fn found<'a>(photo: &'a LabelledPhoto, shows: Option<&str>, best: Option<&Candidate>) -> Found<'a> {
    let example = Example {
        photo: photo.name.clone(),
        shows: shows.map(str::to_owned),
        taken_for: best.map(|best| best.product.to_string()).unwrap_or_default(),
        score: best.map_or(0.0, |best| best.score),
        thumbnail: None,
    };
    (example, photo)
}

/// Gives examples their small pictures.
pub(super) fn with_thumbnails(found: Vec<Found<'_>>) -> Vec<Example> {
    found
        .into_par_iter()
        .map(|(example, photo)| Example { thumbnail: thumbnail(photo), ..example })
        .collect()
}

/// A photo that was readable a minute ago and is not now costs its picture, not the report.
fn thumbnail(photo: &LabelledPhoto) -> Option<Vec<u8>> {
    let picture = decode(&photo.read().ok()?, &photo.name).ok()?;
    encode_jpeg(&resize_within(&picture, THUMBNAIL_SIDE), THUMBNAIL_QUALITY)
}

/// Photos accepted without asking and wrong, the most confident first.
pub(super) fn wrong_without_asking(rows: &[JudgedRow]) -> Vec<Example> {
    let accepted = |row: &&JudgedRow| matches!(row.decision, Decision::Accept(_));
    let wrong = rows.iter().filter(accepted).filter(|row| !row.is_right());
    most_confident(wrong.map(row_example).collect())
}

/// Pictures of no goods that were accepted without asking, the most confident first.
pub(super) fn unknown_accepted(strangers: &[JudgedStranger]) -> Vec<Example> {
    let accepted =
        strangers.iter().filter(|stranger| matches!(stranger.decision, Decision::Accept(_)));
    most_confident(
        accepted.map(|stranger| found(&stranger.photo, None, stranger.tiles.first())).collect(),
    )
}

fn most_confident(mut found: Vec<Found<'_>>) -> Vec<Example> {
    found.sort_by(|a, b| b.0.score.total_cmp(&a.0.score));
    found.truncate(EXAMPLES);
    with_thumbnails(found)
}
