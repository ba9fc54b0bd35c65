//! The arrows between the rooms point one way, and each room keeps its own library.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Each room and the rooms that it may know.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("photo", &["domain"]),
    ("cnn", &["domain", "photo"]),
    ("devices", &["domain", "photo"]),
    ("receipt", &["domain"]),
    ("registry", &["domain", "photo"]),
    ("store", &["domain", "photo"]),
    ("recognition", &["domain", "photo", "cnn", "registry"]),
    ("training", &["domain", "photo", "cnn", "registry", "recognition"]),
    ("taught", &["domain", "photo", "cnn", "registry", "recognition", "store"]),
    (
        "teach",
        &[
            "domain",
            "photo",
            "cnn",
            "registry",
            "recognition",
            "store",
            "devices",
            "taught",
            "training",
        ],
    ),
    (
        "till",
        &["domain", "photo", "receipt", "registry", "recognition", "store", "devices", "taught"],
    ),
    (
        "cli",
        &[
            "domain",
            "photo",
            "cnn",
            "receipt",
            "registry",
            "recognition",
            "store",
            "taught",
            "training",
            "teach",
            "till",
            "ui",
        ],
    ),
    ("ui", &["domain", "photo", "receipt", "recognition", "devices", "teach", "till"]),
];

/// Each outside library and the rooms that may use it.
const MAY_USE: &[(&str, &[&str])] = &[
    ("tch", &["cnn", "training"]),
    ("safetensors", &["cnn"]),
    ("diesel", &["store"]),
    ("argon2", &["store"]),
    ("egui", &["ui"]),
    ("eframe", &["ui"]),
    ("egui_extras", &["ui"]),
    ("egui_plot", &["ui"]),
    ("rfd", &["ui"]),
    ("fluent_bundle", &["ui"]),
    ("unicode_bidi", &["receipt", "ui"]),
    ("clap", &["cli"]),
    ("ab_glyph", &["cli"]),
    ("maud", &["cli", "teach"]),
    ("indicatif", &["cli"]),
    ("nokhwa", &["devices"]),
    ("ureq", &["devices"]),
    ("rxing", &["photo"]),
    ("serialport", &["devices"]),
    ("rodio", &["devices"]),
    ("escpos", &["receipt"]),
    ("krilla", &["receipt"]),
    ("encoding_rs", &["receipt"]),
    ("rustybuzz", &["receipt"]),
    ("image", &["photo"]),
    ("toml", &["training"]),
    ("fast_image_resize", &["photo"]),
];

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

/// The code before its own tests, without comments: tests may look further.
fn code_of(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn is_test_file(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| {
        let stem = stem.to_string_lossy();
        stem == "tests" || stem.ends_with("_tests")
    })
}

/// Whether `code` names the path `prefix::`, as a whole word.
fn names_path(code: &str, prefix: &str) -> bool {
    let wanted = format!("{prefix}::");
    code.match_indices(&wanted).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        before.is_none_or(|letter| !letter.is_alphanumeric() && letter != '_' && letter != ':')
    })
}

/// Whether `code` imports the room, alone or in a list of `use crate::{...}`.
fn knows_room(code: &str, room: &str) -> bool {
    if names_path(code, &format!("crate::{room}")) {
        return true;
    }
    code.split("use crate::{").skip(1).any(|list| {
        let mut depth = 0;
        let mut top_level = String::new();
        for letter in list.chars() {
            match letter {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                _ if depth == 0 => top_level.push(letter),
                _ => {}
            }
        }
        top_level.split(',').any(|part| {
            let name = part.trim().split("::").next().unwrap_or_default();
            name == room
        })
    })
}

#[test]
fn no_arrow_points_up() {
    let rooms: Vec<&str> = MAY_KNOW.iter().map(|(room, _)| *room).collect();
    let mut wrong = Vec::new();
    for (room, allowed) in MAY_KNOW {
        for file in rust_files(&Path::new("src").join(room)) {
            if is_test_file(&file) {
                continue;
            }
            let code = code_of(&file);
            for other in rooms.iter().filter(|other| *other != room && !allowed.contains(other)) {
                if knows_room(&code, other) {
                    wrong.push(format!("{} knows {other}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_library_stays_in_its_room() {
    let mut wrong = Vec::new();
    for (library, allowed) in MAY_USE {
        for (room, _) in MAY_KNOW.iter().filter(|(room, _)| !allowed.contains(room)) {
            for file in rust_files(&Path::new("src").join(room)) {
                if !is_test_file(&file) && names_path(&code_of(&file), library) {
                    wrong.push(format!("{} uses {library}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_folder_of_src_is_a_room() {
    let mut folders: Vec<String> = fs::read_dir("src")
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let mut rooms: Vec<String> = MAY_KNOW.iter().map(|(room, _)| (*room).to_owned()).collect();
    folders.sort();
    rooms.sort();
    assert_eq!(folders, rooms);
}

#[test]
fn every_room_says_what_it_is() {
    for (room, _) in MAY_KNOW {
        let path = Path::new("src").join(room).join("mod.rs");
        let text = fs::read_to_string(&path).unwrap();
        let opening = text.lines().take_while(|line| line.starts_with("//!")).count();
        assert!(opening >= 3, "{} opens with {opening} lines, not three", path.display());
    }
    for file in rust_files(Path::new("src")) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//!"), "{} does not say what it is", file.display());
    }
}

#[test]
fn the_reader_of_imports_can_tell() {
    assert!(knows_room("use crate::store::Store;", "store"));
    assert!(knows_room("use crate::{\n domain::{A, B}, store::Store };", "store"));
    assert!(!knows_room("use crate::{domain::{store, B}};", "store"));
    assert!(names_path("let x = tch::Tensor::new();", "tch"));
    assert!(!names_path("let x = batch::new();", "tch"));
}
