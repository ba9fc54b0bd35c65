//! Scales on a serial port: what they say, asked on a thread of their own.
//!
//! [`Scale`] is one that answers; [`ScaleFeed`] asks it again and again and opens it again when it
//! is gone; [`Load`] makes of its answers at most one weight a load.

mod cas;
mod feed;
mod load;
mod serial;
mod setting;
mod toledo;

use thiserror::Error;

pub use feed::{OpenScale, ScaleFeed};
pub use load::{Load, LoadNumber, SpentWeight, StableWeight};
pub use serial::{SerialScale, serial_ports};
pub use setting::{Framing, ScaleProtocol, ScaleSetting, ScaleSettingError};

/// What a scale says of what lies on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScaleReading {
    /// Nothing lies on it.
    Empty,
    /// The weight is not settled.
    Moving,
    /// So many grams, settled; never 0.
    Stable(u32),
    /// More lies on it than it can weigh.
    Over,
    /// Less than nothing: something was on it when it was set to zero.
    Under,
}

/// What there is to know of a scale.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ScaleEvent {
    /// The shop has none.
    None,
    /// It is being opened.
    Connecting,
    /// It said this.
    Read(ScaleReading),
    /// It does not answer; it is opened again by itself.
    Lost {
        /// Why, in one sentence.
        reason: String,
    },
}

/// A scale that answers. Asking it may take as long as its port's patience.
pub trait Scale: Send {
    /// Asks what lies on it.
    ///
    /// # Errors
    /// [`ScaleError`]; after [`ScaleError::Garbled`] the next question may well be answered.
    fn read(&mut self) -> Result<ScaleReading, ScaleError>;
}

/// Why a scale gives no weight.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ScaleError {
    /// The port cannot be opened.
    #[error("the scale's port {port} cannot be opened ({reason}); check the cable and the name")]
    NotOpened {
        /// The port.
        port: String,
        /// What the system said.
        reason: String,
    },
    /// The port is gone.
    #[error("the connection to the scale was lost ({reason}); check the cable")]
    Lost {
        /// What the system said.
        reason: String,
    },
    /// No answer, or only a part of one.
    #[error("the scale does not answer; check that it is on and speaks the chosen protocol")]
    Silent,
    /// An answer that is none.
    #[error("the scale's answer makes no sense; check the protocol and the speed")]
    Garbled,
    /// It weighs in something else than kilograms.
    #[error("the scale weighs in {unit}; set it to kilograms")]
    Unit {
        /// The unit it gave.
        unit: String,
    },
}

/// Grams of a weight in kilograms as scales write it: digits with one decimal point, and spaces
/// before them. `None` for anything else, for parts of a gram and for more than a tonne.
fn grams_of_kg(text: &[u8]) -> Option<u32> {
    let text = std::str::from_utf8(text).ok()?.trim_start_matches(' ');
    let (whole, fraction) = text.split_once('.')?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || whole.len() > 4 || fraction.len() > 3 {
        return None;
    }
    let grams: u32 = format!("{whole}{fraction:0<3}").parse().ok()?;
    (grams <= domain::Grams::MAX).then_some(grams)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kilograms_are_read_and_nothing_else() {
        for (text, grams) in [
            ("00.350", Some(350)),
            (" 1.25", Some(1250)),
            ("0.5", Some(500)),
            ("1000.000", Some(1_000_000)),
            ("1000.001", None),
            ("350", None),
            (".350", None),
            ("1.", None),
            ("-0.350", None),
            ("0.3500", None),
            ("0,350", None),
        ] {
            assert_eq!(grams_of_kg(text.as_bytes()), grams, "{text}");
        }
        assert_eq!(grams_of_kg(&[0xff, b'.', b'1']), None);
    }
}
