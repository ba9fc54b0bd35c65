//! People at the till: what can be asked, what is shown, what is to be done.

use std::sync::Arc;

use super::messages::Message;
use domain::{Deed, DoneBy, Permissions, Person, PersonId, Pin, Role};
use store::PinHash;

/// A wish about people.
#[derive(Clone)]
pub enum PeopleCommand {
    /// This person stands at the till now.
    SignIn {
        /// Who.
        person: PersonId,
        /// The PIN as typed; empty where none is needed.
        pin: String,
    },
    /// Nobody stands at the till: it is locked.
    SignOut,
    /// This person approves what another may not do.
    Approve {
        /// Who.
        person: PersonId,
        /// The PIN as typed.
        pin: String,
    },
    /// What waits for approval is not done.
    CancelApproval,
    /// Someone begins to work here.
    Add {
        /// The name.
        name: String,
        /// The role.
        role: Role,
        /// The PIN as typed; empty for none.
        pin: String,
    },
    /// A person has another name or role.
    Change {
        /// Who.
        person: PersonId,
        /// The name.
        name: String,
        /// The role.
        role: Role,
    },
    /// A person has a new PIN.
    SetPin {
        /// Who.
        person: PersonId,
        /// The PIN as typed; empty for none.
        pin: String,
    },
    /// A person does not work here any more.
    Retire(PersonId),
    /// The least role for a deed.
    SetPermission {
        /// The deed.
        deed: Deed,
        /// The least role.
        role: Role,
    },
}

/// People as shown.
#[derive(Clone, Default)]
pub struct PeopleView {
    /// Who works here, by name; where nobody does, nobody signs in and everything is allowed.
    pub people: Arc<Vec<Person>>,
    /// Who may do what.
    pub permissions: Arc<Permissions>,
    /// Who stands at the till.
    pub signed_in: Option<Person>,
    /// Nobody does, so that nothing can be sold.
    pub locked: bool,
    /// A PIN is being checked.
    pub checking: bool,
    /// Why someone was not let in, or a change was not made.
    pub problem: Option<Message>,
    /// What waits for another person's word.
    pub approval: Option<ApprovalView>,
    /// How many wishes were answered, so that a screen knows when to forget what was typed.
    pub answered: u64,
}

/// What waits for another person's word.
#[derive(Clone, PartialEq, Debug)]
pub struct ApprovalView {
    /// What is to be done.
    pub deed: Deed,
    /// Who may approve it.
    pub approvers: Vec<Person>,
}

/// Something to do about people; each is answered by a [`PeopleInput`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PeopleEffect {
    /// Read people and permissions.
    Load,
    /// Hold a PIN against the one that is kept, unless the person is locked out.
    CheckPin {
        /// Who.
        person: PersonId,
        /// What was typed; `None` where none should be needed.
        pin: Option<Pin>,
    },
    /// The PIN was right: forget the failures. Answered only if that fails.
    ForgetFailures(PersonId),
    /// Make a hash of a PIN, on a thread of its own.
    HashPin {
        /// Whose.
        person: PersonId,
        /// The PIN.
        pin: Pin,
        /// Who wants it.
        by: DoneBy,
    },
    /// Change the list; the journal keeps who did.
    Change(PeopleChange, DoneBy),
}

/// A change of who works here and of what they may do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PeopleChange {
    /// Add a person, then give the PIN.
    Add {
        /// The name.
        name: String,
        /// The role.
        role: Role,
        /// The PIN.
        pin: Option<Pin>,
    },
    /// Another name or role.
    Edit {
        /// Who.
        person: PersonId,
        /// The name.
        name: String,
        /// The role.
        role: Role,
    },
    /// Another PIN, or none.
    SavePin {
        /// Whose.
        person: PersonId,
        /// Its hash.
        hash: Option<PinHash>,
    },
    /// Take a person off the list.
    Retire(PersonId),
    /// The least role for a deed.
    SetPermission(Deed, Role),
}

/// What comes back.
#[derive(Clone, Debug)]
pub enum PeopleInput {
    /// Read again, after a change or for the first time.
    Read {
        /// Who works here.
        people: Vec<Person>,
        /// Who may do what.
        permissions: Permissions,
        /// Who was just added.
        added: Option<PersonId>,
    },
    /// This person has no PIN.
    PinNotNeeded(PersonId),
    /// After too many wrong PINs nobody may try for a while.
    PinLocked {
        /// Who.
        person: PersonId,
        /// For how many seconds more.
        seconds: u64,
    },
    /// The PIN was held against the kept one.
    PinCompared {
        /// Who.
        person: PersonId,
        /// Whether it was right.
        right: bool,
    },
    /// The hash that [`PeopleEffect::HashPin`] asked for.
    PinHashed {
        /// Whose.
        person: PersonId,
        /// The hash.
        hash: PinHash,
        /// Who wanted it.
        by: DoneBy,
    },
    /// It could not be done.
    Failed(Message),
}
