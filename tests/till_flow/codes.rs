//! Codes that a scanner reads: products, printed prices and weights, and codes that nobody knows.

use tillsight::domain::Message;
use tillsight::domain::settings::MEASURE_RULES;
use tillsight::domain::{Currency, MeasureRule, Product, TaxMode, UnitPrice, WeighedBy};
use tillsight::till::machine::ShopOpened;
use tillsight::till::{
    CodeCommand, Command, Effect, Input, Machine, Settings, SettingsCommand, WeighingEffect,
    WeighingInput,
};

use super::script::*;

fn coded(name: &str, price: UnitPrice, plu: &str, barcode: Option<&str>) -> Product {
    let (plu, barcode) = (Some(plu.to_owned()), barcode.map(str::to_owned));
    Product { plu, barcode, ..product(name, price) }
}

/// A till with barcodes, and with the suggested codes for prices and weights.
fn coded_till() -> Machine {
    let mut machine = Machine::default();
    let piece = |minor| UnitPrice::PerPiece(cents(minor));
    machine.apply(Input::ShopOpened(ShopOpened {
        products: vec![
            coded("milk", piece(119), "1", Some("4006381333931")),
            coded("gum", piece(99), "2", Some("036000291452")),
            coded("cola", piece(149), "3", Some("04252614")),
            coded("pasty", piece(250), "777", None),
            coded("banana", UnitPrice::PerKg(cents(199)), "4011", None),
        ],
        currency: Currency::EUR,
        tax_mode: TaxMode::Included,
        pictures: "pictures".into(),
        settings: Settings::default(),
    }));
    let rules = serde_json::to_string(&MeasureRule::suggested()).unwrap();
    let wish = SettingsCommand::Set(&MEASURE_RULES, rules);
    command(&mut machine, Command::Settings(wish));
    machine
}

fn scan(machine: &mut Machine, code: &str) -> Vec<Effect> {
    command(machine, Command::Code(CodeCommand::Scanned(code.to_owned())))
}

fn with_check(body: &str) -> String {
    let digits: Vec<u8> = body.bytes().map(|byte| byte - b'0').collect();
    format!("{body}{}", tillsight::domain::check_digit(&digits))
}

#[test]
fn a_product_is_found_by_every_spelling_of_its_code() {
    for (code, name) in [
        ("4006381333931", "milk"),
        ("04006381333931", "milk"),
        ("036000291452", "gum"),
        ("0036000291452", "gum"),
        ("04252614", "cola"),
        ("042100005264", "cola"),
    ] {
        let mut machine = coded_till();
        scan(&mut machine, code);
        assert_eq!(line_products(&machine.snapshot()), [name], "{code}");
        assert_eq!(machine.snapshot().code.unknown, None);
    }
}

#[test]
fn a_printed_weight_is_that_of_the_line() {
    let mut machine = coded_till();
    scan(&mut machine, &with_check("230401100350"));
    let line = machine.snapshot().cart.lines[0].clone();
    let weighing = line.weighing.unwrap();
    assert_eq!((weighing.net().get(), weighing.by()), (350, WeighedBy::Barcode));
    assert_eq!(line.total, Some(cents(70)));
}

#[test]
fn a_printed_price_is_what_the_customer_pays_for_pieces_and_by_weight() {
    for (item, price) in [("04011", 349), ("04011", 1), ("04011", 70), ("00777", 199)] {
        let mut machine = coded_till();
        let code = with_check(&format!("20{item}{price:05}"));
        scan(&mut machine, &code);
        let snapshot = machine.snapshot();
        assert_eq!(snapshot.cart.total, cents(price), "{item} at {price}");
        let line = &snapshot.cart.lines[0];
        let agreed = line.overridden || line.discount.is_some();
        assert!(!agreed || line.reason == code, "the code is the reason");
    }
}

#[test]
fn two_printed_labels_are_two_lines() {
    let mut machine = coded_till();
    scan(&mut machine, &with_check("200077700199"));
    scan(&mut machine, &with_check("200077700199"));
    assert_eq!(machine.snapshot().cart.lines.len(), 2);
}

#[test]
fn a_label_for_an_item_that_nobody_sells_says_so() {
    let mut machine = coded_till();
    scan(&mut machine, &with_check("200999900199"));
    assert_eq!(notices(&machine), ["problem-code-item"]);
    scan(&mut machine, &with_check("230077700350"));
    assert_eq!(notices(&machine), ["problem-code"], "a pasty has no weight");
    assert!(machine.snapshot().cart.lines.is_empty());
}

#[test]
fn a_misread_code_is_to_be_scanned_again() {
    let mut machine = coded_till();
    scan(&mut machine, "4006381333932");
    assert_eq!(notices(&machine), ["problem-code-misread"]);
    assert_eq!(machine.snapshot().code.unknown, None);
    scan(&mut machine, "4006381333931");
    assert!(notices(&machine).is_empty());
}

#[test]
fn an_unknown_code_can_be_given_to_a_product() {
    let mut machine = coded_till();
    scan(&mut machine, "73513537");
    assert_eq!(machine.snapshot().code.unknown.as_deref(), Some("73513537"));
    let wish = CodeCommand::Assign(id("pasty"));
    let effects = command(&mut machine, Command::Code(wish));
    let Some(Effect::Weighing(WeighingEffect::AssignCode(changed))) = effects.into_iter().next()
    else {
        panic!("it is written first")
    };
    assert_eq!(changed.barcode.as_deref(), Some("73513537"));
    assert!(machine.snapshot().cart.lines.is_empty(), "not before it is written");
    machine.apply(Input::Weighing(WeighingInput::CodeAssigned(changed)));
    assert_eq!(line_products(&machine.snapshot()), ["pasty"]);
    assert_eq!(machine.snapshot().code.unknown, None);
    scan(&mut machine, "73513537");
    assert_eq!(machine.snapshot().cart.total, cents(500), "known from now on");
}

#[test]
fn a_code_that_takes_another_ones_place_is_told() {
    let mut machine = coded_till();
    for (code, expected) in [("73513537", None), ("4012345123456", Some("code-replaced"))] {
        scan(&mut machine, code);
        let wish = CodeCommand::Assign(id("pasty"));
        let effects = command(&mut machine, Command::Code(wish));
        let Some(Effect::Weighing(WeighingEffect::AssignCode(changed))) =
            effects.into_iter().next()
        else {
            panic!("it is written first")
        };
        machine.apply(Input::Weighing(WeighingInput::CodeAssigned(changed)));
        assert_eq!(notices(&machine).first().copied(), expected);
    }
}

#[test]
fn a_code_that_cannot_be_kept_stays_asked() {
    let mut machine = coded_till();
    scan(&mut machine, "73513537");
    command(&mut machine, Command::Code(CodeCommand::Assign(id("pasty"))));
    let failed = WeighingInput::CodeNotAssigned(Message::new("file-disk-full"));
    machine.apply(Input::Weighing(failed));
    assert_eq!(notices(&machine), ["problem-code"]);
    assert!(machine.snapshot().code.unknown.is_some());
    command(&mut machine, Command::Code(CodeCommand::Close));
    assert_eq!(machine.snapshot().code.unknown, None);
}

/// What a clerk, or a slow scanner, typed to its end.
fn number(machine: &mut Machine, number: &str, photo: Option<tillsight::till::ItemId>) {
    let number = number.to_owned();
    command(machine, Command::Code(CodeCommand::Typed { number, photo }));
}

#[test]
fn stickers_and_add_ons_name_their_article() {
    let magazine = with_check("977012345600");
    for (code, name) in [
        ("0104006381333931".to_owned(), "milk"),
        ("]e00104006381333931".to_owned(), "milk"),
        ("(01)04006381333931(17)261231".to_owned(), "milk"),
        ("400638133393112".to_owned(), "milk"),
        ("400638133393112345".to_owned(), "milk"),
        (format!("{magazine}03"), ""),
    ] {
        let mut machine = coded_till();
        scan(&mut machine, &code);
        let expected: Vec<&str> = Some(name).filter(|name| !name.is_empty()).into_iter().collect();
        assert_eq!(line_products(&machine.snapshot()), expected, "{code}");
        let asked = name.is_empty().then(|| magazine.clone());
        assert_eq!(machine.snapshot().code.unknown, asked, "without its add-on");
    }
}

#[test]
fn a_weight_on_a_sticker_is_that_of_the_line() {
    let mut machine = Machine::default();
    let mut banana = coded("banana", UnitPrice::PerKg(cents(199)), "4011", None);
    let article = with_check("9012345678901");
    banana.barcode = Some(article.clone());
    machine.apply(Input::ShopOpened(ShopOpened {
        products: vec![banana],
        currency: Currency::EUR,
        tax_mode: TaxMode::Included,
        pictures: "pictures".into(),
        settings: Settings::default(),
    }));
    scan(&mut machine, &format!("01{article}3103000350"));
    let line = machine.snapshot().cart.lines[0].clone();
    assert_eq!(line.weighing.map(|weighing| weighing.net().get()), Some(350));
    assert_eq!(line.total, Some(cents(70)));
}

#[test]
fn a_code_that_no_product_can_have_as_its_barcode_is_not_asked_about() {
    let mut machine = coded_till();
    for code in ["AB123456", "CD123456", "00123456789012345678"] {
        scan(&mut machine, code);
        let now = machine.snapshot();
        assert!(now.cart.lines.is_empty() && now.code.unknown.is_none(), "{code}");
        assert_eq!(now.notices.last().unwrap().message.id, "problem-number");
    }
}

#[test]
fn a_number_sells_the_product_that_has_all_of_it() {
    for (typed, name) in [
        ("4011", Some("banana")),
        ("777", Some("pasty")),
        ("1", Some("milk")),
        ("4006381333931", Some("milk")),
        ("0036000291452", Some("gum")),
        ("0104006381333931", Some("milk")),
        ("400638133393112345", Some("milk")),
        ("401", None),
        ("00", None),
        ("0777", None),
        ("40063813339", None),
    ] {
        let mut machine = coded_till();
        number(&mut machine, typed, None);
        let now = machine.snapshot();
        assert_eq!(line_products(&now), name.into_iter().collect::<Vec<_>>(), "{typed}");
        let told = now.notices.iter().any(|n| n.message.id == "problem-number");
        assert_eq!(told, name.is_none(), "{typed}");
    }
}

#[test]
fn a_plu_names_the_photo_and_a_barcode_does_not() {
    for (typed, named) in [("777", true), ("4006381333931", false)] {
        let mut machine = coded_till();
        let loaded = Input::ModelLoaded { name: "shipped".to_owned(), device: "cpu".to_owned() };
        machine.apply(loaded);
        let asked = tillsight::recognition::Decision::Ask;
        let photo = show(&mut machine, recognition(asked, &[("pasty", 0.4), ("milk", 0.3)]));
        number(&mut machine, typed, Some(photo));
        assert_eq!(machine.snapshot().cart.lines.len(), 1);
        let is_asked = machine.snapshot().items.iter().any(|item| {
            item.id == photo && matches!(item.state, tillsight::till::ItemState::Asked { .. })
        });
        assert_eq!(is_asked, !named, "{typed}");
    }
}
