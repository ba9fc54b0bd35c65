//! Who works in the shop, their PINs with the lock-out, and who may do what.

use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

use super::error::Fault;
use super::journal::write_entry;
use super::row_fault::RowFault;
use super::schema::people;
use super::{PinHash, Store, StoreError, settings};
use domain::settings::PERMISSIONS;
use domain::{
    Deed, DoneBy, JournalDeed, JournalEntry, Permissions, Person, PersonId, Role, lock_out_seconds,
    person_name,
};

/// What is to be done before someone is let in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PinAttempt {
    /// This person has no PIN.
    NotNeeded,
    /// Too many wrong PINs; nobody may try before this time.
    Locked {
        /// When the next try is allowed.
        until: Timestamp,
    },
    /// Hold the typed PIN against this. The try is counted as wrong until
    /// [`Store::pin_was_right`] says otherwise, so that pulling the plug gains nothing.
    Check(PinHash),
}

impl Store {
    /// The people who work here now, by name.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn people(&mut self) -> Result<Vec<Person>, StoreError> {
        self.read(active)
    }

    /// Adds someone, without a PIN. Here and below the journal's entry is written with the change.
    ///
    /// # Errors
    /// [`StoreError::FirstIsOwner`], [`StoreError::NameTaken`], a name without a letter, or a
    /// database that cannot be written.
    pub fn add_person(
        &mut self,
        name: &str,
        role: Role,
        (by, at): (DoneBy, Timestamp),
    ) -> Result<Person, StoreError> {
        let name = person_name(name)?;
        self.write(|connection| {
            refuse_taken(connection, &name, None)?;
            let id: i64 = diesel::insert_into(people::table)
                .values((people::name.eq(&name), people::role.eq(role.as_str())))
                .returning(people::id)
                .get_result(connection)?;
            demand_an_owner(connection)?;
            tell(connection, format!("+ {name}: {}", role.as_str()), by, at)?;
            Ok(Person { id: PersonId(id), name, role, has_pin: false })
        })
    }

    /// Changes a person's name and role.
    ///
    /// # Errors
    /// [`StoreError::NoSuchPerson`], [`StoreError::NameTaken`], [`StoreError::FirstIsOwner`] when
    /// it would take the last owner's role, or a database that cannot be written.
    pub fn change_person(
        &mut self,
        id: PersonId,
        name: &str,
        role: Role,
        (by, at): (DoneBy, Timestamp),
    ) -> Result<(), StoreError> {
        let name = person_name(name)?;
        self.write(|connection| {
            refuse_taken(connection, &name, Some(id))?;
            let changed = diesel::update(people::table.find(id.0).filter(people::active.eq(true)))
                .set((people::name.eq(&name), people::role.eq(role.as_str())))
                .execute(connection)?;
            found(changed)?;
            demand_an_owner(connection)?;
            tell(connection, format!("{name}: {}", role.as_str()), by, at)
        })
    }

    /// Takes a person off the list; sales and journal keep the name.
    ///
    /// # Errors
    /// [`StoreError::NoSuchPerson`], [`StoreError::FirstIsOwner`] while others would be left
    /// without an owner, or a database that cannot be written.
    pub fn retire_person(
        &mut self,
        id: PersonId,
        (by, at): (DoneBy, Timestamp),
    ) -> Result<(), StoreError> {
        self.write(|connection| {
            let changed = diesel::update(people::table.find(id.0).filter(people::active.eq(true)))
                .set((people::active.eq(false), people::pin.eq(None::<String>)))
                .execute(connection)?;
            found(changed)?;
            demand_an_owner(connection)?;
            let name = name_of(connection, id)?;
            tell(connection, format!("- {name}"), by, at)
        })
    }

    /// Gives a person a new PIN, or none; a lock-out ends with it.
    ///
    /// # Errors
    /// [`StoreError::NoSuchPerson`], or a database that cannot be written.
    pub fn set_pin(
        &mut self,
        id: PersonId,
        pin: Option<&PinHash>,
        (by, at): (DoneBy, Timestamp),
    ) -> Result<(), StoreError> {
        self.write(|connection| {
            let changed = diesel::update(people::table.find(id.0).filter(people::active.eq(true)))
                .set((
                    people::pin.eq(pin.map(|hash| hash.0.as_str())),
                    people::failures.eq(0),
                    people::locked_until.eq(None::<String>),
                ))
                .execute(connection)?;
            found(changed)?;
            let name = name_of(connection, id)?;
            let word = if pin.is_some() { "PIN" } else { "-PIN" };
            tell(connection, format!("{name}: {word}"), by, at)
        })
    }

    /// Begins to let someone in. The try counts as a failure until [`Store::pin_was_right`].
    ///
    /// # Errors
    /// [`StoreError::NoSuchPerson`], or a database that cannot be written.
    pub fn begin_pin(&mut self, id: PersonId, now: Timestamp) -> Result<PinAttempt, StoreError> {
        self.write(|connection| {
            let row: PersonRow = people::table
                .find(id.0)
                .filter(people::active.eq(true))
                .first(connection)
                .optional()?
                .ok_or(StoreError::NoSuchPerson)?;
            let Some(pin) = row.pin else {
                return Ok(PinAttempt::NotNeeded);
            };
            if let Some(until) = row.locked_until {
                let until: Timestamp = until
                    .parse()
                    .map_err(|_| Fault::row("people", &id.0, &format!("time \"{until}\"")))?;
                // A clock that was set back must not lock someone out for years.
                let longest = SignedDuration::from_secs(lock_seconds(row.failures));
                if now < until && until.duration_since(now) <= longest {
                    return Ok(PinAttempt::Locked { until });
                }
            }
            let failures = row.failures.saturating_add(1);
            let lock = lock_seconds(failures);
            let until = (lock > 0)
                .then(|| now.saturating_add(SignedDuration::from_secs(lock)).ok())
                .flatten();
            diesel::update(people::table.find(id.0))
                .set((
                    people::failures.eq(failures),
                    people::locked_until.eq(until.map(|time| time.to_string())),
                ))
                .execute(connection)?;
            Ok(PinAttempt::Check(PinHash(pin)))
        })
    }

    /// The PIN was right: the failures are forgotten.
    ///
    /// # Errors
    /// [`StoreError::NoSuchPerson`], or a database that cannot be written.
    pub fn pin_was_right(&mut self, id: PersonId) -> Result<(), StoreError> {
        self.write(|connection| {
            let changed = diesel::update(people::table.find(id.0))
                .set((people::failures.eq(0), people::locked_until.eq(None::<String>)))
                .execute(connection)?;
            found(changed)
        })
    }

    /// Who may do what, as the owner set it.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the setting cannot be read.
    pub fn permissions(&mut self) -> Result<Permissions, StoreError> {
        self.read(permissions)
    }

    /// Sets the least role for a deed.
    ///
    /// # Errors
    /// A database that cannot be written.
    pub fn set_permission(
        &mut self,
        deed: Deed,
        role: Role,
        (by, at): (DoneBy, Timestamp),
    ) -> Result<(), StoreError> {
        self.write(|connection| {
            let mut permissions = permissions(connection)?;
            permissions.set(deed, role);
            let words: BTreeMap<&str, &str> =
                permissions.iter().map(|(deed, role)| (deed.as_str(), role.as_str())).collect();
            let json = serde_json::to_string(&words)
                .map_err(|why| Fault::row("setting", &PERMISSIONS.key(), &why))?;
            settings::set_text(connection, &PERMISSIONS, &json)?;
            let entry = JournalEntry::new(JournalDeed::Permissions, by).details(format!(
                "{}: {}",
                deed.as_str(),
                role.as_str()
            ));
            write_entry(connection, &entry, at)
        })
    }
}

fn permissions(connection: &mut SqliteConnection) -> Result<Permissions, Fault> {
    match settings::text(connection, &PERMISSIONS)? {
        None => Ok(Permissions::default()),
        Some(json) => {
            permissions_of(&json).map_err(|why| Fault::row("setting", &PERMISSIONS.key(), &why))
        }
    }
}

fn name_of(connection: &mut SqliteConnection, id: PersonId) -> Result<String, Fault> {
    Ok(people::table.find(id.0).select(people::name).first(connection)?)
}

fn tell(
    connection: &mut SqliteConnection,
    details: String,
    by: DoneBy,
    at: Timestamp,
) -> Result<(), Fault> {
    write_entry(connection, &JournalEntry::new(JournalDeed::People, by).details(details), at)
}

/// Reads deeds and roles; a deed that this program does not know is another version's.
fn permissions_of(json: &str) -> Result<Permissions, RowFault> {
    let words: BTreeMap<String, String> = serde_json::from_str(json)?;
    let mut permissions = Permissions::default();
    for (deed, role) in words {
        let role = Role::from_word(&role).ok_or_else(|| RowFault::word("role", role))?;
        if let Some(deed) = Deed::from_word(&deed) {
            permissions.set(deed, role);
        }
    }
    Ok(permissions)
}

fn lock_seconds(failures: i32) -> i64 {
    lock_out_seconds(failures.unsigned_abs()).try_into().unwrap_or(i64::MAX)
}

fn active(connection: &mut SqliteConnection) -> Result<Vec<Person>, Fault> {
    let rows: Vec<PersonRow> =
        people::table.filter(people::active.eq(true)).order(people::name).load(connection)?;
    rows.into_iter().map(PersonRow::restore).collect()
}

fn refuse_taken(
    connection: &mut SqliteConnection,
    name: &str,
    own: Option<PersonId>,
) -> Result<(), Fault> {
    let holder: Option<i64> = people::table
        .filter(people::name.eq(name))
        .select(people::id)
        .first(connection)
        .optional()?;
    match holder {
        Some(id) if own != Some(PersonId(id)) => Err(StoreError::NameTaken(name.to_owned()).into()),
        _ => Ok(()),
    }
}

/// Where anybody works, there is an owner who can let others in.
fn demand_an_owner(connection: &mut SqliteConnection) -> Result<(), Fault> {
    let people = active(connection)?;
    if people.is_empty() || people.iter().any(|person| person.role == Role::Owner) {
        return Ok(());
    }
    Err(StoreError::FirstIsOwner.into())
}

fn found(changed: usize) -> Result<(), Fault> {
    if changed == 0 { Err(StoreError::NoSuchPerson.into()) } else { Ok(()) }
}

#[derive(Queryable)]
struct PersonRow {
    id: i64,
    name: String,
    role: String,
    pin: Option<String>,
    failures: i32,
    locked_until: Option<String>,
    #[expect(dead_code, reason = "the queries ask for it")]
    active: bool,
}

impl PersonRow {
    fn restore(self) -> Result<Person, Fault> {
        let role = Role::from_word(&self.role)
            .ok_or_else(|| Fault::row("people", &self.id, &format!("role \"{}\"", self.role)))?;
        Ok(Person { id: PersonId(self.id), name: self.name, role, has_pin: self.pin.is_some() })
    }
}

#[cfg(test)]
#[path = "people_tests.rs"]
mod tests;
