//! What lies in the place of a shop's database and is none: empty, another program's, or only what is
//! left of one.

use std::fs;
use std::path::Path;

use tillsight::store::StoreError;

use super::{assert_one_clear_sentence, open, raw, refused, shop_with_a_sale};

/// Refused in a sentence, twice, with every byte left as it was.
fn refused_untouched(root: &Path) -> StoreError {
    let file = root.join("shop.db");
    let before = fs::read(&file).unwrap();
    refused(root);
    let error = refused(root);
    assert_one_clear_sentence(&error, &file);
    assert_eq!(fs::read(&file).unwrap(), before, "{error}");
    error
}

#[test]
fn an_empty_database_is_no_new_shop() {
    let root = tempfile::tempdir().unwrap();
    shop_with_a_sale(root.path());
    fs::write(root.path().join("shop.db"), "").unwrap();
    let error = refused_untouched(root.path());
    assert!(matches!(error, StoreError::EmptyDatabase { .. }), "{error}");
    fs::remove_file(root.path().join("shop.db")).unwrap();
    assert_eq!(open(root.path()).unwrap().sales_count().unwrap(), 0, "as the sentence says");
}

#[test]
fn an_empty_database_keeps_what_its_log_holds() {
    let root = tempfile::tempdir().unwrap();
    let log = root.path().join("shop.db-wal");
    fs::write(root.path().join("shop.db"), "").unwrap();
    fs::write(&log, "the last sales").unwrap();
    let error = refused_untouched(root.path());
    assert!(matches!(error, StoreError::EmptyDatabase { .. }), "{error}");
    assert_eq!(fs::read(&log).unwrap(), b"the last sales");
}

#[test]
fn a_database_that_is_gone_but_for_its_log() {
    for end in ["-wal", "-journal"] {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("shop.db");
        let log = root.path().join(format!("shop.db{end}"));
        fs::write(&log, "the last sales").unwrap();
        let error = refused(root.path());
        assert!(matches!(error, StoreError::LostDatabase { .. }), "{error}");
        assert_one_clear_sentence(&error, &file);
        assert!(error.to_string().contains(log.to_str().unwrap()), "{error}");
        assert!(!file.exists());
        assert_eq!(fs::read(&log).unwrap(), b"the last sales");
    }
}

#[cfg(unix)]
#[test]
fn a_database_on_a_disk_that_is_not_there() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("shop.db");
    std::os::unix::fs::symlink(root.path().join("disk/shop.db"), &file).unwrap();
    let error = refused(root.path());
    assert!(matches!(error, StoreError::LostDatabase { .. }), "{error}");
    assert_one_clear_sentence(&error, &file);
    assert!(fs::symlink_metadata(&file).is_ok() && !root.path().join("disk").exists());
}

#[test]
fn a_folder_in_the_databases_place() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("shop.db");
    fs::create_dir(&file).unwrap();
    let error = refused(root.path());
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert_one_clear_sentence(&error, &file);
}

#[test]
fn databases_of_other_programs_get_none_of_our_tables() {
    let letters = "CREATE TABLE letters (text TEXT); INSERT INTO letters VALUES ('dear')";
    let migrations =
        "CREATE TABLE __diesel_schema_migrations (version TEXT PRIMARY KEY, run_on TEXT)";
    for statements in [
        letters.to_owned(),
        // A database that lost all its tables, or never had one.
        format!("{letters}; DROP TABLE letters"),
        format!("PRAGMA application_id = 252006674; {letters}"),
        // Even with our own tables: another program calls the file its own.
        "PRAGMA application_id = 1".to_owned(),
        format!("PRAGMA journal_mode = WAL; {letters}"),
        // Another program that is made as this one is.
        format!(
            "{migrations}; INSERT INTO __diesel_schema_migrations VALUES ('20200101000000', '')"
        ),
        "CREATE TABLE __diesel_schema_migrations (name TEXT)".to_owned(),
        // One of our names, and nothing else of ours.
        "CREATE TABLE sales (number INTEGER)".to_owned(),
    ] {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("shop.db");
        if statements == "PRAGMA application_id = 1" {
            shop_with_a_sale(root.path());
        }
        raw(&file, &statements);
        let error = refused_untouched(root.path());
        assert!(matches!(error, StoreError::ForeignDatabase { .. }), "{statements}: {error}");
    }
}

#[test]
fn a_shop_that_lost_a_table_gets_no_empty_one() {
    for table in ["sale_lines", "settings", "products"] {
        let root = tempfile::tempdir().unwrap();
        shop_with_a_sale(root.path());
        raw(
            &root.path().join("shop.db"),
            &format!("PRAGMA foreign_keys = OFF; DROP TABLE {table}"),
        );
        let error = refused_untouched(root.path());
        assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
        assert!(error.to_string().contains(table), "{error}");
    }
}

#[test]
fn a_shop_whose_making_was_interrupted_is_made() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("shop.db.new"), "half a database").unwrap();
    fs::write(root.path().join("shop.db.new-journal"), "and its log").unwrap();
    assert!(!open(root.path()).unwrap().active_products().unwrap().is_empty());
    let names = fs::read_dir(root.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let left: Vec<_> = names.filter(|name| name.to_string_lossy().contains(".new")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_new_shop_is_marked_as_ours_and_has_no_copy() {
    let root = tempfile::tempdir().unwrap();
    drop(open(root.path()).unwrap());
    let header = fs::read(root.path().join("shop.db")).unwrap();
    assert_eq!(&header[68..72], b"Till", "SQLite's application id");
    let names = fs::read_dir(root.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(!names.into_iter().any(|name| name.to_string_lossy().contains("update")));
}
