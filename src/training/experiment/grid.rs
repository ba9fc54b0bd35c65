//! The grid file: questions with their choices, expanded into the networks and recipes to try.

use std::{fs, path::Path};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    super::TrainingError,
    trial::{Keys, Trial, choices_of, is_known, known_keys},
};

/// More networks than this are a mistake, not a question.
const MOST_TRIALS: usize = 1000;
/// Name of the row that stands for the settings of `[base]` alone.
const BASE: &str = "base";
/// The key that names a question.
const NAME: &str = "name";

/// A grid file as it is written, in TOML or JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct GridFile {
    data_limit: Option<usize>,
    epochs: Option<usize>,
    #[serde(default)]
    product: bool,
    #[serde(default)]
    base: Keys,
    #[serde(default)]
    vary: Vec<Keys>,
}

/// One answer that a question allows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What is asked, such as "kernel size".
    pub question: String,
    /// The answer tried, such as "kernel 5".
    pub choice: String,
    /// Index of the network that tries it; several choices may share one.
    pub network: usize,
}

/// What is to be tried.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Grid {
    /// Photos to learn from, at most.
    pub data_limit: Option<usize>,
    /// Networks and recipes, each once; the first is the base unless the grid is a product.
    pub trials: Vec<Trial>,
    /// Which of them answers what, in the file's order.
    pub choices: Vec<Choice>,
}

/// A question with its choices: what to call each, and the keys that it changes.
struct Question {
    name: String,
    choices: Vec<(String, Keys)>,
}

impl Grid {
    /// Reads a grid file. `epochs` stands in place of the file's own.
    pub(super) fn read(path: &Path, epochs: Option<usize>) -> Result<Self, TrainingError> {
        let bad = |reason: String| TrainingError::BadGrid { path: path.to_owned(), reason };
        let text = fs::read_to_string(path).map_err(TrainingError::file(path))?;
        let is_json = path.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("json"));
        let file: GridFile = if is_json {
            serde_json::from_str(&text).map_err(|error| bad(error.to_string()))?
        } else {
            toml::from_str(&text).map_err(|error| bad(toml_fault(&error, &text)))?
        };
        Self::expand(file, epochs).map_err(bad)
    }

    fn expand(file: GridFile, epochs: Option<usize>) -> Result<Self, String> {
        let epochs = epochs.or(file.epochs);
        let base = checked_base(file.base)?;
        let questions =
            file.vary.into_iter().map(Question::new).collect::<Result<Vec<_>, String>>()?;
        let questions = if file.product {
            vec![product(questions)?]
        } else {
            let alone = Question { name: BASE.into(), choices: vec![(BASE.into(), Keys::new())] };
            std::iter::once(alone).chain(questions).collect()
        };
        let mut grid =
            Self { data_limit: file.data_limit, trials: Vec::new(), choices: Vec::new() };
        for question in questions {
            grid.add(question, &base, epochs)?;
        }
        Ok(grid)
    }

    fn add(
        &mut self,
        question: Question,
        base: &Keys,
        epochs: Option<usize>,
    ) -> Result<(), String> {
        for (choice, changed) in question.choices {
            let mut keys = base.clone();
            keys.extend(changed);
            let trial = Trial::new(&keys, epochs)
                .map_err(|reason| format!("\"{}\", {choice}: {reason}", question.name))?;
            let network = match self.trials.iter().position(|known| *known == trial) {
                Some(known) => known,
                None if self.trials.len() == MOST_TRIALS => return Err(too_many()),
                None => {
                    self.trials.push(trial);
                    self.trials.len() - 1
                }
            };
            self.choices.push(Choice { question: question.name.clone(), choice, network });
        }
        Ok(())
    }
}

impl Question {
    /// Reads one `[[vary]]` table: lists are choices, in every combination if there are several;
    /// single values hold for all of them.
    fn new(table: Keys) -> Result<Self, String> {
        let mut table = table;
        let name = match table.remove(NAME) {
            None => None,
            Some(Value::String(name)) if !name.trim().is_empty() => Some(name),
            Some(other) => return Err(format!("a name of [[vary]] is {other}, it must be a text")),
        };
        let place =
            name.as_deref().map_or("[[vary]]".into(), |name| format!("[[vary]] \"{name}\""));
        let table = known_only(table, &place)?;
        if table.is_empty() {
            return Err(format!("{place} changes nothing; give it a key with a list of choices"));
        }
        let (varied, fixed): (Vec<_>, Vec<_>) =
            table.into_iter().partition(|(key, value)| choices_of(key, value).is_some());
        let named: Vec<&str> = match varied.as_slice() {
            [] => fixed.iter().map(|(key, _)| key.as_str()).collect(),
            varied => varied.iter().map(|(key, _)| key.as_str()).collect(),
        };
        let name = name.unwrap_or_else(|| named.join(", "));
        let label = if varied.is_empty() { label_of(&fixed) } else { String::new() };
        let mut choices = vec![(label, Keys::from_iter(fixed))];
        for (key, value) in varied {
            let values = choices_of(&key, &value).unwrap_or_default();
            if values.is_empty() {
                return Err(format!("{place}: {key} is an empty list; name at least one choice"));
            }
            let options = values.iter().map(|value| {
                let keys = Keys::from_iter([(key.clone(), value.clone())]);
                (label_of(&[(key.clone(), value.clone())]), keys)
            });
            choices = combined(&choices, &options.collect::<Vec<_>>())?;
        }
        Ok(Self { name, choices })
    }
}

fn checked_base(base: Keys) -> Result<Keys, String> {
    let base = known_only(base, "[base]")?;
    match base.iter().find(|(key, value)| choices_of(key, value).is_some()) {
        Some((key, _)) => Err(format!("[base]: {key} is a list; choices belong under [[vary]]")),
        None => Ok(base),
    }
}

/// The table with `_` for `-` in its keys, if all of them are known.
fn known_only(table: Keys, place: &str) -> Result<Keys, String> {
    let table: Keys =
        table.into_iter().map(|(key, value)| (key.replace('-', "_"), value)).collect();
    match table.keys().find(|key| !is_known(key)) {
        Some(key) => {
            Err(format!("{place} has the unknown key \"{key}\"; a key is {}", known_keys()))
        }
        None => Ok(table),
    }
}

/// All questions as one, whose choices are all combinations of theirs.
fn product(questions: Vec<Question>) -> Result<Question, String> {
    let names: Vec<String> = questions.iter().map(|question| question.name.clone()).collect();
    let mut choices = vec![(String::new(), Keys::new())];
    for question in questions {
        choices = combined(&choices, &question.choices)?;
    }
    if names.is_empty() {
        return Err("product needs at least one [[vary]]".to_owned());
    }
    Ok(Question { name: names.join(" x "), choices })
}

fn combined(
    first: &[(String, Keys)],
    second: &[(String, Keys)],
) -> Result<Vec<(String, Keys)>, String> {
    if first.len() * second.len() > MOST_TRIALS {
        return Err(too_many());
    }
    let both = first.iter().flat_map(|(label, keys)| {
        second.iter().map(move |(more, others)| {
            let comma = if label.is_empty() { "" } else { ", " };
            let keys = keys.clone().into_iter().chain(others.clone()).collect();
            (format!("{label}{comma}{more}"), keys)
        })
    });
    Ok(both.collect())
}

fn too_many() -> String {
    format!("it asks for more than {MOST_TRIALS} networks; leave some choices out")
}

/// What people read of a choice: `kernel 5`, `channels 32-64`, `grey`.
fn label_of(keys: &[(String, Value)]) -> String {
    let one = |(key, value): &(String, Value)| match (key.as_str(), value) {
        ("colour" | "colours" | "arch", Value::String(word)) => word.clone(),
        (key, Value::String(word)) => format!("{key} {word}"),
        (key, Value::Array(list)) => {
            let parts: Vec<String> = list.iter().map(Value::to_string).collect();
            format!("{key} {}", parts.join("-"))
        }
        (key, value) => format!("{key} {value}"),
    };
    keys.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The TOML reader's message in one line, with the place.
fn toml_fault(error: &toml::de::Error, text: &str) -> String {
    let message = error.message();
    match error.span().and_then(|span| text.get(..span.start)) {
        Some(before) => format!("line {}: {message}", before.matches('\n').count() + 1),
        None => message.to_owned(),
    }
}

#[cfg(test)]
#[path = "grid_tests.rs"]
mod tests;
