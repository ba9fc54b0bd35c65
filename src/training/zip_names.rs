//! Names inside zips, as other systems write them: in a Chinese or Japanese Windows' own encoding, with
//! backslashes, with a leading `./`.

use encoding_rs::{BIG5, Encoding, GBK, SHIFT_JIS};

/// The names of all entries in their order, given as the zip holds them. Those that are no UTF-8 are
/// read in the one East Asian encoding that suits all of them; where none does, `None` leaves them to
/// code page 437, which is a zip's own.
pub(super) fn decoded(raw: &[&[u8]]) -> Vec<Option<String>> {
    let foreign: Vec<&[u8]> =
        raw.iter().filter(|name| std::str::from_utf8(name).is_err()).copied().collect();
    let encoding = encoding_of(&foreign);
    let decode = |name: &&[u8]| match (std::str::from_utf8(name), encoding) {
        (Ok(name), _) => Some(name.to_owned()),
        (Err(_), Some(encoding)) => Some(encoding.decode_without_bom_handling(name).0.into_owned()),
        (Err(_), None) => None,
    };
    raw.iter().map(decode).collect()
}

/// The entry's path with `/`, without `.`; `None` where it is a root or leads out by `..`.
pub(super) fn path_inside(name: &str) -> Option<String> {
    let name = name.replace('\\', "/");
    let has_drive = name.as_bytes().get(1) == Some(&b':');
    let parts: Vec<&str> = name.split('/').collect();
    if name.starts_with('/') || has_drive || parts.contains(&"..") {
        return None;
    }
    let parts: Vec<&str> =
        parts.into_iter().filter(|part| !part.is_empty() && *part != ".").collect();
    Some(parts.join("/"))
}

/// The East Asian encoding that suits the names; `None` for what is rather of a Western system.
///
/// Names are too short for statistics of a language. What tells the encodings apart is where their common
/// signs lie: nearly all that people write is in the first levels of the standards, and a name read in
/// the wrong encoding is full of rare ones. Of two that suit alike the first holds.
fn encoding_of(names: &[&[u8]]) -> Option<&'static Encoding> {
    let together = names.join(&b'\n');
    let mut best = (western(&together), None);
    for (encoding, is_common) in EAST_ASIAN {
        if encoding.decode_without_bom_handling_and_without_replacement(&together).is_none() {
            continue;
        }
        let suits = suits(&together, is_common);
        // A katakana's second byte may be a Latin letter, beside which its first looks Western as well.
        let is_as_good = best.1.is_none() && suits > 0.0 && suits >= best.0;
        if suits > best.0 || is_as_good {
            best = (suits, Some(*encoding));
        }
    }
    best.1
}

/// Whether two bytes are a common sign of an encoding.
type IsCommon = fn(u8, u8) -> bool;

const EAST_ASIAN: &[(&Encoding, IsCommon)] = &[
    // GB 2312: punctuation and letters of full width, and the first level of its ideographs.
    (GBK, |lead, trail| matches!(lead, 0xA1..=0xA3 | 0xB0..=0xD7) && trail >= 0xA1),
    // JIS X 0208: punctuation, letters and kana, and the first level of its ideographs.
    (SHIFT_JIS, |lead, trail| match lead {
        0x81 => matches!(trail, 0x40..=0x5B),
        0x82 => matches!(trail, 0x4F..=0xF1),
        0x83 => matches!(trail, 0x40..=0x96),
        _ => matches!(lead, 0x88..=0x97),
    }),
    // Big5: the frequent ones of its ideographs.
    (BIG5, |lead, _| matches!(lead, 0xA4..=0xC6)),
];

/// The share of two-byte signs that are common and not amid Latin letters, as no such sign stands.
fn suits(names: &[u8], is_common: &IsCommon) -> f64 {
    let (mut common, mut all) = (0_u32, 0_u32);
    let mut before = b'\n';
    let mut rest = names;
    while let Some((&lead, after)) = rest.split_first() {
        rest = after;
        if lead.is_ascii() {
            before = lead;
            continue;
        }
        all += 1;
        let Some((&trail, after)) = after.split_first() else { break };
        let next = after.first().copied().unwrap_or(b'\n');
        let amid = before.is_ascii_alphabetic() || next.is_ascii_alphabetic();
        common += u32::from(is_common(lead, trail) && !amid);
        rest = after;
        before = trail | 0x80;
    }
    f64::from(common) / f64::from(all.max(1))
}

/// The share of bytes beyond ASCII that are letters of code page 437 beside Latin ones, and half a byte
/// of doubt: where nothing suits, it is that code page.
fn western(names: &[u8]) -> f64 {
    let is_letter = |byte: u8| matches!(byte, 0x80..=0x9A | 0xA0..=0xA5 | 0xE1);
    let (mut letters, mut all) = (0.5, 0.5);
    for (at, &byte) in names.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()) {
        let beside = |at: Option<usize>| {
            at.and_then(|at| names.get(at)).is_some_and(u8::is_ascii_alphabetic)
        };
        all += 1.0;
        if is_letter(byte) && (beside(at.checked_sub(1)) || beside(Some(at + 1))) {
            letters += 1.0;
        }
    }
    letters / all
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    fn read(encoding: &'static Encoding, names: &[&str]) -> Vec<Option<String>> {
        let raw: Vec<_> = names.iter().map(|name| encoding.encode(name).0).collect();
        decoded(&raw.iter().map(AsRef::as_ref).collect::<Vec<_>>())
    }

    #[test]
    fn chinese_and_japanese_names_are_read_however_short() {
        let chinese = [
            &["苹果/1.png", "香蕉/1.png"][..],
            &["梨/1.jpg"],
            &["白菜/照片1.jpg", "plain/2.jpg"],
            &["可口可乐330ml/1.jpg", "牛奶（全脂）/2.jpg"],
        ];
        let japanese = [
            &["りんご/1.png", "バナナ/1.png"][..],
            &["卵/1.jpg"],
            &["トマト/1.jpg"],
            &["牛乳/写真.jpg", "キャベツ/写真.jpg"],
        ];
        let traditional = [&["雞蛋/1.jpg", "牛奶/1.jpg"][..], &["蘋果/1.jpg"]];
        for (encoding, all) in [(GBK, &chinese[..]), (SHIFT_JIS, &japanese), (BIG5, &traditional)] {
            for names in all {
                let wanted: Vec<_> = names.iter().map(|name| Some((*name).to_owned())).collect();
                assert_eq!(read(encoding, names), wanted, "{}", encoding.name());
            }
        }
    }

    #[test]
    fn western_names_stay_those_of_code_page_437() {
        let western: [&[u8]; 7] = [
            b"K\x84se/1.jpg",
            b"\x8epfel/1.jpg",
            b"M\x81sli/1.jpg",
            b"cr\x8ame/1.jpg",
            b"Jalape\xa4o/1.jpg",
            b"Ch\x83taigne/1.jpg",
            b"Gr\x94\xe1e/1.jpg",
        ];
        for name in western {
            assert_eq!(decoded(&[name]), [None], "{}", String::from_utf8_lossy(name));
        }
        assert_eq!(decoded(&western), vec![None; western.len()]);
    }

    #[test]
    fn backslashes_and_dots_are_no_harm_and_ways_out_are() {
        for (name, inside) in [
            ("Apple\\1.png", Some("Apple/1.png")),
            ("./Apple/./1.png", Some("Apple/1.png")),
            (".\\Apple\\1.png", Some("Apple/1.png")),
            ("a..b/1.png", Some("a..b/1.png")),
            ("../1.png", None),
            ("a\\..\\..\\1.png", None),
            ("/etc/1.png", None),
            ("\\\\server\\1.png", None),
            ("C:\\1.png", None),
        ] {
            assert_eq!(path_inside(name).as_deref(), inside, "{name}");
        }
    }
}
