//! `catalogue import` with the tables of other programs: columns matched, questions with their options,
//! nothing taken before they are answered.

use serde_json::Value;

use super::sealed_shop::SealedShop;

const LOYVERSE: &str = "Handle,SKU,Name,Category,Sold by weight,Barcode,Price [My Shop]\n\
    quince,90001,Quince jelly,Fruit,Y,,5.90\ntea,90002,Fern tea,Drinks,N,4006381333931,2.10\n";

fn one_object(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn names(object: &Value) -> Vec<&str> {
    let products = object["products"].as_array().unwrap();
    products.iter().map(|product| product["name"].as_str().unwrap()).collect()
}

#[test]
fn another_programs_file_is_shown_and_then_taken() {
    let shop = SealedShop::new();
    let file = shop.write("loyverse.csv", LOYVERSE.as_bytes());
    let before = shop.succeed(&["catalogue", "list", "--json"]).stdout;
    let dry = shop.succeed(&["catalogue", "import", &file, "--dry-run", "--json"]);
    let object = one_object(&dry.stdout);
    assert_eq!(
        (&object["form"], &object["added"], &object["taken"]),
        (&"matched".into(), &2.into(), &false.into())
    );
    assert_eq!(names(&object), ["Quince jelly", "Fern tea"]);
    assert_eq!(object["products"][0]["unit"], "kg");
    assert_eq!(shop.succeed(&["catalogue", "list", "--json"]).stdout, before);
    let taken = shop.succeed(&["catalogue", "import", &file]);
    assert!(taken.stdout.ends_with("2 products added, 0 updated, 0 no longer sold\n"), "{taken:?}");
    let after = shop.succeed(&["catalogue", "list", "--json"]).stdout;
    assert!(after.contains("quince-jelly") && after.contains("4006381333931"));
    let again = shop.succeed(&["catalogue", "import", &file, "--json"]);
    let object = one_object(&again.stdout);
    assert_eq!((&object["added"], &object["unchanged"]), (&0.into(), &2.into()));
}

#[test]
fn what_is_open_is_told_with_its_options_and_holds_the_import() {
    let shop = SealedShop::new();
    let file = shop.write("safran.csv", b"Artikel;Wert\nSafran;1.250\nFeige;2.000\n");
    let map = ["catalogue", "import", &file, "--map", "price=Wert"];
    shop.run(&map).assert_fails_saying(&["safran.csv", "--decimal comma", "--decimal point"]);
    let run = shop.run(&[&map[..], &["--dry-run", "--json"]].concat());
    assert_eq!(run.code, Some(1));
    let object = one_object(&run.stdout);
    assert_eq!(object["questions"][0]["question"], "decimal");
    assert_eq!(object["products"], Value::Array(Vec::new()));
    let answered = [&map[..], &["--decimal", "point", "--json"]].concat();
    let object = one_object(&shop.succeed(&answered).stdout);
    assert_eq!(object["products"][0]["unit_price"], 125);
    let again = shop.write("again.csv", b"Artikel;Wert\nDattel;3.500\n");
    let object = one_object(&shop.succeed(&["catalogue", "import", &again, "--json"]).stdout);
    assert_eq!(object["products"][0]["unit_price"], 350, "it is remembered for these headings");
}

#[test]
fn encodings_are_read_as_they_look_or_as_they_are_said() {
    let shop = SealedShop::new();
    let file = shop.write("latin1.csv", b"Name;Preis\nK\xe4se;1,99\nM\xfcsli;2,49\n");
    let object =
        one_object(&shop.succeed(&["catalogue", "import", &file, "--dry-run", "--json"]).stdout);
    assert_eq!(
        (&object["encoding"], names(&object)),
        (&"windows-1252".into(), vec!["Käse", "Müsli"])
    );
    shop.run(&["catalogue", "import", &file, "--encoding", "utf-8"]).assert_fails_saying(&[
        "latin1.csv",
        "UTF-8",
        "--encoding",
    ]);
}

#[test]
fn a_column_or_rate_that_is_none_is_told() {
    let shop = SealedShop::new();
    let file = shop.write("list.csv", b"Name,Price\nFig,1.99\n");
    let import = |more: &[&str]| shop.run(&[&["catalogue", "import", &file][..], more].concat());
    import(&["--map", "Preis"]).assert_fails_saying(&["Preis", "name=Artikel"]);
    import(&["--map", "price=Preis"]).assert_fails_saying(&["list.csv", "Preis", "#3"]);
    import(&["--default-tax", "much"]).assert_fails_saying(&["much"]);
}

#[test]
fn a_template_is_saved_and_can_be_imported() {
    let shop = SealedShop::new();
    let file = shop.arg("template.csv");
    shop.succeed(&["catalogue", "template", &file]);
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("\u{feff}id,name,"));
    let object =
        one_object(&shop.succeed(&["catalogue", "import", &file, "--dry-run", "--json"]).stdout);
    assert_eq!((&object["form"], names(&object).len()), (&"own".into(), 2));
}
