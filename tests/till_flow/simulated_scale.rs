//! A scale without a counter: a pseudo-terminal at whose other end a thread speaks Toledo 8217 or
//! CAS, well or badly, until it is unplugged.

use std::io::{ErrorKind, Read, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serialport::{SerialPort, TTYPort};
use tempfile::TempDir;

/// What the scale answers with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Says {
    Grams(u32),
    Moving,
    Over,
    Under,
    Garbage,
    CutOff,
    Nothing,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Speaks {
    Toledo,
    Cas,
}

/// A scale at the end of a cable that can be pulled.
pub struct SimulatedScale {
    speaks: Speaks,
    says: Arc<Mutex<Says>>,
    folder: TempDir,
    plugged: Option<Plugged>,
}

struct Plugged {
    pulled: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl SimulatedScale {
    pub fn plugged_in(speaks: Speaks, says: Says) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut scale = Self { speaks, says: Arc::new(Mutex::new(says)), folder, plugged: None };
        scale.plug_in();
        scale
    }

    /// The port's name; it stays the same when the scale comes back on another terminal.
    pub fn port(&self) -> PathBuf {
        self.folder.path().join("ttyScale")
    }

    /// The shop's setting for this scale.
    pub fn setting(&self) -> String {
        let protocol = match self.speaks {
            Speaks::Toledo => "toledo",
            Speaks::Cas => "cas",
        };
        // A pseudo-terminal carries eight bits.
        format!("{protocol} {} 9600 8N1", self.port().display())
    }

    pub fn says(&self, says: Says) {
        *self.says.lock().unwrap() = says;
    }

    pub fn plug_in(&mut self) {
        let (mut end, terminal) = TTYPort::pair().unwrap();
        end.set_timeout(Duration::from_millis(20)).unwrap();
        let name = terminal.name().unwrap();
        drop(terminal);
        let _gone = std::fs::remove_file(self.port());
        std::os::unix::fs::symlink(name, self.port()).unwrap();
        let pulled = Arc::new(AtomicBool::new(false));
        let (says, speaks, stop) = (Arc::clone(&self.says), self.speaks, Arc::clone(&pulled));
        let thread = thread::Builder::new()
            .name("simulated-scale".to_owned())
            .spawn(move || answer(&mut end, speaks, &says, &stop))
            .unwrap();
        self.plugged = Some(Plugged { pulled, thread });
    }

    pub fn pull_the_cable(&mut self) {
        if let Some(Plugged { pulled, thread }) = self.plugged.take() {
            pulled.store(true, Ordering::Release);
            thread.join().unwrap();
        }
    }
}

impl Drop for SimulatedScale {
    fn drop(&mut self) {
        self.pull_the_cable();
    }
}

fn answer(end: &mut TTYPort, speaks: Speaks, says: &Mutex<Says>, pulled: &AtomicBool) {
    let mut asked = [0];
    while !pulled.load(Ordering::Acquire) {
        match end.read(&mut asked) {
            Ok(0) => continue,
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::TimedOut => continue,
            // Nobody has the port open.
            Err(_) => {
                thread::park_timeout(Duration::from_millis(5));
                continue;
            }
        }
        let says = *says.lock().unwrap();
        let reply = match speaks {
            Speaks::Toledo => toledo(asked[0], says),
            Speaks::Cas => cas(asked[0], says),
        };
        let _nobody_listens = end.write_all(&reply);
    }
}

fn kilograms(grams: u32) -> String {
    format!("{:02}.{:03}", grams / 1000, grams % 1000)
}

/// Broken answers of both protocols.
fn broken(says: Says, whole: &[u8]) -> Vec<u8> {
    match says {
        Says::Garbage => b"\x7f\x00#!\x02 9x.99\r\x04".to_vec(),
        Says::CutOff => whole[..whole.len() / 2].to_vec(),
        _ => Vec::new(),
    }
}

fn toledo(asked: u8, says: Says) -> Vec<u8> {
    let status = |bits: u8| vec![0x02, b'?', 0x60 | bits, b'\r'];
    let weight = |grams: u32| format!("\x02{}\r", kilograms(grams)).into_bytes();
    match (asked, says) {
        (b'W', Says::Grams(grams)) => weight(grams),
        (b'W', Says::Moving) => status(1),
        (b'W', Says::Over) => status(1 << 1),
        (b'W', Says::Under) => status(1 << 2),
        (b'W', says) => broken(says, &weight(350)),
        _ => Vec::new(),
    }
}

fn cas(asked: u8, says: Says) -> Vec<u8> {
    const ENQ: u8 = 0x05;
    const ACK: u8 = 0x06;
    const DC1: u8 = 0x11;
    let frame = |data: String| {
        let check = data.bytes().fold(0, |sum, byte| sum ^ byte);
        let mut frame = vec![0x01, 0x02];
        frame.extend(data.bytes());
        frame.extend([check, 0x03, 0x04]);
        frame
    };
    match (asked, says) {
        (ENQ, Says::Nothing) => Vec::new(),
        (ENQ, _) => vec![ACK],
        (DC1, Says::Grams(grams)) => frame(format!("S {}kg", kilograms(grams))),
        (DC1, Says::Moving) => frame("U 00.111kg".to_owned()),
        (DC1, Says::Over) => frame("SF00.000kg".to_owned()),
        (DC1, Says::Under) => frame("S-00.020kg".to_owned()),
        (DC1, says) => broken(says, &frame("S 00.350kg".to_owned())),
        _ => Vec::new(),
    }
}
