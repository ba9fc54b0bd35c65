//! Rows of the table of photos as they are read, and what they mean.

use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use jiff::Timestamp;

use super::error::Fault;
use super::photo::{PhotoId, PhotoOrigin, PhotoRow, SessionId, Side};
use super::schema::photos;
use domain::ProductId;

type Columns = (
    photos::id,
    photos::file,
    photos::content,
    photos::looks,
    photos::product,
    photos::session,
    photos::origin,
    photos::taken_at,
    photos::added_at,
    photos::side,
    photos::guessed,
    photos::deleted_at,
);

/// What is read of a photo.
pub(super) const COLUMNS: Columns = photos::all_columns;

/// The columns' values.
pub(super) type Row = (
    i64,
    String,
    String,
    String,
    String,
    i64,
    String,
    Option<String>,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
);

/// The photo with these bytes, deleted or not.
pub(super) fn with_content(
    connection: &mut SqliteConnection,
    content: &str,
) -> Result<Option<PhotoRow>, Fault> {
    let row: Option<Row> = photos::table
        .filter(photos::content.eq(content))
        .select(COLUMNS)
        .first(connection)
        .optional()?;
    row.map(photo_of).transpose()
}

/// What a row means.
pub(super) fn photo_of(row: Row) -> Result<PhotoRow, Fault> {
    let (id, file, content, looks, product, session, origin, taken, added, side, guessed, deleted) =
        row;
    let damaged = |why: &dyn std::fmt::Display| Fault::row("photo", &id, why);
    let time = |text: &String| text.parse::<Timestamp>().map_err(|why: jiff::Error| damaged(&why));
    let slug = |text: &String| ProductId::kept(text).map_err(|why| damaged(&why));
    let side_of = |text: &String| {
        let known = Side::ALL.into_iter().find(|known| known.as_str() == text);
        known.ok_or_else(|| damaged(&format!("side \"{text}\"")))
    };
    let known = PhotoOrigin::ALL.into_iter().find(|known| known.as_str() == origin);
    Ok(PhotoRow {
        id: PhotoId(id),
        looks: looks.parse().map_err(|why| damaged(&why))?,
        product: slug(&product)?,
        session: SessionId(session),
        origin: known.ok_or_else(|| damaged(&format!("origin \"{origin}\"")))?,
        taken_at: taken.as_ref().map(time).transpose()?,
        added_at: time(&added)?,
        side: side.as_ref().map(side_of).transpose()?,
        guessed: guessed.as_ref().map(slug).transpose()?,
        deleted_at: deleted.as_ref().map(time).transpose()?,
        file,
        content,
    })
}
