//! The catalogue's use cases: a product as it is typed, a CSV file before it is taken, what the
//! screen shows of both. Files are read and written on threads of their own.

mod draft;
mod files;
mod import;

use std::path::PathBuf;
use std::sync::Arc;

pub use catalogue_file::{
    Answer, Choice, Choices, Column, Field, Matched, Question, Remembered, Told, Why,
};
pub use draft::{FieldProblem, ProductDraft, ProductField};
pub(super) use files::carry_out;
pub use import::{BadRow, Difference, ImportPlan, PlannedChange};

use super::messages::Message;
use domain::{Product, ProductId, TaxMode};

/// What can be asked about the catalogue.
#[derive(Clone)]
pub enum CatalogueCommand {
    /// Begin a new product, with what is known of it.
    New {
        /// The digits of a barcode that no product has yet.
        barcode: Option<String>,
    },
    /// Begin to change a product.
    Edit(ProductId),
    /// Give the product that is being edited this picture: a copy is kept in the shop's folder.
    ChoosePicture(PathBuf),
    /// Take the picture away from the product that is being edited.
    RemovePicture,
    /// Keep the product that is being edited.
    Save(Box<ProductDraft>),
    /// Leave the product that is being edited as it was.
    Close,
    /// Sell this product no longer (`false`), or again.
    SetActive(ProductId, bool),
    /// Forget a product that was never sold.
    Delete(ProductId),
    /// Another part of the program changed the catalogue: read it again. The cart stays as it is.
    Reload,
    /// Read this CSV file and show what it would change.
    ReadImport(PathBuf),
    /// Whether products that the file does not name are to be sold no longer.
    SetReplace(bool),
    /// Answer a question about the file that was read, or choose what one of its columns says.
    AnswerImport(Answer),
    /// See what the file would change, now that its columns are matched.
    ReviewImport,
    /// See its columns again.
    MatchImport,
    /// Take the file that was read.
    Import,
    /// Leave the catalogue as it is.
    CloseImport,
    /// Write all products to this CSV file.
    Export(PathBuf),
    /// Write a CSV file to fill in.
    SaveTemplate(PathBuf),
}

/// The catalogue as shown. Cheap to clone.
#[derive(Clone, Default)]
pub struct CatalogueView {
    /// All products, also those that are not sold at present, by name.
    pub all: Arc<Vec<Arc<Product>>>,
    /// The product that is being edited.
    pub editor: Option<EditorView>,
    /// The CSV file that was chosen.
    pub import: Option<ImportView>,
}

/// A product that is being edited.
#[derive(Clone)]
pub struct EditorView {
    /// Another number for each product that is opened.
    pub number: u64,
    /// What its fields hold at first.
    pub draft: Arc<ProductDraft>,
    /// As it is kept now; `None` for a new one.
    pub original: Option<Arc<Product>>,
    /// Whether it was ever sold; such a product is never deleted.
    pub sold: bool,
    /// Its picture's file in the shop's folder.
    pub picture: PictureChoice,
    /// What is wrong with its fields.
    pub problems: Vec<FieldProblem>,
    /// Why it could not be kept, if that is of no single field.
    pub failure: Option<Message>,
}

/// The picture of a product that is being edited.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum PictureChoice {
    /// It has none.
    #[default]
    None,
    /// The file's name in the shop's folder.
    Kept(String),
    /// It is being read and made smaller.
    Reading,
    /// It cannot be used.
    Failed(Message),
}

impl PictureChoice {
    /// The file's name, if there is one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Kept(name) => Some(name),
            Self::None | Self::Reading | Self::Failed(_) => None,
        }
    }
}

/// A CSV file on its way into the catalogue.
#[derive(Clone)]
pub struct ImportView {
    /// The file's name.
    pub file: String,
    /// How far it is.
    pub state: ImportState,
    /// Whether products that it does not name are to be sold no longer.
    pub replace: bool,
    /// How its columns were matched; `None` for the catalogue's own form.
    pub matched: Option<Arc<MatchedFile>>,
}

/// A file of another program, its columns matched.
#[derive(Clone, PartialEq, Debug)]
pub struct MatchedFile {
    /// Which reading of the file it is; each answer makes another.
    pub reading: u64,
    /// Its columns, what is open, what there is to know.
    pub matched: Matched,
    /// What it would change.
    pub plan: Arc<ImportPlan>,
}

/// How far an import is.
#[derive(Clone)]
pub enum ImportState {
    /// The file is being read.
    Reading,
    /// The file cannot be read at all.
    Unreadable(Message),
    /// These rows are wrong; nothing is taken.
    Refused(Arc<Vec<BadRow>>),
    /// Its columns are matched, and some of it may be open.
    Matching(Arc<MatchedFile>),
    /// This is what it would change.
    Planned(Arc<ImportPlan>),
    /// It is being written.
    Writing(Arc<ImportPlan>),
    /// It could not be written.
    Failed(Message),
}

/// What the catalogue's desk wants done.
pub enum CatalogueEffect {
    /// Find out whether a product was ever sold.
    AskSold(ProductId),
    /// Write a product to the database.
    Save(Box<Product>),
    /// Write the first price of a product to the database, whatever is being edited.
    SavePrice(Box<Product>),
    /// Read all products again.
    Reload,
    /// Take a product out of the database, if it was never sold.
    Delete(ProductId),
    /// Copy a picture, made smaller, into the shop's folder of pictures.
    CopyPicture {
        /// The number of the editor that wants it.
        editor: u64,
        /// Where it is.
        source: PathBuf,
        /// The shop's folder of pictures.
        folder: PathBuf,
    },
    /// Remove a picture that no product has.
    RemovePicture(PathBuf),
    /// Read a CSV file and compare it with the catalogue.
    ReadImport {
        /// Where it is.
        file: PathBuf,
        /// What was said of it.
        choices: Box<Choices>,
        /// Which reading of it this is.
        reading: u64,
        /// The shop that it is read for.
        shop: ImportShop,
    },
    /// Write the products of a CSV file to the database.
    Import {
        /// What was read.
        plan: Arc<ImportPlan>,
        /// Whether all others are sold no longer.
        replace: bool,
        /// What to remember for files with the same headings.
        matched: Option<Arc<MatchedFile>>,
    },
    /// Write products to a CSV file.
    Export {
        /// Where to.
        file: PathBuf,
        /// All of them.
        products: Arc<Vec<Arc<Product>>>,
    },
    /// Write a CSV file to fill in.
    SaveTemplate(PathBuf),
}

/// What must be known of the shop to read a file for it.
#[derive(Clone)]
pub struct ImportShop {
    /// What prices are in.
    pub currency: domain::Currency,
    /// Whether they have the tax in them.
    pub tax_mode: TaxMode,
    /// The rates among its settings, most usual first.
    pub rates: Vec<domain::TaxRate>,
    /// The catalogue as it is.
    pub before: Arc<Vec<Arc<Product>>>,
}

/// What the catalogue's desk is told.
pub enum CatalogueInput {
    /// Whether a product was ever sold.
    Sold(ProductId, bool),
    /// A product stands in the database.
    Saved(Box<Product>),
    /// A product's first price stands in the database.
    PriceSaved(Box<Product>),
    /// All products as they stand in the database.
    Reloaded(Vec<Product>),
    /// A product is gone from the database.
    Deleted(ProductId),
    /// The database refused a product; and why.
    Refused(Message),
    /// A picture was copied, or why not.
    PictureCopied {
        /// The number of the editor that wanted it.
        editor: u64,
        /// Its file's name in the shop's folder.
        result: Result<String, Message>,
    },
    /// A CSV file was read and compared.
    ImportRead {
        /// The number that the effect gave.
        reading: u64,
        /// What came of it.
        state: ImportState,
    },
    /// The products of a CSV file stand in the database: all there are now, or why not.
    Imported(Result<Vec<Product>, Message>),
    /// A CSV file to fill in was written: its name, or why not.
    TemplateSaved(Result<String, Message>),
    /// A CSV file was written: its name and how many products stand in it, or why not.
    Exported(Result<(String, usize), Message>),
}
