//! What can go wrong with a shop's folder and database: a sentence each, with what to do now.

use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use domain::DomainError;

/// Why the shop's folder or database could not be used. Nothing recorded before is lost by it.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The system names no folder for a user's data.
    #[error("this system names no folder for a user's data; choose the shop's folder with --shop")]
    NoDefaultFolder,
    /// A file stands where the folder should be.
    #[error("{} is not a folder; choose another shop folder with --shop", .path.display())]
    NotAFolder {
        /// The path.
        path: PathBuf,
    },
    /// SQLite needs the path as Unicode text.
    #[error("the path {} is not valid Unicode; choose another shop folder with --shop", .path.display())]
    NotUnicode {
        /// The path.
        path: PathBuf,
    },
    /// A plain write was refused.
    #[error(
        "{} cannot be written to; allow writing there, or choose another shop folder with --shop",
        .path.display()
    )]
    ReadOnly {
        /// The file or folder.
        path: PathBuf,
    },
    /// There is no room for a write.
    #[error(
        "the disk with {} is full; free some space and try again (nothing recorded is lost)",
        .path.display()
    )]
    Full {
        /// The file or folder.
        path: PathBuf,
    },
    /// Reading or writing a file failed in another way.
    #[error("{} could not be read or written ({source}); check the disk and try again", .path.display())]
    Files {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is no SQLite database, or its content makes no sense.
    #[error(
        "the database {} is damaged ({reason}); put a backup in its place, or move it away to \
         start a new shop",
        .path.display()
    )]
    Damaged {
        /// The database.
        path: PathBuf,
        /// What does not fit.
        reason: String,
    },
    /// The file is there and holds nothing: a shop's never does.
    #[error(
        "the database {} is empty, so what the shop had is lost from it; put a backup in its place, \
         or move it away to start a new shop",
        .path.display()
    )]
    EmptyDatabase {
        /// The database.
        path: PathBuf,
    },
    /// Another program's tables.
    #[error(
        "the database {} is not a shop of Tillsight, and nothing was written to it; put a backup of \
         the shop in its place, move it away to start a new shop, or choose another shop folder with \
         --shop",
        .path.display()
    )]
    ForeignDatabase {
        /// The database.
        path: PathBuf,
    },
    /// The file has gone, and something of it has stayed.
    #[error(
        "the database {} is gone, but {} has stayed; put both or a backup in their place, or move \
         that away, too, to start a new shop",
        .path.display(), .left.display()
    )]
    LostDatabase {
        /// The database.
        path: PathBuf,
        /// What stayed: SQLite's log of what was written last, or a link to where the file was.
        left: PathBuf,
    },
    /// Tables are never changed without a copy of what was there.
    #[error(
        "the database {} must be brought up to date, but it could not be copied to {} first \
         ({source}); nothing was changed, try again",
        .path.display(), .copy.display()
    )]
    NotCopied {
        /// The database.
        path: PathBuf,
        /// Where the copy should lie.
        copy: PathBuf,
        /// Why not.
        source: Box<StoreError>,
    },
    /// Another window sells for this shop.
    #[error(
        "the shop {} is open in another window of Tillsight; go on there, or close it first",
        .path.display()
    )]
    OtherTill {
        /// The shop's folder.
        path: PathBuf,
    },
    /// The cart in the database is no longer the one that a till has.
    #[error(
        "another program has sold, changed or put away this cart meanwhile; nothing was recorded, \
         look at what is in the cart now"
    )]
    CartElsewhere,
    /// A later program made the tables.
    #[error(
        "the database {} was written by a newer Tillsight (tables of {version}); install that \
         version, nothing was changed",
        .path.display()
    )]
    Newer {
        /// The database.
        path: PathBuf,
        /// The first step of its tables that this program does not know.
        version: String,
    },
    /// Another process writes for too long.
    #[error("the database {} is in use by another program; close that and try again", .path.display())]
    Busy {
        /// The database.
        path: PathBuf,
    },
    /// SQLite failed in another way.
    #[error("the database {} could not be used ({reason}); check the disk and try again", .path.display())]
    Database {
        /// The database.
        path: PathBuf,
        /// What SQLite said.
        reason: String,
    },
    /// Two products that are sold have one code.
    #[error("the {code} {value} stands for both {first} and {second}; give one of them another")]
    CodeTaken {
        /// `PLU` or `barcode`.
        code: &'static str,
        /// The code itself.
        value: String,
        /// The id of a product with it.
        first: String,
        /// The id of the other.
        second: String,
    },
    /// An import names a product twice.
    #[error("the product {0} is there twice; leave one of them out")]
    ProductTwice(String),
    /// Amounts in the books are in the currency and tax mode of their time.
    #[error("something was sold already, so the currency and the way of counting tax stay")]
    MoneyIsFixed,
    /// A product that was sold stands in the books.
    #[error("the product {0} was sold, so it is kept; stop selling it instead")]
    WasSold(String),
    /// A replacing import without a product would leave nothing to sell.
    #[error("there is no product to import; the catalogue stays as it was")]
    NothingToImport,
    /// A product or setting breaks a rule.
    #[error(transparent)]
    Rule(#[from] DomainError),
    /// A setting cannot have that value.
    #[error("\"{value}\" is no value for the setting {key}")]
    NotASetting {
        /// The setting.
        key: String,
        /// The refused value.
        value: String,
    },
    /// A name that someone has or had.
    #[error("someone is or was called {0} here; write the name in another way")]
    NameTaken(String),
    /// People without an owner could not be let in any more.
    #[error("the shop needs an owner; make someone else owner first")]
    FirstIsOwner,
    /// The person is not on the list any more.
    #[error("this person does not work here any more")]
    NoSuchPerson,
    /// A PIN could not be hashed or compared.
    #[error("the PIN could not be checked ({0}); give this person a new one")]
    PinHash(String),
    /// No sale has this number.
    #[error("there is no sale with the number {0}; look it up among the receipts")]
    NoSuchSale(i64),
    /// There is nothing to close.
    #[error("no day is open; count the float or sell something first")]
    NoOpenDay,
    /// The float is counted once a day.
    #[error("today's float is counted already; put more in as a pay-in")]
    FloatCounted,
    /// The built-in catalogue has a bad row: a mistake of this program's build.
    #[error("the built-in demo catalogue is wrong ({0}); please report this")]
    DemoCatalogue(String),
}

impl StoreError {
    /// The error for a file or folder.
    pub(super) fn of_io(path: &Path, source: io::Error) -> Self {
        let path = path.to_path_buf();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full { path },
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
                Self::ReadOnly { path }
            }
            _ => Self::Files { path, source },
        }
    }

    /// The error for what SQLite said. Diesel hands on its text and no code; the texts are those of
    /// `sqlite3_errstr`, which do not change.
    pub(super) fn of_sqlite(path: &Path, message: &str) -> Self {
        let path = path.to_path_buf();
        let says = |text: &str| message.contains(text);
        if says("database or disk is full") {
            Self::Full { path }
        } else if says("readonly database") {
            Self::ReadOnly { path }
        } else if says("not a database") || says("malformed") {
            Self::Damaged { path, reason: message.to_owned() }
        } else if says("is locked") {
            Self::Busy { path }
        } else {
            Self::Database { path, reason: message.to_owned() }
        }
    }
}

/// An error inside of this room, where the database's path is not at hand.
pub(super) enum Fault {
    /// SQLite or Diesel failed.
    Sql(diesel::result::Error),
    /// A row was read that this program cannot have written.
    Row(String),
    /// The work was refused.
    Refused(StoreError),
}

impl Fault {
    pub(super) fn at(self, file: &Path) -> StoreError {
        match self {
            Self::Sql(error) => StoreError::of_sqlite(file, &error.to_string()),
            Self::Row(reason) => StoreError::Damaged { path: file.to_path_buf(), reason },
            Self::Refused(error) => error,
        }
    }

    /// A row of a table that does not make sense.
    pub(super) fn row(table: &str, key: &dyn Display, why: &dyn Display) -> Self {
        Self::Row(format!("{table} {key}: {why}"))
    }
}

impl From<diesel::result::Error> for Fault {
    fn from(error: diesel::result::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Refused(error)
    }
}
