//! Pictures come to the bench: searched for in files, folders and zips, then laid out in rows.

use std::path::PathBuf;
use std::sync::Arc;

use super::super::command::{BenchCommand, Heard};
use super::super::gathering::{Finds, Gathered, MOST_PICTURES, gather};
use super::super::view::{BenchRow, RowState};
use super::super::worker::Ticket;
use super::{BenchDesk, Entry, no_thread};
use domain::Message;
use photo::{Picture, encode_png};

impl BenchDesk {
    pub(super) fn open(&mut self, paths: Vec<PathBuf>) {
        let ticket = Arc::new(Ticket::default());
        let (own, outbox) = (Arc::clone(&ticket), self.outbox.clone());
        let room = MOST_PICTURES.saturating_sub(self.entries.len());
        let search = move || {
            let finds = gather(&paths, room);
            // The desk may be gone meanwhile.
            let _told = outbox.send(BenchCommand::Heard(Heard::found(own, finds)));
        };
        match base::threads::start("bench-searching", search) {
            Ok(_) => self.searches.push(ticket),
            Err(error) => self.view.notice = Some(no_thread(&error)),
        }
        self.begin_anew();
    }

    /// A picture that lies in no file, such as a pasted one.
    pub(super) fn open_picture(&mut self, name: String, picture: &Picture) {
        match encode_png(picture) {
            Ok(bytes) => {
                self.begin_anew();
                self.lay_out(std::iter::once(Gathered::of_bytes(name, bytes.into())));
                self.go_on();
            }
            Err(error) => self.view.notice = Some(error.message()),
        }
    }

    pub(super) fn found(&mut self, ticket: &Arc<Ticket>, finds: Finds) {
        let before = self.searches.len();
        self.searches.retain(|search| !Arc::ptr_eq(search, ticket));
        if self.searches.len() == before {
            return;
        }
        let room = MOST_PICTURES.saturating_sub(self.entries.len());
        let left_out = finds.left_out + finds.pictures.len().saturating_sub(room);
        self.lay_out(finds.pictures.into_iter().take(room));
        if left_out > 0 {
            let message = Message::new("bench-too-many")
                .naming("most", MOST_PICTURES.to_string())
                .naming("left", left_out.to_string());
            self.view.notice = Some(message);
        }
        self.go_on();
    }

    fn lay_out(&mut self, pictures: impl Iterator<Item = Gathered>) {
        let rows = Arc::make_mut(&mut self.view.rows);
        for Gathered { name, place, folders, source } in pictures {
            let (source, state) = match source {
                Ok(source) => (Some(Arc::new(source)), RowState::Waiting),
                Err(message) => (None, RowState::Unreadable(message)),
            };
            let id = self.next_id;
            self.next_id += 1;
            let (folder, second, thumbnail) = (None, None, None);
            rows.push(Arc::new(BenchRow { id, name, place, folder, state, second, thumbnail }));
            self.entries.push(Entry { source, folders });
        }
        self.tell_truths();
    }
}
