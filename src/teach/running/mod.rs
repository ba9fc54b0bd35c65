//! Trainings in a process of their own: begun, watched, paused, stopped, taken up again.

use super::desk::{Desk, DeskError, DeskHandle, open_desk};
use super::teaching::Wires;

/// What this desk is asked to do.
pub enum RunCommand {
    /// Look again at what lies on the disk.
    Refresh,
}

/// What this desk shows.
#[derive(Clone, Default)]
pub struct RunView {}

struct RunDesk {}

impl Desk for RunDesk {
    type Command = RunCommand;
    type View = RunView;

    fn view(&self) -> RunView {
        RunView {}
    }

    fn carry_out(&mut self, command: RunCommand) {
        match command {
            RunCommand::Refresh => {}
        }
    }
}

/// Opens the desk.
pub(super) fn open(wires: &Wires) -> Result<DeskHandle<RunCommand, RunView>, DeskError> {
    open_desk("running", RunView::default(), wires.wake.clone(), |_| RunDesk {})
}
