//! A version that is damaged, hostile or from the future is refused with a reason, and the shop
//! keeps what it had.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "registry_bad_input/bundles.rs"]
mod bundles;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use tillsight::photo::{Colours, Fit, Preparation};
use tillsight::registry::{
    ClassEntry, MANIFEST_FORMAT, Manifest, Registry, RegistryError, Thresholds, Version,
};

/// A shop of its own and a folder of shipped versions.
struct World {
    folder: TempDir,
    registry: Registry,
}

/// A safetensors file of one tensor, whose table names `name`.
fn weights(name: &str) -> Vec<u8> {
    tensors(&format!(
        r#"{{"__metadata__":{{"of":"{name}"}},"w":{{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}}}"#
    ))
}

/// A safetensors file with this table and four bytes behind it.
fn tensors(table: &str) -> Vec<u8> {
    let mut bytes = (table.len() as u64).to_le_bytes().to_vec();
    bytes.extend(table.as_bytes());
    bytes.extend([0, 0, 128, 63]);
    bytes
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
        fs::write(staged.weights_path(), weights(name)).unwrap();
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
        let error = self.registry.import(file, |_| Ok::<(), String>(())).unwrap_err();
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
        classes: vec![ClassEntry { id: "apple".into(), coarse: "apple".into(), cautious: false }],
        preparation: Preparation {
            size: 32,
            fit: Fit::Crop,
            mean: [0.0; 3],
            scale: [255.0; 3],
            colours: Colours::Colour,
        },
        temperature: 1.0,
        gaussian_share: 0.0,
        prototype_weight: None,
        thresholds: Thresholds { accept: 0.9, familiar: 0.0, unknown: 0.2 },
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

#[test]
fn a_version_travels_in_one_file() {
    let home = World::new();
    let made = home.make("v1");
    let file = home.exported("v1");
    let away = World::new();
    let arrived = away.registry.import(&file, |_| Ok::<(), String>(())).unwrap();
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
    edit_manifest(&version.folder, &format!("\"format\": {MANIFEST_FORMAT}"), "\"format\": 9");
    let error = world.registry.find("v1").unwrap_err();
    assert!(matches!(error, RegistryError::FromTheFuture { format: 9, .. }), "{error}");
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
    let bad = Manifest {
        thresholds: Thresholds { accept: f64::NAN, familiar: 0.0, unknown: 0.0 },
        ..manifest()
    };
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
fn a_note_is_kept_and_changes_nothing_else() {
    let world = World::new();
    let made = world.make("mine");
    world.registry.set_notes("mine", "  with the new lamp\n").unwrap();
    let noted = world.registry.find("mine").unwrap();
    assert_eq!(noted.manifest.notes, "with the new lamp");
    assert_eq!(Manifest { notes: made.manifest.notes.clone(), ..noted.manifest }, made.manifest);
    let long = world.registry.set_notes("mine", &"x".repeat(2001)).unwrap_err();
    assert!(matches!(long, RegistryError::LongNote { chars: 2001, .. }), "{long}");
    let command = world.registry.set_notes("mine", "new\u{1b}[2J").unwrap_err();
    assert!(matches!(command, RegistryError::BadNote { .. }), "{command}");
    assert_eq!(world.registry.find("mine").unwrap().manifest.notes, "with the new lamp");
    world.registry.set_notes("mine", "two\nrows").unwrap();
    assert_eq!(world.registry.find("mine").unwrap().manifest.notes, "two\nrows");
}

#[test]
fn a_version_whose_note_an_older_program_kept_is_still_used() {
    let world = World::new();
    let staged = world.registry.create("old").unwrap();
    fs::write(staged.weights_path(), weights("old")).unwrap();
    staged.commit(Manifest { notes: "old\u{1b}[2J".into(), ..manifest() }).unwrap();
    assert_eq!(world.registry.find("old").unwrap().manifest.notes, "old\u{1b}[2J");
}

#[test]
fn what_was_shipped_is_neither_noted_nor_deleted() {
    let world = World::new();
    world.ship("shipped", "2026-01-01T00:00:00Z");
    for error in [
        world.registry.set_notes("shipped", "mine").unwrap_err(),
        world.registry.delete("shipped").unwrap_err(),
    ] {
        assert!(matches!(error, RegistryError::Shipped { .. }), "{error}");
    }
    assert_eq!(world.registry.list().len(), 1);
}

#[test]
fn the_version_that_sells_is_not_deleted_and_another_one_is_gone_whole() {
    let world = World::new();
    for name in ["a", "b"] {
        world.make(name);
        world.registry.promote(name).unwrap();
    }
    let error = world.registry.delete("b").unwrap_err();
    assert!(matches!(error, RegistryError::Sells { .. }), "{error}");
    assert_eq!(world.registry.previous().unwrap().name(), "a");
    world.registry.delete("a").unwrap();
    assert_eq!(world.names_on_disk(), ["b", "promoted.json"]);
    assert!(world.registry.previous().is_none());
    let gone = world.registry.delete("a").unwrap_err();
    assert!(matches!(gone, RegistryError::Unknown { .. }), "{gone}");
}

#[test]
fn a_path_is_no_name_to_delete() {
    let world = World::new();
    let elsewhere = World::new();
    let folder = elsewhere.make("theirs").folder;
    assert!(world.registry.delete(folder.to_str().unwrap()).is_err());
    assert!(folder.is_dir());
}

#[test]
fn where_nobody_knows_what_sells_nothing_is_deleted() {
    let world = World::new();
    world.make("a");
    fs::write(world.registry.versions_folder().join("promoted.json"), "{").unwrap();
    assert!(world.registry.delete("a").is_err());
    assert_eq!(world.registry.list().len(), 1);
}
