//! Why something was not done is said in the reader's language, too: the sources of the rooms are read.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
use super::source_files::{SPEAKERS, code_of, is_of_tests, place, source_files};

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
    let desks = ["till", "teach"];
    // A window's own words are no reasons, and the command line speaks English.
    for room in SPEAKERS.into_iter().filter(|room| !["texts", "ui", "cli"].contains(room)) {
        for path in source_files(&place(room)).into_iter().filter(|path| !is_of_tests(path)) {
            let dense: String = code_of(&path).split_whitespace().collect();
            for wrong in &as_text {
                assert!(!dense.contains(wrong.as_str()), "{}: {wrong}", path.display());
            }
            let fails_with_text = desks.contains(&room) && fails_with_text(&dense);
            assert!(!fails_with_text, "{}: an error as a text", path.display());
        }
    }
}
