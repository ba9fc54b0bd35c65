//! What can be laid on the bench, and what cannot be read.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use zip::{ZipWriter, write::SimpleFileOptions};

use super::super::command::BenchCommand;
use super::super::view::{BenchView, RowState};
use super::scripted_bench::{Bench, GREEN, RED, png};
use photo::Picture;

fn zip_of(path: &Path, entries: &[(&str, &[u8])]) {
    let mut writer = ZipWriter::new(fs::File::create(path).unwrap());
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap();
}

/// The reason why the only row cannot be read.
fn reason(view: &BenchView) -> &'static str {
    match &view.rows[0].state {
        RowState::Unreadable(message) => message.id,
        other => panic!("{other:?} is not unreadable"),
    }
}

#[test]
fn a_zip_is_named_in_place() {
    let bench = Bench::new();
    let (red, green) = (png(RED), png(GREEN));
    zip_of(&bench.path("a.zip"), &[("orange/1.png", &red), ("lime/2.png", &green), ("x.txt", b"")]);
    bench.open(bench.path("a.zip"));
    let view = bench.done(2);
    assert_eq!(view.tally.first.right.yes, 2);
    assert_eq!(view.rows[0].place, "a/lime/2.png");
}

#[test]
fn what_is_no_picture_is_a_row_with_a_reason_and_holds_up_nothing() {
    let bench = Bench::new();
    let text = bench.path("notes.jpg");
    fs::write(&text, "no picture").unwrap();
    let red = bench.paint("red.png", RED);
    bench.send(BenchCommand::Open(vec![text, red]));
    let view = bench.done(2);
    assert_eq!(reason(&view), "photo-not-a-picture");
    assert!(view.rows[1].answer().is_some());
    assert_eq!(view.tally.unreadable, 1);
}

#[test]
fn a_picture_that_is_cut_off_is_a_row_with_a_reason() {
    let bench = Bench::new();
    let path = bench.path("half.jpg");
    let whole = photo::encode_jpeg(&Picture::filled(64, 64, RED), 90).unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    bench.open(path);
    assert_eq!(reason(&bench.done(1)), "photo-truncated");
}

#[test]
fn a_path_that_is_not_there_is_a_row_with_a_reason() {
    let bench = Bench::new();
    bench.open(bench.path("gone.jpg"));
    assert_eq!(reason(&bench.done(1)), "photo-unreadable");
}

#[test]
fn an_empty_folder_is_a_row_with_a_reason() {
    let bench = Bench::new();
    fs::create_dir(bench.path("empty")).unwrap();
    bench.open(bench.path("empty"));
    assert_eq!(reason(&bench.done(1)), "bench-nothing-inside");
}

#[test]
fn a_zip_that_leaves_its_folder_is_refused() {
    let bench = Bench::new();
    let red = png(RED);
    zip_of(&bench.path("a.zip"), &[("orange/1.png", &red), ("../../etc/2.png", &red)]);
    bench.open(bench.path("a.zip"));
    assert_eq!(reason(&bench.done(1)), "bench-zip-hostile");
}

#[test]
fn what_is_only_called_a_zip_is_refused() {
    let bench = Bench::new();
    fs::write(bench.path("a.zip"), "no zip").unwrap();
    bench.open(bench.path("a.zip"));
    assert_eq!(reason(&bench.done(1)), "bench-zip-damaged");
}

#[test]
fn a_pasted_picture_is_named() {
    let bench = Bench::new();
    let picture = Arc::new(Picture::filled(20, 20, GREEN));
    bench.send(BenchCommand::OpenPicture { name: "Pasted".to_owned(), picture });
    let view = bench.done(1);
    assert_eq!((view.rows[0].name.as_str(), view.tally.first.asked), ("Pasted", 1));
}
