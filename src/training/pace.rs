//! How fast a training goes and what memory it holds, measured while it runs.

use std::time::{Duration, Instant};

use super::RunEvent;

/// Both are measured anew at most this often.
const INTERVAL: Duration = Duration::from_millis(250);
/// How much of what was counted before still counts at each measurement: about the last ten do.
const KEPT: f64 = 0.9;

/// A batch that was learnt from, as [`RunEvent::Batch`] tells it.
#[derive(Clone, Copy)]
pub(super) struct BatchDone {
    /// From 1.
    pub epoch: usize,
    /// From 1.
    pub done: usize,
    /// Batches in an epoch.
    pub total: usize,
    pub loss: f64,
}

/// The pace of a training.
pub(super) struct Pace {
    rate: Rate,
    memory_mib: Option<u64>,
    /// Pictures learnt from since the last measurement.
    pictures: usize,
    /// The last measurement, as if nothing but learning had been done since.
    measured: Instant,
}

impl Pace {
    pub(super) fn new() -> Self {
        Self { rate: Rate::default(), memory_mib: None, pictures: 0, measured: Instant::now() }
    }

    /// An epoch begins; what lies between two of them, the judging, is no time of learning.
    pub(super) fn begin_epoch(&mut self) {
        (self.pictures, self.measured) = (0, Instant::now());
    }

    /// Tells a batch of so many pictures. Whoever hears of it may let the training wait, which is no
    /// time of learning.
    pub(super) fn tell_batch(
        &mut self,
        batch: BatchDone,
        pictures: usize,
        on_event: &mut dyn FnMut(RunEvent),
    ) {
        let BatchDone { epoch, done, total, loss } = batch;
        self.add(pictures, done == total);
        let (images_per_second, memory_mib) = (self.rate.a_second(), self.memory_mib);
        let begun = Instant::now();
        on_event(RunEvent::Batch { epoch, done, total, loss, images_per_second, memory_mib });
        self.measured += begun.elapsed();
    }

    /// A batch of so many pictures is learnt from.
    fn add(&mut self, pictures: usize, is_last: bool) {
        self.pictures += pictures;
        let elapsed = self.measured.elapsed();
        if elapsed >= INTERVAL || is_last || self.rate.seconds == 0.0 {
            self.rate.add(self.pictures, elapsed.as_secs_f64());
            self.memory_mib = resident_mib();
            self.begin_epoch();
        }
    }
}

/// Pictures a second, over the last measurements.
#[derive(Default)]
struct Rate {
    pictures: f64,
    seconds: f64,
}

impl Rate {
    fn add(&mut self, pictures: usize, seconds: f64) {
        self.pictures = self.pictures * KEPT + pictures as f64;
        self.seconds = self.seconds * KEPT + seconds;
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

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn a_wait_of_whoever_hears_is_no_time_of_learning() {
        let mut pace = Pace::new();
        let before = pace.measured;
        let wait = Duration::from_millis(30);
        let batch = BatchDone { epoch: 1, done: 1, total: 2, loss: 0.5 };
        pace.tell_batch(batch, 8, &mut |event| {
            assert!(matches!(event, RunEvent::Batch { images_per_second, .. }
                if images_per_second > 0.0));
            std::thread::sleep(wait);
        });
        assert!(pace.measured - before >= wait);
    }
}
