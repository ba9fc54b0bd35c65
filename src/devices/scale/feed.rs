//! A scale on a thread of its own: asked ten times a second, opened again when it is gone.

use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use super::{Scale, ScaleError, ScaleEvent};

/// Opens a scale; called on the feed's thread, again after every loss.
pub type OpenScale = dyn Fn() -> Result<Box<dyn Scale>, ScaleError> + Send;

/// Between two questions.
const INTERVAL: Duration = Duration::from_millis(100);
/// Between two tries to open a scale that is gone.
const RETRY: Duration = Duration::from_secs(1);
/// So many answers in a row may make no sense before the scale counts as lost.
const SLIPS: u32 = 5;

/// A running scale. Dropping it stops it, without waiting for the port.
pub struct ScaleFeed {
    // Never sent to: its end is the word.
    _stop: Sender<()>,
}

impl ScaleFeed {
    /// Starts to ask the scale that `open` opens; returns at once. `report` gets every change of
    /// what there is to know, on the feed's thread.
    pub fn start(open: Box<OpenScale>, report: impl FnMut(ScaleEvent) + Send + 'static) -> Self {
        let (stop, stopped) = bounded(0);
        let asker = Asker { open, report, last: ScaleEvent::None, stopped };
        if let Err(error) = base::threads::start("scale", move || asker.run()) {
            tracing::error!(%error, "no thread for the scale");
        }
        Self { _stop: stop }
    }
}

struct Asker<R> {
    open: Box<OpenScale>,
    report: R,
    last: ScaleEvent,
    stopped: Receiver<()>,
}

impl<R: FnMut(ScaleEvent)> Asker<R> {
    fn run(mut self) {
        self.say(ScaleEvent::Connecting);
        loop {
            let error = match (self.open)() {
                Ok(mut scale) => match self.ask(scale.as_mut()) {
                    Some(error) => error,
                    None => return,
                },
                Err(error) => error,
            };
            tracing::warn!(%error, "no weight from the scale");
            self.say(ScaleEvent::Lost { reason: error.to_string() });
            if !self.goes_on_after(RETRY) {
                return;
            }
        }
    }

    /// Asks until the scale is lost, and says why; `None` when nobody listens any more.
    fn ask(&mut self, scale: &mut dyn Scale) -> Option<ScaleError> {
        let mut slips = 0;
        loop {
            match scale.read() {
                Ok(reading) => {
                    slips = 0;
                    self.say(ScaleEvent::Read(reading));
                }
                Err(ScaleError::Garbled | ScaleError::Silent) if slips < SLIPS => slips += 1,
                Err(error) => return Some(error),
            }
            if !self.goes_on_after(INTERVAL) {
                return None;
            }
        }
    }

    fn say(&mut self, event: ScaleEvent) {
        if event != self.last {
            self.last = event.clone();
            (self.report)(event);
        }
    }

    fn goes_on_after(&self, pause: Duration) -> bool {
        self.stopped.recv_timeout(pause) == Err(RecvTimeoutError::Timeout)
    }
}
