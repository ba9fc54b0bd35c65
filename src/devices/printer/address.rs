//! Where a printer is, as a person writes it into the settings.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use super::PrinterError;

/// The port that network printers listen on ("raw", "JetDirect").
const RAW_PORT: u16 = 9100;
/// What serial printers are set to when they leave the factory.
const BAUD: u32 = 9600;

/// A serial port and its speed; 8 data bits, no parity, 1 stop bit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SerialPort {
    /// Such as `/dev/ttyUSB0` or `COM3`.
    pub path: String,
    /// Bits a second.
    pub baud: u32,
}

/// Where a printer is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum PrinterAddress {
    /// There is none.
    #[default]
    None,
    /// On the network: host and port.
    Network(String, u16),
    /// A device file, or a plain file that is written to for trials.
    File(PathBuf),
    /// On a serial port.
    Serial(SerialPort),
}

impl FromStr for PrinterAddress {
    type Err = PrinterError;

    /// Reads `network HOST[:PORT]`, `file PATH`, `serial PORT [BAUD]` or `none`.
    fn from_str(text: &str) -> Result<Self, PrinterError> {
        let wrong = || PrinterError::NotAPrinter(text.to_owned());
        let text = text.trim();
        let (kind, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let rest = rest.trim();
        match (kind.to_lowercase().as_str(), rest) {
            ("none" | "", "") => Ok(Self::None),
            ("network", host) if !host.is_empty() => network(host).ok_or_else(wrong),
            ("file", path) if !path.is_empty() => Ok(Self::File(path.into())),
            ("serial", port) if !port.is_empty() => serial(port).ok_or_else(wrong),
            _ => Err(wrong()),
        }
    }
}

/// `host`, `host:port`, `[::1]` or `[::1]:port`.
fn network(text: &str) -> Option<PrinterAddress> {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if host.ends_with(']') || !host.contains(':') => {
            (host, port.parse().ok().filter(|port| *port > 0)?)
        }
        Some(_) if !text.starts_with('[') => return None, // an IPv6 address without brackets
        _ => (text, RAW_PORT),
    };
    let plain = !host.is_empty() && !host.contains(char::is_whitespace);
    plain.then(|| PrinterAddress::Network(host.to_owned(), port))
}

fn serial(text: &str) -> Option<PrinterAddress> {
    let mut words = text.split_whitespace();
    let path = words.next()?.to_owned();
    let baud =
        words.next().map_or(Some(BAUD), |baud| baud.parse().ok().filter(|baud| *baud > 0))?;
    words.next().is_none().then_some(PrinterAddress::Serial(SerialPort { path, baud }))
}

/// Prints what [`FromStr`] reads.
impl fmt::Display for PrinterAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => formatter.write_str("none"),
            Self::Network(host, port) => write!(formatter, "network {host}:{port}"),
            Self::File(path) => write!(formatter, "file {}", path.display()),
            Self::Serial(SerialPort { path, baud }) => write!(formatter, "serial {path} {baud}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_written() {
        for (typed, written) in [
            ("none", "none"),
            ("", "none"),
            ("network 192.168.1.5:9100", "network 192.168.1.5:9100"),
            ("Network  printer.local", "network printer.local:9100"),
            ("network [::1]", "network [::1]:9100"),
            ("network [::1]:9101", "network [::1]:9101"),
            ("file /dev/usb/lp0", "file /dev/usb/lp0"),
            ("file C:\\my receipts.prn", "file C:\\my receipts.prn"),
            ("serial /dev/ttyUSB0 19200", "serial /dev/ttyUSB0 19200"),
            ("serial COM3", "serial COM3 9600"),
        ] {
            let address: PrinterAddress = typed.parse().unwrap();
            assert_eq!(address.to_string(), written);
            assert_eq!(written.parse::<PrinterAddress>().unwrap(), address);
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for wrong in [
            "printer",
            "network",
            "network a b",
            "network host:port",
            "network host:0",
            "network host:99999",
            "network ::1",
            "network :9100",
            "file",
            "serial",
            "serial /dev/ttyUSB0 fast",
            "serial /dev/ttyUSB0 0",
            "serial /dev/ttyUSB0 9600 8N1",
            "none please",
        ] {
            let refused = wrong.parse::<PrinterAddress>();
            assert!(matches!(refused, Err(PrinterError::NotAPrinter(_))), "{wrong}");
        }
    }
}
