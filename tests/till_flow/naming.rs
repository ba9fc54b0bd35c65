//! A clerk's word on a photo counts once the goods are sold as that, and in no other way.

use tillsight::domain::Message;
use tillsight::domain::settings::CAPTURES;
use tillsight::domain::{Cart, Currency, Naming, TaxMode};
use tillsight::store::{Capture, HeldCart, SavedCarts};
use tillsight::till::{CartCommand, CartInput, Command, Effect, Input, SettingsCommand};

use super::naming_shop::{Shop, mark};
use super::script::*;

/// What becomes of the words, in the order in which they are said: whether their photos are on the disk at
/// once, or only when all is over.
fn becomes(deeds: impl Fn(&mut Shop), expected: &[(&str, Naming)]) {
    for soon in [true, false] {
        let mut shop = Shop::open(soon);
        deeds(&mut shop);
        let expected: Vec<_> =
            expected.iter().map(|(product, became)| ((*product).to_owned(), *became)).collect();
        assert_eq!(shop.became(), expected, "written soon: {soon}");
    }
}

#[test]
fn what_is_sold_is_true() {
    becomes(
        |shop| {
            shop.named("lime");
            shop.named("kiwi");
            shop.sell();
        },
        &[("lime", Naming::Sold), ("kiwi", Naming::Sold)],
    );
}

#[test]
fn what_lies_in_the_cart_is_not_true_yet() {
    becomes(
        |shop| {
            shop.named("lime");
        },
        &[("lime", Naming::Open)],
    );
}

#[test]
fn what_is_undone_never_counts() {
    becomes(
        |shop| {
            let item = shop.named("lime");
            shop.command(Command::UndoAdd(item));
            shop.command(Command::Dismiss(item));
            shop.named("kiwi");
            shop.sell();
        },
        &[("lime", Naming::Withdrawn), ("kiwi", Naming::Sold)],
    );
}

#[test]
fn of_corrections_the_last_word_alone_counts() {
    becomes(
        |shop| {
            let item = shop.named("lime");
            shop.choose(item, "kiwi");
            shop.choose(item, "mango");
            shop.sell();
        },
        &[("lime", Naming::Withdrawn), ("kiwi", Naming::Withdrawn), ("mango", Naming::Sold)],
    );
}

#[test]
fn a_choice_that_was_never_meant_leaves_the_word_before_it() {
    becomes(
        |shop| {
            let item = shop.named("lime");
            shop.choose(item, "kiwi");
            shop.command(Command::TakeBackChoice(item));
            shop.sell();
            let item = shop.named("mango");
            shop.command(Command::TakeBackChoice(item));
        },
        &[("lime", Naming::Sold), ("kiwi", Naming::Withdrawn), ("mango", Naming::Withdrawn)],
    );
}

#[test]
fn what_goes_from_the_cart_unsold_never_counts() {
    becomes(
        |shop| {
            shop.named("lime");
            let line = only_line(&shop.machine);
            shop.cart(CartCommand::VoidLine(line));
            shop.named("kiwi");
            shop.named("mango");
            shop.cart(CartCommand::VoidCart { reason: String::new() });
        },
        &[("lime", Naming::Withdrawn), ("kiwi", Naming::Withdrawn), ("mango", Naming::Withdrawn)],
    );
}

#[test]
fn a_photo_that_was_dismissed_says_nothing_although_its_line_is_sold() {
    becomes(
        |shop| {
            let item = shop.named("lime");
            shop.command(Command::Dismiss(item));
            assert_eq!(line_products(&shop.machine.snapshot()), ["lime"]);
            shop.sell();
        },
        &[("lime", Naming::Withdrawn)],
    );
}

#[test]
fn a_sale_that_fails_decides_nothing() {
    becomes(
        |shop| {
            let item = shop.named("lime");
            let effects = shop.machine.apply(Input::Command(Command::CompleteSale));
            assert!(effects.iter().any(|effect| matches!(effect, Effect::RecordSale(..))));
            shop.apply(Input::SaleFailed(Message::new("file-disk-full")));
            assert!(matches!(
                shop.rows.values().next(),
                None | Some((_, Capture { became: Naming::Open, .. }))
            ));
            shop.command(Command::UndoAdd(item));
        },
        &[("lime", Naming::Withdrawn)],
    );
}

#[test]
fn what_is_on_hold_counts_once_it_is_sold() {
    becomes(
        |shop| {
            shop.named("lime");
            shop.cart(CartCommand::Hold { note: "blue hat".to_owned() });
            shop.named("kiwi");
            shop.cart(CartCommand::Resume(1));
            shop.sell();
            shop.cart(CartCommand::Resume(2));
            shop.cart(CartCommand::VoidCart { reason: String::new() });
        },
        &[("lime", Naming::Sold), ("kiwi", Naming::Withdrawn)],
    );
}

#[test]
fn of_fewer_pieces_than_were_named_nobody_knows_which_were_sold() {
    becomes(
        |shop| {
            shop.named("lime");
            shop.named("lime");
            let line = only_line(&shop.machine);
            shop.command(Command::SetPieces(line, 1));
            shop.named("kiwi");
            let line = shop.machine.snapshot().cart.lines[1].id;
            shop.command(Command::SetPieces(line, 7));
            shop.sell();
        },
        &[("lime", Naming::Unknown), ("lime", Naming::Unknown), ("kiwi", Naming::Sold)],
    );
}

#[test]
fn a_cart_that_outlived_the_program_bears_its_words_out() {
    for (is_open, sold) in [(true, true), (false, true), (true, false)] {
        let mut shop = Shop::open(true);
        shop.named("lime");
        let mut cart = Cart::new(Currency::EUR, TaxMode::Included);
        for line in shop.cart.take().unwrap().lines() {
            cart.add_apart(line.product().clone(), line.additions().to_vec()).unwrap();
        }
        // The program ends, and begins anew over the same shop.
        shop.machine = ready();
        let held = HeldCart { mark: mark(1), cart: cart.clone() };
        let (open, held) = if is_open { (Some(cart), Vec::new()) } else { (None, vec![held]) };
        shop.apply(Input::Cart(CartInput::Found(SavedCarts {
            open,
            held,
            unreadable: Vec::new(),
        })));
        shop.cart(CartCommand::Resume(1));
        match sold {
            true => shop.sell(),
            false => shop.cart(CartCommand::VoidCart { reason: String::new() }),
        }
        let became = if sold { Naming::Sold } else { Naming::Withdrawn };
        assert_eq!(shop.became(), [("lime".to_owned(), became)]);
    }
}

#[test]
fn what_a_full_disk_did_not_take_is_written_after_the_next_sale() {
    let mut shop = Shop::open(true);
    let wrong = shop.named("lime");
    shop.full = true;
    shop.command(Command::UndoAdd(wrong));
    assert_eq!(shop.became(), [("lime".to_owned(), Naming::Open)]);
    shop.full = false;
    shop.command(Command::AddProduct(id("kiwi")));
    shop.sell();
    assert_eq!(shop.became(), [("lime".to_owned(), Naming::Withdrawn)]);
}

#[test]
fn a_shop_that_keeps_no_photos_has_no_words() {
    let mut shop = Shop::open(true);
    shop.command(Command::Settings(SettingsCommand::Set(&CAPTURES, "off".into())));
    shop.named("lime");
    assert_eq!(shop.cart.as_ref().unwrap().namings().count(), 0);
    shop.sell();
    assert!(shop.rows.is_empty() && shop.orders.is_empty());
}
