//! A bar with the time left, on a terminal only; in a pipe it draws nothing.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::CliError;

/// A bar on stderr; what is printed through it stands above it.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar for `steps` steps of `what`.
    pub(super) fn new(what: &'static str, steps: usize) -> Self {
        // indicatif itself draws nothing where stderr is no terminal.
        let target = ProgressDrawTarget::stderr();
        let bar = ProgressBar::with_draw_target(Some(steps as u64), target);
        if let Ok(style) = ProgressStyle::with_template(
            "{msg:<10} [{bar:32}] {pos}/{len}  {elapsed_precise} done, {eta_precise} left",
        ) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(what);
        bar.enable_steady_tick(Duration::from_secs(1));
        Self { bar }
    }

    /// Tells how far it is; the total may become known on the way.
    pub(super) fn set(&self, done: usize, total: usize) {
        self.bar.set_length(total as u64);
        self.bar.set_position(done as u64);
    }

    /// Begins another piece of work on the same bar.
    pub(super) fn begin(&self, what: &'static str) {
        self.bar.reset();
        self.bar.set_message(what);
    }

    /// One step more.
    pub(super) fn step(&self) {
        self.bar.inc(1);
    }

    /// Prints with the bar out of the way.
    pub(super) fn beside(
        &self,
        print: impl FnOnce() -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        self.bar.suspend(print)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
