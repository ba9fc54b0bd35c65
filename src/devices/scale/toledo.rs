//! The Mettler Toledo 8217 protocol, which many counter scales speak: `W` asks, an answer stands
//! between STX and CR.
//!
//! A weight: STX, five digits with a decimal point, `N` after a net weight, CR. No weight now:
//! STX, `?`, a status byte, CR; its bits from the lowest: in motion, over capacity, under zero,
//! outside the zero capture range, centre of zero; the others say nothing that is needed here.
//! Usually 9600 baud, 7 data bits, even parity.
//!
//! After: Transcell PC-150 manual, appendix B.1.4, "Toledo 8213 demand format", with the table of
//! the status byte, which the 8217 shares; and the driver of Odoo's point of sale
//! (`hw_drivers`, "Toledo 8217"), which accepts blanks before the digits and the `N`.

use super::{ScaleError, ScaleReading, grams_of_kg};

/// Asks for the weight.
pub(super) const ASK: &[u8] = b"W";
/// Ends an answer.
pub(super) const END: u8 = b'\r';
/// The longest answer.
pub(super) const MOST: usize = 16;

const STX: u8 = 0x02;
const MOTION: u8 = 1;
const OVER: u8 = 1 << 1;
const UNDER: u8 = 1 << 2;
const OUTSIDE_ZERO_RANGE: u8 = 1 << 3;
const CENTRE_OF_ZERO: u8 = 1 << 4;

/// Reads an answer, from whatever came before its STX to its CR.
///
/// # Errors
/// [`ScaleError::Garbled`] for anything else.
pub(super) fn parse(answer: &[u8]) -> Result<ScaleReading, ScaleError> {
    // The parity bit is the port's matter; some converters hand it over.
    let answer: Vec<u8> = answer.iter().map(|byte| byte & 0x7f).collect();
    let start = answer.iter().rposition(|&byte| byte == STX).ok_or(ScaleError::Garbled)?;
    match answer.get(start + 1..) {
        Some([b'?', status, END]) => Ok(of_status(*status)),
        Some([weight @ .., END]) => {
            let weight = weight.strip_suffix(b"N").unwrap_or(weight);
            match grams_of_kg(weight) {
                Some(0) => Ok(ScaleReading::Empty),
                Some(grams) => Ok(ScaleReading::Stable(grams)),
                None => Err(ScaleError::Garbled),
            }
        }
        _ => Err(ScaleError::Garbled),
    }
}

fn of_status(status: u8) -> ScaleReading {
    let has = |bit: u8| status & bit != 0;
    if has(OVER) {
        ScaleReading::Over
    } else if has(UNDER) || has(OUTSIDE_ZERO_RANGE) {
        ScaleReading::Under
    } else if has(MOTION) {
        ScaleReading::Moving
    } else if has(CENTRE_OF_ZERO) {
        ScaleReading::Empty
    } else {
        // No weight and no reason: not to be relied on.
        ScaleReading::Moving
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn weights_and_states_are_told_apart() {
        for (answer, expected) in [
            (&b"\x0200.350\r"[..], ScaleReading::Stable(350)),
            (b"\x02 1.205\r", ScaleReading::Stable(1205)),
            (b"\x0212.345N\r", ScaleReading::Stable(12_345)),
            (b"\x0200.000\r", ScaleReading::Empty),
            (b"\x02?\x61\r", ScaleReading::Moving),
            (b"\x02?\x62\r", ScaleReading::Over),
            (b"\x02?\x63\r", ScaleReading::Over),
            (b"\x02?\x64\r", ScaleReading::Under),
            (b"\x02?\x68\r", ScaleReading::Under),
            (b"\x02?\x70\r", ScaleReading::Empty),
            (b"\x02?\x60\r", ScaleReading::Moving),
            (b"\x02\xb0\xb0.\xb350\r", ScaleReading::Stable(350)),
            (b"0.4\x02\x0200.350\r", ScaleReading::Stable(350)),
        ] {
            assert_eq!(parse(answer), Ok(expected), "{answer:?}");
        }
    }

    #[test]
    fn garbage_is_no_weight() {
        for answer in [
            &b""[..],
            b"\r",
            b"00.350\r",
            b"\x0200.350",
            b"\x0200.3x0\r",
            b"\x02-0.350\r",
            b"\x02?\r",
            b"\x02??\x60\r\r",
            b"\x02999999.9\r",
        ] {
            assert_eq!(parse(answer), Err(ScaleError::Garbled), "{answer:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_bring_it_down(answer in prop::collection::vec(any::<u8>(), 0..24)) {
            let _ = parse(&answer);
        }

        #[test]
        fn a_cut_off_answer_is_never_a_weight(grams in 0..100_000_u32, cut in 0..7_usize) {
            let answer = format!("\x02{:02}.{:03}\r", grams / 1000, grams % 1000);
            prop_assert!(parse(&answer.as_bytes()[..cut]).is_err());
        }
    }
}
