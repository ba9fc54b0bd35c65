//! What happens in a training, told while it happens: to people, to programs, to a parent.

use std::time::{Duration, Instant};

use super::output::{self, Format, percent};
use super::progress::Progress;
use super::train_parent::Parent;
use super::{CliError, sentence};
use training::{RUN_EVENT_FORMAT, RunEvent, StopFlag, TrainEvent, TrainingError};

/// Tells people or programs.
pub(super) struct Report {
    format: Format,
    progress: Progress,
    epochs: usize,
    /// A training is not stopped because nobody reads along; the failure is told at the end.
    pub(super) printed: Result<(), CliError>,
}

impl Report {
    pub(super) fn new(format: Format) -> Self {
        Self { format, progress: Progress::new("photos", 0), epochs: 0, printed: Ok(()) }
    }

    pub(super) fn tell(&mut self, event: &TrainEvent) {
        match event {
            TrainEvent::Reading { done, total } => self.progress.set(*done, *total),
            TrainEvent::Started { epochs, .. } => {
                self.epochs = *epochs;
                self.progress.begin("batches");
            }
            TrainEvent::Batch { epoch, done, total, .. } => {
                let before = epoch.saturating_sub(1) * total;
                self.progress.set(before + done, self.epochs * total);
            }
            _ => {}
        }
        let printed = self.progress.beside(|| match self.format {
            Format::Text => print_text(event),
            Format::Json if matches!(event, TrainEvent::Reading { .. }) => Ok(()),
            Format::Json => RunEvent::of(event).map_or(Ok(()), |line| output::print_json(&line)),
        });
        if self.printed.is_ok() {
            self.printed = printed;
        }
    }
}

fn print_text(event: &TrainEvent) -> Result<(), CliError> {
    match event {
        TrainEvent::Reading { .. } | TrainEvent::Batch { .. } => Ok(()),
        TrainEvent::UnreadablePhoto { name, reason } => {
            output::print_warning(&format!("{name} is left out: {reason}"));
            Ok(())
        }
        TrainEvent::SmallerBatch { batch } => {
            output::print_warning(&format!("the memory is short; on with {batch} photos a step"));
            Ok(())
        }
        TrainEvent::OnCpu => {
            output::print_warning("the graphics card's memory is too small; on with the CPU");
            Ok(())
        }
        TrainEvent::Started {
            photos, validation_photos, classes, epochs, device, init, ..
        } => output::print_line(&format!(
            "{photos} photos of {classes} products to learn from, {validation_photos} to \
                 check with; {epochs} epochs on {device}, beginning from {init}"
        )),
        TrainEvent::Epoch { epoch, epochs, train_loss, val_loss, val_top1, val_top4, seconds } => {
            let mut line = format!("epoch {epoch}/{epochs}  loss {train_loss:.4}");
            if let (Some(loss), Some(top1), Some(top4)) = (val_loss, val_top1, val_top4) {
                let (top1, top4) = (percent(*top1), percent(*top4));
                line.push_str(&format!("  check: loss {loss:.4}, top-1 {top1}, top-4 {top4}"));
            }
            output::print_line(&format!("{line}  ({seconds:.1} s)"))
        }
        TrainEvent::Finished { name, seconds, .. } => output::print_line(&format!(
            "{name} is ready after {seconds:.0} s; `tillsight models promote {name}` lets it sell"
        )),
    }
}

/// Batches are told at most this often.
const BATCH_INTERVAL: Duration = Duration::from_millis(250);

/// Tells a parent everything, and waits where it wants a pause.
pub(super) struct EventReport<'a> {
    parent: &'a Parent,
    stop: &'a StopFlag,
    rate: Rate,
    /// Pictures learnt from since the last batch that was told.
    pictures: usize,
    told: Option<Instant>,
    /// Time of pauses in this epoch, and in all: no time of the training.
    paused_in_epoch: f64,
    paused: f64,
}

impl<'a> EventReport<'a> {
    pub(super) fn new(parent: &'a Parent, stop: &'a StopFlag) -> Self {
        Self {
            parent,
            stop,
            rate: Rate::default(),
            pictures: 0,
            told: None,
            paused_in_epoch: 0.0,
            paused: 0.0,
        }
    }

    pub(super) fn hello(&mut self, threads: Option<usize>, low_priority: bool) {
        let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let threads = threads.unwrap_or_else(cores);
        self.print(&RunEvent::Hello { format: RUN_EVENT_FORMAT, threads, low_priority });
    }

    pub(super) fn tell(&mut self, event: &TrainEvent) {
        match event {
            TrainEvent::Batch { epoch, done, total, loss, pictures } => {
                self.tell_batch([*epoch, *done, *total], *loss, *pictures);
            }
            TrainEvent::Reading { .. } if self.stop.is_raised() => {
                // Nothing is learnt yet that could be lost, and reading may take a while.
                self.stopped();
                std::process::exit(0);
            }
            other => {
                if let Some(event) = RunEvent::of(other) {
                    let event = self.without_pauses(event);
                    self.print(&event);
                }
            }
        }
        self.pause_if_wanted();
    }

    fn tell_batch(&mut self, [epoch, done, total]: [usize; 3], loss: f64, pictures: usize) {
        let now = Instant::now();
        self.pictures += pictures;
        let is_due = self.told.is_none_or(|told| now - told >= BATCH_INTERVAL) || done == total;
        if !is_due {
            return;
        }
        if let Some(told) = self.told {
            self.rate.add(self.pictures, (now - told).as_secs_f64());
        }
        (self.pictures, self.told) = (0, Some(now));
        let images_per_second = self.rate.a_second();
        let memory_mib = resident_mib();
        self.print(&RunEvent::Batch { epoch, done, total, loss, images_per_second, memory_mib });
    }

    /// The same with the time of the work alone; the next epoch is timed from here on.
    fn without_pauses(&mut self, mut event: RunEvent) -> RunEvent {
        match &mut event {
            RunEvent::Started { .. } => self.told = Some(Instant::now()),
            RunEvent::Epoch { seconds, .. } => {
                *seconds = (*seconds - self.paused_in_epoch).max(0.0);
                self.paused_in_epoch = 0.0;
                // What lies between two epochs, the judging, is no time of learning.
                (self.pictures, self.told) = (0, Some(Instant::now()));
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
        let waited = begun.elapsed();
        self.paused += waited.as_secs_f64();
        self.paused_in_epoch += waited.as_secs_f64();
        self.told = self.told.map(|told| told + waited);
        self.print(&RunEvent::WentOn);
    }

    pub(super) fn stopped(&mut self) {
        self.print(&RunEvent::Stopped);
    }

    pub(super) fn failed(&mut self, error: &CliError) {
        self.print(&RunEvent::Failed { reason: sentence(error) });
    }

    /// A parent that reads no more is gone.
    fn print(&mut self, event: &RunEvent) {
        if output::print_json(event).is_err() {
            self.stop.raise();
        }
    }
}

/// Pictures a second, over about the last ten tellings.
#[derive(Default)]
struct Rate {
    pictures: f64,
    seconds: f64,
}

impl Rate {
    /// How much of what was counted before still counts at each telling.
    const KEPT: f64 = 0.9;

    fn add(&mut self, pictures: usize, seconds: f64) {
        self.pictures = self.pictures * Self::KEPT + pictures as f64;
        self.seconds = self.seconds * Self::KEPT + seconds;
    }

    fn a_second(&self) -> f64 {
        if self.seconds > 0.0 { self.pictures / self.seconds } else { 0.0 }
    }
}

/// Memory that this process holds; Linux tells it in pages of 4 KiB.
fn resident_mib() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = told.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * 4 / 1024)
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

    #[test]
    fn the_rate_follows_what_was_lately() {
        let mut rate = Rate::default();
        assert_eq!(rate.a_second(), 0.0);
        for _ in 0..60 {
            rate.add(10, 1.0);
        }
        assert!((rate.a_second() - 10.0).abs() < 1e-9);
        for _ in 0..60 {
            rate.add(40, 1.0);
        }
        assert!((rate.a_second() - 40.0).abs() < 0.2);
    }
}
