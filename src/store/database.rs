//! The open database of a shop, and how it is read and written: every other file of this room adds what
//! it reads and writes.

use std::path::{Path, PathBuf};

use diesel::sqlite::SqliteConnection;

use super::cart_mark::CartMark;
use super::connection;
use super::error::{Fault, StoreError};

/// The open database of a shop. One owner at a time; several processes may hold one each.
pub struct Store {
    pub(super) connection: SqliteConnection,
    file: PathBuf,
    /// The till's own cart as this store has seen or written it last.
    pub(super) own_cart: Option<CartMark>,
}

impl Store {
    /// The database behind an open connection.
    pub(super) fn on(connection: SqliteConnection, file: PathBuf) -> Self {
        Self { connection, file, own_cart: None }
    }

    /// A database in memory, without any product, for tests and trials.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite cannot get the memory.
    pub fn in_memory() -> Result<Store, StoreError> {
        let connection = connection::in_memory()?;
        Ok(Self::on(connection, PathBuf::from(":memory:")))
    }

    /// The database's file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Caps the database at so many pages of 4 KiB for this connection, at least at what it has
    /// now. A write beyond it fails as on a full disk: the seam by which tests fill a disk where
    /// they may not mount a small one.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    #[doc(hidden)]
    pub fn cap_pages(&mut self, pages: u32) -> Result<(), StoreError> {
        self.read(|connection| Ok(connection::cap_pages(connection, pages)?))
    }

    pub(super) fn read<T>(
        &mut self,
        work: impl FnOnce(&mut SqliteConnection) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        work(&mut self.connection).map_err(|fault| fault.at(&self.file))
    }

    /// All of `work`, or nothing of it.
    pub(super) fn write<T>(
        &mut self,
        work: impl FnOnce(&mut SqliteConnection) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        connection::in_transaction(&mut self.connection, work).map_err(|fault| fault.at(&self.file))
    }
}
