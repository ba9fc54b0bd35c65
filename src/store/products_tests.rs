//! Tests of the catalogue in the database.

use super::*;
use diesel::connection::SimpleConnection;

fn product(id: &str, plu: Option<&str>) -> Product {
    Product {
        id: ProductId::new(id).unwrap(),
        name: id.to_uppercase(),
        names: BTreeMap::from([("zh".into(), "苹果".into())]),
        price: Some(UnitPrice::PerKg(Money::new(279, Currency::EUR))),
        plu: plu.map(str::to_owned),
        barcode: None,
        tax: TaxRate::from_basis_points(700).unwrap(),
        category: "Fruit".into(),
        picture: Some(format!("{id}.png")),
        active: true,
    }
}

fn ids(products: &[Product]) -> Vec<&str> {
    products.iter().map(|product| product.id.as_str()).collect()
}

#[test]
fn a_product_comes_back_as_it_was_saved() {
    let mut store = Store::in_memory().unwrap();
    let apple = product("apple", Some("0420"));
    store.save_product(&apple).unwrap();
    let milk = Product {
        price: Some(UnitPrice::PerPiece(Money::new(i64::MAX, Currency::EUR))),
        barcode: Some("4011234567890".into()),
        picture: None,
        active: false,
        ..product("牛奶", None)
    };
    store.save_product(&milk).unwrap();
    assert_eq!(store.product(&apple.id).unwrap(), Some(apple.clone()));
    assert_eq!(store.products().unwrap(), [apple.clone(), milk]);
    assert_eq!(store.active_products().unwrap(), [apple]);
    assert_eq!(store.product(&ProductId::new("none").unwrap()).unwrap(), None);
}

#[test]
fn adding_leaves_the_other_products() {
    let mut store = Store::in_memory().unwrap();
    store.import(&[product("a", None), product("b", None)], ImportMode::Add).unwrap();
    let changed = Product { name: "Bee".into(), ..product("b", None) };
    let summary = store.import(&[changed, product("c", None)], ImportMode::Add).unwrap();
    assert_eq!(summary, ImportSummary { added: 1, updated: 1, deactivated: 0 });
    assert_eq!(ids(&store.active_products().unwrap()), ["a", "b", "c"]);
    assert_eq!(store.products().unwrap()[1].name, "Bee");
}

#[test]
fn replacing_makes_the_imported_products_the_only_active_ones() {
    let mut store = Store::in_memory().unwrap();
    store.import(&[product("a", Some("1")), product("b", Some("2"))], ImportMode::Add).unwrap();
    // The PLU of a product that is no longer sold is free again.
    let summary = store
        .import(&[product("b", Some("2")), product("c", Some("1"))], ImportMode::Replace)
        .unwrap();
    assert_eq!(summary, ImportSummary { added: 1, updated: 1, deactivated: 1 });
    assert_eq!(ids(&store.active_products().unwrap()), ["b", "c"]);
    assert_eq!(ids(&store.products().unwrap()), ["a", "b", "c"]);
}

#[test]
fn replacing_with_nothing_is_refused() {
    let mut store = Store::in_memory().unwrap();
    store.save_product(&product("a", None)).unwrap();
    assert!(matches!(store.import(&[], ImportMode::Replace), Err(StoreError::NothingToImport)));
    assert_eq!(store.import(&[], ImportMode::Add).unwrap(), ImportSummary::default());
    assert_eq!(ids(&store.active_products().unwrap()), ["a"]);
}

#[test]
fn two_products_may_swap_their_codes() {
    let mut store = Store::in_memory().unwrap();
    store.import(&[product("a", Some("1")), product("b", Some("2"))], ImportMode::Add).unwrap();
    store.import(&[product("a", Some("2")), product("b", Some("1"))], ImportMode::Add).unwrap();
    assert_eq!(store.products().unwrap()[0].plu.as_deref(), Some("2"));
}

#[test]
fn a_code_that_is_taken_is_refused_with_both_names() {
    let mut store = Store::in_memory().unwrap();
    store.save_product(&product("a", Some("1"))).unwrap();
    let error = store.save_product(&product("b", Some("1"))).unwrap_err();
    assert!(error.to_string().starts_with("the PLU 1 stands for both a and b"), "{error}");
    let taken = |digits: &str, id| Product { barcode: Some(digits.into()), ..product(id, None) };
    let two = [taken("12345678", "c"), taken("12345678", "d")];
    let error = store.import(&two, ImportMode::Add).unwrap_err();
    assert!(matches!(error, StoreError::CodeTaken { code: "barcode", .. }), "{error}");
    assert_eq!(ids(&store.products().unwrap()), ["a"], "all or nothing");
}

#[test]
fn the_table_itself_refuses_a_code_twice() {
    let mut store = Store::in_memory().unwrap();
    store.import(&[product("a", Some("1")), product("b", None)], ImportMode::Add).unwrap();
    let same = "UPDATE products SET plu = '1'";
    assert!(store.connection.batch_execute(same).is_err());
}

#[test]
fn a_bad_product_is_refused_with_all_that_came_with_it() {
    let mut store = Store::in_memory().unwrap();
    let yen = Money::new(1, Currency::from_code("JPY").unwrap());
    let bad = [
        Product { name: String::new(), ..product("b", None) },
        Product { price: Some(UnitPrice::PerPiece(yen)), ..product("b", None) },
        Product { picture: Some("../../b.png".into()), ..product("b", None) },
    ];
    for bad in bad {
        let error = store.import(&[product("a", None), bad], ImportMode::Add).unwrap_err();
        assert!(matches!(error, StoreError::Rule(_)), "{error}");
    }
    let twice = store.import(&[product("a", None), product("a", None)], ImportMode::Add);
    assert!(matches!(twice, Err(StoreError::ProductTwice(_))));
    assert_eq!(store.products().unwrap(), []);
}

#[test]
fn a_row_that_makes_no_sense_is_an_error_that_names_it() {
    let mut store = Store::in_memory().unwrap();
    store.save_product(&product("apple", None)).unwrap();
    store.connection.batch_execute("UPDATE products SET names = 'nonsense'").unwrap();
    let error = store.products().unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert!(error.to_string().contains("product apple"), "{error}");
}

#[test]
fn a_product_may_wait_for_its_price() {
    let mut store = Store::in_memory().unwrap();
    let pear = Product::unpriced("Pear", TaxRate::ZERO).unwrap();
    store.save_product(&pear).unwrap();
    assert_eq!(store.products().unwrap(), std::slice::from_ref(&pear));
    store.change_currency("JPY").unwrap();
    assert_eq!(store.product(&pear.id).unwrap(), Some(pear));
}
