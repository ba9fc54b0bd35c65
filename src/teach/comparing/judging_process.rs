//! Judging in a process of its own at low priority, so that neither its memory nor its load is the
//! till's: what it says on its standard output, and a hand on it to end it.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use base::child_process::{self, ChildEvent, Ends, OtherFormat};
use domain::Message;
use serde::{Deserialize, Serialize};

use super::{JudgeRequest, JudgedPhotos, KeptComparison};
use crate::messages::logged;
use crate::running::RunError;

/// A line of a judging process.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum JudgeEvent {
    /// Always the first.
    Hello {
        /// [`ChildEvent::FORMAT`] of the program that judges.
        format: u32,
    },
    /// How far it is, over all versions.
    Judging {
        /// Photos so far.
        done: usize,
        /// All photos.
        total: usize,
    },
    /// A photo could not be read.
    Unreadable {
        /// The photo.
        name: String,
        /// Why.
        reason: String,
    },
    /// There is no comparison; the last line.
    Failed {
        /// Why, in one sentence in English.
        reason: String,
        /// The same for people.
        message: Message,
    },
    /// The comparison; the last line.
    Compared {
        /// It.
        kept: Box<KeptComparison>,
    },
}

impl JudgeEvent {
    /// What a judging process says first.
    #[must_use]
    pub fn hello() -> Self {
        Self::Hello { format: Self::FORMAT }
    }
}

impl ChildEvent for JudgeEvent {
    const FORMAT: u32 = 3;

    fn format(&self) -> Option<u32> {
        match self {
            Self::Hello { format } => Some(*format),
            _ => None,
        }
    }
}

/// A judgement on its way. Dropping it ends it.
pub(super) trait Judgement: Send {
    /// Ends it; it says nothing more.
    fn stop(&mut self);
}

/// What becomes of a judgement.
pub(super) enum Outcome {
    /// It goes on.
    Event(JudgeEvent),
    /// It ended without a word; what it complained of last, in English.
    NoAnswer(String),
    /// It speaks another protocol: another version of this program lies where it was started.
    OtherFormat,
}

/// Begins judgements; tests put a script in its place.
pub(super) type BeginJudging = Box<
    dyn Fn(&JudgeRequest, Box<dyn Fn(Outcome) + Send>) -> Result<Box<dyn Judgement>, Message>
        + Send,
>;

struct ChildJudgement(Arc<Mutex<Child>>);

impl Judgement for ChildJudgement {
    fn stop(&mut self) {
        let mut child = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // One that has ended already needs no end; it writes nothing but its last line.
        let _ended = child.kill();
        let _status = child.wait();
    }
}

impl Drop for ChildJudgement {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Starts `program compare ...` and tells what it says from a thread of its own.
pub(super) fn begin(
    program: &Path,
    request: &JudgeRequest,
    tell: Box<dyn Fn(Outcome) + Send>,
) -> Result<Box<dyn Judgement>, Message> {
    let failed = |source| {
        let program = program.to_owned();
        logged(&RunError::NoProgram { program, source })
    };
    let ends = Ends { orders: Stdio::null(), complaints: Stdio::piped() };
    let mut child = child_process::start(program, &arguments(request), ends).map_err(failed)?;
    let (Some(out), Some(err)) = (child.stdout.take(), child.stderr.take()) else {
        return Err(failed(std::io::Error::other("it has no pipes")));
    };
    // Read on the side: a full pipe would hold the child.
    let complaints =
        base::threads::start("judging-complaints", move || last_line(err)).map_err(failed)?;
    let judgement = ChildJudgement(Arc::new(Mutex::new(child)));
    base::threads::start("judging", move || match hear_all(out, &tell) {
        Ok(true) => {}
        Ok(false) => tell(Outcome::NoAnswer(complaints.join().unwrap_or_default())),
        Err(OtherFormat) => tell(Outcome::OtherFormat),
    })
    .map_err(failed)?;
    Ok(Box::new(judgement))
}

/// Tells every event; returns whether the last word was among them.
fn hear_all(out: impl Read, tell: &dyn Fn(Outcome)) -> Result<bool, OtherFormat> {
    let mut is_answered = false;
    child_process::hear(out, |_, event: JudgeEvent| {
        is_answered |= matches!(event, JudgeEvent::Compared { .. } | JudgeEvent::Failed { .. });
        tell(Outcome::Event(event));
    })?;
    Ok(is_answered)
}

/// The last thing that it complained of, without the word "error".
fn last_line(err: impl Read) -> String {
    let lines = BufReader::new(err).lines().map_while(Result::ok);
    let last = lines.filter(|line| line.starts_with("error: ")).last().unwrap_or_default();
    last.trim_start_matches("error: ").to_owned()
}

fn arguments(request: &JudgeRequest) -> Vec<std::ffi::OsString> {
    let mut arguments: Vec<std::ffi::OsString> =
        vec!["--shop".into(), request.shop.clone().into(), "compare".into()];
    arguments.push(request.old.clone().into());
    arguments.extend(request.new.clone().map(Into::into));
    match &request.photos {
        JudgedPhotos::KeptAside => {}
        JudgedPhotos::Captures { since } => {
            arguments.extend(["--captures".into(), since.to_string().into()]);
        }
        JudgedPhotos::Data { path } => arguments.extend(["--data".into(), path.clone().into()]),
    }
    if let Some(unknown) = &request.unknown {
        arguments.extend(["--unknown".into(), unknown.clone().into()]);
    }
    arguments.extend(["--events".into(), "--low-priority".into()]);
    arguments
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use cnn::DeviceChoice;

    #[test]
    fn a_request_becomes_a_command_line() {
        let request = JudgeRequest {
            shop: "my shop".into(),
            old: "a".to_owned(),
            new: Some("b".to_owned()),
            photos: JudgedPhotos::Captures { since: "2026-11-01T00:00:00Z".parse().unwrap() },
            unknown: Some("cats".into()),
            device: DeviceChoice::Auto,
        };
        let words: Vec<String> =
            arguments(&request).into_iter().map(|word| word.into_string().unwrap()).collect();
        assert_eq!(
            words.join("|"),
            "--shop|my shop|compare|a|b|--captures|2026-11-01T00:00:00Z|--unknown|cats|--events|\
             --low-priority"
        );
    }

    #[test]
    fn the_last_complaint_is_told_without_its_label() {
        let said = "warning: x\nerror: the disk\nwarning: y\n";
        assert_eq!(last_line(said.as_bytes()), "the disk");
        assert_eq!(last_line(&b""[..]), "");
    }
}
