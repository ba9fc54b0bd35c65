//! The keys of clerks and scanners, and what may be sold of them.
use proptest::prelude::*;

use super::*;

const CODE: &str = "4006381333931";

/// A till that sells whatever the keys say: tiles stand, the search takes what is typed, and `log`
/// keeps what came out.
struct Counter {
    keys: Keystrokes<Stroke>,
    now: f64,
    prefix: Option<char>,
    tiles: usize,
    weight: Option<LineId>,
    /// What is typed while a field has the keyboard.
    field: Option<String>,
    /// What stands in the field while the keyboard is elsewhere.
    left: Option<String>,
    weighed: String,
    log: Vec<Said>,
    others: usize,
}

#[derive(Clone, PartialEq, Debug)]
enum Said {
    Tile(usize),
    Number(String),
    Code(String),
}

/// PLUs begin with 3, 4 and 9, as in the demo shop; 4 is one by itself.
struct Plus;

impl Numbers for Plus {
    fn plu_begins_with(&self, digit: u8) -> bool {
        [3, 4, 9].contains(&digit)
    }

    fn is_number(&self, text: &str) -> bool {
        ["4", "4011", "9"].contains(&text)
    }
}

impl Counter {
    fn with_tiles(tiles: usize) -> Self {
        Self {
            keys: Keystrokes::default(),
            now: 10.0,
            prefix: None,
            tiles,
            weight: None,
            field: None,
            left: None,
            weighed: String::new(),
            log: Vec::new(),
            others: 0,
        }
    }

    fn press(&mut self, stroke: Stroke) {
        self.keys.press(stroke.clone(), self.now, stroke);
        self.frame();
    }

    fn frame(&mut self) {
        let taker = match (&self.field, self.weight) {
            (Some(text), _) if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) => {
                Taker::Number
            }
            (Some(_), _) => Taker::Field,
            (None, Some(line)) => Taker::Weight(line),
            (None, None) if self.tiles > 0 => Taker::Tiles(self.tiles),
            (None, None) => Taker::Nobody,
        };
        let around = Surroundings { taker, prefix: self.prefix, numbers: &Plus };
        match self.keys.next(self.now, &around) {
            None => {}
            Some(Route::Pass(Stroke::Sign { text, .. })) => match &mut self.field {
                Some(field) => field.push_str(&text),
                None => self.others += 1,
            },
            Some(Route::Enter | Route::Pass(Stroke::Enter)) => {
                if let Some(typed) = self.field.take() {
                    self.log.push(Said::Number(typed));
                }
            }
            Some(Route::Pass(Stroke::Tab)) => {
                self.left = self.field.take().or(self.left.take());
            }
            Some(Route::Pass(_)) => self.others += 1,
            Some(Route::Search(text)) => self.search(&text),
            Some(Route::TakeBack(text)) => {
                assert!(matches!(self.log.pop(), Some(Said::Tile(_))), "the tile is the last");
                if !text.is_empty() {
                    self.search(&text);
                }
            }
            Some(Route::Weight(_, text)) => self.weighed.push_str(&text),
            Some(Route::Tile(index)) => self.log.push(Said::Tile(index)),
            Some(Route::Code(code)) => {
                // As on the screen: what was scanned is no part of a number that was begun.
                if taker == Taker::Number {
                    self.field = None;
                }
                self.log.push(Said::Code(code));
            }
        }
    }

    /// What was left in the search by Tab is still there.
    fn search(&mut self, text: &str) {
        let mut typed = self.field.take().or(self.left.take()).unwrap_or_default();
        typed.push_str(text);
        self.field = Some(typed);
    }

    /// So many seconds pass, with a frame each hundredth.
    fn wait(&mut self, seconds: f64) {
        let end = self.now + seconds;
        while self.now + 0.01 < end {
            self.now += 0.01;
            self.frame();
        }
        self.now = end;
    }

    /// Types each letter so many seconds after the one before.
    fn types(&mut self, letters: &str, gap: f64) {
        for letter in letters.chars() {
            self.wait(gap);
            self.press(key(letter));
        }
    }

    fn rests(mut self) -> Self {
        self.wait(1.0);
        assert!(!self.keys.is_waiting());
        self
    }
}

/// `⏎` is Enter, `⇥` Tab, `*` any other key.
fn key(letter: char) -> Stroke {
    match letter {
        '⏎' => Stroke::Enter,
        '⇥' => Stroke::Tab,
        '*' => Stroke::Other,
        sign => Stroke::Sign {
            text: sign.to_string(),
            digit: sign.to_digit(10).map(|digit| digit as u8),
            repeated: false,
        },
    }
}

fn typed(letters: &str, gap: f64) -> Vec<Said> {
    let mut counter = Counter::with_tiles(4);
    counter.types(letters, gap);
    counter.rests().log
}

fn code(text: &str) -> Said {
    Said::Code(text.to_owned())
}

fn number(text: &str) -> Said {
    Said::Number(text.to_owned())
}

#[test]
fn a_burst_is_a_code_whatever_its_length_and_its_end() {
    let codes =
        [CODE, "0104006381333931", "977012345600803", "978020137962454995", "AB123456", "73513537"];
    for text in codes {
        for gap in [0.0, 0.004, 0.049] {
            for end in ["⏎", "⇥", "", "*"] {
                assert_eq!(typed(&format!("{text}{end}"), gap), [code(text)], "{text}{end} {gap}");
            }
        }
    }
}

#[test]
fn a_slow_scanner_s_code_is_a_number_whole_and_sells_only_at_its_end() {
    for gap in [0.06, 0.1, 0.2, 0.24] {
        for end in ["⏎", "⇥"] {
            assert_eq!(typed(&format!("{CODE}{end}"), gap), [number(CODE)], "{gap} {end}");
        }
        assert_eq!(typed(CODE, gap), [], "nobody knows whether it is whole");
    }
}

#[test]
fn a_scanner_that_stutters_is_still_one_code() {
    let mut counter = Counter::with_tiles(4);
    counter.types("400638", 0.01);
    counter.types("1333931", 0.2);
    assert_eq!(counter.rests().log, [code(CODE)]);
    let mut counter = Counter::with_tiles(4);
    counter.types("4", 0.01);
    counter.types("0", 0.1);
    counter.types("06381333931⏎", 0.01);
    assert_eq!(counter.rests().log, [number(CODE)], "one number, and not the end of it");
}

#[test]
fn two_codes_come_one_right_behind_the_other() {
    assert_eq!(typed(&format!("{CODE}⏎73513537⏎"), 0.004), [code(CODE), code("73513537")]);
    let mut counter = Counter::with_tiles(4);
    counter.types(CODE, 0.004);
    counter.types("7", 0.3);
    counter.types("3513537", 0.004);
    assert_eq!(counter.rests().log, [code(CODE), code("73513537")]);
}

#[test]
fn a_slow_scanner_is_known_by_its_sign() {
    for gap in [0.01, 0.15] {
        let mut counter = Counter::with_tiles(4);
        counter.prefix = Some('~');
        counter.types(&format!("~{CODE}⏎"), gap);
        counter.types("~12", gap);
        assert_eq!(counter.rests().log, [code(CODE), code("12")]);
    }
    let mut counter = Counter::with_tiles(4);
    counter.prefix = Some('~');
    counter.types("~", 0.3);
    assert_eq!(counter.rests().others, 1, "a sign alone is a key like any other");
}

#[test]
fn a_digit_alone_is_its_tile_at_once_where_no_plu_begins_so() {
    for (digit, at_once) in [("1", true), ("2", true), ("3", false), ("4", false)] {
        let mut counter = Counter::with_tiles(4);
        counter.types(digit, 0.3);
        counter.wait(0.08);
        assert_eq!(!counter.log.is_empty(), at_once, "{digit}");
        assert_eq!(counter.keys.waiting_tile(4).is_some(), !at_once);
        let tile = digit.parse::<usize>().unwrap() - 1;
        assert_eq!(counter.rests().log, [Said::Tile(tile)]);
    }
}

#[test]
fn the_next_key_ends_the_waiting_for_a_tile() {
    let mut counter = Counter::with_tiles(4);
    counter.types("3", 0.3);
    counter.types("*", 0.1);
    counter.wait(0.02);
    assert_eq!((counter.log.as_slice(), counter.others), (&[Said::Tile(2)][..], 1));
    assert_eq!(typed("4⏎", 0.1), [number("4")], "a PLU of one digit and Enter");
    assert_eq!(typed("3⏎", 0.1), [Said::Tile(2)]);
}

#[test]
fn a_plu_typed_while_tiles_stand_is_the_plu() {
    for gap in [0.03, 0.06, 0.12, 0.24] {
        assert_eq!(typed("4064⏎", gap), [number("4064")], "{gap}");
        assert_eq!(typed("2064⏎", gap), [number("2064")], "{gap}: the tile is taken back");
        assert_eq!(typed("7up⏎", gap), [number("7up")]);
        assert_eq!(typed("1a⏎", gap), [number("1a")]);
    }
}

#[test]
fn digits_a_quarter_of_a_second_apart_are_tiles_each() {
    assert_eq!(typed("1234", 0.25), (0..4).map(Said::Tile).collect::<Vec<_>>());
    assert_eq!(typed("5", 0.3), [], "there is no fifth tile: a number begins");
}

fn a_line() -> LineId {
    use domain::{Cart, Currency, Money, Product, ProductId, TaxMode, TaxRate, UnitPrice};
    let product = Product {
        id: ProductId::new("banana").unwrap(),
        name: "Banana".to_owned(),
        names: std::collections::BTreeMap::new(),
        price: Some(UnitPrice::PerKg(Money::new(199, Currency::EUR))),
        plu: None,
        barcode: None,
        tax: TaxRate::parse_percent("7").unwrap(),
        category: String::new(),
        picture: None,
        active: true,
    };
    let mut cart = Cart::new(Currency::EUR, TaxMode::Included);
    cart.add(std::sync::Arc::new(product), None).unwrap()
}

#[test]
fn a_waiting_weight_has_the_digits() {
    let mut counter = Counter::with_tiles(4);
    counter.weight = Some(a_line());
    counter.types("300", 0.3);
    counter.types("1.5", 0.1);
    counter.wait(0.3);
    counter.types(CODE, 0.01);
    let counter = counter.rests();
    assert_eq!(counter.weighed, "3001.5");
    assert_eq!(counter.log, [code(CODE)], "a scanner's code is never a weight");
}

#[test]
fn a_field_has_what_is_typed_and_a_code_passes_it_by() {
    let mut counter = Counter::with_tiles(4);
    counter.field = Some("x".to_owned());
    counter.types("12 lime", 0.1);
    counter.types("12345", 0.001);
    counter.wait(0.3);
    assert_eq!(counter.field.as_deref(), Some("x12 lime12345"), "five so fast are no code yet");
    counter.types(CODE, 0.001);
    counter.wait(0.3);
    assert_eq!(counter.field.as_deref(), Some("x12 lime12345"));
    assert_eq!(counter.rests().log, [code(CODE)]);
}

#[test]
fn a_key_held_down_is_pressed_once() {
    let mut counter = Counter::with_tiles(4);
    counter.types("2", 0.3);
    counter.wait(0.4);
    for _ in 0..20 {
        counter.wait(0.03);
        let sign = Stroke::Sign { text: "2".to_owned(), digit: Some(2), repeated: true };
        counter.press(sign);
    }
    assert_eq!(counter.rests().log, [Said::Tile(1)]);
}

#[test]
fn letters_begin_a_search_and_other_signs_are_keys() {
    let mut counter = Counter::with_tiles(0);
    counter.types("+-", 0.3);
    counter.types("lime", 0.1);
    counter.wait(0.2);
    assert_eq!((counter.others, counter.field.as_deref()), (2, Some("lime")));
}

/// What may be sold of these keys, told without anything of the above: a tile whose digit has no other
/// within a quarter of a second, and the signs between two ends, whole.
mod oracle {
    use super::Said;

    /// A key and when it was pressed.
    pub(super) type Press = (char, f64);

    fn is_end(letter: char) -> bool {
        matches!(letter, '⏎' | '⇥' | '*')
    }

    /// Names are read before they are taken; a field may be left and entered again meanwhile.
    fn is_a_name(text: &str) -> bool {
        text.chars().any(char::is_alphabetic)
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 0.25
    }

    pub(super) fn may_be_sold(said: &Said, keys: &[Press]) -> bool {
        match said {
            Said::Tile(index) => (0..keys.len()).any(|at| {
                let (letter, time) = keys[at];
                let others = keys.iter().enumerate().filter(|(other, _)| *other != at);
                letter.to_digit(10) == Some(*index as u32 + 1)
                    && !others.into_iter().any(|(_, (o, t))| o.is_ascii_digit() && near(*t, time))
            }),
            Said::Number(text) if is_a_name(text) => true,
            // Keys that type nothing leave a number in its field as it is.
            Said::Number(text) => is_whole(text, keys, |letter| letter == '*'),
            Said::Code(text) => is_whole(text, keys, |_| false),
        }
    }

    /// Whether these signs were pressed one after the other, but for keys to be passed over, and no
    /// sign that would belong to them stands beside them.
    fn is_whole(text: &str, keys: &[Press], passed_over: impl Fn(char) -> bool) -> bool {
        (0..keys.len()).any(|from| {
            let signs = (from..keys.len()).filter(|at| !passed_over(keys[*at].0));
            let block: Vec<usize> = signs.take(text.chars().count()).collect();
            let is_text = block.iter().map(|at| keys[*at].0).eq(text.chars());
            let (Some(first), Some(last)) = (block.first(), block.last()) else { return false };
            let before = first.checked_sub(1).map(|at| keys[at]);
            let after = keys.get(last + 1);
            let begins = before.is_none_or(|(l, t)| is_end(l) || !near(t, keys[*first].1));
            let ends = after.is_none_or(|(l, t)| is_end(*l) || !near(*t, keys[*last].1));
            is_text && begins && ends
        })
    }
}

fn a_key() -> impl Strategy<Value = char> {
    prop_oneof![
        8 => prop::sample::select(vec!['0', '1', '2', '3', '4', '5', '6', '9']),
        1 => prop::sample::select(vec!['A', 'l', 'i']),
        2 => Just('⏎'),
        1 => prop::sample::select(vec!['⇥', '*']),
    ]
}

fn a_gap() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => 0.0..0.05_f64,
        3 => 0.05..0.25_f64,
        2 => 0.25..0.6_f64,
        1 => prop::sample::select(vec![0.0, 0.05, 0.25]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.max(2000)))]

    #[test]
    fn whatever_is_pressed_only_whole_numbers_codes_and_lonely_tiles_are_sold(
        presses in prop::collection::vec((a_key(), a_gap()), 1..30), tiles in 0..=4_usize,
    ) {
        let mut counter = Counter::with_tiles(tiles);
        let mut keys = Vec::new();
        for (letter, gap) in &presses {
            counter.wait(*gap);
            keys.push((*letter, counter.now));
            counter.press(key(*letter));
        }
        let counter = counter.rests();
        for said in &counter.log {
            prop_assert!(oracle::may_be_sold(said, &keys), "{said:?} of {keys:?}");
        }
    }

    #[test]
    fn a_code_of_any_scanner_is_never_a_tile(
        code in "[0-9]{6,20}|[A-Z]{2}[0-9]{4,8}", gap in 0.0..0.249_f64, jitter in 0.0..1.0_f64,
        end in prop::sample::select(vec!["⏎", "⇥", ""]),
    ) {
        let mut counter = Counter::with_tiles(4);
        for (at, letter) in format!("{code}{end}").chars().enumerate() {
            let varied = if at % 2 == 0 { gap } else { gap * jitter };
            counter.wait(if at == 0 { 1.0 } else { varied });
            counter.press(key(letter));
        }
        for said in &counter.rests().log {
            prop_assert!(
                matches!(said, Said::Number(text) | Said::Code(text) if *text == code), "{said:?}"
            );
        }
    }
}
