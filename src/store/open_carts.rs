//! Carts that are no sale yet: each till's own, and those on hold. A power cut loses none of them.

use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use jiff::Timestamp;

use super::error::Fault;
use super::schema::open_carts;
use super::{Store, StoreError, cart_content, settings};
use crate::domain::Cart;

const OPEN: i32 = 0;
const HELD: i32 = 1;

/// Which cart is on hold, and since when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HeldMark {
    /// Its number, never used twice.
    pub id: i64,
    /// When it was put on hold.
    pub at: Timestamp,
}

/// A cart on hold.
#[derive(Clone, PartialEq, Debug)]
pub struct HeldCart {
    /// Which.
    pub mark: HeldMark,
    /// What is in it.
    pub cart: Cart,
}

/// What a till finds at its start.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct SavedCarts {
    /// Its own cart, if something was in it.
    pub open: Option<Cart>,
    /// Those on hold, oldest first.
    pub held: Vec<HeldCart>,
    /// What could not be read, and why. It stays in the database.
    pub unreadable: Vec<String>,
}

impl Store {
    /// Keeps the till's own cart as it is now; an empty one leaves nothing.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub fn save_open_cart(&mut self, cart: &Cart) -> Result<(), StoreError> {
        self.write(|connection| {
            let till = settings::till(connection)?;
            write_open_cart(connection, &till, cart)
        })
    }

    /// Puts the till's own cart on hold.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written: then the cart is still the till's own.
    pub fn hold_cart(&mut self, cart: &Cart) -> Result<HeldMark, StoreError> {
        self.write(|connection| {
            let till = settings::till(connection)?;
            clear_open_cart(connection, &till)?;
            insert_held(connection, &till, cart)
        })
    }

    /// Makes the cart on hold with this number, which is `resumed`, the till's own, and puts the
    /// one that was the till's own on hold in its place, if there is one.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written: then all is as it was.
    pub fn resume_cart(
        &mut self,
        id: i64,
        resumed: &Cart,
        instead_of: Option<&Cart>,
    ) -> Result<Option<HeldMark>, StoreError> {
        self.write(|connection| {
            let till = settings::till(connection)?;
            diesel::delete(open_carts::table.find(id)).execute(connection)?;
            write_open_cart(connection, &till, resumed)?;
            instead_of.map(|cart| insert_held(connection, &till, cart)).transpose()
        })
    }

    /// The till's own cart and those on hold, as they were last written. An own cart that cannot be
    /// read is set aside, so that the next one does not take its place.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read or written.
    pub fn saved_carts(&mut self) -> Result<SavedCarts, StoreError> {
        self.write(|connection| {
            let till = settings::till(connection)?;
            let rows: Vec<Row> = open_carts::table
                .filter(open_carts::till.eq(&till))
                .order(open_carts::id)
                .select((open_carts::id, open_carts::held, open_carts::at, open_carts::content))
                .load(connection)?;
            let mut saved = SavedCarts::default();
            for (id, held, at, content) in rows {
                let mark = at.parse().map(|at| HeldMark { id, at });
                match (cart_content::read(&content), mark) {
                    (Ok(cart), Ok(_)) if held == OPEN => saved.open = Some(cart),
                    (Ok(cart), Ok(mark)) => saved.held.push(HeldCart { mark, cart }),
                    (cart, _) => {
                        let why = cart.err().unwrap_or_else(|| format!("time \"{at}\""));
                        saved.unreadable.push(format!("cart {id}: {why}"));
                        diesel::update(open_carts::table.find(id))
                            .set(open_carts::held.eq(HELD))
                            .execute(connection)?;
                    }
                }
            }
            Ok(saved)
        })
    }
}

type Row = (i64, i32, String, String);

/// Forgets the till's own cart, inside of the transaction that the caller holds: whoever records
/// the sale that the cart has become calls it with it.
pub(super) fn clear_open_cart(connection: &mut SqliteConnection, till: &str) -> Result<(), Fault> {
    let own = open_carts::table.filter(open_carts::till.eq(till)).filter(open_carts::held.eq(OPEN));
    diesel::delete(own).execute(connection)?;
    Ok(())
}

fn write_open_cart(
    connection: &mut SqliteConnection,
    till: &str,
    cart: &Cart,
) -> Result<(), Fault> {
    if cart.is_empty() {
        return clear_open_cart(connection, till);
    }
    let own = open_carts::table.filter(open_carts::till.eq(till)).filter(open_carts::held.eq(OPEN));
    let content = content_of(cart)?;
    let changed = diesel::update(own)
        .set((
            open_carts::at.eq(Timestamp::now().to_string()),
            open_carts::note.eq(cart.note()),
            open_carts::content.eq(&content),
        ))
        .execute(connection)?;
    if changed == 0 {
        insert(connection, (till, OPEN, Timestamp::now()), cart, &content)?;
    }
    Ok(())
}

fn insert_held(
    connection: &mut SqliteConnection,
    till: &str,
    cart: &Cart,
) -> Result<HeldMark, Fault> {
    let at = Timestamp::now();
    let content = content_of(cart)?;
    let id = insert(connection, (till, HELD, at), cart, &content)?;
    Ok(HeldMark { id, at })
}

fn insert(
    connection: &mut SqliteConnection,
    (till, held, at): (&str, i32, Timestamp),
    cart: &Cart,
    content: &str,
) -> Result<i64, Fault> {
    Ok(diesel::insert_into(open_carts::table)
        .values((
            open_carts::till.eq(till),
            open_carts::held.eq(held),
            open_carts::at.eq(at.to_string()),
            open_carts::note.eq(cart.note()),
            open_carts::content.eq(content),
        ))
        .returning(open_carts::id)
        .get_result(connection)?)
}

fn content_of(cart: &Cart) -> Result<String, Fault> {
    cart_content::write(cart).map_err(|why| Fault::Row(format!("a cart cannot be written: {why}")))
}

#[cfg(test)]
#[path = "open_carts_tests.rs"]
mod tests;
