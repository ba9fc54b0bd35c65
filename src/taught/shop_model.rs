//! The model of a shop: a version, and beside its classes what the shop taught it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{
    TaughtError, Unreadable, directions_key, directions_of, precision_here, teaching_photos,
    version_key,
};
use cnn::{DeviceChoice, InferencePrecision};
use domain::ProductId;
use photo::Picture;
use recognition::{Recogniser, TaughtProduct};
use registry::{Registry, Version};
use store::{PhotoId, PhotoRow, ShopFolder, Store};

/// A loaded version that knows what the shop taught it.
#[derive(Debug)]
pub struct ShopModel {
    /// The version, which has learnt the shop's products.
    pub recogniser: Recogniser,
    shop: ShopFolder,
}

impl ShopModel {
    /// Loads the version that the shop has promoted, and teaches it.
    ///
    /// # Errors
    /// [`TaughtError`] when shop or version are damaged or missing.
    pub fn load_promoted(shop: &Path) -> Result<Self, TaughtError> {
        let shop = ShopFolder::open(shop)?;
        let version = Registry::open(shop.root())?.promoted()?;
        Self::load_here(shop, &version)
    }

    /// Loads the shop's version of this name, and teaches it.
    ///
    /// # Errors
    /// [`TaughtError`] when shop or version are damaged or missing.
    pub fn load_named(shop: &Path, name: &str) -> Result<Self, TaughtError> {
        let shop = ShopFolder::open(shop)?;
        let version = Registry::open(shop.root())?.find(name)?;
        Self::load_here(shop, &version)
    }

    /// Loads a version where and how exactly it is to run on this machine, and teaches it.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn load_here(shop: ShopFolder, version: &Version) -> Result<Self, TaughtError> {
        let precision = precision_here(&shop, version);
        Self::load(shop, version, DeviceChoice::Auto, precision)
    }

    /// Loads a version and teaches it what the shop's photos teach. One without class statistics
    /// cannot be taught and is loaded as it is.
    ///
    /// # Errors
    /// [`TaughtError`] when shop or version are damaged.
    pub fn load(
        shop: ShopFolder,
        version: &Version,
        device: DeviceChoice,
        precision: InferencePrecision,
    ) -> Result<Self, TaughtError> {
        let mut model = Self::load_untaught(shop, version, device, precision)?;
        if model.recogniser.direction_width().is_some() {
            for Unreadable { photo, reason } in model.teach()? {
                tracing::warn!(file = photo.file, reason, "a photo teaches nothing");
            }
        }
        Ok(model)
    }

    /// Loads a version as it is.
    ///
    /// # Errors
    /// [`TaughtError`] when the version is damaged.
    pub fn load_untaught(
        shop: ShopFolder,
        version: &Version,
        device: DeviceChoice,
        precision: InferencePrecision,
    ) -> Result<Self, TaughtError> {
        let recogniser = Recogniser::load_with_precision(version, device, precision)?;
        Ok(Self { recogniser, shop })
    }

    /// Learns all that the shop's photos teach, in place of what was learnt before. Returns the
    /// photos that could not be read; the others teach without them.
    ///
    /// # Errors
    /// [`TaughtError`] when the shop cannot be used, or the version cannot be taught.
    pub fn teach(&mut self) -> Result<Vec<Unreadable>, TaughtError> {
        let mut store = Store::open(&self.shop)?;
        let photos = teaching_photos(&self.recogniser.version().manifest, store.photos()?);
        let folder = self.shop.photos();
        let (directions, unreadable) =
            directions_of(&mut store, &folder, &self.recogniser, &photos, &mut |_, _| {})?;
        self.recogniser.set_taught(&taught_products(&photos, directions))?;
        Ok(unreadable)
    }

    /// Learns what was taught since, and unlearns what was taken back, where nothing else changed. The
    /// network stays as it is. `false`, with nothing done, where another version is promoted than
    /// this one, or where more than `most` photos would have to be looked at first.
    ///
    /// # Errors
    /// [`TaughtError`] when the shop cannot be used.
    pub fn catch_up(&mut self, most: usize) -> Result<bool, TaughtError> {
        let promoted = Registry::open(self.shop.root())?.promoted()?;
        if version_key(&promoted) != version_key(self.recogniser.version()) {
            return Ok(false);
        }
        if self.recogniser.direction_width().is_none() {
            return Ok(true);
        }
        let mut store = Store::open(&self.shop)?;
        let known = store.photos_with_directions(&directions_key(&self.recogniser))?;
        let photos = teaching_photos(&self.recogniser.version().manifest, store.photos()?);
        if photos.iter().filter(|photo| !known.contains(&photo.id)).count() > most {
            return Ok(false);
        }
        for Unreadable { photo, reason } in self.teach()? {
            tracing::warn!(file = photo.file, reason, "a photo teaches nothing");
        }
        Ok(true)
    }

    /// The shop's own photo of a product that looks most like this picture, by the angle between
    /// what the version makes of both; `None` where none was looked at yet.
    ///
    /// # Errors
    /// [`TaughtError`] when the shop cannot be used, or the version makes no directions.
    pub fn most_similar(
        &self,
        picture: &Picture,
        product: &ProductId,
    ) -> Result<Option<PathBuf>, TaughtError> {
        if self.recogniser.direction_width().is_none() {
            return Ok(None);
        }
        let mut store = Store::open(&self.shop)?;
        let mut files: BTreeMap<PhotoId, String> = store
            .photos()?
            .into_iter()
            .filter(|photo| photo.product == *product)
            .map(|photo| (photo.id, photo.file))
            .collect();
        if files.is_empty() {
            return Ok(None);
        }
        let own = self.recogniser.directions(&[picture])?.into_iter().next().unwrap_or_default();
        let nearest = store
            .directions(&directions_key(&self.recogniser))?
            .into_iter()
            .filter(|(id, _)| files.contains_key(id))
            .max_by(|(_, a), (_, b)| cosine(&own, a).total_cmp(&cosine(&own, b)));
        let file = nearest.and_then(|(id, _)| files.remove(&id));
        Ok(file.map(|file| self.shop.photos().join(file)))
    }
}

/// Of vectors of length 1.
fn cosine(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The products of these photos, each from the directions of its own.
fn taught_products(
    photos: &[PhotoRow],
    directions: Vec<(PhotoId, Vec<f32>)>,
) -> Vec<TaughtProduct> {
    let products: BTreeMap<PhotoId, &ProductId> =
        photos.iter().map(|photo| (photo.id, &photo.product)).collect();
    let mut of_products: BTreeMap<&ProductId, Vec<Vec<f32>>> = BTreeMap::new();
    for (id, direction) in directions {
        if let Some(product) = products.get(&id) {
            of_products.entry(product).or_default().push(direction);
        }
    }
    let learnt = of_products.into_iter();
    learnt
        .filter_map(|(product, own)| TaughtProduct::from_directions(product.clone(), &own))
        .collect()
}
