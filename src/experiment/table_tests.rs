//! Tests of the table, with an experiment made by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::{
    grid::Choice,
    results::{RunFigures, RunOutcome, SeedResult},
    trial::StartingWeights,
};
use cnn::Architecture;
use training::Recipe;

fn trained(seed: u64, top1: f64, factor: u64) -> SeedResult {
    let figures = RunFigures {
        photos: 100,
        validation_photos: 50,
        top1,
        top4: 0.9,
        loss: 1.25,
        parameters: 1_234_567 * factor as usize,
        weights_bytes: 2_469_134 * factor,
        multiply_adds: 4_500_000 * factor,
        train_seconds: 12.5,
        millis_per_photo: 0.25 * factor as f64,
        threads: 1,
    };
    SeedResult { seed, outcome: RunOutcome::Trained(figures) }
}

fn network(runs: Vec<SeedResult>) -> NetworkResult {
    let architecture: Architecture = "article".parse().unwrap();
    NetworkResult {
        architecture: architecture.to_string(),
        shape: None,
        init: StartingWeights::None,
        recipe: Recipe::for_architecture(&architecture),
        figures: Figures::over(&runs),
        runs,
    }
}

/// Three networks of which one is done, one ran away once, one is not yet tried.
pub(crate) fn experiment() -> Experiment {
    let away = SeedResult { seed: 1, outcome: RunOutcome::RanAway { epoch: 2 } };
    let choice = |question: &str, choice: &str, network| Choice {
        question: question.into(),
        choice: choice.into(),
        network,
    };
    Experiment {
        data: "photos".into(),
        data_limit: None,
        validation: "0.2".into(),
        seeds: vec![0, 1],
        device: "cpu",
        runs: 6,
        runs_done: 4,
        choices: vec![
            choice("base", "base", 0),
            choice("a | b & <c>", "kernel 3", 0),
            choice("a | b & <c>", "kernel \"5\"\u{1}", 1),
            choice("colour", "grey", 2),
        ],
        networks: vec![
            network(vec![trained(0, 0.50, 1), trained(1, 0.54, 1)]),
            network(vec![trained(0, 0.60, 2), away]),
            network(Vec::new()),
        ],
    }
}

#[test]
fn the_markdown_has_a_row_for_each_choice() {
    let text = markdown(&experiment());
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 6);
    assert!(lines[2].contains(" 52.0 \u{b1} 2.8 % |"), "{text}");
    assert!(lines[2].contains("| 1,234,567 | 2.47 MB |"), "{text}");
    assert!(lines[3].starts_with("| a \\| b & <c> | kernel 3"), "{text}");
    assert!(lines[4].contains("60.0 % (1 of 2 ran away)"), "{text}");
    assert!(lines[5].contains("not yet"), "{text}");
    let widths: Vec<usize> = lines.iter().map(|line| line.chars().count()).collect();
    assert!(widths.iter().all(|width| *width == widths[0]), "{text}");
}

#[test]
fn the_csv_has_every_figure_and_gaps_where_there_is_none() {
    let mut bytes = Vec::new();
    write_csv(&experiment(), &mut bytes).unwrap();
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|column| column == name).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 4);
    assert_eq!(&rows[0][column("top1")], "0.5200");
    assert_eq!(&rows[0][column("top1_deviation")], "0.0283");
    assert_eq!(&rows[1][column("question")], "a | b & <c>");
    assert_eq!(&rows[2][column("top1_deviation")], "");
    assert_eq!(&rows[2][column("ran_away")], "1");
    assert_eq!(&rows[3][column("millis_per_photo")], "");
}

#[test]
fn thousands_are_parted() {
    let all = [0, 999, 1000, 1_234_567].map(thousands);
    assert_eq!(all, ["0", "999", "1,000", "1,234,567"]);
}
