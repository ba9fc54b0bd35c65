//! A model version, loaded and ready to name pictures.

use std::time::Instant;

use rayon::prelude::*;

use super::{Candidate, Decision, RecognitionError, Scope, decide, softmax};
use crate::{
    cnn::{Architecture, DeviceChoice, InferenceNetwork, InferencePrecision, Network, Outputs, device_name},
    domain::ProductId,
    photo::{Picture, Prepared, prepare},
    registry::Version,
};

/// How long the steps took, in milliseconds for each picture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Millis {
    /// Resizing and normalising.
    pub prepare: f64,
    /// The network.
    pub infer: f64,
}

/// What a picture was taken for.
#[derive(Clone, Debug, PartialEq)]
pub struct Recognition {
    /// What to do.
    pub decision: Decision,
    /// All products in scope, best first; never empty.
    pub candidates: Vec<Candidate>,
    /// Time taken.
    pub millis: Millis,
}

/// A loaded version. Not `Sync`: one thread owns it.
#[derive(Debug)]
pub struct Recogniser {
    version: Version,
    network: InferenceNetwork,
    products: Vec<ProductId>,
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
            .map(|class| ProductId::new(&class.id))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|source| RecognitionError::Class { version: manifest.name.clone(), source })?;
        let device = device.resolve()?;
        let network =
            Network::load(&architecture, products.len(), &version.weights_path(), device)?;
        let network = InferenceNetwork::with_precision(network, precision)?;
        network.warm_up(&manifest.preparation)?;
        Ok(Self { version: version.clone(), network, products, device: device_name(device) })
    }

    /// The version.
    pub fn version(&self) -> &Version {
        &self.version
    }

    /// The products of the network's outputs, in their order.
    pub fn products(&self) -> &[ProductId] {
        &self.products
    }

    /// How exactly the network calculates.
    pub fn precision(&self) -> InferencePrecision {
        self.network.precision()
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
        let preparation = &self.version.manifest.preparation;
        let prepared: Vec<Prepared> =
            pictures.par_iter().map(|picture| prepare(picture, preparation)).collect();
        let prepare_millis = millis_each(begun, pictures.len());
        let mut recognitions =
            self.recognise_prepared(&prepared.iter().collect::<Vec<_>>(), scope)?;
        for recognition in &mut recognitions {
            recognition.millis.prepare = prepare_millis;
        }
        Ok(recognitions)
    }

    /// Names pictures that are prepared for this version, in their order; the time for preparing is
    /// the caller's to tell.
    ///
    /// # Errors
    /// As [`Self::recognise`].
    pub fn recognise_prepared(
        &self,
        prepared: &[&Prepared],
        scope: &Scope,
    ) -> Result<Vec<Recognition>, RecognitionError> {
        let begun = Instant::now();
        let shares = self.shares(prepared, scope)?;
        let millis = Millis { prepare: 0.0, infer: millis_each(begun, prepared.len()) };
        Ok(shares.into_iter().map(|shares| self.recognition(&shares, scope, millis)).collect())
    }

    /// Calibrated probabilities of prepared pictures, one a class in the order of
    /// [`Self::products`]; classes out of scope have 0.
    ///
    /// # Errors
    /// As [`Self::recognise`].
    pub fn shares(
        &self,
        prepared: &[&Prepared],
        scope: &Scope,
    ) -> Result<Vec<Vec<f64>>, RecognitionError> {
        let in_scope: Vec<bool> =
            self.products.iter().map(|product| scope.contains(product)).collect();
        if !in_scope.contains(&true) {
            let version = self.version.name().to_owned();
            return Err(RecognitionError::NothingInScope { version });
        }
        let allowed = |index: usize| in_scope.get(index).copied().unwrap_or(false);
        let temperature = self.version.manifest.temperature;
        let logits = self.logits_of_both_sides(prepared)?;
        Ok(logits.iter().map(|logits| softmax(logits, temperature, allowed)).collect())
    }

    /// Mean logits of each picture and its mirror image: goods have no left and right, and the mean
    /// of two looks errs less than one.
    fn logits_of_both_sides(
        &self,
        prepared: &[&Prepared],
    ) -> Result<Vec<Vec<f32>>, RecognitionError> {
        let mirrored: Vec<Prepared> = prepared.iter().map(|picture| picture.mirrored()).collect();
        let both: Vec<&Prepared> = prepared.iter().copied().chain(&mirrored).collect();
        let Outputs { logits, .. } = self.network.infer(&both)?;
        let (straight, mirrored) = logits.split_at(prepared.len().min(logits.len()));
        let mean = |(a, b): (&Vec<f32>, &Vec<f32>)| {
            a.iter().zip(b).map(|(a, b)| f32::midpoint(*a, *b)).collect()
        };
        Ok(straight.iter().zip(mirrored).map(mean).collect())
    }

    /// The ranked candidates and the decision that follow from probabilities.
    fn recognition(&self, shares: &[f64], scope: &Scope, millis: Millis) -> Recognition {
        let mut candidates: Vec<Candidate> = self
            .products
            .iter()
            .zip(shares)
            .filter(|(product, _)| scope.contains(product))
            .map(|(product, &score)| Candidate { product: product.clone(), score })
            .collect();
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
        let decision = decide(&candidates, &self.version.manifest.thresholds);
        Recognition { decision, candidates, millis }
    }
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
