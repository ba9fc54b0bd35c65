//! What is typed and scanned at the till, one key a frame: only whole numbers and codes, and tiles
//! that were meant, are sold.

use std::sync::Arc;

use egui::{Event, Key, Modifiers, Theme};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use proptest::prelude::*;
use tillsight::domain::{Currency, LineQuantity, Money, Product, Quantity, TaxMode, UnitPrice};
use tillsight::recognition::Recognition;
use tillsight::till::machine::ShopOpened;
use tillsight::till::{Command, Input, PayScreen, PhotoSource, Settings};
use tillsight::ui::{fonts, theme};

use super::window::*;

const YOGHURT: &str = "4006381333931";
const MAGAZINE: &str = "9770123456008";
/// Seconds between two frames.
const FRAME: f64 = 0.02;

/// The goods of the other tests, packed ones with barcodes, and two whose numbers are letters too.
fn goods() -> Vec<Product> {
    let each = UnitPrice::PerPiece(Money::new(99, Currency::EUR));
    let coded = |id: &str, name: &str, barcode: &str| Product {
        plu: None,
        barcode: Some(barcode.to_owned()),
        ..product(id, name, "", "0", each)
    };
    let mut goods = products();
    goods.extend([
        coded("yoghurt", "Yoghurt", YOGHURT),
        coded("magazine", "Magazine", MAGAZINE),
        coded("gum", "Gum", "12345670"),
        product("stamp", "Stamp", "", "AB123456", each),
    ]);
    goods
}

/// A clerk at a window that draws each fiftieth of a second.
struct Clerk {
    harness: Harness<'static, Window>,
    now: f64,
    /// Each key with the time of its frame.
    pressed: Vec<(char, f64)>,
}

impl Clerk {
    /// At a till that sells all of the goods above.
    fn at(mut window: Window) -> Self {
        window.take(Input::ShopOpened(ShopOpened {
            products: goods(),
            currency: Currency::EUR,
            tax_mode: TaxMode::Included,
            pictures: "assets/pictures".into(),
            settings: Settings::default(),
        }));
        Self::before(window)
    }

    fn before(window: Window) -> Self {
        let harness = Harness::builder()
            .with_size([1280.0, 720.0])
            .with_theme(Theme::Light)
            .with_step_dt(FRAME as f32)
            .with_context_setup(|ctx| {
                fonts::install(ctx);
                theme::install(ctx);
            })
            .build_ui_state(|ui, window: &mut Window| Framed::frame(window, ui), window);
        let mut clerk = Self { harness, now: 0.0, pressed: Vec::new() };
        clerk.wait(0.2);
        clerk
    }

    /// At a till that asks with four tiles: Mango, Kiwi, Lime, Pink Lady apple.
    fn asked() -> Self {
        let mut clerk = Self::at(Window::ready());
        clerk.is_shown(ask());
        clerk
    }

    /// A photo is opened, of which the model says this.
    fn is_shown(&mut self, answer: Recognition) {
        let window = self.harness.state_mut();
        window.answers.push_back(answer);
        let photo = PhotoSource::Pasted(Arc::new(fruit_on_a_counter()));
        window.take(Input::Command(Command::OpenPhotos(vec![photo])));
        self.wait(1.0);
    }

    fn frame(&mut self, events: Vec<Event>) {
        self.harness.input_mut().events.extend(events);
        self.harness.step();
        self.now += FRAME;
    }

    fn wait(&mut self, seconds: f64) {
        for _ in 0..(seconds / FRAME).round() as usize {
            self.frame(Vec::new());
        }
    }

    /// Presses each key so many seconds after the one before: `⏎` is Enter, `⇥` Tab.
    fn types(&mut self, letters: &str, gap: f64) {
        for letter in letters.chars() {
            self.wait(gap - FRAME);
            self.press(letter);
        }
    }

    fn press(&mut self, letter: char) {
        let key = |key, pressed| Event::Key {
            key,
            physical_key: None,
            pressed,
            repeat: false,
            modifiers: Modifiers::NONE,
        };
        let struck = |name: Key| vec![key(name, true), key(name, false)];
        let events = match letter {
            '⏎' => struck(Key::Enter),
            '⇥' => struck(Key::Tab),
            sign => {
                let name = Key::from_name(&sign.to_uppercase().to_string());
                let mut events = name.map_or_else(Vec::new, struck);
                events.insert(events.len().min(1), Event::Text(sign.to_string()));
                events
            }
        };
        self.frame(events);
        self.pressed.push((letter, self.now));
    }

    fn function_key(&mut self, key: Key) {
        for pressed in [true, false] {
            let (repeat, modifiers) = (false, Modifiers::NONE);
            self.frame(vec![Event::Key { key, physical_key: None, pressed, repeat, modifiers }]);
        }
    }

    /// The cart after the hands have rested.
    fn cart(&mut self) -> Vec<String> {
        self.wait(0.5);
        self.harness.state().cart()
    }

    fn grams(&self) -> Option<u32> {
        let snapshot = self.harness.state().machine.snapshot();
        match snapshot.cart.lines.first()?.quantity {
            LineQuantity::Known(Quantity::Weight(grams)) => Some(grams.get()),
            _ => None,
        }
    }

    fn says(&self, words: &str) -> bool {
        self.harness.query_all_by_label_contains(words).next().is_some()
    }
}

#[test]
fn a_waiting_weight_has_the_digits_after_paying_was_refused() {
    let mut clerk = Clerk::at(Window::ready());
    clerk.is_shown(accept("banana"));
    clerk.function_key(Key::F9);
    clerk.wait(0.3);
    let refused = clerk.harness.state().machine.snapshot().pay.screen.clone();
    assert!(matches!(refused, PayScreen::Closed), "a weight is missing");
    clerk.types("300⏎", 0.16);
    assert_eq!(clerk.cart(), ["Banana"]);
    assert_eq!(clerk.grams(), Some(300));
}

#[test]
fn a_plu_typed_while_tiles_stand_is_that_plu_or_nothing() {
    for gap in [0.06, 0.12, 0.2] {
        let mut clerk = Clerk::asked();
        clerk.types("4064⏎", gap);
        assert_eq!(clerk.cart(), [""; 0], "no product has it ({gap} s)");
        assert!(clerk.says("No product has the PLU or barcode 4064"));
        let mut clerk = Clerk::asked();
        clerk.types("4048⏎", gap);
        assert_eq!(clerk.cart(), ["Lime"], "{gap} s");
        assert!(clerk.says("Lime added"), "it is what the photo shows");
    }
}

#[test]
fn a_digit_alone_is_its_tile() {
    for (digit, name) in [("1", "Mango"), ("2", "Kiwi"), ("3", "Lime"), ("4", "Pink Lady apple")] {
        let mut clerk = Clerk::asked();
        clerk.types(digit, 0.3);
        assert_eq!(clerk.cart(), [name]);
    }
}

#[test]
fn a_tile_taken_back_leaves_the_question_as_it_was() {
    let mut clerk = Clerk::asked();
    clerk.types("2", 0.3);
    clerk.wait(0.1);
    assert_eq!(clerk.harness.state().cart(), ["Kiwi"], "no PLU begins with 2: at once");
    clerk.types("7", 0.04);
    assert_eq!(clerk.cart(), [""; 0], "but it was a number");
    assert_eq!(clerk.harness.state().local.till.search, "27");
}

#[test]
fn text_typed_after_a_search_that_ended_with_enter_stays_in_order() {
    let mut clerk = Clerk::at(Window::ready());
    clerk.types("kiwi⏎", 0.1);
    assert_eq!(clerk.cart(), ["Kiwi"]);
    clerk.types("lime", 0.1);
    clerk.wait(0.2);
    assert_eq!(clerk.harness.state().local.till.search, "lime");
    clerk.types("⏎", 0.1);
    assert_eq!(clerk.cart(), ["Kiwi", "Lime"]);
}

#[test]
fn whatever_a_scanner_sends_is_never_a_tile() {
    let sticker = format!("010{YOGHURT}");
    let with_two = format!("{MAGAZINE}03");
    let with_five = format!("{MAGAZINE}54995");
    for (code, name) in [
        (YOGHURT, "Yoghurt"),
        (sticker.as_str(), "Yoghurt"),
        (with_two.as_str(), "Magazine"),
        (with_five.as_str(), "Magazine"),
        ("12345670", "Gum"),
        ("AB123456", "Stamp"),
    ] {
        for end in ["⏎", "⇥", ""] {
            let mut clerk = Clerk::asked();
            clerk.types(&format!("{code}{end}"), FRAME);
            assert_eq!(clerk.cart(), [name], "{code}{end}");
            assert!(clerk.says("Which one is it?"), "it says nothing of the photo");
        }
    }
    for (code, name) in [
        (YOGHURT, "Yoghurt"),
        ("12345670", "Gum"),
        (sticker.as_str(), "Yoghurt"),
        (with_five.as_str(), "Magazine"),
        ("AB123456", "Stamp"),
    ] {
        // Letters may be a name, which Tab does not end.
        let ends = if name == "Stamp" { &["⏎"][..] } else { &["⏎", "⇥"] };
        for end in ends {
            let mut clerk = Clerk::asked();
            clerk.types(&format!("{code}{end}"), 0.1);
            assert_eq!(clerk.cart(), [name], "a slow scanner: {code}{end}");
        }
    }
    let mut clerk = Clerk::asked();
    clerk.types(&format!("{YOGHURT}⏎"), 0.1);
    clerk.wait(0.5);
    assert!(clerk.says("Which one is it?"), "a barcode says nothing of the photo");
}

#[test]
fn letters_are_part_of_a_code() {
    for gap in [FRAME, 0.1] {
        let mut clerk = Clerk::asked();
        clerk.types("CD123456⏎", gap);
        assert_eq!(clerk.cart(), [""; 0], "{gap} s");
    }
}

#[test]
fn digits_and_enter_sell_only_a_whole_number() {
    for typed in ["00", "40", "400638", "333931", "405"] {
        let mut clerk = Clerk::at(Window::ready());
        clerk.types(&format!("{typed}⏎"), 0.3);
        assert_eq!(clerk.cart(), [""; 0], "{typed}");
        assert!(clerk.says(&format!("No product has the PLU or barcode {typed}")));
    }
    let mut clerk = Clerk::at(Window::ready());
    clerk.types("AB1⏎", 0.3);
    assert_eq!(clerk.cart(), [""; 0], "the beginning of a number with letters");
}

#[test]
fn what_the_arrow_keys_pick_of_a_number_that_was_begun_is_meant() {
    let mut clerk = Clerk::at(Window::ready());
    clerk.types("40", 0.3);
    clerk.function_key(Key::ArrowDown);
    clerk.function_key(Key::ArrowDown);
    clerk.types("⏎", 0.3);
    assert_eq!(clerk.cart().len(), 1);
}

/// What stands in the cart may be sold by these keys, told without the till: a tile whose digit has no
/// other within a quarter of a second, or the product whose whole number was pressed.
mod oracle {
    use super::{MAGAZINE, YOGHURT};

    const TILES: [&str; 4] = ["Mango", "Kiwi", "Lime", "Pink Lady apple"];
    const NUMBERS: [(&str, &str); 9] = [
        ("4011", "Banana"),
        ("4051", "Mango"),
        ("4030", "Kiwi"),
        ("4048", "Lime"),
        ("4130", "Pink Lady apple"),
        (YOGHURT, "Yoghurt"),
        (MAGAZINE, "Magazine"),
        ("12345670", "Gum"),
        ("AB123456", "Stamp"),
    ];

    pub fn may_be_sold(name: &str, keys: &[(char, f64)]) -> bool {
        // Frames are drawn a fiftieth of a second apart.
        let near = |a: f64, b: f64| (a - b).abs() < 0.25 - 1e-6;
        let is_end = |letter: char| matches!(letter, '⏎' | '⇥');
        let is_tile = (0..keys.len()).any(|at| {
            let (letter, time) = keys[at];
            let tile = letter.to_digit(10).and_then(|digit| (digit as usize).checked_sub(1));
            let lonely = keys
                .iter()
                .enumerate()
                .all(|(other, (sign, t))| other == at || !sign.is_ascii_digit() || !near(*t, time));
            lonely && tile.and_then(|tile| TILES.get(tile)) == Some(&name)
        });
        let numbers = NUMBERS.iter().filter(|(_, of)| *of == name);
        let is_number = numbers.into_iter().any(|(number, _)| {
            let length = number.chars().count();
            (0..(keys.len() + 1).saturating_sub(length)).any(|from| {
                let block = &keys[from..from + length];
                let before = from.checked_sub(1).map(|at| keys[at]);
                let after = keys.get(from + length);
                block.iter().map(|(letter, _)| *letter).eq(number.chars())
                    && before.is_none_or(|(l, t)| is_end(l) || !near(t, block[0].1))
                    && after.is_none_or(|(l, t)| is_end(*l) || !near(*t, block[length - 1].1))
            })
        });
        is_tile || is_number
    }
}

/// Numbers of the shop, whole or not, tiles, and what is pressed by mistake.
fn pieces() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[1-4]",
        3 => prop::sample::select(vec!["4011", "4051", "4030", "4048", "4130", "AB123456", "12345670", YOGHURT])
            .prop_map(str::to_owned),
        2 => "[0-9]{1,6}",
        1 => Just("CD123456".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.clamp(24, 48)))]

    #[test]
    fn whatever_is_pressed_sells_only_what_was_meant(
        parts in prop::collection::vec(
            (pieces(), prop::sample::select(vec!["⏎", "⇥", ""]), 0..14_u32, 0..20_u32), 1..4,
        ),
    ) {
        let mut clerk = Clerk::asked();
        for (letters, end, gap, pause) in parts {
            clerk.wait(f64::from(pause) * FRAME);
            clerk.types(&format!("{letters}{end}"), f64::from(gap + 1) * FRAME);
        }
        let cart = clerk.cart();
        for name in &cart {
            prop_assert!(oracle::may_be_sold(name, &clerk.pressed), "{name} of {:?}", clerk.pressed);
        }
    }
}
