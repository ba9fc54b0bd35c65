//! Where memory is short: fewer pictures at once, then the CPU, each told and none a failure.

use tch::Device;

use super::{RunEvent, TrainingError};

/// Fewer pictures than these in a batch would make its statistics worthless.
const SMALLEST_BATCH: usize = 4;

/// What a training computes with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Means {
    /// Pictures in a batch.
    pub batch: usize,
    /// Where they are computed.
    pub device: Device,
}

/// Tries with half the batch, a quarter and so on for as long as memory runs out, then on the CPU
/// with the whole batch; returns what came of it and the means that did. The attempt is told
/// whether another went before it.
///
/// # Errors
/// The attempt's own; that of memory only once there is nothing smaller to try.
pub(super) fn within_memory<T>(
    whole: Means,
    on_event: &mut dyn FnMut(RunEvent),
    mut attempt: impl FnMut(Means, bool, &mut dyn FnMut(RunEvent)) -> Result<T, TrainingError>,
) -> Result<(T, Means), TrainingError> {
    let (mut means, mut again) = (whole, false);
    loop {
        let error = match attempt(means, again, on_event) {
            Ok(done) => return Ok((done, means)),
            Err(error) if error.is_out_of_memory() => error,
            Err(error) => return Err(error),
        };
        tracing::warn!(%error, batch = means.batch, device = ?means.device, "memory ran out");
        again = true;
        if means.batch / 2 >= SMALLEST_BATCH {
            means.batch /= 2;
            on_event(RunEvent::SmallerBatch { batch: means.batch });
        } else if means.device != Device::Cpu {
            means = Means { device: Device::Cpu, ..whole };
            on_event(RunEvent::OnCpu);
        } else {
            return Err(error);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cnn::CnnError;

    fn out_of_memory() -> TrainingError {
        let said = "CUDA out of memory. Tried to allocate 2.00 GiB\nException raised from malloc";
        TrainingError::Network(CnnError::Torch(tch::TchError::Torch(said.to_owned())))
    }

    /// The means that were tried and whether again, what was told, and how it ended.
    type Trials = (Vec<(Means, bool)>, Vec<String>, Result<((), Means), TrainingError>);

    /// Runs trainings that fail while `too_much` says so; the means tried, and what was told.
    fn tried(whole: Means, too_much: impl Fn(Means) -> bool) -> Trials {
        let (mut means_tried, mut told) = (Vec::new(), Vec::new());
        let result = within_memory(
            whole,
            &mut |event| told.push(format!("{event:?}")),
            |means, again, _| {
                means_tried.push((means, again));
                if too_much(means) { Err(out_of_memory()) } else { Ok(()) }
            },
        );
        (means_tried, told, result)
    }

    const CARD: Device = Device::Cuda(0);

    #[test]
    fn half_the_batch_is_tried_until_it_fits() {
        let whole = Means { batch: 32, device: CARD };
        let (tried, told, result) = tried(whole, |means| means.batch > 8);
        let batches: Vec<_> = tried.iter().map(|(means, again)| (means.batch, *again)).collect();
        assert_eq!(batches, [(32, false), (16, true), (8, true)]);
        assert_eq!(told, ["SmallerBatch { batch: 16 }", "SmallerBatch { batch: 8 }"]);
        assert_eq!(result.unwrap().1, Means { batch: 8, device: CARD });
    }

    #[test]
    fn a_card_without_room_gives_way_to_the_cpu_with_the_whole_batch() {
        let whole = Means { batch: 8, device: CARD };
        let (_, told, result) = tried(whole, |means| means.device == CARD);
        assert_eq!(told, ["SmallerBatch { batch: 4 }", "OnCpu"]);
        assert_eq!(result.unwrap().1, Means { batch: 8, device: Device::Cpu });
    }

    #[test]
    fn what_never_fits_is_told_in_the_end() {
        let whole = Means { batch: 8, device: CARD };
        let (tried, _, result) = tried(whole, |_| true);
        assert_eq!(tried.len(), 4, "8 and 4 on the card, 8 and 4 on the CPU");
        assert!(result.unwrap_err().is_out_of_memory());
    }

    #[test]
    fn another_failure_is_not_tried_again() {
        let mut attempts = 0;
        let whole = Means { batch: 32, device: CARD };
        let result: Result<((), Means), _> = within_memory(whole, &mut |_| {}, |_, _, _| {
            attempts += 1;
            Err(TrainingError::Diverged { epoch: 1 })
        });
        assert!(matches!(result, Err(TrainingError::Diverged { epoch: 1 })));
        assert_eq!(attempts, 1);
    }
}
