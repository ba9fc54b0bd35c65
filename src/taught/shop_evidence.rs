//! What a shop knows beside what a picture shows, read from its database.

use recognition::{Experience, PieceWeight, ShopEvidence};
use store::{PieceWeightRow, Store, StoreError};

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

/// All that decides beside the looks, for whoever has no scale and sells nothing meanwhile.
///
/// # Errors
/// [`StoreError`] when the database cannot be read.
pub fn shop_evidence(store: &mut Store) -> Result<ShopEvidence, StoreError> {
    let price_tags = if store.prices_decide()? {
        let priced = store.active_products()?.into_iter().filter_map(|product| {
            let tag = product.price_tag()?;
            Some((product.id, tag))
        });
        Some(priced.collect())
    } else {
        None
    };
    Ok(ShopEvidence { experience: experience_of(store)?, price_tags })
}
