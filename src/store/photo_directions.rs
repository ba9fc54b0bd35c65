//! What versions of the model make of the shop's photos, kept so that no photo is looked at twice.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::error::Fault;
use super::photo::PhotoId;
use super::schema::{photo_confirmations, photo_directions, photos};
use super::{Store, StoreError};
use domain::ProductId;

impl Store {
    /// Keeps what a version makes of photos, all of it or nothing.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub fn save_directions(
        &mut self,
        version: &str,
        directions: &[(PhotoId, Vec<f32>)],
    ) -> Result<(), StoreError> {
        self.write(|connection| {
            for (photo, direction) in directions {
                let bytes: Vec<u8> = direction.iter().copied().flat_map(f32::to_le_bytes).collect();
                diesel::replace_into(photo_directions::table)
                    .values((
                        photo_directions::photo.eq(photo.0),
                        photo_directions::version.eq(version),
                        photo_directions::direction.eq(bytes),
                    ))
                    .execute(connection)?;
            }
            Ok(())
        })
    }

    /// What a version makes of the photos that are not deleted, as far as it was kept, in the order
    /// of the photos.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn directions(&mut self, version: &str) -> Result<Vec<(PhotoId, Vec<f32>)>, StoreError> {
        self.read(|connection| {
            let rows: Vec<(i64, Vec<u8>)> = photo_directions::table
                .inner_join(photos::table)
                .filter(photo_directions::version.eq(version))
                .filter(photos::deleted_at.is_null())
                .order(photo_directions::photo)
                .select((photo_directions::photo, photo_directions::direction))
                .load(connection)?;
            rows.into_iter().map(|(id, bytes)| Ok((PhotoId(id), floats(id, &bytes)?))).collect()
        })
    }

    /// The photos of which it is kept what a version makes of them.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn photos_with_directions(
        &mut self,
        version: &str,
    ) -> Result<HashSet<PhotoId>, StoreError> {
        self.read(|connection| {
            let rows: Vec<i64> = photo_directions::table
                .filter(photo_directions::version.eq(version))
                .select(photo_directions::photo)
                .load(connection)?;
            Ok(rows.into_iter().map(PhotoId).collect())
        })
    }

    /// Forgets what a version made of photos, with whatever finder, when the version is gone: all that is
    /// kept under its key, and under keys that go on after it with a `+`.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub fn forget_directions(&mut self, version: &str) -> Result<(), StoreError> {
        self.write(|connection| {
            let with_finder = format!("{version}+");
            // Of texts between the two, each begins with the first: "," follows "+".
            let after = format!("{version},");
            let gone = photo_directions::table.filter(photo_directions::version.eq(version).or(
                photo_directions::version.ge(with_finder).and(photo_directions::version.lt(after)),
            ));
            diesel::delete(gone).execute(connection)?;
            Ok(())
        })
    }

    /// Notes that someone has looked at a photo and says that it shows this product; `None` takes
    /// that back.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub fn confirm_photo(
        &mut self,
        photo: PhotoId,
        product: Option<&ProductId>,
    ) -> Result<(), StoreError> {
        self.write(|connection| {
            diesel::delete(photo_confirmations::table.find(photo.0)).execute(connection)?;
            if let Some(product) = product {
                diesel::insert_into(photo_confirmations::table)
                    .values((
                        photo_confirmations::photo.eq(photo.0),
                        photo_confirmations::product.eq(product.as_str()),
                    ))
                    .execute(connection)?;
            }
            Ok(())
        })
    }

    /// Photos that someone has looked at, and what they are said to show.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn confirmed_photos(&mut self) -> Result<HashMap<PhotoId, ProductId>, StoreError> {
        self.read(|connection| {
            let rows: Vec<(i64, String)> = photo_confirmations::table.load(connection)?;
            rows.into_iter()
                .map(|(photo, product)| {
                    let damaged = |why| Fault::row("confirmed photo", &photo, &why);
                    Ok((PhotoId(photo), ProductId::kept(&product).map_err(damaged)?))
                })
                .collect()
        })
    }
}

fn floats(photo: i64, bytes: &[u8]) -> Result<Vec<f32>, Fault> {
    let (numbers, rest) = bytes.as_chunks::<4>();
    if !rest.is_empty() {
        let why = format!("{} bytes are no whole numbers", bytes.len());
        return Err(Fault::row("direction of photo", &photo, &why));
    }
    Ok(numbers.iter().copied().map(f32::from_le_bytes).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Added, NewPhoto, PhotoOrigin};
    use photo::PerceptualHash;

    #[test]
    fn directions_are_kept_for_each_version_and_go_with_the_photo() {
        let mut store = Store::in_memory().unwrap();
        let at = "2026-11-23T12:00:00Z".parse().unwrap();
        let session = store.begin_photo_session(at, "").unwrap();
        let photo = NewPhoto {
            file: "a.jpg".into(),
            content: "a".repeat(64),
            looks: PerceptualHash(1),
            product: ProductId::new("lime").unwrap(),
            session,
            origin: PhotoOrigin::Camera,
            taken_at: None,
            added_at: at,
            guessed: None,
        };
        let Added::New(id) = store.add_photo(&photo).unwrap() else { panic!() };
        store.save_directions("first", &[(id, vec![0.5, -1.25, f32::MIN_POSITIVE])]).unwrap();
        store.save_directions("first", &[(id, vec![0.5, -1.25, 3.0])]).unwrap();
        store.save_directions("second", &[(id, vec![1.0])]).unwrap();
        assert_eq!(store.directions("first").unwrap(), [(id, vec![0.5, -1.25, 3.0])]);
        let lime = ProductId::new("lime").unwrap();
        store.confirm_photo(id, Some(&lime)).unwrap();
        store.confirm_photo(id, Some(&lime)).unwrap();
        assert_eq!(store.confirmed_photos().unwrap().get(&id), Some(&lime));
        store.confirm_photo(id, None).unwrap();
        assert!(store.confirmed_photos().unwrap().is_empty());
        store.forget_directions("first").unwrap();
        assert!(store.directions("first").unwrap().is_empty());
        store.delete_photos(&[id]).unwrap();
        assert!(store.directions("second").unwrap().is_empty());
        let unknown = store.save_directions("second", &[(PhotoId(99), vec![1.0])]);
        assert!(unknown.is_err(), "no direction without a photo");
    }

    #[test]
    fn a_direction_of_broken_numbers_is_damage() {
        assert!(floats(1, &[0; 6]).is_err());
        assert_eq!(floats(1, &1.5_f32.to_le_bytes()).ok(), Some(vec![1.5]));
    }
}
