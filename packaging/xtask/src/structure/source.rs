//! The source files of a checkout: read once, tests told apart from what ships.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::tokens::{Token, tokens_of};
use super::without_tests::{Shipped, named_as_test, without_tests};
use crate::error::{FileContext, Result};

/// A Rust file that ships.
#[derive(Debug)]
pub struct SourceFile {
    /// Its path from the checkout.
    pub path: PathBuf,
    /// Its tokens, without comments and test items.
    pub tokens: Vec<Token>,
    test_modules: Vec<String>,
}

impl SourceFile {
    /// The file of this path, with this text.
    pub fn read_from(path: &str, text: &str) -> Self {
        let Shipped { tokens, test_modules } = without_tests(&tokens_of(text));
        Self { path: path.into(), tokens, test_modules }
    }

    /// Whether it stands in this room.
    pub fn is_in(&self, room: &str) -> bool {
        self.path.starts_with(Path::new("src").join(room))
    }

    /// The files and folders that are modules of tests alone, by `#[cfg(test)] mod name;`.
    fn test_paths(&self) -> impl Iterator<Item = PathBuf> {
        let stem = self.path.with_extension("");
        let holds_folder = stem.file_name().is_some_and(|name| name == "mod" || name == "lib");
        let folder = if holds_folder { stem.parent().map(Path::to_path_buf) } else { Some(stem) };
        let folder = folder.unwrap_or_default();
        self.test_modules.iter().map(move |name| folder.join(name))
    }
}

/// The files of `src` that ship: no tests, no build scripts.
///
/// # Errors
/// If one cannot be read.
pub fn shipped_files(checkout: &Path) -> Result<Vec<SourceFile>> {
    let mut files = Vec::new();
    for path in files_below(&checkout.join("src"), &["rs"])? {
        let below = path.strip_prefix(checkout).unwrap_or(&path);
        if !named_as_test(below) && !below.ends_with("build.rs") {
            let text = fs::read_to_string(&path).on("read", &path)?;
            files.push(SourceFile::read_from(&below.to_string_lossy(), &text));
        }
    }
    let tests: Vec<PathBuf> = files.iter().flat_map(SourceFile::test_paths).collect();
    files.retain(|file| !tests.iter().any(|test| file.path.with_extension("").starts_with(test)));
    Ok(files)
}

/// The folders of `src` that are rooms.
///
/// # Errors
/// If `src` cannot be read.
pub fn rooms(checkout: &Path) -> Result<Vec<String>> {
    let src = checkout.join("src");
    let mut rooms = Vec::new();
    for entry in fs::read_dir(&src).on("read", &src)? {
        let path = entry.on("read", &src)?.path();
        if path.is_dir() {
            rooms.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    rooms.sort();
    Ok(rooms)
}

/// The rooms that are crates of their own.
pub fn crates(checkout: &Path, rooms: &[String]) -> BTreeSet<String> {
    let is_crate = |room: &&String| checkout.join("src").join(room).join("Cargo.toml").is_file();
    rooms.iter().filter(is_crate).cloned().collect()
}

/// Lines of all files with one of these endings below a folder; none where there is no folder.
///
/// # Errors
/// If one cannot be read.
pub fn lines_below(folder: &Path, endings: &[&str]) -> Result<usize> {
    let mut lines = 0;
    for path in files_below(folder, endings)? {
        lines += fs::read_to_string(&path).on("read", &path)?.lines().count();
    }
    Ok(lines)
}

fn files_below(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    if !folder.is_dir() {
        return Ok(files);
    }
    let entries = fs::read_dir(folder).on("read", folder)?;
    let paths: std::io::Result<Vec<PathBuf>> =
        entries.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut paths = paths.on("read", folder)?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files.extend(files_below(&path, endings)?);
        } else if path.extension().is_some_and(|ending| endings.iter().any(|one| ending == *one)) {
            files.push(path);
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_of_tests_alone_do_not_ship() {
        let checkout = tempfile::tempdir().unwrap();
        let room = checkout.path().join("src/room/desk");
        fs::create_dir_all(room.join("made_up")).unwrap();
        fs::write(room.join("mod.rs"), "#[cfg(test)] mod made_up; mod real;").unwrap();
        for name in ["real.rs", "made_up/mod.rs", "made_up/deeper.rs", "real_tests.rs"] {
            fs::write(room.join(name), "fn f() {}\n").unwrap();
        }
        let files = shipped_files(checkout.path()).unwrap();
        let paths: Vec<&Path> = files.iter().map(|file| file.path.as_path()).collect();
        assert_eq!(paths, [Path::new("src/room/desk/mod.rs"), Path::new("src/room/desk/real.rs")]);
        assert!(files[0].is_in("room") && !files[0].is_in("roo"));
        assert_eq!(lines_below(checkout.path(), &["rs"]).unwrap(), 5);
        assert_eq!(lines_below(&checkout.path().join("benches"), &["rs"]).unwrap(), 0);
    }
}
