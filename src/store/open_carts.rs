//! Carts that are no sale yet: each till's own, and those on hold. A power cut loses none of them.

use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use jiff::Timestamp;

use super::cart_mark::CartMark;
use super::error::Fault;
use super::row_fault::RowFault;
use super::schema::open_carts;
use super::{Store, StoreError, cart_content, settings};
use domain::Cart;

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
    /// [`StoreError::CartElsewhere`] when another program has written it since this store did;
    /// [`StoreError`] when the database cannot be written.
    pub fn save_open_cart(&mut self, cart: &Cart) -> Result<(), StoreError> {
        let seen = self.own_cart;
        self.own_cart = self.write(|connection| {
            let till = settings::till(connection)?;
            write_open_cart(connection, &till, cart, seen)
        })?;
        Ok(())
    }

    /// Puts the till's own cart on hold.
    ///
    /// # Errors
    /// As [`Self::save_open_cart`]: then the cart is still the till's own.
    pub fn hold_cart(&mut self, cart: &Cart) -> Result<HeldMark, StoreError> {
        let seen = self.own_cart;
        let mark = self.write(|connection| {
            let till = settings::till(connection)?;
            clear_open_cart(connection, &till, seen)?;
            insert_held(connection, &till, cart)
        })?;
        self.own_cart = None;
        Ok(mark)
    }

    /// Makes the cart on hold with this number, which is `resumed`, the till's own, and puts the
    /// one that was the till's own on hold in its place, if there is one.
    ///
    /// # Errors
    /// [`StoreError::CartElsewhere`] also when the one on hold is no longer there; as
    /// [`Self::save_open_cart`]. Then all is as it was.
    pub fn resume_cart(
        &mut self,
        id: i64,
        resumed: &Cart,
        instead_of: Option<&Cart>,
    ) -> Result<Option<HeldMark>, StoreError> {
        let seen = self.own_cart;
        let (own, mark) = self.write(|connection| {
            let till = settings::till(connection)?;
            let held = open_carts::table.find(id).filter(open_carts::held.eq(HELD));
            the_one(diesel::delete(held).execute(connection)?)?;
            let own = write_open_cart(connection, &till, resumed, seen)?;
            let mark = instead_of.map(|cart| insert_held(connection, &till, cart)).transpose()?;
            Ok((own, mark))
        })?;
        self.own_cart = own;
        Ok(mark)
    }

    /// The till's own cart and those on hold, as they were last written. An own cart that cannot be
    /// read is set aside, so that the next one does not take its place.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read or written.
    pub fn saved_carts(&mut self) -> Result<SavedCarts, StoreError> {
        let (saved, own) = self.write(|connection| {
            let till = settings::till(connection)?;
            let rows: Vec<Row> = open_carts::table
                .filter(open_carts::till.eq(&till))
                .order(open_carts::id)
                .select((
                    open_carts::id,
                    open_carts::revision,
                    open_carts::held,
                    open_carts::at,
                    open_carts::content,
                ))
                .load(connection)?;
            let mut saved = SavedCarts::default();
            let mut own = None;
            for (id, revision, held, at, content) in rows {
                let mark = at.parse().map(|at| HeldMark { id, at });
                match (cart_content::read(&content), mark) {
                    (Ok(cart), Ok(_)) if held == OPEN => {
                        saved.open = Some(cart);
                        own = Some(CartMark { id, revision });
                    }
                    (Ok(cart), Ok(mark)) => saved.held.push(HeldCart { mark, cart }),
                    (cart, _) => {
                        let why = cart.err().unwrap_or_else(|| RowFault::word("time", at));
                        saved.unreadable.push(format!("cart {id}: {why}"));
                        diesel::update(open_carts::table.find(id))
                            .set(open_carts::held.eq(HELD))
                            .execute(connection)?;
                    }
                }
            }
            Ok((saved, own))
        })?;
        self.own_cart = own;
        Ok(saved)
    }
}

type Row = (i64, i64, i32, String, String);

/// Forgets the till's own cart, inside of the transaction that the caller holds: whoever records
/// the sale that the cart has become calls it with it. Refuses where that is not the one that was
/// seen, or where one is though none was seen.
pub(super) fn clear_open_cart(
    connection: &mut SqliteConnection,
    till: &str,
    seen: Option<CartMark>,
) -> Result<(), Fault> {
    match seen {
        Some(CartMark { id, revision }) => {
            let own = open_carts::table
                .find(id)
                .filter(open_carts::revision.eq(revision))
                .filter(open_carts::held.eq(OPEN));
            the_one(diesel::delete(own).execute(connection)?)
        }
        None => refuse_another(connection, till),
    }
}

fn write_open_cart(
    connection: &mut SqliteConnection,
    till: &str,
    cart: &Cart,
    seen: Option<CartMark>,
) -> Result<Option<CartMark>, Fault> {
    if cart.is_empty() {
        clear_open_cart(connection, till, seen)?;
        return Ok(None);
    }
    let content = content_of(cart)?;
    let Some(CartMark { id, revision }) = seen else {
        refuse_another(connection, till)?;
        let id = insert(connection, (till, OPEN, Timestamp::now()), cart, &content)?;
        return Ok(Some(CartMark { id, revision: 0 }));
    };
    let own = open_carts::table
        .find(id)
        .filter(open_carts::revision.eq(revision))
        .filter(open_carts::held.eq(OPEN));
    let next = revision + 1;
    let changed = diesel::update(own)
        .set((
            open_carts::till.eq(till),
            open_carts::at.eq(Timestamp::now().to_string()),
            open_carts::note.eq(cart.note()),
            open_carts::content.eq(&content),
            open_carts::revision.eq(next),
        ))
        .execute(connection)?;
    the_one(changed)?;
    Ok(Some(CartMark { id, revision: next }))
}

/// Refuses where this till has an open cart.
fn refuse_another(connection: &mut SqliteConnection, till: &str) -> Result<(), Fault> {
    let own = open_carts::table.filter(open_carts::till.eq(till)).filter(open_carts::held.eq(OPEN));
    let there: i64 = own.count().get_result(connection)?;
    if there == 0 { Ok(()) } else { Err(StoreError::CartElsewhere.into()) }
}

/// One row was meant, and one it was.
fn the_one(changed: usize) -> Result<(), Fault> {
    if changed == 1 { Ok(()) } else { Err(StoreError::CartElsewhere.into()) }
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
