//! How far a training has come, told by its events alone: the same while it runs and when its events
//! are read again from the disk.

use std::sync::Arc;

use domain::Message;
use training::RunEvent;

/// Epochs that the time left is reckoned from.
const TIMED_EPOCHS: usize = 3;
/// So many photos that could not be read are named; the rest is counted.
const NAMED: usize = 20;

/// What an epoch came to.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct EpochPoint {
    /// From 1.
    pub epoch: usize,
    /// Mean loss on the photos that are learnt from.
    pub train_loss: f64,
    /// Loss on the photos that are kept aside.
    pub val_loss: Option<f64>,
    /// Share of them named right.
    pub val_top1: Option<f64>,
    /// Share with the right name among the first four.
    pub val_top4: Option<f64>,
}

/// What a training began with.
#[derive(Clone, PartialEq, Debug)]
pub struct RunStart {
    /// Photos learnt from.
    pub photos: usize,
    /// Photos kept aside to check with.
    pub validation_photos: usize,
    /// Products that the new version will know.
    pub products: usize,
    /// `cpu` or `cuda`.
    pub device: String,
}

/// How a training ended.
#[derive(Clone, PartialEq, Debug)]
pub enum RunEnd {
    /// The new version is there.
    Finished {
        /// Time of the last process, in seconds, without pauses.
        seconds: f64,
        /// Share of the photos kept aside that the new version, as it is written, names right.
        top1: Option<f64>,
    },
    /// As it was told.
    Stopped,
    /// For this reason.
    Failed(Message),
}

/// How far a training has come.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct RunProgress {
    /// Photos read, and all of them.
    pub reading: (usize, usize),
    /// What it began with, once all photos are read.
    pub start: Option<RunStart>,
    /// Epochs in all.
    pub epochs: usize,
    /// Whole epochs done.
    pub epochs_done: usize,
    /// Batches done in this epoch, and all of them.
    pub batches: (usize, usize),
    /// Photos learnt from a second.
    pub images_per_second: f64,
    /// Memory that it holds, in MiB.
    pub memory_mib: Option<u64>,
    /// The loss of batches, by epochs done (with a fraction).
    pub batch_losses: Arc<Vec<[f64; 2]>>,
    /// What each epoch came to.
    pub points: Arc<Vec<EpochPoint>>,
    /// Photos that could not be read, with the reason; the first ones.
    pub unreadable: Arc<Vec<(String, Message)>>,
    /// How many could not be read.
    pub unreadable_count: usize,
    /// Photos a step, where memory was too short for as many as were wanted.
    pub smaller_batch: Option<usize>,
    /// Whether the graphics card's memory did not do.
    pub fell_back_to_cpu: bool,
    /// Whether it waits.
    pub paused: bool,
    /// How it ended.
    pub end: Option<RunEnd>,
    /// Seconds that the epochs of this process took.
    pub epoch_seconds: Vec<f64>,
}

impl RunProgress {
    /// What these events tell.
    pub fn of<'a>(events: impl IntoIterator<Item = &'a RunEvent>) -> Self {
        let mut progress = Self::default();
        events.into_iter().for_each(|event| progress.hear(event));
        progress
    }

    /// Takes in what a training told.
    pub fn hear(&mut self, event: &RunEvent) {
        match event {
            RunEvent::Hello { .. } => self.begin_process(),
            RunEvent::Reading { done, total } => self.reading = (*done, *total),
            RunEvent::UnreadablePhoto { photo, message, .. } => {
                self.unreadable_count += 1;
                if self.unreadable.len() < NAMED {
                    let unsaid = || Message::new("photo-not-read");
                    let why = message.clone().unwrap_or_else(unsaid);
                    Arc::make_mut(&mut self.unreadable).push((photo.clone(), why));
                }
            }
            RunEvent::Started {
                photos,
                validation_photos,
                classes,
                epochs,
                epochs_done,
                device,
                ..
            } => {
                self.start = Some(RunStart {
                    photos: *photos,
                    validation_photos: *validation_photos,
                    products: *classes,
                    device: device.clone(),
                });
                self.go_back_to(*epochs, *epochs_done);
            }
            RunEvent::Batch { epoch, done, total, loss, images_per_second, memory_mib } => {
                self.batches = (*done, *total);
                self.images_per_second = *images_per_second;
                self.memory_mib = *memory_mib;
                let at = (*epoch as f64 - 1.0) + *done as f64 / (*total).max(1) as f64;
                Arc::make_mut(&mut self.batch_losses).push([at, *loss]);
            }
            RunEvent::Epoch {
                epoch,
                epochs,
                train_loss,
                val_loss,
                val_top1,
                val_top4,
                seconds,
            } => {
                (self.epochs, self.epochs_done, self.batches.0) = (*epochs, *epoch, 0);
                self.epoch_seconds.push(*seconds);
                Arc::make_mut(&mut self.points).push(EpochPoint {
                    epoch: *epoch,
                    train_loss: *train_loss,
                    val_loss: *val_loss,
                    val_top1: *val_top1,
                    val_top4: *val_top4,
                });
            }
            RunEvent::SmallerBatch { batch } => self.smaller_batch = Some(*batch),
            RunEvent::OnCpu => (self.fell_back_to_cpu, self.smaller_batch) = (true, None),
            RunEvent::Paused => self.paused = true,
            RunEvent::WentOn => self.paused = false,
            RunEvent::Stopped => self.end = Some(RunEnd::Stopped),
            RunEvent::Failed { reason, message } => {
                tracing::error!(reason, "the training failed");
                let unsaid = || Message::new("training-failed");
                self.end = Some(RunEnd::Failed(message.clone().unwrap_or_else(unsaid)));
            }
            RunEvent::Finished { seconds, val_top1, .. } => {
                self.end = Some(RunEnd::Finished { seconds: *seconds, top1: *val_top1 });
            }
        }
    }

    /// A process reads all photos and goes on from the last checkpoint.
    fn begin_process(&mut self) {
        let (batch_losses, points) = (Arc::clone(&self.batch_losses), Arc::clone(&self.points));
        let (epochs, epochs_done) = (self.epochs, self.epochs_done);
        *self = Self { batch_losses, points, epochs, epochs_done, ..Self::default() };
    }

    /// What lies beyond `epochs_done` is learnt anew.
    fn go_back_to(&mut self, epochs: usize, epochs_done: usize) {
        (self.epochs, self.epochs_done, self.batches) = (epochs, epochs_done, (0, 0));
        Arc::make_mut(&mut self.batch_losses).retain(|[at, _]| *at <= epochs_done as f64);
        Arc::make_mut(&mut self.points).retain(|point| point.epoch <= epochs_done);
    }

    /// Epochs done, with the fraction of the one at hand.
    pub fn epochs_so_far(&self) -> f64 {
        let (done, total) = self.batches;
        self.epochs_done as f64 + done as f64 / total.max(1) as f64
    }

    /// Share of the training that is done, 0 to 1.
    pub fn share(&self) -> f64 {
        if self.epochs == 0 { 0.0 } else { (self.epochs_so_far() / self.epochs as f64).min(1.0) }
    }

    /// Seconds that an epoch takes, once that is known.
    pub fn seconds_an_epoch(&self) -> Option<f64> {
        let lately = self.epoch_seconds.iter().rev().take(TIMED_EPOCHS);
        let count = lately.clone().count();
        if count > 0 {
            return Some(lately.sum::<f64>() / count as f64);
        }
        let photos = self.start.as_ref()?.photos as f64;
        (self.images_per_second > 0.0).then(|| photos / self.images_per_second)
    }

    /// Seconds until it is done, as far as one can tell.
    pub fn seconds_left(&self) -> Option<f64> {
        let left = (self.epochs as f64 - self.epochs_so_far()).max(0.0);
        Some(self.seconds_an_epoch()? * left)
    }

    /// Photos learnt from, counted once an epoch, and the seconds that took, with reading and judging:
    /// once it is finished, if one process did all of it.
    pub fn timed_whole(&self) -> Option<(usize, f64)> {
        let Some(RunEnd::Finished { seconds, .. }) = self.end else { return None };
        let all_here = self.epoch_seconds.len() == self.epochs;
        let photos = self.start.as_ref()?.photos;
        all_here.then_some((photos * self.epochs, seconds))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::*;

    fn hello() -> RunEvent {
        RunEvent::Hello { format: 1, threads: 1, low_priority: true }
    }

    fn started(epochs_done: usize) -> RunEvent {
        RunEvent::Started {
            photos: 100,
            validation_photos: 10,
            classes: 3,
            epochs: 4,
            epochs_done,
            device: "cpu".to_owned(),
            init: "grocery-1".to_owned(),
        }
    }

    fn batch(epoch: usize, done: usize) -> RunEvent {
        RunEvent::Batch {
            epoch,
            done,
            total: 10,
            loss: 1.0,
            images_per_second: 20.0,
            memory_mib: Some(900),
        }
    }

    fn epoch(epoch: usize, seconds: f64) -> RunEvent {
        RunEvent::Epoch {
            epoch,
            epochs: 4,
            train_loss: 0.5,
            val_loss: Some(0.4),
            val_top1: Some(0.5 + epoch as f64 / 10.0),
            val_top4: Some(1.0),
            seconds,
        }
    }

    #[test]
    fn the_time_left_follows_the_rate_and_then_the_epochs() {
        let mut progress = RunProgress::of(&[hello(), started(0)]);
        assert_eq!((progress.share(), progress.seconds_left()), (0.0, None));
        progress.hear(&batch(1, 5));
        // 100 photos at 20 a second are 5 s an epoch; 3.5 epochs are left.
        assert!((progress.seconds_left().unwrap() - 17.5).abs() < 1e-9);
        progress.hear(&epoch(1, 8.0));
        assert!((progress.seconds_left().unwrap() - 24.0).abs() < 1e-9);
        assert!((progress.share() - 0.25).abs() < 1e-9);
    }

    #[test]
    fn a_resumed_training_learns_anew_what_its_checkpoint_lacks() {
        let events =
            [hello(), started(0), batch(1, 10), epoch(1, 2.0), batch(2, 5), hello(), started(1)];
        let progress = RunProgress::of(&events);
        assert_eq!(progress.points.len(), 1);
        assert_eq!(*progress.batch_losses, [[1.0, 1.0]]);
        assert!((progress.epochs_so_far() - 1.0).abs() < 1e-9);
        assert_eq!(progress.end, None);
        assert_eq!(progress.seconds_left(), None, "the new process has not been timed yet");
    }

    #[test]
    fn an_end_is_an_end_until_another_process_begins() {
        let mut progress = RunProgress::of(&[hello(), started(0), RunEvent::Stopped]);
        assert_eq!(progress.end, Some(RunEnd::Stopped));
        progress.hear(&hello());
        assert_eq!(progress.end, None);
    }

    #[test]
    fn a_training_is_timed_as_a_whole_or_not_at_all() {
        let epochs = || (1..=4).map(|number| epoch(number, 2.0));
        let finished =
            || RunEvent::Finished { name: "shop-1".to_owned(), seconds: 10.0, val_top1: None };
        let whole: Vec<_> =
            [hello(), started(0)].into_iter().chain(epochs()).chain([finished()]).collect();
        assert_eq!(RunProgress::of(&whole[..whole.len() - 1]).timed_whole(), None, "not done");
        assert_eq!(RunProgress::of(&whole).timed_whole(), Some((400, 10.0)));
        let resumed = [hello(), started(2), epoch(3, 2.0), epoch(4, 2.0), finished()];
        assert_eq!(RunProgress::of(&resumed).timed_whole(), None, "a part of it");
    }

    #[test]
    fn the_version_as_it_is_written_counts_and_no_epoch_before() {
        let finished = || RunEvent::Finished {
            name: "shop-1".to_owned(),
            seconds: 10.0,
            val_top1: Some(0.55),
        };
        let progress = RunProgress::of(&[hello(), started(0), epoch(4, 1.0), finished()]);
        assert_eq!(progress.end, Some(RunEnd::Finished { seconds: 10.0, top1: Some(0.55) }));
    }

    #[test]
    fn an_end_that_an_earlier_program_wrote_is_read() {
        let line = r#"{"event":"finished","name":"shop-1","seconds":10.0}"#;
        let event: RunEvent = serde_json::from_str(line).unwrap();
        assert!(matches!(event, RunEvent::Finished { val_top1: None, .. }));
    }

    #[test]
    fn a_photo_that_cannot_be_read_is_counted_and_the_first_ones_are_named() {
        let broken = RunEvent::UnreadablePhoto {
            photo: "a.jpg".to_owned(),
            reason: "cut off".to_owned(),
            message: None,
        };
        let events = vec![broken; 30];
        let progress = RunProgress::of(&events);
        assert_eq!((progress.unreadable_count, progress.unreadable.len()), (30, NAMED));
    }
}
