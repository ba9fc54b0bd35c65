//! A file's bytes as text: the encoding that it says, that the user says, or that its bytes look like.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::FileFault;

/// The encodings that a window offers, by their names in the WHATWG's standard.
pub const ENCODINGS: [&str; 8] = [
    "UTF-8",
    "windows-1252",
    "windows-1254",
    "windows-1256",
    "GBK",
    "Big5",
    "Shift_JIS",
    "UTF-16LE",
];

/// A text and the encoding it was read in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The encoding's name.
    pub encoding: &'static str,
    /// Whether neither the file nor the user said it.
    pub is_guess: bool,
}

/// Reads bytes as text.
///
/// # Errors
/// [`FileFault::Workbook`] and [`FileFault::NotText`] for files of other kinds;
/// [`FileFault::NotInEncoding`] where the encoding that was chosen does not fit.
pub(crate) fn decode(bytes: &[u8], chosen: Option<&str>) -> Result<Decoded, FileFault> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(FileFault::Workbook);
    }
    if let Some(name) = chosen {
        let encoding = Encoding::for_label(name.as_bytes())
            .ok_or_else(|| FileFault::NotInEncoding(name.to_owned()))?;
        let (text, has_errors) = encoding.decode_with_bom_removal(bytes);
        return match has_errors || text.contains('\0') {
            true => Err(FileFault::NotInEncoding(encoding.name().to_owned())),
            false => Ok(read(&text, encoding, false)),
        };
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        return plain(read(&text, encoding, false));
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        return plain(read(&text, encoding, true));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return plain(read(text, UTF_8, false));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    plain(read(&text, encoding, true))
}

fn read(text: &str, encoding: &'static Encoding, is_guess: bool) -> Decoded {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
    Decoded { text, encoding: encoding.name(), is_guess }
}

/// A zero is in no text, but in most files that are none.
fn plain(decoded: Decoded) -> Result<Decoded, FileFault> {
    if decoded.text.contains('\0') { Err(FileFault::NotText) } else { Ok(decoded) }
}

/// Separators, digits and line ends of UTF-16 have a zero on one side, and never on the other.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |first: usize| bytes.iter().skip(first).step_by(2).filter(|&&it| it == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = (bytes.len() / 20).max(1);
    match (even, odd) {
        (0, odd) if odd >= many => Some(UTF_16LE),
        (even, 0) if even >= many => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn utf_16(text: &str, little: bool) -> Vec<u8> {
        let bytes = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn each_encoding_of_the_trade_is_read() {
        let text = "Name;Preis\nKäse;1,99\nMüsli aus Österreich;2,49\nBrötchen;0,35\n";
        let chinese = "名称,价格\n苹果,3.50\n香蕉,2.80\n牛奶,12.00\n方便面,4.50\n";
        let cp1252 = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
        let gbk = encoding_rs::GBK.encode(chinese).0.into_owned();
        for (bytes, expected, encoding) in [
            (text.as_bytes().to_vec(), text, "UTF-8"),
            (format!("\u{feff}{text}").into_bytes(), text, "UTF-8"),
            (utf_16(&format!("\u{feff}{text}"), true), text, "UTF-16LE"),
            (utf_16(&format!("\u{feff}{text}"), false), text, "UTF-16BE"),
            (utf_16(text, true), text, "UTF-16LE"),
            (utf_16(text, false), text, "UTF-16BE"),
            (cp1252, text, "windows-1252"),
            (gbk, chinese, "GBK"),
        ] {
            let decoded = decode(&bytes, None).unwrap();
            assert_eq!((decoded.text.as_str(), decoded.encoding), (expected, encoding));
        }
    }

    #[test]
    fn an_encoding_that_was_chosen_is_taken_or_refused() {
        let bytes = encoding_rs::GBK.encode("苹果,3.50").0.into_owned();
        assert_eq!(decode(&bytes, Some("gbk")).unwrap().text, "苹果,3.50");
        let refused = decode(&bytes, Some("utf-8"));
        assert_eq!(refused, Err(FileFault::NotInEncoding("UTF-8".to_owned())));
        assert!(decode(&bytes, Some("martian")).is_err());
    }

    #[test]
    fn workbooks_and_other_files_are_told() {
        assert_eq!(decode(b"PK\x03\x04rest", None), Err(FileFault::Workbook));
        assert_eq!(decode(b"\x89PNG\r\n\0\0a\0b", None), Err(FileFault::NotText));
    }
}
