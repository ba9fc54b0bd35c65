//! Lines on standard output: for people, or one JSON object a line for programs.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

use base::write_atomically;
use serde::Serialize;

use super::CliError;
use domain::on_one_line;

/// Who reads the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// People.
    Text,
    /// Programs.
    Json,
}

impl Format {
    /// What the switch `--json` asks for.
    pub(super) fn from_switch(json: bool) -> Self {
        if json { Self::Json } else { Self::Text }
    }
}

/// Prints a line. Whatever names stand in it, it is one line, and no terminal obeys it.
pub(super) fn print_line(line: &str) -> Result<(), CliError> {
    print_lines([line])
}

/// Prints lines, each as [`print_line`] does.
pub(super) fn print_lines<Line: AsRef<str>>(
    lines: impl IntoIterator<Item = Line>,
) -> Result<(), CliError> {
    let mut text = String::new();
    for line in lines {
        text.push_str(&on_one_line(line.as_ref()));
        text.push('\n');
    }
    print_bytes(text.as_bytes())
}

/// Prints a value as JSON on one line.
pub(super) fn print_json(value: &impl Serialize) -> Result<(), CliError> {
    let line = serde_json::to_string(value).map_err(|error| CliError::Output(error.into()))?;
    print_line(&json_escaped(&line))
}

/// JSON in which signs that terminals obey are written as `\u` and four digits. They stand in its texts
/// alone, where that means the same.
fn json_escaped(json: &str) -> Cow<'_, str> {
    match on_one_line(json) {
        Cow::Borrowed(json) => Cow::Borrowed(json),
        Cow::Owned(safe) => {
            let mut escaped = String::with_capacity(json.len());
            for (sign, safe) in json.chars().zip(safe.chars()) {
                if sign == safe {
                    escaped.push(sign);
                } else {
                    // All of them are within Unicode's first plane.
                    escaped.push_str(&format!("\\u{:04x}", u32::from(sign)));
                }
            }
            Cow::Owned(escaped)
        }
    }
}

/// Prints bytes as they are.
pub(super) fn print_bytes(bytes: &[u8]) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(CliError::Output)
}

/// Writes a file through a temporary one beside it, so that a full disk leaves the old file.
pub(super) fn write_file(file: &Path, bytes: &[u8]) -> Result<(), CliError> {
    write_atomically(file, |out| out.write_all(bytes)).map_err(|error| CliError::File {
        action: error.action,
        path: error.path,
        source: error.source,
    })
}

/// Prints a sentence on stderr; where stderr is gone, nobody is left to tell.
pub(super) fn print_error(sentence: &str) {
    let _ = writeln!(io::stderr().lock(), "error: {}", on_one_line(sentence));
}

/// Prints a remark on stderr that fails nothing.
pub(super) fn print_warning(sentence: &str) {
    let _ = writeln!(io::stderr().lock(), "warning: {}", on_one_line(sentence));
}

/// A share as people read it: `93.1 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn json_drives_no_terminal_and_says_the_same() {
        let value = serde_json::json!({"name": "Milk\u{1b}\u{7f}\u{9b}2J\n\u{2028}\u{202e} é香"});
        let escaped = json_escaped(&value.to_string()).into_owned();
        assert_eq!(on_one_line(&escaped), escaped);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&escaped).unwrap(), value);
        assert_eq!(json_escaped("{}"), "{}");
    }
}
