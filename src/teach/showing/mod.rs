//! Showing goods to the camera or as files: photos of a product are kept and taught.

use super::desk::{Desk, DeskError, DeskHandle, open_desk};
use super::teaching::Wires;

/// What this desk is asked to do.
pub enum ShowCommand {
    /// Look again at what lies on the disk.
    Refresh,
}

/// What this desk shows.
#[derive(Clone, Default)]
pub struct ShowView {}

struct ShowDesk {}

impl Desk for ShowDesk {
    type Command = ShowCommand;
    type View = ShowView;

    fn view(&self) -> ShowView {
        ShowView {}
    }

    fn carry_out(&mut self, command: ShowCommand) {
        match command {
            ShowCommand::Refresh => {}
        }
    }
}

/// Opens the desk.
pub(super) fn open(wires: &Wires) -> Result<DeskHandle<ShowCommand, ShowView>, DeskError> {
    open_desk("showing", ShowView::default(), wires.wake.clone(), |_| ShowDesk {})
}
