//! Here lives what a shop keeps: its folder, and the SQLite database of products, sales, settings.
//! No screen, network model or business rule may come in; only this room knows Diesel.
//! Called by `till`, `teach` and `cli`; calls `domain`.

#![warn(unreachable_pub)]

mod cart_content;
pub mod catalogue_csv;
mod connection;
mod database_file;
mod day_sales;
mod days;
mod demo_shop;
mod error;
mod error_message;
mod journal;
mod journal_chain;
mod learning;
mod money_settings;
mod open_carts;
mod people;
mod photo;
mod photo_directions;
mod photo_inbox;
mod photo_rows;
mod photos;
mod pins;
mod products;
mod safety_copy;
mod sale_line_rows;
mod sale_rows;
mod sales;
mod schema;
mod settings;
mod shop_folder;
mod till_lock;

pub use days::{OpenDay, RecordedMovement};
pub use error::StoreError;
pub use journal::JournalRow;
pub use journal_chain::JournalCheck;
pub use learning::{Capture, CaptureKind, PieceWeightRow};
pub use open_carts::{HeldCart, HeldMark, SavedCarts};
pub use people::PinAttempt;
pub use photo::{Added, NewPhoto, PhotoId, PhotoOrigin, PhotoRow, PhotoSession, SessionId, Side};
pub use photo_inbox::{CaptureId, CaptureState, WaitingCapture};
pub use pins::PinHash;
pub use products::{ImportMode, ImportSummary};
pub use sales::{Booking, DealSummary, RecordedDeal, RecordedSale};
pub use shop_folder::{ShopFolder, setting_of};
pub use till_lock::TillLock;

use std::path::{Path, PathBuf};

use diesel::sqlite::SqliteConnection;

use error::Fault;
use open_carts::CartMark;

/// The open database of a shop. One owner at a time; several processes may hold one each.
pub struct Store {
    connection: SqliteConnection,
    file: PathBuf,
    /// The till's own cart as this store has seen or written it last.
    own_cart: Option<CartMark>,
}

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
        let mut store = Store { connection, file, own_cart: None };
        demo_shop::furnish(&mut store, folder)?;
        Ok(store)
    }

    /// A database in memory, without any product, for tests and trials.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite cannot get the memory.
    pub fn in_memory() -> Result<Store, StoreError> {
        let connection = connection::in_memory()?;
        Ok(Store { connection, file: PathBuf::from(":memory:"), own_cart: None })
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

    fn read<T>(
        &mut self,
        work: impl FnOnce(&mut SqliteConnection) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        work(&mut self.connection).map_err(|fault| fault.at(&self.file))
    }

    /// All of `work`, or nothing of it.
    fn write<T>(
        &mut self,
        work: impl FnOnce(&mut SqliteConnection) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        connection::in_transaction(&mut self.connection, work).map_err(|fault| fault.at(&self.file))
    }
}
