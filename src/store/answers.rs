//! What versions of the model said of photos, and whether it was right: what a shop trusts them by.

use diesel::prelude::*;

use super::error::Fault;
use super::schema::{answers, sales};
use super::{Store, StoreError, settings};
use domain::ProductId;
use domain::settings::SHIPPED_VERSION;

/// So many of a version's newest answers are kept: older ones tell of a shop that has changed.
const KEPT: i64 = 2000;

/// What a version said of a photo, and what became of it.
#[derive(Clone, PartialEq, Debug)]
pub struct AnswerRow {
    /// What it named first.
    pub product: ProductId,
    /// How sure it was, 0 to 1.
    pub score: f64,
    /// How surely it was a known product, 0 to 1.
    pub known: f64,
    /// Whether it was sold without asking.
    pub unasked: bool,
    /// Whether that is what was sold.
    pub right: bool,
}

impl Store {
    /// A version's answers, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn answers(&mut self, version: &str) -> Result<Vec<AnswerRow>, StoreError> {
        self.read(|connection| {
            let rows: Vec<(String, f64, f64, bool, bool)> = answers::table
                .filter(answers::version.eq(version))
                .order(answers::id)
                .select((
                    answers::product,
                    answers::score,
                    answers::known,
                    answers::unasked,
                    answers::is_right,
                ))
                .load(connection)?;
            rows.into_iter()
                .map(|(product, score, known, unasked, right)| {
                    let product = ProductId::kept(&product)
                        .map_err(|why| Fault::row("answer", &product, &why))?;
                    Ok(AnswerRow { product, score, known, unasked, right })
                })
                .collect()
        })
    }

    /// How many answers were right in this shop, by whatever version.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn confirmed_answers(&mut self) -> Result<u32, StoreError> {
        self.read(|connection| {
            let right = answers::table.filter(answers::is_right.eq(true));
            let count: i64 = right.count().get_result(connection)?;
            Ok(u32::try_from(count).unwrap_or(u32::MAX))
        })
    }

    /// Notes that a shipped version sells here, by its name and weights. Whether it came with a newer
    /// program, in the place of another that has sold here.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read or written.
    pub fn note_shipped_version(&mut self, key: &str) -> Result<bool, StoreError> {
        let before = self.text(&SHIPPED_VERSION)?;
        if before.as_deref() == Some(key) {
            return Ok(false);
        }
        self.write(|connection| {
            settings::set_text(connection, &SHIPPED_VERSION, key)?;
            // Older programs did not note it; a shop that has sold has sold with another one.
            let has_sold: bool =
                diesel::select(diesel::dsl::exists(sales::table.select(sales::number)))
                    .get_result(connection)?;
            Ok(before.is_some_and(|before| !before.is_empty()) || has_sold)
        })
    }

    /// Notes a version's answers, all of them or none.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub fn note_answers(&mut self, version: &str, new: &[AnswerRow]) -> Result<(), StoreError> {
        self.write(|connection| {
            for row in new {
                diesel::insert_into(answers::table)
                    .values((
                        answers::version.eq(version),
                        answers::product.eq(row.product.as_str()),
                        answers::score.eq(row.score),
                        answers::known.eq(row.known),
                        answers::unasked.eq(row.unasked),
                        answers::is_right.eq(row.right),
                    ))
                    .execute(connection)?;
            }
            let of_version = answers::table.filter(answers::version.eq(version));
            let oldest_kept: Option<i64> = of_version
                .select(answers::id)
                .order(answers::id.desc())
                .offset(KEPT - 1)
                .first(connection)
                .optional()?;
            if let Some(oldest) = oldest_kept {
                let older = answers::table
                    .filter(answers::version.eq(version))
                    .filter(answers::id.lt(oldest));
                diesel::delete(older).execute(connection)?;
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    fn answer(score: f64, right: bool) -> AnswerRow {
        let product = ProductId::new("lime").unwrap();
        AnswerRow { product, score, known: 0.5, unasked: true, right }
    }

    #[test]
    fn answers_are_kept_by_version() {
        let mut store = Store::in_memory().unwrap();
        assert!(store.answers("a").unwrap().is_empty());
        store.note_answers("a", &[answer(0.9, true), answer(0.8, false)]).unwrap();
        store.note_answers("b", &[answer(0.7, true)]).unwrap();
        assert_eq!(store.answers("a").unwrap(), [answer(0.9, true), answer(0.8, false)]);
        assert_eq!(store.confirmed_answers().unwrap(), 2);
    }

    #[test]
    fn another_shipped_version_is_noticed_once() {
        let mut store = Store::in_memory().unwrap();
        assert!(!store.note_shipped_version("a@1").unwrap(), "a new shop");
        assert!(!store.note_shipped_version("a@1").unwrap());
        assert!(store.note_shipped_version("a@2").unwrap());
        assert!(!store.note_shipped_version("a@2").unwrap());
    }

    #[test]
    fn only_the_newest_are_kept() {
        let mut store = Store::in_memory().unwrap();
        store.note_answers("b", &[answer(0.1, true)]).unwrap();
        let many: Vec<AnswerRow> =
            (0..KEPT + 5).map(|at| answer(at as f64 / 1e4, at % 2 == 0)).collect();
        store.note_answers("a", &many[..10]).unwrap();
        store.note_answers("a", &many[10..]).unwrap();
        assert_eq!(store.answers("a").unwrap(), many[5..]);
        assert_eq!(store.answers("b").unwrap().len(), 1, "another version's stay");
    }
}
