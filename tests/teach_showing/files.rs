//! Photos from files, folders and zips: looked through first, then added, each bad one named.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use tillsight::photo::{encode_jpeg, encode_png};
use tillsight::teach::ShowCommand;
use tillsight::teach::showing::{AddAs, AddingProgress, FilePreview, FilesView};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::counter::*;

fn photo(number: u8) -> Vec<u8> {
    encode_png(&frame(Some(f32::from(number) * 0.37))).unwrap()
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn preview(counter: &Counter, paths: Vec<PathBuf>) -> FilePreview {
    counter.send(ShowCommand::Preview(paths));
    let view = counter.wait(|view| matches!(view.files, Some(FilesView::Preview(_))));
    let Some(FilesView::Preview(preview)) = &view.files else { panic!("a preview") };
    preview.as_ref().clone()
}

fn added(counter: &Counter, as_what: AddAs) -> AddingProgress {
    counter.send(ShowCommand::Add(as_what));
    let ended = |files: &Option<FilesView>| match files {
        Some(FilesView::Adding(progress)) if !progress.runs => Some(progress.as_ref().clone()),
        _ => None,
    };
    let view = counter.wait(|view| ended(&view.files).is_some());
    ended(&view.files).unwrap()
}

fn products(counter: &Counter) -> Vec<String> {
    let rows = counter.store().photos().unwrap();
    rows.into_iter().map(|row| row.product.to_string()).collect()
}

fn problem_of(preview: &FilePreview) -> (&str, &str) {
    let problem = &preview.problems[0];
    (problem.file.as_str(), problem.message.id)
}

#[test]
fn a_few_files_are_of_the_chosen_product() {
    let counter = Counter::with_frames(Vec::new());
    let files: Vec<PathBuf> = (0..3).map(|n| counter.desktop().join(format!("{n}.png"))).collect();
    files.iter().zip(0..).for_each(|(file, n)| write(file, &photo(n)));
    counter.choose("banana");
    let found = preview(&counter, files);
    assert_eq!((found.photos, found.loose, found.names_products()), (3, 3, false));
    assert!(counter.store().photos().unwrap().is_empty(), "nothing is added before it is said");
    let progress = added(&counter, AddAs::Chosen);
    assert_eq!((progress.added, progress.done, progress.total), (3, 3, 3));
    assert_eq!(products(&counter), ["banana"; 3]);
    counter.wait(|view| view.strip.len() == 3);
}

#[test]
fn folders_name_products_and_new_ones_are_made() {
    let counter = Counter::with_frames(Vec::new());
    let folder = counter.desktop().join("goods");
    write(&folder.join("Banana/1.png"), &photo(1));
    write(&folder.join("Banana/2.png"), &photo(2));
    write(&folder.join("Bread fruit/3.png"), &photo(3));
    let found = preview(&counter, vec![folder]);
    let groups: Vec<(&str, bool, usize)> = found
        .groups
        .iter()
        .map(|group| (group.product.as_str(), group.is_new, group.photos))
        .collect();
    assert_eq!(groups, [("banana", false, 2), ("bread-fruit", true, 1)]);
    assert!(found.names_products());
    assert_eq!(added(&counter, AddAs::Folders).added, 3);
    assert_eq!(products(&counter), ["banana", "banana", "bread-fruit"]);
    let bread = tillsight::domain::ProductId::new("bread-fruit").unwrap();
    assert_eq!(counter.store().product(&bread).unwrap().unwrap().name, "Bread fruit");
}

#[test]
fn folders_can_be_of_one_product_all_the_same() {
    let counter = Counter::with_frames(Vec::new());
    let folder = counter.desktop().join("DCIM");
    write(&folder.join("100CANON/1.png"), &photo(1));
    counter.choose("banana");
    preview(&counter, vec![folder]);
    added(&counter, AddAs::Chosen);
    assert_eq!(products(&counter), ["banana"]);
    assert!(counter.store().products().unwrap().iter().all(|own| own.id.as_str() != "100canon"));
}

#[test]
fn a_zip_is_read_in_place() {
    let counter = Counter::with_frames(Vec::new());
    let path = counter.desktop().join("goods.zip");
    let mut zip = ZipWriter::new(fs::File::create(&path).unwrap());
    for (name, number) in [("mango/1.png", 1), ("mango/2.png", 2), ("loose.png", 3)] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&photo(number)).unwrap();
    }
    zip.finish().unwrap();
    let found = preview(&counter, vec![path]);
    assert_eq!((found.photos, found.loose), (3, 1));
    let progress = added(&counter, AddAs::Folders);
    assert_eq!((progress.total, progress.added), (2, 2), "the loose one is of no product");
}

#[test]
fn the_same_files_again_add_nothing() {
    let counter = Counter::with_frames(Vec::new());
    let file = counter.desktop().join("1.png");
    write(&file, &photo(1));
    counter.choose("banana");
    for expected in [(1, 0), (0, 1)] {
        preview(&counter, vec![file.clone()]);
        let progress = added(&counter, AddAs::Chosen);
        assert_eq!((progress.added, progress.already), expected);
        counter.send(ShowCommand::CloseFiles);
        counter.wait(|view| view.files.is_none());
    }
}

#[test]
fn a_photo_that_is_there_as_another_product_is_named() {
    let counter = Counter::with_frames(Vec::new());
    let file = counter.desktop().join("1.png");
    write(&file, &photo(1));
    counter.choose("banana");
    preview(&counter, vec![file.clone()]);
    added(&counter, AddAs::Chosen);
    counter.choose("mango");
    preview(&counter, vec![file]);
    let progress = added(&counter, AddAs::Chosen);
    assert_eq!(progress.problems[0].message.id, "teach-file-other-product");
    assert_eq!(products(&counter), ["banana"]);
}

/// Adds one good photo and a bad one, and returns what is said about the bad one.
fn said_about(bytes: &[u8]) -> &'static str {
    let counter = Counter::with_frames(Vec::new());
    let folder = counter.desktop().join("photos");
    write(&folder.join("a-good.png"), &photo(1));
    write(&folder.join("bad.jpg"), bytes);
    write(&folder.join("c-good.png"), &photo(2));
    counter.choose("banana");
    preview(&counter, vec![folder]);
    let progress = added(&counter, AddAs::Chosen);
    assert_eq!((progress.added, progress.done), (2, 3), "the others are added");
    assert_eq!(progress.problems[0].file, "bad.jpg");
    progress.problems[0].message.id
}

#[test]
fn a_file_that_is_no_picture() {
    assert_eq!(said_about(b"no picture"), "photo-not-a-picture");
}

#[test]
fn an_empty_file() {
    assert_eq!(said_about(b""), "photo-empty");
}

#[test]
fn a_picture_that_was_cut_off() {
    let whole = encode_jpeg(&frame(Some(0.0)), 90).unwrap();
    assert_eq!(said_about(&whole[..whole.len() / 2]), "photo-truncated");
}

#[test]
fn a_picture_of_another_kind() {
    assert_eq!(said_about(b"\0\0\0\x18ftypavif\0\0\0\0mif1avif"), "photo-unknown-kind");
}

#[test]
fn a_file_of_another_kind() {
    let counter = Counter::with_frames(Vec::new());
    let file = counter.desktop().join("letter.txt");
    write(&file, b"dear owner");
    assert_eq!(problem_of(&preview(&counter, vec![file])), ("letter.txt", "teach-file-kind"));
}

#[test]
fn a_folder_without_photos() {
    let counter = Counter::with_frames(Vec::new());
    let folder = counter.desktop().join("letters");
    write(&folder.join("letter.txt"), b"dear owner");
    assert_eq!(problem_of(&preview(&counter, vec![folder])), ("letters", "teach-file-no-photos"));
}

#[test]
fn a_zip_that_is_none() {
    let counter = Counter::with_frames(Vec::new());
    let file = counter.desktop().join("goods.zip");
    write(&file, b"no zip");
    assert_eq!(problem_of(&preview(&counter, vec![file])), ("goods.zip", "teach-file-unreadable"));
}

#[test]
fn a_zip_that_reaches_out_of_itself() {
    let counter = Counter::with_frames(Vec::new());
    let path = counter.desktop().join("goods.zip");
    let mut zip = ZipWriter::new(fs::File::create(&path).unwrap());
    zip.start_file("../../lime/1.jpg", SimpleFileOptions::default()).unwrap();
    zip.finish().unwrap();
    assert_eq!(problem_of(&preview(&counter, vec![path])), ("goods.zip", "teach-file-unreadable"));
}

#[test]
fn a_file_that_is_gone_when_it_is_added() {
    let counter = Counter::with_frames(Vec::new());
    let file = counter.desktop().join("1.png");
    write(&file, &photo(1));
    counter.choose("banana");
    preview(&counter, vec![file.clone()]);
    fs::remove_file(file).unwrap();
    let progress = added(&counter, AddAs::Chosen);
    assert_eq!(progress.problems[0].message.id, "teach-file-unreadable");
}

#[test]
fn photos_without_any_product_are_not_added() {
    let counter = Counter::with_frames(Vec::new());
    let file = counter.desktop().join("1.png");
    write(&file, &photo(1));
    preview(&counter, vec![file]);
    counter.send(ShowCommand::Add(AddAs::Chosen));
    let view = counter.wait(|view| view.problem.is_some());
    assert_eq!(view.problem.as_ref().unwrap().id, "teach-choose-first");
    assert!(products(&counter).is_empty());
}

#[test]
fn a_stopped_adding_keeps_what_it_has() {
    let counter = Counter::with_frames(Vec::new());
    let folder = counter.desktop().join("many");
    for number in 0..40 {
        write(&folder.join(format!("{number}.png")), &photo(number));
    }
    counter.choose("banana");
    preview(&counter, vec![folder]);
    counter.send(ShowCommand::Add(AddAs::Chosen));
    counter.send(ShowCommand::CloseFiles);
    let ended = |files: &Option<FilesView>| match files {
        Some(FilesView::Adding(progress)) if !progress.runs => Some(progress.as_ref().clone()),
        _ => None,
    };
    let view = counter.wait(|view| ended(&view.files).is_some());
    let progress = ended(&view.files).unwrap();
    assert!(progress.done <= progress.total, "{progress:?}");
    assert_eq!(products(&counter).len(), progress.added);
}
