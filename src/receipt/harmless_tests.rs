//! Whatever stands in the texts of a receipt, also in those that an older program kept: nothing of it
//! drives a printer or is a line of its own.

use proptest::prelude::*;

use super::{
    Align, CodePage, Columns, Receipt, Row, Strength, Table, escpos_bytes, kick_drawer, pdf,
    plain_text,
};

/// A receipt with this text in each of its places.
fn receipt(text: &str) -> Receipt {
    let text = || text.to_owned();
    let rows = vec![
        Row::Text(text(), Align::Centre, Strength::Large),
        Row::Rule,
        Row::Pair(text(), "1.00 A".to_owned(), Strength::Plain),
        Row::Pair("Kiwi".to_owned(), text(), Strength::Strong),
        Row::Text(format!("  ({})", text()), Align::Left, Strength::Plain),
        Row::Table(Table {
            head: vec![text(), text()],
            rows: vec![vec![text(), "1.00".to_owned()]],
        }),
        Row::Gap,
    ];
    Receipt { name: "17".to_owned(), rows }
}

/// The same text, with a letter for each sign that could be a command.
fn harmless(text: &str) -> String {
    let is_command = |sign: char| {
        sign.is_control()
            || ('\u{2028}'..='\u{202e}').contains(&sign)
            || ('\u{2066}'..='\u{206f}').contains(&sign)
            || ('\u{fff9}'..='\u{fffb}').contains(&sign)
    };
    text.chars().map(|sign| if is_command(sign) { '\u{fffd}' } else { sign }).collect()
}

/// The bytes that a printer takes for text or commands, pictures left out; `None` where something else
/// stands than what the program itself writes.
fn printed_texts(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut rest = bytes.strip_prefix(&[0x1B, b'@'])?;
    if let Some([_, after @ ..]) = rest.strip_prefix(&[0x1B, b't']) {
        rest = after;
    }
    rest = rest.strip_prefix(&[0x1C, b'&']).unwrap_or(rest);
    let mut texts = Vec::new();
    loop {
        if let Some(after) = rest.strip_prefix(&[0x1D, b'v', b'0', 0]) {
            let [xl, xh, yl, yh, after @ ..] = after else { return None };
            let number = |low: &u8, high: &u8| usize::from(*low) + 256 * usize::from(*high);
            rest = after.get(number(xl, xh) * number(yl, yh)..)?;
        } else if let Some(after) = rest.strip_prefix(&[0x1B, b'E']) {
            let [0 | 1, 0x1D, b'!', 0 | 0x11, after @ ..] = after else { return None };
            let end = after.iter().position(|byte| *byte == b'\n')?;
            texts.push(after[..end].to_vec());
            rest = &after[end + 1..];
        } else {
            // The feed and the cut.
            return matches!(rest, [0x1B, b'd', 4, 0x1D, b'V', b'A', 1]).then_some(texts);
        }
    }
}

/// Signs that printers and terminals obey, between letters of several scripts.
fn any_name() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<char>().prop_map(String::from),
        "[a-zA-Zäéß€ ]{1,6}",
        "[苹果香蕉яблокоไข่تفاح]{1,3}",
        prop::sample::select(vec![
            "\u{1b}p0AA",
            "\u{1b}@",
            "\u{1d}V\u{1}",
            "\u{10}\u{14}\u{1}",
            "\n",
            "\r\n",
            "\t",
            "\0",
            "\u{7f}",
            "\u{85}",
            "\u{9b}2J",
            "\u{2028}",
            "\u{202e}",
            "\u{2066}",
            "\u{1c}.",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_bytes_for_a_printer_hold_no_command_from_a_text(
        name in any_name(), page in prop::sample::select(CodePage::ALL.to_vec()),
    ) {
        let bytes = escpos_bytes(&receipt(&name), Columns::Narrow, page).unwrap();
        let texts = printed_texts(&bytes);
        prop_assert!(texts.is_some(), "{bytes:?}");
        for text in texts.unwrap() {
            prop_assert!(!text.iter().any(u8::is_ascii_control), "{text:?}");
        }
        let expected = escpos_bytes(&receipt(&harmless(&name)), Columns::Narrow, page).unwrap();
        prop_assert_eq!(bytes, expected, "as with a harmless name");
    }

    #[test]
    fn the_text_has_no_line_of_its_own_and_drives_no_terminal(name in any_name()) {
        let text = plain_text(&receipt(&name), Columns::Medium);
        let expected = plain_text(&receipt(&harmless(&name)), Columns::Medium);
        prop_assert_eq!(text.lines().count(), expected.lines().count());
        prop_assert!(!text.chars().any(|sign| sign.is_control() && sign != '\n'));
        prop_assert_eq!(text, expected);
    }
}

#[test]
fn a_pdf_is_drawn_as_with_a_harmless_name() {
    for name in ["Milk\u{1b}p0AA", "Milk\nPAID 0.00", "Milk\u{202e}DIAP", "Milk\u{85}\t\0"] {
        let expected = pdf(&receipt(&harmless(name)), "en").unwrap();
        assert!(pdf(&receipt(name), "en").unwrap() == expected, "{name:?}");
    }
}

#[test]
fn a_name_opens_no_drawer_and_forges_no_line() {
    let name = "Milk\u{1b}p0AA\nPAID 100.00\nVOID";
    let bytes = escpos_bytes(&receipt(name), Columns::Narrow, CodePage::Pc858).unwrap();
    let kick = &kick_drawer()[..2];
    assert!(!bytes.windows(kick.len()).any(|window| window == kick));
    let text = plain_text(&receipt(name), Columns::Medium);
    assert!(!text.lines().any(|line| line.trim_start().starts_with("PAID")), "{text}");
}
