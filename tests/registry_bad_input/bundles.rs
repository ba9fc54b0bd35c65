//! Files to import that are damaged or hostile: refused with a reason, and nothing left behind.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use tillsight::registry::{MANIFEST_FORMAT, RegistryError};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{World, manifest, tensors};

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
    let now = format!("\"format\": {MANIFEST_FORMAT}");
    let later = String::from_utf8(manifest).unwrap().replace(&now, "\"format\": 9");
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
    let missing = world
        .registry
        .import(&world.path("missing.tillsight"), |_| Ok::<(), String>(()))
        .unwrap_err();
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

/// A zip of a sound manifest and these weights, whose hash the manifest tells rightly.
fn bundle_with(weights: &[u8]) -> (World, std::path::PathBuf) {
    let (home, away) = (World::new(), World::new());
    let staged = home.registry.create("guest").unwrap();
    fs::write(staged.weights_path(), weights).unwrap();
    staged.commit(manifest()).unwrap();
    let file = away.path("guest.tillsight");
    home.registry.export("guest", &file).unwrap();
    (away, file)
}

#[test]
fn a_torchscript_archive_in_place_of_weights_is_refused() {
    let archive = [b"PK\x03\x04", &[0_u8; 60][..]].concat();
    let (world, file) = bundle_with(&archive);
    assert!(world.refusal(&file).contains("TorchScript"));
}

#[test]
fn a_pickle_in_place_of_weights_is_refused() {
    for protocol in 2..=5 {
        let pickle = [&[0x80, protocol][..], b"cos\nsystem\n(S'true'\ntR."].concat();
        let (world, file) = bundle_with(&pickle);
        assert!(world.refusal(&file).contains("pickle"), "protocol {protocol}");
    }
}

#[test]
fn weights_that_are_something_else_are_refused() {
    let endless = [&u64::MAX.to_le_bytes()[..], b"{}"].concat();
    for bytes in [&b"hello"[..], b"", b"a text that is longer than eight bytes", &endless] {
        let (world, file) = bundle_with(bytes);
        assert!(world.refusal(&file).contains("no safetensors file"), "{bytes:?}");
    }
}

#[test]
fn weights_whose_table_is_no_table_are_refused() {
    for table in ["[1, 2]", "{\"w\": ", "nonsense"] {
        let (world, file) = bundle_with(&tensors(table));
        assert!(world.refusal(&file).contains("damaged"), "{table}");
    }
    let (world, file) = bundle_with(&tensors(r#"{"w":{"dtype":"F32"}}"#));
    assert!(world.refusal(&file).contains("nonsense"));
}

#[test]
fn weights_whose_table_lies_about_sizes_are_refused() {
    for tensor in [
        r#"{"dtype":"F32","shape":[2],"data_offsets":[0,4]}"#,
        r#"{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#,
        r#"{"dtype":"F32","shape":[1],"data_offsets":[4,0]}"#,
        r#"{"dtype":"F64","shape":[1],"data_offsets":[0,4]}"#,
        r#"{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,4]}"#,
    ] {
        let (world, file) = bundle_with(&tensors(&format!(r#"{{"w":{tensor}}}"#)));
        assert!(world.refusal(&file).contains("lies about the size"), "{tensor}");
    }
}

#[test]
fn weights_with_overlaps_gaps_or_a_tail_are_refused() {
    let entry = |name: &str, from: u32, to: u32| {
        let count = (to - from) / 2;
        format!(r#""{name}":{{"dtype":"F16","shape":[{count}],"data_offsets":[{from},{to}]}}"#)
    };
    let twice = format!("{{{},{}}}", entry("a", 0, 4), entry("b", 2, 4));
    let gap = format!("{{{}}}", entry("a", 2, 4));
    for table in [twice, gap] {
        let (world, file) = bundle_with(&tensors(&table));
        assert!(world.refusal(&file).contains("overlap or leave a gap"), "{table}");
    }
    let (world, file) = bundle_with(&tensors(&format!("{{{}}}", entry("a", 0, 2))));
    assert!(world.refusal(&file).contains("belong to nothing"));
}

#[test]
fn a_network_for_enormous_pictures_is_refused() {
    let (json, weights) = sound_parts();
    let text = String::from_utf8(json).unwrap();
    let huge =
        text.replace(&format!("\"size\": {}", manifest().preparation.size), "\"size\": 4096");
    assert_ne!(huge, text);
    let world = World::new();
    let file = world.path("huge.tillsight");
    let parts: [(&str, &[u8]); 2] =
        [("manifest.json", huge.as_bytes()), ("weights.safetensors", &weights)];
    zip_of(&file, &parts);
    assert!(world.refusal(&file).contains("1024"));
}

#[test]
fn a_network_for_millions_of_products_is_refused() {
    let home = World::new();
    let staged = home.registry.create("many").unwrap();
    fs::write(staged.weights_path(), super::weights("many")).unwrap();
    let class = |number: u32| tillsight::registry::ClassEntry {
        id: format!("p{number}"),
        coarse: "goods".to_owned(),
        cautious: false,
    };
    let classes = (0..20_001).map(class).collect();
    staged.commit(tillsight::registry::Manifest { classes, ..manifest() }).unwrap();
    let file = home.path("many.tillsight");
    home.registry.export("many", &file).unwrap();
    assert!(World::new().refusal(&file).contains("more than 20000 products"));
}

#[test]
fn what_the_check_says_refuses_the_file_and_leaves_nothing() {
    let (world, file) = bundle_with(&super::weights("guest"));
    let error = world
        .registry
        .import(&file, |version| Err(format!("{} is no network", version.name())))
        .unwrap_err();
    assert!(error.to_string().ends_with("was not imported: guest is no network"), "{error}");
    assert!(world.names_on_disk().is_empty());
}

#[test]
fn a_manifest_that_lies_about_its_network_is_refused() {
    // The registry knows no networks: whoever imports tries to load what came.
    let (world, file) = bundle_with(&super::weights("guest"));
    let check = tillsight::recognition::try_loading;
    let error = world.registry.import(&file, check).unwrap_err();
    assert!(matches!(error, RegistryError::Refused { .. }), "{error}");
    assert!(world.names_on_disk().is_empty());
}

/// A sound manifest with another value in one of its fields.
fn with_field(manifest: &[u8], field: &str, value: serde_json::Value) -> Vec<u8> {
    let mut json: serde_json::Value = serde_json::from_slice(manifest).unwrap();
    json[field] = value;
    serde_json::to_vec(&json).unwrap()
}

#[test]
fn a_zip_whose_texts_drive_terminals_or_are_endless_is_refused() {
    use serde_json::json;
    let (manifest, weights) = sound_parts();
    let command = "good\u{1b}[2J\u{1b}]0;owned\u{7}";
    for (field, value) in [
        ("notes", json!(command)),
        ("notes", json!("good\u{202e}doog")),
        ("notes", json!("x".repeat(10_000))),
        ("architecture", json!(command)),
        ("parent", json!(command)),
        ("metrics", json!({ command: 1.0 })),
        ("recipe", json!({"a": [{"b": command}]})),
        ("recipe", json!({ command: 1 })),
        ("shape", json!({"a": command})),
    ] {
        let world = World::new();
        let file = world.path("hostile.tillsight");
        let hostile = with_field(&manifest, field, value);
        zip_of(&file, &[("manifest.json", &hostile), ("weights.safetensors", &weights)]);
        let reason = world.refusal(&file);
        assert!(reason.contains(field), "{field}: {reason}");
        assert!(!reason.contains('\u{1b}'), "{field}: {reason:?}");
    }
    let world = World::new();
    let file = world.path("hostile.tillsight");
    let card = command.as_bytes();
    let parts: [(&str, &[u8]); 3] =
        [("manifest.json", &manifest), ("weights.safetensors", &weights), ("MODEL_CARD.md", card)];
    zip_of(&file, &parts);
    assert!(world.refusal(&file).contains("MODEL_CARD.md in it holds a control character"));
}
