//! Receipt printers: something that takes bytes. The real ones are reached over the network, as a
//! device file or over a serial port; a simulated one keeps what it gets.

mod address;
mod connections;
mod simulated;

pub use address::{PrinterAddress, SerialPort};
pub use connections::open_printer;
pub use simulated::SimulatedPrinter;

use std::io;

use thiserror::Error;

use domain::{ForPeople, Message};

/// A printer that is open. Sending may take as long as the device lets it: only a thread of its own
/// should wait for it.
pub trait Printer: Send {
    /// Sends all of the bytes.
    ///
    /// # Errors
    /// [`PrinterError`]; some of the bytes may have been printed.
    fn send(&mut self, bytes: &[u8]) -> Result<(), PrinterError>;
}

/// Why a printer did not print.
#[derive(Debug, Error)]
pub enum PrinterError {
    /// The words name no printer.
    #[error(
        "\"{0}\" is no printer; write \"network 192.168.1.5:9100\", \"file /dev/usb/lp0\", \
         \"serial /dev/ttyUSB0 9600\" or \"none\""
    )]
    NotAPrinter(String),
    /// The shop has none.
    #[error("no printer is set up; name it in the settings")]
    None,
    /// It cannot be reached.
    #[error(
        "the printer {printer} cannot be reached ({reason}); check that it is on and connected"
    )]
    Unreachable {
        /// Its address.
        printer: String,
        /// What the system said.
        reason: String,
    },
    /// It stopped taking bytes.
    #[error("the printer {printer} stopped ({reason}); check its paper and its cover")]
    Stopped {
        /// Its address.
        printer: String,
        /// What the system said.
        reason: String,
    },
    /// It takes its time.
    #[error("the printer does not answer; check its paper and its cover, then print again")]
    Silent,
}

impl ForPeople for PrinterError {
    fn message(&self) -> Message {
        match self {
            Self::NotAPrinter(_) => Message::new("printer-not-one"),
            Self::None => Message::new("printer-none"),
            Self::Unreachable { printer, .. } => {
                Message::new("printer-unreachable").naming("printer", printer)
            }
            Self::Stopped { printer, .. } => {
                Message::new("printer-stopped").naming("printer", printer)
            }
            Self::Silent => Message::new("printer-silent"),
        }
    }
}

impl PrinterError {
    fn unreachable(printer: &PrinterAddress, error: &io::Error) -> Self {
        Self::Unreachable { printer: printer.to_string(), reason: error.to_string() }
    }
}
