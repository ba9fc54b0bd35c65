//! The seal of a finished folder: written last, it lists every file with its size and SHA-256, so
//! that a half-finished or damaged folder is noticed and made again.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::error::{FileContext, Result};
use crate::wheels::sha256_of;

/// The seal's file name inside the folder it seals.
const SEAL: &str = "complete.sha256";
const LAST_LINE: &str = "end";

/// One file of a finished folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedFile {
    /// Relative to the folder, with `/` between its parts.
    pub path: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// How much of a folder is read to check it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Sizes and times; a file's content only if its time has changed. Milliseconds.
    Quick,
    /// Every file's content. About a second for LibTorch.
    Thorough,
}

/// Why a folder is not what was finished once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// There is no folder, or it was never finished.
    Unfinished,
    /// It was made from other pins, or by an older layout.
    OtherPlan,
    /// A file is gone.
    Gone(PathBuf),
    /// A file has another content.
    Changed(PathBuf),
}

impl std::fmt::Display for Flaw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unfinished => write!(f, "it is not there, or was not finished"),
            Self::OtherPlan => write!(f, "it was made for other versions"),
            Self::Gone(path) => write!(f, "{} is gone", path.display()),
            Self::Changed(path) => write!(f, "{} has changed", path.display()),
        }
    }
}

/// Writes the seal of a folder whose files are all there. `plan` names what it was made from.
///
/// # Errors
/// If a file or the seal cannot be read or written.
pub fn close(folder: &Path, plan: &str, files: &[SealedFile]) -> Result<()> {
    let mut text = format!("{plan}\n");
    for file in files {
        let path = folder.join(&file.path);
        let (size, time) = size_and_time(&path).on("read", &path)?;
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{} {size} {time} {}", file.sha256, file.path);
    }
    text.push_str(LAST_LINE);
    text.push('\n');
    let path = folder.join(SEAL);
    fs::write(&path, text).on("write", &path)
}

/// Compares a folder with its seal. Files the seal does not list do not matter.
///
/// # Errors
/// The first flaw found.
pub fn check(folder: &Path, plan: &str, depth: Depth) -> std::result::Result<(), Flaw> {
    let text = fs::read_to_string(folder.join(SEAL)).map_err(|_| Flaw::Unfinished)?;
    let mut lines = text.lines();
    if lines.next() != Some(plan) {
        return Err(Flaw::OtherPlan);
    }
    let lines: Vec<&str> = lines.collect();
    let Some((&LAST_LINE, entries)) = lines.split_last() else {
        return Err(Flaw::Unfinished);
    };
    entries.iter().try_for_each(|line| check_line(folder, line, depth))
}

fn check_line(folder: &Path, line: &str, depth: Depth) -> std::result::Result<(), Flaw> {
    let parts: Vec<&str> = line.splitn(4, ' ').collect();
    let [sha256, size, time, path] = parts.as_slice() else {
        return Err(Flaw::Unfinished);
    };
    let path = folder.join(path);
    let Ok((size_now, time_now)) = size_and_time(&path) else {
        return Err(Flaw::Gone(path));
    };
    if size_now.to_string() != *size {
        return Err(Flaw::Changed(path));
    }
    if depth == Depth::Quick && time_now.to_string() == *time {
        return Ok(());
    }
    match sha256_of(&path) {
        Ok(found) if found == *sha256 => Ok(()),
        _ => Err(Flaw::Changed(path)),
    }
}

/// Makes a folder anew: `fill` writes its files into an empty folder beside it, which is sealed and
/// then takes the old one's place, so that no reader ever sees half of it.
///
/// # Errors
/// Of `fill`, or if a folder cannot be moved.
pub fn make_anew(
    folder: &Path,
    plan: &str,
    fill: impl FnOnce(&Path) -> Result<Vec<SealedFile>>,
) -> Result<()> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let partial = folder.with_file_name(format!("{name}.partial"));
    let old = folder.with_file_name(format!("{name}.old"));
    for left_over in [&partial, &old] {
        remove_folder(left_over)?;
    }
    fs::create_dir_all(&partial).on("make", &partial)?;
    let files = fill(&partial)?;
    close(&partial, plan, &files)?;
    if folder.exists() {
        fs::rename(folder, &old).on("move", folder)?;
    }
    fs::rename(&partial, folder).on("move", &partial)?;
    remove_folder(&old)
}

/// Deletes a folder with all it holds; one that is not there is fine.
///
/// # Errors
/// If it cannot be deleted.
pub fn remove_folder(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).on("delete", folder)
        }
        _ => Ok(()),
    }
}

/// A file's size in bytes and its time of change in nanoseconds since 1970.
fn size_and_time(path: &Path) -> std::io::Result<(u64, u128)> {
    let metadata = fs::metadata(path)?;
    let since = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok((metadata.len(), since.as_nanos()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, SystemTime};

    const PLAN: &str = "plan 1";

    /// A finished folder with two files.
    fn finished() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("lib")).unwrap();
        let files: Vec<SealedFile> = [("lib/a.so", "machine code"), ("version", "2.11.0")]
            .map(|(path, content)| {
                let on_disk = folder.path().join(path);
                fs::write(&on_disk, content).unwrap();
                SealedFile { path: path.into(), sha256: sha256_of(&on_disk).unwrap() }
            })
            .into();
        close(folder.path(), PLAN, &files).unwrap();
        folder
    }

    fn set_time(path: &Path, time: SystemTime) {
        fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
    }

    #[test]
    fn a_finished_folder_passes_both_checks() {
        let folder = finished();
        assert_eq!(check(folder.path(), PLAN, Depth::Quick), Ok(()));
        assert_eq!(check(folder.path(), PLAN, Depth::Thorough), Ok(()));
    }

    #[test]
    fn a_flipped_byte_is_noticed() {
        let folder = finished();
        let file = folder.path().join("lib/a.so");
        let before = fs::metadata(&file).unwrap().modified().unwrap();
        fs::write(&file, "machine cOde").unwrap();
        set_time(&file, before + Duration::from_secs(5));
        assert_eq!(check(folder.path(), PLAN, Depth::Quick), Err(Flaw::Changed(file.clone())));
        // Even where the time was put back, reading every byte finds it.
        set_time(&file, before);
        assert_eq!(check(folder.path(), PLAN, Depth::Thorough), Err(Flaw::Changed(file)));
    }

    #[test]
    fn a_truncated_file_is_noticed() {
        let folder = finished();
        let file = folder.path().join("lib/a.so");
        fs::write(&file, "machine").unwrap();
        assert_eq!(check(folder.path(), PLAN, Depth::Quick), Err(Flaw::Changed(file)));
    }

    #[test]
    fn a_missing_file_is_noticed() {
        let folder = finished();
        let file = folder.path().join("version");
        fs::remove_file(&file).unwrap();
        assert_eq!(check(folder.path(), PLAN, Depth::Quick), Err(Flaw::Gone(file)));
    }

    #[test]
    fn a_touched_file_with_the_same_content_passes() {
        let folder = finished();
        set_time(&folder.path().join("lib/a.so"), SystemTime::now() + Duration::from_secs(60));
        assert_eq!(check(folder.path(), PLAN, Depth::Quick), Ok(()));
    }

    #[test]
    fn making_anew_replaces_a_broken_folder_and_leaves_nothing_beside_it() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("weights");
        fs::create_dir_all(root.path().join("weights.partial/left-over")).unwrap();
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("stale"), "x").unwrap();
        make_anew(&folder, PLAN, |partial| {
            let file = partial.join("fresh");
            fs::write(&file, "y").unwrap();
            Ok(vec![SealedFile { path: "fresh".into(), sha256: sha256_of(&file)? }])
        })
        .unwrap();
        assert_eq!(check(&folder, PLAN, Depth::Thorough), Ok(()));
        assert!(!folder.join("stale").exists());
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_failed_filling_leaves_the_old_folder_as_it_was() {
        let folder = finished();
        let fail = |_: &Path| Err(crate::error::SetupError::Usage("stop".into()));
        assert!(make_anew(folder.path(), PLAN, fail).is_err());
        assert_eq!(check(folder.path(), PLAN, Depth::Thorough), Ok(()));
        remove_folder(&folder.path().with_extension("partial")).unwrap();
    }

    #[test]
    fn no_seal_half_a_seal_and_another_plan_are_noticed() {
        let folder = finished();
        assert_eq!(check(folder.path(), "plan 2", Depth::Quick), Err(Flaw::OtherPlan));
        let seal = folder.path().join(SEAL);
        let text = fs::read_to_string(&seal).unwrap();
        fs::write(&seal, &text[..text.len() / 2]).unwrap();
        assert_eq!(check(folder.path(), PLAN, Depth::Quick), Err(Flaw::Unfinished));
        fs::remove_file(&seal).unwrap();
        assert_eq!(check(folder.path(), PLAN, Depth::Quick), Err(Flaw::Unfinished));
    }
}
