//! Tests of the manifest: what is written is read again, and what makes no sense is refused.

use proptest::prelude::*;

use super::*;
use photo::{Colours, Fit};

fn sound() -> Manifest {
    let class = |id: &str, coarse: &str| ClassEntry {
        id: id.into(),
        coarse: coarse.into(),
        cautious: false,
    };
    Manifest {
        format: MANIFEST_FORMAT,
        name: "test".into(),
        created: "2026-11-23T06:00:00Z".into(),
        architecture: "article".into(),
        shape: None,
        classes: vec![class("apple", "apple"), class("royal-gala", "apple")],
        preparation: Preparation {
            size: 32,
            fit: Fit::Crop,
            mean: [127.0; 3],
            scale: [128.0; 3],
            colours: Colours::Colour,
        },
        temperature: 1.5,
        gaussian_share: 0.0,
        prototype_weight: None,
        thresholds: Thresholds { accept: 0.9, familiar: 0.0, unknown: 0.2 },
        metrics: BTreeMap::from([("top1".into(), 0.8)]),
        recipe: serde_json::json!({"epochs": 10}),
        seed: 7,
        parent: None,
        weights_sha256: "0".repeat(64),
        seen: vec!["00000000000000ff".into()],
        notes: String::new(),
    }
}

fn fault_of(change: impl FnOnce(&mut Manifest)) -> String {
    let mut manifest = sound();
    change(&mut manifest);
    manifest.check().unwrap_err().to_string()
}

fn parse(json: &str) -> Result<Manifest, RegistryError> {
    Manifest::from_json(json.as_bytes(), Path::new("manifest.json"))
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(
        name in "[a-z0-9][a-z0-9._-]{0,20}[a-z0-9]",
        seconds in 0_i64..4_000_000_000,
        size in 1_u32..=4096,
        mean in prop::array::uniform3(-300.0_f32..300.0),
        scale in prop::array::uniform3(0.001_f32..300.0),
        colours in prop_oneof![Just(Colours::Colour), Just(Colours::Grey)],
        temperature in 0.01_f64..10.0,
        accept in 0.0_f64..=1.0,
        unknown in 0.0_f64..=1.0,
        ids in prop::collection::btree_set("[a-z]{1,8}(-[a-z0-9]{1,4})?", 1..20),
        metrics in prop::collection::btree_map("[a-z0-9_]{1,10}", -1e9_f64..1e9, 0..6),
        seed in any::<u64>(),
        seen in prop::collection::vec(any::<u64>(), 0..30),
        parent in prop::option::of("[a-z]{1,9}"),
        notes in any::<String>(),
    ) {
        let manifest = Manifest {
            name,
            created: jiff::Timestamp::from_second(seconds).unwrap().to_string(),
            classes: ids
                .into_iter()
                .map(|id| ClassEntry { coarse: id.clone(), id, cautious: false })
                .collect(),
            preparation: Preparation { size, fit: Fit::Stretch, mean, scale, colours },
            temperature,
            gaussian_share: 0.0,
            prototype_weight: None,
            thresholds: Thresholds { accept, familiar: 0.0, unknown },
            metrics,
            seed,
            seen: seen.iter().map(|hash| format!("{hash:016x}")).collect(),
            parent,
            notes,
            ..sound()
        };
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("manifest.json");
        manifest.write(&file).unwrap();
        prop_assert_eq!(Manifest::read(&file).unwrap(), manifest);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Manifest::from_json(&bytes, Path::new("manifest.json")).is_err());
    }
}

#[test]
fn a_sound_manifest_passes() {
    sound().check().unwrap();
}

#[test]
fn a_manifest_that_does_not_say_colour_or_grey_is_for_colour() {
    let old = serde_json::to_string(&sound()).unwrap();
    assert!(!old.contains("colours"), "{old}");
    assert_eq!(parse(&old).unwrap().preparation.colours, Colours::Colour);
    let preparation = Preparation { colours: Colours::Grey, ..sound().preparation };
    let grey = serde_json::to_string(&Manifest { preparation, ..sound() }).unwrap();
    assert_eq!(parse(&grey).unwrap().preparation.colours, Colours::Grey);
}

#[test]
fn a_manifest_from_the_future_is_named_as_such_even_if_its_fields_changed() {
    let error = parse(r#"{"format": 4, "model": {"name": "later"}}"#).unwrap_err();
    assert!(matches!(error, RegistryError::FromTheFuture { format: 4, .. }), "{error}");
    assert!(error.to_string().contains("update Tillsight"), "{error}");
}

#[test]
fn a_weight_of_the_clean_pictures_must_make_sense_and_lies_between_its_ends() {
    let weight = |strange: (f64, f64), familiar: (f64, f64)| {
        let at = |(known, weight)| KnownWeight { known, weight };
        PrototypeWeight { strange: at(strange), familiar: at(familiar) }
    };
    let sound = weight((0.2, 20.0), (0.3, 8.0));
    assert_eq!([0.1, 0.2, 0.3, 0.9].map(|known| sound.at(known)), [20.0, 20.0, 8.0, 8.0]);
    assert!((sound.at(0.25) - 14.0).abs() < 1e-9);
    let wrong = [
        (weight((0.3, 20.0), (0.3, 8.0)), "is strange where"),
        (weight((0.2, -1.0), (0.3, 8.0)), "below zero"),
        (weight((0.2, f64::NAN), (0.3, 8.0)), "not finite"),
        (weight((f64::NAN, 1.0), (0.3, 8.0)), "is strange where"),
    ];
    for (weight, expected) in wrong {
        let fault = fault_of(|m| m.prototype_weight = Some(weight));
        assert!(fault.contains("prototype_weight") && fault.contains(expected), "{fault}");
    }
}

#[test]
fn thresholds_that_are_no_numbers_are_refused() {
    assert!(fault_of(|m| m.thresholds.accept = f64::NAN).contains("thresholds.accept"));
    assert!(fault_of(|m| m.thresholds.unknown = f64::INFINITY).contains("thresholds.unknown"));
    assert!(fault_of(|m| m.thresholds.familiar = f64::NAN).contains("thresholds.familiar"));
    assert!(fault_of(|m| m.gaussian_share = -1.0).contains("gaussian_share"));
    let json = serde_json::to_string(&sound()).unwrap();
    for bad in ["NaN", "null", "\"0.9\"", "1e999"] {
        let text = json.replace("\"accept\":0.9", &format!("\"accept\":{bad}"));
        assert_ne!(text, json);
        let error = parse(&text).unwrap_err();
        assert!(matches!(error, RegistryError::BadManifest { .. }), "{bad}: {error}");
    }
}

#[test]
fn a_manifest_with_nan_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("manifest.json");
    let manifest = Manifest { temperature: f64::NAN, ..sound() };
    assert!(manifest.write(&file).unwrap_err().to_string().contains("temperature"));
    assert!(!file.exists());
}

#[test]
fn numbers_out_of_place_are_refused() {
    assert!(fault_of(|m| m.format = 0).contains("format"));
    assert!(fault_of(|m| m.temperature = 0.0).contains("temperature"));
    assert!(fault_of(|m| m.preparation.size = 0).contains("preparation.size"));
    assert!(fault_of(|m| m.preparation.mean[1] = f32::NAN).contains("preparation.mean"));
    assert!(fault_of(|m| m.preparation.scale[2] = 0.0).contains("preparation.scale"));
    assert!(fault_of(|m| m.metrics = [("ece".into(), f64::NAN)].into()).contains("\"ece\""));
}

#[test]
fn classes_must_be_there_be_slugs_and_be_different() {
    assert!(fault_of(|m| m.classes.clear()).contains("classes is empty"));
    assert!(fault_of(|m| m.classes[0].id = "Big Apple".into()).contains("not a slug"));
    assert!(fault_of(|m| m.classes[1].coarse = "../up".into()).contains("not a slug"));
    assert!(fault_of(|m| m.classes[1].id = "apple".into()).contains("twice"));
}

#[test]
fn names_times_and_hashes_are_checked() {
    assert!(fault_of(|m| m.name = "../evil".into()).contains("name"));
    assert!(fault_of(|m| m.created = "yesterday".into()).contains("created"));
    assert!(fault_of(|m| m.weights_sha256 = "ABC".into()).contains("weights_sha256"));
    assert!(fault_of(|m| m.seen.push("xyz".into())).contains("seen"));
}

#[test]
fn a_cut_off_manifest_is_refused() {
    let json = serde_json::to_string(&sound()).unwrap();
    let error = parse(&json[..json.len() / 2]).unwrap_err();
    assert!(matches!(error, RegistryError::BadManifest { .. }), "{error}");
}
