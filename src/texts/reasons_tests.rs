//! Why something was not done is said in the reader's language, too: the sources of the rooms are read.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.flat_map(|path| match path.is_dir() {
        true => sources(&path),
        false => vec![path],
    });
    files.filter(|path| path.extension().is_some_and(|ending| ending == "rs")).collect()
}

/// Whether there is a `Result<_, String>` in code without blanks.
fn fails_with_text(code: &str) -> bool {
    code.split("Result<").skip(1).any(|rest| {
        let mut depth = 1;
        let inside = rest.chars().take_while(|sign| {
            depth += match sign {
                '<' => 1,
                '>' => -1,
                _ => 0,
            };
            depth > 0
        });
        inside.collect::<String>().ends_with(",String")
    })
}

/// A reason is a message of its own (`Message::because`), so that it speaks the window's
/// language: no text that the system, a library or an error of ours has written for a log.
#[test]
fn no_reason_reaches_the_window_untranslated() {
    let as_text = [".naming(\"reason\"", "(\"reason\", "].map(|it| it.replace(' ', ""));
    let speakers = [
        "domain",
        "photo",
        "receipt",
        "devices",
        "registry",
        "store",
        "recognition",
        "taught",
        "training",
        "till",
        "teach",
    ];
    let desks = ["till", "teach"];
    for room in speakers {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(room);
        for path in sources(&folder) {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            let dense: String = code.split_whitespace().collect();
            for wrong in &as_text {
                assert!(!dense.contains(wrong.as_str()), "{}: {wrong}", path.display());
            }
            let fails_with_text = desks.contains(&room) && fails_with_text(&dense);
            assert!(!fails_with_text, "{}: an error as a text", path.display());
        }
    }
}
