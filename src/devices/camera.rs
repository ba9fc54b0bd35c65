//! What a camera is to the till: a name and frames, one after the other, each decoded only if it is asked for.

use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Instant;

use thiserror::Error;

use super::resolution::Resolution;
use photo::Picture;

/// Why a camera gives no pictures.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CameraError {
    /// No camera with this id or name is plugged in.
    #[error("{camera} is not plugged in; plug it in or choose another camera")]
    NotFound {
        /// The camera's name.
        camera: String,
    },
    /// The operating system or its owner does not allow the camera to be used.
    #[error(
        "{camera} may not be used; allow this program to use the camera in the system settings"
    )]
    NotAllowed {
        /// The camera's name.
        camera: String,
    },
    /// The camera is there and cannot be started: often another program uses it.
    #[error(
        "{camera} cannot be started ({reason}); close other programs that use it, or plug it in again"
    )]
    CannotStart {
        /// The camera's name.
        camera: String,
        /// What the driver said.
        reason: String,
    },
    /// A running camera failed to give a frame.
    #[error("{camera} stopped giving pictures ({reason}); check its cable")]
    Stopped {
        /// The camera's name.
        camera: String,
        /// What the driver said.
        reason: String,
    },
    /// A frame arrived and cannot be decoded.
    #[error("{camera} sent a broken picture ({reason}); take it again")]
    BrokenFrame {
        /// The camera's name.
        camera: String,
        /// What the decoder said.
        reason: String,
    },
    /// The folder of a simulated camera has no picture or cannot be read.
    #[error("{folder} has no pictures to show ({reason}); choose a folder with photos")]
    NoPictures {
        /// The folder, as given.
        folder: String,
        /// Why there are none.
        reason: String,
    },
    /// Nothing that can be used answers at a network camera's address.
    #[error("{camera} sends no pictures ({reason}); check its address and that it is switched on")]
    NoStream {
        /// The camera's host and port.
        camera: String,
        /// What is wrong.
        reason: String,
    },
    /// The operating system has no thread left for the camera.
    #[error("the camera cannot be started ({reason}); close other programs and try again")]
    NoThread {
        /// What the operating system said.
        reason: String,
    },
}

/// A source of frames. Lives on one thread: it is opened there, read there and dropped there.
///
/// Not `Send`: the drivers' handles are not, on every system.
pub trait Camera {
    /// Returns the name to show a person.
    fn name(&self) -> &str;

    /// Waits for the next frame.
    ///
    /// May take for ever when the hardware is pulled out: call it on a thread that nobody waits for.
    ///
    /// # Errors
    /// [`CameraError::Stopped`] if the camera is gone; it should then be dropped and opened again.
    fn next_frame(&mut self) -> Result<Frame, CameraError>;

    /// Returns the picture sizes to choose from, smallest first; none where there is no choice.
    fn resolutions(&self) -> Vec<Resolution> {
        Vec::new()
    }
}

type Decode = Box<dyn FnOnce() -> Result<Arc<Picture>, CameraError> + Send>;

/// One frame. Decoding an encoded one takes time, and happens at the first [`Frame::picture`].
pub struct Frame {
    taken: Instant,
    number: u64,
    /// `None` if the frame came as a picture, or has become one: what it was decoded from is let go.
    decode: Mutex<Option<Decode>>,
    picture: OnceLock<Result<Arc<Picture>, CameraError>>,
}

impl Frame {
    /// Returns a frame whose picture is there already.
    pub fn new(picture: Picture, taken: Instant, number: u64) -> Self {
        Self::ready(Arc::new(picture), taken, number)
    }

    /// As [`Self::new`], for a picture that others hold too.
    pub fn ready(picture: Arc<Picture>, taken: Instant, number: u64) -> Self {
        Self { taken, number, decode: Mutex::new(None), picture: OnceLock::from(Ok(picture)) }
    }

    /// Returns a frame that `decode` turns into a picture when it is asked for, once.
    pub fn encoded(
        taken: Instant,
        number: u64,
        decode: impl FnOnce() -> Result<Picture, CameraError> + Send + 'static,
    ) -> Self {
        Self::decoding(taken, number, Box::new(move || decode().map(Arc::new)))
    }

    fn decoding(taken: Instant, number: u64, decode: Decode) -> Self {
        Self { taken, number, decode: Mutex::new(Some(decode)), picture: OnceLock::new() }
    }

    /// Returns a later frame of the same picture, which is decoded once for both.
    pub fn again(self: &Arc<Self>, taken: Instant, number: u64) -> Self {
        let first = Arc::clone(self);
        Self::decoding(taken, number, Box::new(move || first.picture()))
    }

    /// Returns a frame that shows what `part` makes of this one, when it is asked for.
    pub fn map(self: &Arc<Self>, part: impl FnOnce(&Picture) -> Picture + Send + 'static) -> Self {
        let whole = Arc::clone(self);
        Self::encoded(self.taken, self.number, move || Ok(part(&*whole.picture()?)))
    }

    /// Returns the moment at which the frame reached this program.
    pub fn taken(&self) -> Instant {
        self.taken
    }

    /// Returns the frame's place in its camera's row, from 0.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Returns the frame's picture, decoded at the first call.
    ///
    /// # Errors
    /// [`CameraError::BrokenFrame`]: some cameras send broken frames now and then; use the next one.
    pub fn picture(&self) -> Result<Arc<Picture>, CameraError> {
        self.picture
            .get_or_init(|| match self.take_decoder() {
                Some(decode) => decode(),
                None => Err(CameraError::BrokenFrame {
                    camera: "the camera".to_owned(),
                    reason: "the frame is empty".to_owned(),
                }),
            })
            .clone()
    }

    fn take_decoder(&self) -> Option<Decode> {
        self.decode.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Frame {}", self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[test]
    fn a_frame_is_decoded_when_asked_and_only_once() {
        let decoded = Arc::new(AtomicU32::new(0));
        let counter = Arc::clone(&decoded);
        let frame = Frame::encoded(Instant::now(), 7, move || {
            counter.fetch_add(1, Ordering::SeqCst);
            Ok(Picture::filled(2, 1, [1, 2, 3]))
        });
        assert_eq!(decoded.load(Ordering::SeqCst), 0);
        assert_eq!(frame.picture().unwrap().rgb(), [1, 2, 3, 1, 2, 3]);
        assert_eq!(frame.picture().unwrap().width(), 2);
        assert_eq!(decoded.load(Ordering::SeqCst), 1);
        assert_eq!(frame.number(), 7);
    }

    #[test]
    fn a_broken_frame_stays_an_error() {
        let broken =
            CameraError::BrokenFrame { camera: "C270".to_owned(), reason: "cut off".to_owned() };
        let error = broken.clone();
        let frame = Frame::encoded(Instant::now(), 0, move || Err(error));
        assert_eq!(frame.picture().unwrap_err(), broken);
        assert_eq!(frame.picture().unwrap_err(), broken);
    }

    #[test]
    fn frames_are_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Frame>();
    }
}
