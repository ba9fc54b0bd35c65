//! What names the pictures of the bench: a version of the model, or a script in tests.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::truth::KnownProduct;
use super::view::{BenchScope, BenchVersion, LoadedInfo};
use crate::messages::logged;
use domain::{Message, Product};
use photo::Picture;
use recognition::{Explanation, Recogniser, Recognition, Scope, ShopEvidence, Why};
use registry::Registry;
use store::{ShopFolder, Store};
use taught::{ShopModel, shop_evidence};

/// Names what pictures show.
pub trait NamePictures {
    /// Returns one recognition a picture, in order, with the decision that the till would take.
    ///
    /// # Errors
    /// Says why none of them could be named.
    fn name(&mut self, pictures: &[&Picture]) -> Result<Vec<Recognition>, Message>;

    /// Says where on a picture the evidence lies.
    ///
    /// # Errors
    /// Says why it cannot.
    fn explain(&mut self, picture: &Picture, why: &Why) -> Result<Explanation, Message>;
}

/// Which version is wanted, and how it is to name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WantedVersion {
    /// Its name; `None` for the one that sells.
    pub name: Option<String>,
    /// Among which products.
    pub scope: BenchScope,
    /// Changes whenever what was loaded may be out of date.
    pub edition: u64,
}

/// A version that is ready.
pub struct LoadedVersion {
    /// What it is.
    pub info: LoadedInfo,
    /// All that it knows.
    pub known: Vec<KnownProduct>,
    /// The version itself; it stays on the thread that names.
    pub naming: Box<dyn NamePictures>,
}

/// Loads a version, on the thread that names.
pub type LoadVersion = Arc<dyn Fn(&WantedVersion) -> Result<LoadedVersion, Message> + Send + Sync>;

/// What the bench must know of the shop.
#[derive(Default)]
pub struct ShopNow {
    /// All products ever saved.
    pub products: Vec<Product>,
    /// All versions, in the registry's order.
    pub versions: Vec<BenchVersion>,
}

/// Looks at the shop anew.
pub type ReadShop = Arc<dyn Fn() -> Result<ShopNow, Message> + Send + Sync>;

/// What the desk gets from outside.
#[derive(Clone)]
pub struct BenchTools {
    /// Loads versions.
    pub load: LoadVersion,
    /// Looks at the shop.
    pub read_shop: ReadShop,
}

impl BenchTools {
    /// The real ones, for the shop in a folder.
    pub(super) fn of_shop(shop: &Path) -> Self {
        let (loads, reads) = (shop.to_owned(), shop.to_owned());
        Self {
            load: Arc::new(move |wanted| load_version(&loads, wanted)),
            read_shop: Arc::new(move || read_shop(&reads)),
        }
    }
}

fn read_shop(shop: &Path) -> Result<ShopNow, Message> {
    let folder = ShopFolder::open(shop).map_err(|error| logged(&error))?;
    let products = Store::open(&folder)
        .and_then(|mut store| store.products())
        .map_err(|error| logged(&error))?;
    let registry = Registry::open(shop).map_err(|error| logged(&error))?;
    let promoted = registry.promoted().ok();
    let versions = registry.list().into_iter().map(|version| {
        let name = version.name().to_owned();
        let promoted = promoted.as_ref().is_some_and(|promoted| promoted.name() == name);
        BenchVersion { name, promoted }
    });
    Ok(ShopNow { products, versions: versions.collect() })
}

fn load_version(shop: &Path, wanted: &WantedVersion) -> Result<LoadedVersion, Message> {
    let registry = Registry::open(shop).map_err(|error| logged(&error))?;
    let version = match &wanted.name {
        Some(name) => registry.find(name),
        None => registry.promoted(),
    };
    let version = version.map_err(|error| logged(&error))?;
    let mut store = ShopFolder::open(shop)
        .and_then(|folder| Store::open(&folder))
        .map_err(|error| logged(&error))?;
    let on_sale = store.active_products().map_err(|error| logged(&error))?;
    let evidence = shop_evidence(&version, &mut store).map_err(|error| logged(&error))?;
    let folder = ShopFolder::open(shop).map_err(|error| logged(&error))?;
    let recogniser =
        ShopModel::load_here(folder, &version).map_err(|error| logged(&error))?.recogniser;

    let (scope, shown) = scope_of(wanted.scope, &recogniser, &on_sale);
    let kinds: BTreeMap<&str, &str> = version
        .manifest
        .classes
        .iter()
        .map(|class| (class.id.as_str(), class.coarse.as_str()))
        .collect();
    let known = recogniser.products().iter().map(|product| {
        let kind = kinds.get(product.as_str()).copied().unwrap_or(product.as_str());
        KnownProduct { product: product.clone(), kind: kind.to_owned() }
    });
    let known: Vec<KnownProduct> = known.collect();
    let products = known.iter().filter(|known| scope.contains(&known.product)).count();
    let info = LoadedInfo {
        version: version.name().to_owned(),
        device: recogniser.device().to_owned(),
        scope: shown,
        products,
    };
    Ok(LoadedVersion { info, known, naming: Box::new(ShopNaming { recogniser, scope, evidence }) })
}

/// As the till does it, where the shop sells anything of what the version knows: a bench that could
/// name nothing would teach nobody anything.
fn scope_of(
    wanted: BenchScope,
    recogniser: &Recogniser,
    on_sale: &[Product],
) -> (Scope, BenchScope) {
    let only = Scope::Only(on_sale.iter().map(|product| product.id.clone()).collect());
    let knows_any = recogniser.products().iter().any(|product| only.contains(product));
    match wanted {
        BenchScope::OnSale if knows_any => (only, BenchScope::OnSale),
        _ => (Scope::AllClasses, BenchScope::Everything),
    }
}

/// A version with what the shop has chosen.
struct ShopNaming {
    recogniser: Recogniser,
    scope: Scope,
    evidence: ShopEvidence,
}

impl NamePictures for ShopNaming {
    fn name(&mut self, pictures: &[&Picture]) -> Result<Vec<Recognition>, Message> {
        let seen =
            self.recogniser.recognise(pictures, &self.scope).map_err(|error| logged(&error))?;
        Ok(seen.iter().map(|seen| self.evidence.judge(seen)).collect())
    }

    fn explain(&mut self, picture: &Picture, why: &Why) -> Result<Explanation, Message> {
        self.recogniser.explain(picture, why).map_err(|error| logged(&error))
    }
}
