//! What lies on the bench as a file: a table for programs, or a page for people.

mod page;
mod table;

use super::command::{ExportForm, ExportOrder};
use super::view::BenchView;
use crate::messages::logged;
use base::write_atomically;
use domain::Message;
use recognition::Decision;

/// Writes the file, whole or not at all; what to say about it.
pub(super) fn write(view: &BenchView, order: &ExportOrder) -> Message {
    let words = (order.words)();
    let written = write_atomically(&order.file, |out| match order.form {
        ExportForm::Csv => table::write(view, words.language(), out),
        ExportForm::Html => page::write(view, words.as_ref(), out),
    });
    let file = order.file.file_name().unwrap_or(order.file.as_os_str()).to_string_lossy();
    match written {
        Ok(()) => Message::new("bench-exported")
            .naming("file", file)
            .naming("count", view.rows.len().to_string()),
        Err(error) => Message::new("bench-not-exported").because(logged(&error)),
    }
}

/// The word for a decision in files that programs read, as `tillsight recognise --json` has it.
fn word_of(decision: &Decision) -> &'static str {
    match decision {
        Decision::Accept(_) => "accept",
        Decision::Ask => "ask",
        Decision::Unknown => "unknown",
    }
}
