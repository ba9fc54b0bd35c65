//! Sums over the pictures of the bench: shares, folders, mix-ups, and where two versions differ.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::truth::{FolderTruth, MatchedBy, Truth, Truths};
use super::view::{Answer, BenchRow, RowState};
use crate::Interval;
use domain::ProductId;
use recognition::Decision;
use training::wilson_interval;

/// So many of so many.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Share {
    /// Those that count.
    pub yes: usize,
    /// All of them.
    pub all: usize,
}

impl Share {
    fn count(&mut self, yes: bool) {
        self.yes += usize::from(yes);
        self.all += 1;
    }

    /// The share, 0 to 1; `None` of nothing.
    pub fn value(self) -> Option<f64> {
        (self.all > 0).then(|| self.yes as f64 / self.all as f64)
    }

    /// Where the share lies with 95 % confidence (Wilson 1927); see
    /// [`training::wilson_interval`].
    pub fn interval(self) -> Interval {
        wilson_interval(self.yes, self.all).into()
    }
}

/// What one version made of all pictures.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Sums {
    /// Pictures that it named.
    pub named: usize,
    /// Named without a question.
    pub sure: usize,
    /// It would ask.
    pub asked: usize,
    /// Taken for nothing that is sold.
    pub unknown: usize,
    /// Of the pictures of which it is known what they show: the first candidate is right.
    pub right: Share,
    /// The same among the first four.
    pub among_four: Share,
    /// Of those that were named without a question: right.
    pub sure_right: Share,
    /// Sum of the times, in milliseconds.
    pub millis: f64,
}

impl Sums {
    fn count(&mut self, truths: &Truths, folder: Option<&str>, answer: &Answer) {
        self.named += 1;
        self.millis += answer.millis;
        match answer.decision {
            Decision::Accept(_) => self.sure += 1,
            Decision::Ask => self.asked += 1,
            Decision::Unknown => self.unknown += 1,
        }
        let Some(right) = truths.is_right(folder, answer) else { return };
        self.right.count(right);
        self.among_four.count(truths.is_among_four(folder, answer) == Some(true));
        if matches!(answer.decision, Decision::Accept(_)) {
            self.sure_right.count(right);
        }
    }

    /// Mean time a picture, in milliseconds; `None` of nothing.
    pub fn mean_millis(&self) -> Option<f64> {
        (self.named > 0).then(|| self.millis / self.named as f64)
    }
}

/// The pictures of one folder.
#[derive(Clone, PartialEq, Debug)]
pub struct FolderSum {
    /// The folder's name.
    pub folder: String,
    /// What it holds.
    pub truth: FolderTruth,
    /// Its pictures, also those that are not named yet.
    pub pictures: usize,
    /// What the first version made of them.
    pub first: Sums,
    /// What the other version made of them.
    pub second: Sums,
}

/// Pictures of one thing that were taken for another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MixUp {
    /// What they show.
    pub shows: Truth,
    /// What they were taken for; `None` for nothing that is sold.
    pub taken_for: Option<ProductId>,
    /// How many.
    pub count: usize,
    /// Of so many pictures of the same.
    pub of: usize,
}

/// Two versions on the same pictures.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Duel {
    /// Pictures that both have named.
    pub both: usize,
    /// Pictures that they name or decide differently.
    pub differ: usize,
    /// Pictures that only the first names rightly.
    pub only_first: usize,
    /// Pictures that only the second names rightly.
    pub only_second: usize,
}

/// All sums.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Tally {
    /// What the first version made of all pictures.
    pub first: Sums,
    /// What the other version made of them; `None` where there is none.
    pub second: Option<Sums>,
    /// Pictures whose turn has not come.
    pub waiting: usize,
    /// Pictures that cannot be read.
    pub unreadable: usize,
    /// Pictures whose first candidate is not what they show.
    pub wrong: usize,
    /// Folder by folder, by name.
    pub folders: Vec<FolderSum>,
    /// What was taken for what, most often first.
    pub mix_ups: Vec<MixUp>,
    /// Where the two versions differ.
    pub duel: Duel,
}

impl Tally {
    /// The sums over `rows`.
    pub fn of(rows: &[Arc<BenchRow>], truths: &Truths) -> Self {
        let mut counting = Counting { truths, tally: Self::default(), folders: BTreeMap::new() };
        let mut mixed: BTreeMap<(Truth, Option<ProductId>), usize> = BTreeMap::new();
        let mut shown: BTreeMap<Truth, usize> = BTreeMap::new();
        for row in rows {
            counting.count(row);
            let truth = truths.of(row.folder.as_deref());
            if let (Some(answer), true) = (row.answer(), *truth != Truth::Unsaid) {
                *shown.entry(truth.clone()).or_default() += 1;
                if let Some(taken_for) = taken_wrongly(truths, row, answer) {
                    *mixed.entry((truth.clone(), taken_for)).or_default() += 1;
                }
            }
        }
        let mut tally = counting.tally;
        tally.folders = counting.folders.into_values().collect();
        tally.mix_ups = mixed
            .into_iter()
            .map(|((shows, taken_for), count)| {
                let of = shown.get(&shows).copied().unwrap_or(count);
                MixUp { shows, taken_for, count, of }
            })
            .collect();
        tally.mix_ups.sort_by_key(|mix_up| std::cmp::Reverse(mix_up.count));
        tally
    }
}

/// What a picture was taken for, if that is not what it shows. A product that was taken for nothing
/// counts even where the candidate that was passed over is right: the till would not offer it first.
fn taken_wrongly(truths: &Truths, row: &BenchRow, answer: &Answer) -> Option<Option<ProductId>> {
    let right = truths.is_right(row.folder.as_deref(), answer)?;
    let is_goods = *truths.of(row.folder.as_deref()) != Truth::Nothing;
    match &answer.decision {
        Decision::Unknown => is_goods.then_some(None),
        _ if right => None,
        _ => Some(answer.first().map(|first| first.product.clone())),
    }
}

struct Counting<'a> {
    truths: &'a Truths,
    tally: Tally,
    folders: BTreeMap<String, FolderSum>,
}

impl Counting<'_> {
    fn count(&mut self, row: &BenchRow) {
        let Self { truths, tally, folders } = self;
        let folder = row.folder.as_deref();
        let mut sum = folder.map(|name| {
            folders.entry(name.to_owned()).or_insert_with(|| FolderSum {
                folder: name.to_owned(),
                truth: truths
                    .folders
                    .get(name)
                    .cloned()
                    .unwrap_or(FolderTruth { truth: Truth::Unsaid, by: MatchedBy::NoOne }),
                pictures: 0,
                first: Sums::default(),
                second: Sums::default(),
            })
        });
        if let Some(sum) = &mut sum {
            sum.pictures += 1;
        }
        match &row.state {
            RowState::Waiting => tally.waiting += 1,
            RowState::Unreadable(_) => tally.unreadable += 1,
            RowState::Named(answer) => {
                tally.first.count(truths, folder, answer);
                tally.wrong += usize::from(truths.is_right(folder, answer) == Some(false));
                if let Some(sum) = &mut sum {
                    sum.first.count(truths, folder, answer);
                }
            }
        }
        if let Some(second) = &row.second {
            tally.second.get_or_insert_default().count(truths, folder, second);
            if let Some(sum) = &mut sum {
                sum.second.count(truths, folder, second);
            }
        }
        if let Some((first, second)) = row.both() {
            let right = |answer| truths.is_right(folder, answer) == Some(true);
            let (first_right, second_right) = (right(first), right(second));
            tally.duel.both += 1;
            tally.duel.differ += usize::from(row.differs());
            tally.duel.only_first += usize::from(first_right && !second_right);
            tally.duel.only_second += usize::from(second_right && !first_right);
        }
    }
}
