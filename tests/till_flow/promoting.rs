//! Which version of the model sells: who may decide it, what the journal is told, and that selling
//! goes on meanwhile.

use tillsight::domain::Message;
use tillsight::domain::{
    Deed, DoneBy, JournalDeed, JournalEntry, Permissions, Person, PersonId, Role,
};
use tillsight::till::{
    Command, DayEffect, Effect, Input, Machine, ModelCommand, ModelEffect, ModelInput, ModelState,
    PeopleCommand, PeopleInput,
};

use super::script::*;

const OLGA: PersonId = PersonId(1);
const CARL: PersonId = PersonId(2);

/// Carl sells; Olga, the owner, is on the list.
fn carl_sells() -> Machine {
    let mut machine = ready();
    let person = |id, name: &str, role| Person { id, name: name.to_owned(), role, has_pin: false };
    let people = vec![person(CARL, "Carl", Role::Clerk), person(OLGA, "Olga", Role::Owner)];
    let permissions = Permissions::default();
    machine.apply(Input::People(PeopleInput::Read { people, permissions, added: None }));
    let sign_in = PeopleCommand::SignIn { person: CARL, pin: String::new() };
    command(&mut machine, Command::People(sign_in));
    machine.apply(Input::People(PeopleInput::PinNotNeeded(CARL)));
    machine
}

fn promote(machine: &mut Machine) -> Vec<Effect> {
    command(machine, ModelCommand::Promote { version: "new".to_owned() }.into())
}

fn asked_of_disk(effects: &[Effect]) -> Vec<&ModelEffect> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Model(effect) => Some(effect),
            _ => None,
        })
        .collect()
}

fn told(effects: &[Effect]) -> Vec<&JournalEntry> {
    let entry = |effect| match effect {
        &Effect::Day(DayEffect::WriteJournal(ref entry)) => Some(entry),
        _ => None,
    };
    effects.iter().filter_map(entry).collect()
}

fn changed(machine: &mut Machine, by: DoneBy) -> Vec<Effect> {
    machine.apply(Input::Model(ModelInput::Changed {
        before: Some("old".to_owned()),
        version: "new".to_owned(),
        rolled_back: false,
        by,
    }))
}

#[test]
fn a_clerk_waits_for_the_owners_word_and_the_journal_keeps_both() {
    for wish in [ModelCommand::Promote { version: "new".to_owned() }, ModelCommand::RollBack] {
        let mut machine = carl_sells();
        let effects = command(&mut machine, wish.into());
        assert!(asked_of_disk(&effects).is_empty(), "nothing happens without a word");
        let asked = machine.snapshot().people.approval.unwrap();
        assert_eq!(asked.deed, Deed::PromoteModel);
        assert_eq!(asked.approvers.len(), 1);
        let approve = PeopleCommand::Approve { person: OLGA, pin: String::new() };
        command(&mut machine, Command::People(approve));
        let effects = machine.apply(Input::People(PeopleInput::PinNotNeeded(OLGA)));
        let both = DoneBy { person: Some(CARL), approver: Some(OLGA) };
        assert_eq!(asked_of_disk(&effects)[0].by, both);
        assert_eq!(told(&effects)[0].deed, JournalDeed::Approval);
        let effects = changed(&mut machine, both);
        let entry = told(&effects)[0];
        assert_eq!((entry.deed, entry.by), (JournalDeed::PromoteModel, both));
        assert_eq!(entry.details, "old -> new");
    }
}

#[test]
fn the_till_goes_on_with_its_model_until_the_other_one_is_there() {
    let mut machine = ready();
    let before = machine.snapshot().model;
    assert!(matches!(before, ModelState::Ready { .. }));
    promote(&mut machine);
    assert!(machine.snapshot().promotion.changing);
    assert_eq!(machine.snapshot().model, before);
    let effects = changed(&mut machine, DoneBy::default());
    assert!(effects.iter().any(|effect| matches!(effect, Effect::LoadModel)));
    let snapshot = machine.snapshot();
    assert_eq!(snapshot.model, before, "no scan is interrupted");
    assert_eq!((snapshot.promotion.changing, snapshot.promotion.done), (false, 1));
    assert_eq!(snapshot.promotion.told.unwrap().id, "model-promoted");
}

#[test]
fn a_second_press_is_the_same_wish() {
    let mut machine = ready();
    assert_eq!(asked_of_disk(&promote(&mut machine)).len(), 1);
    assert!(asked_of_disk(&promote(&mut machine)).is_empty());
}

#[test]
fn what_failed_is_told_and_changes_nothing() {
    let mut machine = ready();
    promote(&mut machine);
    let effects = machine.apply(Input::Model(ModelInput::Failed(Message::new("file-damaged"))));
    assert!(told(&effects).is_empty());
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::LoadModel)));
    let view = machine.snapshot().promotion;
    assert_eq!((view.changing, view.done), (false, 0));
    assert_eq!(view.problem.unwrap().id, "problem-promotion");
    promote(&mut machine);
    assert_eq!(machine.snapshot().promotion.problem, None, "a new wish begins anew");
}
