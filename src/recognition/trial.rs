//! Whether a version can be used at all: it is loaded as the till loads it, and let go again.

use super::Recogniser;
use cnn::DeviceChoice;
use registry::Version;

/// Loads a version on the CPU and runs it once: architecture, classes and statistics are held against
/// the weights there, name by name and shape by shape.
///
/// # Errors
/// Why it cannot be used, in one sentence.
pub fn try_loading(version: &Version) -> Result<(), String> {
    // What was written to do harm may reach a corner where a library gives up.
    match base::threads::guarded(|| Recogniser::load(version, DeviceChoice::Cpu)) {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err(format!("{} makes its network stop", version.name())),
    }
}
