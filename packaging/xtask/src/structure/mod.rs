//! `cargo xtask structure`: how the source hangs together, as a table.
//!
//! What lives here: a reader of Rust that is just good enough for imports and lines, and what is
//! counted with it. What may not: anything that judges; the table tells, people decide. Called by
//! `main`; it changes nothing but the time stamps of three files, with `--times`.

mod arrows;
mod circles;
mod module_tree;
mod source;
mod times;
mod tokens;
mod tuple_parameters;
mod twins;
mod use_paths;
mod without_tests;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::error::{Result, SetupError};
use crate::places;
use arrows::Arrows;
use circles::circles;
use module_tree::ModuleTree;
use source::SourceFile;
use twins::Twin;

/// Folders beside `src` whose lines are counted.
const BESIDE_SRC: [&str; 3] = ["tests", "benches", "packaging"];
const RUST: [&str; 1] = ["rs"];
const CPP: [&str; 2] = ["cpp", "h"];

/// What the command line asks for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Wishes {
    checkout: Option<PathBuf>,
    list: bool,
    times: bool,
}

/// What was counted of a checkout.
struct Structure {
    rows: Vec<Row>,
    /// The largest circle of each room, its files by path.
    circles: Vec<Vec<PathBuf>>,
    tuple_parameters: usize,
    twins: Vec<Twin>,
}

struct Row {
    folder: String,
    rust: usize,
    cpp: usize,
    /// Rooms only.
    files: Option<Files>,
}

/// How many files of a room ship, and how many of them form its largest circle.
#[derive(Clone, Copy)]
struct Files {
    shipped: usize,
    circle_by_use: usize,
    circle_by_any_path: usize,
}

/// Reads the source of a checkout and prints the table.
///
/// # Errors
/// If the command line is not understood, a file cannot be read, or a build of `--times` fails.
pub fn structure(words: &[&str]) -> Result<()> {
    let wishes = wishes(words)?;
    let checkout = wishes.checkout.unwrap_or_else(places::checkout);
    let structure = Structure::of(&checkout)?;
    structure.print();
    if wishes.list {
        structure.print_lists();
    }
    if wishes.times { times::print_times(&checkout) } else { Ok(()) }
}

fn wishes(words: &[&str]) -> Result<Wishes> {
    match words {
        [] => Ok(Wishes::default()),
        ["--list", more @ ..] => Ok(Wishes { list: true, ..wishes(more)? }),
        ["--times", more @ ..] => Ok(Wishes { times: true, ..wishes(more)? }),
        ["--at", folder, more @ ..] if Path::new(folder).join("src").is_dir() => {
            Ok(Wishes { checkout: Some(folder.into()), ..wishes(more)? })
        }
        ["--at", folder, ..] => {
            Err(SetupError::Usage(format!("{folder} is no checkout: it has no folder `src`")))
        }
        [word, ..] => Err(SetupError::Usage(format!("structure does not know `{word}`"))),
    }
}

impl Structure {
    fn of(checkout: &Path) -> Result<Self> {
        let rooms = source::rooms(checkout)?;
        let files = source::shipped_files(checkout)?;
        let tree = ModuleTree::of(&files, &source::crates(checkout, &rooms));
        let arrows = Arrows::of(&files, &tree);
        let mut structure = Self {
            rows: Vec::new(),
            circles: Vec::new(),
            tuple_parameters: tuple_parameters_in(&files, "ui"),
            twins: twins::twins(&files),
        };
        for room in rooms {
            let circle = largest_circle(&files, &arrows.by_use, &room);
            let counts = Files {
                shipped: files.iter().filter(|file| file.is_in(&room)).count(),
                circle_by_use: circle.len(),
                circle_by_any_path: largest_circle(&files, &arrows.by_any_path, &room).len(),
            };
            structure.count_lines(checkout, format!("src/{room}"), Some(counts))?;
            structure.circles.push(circle);
        }
        for folder in BESIDE_SRC {
            structure.count_lines(checkout, folder.to_owned(), None)?;
        }
        Ok(structure)
    }

    fn count_lines(&mut self, checkout: &Path, folder: String, files: Option<Files>) -> Result<()> {
        let path = checkout.join(&folder);
        let (rust, cpp) = (source::lines_below(&path, &RUST)?, source::lines_below(&path, &CPP)?);
        self.rows.push(Row { folder, rust, cpp, files });
        Ok(())
    }

    fn print(&self) {
        println!(
            "| folder | lines of Rust | of C++ | files that ship | largest circle by `use` | by any path |"
        );
        println!("| --- | ---: | ---: | ---: | ---: | ---: |");
        for Row { folder, rust, cpp, files } in &self.rows {
            let files = files.map_or("| |".to_owned(), |files| {
                let Files { shipped, circle_by_use, circle_by_any_path } = files;
                format!("{shipped} | {circle_by_use} | {circle_by_any_path}")
            });
            println!("| {folder} | {rust} | {cpp} | {files} |");
        }
        let rust: usize = self.rows.iter().map(|row| row.rust).sum();
        let cpp: usize = self.rows.iter().map(|row| row.cpp).sum();
        println!("| all | {rust} | {cpp} | | | |\n");
        println!("Tuple parameters in ui: {}", self.tuple_parameters);
        println!("Places where six or more lines stand a second time: {}", self.twins.len());
    }

    fn print_lists(&self) {
        for circle in self.circles.iter().filter(|circle| !circle.is_empty()) {
            println!("\nA circle of {}:", circle.len());
            circle.iter().for_each(|path| println!("    {}", path.display()));
        }
        println!("\nLines that stand a second time:");
        for Twin { here, before, lines } in &self.twins {
            let place = |(path, line): &(PathBuf, usize)| format!("{}:{line}", path.display());
            println!("    {lines:>3} lines  {}  as  {}", place(here), place(before));
        }
    }
}

/// The files of a room's largest circle; none where no two files lean on each other.
fn largest_circle(files: &[SourceFile], arrows: &[BTreeSet<usize>], room: &str) -> Vec<PathBuf> {
    let inside = |file: usize| files.get(file).is_some_and(|file| file.is_in(room));
    let own = |(file, ends): (usize, &BTreeSet<usize>)| {
        ends.iter().copied().filter(|&end| inside(file) && inside(end)).collect()
    };
    let own: Vec<BTreeSet<usize>> = arrows.iter().enumerate().map(own).collect();
    let largest = circles(&own).into_iter().next().unwrap_or_default();
    largest.iter().filter_map(|&file| files.get(file)).map(|file| file.path.clone()).collect()
}

fn tuple_parameters_in(files: &[SourceFile], room: &str) -> usize {
    let own = files.iter().filter(|file| file.is_in(room));
    own.map(|file| tuple_parameters::tuple_parameters(&file.tokens)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_come_in_any_order_and_others_are_refused() {
        let here = env!("CARGO_MANIFEST_DIR");
        let all = wishes(&["--times", "--at", here, "--list"]).unwrap();
        assert_eq!(all, Wishes { checkout: Some(here.into()), list: true, times: true });
        assert!(
            wishes(&["--at", "/no/such/folder"]).unwrap_err().to_string().contains("no checkout")
        );
        assert_eq!(wishes(&["--fast"]).unwrap_err().exit_code(), 2);
    }

    #[test]
    fn a_rooms_circle_is_its_own() {
        let files: Vec<SourceFile> =
            [("src/a/mod.rs", ""), ("src/a/x.rs", ""), ("src/b/mod.rs", "")]
                .iter()
                .map(|(path, text)| SourceFile::read_from(path, text))
                .collect();
        let arrows = [BTreeSet::from([1, 2]), BTreeSet::from([0]), BTreeSet::from([0])];
        assert_eq!(largest_circle(&files, &arrows, "a").len(), 2);
        assert!(largest_circle(&files, &arrows, "b").is_empty());
    }
}
