//! What lies where a shop's database should be, before anything is written there: a shop, nothing,
//! or something that must not become one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::SqliteConnection;

use super::StoreError;
use super::error::Fault;

/// SQLite's `application_id` of a shop's database: "Till" in ASCII. Shops of 0.1.0 and before have 0.
const APPLICATION_ID: i64 = 0x5469_6c6c;
/// The first of all our migrations: every shop has it.
const FIRST_MIGRATION: &str = "20260101000000";
const MIGRATIONS_TABLE: &str = "__diesel_schema_migrations";
/// Tables that every shop has since its first migration.
const TABLES: [&str; 4] = ["products", "sales", "sale_lines", "settings"];
/// What SQLite keeps beside a database that was not closed: what was written last stands there.
const BESIDE: [&str; 2] = ["-wal", "-journal"];

/// Whether there is no database at `file`, so that a new shop may be made there.
///
/// # Errors
/// What is there is no database, is empty, or was a shop whose file has gone.
pub(super) fn is_missing(file: &Path) -> Result<bool, StoreError> {
    match fs::metadata(file) {
        Ok(metadata) if !metadata.is_file() => {
            Err(StoreError::Damaged { path: file.into(), reason: "it is not a file".to_owned() })
        }
        Ok(metadata) if metadata.len() == 0 => Err(StoreError::EmptyDatabase { path: file.into() }),
        Ok(_) => Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            refuse_remains(file)?;
            Ok(true)
        }
        Err(source) => Err(StoreError::of_io(file, source)),
    }
}

/// A link to a place that is away, such as an unmounted disk, and what was written last to a file
/// that is away, are the remains of a shop.
fn refuse_remains(file: &Path) -> Result<(), StoreError> {
    if fs::symlink_metadata(file).is_ok() {
        return Err(StoreError::LostDatabase { path: file.into(), left: file.into() });
    }
    for end in BESIDE {
        let left = beside(file, end);
        if fs::metadata(&left).is_ok_and(|metadata| metadata.len() > 0) {
            return Err(StoreError::LostDatabase { path: file.into(), left });
        }
    }
    Ok(())
}

/// A file whose name is the database's and something more.
pub(super) fn beside(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(end);
    name.into()
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// Refuses a database that is no shop's, with nothing written to it.
pub(super) fn refuse_foreign(connection: &mut SqliteConnection, file: &Path) -> Result<(), Fault> {
    let id = number(connection, "SELECT application_id AS number FROM pragma_application_id")?;
    if id != 0 && id != APPLICATION_ID {
        return Err(StoreError::ForeignDatabase { path: file.into() }.into());
    }
    if !has_table(connection, MIGRATIONS_TABLE)? || !is_first_migration_there(connection)? {
        return Err(StoreError::ForeignDatabase { path: file.into() }.into());
    }
    Ok(())
}

/// Refuses a shop that has lost tables. After the check for a newer program, which may have others.
pub(super) fn refuse_incomplete(connection: &mut SqliteConnection) -> Result<(), Fault> {
    for table in TABLES {
        if !has_table(connection, table)? {
            return Err(Fault::Row(format!("the table {table} is missing")));
        }
    }
    Ok(())
}

fn has_table(connection: &mut SqliteConnection, name: &str) -> QueryResult<bool> {
    let query = "SELECT count(*) AS number FROM sqlite_master WHERE type = 'table' AND name = ?";
    let found: Number = diesel::sql_query(query).bind::<Text, _>(name).get_result(connection)?;
    Ok(found.number > 0)
}

fn is_first_migration_there(connection: &mut SqliteConnection) -> QueryResult<bool> {
    let columns = number(
        connection,
        "SELECT count(*) AS number FROM pragma_table_info('__diesel_schema_migrations') \
         WHERE name = 'version'",
    )?;
    if columns == 0 {
        return Ok(false);
    }
    let query = "SELECT count(*) AS number FROM __diesel_schema_migrations WHERE version = ?";
    let found: Number =
        diesel::sql_query(query).bind::<Text, _>(FIRST_MIGRATION).get_result(connection)?;
    Ok(found.number > 0)
}

fn number(connection: &mut SqliteConnection, query: &str) -> QueryResult<i64> {
    Ok(diesel::sql_query(query).get_result::<Number>(connection)?.number)
}
