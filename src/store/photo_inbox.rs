//! The inbox: photos that a clerk named while selling, until someone has looked at them; and what
//! becomes of the clerk's word meanwhile.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::learning::{Capture, CaptureRow, capture_columns, capture_of, naming_column};
use super::schema::{captures, open_carts};
use super::{Store, StoreError, cart_content};
use domain::{Naming, NamingId};

/// A capture's number in the database.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CaptureId(pub i64);

/// A capture that waits for someone to look at it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaitingCapture {
    /// Its number.
    pub id: CaptureId,
    /// What is known of it.
    pub capture: Capture,
}

/// What was decided about a capture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CaptureState {
    /// Nothing yet.
    New,
    /// It became a photo of the library.
    Kept,
    /// It is of no use.
    Discarded,
}

impl CaptureState {
    /// The word that the database keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Kept => "kept",
            Self::Discarded => "discarded",
        }
    }
}

impl Store {
    /// Captures about which nothing was decided, oldest first: but for those of which the clerk took
    /// back what was said.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn waiting_captures(&mut self) -> Result<Vec<WaitingCapture>, StoreError> {
        self.read(|connection| {
            let rows: Vec<(i64, CaptureRow)> = captures::table
                .filter(captures::state.eq(CaptureState::New.as_str()))
                .filter(captures::became.ne(Naming::Withdrawn.as_str()))
                .order(captures::id)
                .select((captures::id, capture_columns()))
                .load(connection)?;
            let waiting =
                |(id, row)| Ok(WaitingCapture { id: CaptureId(id), capture: capture_of(row)? });
            rows.into_iter().map(waiting).collect()
        })
    }

    /// Notes what was decided about a capture; `New` takes it back.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub fn set_capture_state(
        &mut self,
        id: CaptureId,
        state: CaptureState,
    ) -> Result<(), StoreError> {
        self.write(|connection| {
            diesel::update(captures::table.find(id.0))
                .set(captures::state.eq(state.as_str()))
                .execute(connection)?;
            Ok(())
        })
    }

    /// Notes what became of clerks' words, all of it or nothing. What was sold stays sold; a word of
    /// which no photo was kept is none.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub fn settle_namings(&mut self, settled: &[(NamingId, Naming)]) -> Result<(), StoreError> {
        self.write(|connection| {
            for (naming, became) in settled {
                let named = captures::table
                    .filter(captures::naming.eq(naming_column(*naming)))
                    .filter(captures::became.ne(Naming::Sold.as_str()));
                diesel::update(named)
                    .set(captures::became.eq(became.as_str()))
                    .execute(connection)?;
            }
            Ok(())
        })
    }

    /// Looks which open words stand in no cart: a power cut came between. Nobody knows what became of
    /// them. Where a cart cannot be read, all stay open.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read or written.
    pub fn give_up_lost_namings(&mut self) -> Result<(), StoreError> {
        self.write(|connection| {
            let open = captures::table.filter(captures::became.eq(Naming::Open.as_str()));
            let open: Vec<(i64, Option<i64>)> =
                open.select((captures::id, captures::naming)).load(connection)?;
            if open.is_empty() {
                return Ok(());
            }
            let contents: Vec<String> =
                open_carts::table.select(open_carts::content).load(connection)?;
            let mut in_carts = BTreeSet::new();
            for content in contents {
                let Ok(cart) = cart_content::read(&content) else { return Ok(()) };
                in_carts.extend(cart.namings().map(naming_column));
            }
            let lost =
                open.iter().filter(|(_, naming)| naming.is_none_or(|it| !in_carts.contains(&it)));
            for (id, _) in lost {
                diesel::update(captures::table.find(id))
                    .set(captures::became.eq(Naming::Unknown.as_str()))
                    .execute(connection)?;
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::CaptureKind;
    use domain::{Addition, Cart, Currency, Product, ProductId, TaxMode, TaxRate};

    fn capture(file: &str, naming: u64, became: Naming) -> Capture {
        Capture {
            at: "2026-11-23T12:00:00Z".parse().unwrap(),
            file: file.into(),
            product: ProductId::new("lime").unwrap(),
            guessed: ProductId::new("kiwi").ok(),
            kind: CaptureKind::Correction,
            naming: Some(NamingId(naming)),
            became,
        }
    }

    /// What became of all words, oldest first.
    fn became(store: &mut Store) -> Vec<Naming> {
        store.captures().unwrap().into_iter().map(|capture| capture.became).collect()
    }

    #[test]
    fn a_capture_waits_until_something_is_decided() {
        let mut store = Store::in_memory().unwrap();
        let capture = capture("a.jpg", 1, Naming::Sold);
        store.note_capture(&capture).unwrap();
        let waiting = store.waiting_captures().unwrap();
        assert_eq!(waiting.iter().map(|one| &one.capture).collect::<Vec<_>>(), [&capture]);
        let id = waiting[0].id;
        for state in [CaptureState::Kept, CaptureState::Discarded] {
            store.set_capture_state(id, state).unwrap();
            assert!(store.waiting_captures().unwrap().is_empty());
            store.set_capture_state(id, CaptureState::New).unwrap();
            assert_eq!(store.waiting_captures().unwrap().len(), 1);
        }
        assert_eq!(store.captures().unwrap(), [capture], "the till's own list has them all");
    }

    #[test]
    fn a_word_that_was_withdrawn_waits_for_nobody_until_it_stands_again() {
        let mut store = Store::in_memory().unwrap();
        store.note_capture(&capture("a.jpg", 1, Naming::Open)).unwrap();
        store.note_capture(&capture("b.jpg", 2, Naming::Withdrawn)).unwrap();
        assert_eq!(store.waiting_captures().unwrap().len(), 1);
        store.settle_namings(&[(NamingId(1), Naming::Withdrawn)]).unwrap();
        assert!(store.waiting_captures().unwrap().is_empty());
        store.settle_namings(&[(NamingId(2), Naming::Open), (NamingId(9), Naming::Sold)]).unwrap();
        assert_eq!(store.waiting_captures().unwrap()[0].capture.file, "b.jpg");
        assert_eq!(became(&mut store), [Naming::Withdrawn, Naming::Open]);
    }

    #[test]
    fn what_was_sold_stays_sold() {
        let mut store = Store::in_memory().unwrap();
        store.note_capture(&capture("a.jpg", 1, Naming::Open)).unwrap();
        store.settle_namings(&[(NamingId(1), Naming::Sold)]).unwrap();
        store.settle_namings(&[(NamingId(1), Naming::Withdrawn)]).unwrap();
        assert_eq!(became(&mut store), [Naming::Sold]);
    }

    #[test]
    fn one_word_is_one_capture() {
        let mut store = Store::in_memory().unwrap();
        store.note_capture(&capture("a.jpg", 1, Naming::Open)).unwrap();
        assert!(store.note_capture(&capture("b.jpg", 1, Naming::Open)).is_err());
        let unsaid = |file: &str| Capture { naming: None, ..capture(file, 0, Naming::Unknown) };
        store.note_capture(&unsaid("c.jpg")).unwrap();
        store.note_capture(&unsaid("d.jpg")).unwrap();
    }

    #[test]
    fn of_a_capture_of_an_older_program_nobody_knows() {
        use diesel::connection::SimpleConnection;

        let mut store = Store::in_memory().unwrap();
        // As it stood before the migration that asks.
        let older = "INSERT INTO captures (at, file, product, kind) \
                     VALUES ('2026-11-23T12:00:00Z', 'a.jpg', 'lime', 'choice')";
        store.connection.batch_execute(older).unwrap();
        let waiting = store.waiting_captures().unwrap();
        assert_eq!(waiting[0].capture.became, Naming::Unknown);
        assert_eq!(waiting[0].capture.naming, None);
    }

    #[test]
    fn of_words_that_stand_in_no_cart_nobody_knows() {
        let mut store = Store::in_memory().unwrap();
        for (naming, became) in
            [(1, Naming::Open), (2, Naming::Open), (3, Naming::Open), (4, Naming::Sold)]
        {
            store.note_capture(&capture(&format!("{naming}.jpg"), naming, became)).unwrap();
        }
        let cart_with = |naming| {
            let mut cart = Cart::new(Currency::EUR, TaxMode::Included);
            let lime = Product::unpriced("Lime", TaxRate::from_basis_points(700).unwrap()).unwrap();
            let addition = Addition { photo: None, naming: Some(NamingId(naming)) };
            cart.add(Arc::new(lime), addition).unwrap();
            cart
        };
        store.hold_cart(&cart_with(2)).unwrap();
        store.save_open_cart(&cart_with(3)).unwrap();
        store.give_up_lost_namings().unwrap();
        assert_eq!(became(&mut store), [Naming::Unknown, Naming::Open, Naming::Open, Naming::Sold]);
    }
}
