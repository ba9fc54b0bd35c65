//! LibTorch for this machine: found where the user says it is, or laid out in the user's cache
//! folder from pinned wheels; a link in the checkout leads there.

use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

use crate::child::{output_of, succeeds};
use crate::error::{FileContext, Result, SetupError};
use crate::layout::Layout;
use crate::platform::Platform;
use crate::seal::{self, Depth};
use crate::wheels::{self, Audience};
use crate::{checkout_link, pins, places};

/// Raised when the same pins are laid out in another way.
const LAYOUT_REVISION: &str = "1";
const FOLDER: &str = "libtorch-2.11.0-cpu";

/// Where LibTorch comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Laid out by this program in the user's cache.
    Cache(PathBuf),
    /// `LIBTORCH` names it.
    UserFolder(PathBuf),
    /// `LIBTORCH_USE_PYTORCH` is set: the folder of Python's torch.
    PythonTorch(PathBuf),
}

/// Makes LibTorch ready and the checkout's link lead to it.
///
/// # Errors
/// If it cannot be fetched or laid out, or what the user names is no LibTorch.
pub fn make_ready(depth: Depth) -> Result<Source> {
    let platform = Platform::current();
    let variable = |name: &str| std::env::var_os(name);
    if variable("LIBTORCH_USE_PYTORCH").is_some() {
        let folder = python_torch(platform.unwrap_or(Platform::LinuxX86_64))?;
        println!("LibTorch: {} (LIBTORCH_USE_PYTORCH is set; nothing fetched)", folder.display());
        checkout_link::lead_to(&places::libtorch_link(), &folder)?;
        return Ok(Source::PythonTorch(folder));
    }
    let link = places::libtorch_link();
    if let Some(folder) = users_folder(variable("LIBTORCH").map(PathBuf::from), &link)? {
        println!("LibTorch: {} (LIBTORCH is set; nothing fetched)", folder.display());
        return Ok(Source::UserFolder(folder));
    }
    let folder = lay_out(platform?, &places::cache()?, depth)?;
    checkout_link::lead_to(&link, &folder)?;
    println!("LibTorch: {}", folder.display());
    Ok(Source::Cache(folder))
}

/// The folder that the user's own `LIBTORCH` names. Cargo sets the variable to the checkout's link
/// (`.cargo/config.toml`), which is not the user's word.
fn users_folder(variable: Option<PathBuf>, link: &Path) -> Result<Option<PathBuf>> {
    let Some(folder) = variable.filter(|folder| folder != link) else {
        return Ok(None);
    };
    if folder.join("lib").is_dir() && folder.join("include").is_dir() {
        return Ok(Some(folder));
    }
    Err(SetupError::NotALibtorch { path: folder })
}

/// The folder of Python's torch, asked of the interpreter that torch-sys asks.
fn python_torch(platform: Platform) -> Result<PathBuf> {
    const FIND: &str = "import importlib.util as u; s = u.find_spec('torch'); \
                        print(s.submodule_search_locations[0] if s else '')";
    let in_environment = std::env::var_os("VIRTUAL_ENV").is_some();
    let python = if in_environment { "python" } else { platform.python() };
    let printed = output_of(Command::new(python).args(["-c", FIND]))?;
    let folder = PathBuf::from(printed.trim());
    if folder.join("lib").is_dir() { Ok(folder) } else { Err(SetupError::NoPythonTorch { python }) }
}

fn lay_out(platform: Platform, cache: &Path, depth: Depth) -> Result<PathBuf> {
    let _lock = places::lock(cache)?;
    let folder = cache.join(FOLDER);
    let downloads = cache.join("downloads");
    let cpu = platform.libtorch_pins();
    lay(Layout::Cpu(platform), cpu, platform, &folder, &downloads, depth)?;
    if let Some(cuda) = platform.cuda_pins().filter(|_| has_nvidia_driver()) {
        lay_cuda(cuda, platform, &folder, &downloads, depth);
    }
    seal::remove_folder(&downloads)?;
    Ok(folder)
}

fn lay(
    layout: Layout,
    pins_text: &str,
    platform: Platform,
    folder: &Path,
    downloads: &Path,
    depth: Depth,
) -> Result<()> {
    let plan = plan(pins_text);
    let Err(flaw) = seal::check(folder, &plan, depth) else {
        return Ok(());
    };
    println!("Laying out {}: {flaw}", folder.display());
    let pins = pins::parse(pins_text)?;
    let wheels = wheels::fetch(&pins, Audience::Native(platform), downloads)?;
    println!("Unpacking {} wheels, every file's hash noted", wheels.len());
    seal::make_anew(folder, &plan, |partial| {
        let files = layout.lay(&wheels, partial)?;
        keep_cuda(folder, partial)?;
        Ok(files)
    })
}

/// The CUDA libraries are an addition: without them the CPU does the work, so a failure is told
/// and set-up goes on. Untested on a machine with a driver.
fn lay_cuda(pins: &str, platform: Platform, folder: &Path, downloads: &Path, depth: Depth) {
    println!("An NVIDIA driver is here: the CUDA libraries go beside LibTorch (untested)");
    let cuda = folder.join("cuda");
    if let Err(error) = lay(Layout::Cuda, pins, platform, &cuda, downloads, depth) {
        println!("The CUDA libraries are not there, the CPU will be used: {error}");
    }
}

/// Takes the CUDA libraries along when the folder they lie in is made anew.
fn keep_cuda(old: &Path, new: &Path) -> Result<()> {
    let cuda = old.join("cuda");
    if cuda.is_dir() {
        std::fs::rename(&cuda, new.join("cuda")).on("move", &cuda)?;
    }
    Ok(())
}

/// What a folder is made from, in one word for its seal.
fn plan(pins: &str) -> String {
    let digest = Sha256::digest(format!("{LAYOUT_REVISION}\n{pins}"));
    format!("tillsight-layout {}", wheels::hexadecimal(&digest))
}

fn has_nvidia_driver() -> bool {
    Path::new("/proc/driver/nvidia/version").exists() || succeeds(&["nvidia-smi", "-L"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargos_own_setting_is_not_the_users_word() {
        let link = Path::new("/checkout/libtorch");
        assert_eq!(users_folder(Some(link.into()), link).unwrap(), None);
        assert_eq!(users_folder(None, link).unwrap(), None);
    }

    #[test]
    fn the_users_libtorch_is_respected_if_it_is_one() {
        let folder = tempfile::tempdir().unwrap();
        let named = || Some(folder.path().to_path_buf());
        let link = Path::new("/checkout/libtorch");
        let error = users_folder(named(), link).unwrap_err().to_string();
        assert!(error.contains("LIBTORCH is set to"), "{error}");
        std::fs::create_dir(folder.path().join("lib")).unwrap();
        std::fs::create_dir(folder.path().join("include")).unwrap();
        assert_eq!(users_folder(named(), link).unwrap(), named());
    }

    #[test]
    fn other_pins_are_another_plan() {
        let [linux, arm] =
            [Platform::LinuxX86_64, Platform::LinuxArm64].map(Platform::libtorch_pins);
        assert_ne!(plan(linux), plan(arm));
    }
}
