//! For tests: the sources of the rooms, as files and as code.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms that say something to people, each in its folder of `src`.
pub(crate) const SPEAKERS: [&str; 15] = [
    "texts",
    "catalogue_file",
    "domain",
    "photo",
    "receipt",
    "devices",
    "registry",
    "store",
    "recognition",
    "taught",
    "training",
    "till",
    "teach",
    "ui",
    "cli",
];

/// A place in `src`.
pub(crate) fn place(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

/// The Rust files of a room, or of a folder in it.
pub(crate) fn source_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.flat_map(|path| match path.is_dir() {
        true => source_files(&path),
        false => vec![path],
    });
    files.filter(|path| path.extension().is_some_and(|ending| ending == "rs")).collect()
}

/// Whether the whole file is of tests.
pub(crate) fn is_of_tests(file: &Path) -> bool {
    file.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("_tests"))
}

/// The code of a file before the tests at its end; modules of tests that stand in files of their own
/// are no end.
pub(crate) fn code_of(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned()
}
