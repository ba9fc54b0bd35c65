//! What a shop learns by selling: what pieces weigh, what sells, and photos that a clerk named.

use std::collections::HashMap;

use diesel::prelude::*;
use jiff::Timestamp;

use super::error::Fault;
use super::schema::{captures, piece_weights, sale_lines, sales};
use super::{Store, StoreError};
use domain::{Naming, NamingId, ProductId};

/// So many of the newest sales tell what a shop sells: what sold years ago says little.
const SALES_THAT_COUNT: i64 = 50_000;

/// How a clerk named a photo.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CaptureKind {
    /// By a tile.
    Choice,
    /// After the till had taken it for something else.
    Correction,
    /// By search.
    Search,
}

impl CaptureKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Choice, Self::Correction, Self::Search];

    /// The word that the database keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Choice => "choice",
            Self::Correction => "correction",
            Self::Search => "search",
        }
    }
}

/// A photo in the shop's captures folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Capture {
    /// When it was kept.
    pub at: Timestamp,
    /// Its file's name in the folder.
    pub file: String,
    /// What the clerk says it shows.
    pub product: ProductId,
    /// What the till had thought first.
    pub guessed: Option<ProductId>,
    /// How the clerk said so.
    pub kind: CaptureKind,
    /// The clerk's word, as the cart names it; `None` where a program did not say.
    pub naming: Option<NamingId>,
    /// What became of it.
    pub became: Naming,
}

/// The columns of a capture, as [`capture_of`] reads them.
pub(super) type CaptureRow = (String, String, String, Option<String>, String, Option<i64>, String);

/// A row of what pieces weigh: Welford's count, mean (grams) and sum of squared differences.
#[derive(Clone, PartialEq, Debug)]
pub struct PieceWeightRow {
    /// The product.
    pub product: ProductId,
    /// How many weighings.
    pub count: u32,
    /// Mean, in grams.
    pub mean: f64,
    /// In square grams.
    pub squares: f64,
}

impl Store {
    /// What pieces of products weigh.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn piece_weights(&mut self) -> Result<Vec<PieceWeightRow>, StoreError> {
        self.read(|connection| {
            let rows: Vec<(String, i32, f64, f64)> = piece_weights::table.load(connection)?;
            rows.into_iter()
                .map(|(product, count, mean, squares)| {
                    let damaged =
                        |why: &dyn std::fmt::Display| Fault::row("piece weight", &product, why);
                    Ok(PieceWeightRow {
                        product: ProductId::kept(&product).map_err(|why| damaged(&why))?,
                        count: u32::try_from(count).map_err(|why| damaged(&why))?,
                        mean,
                        squares,
                    })
                })
                .collect()
        })
    }

    /// Keeps what pieces weigh by now, all of it or nothing.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub fn save_piece_weights(&mut self, weights: &[PieceWeightRow]) -> Result<(), StoreError> {
        self.write(|connection| {
            for weight in weights {
                diesel::replace_into(piece_weights::table)
                    .values((
                        piece_weights::product.eq(weight.product.as_str()),
                        piece_weights::count.eq(i32::try_from(weight.count).unwrap_or(i32::MAX)),
                        piece_weights::mean.eq(weight.mean),
                        piece_weights::squares.eq(weight.squares),
                    ))
                    .execute(connection)?;
            }
            Ok(())
        })
    }

    /// How many lines of each product were sold lately; refunds do not count.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn sales_by_product(&mut self) -> Result<HashMap<ProductId, u64>, StoreError> {
        self.read(|connection| {
            let newest: Option<i64> =
                sales::table.select(diesel::dsl::max(sales::number)).first(connection)?;
            let since = newest.unwrap_or(0) - SALES_THAT_COUNT;
            let rows: Vec<(String, i64)> = sale_lines::table
                .filter(sale_lines::sale.gt(since))
                .filter(sale_lines::gross.ge(0))
                .group_by(sale_lines::product)
                .select((sale_lines::product, diesel::dsl::count_star()))
                .load(connection)?;
            rows.into_iter()
                .map(|(product, count)| {
                    let id = ProductId::kept(&product)
                        .map_err(|why| Fault::row("sold product", &product, &why))?;
                    Ok((id, count.unsigned_abs()))
                })
                .collect()
        })
    }

    /// Notes a photo that was kept.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub fn note_capture(&mut self, capture: &Capture) -> Result<(), StoreError> {
        self.write(|connection| {
            diesel::insert_into(captures::table)
                .values((
                    captures::at.eq(capture.at.to_string()),
                    captures::file.eq(&capture.file),
                    captures::product.eq(capture.product.as_str()),
                    captures::guessed.eq(capture.guessed.as_ref().map(ProductId::as_str)),
                    captures::kind.eq(capture.kind.as_str()),
                    captures::naming.eq(capture.naming.map(naming_column)),
                    captures::became.eq(capture.became.as_str()),
                ))
                .execute(connection)?;
            Ok(())
        })
    }

    /// All photos that were noted, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn captures(&mut self) -> Result<Vec<Capture>, StoreError> {
        self.read(|connection| {
            let rows: Vec<CaptureRow> =
                captures::table.order(captures::id).select(capture_columns()).load(connection)?;
            rows.into_iter().map(capture_of).collect()
        })
    }
}

/// The columns of a [`CaptureRow`].
pub(super) fn capture_columns() -> (
    captures::at,
    captures::file,
    captures::product,
    captures::guessed,
    captures::kind,
    captures::naming,
    captures::became,
) {
    (
        captures::at,
        captures::file,
        captures::product,
        captures::guessed,
        captures::kind,
        captures::naming,
        captures::became,
    )
}

/// Bit by bit: the database's integers have a sign.
pub(super) fn naming_column(NamingId(id): NamingId) -> i64 {
    id.cast_signed()
}

pub(super) fn capture_of(
    (at, file, product, guessed, kind, naming, became): CaptureRow,
) -> Result<Capture, Fault> {
    let damaged = |why: &dyn std::fmt::Display| Fault::row("capture", &file, why);
    let known = CaptureKind::ALL.into_iter().find(|known| known.as_str() == kind);
    Ok(Capture {
        at: at.parse().map_err(|why: jiff::Error| damaged(&why))?,
        product: ProductId::kept(&product).map_err(|why| damaged(&why))?,
        guessed: guessed
            .map(|guessed| ProductId::kept(&guessed).map_err(|why| damaged(&why)))
            .transpose()?,
        kind: known.ok_or_else(|| damaged(&format!("kind \"{kind}\"")))?,
        naming: naming.map(|id| NamingId(id.cast_unsigned())),
        became: Naming::from_word(&became).ok_or_else(|| damaged(&format!("word \"{became}\"")))?,
        file,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str) -> ProductId {
        ProductId::new(name).unwrap()
    }

    #[test]
    fn piece_weights_are_kept_and_replaced() {
        let mut store = Store::in_memory().unwrap();
        assert!(store.piece_weights().unwrap().is_empty());
        let row = |mean| PieceWeightRow { product: id("lime"), count: 3, mean, squares: 1.5 };
        store.save_piece_weights(&[row(70.0)]).unwrap();
        store.save_piece_weights(&[row(70.25)]).unwrap();
        assert_eq!(store.piece_weights().unwrap(), [row(70.25)]);
        assert!(store.sales_by_product().unwrap().is_empty());
    }

    #[test]
    fn captures_are_noted_and_read_back() {
        let mut store = Store::in_memory().unwrap();
        let captures = CaptureKind::ALL.map(|kind| Capture {
            at: "2026-11-23T12:00:00Z".parse().unwrap(),
            file: format!("{}.jpg", kind.as_str()),
            product: id("lime"),
            guessed: (kind == CaptureKind::Correction).then(|| id("kiwi")),
            kind,
            naming: (kind != CaptureKind::Search).then_some(NamingId(u64::MAX - kind as u64)),
            became: Naming::Sold,
        });
        for capture in &captures {
            store.note_capture(capture).unwrap();
        }
        assert_eq!(store.captures().unwrap(), captures);
        assert!(store.note_capture(&captures[0]).is_err(), "one row a file");
    }
}
