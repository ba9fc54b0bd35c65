//! The shop that a command works in: its folder, its catalogue, its versions of the model.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::CliError;
use cnn::{DeviceChoice, InferencePrecision};
use domain::{Product, ProductId};
use recognition::{Scope, ShopEvidence};
use registry::{Registry, Version};
use store::{ShopFolder, Store};
use taught::{ShopModel, precision_here, shop_evidence};

/// An opened shop.
pub(super) struct Shop {
    pub(super) store: Store,
    pub(super) registry: Registry,
    pub(super) folder: ShopFolder,
}

impl Shop {
    /// Opens the shop in `folder` or in the default folder; a new one is made.
    pub(super) fn open(folder: Option<&Path>) -> Result<Self, CliError> {
        let folder = open_folder(folder)?;
        let store = Store::open(&folder)?;
        let registry = Registry::open(folder.root())?;
        Ok(Self { store, registry, folder })
    }

    /// The version to use, and the products that it may name: as the shop stands (its promoted
    /// version, its active products), or all classes of the version that was asked for.
    pub(super) fn model(&mut self, asked_for: Option<&str>) -> Result<(Version, Scope), CliError> {
        match asked_for {
            Some(name) => Ok((self.registry.find(name)?, Scope::AllClasses)),
            None => {
                let active = self.store.active_products()?;
                let ids = active.into_iter().map(|product| product.id).collect();
                Ok((self.registry.promoted()?, Scope::Only(ids)))
            }
        }
    }

    /// Loads a version: as the shop stands it knows what was taught here, one that was asked for by
    /// its name is loaded as it is.
    pub(super) fn load(
        &self,
        version: &Version,
        asked_for: Option<&str>,
        (device, precision): (DeviceChoice, InferencePrecision),
    ) -> Result<ShopModel, CliError> {
        let folder = self.folder.clone();
        Ok(match asked_for {
            Some(_) => ShopModel::load_untaught(folder, version, device, precision)?,
            None => ShopModel::load(folder, version, device, precision)?,
        })
    }

    /// The precision in which a version runs on this machine.
    pub(super) fn precision(&self, version: &Version) -> InferencePrecision {
        precision_here(&self.folder, version)
    }

    /// What decides on a photo beside its looks: all that the shop knows, as at the till. A version
    /// that was asked for by its name decides by itself.
    pub(super) fn evidence(
        &mut self,
        version: &Version,
        asked_for: Option<&str>,
    ) -> Result<ShopEvidence, CliError> {
        match asked_for {
            Some(_) => Ok(ShopEvidence::default()),
            None => Ok(shop_evidence(version, &mut self.store)?),
        }
    }

    /// The file of the product's picture, if it has one.
    pub(super) fn picture_of(&mut self, product: &ProductId) -> Result<Option<PathBuf>, CliError> {
        let products = self.store.products()?;
        let product = products.into_iter().find(|known| known.id == *product);
        Ok(product
            .and_then(|product| product.picture)
            .map(|name| self.folder.pictures().join(name)))
    }

    /// The names that people know the products by.
    pub(super) fn names(&mut self) -> Result<ProductNames, CliError> {
        let products = self.store.products()?;
        Ok(ProductNames(products.into_iter().map(|Product { id, name, .. }| (id, name)).collect()))
    }
}

/// Opens the shop's folder alone; a new one is made.
pub(super) fn open_folder(folder: Option<&Path>) -> Result<ShopFolder, CliError> {
    match folder {
        Some(folder) => Ok(ShopFolder::open(folder)?),
        None => Ok(ShopFolder::open(&ShopFolder::default_path()?)?),
    }
}

/// Names by product.
pub(super) struct ProductNames(BTreeMap<ProductId, String>);

impl ProductNames {
    /// The product's name; its id where the catalogue does not have it.
    pub(super) fn of<'a>(&'a self, product: &'a ProductId) -> &'a str {
        self.0.get(product).map_or_else(|| product.as_str(), String::as_str)
    }
}
