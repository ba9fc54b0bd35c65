//! Tests of whole files, each of a kind, made small by the test itself.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::choices::{ForeignPrices, PriceBasis, TwoTaxes};
use crate::{Mark, TaxForm};
use domain::Unit;

fn shop(products: &[Product]) -> Shop<'_> {
    let rates = ["7", "19"].map(|rate| TaxRate::parse_percent(rate).unwrap()).to_vec();
    Shop {
        currency: Currency::EUR,
        tax_mode: TaxMode::Included,
        rates,
        products: products.iter().collect(),
    }
}

fn matched_with(text: &str, answers: &[Answer]) -> Matched {
    let mut choices = Choices::default();
    answers.iter().cloned().for_each(|answer| choices.take(answer));
    match read(text.as_bytes(), &choices, &Remembered::default(), &shop(&[])).unwrap() {
        Reading::Matched(matched) => *matched,
        other => panic!("{other:?}"),
    }
}

fn matched_alone(text: &str) -> Matched {
    matched_with(text, &[])
}

fn fields(matched: &Matched) -> Vec<String> {
    matched.columns.iter().map(|column| column.field.word()).collect()
}

fn open(matched: &Matched) -> Vec<&str> {
    matched.open().map(|question| question.key).collect()
}

fn told(matched: &Matched) -> Vec<&str> {
    matched.told.iter().map(|told| told.message.id).collect()
}

fn one(matched: &Matched) -> &Product {
    let [product] = matched.products.as_slice() else { panic!("{matched:#?}") };
    product
}

fn minor(product: &Product) -> Option<i64> {
    product.price.map(|price| price.money().minor())
}

fn names(matched: &Matched) -> Vec<&str> {
    matched.products.iter().map(|product| product.name.as_str()).collect()
}

#[test]
fn headings_of_the_common_programs_are_matched() {
    for (headings, row, expected) in [
        (
            "Handle,SKU,Name,Category,Sold by weight,Cost,Barcode,Price [My Shop],\"Tax - \"\"GST\"\" (8%)\"",
            "fig,10001,Fig,Fruit,Y,1.00,4006381333931,1.99,Y",
            "group plu name category by-weight ignore barcode price tax:8",
        ),
        (
            "Handle,SKU,Nombre,Categoría,Vendido por peso,Coste,Código de barras,Precio [Tienda]",
            "fig,10001,Higo,Fruta,N,1.00,4006381333931,1.99",
            "group plu name category by-weight ignore barcode price",
        ),
        (
            "id,name,default_code,barcode,list_price,standard_price,categ_id/id",
            "product_fig,Fig,12,4006381333931,1.99,1.10,food",
            "ignore name plu barcode price ignore category",
        ),
        (
            "ID,Type,SKU,Name,Published,Sale price,Regular price,Categories,Parent",
            "1,simple,fig-1,Fig,1,1.49,1.99,Fruit,",
            "ignore kind ignore name active ignore price category parent",
        ),
        (
            "Handle,Title,Vendor,Type,Published,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Barcode",
            "fig,Fig,Farm,Fruit,true,Title,Default Title,fig-1,1.99,4006381333931",
            "group name ignore category active ignore variant ignore price barcode",
        ),
        (
            "Token,Item Name,Variation Name,SKU,Category,Price,GTIN",
            "x1,Fig,Regular,77,Fruit,1.99,4006381333931",
            "ignore name variant plu category price barcode",
        ),
        (
            "Item Name,SKU,Rate,Product Type,Unit,Tax Percentage,Status",
            "Fig,77,1.99,goods,kg,7,Active",
            "name plu price kind unit tax active",
        ),
        (
            "UPC/EAN/ISBN,Item Name,Cost Price,Unit Price,Tax 1 Percent",
            "4006381333931,Fig,1.00,1.99,7",
            "barcode name ignore price tax",
        ),
        (
            "handle,sku,name,product_category,retail_price,variant_option_one_value,active",
            "fig,77,Fig,Fruit,1.99,,1",
            "group plu name category price variant active",
        ),
        (
            "Artikelnummer;Bezeichnung;VK-Preis;Einheit;MwSt;Warengruppe;EAN",
            "77;Feige;1,99;kg;7;Obst;4006381333931",
            "plu name price unit tax category barcode",
        ),
        (
            "Code barre;Désignation;Prix TTC;TVA;Famille",
            "4006381333931;Figue;1,99;5,5 %;Fruits",
            "barcode name price tax category",
        ),
        (
            "商品名称,售价,条形码,单位,分类",
            "无花果,1.99,4006381333931,公斤,水果",
            "name price barcode unit category",
        ),
        (
            "商品名,販売価格,JANコード,部門",
            "いちじく,1.99,4006381333931,果物",
            "name price barcode category",
        ),
        (
            "Ürün Adı;Satış Fiyatı;Barkod;KDV Oranı;Birim",
            "İncir;1,99;4006381333931;10;adet",
            "name price barcode tax unit",
        ),
        (
            "Descrizione;Prezzo;Codice a barre;IVA;Reparto",
            "Fico;1,99;4006381333931;10;Frutta",
            "name price barcode tax category",
        ),
        (
            "Omschrijving;Verkoopprijs;Streepjescode;BTW;Productgroep",
            "Vijg;1,99;4006381333931;9;Fruit",
            "name price barcode tax category",
        ),
        (
            "Nome do produto;Preço de venda;Código de barras;Categoria",
            "Figo;1,99;4006381333931;Fruta",
            "name price barcode category",
        ),
        (
            "اسم المنتج,السعر,الباركود,الفئة",
            "تين,1.99,4006381333931,فاكهة",
            "name price barcode category",
        ),
    ] {
        let matched = matched_alone(&format!("{headings}\n{row}\n"));
        assert_eq!(fields(&matched).join(" "), expected, "{headings}");
        assert_eq!(open(&matched), [""; 0], "{headings}");
        assert_eq!(minor(one(&matched)), Some(199), "{headings}");
    }
}

#[test]
fn only_a_name_is_needed() {
    let matched = matched_alone("Name\nFig\nDate\n");
    assert_eq!(names(&matched), ["Fig", "Date"]);
    assert!(matched.is_ready() && told(&matched).contains(&"import-told-no-price-column"));
    assert_eq!(one(&matched_alone("name,colour\nFig,blue\n")).tax.percent_text(), "7");
}

#[test]
fn a_file_without_a_heading_is_asked_about_its_price() {
    let text = "4006381333931;Feige, frisch;1,99;12\n4006381333948;Dattel;2,49;13\n";
    let matched = matched_alone(text);
    assert!(!matched.has_heading);
    assert_eq!(fields(&matched), ["barcode", "name", "price", "plu"]);
    assert_eq!(open(&matched), ["price-column", "unit"]);
    let answers = [Answer::Column(2, Field::Price), Answer::Unit(Unit::Kg)];
    let matched = matched_with(text, &answers);
    assert!(matched.is_ready());
    assert_eq!(minor(&matched.products[1]), Some(249));
    assert_eq!(matched.products[0].unit(), Some(Unit::Kg));
}

#[test]
fn a_doubtful_decimal_mark_is_asked_and_one_value_decides() {
    let text = "Name;Preis\nSafran;1.250\nFeige;2.000\n";
    assert_eq!(open(&matched_alone(text)), ["decimal"]);
    let prices = |answer| {
        let matched = matched_with(text, &[Answer::Decimal(answer)]);
        matched.products.iter().map(minor).collect::<Vec<_>>()
    };
    assert_eq!(prices(Mark::Point), [Some(125), Some(200)]);
    assert_eq!(prices(Mark::Comma), [Some(125_000), Some(200_000)]);
    let decided = matched_alone("Name;Preis\nSafran;1.250,00\nFeige;2.000\n");
    assert_eq!(
        decided.products.iter().map(minor).collect::<Vec<_>>(),
        [Some(125_000), Some(200_000)]
    );
}

#[test]
fn a_currency_of_another_country_is_asked_about() {
    let text = "Name,Price\nFig,SAR 20.00\n";
    assert_eq!(open(&matched_alone(text)), ["foreign-prices"]);
    let with = |what| minor(one(&matched_with(text, &[Answer::Foreign(what)])));
    assert_eq!((with(ForeignPrices::Take), with(ForeignPrices::LeaveOut)), (Some(2000), None));
    for text in ["Name,Price\nFig,5.90 EUR\n", "Name,Price\nFig,\"€ 5,90\"\n"] {
        assert_eq!(minor(one(&matched_alone(text))), Some(590));
    }
    assert_eq!(open(&matched_alone("Name,Price (USD)\nFig,5.90\n")), ["foreign-prices"]);
}

#[test]
fn prices_without_tax_are_asked_about() {
    let text = "Nom;Prix HT;TVA\nFigue;10,00;5,5 %\n";
    assert_eq!(open(&matched_alone(text)), ["prices"]);
    let with = |basis| minor(one(&matched_with(text, &[Answer::Prices(basis)])));
    assert_eq!((with(PriceBasis::Convert), with(PriceBasis::AsTheyAre)), (Some(1055), Some(1000)));
}

#[test]
fn tax_rates_are_decided_for_the_whole_column_or_asked() {
    let rates = |text: &str, answers: &[Answer]| {
        let matched = matched_with(text, answers);
        matched.products.iter().map(|it| it.tax.percent_text()).collect::<Vec<_>>()
    };
    assert_eq!(rates("Name;Tax\na;0.055\nb;0,20\n", &[]), ["5.5", "20"]);
    assert_eq!(rates("Name;Tax\na;5.5 %\nb;19\n", &[]), ["5.5", "19"]);
    let mixed = "Name;Tax\na;0.19\nb;7.0\nc;exempt\n";
    assert_eq!(open(&matched_alone(mixed)), ["tax"]);
    assert_eq!(rates(mixed, &[Answer::Tax(TaxForm::Mixed)]), ["19", "7", "0"]);
    let keys = "Name;MwSt\na;1\nb;2\n";
    assert_eq!(open(&matched_alone(keys)), ["tax-word", "tax-word"]);
    let rate = |text| TaxRate::parse_percent(text).unwrap();
    let said = [Answer::TaxWord("1".into(), rate("19")), Answer::TaxWord("2".into(), rate("7"))];
    assert_eq!(rates(keys, &said), ["19", "7"]);
    let two = "Name,Tax 1 Percent,Tax 2 Percent\na,8,10\n";
    assert_eq!(open(&matched_alone(two)), ["two-taxes"]);
    assert_eq!(rates(two, &[Answer::TwoTaxes(TwoTaxes::Add)]), ["18"]);
    assert_eq!(rates("Name\na\n", &[Answer::DefaultTax(rate("19"))]), ["19"]);
}

#[test]
fn our_own_form_with_shares_among_its_taxes_is_asked_about() {
    let text =
        "id;name;price;unit;plu;barcode;tax;category\na;A;1;piece;;;19%;X\nb;B;1;piece;;;0.19;X\n";
    assert_eq!(open(&matched_alone(text)), ["tax"]);
    let matched = matched_with(text, &[Answer::Tax(TaxForm::Mixed)]);
    let rates: Vec<_> = matched.products.iter().map(|it| it.tax.percent_text()).collect();
    assert_eq!(rates, ["19", "19"]);
    assert_eq!(matched.products[1].id.as_str(), "b");
}

#[test]
fn variants_become_products_that_are_told_apart() {
    let loyverse = "Handle,Name,Option 1 value,Price [My Shop],Barcode\n\
                    tee,T-shirt,Small,9.00,\ntee,,Large,10.00,\nfig,Fig,,1.00,\n";
    assert_eq!(names(&matched_alone(loyverse)), ["T-shirt (Small)", "T-shirt (Large)", "Fig"]);
    let shopify = "Handle,Title,Option1 Value,Variant Price,Image Src\n\
                   mug,Mug,Default Title,5.00,a.jpg\nmug,,,,b.jpg\n\
                   tee,Tee,Red,9.00,c.jpg\ntee,,Blue,9.50,\n";
    let matched = matched_alone(shopify);
    assert_eq!(names(&matched), ["Mug", "Tee (Red)", "Tee (Blue)"]);
    assert!(told(&matched).contains(&"import-told-more-rows"));
    let woo = "ID,Type,SKU,Name,Regular price,Parent,Categories,Attribute 1 value(s)\n\
               1,variable,tee,Tee,,,Clothes,\"Red, Blue\"\n2,variation,tee-r,Tee - Red,9,tee,,Red\n\
               3,variation,tee-b,Tee - Blue,9,id:1,,Blue\n4,external,link,Link,,,,\n";
    let matched = matched_alone(woo);
    assert_eq!(names(&matched), ["Tee - Red", "Tee - Blue"]);
    assert!(matched.products.iter().all(|product| product.category == "Clothes"));
    for id in ["import-told-parents", "import-told-services"] {
        assert!(told(&matched).contains(&id), "{id}");
    }
}

#[test]
fn what_is_deleted_or_not_on_sale_is_told() {
    let matched =
        matched_alone("Name,Price,Status,Deleted at\nFig,1,draft,\nDate,1,active,2024-01-01\n");
    assert!(!one(&matched).active);
    assert!(told(&matched).contains(&"import-told-deleted"));
    assert!(told(&matched).contains(&"import-told-inactive"));
}

#[test]
fn wrong_and_double_barcodes_are_told() {
    let text =
        "Name,Price,Barcode\nA,1,036000291452\nB,1,0036000291452\nC,1,4006381333932\nD,1,124114J\n";
    let matched = matched_alone(text);
    let codes = |matched: &Matched| {
        matched.products.iter().map(|it| it.barcode.clone().unwrap_or_default()).collect::<Vec<_>>()
    };
    assert_eq!(codes(&matched), ["036000291452", "", "", ""]);
    let rows: Vec<_> = matched.told.iter().filter_map(|told| told.row).collect();
    assert_eq!(rows, [3, 4, 5]);
    let repaired = matched_with(text, &[Answer::Codes(CodeCare::Repair)]);
    assert_eq!(codes(&repaired)[2], "4006381333931");
}

#[test]
fn lost_zeros_are_told_unless_the_numbers_were_made_up() {
    let lost = matched_alone("Name,Barcode\nA,36000291452\n");
    assert_eq!(one(&lost).barcode, None);
    let own = "Name,Barcode\nA,36000291452\nB,36000291453\nC,36000291454\nD,36000291455\n";
    assert!(matched_alone(own).products.iter().all(|product| product.barcode.is_some()));
}

#[test]
fn rows_of_every_kind_of_table_are_counted_rightly() {
    for text in [
        "Name;Preis\rFeige;1,99\rDattel;2,49\r",
        "sep=;\r\nName;Preis\r\nFeige;1,99\r\nDattel;2,49\r\n",
        "Preisliste 2026;\nName;Preis\nFeige;1,99\nDattel;2,49\n",
        "Name;Preis;\"Notiz, frei\"\nFeige;1,99\nDattel;2,49;x\nSumme;4,48\n",
    ] {
        let matched = matched_alone(text);
        assert_eq!(names(&matched), ["Feige", "Dattel"], "{text:?}");
        assert_eq!(matched.products.iter().map(minor).collect::<Vec<_>>(), [Some(199), Some(249)]);
    }
    let lines = matched_alone("Name,Price\n\"Fig\nfrom Izmir\",1.99\n");
    assert_eq!(names(&lines), ["Fig from Izmir"]);
}

#[test]
fn units_of_other_weights_are_read_or_told() {
    let matched = matched_alone(
        "Name,Price,Unit\nA,1.99,kg\nB,0.50,100 g\nC,3.00,lb\nD,1.00,dozen\nE,2.00,Stk.\n",
    );
    let prices: Vec<_> = matched.products.iter().map(minor).collect();
    assert_eq!(prices, [Some(199), Some(500), None, Some(100), Some(200)]);
    assert!(told(&matched).contains(&"import-told-weight-unit"));
    assert!(told(&matched).contains(&"import-told-unit"));
}

#[test]
fn several_prices_that_differ_are_asked_about() {
    let text = "Name,Price [North],Price [South]\nFig,1.99,2.19\n";
    assert_eq!(open(&matched_alone(text)), ["price-column"]);
    let matched =
        matched_with(text, &[Answer::Column(1, Field::Nothing), Answer::Column(2, Field::Price)]);
    assert_eq!((minor(one(&matched)), open(&matched).len()), (Some(219), 0));
}

#[test]
fn what_was_said_is_remembered_for_these_headings() {
    let text = "Was,Wert\nFeige,1.250\n";
    let answers = [
        Answer::Column(0, Field::Name),
        Answer::Column(1, Field::Price),
        Answer::Decimal(Mark::Point),
    ];
    let first = matched_with(text, &answers);
    let mut remembered = Remembered::default();
    remembered.keep(&first.fingerprint, first.to_remember());
    let remembered = Remembered::of_text(&remembered.text());
    let again = "Was,Wert\nDattel,2.500\n";
    let shop = shop(&[]);
    let read = read(again.as_bytes(), &Choices::default(), &remembered, &shop).unwrap();
    let Reading::Matched(second) = read else { panic!("it is a table") };
    assert!(second.is_ready(), "{second:#?}");
    assert_eq!(minor(one(&second)), Some(250));
    assert!(second.columns.iter().all(|column| column.why == Why::Remembered));
}

#[test]
fn products_of_the_shop_keep_their_ids_and_what_the_file_does_not_say() {
    let text = "Name,Price,Barcode\nFeige,2.19,4006381333931\n";
    let there = Product {
        barcode: Some("4006381333931".to_owned()),
        category: "Fruit".to_owned(),
        tax: TaxRate::parse_percent("19").unwrap(),
        ..Product::unpriced("Fig", TaxRate::ZERO).unwrap()
    };
    let shop_products = [there];
    let read =
        read(text.as_bytes(), &Choices::default(), &Remembered::default(), &shop(&shop_products));
    let Reading::Matched(matched) = read.unwrap() else { panic!("it is a table") };
    let product = one(&matched);
    assert_eq!((product.id.as_str(), product.category.as_str()), ("fig", "Fruit"));
    assert_eq!((minor(product), product.tax.percent_text()), (Some(219), "19".to_owned()));
}

#[test]
fn products_of_one_name_are_two_and_told() {
    let matched = matched_alone("Name,Price,PLU,Unit\nFig,1.99,12,piece\nFig,2.49,13,piece\n");
    let ids: Vec<_> = matched.products.iter().map(|product| product.id.as_str()).collect();
    assert_eq!(ids, ["fig", "fig-2"]);
    assert!(told(&matched).contains(&"import-told-same-name"));
    let same = matched_alone("Name,Price\nFig,1.99\nFig,1.99\n");
    assert_eq!(told(&same).last(), Some(&"import-told-repeated"));
}

#[test]
fn our_own_form_is_read_as_ever_and_written_as_it_is_read() {
    let text = "id,name,price,unit,plu,barcode,tax,category\nfig,Fig,1.99,kg,,,7,Fruit\n";
    let read_own = |text: &str| {
        read(text.as_bytes(), &Choices::default(), &Remembered::default(), &shop(&[])).unwrap()
    };
    let Reading::Own(products) = read_own(text) else { panic!("it is our own form") };
    assert_eq!(read_own(&own::write(&products)), Reading::Own(products));
    assert!(matches!(read_own(&text.replace("1.99", "dear")), Reading::Refused(_)));
    assert!(matches!(read_own(&own::template()), Reading::Own(_)));
}

#[test]
fn a_column_that_is_not_there_is_told() {
    let mut choices = Choices::default();
    choices.map(Field::Name, "Produkt");
    let read = read(b"Name\nFig\n", &choices, &Remembered::default(), &shop(&[]));
    assert_eq!(read, Err(FileFault::NoColumn("Produkt".to_owned())));
    assert_eq!(
        super::read(b"", &Choices::default(), &Remembered::default(), &shop(&[])),
        Err(FileFault::Empty)
    );
}
