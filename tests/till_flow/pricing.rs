//! A product that was taught before anyone said its price: sold once, never without one.

use tillsight::domain::Message;
use tillsight::domain::{
    Deed, LineQuantity, Permissions, Person, PersonId, Product, Role, TaxRate, Unit, UnitPrice,
};
use tillsight::till::catalogue::{CatalogueCommand, CatalogueEffect, CatalogueInput};
use tillsight::till::{
    CartCommand, Command, DayEffect, Effect, Input, Machine, PeopleCommand, PeopleInput,
};

use super::script::*;

const CARL: PersonId = PersonId(2);

fn pear() -> Product {
    Product::unpriced("Pear", TaxRate::ZERO).unwrap()
}

/// A till that was taught the pear, which lies in the cart.
fn with_pear() -> Machine {
    let mut machine = ready();
    let mut all = products();
    all.push(pear());
    machine.apply(Input::Catalogue(CatalogueInput::Reloaded(all)));
    command(&mut machine, Command::AddProduct(id("pear")));
    machine
}

fn say(machine: &mut Machine, price: UnitPrice) -> Vec<Effect> {
    let line = machine.snapshot().cart.lines[0].id;
    command(machine, Command::Cart(CartCommand::FirstPrice(line, price)))
}

fn saved(effects: &[Effect]) -> Option<Product> {
    effects.iter().find_map(|effect| match effect {
        Effect::Catalogue(CatalogueEffect::SavePrice(product)) => Some(product.as_ref().clone()),
        _ => None,
    })
}

#[test]
fn the_till_asks_at_the_first_sale_and_sells_nothing_before() {
    let mut machine = with_pear();
    let snapshot = machine.snapshot();
    let asked = snapshot.pricing.unwrap();
    assert_eq!((asked.product.id.as_str(), asked.is_kept), ("pear", true));
    assert!(snapshot.cart.price_needed && !snapshot.cart.can_complete);
    assert_eq!(snapshot.cart.lines[0].quantity, LineQuantity::PriceNeeded);
    let effects = command(&mut machine, Command::CompleteSale);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::RecordSale(..))));
    assert_eq!(machine.snapshot().notices[0].message.id, "problem-price-needed");
}

#[test]
fn a_price_goes_to_the_line_and_to_the_catalogue() {
    let mut machine = with_pear();
    let effects = say(&mut machine, UnitPrice::PerPiece(cents(60)));
    let kept = saved(&effects).unwrap();
    assert_eq!(kept.price, Some(UnitPrice::PerPiece(cents(60))));
    machine.apply(Input::Catalogue(CatalogueInput::PriceSaved(Box::new(kept))));
    let snapshot = machine.snapshot();
    assert!(snapshot.pricing.is_none() && snapshot.cart.can_complete);
    assert_eq!(snapshot.cart.total, cents(60));
    command(&mut machine, Command::AddProduct(id("pear")));
    let snapshot = machine.snapshot();
    assert!(snapshot.pricing.is_none(), "asked once");
    assert_eq!((snapshot.cart.lines.len(), snapshot.cart.total), (1, cents(120)));
}

#[test]
fn what_was_added_before_becomes_as_many_pieces() {
    let mut machine = with_pear();
    command(&mut machine, Command::AddProduct(id("pear")));
    assert_eq!(machine.snapshot().cart.lines.len(), 1);
    say(&mut machine, UnitPrice::PerPiece(cents(60)));
    assert_eq!(machine.snapshot().cart.total, cents(120));
}

#[test]
fn a_price_by_weight_makes_the_line_wait_for_its_weight() {
    let mut machine = with_pear();
    say(&mut machine, UnitPrice::PerKg(cents(200)));
    let snapshot = machine.snapshot();
    assert_eq!(snapshot.cart.lines[0].quantity, LineQuantity::WeightNeeded);
    assert_eq!(snapshot.cart.lines[0].product.unit(), Some(Unit::Kg));
    command(&mut machine, Command::SetWeight(snapshot.cart.lines[0].id, "500".to_owned()));
    assert_eq!(machine.snapshot().cart.total, cents(100));
}

#[test]
fn later_means_asked_again_only_when_wanted() {
    let mut machine = with_pear();
    command(&mut machine, Command::Cart(CartCommand::ClosePrice));
    command(&mut machine, Command::AddProduct(id("kiwi")));
    assert!(machine.snapshot().pricing.is_none());
    let line = machine.snapshot().cart.lines[0].id;
    command(&mut machine, Command::Cart(CartCommand::AskPrice(line)));
    assert!(machine.snapshot().pricing.is_some());
    command(&mut machine, Command::Cart(CartCommand::VoidLine(line)));
    assert!(machine.snapshot().pricing.is_none(), "what is gone needs no price");
}

#[test]
fn a_price_that_the_catalogue_gets_meanwhile_is_taken() {
    let mut machine = with_pear();
    let priced = Product { price: Some(UnitPrice::PerPiece(cents(70))), ..pear() };
    machine.apply(Input::Catalogue(CatalogueInput::Saved(Box::new(priced))));
    let snapshot = machine.snapshot();
    assert_eq!((snapshot.cart.total, snapshot.pricing.is_none()), (cents(70), true));
}

#[test]
fn a_price_below_zero_is_none() {
    let mut machine = with_pear();
    assert!(saved(&say(&mut machine, UnitPrice::PerPiece(cents(-1)))).is_none());
    assert!(machine.snapshot().cart.price_needed);
}

#[test]
fn a_clerk_needs_a_word_and_the_catalogue_stays_as_it_is() {
    let mut machine = with_pear();
    let person = |id, name: &str, role| Person { id, name: name.to_owned(), role, has_pin: false };
    let people = vec![person(PersonId(1), "Olga", Role::Owner), person(CARL, "Carl", Role::Clerk)];
    let permissions = Permissions::default();
    machine.apply(Input::People(PeopleInput::Read { people, permissions, added: None }));
    let sign_in = PeopleCommand::SignIn { person: CARL, pin: String::new() };
    command(&mut machine, Command::People(sign_in));
    machine.apply(Input::People(PeopleInput::PinNotNeeded(CARL)));
    assert!(!machine.snapshot().pricing.unwrap().is_kept);

    let effects = say(&mut machine, UnitPrice::PerPiece(cents(60)));
    assert!(effects.is_empty(), "it waits for another's word");
    assert_eq!(machine.snapshot().people.approval.unwrap().deed, Deed::OverridePrice);
    let approve = PeopleCommand::Approve { person: PersonId(1), pin: String::new() };
    command(&mut machine, Command::People(approve));
    let effects = machine.apply(Input::People(PeopleInput::PinNotNeeded(PersonId(1))));
    assert_eq!(machine.snapshot().cart.total, cents(60));
    assert!(saved(&effects).is_none());
    let told = effects.iter().any(|effect| {
        matches!(effect, Effect::Day(DayEffect::WriteJournal(entry)) if entry.amount == Some(60))
    });
    assert!(told, "the journal knows who said the price");
}

#[test]
fn a_catalogue_that_is_read_again_leaves_the_cart_alone() {
    let mut machine = ready();
    command(&mut machine, Command::AddProduct(id("kiwi")));
    let effects = command(&mut machine, CatalogueCommand::Reload.into());
    assert!(matches!(effects[..], [Effect::Catalogue(CatalogueEffect::Reload)]));
    machine.apply(Input::Catalogue(CatalogueInput::Reloaded(vec![pear()])));
    let snapshot = machine.snapshot();
    assert_eq!(line_products(&snapshot), ["kiwi"]);
    assert_eq!(snapshot.products.len(), 1);
}

#[test]
fn another_model_takes_over_while_photos_are_looked_at() {
    let mut machine = ready();
    let batches = open_and_decode(&mut machine, &["a.jpg"]);
    let effects = command(&mut machine, Command::FollowModel);
    assert!(matches!(effects[..], [Effect::LoadModel]));
    let swapped = Input::ModelSwapped { name: "second".to_owned(), device: "cpu".to_owned() };
    machine.apply(swapped);
    answer(&mut machine, &batches[0], vec![accept("mango")]);
    assert_eq!(line_products(&machine.snapshot()), ["mango"], "the scan was not interrupted");
}

#[test]
fn a_model_that_cannot_be_loaded_leaves_the_one_before() {
    let mut machine = ready();
    command(&mut machine, Command::FollowModel);
    machine.apply(Input::ModelKept(Message::new("file-damaged")));
    let snapshot = machine.snapshot();
    assert_eq!(snapshot.notices[0].message.id, "model-kept");
    let batches = open_and_decode(&mut machine, &["a.jpg"]);
    answer(&mut machine, &batches[0], vec![accept("mango")]);
    assert_eq!(line_products(&machine.snapshot()), ["mango"]);
}
