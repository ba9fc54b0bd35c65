//! What a training process and the program that started it say to each other: events on its
//! standard output, one JSON object a line, and orders on its standard input, a few words a line.

use std::{fmt, str::FromStr};

use base::child_process::ChildEvent;
use serde::{Deserialize, Serialize};

use super::TrainEvent;

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

/// An event of a training process.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are those of `TrainEvent`, which explains them")]
pub enum RunEvent {
    /// Always the first.
    Hello {
        /// [`RUN_EVENT_FORMAT`] of the program that trains.
        format: u32,
        /// Threads of one network operation.
        threads: usize,
        low_priority: bool,
    },
    Reading {
        done: usize,
        total: usize,
    },
    UnreadablePhoto {
        photo: String,
        reason: String,
    },
    Started {
        photos: usize,
        validation_photos: usize,
        classes: usize,
        epochs: usize,
        epochs_done: usize,
        device: String,
        init: String,
    },
    Batch {
        epoch: usize,
        done: usize,
        total: usize,
        loss: f64,
        /// Pictures learnt from a second, over the last batches.
        images_per_second: f64,
        /// Memory that the process holds, in MiB; none where the system does not tell.
        memory_mib: Option<u64>,
    },
    Epoch {
        epoch: usize,
        epochs: usize,
        train_loss: f64,
        val_loss: Option<f64>,
        val_top1: Option<f64>,
        val_top4: Option<f64>,
        seconds: f64,
    },
    SmallerBatch {
        batch: usize,
    },
    OnCpu,
    /// It waits, and forgets nothing.
    Paused,
    /// It goes on after a pause.
    WentOn,
    /// It stopped as it was told; what was learnt up to the last checkpoint is on the disk.
    Stopped,
    /// It failed.
    Failed {
        /// One sentence.
        reason: String,
    },
    Finished {
        name: String,
        seconds: f64,
        #[serde(default)]
        val_top1: Option<f64>,
    },
}

impl RunEvent {
    /// The event of a training in words of this protocol; batches are the sender's, which measures
    /// their rate.
    pub fn of(event: &TrainEvent) -> Option<Self> {
        Some(match event.clone() {
            TrainEvent::Batch { .. } => return None,
            TrainEvent::Reading { done, total } => Self::Reading { done, total },
            TrainEvent::UnreadablePhoto { name, reason } => {
                Self::UnreadablePhoto { photo: name, reason }
            }
            TrainEvent::Started {
                photos,
                validation_photos,
                classes,
                epochs,
                epochs_done,
                device,
                init,
            } => Self::Started {
                photos,
                validation_photos,
                classes,
                epochs,
                epochs_done,
                device: device.to_owned(),
                init,
            },
            TrainEvent::Epoch {
                epoch,
                epochs,
                train_loss,
                val_loss,
                val_top1,
                val_top4,
                seconds,
            } => Self::Epoch { epoch, epochs, train_loss, val_loss, val_top1, val_top4, seconds },
            TrainEvent::SmallerBatch { batch } => Self::SmallerBatch { batch },
            TrainEvent::OnCpu => Self::OnCpu,
            TrainEvent::Finished { name, seconds, val_top1 } => {
                Self::Finished { name, seconds, val_top1 }
            }
        })
    }

    /// Whether nothing follows it.
    pub fn is_last(&self) -> bool {
        matches!(self, Self::Stopped | Self::Failed { .. } | Self::Finished { .. })
    }
}

/// An order for a training process. The end of its standard input is a [`RunOrder::Stop`]: whoever
/// wanted the training is gone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RunOrder {
    /// Wait after the batch at hand.
    Pause,
    /// Go on.
    GoOn,
    /// End after the batch at hand.
    Stop,
}

impl fmt::Display for RunOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pause => "pause",
            Self::GoOn => "go on",
            Self::Stop => "stop",
        })
    }
}

/// A line that is no order.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no order; a training knows pause, go on and stop")]
pub struct ParseOrderError(String);

impl FromStr for RunOrder {
    type Err = ParseOrderError;

    fn from_str(line: &str) -> Result<Self, ParseOrderError> {
        let known = [Self::Pause, Self::GoOn, Self::Stop];
        let said = line.trim();
        let order = known.into_iter().find(|order| order.to_string() == said);
        order.ok_or_else(|| ParseOrderError(said.to_owned()))
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

    #[test]
    fn an_order_is_read_as_it_is_written() {
        for order in [RunOrder::Pause, RunOrder::GoOn, RunOrder::Stop] {
            assert_eq!(format!("{order}\r").parse(), Ok(order));
        }
        let error = "halt".parse::<RunOrder>().unwrap_err();
        assert!(error.to_string().contains("\"halt\""), "{error}");
    }
}
