//! The process that trains: this program once more, told what to do over its standard input and
//! telling what happens over its standard output. Its end, its panic and its want of memory cannot
//! harm the till; the till's end stops it.

use std::ffi::OsString;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::thread;

use super::RunCommand;
use super::run_folder::{RunError, RunFolder};
use crate::desk::Outbox;
use training::{RUN_EVENT_FORMAT, RunEvent, RunOrder};

/// How a process ended, in a form that can be told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProcessEnd {
    /// By itself, with this exit code.
    Code(i32),
    /// By a signal: somebody or the system, which does so when the memory is full, ended it.
    Signal(i32),
    /// It speaks another protocol: another version of this program lies where this one was started.
    OtherFormat,
    /// Nobody knows.
    Unknown,
}

/// Takes orders for a training.
pub(super) trait TakesOrders: Send {
    /// Passes an order on; a training that is gone takes none, which its end tells.
    fn order(&mut self, order: RunOrder);
}

/// Begins trainings; told the number of the run, so that its reports can be told from others'.
pub(super) trait Launches: Send {
    /// Begins, or goes on with, the training of a folder.
    fn launch(
        &self,
        folder: &RunFolder,
        resume: bool,
        number: u64,
    ) -> Result<Box<dyn TakesOrders>, RunError>;
}

/// Launches this program.
pub(super) struct ProgramLauncher {
    pub program: PathBuf,
    pub shop: PathBuf,
    pub outbox: Outbox<RunCommand>,
}

impl Launches for ProgramLauncher {
    fn launch(
        &self,
        folder: &RunFolder,
        resume: bool,
        number: u64,
    ) -> Result<Box<dyn TakesOrders>, RunError> {
        let (events, log) = (folder.open_events()?, folder.open_log()?);
        let arguments = folder.arguments(&self.shop, resume);
        let no_program = |source| RunError::NoProgram { program: self.program.clone(), source };
        let mut child = start(&self.program, &arguments, log).map_err(no_program)?;
        let (Some(orders), Some(told)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(no_program(std::io::Error::other("it has no pipes")));
        };
        let outbox = self.outbox.clone();
        thread::Builder::new()
            .name("training-reader".to_owned())
            .spawn(move || follow(child, told, events, number, &outbox))
            .map_err(no_program)?;
        Ok(Box::new(Orders(Some(orders))))
    }
}

fn start(program: &Path, arguments: &[OsString], log: File) -> std::io::Result<Child> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log);
    lower_priority(&mut command);
    command.spawn()
}

/// Elsewhere the process lowers its own priority.
#[cfg(not(windows))]
fn lower_priority(_: &mut Command) {}

/// Windows takes the priority class, and that no console is wanted, when a process is made.
#[cfg(windows)]
fn lower_priority(command: &mut Command) {
    use std::os::windows::process::CommandExt;
    const IDLE_PRIORITY_CLASS: u32 = 0x40;
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    command.creation_flags(IDLE_PRIORITY_CLASS | CREATE_NO_WINDOW);
}

/// The child's standard input; dropped, it is the end of the parent and so a stop.
struct Orders(Option<ChildStdin>);

impl TakesOrders for Orders {
    fn order(&mut self, order: RunOrder) {
        let Some(input) = &mut self.0 else { return };
        let told = writeln!(input, "{order}").and_then(|()| input.flush());
        if let Err(error) = told {
            tracing::warn!(%error, %order, "the training took no order");
            self.0 = None;
        }
    }
}

/// Passes on and keeps what a training tells until it ends.
fn follow(
    mut child: Child,
    told: ChildStdout,
    mut events: File,
    number: u64,
    outbox: &Outbox<RunCommand>,
) {
    let mut other_format = false;
    for line in BufReader::new(told).lines().map_while(Result::ok) {
        let event = match serde_json::from_str::<RunEvent>(&line) {
            Ok(RunEvent::Hello { format, .. }) if format != RUN_EVENT_FORMAT => Err(None),
            Ok(event) => Ok(event),
            Err(error) => Err(Some(error)),
        };
        match event {
            Ok(event) => {
                // A full disk costs the plots after a restart, not the training.
                if let Err(error) = writeln!(events, "{line}") {
                    tracing::warn!(%error, "an event of the training was not kept");
                }
                outbox.send(RunCommand::Heard { number, event });
            }
            Err(error) => {
                tracing::error!(?error, line, "a training told what nobody understands");
                other_format = true;
                break;
            }
        }
    }
    if other_format {
        // Without its pipes it ends by itself; nothing of it could be shown.
        let _gone = child.kill();
    }
    let end = match child.wait() {
        _ if other_format => ProcessEnd::OtherFormat,
        Ok(status) => end_of(status),
        Err(_) => ProcessEnd::Unknown,
    };
    outbox.send(RunCommand::Ended { number, end });
}

fn end_of(status: ExitStatus) -> ProcessEnd {
    if let Some(code) = status.code() {
        return ProcessEnd::Code(code);
    }
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return ProcessEnd::Signal(signal);
    }
    ProcessEnd::Unknown
}
