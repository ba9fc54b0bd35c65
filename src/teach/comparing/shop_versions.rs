//! The versions that a shop has, as they lie on the disk, and what is done with their files.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use crate::messages::logged;
use domain::{Message, ProductId};
use recognition::try_loading;
use registry::{Registry, RegistryError, Version};
use store::{ShopFolder, Store, StoreError};
use taught::delete_version;

use super::view::VersionCard;

/// What was found on the disk.
pub(super) struct ShopVersions {
    pub(super) versions: Vec<Version>,
    pub(super) damaged: Vec<Message>,
    pub(super) selling: Option<String>,
    pub(super) previous: Option<String>,
}

/// Looks at all versions; their weights are not read.
pub(super) fn look(shop: &Path) -> Result<ShopVersions, RegistryError> {
    let registry = Registry::open(shop)?;
    let mut damaged: Vec<Message> = registry.damaged().iter().map(logged).collect();
    let selling = match registry.promoted() {
        Ok(version) => Some(version.name().to_owned()),
        Err(error) => {
            damaged.push(logged(&error));
            None
        }
    };
    let mut versions = registry.list();
    let created = |version: &Version| version.manifest.created.parse::<jiff::Timestamp>().ok();
    versions.sort_by_key(|version| std::cmp::Reverse(created(version)));
    versions.sort_by_key(|version| selling.as_deref() != Some(version.name()));
    let previous = registry.previous().map(|version| version.manifest.name);
    Ok(ShopVersions { versions, damaged, selling, previous })
}

impl ShopVersions {
    /// The versions as the list shows them.
    pub(super) fn cards(&self) -> Vec<VersionCard> {
        let card = |version: &Version| {
            let manifest = &version.manifest;
            VersionCard {
                name: manifest.name.clone(),
                created: manifest.created.parse().ok(),
                bytes: version.bytes_on_disk(),
                products: manifest.classes.len(),
                top1: manifest.metrics.get("val_top1").copied(),
                parent: manifest.parent.clone(),
                notes: manifest.notes.clone(),
                shipped: version.shipped,
                sells: self.selling.as_deref() == Some(version.name()),
            }
        };
        self.versions.iter().map(card).collect()
    }

    /// The version of that name.
    pub(super) fn named(&self, name: &str) -> Option<&Version> {
        self.versions.iter().find(|version| version.name() == name)
    }
}

/// What the shop's database says about its products.
#[derive(Default)]
pub(super) struct ShopGoods {
    /// Names by slug.
    pub(super) names: BTreeMap<String, String>,
    /// Lines sold lately.
    pub(super) sold: HashMap<ProductId, u64>,
    /// Products that the shop has photos of.
    pub(super) photographed: BTreeSet<ProductId>,
    /// Photos kept aside, and captures of the last weeks that were sold or looked at.
    pub(super) photo_counts: (usize, usize),
}

/// Reads all that.
pub(super) fn goods(shop: &Path, since: jiff::Timestamp) -> Result<ShopGoods, StoreError> {
    let mut store = Store::open(&ShopFolder::open(shop)?)?;
    let products = store.products()?.into_iter();
    Ok(ShopGoods {
        names: products.map(|product| (product.id.to_string(), product.name)).collect(),
        sold: store.sales_by_product()?,
        photographed: store.photos()?.into_iter().map(|photo| photo.product).collect(),
        photo_counts: super::photos::counts(&mut store, since)?,
    })
}

/// Something to do with the files of a version.
pub(super) enum FileWork {
    /// Write it into one file.
    Export(String, PathBuf),
    /// Read it from one file.
    Import(PathBuf),
    /// Delete it.
    Delete(String),
}

impl FileWork {
    /// Does it, which may take a second for each hundred megabytes; returns what was done, or what
    /// went wrong.
    pub(super) fn carry_out(&self, shop: &Path) -> Result<Message, Message> {
        self.done(shop).map_err(|error| Message::new("compare-problem").because(logged(&error)))
    }

    fn done(&self, shop: &Path) -> Result<Message, RegistryError> {
        let registry = Registry::open(shop)?;
        Ok(match self {
            Self::Export(name, file) => {
                let file = with_extension(file);
                registry.export(name, &file)?;
                let shown = file.display().to_string();
                Message::new("compare-exported").naming("name", name).naming("file", shown)
            }
            Self::Import(file) => {
                let version = registry.import(file, try_loading)?;
                Message::new("compare-imported").naming("name", version.name())
            }
            Self::Delete(name) => {
                delete_version(&registry, shop, name)?;
                Message::new("compare-deleted").naming("name", name)
            }
        })
    }
}

/// A name without an ending gets the usual one.
fn with_extension(file: &Path) -> PathBuf {
    if file.extension().is_some() {
        return file.to_owned();
    }
    file.with_extension("tillsight")
}
