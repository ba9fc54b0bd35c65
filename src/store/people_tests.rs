//! Tests of people, their PINs and what they may do.

use super::*;
use domain::Pin;
use domain::settings::PERMISSIONS;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

const NOW: (DoneBy, Timestamp) = (DoneBy { person: None, approver: None }, Timestamp::UNIX_EPOCH);

fn pin(text: &str) -> PinHash {
    PinHash::of(&Pin::new(text).unwrap()).unwrap()
}

fn shop() -> (Store, PersonId, PersonId) {
    let mut store = Store::in_memory().unwrap();
    let owner = store.add_person("Olga", Role::Owner, NOW).unwrap().id;
    let clerk = store.add_person("Carl", Role::Clerk, NOW).unwrap().id;
    store.set_pin(clerk, Some(&pin("1234")), NOW).unwrap();
    (store, owner, clerk)
}

#[test]
fn a_new_shop_has_nobody_and_its_first_person_is_an_owner() {
    let mut store = Store::in_memory().unwrap();
    assert!(store.people().unwrap().is_empty());
    let refused = store.add_person("Carl", Role::Clerk, NOW);
    assert!(matches!(refused, Err(StoreError::FirstIsOwner)));
    assert!(store.people().unwrap().is_empty(), "nothing of it stays");
    let olga = store.add_person(" Olga ", Role::Owner, NOW).unwrap();
    assert_eq!(store.people().unwrap(), [olga]);
}

#[test]
fn names_are_unique_and_people_are_listed_by_name() {
    let (mut store, owner, clerk) = shop();
    let names: Vec<_> = store.people().unwrap().into_iter().map(|it| it.name).collect();
    assert_eq!(names, ["Carl", "Olga"]);
    assert!(matches!(store.add_person("Carl", Role::Clerk, NOW), Err(StoreError::NameTaken(_))));
    let refused = store.change_person(clerk, "Olga", Role::Clerk, NOW);
    assert!(matches!(refused, Err(StoreError::NameTaken(_))));
    assert!(matches!(store.add_person(" ", Role::Clerk, NOW), Err(StoreError::Rule(_))));
    store.change_person(clerk, "Carla", Role::Manager, NOW).unwrap();
    store.change_person(owner, "Olga", Role::Owner, NOW).unwrap();
    assert_eq!(store.people().unwrap()[0].role, Role::Manager);
}

#[test]
fn the_last_owner_stays_until_everybody_else_is_gone() {
    let (mut store, owner, clerk) = shop();
    let refused = store.change_person(owner, "Olga", Role::Manager, NOW);
    assert!(matches!(refused, Err(StoreError::FirstIsOwner)));
    assert!(matches!(store.retire_person(owner, NOW), Err(StoreError::FirstIsOwner)));
    store.retire_person(clerk, NOW).unwrap();
    assert!(matches!(store.retire_person(clerk, NOW), Err(StoreError::NoSuchPerson)));
    assert!(matches!(store.set_pin(clerk, None, NOW), Err(StoreError::NoSuchPerson)));
    assert!(matches!(store.begin_pin(clerk, at(0)), Err(StoreError::NoSuchPerson)));
    store.retire_person(owner, NOW).unwrap();
    assert!(store.people().unwrap().is_empty());
    assert!(matches!(store.add_person("Carl", Role::Owner, NOW), Err(StoreError::NameTaken(_))));
}

#[test]
fn someone_without_a_pin_needs_none_and_a_pin_is_never_stored_as_typed() {
    let (mut store, owner, clerk) = shop();
    assert_eq!(store.begin_pin(owner, at(0)).unwrap(), PinAttempt::NotNeeded);
    let PinAttempt::Check(hash) = store.begin_pin(clerk, at(0)).unwrap() else { panic!("a PIN") };
    assert!(hash.matches(&Pin::new("1234").unwrap()).unwrap());
    assert!(store.people().unwrap()[0].has_pin);
    store.set_pin(clerk, None, NOW).unwrap();
    assert_eq!(store.begin_pin(clerk, at(0)).unwrap(), PinAttempt::NotNeeded);
}

#[test]
fn five_failures_lock_and_each_further_one_locks_twice_as_long() {
    let (mut store, _, clerk) = shop();
    for _ in 0..5 {
        assert!(matches!(store.begin_pin(clerk, at(0)).unwrap(), PinAttempt::Check(_)));
    }
    for now in [0, 29] {
        let locked = PinAttempt::Locked { until: at(30) };
        assert_eq!(store.begin_pin(clerk, at(now)).unwrap(), locked);
    }
    assert!(matches!(store.begin_pin(clerk, at(30)).unwrap(), PinAttempt::Check(_)));
    assert_eq!(store.begin_pin(clerk, at(31)).unwrap(), PinAttempt::Locked { until: at(30 + 60) });
}

#[test]
fn a_right_pin_forgets_the_failures_and_so_does_a_new_one() {
    let (mut store, _, clerk) = shop();
    for _ in 0..4 {
        store.begin_pin(clerk, at(0)).unwrap();
    }
    store.begin_pin(clerk, at(0)).unwrap();
    store.pin_was_right(clerk).unwrap();
    for _ in 0..5 {
        assert!(matches!(store.begin_pin(clerk, at(1)).unwrap(), PinAttempt::Check(_)));
    }
    assert!(matches!(store.begin_pin(clerk, at(2)).unwrap(), PinAttempt::Locked { .. }));
    store.set_pin(clerk, Some(&pin("9876")), NOW).unwrap();
    assert!(matches!(store.begin_pin(clerk, at(2)).unwrap(), PinAttempt::Check(_)));
}

#[test]
fn a_clock_that_was_set_back_locks_nobody_out_for_years() {
    let (mut store, _, clerk) = shop();
    for _ in 0..5 {
        store.begin_pin(clerk, at(86_400 * 365)).unwrap();
    }
    assert!(matches!(store.begin_pin(clerk, at(0)).unwrap(), PinAttempt::Check(_)));
}

#[test]
fn permissions_are_kept_and_nonsense_is_damage() {
    let (mut store, ..) = shop();
    assert_eq!(store.permissions().unwrap(), Permissions::default());
    store.set_permission(Deed::Refund, Role::Clerk, NOW).unwrap();
    store.set_permission(Deed::CloseDay, Role::Owner, NOW).unwrap();
    let read = store.permissions().unwrap();
    assert_eq!(read.least_role(Deed::Refund), Role::Clerk);
    assert_eq!(read.least_role(Deed::CloseDay), Role::Owner);
    assert_eq!(read.least_role(Deed::VoidLine), Role::Clerk);

    let write = |store: &mut Store, json: &str| {
        store.write(|connection| settings::set_text(connection, &PERMISSIONS, json)).unwrap();
    };
    write(&mut store, r#"{"refund":"owner","fly":"clerk"}"#);
    assert_eq!(store.permissions().unwrap().least_role(Deed::Refund), Role::Owner);
    for nonsense in ["", "[]", r#"{"refund":"king"}"#] {
        write(&mut store, nonsense);
        assert!(matches!(store.permissions(), Err(StoreError::Damaged { .. })), "{nonsense}");
    }
}

#[test]
fn every_change_of_people_stands_in_the_journal_and_a_refused_one_does_not() {
    let (mut store, owner, clerk) = shop();
    assert!(store.retire_person(owner, NOW).is_err());
    let by = (DoneBy { person: Some(owner), approver: None }, at(5));
    store.change_person(clerk, "Carl", Role::Manager, by).unwrap();
    store.set_permission(Deed::Refund, Role::Clerk, by).unwrap();
    store.retire_person(clerk, by).unwrap();
    let entries = store.journal(100).unwrap();
    let details: Vec<_> = entries.iter().map(|entry| entry.details.as_str()).collect();
    let expected =
        ["- Carl", "refund: clerk", "Carl: manager", "Carl: PIN", "+ Carl: clerk", "+ Olga: owner"];
    assert_eq!(details, expected);
    assert_eq!((entries[0].person.as_str(), entries[0].at), ("Olga", at(5)));
}
