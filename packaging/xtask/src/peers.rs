//! `cargo xtask bench --peers`: Tillsight beside PyTorch and ONNX Runtime, on the same network, photos
//! and threads, in one run. The programs take turns, so that whatever else the machine does hits
//! all of them alike.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::cargo_steps;
use crate::child::{run, shown};
use crate::error::{FileContext, Result, SetupError};
use crate::libtorch::Source;
use crate::places;
use crate::platform::Platform;
use crate::seal::{self, Depth};

/// Rounds in which every program takes its turn; one more, first, does not count.
const ROUNDS: usize = 9;
/// Threads that each program may use.
const THREADS: &str = "2";
const STEPS: [&str; 4] = ["decode", "prepare", "network", "both"];
const TORCH: &str = "2.11.0";
/// The index that has torch without CUDA, a tenth of the download.
const CPU_INDEX: &str = "https://download.pytorch.org/whl/cpu";
const REQUIREMENTS: &str = include_str!("../../peers/requirements.txt");
const READ_ABOVE: &str = "its own message stands above";

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
    let python = make_environment()?;
    let answers = std::env::temp_dir().join(format!("tillsight-peers-{}", std::process::id()));
    let mut contenders = Vec::new();
    for (name, mut command) in commands(&plan, &source, &python) {
        command.arg(&plan.model).arg(&answers).args(&photos);
        match Contender::start(name, &mut command) {
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

/// Makes the Python environment of the peers in the user's cache, unless it is there; its Python.
fn make_environment() -> Result<PathBuf> {
    let cache = places::cache()?;
    let _lock = places::lock(&cache)?;
    let folder = cache.join("peers");
    let python = match std::env::consts::OS {
        "windows" => folder.join("Scripts/python.exe"),
        _ => folder.join("bin/python"),
    };
    let plan = format!("torch {TORCH}\n{REQUIREMENTS}");
    let done = folder.join("plan.txt");
    if fs::read_to_string(&done).is_ok_and(|made| made == plan) {
        return Ok(python);
    }
    println!("Making the peers' Python environment in {}", folder.display());
    seal::remove_folder(&folder)?;
    let system = Platform::current()?.python();
    run(Command::new(system).args(["-m", "venv"]).arg(&folder), "install python3-venv")?;
    install_torch(&python)?;
    let list = folder.join("requirements.txt");
    fs::write(&list, REQUIREMENTS).on("write", &list)?;
    run(pip(&python).arg("-r").arg(&list), "check the network and run the command again")?;
    fs::write(&done, plan).on("write", &done)?;
    Ok(python)
}

fn install_torch(python: &Path) -> Result<()> {
    let requirement = format!("torch=={TORCH}");
    let small = ["--retries", "1", "--timeout", "15", "--index-url", CPU_INDEX];
    if run(pip(python).args(small).arg(&requirement), "").is_ok() {
        return Ok(());
    }
    println!("PyTorch's own index cannot be reached: torch comes from PyPI, with CUDA (some 3 GB)");
    run(pip(python).arg(&requirement), "check the network and run the command again")
}

fn pip(python: &Path) -> Command {
    let mut pip = Command::new(python);
    pip.args(["-m", "pip", "install", "--quiet", "--no-cache-dir", "--disable-pip-version-check"]);
    pip
}

/// A program that waits for its turn.
struct Contender {
    name: &'static str,
    command: String,
    child: Child,
    turns: ChildStdin,
    lines: BufReader<ChildStdout>,
    /// Milliseconds of each step.
    millis: BTreeMap<String, Vec<f64>>,
}

impl Contender {
    fn start(name: &'static str, command: &mut Command) -> Result<Self> {
        println!("Starting {name}");
        for variable in ["OMP_NUM_THREADS", "RAYON_NUM_THREADS"] {
            command.env(variable, THREADS);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|source| SetupError::ProgramMissing {
            program: command.get_program().to_string_lossy().into_owned(),
            source,
        })?;
        let (Some(turns), Some(lines)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(SetupError::ProofFailed(format!("{name} has no pipes")));
        };
        let lines = BufReader::new(lines);
        let command = shown(command);
        let mut contender = Self { name, command, child, turns, lines, millis: BTreeMap::new() };
        while contender.line()? != "ready" {}
        Ok(contender)
    }

    /// The next line; an error if the program ended instead.
    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        match self.lines.read_line(&mut line) {
            Ok(count) if count > 0 => Ok(line.trim_end().to_owned()),
            _ => {
                let command = self.command.clone();
                let status = self.child.wait().map_err(|source| SetupError::ProgramMissing {
                    program: command.clone(),
                    source,
                })?;
                Err(SetupError::CommandFailed { command, status, advice: READ_ABOVE })
            }
        }
    }

    fn take_turn(&mut self, counts: bool) -> Result<()> {
        // One that has ended is noticed by the line that does not come.
        let _ = writeln!(self.turns, "round").and_then(|()| self.turns.flush());
        loop {
            let line = self.line()?;
            if line == "done" {
                return Ok(());
            }
            let (step, millis) = parse_line(&line)?;
            if counts {
                self.millis.entry(step).or_default().extend(millis);
            }
        }
    }

    fn median(&self, step: &str) -> Option<f64> {
        self.millis.get(step).and_then(|millis| median(millis))
    }
}

impl Drop for Contender {
    fn drop(&mut self) {
        // It ends when its input does; whoever hangs is ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads `STEP MILLIS...`.
fn parse_line(line: &str) -> Result<(String, Vec<f64>)> {
    let bad = || SetupError::ProofFailed(format!("a program said `{line}` instead of its times"));
    let mut words = line.split_whitespace();
    let step = words.next().filter(|step| STEPS.contains(step)).ok_or_else(bad)?;
    let millis = words.map(|word| word.parse().map_err(|_| bad())).collect::<Result<_>>()?;
    Ok((step.to_owned(), millis))
}

fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
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

    #[test]
    fn times_are_read_and_anything_else_is_an_error() {
        let (step, millis) = parse_line("network 2.5 3").unwrap();
        assert_eq!((step.as_str(), millis.as_slice()), ("network", &[2.5, 3.0][..]));
        for line in ["", "sleep 2", "network two"] {
            assert!(parse_line(line).is_err(), "{line}");
        }
    }

    #[test]
    fn the_median_is_the_middle_of_the_sorted() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[]), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_contender_takes_turns_and_one_that_ends_is_told() {
        let script = "echo ready; read line; echo network 2 4 6; echo done; exit 3";
        let mut contender =
            Contender::start("shell", Command::new("sh").args(["-c", script])).unwrap();
        contender.take_turn(true).unwrap();
        assert_eq!(contender.median("network"), Some(4.0));
        let error = contender.take_turn(true).unwrap_err().to_string();
        assert!(error.contains("exit status: 3"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_first_round_does_not_count() {
        let script = "echo ready; while read line; do echo network 5; echo done; done";
        let mut contender =
            Contender::start("shell", Command::new("sh").args(["-c", script])).unwrap();
        contender.take_turn(false).unwrap();
        assert_eq!(contender.median("network"), None);
    }
}
