//! Who stands at the till, what they may do, and whose word is needed where they may not.
//! Where nobody is on the list, nobody is asked and everything is allowed.

use std::sync::Arc;

use super::{Effect, Machine};
use crate::cart_command::CartCommand;
use crate::catalogue::CatalogueCommand;
use crate::command::Command;
use crate::day::DayCommand;
use crate::messages::Message;
use crate::paying::PayCommand;
use crate::people::{
    ApprovalView, PeopleChange, PeopleCommand, PeopleEffect, PeopleInput, PeopleView,
};
use crate::settings::SettingsCommand;
use crate::watching::WatchCommand;
use domain::{
    Deed, DoneBy, JournalDeed, JournalEntry, LineId, LineQuantity, Permissions, Person, PersonId,
    Pin, Quantity,
};

/// Whether something may be done at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum May {
    /// Yes.
    Allowed,
    /// Only with the word of someone who may.
    NeedsApproval,
}

/// Who works here, who stands at the till, and what waits for another's word.
#[derive(Default)]
pub(super) struct PeopleDesk {
    people: Arc<Vec<Person>>,
    permissions: Arc<Permissions>,
    signed_in: Option<PersonId>,
    checking: Option<Check>,
    waiting: Option<Waiting>,
    /// While a command is carried out that this person approved.
    approver: Option<PersonId>,
    problem: Option<Message>,
    answered: u64,
}

/// Whose PIN is being checked, and what for.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Check {
    person: PersonId,
    purpose: Purpose,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    SignIn,
    Approve,
}

/// A command that waits for another person's word.
struct Waiting {
    deed: Deed,
    command: Command,
}

impl PeopleDesk {
    /// Nobody stands at the till although someone should.
    pub(super) fn is_locked(&self) -> bool {
        !self.people.is_empty() && self.signed_in.is_none()
    }

    fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    fn may(&self, deed: Deed) -> May {
        let standing = self.signed_in.and_then(|id| self.person(id));
        let allowed = standing.is_some_and(|it| self.permissions.allow(it.role, deed));
        if allowed || self.people.is_empty() { May::Allowed } else { May::NeedsApproval }
    }

    fn approvers(&self, deed: Deed) -> Vec<Person> {
        let may = |person: &&Person| self.permissions.allow(person.role, deed);
        self.people.iter().filter(may).cloned().collect()
    }
}

impl Machine {
    /// Whether whoever stands at the till may do this alone.
    pub fn may(&self, deed: Deed) -> May {
        self.people.may(deed)
    }

    /// Who does what is done now, and who approved it: for sales and the journal.
    pub(super) fn done_by(&self) -> DoneBy {
        DoneBy { person: self.people.signed_in, approver: self.people.approver }
    }

    /// The gate that each command goes through: a locked till takes few, and what someone may not
    /// do waits for another's word.
    pub(super) fn admit(&mut self, command: Command, effects: &mut Vec<Effect>) {
        if self.people.is_locked() && !works_while_locked(&command) {
            return;
        }
        match self.deed_of(&command) {
            Some(deed) if self.may(deed) == May::NeedsApproval => {
                self.people.problem = None;
                self.people.waiting = Some(Waiting { deed, command });
            }
            _ => self.carry_out(command, effects),
        }
    }

    pub(super) fn people_command(&mut self, command: PeopleCommand, effects: &mut Vec<Effect>) {
        self.people.problem = None;
        match command {
            PeopleCommand::SignIn { person, pin } => {
                self.check(person, &pin, Purpose::SignIn, effects);
            }
            PeopleCommand::SignOut => self.sign_out(effects),
            PeopleCommand::Approve { person, pin } => {
                self.check(person, &pin, Purpose::Approve, effects);
            }
            PeopleCommand::CancelApproval => {
                self.people.waiting = None;
                self.people.checking = None;
            }
            PeopleCommand::Add { name, role, pin } => match typed_pin(&pin) {
                Ok(pin) => self.change(PeopleChange::Add { name, role, pin }, effects),
                Err(message) => self.people.problem = Some(message),
            },
            PeopleCommand::Change { person, name, role } => {
                self.change(PeopleChange::Edit { person, name, role }, effects);
            }
            PeopleCommand::SetPin { person, pin } => match typed_pin(&pin) {
                Ok(None) => self.change(PeopleChange::SavePin { person, hash: None }, effects),
                Ok(Some(pin)) => {
                    let by = self.done_by();
                    effects.push(Effect::People(PeopleEffect::HashPin { person, pin, by }));
                }
                Err(message) => self.people.problem = Some(message),
            },
            PeopleCommand::Retire(person) => self.change(PeopleChange::Retire(person), effects),
            PeopleCommand::SetPermission { deed, role } => {
                self.change(PeopleChange::SetPermission(deed, role), effects);
            }
        }
    }

    pub(super) fn people_input(&mut self, input: PeopleInput, effects: &mut Vec<Effect>) {
        match input {
            PeopleInput::Read { people, permissions, added } => {
                let desk = &mut self.people;
                // Whoever puts the first person on the list is that person.
                if desk.people.is_empty() && added.is_some() {
                    desk.signed_in = added;
                }
                desk.people = Arc::new(people);
                desk.permissions = Arc::new(permissions);
                desk.signed_in = desk.signed_in.filter(|id| desk.person(*id).is_some());
                desk.answered += 1;
            }
            PeopleInput::PinNotNeeded(person) => self.let_in(person, effects),
            PeopleInput::PinCompared { person, right: true } => {
                effects.push(Effect::People(PeopleEffect::ForgetFailures(person)));
                self.let_in(person, effects);
            }
            PeopleInput::PinCompared { person, right: false } => {
                let by = DoneBy { person: Some(person), approver: None };
                self.tell_journal(JournalEntry::new(JournalDeed::PinFailed, by), effects);
                self.refuse(Message::new("problem-pin-wrong"));
            }
            PeopleInput::PinLocked { seconds, .. } => {
                let seconds = seconds.max(1).to_string();
                self.refuse(Message::new("problem-pin-locked").naming("seconds", seconds));
            }
            PeopleInput::PinHashed { person, hash, by } => {
                let change = PeopleChange::SavePin { person, hash: Some(hash) };
                effects.push(Effect::People(PeopleEffect::Change(change, by)));
            }
            PeopleInput::Failed(reason) => {
                self.refuse(Message::new("problem-people").because(reason));
            }
        }
    }

    pub(super) fn people_view(&self) -> PeopleView {
        let desk = &self.people;
        PeopleView {
            people: Arc::clone(&desk.people),
            permissions: Arc::clone(&desk.permissions),
            signed_in: desk.signed_in.and_then(|id| desk.person(id)).cloned(),
            locked: desk.is_locked(),
            checking: desk.checking.is_some(),
            problem: desk.problem.clone(),
            approval: desk.waiting.as_ref().map(|waiting| ApprovalView {
                deed: waiting.deed,
                approvers: desk.approvers(waiting.deed),
            }),
            answered: desk.answered,
        }
    }

    /// Asks for the PIN to be checked, one at a time.
    fn check(&mut self, id: PersonId, typed: &str, purpose: Purpose, effects: &mut Vec<Effect>) {
        let desk = &mut self.people;
        let Some(person) = desk.person(id).cloned() else {
            return;
        };
        if desk.checking.is_some() || (purpose == Purpose::Approve && desk.waiting.is_none()) {
            return;
        }
        let pin = match typed_pin(typed) {
            Ok(None) if person.has_pin => Err(Message::new("problem-pin-form")),
            other => other,
        };
        match pin {
            Ok(pin) => {
                desk.checking = Some(Check { person: id, purpose });
                effects.push(Effect::People(PeopleEffect::CheckPin { person: id, pin }));
            }
            Err(message) => self.refuse(message),
        }
    }

    /// The PIN was right, or none was needed.
    fn let_in(&mut self, person: PersonId, effects: &mut Vec<Effect>) {
        // An answer that nobody waits for any more lets nobody in.
        let Some(check) = self.people.checking.filter(|check| check.person == person) else {
            return;
        };
        self.people.checking = None;
        self.people.answered += 1;
        match check.purpose {
            Purpose::SignIn => {
                self.people.signed_in = Some(person);
                let entry = JournalEntry::new(JournalDeed::SignIn, self.done_by());
                self.tell_journal(entry, effects);
            }
            Purpose::Approve => self.approve(person, effects),
        }
    }

    fn approve(&mut self, approver: PersonId, effects: &mut Vec<Effect>) {
        let desk = &mut self.people;
        let Some(Waiting { deed, command }) = desk.waiting.take() else {
            return;
        };
        if !desk.approvers(deed).iter().any(|person| person.id == approver) {
            desk.waiting = Some(Waiting { deed, command });
            return self.refuse(Message::new("problem-approver"));
        }
        desk.approver = Some(approver);
        let entry = JournalEntry::new(JournalDeed::Approval, self.done_by());
        self.tell_journal(entry.details(deed.as_str()), effects);
        self.carry_out(command, effects);
        self.people.approver = None;
    }

    fn sign_out(&mut self, effects: &mut Vec<Effect>) {
        if self.people.signed_in.is_none() {
            return;
        }
        let entry = JournalEntry::new(JournalDeed::SignOut, self.done_by());
        self.tell_journal(entry, effects);
        self.people.signed_in = None;
        self.people.waiting = None;
        self.people.checking = None;
    }

    fn refuse(&mut self, message: Message) {
        self.people.checking = None;
        self.people.problem = Some(message);
        self.people.answered += 1;
    }

    fn change(&self, change: PeopleChange, effects: &mut Vec<Effect>) {
        effects.push(Effect::People(PeopleEffect::Change(change, self.done_by())));
    }
}

/// What a locked till still does.
fn works_while_locked(command: &Command) -> bool {
    matches!(
        command,
        Command::People(PeopleCommand::SignIn { .. })
            | Command::SetLanguage(_)
            | Command::SetTheme(_)
            | Command::ClearNotice(_)
            | Command::LoadModel
            | Command::Watch(WatchCommand::Rest(_))
            | Command::FollowModel
            | Command::Catalogue(CatalogueCommand::Reload)
            | Command::Pay(PayCommand::Speak(_))
            | Command::Quit
    )
}

impl Machine {
    /// What a command is, where not everybody may do it. Fewer pieces are a void in part.
    fn deed_of(&self, command: &Command) -> Option<Deed> {
        match command {
            Command::SetPieces(line, pieces)
                if *pieces > 0 && self.has_more_than(*line, *pieces) =>
            {
                Some(Deed::VoidLine)
            }
            command => deed_by_kind(command),
        }
    }

    fn has_more_than(&self, line: LineId, pieces: u32) -> bool {
        let mut lines = self.selling.cart.lines().iter();
        lines.find(|it| it.id() == line).is_some_and(|it| match it.quantity() {
            LineQuantity::Known(Quantity::Pieces(now)) => now.get() > pieces,
            _ => false,
        })
    }
}

/// What a command is by its kind alone.
fn deed_by_kind(command: &Command) -> Option<Deed> {
    match command {
        Command::Cart(CartCommand::VoidLine(_)) => Some(Deed::VoidLine),
        Command::Cart(CartCommand::VoidCart { .. }) => Some(Deed::VoidCart),
        // To go back to the catalogue's price needs nobody's word.
        Command::Cart(
            CartCommand::SetPrice { price: Some(_), .. }
            | CartCommand::FirstPrice(..)
            | CartCommand::AddOpenPrice(_),
        ) => Some(Deed::OverridePrice),
        Command::Cart(
            CartCommand::SetDiscount { discount: Some(_), .. }
            | CartCommand::SetCartDiscount { discount: Some(_), .. },
        ) => Some(Deed::Discount),
        Command::Pay(PayCommand::Refund) => Some(Deed::Refund),
        Command::Pay(PayCommand::OpenDrawer) => Some(Deed::OpenDrawer),
        Command::Day(DayCommand::PayIn { .. } | DayCommand::PayOut { .. }) => Some(Deed::PayInOut),
        Command::Day(DayCommand::Close(_)) => Some(Deed::CloseDay),
        Command::People(
            PeopleCommand::Add { .. }
            | PeopleCommand::Change { .. }
            | PeopleCommand::SetPin { .. }
            | PeopleCommand::Retire(_)
            | PeopleCommand::SetPermission { .. },
        ) => Some(Deed::ChangePeople),
        Command::Catalogue(
            CatalogueCommand::Save(_)
            | CatalogueCommand::SetActive(..)
            | CatalogueCommand::Delete(_)
            | CatalogueCommand::Import,
        ) => Some(Deed::ChangeCatalogue),
        Command::Model(_) => Some(Deed::PromoteModel),
        Command::Settings(
            SettingsCommand::Set(..)
            | SettingsCommand::SetCurrency(_)
            | SettingsCommand::SetTaxMode(_),
        ) => Some(Deed::ChangeSettings),
        _ => None,
    }
}

fn typed_pin(typed: &str) -> Result<Option<Pin>, Message> {
    if typed.is_empty() {
        return Ok(None);
    }
    Pin::new(typed).map(Some).map_err(|_| Message::new("problem-pin-form"))
}
