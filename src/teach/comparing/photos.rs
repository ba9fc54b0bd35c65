//! Which photos versions are judged on: those that the shop kept aside, what the till kept lately and
//! is known to be true, or any labelled photos.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::{Timestamp, Zoned, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::JudgeError;
use super::comparison::Visits;
use crate::sides::sided_photos;
use domain::{Naming, ProductId};
use recognition::Scope;
use store::{Capture, PhotoOrigin, ShopFolder, Side, Store, StoreError};
use training::{DataSet, JudgeOptions};

/// Which photos to judge on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "photos", rename_all = "kebab-case")]
pub enum JudgedPhotos {
    /// The shop's own photos that were kept aside for this.
    KeptAside,
    /// What the till kept since then, as far as it is known what it shows: photos that the owner has
    /// looked at, and those of goods that were sold as what a clerk named them.
    Captures {
        /// RFC 3339 where it is written.
        #[serde(with = "rfc3339")]
        since: Timestamp,
    },
    /// Labelled photos: a folder, a zip or a list.
    Data {
        /// Where they are.
        path: PathBuf,
    },
}

/// How a time is written.
mod rfc3339 {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(time: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(time)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

/// The photos to judge on, and which of them were taken in one go.
pub(super) struct FoundPhotos {
    pub(super) options: JudgeOptions,
    pub(super) visits: Visits,
}

/// Finds the photos. A shop's own are judged as its till would: only what it sells may be an answer.
/// Other data may show anything.
pub(super) fn find(
    folder: &ShopFolder,
    store: &mut Store,
    which: &JudgedPhotos,
    unknown: Option<&Path>,
) -> Result<FoundPhotos, JudgeError> {
    let unknown = unknown.map(DataSet::unlabelled).transpose()?.unwrap_or_default();
    let (data, visits, scope) = match which {
        JudgedPhotos::Data { path } => (DataSet::open(path)?, Visits::new(), Scope::AllClasses),
        JudgedPhotos::KeptAside => {
            let found = kept_aside(folder, store)?;
            of_shop(folder, store, found)?
        }
        JudgedPhotos::Captures { since } => {
            let found = captured(folder, store, *since)?;
            of_shop(folder, store, found)?
        }
    };
    if data.photos.is_empty() {
        return Err(match which {
            JudgedPhotos::Captures { .. } => JudgeError::NoCaptures,
            _ => JudgeError::NothingKeptAside,
        });
    }
    Ok(FoundPhotos { options: JudgeOptions { data, unknown, scope }, visits })
}

/// How many photos there are to judge on, of both kinds.
pub(super) fn counts(store: &mut Store, since: Timestamp) -> Result<(usize, usize), StoreError> {
    let photos = sided_photos(store)?;
    let aside = photos.iter().filter(|photo| photo.side == Some(Side::Test)).count();
    let confirmed = photos.iter().filter(|photo| photo.origin == PhotoOrigin::Till);
    let confirmed = confirmed.filter(|photo| photo.taken_at.unwrap_or(photo.added_at) >= since);
    Ok((aside, confirmed.count() + sold_captures(store, since)?.len()))
}

/// What waits in the inbox and was sold as what the clerk said. Of all else there nobody knows yet.
fn sold_captures(store: &mut Store, since: Timestamp) -> Result<Vec<Capture>, StoreError> {
    let waiting = store.waiting_captures()?.into_iter().map(|waiting| waiting.capture);
    Ok(waiting.filter(|it| it.became == Naming::Sold && it.at >= since).collect())
}

/// A file, what it shows, and with which others it was taken.
struct Found {
    file: PathBuf,
    product: ProductId,
    visit: Visit,
}

/// What was taken in one go: a session of photos, or one product on one day at the till.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Visit {
    Session(i64),
    Day(String, ProductId),
}

fn kept_aside(folder: &ShopFolder, store: &mut Store) -> Result<Vec<Found>, JudgeError> {
    let photos = sided_photos(store)?.into_iter().filter(|photo| photo.side == Some(Side::Test));
    let found = photos.map(|photo| Found {
        file: folder.photos().join(photo.file),
        product: photo.product,
        visit: Visit::Session(photo.session.0),
    });
    Ok(found.collect())
}

/// What was sold, by the clerk's word, and what was confirmed, by the owner's.
fn captured(
    folder: &ShopFolder,
    store: &mut Store,
    since: Timestamp,
) -> Result<Vec<Found>, JudgeError> {
    let mut found: Vec<Found> = sold_captures(store, since)?
        .into_iter()
        .map(|capture| Found {
            file: folder.captures().join(capture.file),
            visit: Visit::Day(day(capture.at), capture.product.clone()),
            product: capture.product,
        })
        .collect();
    for photo in store.photos()? {
        let taken = photo.taken_at.unwrap_or(photo.added_at);
        if photo.origin == PhotoOrigin::Till && taken >= since {
            found.push(Found {
                file: folder.photos().join(photo.file),
                visit: Visit::Day(day(taken), photo.product.clone()),
                product: photo.product,
            });
        }
    }
    Ok(found)
}

/// The day in the shop's own time, such as `2026-11-23`.
fn day(at: Timestamp) -> String {
    Zoned::new(at, TimeZone::system()).date().to_string()
}

fn of_shop(
    folder: &ShopFolder,
    store: &mut Store,
    found: Vec<Found>,
) -> Result<(DataSet, Visits, Scope), JudgeError> {
    let mut numbers: BTreeMap<Visit, u64> = BTreeMap::new();
    let mut visits = Vec::with_capacity(found.len());
    let mut files = Vec::with_capacity(found.len());
    for Found { file, product, visit } in found {
        let next = numbers.len() as u64;
        visits.push(*numbers.entry(visit).or_insert(next));
        files.push((file, product.to_string()));
    }
    let data = DataSet::of_files(folder.root(), files);
    let names = data.photos.iter().map(|photo| photo.name.clone());
    let visits = names.zip(visits).collect();
    let sold = store.active_products()?.into_iter().map(|product| product.id);
    Ok((data, visits, Scope::Only(sold.collect())))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use domain::NamingId;
    use photo::PerceptualHash;
    use store::{CaptureKind, NewPhoto};

    fn id(product: &str) -> ProductId {
        ProductId::new(product).unwrap()
    }

    /// One capture of each kind of word, and a photo that the owner has looked at.
    fn shop(folder: &ShopFolder) -> Store {
        let mut store = Store::open(folder).unwrap();
        let at: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        for (number, became) in (1..).zip(Naming::ALL) {
            let capture = Capture {
                at,
                file: format!("{}.jpg", became.as_str()),
                product: id("lime"),
                guessed: None,
                kind: CaptureKind::Choice,
                naming: Some(NamingId(number)),
                became,
            };
            store.note_capture(&capture).unwrap();
        }
        let session = store.begin_photo_session(at, "till").unwrap();
        let photo = NewPhoto {
            file: "confirmed.jpg".to_owned(),
            content: "0".repeat(64),
            looks: PerceptualHash(0),
            product: id("kiwi"),
            session,
            origin: PhotoOrigin::Till,
            taken_at: Some(at),
            added_at: at,
            guessed: None,
        };
        store.add_photo(&photo).unwrap();
        store
    }

    #[test]
    fn of_what_the_till_kept_only_what_was_sold_or_looked_at_counts() {
        let root = tempfile::tempdir().unwrap();
        let folder = ShopFolder::open(root.path()).unwrap();
        let mut store = shop(&folder);
        let since: Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
        let found = captured(&folder, &mut store, since).unwrap();
        let shown: Vec<_> = found
            .iter()
            .map(|it| (it.file.file_name().unwrap().to_str().unwrap(), it.product.as_str()))
            .collect();
        assert_eq!(shown, [("sold.jpg", "lime"), ("confirmed.jpg", "kiwi")]);
        assert_eq!(counts(&mut store, since).unwrap().1, 2, "as many as it says");
        let later = "2026-11-21T00:00:00Z".parse().unwrap();
        assert!(captured(&folder, &mut store, later).unwrap().is_empty());
        assert_eq!(counts(&mut store, later).unwrap().1, 0);
    }

    #[test]
    fn a_shop_whose_photos_nobody_knows_anything_of_says_what_to_do() {
        let root = tempfile::tempdir().unwrap();
        let folder = ShopFolder::open(root.path()).unwrap();
        let mut store = shop(&folder);
        store.settle_namings(&[(NamingId(1), Naming::Unknown)]).unwrap();
        let since = "2026-11-21T00:00:00Z".parse().unwrap();
        let none = find(&folder, &mut store, &JudgedPhotos::Captures { since }, None);
        let error = none.err().unwrap().to_string();
        assert!(error.contains("sold as what the clerk named"), "{error}");
    }
}
