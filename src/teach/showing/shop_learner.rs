//! The shop's own model as the desk's learner: the promoted version, taught with the shop's photos.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::learner::{Learner, Learnt, LoadLearner};
use crate::messages::logged;
use domain::{Message, ProductId};
use photo::Picture;
use recognition::{Recognition, Scope};
use registry::Registry;
use store::{ShopFolder, Store};
use taught::{ShopModel, TaughtError};

/// The promoted version of a shop, loaded, with what the shop taught it.
pub struct ShopLearner {
    shop: PathBuf,
    model: ShopModel,
    trained: Arc<BTreeSet<ProductId>>,
    scope: Scope,
}

impl ShopLearner {
    /// Loads the promoted version of the shop in this folder.
    ///
    /// # Errors
    /// [`TaughtError`] when shop or version are damaged or missing.
    pub fn load(shop: &Path) -> Result<Self, TaughtError> {
        let model = ShopModel::load_promoted(shop)?;
        let classes = model.recogniser.version().manifest.classes.iter();
        let trained = classes.filter_map(|class| ProductId::kept(&class.id).ok()).collect();
        let scope = scope_of(shop)?;
        Ok(Self { shop: shop.to_owned(), model, trained: Arc::new(trained), scope })
    }

    /// What loads it on the thread that will own it.
    pub(super) fn loader(shop: &Path) -> LoadLearner {
        let shop = shop.to_owned();
        Arc::new(move || {
            let learner = Self::load(&shop).map_err(|error| logged(&error))?;
            Ok(Box::new(learner))
        })
    }

    /// Loads the promoted version if it is another one by now.
    fn follow(&mut self) -> Result<(), TaughtError> {
        let promoted = Registry::open(&self.shop)?.promoted()?;
        let own = &self.model.recogniser.version().manifest;
        let same = own.name == promoted.manifest.name
            && own.weights_sha256 == promoted.manifest.weights_sha256;
        if !same {
            *self = Self::load(&self.shop)?;
        }
        Ok(())
    }

    fn learn_all(&mut self) -> Result<Learnt, TaughtError> {
        self.follow()?;
        for unreadable in self.model.teach()? {
            let file = &unreadable.photo.file;
            tracing::warn!(file, reason = unreadable.reason, "a photo teaches nothing");
        }
        self.scope = scope_of(&self.shop)?;
        let recogniser = &self.model.recogniser;
        let taught = recogniser.taught().iter().map(|own| (own.product.clone(), own.photos));
        Ok(Learnt {
            version: recogniser.version().name().to_owned(),
            taught: taught.collect(),
            trained: Arc::clone(&self.trained),
        })
    }
}

/// The products that the till would name: those that are sold.
fn scope_of(shop: &Path) -> Result<Scope, TaughtError> {
    let mut store = Store::open(&ShopFolder::open(shop)?)?;
    let sold = store.active_products()?;
    Ok(Scope::Only(sold.into_iter().map(|product| product.id).collect()))
}

impl Learner for ShopLearner {
    fn learn(&mut self) -> Result<Learnt, Message> {
        self.learn_all().map_err(|error| logged(&error))
    }

    fn recognise(&mut self, picture: &Picture) -> Result<Recognition, Message> {
        let recognised = self.model.recogniser.recognise(&[picture], &self.scope);
        let recognised = recognised.map_err(|error| logged(&error))?;
        recognised.into_iter().next().ok_or_else(|| Message::new("model-network"))
    }
}
