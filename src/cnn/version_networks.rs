//! All that a version's file holds beside its network: a companion, and the classes' statistics.

use std::{collections::BTreeMap, path::Path};

use tch::{Device, Tensor};

use super::{
    Architecture, ClassStatistics, CnnError, Network, Precision, class_statistics,
    weights::{assign_strictly, write_weights},
};

/// Beginning of the names of a companion's tensors.
const COMPANION: &str = "companion.";

/// Whether a tensor of a version's file belongs to something else than the network itself.
pub(super) fn is_beside_the_network(name: &str) -> bool {
    name.starts_with(class_statistics::PREFIX) || name.starts_with(COMPANION)
}

/// All that a version's file holds.
#[derive(Debug)]
pub struct VersionNetworks {
    /// The network that was trained.
    pub network: Network,
    /// A second network of the same architecture that was not trained on the goods, such as the
    /// ImageNet weights that the training began from: what it sees was not narrowed to one shop's
    /// photos. Only its embedding is used.
    pub companion: Option<Network>,
    /// What the embeddings of the training's photos look like.
    pub statistics: Option<ClassStatistics>,
}

impl VersionNetworks {
    /// Writes everything into one safetensors file.
    ///
    /// # Errors
    /// [`CnnError::File`] when the disk refuses.
    pub fn save(&self, path: &Path, precision: Precision) -> Result<(), CnnError> {
        let mut tensors = self.network.tensors();
        if let Some(companion) = &self.companion {
            let classifier = format!("{}.", companion.architecture().classifier_name());
            let own = companion.tensors().into_iter();
            let body = own.filter(|(name, _)| !name.starts_with(&classifier));
            tensors.extend(body.map(|(name, tensor)| (format!("{COMPANION}{name}"), tensor)));
        }
        if let Some(statistics) = &self.statistics {
            tensors.extend(statistics.tensors()?);
        }
        write_weights(path, &tensors, precision)
    }
}

impl Network {
    /// As [`Self::load`], with all else that a version's file holds.
    ///
    /// # Errors
    /// As [`Self::load`]; [`CnnError::Damaged`] when the statistics do not fit the networks.
    pub fn load_version(
        architecture: &Architecture,
        class_count: usize,
        weights: &Path,
        device: Device,
    ) -> Result<VersionNetworks, CnnError> {
        let mut network = Self::new(architecture, class_count, device)?;
        let mut tensors = network.read_named(weights)?;
        let companion = Self::companion_from(&mut tensors, architecture, weights, device)?;
        let width = network.embedding_width() * if companion.is_some() { 2 } else { 1 };
        let statistics = ClassStatistics::take_from(&mut tensors, class_count, width)
            .map_err(|reason| CnnError::Damaged { path: weights.to_owned(), reason })?;
        assign_strictly(&mut network.parameters, weights, &tensors, |_| false)?;
        Ok(VersionNetworks { network, companion, statistics })
    }

    /// Takes a companion's tensors out of a file's; it has no classifier of its own, so that layer
    /// stays random and is never asked.
    fn companion_from(
        tensors: &mut BTreeMap<String, Tensor>,
        architecture: &Architecture,
        weights: &Path,
        device: Device,
    ) -> Result<Option<Self>, CnnError> {
        let own: BTreeMap<String, Tensor> = tensors
            .iter()
            .filter_map(|(name, tensor)| {
                Some((name.strip_prefix(COMPANION)?.to_owned(), tensor.shallow_clone()))
            })
            .collect();
        if own.is_empty() {
            return Ok(None);
        }
        tensors.retain(|name, _| !name.starts_with(COMPANION));
        let mut companion = Self::new(architecture, 1, device)?;
        let classifier = format!("{}.", architecture.classifier_name());
        assign_strictly(&mut companion.parameters, weights, &own, |name| {
            name.starts_with(&classifier)
        })?;
        Ok(Some(companion))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ArticleShape;

    #[test]
    fn companion_and_statistics_travel_in_the_weights_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("weights.safetensors");
        let architecture = Architecture::Article(ArticleShape::default());
        let network = Network::new(&architecture, 2, Device::Cpu).unwrap();
        let width = network.embedding_width();
        let companion = Network::new(&architecture, 1, Device::Cpu).unwrap();
        let seen = companion.tensors()["conv1.weight"].double_value(&[0, 0, 0, 0]);
        let statistics = ClassStatistics {
            centre: vec![0.5; 2 * width],
            directions: vec![vec![0.125; 2 * width]; 3],
            precisions: vec![-1.0; 3],
            residual: 2.0,
            means: vec![vec![0.25; 2 * width]; 2],
            spread: 1.5,
            familiar: 0.5,
            companion_share: 0.25,
            prototypes: None,
        };
        let all = VersionNetworks {
            network,
            companion: Some(companion),
            statistics: Some(statistics.clone()),
        };
        all.save(&path, Precision::Half).unwrap();
        let load = || Network::load_version(&architecture, 2, &path, Device::Cpu).unwrap();
        let again = load();
        assert_eq!(again.statistics, Some(statistics));
        let read = again.companion.unwrap().tensors()["conv1.weight"].double_value(&[0, 0, 0, 0]);
        assert!((read - seen).abs() < 1e-3);
        Network::load(&architecture, 2, &path, Device::Cpu).unwrap();
        Network::new(&architecture, 5, Device::Cpu).unwrap().load_body(&path).unwrap();
        again.network.save(&path, Precision::Half).unwrap();
        let plain = load();
        assert!(plain.statistics.is_none() && plain.companion.is_none());
    }
}
