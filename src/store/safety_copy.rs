//! The copy of a shop's database from before its tables were changed: made whole before the change,
//! kept beside the database until the day is closed, when the changed one has proved itself.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use base::whole_file::{folder_of, move_into_place, sync_file};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel::sqlite::SqliteConnection;

use super::StoreError;

const NAME_BEGINS: &str = "shop-before-update-";
const NAME_ENDS: &str = ".db";
/// The name while it is not whole.
const UNFINISHED: &str = "shop-before-update.unfinished";

/// Copies the database at `file`, as its last transaction left it, to a file of its own whose name
/// has the newest migration in it that is about to run. A copy of that name is replaced.
///
/// # Errors
/// [`StoreError::NotCopied`], or [`StoreError::Full`] and others that name the copy.
pub(super) fn make(file: &Path, migration: &str) -> Result<PathBuf, StoreError> {
    let folder = folder_of(file);
    let unfinished = folder.join(UNFINISHED);
    let copy = folder.join(format!("{NAME_BEGINS}{migration}{NAME_ENDS}"));
    let made = remove(&unfinished)
        .map_err(|source| StoreError::of_io(&unfinished, source))
        .and_then(|()| copy_into(file, &unfinished))
        .and_then(|()| finish(&unfinished, &copy));
    match made {
        Ok(()) => Ok(copy),
        Err(why) => {
            // What is left of it is of no use; the next try removes it, too.
            let _left = remove(&unfinished);
            Err(StoreError::NotCopied { path: file.into(), copy, source: Box::new(why) })
        }
    }
}

/// Removes all copies that lie beside the database. One that cannot be removed is in nobody's way.
pub(super) fn remove_all(file: &Path) {
    let folder = folder_of(file);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(NAME_BEGINS)
            && name.ends_with(NAME_ENDS)
            && let Err(error) = fs::remove_file(entry.path())
        {
            tracing::warn!(%error, copy = %name, "the copy from before the update stays");
        }
    }
}

/// `VACUUM INTO` copies what is committed, whatever lies in the write-ahead log. On a connection of
/// its own, since the caller is within the transaction that keeps others from writing.
fn copy_into(file: &Path, copy: &Path) -> Result<(), StoreError> {
    let text = |path: &Path| match path.to_str() {
        Some(text) => Ok(text.to_owned()),
        None => Err(StoreError::NotUnicode { path: path.into() }),
    };
    let mut connection = connect(&text(file)?, file)?;
    let copied = diesel::sql_query("VACUUM INTO ?").bind::<Text, _>(text(copy)?);
    copied.execute(&mut connection).map_err(|error| failed(copy, &error))?;
    drop(connection);
    let mut connection = connect(&text(copy)?, copy)?;
    let answer: Answer = diesel::sql_query("SELECT quick_check AS answer FROM pragma_quick_check")
        .get_result(&mut connection)
        .map_err(|error| failed(copy, &error))?;
    if answer.answer != "ok" {
        return Err(StoreError::Damaged { path: copy.into(), reason: answer.answer });
    }
    Ok(())
}

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Text)]
    answer: String,
}

fn connect(path: &str, file: &Path) -> Result<SqliteConnection, StoreError> {
    let mut connection = SqliteConnection::establish(path).map_err(|error| failed(file, &error))?;
    connection.batch_execute("PRAGMA busy_timeout = 5000").map_err(|error| failed(file, &error))?;
    Ok(connection)
}

fn failed(file: &Path, error: &dyn ToString) -> StoreError {
    StoreError::of_sqlite(file, &error.to_string())
}

fn finish(unfinished: &Path, copy: &Path) -> Result<(), StoreError> {
    sync_file(unfinished)
        .and_then(|()| move_into_place(unfinished, copy))
        .map_err(|source| StoreError::of_io(copy, source))
}

fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[path = "safety_copy_tests.rs"]
mod tests;
