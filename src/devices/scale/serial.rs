//! A scale on a serial port.

use std::io::{self, ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use serialport::{ClearBuffer, DataBits, Parity, SerialPort};

use super::setting::{Framing, ScaleProtocol, ScaleSetting};
use super::{Scale, ScaleError, ScaleReading, cas, toledo};

/// How long a scale may take for an answer.
const PATIENCE: Duration = Duration::from_millis(700);
/// How long the port may take for a byte: short, so that an answer's end is not waited for.
const BYTE: Duration = Duration::from_millis(50);

/// A scale that speaks one of the protocols over a serial port.
pub struct SerialScale {
    port: Box<dyn SerialPort>,
    protocol: ScaleProtocol,
}

impl SerialScale {
    /// Opens the port that a setting names.
    ///
    /// # Errors
    /// [`ScaleError::NotOpened`] with what the system says.
    pub fn open(setting: &ScaleSetting) -> Result<Self, ScaleError> {
        let (bits, parity) = match setting.framing {
            Framing::SevenEven => (DataBits::Seven, Parity::Even),
            Framing::EightNone => (DataBits::Eight, Parity::None),
        };
        let port = serialport::new(&setting.port, setting.baud)
            .data_bits(bits)
            .parity(parity)
            .timeout(BYTE)
            .open()
            .map_err(|error| ScaleError::NotOpened {
                port: setting.port.clone(),
                reason: error.to_string(),
            })?;
        Ok(Self { port, protocol: setting.protocol })
    }

    fn send(&mut self, bytes: &[u8]) -> Result<(), ScaleError> {
        self.port.write_all(bytes).map_err(|error| of_io(&error))
    }

    /// What came until `end`, at most `most` bytes.
    fn receive(&mut self, end: u8, most: usize) -> Result<Vec<u8>, ScaleError> {
        let deadline = Instant::now() + PATIENCE;
        let mut answer = Vec::with_capacity(most);
        let mut byte = [0];
        while Instant::now() < deadline {
            match self.port.read(&mut byte) {
                Ok(0) => return Err(ScaleError::Lost { reason: "the port was closed".into() }),
                Ok(_) => answer.extend(byte),
                Err(error) if matches!(error.kind(), ErrorKind::TimedOut) => continue,
                Err(error) if matches!(error.kind(), ErrorKind::Interrupted) => continue,
                Err(error) => return Err(of_io(&error)),
            }
            // The upper bit may be parity.
            if byte.first().is_some_and(|byte| byte & 0x7f == end) {
                return Ok(answer);
            }
            if answer.len() >= most {
                return Err(ScaleError::Garbled);
            }
        }
        Err(ScaleError::Silent)
    }
}

impl Scale for SerialScale {
    fn read(&mut self) -> Result<ScaleReading, ScaleError> {
        // What an earlier question left behind is not this one's answer.
        self.port
            .clear(ClearBuffer::Input)
            .map_err(|error| ScaleError::Lost { reason: error.to_string() })?;
        match self.protocol {
            ScaleProtocol::Toledo => {
                self.send(toledo::ASK)?;
                toledo::parse(&self.receive(toledo::END, toledo::MOST)?)
            }
            ScaleProtocol::Cas => {
                self.send(&[cas::ENQ])?;
                self.receive(cas::ACK, cas::MOST)?;
                self.send(&[cas::DC1])?;
                cas::parse(&self.receive(cas::EOT, cas::MOST)?)
            }
        }
    }
}

fn of_io(error: &io::Error) -> ScaleError {
    match error.kind() {
        ErrorKind::TimedOut => ScaleError::Silent,
        _ => ScaleError::Lost { reason: error.to_string() },
    }
}

/// The names of the serial ports that there are, for choosing one.
pub fn serial_ports() -> Vec<String> {
    let ports = serialport::available_ports().unwrap_or_default();
    ports.into_iter().map(|port| port.port_name).collect()
}
