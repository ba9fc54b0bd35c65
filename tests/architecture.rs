//! What Cargo cannot see of the house: that its arrows point down, that a library stays in its room,
//! and that every room and file says what it is. That a room uses nothing but what its `Cargo.toml`
//! names, and that there is no circle of rooms, Cargo sees by itself.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use toml::Table;

/// The floors of the house from the ground up. A room may know rooms of lower floors, none of its own.
const FLOORS: &[&[&str]] = &[
    &["base", "plot"],
    &["domain"],
    &["texts"],
    &["catalogue_file", "photo", "receipt"],
    &["cnn", "devices", "registry", "store"],
    &["recognition"],
    &["taught", "training"],
    &["till", "teach", "experiment"],
    &["ui", "cli"],
];

/// Libraries of one purpose, and the rooms where it is served.
const AT_HOME: &[(&str, &[&str])] = &[
    ("tch", &["cnn", "training"]),
    ("chardetng", &["catalogue_file"]),
    ("safetensors", &["cnn"]),
    ("diesel", &["store"]),
    ("argon2", &["store"]),
    ("egui", &["ui"]),
    ("eframe", &["ui"]),
    ("egui_extras", &["ui"]),
    ("egui_plot", &["ui"]),
    ("rfd", &["ui"]),
    ("fluent-bundle", &["texts"]),
    ("unicode-bidi", &["receipt", "ui"]),
    ("clap", &["cli"]),
    ("ab_glyph", &["cli"]),
    ("maud", &["cli", "experiment", "plot", "teach"]),
    ("indicatif", &["cli"]),
    ("nokhwa", &["devices"]),
    ("ureq", &["devices"]),
    ("rxing", &["photo"]),
    ("serialport", &["devices"]),
    ("rodio", &["devices"]),
    ("escpos", &["receipt"]),
    ("krilla", &["receipt"]),
    ("rustybuzz", &["receipt"]),
    ("image", &["photo"]),
    ("heic-rs", &["photo"]),
    ("moxcms", &["photo"]),
    ("mozjpeg-sys", &["photo"]),
    ("toml", &["experiment"]),
    ("fast_image_resize", &["photo"]),
];

fn floor_of(room: &str) -> usize {
    let floor = FLOORS.iter().position(|floor| floor.contains(&room));
    floor.unwrap_or_else(|| panic!("{room} stands on no floor"))
}

fn rooms() -> impl Iterator<Item = &'static str> {
    FLOORS.iter().flat_map(|floor| floor.iter().copied())
}

fn folder(room: &str) -> PathBuf {
    Path::new("src").join(room)
}

/// What the room's `Cargo.toml` says that it stands on, on any system, its tests left aside.
fn dependencies(room: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(folder(room).join("Cargo.toml")).unwrap();
    let manifest: Table = text.parse().unwrap();
    let of = |table: &Table| -> Vec<String> {
        let names = table.get("dependencies").and_then(|names| names.as_table());
        names.into_iter().flat_map(|names| names.keys().cloned()).collect()
    };
    let systems = manifest.get("target").and_then(|target| target.as_table());
    let systems = systems.into_iter().flat_map(|systems| systems.values());
    systems.filter_map(|system| system.as_table()).chain([&manifest]).flat_map(of).collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

#[test]
fn every_arrow_points_down() {
    let mut wrong = Vec::new();
    for room in rooms() {
        for name in dependencies(room) {
            let Some(other) = name.strip_prefix("tillsight-") else { continue };
            // A folder's name has `_` where the package's has `-`.
            let other = other.replace('-', "_");
            if floor_of(&other) >= floor_of(room) {
                wrong.push(format!("{room} knows {other}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_library_stays_in_its_room() {
    let mut wrong = Vec::new();
    for room in rooms() {
        let used = dependencies(room);
        let astray = AT_HOME
            .iter()
            .filter(|(library, home)| used.contains(*library) && !home.contains(&room));
        wrong.extend(astray.map(|(library, _)| format!("{room} uses {library}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_folder_of_src_is_a_room() {
    let entries = fs::read_dir("src").unwrap().map(|entry| entry.unwrap());
    let folders = entries.filter(|entry| entry.path().is_dir());
    let folders: BTreeSet<String> =
        folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(folders, rooms().map(str::to_owned).collect());
    let package = fs::read_to_string("src/lib.rs").unwrap();
    for room in rooms() {
        assert!(package.contains(&format!("pub use {room};")), "{room} is not in src/lib.rs");
    }
}

#[test]
fn every_room_and_file_says_what_it_is() {
    for room in rooms() {
        let path = folder(room).join("mod.rs");
        let text = fs::read_to_string(&path).unwrap();
        let opening = text.lines().take_while(|line| line.starts_with("//!")).count();
        assert!(opening >= 3, "{} opens with {opening} lines, not three", path.display());
        let asks = text.contains("#![warn(unreachable_pub)]");
        assert!(asks, "{} does not ask what is public for nobody", path.display());
    }
    for file in rust_files(Path::new("src")) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//!"), "{} does not say what it is", file.display());
    }
}

/// The code of a file before its own tests, without comments.
fn code_of(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn is_test_file(path: &Path) -> bool {
    let folder_of_tests = path.iter().any(|part| part == "tests");
    let stem = path.file_stem().unwrap().to_string_lossy();
    folder_of_tests || stem == "tests" || stem.ends_with("_tests")
}

/// What writes or moves files, and the places that may: what they write is whole by another way.
const WRITES: &[&str] =
    &["fs::write(", "File::create", "fs::rename(", "sync_all(", ".persist", "OpenOptions"];
const MAY_WRITE: &[(&str, &str)] = &[
    ("src/base/whole_file.rs", "the one way"),
    ("src/registry/bundle.rs", "unpacks into a folder that is put in place as a whole"),
    ("src/registry/staging.rs", "gives up a folder's name before its files go"),
    ("src/store/connection.rs", "SQLite writes it; its name comes last"),
    ("src/store/shop_folder.rs", "tries whether the disk takes a file"),
    ("src/teach/bench/desk/scripted_bench.rs", "for tests"),
    ("src/teach/library/exporting.rs", "fills a file that is put in place as a whole"),
    ("src/training/checkpoint.rs", "moves the old checkpoint out of the way of the new"),
    ("src/experiment/out_folder.rs", "a lock is no content"),
];

#[test]
fn files_are_written_in_one_way() {
    let mut wrong = Vec::new();
    for file in rust_files(Path::new("src")).into_iter().filter(|file| !is_test_file(file)) {
        let is_allowed = MAY_WRITE.iter().any(|(allowed, _)| file == Path::new(allowed));
        let code = code_of(&file);
        if !is_allowed && WRITES.iter().any(|write| code.contains(write)) {
            wrong
                .push(format!("{} writes files by itself: base::write_atomically", file.display()));
        }
    }
    for (file, _) in MAY_WRITE {
        let code = code_of(Path::new(file));
        if !WRITES.iter().any(|write| code.contains(write)) {
            wrong.push(format!("{file} writes no files any more: take it off the list"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What opens files past `base::regular_file`, the rooms where people name files, and the places that may:
/// their files are the program's own.
const OPENS: &[&str] = &["fs::read(", "fs::read_to_string(", "File::open("];
const PEOPLE_NAME_FILES: &[&str] = &["cli", "experiment", "photo", "training"];
const MAY_OPEN: &[(&str, &str)] = &[
    ("src/experiment/run.rs", "a run that it wrote"),
    ("src/training/checkpoint.rs", "a checkpoint that it wrote"),
    ("src/training/pace.rs", "what Linux says of the process"),
];

#[test]
fn files_that_people_name_come_in_by_one_door() {
    let mut wrong = Vec::new();
    let rooms = PEOPLE_NAME_FILES.iter().flat_map(|room| rust_files(&folder(room)));
    for file in rooms.filter(|file| !is_test_file(file)) {
        let is_allowed = MAY_OPEN.iter().any(|(allowed, _)| file == Path::new(allowed));
        let opens = OPENS.iter().any(|open| code_of(&file).contains(open));
        match (opens, is_allowed) {
            (true, false) => {
                wrong.push(format!("{} opens files by itself: base::regular_file", file.display()));
            }
            (false, true) => wrong.push(format!("{} opens none any more", file.display())),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A screen of the window is a folder of `ui`; what several draw is a widget, and the window alone
/// knows all of them.
#[test]
fn no_screen_knows_another() {
    let folders = fs::read_dir("src/ui").unwrap().map(|entry| entry.unwrap());
    let folders = folders.filter(|entry| entry.path().is_dir());
    let names: Vec<String> =
        folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert!(names.len() > 2, "the screens have moved");
    let mut wrong = Vec::new();
    for name in &names {
        for file in rust_files(&Path::new("src/ui").join(name)) {
            let text = fs::read_to_string(&file).unwrap();
            let uses = text.split("use ").skip(1).filter_map(|rest| rest.split(';').next());
            let of_the_room =
                uses.filter(|path| path.starts_with("crate::") || path.starts_with("super::"));
            let words: BTreeSet<&str> = of_the_room
                .flat_map(|path| {
                    path.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
                })
                .collect();
            let known = names.iter().filter(|other| {
                *other != name && *other != "widgets" && words.contains(other.as_str())
            });
            wrong.extend(known.map(|other| format!("{} knows {other}", file.display())));
            if words.contains("window_state") {
                wrong.push(format!("{} knows the whole window", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
