//! The weights that a training starts from, and its teacher.

use tch::Kind;

use super::{Init, TrainOptions, TrainingError};
use cnn::{Architecture, Network, read_weights};
use recognition::architecture_of;
use registry::{ClassEntry, Version, base_weights};

/// The network that a training starts from.
pub(super) struct Start {
    pub network: Network,
    /// `imagenet`, a version's name, or `none`.
    pub origin: String,
    /// What stays beside the trained network as it was: weights that no shop's photos narrowed.
    pub companion: Option<Network>,
}

impl Start {
    pub(super) fn load(
        options: &TrainOptions,
        classes: &[ClassEntry],
        inherits: bool,
        device: tch::Device,
    ) -> Result<Self, TrainingError> {
        let architecture = &options.architecture;
        let mut network = Network::new(architecture, classes.len(), device)?;
        let name = architecture.to_string();
        let origin = match (&options.init, base_weights(&name)) {
            (Init::None, _) | (Init::Auto, None) => "none".to_owned(),
            (Init::ImageNet, None) => {
                return Err(TrainingError::NoBaseWeights { architecture: name });
            }
            (Init::Auto | Init::ImageNet, Some(path)) => {
                network.load_body(&path)?;
                "imagenet".to_owned()
            }
            (Init::Version(version), _) => {
                version.verify()?;
                network.load_body(&version.weights_path())?;
                keep_known_classes(&mut network, version, classes, inherits)?;
                version.name().to_owned()
            }
        };
        let companion = match &options.init {
            _ if options.recipe.gaussian_share * options.recipe.companion_share <= 0.0 => None,
            Init::None => None,
            Init::Auto | Init::ImageNet => untouched(architecture, device)?,
            Init::Version(parent) => companion_of(parent, inherits, device)?,
        };
        Ok(Self { network, origin, companion })
    }
}

/// A network with the ImageNet weights, where they exist.
fn untouched(
    architecture: &Architecture,
    device: tch::Device,
) -> Result<Option<Network>, TrainingError> {
    let Some(path) = base_weights(&architecture.to_string()) else { return Ok(None) };
    let mut network = Network::new(architecture, 1, device)?;
    network.load_body(&path)?;
    Ok(Some(network))
}

/// The parent's companion; one that has none gets the ImageNet weights, unless the parent's numbers,
/// which know of none, are inherited.
fn companion_of(
    parent: &Version,
    inherits: bool,
    device: tch::Device,
) -> Result<Option<Network>, TrainingError> {
    let architecture = architecture_of(parent)?;
    let (classes, path) = (parent.manifest.classes.len(), parent.weights_path());
    match Network::load_version(&architecture, classes, &path, device)?.companion {
        Some(companion) => Ok(Some(companion)),
        None if inherits => Ok(None),
        None => untouched(&architecture, device),
    }
}

/// Copies the classifier's rows of products that the parent knows already. With `inherits`, the others
/// begin at the mean of those, so that they stand neither before nor behind them.
fn keep_known_classes(
    network: &mut Network,
    parent: &Version,
    classes: &[ClassEntry],
    inherits: bool,
) -> Result<(), TrainingError> {
    let tensors = read_weights(&parent.weights_path())?;
    let layer = network.architecture().classifier_name();
    let mut own = network.tensors();
    let _guard = tch::no_grad_guard();
    for field in ["weight", "bias"] {
        let name = format!("{layer}.{field}");
        let (Some(from), Some(to)) = (tensors.get(&name), own.get_mut(&name)) else { continue };
        for (row, class) in classes.iter().enumerate() {
            let known = parent.manifest.classes.iter().position(|other| other.id == class.id);
            if let Some(known) = known {
                to.f_get(row as i64)?.f_copy_(&from.f_get(known as i64)?)?;
            } else if inherits {
                let mean = from.f_mean_dim([0_i64].as_slice(), false, Kind::Float)?;
                to.f_get(row as i64)?.f_copy_(&mean)?;
            }
        }
    }
    Ok(())
}

pub(super) fn load_version(
    version: &Version,
    device: tch::Device,
) -> Result<Network, TrainingError> {
    version.verify()?;
    let architecture = architecture_of(version)?;
    let classes = version.manifest.classes.len();
    Ok(Network::load(&architecture, classes, &version.weights_path(), device)?)
}

pub(super) fn check_teacher(
    options: &TrainOptions,
    classes: &[ClassEntry],
) -> Result<(), TrainingError> {
    match &options.teacher {
        Some(teacher) if teacher.manifest.classes != classes => Err(TrainingError::BadOption {
            what: format!("the teacher {} knows other products than the data", teacher.name()),
        }),
        _ => Ok(()),
    }
}
