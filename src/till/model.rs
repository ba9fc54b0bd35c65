//! The model as the till sees it: something that names pictures. Tests put a script in its place.

use crate::messages::{Message, logged};
use std::path::Path;
use std::sync::Arc;

use domain::ProductId;
use photo::{self, Picture};
use recognition::{Explanation, Recognition, Scope, Why};
use taught::ShopModel;

/// Names what pictures show.
pub trait Recognise {
    /// Returns one recognition a picture, in order.
    ///
    /// # Errors
    /// Why none of them could be named.
    fn recognise(
        &mut self,
        pictures: &[&Picture],
        scope: &Scope,
    ) -> Result<Vec<Recognition>, Message>;

    /// Names one of the items on a picture, by its number among those that [`Self::recognise`] found;
    /// with `None` the picture as it is.
    ///
    /// # Errors
    /// Why it could not be named.
    fn recognise_item(
        &mut self,
        picture: &Picture,
        chosen: Option<usize>,
        scope: &Scope,
    ) -> Result<Recognition, Message> {
        let _finds_none = chosen;
        let named = self.recognise(&[picture], scope)?.pop();
        named.ok_or_else(|| Message::new("model-network"))
    }

    /// Says where on a picture the evidence lies.
    ///
    /// # Errors
    /// Why it cannot.
    fn explain(&mut self, picture: &Picture, why: &Why) -> Result<Explanation, Message>;

    /// The same for one of the items on a picture; with `None` for the picture as it is.
    ///
    /// # Errors
    /// Why it cannot.
    fn explain_item(
        &mut self,
        picture: &Picture,
        chosen: Option<usize>,
        why: &Why,
    ) -> Result<Explanation, Message> {
        let _finds_none = chosen;
        self.explain(picture, why)
    }

    /// The shop's own photo of a product that looks most like this picture, where it has any.
    fn most_similar(&mut self, picture: &Picture, product: &ProductId) -> Option<Picture> {
        let (_, _) = (picture, product);
        None
    }

    /// Brings what the shop taught up to date, where that is all that changed and soon done; `false`
    /// where a model must be loaded anew.
    fn follow_shop(&mut self) -> bool {
        false
    }
}

/// So many new photos are looked at between two photos of the clerk's, at a few hundredths of a second
/// each; with more than that, a model is loaded beside the one at work.
const SOON_DONE: usize = 8;

/// A model that is ready.
pub struct LoadedModel {
    /// The version's name.
    pub name: String,
    /// Where it runs.
    pub device: String,
    /// The model itself; from now on it stays on the recogniser's thread.
    pub recognise: Box<dyn Recognise + Send>,
}

/// Loads a model: once on the recogniser's thread, then on a thread beside it, whenever another
/// version or other products are to be known.
pub type LoadModel = Arc<dyn Fn() -> Result<LoadedModel, Message> + Send + Sync>;

/// Loads the version of this name, to try it before it may sell.
pub type LoadVersion = Arc<dyn Fn(&str) -> Result<LoadedModel, Message> + Send + Sync>;

impl Recognise for ShopModel {
    fn recognise(
        &mut self,
        pictures: &[&Picture],
        scope: &Scope,
    ) -> Result<Vec<Recognition>, Message> {
        self.recogniser.recognise(pictures, scope).map_err(|error| logged(&error))
    }

    fn recognise_item(
        &mut self,
        picture: &Picture,
        chosen: Option<usize>,
        scope: &Scope,
    ) -> Result<Recognition, Message> {
        let named = self.recogniser.recognise_item(picture, chosen, scope);
        named.map_err(|error| logged(&error))
    }

    fn explain(&mut self, picture: &Picture, why: &Why) -> Result<Explanation, Message> {
        self.recogniser.explain(picture, why).map_err(|error| logged(&error))
    }

    fn explain_item(
        &mut self,
        picture: &Picture,
        chosen: Option<usize>,
        why: &Why,
    ) -> Result<Explanation, Message> {
        let explained = self.recogniser.explain_item(picture, chosen, why);
        explained.map_err(|error| logged(&error))
    }

    fn most_similar(&mut self, picture: &Picture, product: &ProductId) -> Option<Picture> {
        let found = ShopModel::most_similar(self, picture, product).map_err(|e| e.to_string());
        let opened = found.and_then(|file| {
            file.map(|file| photo::load(&file)).transpose().map_err(|error| error.to_string())
        });
        opened.unwrap_or_else(|reason| {
            tracing::warn!(reason, "no photo of the shop's own beside the evidence");
            None
        })
    }

    fn follow_shop(&mut self) -> bool {
        self.catch_up(SOON_DONE).unwrap_or_else(|error| {
            tracing::warn!(%error, "not taught; a model is loaded instead");
            false
        })
    }
}

/// Loads the version that the shop has promoted, with what the shop taught it.
///
/// # Errors
/// What is missing or damaged.
pub fn load_promoted(shop: &Path) -> Result<LoadedModel, Message> {
    ShopModel::load_promoted(shop).map(loaded).map_err(|error| logged(&error))
}

/// Loads the version of this name, with what the shop taught it.
///
/// # Errors
/// What is missing or damaged.
pub fn load_version(shop: &Path, name: &str) -> Result<LoadedModel, Message> {
    ShopModel::load_named(shop, name).map(loaded).map_err(|error| logged(&error))
}

fn loaded(model: ShopModel) -> LoadedModel {
    LoadedModel {
        name: model.recogniser.version().name().to_owned(),
        device: model.recogniser.device().to_owned(),
        recognise: Box::new(model),
    }
}
