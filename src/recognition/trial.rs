//! Whether a version can be used at all: it is loaded as the till loads it, and let go again.

use super::{Recogniser, RecognitionError};
use cnn::DeviceChoice;
use registry::Version;

/// Loads a version on the CPU and runs it once: architecture, classes and statistics are held against
/// the weights there, name by name and shape by shape.
///
/// # Errors
/// [`RecognitionError`], which says why it cannot be used.
pub fn try_loading(version: &Version) -> Result<(), RecognitionError> {
    // What was written to do harm may reach a corner where a library gives up.
    match base::threads::guarded(|| Recogniser::load(version, DeviceChoice::Cpu)) {
        Ok(loaded) => loaded.map(|_| ()),
        Err(_) => Err(RecognitionError::Stops { version: version.name().to_owned() }),
    }
}
