//! The parts of the public data sets that `judge` measures on, laid out in its work folder.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{FileContext, Result, SetupError};

const CLASSES: &str = include_str!("../../judge/held_out_classes.txt");
/// What a list of the grocery's photos needs beside it.
const BESIDE: [&str; 4] = ["train", "val", "iconic-images-and-descriptions", "classes.csv"];

/// A grocery of which twenty classes are held out.
pub struct HeldOut {
    /// From 1.
    pub number: usize,
    /// Where `train-kept.txt`, `train-held.txt`, `val-kept.txt` and `val-held.txt` lie.
    pub folder: PathBuf,
}

impl HeldOut {
    /// Lays out the lists of all choices of twenty.
    ///
    /// # Errors
    /// If the data cannot be read or the work folder not be written.
    pub fn all(data: &Path, work: &Path) -> Result<Vec<Self>> {
        let chosen = CLASSES.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        chosen.enumerate().map(|(index, line)| Self::lay_out(data, work, index + 1, line)).collect()
    }

    fn lay_out(data: &Path, work: &Path, number: usize, chosen: &str) -> Result<Self> {
        let held: Vec<&str> = chosen.split_whitespace().collect();
        let folder = work.join(format!("held-out-{number}"));
        fs::create_dir_all(&folder).on("make", &folder)?;
        let grocery = data.join("grocery");
        for name in BESIDE {
            link(&grocery.join(name), &folder.join(name))?;
        }
        for list in ["train", "val"] {
            let path = grocery.join(format!("{list}.txt"));
            let text = fs::read_to_string(&path).on("read", &path)?;
            let (held, kept) = divide(&text, &held);
            for (part, lines) in [("held", held), ("kept", kept)] {
                let path = folder.join(format!("{list}-{part}.txt"));
                fs::write(&path, lines).on("write", &path)?;
            }
        }
        Ok(Self { number, folder })
    }
}

/// The lines of the classes in `held`, and all others; a line is `path, class, kind`.
fn divide(list: &str, held: &[&str]) -> (String, String) {
    let is_held =
        |line: &str| line.split(',').nth(1).is_some_and(|class| held.contains(&class.trim()));
    let lines = list.lines().filter(|line| !line.trim().is_empty());
    let (held, kept): (Vec<&str>, Vec<&str>) = lines.partition(|line| is_held(line));
    let text = |lines: Vec<&str>| lines.iter().map(|line| format!("{line}\n")).collect();
    (text(held), text(kept))
}

/// A folder with the counter's single-fruit photos only, a folder a fruit.
///
/// # Errors
/// If it cannot be made.
pub fn counter_fruit(data: &Path, work: &Path) -> Result<PathBuf> {
    let folder = work.join("counter-fruit");
    fs::create_dir_all(&folder).on("make", &folder)?;
    for fruit in ["apple", "banana", "orange"] {
        link(&data.join("counter").join(fruit), &folder.join(fruit))?;
    }
    Ok(folder)
}

/// The files of a folder, by name.
///
/// # Errors
/// If it cannot be read.
pub fn pictures(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).on("read", folder)?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    if files.is_empty() {
        return Err(SetupError::ProofFailed(format!("{} holds no pictures", folder.display())));
    }
    Ok(files)
}

fn link(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        return Ok(());
    }
    let from = fs::canonicalize(from).on("read", from)?;
    #[cfg(unix)]
    let made = std::os::unix::fs::symlink(&from, to);
    #[cfg(windows)]
    let made = if from.is_dir() {
        std::os::windows::fs::symlink_dir(&from, to)
    } else {
        std::os::windows::fs::symlink_file(&from, to)
    };
    made.on("link", to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_choices_of_twenty_different_classes() {
        let chosen: Vec<Vec<&str>> = CLASSES
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
            .map(|line| line.split_whitespace().collect())
            .collect();
        assert_eq!(chosen.len(), 3);
        for mut classes in chosen {
            classes.sort_unstable();
            classes.dedup();
            assert_eq!(classes.len(), 20);
            assert!(classes.iter().all(|class| class.parse::<u32>().is_ok_and(|id| id < 81)));
        }
    }

    #[test]
    fn a_list_is_divided_by_its_second_field() {
        let (held, kept) = divide("a.jpg, 3, 0\nb.jpg, 13, 0\n\nc.jpg,3,1\n", &["3"]);
        assert_eq!(held, "a.jpg, 3, 0\nc.jpg,3,1\n");
        assert_eq!(kept, "b.jpg, 13, 0\n");
    }
}
