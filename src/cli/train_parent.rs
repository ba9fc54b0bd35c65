//! The program that started a training: its orders come over standard input, and its end is a stop.

use std::io::{self, BufRead};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use super::CliError;
use training::{RunOrder, StopFlag, TrainingError};

/// Whether the training is to wait.
#[derive(Default)]
struct Pause {
    wanted: Mutex<bool>,
    changed: Condvar,
}

/// Listens to the parent's orders on a thread of its own.
pub(super) struct Parent {
    pause: Arc<Pause>,
}

impl Parent {
    /// Begins to listen; a stop, or the parent's end, raises `stop`.
    pub(super) fn listen(stop: &StopFlag) -> Result<Self, CliError> {
        let parent = Self { pause: Arc::default() };
        let (pause, stop) = (Arc::clone(&parent.pause), stop.clone());
        thread::Builder::new()
            .name("parent".to_owned())
            .spawn(move || hear(io::stdin().lock(), &pause, &stop))
            .map_err(TrainingError::Thread)?;
        Ok(parent)
    }

    /// Whether the training is to wait.
    pub(super) fn wants_pause(&self) -> bool {
        *self.pause.wanted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for as long as the parent wants it.
    pub(super) fn wait(&self) {
        let wanted = self.pause.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        let _wanted = self
            .pause
            .changed
            .wait_while(wanted, |wanted| *wanted)
            .unwrap_or_else(PoisonError::into_inner);
    }
}

impl Pause {
    fn set(&self, wanted: bool) {
        *self.wanted.lock().unwrap_or_else(PoisonError::into_inner) = wanted;
        self.changed.notify_all();
    }
}

/// Carries out order after order until the input ends.
fn hear(orders: impl BufRead, pause: &Pause, stop: &StopFlag) {
    for line in orders.lines().map_while(Result::ok) {
        match line.parse() {
            Ok(RunOrder::Pause) => pause.set(true),
            Ok(RunOrder::GoOn) => pause.set(false),
            Ok(RunOrder::Stop) => break,
            Err(error) => tracing::warn!(%error, "an order was not understood"),
        }
    }
    // Whoever wanted the training wants it no more, or is gone.
    stop.raise();
    pause.set(false);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::*;

    fn heard(orders: &str) -> (bool, bool) {
        let (pause, stop) = (Pause::default(), StopFlag::default());
        hear(orders.as_bytes(), &pause, &stop);
        let waits = *pause.wanted.lock().unwrap();
        (waits, stop.is_raised())
    }

    #[test]
    fn the_end_of_the_orders_is_a_stop_that_waits_for_nothing() {
        assert_eq!(heard(""), (false, true));
        assert_eq!(heard("pause\n"), (false, true));
        assert_eq!(heard("pause\nnonsense\ngo on\nstop\npause\n"), (false, true));
    }

    #[test]
    fn a_pause_holds_until_it_is_lifted() {
        let (reader, mut writer) = io::pipe().unwrap();
        let stop = StopFlag::default();
        let parent = Parent { pause: Arc::default() };
        let (pause, raised) = (Arc::clone(&parent.pause), stop.clone());
        let thread = thread::Builder::new()
            .name("parent".to_owned())
            .spawn(move || hear(io::BufReader::new(reader), &pause, &raised))
            .unwrap();
        io::Write::write_all(&mut writer, b"pause\n").unwrap();
        let mut wanted = parent.pause.wanted.lock().unwrap();
        while !*wanted {
            wanted = parent.pause.changed.wait(wanted).unwrap();
        }
        drop(wanted);
        assert!(parent.wants_pause() && !stop.is_raised());
        io::Write::write_all(&mut writer, b"go on\n").unwrap();
        parent.wait();
        assert!(!parent.wants_pause() && !stop.is_raised());
        drop(writer);
        thread.join().unwrap();
        assert!(stop.is_raised());
    }
}
