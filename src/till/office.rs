//! What the till's thread does about the day and about people: reads and writes the database, and
//! hands PINs to a thread of their own, since hashing one takes as long as several frames.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crossbeam_channel::{Receiver, Sender};
use jiff::Timestamp;

use super::day::{DayBook, DayEffect, DayInput};
use super::machine::Input;
use super::people::{PeopleChange, PeopleEffect, PeopleInput};
use super::post::Post;
use crate::messages::{Message, logged, not_written};
use domain::{DayReport, DoneBy, PersonId, Pin};
use store::{PinAttempt, PinHash, Store, StoreError};

/// How many closed days the screen lists; more are on the command line.
const CLOSED_DAYS: u32 = 60;
/// How many entries of the journal the screen lists.
const ENTRIES: u32 = 300;

/// Something for the thread of the PINs.
pub(super) enum PinJob {
    /// Hold a PIN against a hash.
    Compare { person: PersonId, pin: Pin, hash: PinHash },
    /// Make a hash.
    Hash { person: PersonId, pin: Pin, by: DoneBy },
}

/// Hashes PINs until the till hangs up.
pub(super) fn check_pins(jobs: &Receiver<PinJob>, till: &Sender<Post>) {
    for job in jobs {
        let answer = match job {
            PinJob::Compare { person, pin, hash } => {
                hash.matches(&pin).map(|right| PeopleInput::PinCompared { person, right })
            }
            PinJob::Hash { person, pin, by } => {
                PinHash::of(&pin).map(|hash| PeopleInput::PinHashed { person, hash, by })
            }
        };
        let answer = answer.unwrap_or_else(|why| PeopleInput::Failed(logged(&why)));
        if till.send(Post::Input(Input::People(answer))).is_err() {
            return;
        }
    }
}

/// Does what the machine wants with the day.
pub(super) fn day(
    store: &mut Store,
    shop: &Path,
    effect: DayEffect,
    now: Timestamp,
) -> Option<DayInput> {
    let done = match effect {
        DayEffect::Look => read(store, now, None, false),
        DayEffect::MoveCash { movement, by } => {
            store.move_cash(&movement, now, by).and_then(|()| read(store, now, None, true))
        }
        DayEffect::Close { count, by } => {
            store.close_day(&count, now, by).and_then(|report| read(store, now, Some(report), true))
        }
        DayEffect::WriteJournal(entry) => match store.write_journal(&entry, now) {
            Ok(()) => return None,
            Err(why) => Err(why),
        },
        DayEffect::SaveReport { name, text } => {
            return Some(match save_report(shop, &name, &text) {
                Ok(file) => DayInput::Saved(file),
                Err(why) => DayInput::Failed(why),
            });
        }
    };
    Some(done.unwrap_or_else(|why| DayInput::Failed(logged(&why))))
}

fn read(
    store: &mut Store,
    now: Timestamp,
    closed: Option<DayReport>,
    done: bool,
) -> Result<DayInput, StoreError> {
    let book = DayBook {
        till: store.till_name()?,
        open: store.open_day()?,
        x_report: store.x_report(now).map_err(|why| logged(&why)),
        closed: store.closed_days(CLOSED_DAYS)?,
        journal: store.journal(ENTRIES)?,
    };
    Ok(DayInput::Read { book: Box::new(book), done, closed: closed.map(Box::new) })
}

/// Writes a report whole or not at all; one of that name is replaced.
fn save_report(shop: &Path, name: &str, text: &str) -> Result<PathBuf, Message> {
    let folder = shop.join("reports");
    let file = folder.join(name);
    let written = || {
        fs::create_dir_all(&folder)?;
        base::write_atomically(&file, |out| out.write_all(text.as_bytes()))
            .map_err(|error| error.source)
    };
    match written() {
        Ok(()) => Ok(file),
        Err(why) => Err(not_written(&file, &why)),
    }
}

/// Does what the machine wants with people.
pub(super) fn people(
    store: &mut Store,
    pins: &Sender<PinJob>,
    effect: PeopleEffect,
    now: Timestamp,
) -> Option<PeopleInput> {
    let done = match effect {
        PeopleEffect::Load => everybody(store, None).map(Some),
        PeopleEffect::CheckPin { person, pin } => check_pin(store, pins, person, pin, now),
        PeopleEffect::ForgetFailures(person) => store.pin_was_right(person).map(|()| None),
        PeopleEffect::HashPin { person, pin, by } => {
            Ok(to_pins(pins, PinJob::Hash { person, pin, by }))
        }
        PeopleEffect::Change(change, by) => apply(store, pins, change, (by, now)).map(Some),
    };
    done.unwrap_or_else(|why| Some(PeopleInput::Failed(logged(&why))))
}

fn everybody(store: &mut Store, added: Option<PersonId>) -> Result<PeopleInput, StoreError> {
    let (people, permissions) = (store.people()?, store.permissions()?);
    Ok(PeopleInput::Read { people, permissions, added })
}

fn apply(
    store: &mut Store,
    pins: &Sender<PinJob>,
    change: PeopleChange,
    told: (DoneBy, Timestamp),
) -> Result<PeopleInput, StoreError> {
    let mut added = None;
    match change {
        PeopleChange::Add { name, role, pin } => {
            let person = store.add_person(&name, role, told)?.id;
            added = Some(person);
            if let Some(pin) = pin
                && let Some(refused) = to_pins(pins, PinJob::Hash { person, pin, by: told.0 })
            {
                return Ok(refused);
            }
        }
        PeopleChange::Edit { person, name, role } => {
            store.change_person(person, &name, role, told)?;
        }
        PeopleChange::SavePin { person, hash } => store.set_pin(person, hash.as_ref(), told)?,
        PeopleChange::Retire(person) => store.retire_person(person, told)?,
        PeopleChange::SetPermission(deed, role) => store.set_permission(deed, role, told)?,
    }
    everybody(store, added)
}

fn check_pin(
    store: &mut Store,
    pins: &Sender<PinJob>,
    person: PersonId,
    pin: Option<Pin>,
    now: Timestamp,
) -> Result<Option<PeopleInput>, StoreError> {
    Ok(match (store.begin_pin(person, now)?, pin) {
        (PinAttempt::NotNeeded, _) => Some(PeopleInput::PinNotNeeded(person)),
        (PinAttempt::Locked { until }, _) => {
            let seconds = until.duration_since(now).as_secs().unsigned_abs();
            Some(PeopleInput::PinLocked { person, seconds })
        }
        (PinAttempt::Check(_), None) => Some(PeopleInput::PinCompared { person, right: false }),
        (PinAttempt::Check(hash), Some(pin)) => {
            to_pins(pins, PinJob::Compare { person, pin, hash })
        }
    })
}

/// Hands a job to the thread of the PINs; an answer at once only where that cannot be.
fn to_pins(pins: &Sender<PinJob>, job: PinJob) -> Option<PeopleInput> {
    let refused = pins.try_send(job).is_err();
    refused.then(|| PeopleInput::Failed(Message::new("pins-wait")))
}
