//! The picture test bench: what a version makes of many pictures.

use super::desk::{Desk, DeskError, DeskHandle, open_desk};
use super::teaching::Wires;

/// What this desk is asked to do.
pub enum BenchCommand {
    /// Look again at what lies on the disk.
    Refresh,
}

/// What this desk shows.
#[derive(Clone, Default)]
pub struct BenchView {}

struct BenchDesk {}

impl Desk for BenchDesk {
    type Command = BenchCommand;
    type View = BenchView;

    fn view(&self) -> BenchView {
        BenchView {}
    }

    fn carry_out(&mut self, command: BenchCommand) {
        match command {
            BenchCommand::Refresh => {}
        }
    }
}

/// Opens the desk.
pub(super) fn open(wires: &Wires) -> Result<DeskHandle<BenchCommand, BenchView>, DeskError> {
    open_desk("bench", BenchView::default(), wires.wake.clone(), |_| BenchDesk {})
}
