//! The ways to a printer: TCP, a device file, a serial port. Opened for each receipt and closed
//! after it, so that a printer can be switched off, unplugged and shared at any time.

use std::fs::File;
use std::io::{self, Write};
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
use std::path::Path;
use std::time::Duration;

use super::address::{PrinterAddress, SerialPort};
use super::{Printer, PrinterError};

/// How long a printer may take to answer, and to take the next bytes.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens the printer at an address.
///
/// # Errors
/// [`PrinterError::None`] or [`PrinterError::Unreachable`].
pub fn open_printer(address: &PrinterAddress) -> Result<Box<dyn Printer>, PrinterError> {
    let opened = match address {
        PrinterAddress::None => return Err(PrinterError::None),
        PrinterAddress::Network(host, port) => connect(host, *port).map(Way::Network),
        PrinterAddress::File(path) => open_file(path).map(Way::File),
        PrinterAddress::Serial(port) => open_serial(port).map(Way::Serial),
    };
    let way = opened.map_err(|error| PrinterError::unreachable(address, &error))?;
    Ok(Box::new(Connection { address: address.clone(), way }))
}

enum Way {
    Network(TcpStream),
    File(File),
    Serial(Box<dyn serialport::SerialPort>),
}

struct Connection {
    address: PrinterAddress,
    way: Way,
}

impl Printer for Connection {
    fn send(&mut self, bytes: &[u8]) -> Result<(), PrinterError> {
        let sent = match &mut self.way {
            Way::Network(stream) => {
                // The printer reads to the end before the connection is gone.
                stream.write_all(bytes).and_then(|()| stream.flush())
            }
            Way::File(file) => file.write_all(bytes).and_then(|()| file.flush()),
            Way::Serial(port) => port.write_all(bytes).and_then(|()| port.flush()),
        };
        sent.map_err(|error| PrinterError::Stopped {
            printer: self.address.to_string(),
            reason: error.to_string(),
        })
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if let Way::Network(stream) = &self.way {
            // Says "that was all"; a printer that has gone needs no goodbye.
            stream.shutdown(Shutdown::Write).ok();
        }
    }
}

fn connect(host: &str, port: u16) -> io::Result<TcpStream> {
    // The system resolves IPv6 addresses without their brackets.
    let name = host.trim_start_matches('[').trim_end_matches(']');
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
    for address in (name, port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(stream) => {
                stream.set_write_timeout(Some(PATIENCE))?;
                return Ok(stream);
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// A device that is unplugged must not become a plain file.
fn open_file(path: &Path) -> io::Result<File> {
    let is_device = path.starts_with("/dev");
    File::options().append(true).create(!is_device).open(path)
}

fn open_serial(port: &SerialPort) -> io::Result<Box<dyn serialport::SerialPort>> {
    Ok(serialport::new(&port.path, port.baud).timeout(PATIENCE).open()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn a_network_printer_gets_every_byte() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let printer = base::threads::start("test", move || {
            let mut got = Vec::new();
            listener.accept().unwrap().0.read_to_end(&mut got).unwrap();
            got
        });
        let address = PrinterAddress::Network("127.0.0.1".into(), port);
        let bytes: Vec<u8> = (0..100_000_u32).map(|number| number as u8).collect();
        open_printer(&address).unwrap().send(&bytes).unwrap();
        assert_eq!(printer.unwrap().join().unwrap(), bytes);
    }

    #[test]
    fn a_network_printer_that_is_off_is_said_so() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let address = PrinterAddress::Network("127.0.0.1".into(), port);
        let error = open_printer(&address).err().unwrap();
        assert!(error.to_string().contains("cannot be reached"), "{error}");
    }

    #[test]
    fn a_plain_file_is_made_and_grows_and_a_device_is_not_made() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("receipts.prn");
        for part in [b"one".as_slice(), b"two"] {
            open_printer(&PrinterAddress::File(path.clone())).unwrap().send(part).unwrap();
        }
        assert_eq!(std::fs::read(&path).unwrap(), b"onetwo");
        let missing = PrinterAddress::File("/dev/no-such-printer".into());
        assert!(matches!(open_printer(&missing).err(), Some(PrinterError::Unreachable { .. })));
    }

    #[test]
    fn no_printer_and_a_missing_port_are_said() {
        assert!(matches!(open_printer(&PrinterAddress::None).err(), Some(PrinterError::None)));
        let port = SerialPort { path: "/dev/no-such-port".into(), baud: 9600 };
        let refused = open_printer(&PrinterAddress::Serial(port)).err();
        assert!(matches!(refused, Some(PrinterError::Unreachable { .. })));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_device_stops() {
        let address = PrinterAddress::File("/dev/full".into());
        let error = open_printer(&address).unwrap().send(b"receipt").unwrap_err();
        assert!(matches!(error, PrinterError::Stopped { .. }), "{error}");
    }
}
