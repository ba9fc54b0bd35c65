//! How names of folders are understood.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use domain::TaxRate;

fn id(text: &str) -> ProductId {
    ProductId::new(text).unwrap()
}

fn product(of: &str, name: &str, zh: &str) -> Product {
    Product {
        id: id(of),
        name: name.to_owned(),
        names: BTreeMap::from([("zh".to_owned(), zh.to_owned())]),
        price: None,
        plu: None,
        barcode: None,
        tax: TaxRate::ZERO,
        category: String::new(),
        picture: None,
        active: true,
    }
}

fn matcher() -> NameMatcher {
    let products = [
        product("pink-lady", "Pink Lady apple", "粉红佳人苹果"),
        product("lime", "Green lemon", "青柠"),
        product("lemon-1", "Lemon", "柠檬"),
        product("lemon-2", "Lemon", "黄柠檬"),
        product("zitrone", "Lime", "酸橙"),
    ];
    let known = [("pink-lady", "apple"), ("kiwi", "kiwi")]
        .map(|(product, kind)| KnownProduct { product: id(product), kind: kind.to_owned() });
    NameMatcher::new(&products, known.iter())
}

fn understood(folders: &[&str]) -> Option<(String, Truth, MatchedBy)> {
    let folders: Vec<String> = folders.iter().map(|name| (*name).to_owned()).collect();
    let matcher = matcher();
    let (folder, known) = matcher.telling(&folders)?;
    Some((folder.to_owned(), known.truth, known.by))
}

#[test]
fn ids_names_and_names_in_other_languages_are_understood() {
    let of = |product| Truth::Product(id(product));
    for (folder, truth, by) in [
        ("pink-lady", of("pink-lady"), MatchedBy::Id),
        ("Pink_Lady", of("pink-lady"), MatchedBy::Id),
        ("PINK LADY APPLE", of("pink-lady"), MatchedBy::Name),
        ("粉红佳人苹果", of("pink-lady"), MatchedBy::OtherName("zh".to_owned())),
        ("kiwi", of("kiwi"), MatchedBy::Id),
        ("Apple", Truth::Kind("apple".to_owned()), MatchedBy::Kind),
    ] {
        assert_eq!(understood(&[folder]), Some((folder.to_owned(), truth, by)));
    }
}

#[test]
fn an_id_comes_before_another_products_name() {
    let (_, truth, by) = understood(&["lime"]).unwrap();
    assert_eq!((truth, by), (Truth::Product(id("lime")), MatchedBy::Id));
}

#[test]
fn a_name_of_several_products_is_not_guessed() {
    let (_, truth, by) = understood(&["lemon"]).unwrap();
    assert_eq!((truth, by), (Truth::Unsaid, MatchedBy::Several));
}

#[test]
fn the_innermost_folder_that_says_something_tells() {
    assert_eq!(understood(&["fruit", "kiwi", "2026"]).unwrap().0, "kiwi");
    assert_eq!(understood(&["lime", "kiwi"]).unwrap().0, "kiwi");
    let (folder, truth, by) = understood(&["photos", "monday"]).unwrap();
    assert_eq!((folder.as_str(), truth, by), ("monday", Truth::Unsaid, MatchedBy::NoOne));
    assert_eq!(understood(&[]), None);
    assert_eq!(understood(&["..."]).unwrap().2, MatchedBy::NoOne);
}

#[test]
fn what_a_person_said_has_the_last_word() {
    let corrected = BTreeMap::from([("kiwi".to_owned(), Truth::Nothing)]);
    let folders = [vec!["kiwi".to_owned()], vec!["kiwi".to_owned(), "2026".to_owned()], vec![]];
    let slices = folders.iter().map(Vec::as_slice);
    let (told, truths) = truths_of(slices, &matcher(), &corrected, std::iter::empty());
    assert_eq!(told, [Some("kiwi".to_owned()), Some("kiwi".to_owned()), None]);
    assert_eq!(truths.of(Some("kiwi")), &Truth::Nothing);
    assert_eq!(truths.folders["kiwi"].by, MatchedBy::Hand);
    assert_eq!(truths.of(None), &Truth::Unsaid);
}
