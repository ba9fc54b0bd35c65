//! The photo library: what the shop has photos of, the inbox, and what is wrong with them.

use super::desk::{Desk, DeskError, DeskHandle, open_desk};
use super::teaching::Wires;

/// What this desk is asked to do.
pub enum LibraryCommand {
    /// Look again at what lies on the disk.
    Refresh,
}

/// What this desk shows.
#[derive(Clone, Default)]
pub struct LibraryView {}

struct LibraryDesk {}

impl Desk for LibraryDesk {
    type Command = LibraryCommand;
    type View = LibraryView;

    fn view(&self) -> LibraryView {
        LibraryView {}
    }

    fn carry_out(&mut self, command: LibraryCommand) {
        match command {
            LibraryCommand::Refresh => {}
        }
    }
}

/// Opens the desk.
pub(super) fn open(wires: &Wires) -> Result<DeskHandle<LibraryCommand, LibraryView>, DeskError> {
    open_desk("library", LibraryView::default(), wires.wake.clone(), |_| LibraryDesk {})
}
