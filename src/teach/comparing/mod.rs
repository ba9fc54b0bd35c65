//! Versions of the model: judged side by side, promoted, exported, deleted.

use super::desk::{Desk, DeskError, DeskHandle, open_desk};
use super::teaching::Wires;

/// What this desk is asked to do.
pub enum CompareCommand {
    /// Look again at what lies on the disk.
    Refresh,
}

/// What this desk shows.
#[derive(Clone, Default)]
pub struct CompareView {}

struct CompareDesk {}

impl Desk for CompareDesk {
    type Command = CompareCommand;
    type View = CompareView;

    fn view(&self) -> CompareView {
        CompareView {}
    }

    fn carry_out(&mut self, command: CompareCommand) {
        match command {
            CompareCommand::Refresh => {}
        }
    }
}

/// Opens the desk.
pub(super) fn open(wires: &Wires) -> Result<DeskHandle<CompareCommand, CompareView>, DeskError> {
    open_desk("comparing", CompareView::default(), wires.wake.clone(), |_| CompareDesk {})
}
