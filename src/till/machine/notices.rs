//! What the till tells the clerk in a line: the newest few stay.

use super::Machine;
use crate::messages::Message;
use crate::snapshot::{Notice, NoticeKind};

const MAX_NOTICES: usize = 3;

impl Machine {
    pub(super) fn info(&mut self, message: Message) {
        self.notify(NoticeKind::Info, message);
    }

    pub(super) fn problem(&mut self, message: Message) {
        self.notify(NoticeKind::Problem, message);
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
        self.notices.retain(|notice| notice.kind != NoticeKind::Info);
    }
}
