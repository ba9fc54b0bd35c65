//! Which scale a shop has, as its setting says: `none`, or `toledo /dev/ttyUSB0 9600`.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// What a scale speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScaleProtocol {
    /// Mettler Toledo 8217.
    Toledo,
    /// CAS AP-1, PD-II and others.
    Cas,
}

impl ScaleProtocol {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Toledo, Self::Cas];

    /// The word in the setting.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Toledo => "toledo",
            Self::Cas => "cas",
        }
    }

    /// What such scales are usually set to.
    fn framing(self) -> Framing {
        match self {
            Self::Toledo => Framing::SevenEven,
            Self::Cas => Framing::EightNone,
        }
    }
}

/// How a byte travels: data bits, parity, and one stop bit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Framing {
    /// Seven bits, even parity: `7E1`.
    SevenEven,
    /// Eight bits, no parity: `8N1`.
    EightNone,
}

impl Framing {
    fn as_str(self) -> &'static str {
        match self {
            Self::SevenEven => "7E1",
            Self::EightNone => "8N1",
        }
    }
}

/// A scale that a shop has set up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScaleSetting {
    /// What it speaks.
    pub protocol: ScaleProtocol,
    /// The serial port, such as `/dev/ttyUSB0` or `COM3`; no blanks.
    pub port: String,
    /// Bits a second.
    pub baud: u32,
    /// How a byte travels.
    pub framing: Framing,
}

/// Why a setting names no scale.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "\"{0}\" names no scale; write none, or protocol, port and speed such as \
     toledo /dev/ttyUSB0 9600 or cas COM3 9600 8N1"
)]
pub struct ScaleSettingError(pub String);

impl ScaleSetting {
    /// Reads the setting; `None` where the shop has no scale. The speed is 9600 where it is left
    /// out, and the framing (`7E1`, `8N1`) the protocol's own.
    ///
    /// # Errors
    /// [`ScaleSettingError`] for anything else.
    pub fn parse(text: &str) -> Result<Option<Self>, ScaleSettingError> {
        let text = text.trim();
        if text.is_empty() || text == "none" {
            return Ok(None);
        }
        text.parse().map(Some)
    }
}

impl FromStr for ScaleSetting {
    type Err = ScaleSettingError;

    fn from_str(text: &str) -> Result<Self, ScaleSettingError> {
        let wrong = || ScaleSettingError(text.to_owned());
        let mut words = text.split_whitespace();
        let protocol = words.next().ok_or_else(wrong)?;
        let protocol = ScaleProtocol::ALL
            .into_iter()
            .find(|known| known.as_str() == protocol)
            .ok_or_else(wrong)?;
        let port = words.next().ok_or_else(wrong)?.to_owned();
        let baud = words.next().map_or(Ok(9600), str::parse).map_err(|_| wrong())?;
        let framing = match words.next() {
            None => protocol.framing(),
            Some(word) => [Framing::SevenEven, Framing::EightNone]
                .into_iter()
                .find(|framing| framing.as_str().eq_ignore_ascii_case(word))
                .ok_or_else(wrong)?,
        };
        if words.next().is_some() || !(300..=115_200).contains(&baud) {
            return Err(wrong());
        }
        Ok(Self { protocol, port, baud, framing })
    }
}

/// Prints it as the setting has it.
impl fmt::Display for ScaleSetting {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {} {}", self.protocol.as_str(), self.port, self.baud)?;
        if self.framing != self.protocol.framing() {
            write!(formatter, " {}", self.framing.as_str())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_and_written_back() {
        for (text, written) in [
            ("toledo /dev/ttyUSB0 9600", "toledo /dev/ttyUSB0 9600"),
            (" cas   COM3 ", "cas COM3 9600"),
            ("cas /dev/ttyS0 4800 8n1", "cas /dev/ttyS0 4800"),
            ("toledo /dev/ttyS0 2400 8N1", "toledo /dev/ttyS0 2400 8N1"),
        ] {
            let setting = ScaleSetting::parse(text).unwrap().unwrap();
            assert_eq!(setting.to_string(), written);
            assert_eq!(ScaleSetting::parse(written), Ok(Some(setting)));
        }
        for none in ["", "none", " none "] {
            assert_eq!(ScaleSetting::parse(none), Ok(None));
        }
    }

    #[test]
    fn what_names_no_scale_is_refused() {
        for text in [
            "toledo",
            "bizerba /dev/ttyUSB0 9600",
            "toledo /dev/ttyUSB0 fast",
            "toledo /dev/ttyUSB0 50",
            "toledo /dev/ttyUSB0 9600 9X2",
            "toledo /dev/ttyUSB0 9600 7E1 more",
        ] {
            assert_eq!(ScaleSetting::parse(text), Err(ScaleSettingError(text.to_owned())));
        }
    }
}
