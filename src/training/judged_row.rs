//! Judged photos: the network's scores beside what the data says that they show.

use std::collections::{BTreeSet, HashMap};

use super::{DataLabel, DataSet, Depth, KnownAs, LabelledPhoto, PriceList};
use domain::ProductId;
use photo::PerceptualHash;
use recognition::{Candidate, Decision, Recogniser, Scope, Scores, decide, decide_by_price};

/// Bits in which the hash of a photo that was seen may differ, for copies packed anew.
const SAME_PHOTO_DISTANCE: u32 = 1;
/// Tiles that the till shows.
const TILES: usize = 4;

/// One photo and what the network says of it.
pub(super) struct JudgedPhoto {
    pub photo: LabelledPhoto,
    pub hash: PerceptualHash,
    pub scores: Scores,
}

/// A judged photo of goods.
#[derive(Debug)]
pub struct JudgedRow {
    /// The photo.
    pub photo: LabelledPhoto,
    /// Its looks.
    pub hash: PerceptualHash,
    /// The data's name of what it shows.
    pub label: String,
    /// What the model knows of the label.
    truth: Truth,
    /// Whether the first candidate is of the label's kind.
    pub kind_is_right: bool,
    /// Whether one of the four tiles is of the label's kind.
    pub kind_is_among_four: bool,
    /// Whether the model has learnt from it.
    pub is_seen: bool,
    /// The four most probable products in scope, best first.
    pub tiles: Vec<Candidate>,
    /// Which of `tiles` are right.
    tiles_right: Vec<bool>,
    /// Probability of the label's product; 0 where the model knows none of that name.
    pub true_share: f64,
    /// What the till would have done.
    pub decision: Decision,
    /// The decision if prices had a say; `None` where they are not known.
    pub by_price: Option<Decision>,
    /// How surely the photo shows a known product.
    pub known: f64,
}

/// A judged picture that shows no goods.
#[derive(Debug)]
pub struct JudgedStranger {
    /// The picture.
    pub photo: LabelledPhoto,
    /// Whether the model has learnt from it.
    pub is_seen: bool,
    /// The four most probable products in scope, best first.
    pub tiles: Vec<Candidate>,
    /// What the till would have done.
    pub decision: Decision,
    /// How surely the picture shows a known product.
    pub known: f64,
}

/// What the model knows of a label.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Truth {
    /// The model's class of that name, if it has one.
    class: Option<usize>,
    /// The kind.
    kind: String,
    kind_is_known: bool,
}

impl JudgedRow {
    /// The kind that it shows.
    pub fn kind(&self) -> &str {
        &self.truth.kind
    }

    /// Whether the first candidate is right; a label that is only a kind asks for the kind.
    pub fn is_right(&self) -> bool {
        self.tiles_right.first().copied().unwrap_or_default()
    }

    /// Whether one of the four tiles is right, in the same sense.
    pub fn is_among_four(&self) -> bool {
        self.tiles_right.contains(&true)
    }

    /// Whether the label's own product is among the `k` best, at most four.
    pub fn is_in_top(&self, k: usize) -> bool {
        self.is_product() && self.tiles_right.iter().take(k).any(|&right| right)
    }

    /// Whether the label is a product that the model knows.
    pub fn is_product(&self) -> bool {
        self.truth.class.is_some()
    }

    /// Whether the model knows the label's kind.
    pub fn is_known_kind(&self) -> bool {
        self.truth.kind_is_known
    }

    /// What the model knows of the label.
    pub fn known_as(&self) -> KnownAs {
        match self.truth {
            Truth { class: Some(_), .. } => KnownAs::Product,
            Truth { kind_is_known: true, .. } => KnownAs::Kind,
            Truth { .. } => KnownAs::Nothing,
        }
    }

    /// The probability of the first candidate.
    pub fn best_score(&self) -> f64 {
        self.tiles.first().map_or(0.0, |best| best.score)
    }
}

/// How the data's labels, the model's classes and the shop's prices belong together.
pub(super) struct Labels<'a> {
    recogniser: &'a Recogniser,
    scope: &'a Scope,
    prices: Option<&'a PriceList>,
    /// For each label of the data.
    truths: Vec<Truth>,
    /// The labels of the data.
    labels: &'a [DataLabel],
    seen: Vec<PerceptualHash>,
}

impl<'a> Labels<'a> {
    /// Prices have a say only where each product that may be named has one.
    pub(super) fn new(
        data: &'a DataSet,
        recogniser: &'a Recogniser,
        scope: &'a Scope,
        prices: &'a PriceList,
    ) -> Self {
        let in_scope = || recogniser.products().iter().filter(|product| scope.contains(product));
        let all_priced = in_scope().all(|product| prices.contains_key(product));
        let seen = &recogniser.version().manifest.seen;
        Self {
            recogniser,
            scope,
            prices: all_priced.then_some(prices),
            truths: truths(data, recogniser),
            labels: &data.labels,
            seen: seen.iter().filter_map(|hash| hash.parse().ok()).collect(),
        }
    }

    /// Takes photos for seen as well that the recogniser was taught with.
    pub(super) fn also_seen(mut self, learnt: &[PerceptualHash]) -> Self {
        self.seen.extend(learnt);
        self
    }

    /// A photo of goods beside its label; `None` only for a label that the data does not have.
    pub(super) fn row(&self, judged: JudgedPhoto) -> Option<JudgedRow> {
        let truth = self.truths.get(judged.photo.label)?.clone();
        let label = self.labels.get(judged.photo.label)?.id.clone();
        let is_seen = self.is_seen(judged.hash);
        let JudgedPhoto { photo, scores, hash } = judged;
        let mut candidates = self.recogniser.candidates(&scores, self.scope);
        let (decision, by_price) = self.decisions(&candidates, scores.known);
        candidates.truncate(TILES);
        let is_right = |candidate: &Candidate| self.is_right(&truth, &label, &candidate.product);
        let is_of_kind = |it: &Candidate| self.kind_of(&it.product) == Some(truth.kind.as_str());
        let class_share = truth.class.and_then(|class| scores.shares.get(class));
        Some(JudgedRow {
            tiles_right: candidates.iter().map(is_right).collect(),
            kind_is_right: candidates.first().is_some_and(is_of_kind),
            kind_is_among_four: candidates.iter().any(is_of_kind),
            true_share: class_share.copied().unwrap_or_default(),
            photo,
            hash,
            label,
            truth,
            is_seen,
            tiles: candidates,
            decision,
            by_price,
            known: scores.known,
        })
    }

    /// A picture that shows no goods.
    pub(super) fn stranger(&self, judged: JudgedPhoto) -> JudgedStranger {
        let is_seen = self.is_seen(judged.hash);
        let JudgedPhoto { photo, scores, .. } = judged;
        let mut tiles = self.recogniser.candidates(&scores, self.scope);
        let (decision, _) = self.decisions(&tiles, scores.known);
        tiles.truncate(TILES);
        JudgedStranger { photo, is_seen, tiles, decision, known: scores.known }
    }

    /// What the till would do, and what it would do if prices had a say.
    fn decisions(&self, candidates: &[Candidate], known: f64) -> (Decision, Option<Decision>) {
        let thresholds = &self.recogniser.version().manifest.thresholds;
        let notes = self.recogniser.notes();
        let by_price = self.prices.map(|prices| {
            let price_of = |product: &ProductId| prices.get(product).copied();
            notes.hold_back(decide_by_price(candidates, known, thresholds, price_of))
        });
        (notes.hold_back(decide(candidates, known, thresholds)), by_price)
    }

    fn is_right(&self, truth: &Truth, label: &str, product: &ProductId) -> bool {
        match truth.class {
            Some(_) => product.as_str() == label,
            None => self.kind_of(product) == Some(truth.kind.as_str()),
        }
    }

    /// The version knows the kinds of what it was trained on, the data those of what was taught.
    fn kind_of(&self, product: &ProductId) -> Option<&str> {
        let trained = self.recogniser.version().manifest.classes.iter();
        let trained = trained.map(|class| (class.id.as_str(), class.coarse.as_str()));
        let own = self.labels.iter().map(|label| (label.id.as_str(), label.coarse.as_str()));
        trained.chain(own).find(|(id, _)| *id == product.as_str()).map(|(_, kind)| kind)
    }

    fn is_seen(&self, photo: PerceptualHash) -> bool {
        self.seen.iter().any(|hash| hash.distance(photo) <= SAME_PHOTO_DISTANCE)
    }
}

/// A label may be one of the model's products, or a kind (an "apple" is any apple).
fn truths(data: &DataSet, recogniser: &Recogniser) -> Vec<Truth> {
    let classes = &recogniser.version().manifest.classes;
    let products = recogniser.products().iter().enumerate();
    let by_id: HashMap<&str, usize> =
        products.map(|(index, product)| (product.as_str(), index)).collect();
    let kinds: BTreeSet<&str> = classes.iter().map(|class| class.coarse.as_str()).collect();
    let truth = |label: &DataLabel| {
        let many = label.depth == Depth::Kind && label.meaning(classes).len() > 1;
        let class = by_id.get(label.id.as_str()).copied().filter(|_| !many);
        let own_kind = class.and_then(|index| classes.get(index)).map(|own| &own.coarse);
        let kind = match own_kind {
            Some(kind) => kind,
            None if kinds.contains(label.id.as_str()) => &label.id,
            None => &label.coarse,
        };
        let kind_is_known = kinds.contains(kind.as_str());
        Truth { class, kind: kind.clone(), kind_is_known }
    };
    data.labels.iter().map(truth).collect()
}
