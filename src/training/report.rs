//! A judgement on paper: figures, products and photos as files that other programs read.

use std::{collections::BTreeMap, fs, path::Path};

use super::{Evaluation, TrainingError};
use crate::recognition::{Decision, Recogniser};

/// One judged photo.
pub(super) struct JudgedRow {
    pub name: String,
    /// The data's name of what it shows.
    pub label: String,
    /// The model's class of that name, if it has one.
    pub truth: Option<usize>,
    pub kind_is_right: bool,
    pub kind_is_known: bool,
    pub is_seen: bool,
    /// The four most probable classes.
    pub best: Vec<usize>,
    pub decision: Decision,
    /// How surely the photo shows a known product.
    pub known: f64,
    pub shares: Vec<f64>,
}

/// Writes `evaluation.json`, `photos.csv`, `products.csv` and `confusion.csv` into `folder`.
pub(super) fn write(
    folder: &Path,
    evaluation: &Evaluation,
    rows: &[JudgedRow],
    recogniser: &Recogniser,
) -> Result<(), TrainingError> {
    fs::create_dir_all(folder).map_err(TrainingError::file(folder))?;
    let path = folder.join("evaluation.json");
    let json = serde_json::to_vec_pretty(evaluation)
        .map_err(|error| TrainingError::File { path: path.clone(), source: error.into() })?;
    fs::write(&path, json).map_err(TrainingError::file(&path))?;
    write_csv(&folder.join("photos.csv"), photo_lines(rows, recogniser))?;
    write_csv(&folder.join("products.csv"), product_lines(rows))?;
    write_csv(&folder.join("confusion.csv"), confusion_lines(rows, recogniser))
}

fn write_csv(path: &Path, lines: Vec<Vec<String>>) -> Result<(), TrainingError> {
    let failed = |error: csv::Error| TrainingError::File {
        path: path.to_owned(),
        source: std::io::Error::other(error),
    };
    let mut writer = csv::Writer::from_path(path).map_err(failed)?;
    for line in lines {
        writer.write_record(line).map_err(failed)?;
    }
    writer.flush().map_err(TrainingError::file(path))
}

fn header(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn product_name(index: usize, recogniser: &Recogniser) -> String {
    recogniser.products().get(index).map(ToString::to_string).unwrap_or_default()
}

fn photo_lines(rows: &[JudgedRow], recogniser: &Recogniser) -> Vec<Vec<String>> {
    let mut lines = vec![header(&[
        "photo", "shows", "decision", "seen", "first", "second", "third", "fourth", "score",
    ])];
    for row in rows {
        let decision = match row.decision {
            Decision::Accept(_) => "accept",
            Decision::Ask => "ask",
            Decision::Unknown => "unknown",
        };
        let mut line =
            vec![row.name.clone(), row.label.clone(), decision.to_owned(), row.is_seen.to_string()];
        line.extend((0..4).map(|rank| {
            row.best.get(rank).map(|&index| product_name(index, recogniser)).unwrap_or_default()
        }));
        line.push(format!("{:.4}", row.best_score()));
        lines.push(line);
    }
    lines
}

fn product_lines(rows: &[JudgedRow]) -> Vec<Vec<String>> {
    let mut figures: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for row in rows {
        let [photos, first, four] = figures.entry(&row.label).or_default();
        *photos += 1;
        *first += usize::from(row.is_in_top(1));
        *four += usize::from(row.is_in_top(4));
    }
    let mut lines = vec![header(&["product", "photos", "top1", "top4"])];
    for (product, [photos, first, four]) in figures {
        let share = |count: usize| format!("{:.4}", count as f64 / photos.max(1) as f64);
        lines.push(vec![product.to_owned(), photos.to_string(), share(first), share(four)]);
    }
    lines
}

fn confusion_lines(rows: &[JudgedRow], recogniser: &Recogniser) -> Vec<Vec<String>> {
    let mut counts: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.is_in_top(1)) {
        if let Some(&best) = row.best.first() {
            *counts.entry((&row.label, product_name(best, recogniser))).or_default() += 1;
        }
    }
    let mut ordered: Vec<_> = counts.into_iter().collect();
    ordered.sort_by_key(|entry| std::cmp::Reverse(entry.1));
    let mut lines = vec![header(&["shows", "taken_for", "photos"])];
    lines.extend(
        ordered
            .into_iter()
            .map(|((label, taken), count)| vec![label.to_owned(), taken, count.to_string()]),
    );
    lines
}
