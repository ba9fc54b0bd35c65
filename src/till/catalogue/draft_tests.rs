//! What a typed product becomes, and what is said beside its fields.

use super::*;
use domain::ProductId;

fn apple() -> Product {
    Product {
        id: ProductId::new("apple").unwrap(),
        name: "Apple".into(),
        names: BTreeMap::from([("zh".into(), "苹果".into())]),
        price: Some(UnitPrice::PerKg(Money::new(279, Currency::EUR))),
        plu: Some("0420".into()),
        barcode: Some("4006381333931".into()),
        tax: TaxRate::parse_percent("7").unwrap(),
        category: "Fruit".into(),
        picture: None,
        active: true,
    }
}

fn pear() -> ProductDraft {
    ProductDraft { name: "Pear".into(), price: "1,99".into(), ..ProductDraft::empty("7") }
}

fn problems(draft: &ProductDraft) -> Vec<(ProductField, &'static str)> {
    let checked = draft.check(None, &[Arc::new(apple())], Currency::EUR);
    checked.unwrap_err().into_iter().map(|p| (p.field, p.message.id)).collect()
}

#[test]
fn a_product_typed_again_is_the_same() {
    let apple = apple();
    let again = ProductDraft::of(&apple).check(Some(&apple), &[], Currency::EUR);
    assert_eq!(again, Ok(apple));
}

#[test]
fn a_new_product_gets_an_id_that_none_had() {
    let made = pear().check(None, &[], Currency::EUR).unwrap();
    assert_eq!((made.id.as_str(), made.price.unwrap().money().minor()), ("pear", 199));
    let apples = [Arc::new(apple())];
    let second = ProductDraft { name: "Apple".into(), ..pear() };
    assert_eq!(second.check(None, &apples, Currency::EUR).unwrap().id.as_str(), "apple-2");
}

#[test]
fn a_missing_name_and_one_without_letters_are_refused() {
    for (name, id) in [(" ", "product-name-missing"), ("!?", "product-name-unusable")] {
        let draft = ProductDraft { name: name.into(), ..pear() };
        assert_eq!(problems(&draft), [(ProductField::Name, id)]);
    }
}

#[test]
fn a_price_that_is_none_is_refused_and_zero_is_taken() {
    for (price, id) in [
        ("much", "product-price-bad"),
        ("-1", "product-price-negative"),
        ("1.999", "product-price-decimals"),
    ] {
        let draft = ProductDraft { price: price.into(), ..pear() };
        assert_eq!(problems(&draft), [(ProductField::Price, id)], "{price:?}");
    }
    let free = ProductDraft { price: "0".into(), ..pear() };
    assert!(free.check(None, &[], Currency::EUR).unwrap().price.is_some());
    let to_come = ProductDraft { price: " ".into(), ..pear() };
    let made = to_come.check(None, &[], Currency::EUR).unwrap();
    assert_eq!((made.price, ProductDraft::of(&made).price.as_str()), (None, ""));
}

#[test]
fn a_rate_that_is_none_is_refused() {
    let draft = ProductDraft { tax: "101".into(), ..pear() };
    assert_eq!(problems(&draft), [(ProductField::Tax, "product-tax-bad")]);
}

#[test]
fn codes_that_are_none_or_taken_are_refused() {
    let with = |plu: &str, barcode: &str| ProductDraft {
        plu: plu.into(),
        barcode: barcode.into(),
        ..pear()
    };
    assert_eq!(problems(&with("4 0", "")), [(ProductField::Plu, "product-plu-bad")]);
    assert_eq!(problems(&with("", "12a456")), [(ProductField::Barcode, "product-barcode-bad")]);
    assert_eq!(problems(&with("0420", "")), [(ProductField::Plu, "product-plu-taken")]);
    assert_eq!(
        problems(&with("", "4006381333931")),
        [(ProductField::Barcode, "product-barcode-taken")]
    );
}

#[test]
fn a_code_of_a_product_that_is_not_sold_is_free() {
    let archived = Arc::new(Product { active: false, ..apple() });
    let draft = ProductDraft { plu: "0420".into(), ..pear() };
    assert!(draft.check(None, &[archived], Currency::EUR).is_ok());
}

#[test]
fn languages_are_tags_and_stand_once() {
    let with = |names: &[(&str, &str)]| ProductDraft {
        names: names.iter().map(|(tag, name)| ((*tag).into(), (*name).into())).collect(),
        ..pear()
    };
    let twice = problems(&with(&[("de", "Birne"), ("DE", "Birne")]));
    assert_eq!(twice, [(ProductField::OtherName(1), "product-language-twice")]);
    let none = problems(&with(&[("German", "Birne")]));
    assert_eq!(none, [(ProductField::OtherName(0), "product-language-bad")]);
    let kept = with(&[("pt-BR", "Pera"), ("fr", " ")]).check(None, &[], Currency::EUR).unwrap();
    assert_eq!(kept.names, BTreeMap::from([("pt-br".into(), "Pera".into())]));
}

#[test]
fn all_problems_are_told_at_once() {
    let draft = ProductDraft { name: String::new(), price: "much".into(), ..pear() };
    assert_eq!(problems(&draft).len(), 2);
}

#[test]
fn texts_that_drive_printers_or_are_endless_are_refused_at_their_field() {
    let long = "x".repeat(10_000);
    for (text, id) in [
        ("Milk\u{1b}p0AA", "text-control-sign"),
        ("Milk\nPAID", "text-control-sign"),
        (&long, "text-too-long"),
    ] {
        let name = ProductDraft { name: text.into(), ..pear() };
        assert_eq!(problems(&name), [(ProductField::Name, id)]);
        let other = ProductDraft { names: vec![("de".into(), text.into())], ..pear() };
        assert_eq!(problems(&other), [(ProductField::OtherName(0), id)]);
        let group = ProductDraft { category: text.into(), ..pear() };
        assert_eq!(problems(&group), [(ProductField::Category, id)]);
    }
}

#[test]
fn a_name_is_composed_and_what_a_shop_has_stays() {
    let draft = ProductDraft { name: " Cre\u{300}me ".into(), ..pear() };
    let made = draft.check(None, &[], Currency::EUR).unwrap();
    assert_eq!((made.name.as_str(), made.id.as_str()), ("Crème", "crème"));
    let old = Product {
        name: "Milk\u{1b}p0AA".into(),
        category: "Dai\nry".into(),
        names: BTreeMap::from([("de".into(), "Mil\tch".into())]),
        barcode: Some("4006380000000".into()),
        ..apple()
    };
    let again = ProductDraft { price: "3.00".into(), ..ProductDraft::of(&old) };
    let changed = again.check(Some(&old), &[], Currency::EUR).unwrap();
    assert_eq!(changed, Product { price: changed.price, ..old });
}

#[test]
fn a_barcode_that_no_scanner_finds_is_told_with_the_probable_one() {
    for (typed, id, probable) in [
        ("36000291452", "product-barcode-zeros", "036000291452"),
        ("4006381333932", "product-barcode-misspelt", "4006381333931"),
    ] {
        let draft = ProductDraft { barcode: typed.into(), ..pear() };
        let problems = draft.check(None, &[], Currency::EUR).unwrap_err();
        assert_eq!((problems[0].field, problems[0].message.id), (ProductField::Barcode, id));
        assert_eq!(problems[0].message.args, [("probable", probable.to_owned())]);
    }
    let own = ProductDraft { barcode: "1234567".into(), ..pear() };
    assert!(own.check(None, &[], Currency::EUR).is_ok(), "a number of the shop's own");
}

#[test]
fn one_code_in_two_spellings_is_taken() {
    let soda = Arc::new(Product { barcode: Some("036000291452".into()), ..apple() });
    for spelling in ["0036000291452", "00036000291452"] {
        let draft = ProductDraft { barcode: spelling.into(), ..pear() };
        let problems = draft.check(None, &[Arc::clone(&soda)], Currency::EUR).unwrap_err();
        assert_eq!(problems[0].message.id, "product-barcode-taken");
    }
}

#[test]
fn a_new_product_never_gets_an_id_that_means_another() {
    let id = ProductId::kept("cre-me").unwrap();
    let old = Arc::new(Product { id, name: "Cre\u{300}me".into(), ..apple() });
    let draft = ProductDraft { name: "Crème".into(), ..pear() };
    let made = draft.check(None, &[old], Currency::EUR).unwrap();
    assert_eq!(made.id.as_str(), "crème-2");
}
