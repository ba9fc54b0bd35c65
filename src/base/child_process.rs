//! Child processes that work in the background and tell events, a line of JSON each, over their
//! standard output: how they are started, and how they are understood.

use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde::de::DeserializeOwned;

/// What a child tells.
pub trait ChildEvent: DeserializeOwned {
    /// The protocol that this program speaks; raised when an event means something else than before.
    const FORMAT: u32;

    /// The protocol of the child where this event tells it: the first one does.
    fn format(&self) -> Option<u32>;
}

/// The child speaks another protocol: another version of the program lies where it was started.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the child process speaks another protocol")]
pub struct OtherFormat;

/// Where a child's orders come from and its complaints go to.
#[derive(Debug)]
pub struct Ends {
    /// Its standard input.
    pub orders: Stdio,
    /// Its standard error.
    pub complaints: Stdio,
}

/// LibTorch's threads wait for each other by spinning. Beside other work that costs those who work
/// most of their time, so in the background they sleep instead; OpenMP reads this at its start.
const SLEEP_WHILE_WAITING: (&str, &str) = ("OMP_WAIT_POLICY", "PASSIVE");

/// Starts `program` in the background: its standard output is a pipe, and where a program cannot lower
/// its own priority (Windows) it is made with a low one and no console. Elsewhere it is asked for with
/// an argument.
///
/// # Errors
/// If the program cannot be started.
pub fn start(program: &Path, arguments: &[OsString], ends: Ends) -> io::Result<Child> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(ends.orders).stdout(Stdio::piped()).stderr(ends.complaints);
    let (name, value) = SLEEP_WHILE_WAITING;
    command.env(name, value);
    in_the_background(&mut command);
    command.spawn()
}

#[cfg(not(windows))]
fn in_the_background(_: &mut Command) {}

/// Windows takes the priority class, and that no console is wanted, when a process is made.
#[cfg(windows)]
fn in_the_background(command: &mut Command) {
    use std::os::windows::process::CommandExt;
    const IDLE_PRIORITY_CLASS: u32 = 0x40;
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    command.creation_flags(IDLE_PRIORITY_CLASS | CREATE_NO_WINDOW);
}

/// Hands over each event and its line as it comes, to the end of what the child tells.
///
/// # Errors
/// [`OtherFormat`] at the first line that is no event, or is one of another protocol; the child had
/// better be ended then, since nothing that it tells can be understood.
pub fn hear<E: ChildEvent>(
    told: impl Read,
    mut each: impl FnMut(&str, E),
) -> Result<(), OtherFormat> {
    for line in BufReader::new(told).lines().map_while(Result::ok) {
        match serde_json::from_str::<E>(&line) {
            Ok(event) if event.format().is_none_or(|format| format == E::FORMAT) => {
                each(&line, event);
            }
            Ok(_) => {
                tracing::error!(line, "a child process of another program");
                return Err(OtherFormat);
            }
            Err(error) => {
                tracing::error!(%error, line, "a child process told what nobody understands");
                return Err(OtherFormat);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize, PartialEq, Debug)]
    #[serde(tag = "event", rename_all = "snake_case")]
    enum Event {
        Hello { format: u32 },
        Step { done: usize },
    }

    impl ChildEvent for Event {
        const FORMAT: u32 = 2;

        fn format(&self) -> Option<u32> {
            match self {
                Self::Hello { format } => Some(*format),
                Self::Step { .. } => None,
            }
        }
    }

    fn heard(told: &str) -> (Vec<Event>, Result<(), OtherFormat>) {
        let mut events = Vec::new();
        let end = hear(told.as_bytes(), |_, event| events.push(event));
        (events, end)
    }

    #[test]
    fn events_are_handed_over_to_the_end() {
        let told = "{\"event\":\"hello\",\"format\":2}\n{\"event\":\"step\",\"done\":3}\n";
        let (events, end) = heard(told);
        assert_eq!(events, [Event::Hello { format: 2 }, Event::Step { done: 3 }]);
        assert_eq!(end, Ok(()));
    }

    #[test]
    fn another_protocol_is_not_listened_to() {
        for told in ["{\"event\":\"hello\",\"format\":3}\n", "{\"event\":\"dance\"}\n", "plain\n"] {
            let later = format!("{told}{{\"event\":\"step\",\"done\":3}}\n");
            assert_eq!(heard(&later), (Vec::new(), Err(OtherFormat)), "{told}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_child_tells_over_a_pipe() {
        let arguments = ["-c".into(), "echo '{\"event\":\"step\",\"done\":1}'".into()];
        let ends = Ends { orders: Stdio::null(), complaints: Stdio::null() };
        let mut child = start(Path::new("/bin/sh"), &arguments, ends).unwrap();
        let mut events = Vec::new();
        hear(child.stdout.take().unwrap(), |_, event: Event| events.push(event)).unwrap();
        assert_eq!(events, [Event::Step { done: 1 }]);
        assert!(child.wait().unwrap().success());
    }
}
