//! Tests of the catalogue as a CSV file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use proptest::prelude::*;

use super::*;
use crate::domain::Unit;

const HEADER: &str = "id,name,price,unit,plu,barcode,tax,category";

fn read(text: &str) -> Result<Vec<Product>, Vec<RowError>> {
    parse(text, Currency::EUR)
}

fn reason(row: &str) -> String {
    let errors = read(&format!("{HEADER}\n{row}\n")).unwrap_err();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!(errors[0].row, 2);
    errors[0].reason.clone()
}

#[test]
fn a_catalogue_is_read() {
    let products = read(&format!(
        "{HEADER},name_zh,name_pt_BR,picture,active,colour\n\
         apple,\"Apple, red\",2.79,kg,0420,,7,Fruit,苹果,Maçã,apple.png,no,red\n\
         \n\
         ,,,,,,,,,,,,\n\
         milk,Milk,\"1,19\",Piece,,4011234567890,19 %,Dairy,,,,,\n"
    ))
    .unwrap();
    let [apple, milk] = products.as_slice() else { panic!("{products:?}") };
    assert_eq!(apple.name, "Apple, red");
    assert_eq!(apple.price, Some(UnitPrice::PerKg(Money::new(279, Currency::EUR))));
    assert_eq!(apple.plu.as_deref(), Some("0420"));
    assert_eq!(apple.display_name("zh-CN"), "苹果");
    assert_eq!(apple.display_name("pt-BR"), "Maçã");
    assert_eq!(apple.picture.as_deref(), Some("apple.png"));
    assert!(!apple.active);
    assert_eq!(milk.price, Some(UnitPrice::PerPiece(Money::new(119, Currency::EUR))));
    assert_eq!(milk.tax.percent_text(), "19");
    assert_eq!((milk.plu.as_ref(), milk.picture.as_ref()), (None, None));
    assert!(milk.active && milk.names.is_empty());
}

#[test]
fn spreadsheets_from_anywhere_are_read() {
    let text = format!(
        "\u{feff}{}\r\nApfel;Apfel;2,79;kg;;;7;Obst\r\n",
        HEADER.to_uppercase().replace(',', ";")
    );
    let errors = read(&text).unwrap_err();
    assert!(errors[0].reason.ends_with("such as \"apfel\""), "{}", errors[0]);
    let products = read(&text.replace("Apfel;Apfel", "apfel;Apfel")).unwrap();
    assert_eq!(products[0].price.unwrap().money().minor(), 279);
}

#[test]
fn every_bad_row_is_named() {
    let text = format!(
        "{HEADER}\n\
         a,A,1,kg,,,7,X\n\
         b,B,dear,kg,,,7,X\n\
         c,C,1,kg,,,7,X\n\
         \n\
         d,D,1,box,,,7,X\n\
         e,E,1,kg,,,7\n"
    );
    let errors = read(&text).unwrap_err();
    assert_eq!(errors.iter().map(|error| error.row).collect::<Vec<_>>(), [3, 6, 7]);
    assert_eq!(
        errors[0].to_string(),
        "row 3: \"dear\" is no amount of money; write it such as 1.99"
    );
}

#[test]
fn each_bad_cell_is_refused() {
    for (row, word) in [
        (",A,1,kg,,,7,X", "product id"),
        ("Red Apple,A,1,kg,,,7,X", "red-apple"),
        ("a,,1,kg,,,7,X", "no name"),
        ("a,A,dear,kg,,,7,X", "amount of money"),
        ("a,A,1.999,kg,,,7,X", "too fine"),
        ("a,A,-1,kg,,,7,X", "below zero"),
        ("a,A,99999999999999999999,kg,,,7,X", "too large"),
        ("a,A,1,,,,7,X", "no unit"),
        ("a,A,1,kg,40 11,,7,X", "no PLU"),
        ("a,A,1,kg,,12,7,X", "no barcode"),
        ("a,A,1,kg,,,,X", "no tax rate"),
        ("a,A,1,kg,,,101,X", "no tax rate"),
        ("a,A,1,kg,,,7,X,more", "9 cells"),
    ] {
        assert!(reason(row).contains(word), "{row}: {}", reason(row));
    }
    let wide = |cells: &str| {
        read(&format!("{HEADER},picture,active\na,A,1,kg,,,7,X,{cells}\n")).unwrap_err()
    };
    assert!(wide("../a.png,")[0].reason.contains("plain file name"));
    assert!(wide("a.png,perhaps")[0].reason.contains("yes or no"));
}

#[test]
fn what_is_there_twice_is_refused_with_the_first_row() {
    for (row, word) in [
        ("a,B,1,kg,,,7,X", "the id a is that of row 2"),
        ("b,B,1,kg,1,,7,X", "the PLU 1 is that of row 2"),
        ("b,B,1,kg,,12345678,7,X", "the barcode 12345678 is that of row 2"),
    ] {
        let errors = read(&format!("{HEADER}\na,A,1,kg,1,12345678,7,X\n{row}\n")).unwrap_err();
        assert_eq!(errors, [RowError { row: 3, reason: word.to_owned() }]);
    }
}

#[test]
fn a_product_that_is_not_sold_holds_no_code() {
    let text = format!("{HEADER},active\na,A,1,kg,1,,7,X,no\nb,B,1,kg,1,,7,X,yes\n");
    assert_eq!(read(&text).unwrap().len(), 2);
}

#[test]
fn a_header_is_needed() {
    for (text, words) in [
        ("", "the header lacks id, name"),
        ("id,name\n", "the header lacks price, unit"),
        ("apple,Apple,2.79,kg,,,7,Fruit\n", "the header lacks id"),
        (&format!("{HEADER},Name\n"), "the column Name is there twice"),
    ] {
        let errors = read(text).unwrap_err();
        assert_eq!(errors.len(), 1);
        assert!(errors[0].reason.starts_with(words), "{}", errors[0]);
    }
    assert_eq!(read(HEADER).unwrap(), []);
}

fn any_text() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9,;\"'\n苹果é=-][a-zA-Z0-9,;\"' \n苹果é=-]{0,12}[a-z\"]"
        .prop_map(|text| text.trim().to_owned())
}

prop_compose! {
    fn any_product()(
        number in 0_u32..1_000_000,
        name in any_text(),
        names in proptest::collection::btree_map("[a-z]{2}(-[a-z]{2})?", any_text(), 0..3),
        minor in 0_i64..,
        unit in prop_oneof![Just(Unit::Piece), Just(Unit::Kg)],
        rate in 0_u32..=10_000,
        has_codes: bool,
        category in any_text(),
        picture in proptest::option::of("[a-z]{1,8}\\.png"),
        active: bool,
    ) -> Product {
        Product {
            id: ProductId::new(&format!("p-{number}")).unwrap(),
            name,
            names,
            price: Some(UnitPrice::new(Money::new(minor, Currency::EUR), unit)),
            plu: has_codes.then(|| format!("{number:05}")),
            barcode: has_codes.then(|| format!("{number:013}")),
            tax: TaxRate::from_basis_points(rate).unwrap(),
            category,
            picture,
            active,
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(
        products in proptest::collection::vec(any_product(), 1..8)
    ) {
        let unique: BTreeMap<_, _> =
            products.into_iter().map(|product| (product.id.clone(), product)).collect();
        let products: Vec<Product> = unique.into_values().collect();
        prop_assert_eq!(read(&write(&products)), Ok(products));
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,200}") {
        let _ = read(&format!("{HEADER}\n{text}"));
    }
}

#[test]
fn an_empty_price_is_one_to_come_and_reads_back_the_same() {
    let text = "id,name,price,unit,plu,barcode,tax,category\npear,Pear,,,,,7,Fruit\n";
    let products = parse(text, Currency::EUR).unwrap();
    assert_eq!(products[0].price, None);
    assert_eq!(parse(&write(&products), Currency::EUR).unwrap(), products);
}
