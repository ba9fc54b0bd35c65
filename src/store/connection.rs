//! A connection to a shop's database, safe against power cuts and brought up to date.

use std::error::Error;
use std::path::Path;
use std::{fs, io};

use base::whole_file::{folder_of, sync_folder};
use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel::prelude::*;
use diesel::sqlite::{Sqlite, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use tempfile::TempPath;

use super::error::Fault;
use super::{StoreError, database_file, journal_chain, safety_copy};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// Full synchronisation: a sale that was confirmed to a customer survives a power cut.
const SETTINGS: &str = "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; \
                        PRAGMA synchronous = FULL;";

/// Readers do not wait for the writer. Set after the check for a newer database, which must stay
/// as it is.
const WRITE_AHEAD: &str = "PRAGMA journal_mode = WAL;";

type AnyError = Box<dyn Error + Send + Sync>;

/// Opens the database at `file` and runs the migrations it lacks, with a copy of it made before;
/// makes one where there is none.
pub(super) fn open(file: &Path) -> Result<SqliteConnection, StoreError> {
    if database_file::is_missing(file)? {
        make(file)?;
    }
    let mut connection = connect(file)?;
    let ready = refuse_unfit(&mut connection, file)
        .and_then(|()| Ok(connection.batch_execute(WRITE_AHEAD)?))
        .and_then(|()| bring_up_to_date(&mut connection, file));
    ready.map_err(|fault| fault.at(file))?;
    Ok(connection)
}

/// A database in memory with all tables.
pub(super) fn in_memory() -> Result<SqliteConnection, StoreError> {
    let file = Path::new(":memory:");
    let mut connection = connect(file)?;
    migrate_in_transaction(&mut connection, file)?;
    Ok(connection)
}

/// Makes a new database under another name: under its own it appears with its tables or not at all,
/// so that an empty one is never taken for a new shop.
fn make(file: &Path) -> Result<(), StoreError> {
    let new = database_file::beside(file, ".new");
    let failed = |source| StoreError::of_io(&new, source);
    for left in [new.clone(), database_file::beside(&new, "-journal")] {
        match fs::remove_file(&left) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
    }
    let mut connection = connect(&new)?;
    migrate_in_transaction(&mut connection, &new)?;
    drop(connection);
    let named = TempPath::try_from_path(new.clone()).map_err(failed)?.persist_noclobber(file);
    match named {
        // Where a file system has no locks another process may have been quicker: its shop is it.
        Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(refused) => Err(StoreError::of_io(file, refused.error)),
        Ok(()) => sync_folder(folder_of(file)).map_err(failed),
    }
}

fn connect(file: &Path) -> Result<SqliteConnection, StoreError> {
    let path = file.to_str().ok_or_else(|| StoreError::NotUnicode { path: file.to_path_buf() })?;
    let failed = |error: &dyn ToString| StoreError::of_sqlite(file, &error.to_string());
    let mut connection = SqliteConnection::establish(path).map_err(|error| failed(&error))?;
    connection.batch_execute(SETTINGS).map_err(|error| failed(&error))?;
    Ok(connection)
}

/// A connection that changes nothing and makes no file; none where that cannot be.
pub(super) fn read_only(file: &Path) -> Option<SqliteConnection> {
    // SQLite decodes what stands between `file:` and `?`.
    let encoded: String = file
        .to_str()?
        .chars()
        .map(|letter| match letter {
            '%' => "%25".to_owned(),
            '?' => "%3f".to_owned(),
            '#' => "%23".to_owned(),
            other => other.to_string(),
        })
        .collect();
    SqliteConnection::establish(&format!("file:{encoded}?mode=ro")).ok()
}

/// Whatever this program must not write to stays as it is.
fn refuse_unfit(connection: &mut SqliteConnection, file: &Path) -> Result<(), Fault> {
    database_file::refuse_foreign(connection, file)?;
    if let Some(version) = unknown_version(connection).map_err(|why| of_any(file, &why))? {
        return Err(StoreError::Newer { path: file.into(), version: version.to_string() }.into());
    }
    database_file::refuse_incomplete(connection)
}

fn bring_up_to_date(connection: &mut SqliteConnection, file: &Path) -> Result<(), Fault> {
    if pending(connection, file)?.is_none() {
        return Ok(());
    }
    in_transaction(connection, |connection| {
        // Looked at once more, where nobody else can write: another process may have been quicker.
        let Some(newest) = pending(connection, file)? else {
            return Ok(());
        };
        let copy = safety_copy::make(file, &newest.to_string())?;
        tracing::info!(copy = %copy.display(), "the shop's tables are brought up to date");
        migrate(connection, file)
    })
}

/// The newest migration that is still to be run.
fn pending(
    connection: &mut SqliteConnection,
    file: &Path,
) -> Result<Option<MigrationVersion<'static>>, Fault> {
    let pending = connection.pending_migrations(MIGRATIONS).map_err(|why| of_any(file, &why))?;
    Ok(pending.last().map(|migration| migration.name().version().as_owned()))
}

fn migrate_in_transaction(
    connection: &mut SqliteConnection,
    file: &Path,
) -> Result<(), StoreError> {
    in_transaction(connection, |connection| migrate(connection, file))
        .map_err(|fault: Fault| fault.at(file))
}

/// All migrations that are pending. Each one's `metadata.toml` says that it opens no transaction of
/// its own: the caller holds one.
fn migrate(connection: &mut SqliteConnection, file: &Path) -> Result<(), Fault> {
    connection.run_pending_migrations(MIGRATIONS).map_err(|why| of_any(file, &why))?;
    Ok(journal_chain::adopt(connection)?)
}

fn of_any(file: &Path, error: &AnyError) -> Fault {
    StoreError::of_sqlite(file, &error.to_string()).into()
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
        let mut connection = in_memory().unwrap();
        connection.revert_all_migrations(MIGRATIONS).unwrap();
        connection.run_pending_migrations(MIGRATIONS).unwrap();
        assert!(unknown_version(&mut connection).unwrap().is_none());
    }

    #[test]
    fn a_line_without_a_sale_is_refused() {
        let mut connection = in_memory().unwrap();
        let orphan = "INSERT INTO sale_lines (sale, position, product, name, unit, price, quantity, tax_rate, \
                      net, tax, gross) VALUES (7, 0, 'a', 'A', 'piece', 1, 1, 0, 1, 0, 1)";
        let error = connection.batch_execute(orphan).unwrap_err().to_string();
        assert!(error.contains("FOREIGN KEY"), "{error}");
    }
}
