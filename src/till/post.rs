//! What waits on the till's thread, whoever put it there.

use super::machine::Input;

/// What waits on the till's thread.
#[expect(
    clippy::large_enum_variant,
    reason = "an input is moved once, into a channel that is there already; a box for each would cost more"
)]
pub(super) enum Post {
    /// For the machine.
    Input(Input),
    /// The camera has a new frame or state.
    CameraNews,
}
