//! The parts of `DIR/elsewhere` that `judge` measures on: sources that no judged training saw.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{FileContext, Result, SetupError};

const SOURCES: &str = include_str!("../../judge/elsewhere_sources.txt");

/// A group of sources, and the table of its photos.
pub struct SourceGroup {
    /// What it is called.
    pub name: &'static str,
    /// The table.
    pub table: PathBuf,
}

/// Writes a table a group into `work`; `kinds`, where given, are the kinds that are kept.
///
/// # Errors
/// If the data cannot be read or the folder not be written.
pub fn groups(data: &Path, work: &Path, kinds: &BTreeSet<String>) -> Result<Vec<SourceGroup>> {
    let folder = data.join("elsewhere");
    let folder = fs::canonicalize(&folder).on("read", &folder)?;
    let list = folder.join("list.csv");
    let text = fs::read_to_string(&list).on("read", &list)?;
    let out = work.join("elsewhere");
    fs::create_dir_all(&out).on("make", &out)?;
    let mut groups = Vec::new();
    for (name, letters) in named_sources() {
        let table = out.join(format!("{name}.csv"));
        let rows = rows(&text, &folder, &letters, kinds);
        if rows.is_empty() {
            return Err(SetupError::ProofFailed(format!("{name}: no photo of its kinds is there")));
        }
        fs::write(&table, format!("path,kind,source\n{rows}")).on("write", &table)?;
        groups.push(SourceGroup { name, table });
    }
    Ok(groups)
}

fn named_sources() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let lines = SOURCES.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let words = lines.map(|line| line.split_whitespace());
    words.filter_map(|mut words| Some((words.next()?, words.collect()))).collect()
}

/// The rows of the photos of some sources: `path,kind,source`, the path a whole one.
fn rows(list: &str, folder: &Path, letters: &BTreeSet<&str>, kinds: &BTreeSet<String>) -> String {
    let mut rows = String::new();
    for line in list.lines().skip(1) {
        let mut cells = line.split(',');
        let (Some(path), Some(kind)) = (cells.next(), cells.next()) else { continue };
        let file = path.rsplit('/').next().unwrap_or_default();
        let source = file.split('_').next().unwrap_or_default();
        if letters.contains(source) && (kinds.is_empty() || kinds.contains(kind)) {
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
        assert_eq!(groups.keys().copied().collect::<Vec<_>>(), ["camera", "unseen", "web"]);
        let all: usize = groups.values().map(BTreeSet::len).sum();
        let different: BTreeSet<&str> = groups.into_values().flatten().collect();
        assert_eq!(different.len(), all);
    }

    #[test]
    fn rows_are_those_of_the_sources_and_kinds() {
        let list =
            "path,kind,source\nfig/a_1.jpg,fig,x\nfig/ab_1.jpg,fig,y\nkiwi/ab_2.jpg,kiwi,y\n";
        let letters = BTreeSet::from(["ab"]);
        let all = rows(list, Path::new("/d"), &letters, &BTreeSet::new());
        assert_eq!(all, "/d/fig/ab_1.jpg,fig,ab\n/d/kiwi/ab_2.jpg,kiwi,ab\n");
        let some = rows(list, Path::new("/d"), &letters, &BTreeSet::from(["kiwi".to_owned()]));
        assert_eq!(some, "/d/kiwi/ab_2.jpg,kiwi,ab\n");
    }
}
