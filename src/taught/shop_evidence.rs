//! What a shop knows beside what a picture shows, read from its database.

use std::path::Path;

use super::{TaughtError, version_key};
use recognition::{Answer, Experience, PieceWeight, ShopEvidence, Trust};
use registry::{Registry, Version};
use store::{AnswerRow, PieceWeightRow, Store, StoreError};

/// What was learnt by selling; sales count where the shop has not chosen otherwise.
///
/// # Errors
/// [`StoreError`] when the database cannot be read.
pub fn experience_of(store: &mut Store) -> Result<Experience, StoreError> {
    let weights = store.piece_weights()?.into_iter().map(|row| {
        let PieceWeightRow { product, count, mean, squares } = row;
        (product, PieceWeight { count, mean, squares })
    });
    Ok(Experience {
        piece_weights: weights.collect(),
        sales: store.sales_by_product()?,
        sales_count: store.sales_prior()?,
    })
}

/// What a shop knows of a version that begins to sell.
#[derive(Clone, Debug)]
pub struct AtWork {
    /// Under which the shop keeps what becomes of its answers.
    pub key: String,
    /// How far the shop trusts it.
    pub trust: Trust,
    /// Whether it came with a newer program, in the place of another that has sold here.
    pub is_renewed: bool,
}

/// A version begins to sell in a shop: what is known of it there.
///
/// # Errors
/// [`TaughtError`] when the shop or the version cannot be read.
pub fn begin_to_sell(shop: &Path, name: &str, store: &mut Store) -> Result<AtWork, TaughtError> {
    let version = Registry::open(shop)?.find(name)?;
    let key = version_key(&version);
    let is_renewed = version.shipped && store.note_shipped_version(&key)?;
    Ok(AtWork { trust: trust_in(&version, store)?, key, is_renewed })
}

/// What the shop has seen of a version.
///
/// # Errors
/// [`StoreError`] when the database cannot be read.
pub fn trust_in(version: &Version, store: &mut Store) -> Result<Trust, StoreError> {
    let answers = store.answers(&version_key(version))?.into_iter().map(|row| {
        let AnswerRow { product, score, known, unasked, right } = row;
        Answer { product, score, known, unasked, right }
    });
    Ok(Trust::of(store.confirmed_answers()?, answers))
}

/// All that decides beside the looks of a version, for whoever has no scale and sells nothing meanwhile.
///
/// # Errors
/// [`StoreError`] when the database cannot be read.
pub fn shop_evidence(version: &Version, store: &mut Store) -> Result<ShopEvidence, StoreError> {
    let price_tags = if store.prices_decide()? {
        let priced = store.active_products()?.into_iter().filter_map(|product| {
            let tag = product.price_tag()?;
            Some((product.id, tag))
        });
        Some(priced.collect())
    } else {
        None
    };
    // Where no till has sold yet, nothing is sold here either: the version decides by itself.
    let trust = match store.confirmed_answers()? {
        0 => Trust::default(),
        _ => trust_in(version, store)?,
    };
    let experience = experience_of(store)?;
    Ok(ShopEvidence { experience, trust, price_tags })
}
