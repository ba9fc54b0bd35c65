//! A training on the disk, `<shop>/runs/<name>`: what it was asked to do, its lists of photos, what it
//! told and what it grumbled.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::run_request::{REQUEST_FORMAT, RunRequest};
use super::training_lists::TrainingLists;
use base::write_atomically;
use domain::{ForPeople, Message};
use registry::{RegistryError, VersionName};
use training::{Recipe, RunEvent};

const REQUEST: &str = "request.json";
const RECIPE: &str = "recipe.json";
const CLASSES: &str = "classes.csv";
const TRAIN: &str = "train.txt";
const VALIDATION: &str = "validation.txt";
const EVENTS: &str = "events.jsonl";
const LOG: &str = "log.txt";

/// What keeps a training from being written, read or begun.
#[derive(Debug, Error)]
pub(crate) enum RunError {
    /// The disk.
    #[error("{} could not be read or written ({source}); check the disk", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file is not what this program wrote.
    #[error("{} is damaged ({reason}); discard this training and begin anew", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// It came from a later program.
    #[error("{} was written by a newer Tillsight; update this one", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
    },
    /// The program that trains does not start.
    #[error("the program that trains, {}, does not start ({source})", program.display())]
    NoProgram {
        /// The program.
        program: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The name of a version.
    #[error(transparent)]
    Registry(#[from] RegistryError),
}

impl ForPeople for RunError {
    fn message(&self) -> Message {
        let at = |id, path: &Path| Message::new(id).naming("path", path.display().to_string());
        match self {
            Self::File { path, source } => Message::of_file(path, source),
            Self::Damaged { path, .. } => at("run-damaged", path),
            Self::Newer { path } => at("run-newer", path),
            Self::NoProgram { program, source } => {
                at("run-no-program", program).because(Message::of_io(source))
            }
            Self::Registry(error) => error.message(),
        }
    }
}

impl RunError {
    pub(super) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}

/// The folder of one training.
#[derive(Clone, Debug)]
pub(super) struct RunFolder {
    folder: PathBuf,
    pub request: RunRequest,
}

impl RunFolder {
    /// Writes a new training into `runs`; the request comes last: a folder with one is whole.
    pub(super) fn create(
        runs: &Path,
        request: RunRequest,
        recipe: &Recipe,
        lists: &TrainingLists,
    ) -> Result<Self, RunError> {
        let folder = runs.join(VersionName::new(&request.name)?.as_str());
        fs::create_dir_all(&folder).map_err(RunError::file(&folder))?;
        let write = |name: &str, text: &str| {
            write_atomically(&folder.join(name), |out| out.write_all(text.as_bytes()))
                .map_err(|error| RunError::File { path: error.path, source: error.source })
        };
        write(CLASSES, &lists.classes)?;
        write(TRAIN, &lists.train)?;
        write(VALIDATION, &lists.validation)?;
        write(RECIPE, &json(recipe))?;
        write(REQUEST, &json(&request))?;
        Ok(Self { folder, request })
    }

    /// Reads a training.
    pub(super) fn open(folder: &Path) -> Result<Self, RunError> {
        let path = folder.join(REQUEST);
        let text = fs::read_to_string(&path).map_err(RunError::file(&path))?;
        let damaged = |error: serde_json::Error| RunError::Damaged {
            path: path.clone(),
            reason: error.to_string(),
        };
        let value: serde_json::Value = serde_json::from_str(&text).map_err(damaged)?;
        if value.get("format").and_then(serde_json::Value::as_u64) > Some(REQUEST_FORMAT.into()) {
            return Err(RunError::Newer { path });
        }
        let request: RunRequest = serde_json::from_value(value).map_err(damaged)?;
        Ok(Self { folder: folder.to_owned(), request })
    }

    /// The training that was asked for last, if there is one that can be read.
    pub(super) fn newest(runs: &Path) -> Option<Self> {
        let folders = fs::read_dir(runs).ok()?.filter_map(Result::ok).map(|entry| entry.path());
        let readable = folders.filter(|folder| folder.join(REQUEST).is_file()).filter_map(|path| {
            Self::open(&path).map_err(|error| tracing::warn!(%error, "a training is left out")).ok()
        });
        readable.max_by(|a, b| a.request.asked_at.cmp(&b.request.asked_at))
    }

    /// What the program that trains is to be called with.
    pub(super) fn arguments(&self, shop: &Path, resume: bool) -> Vec<OsString> {
        let file = |name: &str| self.folder.join(name).into_os_string();
        let RunRequest { name, parent, choice, validation_photos, .. } = &self.request;
        let validation =
            if *validation_photos > 0 { file(VALIDATION) } else { OsString::from("0.1") };
        let device = if choice.cpu_only { "cpu" } else { "auto" };
        let mut arguments: Vec<OsString> = vec!["--shop".into(), shop.into(), "train".into()];
        let pairs = [
            ("--data", file(TRAIN)),
            ("--val", validation),
            ("--name", name.into()),
            ("--init", parent.into()),
            ("--recipe", file(RECIPE)),
            ("--device", device.into()),
        ];
        for (option, value) in pairs {
            arguments.extend([option.into(), value]);
        }
        arguments.extend(["--events".into(), "--low-priority".into()]);
        if resume {
            arguments.push("--resume".into());
        }
        arguments
    }

    /// Everything that it told so far. A last line that a power cut left half written is left out.
    pub(super) fn events(&self) -> Vec<RunEvent> {
        let Ok(file) = File::open(self.folder.join(EVENTS)) else { return Vec::new() };
        let lines = BufReader::new(file).lines().map_while(Result::ok);
        lines.filter_map(|line| serde_json::from_str(&line).ok()).collect()
    }

    /// Where to write what it tells, line by line.
    pub(super) fn open_events(&self) -> Result<File, RunError> {
        let path = self.folder.join(EVENTS);
        let ends_whole =
            fs::read(&path).map_or(true, |text| text.last().is_none_or(|b| *b == b'\n'));
        let open = File::options().create(true).append(true).open(&path);
        let mut file = open.map_err(RunError::file(&path))?;
        if !ends_whole {
            file.write_all(b"\n").map_err(RunError::file(&path))?;
        }
        Ok(file)
    }

    /// Where its complaints go.
    pub(super) fn open_log(&self) -> Result<File, RunError> {
        let path = self.folder.join(LOG);
        File::options().create(true).append(true).open(&path).map_err(RunError::file(&path))
    }

    /// Removes it from the disk.
    pub(super) fn remove(&self) -> Result<(), RunError> {
        match fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(RunError::file(&self.folder)(error))
            }
            _ => Ok(()),
        }
    }
}

fn json(value: &impl serde::Serialize) -> String {
    // Plain structs of numbers and texts: there is nothing that could not be written.
    serde_json::to_string_pretty(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::super::run_request::RunChoice;
    use super::*;
    use cnn::Architecture;

    fn request(name: &str, asked_at: &str) -> RunRequest {
        RunRequest {
            format: REQUEST_FORMAT,
            name: name.to_owned(),
            parent: "grocery-1".to_owned(),
            choice: RunChoice::default(),
            asked_at: asked_at.to_owned(),
            photos: 10,
            validation_photos: 0,
            products: 2,
        }
    }

    fn create(runs: &Path, name: &str, asked_at: &str) -> RunFolder {
        let recipe = Recipe::for_architecture(&Architecture::EfficientNetLite0);
        let lists = TrainingLists::default();
        RunFolder::create(runs, request(name, asked_at), &recipe, &lists).unwrap()
    }

    #[test]
    fn the_last_one_asked_for_is_found_again() {
        let runs = tempfile::tempdir().unwrap();
        assert!(RunFolder::newest(runs.path()).is_none());
        create(runs.path(), "shop-2", "2026-11-24T10:00:00Z");
        create(runs.path(), "shop-1", "2026-11-23T10:00:00Z");
        fs::create_dir(runs.path().join("half")).unwrap();
        let newest = RunFolder::newest(runs.path()).unwrap();
        assert_eq!(newest.request, request("shop-2", "2026-11-24T10:00:00Z"));
    }

    #[test]
    fn half_a_line_of_a_power_cut_hurts_nothing() {
        let runs = tempfile::tempdir().unwrap();
        let run = create(runs.path(), "shop-1", "2026-11-24T10:00:00Z");
        let line = |event: &RunEvent| serde_json::to_string(event).unwrap();
        let (paused, on) = (RunEvent::Paused, RunEvent::WentOn);
        write!(run.open_events().unwrap(), "{}\n{{\"event\":\"wen", line(&paused)).unwrap();
        assert_eq!(run.events(), std::slice::from_ref(&paused));
        writeln!(run.open_events().unwrap(), "{}", line(&on)).unwrap();
        assert_eq!(run.events(), [paused, on]);
    }

    #[test]
    fn a_request_that_is_no_request_is_named() {
        let runs = tempfile::tempdir().unwrap();
        create(runs.path(), "shop-1", "2026-11-24T10:00:00Z");
        let folder = runs.path().join("shop-1");
        fs::write(folder.join(REQUEST), "{\"format\": 1}").unwrap();
        let error = RunFolder::open(&folder).unwrap_err();
        assert!(matches!(error, RunError::Damaged { .. }), "{error}");
        assert!(error.to_string().contains("request.json is damaged"), "{error}");
    }

    #[test]
    fn a_request_from_a_later_program_is_left_alone() {
        let runs = tempfile::tempdir().unwrap();
        create(runs.path(), "shop-1", "2026-11-24T10:00:00Z");
        let folder = runs.path().join("shop-1");
        fs::write(folder.join(REQUEST), "{\"format\": 99, \"how\": \"better\"}").unwrap();
        assert!(matches!(RunFolder::open(&folder), Err(RunError::Newer { .. })));
    }

    #[test]
    fn a_name_that_leads_elsewhere_is_refused() {
        let runs = tempfile::tempdir().unwrap();
        let recipe = Recipe::for_architecture(&Architecture::EfficientNetLite0);
        let lists = TrainingLists::default();
        let hostile = request("../elsewhere", "2026-11-24T10:00:00Z");
        let error = RunFolder::create(runs.path(), hostile, &recipe, &lists).unwrap_err();
        assert!(matches!(error, RunError::Registry(_)), "{error}");
    }

    #[test]
    fn the_program_is_told_everything() {
        let runs = tempfile::tempdir().unwrap();
        let run = create(runs.path(), "shop-1", "2026-11-24T10:00:00Z");
        let told = |resume| {
            let arguments = run.arguments(Path::new("shop"), resume);
            let words: Vec<_> = arguments.iter().map(|word| word.to_string_lossy()).collect();
            words.join(" ")
        };
        let begun = told(false);
        assert!(begun.starts_with("--shop shop train --data "), "{begun}");
        let rest = "--device auto --events --low-priority";
        assert!(begun.contains("--val 0.1 --name shop-1 --init grocery-1"), "{begun}");
        assert!(begun.ends_with(rest), "{begun}");
        assert!(told(true).ends_with(&format!("{rest} --resume")));
    }
}
