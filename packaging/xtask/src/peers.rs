//! `cargo xtask bench --peers`: Tillsight beside PyTorch and ONNX Runtime, on the same network, photos
//! and threads, in one run. The programs take turns, so that whatever else the machine does hits
//! all of them alike.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cargo_steps;
use crate::contender::{Contender, THREADS};
use crate::error::{FileContext, Result, SetupError};
use crate::libtorch::Source;
use crate::peers_environment;
use crate::places;
use crate::seal::Depth;

/// Rounds in which every program takes its turn; one more, first, does not count.
const ROUNDS: usize = 9;
static STEPS: [&str; 4] = ["decode", "prepare", "network", "both"];

/// What is compared, and on what.
#[derive(Debug, PartialEq, Eq)]
struct Plan {
    model: PathBuf,
    photos: PathBuf,
    /// Cargo's profile for Tillsight's side.
    profile: String,
}

impl Plan {
    /// Reads `[--model FOLDER] [--photos FOLDER] [--profile NAME]`.
    fn parse(words: &[&str], checkout: &Path) -> Result<Self> {
        let mut plan = Self {
            model: checkout.join("models/grocery-lite0"),
            photos: checkout.join("assets/samples"),
            profile: "bench".to_owned(),
        };
        let mut left = words;
        while let [option, value, more @ ..] = left {
            match *option {
                "--model" => plan.model = PathBuf::from(value),
                "--photos" => plan.photos = PathBuf::from(value),
                "--profile" => plan.profile = (*value).to_owned(),
                _ => break,
            }
            left = more;
        }
        if left.is_empty() { Ok(plan) } else { Err(usage()) }
    }
}

fn usage() -> SetupError {
    let line = "cargo xtask bench --peers [--model FOLDER] [--photos FOLDER] [--profile NAME]";
    SetupError::Usage(format!("it is called `{line}`"))
}

/// Sets the peers up, lets everyone take turns and prints the medians.
///
/// # Errors
/// Of set-up, if a program fails, or if the peers' network answers otherwise than ours.
pub fn compare(words: &[&str]) -> Result<()> {
    let plan = Plan::parse(words, &places::checkout())?;
    let photos = photos_in(&plan.photos)?;
    let source = cargo_steps::set_up(Depth::Quick)?;
    let python = peers_environment::make()?;
    let answers = std::env::temp_dir().join(format!("tillsight-peers-{}", std::process::id()));
    let mut contenders = Vec::new();
    for (name, mut command) in commands(&plan, &source, &python) {
        command.arg(&plan.model).arg(&answers).args(&photos);
        match Contender::start(name, &STEPS, &mut command) {
            Ok(contender) => contenders.push(contender),
            // Not every processor multiplies bfloat16; all else must start.
            Err(_) if name == BFLOAT16 => println!("{BFLOAT16}: not on this processor"),
            Err(error) => return Err(error),
        }
    }
    for round in 0..=ROUNDS {
        for contender in &mut contenders {
            contender.take_turn(round > 0)?;
        }
    }
    for file in ["input", "logits"] {
        let path = answers.with_extension(file);
        fs::remove_file(&path).on("delete", &path)?;
    }
    print_table(&plan, photos.len(), &contenders);
    Ok(())
}

const BFLOAT16: &str = "Tillsight, bfloat16";
const REFERENCE: &str = "ONNX Runtime, float32";

/// Each program's name and its command, up to the arguments that all have in common.
fn commands(plan: &Plan, source: &Source, python: &Path) -> [(&'static str, Command); 4] {
    let ours = |precision: &str| {
        let mut command = cargo_steps::cargo(source);
        command.args(["bench", "--quiet", "--bench", "peers", "--profile", &plan.profile, "--"]);
        command.args(["worker", precision]);
        command
    };
    let theirs = |peer: &str| {
        let mut command = Command::new(python);
        command.arg(places::checkout().join("packaging/peers/worker.py")).arg(peer);
        command
    };
    [
        ("Tillsight, float32", ours("float32")),
        (BFLOAT16, ours("bfloat16")),
        ("PyTorch, float32", theirs("pytorch")),
        (REFERENCE, theirs("onnxruntime")),
    ]
}

/// The photos of a folder, in the order of their names.
fn photos_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut photos = Vec::new();
    for entry in fs::read_dir(folder).on("read", folder)? {
        let path = entry.on("read", folder)?.path();
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        if matches!(ending.as_deref(), Some("jpg" | "jpeg" | "png")) {
            photos.push(path);
        }
    }
    photos.sort();
    if photos.is_empty() {
        let folder = folder.display();
        return Err(SetupError::Usage(format!("{folder} holds no photo (.jpg, .jpeg or .png)")));
    }
    Ok(photos)
}

fn print_table(plan: &Plan, photos: usize, contenders: &[Contender]) {
    println!(
        "\n{}, {photos} photos of {}, {THREADS} threads, {ROUNDS} rounds; medians in milliseconds\n",
        plan.model.display(),
        plan.photos.display(),
    );
    println!("| | decode | prepare | network | network, both sides | to ONNX Runtime's network |");
    println!("| --- | --- | --- | --- | --- | --- |");
    let reference = contenders.iter().find(|contender| contender.name == REFERENCE);
    let reference = reference.and_then(|contender| contender.median("network"));
    for contender in contenders {
        let cells: Vec<String> = STEPS.map(|step| cell(contender.median(step))).into();
        let ratio = contender.median("network").zip(reference).map(|(ours, theirs)| ours / theirs);
        println!("| {} | {} | {} |", contender.name, cells.join(" | "), cell(ratio));
    }
}

fn cell(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.2}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_and_others_refused() {
        let plan = Plan::parse(&["--photos", "/p", "--profile", "dev"], Path::new("/c")).unwrap();
        let expected = Plan {
            model: "/c/models/grocery-lite0".into(),
            photos: "/p".into(),
            profile: "dev".into(),
        };
        assert_eq!(plan, expected);
        for words in [&["--photos"][..], &["--speed", "9"], &["/p"]] {
            assert_eq!(Plan::parse(words, Path::new("/c")).unwrap_err().exit_code(), 2);
        }
    }

    #[test]
    fn photos_are_found_and_an_empty_folder_is_told() {
        let folder = tempfile::tempdir().unwrap();
        assert!(photos_in(folder.path()).unwrap_err().to_string().contains("no photo"));
        for name in ["b.JPG", "a.png", "notes.txt"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let names: Vec<_> = photos_in(folder.path())
            .unwrap()
            .iter()
            .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        assert_eq!(names, ["a.png", "b.JPG"]);
    }
}
