//! The table of an experiment: Markdown for people, CSV for programs.

use std::io::{self, Write};

use super::results::{Experiment, Figures, NetworkResult, Spread};

const COLUMNS: [&str; 10] = [
    "question",
    "choice",
    "right (top-1)",
    "among four (top-4)",
    "loss",
    "weights",
    "file",
    "multiply-adds",
    "training",
    "one photo",
];

/// A Markdown table with a row for each choice, which is readable as plain text too.
#[must_use]
pub fn markdown(experiment: &Experiment) -> String {
    let mut lines = vec![COLUMNS.map(str::to_owned).to_vec()];
    lines.extend(experiment.rows().map(|(choice, network)| {
        let mut line = vec![cell(&choice.question), cell(&choice.choice)];
        line.extend(figure_cells(network, experiment.seeds.len()));
        line.resize(COLUMNS.len(), String::new());
        line
    }));
    let widths: Vec<usize> = (0..COLUMNS.len())
        .map(|column| {
            let widths = lines.iter().filter_map(|line| line.get(column));
            widths.map(|cell| cell.chars().count()).max().unwrap_or_default()
        })
        .collect();
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        text.push_str(&padded(line, &widths));
        if index == 0 {
            text.push_str(&rule(&widths));
        }
    }
    text
}

/// A text that cannot end its cell or its row.
fn cell(text: &str) -> String {
    let words = text.split(|letter: char| letter.is_whitespace() || letter.is_control());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ").replace('|', "\\|")
}

/// Question and choice to the left, figures to the right.
const LEFT_COLUMNS: usize = 2;

fn padded(line: &[String], widths: &[usize]) -> String {
    let cells = line.iter().zip(widths).enumerate().map(|(column, (cell, &width))| {
        if column < LEFT_COLUMNS { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
    });
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

fn rule(widths: &[usize]) -> String {
    let cells = widths.iter().enumerate().map(|(column, &width)| {
        let dashes = "-".repeat(width.saturating_sub(1));
        if column < LEFT_COLUMNS { format!("{dashes}-") } else { format!("{dashes}:") }
    });
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

fn figure_cells(network: &NetworkResult, seeds: usize) -> Vec<String> {
    let ran_away = network.ran_away();
    let Some(figures) = &network.figures else {
        let told = if ran_away > 0 { "ran away" } else { "not yet" };
        return vec![told.to_owned()];
    };
    let mut right = percent(figures.top1);
    if ran_away > 0 {
        right.push_str(&format!(" ({ran_away} of {seeds} ran away)"));
    }
    vec![
        right,
        percent(figures.top4),
        spread(figures.loss, 1.0, 3),
        thousands(figures.parameters as u64),
        format!("{:.2} MB", figures.weights_bytes as f64 / 1e6),
        format!("{:.1} M", figures.multiply_adds as f64 / 1e6),
        format!("{:.1} s", figures.train_seconds.mean),
        format!("{:.3} ms", figures.millis_per_photo.mean),
    ]
}

fn percent(share: Spread) -> String {
    format!("{} %", spread(share, 100.0, 1))
}

/// `54.2`, or `54.2 ± 0.6` over several seeds.
fn spread(value: Spread, factor: f64, digits: usize) -> String {
    let mean = value.mean * factor;
    match value.deviation {
        Some(deviation) => format!("{mean:.digits$} \u{b1} {:.digits$}", deviation * factor),
        None => format!("{mean:.digits$}"),
    }
}

/// `1234567` as `1,234,567`.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Writes a row for each choice; shares from 0 to 1, sizes in bytes, times as the columns say.
pub(super) fn write_csv(experiment: &Experiment, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record([
        "question",
        "choice",
        "network",
        "seeds",
        "ran_away",
        "top1",
        "top1_deviation",
        "top4",
        "loss",
        "parameters",
        "weights_bytes",
        "multiply_adds",
        "train_seconds",
        "millis_per_photo",
    ])?;
    for (choice, network) in experiment.rows() {
        let figures = network.figures.as_ref();
        let figure = |read: fn(&Figures) -> String| figures.map(read).unwrap_or_default();
        writer.write_record([
            choice.question.clone(),
            choice.choice.clone(),
            choice.network.to_string(),
            network.runs.len().to_string(),
            network.ran_away().to_string(),
            figure(|figures| format!("{:.4}", figures.top1.mean)),
            figure(|figures| {
                figures.top1.deviation.map(|value| format!("{value:.4}")).unwrap_or_default()
            }),
            figure(|figures| format!("{:.4}", figures.top4.mean)),
            figure(|figures| format!("{:.4}", figures.loss.mean)),
            figure(|figures| figures.parameters.to_string()),
            figure(|figures| figures.weights_bytes.to_string()),
            figure(|figures| figures.multiply_adds.to_string()),
            figure(|figures| format!("{:.2}", figures.train_seconds.mean)),
            figure(|figures| format!("{:.4}", figures.millis_per_photo.mean)),
        ])?;
    }
    writer.flush()
}

#[cfg(test)]
#[path = "table_tests.rs"]
pub(super) mod tests;
