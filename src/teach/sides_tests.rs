//! Sides are drawn once, for whole groups, and nothing that comes later moves a photo.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use proptest::prelude::*;

use super::*;
use photo::PerceptualHash;
use store::{NewPhoto, PhotoOrigin, SessionId};

/// A photo of `product` with these looks, taken so many minutes after the first one.
#[derive(Clone, Debug)]
struct Taken {
    product: u8,
    looks: u64,
    minute: Option<i64>,
}

fn row(number: usize, taken: &Taken) -> PhotoRow {
    let start: jiff::Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
    PhotoRow {
        id: PhotoId(number as i64),
        file: format!("{number}.jpg"),
        content: format!("{number:064}"),
        looks: PerceptualHash(taken.looks),
        product: ProductId::new(&format!("product-{}", taken.product)).unwrap(),
        session: SessionId(1),
        origin: PhotoOrigin::File,
        taken_at: taken.minute.map(|minute| start + SignedDuration::from_mins(minute)),
        added_at: start,
        side: None,
        guessed: None,
        deleted_at: None,
    }
}

/// Looks that nothing else resembles.
fn stranger(number: u64) -> u64 {
    number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

fn draw(photos: &mut [PhotoRow]) {
    for (id, side) in draw_sides(photos) {
        let photo = photos.iter_mut().find(|photo| photo.id == id).unwrap();
        assert_eq!(photo.side, None, "{id:?} was drawn twice");
        photo.side = Some(side);
    }
}

fn sides(photos: &[PhotoRow]) -> Vec<Option<Side>> {
    photos.iter().map(|photo| photo.side).collect()
}

/// Photos of one product, an evening each, that look like nothing else.
fn evenings(count: usize) -> Vec<PhotoRow> {
    let taken = |index: usize| Taken {
        product: 0,
        looks: stranger(index as u64),
        minute: Some(index as i64 * 24 * 60),
    };
    (0..count).map(|index| row(index, &taken(index))).collect()
}

#[test]
fn two_sessions_are_learnt_from_and_the_third_is_for_judging() {
    let mut photos = evenings(10);
    draw(&mut photos);
    let told: String =
        photos.iter().map(|photo| photo.side.unwrap().as_str().chars().next().unwrap()).collect();
    assert_eq!(&told[..4], "tttv", "train, train, test, validation");
    let count = |side| photos.iter().filter(|photo| photo.side == Some(side)).count();
    assert_eq!(Side::ALL.map(count), [6, 2, 2]);
    assert_eq!(photos[2].side, Some(Side::Test));
}

#[test]
fn a_product_of_one_session_is_all_for_learning() {
    let mut photos: Vec<PhotoRow> = (0..40)
        .map(|index| {
            row(
                index,
                &Taken { product: 0, looks: stranger(index as u64), minute: Some(index as i64) },
            )
        })
        .collect();
    draw(&mut photos);
    assert!(sides(&photos).iter().all(|side| *side == Some(Side::Train)));
}

#[test]
fn a_burst_without_times_stays_together() {
    let mut photos: Vec<PhotoRow> = (0..36)
        .map(|index| {
            // Neighbours differ in eight bits: more than near-duplicates do, less than strangers.
            let looks = stranger(index as u64 / 3) ^ (0xF << (8 * (index % 3)));
            row(index, &Taken { product: 0, looks, minute: None })
        })
        .collect();
    draw(&mut photos);
    let told = sides(&photos);
    assert!(told.chunks(3).all(|burst| burst[0] == burst[1] && burst[1] == burst[2]), "{told:?}");
    assert!(told[..30].iter().all(|side| *side == Some(Side::Train)));
    assert_eq!((told[30], told[33]), (Some(Side::Test), Some(Side::Validation)));
}

#[test]
fn a_handful_of_dropped_photos_is_taught_whole() {
    let taken = |index: usize| Taken { product: 0, looks: stranger(index as u64), minute: None };
    let mut photos: Vec<PhotoRow> = (0..5).map(|index| row(index, &taken(index))).collect();
    draw(&mut photos);
    assert!(sides(&photos).iter().all(|side| *side == Some(Side::Train)));
}

#[test]
fn a_photo_between_two_sides_gets_none() {
    let mut photos = evenings(3);
    draw(&mut photos);
    assert_ne!(photos[0].side, photos[2].side);
    let between = Taken { product: 0, looks: stranger(0), minute: Some(2 * 24 * 60 + 10) };
    photos.push(row(3, &between));
    draw(&mut photos);
    assert_eq!(photos[3].side, None);
}

#[test]
fn deleted_photos_hold_others_on_their_side() {
    let mut photos = evenings(3);
    draw(&mut photos);
    photos[2].deleted_at = Some(photos[2].added_at);
    let twin = Taken { product: 0, looks: stranger(2) ^ 1, minute: Some(10_000_000) };
    photos.push(row(3, &twin));
    draw(&mut photos);
    assert_eq!(photos[3].side, Some(Side::Test));
}

fn store_with(photos: &[PhotoRow]) -> Store {
    let mut store = Store::in_memory().unwrap();
    let session = store.begin_photo_session(photos[0].added_at, "").unwrap();
    for photo in photos.iter().cloned() {
        let PhotoRow { file, content, looks, product, origin, taken_at, added_at, .. } = photo;
        let guessed = None;
        let new = NewPhoto {
            file,
            content,
            looks,
            product,
            session,
            origin,
            taken_at,
            added_at,
            guessed,
        };
        store.add_photo(&new).unwrap();
    }
    store
}

#[test]
fn a_photo_moved_beside_photos_to_learn_from_judges_nothing() {
    let mut photos = evenings(3);
    let lime = ProductId::new("lime").unwrap();
    let mut beside =
        row(3, &Taken { product: 1, looks: stranger(9), minute: Some(2 * 24 * 60 + 5) });
    beside.product = lime.clone();
    photos.push(beside);
    let mut store = store_with(&photos);
    let told = |store: &mut Store| -> Vec<Side> {
        sided_photos(store).unwrap().into_iter().filter_map(|photo| photo.side).collect()
    };
    assert_eq!(told(&mut store), [Side::Train, Side::Train, Side::Test, Side::Train]);
    let moved = store.photos().unwrap()[2].id;
    store.move_photos(&[moved], &lime).unwrap();
    assert_eq!(told(&mut store), [Side::Train; 3]);
}

fn any_photo() -> impl Strategy<Value = Taken> {
    // Few looks and close times, so that groups form, chain and bridge.
    let looks = (0u64..12, 0u32..64, any::<bool>())
        .prop_map(|(base, bit, flip)| stranger(base) ^ if flip { 1 << bit } else { 0 });
    (0u8..3, looks, proptest::option::of(0i64..600)).prop_map(|(product, looks, minute)| Taken {
        product,
        looks,
        minute,
    })
}

proptest! {
    #[test]
    fn groups_are_never_torn_and_nothing_moves(
        arrivals in proptest::collection::vec(proptest::collection::vec(any_photo(), 1..12), 1..6),
    ) {
        let mut photos: Vec<PhotoRow> = Vec::new();
        for arrival in arrivals {
            let before = sides(&photos);
            for taken in &arrival {
                photos.push(row(photos.len(), taken));
            }
            draw(&mut photos);
            for (index, side) in before.iter().enumerate() {
                prop_assert!(side.is_none() || *side == photos[index].side, "photo {index} moved");
            }
            for (first, a) in photos.iter().enumerate() {
                for b in &photos[first + 1..] {
                    let twins = a.looks.distance(b.looks) <= TWIN_DISTANCE;
                    let near = |(a, b): (jiff::Timestamp, jiff::Timestamp)| {
                        a.duration_since(b).abs() <= SESSION_GAP
                    };
                    let one_session = a.product == b.product
                        && a.taken_at.zip(b.taken_at).is_some_and(near);
                    if let (true, Some(x), Some(y)) = (twins || one_session, a.side, b.side) {
                        prop_assert_eq!(x, y, "{:?} and {:?}", a, b);
                    }
                }
            }
        }
    }
}
