//! The Python environment of those that Tillsight is compared with, in the user's cache.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::child::{output_of, run};
use crate::error::{FileContext, Result};
use crate::places;
use crate::platform::Platform;
use crate::seal;

const TORCH: &str = "2.11.0";
/// The release that goes with it.
const TORCHVISION: &str = "0.26.0";
/// The index that has torch without CUDA, a tenth of the download.
const CPU_INDEX: &str = "https://download.pytorch.org/whl/cpu";
const REQUIREMENTS: &str = include_str!("../../peers/requirements.txt");

/// Makes the environment, unless it is there; its Python.
///
/// # Errors
/// Of the network, pip or the disk.
pub fn make() -> Result<PathBuf> {
    let cache = places::cache()?;
    let _lock = places::lock(&cache)?;
    let folder = cache.join("peers");
    let python = match std::env::consts::OS {
        "windows" => folder.join("Scripts/python.exe"),
        _ => folder.join("bin/python"),
    };
    let plan = format!("torch {TORCH}\n{REQUIREMENTS}");
    let done = folder.join("plan.txt");
    if fs::read_to_string(&done).is_ok_and(|made| made == plan) {
        return Ok(python);
    }
    println!("Making the peers' Python environment in {}", folder.display());
    seal::remove_folder(&folder)?;
    let system = Platform::current()?.python();
    run(Command::new(system).args(["-m", "venv"]).arg(&folder), "install python3-venv")?;
    install_torch(&python)?;
    let list = folder.join("requirements.txt");
    fs::write(&list, REQUIREMENTS).on("write", &list)?;
    run(pip(&python).arg("-r").arg(&list), "check the network and run the command again")?;
    fs::write(&done, plan).on("write", &done)?;
    Ok(python)
}

/// Adds what PyTorch's usual way with photos needs; the environment's Python.
///
/// # Errors
/// As [`make`].
pub fn make_with_torchvision() -> Result<PathBuf> {
    let python = make()?;
    let cache = places::cache()?;
    let _lock = places::lock(&cache)?;
    let done = cache.join("peers/torchvision.txt");
    if fs::read_to_string(&done).is_ok_and(|made| made == TORCHVISION) {
        return Ok(python);
    }
    let requirement = format!("torchvision=={TORCHVISION}");
    // The one that goes with the installed torch: from the same index. All it needs is there.
    let index: &[&str] = if is_from_cpu_index(&python) { &["--index-url", CPU_INDEX] } else { &[] };
    let mut command = pip(&python);
    command.arg("--no-deps").args(index).arg(&requirement);
    run(&mut command, "check the network and run the command again")?;
    fs::write(&done, TORCHVISION).on("write", &done)?;
    Ok(python)
}

/// Torch without CUDA says so in its version: `2.11.0+cpu`.
fn is_from_cpu_index(python: &Path) -> bool {
    let script = "from importlib.metadata import version; print(version('torch'))";
    let mut command = Command::new(python);
    output_of(command.args(["-c", script])).is_ok_and(|version| version.trim().ends_with("+cpu"))
}

fn install_torch(python: &Path) -> Result<()> {
    let requirement = format!("torch=={TORCH}");
    let small = ["--retries", "1", "--timeout", "15", "--index-url", CPU_INDEX];
    if run(pip(python).args(small).arg(&requirement), "").is_ok() {
        return Ok(());
    }
    println!("PyTorch's own index cannot be reached: torch comes from PyPI, with CUDA (some 3 GB)");
    run(pip(python).arg(&requirement), "check the network and run the command again")
}

fn pip(python: &Path) -> Command {
    let mut pip = Command::new(python);
    pip.args(["-m", "pip", "install", "--quiet", "--no-cache-dir", "--disable-pip-version-check"]);
    pip
}
