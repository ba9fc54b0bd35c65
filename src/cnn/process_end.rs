//! The end of a process in which threads may still be inside LibTorch.

use std::io::Write as _;

/// Ends the process at once, without LibTorch's own tear-down.
///
/// A plain end runs the C++ destructors of LibTorch's statics while other threads (a model that is being
/// loaded, pictures that are being named) may still use them: one closed window in some dozens ended
/// with a segmentation fault. Whoever calls this has written what must not be lost.
pub fn end_process(code: u8) -> ! {
    // There is nobody left to tell of a pipe that is closed.
    let _closed = std::io::stdout().flush();
    let _closed = std::io::stderr().flush();
    at_once(code)
}

#[cfg(unix)]
fn at_once(code: u8) -> ! {
    // SAFETY: `_exit` runs no code of ours or of a library, and does not return.
    unsafe { libc::_exit(libc::c_int::from(code)) }
}

/// Windows ends the other threads before any destructor runs.
#[cfg(not(unix))]
fn at_once(code: u8) -> ! {
    std::process::exit(i32::from(code))
}
