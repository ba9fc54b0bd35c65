//! A model at work learns what its shop was taught since, without being loaded anew, and is then as one
//! that was: with the shipped model.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;

use tillsight::domain::ProductId;
use tillsight::photo::Picture;
use tillsight::recognition::{Candidate, Scope};
use tillsight::registry::Registry;
use tillsight::store::{PhotoId, ShopFolder, Store};
use tillsight::taught::ShopModel;
use tillsight::teach::keeping::{AboutPhoto, PhotoKeeper, PhotoOrigin, PhotoToKeep};

/// A striped fruit that nobody sells, turned by so much.
fn fruit(turn: u8) -> Picture {
    let places = (0..240_i32).flat_map(|y| (0..240_i32).map(move |x| (x, y)));
    let rgb = places.flat_map(|(x, y)| {
        let (dx, dy) = ((x - 120) as f32, (y - 120) as f32);
        let stripe = (((dy.atan2(dx) + f32::from(turn) * 0.37) * 3.0).sin() * 70.0) as i32;
        match dx.hypot(dy) < 100.0 {
            true => [(180 + stripe) as u8, (120 - stripe) as u8, 30],
            false => [150, 142, 130],
        }
    });
    Picture::new(240, 240, rgb.collect()).unwrap()
}

fn store(shop: &Path) -> Store {
    Store::open(&ShopFolder::open(shop).unwrap()).unwrap()
}

/// Keeps photos of the fruit, as the owner does; they are looked at by nobody yet.
fn keep(shop: &Path, photos: u8) {
    let mut keeper = PhotoKeeper::open(shop).unwrap();
    let about = AboutPhoto {
        product: ProductId::new("striped-fruit").unwrap(),
        session: keeper.begin_session("").unwrap(),
        origin: PhotoOrigin::Camera,
        taken_at: None,
        guessed: None,
    };
    for turn in 0..photos {
        keeper.keep(PhotoToKeep::Frame(&fruit(turn)), &about).unwrap();
    }
}

fn sees(model: &ShopModel) -> Vec<Candidate> {
    let seen = model.recogniser.recognise(&[&fruit(50)], &Scope::AllClasses).unwrap();
    seen.into_iter().next().unwrap().candidates
}

#[test]
fn what_was_taught_and_taken_back_is_followed_without_another_network() {
    let folder = tempfile::tempdir().unwrap();
    let shop = folder.path();
    drop(store(shop));
    let mut model = ShopModel::load_promoted(shop).unwrap();
    let untaught = sees(&model);
    keep(shop, 3);
    assert!(!model.catch_up(2).unwrap(), "three photos are more than two");
    assert_eq!(sees(&model), untaught);

    assert!(model.catch_up(3).unwrap());
    let taught = sees(&model);
    assert_eq!(taught[0].product.as_str(), "striped-fruit");
    assert_eq!(sees(&ShopModel::load_promoted(shop).unwrap()), taught);

    let mut shops = store(shop);
    let ids: Vec<PhotoId> = shops.photos().unwrap().iter().map(|photo| photo.id).collect();
    shops.delete_photos(&ids).unwrap();
    assert!(model.catch_up(0).unwrap());
    assert_eq!(sees(&model), untaught);
}

#[test]
fn another_version_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let shop = folder.path();
    drop(store(shop));
    let mut model = ShopModel::load_promoted(shop).unwrap();
    assert!(model.catch_up(0).unwrap());
    let registry = Registry::open(shop).unwrap();
    let shipped = registry.promoted().unwrap();
    let twin = registry.create("twin").unwrap();
    fs::copy(shipped.weights_path(), twin.weights_path()).unwrap();
    twin.commit(shipped.manifest.clone()).unwrap();
    registry.promote("twin").unwrap();
    assert!(!model.catch_up(8).unwrap());
}
