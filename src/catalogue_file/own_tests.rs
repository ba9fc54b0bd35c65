//! Tests of the catalogue as a CSV file.

use proptest::prelude::*;

use super::*;
use domain::Unit;

const HEADER: &str = "id,name,price,unit,plu,barcode,tax,category";

fn read(text: &str) -> Result<Vec<Product>, Vec<RowError>> {
    parse(text, Currency::EUR)
}

fn reason(row: &str) -> String {
    let errors = read(&format!("{HEADER}\n{row}\n")).unwrap_err();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!(errors[0].row, 2);
    errors[0].reason.to_string()
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
    assert!(errors[0].reason.to_string().ends_with("such as \"apfel\""), "{}", errors[0]);
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
    assert!(wide("../a.png,")[0].reason.to_string().contains("plain file name"));
    assert!(wide("a.png,perhaps")[0].reason.to_string().contains("yes or no"));
}

#[test]
fn what_is_there_twice_is_refused_with_the_first_row() {
    for (row, word) in [
        ("a,B,1,kg,,,7,X", "the id a is that of row 2"),
        ("b,B,1,kg,1,,7,X", "the PLU 1 is that of row 2"),
        ("b,B,1,kg,,12345670,7,X", "the barcode 12345670 is that of row 2"),
    ] {
        let errors = read(&format!("{HEADER}\na,A,1,kg,1,12345670,7,X\n{row}\n")).unwrap_err();
        let told: Vec<_> = errors.iter().map(|it| (it.row, it.reason.to_string())).collect();
        assert_eq!(told, [(3, word.to_owned())]);
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
        assert!(errors[0].reason.to_string().starts_with(words), "{}", errors[0]);
    }
    assert_eq!(read(HEADER).unwrap(), []);
}

fn any_text() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9,;\"'苹果é=-][a-zA-Z0-9,;\"' 苹果éไข่=-]{0,12}[a-z\"]"
        .prop_map(|text| text.trim().to_owned())
}

/// The code of that number, with its check digit.
fn ean(number: u32) -> String {
    let body = format!("{number:012}");
    let digits: Vec<u8> = body.bytes().map(|digit| digit - b'0').collect();
    format!("{body}{}", domain::check_digit(&digits))
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
            barcode: has_codes.then(|| ean(number)),
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

#[test]
fn texts_that_drive_printers_or_are_endless_are_refused_with_their_field() {
    for sign in ['\u{1b}', '\n', '\u{7f}', '\u{9b}', '\u{202e}', '\u{2028}'] {
        let named = format!("U+{:04X}", u32::from(sign));
        for (row, field) in [
            (format!("a,\"Milk{sign}p0AA\",1,kg,,,7,X"), "the name"),
            (format!("a,Milk,1,kg,,,7,\"X{sign}X\""), "the category"),
        ] {
            let reason = reason(&row);
            assert!(reason.starts_with(field) && reason.contains(&named), "{reason}");
            assert!(!reason.contains(sign));
        }
        let wide = format!("{HEADER},name_de,picture\na,A,1,kg,,,7,X,\"Mil{sign}ch\",\n");
        assert!(
            read(&wide).unwrap_err()[0]
                .reason
                .to_string()
                .starts_with("the name in another language")
        );
        let wide = format!("{HEADER},name_de,picture\na,A,1,kg,,,7,X,,\"a{sign}.png\"\n");
        assert!(
            read(&wide).unwrap_err()[0].reason.to_string().starts_with("the name of the picture")
        );
        assert!(
            read(&format!("{HEADER},\"na{sign}me\"\n")).unwrap_err()[0]
                .reason
                .to_string()
                .contains(&named)
        );
    }
    let long = "x".repeat(10_000);
    assert!(reason(&format!("a,{long},1,kg,,,7,X")).contains("more than 200 characters"));
    assert!(reason(&format!("a,A,1,kg,,,7,{long}")).contains("more than 100 characters"));
}

#[test]
fn decomposed_headings_ids_and_names_are_the_composed_ones() {
    let text =
        format!("{HEADER},name_fr\ncre\u{300}me,Cre\u{300}me,1,kg,,,7,Ca\u{301}c,Cre\u{300}me\n");
    let products = read(&text).unwrap();
    let product = &products[0];
    assert_eq!((product.id.as_str(), product.name.as_str()), ("crème", "Crème"));
    assert_eq!((product.category.as_str(), product.display_name("fr")), ("Các", "Crème"));
    let twice = format!("{HEADER}\ncrème,A,1,kg,,,7,X\ncre\u{300}me,B,1,kg,,,7,X\n");
    assert_eq!(read(&twice).unwrap_err()[0].reason.to_string(), "the id crème is that of row 2");
}

#[test]
fn one_article_in_several_spellings_is_told() {
    let rows = [
        "a,A,1,piece,,036000291452,7,X",
        "b,B,1,piece,,0036000291452,7,X",
        "c,C,1,piece,,00036000291452,7,X",
    ];
    let errors = read(&format!("{HEADER}\n{}\n", rows.join("\n"))).unwrap_err();
    let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "row 3: the barcode 0036000291452 is that of row 2, 036000291452",
            "row 4: the barcode 00036000291452 is that of row 2, 036000291452",
        ]
    );
}

#[test]
fn what_a_spreadsheet_left_of_barcodes_is_told_and_numbers_of_the_shop_are_taken() {
    for (code, word) in [
        ("36000291452", "probably 036000291452"),
        ("4006380000000", "4006380000001"),
        ("4.00638E+12", "make the column a text"),
    ] {
        let told = reason(&format!("a,A,1,piece,,{code},7,X"));
        assert!(told.contains(word), "{told}");
    }
    let own = "a,A,1,piece,AB123456,123456,7,X\nb,B,1,piece,12345,1234567,7,X\n";
    assert_eq!(read(&format!("{HEADER}\n{own}")).unwrap().len(), 2);
}
