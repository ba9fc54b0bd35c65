//! From options to a finished version: data, split, start, loop, calibration, manifest.

use std::{collections::BTreeSet, time::Instant};

use sha2::{Digest, Sha256};

use super::{
    DataSet, Init, RunEvent, StopFlag, TrainOptions, TrainingError,
    calibration::{Calibration, calibrate},
    checkpoint::CheckpointFolder,
    inheritance::Inheritance,
    keeper::Keeper,
    lesson::Lesson,
    out_of_memory::{Means, within_memory},
    soup::{Runs, Soup},
    start::{check_teacher, load_version},
};
use cnn::{Architecture, Network, Precision, VersionNetworks};
use photo::Preparation;
use recognition::Encoder;
use registry::{ClassEntry, MANIFEST_FORMAT, Manifest, Registry, Version};

/// Trains a version and writes it into `registry`; does not promote it.
///
/// # Errors
/// [`TrainingError`]; after [`TrainingError::Stopped`] the checkpoint waits for `resume`.
pub fn train(
    options: &TrainOptions,
    registry: &Registry,
    stop: &StopFlag,
    on_event: &mut dyn FnMut(RunEvent),
) -> Result<Version, TrainingError> {
    let begun = Instant::now();
    options.recipe.check()?;
    options.check_shares()?;
    if options.recipe.epochs == 0 && !matches!(options.init, Init::Version(_)) {
        let what =
            "with 0 epochs a version is only measured again; name one with --init".to_owned();
        return Err(TrainingError::BadOption { what });
    }
    let new_version = registry.create(&options.name)?;
    let device = options.device.resolve()?;
    let checkpoints = CheckpointFolder::new(registry.versions_folder(), &options.name);
    let _turn = checkpoints.wait_for_turn()?;
    let data_set = DataSet::open_all(&options.data)?;
    let inheritance = Inheritance::of(options, &data_set)?;
    let inheritance = inheritance.as_ref();
    let options = &inheritance.map_or_else(|| options.clone(), |own| own.fitted(options));
    let recipe = &options.recipe;
    let preparation = recipe.preparation(&options.architecture);
    let inherited = inheritance.map(|own| own.classes.as_slice());
    let data = Lesson::of(&data_set, options, inherited, &preparation, on_event)?;

    check_teacher(options, data.classes())?;
    let fingerprint = fingerprint(options, &data);
    let means = Means { batch: recipe.batch, device };
    let (soup, Means { device, .. }) = within_memory(means, on_event, |means, again, on_event| {
        let teacher = options.teacher.as_ref();
        let teacher = teacher.map(|teacher| load_version(teacher, means.device)).transpose()?;
        let keeper = inheritance.zip(recipe.retention);
        let keeper = keeper.map(|(own, settings)| Keeper::new(settings, own, means.device));
        let keeper = keeper.transpose()?;
        let runs = Runs {
            options,
            data: &data,
            teacher: teacher.as_ref(),
            keeper: keeper.as_ref(),
            device: means.device,
            checkpoints: &checkpoints,
            fingerprint: &fingerprint,
            stop,
            batch: means.batch,
            resume: if again { checkpoints.is_begun() } else { options.resume },
        };
        runs.train(on_event)
    })?;
    let Soup { network, companion, origin } = soup;
    let path = new_version.weights_path();
    // What is measured is what will sell: the weights as they are written, on the till's own path.
    let all = VersionNetworks { network, companion, statistics: None };
    all.save(&path, Precision::Half)?;
    let written =
        Network::load_version(&options.architecture, data.classes().len(), &path, device)?;
    let encoder = Encoder::new(written.network, written.companion)?;
    let calibration = calibrate(&encoder, recipe, &preparation, &data, inheritance)?;
    let statistics = calibration.statistics.clone();
    VersionNetworks { statistics, ..all }.save(&path, Precision::Half)?;
    let manifest = manifest(options, &data, &origin, preparation, calibration);
    let version = new_version.commit(manifest)?;
    checkpoints.remove()?;
    let seconds = begun.elapsed().as_secs_f64();
    let val_top1 = version.manifest.metrics.get("val_top1").copied();
    on_event(RunEvent::Finished { name: options.name.clone(), seconds, val_top1 });
    Ok(version)
}

/// What a resumed training must have in common with the one it goes on with.
fn fingerprint(options: &TrainOptions, data: &Lesson) -> String {
    let mut hash = Sha256::new();
    let text = format!(
        "{:?} {:?} {:?} {} {} {}",
        options.architecture,
        options.recipe,
        options.data.iter().map(|part| part.share).collect::<Vec<_>>(),
        options.seed,
        data.learnt.len(),
        data.seen.join(" "),
    );
    hash.update(text.as_bytes());
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The classes, those marked that are only asked about. What photos of the training show is no longer
/// what another place made a parent cautious of.
fn classes(data: &Lesson, cautious: &BTreeSet<usize>) -> Vec<ClassEntry> {
    let shown: BTreeSet<usize> =
        data.learnt.iter().filter_map(|photo| data.labels.product(photo.label)).collect();
    let classes = data.classes().iter().enumerate().map(|(index, class)| {
        let is_inherited = class.cautious && !shown.contains(&index);
        ClassEntry { cautious: cautious.contains(&index) || is_inherited, ..class.clone() }
    });
    classes.collect()
}

fn manifest(
    options: &TrainOptions,
    data: &Lesson,
    origin: &str,
    preparation: Preparation,
    calibration: Calibration,
) -> Manifest {
    let mut metrics = calibration.metrics;
    metrics.insert("photos".to_owned(), data.learnt.len() as f64);
    let shape = match &options.architecture {
        Architecture::Article(shape) => serde_json::to_value(shape).ok(),
        _ => None,
    };
    Manifest {
        format: MANIFEST_FORMAT,
        name: options.name.clone(),
        created: jiff::Timestamp::now().to_string(),
        architecture: options.architecture.to_string(),
        shape,
        classes: classes(data, &calibration.cautious),
        preparation,
        temperature: calibration.temperature,
        gaussian_share: calibration.gaussian_share,
        prototype_weight: calibration.prototype_weight,
        thresholds: calibration.thresholds,
        metrics,
        recipe: serde_json::to_value(&options.recipe).unwrap_or_default(),
        seed: options.seed,
        parent: (origin != "none").then(|| origin.to_owned()),
        // Filled in by the registry, which hashes the file it stores.
        weights_sha256: String::new(),
        seen: data.seen_with_parents(options),
        notes: String::new(),
    }
}
