//! What one version makes of the photos.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use photo::PerceptualHash;
use recognition::{Candidate, DecisionKind};
use registry::Version;
use training::{JudgedRow, JudgedStranger, TimeFigures};

/// A candidate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Guess {
    /// The product, a slug.
    pub product: String,
    /// Its calibrated probability.
    pub score: f64,
}

/// What a version makes of a photo.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The first four candidates, best first.
    pub guesses: Vec<Guess>,
    /// Probability of what it shows; 0 where the version knows no such product.
    pub true_share: f64,
    /// Whether the first candidate is right; of a label that is only a kind, whether the kind is.
    pub right: bool,
    /// Whether one of the first four is right.
    pub among_four: bool,
    /// What the till would have done.
    pub decision: DecisionKind,
    /// How surely it shows something known.
    pub known: f64,
}

/// A photo of goods and what a version makes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedGoods {
    /// Its name in the data.
    pub name: String,
    /// Its file, where it is one of its own.
    pub file: Option<PathBuf>,
    /// What it shows.
    pub shows: String,
    /// Its looks.
    pub looks: PerceptualHash,
    /// Whether the version has learnt from it.
    pub seen: bool,
    /// The answer.
    pub answer: Answer,
}

/// A picture that shows no goods, and what a version makes of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StrangerAnswer {
    /// Its name.
    pub name: String,
    /// Its file, where it is one of its own.
    pub file: Option<PathBuf>,
    /// What it was taken for first.
    pub taken_for: Option<Guess>,
    /// What the till would have done.
    pub decision: DecisionKind,
    /// How surely it shows something known.
    pub known: f64,
}

/// Mean time that a photo took, in milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimePerPhoto {
    /// All of it: reading, decoding, preparing and the network, where they overlap counted once.
    pub all: f64,
    /// Of that the network, in batches.
    pub network: f64,
    /// Where the network ran: `cpu` or `cuda`.
    pub device: String,
}

impl From<TimeFigures> for TimePerPhoto {
    fn from(time: TimeFigures) -> Self {
        Self {
            all: time.millis_per_photo,
            network: time.network_millis_per_photo,
            device: time.device.to_owned(),
        }
    }
}

/// What one version makes of all photos.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedVersion {
    /// The version's name.
    pub name: String,
    /// SHA-256 of its weights.
    pub weights: String,
    /// The photos that could be read, in the data's order.
    pub photos: Vec<JudgedGoods>,
    /// Pictures of no goods, but those learnt from.
    pub strangers: Vec<StrangerAnswer>,
    /// Photos that could not be read.
    pub unreadable: usize,
    /// Time taken.
    pub time: TimePerPhoto,
}

impl JudgedVersion {
    /// What was judged, without the pictures and the network behind it.
    pub(in crate::comparing) fn of(version: &Version, judged: training::JudgedAnswers) -> Self {
        Self {
            name: version.name().to_owned(),
            weights: version.manifest.weights_sha256.clone(),
            photos: judged.photos.into_iter().map(goods).collect(),
            strangers: judged.strangers.into_iter().map(stranger).collect(),
            unreadable: judged.unreadable,
            time: judged.time.into(),
        }
    }
}

fn goods(row: JudgedRow) -> JudgedGoods {
    let answer = Answer {
        guesses: row.tiles.iter().map(guess).collect(),
        true_share: row.true_share,
        right: row.is_right(),
        among_four: row.is_among_four(),
        decision: (&row.decision).into(),
        known: row.known,
    };
    JudgedGoods {
        file: row.photo.file().map(ToOwned::to_owned),
        name: row.photo.name,
        shows: row.label,
        looks: row.hash,
        seen: row.is_seen,
        answer,
    }
}

fn stranger(stranger: JudgedStranger) -> StrangerAnswer {
    StrangerAnswer {
        file: stranger.photo.file().map(ToOwned::to_owned),
        name: stranger.photo.name,
        taken_for: stranger.tiles.first().map(guess),
        decision: (&stranger.decision).into(),
        known: stranger.known,
    }
}

fn guess(candidate: &Candidate) -> Guess {
    Guess { product: candidate.product.to_string(), score: candidate.score }
}
