//! How this crate's own C++ tells of an error: the Rust side of `message_of.h`.

use std::ffi::{CStr, c_char};

use tch::TchError;

use super::CnnError;

/// Null, or a message that lives until the thread's next call.
pub(super) type Message = *const c_char;

/// What a message says, as an error.
///
/// # Safety
/// `message` is null or a C string that no other call has yet overwritten.
pub(super) unsafe fn check(message: Message) -> Result<(), CnnError> {
    if message.is_null() {
        return Ok(());
    }
    // SAFETY: as this function's caller promises.
    let text = unsafe { CStr::from_ptr(message) };
    Err(refusal(&text.to_string_lossy()))
}

/// TorchScript tells at length where it stood; the reason stands last.
pub(super) fn refusal(message: &str) -> CnnError {
    let reason = message.rsplit("RuntimeError: ").next().unwrap_or(message);
    CnnError::Torch(TchError::Torch(reason.to_owned()))
}
