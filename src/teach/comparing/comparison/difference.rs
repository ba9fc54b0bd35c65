//! Two judged versions side by side.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::figures::{ComparedPhoto, ComparedProduct, Share, UnknownFigures, VersionFigures};
use super::judged_version::{Answer, JudgedGoods, JudgedVersion, StrangerAnswer, TimePerPhoto};
use super::matrix::ConfusionMatrix;
use super::paired::{PairedDifference, PairedGroup, Verdict, paired_difference};
use super::which::Which;
use recognition::DecisionKind;
use training::{auroc, photo_groups};

/// Format of a written comparison, raised when a field changes its meaning or goes.
pub(crate) const COMPARISON_FORMAT: u32 = 1;

/// Photos that were taken in one go, by the photo's name: they are no independent witnesses.
pub type Visits = BTreeMap<String, u64>;

/// Two versions on the same photos, or one alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Raised when a kept comparison means something else; another one is not read.
    pub format: u32,
    /// When, RFC 3339.
    pub judged_at: String,
    /// Photos that count.
    pub counted: usize,
    /// Groups of photos that belong together, among those that count.
    pub groups: usize,
    /// Photos that either version has learnt from; they do not count.
    pub seen: usize,
    /// Photos that could not be read.
    pub unreadable: usize,
    /// The old version's figures.
    pub old: VersionFigures,
    /// The new version's figures.
    pub new: Option<VersionFigures>,
    /// How much more often the new version is right; `None` without photos that count.
    pub difference: Option<PairedDifference>,
    /// The same in one word.
    pub verdict: Option<Verdict>,
    /// Product by product, the greatest loss first, then by name.
    pub products: Vec<ComparedProduct>,
    /// All photos, seen ones as well.
    pub photos: Vec<ComparedPhoto>,
    /// Pictures of no goods: the old version's answers.
    pub strangers: Vec<StrangerAnswer>,
    /// Pictures of no goods: the new version's answers.
    pub new_strangers: Vec<StrangerAnswer>,
}

impl Comparison {
    /// Puts judged versions side by side. A photo that only one of them could read is left out.
    pub fn of(old: JudgedVersion, new: Option<JudgedVersion>, visits: &Visits) -> Self {
        let unreadable = old.unreadable.max(new.as_ref().map_or(0, |new| new.unreadable));
        let (photos, looks) = paired(old.photos, new.as_ref().map(|new| &new.photos));
        let counted: Vec<usize> = (0..photos.len())
            .filter(|&place| photos.get(place).is_some_and(|photo| !photo.seen))
            .collect();
        let groups = groups(&photos, &looks, &counted, visits);
        let table = Table { photos: &photos, groups: &groups };
        let difference = new.as_ref().and_then(|_| table.difference());
        Self {
            format: COMPARISON_FORMAT,
            judged_at: jiff::Timestamp::now().to_string(),
            counted: counted.len(),
            groups: groups.len(),
            seen: photos.len() - counted.len(),
            unreadable,
            old: table.version(Which::Old, (&old.name, &old.weights), &old.strangers, &old.time),
            new: new.as_ref().map(|new| {
                table.version(Which::New, (&new.name, &new.weights), &new.strangers, &new.time)
            }),
            verdict: difference.map(|difference| difference.verdict()),
            difference,
            products: table.products(new.is_some()),
            strangers: old.strangers,
            new_strangers: new.map(|new| new.strangers).unwrap_or_default(),
            photos,
        }
    }

    /// The confusion matrix of a version over the photos that count.
    pub fn confusion(&self, which: Which) -> ConfusionMatrix {
        ConfusionMatrix::of(&self.photos, which)
    }

    /// Places of the photos that a version named wrongly, the one first whose true product it held
    /// for least probable: what a person should look at first.
    pub fn most_wrong(&self, which: Which) -> Vec<usize> {
        let mut wrong: Vec<(usize, &Answer)> = self
            .photos
            .iter()
            .enumerate()
            .filter(|(_, photo)| !photo.seen)
            .filter_map(|(place, photo)| Some((place, photo.answer(which)?)))
            .filter(|(_, answer)| !answer.right)
            .collect();
        let best = |answer: &Answer| answer.guesses.first().map_or(0.0, |guess| guess.score);
        wrong.sort_by(|(_, a), (_, b)| {
            a.true_share.total_cmp(&b.true_share).then(best(b).total_cmp(&best(a)))
        });
        wrong.into_iter().map(|(place, _)| place).collect()
    }

    /// The figures of one of the versions.
    pub fn version(&self, which: Which) -> Option<&VersionFigures> {
        match which {
            Which::Old => Some(&self.old),
            Which::New => self.new.as_ref(),
        }
    }
}

/// Both answers to each photo, and the photos' looks.
fn paired(
    old: Vec<JudgedGoods>,
    new: Option<&Vec<JudgedGoods>>,
) -> (Vec<ComparedPhoto>, Vec<JudgedGoods>) {
    let by_name: Option<BTreeMap<&str, &JudgedGoods>> =
        new.map(|new| new.iter().map(|photo| (photo.name.as_str(), photo)).collect());
    let mut kept = Vec::with_capacity(old.len());
    let mut photos = Vec::with_capacity(old.len());
    for photo in old {
        let other = by_name.as_ref().map(|by_name| by_name.get(photo.name.as_str()).copied());
        if other == Some(None) {
            continue;
        }
        let other = other.flatten();
        photos.push(ComparedPhoto {
            name: photo.name.clone(),
            file: photo.file.clone(),
            shows: photo.shows.clone(),
            seen: photo.seen || other.is_some_and(|other| other.seen),
            old: photo.answer.clone(),
            new: other.map(|other| other.answer.clone()),
        });
        kept.push(photo);
    }
    (photos, kept)
}

/// Places of photos that belong together: those of one visit, and where none is told, bursts and
/// near-duplicates.
fn groups(
    photos: &[ComparedPhoto],
    looks: &[JudgedGoods],
    counted: &[usize],
    visits: &Visits,
) -> Vec<Vec<usize>> {
    let mut by_visit: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    let mut alone = Vec::new();
    for &place in counted {
        match photos.get(place).and_then(|photo| visits.get(&photo.name)) {
            Some(visit) => by_visit.entry(*visit).or_default().push(place),
            None => alone.push(place),
        }
    }
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut told = Vec::with_capacity(alone.len());
    for photo in alone.iter().filter_map(|&place| looks.get(place)) {
        let next = numbers.len();
        told.push((*numbers.entry(&photo.shows).or_insert(next), photo.looks));
    }
    let places = |group: Vec<usize>| {
        group.into_iter().filter_map(|index| alone.get(index).copied()).collect::<Vec<_>>()
    };
    by_visit.into_values().chain(photo_groups(&told).into_iter().map(places)).collect()
}

/// The photos that count, in their groups.
struct Table<'a> {
    photos: &'a [ComparedPhoto],
    groups: &'a [Vec<usize>],
}

impl Table<'_> {
    fn answer(&self, place: usize, which: Which) -> Option<&Answer> {
        self.photos.get(place).and_then(|photo| photo.answer(which))
    }

    fn share(&self, which: Which, is: impl Fn(&Answer) -> bool) -> Share {
        Share::of(self.groups, |place| self.answer(place, which).is_some_and(&is))
    }

    fn version(
        &self,
        which: Which,
        (name, weights): (&str, &str),
        strangers: &[StrangerAnswer],
        time: &TimePerPhoto,
    ) -> VersionFigures {
        let accepted = |answer: &Answer| answer.decision == DecisionKind::Accept;
        VersionFigures {
            name: name.to_owned(),
            weights: weights.to_owned(),
            top1: self.share(which, |answer| answer.right),
            top4: self.share(which, |answer| answer.among_four),
            accepted: self.share(which, accepted),
            accepted_wrong: self.share(which, |answer| accepted(answer) && !answer.right),
            taken_as_unknown: self.share(which, |answer| answer.decision == DecisionKind::Unknown),
            unknown: self.unknown(which, strangers),
            time: time.clone(),
        }
    }

    fn unknown(&self, which: Which, strangers: &[StrangerAnswer]) -> Option<UnknownFigures> {
        if strangers.is_empty() {
            return None;
        }
        let alone: Vec<Vec<usize>> = (0..strangers.len()).map(|place| vec![place]).collect();
        let decided = |wanted: DecisionKind| {
            let is = |place: usize| strangers.get(place).is_some_and(|it| it.decision == wanted);
            Share::of(&alone, is)
        };
        let places = self.groups.iter().flatten();
        let known: Vec<f64> = places
            .filter_map(|&place| self.answer(place, which))
            .map(|answer| answer.known)
            .collect();
        let unknown: Vec<f64> = strangers.iter().map(|stranger| stranger.known).collect();
        Some(UnknownFigures {
            rejected: decided(DecisionKind::Unknown),
            accepted: decided(DecisionKind::Accept),
            auroc: auroc(&known, &unknown),
        })
    }

    fn difference(&self) -> Option<PairedDifference> {
        let groups: Vec<PairedGroup> = self.groups.iter().map(|group| self.pairs(group)).collect();
        paired_difference(&groups)
    }

    fn pairs(&self, group: &[usize]) -> PairedGroup {
        let mut pairs = PairedGroup::default();
        let right = |place, which| self.answer(place, which).is_some_and(|answer| answer.right);
        for &place in group {
            pairs.photos += 1;
            match (right(place, Which::Old), right(place, Which::New)) {
                (true, true) => pairs.both += 1,
                (true, false) => pairs.old_alone += 1,
                (false, true) => pairs.new_alone += 1,
                (false, false) => {}
            }
        }
        pairs
    }

    fn products(&self, two: bool) -> Vec<ComparedProduct> {
        let mut by_product: BTreeMap<&str, Vec<Vec<usize>>> = BTreeMap::new();
        for group in self.groups {
            let mut parts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
            for &place in group {
                if let Some(photo) = self.photos.get(place) {
                    parts.entry(&photo.shows).or_default().push(place);
                }
            }
            for (product, places) in parts {
                by_product.entry(product).or_default().push(places);
            }
        }
        let mut products: Vec<ComparedProduct> = by_product
            .into_iter()
            .map(|(product, groups)| {
                let table = Table { photos: self.photos, groups: &groups };
                let difference = if two { table.difference() } else { None };
                ComparedProduct {
                    product: product.to_owned(),
                    groups: groups.len(),
                    old: table.share(Which::Old, |answer| answer.right),
                    new: two.then(|| table.share(Which::New, |answer| answer.right)),
                    difference,
                    verdict: difference.map(|difference| difference.verdict()),
                }
            })
            .collect();
        let by = |product: &ComparedProduct| match product.difference {
            Some(difference) => difference.by,
            None => product.old.value().unwrap_or(1.0),
        };
        products.sort_by(|a, b| by(a).total_cmp(&by(b)));
        products
    }
}

#[cfg(test)]
#[path = "difference_tests.rs"]
mod tests;
