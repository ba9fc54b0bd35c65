//! The grid file: questions with their choices, expanded into the networks and recipes to try.

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    ExperimentError,
    grid_fault::{GridFault, MOST_TRIALS},
    trial::{Keys, Trial, choices_of, is_known, known_keys},
};
use base::regular_file;
use training::TrainingError;

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
    pub(super) fn read(path: &Path, epochs: Option<usize>) -> Result<Self, ExperimentError> {
        let bad = |fault: GridFault| ExperimentError::BadGrid { path: path.to_owned(), fault };
        let text = regular_file::read_text(path).map_err(TrainingError::file(path))?;
        let is_json = path.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("json"));
        let file: GridFile = if is_json {
            serde_json::from_str(&text).map_err(|error| bad(error.into()))?
        } else {
            toml::from_str(&text).map_err(|error| bad(toml_fault(&error, &text)))?
        };
        Self::expand(file, epochs).map_err(bad)
    }

    fn expand(file: GridFile, epochs: Option<usize>) -> Result<Self, GridFault> {
        let epochs = epochs.or(file.epochs);
        let base = checked_base(file.base)?;
        let questions =
            file.vary.into_iter().map(Question::new).collect::<Result<Vec<_>, GridFault>>()?;
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
    ) -> Result<(), GridFault> {
        for (choice, changed) in question.choices {
            let mut keys = base.clone();
            keys.extend(changed);
            let trial = Trial::new(&keys, epochs)
                .map_err(|fault| GridFault::of_choice(&question.name, &choice, fault))?;
            let network = match self.trials.iter().position(|known| *known == trial) {
                Some(known) => known,
                None if self.trials.len() == MOST_TRIALS => return Err(GridFault::TooMany),
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
    fn new(table: Keys) -> Result<Self, GridFault> {
        let mut table = table;
        let name = match table.remove(NAME) {
            None => None,
            Some(Value::String(name)) if !name.trim().is_empty() => Some(name),
            Some(other) => return Err(GridFault::NameIsNoText(other)),
        };
        let place =
            name.as_deref().map_or("[[vary]]".into(), |name| format!("[[vary]] \"{name}\""));
        let table = known_only(table, &place)?;
        if table.is_empty() {
            return Err(GridFault::ChangesNothing { place });
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
                return Err(GridFault::EmptyList { place, key });
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

fn checked_base(base: Keys) -> Result<Keys, GridFault> {
    let base = known_only(base, "[base]")?;
    match base.iter().find(|(key, value)| choices_of(key, value).is_some()) {
        Some((key, _)) => Err(GridFault::ListInBase { key: key.clone() }),
        None => Ok(base),
    }
}

/// The table with `_` for `-` in its keys, if all of them are known.
fn known_only(table: Keys, place: &str) -> Result<Keys, GridFault> {
    let table: Keys =
        table.into_iter().map(|(key, value)| (key.replace('-', "_"), value)).collect();
    match table.keys().find(|key| !is_known(key)) {
        Some(key) => Err(GridFault::UnknownKey {
            place: place.to_owned(),
            key: key.clone(),
            known: known_keys(),
        }),
        None => Ok(table),
    }
}

/// All questions as one, whose choices are all combinations of theirs.
fn product(questions: Vec<Question>) -> Result<Question, GridFault> {
    let names: Vec<String> = questions.iter().map(|question| question.name.clone()).collect();
    let mut choices = vec![(String::new(), Keys::new())];
    for question in questions {
        choices = combined(&choices, &question.choices)?;
    }
    if names.is_empty() {
        return Err(GridFault::ProductOfNothing);
    }
    Ok(Question { name: names.join(" x "), choices })
}

fn combined(
    first: &[(String, Keys)],
    second: &[(String, Keys)],
) -> Result<Vec<(String, Keys)>, GridFault> {
    if first.len() * second.len() > MOST_TRIALS {
        return Err(GridFault::TooMany);
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
fn toml_fault(error: &toml::de::Error, text: &str) -> GridFault {
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.map(|before| before.matches('\n').count() + 1);
    GridFault::Toml { line, message: error.message().to_owned() }
}

#[cfg(test)]
#[path = "grid_tests.rs"]
mod tests;
