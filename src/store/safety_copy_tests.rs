//! Tests of the copy from before an update.

use super::*;

/// A database with one row, some of it only in the write-ahead log, and the connection that keeps
/// that from being put in its place.
fn database(folder: &Path) -> (PathBuf, SqliteConnection) {
    let file = folder.join("shop.db");
    let mut connection = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    let tables = "PRAGMA journal_mode = WAL; PRAGMA application_id = 7; \
                  CREATE TABLE t (x TEXT); INSERT INTO t VALUES ('kept')";
    connection.batch_execute(tables).unwrap();
    (file, connection)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with("shop.db"))
        .collect();
    names.sort();
    names
}

fn content(file: &Path) -> String {
    let mut connection = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    diesel::sql_query("SELECT x AS answer FROM t")
        .get_result::<Answer>(&mut connection)
        .unwrap()
        .answer
}

#[test]
fn a_copy_has_what_is_still_in_the_log_and_replaces_an_older_one() {
    let folder = tempfile::tempdir().unwrap();
    let (file, mut connection) = database(folder.path());
    fs::write(folder.path().join(UNFINISHED), "half of an older try").unwrap();
    let copy = make(&file, "20261130000000").unwrap();
    assert_eq!(copy, folder.path().join("shop-before-update-20261130000000.db"));
    assert_eq!(content(&copy), "kept");
    connection.batch_execute("UPDATE t SET x = 'newer'").unwrap();
    make(&file, "20261130000000").unwrap();
    assert_eq!(content(&copy), "newer");
    assert_eq!(names(folder.path()), ["shop-before-update-20261130000000.db"]);
}

#[test]
fn what_others_have_begun_is_not_in_the_copy() {
    let folder = tempfile::tempdir().unwrap();
    let (file, mut connection) = database(folder.path());
    connection.batch_execute("BEGIN IMMEDIATE; UPDATE t SET x = 'half'").unwrap();
    let copy = make(&file, "1").unwrap();
    assert_eq!(content(&copy), "kept");
}

#[test]
fn a_copy_that_cannot_be_made_is_told_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (file, _connection) = database(folder.path());
    // Something that no file can take the place of.
    let in_the_way = folder.path().join("shop-before-update-1.db");
    fs::create_dir_all(in_the_way.join("x")).unwrap();
    let error = make(&file, "1").unwrap_err();
    assert!(matches!(error, StoreError::NotCopied { .. }), "{error}");
    let sentence = error.to_string();
    for part in [file.to_str().unwrap(), in_the_way.to_str().unwrap(), "nothing was changed"] {
        assert!(sentence.contains(part), "{part}: {sentence}");
    }
    assert_eq!(names(folder.path()), ["shop-before-update-1.db"]);
}

#[test]
fn only_copies_are_removed() {
    let folder = tempfile::tempdir().unwrap();
    let (file, _connection) = database(folder.path());
    make(&file, "1").unwrap();
    make(&file, "2").unwrap();
    for other in ["shop-before-update-notes.txt", "backup.db"] {
        fs::write(folder.path().join(other), "").unwrap();
    }
    remove_all(&file);
    assert_eq!(names(folder.path()), ["backup.db", "shop-before-update-notes.txt"]);
    assert!(file.exists());
}
