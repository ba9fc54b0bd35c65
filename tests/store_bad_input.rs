//! A shop whose folder or database cannot be used gives one clear sentence, and loses nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "store_bad_input/no_shop.rs"]
mod no_shop;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use tillsight::domain::{Cart, CashRounding, Deal, PaidSale, TaxMode};
use tillsight::store::{Booking, ShopFolder, Store, StoreError};

fn open(root: &Path) -> Result<Store, StoreError> {
    Store::open(&ShopFolder::open(root)?)
}

fn refused(root: &Path) -> StoreError {
    match open(root) {
        Ok(_) => panic!("{} was opened", root.display()),
        Err(error) => error,
    }
}

/// One line, which names the path and says what to do after a semicolon.
fn assert_one_clear_sentence(error: &StoreError, path: &Path) {
    let sentence = error.to_string();
    assert!(sentence.contains(&*path.to_string_lossy()), "{sentence}");
    assert!(sentence.contains("; "), "{sentence}");
    assert!(!sentence.contains('\n'), "{sentence}");
}

/// A sale of one piece of the first product of the demo shop that is sold by the piece.
fn sale(store: &mut Store) -> PaidSale {
    let currency = store.currency().unwrap();
    let products = store.active_products().unwrap();
    let mut cart = Cart::new(currency, TaxMode::Included);
    for product in products {
        cart.add(Arc::new(product), None).unwrap();
        match cart.complete() {
            Ok(sale) => return PaidSale::in_exact_cash(sale, CashRounding::NONE).unwrap(),
            Err(_) => cart.clear(),
        }
    }
    panic!("the demo shop sells nothing by the piece");
}

fn plain_write(folder: &Path) -> std::io::Result<()> {
    let mut file = fs::File::create(folder.join("plain-write"))?;
    file.write_all(&[1; 4096])?;
    file.sync_all()
}

/// A shop with one sale, closed.
fn shop_with_a_sale(root: &Path) {
    let mut store = open(root).unwrap();
    let sale = sale(&mut store);
    assert_eq!(store.record_sale(&sale, Booking::default()).unwrap().number, 1);
}

#[test]
fn a_file_in_the_folders_place() {
    let parent = tempfile::tempdir().unwrap();
    let root = parent.path().join("shop");
    fs::write(&root, "a letter").unwrap();
    let error = refused(&root);
    assert!(matches!(error, StoreError::NotAFolder { .. }), "{error}");
    assert_one_clear_sentence(&error, &root);
    assert_eq!(fs::read_to_string(&root).unwrap(), "a letter");
}

#[test]
fn a_database_that_is_none() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("shop.db");
    let text = "this was a shopping list once\n".repeat(1000);
    fs::write(&file, &text).unwrap();
    let error = refused(root.path());
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert_one_clear_sentence(&error, &file);
    assert_eq!(fs::read_to_string(&file).unwrap(), text, "what is left of it stays");
}

#[test]
fn a_database_whose_pages_are_overwritten() {
    let root = tempfile::tempdir().unwrap();
    shop_with_a_sale(root.path());
    let file = root.path().join("shop.db");
    let mut bytes = fs::read(&file).unwrap();
    bytes[4096..].fill(0xff);
    fs::write(&file, &bytes).unwrap();
    let error = refused(root.path());
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert_one_clear_sentence(&error, &file);
}

#[test]
fn a_database_that_was_cut_off() {
    let root = tempfile::tempdir().unwrap();
    shop_with_a_sale(root.path());
    let file = root.path().join("shop.db");
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
    let error = refused(root.path());
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert_one_clear_sentence(&error, &file);
}

#[test]
fn a_database_of_a_newer_tillsight() {
    let root = tempfile::tempdir().unwrap();
    shop_with_a_sale(root.path());
    let file = root.path().join("shop.db");
    let raw = |statement: &str| raw(&file, statement);
    raw("INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000000')");
    let before = fs::read(&file).unwrap();
    let error = refused(root.path());
    assert!(matches!(&error, StoreError::Newer { version, .. } if version == "29990101000000"));
    assert_one_clear_sentence(&error, &file);
    assert_eq!(fs::read(&file).unwrap(), before, "the newer database is not touched");

    raw("DELETE FROM __diesel_schema_migrations WHERE version = '29990101000000'");
    assert_eq!(open(root.path()).unwrap().sales_count().unwrap(), 1);
}

/// Runs SQL on the database's file as another program would.
fn raw(file: &Path, statements: &str) {
    let mut connection = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    connection.batch_execute(statements).unwrap();
}

#[test]
fn a_database_that_grows_no_more() {
    let root = tempfile::tempdir().unwrap();
    let mut store = open(root.path()).unwrap();
    let sale = sale(&mut store);
    store.cap_pages(1).unwrap();
    let (recorded, error) = sell_until_it_fails(&mut store, &sale);
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    assert_one_clear_sentence(&error, store.file());
    assert_eq!(store.sales_count().unwrap(), recorded);
    store.cap_pages(u32::MAX - 1).unwrap();
    store.record_sale(&sale, Booking::default()).unwrap();
}

/// How many sales were recorded before one was not, and why it was not.
fn sell_until_it_fails(store: &mut Store, sale: &PaidSale) -> (u64, StoreError) {
    for recorded in 0..100_000 {
        if let Err(error) = store.record_sale(sale, Booking::default()) {
            return (recorded, error);
        }
    }
    panic!("the disk is never full");
}

#[cfg(unix)]
#[test]
fn a_read_only_folder() {
    use std::os::unix::fs::PermissionsExt;
    let root = tempfile::tempdir().unwrap();
    // Root writes wherever permissions say no, so where this test may, it mounts instead.
    let mounted = small_disk::mount(root.path(), 64, small_disk::Access::ReadOnly);
    let folder = if mounted || !small_disk::is_root() {
        fs::set_permissions(root.path(), fs::Permissions::from_mode(0o555)).ok();
        root.path()
    } else {
        // Root without the right to mount: no file can be made here by anybody.
        Path::new("/proc/self")
    };
    assert!(plain_write(folder).is_err(), "a plain write must fail");
    for shop in [folder.to_path_buf(), folder.join("new-shop")] {
        let error = refused(&shop);
        let expected = matches!(error, StoreError::ReadOnly { .. });
        assert!(expected || folder.starts_with("/proc"), "{error}");
        assert_one_clear_sentence(&error, &shop);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_at_the_start() {
    let root = tempfile::tempdir().unwrap();
    if !small_disk::mount(root.path(), 256, small_disk::Access::ReadWrite) {
        println!("may not mount a small disk; a_database_that_grows_no_more stands in");
        return;
    }
    // Room for the probe, but not for the demo shop.
    let error = refused(root.path());
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    small_disk::fill(root.path());
    assert_eq!(
        plain_write(root.path()).unwrap_err().kind(),
        std::io::ErrorKind::StorageFull,
        "a plain write must fail"
    );
    let error = refused(root.path());
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    assert_one_clear_sentence(&error, root.path());

    // With room again, what was begun is completed.
    assert!(small_disk::resize(root.path(), 16 * 1024));
    let mut store = open(root.path()).unwrap();
    assert!(!store.active_products().unwrap().is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_up_while_selling() {
    let root = tempfile::tempdir().unwrap();
    if !small_disk::mount(root.path(), 16 * 1024, small_disk::Access::ReadWrite) {
        println!("may not mount a small disk; a_database_that_grows_no_more stands in");
        return;
    }
    let mut store = open(root.path()).unwrap();
    let sale = sale(&mut store);
    store.record_sale(&sale, Booking::default()).unwrap();
    small_disk::fill(root.path());
    assert!(plain_write(root.path()).is_err(), "a plain write must fail");
    let (recorded, error) = sell_until_it_fails(&mut store, &sale);
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    assert_one_clear_sentence(&error, store.file());
    // With room again the till goes on, with no new start.
    small_disk::make_room(root.path());
    store.record_sale(&sale, Booking::default()).unwrap();
    drop(store);

    // Every sale that was confirmed is there, whole; the one that failed is not.
    let mut store = open(root.path()).unwrap();
    let confirmed = recorded + 2;
    assert_eq!(store.sales_count().unwrap(), confirmed);
    for number in 1..=i64::try_from(confirmed).unwrap() {
        assert_eq!(store.deal(number).unwrap().unwrap().deal, Deal::Sale(sale.clone()));
    }
}

/// Small disks in memory. Each is seen by the mounting test's thread alone, and goes with it.
#[cfg(unix)]
mod small_disk {
    use std::fs::{self, OpenOptions};
    use std::io::Write;
    use std::path::Path;

    #[derive(Clone, Copy, PartialEq, Eq)]
    pub enum Access {
        ReadOnly,
        ReadWrite,
    }

    pub fn is_root() -> bool {
        // SAFETY: `geteuid` takes nothing, changes nothing and cannot fail.
        unsafe { libc::geteuid() == 0 }
    }

    /// Mounts an empty disk of `kibibytes` at `folder`; false where this process may not.
    #[cfg(target_os = "linux")]
    pub fn mount(folder: &Path, kibibytes: u32, access: Access) -> bool {
        // SAFETY: `unshare` takes flags only; this one gives the calling thread mounts of its own.
        if unsafe { libc::unshare(libc::CLONE_NEWNS) } != 0 {
            return false;
        }
        let private = libc::MS_REC | libc::MS_PRIVATE;
        let flags = if access == Access::ReadOnly { libc::MS_RDONLY } else { 0 };
        mount_call(Path::new("/"), private, "") && mount_call(folder, flags, &size(kibibytes))
    }

    #[cfg(not(target_os = "linux"))]
    pub fn mount(_folder: &Path, _kibibytes: u32, _access: Access) -> bool {
        false
    }

    /// Changes the size of a mounted disk.
    #[cfg(target_os = "linux")]
    pub fn resize(folder: &Path, kibibytes: u32) -> bool {
        mount_call(folder, libc::MS_REMOUNT, &size(kibibytes))
    }

    #[cfg(target_os = "linux")]
    fn size(kibibytes: u32) -> String {
        format!("size={kibibytes}k")
    }

    #[cfg(target_os = "linux")]
    fn mount_call(target: &Path, flags: libc::c_ulong, options: &str) -> bool {
        use std::ffi::CString;
        use std::os::unix::ffi::OsStrExt;
        let target = CString::new(target.as_os_str().as_bytes()).unwrap();
        let options = CString::new(options).unwrap();
        let tmpfs = c"tmpfs".as_ptr();
        // SAFETY: all pointers are strings that end with a zero and live through the call.
        0 == unsafe { libc::mount(tmpfs, target.as_ptr(), tmpfs, flags, options.as_ptr().cast()) }
    }

    /// Writes until there is no room for a byte.
    pub fn fill(folder: &Path) {
        let mut file =
            OpenOptions::new().create(true).append(true).open(folder.join("filler")).unwrap();
        for size in [65_536, 4096, 1] {
            while file.write_all(&vec![1; size]).is_ok() {}
        }
    }

    /// Undoes [`fill`].
    pub fn make_room(folder: &Path) {
        fs::remove_file(folder.join("filler")).unwrap();
    }
}
