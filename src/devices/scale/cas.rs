//! The protocol of CAS counter scales (AP-1, PD-II, SW-II and others): `ENQ` asks whether it is
//! there, `ACK` says yes, `DC1` asks for the weight.
//!
//! The answer: SOH, STX, `S` for stable or `U` for not, the sign (a blank, `-`, or `F` for too
//! heavy), the weight in six characters with its decimal point, the unit, a check byte, ETX, EOT.
//! The check byte is the exclusive or of everything between STX and itself. 9600 baud, 8 data bits,
//! no parity.
//!
//! After: CAS AP-1, "Transmission protocol standard"; CAS SW-II manual, page 15; Ohaus Aviator 7000
//! service manual, 6.1.1 (the same protocol, with the sign `F`).

use super::{ScaleError, ScaleReading, grams_of_kg};

/// Asks whether the scale is there.
pub(super) const ENQ: u8 = 0x05;
/// Says that it is.
pub(super) const ACK: u8 = 0x06;
/// Asks for the weight.
pub(super) const DC1: u8 = 0x11;
/// Ends an answer.
pub(super) const EOT: u8 = 0x04;
/// The longest answer.
pub(super) const MOST: usize = 32;

const SOH: u8 = 0x01;
const STX: u8 = 0x02;
const ETX: u8 = 0x03;

/// Reads an answer, from whatever came before its SOH to its EOT.
///
/// # Errors
/// [`ScaleError::Garbled`] for an answer that is cut off or has a wrong check byte;
/// [`ScaleError::Unit`] for pounds.
pub(super) fn parse(answer: &[u8]) -> Result<ScaleReading, ScaleError> {
    let start = answer.windows(2).rposition(|pair| pair == [SOH, STX]);
    let frame = start.and_then(|start| answer.get(start + 2..)).ok_or(ScaleError::Garbled)?;
    let [data @ .., check, ETX, EOT] = frame else { return Err(ScaleError::Garbled) };
    if data.iter().fold(0, |sum, byte| sum ^ byte) != *check {
        return Err(ScaleError::Garbled);
    }
    let [state, sign, weight @ .., first, second] = data else { return Err(ScaleError::Garbled) };
    let unit = [first.to_ascii_lowercase(), second.to_ascii_lowercase()];
    if unit != *b"kg" {
        let unit = String::from_utf8_lossy(&unit).into_owned();
        return Err(ScaleError::Unit { unit });
    }
    if *sign == b'F' {
        return Ok(ScaleReading::Over);
    }
    let grams = grams_of_kg(weight).ok_or(ScaleError::Garbled)?;
    match (state, sign, grams) {
        (b'U', b' ' | b'-', _) => Ok(ScaleReading::Moving),
        (b'S', b' ' | b'-', 0) => Ok(ScaleReading::Empty),
        (b'S', b'-', _) => Ok(ScaleReading::Under),
        (b'S', b' ', grams) => Ok(ScaleReading::Stable(grams)),
        _ => Err(ScaleError::Garbled),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn frame(data: &str) -> Vec<u8> {
        let check = data.bytes().fold(0, |sum, byte| sum ^ byte);
        let mut frame = vec![SOH, STX];
        frame.extend(data.bytes());
        frame.extend([check, ETX, EOT]);
        frame
    }

    #[test]
    fn weights_and_states_are_told_apart() {
        for (data, expected) in [
            ("S 00.350kg", ScaleReading::Stable(350)),
            ("S 12.345KG", ScaleReading::Stable(12_345)),
            ("S  1.205kg", ScaleReading::Stable(1205)),
            ("S 00.000kg", ScaleReading::Empty),
            ("U 00.123kg", ScaleReading::Moving),
            ("U-00.123kg", ScaleReading::Moving),
            ("S-00.123kg", ScaleReading::Under),
            ("SF00.000kg", ScaleReading::Over),
        ] {
            assert_eq!(parse(&frame(data)), Ok(expected), "{data}");
        }
        let mut late = b"S 0\x04".to_vec();
        late.extend(frame("S 00.350kg"));
        assert_eq!(parse(&late), Ok(ScaleReading::Stable(350)), "what came before is left out");
    }

    #[test]
    fn pounds_are_named() {
        let refused = parse(&frame("S 00.350lb"));
        assert_eq!(refused, Err(ScaleError::Unit { unit: "lb".into() }));
    }

    #[test]
    fn a_wrong_check_byte_or_garbage_is_no_weight() {
        let mut wrong = frame("S 00.350kg");
        wrong[5] = b'9';
        assert_eq!(parse(&wrong), Err(ScaleError::Garbled));
        for data in ["", "S", "X 00.350kg", "S 0a.350kg", "S+00.350kg"] {
            assert!(parse(&frame(data)).is_err(), "{data}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_bring_it_down(answer in prop::collection::vec(any::<u8>(), 0..40)) {
            let _ = parse(&answer);
        }

        #[test]
        fn a_cut_off_answer_is_never_a_weight(grams in 0..100_000_u32, cut in 0..15_usize) {
            let answer = frame(&format!("S {:02}.{:03}kg", grams / 1000, grams % 1000));
            prop_assert!(parse(&answer[..cut]).is_err());
        }

        #[test]
        fn one_flipped_bit_is_never_another_weight(
            grams in 1..100_000_u32, at in 2..13_usize, bit in 0..8_u8,
        ) {
            let mut answer = frame(&format!("S {:02}.{:03}kg", grams / 1000, grams % 1000));
            answer[at] ^= 1 << bit;
            prop_assert!(!matches!(parse(&answer), Ok(ScaleReading::Stable(_))));
        }
    }
}
