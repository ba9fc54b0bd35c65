//! The table of `judge`: a model a row, a figure a column, and below them mean and spread.

use std::path::Path;

/// What a figure counts.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Unit {
    /// 0 to 1, shown in per cent.
    Share,
    Seconds,
}

impl Unit {
    fn shown(self, value: f64) -> String {
        match self {
            _ if value.is_nan() => "–".to_owned(),
            Self::Share => format!("{:.1}", value * 100.0),
            Self::Seconds => format!("{value:.2} s"),
        }
    }
}

/// A measured number and its name.
#[derive(Clone, PartialEq, Debug)]
pub struct Figure {
    name: String,
    value: f64,
    unit: Unit,
}

impl Figure {
    /// A share, 0 to 1.
    pub fn share(name: impl Into<String>, value: f64) -> Self {
        Self { name: name.into(), value, unit: Unit::Share }
    }

    /// A time in seconds.
    pub fn seconds(name: impl Into<String>, value: f64) -> Self {
        Self { name: name.into(), value, unit: Unit::Seconds }
    }

    /// The same figure as one of `whose`.
    pub fn of(self, whose: &str) -> Self {
        Self { name: format!("{whose} {}", self.name), ..self }
    }

    fn shown(&self) -> String {
        self.unit.shown(self.value)
    }
}

/// The rows so far.
#[derive(Default)]
pub struct Table {
    rows: Vec<(String, Vec<Figure>)>,
}

impl Table {
    /// Adds a model's row and prints it at once: the next one may take an hour.
    pub fn add(&mut self, model: &str, figures: &[Figure]) {
        let shown: Vec<String> =
            figures.iter().map(|figure| format!("{} {}", figure.name, figure.shown())).collect();
        println!("judge: {model}: {}", shown.join(", "));
        self.rows.push((model.to_owned(), figures.to_vec()));
    }

    /// Prints all rows as Markdown.
    pub fn print(&self) {
        print!("{}", self.markdown());
    }

    fn markdown(&self) -> String {
        let Some((_, first)) = self.rows.first() else { return String::new() };
        let names: Vec<&str> = first.iter().map(|figure| figure.name.as_str()).collect();
        let rule = " --- |".repeat(names.len() + 1);
        let mut text = format!("\n| model | {} |\n|{rule}\n", names.join(" | "));
        for (model, figures) in &self.rows {
            let cells: Vec<String> = figures.iter().map(Figure::shown).collect();
            let short = Path::new(model).file_name().unwrap_or_default().to_string_lossy();
            text.push_str(&format!("| {short} | {} |\n", cells.join(" | ")));
        }
        let last = first.iter().enumerate().map(|(column, Figure { unit, .. })| {
            let values: Vec<f64> = self.column(column).collect();
            format!("{} ± {}", unit.shown(mean(&values)), unit.shown(deviation(&values)))
        });
        text.push_str(&format!("| **mean** | {} |\n", last.collect::<Vec<_>>().join(" | ")));
        text
    }

    fn column(&self, column: usize) -> impl Iterator<Item = f64> {
        self.rows.iter().filter_map(move |(_, figures)| Some(figures.get(column)?.value))
    }
}

/// The mean; 0 of nothing.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// Standard deviation of a sample; 0 of one value.
pub fn deviation(values: &[f64]) -> f64 {
    let middle = mean(values);
    let squares: f64 = values.iter().map(|value| (value - middle).powi(2)).sum();
    (squares / values.len().saturating_sub(1).max(1) as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mean_and_spread_of_three_seeds() {
        let values = [0.8, 0.9, 1.0];
        assert!((mean(&values) - 0.9).abs() < 1e-12);
        assert!((deviation(&values) - 0.1).abs() < 1e-12);
        assert_eq!(deviation(&[0.5]), 0.0);
    }

    #[test]
    fn shares_stand_in_per_cent_and_times_in_seconds() {
        let mut table = Table::default();
        for (model, top1) in [("versions/a", 0.8), ("versions/b", 0.9)] {
            table.add(model, &[Figure::share("top-1", top1), Figure::seconds("teach", 0.25)]);
        }
        let expected = "\n| model | top-1 | teach |\n| --- | --- | --- |\n| a | 80.0 | 0.25 s |\n\
                        | b | 90.0 | 0.25 s |\n| **mean** | 85.0 ± 7.1 | 0.25 s ± 0.00 s |\n";
        assert_eq!(table.markdown(), expected);
    }
}
