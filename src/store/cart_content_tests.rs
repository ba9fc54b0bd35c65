//! Tests of the text form of a cart.

use super::*;
use domain::{TaxMode, TaxRate, Unit};

fn product(id: &str, minor: i64, unit: Unit) -> Arc<Product> {
    Arc::new(Product {
        id: ProductId::new(id).unwrap(),
        name: id.to_owned(),
        names: BTreeMap::from([("zh".to_owned(), "牛奶".to_owned())]),
        price: Some(UnitPrice::new(Money::new(minor, Currency::EUR), unit)),
        plu: Some("0420".to_owned()),
        barcode: None,
        tax: TaxRate::from_basis_points(700).unwrap(),
        category: "Food".to_owned(),
        picture: Some("milk.png".to_owned()),
        active: true,
    })
}

/// A cart with everything that a cart can hold.
pub(crate) fn full_cart() -> Cart {
    let mut cart = Cart::new(Currency::EUR, TaxMode::Added);
    cart.set_note("Mrs Li, back at noon").unwrap();
    let milk = product("milk", 119, Unit::Piece);
    let line = cart.add(Arc::clone(&milk), Some("1.jpg".into())).unwrap();
    cart.add(milk, None).unwrap();
    cart.set_price(line, Some(Money::new(99, Currency::EUR)), "dented").unwrap();
    let off = Discount::Amount(Money::new(150, Currency::EUR));
    cart.set_discount(line, Some(off), "regular").unwrap();
    // Now the discount is more than the line costs, as it may become.
    cart.set_pieces(line, Pieces::ONE).unwrap();
    let apple = cart.add(product("apple", 279, Unit::Kg), None).unwrap();
    let weighing = Weighing::new(Grams::new(520).unwrap(), 20, WeighedBy::Scale).unwrap();
    cart.set_weighing(apple, weighing).unwrap();
    let tenth = Discount::Percent(PercentOff::from_basis_points(1000).unwrap());
    cart.set_discount(apple, Some(tenth), "ripe").unwrap();
    cart.set_line_note(apple, "the red ones").unwrap();
    cart.add(product("pear", 349, Unit::Kg), Some("2.jpg".into())).unwrap();
    let twentieth = Discount::Percent(PercentOff::from_basis_points(500).unwrap());
    cart.set_cart_discount(Some(twentieth), "loyal").unwrap();
    cart
}

#[test]
fn a_cart_comes_back_as_it_was_written() {
    let cart = full_cart();
    let text = write(&cart).unwrap();
    let back = read(&text).unwrap();
    assert_eq!(write(&back).unwrap(), text);
    assert_eq!((back.note(), back.tax_mode()), (cart.note(), cart.tax_mode()));
    assert_eq!(back.totals(), cart.totals());
    assert_eq!(back.discount(), cart.discount());
    let told = |cart: &Cart| -> Vec<_> {
        cart.lines()
            .iter()
            .map(|line| {
                let agreed = (line.unit_price(), line.discount().cloned(), line.reason());
                (Arc::clone(line.product()), line.quantity(), line.weighing(), agreed)
            })
            .collect()
    };
    assert_eq!(told(&back), told(&cart));
}

/// What format 1 looks like: a change that makes this unreadable loses carts.
#[test]
fn the_first_format_stays_readable() {
    let text = r#"{"format":1,"currency":"EUR","tax_mode":"included","note":"","lines":[
        {"product":{"id":"kiwi","name":"Kiwi","names":{"zh":"奇异果"},"price":39,"unit":"piece",
         "plu":"4030","barcode":null,"tax_rate":700,"category":"Fruit","picture":"kiwi.png"},
         "pieces":3,"photos":["a.jpg",null],"price":{"minor":35,"reason":"soft"},
         "discount":{"basis_points":1000,"reason":"staff"},"note":"for here"},
        {"product":{"id":"plum","name":"Plum","names":{},"price":499,"unit":"kg",
         "plu":null,"barcode":null,"tax_rate":700,"category":"Fruit","picture":null},
         "weighing":{"gross":520,"tare":20,"by":"scale"},"photos":[null],
         "discount":{"minor":50,"reason":"ripe"}}]}"#;
    let cart = read(text).unwrap();
    // 3 x 0.35 = 1.05, a tenth off is 0.11; 0.500 kg at 4.99 = 2.50 without 0.50.
    assert_eq!(cart.total().unwrap().minor(), 94 + 200);
    assert_eq!(cart.lines()[0].additions().len(), 2);
}

#[test]
fn the_words_behind_a_cart_come_back_with_it() {
    let mut cart = Cart::new(Currency::EUR, TaxMode::Included);
    let pear = Arc::new(Product::unpriced("Pear", tax_rate_of(700).unwrap()).unwrap());
    let named = |photo: Option<&str>, id| Addition {
        photo: photo.map(str::to_owned),
        naming: Some(NamingId(id)),
    };
    cart.add(Arc::clone(&pear), named(Some("a.jpg"), 7)).unwrap();
    cart.add(Arc::clone(&pear), None).unwrap();
    cart.add(pear, named(None, u64::MAX)).unwrap();
    let back = read(&write(&cart).unwrap()).unwrap();
    assert_eq!(back.lines()[0].additions(), cart.lines()[0].additions());
    assert_eq!(back.namings().collect::<Vec<_>>(), [NamingId(7), NamingId(u64::MAX)]);
}

#[test]
fn what_is_no_cart_is_refused_in_words() {
    let text = write(&full_cart()).unwrap();
    for (from, to, words) in [
        ("\"format\":3", "\"format\":4", "newer program"),
        ("\"EUR\"", "\"EUE\"", "EUE"),
        ("\"added\"", "\"both\"", "both"),
        ("\"unit\":\"kg\"", "\"unit\":\"litre\"", "line \"apple\": unit"),
        ("\"by\":\"scale\"", "\"by\":\"eye\"", "eye"),
        ("\"gross\":520", "\"gross\":20", "line \"apple\""),
        ("\"pieces\":1", "\"pieces\":0", "line \"milk\""),
        ("\"basis_points\":1000", "\"basis_points\":0", "line \"apple\""),
        ("\"minor\":99", "\"minor\":-1", "below zero"),
        ("\"reason\":\"dented\"", "\"reason\":\" \"", "reason"),
        ("\"lines\":", "\"rows\":", "lines"),
    ] {
        let broken = text.replacen(from, to, 1);
        assert_ne!(broken, text, "{from}");
        let why = read(&broken).unwrap_err();
        assert!(why.to_string().contains(words), "{from}: {why}");
    }
    assert!(read("").is_err());
    assert!(read("[]").is_err());
}

#[test]
fn a_line_that_waits_for_its_price_comes_back() {
    let mut cart = Cart::new(Currency::EUR, TaxMode::Included);
    let pear = Product::unpriced("Pear", tax_rate_of(700).unwrap()).unwrap();
    cart.add(Arc::new(pear), Some("a.jpg".into())).unwrap();
    let back = read(&write(&cart).unwrap()).unwrap();
    assert_eq!(back.lines()[0].quantity(), LineQuantity::PriceNeeded);
    assert_eq!(back.lines()[0].additions(), cart.lines()[0].additions());
}
