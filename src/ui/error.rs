//! Why there is no window.

use thiserror::Error;

/// Why the window could not be shown, or ended badly.
#[derive(Debug, Error)]
pub enum UiError {
    /// There is no screen to draw on.
    #[error(
        "no display was found, so the window cannot open ({0}); start Tillsight in a desktop \
         session, or use its commands (tillsight --help)"
    )]
    NoDisplay(String),
    /// Neither renderer works here.
    #[error(
        "the window could not be drawn, neither with wgpu nor with OpenGL ({0}); update the \
         graphics driver, or use Tillsight's commands (tillsight --help)"
    )]
    NoRenderer(String),
    /// The renderer that was asked for does not exist.
    #[error("TILLSIGHT_RENDERER is \"{0}\"; write glow or wgpu, or leave it out")]
    UnknownRenderer(String),
    /// The shop's folder cannot be used.
    #[error("{0}")]
    Shop(String),
    /// A mistake in the program.
    #[error(
        "the window stopped because of a mistake in the program ({0}); completed sales are kept"
    )]
    Crashed(String),
}
