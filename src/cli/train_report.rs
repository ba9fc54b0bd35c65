//! What happens in a training, told while it happens: to people, to programs, to a parent.

use std::time::{Duration, Instant};

use super::left_out::LeftOut;
use super::output::{self, Format, percent};
use super::progress::Progress;
use super::train_parent::Parent;
use super::{CliError, sentence};
use domain::ForPeople;
use training::{FolderRemark, RUN_EVENT_FORMAT, RunEvent, StopFlag, TrainingError};

/// Tells people or programs.
pub(super) struct Report {
    format: Format,
    progress: Progress,
    epochs: usize,
    /// A training is not stopped because nobody reads along; the failure is told at the end.
    printed: Result<(), CliError>,
    left_out: LeftOut,
}

impl Report {
    pub(super) fn new(format: Format) -> Self {
        let (progress, left_out) = (Progress::new("photos", 0), LeftOut::default());
        Self { format, progress, epochs: 0, printed: Ok(()), left_out }
    }

    /// Tells what people should know of the folders of the data.
    pub(super) fn folders(&mut self, remarks: &[FolderRemark]) {
        self.left_out.folders(remarks);
    }

    /// Whether all was told, and nothing left out.
    pub(super) fn end(self) -> Result<(), CliError> {
        self.printed.and_then(|()| self.left_out.end())
    }

    pub(super) fn tell(&mut self, event: &RunEvent) {
        match event {
            RunEvent::Reading { done, total } => self.progress.set(*done, *total),
            RunEvent::Started { epochs, .. } => {
                self.epochs = *epochs;
                self.progress.begin("batches");
            }
            RunEvent::Batch { epoch, done, total, .. } => {
                let before = epoch.saturating_sub(1) * total;
                self.progress.set(before + done, self.epochs * total);
            }
            _ => {}
        }
        if let RunEvent::UnreadablePhoto { photo, reason, .. } = event {
            match self.format {
                Format::Text => self.left_out.photo(photo, reason, &self.progress),
                Format::Json => self.left_out.note(),
            }
        }
        let printed = self.progress.beside(|| match self.format {
            Format::Text => print_text(event),
            Format::Json if matches!(event, RunEvent::Reading { .. } | RunEvent::Batch { .. }) => {
                Ok(())
            }
            Format::Json => output::print_json(event),
        });
        if self.printed.is_ok() {
            self.printed = printed;
        }
    }
}

fn print_text(event: &RunEvent) -> Result<(), CliError> {
    match event {
        RunEvent::SmallerBatch { batch } => {
            output::print_warning(&format!("the memory is short; on with {batch} photos a step"));
            Ok(())
        }
        RunEvent::OnCpu => {
            output::print_warning("the graphics card's memory is too small; on with the CPU");
            Ok(())
        }
        RunEvent::Started { photos, validation_photos, classes, epochs, device, init, .. } => {
            output::print_line(&format!(
                "{photos} photos of {classes} products to learn from, {validation_photos} to \
                 check with; {epochs} epochs on {device}, beginning from {init}"
            ))
        }
        RunEvent::Epoch { epoch, epochs, train_loss, val_loss, val_top1, val_top4, seconds } => {
            let mut line = format!("epoch {epoch}/{epochs}  loss {train_loss:.4}");
            if let (Some(loss), Some(top1), Some(top4)) = (val_loss, val_top1, val_top4) {
                let (top1, top4) = (percent(*top1), percent(*top4));
                line.push_str(&format!("  check: loss {loss:.4}, top-1 {top1}, top-4 {top4}"));
            }
            output::print_line(&format!("{line}  ({seconds:.1} s)"))
        }
        RunEvent::Finished { name, seconds, .. } => output::print_line(&format!(
            "{name} is ready after {seconds:.0} s; `tillsight models promote {name}` lets it sell"
        )),
        // The bar shows how far it is; the others are said to a parent alone.
        RunEvent::Reading { .. }
        | RunEvent::UnreadablePhoto { .. }
        | RunEvent::Batch { .. }
        | RunEvent::Hello { .. }
        | RunEvent::Paused
        | RunEvent::WentOn
        | RunEvent::Stopped
        | RunEvent::Failed { .. } => Ok(()),
    }
}

/// Batches are told at most this often.
const BATCH_INTERVAL: Duration = Duration::from_millis(250);

/// Tells a parent everything, and waits where it wants a pause.
pub(super) struct EventReport<'a> {
    parent: &'a Parent,
    stop: &'a StopFlag,
    /// When the last batch was told.
    told: Instant,
    /// Time of pauses in this epoch, and in all: no time of the training.
    paused_in_epoch: f64,
    paused: f64,
}

impl<'a> EventReport<'a> {
    pub(super) fn new(parent: &'a Parent, stop: &'a StopFlag) -> Self {
        Self { parent, stop, told: Instant::now(), paused_in_epoch: 0.0, paused: 0.0 }
    }

    pub(super) fn hello(&mut self, threads: Option<usize>, low_priority: bool) {
        let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let threads = threads.unwrap_or_else(cores);
        self.print(&RunEvent::Hello { format: RUN_EVENT_FORMAT, threads, low_priority });
    }

    pub(super) fn tell(&mut self, event: RunEvent) {
        match event {
            RunEvent::Batch { done, total, .. } => {
                if self.told.elapsed() >= BATCH_INTERVAL || done == total {
                    self.told = Instant::now();
                    self.print(&event);
                }
            }
            RunEvent::Reading { .. } if self.stop.is_raised() => {
                // Nothing is learnt yet that could be lost, and reading may take a while.
                self.stopped();
                std::process::exit(0);
            }
            other => {
                let event = self.without_pauses(other);
                self.print(&event);
            }
        }
        self.pause_if_wanted();
    }

    /// The same with the time of the work alone.
    fn without_pauses(&mut self, mut event: RunEvent) -> RunEvent {
        match &mut event {
            RunEvent::Epoch { seconds, .. } => {
                *seconds = (*seconds - self.paused_in_epoch).max(0.0);
                self.paused_in_epoch = 0.0;
            }
            RunEvent::Finished { seconds, .. } => *seconds = (*seconds - self.paused).max(0.0),
            _ => {}
        }
        event
    }

    fn pause_if_wanted(&mut self) {
        if !self.parent.wants_pause() {
            return;
        }
        self.print(&RunEvent::Paused);
        let begun = Instant::now();
        self.parent.wait();
        let waited = begun.elapsed().as_secs_f64();
        self.paused += waited;
        self.paused_in_epoch += waited;
        self.print(&RunEvent::WentOn);
    }

    pub(super) fn stopped(&mut self) {
        self.print(&RunEvent::Stopped);
    }

    pub(super) fn failed(&mut self, error: &CliError) {
        self.print(&RunEvent::Failed { reason: sentence(error), message: Some(error.message()) });
    }

    /// A parent that reads no more is gone.
    fn print(&mut self, event: &RunEvent) {
        if output::print_json(event).is_err() {
            self.stop.raise();
        }
    }
}

/// Runs `work`; a panic in it becomes an error like any other.
pub(super) fn guarded(work: impl FnOnce() -> Result<(), CliError>) -> Result<(), CliError> {
    base::threads::guarded(work)
        .unwrap_or_else(|panic| Err(TrainingError::BrokeOff { what: panic.said }.into()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::*;

    #[test]
    fn a_panic_is_told_in_one_sentence() {
        let error = guarded(|| panic!("a row of {} is missing", 3)).unwrap_err();
        let told = sentence(&error);
        assert!(told.contains("(a row of 3 is missing)"), "{told}");
        assert!(!told.contains('\n'));
    }
}
