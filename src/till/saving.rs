//! Keeps open and held carts in the shop's database, on the till's own thread: what the clerk sees
//! is what a power cut leaves.

use super::machine::{CartEffect, CartInput};
use crate::store::{Store, StoreError};

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
        Err(error) => {
            tracing::error!(%error, "carts not read");
            CartInput::NotFound(error.to_string())
        }
    }
}

/// Does what the machine wants; returns the answer, if there is one.
pub(super) fn carry_out(store: Option<&mut Store>, effect: CartEffect) -> Option<CartInput> {
    let Some(store) = store else {
        return match effect {
            CartEffect::Save(_) => None, // nothing can be added before the shop is open
            CartEffect::Hold(_) | CartEffect::Resume { .. } => {
                Some(CartInput::NotMoved("the shop is not open".to_owned()))
            }
        };
    };
    match effect {
        CartEffect::Save(cart) => {
            let failed = store.save_open_cart(&cart).err()?;
            Some(CartInput::NotSaved(logged(&failed)))
        }
        CartEffect::Hold(cart) => Some(match store.hold_cart(&cart) {
            Ok(mark) => CartInput::Held(mark),
            Err(failed) => CartInput::NotMoved(logged(&failed)),
        }),
        CartEffect::Resume { id, cart, instead_of } => {
            Some(match store.resume_cart(id, &cart, instead_of.as_deref()) {
                Ok(mark) => CartInput::Resumed(mark),
                Err(failed) => CartInput::NotMoved(logged(&failed)),
            })
        }
    }
}

fn logged(error: &StoreError) -> String {
    tracing::error!(%error, "cart not kept");
    error.to_string()
}
