//! The model as the till sees it: something that names pictures. Tests put a script in its place.

use std::path::Path;
use std::sync::Arc;

use crate::cnn::DeviceChoice;
use crate::photo::Picture;
use crate::recognition::{Explanation, Recogniser, Recognition, Scope, Why};
use crate::registry::Registry;

/// Names what pictures show.
pub trait Recognise {
    /// Returns one recognition a picture, in order.
    ///
    /// # Errors
    /// One sentence that says why none of them could be named.
    fn recognise(
        &mut self,
        pictures: &[&Picture],
        scope: &Scope,
    ) -> Result<Vec<Recognition>, String>;

    /// Says where on a picture the evidence lies.
    ///
    /// # Errors
    /// One sentence that says why it cannot.
    fn explain(&mut self, picture: &Picture, why: &Why) -> Result<Explanation, String>;
}

/// A model that is ready.
pub struct LoadedModel {
    /// The version's name.
    pub name: String,
    /// Where it runs.
    pub device: String,
    /// The model itself; it stays on the recogniser's thread.
    pub recognise: Box<dyn Recognise>,
}

/// Loads a model, on the recogniser's thread; called again when the clerk asks for it.
pub type LoadModel = Arc<dyn Fn() -> Result<LoadedModel, String> + Send + Sync>;

impl Recognise for Recogniser {
    fn recognise(
        &mut self,
        pictures: &[&Picture],
        scope: &Scope,
    ) -> Result<Vec<Recognition>, String> {
        Recogniser::recognise(self, pictures, scope).map_err(|error| error.to_string())
    }

    fn explain(&mut self, picture: &Picture, why: &Why) -> Result<Explanation, String> {
        Recogniser::explain(self, picture, why).map_err(|error| error.to_string())
    }
}

/// Loads the version the shop has promoted.
///
/// # Errors
/// One sentence that says what is missing or damaged.
pub fn load_promoted(shop: &Path) -> Result<LoadedModel, String> {
    let registry = Registry::open(shop).map_err(|error| error.to_string())?;
    let version = registry.promoted().map_err(|error| error.to_string())?;
    let recogniser =
        Recogniser::load(&version, DeviceChoice::Auto).map_err(|error| error.to_string())?;
    Ok(LoadedModel {
        name: version.name().to_owned(),
        device: recogniser.device().to_owned(),
        recognise: Box::new(recogniser),
    })
}
