//! Opening a shop's database: an older one is brought up to date, a new one furnished.

use super::database::Store;
use super::error::StoreError;
use super::{ShopFolder, connection, demo_shop};

impl Store {
    /// Opens the shop's database: brings its tables up to date, and gives a new shop the demo
    /// catalogue with its pictures. What an interrupted first opening left undone is done now.
    /// Before tables change, the database is copied aside; the copy stays until the day is closed.
    ///
    /// # Errors
    /// [`StoreError`] when the database is empty, another program's, damaged, newer than this
    /// program, lost, not to be copied, held by another process for more than five seconds, or the
    /// disk is full or read-only.
    pub fn open(folder: &ShopFolder) -> Result<Store, StoreError> {
        // Two processes that open a new shop at once must not both make it.
        let _making = folder.lock()?;
        let file = folder.database();
        let connection = connection::open(&file)?;
        let mut store = Store::on(connection, file);
        demo_shop::furnish(&mut store, folder)?;
        Ok(store)
    }
}
