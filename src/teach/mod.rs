//! The owner's use cases: teaching, the photo library, trainings, comparing versions, testing pictures.
//! No window, no SQL of its own, no tensor; nothing of the till: the window carries word to it.
//! Called by `ui` and `cli`; each desk is a state on a thread of its own, commands in, views out.

mod bench;
mod comparing;
mod desk;
pub mod keeping;
pub mod library;
pub mod messages;
mod running;
mod showing;
pub mod sides;
mod teaching;
pub mod thumbnails;

pub use bench::{BenchCommand, BenchView};
pub use comparing::{CompareCommand, CompareView};
pub use desk::{Desk, DeskError, DeskHandle, Outbox, open_desk};
pub use library::{LibraryCommand, LibraryView};
pub use running::{RunCommand, RunView};
pub use showing::{ShowCommand, ShowView};
/// Which photos teach a version, and what it makes of them.
pub use crate::taught;
pub use teaching::{TeachCommand, Teaching, TeachingView, TillNews, Wires};
