//! What the picture test bench shows.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::tally::Tally;
use super::truth::Truths;
use domain::{Message, Product, ProductId};
use photo::Picture;
use recognition::{Candidate, Decision, FoundBoxes, Why};

/// How many candidates of an answer are kept.
pub const CANDIDATES: usize = 4;

/// What a version made of a picture.
#[derive(Clone, PartialEq, Debug)]
pub struct Answer {
    /// The best candidates, at most [`CANDIDATES`].
    pub candidates: Vec<Candidate>,
    /// What the till would do.
    pub decision: Decision,
    /// How long decoding, preparing and naming took, in milliseconds.
    pub millis: f64,
    /// The items on the picture, and which of them this is said of.
    pub items: FoundBoxes,
}

impl Answer {
    /// The product that it would be taken for, whatever was decided.
    pub fn first(&self) -> Option<&Candidate> {
        self.candidates.first()
    }

    /// Whether another answer names another product or decides otherwise.
    pub fn differs_from(&self, other: &Self) -> bool {
        let name = |answer: &Self| answer.first().map(|first| first.product.clone());
        let kind = |answer: &Self| std::mem::discriminant(&answer.decision);
        name(self) != name(other) || kind(self) != kind(other)
    }
}

/// How far a picture has come.
#[derive(Clone, PartialEq, Debug)]
pub enum RowState {
    /// Its turn comes.
    Waiting,
    /// It cannot be read.
    Unreadable(Message),
    /// It was named.
    Named(Answer),
}

/// A picture on the bench.
#[derive(Clone, PartialEq, Debug)]
pub struct BenchRow {
    /// Its number, which no other picture on the bench ever gets: pictures are kept by it.
    pub id: u64,
    /// The file's name.
    pub name: String,
    /// Where it lies in what was opened.
    pub place: String,
    /// The folder that tells what it shows, or would if its name said something.
    pub folder: Option<String>,
    /// How far it has come.
    pub state: RowState,
    /// What the other version made of it.
    pub second: Option<Answer>,
    /// The picture, small, as a JPEG file; there as soon as it was read.
    pub thumbnail: Option<Arc<[u8]>>,
}

impl BenchRow {
    /// What the first version made of it, if it has come so far.
    pub fn answer(&self) -> Option<&Answer> {
        match &self.state {
            RowState::Named(answer) => Some(answer),
            RowState::Waiting | RowState::Unreadable(_) => None,
        }
    }

    /// Both answers, if both are there.
    pub fn both(&self) -> Option<(&Answer, &Answer)> {
        Some((self.answer()?, self.second.as_ref()?))
    }

    /// Whether both versions have answered, and not alike.
    pub fn differs(&self) -> bool {
        self.both().is_some_and(|(first, second)| first.differs_from(second))
    }
}

/// Whether pictures are being named.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum BenchWork {
    /// Nothing to do.
    #[default]
    Idle,
    /// Folders and zips are being looked through.
    Searching,
    /// A version is being loaded.
    Loading,
    /// Pictures are being named.
    Naming(Progress),
    /// Stopped by hand, with pictures left.
    Stopped {
        /// Pictures whose turn has not come.
        left: usize,
    },
    /// It went wrong, with pictures left.
    Failed(Message),
}

impl BenchWork {
    /// Whether something is being done that can be stopped.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Searching | Self::Loading | Self::Naming(_))
    }
}

/// How far a run has come.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Progress {
    /// Pictures that are done.
    pub done: usize,
    /// Pictures of this run.
    pub all: usize,
    /// Pictures a second so far; 0 before the first.
    pub per_second: f64,
}

impl Progress {
    /// About how many seconds are left; `None` before that can be told.
    pub fn seconds_left(&self) -> Option<f64> {
        let left = self.all.saturating_sub(self.done) as f64;
        (self.per_second > 0.0).then(|| left / self.per_second)
    }
}

/// A version of the model that can be put to the test.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BenchVersion {
    /// Its name.
    pub name: String,
    /// Whether it is the one that sells.
    pub promoted: bool,
}

/// Among which products pictures are named.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum BenchScope {
    /// Those that are on sale, as the till does it.
    #[default]
    OnSale,
    /// All that the version knows.
    Everything,
}

/// The version that was loaded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LoadedInfo {
    /// Its name.
    pub version: String,
    /// Where it runs, such as `cpu`.
    pub device: String,
    /// Among which products it named; everything where none of what it knows is on sale.
    pub scope: BenchScope,
    /// How many products those are.
    pub products: usize,
}

/// Where on a picture the evidence lies.
#[derive(Clone, PartialEq, Debug)]
pub struct BenchEvidence {
    /// The picture in grey with the evidence in colours.
    pub picture: Arc<Picture>,
    /// Whether all of the picture was looked at.
    pub whole: bool,
    /// Whether hardly anything speaks for the product.
    pub slight: bool,
}

/// How far the question after the evidence has come.
#[derive(Clone, PartialEq, Debug)]
pub enum BenchWhyState {
    /// It is being looked for.
    Looking,
    /// Here it is.
    Shown(BenchEvidence),
    /// It cannot be had.
    Failed(Message),
}

/// A question after the evidence: why this product, or why it rather than another?
#[derive(Clone, PartialEq, Debug)]
pub struct BenchWhy {
    /// The question.
    pub why: Why,
    /// How far its answer is.
    pub state: BenchWhyState,
}

/// The picture that is looked at in large.
#[derive(Clone, PartialEq, Debug)]
pub struct OpenPicture {
    /// Which one.
    pub id: u64,
    /// The picture, as large as a screen needs it; comes a moment later.
    pub picture: Option<Arc<Picture>>,
    /// The question after the evidence, if one was asked.
    pub why: Option<BenchWhy>,
}

/// What the desk shows; cheap to clone.
#[derive(Clone, Default)]
pub struct BenchView {
    /// The pictures, in the order in which they came.
    pub rows: Arc<Vec<Arc<BenchRow>>>,
    /// What is being done.
    pub work: BenchWork,
    /// All versions that there are.
    pub versions: Arc<Vec<BenchVersion>>,
    /// The version under test; the one that sells where none is chosen.
    pub chosen: Option<String>,
    /// The version that it is held against.
    pub second: Option<String>,
    /// Among which products pictures are to be named.
    pub scope: BenchScope,
    /// The version that is loaded.
    pub loaded: Option<LoadedInfo>,
    /// What folders say their pictures show.
    pub truths: Arc<Truths>,
    /// Sums over all pictures.
    pub tally: Arc<Tally>,
    /// The shop's products.
    pub products: Arc<BTreeMap<ProductId, Arc<Product>>>,
    /// The picture that is looked at in large.
    pub open: Option<OpenPicture>,
    /// What there is to say, such as where a file was written.
    pub notice: Option<Message>,
}

impl BenchView {
    /// The name of a product for a language tag; its id where the catalogue has none.
    pub fn name_of<'a>(&'a self, product: &'a ProductId, language: &str) -> &'a str {
        let known = self.products.get(product);
        known.map_or_else(|| product.as_str(), |product| product.display_name(language))
    }

    /// Whether the first version's answer to a picture is right; `None` where nobody said what it
    /// shows, or before it is named.
    pub fn is_right(&self, row: &BenchRow) -> Option<bool> {
        self.truths.is_right(row.folder.as_deref(), row.answer()?)
    }
}
