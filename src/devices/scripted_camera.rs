//! A camera that does what a script says, for tests: a port into which it is plugged and out of which
//! it is pulled, and frames as bytes, the way a Video4Linux driver hands them over.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::camera::{Camera, CameraError, Frame};
use super::native_camera::picture_of_frame;
use super::resolution::Resolution;
use photo::Picture;

/// What a scripted camera does next. As long as nothing is sent it is slow, or hangs as a driver does.
#[derive(Clone, Debug)]
pub enum CameraAct {
    /// A frame of Motion JPEG; broken bytes are a broken frame.
    MotionJpeg(Vec<u8>),
    /// A raw frame, two pixels in four bytes (YUYV); too few bytes are a broken frame.
    Yuyv(Resolution, Vec<u8>),
    /// A frame that needs no decoding.
    Picture(Arc<Picture>),
    /// The driver reports an error: the cable was pulled, most often.
    Fail,
    /// The driver panics.
    Crash,
}

/// A place for a camera.
#[derive(Clone, Debug)]
pub struct ScriptedPort {
    port: Arc<Port>,
}

#[derive(Debug)]
struct Port {
    name: String,
    acts: Mutex<Option<Receiver<CameraAct>>>,
    decoded: Arc<AtomicU64>,
    numbers: AtomicU64,
}

/// A camera in its port; dropped, it is pulled out.
#[derive(Debug)]
pub struct PluggedCamera {
    acts: Sender<CameraAct>,
    port: Arc<Port>,
    plugged: AtomicBool,
}

impl ScriptedPort {
    /// An empty port for a camera with this name.
    pub fn new(name: &str) -> Self {
        let port = Port {
            name: name.to_owned(),
            acts: Mutex::new(None),
            decoded: Arc::default(),
            numbers: AtomicU64::new(0),
        };
        Self { port: Arc::new(port) }
    }

    /// Plugs a camera in, instead of the one before, and returns what steers it.
    pub fn plug_in(&self) -> PluggedCamera {
        #[expect(clippy::disallowed_methods, reason = "a script is written before it is played")]
        let (acts, script) = unbounded();
        self.port.set(Some(script));
        PluggedCamera { acts, port: Arc::clone(&self.port), plugged: AtomicBool::new(true) }
    }

    /// Opens the camera in the port.
    ///
    /// # Errors
    /// [`CameraError::NotFound`] if there is none.
    pub fn open(&self) -> Result<Box<dyn Camera>, CameraError> {
        match self.port.get() {
            Some(acts) => Ok(Box::new(ScriptedCamera { acts, port: Arc::clone(&self.port) })),
            None => Err(CameraError::NotFound { camera: self.port.name.clone() }),
        }
    }

    /// Returns how many of the frames were decoded.
    pub fn decoded(&self) -> u64 {
        self.port.decoded.load(Ordering::SeqCst)
    }
}

impl Port {
    fn set(&self, acts: Option<Receiver<CameraAct>>) {
        *self.acts.lock().unwrap_or_else(PoisonError::into_inner) = acts;
    }

    fn get(&self) -> Option<Receiver<CameraAct>> {
        self.acts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl PluggedCamera {
    /// Adds to the script; returns whether the camera is still plugged in.
    pub fn send(&self, act: CameraAct) -> bool {
        self.plugged.load(Ordering::SeqCst) && self.acts.send(act).is_ok()
    }
}

impl Drop for PluggedCamera {
    fn drop(&mut self) {
        self.plugged.store(false, Ordering::SeqCst);
        self.port.set(None);
    }
}

struct ScriptedCamera {
    acts: Receiver<CameraAct>,
    port: Arc<Port>,
}

impl ScriptedCamera {
    fn frame(
        &self,
        decode: impl FnOnce(&str) -> Result<Picture, CameraError> + Send + 'static,
    ) -> Frame {
        let decoded = Arc::clone(&self.port.decoded);
        let name = self.port.name.clone();
        Frame::encoded(Instant::now(), self.next_number(), move || {
            decoded.fetch_add(1, Ordering::SeqCst);
            decode(&name)
        })
    }

    fn next_number(&self) -> u64 {
        self.port.numbers.fetch_add(1, Ordering::SeqCst)
    }
}

impl Camera for ScriptedCamera {
    fn name(&self) -> &str {
        &self.port.name
    }

    #[allow(clippy::panic)] // the script asks for a driver that panics
    fn next_frame(&mut self) -> Result<Frame, CameraError> {
        let stopped = |reason: &str| CameraError::Stopped {
            camera: self.port.name.clone(),
            reason: reason.to_owned(),
        };
        match self.acts.recv() {
            Ok(CameraAct::MotionJpeg(bytes)) => {
                Ok(self.frame(move |name| picture_of_frame(None, &bytes, name)))
            }
            Ok(CameraAct::Yuyv(size, bytes)) => {
                Ok(self.frame(move |name| picture_of_frame(Some(size), &bytes, name)))
            }
            Ok(CameraAct::Picture(picture)) => {
                Ok(Frame::ready(picture, Instant::now(), self.next_number()))
            }
            Ok(CameraAct::Fail) => Err(stopped("no such device")),
            Ok(CameraAct::Crash) => panic!("scripted crash of a driver"),
            Err(_) => Err(stopped("it was pulled out")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CameraFeed, FeedState, Patience};
    use photo::encode_jpeg;
    use std::sync::mpsc::{Receiver as Woken, channel};
    use std::time::Duration;

    const DEADLINE: Duration = Duration::from_secs(60);

    fn jpeg(grey: u8) -> CameraAct {
        CameraAct::MotionJpeg(encode_jpeg(&Picture::filled(16, 8, [grey; 3]), 90).unwrap())
    }

    struct Watched {
        feed: CameraFeed,
        woken: Woken<()>,
    }

    impl Watched {
        fn start(port: &ScriptedPort) -> Self {
            let (wake, woken) = channel();
            let wake = Mutex::new(wake);
            let port = port.clone();
            let wake = Arc::new(move || _ = wake.lock().unwrap().send(()));
            let open = Box::new(move || port.open());
            Self { feed: CameraFeed::start(open, wake, Patience::SCRIPTED), woken }
        }

        fn wait_until(&self, is_so: impl Fn(&CameraFeed) -> bool) {
            while !is_so(&self.feed) {
                self.woken.recv_timeout(DEADLINE).unwrap();
            }
        }

        fn wait_for_frame(&self, number: u64) -> Arc<Frame> {
            self.wait_until(|feed| feed.latest().is_some_and(|frame| frame.number() == number));
            self.feed.latest().unwrap()
        }
    }

    #[test]
    fn of_many_frames_only_the_one_asked_for_is_decoded() {
        let port = ScriptedPort::new("C270");
        let camera = port.plug_in();
        for grey in 0..100 {
            assert!(camera.send(jpeg(grey)));
        }
        let watched = Watched::start(&port);
        let newest = watched.wait_for_frame(99);
        assert_eq!(watched.feed.received(), 100);
        assert_eq!(port.decoded(), 0, "nobody has asked for a picture");
        for _ in 0..3 {
            assert!(newest.picture().unwrap().rgb()[0].abs_diff(99) < 4);
        }
        assert_eq!(port.decoded(), 1, "one was asked for, and it is decoded once");
    }

    #[test]
    fn pulled_out_and_plugged_in_again() {
        let port = ScriptedPort::new("C270");
        let watched = Watched::start(&port);
        watched.wait_until(|feed| matches!(feed.state(), FeedState::Lost { .. }));
        let camera = port.plug_in();
        camera.send(jpeg(10));
        watched.wait_for_frame(0);
        drop(camera);
        watched.wait_until(|feed| matches!(feed.state(), FeedState::Lost { .. }));
        assert!(watched.feed.latest().is_none());
        let camera = port.plug_in();
        camera.send(jpeg(20));
        assert_eq!(watched.wait_for_frame(1).number(), 1);
    }

    #[test]
    fn raw_frames_become_pictures_and_broken_ones_errors_that_the_next_frame_mends() {
        let port = ScriptedPort::new("C270");
        let camera = port.plug_in();
        let size = Resolution { width: 4, height: 2 };
        let white = [255, 128, 255, 128].repeat(4);
        camera.send(CameraAct::Yuyv(size, white[..5].to_vec()));
        camera.send(CameraAct::Yuyv(size, white));
        camera.send(CameraAct::MotionJpeg(b"no picture".to_vec()));
        let mut opened = port.open().unwrap();
        let pictures: Vec<_> = (0..3).map(|_| opened.next_frame().unwrap().picture()).collect();
        assert!(matches!(pictures[0], Err(CameraError::BrokenFrame { .. })));
        assert_eq!(pictures[1].as_ref().unwrap().width(), 4);
        assert!(matches!(pictures[2], Err(CameraError::BrokenFrame { .. })));
    }

    #[test]
    fn a_crash_of_the_driver_is_survived() {
        let port = ScriptedPort::new("C270");
        let camera = port.plug_in();
        let watched = Watched::start(&port);
        camera.send(CameraAct::Crash);
        watched.wait_until(|feed| matches!(feed.state(), FeedState::Lost { .. }));
        camera.send(jpeg(10));
        watched.wait_for_frame(0);
    }
}
