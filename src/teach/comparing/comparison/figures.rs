//! The figures of a comparison as they are written and read back.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::judged_version::{Answer, TimePerPhoto};
use super::paired::{PairedDifference, Verdict, share_interval};
use super::which::Which;
use crate::Interval;

/// A share of photos.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// So many.
    pub part: usize,
    /// Of so many.
    pub of: usize,
    /// Where the share lies with 95 % confidence; wide where photos are few or much alike.
    pub interval: Interval,
}

impl Share {
    /// The share, 0 to 1; `None` of nothing.
    pub fn value(&self) -> Option<f64> {
        (self.of > 0).then(|| self.part as f64 / self.of as f64)
    }

    /// The share of the photos that `is` answers true for. `groups`: places of photos that belong
    /// together.
    pub(super) fn of(groups: &[Vec<usize>], is: impl Fn(usize) -> bool) -> Self {
        let count =
            |group: &Vec<usize>| (group.iter().filter(|&&place| is(place)).count(), group.len());
        let counts: Vec<_> = groups.iter().map(count).collect();
        Self {
            part: counts.iter().map(|count| count.0).sum(),
            of: counts.iter().map(|count| count.1).sum(),
            interval: share_interval(&counts),
        }
    }
}

/// How a version fared with pictures that show no goods.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnknownFigures {
    /// Told to be unknown.
    pub rejected: Share,
    /// Accepted as goods without asking.
    pub accepted: Share,
    /// Area under the ROC curve of the known score, goods against none.
    pub auroc: Option<f64>,
}

/// How a version fared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VersionFigures {
    /// Its name.
    pub name: String,
    /// SHA-256 of its weights: a version of that name with other weights is another one.
    pub weights: String,
    /// Named right at once.
    pub top1: Share,
    /// With the right one among the first four.
    pub top4: Share,
    /// Accepted without asking.
    pub accepted: Share,
    /// Of all, accepted without asking and wrong.
    pub accepted_wrong: Share,
    /// Goods taken for nothing that the shop sells.
    pub taken_as_unknown: Share,
    /// Pictures of no goods, where any were given.
    pub unknown: Option<UnknownFigures>,
    /// Time taken.
    pub time: TimePerPhoto,
}

/// How the versions fared with one product.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComparedProduct {
    /// The product, a slug.
    pub product: String,
    /// Groups of photos that belong together.
    pub groups: usize,
    /// Right with the old version.
    pub old: Share,
    /// Right with the new version.
    pub new: Option<Share>,
    /// The difference.
    pub difference: Option<PairedDifference>,
    /// The difference in one word.
    pub verdict: Option<Verdict>,
}

/// A photo and both answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComparedPhoto {
    /// Its name in the data.
    pub name: String,
    /// Its file, where it is one of its own.
    pub file: Option<PathBuf>,
    /// What it shows.
    pub shows: String,
    /// Either version has learnt from it: it does not count.
    pub seen: bool,
    /// The old version's answer.
    pub old: Answer,
    /// The new version's answer.
    pub new: Option<Answer>,
}

impl ComparedPhoto {
    /// The answer of one of the versions.
    pub fn answer(&self, which: Which) -> Option<&Answer> {
        match which {
            Which::Old => Some(&self.old),
            Which::New => self.new.as_ref(),
        }
    }
}
