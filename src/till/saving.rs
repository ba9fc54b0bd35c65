//! Keeps open and held carts in the shop's database, on the till's own thread: what the clerk sees
//! is what a power cut leaves.

use super::machine::{CartEffect, CartInput};
use crate::messages::{Message, logged};
use store::{SavedCarts, Store, StoreError};

/// What the database has kept of this till's carts. Words on photos that stand in none of them are given
/// up first.
pub(super) fn find(store: &mut Store) -> CartInput {
    if let Err(error) = store.give_up_lost_namings() {
        tracing::warn!(%error, "words on photos that nobody knows of stay open");
    }
    match store.saved_carts() {
        Ok(carts) => {
            for reason in &carts.unreadable {
                tracing::error!(reason, "a cart could not be read");
            }
            CartInput::Found(carts)
        }
        Err(error) => CartInput::NotFound(logged(&error)),
    }
}

/// Does what the machine wants; returns the answer, if there is one.
pub(super) fn carry_out(store: Option<&mut Store>, effect: CartEffect) -> Option<CartInput> {
    let Some(store) = store else {
        return match effect {
            CartEffect::Save(_) => None, // nothing can be added before the shop is open
            CartEffect::Hold(_) | CartEffect::Resume { .. } => {
                Some(CartInput::NotMoved(Message::new("shop-not-open")))
            }
        };
    };
    match effect {
        CartEffect::Save(cart) => {
            let failed = store.save_open_cart(&cart).err()?;
            let reason = logged(&failed);
            let now = carts_now(store, &failed);
            Some(now.map_or(CartInput::NotSaved(reason), CartInput::SavedElsewhere))
        }
        CartEffect::Hold(cart) => Some(match store.hold_cart(&cart) {
            Ok(mark) => CartInput::Held(mark),
            Err(failed) => not_moved(store, &failed),
        }),
        CartEffect::Resume { id, cart, instead_of } => {
            Some(match store.resume_cart(id, &cart, instead_of.as_deref()) {
                Ok(mark) => CartInput::Resumed(mark),
                Err(failed) => not_moved(store, &failed),
            })
        }
    }
}

fn not_moved(store: &mut Store, error: &StoreError) -> CartInput {
    let reason = logged(error);
    carts_now(store, error).map_or(CartInput::NotMoved(reason), CartInput::Elsewhere)
}

/// What is really there, where `error` says that another program had the till's cart meanwhile.
pub(super) fn carts_now(store: &mut Store, error: &StoreError) -> Option<SavedCarts> {
    if !matches!(error, StoreError::CartElsewhere) {
        return None;
    }
    match find(store) {
        CartInput::Found(carts) => Some(carts),
        _ => None, // it could not be read, and is as it was said to be
    }
}
