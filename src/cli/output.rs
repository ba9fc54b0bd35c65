//! Lines on standard output: for people, or one JSON object a line for programs.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::CliError;

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

/// Prints a line.
pub(super) fn print_line(line: &str) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).map_err(CliError::Output)
}

/// Prints a value as JSON on one line.
pub(super) fn print_json(value: &impl Serialize) -> Result<(), CliError> {
    let line = serde_json::to_string(value).map_err(|error| CliError::Output(error.into()))?;
    print_line(&line)
}

/// Prints bytes as they are.
pub(super) fn print_bytes(bytes: &[u8]) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(CliError::Output)
}

/// Writes a file through a temporary one beside it, so that a full disk leaves the old file.
pub(super) fn write_file(file: &Path, bytes: &[u8]) -> Result<(), CliError> {
    write_whole(file, bytes).map_err(|source| CliError::File {
        action: "write",
        path: file.to_path_buf(),
        source,
    })
}

fn write_whole(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    temporary.write_all(bytes)?;
    temporary.as_file().sync_all()?;
    temporary.persist(file)?;
    Ok(())
}

/// Prints a sentence on stderr; where stderr is gone, nobody is left to tell.
pub(super) fn print_error(sentence: &str) {
    let _ = writeln!(io::stderr().lock(), "error: {sentence}");
}

/// Prints a remark on stderr that fails nothing.
pub(super) fn print_warning(sentence: &str) {
    let _ = writeln!(io::stderr().lock(), "warning: {sentence}");
}

/// A share as people read it: `93.1 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}
