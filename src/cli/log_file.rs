//! The log: a file a day in the shop's folder, never on standard output or stderr.

use std::path::Path;

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;

use super::shop::open_folder;

/// Files older than this many days are removed.
const DAYS: usize = 14;

/// Begins to log into the shop's `logs` folder. `TILLSIGHT_LOG` sets what is logged, in the
/// syntax of `tracing_subscriber`'s `EnvFilter`; the default is `info`.
///
/// A shop that cannot be opened or written to is told by the command that needs it, not here:
/// a till without a log still sells.
pub fn start_log(shop: Option<&Path>) {
    let Ok(folder) = open_folder(shop) else {
        return;
    };
    let appender = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("tillsight")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(folder.logs());
    let Ok(appender) = appender else { return };
    let filter = EnvFilter::try_from_env("TILLSIGHT_LOG").unwrap_or_else(|_| "info".into());
    // A second start in one process (a test) keeps the first log.
    let _ = tracing_subscriber::fmt()
        .with_writer(appender)
        .with_ansi(false)
        .with_env_filter(filter)
        .try_init();
}
