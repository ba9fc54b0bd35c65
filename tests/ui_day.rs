//! The screens of the day and of people as they are met: found by their labels, used by pointer
//! and keys. The till behind them is the real state machine; what the database would say is given.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use jiff::Timestamp;
use tillsight::domain::{AmountSum, DayReport};
use tillsight::domain::{
    CashMovementKind, CashReport, CoinCount, CountedAmount, Currency, Deed, DoneBy, JournalDeed,
    Money, Permissions, Person, PersonId, Role,
};
use tillsight::receipt::{Columns, plain_text};
use tillsight::teach::TeachingView;
use tillsight::texts::{Language, Texts};
use tillsight::till::day::{JournalRow, OpenDay};
use tillsight::till::machine::ShopOpened;
use tillsight::till::{
    Command, DayBook, DayEffect, DayInput, Effect, Input, Machine, PayEffect, PeopleChange,
    PeopleEffect, PeopleInput, Settings,
};
use tillsight::ui::Action;
use tillsight::ui::pictures::Pictures;
use tillsight::ui::place::Place;
use tillsight::ui::screen::Screen;
use tillsight::ui::theme::Tokens;
use tillsight::ui::window::window_ui;
use tillsight::ui::window_state::WindowState;

mod window_harness;

use window_harness::{Framed, click, harness, has, press};

struct Window {
    machine: Machine,
    local: WindowState,
    pictures: Option<Pictures>,
    language: &'static str,
    day: Vec<DayEffect>,
    pay: Vec<PayEffect>,
    people: Vec<PeopleEffect>,
}

impl Window {
    fn open() -> Self {
        let mut window = Self {
            machine: Machine::default(),
            local: WindowState::default(),
            pictures: None,
            language: "en",
            day: Vec::new(),
            pay: Vec::new(),
            people: Vec::new(),
        };
        window.take(Input::ShopOpened(ShopOpened {
            products: Vec::new(),
            currency: Currency::EUR,
            tax_mode: tillsight::domain::TaxMode::Included,
            pictures: "pictures".into(),
            settings: Settings::default(),
        }));
        window
    }

    /// In the screen of the day, with an open day, a closed one and an entry of the journal.
    fn in_the_day() -> Self {
        let mut window = Self::open();
        window.local.go_to(Place::Day);
        window.take(book(false));
        window
    }

    fn staffed() -> Self {
        let mut window = Self::open();
        let person = |id, name: &str, role, has_pin| Person {
            id: PersonId(id),
            name: name.to_owned(),
            role,
            has_pin,
        };
        window.take(Input::People(PeopleInput::Read {
            people: vec![
                person(2, "Carl", Role::Clerk, false),
                person(1, "Olga", Role::Owner, true),
            ],
            permissions: Permissions::default(),
            added: None,
        }));
        window
    }

    fn take(&mut self, input: Input) {
        for effect in self.machine.apply(input) {
            match effect {
                Effect::Day(effect) => self.day.push(effect),
                Effect::Pay(effect) => self.pay.push(effect),
                Effect::People(effect) => self.people.push(effect),
                _ => {}
            }
        }
    }
}

impl Framed for Window {
    fn frame(&mut self, ui: &mut egui::Ui) {
        let pictures = self.pictures.get_or_insert_with(|| Pictures::at_once(ui.ctx()));
        let snapshot = self.machine.snapshot();
        let texts = Texts::new(Language::for_tag(self.language));
        let screen = Screen {
            snapshot: &snapshot,
            texts: &texts,
            tokens: Tokens::of(ui.ctx().theme()),
            pictures,
            drop_works: false,
            teaching: &TeachingView::default(),
        };
        let all = egui::UiBuilder::new().max_rect(ui.ctx().content_rect());
        let local = &mut self.local;
        let actions = ui.scope_builder(all, |ui| window_ui(ui, &screen, local)).inner;
        for action in actions {
            if let Action::Till(command) = action {
                self.take(Input::Command(command));
            }
            ui.ctx().request_repaint();
        }
    }
}

fn report(z_number: Option<i64>) -> DayReport {
    let none = CountedAmount { count: 0, amount: 0 };
    DayReport {
        till: "1".to_owned(),
        z_number,
        opened_at: "2026-11-23T08:00:00Z".to_owned(),
        at: "2026-11-23T18:00:00Z".to_owned(),
        currency: Currency::EUR,
        sales: 2,
        refunds: none,
        voids: none,
        receipts: Some((1, 2)),
        sold: AmountSum { net: 1_000, tax: 70, gross: 1_070 },
        rounding: 0,
        by_tender: Vec::new(),
        by_tax_rate: Vec::new(),
        by_category: Vec::new(),
        by_product: Vec::new(),
        by_clerk: Vec::new(),
        cash: CashReport {
            float: 10_000,
            taken: 1_070,
            refunded: 0,
            pay_ins: 0,
            pay_outs: 0,
            expected: 11_070,
            counted: z_number.map(|_| 11_000),
            variance: z_number.map(|_| -70),
            coins: Vec::new(),
        },
    }
}

fn book(closed: bool) -> Input {
    let at = Timestamp::from_second(1_800_000_000).unwrap();
    let entry = JournalRow {
        id: 1,
        at,
        till: "1".to_owned(),
        person: "Carl".to_owned(),
        approver: "Olga".to_owned(),
        deed: JournalDeed::Approval,
        sale: None,
        amount: None,
        details: Deed::VoidCart.as_str().to_owned(),
    };
    let z = report(Some(7));
    let open = OpenDay { opened_at: at, float: None, movements: Vec::new() };
    let book = DayBook {
        till: "1".to_owned(),
        open: (!closed).then_some(open),
        x_report: Ok((!closed).then(|| report(None))),
        closed: vec![z.clone()],
        journal: vec![entry],
    };
    let closed_report = closed.then(|| Box::new(z));
    Input::Day(DayInput::Read { book: Box::new(book), done: closed, closed: closed_report })
}

/// Types into the field with this label.
fn type_into(harness: &mut Harness<'_, Window>, label: &str, text: &str) {
    harness.get_by_label(label).focus();
    harness.run();
    harness.get_by_label(label).type_text(text);
    harness.run();
}

#[test]
fn f10_leads_to_the_day_and_reads_it() {
    let mut harness = harness(Window::open());
    press(&mut harness, egui::Key::F10);
    assert!(has(&harness, "Earlier days"));
    assert_eq!(harness.state().day, [DayEffect::Look]);
}

#[test]
fn the_x_report_says_what_should_lie_in_the_drawer() {
    let mut harness = harness(Window::in_the_day());
    harness.run();
    assert!(has(&harness, "X report"));
    assert!(has(&harness, "€110.70"), "expected");
    click(&mut harness, "Save as CSV");
    let Some(DayEffect::SaveReport { name, text }) = harness.state().day.last() else {
        panic!("a file")
    };
    assert_eq!(name, "till-1-x-2026-11-23.csv");
    assert!(text.contains("cash,expected,,,,110.70\r\n"), "{text}");
}

#[test]
fn a_report_goes_to_the_receipt_printer() {
    let mut harness = harness(Window::in_the_day());
    harness.run();
    click(&mut harness, "Print");
    let Some(PayEffect::PrintReport(page)) = harness.state().pay.last() else {
        panic!("it is printed")
    };
    let paper = plain_text(page, Columns::Narrow);
    assert!(paper.lines().all(|line| line.chars().count() <= 32), "{paper}");
    assert!(paper.contains("X report") && paper.contains("€110.70"), "{paper}");
}

#[test]
fn the_float_is_counted_in_a_dialog() {
    let mut harness = harness(Window::in_the_day());
    harness.run();
    click(&mut harness, "Count the float…");
    type_into(&mut harness, "Amount", "100");
    click(&mut harness, "Record");
    let Some(DayEffect::MoveCash { movement, by }) = harness.state().day.last() else {
        panic!("cash moves")
    };
    assert_eq!(movement.kind, CashMovementKind::Float);
    assert_eq!(movement.amount, Money::new(10_000, Currency::EUR));
    assert_eq!(*by, DoneBy::default());
}

#[test]
fn a_pay_out_without_a_reason_is_refused_in_its_dialog_and_esc_closes_it() {
    let mut harness = harness(Window::in_the_day());
    harness.run();
    click(&mut harness, "Pay out…");
    type_into(&mut harness, "Amount", "5");
    click(&mut harness, "Record");
    assert!(has(&harness, "Write what the cash is for"));
    press(&mut harness, egui::Key::Escape);
    assert!(!has(&harness, "Record"));
    let moved = |effect: &DayEffect| matches!(effect, DayEffect::MoveCash { .. });
    assert!(!harness.state().day.iter().any(moved));
}

#[test]
fn a_day_is_counted_compared_and_closed() {
    let mut harness = harness(Window::in_the_day());
    harness.run();
    click(&mut harness, "Close the day…");
    type_into(&mut harness, "How many of €50.00", "2");
    type_into(&mut harness, "How many of €10.00", "1");
    assert!(has(&harness, "Counted: €110.00"));
    click(&mut harness, "Compare");
    assert!(has(&harness, "−€0.70"), "the variance before anything is final");
    let closes = |effect: &DayEffect| matches!(effect, DayEffect::Close { .. });
    assert!(!harness.state().day.iter().any(closes));
    click(&mut harness, "Close the day");
    let Some(DayEffect::Close { count, .. }) = harness.state().day.last() else {
        panic!("the day closes")
    };
    let coins = [CoinCount { value: 5_000, pieces: 2 }, CoinCount { value: 1_000, pieces: 1 }];
    assert_eq!(count.coins(), coins);

    harness.state_mut().take(book(true));
    harness.run();
    assert!(has(&harness, "The day is closed") && has(&harness, "Z report 7"));
}

#[test]
fn one_sum_will_do_and_nonsense_cannot_be_compared() {
    let mut harness = harness(Window::in_the_day());
    harness.run();
    click(&mut harness, "Close the day…");
    click(&mut harness, "One sum");
    type_into(&mut harness, "Amount", "12x");
    click(&mut harness, "Compare");
    assert!(!has(&harness, "Close the day?"));
    type_into(&mut harness, "Amount", "");
    press(&mut harness, egui::Key::Backspace);
    click(&mut harness, "Compare");
    assert!(has(&harness, "Close the day?"));
}

#[test]
fn the_journal_says_who_approved_what() {
    let mut harness = harness(Window::in_the_day());
    harness.run();
    click(&mut harness, "Journal");
    assert!(has(&harness, "Approved"));
    assert!(has(&harness, "Carl · approved by Olga · Void the cart"));
}

#[test]
fn a_locked_till_asks_who_is_there_and_one_without_a_pin_is_let_in_by_one_touch() {
    let mut harness = harness(Window::staffed());
    harness.run();
    assert!(has(&harness, "Who is at the till?"));
    click(&mut harness, "Carl");
    let asks = PeopleEffect::CheckPin { person: PersonId(2), pin: None };
    assert_eq!(harness.state().people.last(), Some(&asks));
    harness.state_mut().take(Input::People(PeopleInput::PinNotNeeded(PersonId(2))));
    harness.run();
    assert!(!has(&harness, "Who is at the till?"));
    click(&mut harness, "Lock the till (Carl)");
    assert!(has(&harness, "Who is at the till?"));
}

#[test]
fn a_pin_is_typed_by_touch_and_a_wrong_one_is_said() {
    let mut harness = harness(Window::staffed());
    harness.run();
    click(&mut harness, "Olga");
    for digit in ["4", "7", "1", "1"] {
        click(&mut harness, digit);
    }
    click(&mut harness, "Sign in");
    let Some(PeopleEffect::CheckPin { person: PersonId(1), pin: Some(pin) }) =
        harness.state().people.last()
    else {
        panic!("a PIN is checked")
    };
    assert_eq!(pin.digits(), "4711");
    let wrong = PeopleInput::PinCompared { person: PersonId(1), right: false };
    harness.state_mut().take(Input::People(wrong));
    harness.run();
    assert!(has(&harness, "This PIN is wrong"));
    press(&mut harness, egui::Key::Escape);
    assert!(has(&harness, "Carl"), "one step back, still locked");
}

#[test]
fn what_needs_another_word_asks_for_it_and_can_be_left() {
    let mut window = Window::staffed();
    window.take(Input::People(PeopleInput::PinNotNeeded(PersonId(2))));
    let sign_in =
        tillsight::till::PeopleCommand::SignIn { person: PersonId(2), pin: String::new() };
    window.take(Input::Command(Command::People(sign_in)));
    window.take(Input::People(PeopleInput::PinNotNeeded(PersonId(2))));
    let drawer = tillsight::till::PayCommand::OpenDrawer;
    window.take(Input::Command(Command::Pay(drawer)));
    let mut harness = harness(window);
    harness.run();
    assert!(has(&harness, "Open the drawer: who approves?"));
    assert!(has(&harness, "Olga") && !has(&harness, "Carl"));
    press(&mut harness, egui::Key::Escape);
    assert!(!has(&harness, "Open the drawer: who approves?"));
}

#[test]
fn the_first_person_is_added_as_the_owner() {
    let mut harness = harness(Window::in_the_day());
    harness.run();
    click(&mut harness, "People");
    click(&mut harness, "Add yourself as the owner…");
    type_into(&mut harness, "Name", "Olga");
    type_into(&mut harness, "PIN, 4 to 12 digits", "4711");
    click(&mut harness, "Save");
    let Some(PeopleEffect::Change(PeopleChange::Add { name, role, pin }, _)) =
        harness.state().people.last()
    else {
        panic!("someone is added")
    };
    assert_eq!((name.as_str(), *role), ("Olga", Role::Owner));
    assert_eq!(pin.as_ref().unwrap().digits(), "4711");
}

#[test]
fn the_screens_speak_chinese() {
    let mut window = Window::in_the_day();
    window.language = "zh-CN";
    let mut harness = harness(window);
    harness.run();
    assert!(has(&harness, "X 报表") && has(&harness, "日结…"));
}
