//! A model version, loaded and ready to name pictures.

use std::time::Instant;

use super::{
    Candidate, Caution, ClassNotes, Decision, Encoder, FoundItem, FoundItems, ItemFinder,
    RecognitionError, Scope, Scorer, Scores, Seen, TaughtProduct, decide, decide_by_price,
};
use rayon::prelude::*;

use cnn::{Architecture, DeviceChoice, InferencePrecision, Network, VersionNetworks, device_name};
use domain::{PriceTag, ProductId};
use photo::{Picture, Prepared};
use registry::{Manifest, Thresholds, Version};

/// How long the steps took, in milliseconds for each picture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Millis {
    /// Finding the item, resizing and normalising.
    pub prepare: f64,
    /// The network, once it is ready for so many pictures at once.
    pub infer: f64,
}

/// What a picture was taken for.
#[derive(Clone, Debug, PartialEq)]
pub struct Recognition {
    /// What to do.
    pub decision: Decision,
    /// All products in scope, best first; never empty.
    pub candidates: Vec<Candidate>,
    /// What the version says of its products.
    pub notes: ClassNotes,
    /// How surely it shows a known product; greater is surer. See [`Scores::known`].
    pub known: f64,
    /// The version's thresholds, by which that was decided.
    pub thresholds: Thresholds,
    /// The items on the picture, and which of them this is said of.
    pub items: FoundItems,
    /// Why it is asked about although it looks sure enough to be accepted.
    pub caution: Option<Caution>,
    /// Time taken.
    pub millis: Millis,
}

impl Recognition {
    /// The decision if prices have a say; `price_of` tells what a product costs. See
    /// [`decide_by_price`].
    pub fn decision_by_price(&self, price_of: impl Fn(&ProductId) -> Option<PriceTag>) -> Decision {
        let decision = decide_by_price(&self.candidates, self.known, &self.thresholds, price_of);
        self.notes.hold_back(decision)
    }

    /// The decision by looks alone.
    pub fn decision_by_name(&self) -> Decision {
        self.notes.hold_back(decide(&self.candidates, self.known, &self.thresholds))
    }
}

/// A loaded version. Not `Sync`: one thread owns it.
#[derive(Debug)]
pub struct Recogniser {
    version: Version,
    encoder: Encoder,
    scorer: Scorer,
    /// Finds what is to be looked at; none where the program came without one.
    finder: Option<ItemFinder>,
    /// The products of the network's outputs, and behind them those that were only taught.
    products: Vec<ProductId>,
    notes: ClassNotes,
    taught: Vec<TaughtProduct>,
    /// For each taught class the index of its product.
    class_products: Vec<usize>,
    device: &'static str,
}

impl Recogniser {
    /// Checks the version's weights, loads and folds them, and runs once to warm up.
    ///
    /// # Errors
    /// [`RecognitionError`] when the version is damaged or does not fit the device.
    pub fn load(version: &Version, device: DeviceChoice) -> Result<Self, RecognitionError> {
        Self::load_with_precision(version, device, InferencePrecision::default())
    }

    /// The same in a precision of one's choice; where this machine gains nothing by it, float32.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn load_with_precision(
        version: &Version,
        device: DeviceChoice,
        precision: InferencePrecision,
    ) -> Result<Self, RecognitionError> {
        version.verify()?;
        let manifest = &version.manifest;
        let architecture = architecture_of(version)?;
        let products = manifest
            .classes
            .iter()
            .map(|class| ProductId::kept(&class.id))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|source| RecognitionError::Class { version: manifest.name.clone(), source })?;
        let resolved = device.resolve()?;
        let path = version.weights_path();
        let VersionNetworks { network, companion, statistics } =
            Network::load_version(&architecture, products.len(), &path, resolved)?;
        let encoder = Encoder::with_precision(network, companion, precision)?;
        let Manifest { gaussian_share, prototype_weight, temperature, .. } = *manifest;
        let scorer = Scorer::new(statistics, gaussian_share, prototype_weight, temperature);
        encoder.warm_up(&manifest.preparation)?;
        let finder = shipped_finder(&architecture, device);
        let device = device_name(resolved);
        let (version, taught, class_products) = (version.clone(), Vec::new(), Vec::new());
        let notes = ClassNotes::of(&version.manifest.classes, &products);
        Ok(Self {
            version,
            encoder,
            scorer,
            finder,
            products,
            notes,
            taught,
            class_products,
            device,
        })
    }

    /// The version.
    pub fn version(&self) -> &Version {
        &self.version
    }

    /// Makes taught products candidates, beside those that the network was trained on and in place
    /// of all that were taught before. A product that was trained as well gets the probability of
    /// both.
    ///
    /// # Errors
    /// [`RecognitionError::NotTeachable`] for a version without class statistics,
    /// [`RecognitionError::ForeignDirections`] for a product that another version made; then nothing
    /// changes.
    pub fn set_taught(&mut self, taught: &[TaughtProduct]) -> Result<(), RecognitionError> {
        if let Some(foreign) = taught.iter().find(|own| Some(own.width()) != self.direction_width())
        {
            let version = self.version.name().to_owned();
            return Err(match self.direction_width() {
                None => RecognitionError::NotTeachable { version },
                Some(_) => {
                    let product = foreign.product.clone();
                    RecognitionError::ForeignDirections { version, product }
                }
            });
        }
        self.products.truncate(self.trained());
        self.class_products.clear();
        for TaughtProduct { product, .. } in taught {
            let known = self.products.iter().position(|known| known == product);
            let index = known.unwrap_or_else(|| {
                self.products.push(product.clone());
                self.products.len() - 1
            });
            self.class_products.push(index);
        }
        let classes = &self.products[..];
        let trained = self.version.manifest.classes.len();
        self.scorer.set_taught(taught, |own| {
            classes.iter().take(trained).position(|class| *class == own.product)
        });
        self.taught = taught.to_vec();
        Ok(())
    }

    /// What its version says of its products.
    pub fn notes(&self) -> &ClassNotes {
        &self.notes
    }

    /// What it was taught.
    pub fn taught(&self) -> &[TaughtProduct] {
        &self.taught
    }

    /// The products of the network's outputs, in their order, and behind them those that were only
    /// taught.
    pub fn products(&self) -> &[ProductId] {
        &self.products
    }

    /// How exactly the networks calculate.
    pub fn precision(&self) -> InferencePrecision {
        self.encoder.precision()
    }

    /// What looks at pictures.
    pub(super) fn encoder(&self) -> &Encoder {
        &self.encoder
    }

    /// What turns looks into scores.
    pub(super) fn scorer(&self) -> &Scorer {
        &self.scorer
    }

    /// `cpu` or `cuda`.
    pub fn device(&self) -> &'static str {
        self.device
    }

    /// Names pictures, in their order.
    ///
    /// # Errors
    /// [`RecognitionError::NothingInScope`] when no class is in `scope`, and
    /// [`RecognitionError::Network`] when LibTorch refuses.
    pub fn recognise(
        &self,
        pictures: &[&Picture],
        scope: &Scope,
    ) -> Result<Vec<Recognition>, RecognitionError> {
        let begun = Instant::now();
        let seen = self.see(pictures)?;
        self.recognise_seen(&seen, scope, begun)
    }

    /// Names one of the items on a picture, by its number in [`FoundItems::regions`]; with `None` the
    /// picture as it is.
    ///
    /// # Errors
    /// As [`Self::recognise`].
    pub fn recognise_item(
        &self,
        picture: &Picture,
        chosen: Option<usize>,
        scope: &Scope,
    ) -> Result<Recognition, RecognitionError> {
        let begun = Instant::now();
        let seen = self.see_item(picture, chosen)?;
        let mut named = self.recognise_seen(&[seen], scope, begun)?;
        named.pop().ok_or_else(|| RecognitionError::NothingInScope {
            version: self.version.name().to_owned(),
        })
    }

    /// Names pictures that are seen already, since `begun`.
    fn recognise_seen(
        &self,
        seen: &[Seen],
        scope: &Scope,
        begun: Instant,
    ) -> Result<Vec<Recognition>, RecognitionError> {
        let prepare = millis_each(begun, seen.len());
        self.make_ready(seen.len());
        let begun = Instant::now();
        let prepared: Vec<&Prepared> = seen.iter().map(|seen| &seen.prepared).collect();
        let scores = self.scores(&prepared, scope)?;
        let millis = Millis { prepare, infer: millis_each(begun, seen.len()) };
        let both = seen.iter().zip(&scores);
        Ok(both.map(|(seen, scores)| self.recognition(seen, scores, scope, millis)).collect())
    }

    /// What finds the item on a picture, where something does.
    pub fn finder(&self) -> Option<&ItemFinder> {
        self.finder.as_ref()
    }

    /// Pictures as this version is to see them, in their order.
    ///
    /// # Errors
    /// [`RecognitionError::Network`] when LibTorch refuses.
    pub fn see(&self, pictures: &[&Picture]) -> Result<Vec<Seen>, RecognitionError> {
        let found = pictures.iter().map(|picture| self.found(picture));
        let found = found.collect::<Result<Vec<_>, _>>()?;
        let preparation = &self.version.manifest.preparation;
        let both = pictures.par_iter().zip(found);
        Ok(both.map(|(picture, items)| Seen::of(picture, &items, preparation)).collect())
    }

    /// A picture as this version is to see it.
    ///
    /// # Errors
    /// As [`Self::see`].
    pub fn see_one(&self, picture: &Picture) -> Result<Seen, RecognitionError> {
        Ok(Seen::of(picture, &self.found(picture)?, &self.version.manifest.preparation))
    }

    /// A picture as this version sees one of the items on it; with `None` the picture as it is.
    pub(super) fn see_item(
        &self,
        picture: &Picture,
        chosen: Option<usize>,
    ) -> Result<Seen, RecognitionError> {
        let found = self.found(picture)?;
        let chosen = chosen.filter(|chosen| *chosen < found.len());
        Ok(Seen::at(picture, &found, chosen, &self.version.manifest.preparation))
    }

    fn found(&self, picture: &Picture) -> Result<Vec<FoundItem>, RecognitionError> {
        self.finder.as_ref().map_or(Ok(Vec::new()), |finder| finder.find(picture))
    }

    /// Makes ready what so many pictures at once need: done once for each number, it belongs to no
    /// picture's time.
    pub fn make_ready(&self, count: usize) {
        self.encoder.make_ready(&self.version.manifest.preparation, count);
    }

    /// Scores of prepared pictures, in their order.
    ///
    /// # Errors
    /// As [`Self::recognise`].
    pub fn scores(
        &self,
        prepared: &[&Prepared],
        scope: &Scope,
    ) -> Result<Vec<Scores>, RecognitionError> {
        let in_scope: Vec<bool> =
            self.products.iter().map(|product| scope.contains(product)).collect();
        if !in_scope.contains(&true) {
            let version = self.version.name().to_owned();
            return Err(RecognitionError::NothingInScope { version });
        }
        let allowed = |class: usize| in_scope.get(self.product_of(class)).copied().unwrap_or(false);
        let looks = self.encoder.looks(prepared)?;
        Ok(looks.iter().map(|look| self.by_product(self.scorer.scores(look, allowed))).collect())
    }

    /// Classes that the network was trained on.
    pub(super) fn trained(&self) -> usize {
        self.version.manifest.classes.len()
    }

    /// The product that a class stands for.
    fn product_of(&self, class: usize) -> usize {
        let taught =
            class.checked_sub(self.trained()).and_then(|index| self.class_products.get(index));
        taught.copied().unwrap_or(class)
    }

    /// The class of a product: the trained one, where it was trained.
    pub(super) fn class_named(&self, product: &ProductId) -> Option<usize> {
        let index = self.products.iter().position(|known| known == product)?;
        if index < self.trained() {
            return Some(index);
        }
        Some(self.trained() + self.class_products.iter().position(|&taught| taught == index)?)
    }

    /// Probabilities of products in place of those of classes.
    fn by_product(&self, scores: Scores) -> Scores {
        if self.class_products.is_empty() {
            return scores;
        }
        let mut shares = vec![0.0; self.products.len()];
        for (class, share) in scores.shares.iter().enumerate() {
            if let Some(slot) = shares.get_mut(self.product_of(class)) {
                *slot += share;
            }
        }
        Scores { shares, ..scores }
    }

    /// The decision that follows from scores, and what it stands on.
    fn recognition(
        &self,
        seen: &Seen,
        scores: &Scores,
        scope: &Scope,
        millis: Millis,
    ) -> Recognition {
        let candidates = self.candidates(scores, scope);
        let (known, thresholds) = (scores.known, self.version.manifest.thresholds);
        let decision = self.notes.hold_back(decide(&candidates, known, &thresholds));
        let (items, notes) = (seen.items.clone(), self.notes.clone());
        Recognition { decision, candidates, notes, known, thresholds, items, caution: None, millis }
    }

    /// The products in scope with their probabilities, best first; of equals the first class.
    pub fn candidates(&self, scores: &Scores, scope: &Scope) -> Vec<Candidate> {
        let mut candidates: Vec<Candidate> = self
            .products
            .iter()
            .zip(&scores.shares)
            .filter(|(product, _)| scope.contains(product))
            .map(|(product, &score)| Candidate { product: product.clone(), score })
            .collect();
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
        candidates
    }
}

/// The finder that came with the program, for networks of photos; the article's small pictures are the
/// item. One that is damaged holds up no till: pictures are then looked at as they are.
fn shipped_finder(architecture: &Architecture, device: DeviceChoice) -> Option<ItemFinder> {
    if matches!(architecture, Architecture::Article(_)) {
        return None;
    }
    ItemFinder::shipped(device).unwrap_or_else(|error| {
        tracing::error!(%error, "no item finder; pictures are looked at as they are");
        None
    })
}

/// The architecture of a version, with the shape that the manifest gives the article's network.
///
/// # Errors
/// [`RecognitionError`] when this program knows no such architecture or shape.
pub fn architecture_of(version: &Version) -> Result<Architecture, RecognitionError> {
    let manifest = &version.manifest;
    let architecture: Architecture = manifest.architecture.parse()?;
    match (&architecture, &manifest.shape) {
        (Architecture::Article(_), Some(shape)) => serde_json::from_value(shape.clone())
            .map(Architecture::Article)
            .map_err(|error| RecognitionError::Shape {
                version: manifest.name.clone(),
                reason: error.to_string(),
            }),
        _ => Ok(architecture),
    }
}

fn millis_each(begun: Instant, count: usize) -> f64 {
    begun.elapsed().as_secs_f64() * 1e3 / count.max(1) as f64
}
