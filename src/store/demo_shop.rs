//! The demo catalogue and its pictures, built into the program, for a new shop.

use base::UnfinishedFile;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use include_dir::{Dir, include_dir};

use super::products::{ImportMode, all_ids, import};
use super::{ShopFolder, Store, StoreError, settings};
use catalogue_file::own;
use domain::settings::FURNISHED;
use domain::{Currency, Product};

const CATALOGUE: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/catalogue/demo.csv"));
static PICTURES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../assets/pictures");

/// Gives a new shop the demo catalogue and its pictures, once. The mark is written with the products
/// and after the pictures, so an interrupted start is completed by the next one.
pub(super) fn furnish(store: &mut Store, folder: &ShopFolder) -> Result<(), StoreError> {
    if store.text(&FURNISHED)?.is_some() {
        return Ok(());
    }
    let products = products()?;
    let pictures: BTreeSet<&str> =
        products.iter().filter_map(|product| product.picture.as_deref()).collect();
    copy_pictures(&pictures, &folder.pictures())?;
    store.write(|connection| {
        let there = all_ids(connection)?;
        let new: Vec<Product> =
            products.into_iter().filter(|product| !there.contains(product.id.as_str())).collect();
        import(connection, &new, ImportMode::Add)?;
        settings::set_text(connection, &FURNISHED, env!("CARGO_PKG_VERSION"))
    })
}

fn products() -> Result<Vec<Product>, StoreError> {
    own::parse(CATALOGUE, Currency::EUR).map_err(|errors| {
        let rows: Vec<String> = errors.iter().map(ToString::to_string).collect();
        StoreError::DemoCatalogue(rows.join("; "))
    })
}

/// Copies the pictures that are not there: each appears under its name whole or not at all.
fn copy_pictures(names: &BTreeSet<&str>, folder: &Path) -> Result<(), StoreError> {
    let mut written = Vec::new();
    for &name in names {
        let target = folder.join(name);
        if target.exists() {
            continue;
        }
        let picture = PICTURES
            .get_file(name)
            .ok_or_else(|| StoreError::DemoCatalogue(format!("there is no picture {name}")))?;
        let failed = |source| StoreError::of_io(&target, source);
        let mut file = UnfinishedFile::beside(&target).map_err(failed)?;
        file.fill(|out| out.write_all(picture.contents())).map_err(failed)?;
        written.push((file, target));
    }
    // Synchronised together: the first call carries most of what the others would wait for.
    for (file, target) in &written {
        file.sync().map_err(|source| StoreError::of_io(target, source))?;
    }
    for (file, target) in written {
        file.put_in_place().map_err(|source| StoreError::of_io(&target, source))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use diesel::connection::SimpleConnection;
    use std::fs;

    #[test]
    fn every_demo_product_is_sold_and_has_its_picture() {
        let products = products().unwrap();
        assert!(!products.is_empty());
        for product in products {
            assert!(product.active, "{}", product.id);
            assert!(product.names.contains_key("zh"), "{} has no Chinese name", product.id);
            let picture = product.picture.unwrap();
            assert!(PICTURES.get_file(&picture).is_some(), "{picture}");
        }
    }

    #[test]
    fn a_new_shop_has_the_demo_catalogue_once() {
        let root = tempfile::tempdir().unwrap();
        let folder = ShopFolder::open(root.path()).unwrap();
        let mut store = Store::open(&folder).unwrap();
        let expected = products().unwrap();
        let mut products = store.active_products().unwrap();
        assert_eq!(products.len(), expected.len());
        for product in &products {
            let picture = folder.pictures().join(product.picture.as_ref().unwrap());
            assert!(fs::metadata(picture).unwrap().len() > 0);
        }
        // What the owner changes later stays changed.
        let mut first = products.swap_remove(0);
        first.active = false;
        store.save_product(&first).unwrap();
        fs::remove_file(folder.pictures().join(first.picture.as_ref().unwrap())).unwrap();
        drop(store);
        let mut store = Store::open(&folder).unwrap();
        assert_eq!(store.active_products().unwrap().len(), expected.len() - 1);
        assert!(!folder.pictures().join(first.picture.unwrap()).exists());
    }

    #[test]
    fn an_interrupted_start_is_completed() {
        let root = tempfile::tempdir().unwrap();
        let folder = ShopFolder::open(root.path()).unwrap();
        // The tables are there, one picture is, and then the power went.
        let mut connection = super::super::connection::open(&folder.database()).unwrap();
        connection.batch_execute("SELECT 1").unwrap();
        drop(connection);
        let expected = products().unwrap();
        let own = expected[0].picture.as_ref().unwrap();
        fs::write(folder.pictures().join(own), b"the owner's").unwrap();

        let mut store = Store::open(&folder).unwrap();
        assert_eq!(store.products().unwrap().len(), expected.len());
        assert_eq!(fs::read(folder.pictures().join(own)).unwrap(), b"the owner's");
        let pictures: BTreeSet<_> = expected.iter().filter_map(|it| it.picture.clone()).collect();
        assert_eq!(fs::read_dir(folder.pictures()).unwrap().count(), pictures.len());
    }

    #[test]
    fn many_may_open_a_new_shop_at_once() {
        let root = tempfile::tempdir().unwrap();
        let folder = ShopFolder::open(root.path()).unwrap();
        let counts: Vec<usize> = std::thread::scope(|scope| {
            let open = || Store::open(&folder).unwrap().products().unwrap().len();
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(open)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(counts, vec![products().unwrap().len(); 4]);
    }
}
