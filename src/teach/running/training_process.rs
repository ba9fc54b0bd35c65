//! The process that trains: this program once more, told what to do over its standard input and
//! telling what happens over its standard output. Its end, its panic and its want of memory cannot
//! harm the till; the till's end stops it.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, ExitStatus, Stdio};

use base::child_process::{self, Ends};

use super::RunCommand;
use super::run_folder::{RunError, RunFolder};
use crate::desk::Outbox;
use training::{RunEvent, RunOrder};

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
        let ends = Ends { orders: Stdio::piped(), complaints: log.into() };
        let mut child =
            child_process::start(&self.program, &arguments, ends).map_err(no_program)?;
        let (Some(orders), Some(told)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(no_program(std::io::Error::other("it has no pipes")));
        };
        let outbox = self.outbox.clone();
        base::threads::start("training-reader", move || {
            follow(child, told, events, number, &outbox);
        })
        .map_err(no_program)?;
        Ok(Box::new(Orders(Some(orders))))
    }
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
    let heard = child_process::hear(told, |line, event: RunEvent| {
        // A full disk costs the plots after a restart, not the training.
        if let Err(error) = writeln!(events, "{line}") {
            tracing::warn!(%error, "an event of the training was not kept");
        }
        outbox.send(RunCommand::Heard { number, event });
    });
    if heard.is_err() {
        // Without its pipes it ends by itself; nothing of it could be shown.
        let _gone = child.kill();
    }
    let end = match child.wait() {
        _ if heard.is_err() => ProcessEnd::OtherFormat,
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
