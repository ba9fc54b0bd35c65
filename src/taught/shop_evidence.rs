//! What a shop knows beside what a picture shows, read from its database.

use recognition::{Answer, Experience, PieceWeight, ShopEvidence, Trust};
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

/// What the shop has seen of a version, named here.
///
/// # Errors
/// [`StoreError`] when the database cannot be read.
pub fn trust_in(version: &str, store: &mut Store) -> Result<Trust, StoreError> {
    let answers = store.answers(version)?.into_iter().map(|row| {
        let AnswerRow { product, score, known, unasked, right } = row;
        Answer { product, score, known, unasked, right }
    });
    Ok(Trust::of(store.confirmed_answers()?, answers))
}

/// All that decides beside the looks of a version, named here, for whoever has no scale and sells nothing
/// meanwhile.
///
/// # Errors
/// [`StoreError`] when the database cannot be read.
pub fn shop_evidence(version: &str, store: &mut Store) -> Result<ShopEvidence, StoreError> {
    let price_tags = if store.prices_decide()? {
        let priced = store.active_products()?.into_iter().filter_map(|product| {
            let tag = product.price_tag()?;
            Some((product.id, tag))
        });
        Some(priced.collect())
    } else {
        None
    };
    let (experience, trust) = (experience_of(store)?, trust_in(version, store)?);
    Ok(ShopEvidence { experience, trust, price_tags })
}
