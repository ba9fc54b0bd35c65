//! A version that is damaged, hostile or from the future is refused with a reason, and the shop
//! keeps what it had.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use tillsight::photo::{Fit, Preparation};
use tillsight::registry::{
    ClassEntry, MANIFEST_FORMAT, Manifest, Registry, RegistryError, Thresholds, Version,
};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A shop of its own and a folder of shipped versions.
struct World {
    folder: TempDir,
    registry: Registry,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("models")).unwrap();
        let shop = folder.path().join("shop");
        let registry =
            Registry::open_with_shipped(&shop, Some(folder.path().join("models"))).unwrap();
        Self { folder, registry }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn make(&self, name: &str) -> Version {
        let staged = self.registry.create(name).unwrap();
        fs::write(staged.weights_path(), format!("weights of {name}")).unwrap();
        fs::write(staged.card_path(), "# A card\n").unwrap();
        staged.commit(manifest()).unwrap()
    }

    /// A version that came with the program: made in another shop, moved to `models`.
    fn ship(&self, name: &str, created: &str) {
        let other = World::new();
        let staged = other.registry.create(name).unwrap();
        fs::write(staged.weights_path(), name).unwrap();
        let made = staged.commit(Manifest { created: created.into(), ..manifest() }).unwrap();
        let target = self.path("models").join(name);
        fs::create_dir(&target).unwrap();
        for file in ["manifest.json", "weights.safetensors"] {
            fs::copy(made.folder.join(file), target.join(file)).unwrap();
        }
    }

    fn exported(&self, name: &str) -> PathBuf {
        let file = self.path("version.tillsight");
        self.registry.export(name, &file).unwrap();
        file
    }

    /// Everything in the versions folder, hidden files as well.
    fn names_on_disk(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.registry.versions_folder())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn refusal(&self, file: &Path) -> String {
        let before = self.names_on_disk();
        let error = self.registry.import(file).unwrap_err();
        assert!(matches!(error, RegistryError::Refused { .. }), "{error}");
        assert_eq!(self.names_on_disk(), before, "something was left behind");
        error.to_string()
    }
}

fn manifest() -> Manifest {
    Manifest {
        format: MANIFEST_FORMAT,
        name: String::new(),
        created: "2026-11-23T06:00:00Z".into(),
        architecture: "article".into(),
        shape: None,
        classes: vec![ClassEntry { id: "apple".into(), coarse: "apple".into() }],
        preparation: Preparation { size: 32, fit: Fit::Crop, mean: [0.0; 3], scale: [255.0; 3] },
        temperature: 1.0,
        thresholds: Thresholds { accept: 0.9, unknown: 0.2 },
        metrics: BTreeMap::new(),
        recipe: serde_json::Value::Null,
        seed: 1,
        parent: None,
        weights_sha256: String::new(),
        seen: Vec::new(),
        notes: String::new(),
    }
}

/// Rewrites a manifest on disk as text, as a careless person or an attacker would.
fn edit_manifest(folder: &Path, from: &str, to: &str) {
    let file = folder.join("manifest.json");
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains(from), "{from:?} is not in {text}");
    fs::write(file, text.replace(from, to)).unwrap();
}

fn zip_of(file: &Path, entries: &[(&str, &[u8])]) {
    let mut writer = ZipWriter::new(File::create(file).unwrap());
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap();
}

/// The bytes of a sound version to build zips of.
fn sound_parts() -> (Vec<u8>, Vec<u8>) {
    let world = World::new();
    let version = world.make("traveller");
    let manifest = fs::read(version.folder.join("manifest.json")).unwrap();
    (manifest, fs::read(version.weights_path()).unwrap())
}

#[test]
fn a_version_travels_in_one_file() {
    let home = World::new();
    let made = home.make("v1");
    let file = home.exported("v1");
    let away = World::new();
    let arrived = away.registry.import(&file).unwrap();
    assert_eq!(arrived.manifest, made.manifest);
    arrived.verify().unwrap();
    assert_eq!(fs::read_to_string(arrived.card_path().unwrap()).unwrap(), "# A card\n");
    assert_eq!(away.names_on_disk(), ["v1"]);
    assert_eq!(away.registry.find("v1").unwrap().name(), "v1");
}

#[test]
fn promotion_goes_forth_and_back() {
    let world = World::new();
    assert!(matches!(world.registry.promoted(), Err(RegistryError::NoVersion)));
    world.ship("old", "2026-01-01T00:00:00Z");
    world.ship("new", "2026-06-01T00:00:00Z");
    assert_eq!(world.registry.promoted().unwrap().name(), "new");
    world.make("a");
    world.make("b");
    world.registry.promote("a").unwrap();
    world.registry.promote("b").unwrap();
    assert_eq!(world.registry.promoted().unwrap().name(), "b");
    assert_eq!(world.registry.rollback().unwrap().name(), "a");
    assert_eq!(world.registry.promoted().unwrap().name(), "a");
    let shipped = world.registry.rollback().unwrap();
    assert!(shipped.shipped);
    assert_eq!(shipped.name(), "new");
    let error = world.registry.rollback().unwrap_err();
    assert!(matches!(error, RegistryError::NothingToRollBack { .. }), "{error}");
    assert_eq!(world.registry.promoted().unwrap().name(), "new");
}

#[test]
fn rolling_back_passes_over_a_version_that_is_gone() {
    let world = World::new();
    for name in ["a", "b", "c"] {
        world.make(name);
        world.registry.promote(name).unwrap();
    }
    fs::remove_dir_all(world.registry.versions_folder().join("b")).unwrap();
    assert_eq!(world.registry.rollback().unwrap().name(), "a");
}

#[test]
fn a_failed_rollback_keeps_the_version_in_use() {
    let world = World::new();
    world.make("only");
    world.registry.promote("only").unwrap();
    assert!(world.registry.rollback().is_err());
    assert_eq!(world.registry.promoted().unwrap().name(), "only");
}

#[test]
fn a_promoted_version_that_vanished_is_no_silent_change_of_model() {
    let world = World::new();
    world.ship("shipped", "2026-01-01T00:00:00Z");
    world.make("mine");
    world.registry.promote("mine").unwrap();
    fs::remove_dir_all(world.registry.versions_folder().join("mine")).unwrap();
    let error = world.registry.promoted().unwrap_err();
    assert!(matches!(error, RegistryError::Unknown { .. }), "{error}");
    assert!(error.to_string().contains("mine"), "{error}");
}

#[test]
fn a_damaged_list_of_promotions_is_said_and_mended_by_promoting() {
    let world = World::new();
    world.make("a");
    fs::write(world.registry.versions_folder().join("promoted.json"), "{\"hist").unwrap();
    let error = world.registry.promoted().unwrap_err();
    assert!(matches!(error, RegistryError::BadPromotion { .. }), "{error}");
    world.registry.promote("a").unwrap();
    assert_eq!(world.registry.promoted().unwrap().name(), "a");
}

#[test]
fn one_flipped_byte_in_the_weights_is_noticed() {
    let world = World::new();
    let version = world.make("v1");
    version.verify().unwrap();
    let mut bytes = fs::read(version.weights_path()).unwrap();
    bytes[3] ^= 1;
    fs::write(version.weights_path(), bytes).unwrap();
    let error = version.verify().unwrap_err();
    assert!(matches!(error, RegistryError::DamagedWeights { .. }), "{error}");
    assert!(world.registry.promote("v1").is_err());
    assert!(world.registry.export("v1", &world.path("out.tillsight")).is_err());
    assert!(!world.path("out.tillsight").exists());
}

#[test]
fn a_manifest_from_the_future_is_refused() {
    let world = World::new();
    let version = world.make("v1");
    edit_manifest(&version.folder, "\"format\": 1", "\"format\": 2");
    let error = world.registry.find("v1").unwrap_err();
    assert!(matches!(error, RegistryError::FromTheFuture { format: 2, .. }), "{error}");
}

#[test]
fn missing_files_are_named() {
    let world = World::new();
    let version = world.make("v1");
    fs::remove_file(version.weights_path()).unwrap();
    let error = world.registry.find("v1").unwrap_err();
    assert!(matches!(error, RegistryError::NoWeights { .. }), "{error}");
    fs::remove_file(version.folder.join("manifest.json")).unwrap();
    let error = world.registry.find("v1").unwrap_err();
    assert!(matches!(error, RegistryError::NoManifest { .. }), "{error}");
}

#[test]
fn a_renamed_folder_is_noticed() {
    let world = World::new();
    let version = world.make("v1");
    fs::rename(&version.folder, version.folder.with_file_name("v2")).unwrap();
    let error = world.registry.find("v2").unwrap_err();
    assert!(matches!(error, RegistryError::NameMismatch { .. }), "{error}");
}

#[test]
fn one_damaged_version_does_not_hide_the_others() {
    let world = World::new();
    world.make("good");
    let bad = world.make("bad");
    edit_manifest(&bad.folder, "\"accept\": 0.9", "\"accept\": null");
    let names: Vec<String> =
        world.registry.list().iter().map(|version| version.name().to_owned()).collect();
    assert_eq!(names, ["good"]);
    let damaged = world.registry.damaged();
    assert_eq!(damaged.len(), 1);
    assert!(damaged[0].to_string().contains("bad"), "{}", damaged[0]);
}

#[test]
fn an_unknown_name_tells_the_known_ones() {
    let world = World::new();
    world.make("apples");
    let error = world.registry.find("pears").unwrap_err().to_string();
    assert!(error.contains("pears") && error.contains("apples"), "{error}");
}

#[test]
fn a_taken_name_is_refused_be_it_shipped_or_own() {
    let world = World::new();
    world.ship("base", "2026-01-01T00:00:00Z");
    world.make("mine");
    for name in ["base", "mine"] {
        let error = world.registry.create(name).unwrap_err();
        assert!(matches!(error, RegistryError::Exists { .. }), "{error}");
    }
    assert!(matches!(world.registry.create("../up"), Err(RegistryError::BadName { .. })));
}

#[test]
fn a_version_not_committed_leaves_nothing() {
    let world = World::new();
    let staged = world.registry.create("half").unwrap();
    fs::write(staged.weights_path(), "half").unwrap();
    drop(staged);
    assert!(world.names_on_disk().is_empty());
    let staged = world.registry.create("half").unwrap();
    fs::write(staged.weights_path(), "half").unwrap();
    let bad = Manifest { thresholds: Thresholds { accept: f64::NAN, unknown: 0.0 }, ..manifest() };
    assert!(matches!(staged.commit(bad), Err(RegistryError::BadManifest { .. })));
    assert!(world.names_on_disk().is_empty());
}

#[test]
fn of_two_that_make_one_name_the_first_wins_whole() {
    let world = World::new();
    let first = world.registry.create("same").unwrap();
    let second = world.registry.create("same").unwrap();
    fs::write(first.weights_path(), "first").unwrap();
    fs::write(second.weights_path(), "second").unwrap();
    first.commit(manifest()).unwrap();
    assert!(matches!(second.commit(manifest()), Err(RegistryError::Exists { .. })));
    let kept = world.registry.find("same").unwrap();
    kept.verify().unwrap();
    assert_eq!(fs::read_to_string(kept.weights_path()).unwrap(), "first");
    assert_eq!(world.names_on_disk(), ["same"]);
}

#[test]
fn a_version_found_by_its_folder_can_be_used_but_not_promoted() {
    let world = World::new();
    let other = World::new();
    let folder = other.make("guest").folder;
    assert_eq!(world.registry.find(folder.to_str().unwrap()).unwrap().name(), "guest");
    let error = world.registry.promote(folder.to_str().unwrap()).unwrap_err();
    assert!(matches!(error, RegistryError::Elsewhere { .. }), "{error}");
}

#[test]
fn a_zip_with_names_that_leave_the_folder_is_refused() {
    let (manifest, weights) = sound_parts();
    let names =
        ["../evil", "a/../../evil", "/etc/evil", "..\\evil", "C:\\evil", "C:evil", "\\\\x\\evil"];
    for name in names {
        let world = World::new();
        let file = world.path("evil.tillsight");
        let parts: [(&str, &[u8]); 3] =
            [("manifest.json", &manifest), ("weights.safetensors", &weights), (name, b"evil")];
        zip_of(&file, &parts);
        let reason = world.refusal(&file);
        assert!(reason.contains("leaves its folder"), "{name}: {reason}");
        assert!(!world.path("evil").exists() && !world.path("shop/evil").exists());
    }
}

#[test]
fn a_zip_with_a_link_is_refused() {
    let (manifest, _) = sound_parts();
    let world = World::new();
    let file = world.path("link.tillsight");
    let mut writer = ZipWriter::new(File::create(&file).unwrap());
    writer.start_file("manifest.json", SimpleFileOptions::default()).unwrap();
    writer.write_all(&manifest).unwrap();
    writer.add_symlink("weights.safetensors", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    writer.finish().unwrap();
    assert!(world.refusal(&file).contains("link"));
}

#[test]
fn a_zip_with_anything_else_in_it_is_refused() {
    let (manifest, weights) = sound_parts();
    for name in ["run.sh", "sub/manifest.json", "weights.pth"] {
        let world = World::new();
        let file = world.path("more.tillsight");
        let parts: [(&str, &[u8]); 3] =
            [("manifest.json", &manifest), ("weights.safetensors", &weights), (name, b"x")];
        zip_of(&file, &parts);
        assert!(world.refusal(&file).contains("no part of a version"));
    }
}

#[test]
fn a_zip_with_two_entries_of_one_name_is_refused() {
    let (manifest, weights) = sound_parts();
    let world = World::new();
    let file = world.path("twice.tillsight");
    let parts: [(&str, &[u8]); 3] =
        [("manifest.json", &manifest), ("weights.safetensors", &weights), ("manifest-json", b"{}")];
    zip_of(&file, &parts);
    let mut bytes = fs::read(&file).unwrap();
    for at in 0..bytes.len() - 13 {
        if bytes[at..at + 13] == *b"manifest-json" {
            bytes[at + 8] = b'.';
        }
    }
    fs::write(&file, bytes).unwrap();
    assert!(world.refusal(&file).contains("two entries"));
}

#[test]
fn a_zip_without_weights_is_refused() {
    let (manifest, _) = sound_parts();
    let world = World::new();
    let file = world.path("less.tillsight");
    zip_of(&file, &[("manifest.json", &manifest)]);
    assert!(world.refusal(&file).contains("weights.safetensors is missing"));
}

#[test]
fn a_zip_whose_text_unpacks_to_too_much_is_refused() {
    let (manifest, weights) = sound_parts();
    let world = World::new();
    let file = world.path("bomb.tillsight");
    let bomb = vec![b'a'; (1 << 20) + 1];
    let parts: [(&str, &[u8]); 3] =
        [("manifest.json", &manifest), ("weights.safetensors", &weights), ("MODEL_CARD.md", &bomb)];
    zip_of(&file, &parts);
    assert!(fs::metadata(&file).unwrap().len() < 100_000);
    assert!(world.refusal(&file).contains("larger than 1 MiB"));
}

#[test]
fn a_zip_that_lies_about_its_size_is_refused() {
    let (manifest, weights) = sound_parts();
    let world = World::new();
    let file = world.path("liar.tillsight");
    let bomb = vec![b'a'; (1 << 20) + 1];
    let parts: [(&str, &[u8]); 3] =
        [("manifest.json", &manifest), ("weights.safetensors", &weights), ("MODEL_CARD.md", &bomb)];
    zip_of(&file, &parts);
    let mut bytes = fs::read(&file).unwrap();
    let honest = u32::try_from(bomb.len()).unwrap().to_le_bytes();
    for at in 0..bytes.len() - 4 {
        if bytes[at..at + 4] == honest {
            bytes[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
        }
    }
    fs::write(&file, bytes).unwrap();
    world.refusal(&file);
}

#[test]
fn a_zip_whose_weights_are_not_those_of_its_manifest_is_refused() {
    let (manifest, mut weights) = sound_parts();
    weights[0] ^= 1;
    let world = World::new();
    let file = world.path("flipped.tillsight");
    zip_of(&file, &[("manifest.json", &manifest), ("weights.safetensors", &weights)]);
    assert!(world.refusal(&file).contains("SHA-256"));
}

#[test]
fn a_zip_with_a_manifest_from_the_future_is_refused() {
    let (manifest, weights) = sound_parts();
    let later = String::from_utf8(manifest).unwrap().replace("\"format\": 1", "\"format\": 9");
    let world = World::new();
    let file = world.path("later.tillsight");
    let parts: [(&str, &[u8]); 2] =
        [("manifest.json", later.as_bytes()), ("weights.safetensors", &weights)];
    zip_of(&file, &parts);
    assert!(world.refusal(&file).contains("newer Tillsight"));
}

#[test]
fn a_zip_whose_manifest_names_a_place_outside_is_refused() {
    let (manifest, weights) = sound_parts();
    let text = String::from_utf8(manifest).unwrap();
    let evil = text.replace("\"name\": \"traveller\"", "\"name\": \"../../evil\"");
    assert_ne!(evil, text);
    let world = World::new();
    let file = world.path("name.tillsight");
    let parts: [(&str, &[u8]); 2] =
        [("manifest.json", evil.as_bytes()), ("weights.safetensors", &weights)];
    zip_of(&file, &parts);
    assert!(world.refusal(&file).contains("folder's name"));
}

#[test]
fn an_import_never_replaces_a_version() {
    let world = World::new();
    let mine = world.make("v1");
    let before = mine.manifest.weights_sha256.clone();
    let file = world.exported("v1");
    assert!(world.refusal(&file).contains("exists already"));
    assert_eq!(world.registry.find("v1").unwrap().manifest.weights_sha256, before);
}

#[test]
fn what_is_no_zip_or_half_a_zip_is_refused() {
    let home = World::new();
    home.make("v1");
    let whole = fs::read(home.exported("v1")).unwrap();
    for bytes in [&b"hello"[..], b"", &whole[..whole.len() / 2]] {
        let world = World::new();
        let file = world.path("half.tillsight");
        fs::write(&file, bytes).unwrap();
        assert!(world.refusal(&file).contains("no whole zip file"));
    }
    let world = World::new();
    let missing = world.registry.import(&world.path("missing.tillsight")).unwrap_err();
    assert!(matches!(missing, RegistryError::File { .. }), "{missing}");
    assert!(world.refusal(world.folder.path()).contains("folder"));
}

#[test]
fn a_failed_export_keeps_the_file_that_was_there() {
    let world = World::new();
    let version = world.make("v1");
    let file = world.path("out.tillsight");
    fs::write(&file, "precious").unwrap();
    fs::write(version.weights_path(), "changed").unwrap();
    assert!(world.registry.export("v1", &file).is_err());
    assert_eq!(fs::read_to_string(&file).unwrap(), "precious");
    let nowhere = world.registry.export("v1", &world.path("no/such/folder.tillsight"));
    assert!(nowhere.is_err());
}
