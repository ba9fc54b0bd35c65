//! Fetches pinned wheels with pip and trusts no file whose SHA-256 is not the pinned one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

use crate::child::run;
use crate::error::{FileContext, Result, SetupError};
use crate::pins::Pin;
use crate::platform::Platform;

/// Which wheels pip may choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Wheels with machine code, for this platform and CPython 3.11 (the ABI that is pinned; the
    /// interpreter that runs pip may be another).
    Native(Platform),
    /// Wheels that are the same for every system.
    Any(Platform),
}

/// A wheel on disk with the pinned content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wheel {
    /// What it is.
    pub pin: Pin,
    /// Where it lies.
    pub path: PathBuf,
}

/// Fetches what is not yet in `folder`, and checks every file's hash; a file that is not the
/// pinned one is fetched again.
///
/// # Errors
/// If pip fails, or what it leaves is not the pinned file.
pub fn fetch(pins: &[Pin], audience: Audience, folder: &Path) -> Result<Vec<Wheel>> {
    fs::create_dir_all(folder).on("make", folder)?;
    let mut missing = Vec::new();
    for pin in pins {
        if let Some(path) = find(pin, folder)?
            && let Err(error) = verify(&path, pin)
        {
            println!("{error}\nfetching it again");
            fs::remove_file(&path).on("delete", &path)?;
        }
        if find(pin, folder)?.is_none() {
            missing.push(pin);
        }
    }
    if !missing.is_empty() {
        pip_download(&missing, audience, folder)?;
    }
    let wheels = pins.iter().map(|pin| checked(pin, folder)).collect::<Result<Vec<_>>>()?;
    note_downloads(&wheels, &missing, folder)?;
    Ok(wheels)
}

/// The wheel of a pin, its hash checked.
fn checked(pin: &Pin, folder: &Path) -> Result<Wheel> {
    let path = find(pin, folder)?.ok_or_else(|| SetupError::WheelMissing {
        requirement: pin.requirement(),
        folder: folder.to_path_buf(),
    })?;
    verify(&path, pin)?;
    Ok(Wheel { pin: pin.clone(), path })
}

fn find(pin: &Pin, folder: &Path) -> Result<Option<PathBuf>> {
    for entry in fs::read_dir(folder).on("read", folder)? {
        let entry = entry.on("read", folder)?;
        if pin.names_wheel(&entry.file_name().to_string_lossy()) {
            return Ok(Some(entry.path()));
        }
    }
    Ok(None)
}

/// Compares a file's SHA-256 with the pinned one.
///
/// # Errors
/// [`SetupError::HashMismatch`] with both hashes.
pub fn verify(path: &Path, pin: &Pin) -> Result<()> {
    let found = sha256_of(path)?;
    if found == pin.sha256 {
        return Ok(());
    }
    Err(SetupError::HashMismatch { path: path.to_path_buf(), expected: pin.sha256.clone(), found })
}

/// A file's SHA-256 in lower-case hexadecimal.
///
/// # Errors
/// If the file cannot be read.
pub fn sha256_of(path: &Path) -> Result<String> {
    let mut file = fs::File::open(path).on("read", path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        let count = std::io::Read::read(&mut file, &mut buffer).on("read", path)?;
        if count == 0 {
            return Ok(hexadecimal(&hasher.finalize()));
        }
        hasher.update(buffer.get(..count).unwrap_or_default());
    }
}

/// Bytes as lower-case hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn pip_download(missing: &[&Pin], audience: Audience, folder: &Path) -> Result<()> {
    let requirements = folder.join("requirements.txt");
    let lines: Vec<String> = missing.iter().map(|pin| pin.line()).collect();
    fs::write(&requirements, lines.join("\n") + "\n").on("write", &requirements)?;
    let mut pip = pip_command(audience);
    pip.arg("--require-hashes").arg("-r").arg(&requirements).arg("-d").arg(folder);
    run(
        &mut pip,
        "check the network and the free space and run the command again, or set LIBTORCH to a LibTorch 2.11 of your own",
    )
}

fn pip_command(audience: Audience) -> Command {
    let (Audience::Native(platform) | Audience::Any(platform)) = audience;
    let mut pip = Command::new(platform.python());
    // No pip cache: what is unpacked is kept, a second copy of half a gigabyte is not.
    pip.args(["-m", "pip", "download", "--no-deps", "--no-cache-dir", "--only-binary=:all:"]);
    pip.args(["--disable-pip-version-check", "--progress-bar", "on"]);
    if let Audience::Native(platform) = audience {
        pip.args(["--python-version", "3.11", "--implementation", "cp", "--abi", "cp311"]);
        for tag in platform.pip_tags() {
            pip.args(["--platform", tag]);
        }
    }
    pip
}

/// Adds the size of what was just downloaded to `downloaded.txt` beside the folder, so that the
/// size of a first set-up can be told.
fn note_downloads(wheels: &[Wheel], missing: &[&Pin], folder: &Path) -> Result<()> {
    use std::io::Write as _;
    let path = folder.with_file_name("downloaded.txt");
    let mut lines = String::new();
    for wheel in wheels.iter().filter(|wheel| missing.contains(&&wheel.pin)) {
        let bytes = fs::metadata(&wheel.path).on("read", &wheel.path)?.len();
        lines += &format!("{} {bytes}\n", wheel.pin.requirement());
    }
    let mut file = fs::File::options().create(true).append(true).open(&path).on("write", &path)?;
    file.write_all(lines.as_bytes()).on("write", &path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pin(content: &[u8]) -> Pin {
        Pin {
            name: "some-weights".into(),
            version: "1.0".into(),
            sha256: hexadecimal(&Sha256::digest(content)),
        }
    }

    #[test]
    fn the_hash_of_a_file_is_the_published_one_for_abc() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("abc");
        fs::write(&path, "abc").unwrap();
        // FIPS 180-4, the example of SHA-256.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256_of(&path).unwrap(), expected);
    }

    #[test]
    fn a_file_that_is_not_the_pinned_one_is_an_error_with_both_hashes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("some_weights-1.0-py3-none-any.whl");
        fs::write(&path, b"something else").unwrap();
        let pin = pin(b"wheel");
        let error = checked(&pin, folder.path()).unwrap_err();
        assert!(matches!(error, SetupError::HashMismatch { .. }), "{error:?}");
        let sentence = error.to_string();
        assert!(sentence.contains(&pin.sha256) && sentence.contains("some_weights"), "{sentence}");
    }

    #[test]
    fn a_wheel_that_lies_there_is_not_downloaded_again() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("downloads");
        fs::create_dir(&folder).unwrap();
        let path = folder.join("some_weights-1.0-py3-none-any.whl");
        fs::write(&path, b"wheel").unwrap();
        let pin = pin(b"wheel");
        // Were pip called, it would find no such package and fail.
        let platform = Platform::LinuxX86_64;
        let wheels = fetch(std::slice::from_ref(&pin), Audience::Any(platform), &folder).unwrap();
        assert_eq!(wheels, [Wheel { pin, path }]);
        assert_eq!(fs::read_to_string(root.path().join("downloaded.txt")).unwrap(), "");
    }

    #[test]
    fn a_wheel_that_is_not_there_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = checked(&pin(b"wheel"), folder.path()).unwrap_err().to_string();
        assert!(error.contains("some-weights==1.0"), "{error}");
    }
}
