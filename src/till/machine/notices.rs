//! What the till tells the clerk in a line: the newest few stay.

use super::Machine;
use crate::command::Command;
use crate::messages::Message;
use crate::paying::PayCommand;
use crate::snapshot::{Notice, NoticeKind};

const MAX_NOTICES: usize = 3;

impl Machine {
    pub(super) fn info(&mut self, message: Message) {
        self.notify(NoticeKind::Info, message);
    }

    pub(super) fn problem(&mut self, message: Message) {
        self.notify(NoticeKind::Problem, message);
    }

    /// Something was done; returns the notice's id.
    pub(super) fn done(&mut self, message: Message) -> u64 {
        self.notify(NoticeKind::Done, message);
        self.next_notice - 1
    }

    /// What did not work is old news with the next thing that a clerk does; what is still so stays.
    pub(super) fn forget_old_problems(&mut self) {
        let stays = |it: &Notice| it.kind != NoticeKind::Problem || is_a_state(it.message.id);
        self.notices.retain(stays);
    }

    fn notify(&mut self, kind: NoticeKind, message: Message) {
        self.notices.retain(|notice| notice.message.id != message.id);
        if self.notices.len() >= MAX_NOTICES {
            self.notices.remove(0);
        }
        self.notices.push(Notice { id: self.next_notice, kind, message });
        self.next_notice += 1;
    }

    pub(super) fn clear_info(&mut self) {
        self.notices.retain(|notice| notice.kind == NoticeKind::Problem);
    }
}

/// What a problem says of how things stand, and not of what was tried: another try does not mend it.
fn is_a_state(id: &str) -> bool {
    matches!(
        id,
        "problem-model"
            | "model-kept"
            | "problem-carts-lost"
            | "problem-cart-unsafe"
            | "problem-cart-elsewhere"
            | "problem-cart-elsewhere-look"
            | "problem-print"
            | "problem-print-report"
            | "problem-drawer"
            | "problem-test-page"
    )
}

/// Whether with this command a clerk goes on to something else.
pub(super) fn goes_on(command: &Command) -> bool {
    matches!(
        command,
        Command::OpenPhotos(_)
            | Command::TakePicture
            | Command::ChooseCandidate { .. }
            | Command::UndoAdd(_)
            | Command::TakeBackChoice(_)
            | Command::Dismiss(_)
            | Command::SetPieces(..)
            | Command::SetWeight(..)
            | Command::Cart(_)
            | Command::Code(_)
            | Command::AddProduct(_)
            | Command::Pay(PayCommand::Start)
            | Command::CompleteSale
    )
}
