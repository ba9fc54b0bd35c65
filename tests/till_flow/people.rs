//! Who stands at the till, what they may do, and whose word is needed.

use tillsight::domain::{
    Deed, Discount, JournalDeed, JournalEntry, PercentOff, Permissions, Person, PersonId, Role,
};
use tillsight::till::catalogue::CatalogueCommand;
use tillsight::till::settings::SettingsCommand;
use tillsight::till::{
    CartCommand, Command, DayCommand, DayEffect, Effect, Input, Machine, May, PayCommand,
    PeopleCommand, PeopleEffect, PeopleInput, ShopState, Snapshot,
};

use super::running::Running;
use super::script::answer as answer_photos;
use super::script::*;

const OLGA: PersonId = PersonId(1);
const CARL: PersonId = PersonId(2);
const MAX: PersonId = PersonId(3);

fn person(id: PersonId, name: &str, role: Role, has_pin: bool) -> Person {
    Person { id, name: name.to_owned(), role, has_pin }
}

fn read(people: Vec<Person>, added: Option<PersonId>) -> Input {
    Input::People(PeopleInput::Read { people, permissions: Permissions::default(), added })
}

/// Olga owns the shop, Max manages it, Carl sells and has no PIN.
fn staffed() -> Machine {
    let mut machine = ready();
    let olga = person(OLGA, "Olga", Role::Owner, true);
    let max = person(MAX, "Max", Role::Manager, true);
    let carl = person(CARL, "Carl", Role::Clerk, false);
    machine.apply(read(vec![carl, max, olga], None));
    machine
}

fn people(machine: &mut Machine, wish: PeopleCommand) -> Vec<Effect> {
    command(machine, Command::People(wish))
}

fn answer(machine: &mut Machine, input: PeopleInput) -> Vec<Effect> {
    machine.apply(Input::People(input))
}

fn carl_sells() -> Machine {
    let mut machine = staffed();
    people(&mut machine, PeopleCommand::SignIn { person: CARL, pin: String::new() });
    answer(&mut machine, PeopleInput::PinNotNeeded(CARL));
    machine
}

fn told(effects: &[Effect]) -> Vec<&JournalEntry> {
    let entry = |effect| match effect {
        &Effect::Day(DayEffect::WriteJournal(ref entry)) => Some(entry),
        _ => None,
    };
    effects.iter().filter_map(entry).collect()
}

fn asked(machine: &Machine) -> Option<Deed> {
    machine.snapshot().people.approval.map(|approval| approval.deed)
}

fn problem(machine: &Machine) -> Option<&'static str> {
    machine.snapshot().people.problem.map(|problem| problem.id)
}

#[test]
fn without_people_nobody_is_asked_and_everything_is_allowed() {
    let mut machine = ready();
    for deed in Deed::ALL {
        assert_eq!(machine.may(deed), May::Allowed);
    }
    assert!(!machine.snapshot().people.locked);
    command(&mut machine, Command::AddProduct(id("kiwi")));
    let effects =
        command(&mut machine, Command::Cart(CartCommand::VoidCart { reason: String::new() }));
    assert!(machine.snapshot().cart.lines.is_empty());
    let told = told(&effects);
    assert_eq!((told[0].deed, told[0].amount), (JournalDeed::VoidCart, Some(39)));
    assert_eq!(told[0].by.person, None);
}

#[test]
fn the_shop_reads_its_people_when_it_opens() {
    let effects = Machine::default().apply(shop());
    assert!(effects.iter().any(|effect| matches!(effect, Effect::People(PeopleEffect::Load))));
}

#[test]
fn a_locked_till_sells_nothing_until_someone_signs_in() {
    let mut machine = staffed();
    assert!(machine.snapshot().people.locked);
    command(&mut machine, Command::AddProduct(id("kiwi")));
    assert!(machine.snapshot().cart.lines.is_empty());

    let effects = people(&mut machine, PeopleCommand::SignIn { person: CARL, pin: String::new() });
    let asks = Effect::People(PeopleEffect::CheckPin { person: CARL, pin: None });
    assert!(matches!((&effects[..], asks), ([Effect::People(a)], Effect::People(b)) if *a == b));
    let effects = answer(&mut machine, PeopleInput::PinNotNeeded(CARL));
    assert_eq!(told(&effects)[0].deed, JournalDeed::SignIn);
    assert_eq!(machine.snapshot().people.signed_in.unwrap().name, "Carl");
    command(&mut machine, Command::AddProduct(id("kiwi")));
    assert_eq!(machine.snapshot().cart.lines.len(), 1);

    let effects = people(&mut machine, PeopleCommand::SignOut);
    assert_eq!(told(&effects)[0].deed, JournalDeed::SignOut);
    assert!(machine.snapshot().people.locked);
    assert_eq!(machine.snapshot().cart.lines.len(), 1, "the cart stays");
}

#[test]
fn a_wrong_pin_lets_nobody_in_and_stands_in_the_journal() {
    let mut machine = staffed();
    people(&mut machine, PeopleCommand::SignIn { person: OLGA, pin: "1111".to_owned() });
    assert!(machine.snapshot().people.checking);
    let second = people(&mut machine, PeopleCommand::SignIn { person: OLGA, pin: "2222".into() });
    assert!(second.is_empty(), "one at a time");
    let effects = answer(&mut machine, PeopleInput::PinCompared { person: OLGA, right: false });
    let entry = told(&effects)[0];
    assert_eq!((entry.deed, entry.by.person), (JournalDeed::PinFailed, Some(OLGA)));
    assert_eq!(problem(&machine), Some("problem-pin-wrong"));
    assert!(machine.snapshot().people.locked);
}

#[test]
fn a_lock_out_is_said_with_its_seconds() {
    let mut machine = staffed();
    people(&mut machine, PeopleCommand::SignIn { person: OLGA, pin: "1111".to_owned() });
    answer(&mut machine, PeopleInput::PinLocked { person: OLGA, seconds: 30 });
    let problem = machine.snapshot().people.problem.unwrap();
    assert_eq!((problem.id, problem.args[0].1.as_str()), ("problem-pin-locked", "30"));
    assert!(!machine.snapshot().people.checking);
}

#[test]
fn what_is_no_pin_is_never_checked() {
    let mut machine = staffed();
    for typed in ["", "12", "abcd"] {
        let pin = typed.to_owned();
        assert!(people(&mut machine, PeopleCommand::SignIn { person: OLGA, pin }).is_empty());
        assert_eq!(problem(&machine), Some("problem-pin-form"), "{typed}");
    }
    let nobody = PeopleCommand::SignIn { person: PersonId(99), pin: "1234".to_owned() };
    assert!(people(&mut machine, nobody).is_empty());
}

#[test]
fn an_answer_that_nobody_waits_for_lets_nobody_in() {
    let mut machine = staffed();
    answer(&mut machine, PeopleInput::PinCompared { person: OLGA, right: true });
    assert!(machine.snapshot().people.locked);
    people(&mut machine, PeopleCommand::SignIn { person: OLGA, pin: "1111".to_owned() });
    answer(&mut machine, PeopleInput::PinNotNeeded(CARL));
    assert!(machine.snapshot().people.locked, "another person's answer");
}

#[test]
fn what_a_clerk_may_not_do_waits_for_another_word_and_the_journal_keeps_both() {
    let mut machine = carl_sells();
    command(&mut machine, Command::AddProduct(id("kiwi")));
    let effects =
        command(&mut machine, Command::Cart(CartCommand::VoidCart { reason: String::new() }));
    assert!(told(&effects).is_empty());
    assert_eq!(machine.snapshot().cart.lines.len(), 1);
    assert_eq!(asked(&machine), Some(Deed::VoidCart));
    let approvers = machine.snapshot().people.approval.unwrap().approvers;
    let names: Vec<_> = approvers.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["Max", "Olga"], "not Carl himself");

    people(&mut machine, PeopleCommand::Approve { person: MAX, pin: "1234".to_owned() });
    let effects = answer(&mut machine, PeopleInput::PinCompared { person: MAX, right: true });
    assert!(machine.snapshot().cart.lines.is_empty());
    assert_eq!(asked(&machine), None);
    let entries: Vec<_> =
        told(&effects).iter().map(|e| (e.deed, e.by.person, e.by.approver)).collect();
    assert_eq!(
        entries,
        [
            (JournalDeed::Approval, Some(CARL), Some(MAX)),
            (JournalDeed::VoidCart, Some(CARL), Some(MAX)),
        ]
    );
    // The word was for this once.
    command(&mut machine, Command::AddProduct(id("kiwi")));
    command(&mut machine, Command::Cart(CartCommand::VoidCart { reason: String::new() }));
    assert_eq!(asked(&machine), Some(Deed::VoidCart));
}

#[test]
fn someone_who_may_not_either_cannot_approve() {
    let mut machine = carl_sells();
    people(&mut machine, PeopleCommand::Retire(MAX));
    assert_eq!(asked(&machine), Some(Deed::ChangePeople));
    people(&mut machine, PeopleCommand::Approve { person: MAX, pin: "1234".to_owned() });
    let effects = answer(&mut machine, PeopleInput::PinCompared { person: MAX, right: true });
    assert!(told(&effects).is_empty());
    assert_eq!(problem(&machine), Some("problem-approver"));
    assert_eq!(asked(&machine), Some(Deed::ChangePeople), "still waiting");
    people(&mut machine, PeopleCommand::CancelApproval);
    assert_eq!(asked(&machine), None);
    let late = answer(&mut machine, PeopleInput::PinCompared { person: OLGA, right: true });
    assert!(!late.iter().any(|effect| matches!(effect, Effect::People(PeopleEffect::Change(..)))));
}

#[test]
fn each_deed_at_the_till_asks_for_its_right() {
    let mut machine = carl_sells();
    command(&mut machine, Command::AddProduct(id("kiwi")));
    let line = only_line(&machine);
    let reason = "bruised".to_owned();
    let discount = Some(Discount::Percent(PercentOff::from_basis_points(1000).unwrap()));
    let cash = || ("5".to_owned(), "flowers".to_owned());
    let ((a, b), (c, d)) = (cash(), cash());
    let deeds = [
        (
            Command::Cart(CartCommand::SetPrice {
                line,
                price: Some(cents(5)),
                reason: reason.clone(),
            }),
            Deed::OverridePrice,
        ),
        (Command::Cart(CartCommand::SetDiscount { line, discount, reason }), Deed::Discount),
        (Command::Catalogue(CatalogueCommand::Import), Deed::ChangeCatalogue),
        (Command::Catalogue(CatalogueCommand::SetActive(id("kiwi"), false)), Deed::ChangeCatalogue),
        (Command::Settings(SettingsCommand::SetCurrency("JPY".to_owned())), Deed::ChangeSettings),
        (Command::Pay(PayCommand::Refund), Deed::Refund),
        (Command::Pay(PayCommand::OpenDrawer), Deed::OpenDrawer),
        (Command::Day(DayCommand::PayIn { amount: a, reason: b }), Deed::PayInOut),
        (Command::Day(DayCommand::PayOut { amount: c, reason: d }), Deed::PayInOut),
        (
            Command::Day(DayCommand::Close(tillsight::till::TypedCount::Sum("1".to_owned()))),
            Deed::CloseDay,
        ),
        (
            Command::People(PeopleCommand::SetPermission { deed: Deed::Refund, role: Role::Clerk }),
            Deed::ChangePeople,
        ),
    ];
    for (wish, deed) in deeds {
        let effects = command(&mut machine, wish);
        assert_eq!(asked(&machine), Some(deed));
        assert!(told(&effects).is_empty(), "{deed:?}");
        people(&mut machine, PeopleCommand::CancelApproval);
    }
    assert_eq!(machine.snapshot().cart.total, cents(39), "nothing was done");
    // A single line a clerk may void; the journal still knows.
    let effects = command(&mut machine, Command::Cart(CartCommand::VoidLine(line)));
    let entry = told(&effects)[0];
    assert_eq!((entry.deed, entry.amount), (JournalDeed::VoidLine, Some(39)));
    assert_eq!((entry.details.as_str(), entry.by.person), ("kiwi", Some(CARL)));
}

#[test]
fn other_prices_and_discounts_stand_in_the_journal_once_they_are_taken() {
    let mut machine = ready();
    command(&mut machine, Command::AddProduct(id("mango")));
    let line = only_line(&machine);
    let price = |reason: &str| {
        let reason = reason.to_owned();
        Command::Cart(CartCommand::SetPrice { line, price: Some(cents(99)), reason })
    };
    let refused = command(&mut machine, price(""));
    assert!(told(&refused).is_empty(), "without a reason it is not taken");
    let effects = command(&mut machine, price("bruised"));
    let entry = told(&effects)[0];
    assert_eq!((entry.deed, entry.amount), (JournalDeed::OverridePrice, Some(99)));
    assert_eq!(entry.details, "mango: bruised");
}

#[test]
fn the_first_person_is_the_one_who_adds_it() {
    let mut machine = ready();
    let add =
        PeopleCommand::Add { name: "Olga".to_owned(), role: Role::Owner, pin: "1234".to_owned() };
    assert_eq!(people(&mut machine, add).len(), 1);
    machine.apply(read(vec![person(OLGA, "Olga", Role::Owner, false)], Some(OLGA)));
    let view = machine.snapshot().people;
    assert!(!view.locked && view.signed_in.is_some_and(|person| person.id == OLGA));
}

#[test]
fn a_person_who_is_taken_off_the_list_is_signed_out() {
    let mut machine = carl_sells();
    machine.apply(read(vec![person(OLGA, "Olga", Role::Owner, true)], None));
    assert!(machine.snapshot().people.locked);
}

#[test]
fn with_threads_and_a_database_a_pin_is_set_and_opens_the_till() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::with(Running::without_model(folder.path()));
    let wait = |is_so: &dyn Fn(&Snapshot) -> bool| running.wait_until(is_so);
    wait(&|snapshot| snapshot.shop == ShopState::Open);
    let ask = |wish| running.send(Command::People(wish));
    let pin = || "4711".to_owned();
    ask(PeopleCommand::Add { name: "Olga".to_owned(), role: Role::Owner, pin: pin() });
    let snapshot = wait(&|it| it.people.people.iter().any(|person| person.has_pin));
    let olga = snapshot.people.signed_in.as_ref().unwrap().id;
    ask(PeopleCommand::SignOut);
    wait(&|it| it.people.locked);
    ask(PeopleCommand::SignIn { person: olga, pin: "0000".to_owned() });
    let wrong = wait(&|it| it.people.problem.is_some());
    assert!(wrong.people.locked);
    ask(PeopleCommand::SignIn { person: olga, pin: pin() });
    wait(&|it| it.people.signed_in.is_some());
    running.send(Command::Day(DayCommand::Look));
    let snapshot = wait(&|it| it.day.book.is_some());
    let deeds: Vec<_> =
        snapshot.day.book.as_ref().unwrap().journal.iter().map(|row| row.deed).collect();
    let expected = [
        JournalDeed::SignIn,
        JournalDeed::PinFailed,
        JournalDeed::SignOut,
        JournalDeed::People,
        JournalDeed::People,
    ];
    assert_eq!(deeds, expected);
}

#[test]
fn fewer_pieces_are_a_void_in_part() {
    let mut machine = carl_sells();
    command(&mut machine, Command::AddProduct(id("kiwi")));
    let line = only_line(&machine);
    assert!(
        told(&command(&mut machine, Command::SetPieces(line, 5))).is_empty(),
        "more is no void"
    );
    let effects = command(&mut machine, Command::SetPieces(line, 2));
    let entry = told(&effects)[0];
    assert_eq!((entry.deed, entry.amount), (JournalDeed::FewerPieces, Some(117)));
    assert_eq!((entry.details.as_str(), entry.by.person), ("kiwi", Some(CARL)));

    let mut strict = Permissions::default();
    strict.set(Deed::VoidLine, Role::Manager);
    let carl = person(CARL, "Carl", Role::Clerk, false);
    let max = person(MAX, "Max", Role::Manager, true);
    let read = PeopleInput::Read { people: vec![carl, max], permissions: strict, added: None };
    answer(&mut machine, read);
    command(&mut machine, Command::SetPieces(line, 1));
    assert_eq!(asked(&machine), Some(Deed::VoidLine));
    assert_eq!(machine.snapshot().cart.total, cents(78), "nothing was done");
}

#[test]
fn what_is_taken_back_from_a_photo_is_told() {
    let mut machine = carl_sells();
    let item = show(&mut machine, accept("mango"));
    let effects = command(&mut machine, Command::UndoAdd(item));
    let entry = told(&effects)[0];
    assert_eq!((entry.deed, entry.details.as_str()), (JournalDeed::UndoAdd, "mango"));
    assert!(entry.amount.is_some_and(|amount| amount > 0));
    assert!(told(&command(&mut machine, Command::UndoAdd(item))).is_empty(), "once only");
}

#[test]
fn a_locked_till_sells_nothing_that_it_still_recognises() {
    let mut machine = carl_sells();
    let batches = open_and_decode(&mut machine, &["photo.jpg"]);
    people(&mut machine, PeopleCommand::SignOut);
    answer_photos(&mut machine, &batches[0], vec![accept("mango")]);
    assert!(machine.snapshot().cart.lines.is_empty());
    assert_eq!(machine.snapshot().items.len(), 1, "it waits for whoever comes");
}
