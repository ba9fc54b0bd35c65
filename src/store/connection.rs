//! A connection to a shop's database, safe against power cuts and brought up to date.

use std::error::Error;
use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel::prelude::*;
use diesel::sqlite::{Sqlite, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::StoreError;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("src/store/migrations");

/// Full synchronisation: a sale that was confirmed to a customer survives a power cut.
const SETTINGS: &str = "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; \
                        PRAGMA synchronous = FULL;";

/// Readers do not wait for the writer. Set after the check for a newer database, which must stay
/// as it is.
const WRITE_AHEAD: &str = "PRAGMA journal_mode = WAL;";

type AnyError = Box<dyn Error + Send + Sync>;

/// Opens or makes the database at `file` and runs the migrations it lacks.
pub(super) fn open(file: &Path) -> Result<SqliteConnection, StoreError> {
    let path = file.to_str().ok_or_else(|| StoreError::NotUnicode { path: file.to_path_buf() })?;
    let failed = |error: &dyn ToString| StoreError::of_sqlite(file, &error.to_string());
    let mut connection = SqliteConnection::establish(path).map_err(|error| failed(&error))?;
    connection.batch_execute(SETTINGS).map_err(|error| failed(&error))?;
    if let Some(version) = unknown_version(&mut connection).map_err(|error| failed(&error))? {
        return Err(StoreError::Newer { path: file.to_path_buf(), version: version.to_string() });
    }
    connection.batch_execute(WRITE_AHEAD).map_err(|error| failed(&error))?;
    migrate(&mut connection).map_err(|error| failed(&error))?;
    Ok(connection)
}

/// All migrations that are pending, or none. Each one's `metadata.toml` says that it opens no
/// transaction of its own.
fn migrate(connection: &mut SqliteConnection) -> Result<(), AnyError> {
    in_transaction(connection, |connection| connection.run_pending_migrations(MIGRATIONS).map(drop))
}

/// Does all of `work`, or nothing of it, and leaves the connection fit for the next.
///
/// Diesel's own transactions are not used: after a full disk SQLite has rolled back by itself,
/// Diesel fails to roll back once more, reports that in place of the cause, and refuses all work on
/// the connection from then on.
pub(super) fn in_transaction<T, E: From<diesel::result::Error>>(
    connection: &mut SqliteConnection,
    work: impl FnOnce(&mut SqliteConnection) -> Result<T, E>,
) -> Result<T, E> {
    connection.batch_execute("BEGIN IMMEDIATE")?;
    let done = work(connection).and_then(|value| {
        connection.batch_execute("COMMIT")?;
        Ok(value)
    });
    if done.is_err() {
        // It fails where SQLite has rolled back already, and then there is nothing left to do.
        connection.batch_execute("ROLLBACK").ok();
    }
    done
}

/// The first migration of the database that this program does not have.
fn unknown_version(
    connection: &mut SqliteConnection,
) -> Result<Option<MigrationVersion<'static>>, AnyError> {
    let known: Vec<Box<dyn Migration<Sqlite>>> = MIGRATIONS.migrations()?;
    let mut applied = connection.applied_migrations()?;
    applied.retain(|version| known.iter().all(|migration| migration.name().version() != *version));
    applied.sort_unstable();
    Ok(applied.into_iter().next())
}

/// See [`super::Store::cap_pages`].
pub(super) fn cap_pages(connection: &mut SqliteConnection, pages: u32) -> QueryResult<()> {
    connection.batch_execute(&format!("PRAGMA max_page_count = {pages};"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use diesel::sql_query;
    use diesel::sql_types::Text;

    #[derive(QueryableByName)]
    struct Answer {
        #[diesel(sql_type = Text)]
        answer: String,
    }

    fn ask(connection: &mut SqliteConnection, pragma: &str) -> String {
        let query = format!("SELECT CAST({pragma} AS TEXT) AS answer FROM pragma_{pragma}");
        sql_query(query).get_result::<Answer>(connection).unwrap().answer
    }

    #[test]
    fn a_connection_survives_power_cuts_and_keeps_references() {
        let folder = tempfile::tempdir().unwrap();
        let mut connection = open(&folder.path().join("shop.db")).unwrap();
        assert_eq!(ask(&mut connection, "journal_mode"), "wal");
        assert_eq!(ask(&mut connection, "synchronous"), "2");
        assert_eq!(ask(&mut connection, "foreign_keys"), "1");
    }

    #[test]
    fn migrations_go_back_and_forth() {
        let mut connection = open(Path::new(":memory:")).unwrap();
        connection.revert_all_migrations(MIGRATIONS).unwrap();
        connection.run_pending_migrations(MIGRATIONS).unwrap();
        assert!(unknown_version(&mut connection).unwrap().is_none());
    }

    #[test]
    fn a_line_without_a_sale_is_refused() {
        let mut connection = open(Path::new(":memory:")).unwrap();
        let orphan = "INSERT INTO sale_lines (sale, position, product, name, unit, price, quantity, tax_rate, \
                      net, tax, gross) VALUES (7, 0, 'a', 'A', 'piece', 1, 1, 0, 1, 0, 1)";
        let error = connection.batch_execute(orphan).unwrap_err().to_string();
        assert!(error.contains("FOREIGN KEY"), "{error}");
    }
}
