//! The parts of `DIR/elsewhere` that `judge` measures on: sources that no judged training saw.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{FileContext, Result, SetupError};

const SOURCES: &str = include_str!("../../judge/elsewhere_sources.txt");

/// Kinds whose cut-outs no finder's training may have.
const UNLEARNT_KINDS: [&str; 11] = [
    "cauliflower",
    "cherry",
    "coconut",
    "dragon-fruit",
    "durian",
    "fig",
    "persimmon",
    "pumpkin",
    "radish",
    "star-fruit",
    "strawberry",
];

/// A group of sources, and the table of its photos.
pub struct SourceGroup {
    /// What it is called.
    pub name: &'static str,
    /// The table.
    pub table: PathBuf,
}

/// Writes a table a group into `work`.
///
/// # Errors
/// If the data cannot be read or the folder not be written.
pub fn groups(data: &Path, work: &Path) -> Result<Vec<SourceGroup>> {
    let list = List::read(data, work)?;
    let named = named_sources().into_iter();
    let group = |(name, letters): (&'static str, BTreeSet<&str>)| {
        let is_wanted = |source: &str, _: &str| letters.contains(source);
        Ok(SourceGroup { name, table: list.write(name, is_wanted)? })
    };
    named.map(group).collect()
}

/// Writes the table of the kinds that no finder learnt, of all sources.
///
/// # Errors
/// As [`groups`].
pub fn unlearnt_kinds(data: &Path, work: &Path) -> Result<PathBuf> {
    let is_wanted = |_: &str, kind: &str| UNLEARNT_KINDS.contains(&kind);
    List::read(data, work)?.write("unlearnt-kinds", is_wanted)
}

/// The data's own list.
struct List {
    folder: PathBuf,
    text: String,
    /// Where tables are written.
    out: PathBuf,
}

impl List {
    fn read(data: &Path, work: &Path) -> Result<Self> {
        let folder = data.join("elsewhere");
        let folder = fs::canonicalize(&folder).on("read", &folder)?;
        let list = folder.join("list.csv");
        let text = fs::read_to_string(&list).on("read", &list)?;
        let out = work.join("elsewhere");
        fs::create_dir_all(&out).on("make", &out)?;
        Ok(Self { folder, text, out })
    }

    fn write(&self, name: &str, is_wanted: impl Fn(&str, &str) -> bool) -> Result<PathBuf> {
        let table = self.out.join(format!("{name}.csv"));
        let rows = rows(&self.text, &self.folder, is_wanted);
        if rows.is_empty() {
            return Err(SetupError::ProofFailed(format!("{name}: no such photo is there")));
        }
        fs::write(&table, format!("path,kind,source\n{rows}")).on("write", &table)?;
        Ok(table)
    }
}

fn named_sources() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let lines = SOURCES.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let words = lines.map(|line| line.split_whitespace());
    words.filter_map(|mut words| Some((words.next()?, words.collect()))).collect()
}

/// The rows of the photos whose source and kind are wanted: `path,kind,source`, the path a whole one.
fn rows(list: &str, folder: &Path, is_wanted: impl Fn(&str, &str) -> bool) -> String {
    let mut rows = String::new();
    for line in list.lines().skip(1) {
        let mut cells = line.split(',');
        let (Some(path), Some(kind)) = (cells.next(), cells.next()) else { continue };
        let file = path.rsplit('/').next().unwrap_or_default();
        let source = file.split('_').next().unwrap_or_default();
        if is_wanted(source, kind) {
            rows.push_str(&format!("{},{kind},{source}\n", folder.join(path).display()));
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_source_stands_in_two_groups() {
        let groups = named_sources();
        assert_eq!(
            groups.keys().copied().collect::<Vec<_>>(),
            ["camera", "cousins", "unseen", "web"]
        );
        let all: usize = groups.values().map(BTreeSet::len).sum();
        let different: BTreeSet<&str> = groups.into_values().flatten().collect();
        assert_eq!(different.len(), all);
    }

    #[test]
    fn rows_are_those_of_the_sources_and_kinds() {
        let list =
            "path,kind,source\nfig/a_1.jpg,fig,x\nfig/ab_1.jpg,fig,y\nkiwi/ab_2.jpg,kiwi,y\n";
        let all = rows(list, Path::new("/d"), |source, _| source == "ab");
        assert_eq!(all, "/d/fig/ab_1.jpg,fig,ab\n/d/kiwi/ab_2.jpg,kiwi,ab\n");
        let some = rows(list, Path::new("/d"), |_, kind| kind == "kiwi");
        assert_eq!(some, "/d/kiwi/ab_2.jpg,kiwi,ab\n");
    }
}
