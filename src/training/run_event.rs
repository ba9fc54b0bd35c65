//! What happens in a training. The loop tells it, and the process around the loop; as one JSON object
//! a line it goes over the process's standard output to the program that started it.

use super::PhotoReadError;
use base::child_process::ChildEvent;
use domain::{ForPeople, Message};
use serde::{Deserialize, Serialize};

/// Raised when an event means something else than before.
pub const RUN_EVENT_FORMAT: u32 = 1;

impl ChildEvent for RunEvent {
    const FORMAT: u32 = RUN_EVENT_FORMAT;

    fn format(&self) -> Option<u32> {
        match self {
            Self::Hello { format, .. } => Some(*format),
            _ => None,
        }
    }
}

/// What happens in a training.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum RunEvent {
    /// The first word of a process that trains.
    Hello {
        /// [`RUN_EVENT_FORMAT`] of the program that trains.
        format: u32,
        /// Threads of one network operation.
        threads: usize,
        /// Whether everything else on the machine goes first.
        low_priority: bool,
    },
    /// Photos are being decoded.
    Reading {
        /// Photos so far.
        done: usize,
        /// All photos.
        total: usize,
    },
    /// A photo was left out.
    UnreadablePhoto {
        /// The photo.
        photo: String,
        /// Why, in English.
        reason: String,
        /// The same for people; an older program told none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<Message>,
    },
    /// The loop begins.
    Started {
        /// Photos learnt from.
        photos: usize,
        /// Photos kept aside.
        validation_photos: usize,
        /// Products.
        classes: usize,
        /// Epochs in all.
        epochs: usize,
        /// Epochs done by an earlier run.
        epochs_done: usize,
        /// `cpu` or `cuda`.
        device: String,
        /// `imagenet`, a version's name, or `none`.
        init: String,
    },
    /// A batch is done.
    Batch {
        /// From 1.
        epoch: usize,
        /// Batches done in this epoch.
        done: usize,
        /// Batches in an epoch.
        total: usize,
        /// Loss of the batch.
        loss: f64,
        /// Pictures learnt from a second, over the last batches.
        images_per_second: f64,
        /// Memory that the process holds, in MiB; none where the system does not tell.
        memory_mib: Option<u64>,
    },
    /// An epoch is done and saved.
    Epoch {
        /// From 1.
        epoch: usize,
        /// Epochs in all.
        epochs: usize,
        /// Mean loss over the epoch, on augmented pictures.
        train_loss: f64,
        /// Loss on the validation photos at their best temperature.
        val_loss: Option<f64>,
        /// Share of validation photos named right.
        val_top1: Option<f64>,
        /// Share with the right name among the first four.
        val_top4: Option<f64>,
        /// Time taken.
        seconds: f64,
    },
    /// The memory did not do; on with fewer pictures at once.
    SmallerBatch {
        /// Pictures in a batch from now on.
        batch: usize,
    },
    /// The graphics card's memory does not do at all; on with the CPU.
    OnCpu,
    /// The process waits, and forgets nothing.
    Paused,
    /// The process goes on after a pause.
    WentOn,
    /// The process stopped as it was told; what was learnt up to the last checkpoint is on the disk.
    Stopped,
    /// The process failed.
    Failed {
        /// One sentence, in English.
        reason: String,
        /// The same for people; an older program told none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<Message>,
    },
    /// The version is written.
    Finished {
        /// Its name.
        name: String,
        /// Time of the whole training.
        seconds: f64,
        /// Share of validation photos that the version, as it is written, names right.
        #[serde(default)]
        val_top1: Option<f64>,
    },
}

impl RunEvent {
    /// A photo is left out, and why.
    pub(super) fn unreadable(photo: String, why: &PhotoReadError) -> Self {
        Self::UnreadablePhoto { photo, reason: why.to_string(), message: Some(why.message()) }
    }

    /// Whether nothing follows it.
    pub fn is_last(&self) -> bool {
        matches!(self, Self::Stopped | Self::Failed { .. } | Self::Finished { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_one_line_and_comes_back_as_it_was() {
        let event = RunEvent::Batch {
            epoch: 1,
            done: 2,
            total: 3,
            loss: 0.1 + 0.2,
            images_per_second: 35.5,
            memory_mib: None,
        };
        let line = serde_json::to_string(&event).unwrap();
        assert!(line.starts_with(r#"{"event":"batch","#) && !line.contains('\n'), "{line}");
        assert_eq!(serde_json::from_str::<RunEvent>(&line).unwrap(), event);
    }
}
