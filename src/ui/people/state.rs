//! What only the screens of people know: what is half typed.

use domain::{Person, PersonId, Role};
use till::PeopleCommand;

/// What only the screens of people know.
#[derive(Default)]
pub struct PeopleLocal {
    pub(super) edit: Option<EditDialog>,
    /// Who was chosen to sign in or to approve.
    pub(super) chosen: Option<PersonId>,
    pub(super) pin: String,
    pub(super) answered: u64,
    /// Whether the till asks who is there, or for an approval: it has the keyboard for itself.
    pub(super) asks: bool,
}

impl PeopleLocal {
    /// Whether a dialog about people lies over the window.
    pub fn dialog_is_open(&self) -> bool {
        self.edit.is_some() || self.asks
    }

    /// Looks at the newest snapshot before anything is drawn.
    pub fn follow(&mut self, people: &till::PeopleView) {
        self.asks = people.locked || people.approval.is_some();
        if !self.asks {
            self.chosen = None;
        }
        if self.answered != people.answered {
            self.answered = people.answered;
            self.pin.clear();
            if people.problem.is_none() {
                self.edit = None;
            }
        }
    }
}

/// What is half typed about a person.
pub(super) struct EditDialog {
    /// Whom it is about; `None` for someone new.
    pub(super) person: Option<Person>,
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) pin: String,
    /// Whether something was sent, so that the till's problem is about it.
    pub(super) sent: bool,
}

impl EditDialog {
    /// For someone new.
    pub(super) fn new(role: Role) -> Self {
        Self { person: None, name: String::new(), role, pin: String::new(), sent: false }
    }

    /// For someone who is there.
    pub(super) fn of(person: &Person) -> Self {
        let (name, role) = (person.name.clone(), person.role);
        Self { person: Some(person.clone()), name, role, pin: String::new(), sent: false }
    }

    /// What saving means: only what was changed.
    pub(super) fn commands(&self) -> Vec<PeopleCommand> {
        let (name, role, pin) = (self.name.clone(), self.role, self.pin.clone());
        let Some(old) = &self.person else {
            return vec![PeopleCommand::Add { name, role, pin }];
        };
        let mut commands = Vec::new();
        if old.name != name || old.role != role {
            commands.push(PeopleCommand::Change { person: old.id, name, role });
        }
        if !pin.is_empty() {
            commands.push(PeopleCommand::SetPin { person: old.id, pin });
        }
        commands
    }
}
