//! The shop's own photos of its goods: a row each, written after the photo's file lies on the disk.

use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use jiff::Timestamp;

use super::error::Fault;
use super::photo::{Added, NewPhoto, PhotoId, PhotoRow, PhotoSession, SessionId, Side};
use super::photo_rows::{self, COLUMNS, Row};
use super::schema::{photo_sessions, photos};
use super::{Store, StoreError};
use domain::ProductId;

impl Store {
    /// Notes that photos are going to be taken in one go.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub fn begin_photo_session(
        &mut self,
        at: Timestamp,
        name: &str,
    ) -> Result<SessionId, StoreError> {
        self.write(|connection| {
            let id: i64 = diesel::insert_into(photo_sessions::table)
                .values((photo_sessions::at.eq(at.to_string()), photo_sessions::name.eq(name)))
                .returning(photo_sessions::id)
                .get_result(connection)?;
            Ok(SessionId(id))
        })
    }

    /// All sessions, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn photo_sessions(&mut self) -> Result<Vec<PhotoSession>, StoreError> {
        self.read(|connection| {
            let rows: Vec<(i64, String, String)> =
                photo_sessions::table.order(photo_sessions::id).load(connection)?;
            rows.into_iter()
                .map(|(id, at, name)| {
                    let damaged = |why: jiff::Error| Fault::row("photo session", &id, &why);
                    Ok(PhotoSession { at: at.parse().map_err(damaged)?, id: SessionId(id), name })
                })
                .collect()
        })
    }

    /// Adds a photo, unless the very same bytes are there already. One that was deleted comes back
    /// as what it is now said to show, on the side it was on.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub fn add_photo(&mut self, photo: &NewPhoto) -> Result<Added, StoreError> {
        self.write(|connection| match photo_rows::with_content(connection, &photo.content)? {
            Some(row) if row.deleted_at.is_none() => Ok(Added::AlreadyThere(row)),
            Some(row) => {
                diesel::update(photos::table.find(row.id.0))
                    .set((
                        photos::deleted_at.eq(None::<String>),
                        photos::file.eq(&photo.file),
                        photos::product.eq(photo.product.as_str()),
                        photos::origin.eq(photo.origin.as_str()),
                        photos::guessed.eq(photo.guessed.as_ref().map(ProductId::as_str)),
                    ))
                    .execute(connection)?;
                Ok(Added::New(row.id))
            }
            None => insert(connection, photo).map(Added::New),
        })
    }

    /// All photos that are not deleted, in the order in which they came.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn photos(&mut self) -> Result<Vec<PhotoRow>, StoreError> {
        let mut photos = self.photos_ever()?;
        photos.retain(|photo| photo.deleted_at.is_none());
        Ok(photos)
    }

    /// All photos there ever were, in the order in which they came: those that were deleted still
    /// hold others on their side.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn photos_ever(&mut self) -> Result<Vec<PhotoRow>, StoreError> {
        self.read(|connection| {
            let rows: Vec<Row> =
                photos::table.order(photos::id).select(COLUMNS).load(connection)?;
            rows.into_iter().map(photo_rows::photo_of).collect()
        })
    }

    /// Whether the very same bytes are there, and not deleted.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn photo_with_content(&mut self, content: &str) -> Result<Option<PhotoRow>, StoreError> {
        let row = self.read(|connection| photo_rows::with_content(connection, content))?;
        Ok(row.filter(|row| row.deleted_at.is_none()))
    }

    /// Says that photos show another product; all of them or none.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub fn move_photos(&mut self, ids: &[PhotoId], to: &ProductId) -> Result<(), StoreError> {
        self.write(|connection| {
            for id in ids {
                diesel::update(photos::table.find(id.0))
                    .set(photos::product.eq(to.as_str()))
                    .execute(connection)?;
            }
            Ok(())
        })
    }

    /// Deletes photos, all of them or none. Their files stay for [`Self::photos_to_forget`].
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub fn delete_photos(&mut self, ids: &[PhotoId]) -> Result<(), StoreError> {
        self.mark_photos(ids, Some(Timestamp::now()))
    }

    /// Takes the deletion of photos back, all of them or none.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub fn restore_photos(&mut self, ids: &[PhotoId]) -> Result<(), StoreError> {
        self.mark_photos(ids, None)
    }

    fn mark_photos(
        &mut self,
        ids: &[PhotoId],
        deleted_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let deleted_at = deleted_at.map(|at| at.to_string());
        self.write(|connection| {
            for id in ids {
                diesel::update(photos::table.find(id.0))
                    .set(photos::deleted_at.eq(&deleted_at))
                    .execute(connection)?;
            }
            Ok(())
        })
    }

    /// The files of photos that were deleted before `limit`.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn photos_to_forget(&mut self, limit: Timestamp) -> Result<Vec<String>, StoreError> {
        let old = |photo: &PhotoRow| photo.deleted_at.is_some_and(|at| at < limit);
        let photos = self.photos_ever()?;
        Ok(photos.into_iter().filter(old).map(|photo| photo.file).collect())
    }

    /// Puts photos on their sides, all of them or none.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written, or when a photo is on another side
    /// already: a trigger refuses that.
    pub fn set_sides(&mut self, sides: &[(PhotoId, Side)]) -> Result<(), StoreError> {
        self.write(|connection| {
            for (id, side) in sides {
                diesel::update(photos::table.find(id.0))
                    .set(photos::side.eq(side.as_str()))
                    .execute(connection)?;
            }
            Ok(())
        })
    }
}

fn insert(connection: &mut SqliteConnection, photo: &NewPhoto) -> Result<PhotoId, Fault> {
    let id: i64 = diesel::insert_into(photos::table)
        .values((
            photos::file.eq(&photo.file),
            photos::content.eq(&photo.content),
            photos::looks.eq(photo.looks.to_string()),
            photos::product.eq(photo.product.as_str()),
            photos::session.eq(photo.session.0),
            photos::origin.eq(photo.origin.as_str()),
            photos::taken_at.eq(photo.taken_at.map(|at| at.to_string())),
            photos::added_at.eq(photo.added_at.to_string()),
            photos::guessed.eq(photo.guessed.as_ref().map(ProductId::as_str)),
        ))
        .returning(photos::id)
        .get_result(connection)?;
    Ok(PhotoId(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PhotoOrigin;
    use photo::PerceptualHash;

    fn id(name: &str) -> ProductId {
        ProductId::new(name).unwrap()
    }

    fn new_photo(store: &mut Store, content: char) -> NewPhoto {
        let at: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        NewPhoto {
            file: format!("{content}.jpg"),
            content: content.to_string().repeat(64),
            looks: PerceptualHash(u64::MAX - 7),
            product: id("lime"),
            session: store.begin_photo_session(at, "counter").unwrap(),
            origin: PhotoOrigin::File,
            taken_at: Some(at),
            added_at: at,
            guessed: Some(id("kiwi")),
        }
    }

    fn added(store: &mut Store, content: char) -> PhotoId {
        let photo = new_photo(store, content);
        match store.add_photo(&photo).unwrap() {
            Added::New(id) => id,
            Added::AlreadyThere(row) => panic!("{row:?}"),
        }
    }

    #[test]
    fn a_photo_is_kept_as_it_was_given() {
        let mut store = Store::in_memory().unwrap();
        let photo = new_photo(&mut store, 'a');
        store.add_photo(&photo).unwrap();
        let row = store.photos().unwrap().remove(0);
        assert_eq!(
            (row.looks, row.session, row.origin),
            (photo.looks, photo.session, photo.origin)
        );
        assert_eq!((row.taken_at, row.added_at), (photo.taken_at, photo.added_at));
        assert_eq!((row.product, row.guessed, row.side), (photo.product, photo.guessed, None));
        assert_eq!(store.photo_sessions().unwrap()[0].name, "counter");
    }

    #[test]
    fn the_same_bytes_are_kept_once() {
        let mut store = Store::in_memory().unwrap();
        let first = added(&mut store, 'a');
        let again = NewPhoto { product: id("kiwi"), ..new_photo(&mut store, 'a') };
        let Added::AlreadyThere(row) = store.add_photo(&again).unwrap() else { panic!() };
        assert_eq!((row.id, row.product), (first, id("lime")));
        assert_eq!(store.photos().unwrap().len(), 1);
    }

    #[test]
    fn a_deleted_photo_can_be_restored_or_added_again() {
        let mut store = Store::in_memory().unwrap();
        let photo = added(&mut store, 'a');
        store.set_sides(&[(photo, Side::Test)]).unwrap();
        store.delete_photos(&[photo]).unwrap();
        assert!(store.photos().unwrap().is_empty());
        assert!(store.photo_with_content(&"a".repeat(64)).unwrap().is_none());
        store.restore_photos(&[photo]).unwrap();
        assert_eq!(store.photos().unwrap().len(), 1);
        store.delete_photos(&[photo]).unwrap();
        let again = NewPhoto { product: id("kiwi"), ..new_photo(&mut store, 'a') };
        assert_eq!(store.add_photo(&again).unwrap(), Added::New(photo));
        let row = store.photos().unwrap().remove(0);
        assert_eq!((row.product, row.side), (id("kiwi"), Some(Side::Test)));
    }

    #[test]
    fn files_of_deleted_photos_are_forgotten_after_a_while() {
        let mut store = Store::in_memory().unwrap();
        let (gone, _kept) = (added(&mut store, 'a'), added(&mut store, 'b'));
        store.delete_photos(&[gone]).unwrap();
        let now = Timestamp::now();
        let hour = jiff::SignedDuration::from_hours(1);
        assert!(store.photos_to_forget(now - hour).unwrap().is_empty());
        assert_eq!(store.photos_to_forget(now + hour).unwrap(), ["a.jpg"]);
    }

    #[test]
    fn photos_move_to_another_product() {
        let mut store = Store::in_memory().unwrap();
        let (one, two) = (added(&mut store, 'a'), added(&mut store, 'b'));
        store.move_photos(&[two], &id("kiwi")).unwrap();
        let products: Vec<_> =
            store.photos().unwrap().into_iter().map(|row| (row.id, row.product)).collect();
        assert_eq!(products, [(one, id("lime")), (two, id("kiwi"))]);
    }

    #[test]
    fn a_side_is_drawn_once() {
        let mut store = Store::in_memory().unwrap();
        let (one, two) = (added(&mut store, 'a'), added(&mut store, 'b'));
        store.set_sides(&[(one, Side::Train)]).unwrap();
        store.set_sides(&[(one, Side::Train)]).unwrap();
        let refused = store.set_sides(&[(two, Side::Test), (one, Side::Test)]).unwrap_err();
        assert!(refused.to_string().contains("never changes its side"), "{refused}");
        let sides: Vec<_> = store.photos().unwrap().into_iter().map(|row| row.side).collect();
        assert_eq!(sides, [Some(Side::Train), None], "all or nothing");
    }

    #[test]
    fn a_photo_of_no_session_is_refused() {
        let mut store = Store::in_memory().unwrap();
        let stray = NewPhoto { session: SessionId(99), ..new_photo(&mut store, 'a') };
        assert!(store.add_photo(&stray).is_err());
    }
}
