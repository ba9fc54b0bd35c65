//! In which precision a version runs here: tried once a machine, program and version, and remembered in the
//! shop's folder.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    time::Duration,
};

use serde::{Deserialize, Serialize};

use super::TaughtError;
use base::write_atomically;
use cnn::{InferencePrecision, processor_name};
use recognition::PrecisionTrial;
use registry::{Registry, Version};
use store::ShopFolder;

/// The file in the shop's folder.
const FILE: &str = "precision.json";
/// Pictures of products that a version is tried on.
const MOST_PICTURES: usize = 40;
/// A till that has just started has other things to do.
const LATER: Duration = Duration::from_secs(60);

/// What was tried, as the file keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Remembered {
    processor: String,
    program: String,
    weights_sha256: String,
    float32_millis: f64,
    bfloat16_millis: f64,
    pictures: usize,
    alike: usize,
}

impl Remembered {
    fn is_of(&self, version: &Version) -> bool {
        self.processor == processor_name()
            && self.program == env!("CARGO_PKG_VERSION")
            && self.weights_sha256 == version.manifest.weights_sha256
    }

    fn trial(&self) -> PrecisionTrial {
        let Self { float32_millis, bfloat16_millis, pictures, alike, .. } = *self;
        PrecisionTrial { float32_millis, bfloat16_millis, pictures, alike }
    }
}

/// The precision for a version on this machine; float32 until it was tried.
pub fn precision_here(shop: &ShopFolder, version: &Version) -> InferencePrecision {
    let tried = remembered(shop.root()).into_iter().find(|it| it.is_of(version));
    tried.map_or(InferencePrecision::Float32, |it| it.trial().choice())
}

/// Tries the precisions on the pictures of the shop's products, and remembers it. `None` where there is
/// nothing to choose on this machine, which needs no memory.
///
/// # Errors
/// [`TaughtError`] when the version cannot be used or the shop's folder not be written.
pub fn try_precisions(
    shop: &ShopFolder,
    version: &Version,
) -> Result<Option<PrecisionTrial>, TaughtError> {
    let pictures = product_pictures(&shop.pictures());
    let Some(trial) = PrecisionTrial::run(version, &pictures)? else { return Ok(None) };
    let PrecisionTrial { float32_millis, bfloat16_millis, pictures, alike } = trial;
    let new = Remembered {
        processor: processor_name(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        weights_sha256: version.manifest.weights_sha256.clone(),
        float32_millis,
        bfloat16_millis,
        pictures,
        alike,
    };
    let mut all = remembered(shop.root());
    all.retain(|it| !it.is_of(version));
    all.push(new);
    write_atomically(&shop.root().join(FILE), |out| {
        serde_json::to_writer_pretty(&mut *out, &all)?;
        out.write_all(b"\n")
    })?;
    tracing::info!(?trial, version = version.name(), "both precisions were tried");
    Ok(Some(trial))
}

/// Tries the version that sells on a thread of its own, once the till has been open for a while, unless that
/// was done before; what is found holds from the next start.
pub fn try_precisions_later(shop: PathBuf) {
    if !InferencePrecision::bfloat16_is_native() {
        return;
    }
    let started = base::threads::start("precision-trial", move || {
        std::thread::sleep(LATER);
        let tried = || -> Result<(), TaughtError> {
            let shop = ShopFolder::open(&shop)?;
            let version = Registry::open(shop.root())?.promoted()?;
            if !remembered(shop.root()).iter().any(|it| it.is_of(&version)) {
                try_precisions(&shop, &version)?;
            }
            Ok(())
        };
        if let Err(error) = tried() {
            tracing::warn!(%error, "the precisions were not tried");
        }
    });
    if let Err(error) = started {
        tracing::warn!(%error, "no thread to try the precisions on");
    }
}

/// What the file holds; a damaged one holds nothing, and is written anew.
fn remembered(shop: &Path) -> Vec<Remembered> {
    let read = fs::read(shop.join(FILE)).ok();
    read.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

fn product_pictures(folder: &Path) -> Vec<photo::Picture> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    files.sort();
    files.iter().filter_map(|file| photo::load(file).ok()).take(MOST_PICTURES).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    /// The shipped version, where the checkout has it.
    fn shipped(shop: &ShopFolder) -> Version {
        Registry::open(shop.root()).unwrap().promoted().unwrap()
    }

    fn remember(shop: &ShopFolder, change: impl FnOnce(&mut Remembered)) {
        let mut one = Remembered {
            processor: processor_name(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            weights_sha256: shipped(shop).manifest.weights_sha256,
            float32_millis: 4.0,
            bfloat16_millis: 2.0,
            pictures: 40,
            alike: 40,
        };
        change(&mut one);
        fs::write(shop.root().join(FILE), serde_json::to_vec(&[one]).unwrap()).unwrap();
    }

    #[test]
    fn what_was_tried_here_holds_for_this_machine_program_and_version_alone() {
        let folder = tempfile::tempdir().unwrap();
        let shop = ShopFolder::open(folder.path()).unwrap();
        let version = shipped(&shop);
        assert_eq!(precision_here(&shop, &version), InferencePrecision::Float32, "not tried yet");
        remember(&shop, |_| {});
        assert_eq!(precision_here(&shop, &version), InferencePrecision::Bfloat16);
        let others: [fn(&mut Remembered); 4] = [
            |it| it.processor.push('x'),
            |it| it.program = "0.0.0".to_owned(),
            |it| it.weights_sha256 = "0".repeat(64),
            |it| it.alike = 39,
        ];
        for other in others {
            remember(&shop, other);
            assert_eq!(precision_here(&shop, &version), InferencePrecision::Float32);
        }
        fs::write(shop.root().join(FILE), "{").unwrap();
        assert_eq!(precision_here(&shop, &version), InferencePrecision::Float32, "damaged");
    }

    #[test]
    fn a_trial_is_remembered_where_there_is_something_to_choose() {
        let folder = tempfile::tempdir().unwrap();
        let shop = ShopFolder::open(folder.path()).unwrap();
        fs::create_dir_all(shop.pictures()).unwrap();
        for (name, colour) in [("a.png", [200, 40, 40]), ("b.png", [40, 160, 60])] {
            let picture = photo::Picture::filled(64, 64, colour);
            fs::write(shop.pictures().join(name), photo::encode_png(&picture).unwrap()).unwrap();
        }
        let trial = try_precisions(&shop, &shipped(&shop)).unwrap();
        assert_eq!(trial.is_some(), shop.root().join(FILE).exists());
        if let Some(trial) = trial {
            assert_eq!(trial.pictures, 2);
            assert_eq!(remembered(shop.root())[0].trial(), trial);
        }
    }
}
