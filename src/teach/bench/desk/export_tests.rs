//! What the bench writes into tables and pages.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::sync::Arc;

use super::super::command::{BenchCommand, ExportForm, ExportOrder};
use super::super::truth::Truth;
use super::super::words::{MakeWords, WordArgument, Words};
use super::scripted_bench::{Bench, RED, id};
use domain::Message;

/// Words that show what was put into them.
struct PlainWords;

impl Words for PlainWords {
    fn language(&self) -> &str {
        "en"
    }

    fn say(&self, id: &str, arguments: &[(&'static str, WordArgument<'_>)]) -> String {
        let shown = arguments.iter().map(|(name, argument)| match argument {
            WordArgument::Text(text) => format!(" {name}={text}"),
            WordArgument::Count(count) => format!(" {name}={count}"),
        });
        std::iter::once(id.to_owned()).chain(shown).collect()
    }

    fn message(&self, message: &Message) -> String {
        let because = message.because.as_ref().map(|why| self.message(why)).unwrap_or_default();
        let arguments: Vec<_> =
            message.args.iter().map(|(name, value)| (*name, WordArgument::Text(value))).collect();
        self.say(message.id, &arguments) + &because
    }
}

fn words() -> MakeWords {
    Arc::new(|| Box::new(PlainWords))
}

/// What is written of a bench with one picture, whose name is hostile.
fn exported(form: ExportForm) -> String {
    let bench = Bench::new();
    bench.open(bench.paint("=lime\"<script>/-1,<img src=x onerror=y>.png", RED));
    bench.done(1);
    let folder = "=lime\"<script>".to_owned();
    bench.send(BenchCommand::Correct { folder, truth: Truth::Product(id("lime")) });
    let file = bench.path("out");
    bench.send(BenchCommand::Export(ExportOrder { form, file: file.clone(), words: words() }));
    let is_done = |message: &Message| message.id == "bench-exported";
    bench.until(|view| view.notice.as_ref().is_some_and(is_done));
    fs::read_to_string(file).unwrap()
}

#[test]
fn a_table_holds_hostile_names_in_their_cells_and_no_formula() {
    let text = exported(ExportForm::Csv);
    let mut table = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = table.headers().unwrap().clone();
    let rows: Vec<_> = table.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1);
    let cell = |name: &str| {
        let place = header.iter().position(|column| column == name).unwrap();
        rows[0].get(place).unwrap()
    };
    assert_eq!(cell("folder"), "'=lime\"<script>");
    assert!(cell("picture").ends_with("-1,<img src=x onerror=y>.png"));
    assert_eq!((cell("shows"), cell("decision"), cell("right")), ("lime", "accept", "no"));
    assert_eq!((cell("product"), cell("score"), cell("product_2")), ("orange", "0.9500", "lime"));
    let of_cells = rows[0].iter().filter(|cell| cell.starts_with(['=', '+', '-', '@']));
    assert_eq!(of_cells.count(), 0);
}

#[test]
fn a_page_holds_hostile_names_as_text_and_its_pictures_in_itself() {
    let page = exported(ExportForm::Html);
    assert!(page.contains("&lt;script&gt;") && page.contains("&lt;img src=x onerror=y&gt;"));
    assert!(!page.contains("<script") && !page.contains("onerror=y>"));
    assert!(page.contains("data:image/jpeg;base64,"));
    assert!(page.contains("default-src 'none'"));
    assert!(page.contains("bench-page-wrong count=1"));
    assert!(page.contains("bench-mix-up count=1 of=1"));
    assert!(page.ends_with("</main></body></html>"));
    let inner = page.strip_prefix("<!DOCTYPE html>").unwrap();
    assert!(inner.starts_with("<html lang=\"en\"><head>"), "{}", &inner[..60]);
}

#[test]
fn a_file_that_cannot_be_written_is_told() {
    let bench = Bench::new();
    let file = bench.path("no/such/folder/out.csv");
    let form = ExportForm::Csv;
    bench.send(BenchCommand::Export(ExportOrder { form, file, words: words() }));
    let is_refused = |message: &Message| message.id == "bench-not-exported";
    bench.until(|view| view.notice.as_ref().is_some_and(is_refused));
}
