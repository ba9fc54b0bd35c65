//! Prices that have a say: what `recognise`, `cart` and `evaluate` do with them.

use serde_json::Value;
use tillsight::domain::settings::PRICES_DECIDE;
use tillsight::store::{ShopFolder, Store};

use super::sealed_shop::SealedShop;
use super::training::train_colours;
use super::{keys, set, texts};

/// A shop that sells three colours at these prices a piece, with a model that knows them.
fn shop_selling_colours(prices: [&str; 3]) -> SealedShop {
    let shop = SealedShop::new();
    train_colours(&shop, "colours");
    let [red, green, blue] = prices;
    let csv = format!(
        "id,name,price,unit,plu,barcode,tax,category\nred,Red,{red},piece,,,7,colour\n\
         green,Green,{green},piece,,,7,colour\nblue,Blue,{blue},piece,,,7,colour\n"
    );
    let file = shop.write("colours.csv", csv.as_bytes());
    shop.succeed(&["catalogue", "import", &file, "--replace"]);
    shop.succeed(&["models", "promote", "colours"]);
    shop
}

fn let_prices_decide(shop: &SealedShop) {
    let folder = ShopFolder::open(&shop.path("shop")).unwrap();
    Store::open(&folder).unwrap().set_text(&PRICES_DECIDE, "on").unwrap();
}

/// Pictures between the three colours.
fn mixtures(shop: &SealedShop) -> Vec<String> {
    let between = |number: u8| [200 - 15 * number, 40 + 13 * number, 60 + 10 * (number % 5)];
    (0..10)
        .map(|number| {
            shop.write_picture(&format!("{number}.png"), 32, between(number), number.into())
        })
        .collect()
}

fn decisions(shop: &SealedShop, photos: &[String], more: &[&str]) -> Vec<Value> {
    let mut args = vec!["recognise", "--json", "--top", "3"];
    args.extend(more);
    args.extend(photos.iter().map(String::as_str));
    let lines = shop.succeed(&args).json_lines();
    lines.into_iter().map(|line| line["decision"]["kind"].clone()).collect()
}

#[test]
fn where_prices_decide_goods_of_one_price_need_no_question() {
    let shop = shop_selling_colours(["1.00", "1.00", "1.00"]);
    let photos = mixtures(&shop);
    let by_name = decisions(&shop, &photos, &[]);
    assert!(by_name.iter().any(|kind| kind == "ask"), "{by_name:?}");
    let_prices_decide(&shop);
    let by_price = decisions(&shop, &photos, &[]);
    assert!(by_price.iter().all(|kind| kind == "accept"), "all cost the same: {by_price:?}");
    let named = decisions(&shop, &photos, &["--model", "colours"]);
    assert_eq!(named, by_name, "a model named by hand is not the shop as it stands");

    let mut args = vec!["cart", "--json"];
    args.extend(photos.iter().map(String::as_str));
    let cart = shop.succeed(&args).json();
    assert!(texts(&cart["unresolved"]).is_empty(), "{cart}");
    assert_eq!(cart["total"], 1000);
}

#[test]
fn where_all_prices_differ_they_change_nothing() {
    let shop = shop_selling_colours(["1.00", "2.00", "3.00"]);
    let photos = mixtures(&shop);
    let by_name = decisions(&shop, &photos, &[]);
    let_prices_decide(&shop);
    assert_eq!(decisions(&shop, &photos, &[]), by_name);
}

#[test]
fn evaluate_tells_apart_what_prices_would_change() {
    let shop = shop_selling_colours(["1.00", "1.00", "1.00"]);
    let colours = shop.arg("colours");
    let args = ["evaluate", "--data", &colours, "--device", "cpu", "--json"];
    let judged = shop.succeed(&args).json();
    let by_price = &judged["decision"]["by_price"];
    assert_eq!(
        keys(by_price),
        set(&["accept_rate", "accept_accuracy", "ask_rate", "unknown_rate"])
    );
    assert_eq!(by_price["accept_rate"], 1.0, "{judged}");
    assert_eq!(by_price["accept_accuracy"], 1.0, "whatever it is, it costs the same");
    let_prices_decide(&shop);
    let mut again = shop.succeed(&args).json();
    again["millis_per_photo"] = judged["millis_per_photo"].clone();
    assert_eq!(again, judged, "the setting changes no figure");
}
