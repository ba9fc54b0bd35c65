//! The inbox: photos that a clerk named while selling, until someone has looked at them.

use diesel::prelude::*;

use super::learning::{Capture, capture_of};
use super::schema::captures;
use super::{Store, StoreError};

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
    /// Captures about which nothing was decided, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn waiting_captures(&mut self) -> Result<Vec<WaitingCapture>, StoreError> {
        self.read(|connection| {
            type Row = (i64, (String, String, String, Option<String>, String));
            let rows: Vec<Row> = captures::table
                .filter(captures::state.eq(CaptureState::New.as_str()))
                .order(captures::id)
                .select((
                    captures::id,
                    (
                        captures::at,
                        captures::file,
                        captures::product,
                        captures::guessed,
                        captures::kind,
                    ),
                ))
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
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::domain::ProductId;
    use crate::store::CaptureKind;

    #[test]
    fn a_capture_waits_until_something_is_decided() {
        let mut store = Store::in_memory().unwrap();
        let capture = Capture {
            at: "2026-11-23T12:00:00Z".parse().unwrap(),
            file: "a.jpg".into(),
            product: ProductId::new("lime").unwrap(),
            guessed: ProductId::new("kiwi").ok(),
            kind: CaptureKind::Correction,
        };
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
}
