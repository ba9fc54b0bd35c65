//! How a picture file ends, judged from the container alone, before any decoding.
//!
//! Decoders differ in what they do with a file that stops early: some fill the rest with grey and
//! call it a success. Looking at the end first makes the answer the same for all.

/// How a JPEG file ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EndOfJpeg {
    /// With its end-of-image marker (ITU-T T.81, B.1.1.3). Anything may follow: phones append a motion
    /// photo, a depth map or padding.
    Marked,
    /// Without the marker.
    Unmarked,
    /// Without it, in bytes that stand where a copy or a rescued file has none: zeros are valid picture
    /// data, so that only the missing marker tells them from it.
    Filler,
}

/// As many equal bytes, 00 or FF, are a filler.
const FILLER: usize = 16;

/// Returns how the JPEG ends.
pub(super) fn end_of_jpeg(bytes: &[u8]) -> EndOfJpeg {
    let ends_with = |byte: u8| bytes.ends_with(&[byte; FILLER]);
    match has_end_marker(bytes) {
        true => EndOfJpeg::Marked,
        false if ends_with(0) || ends_with(0xFF) => EndOfJpeg::Filler,
        false => EndOfJpeg::Unmarked,
    }
}

/// A marker inside an embedded thumbnail does not count, since segments are stepped over by their length.
fn has_end_marker(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(2..).unwrap_or_default();
    let mut seen_scan = false;
    loop {
        // Cheap for the usual file: once in the scan, FF is always stuffed with 00, so that
        // FF D9 at the very end can only be the real marker.
        if seen_scan && rest.ends_with(&[0xFF, 0xD9]) {
            return true;
        }
        let Some(at) = rest.iter().position(|&byte| byte == 0xFF) else {
            return false;
        };
        rest = rest.get(at + 1..).unwrap_or_default();
        match rest.first() {
            None => return false,
            Some(0xD9) => return true,
            // Fill byte: the next FF may start the marker.
            Some(0xFF) => {}
            // Stuffed FF, TEM, restart markers and a repeated start: no length follows.
            Some(0x00 | 0x01 | 0xD0..=0xD8) => rest = rest.get(1..).unwrap_or_default(),
            Some(&marker) => {
                let length = match rest.get(1..3) {
                    Some(&[high, low]) => usize::from(u16::from_be_bytes([high, low])),
                    _ => return false,
                };
                seen_scan |= marker == 0xDA;
                let Some(after) = rest.get(1 + length..) else {
                    return false;
                };
                rest = after;
            }
        }
    }
}

/// Returns `false` if the RIFF container of a WebP announces more bytes than the file has.
pub(super) fn webp_is_complete(bytes: &[u8]) -> bool {
    match bytes.get(4..8) {
        Some(&[a, b, c, d]) => {
            let announced = u64::from(u32::from_le_bytes([a, b, c, d])) + 8;
            bytes.len() as u64 >= announced
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Start, APP1 whose content looks like an end marker, scan with a stuffed FF and a restart, end.
    const JPEG: &[u8] = &[
        0xFF, 0xD8, 0xFF, 0xE1, 0, 6, 0xFF, 0xD9, 1, 2, 0xFF, 0xDA, 0, 3, 9, 10, 0xFF, 0, 11, 0xFF,
        0xD0, 12, 0xFF, 0xD9,
    ];

    #[test]
    fn every_cut_of_a_jpeg_is_seen() {
        assert!(has_end_marker(JPEG));
        for cut in 0..JPEG.len() {
            assert!(!has_end_marker(&JPEG[..cut]), "cut at {cut}");
        }
    }

    #[test]
    fn bytes_after_the_end_of_a_jpeg_are_allowed() {
        for tail in [&[0u8, 0, 0][..], b"motion photo", &[0xFF], &[0xFF, 0xD8, 0xFF]] {
            assert!(has_end_marker(&[JPEG, tail].concat()), "{tail:?}");
        }
    }

    #[test]
    fn a_filler_in_place_of_the_end_is_a_cut() {
        for filler in [0, 0xFF] {
            let mut recovered = JPEG[..16].to_vec();
            recovered.resize(200, filler);
            assert_eq!(end_of_jpeg(&recovered), EndOfJpeg::Filler);
        }
        assert_eq!(end_of_jpeg(&JPEG[..16]), EndOfJpeg::Unmarked);
    }

    #[test]
    fn a_webp_shorter_than_it_says_is_cut() {
        let whole = b"RIFF\x04\0\0\0WEBP";
        assert!(webp_is_complete(whole));
        for cut in 0..whole.len() {
            assert!(!webp_is_complete(&whole[..cut]), "cut at {cut}");
        }
    }
}
