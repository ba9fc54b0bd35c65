//! A receipt in the language of receipt printers, ESC/POS (Epson's reference manual). A line whose
//! characters the printer's code page lacks is sent as a picture of itself.

use std::cell::RefCell;

use escpos::driver::Driver;
use escpos::errors::PrinterError;
use escpos::printer::Printer;
use escpos::printer_options::PrinterOptions;
use escpos::utils::{Encoder, PageCode, Protocol};

use super::code_page::{Bytes, CodePage, REFUSES_ALL_BUT_ASCII};
use super::columns::lines;
use super::line_bitmap::{Bitmap, draw_line};
use super::{Columns, Receipt, ReceiptError, Strength};

/// `ESC p 0 t1 t2`: a pulse on pin 2 of the drawer's plug, 50 ms on and 500 ms off, as long as
/// common drawers need. (The library's own command leaves the times out.)
const KICK: &[u8] = &[0x1B, b'p', 0, 25, 250];
/// `FS &`: characters of two bytes follow.
const TWO_BYTES: &[u8] = &[0x1C, b'&'];
/// `GS ! n`: width and height of characters, doubled for `0x11`.
const SIZE: &[u8] = &[0x1D, b'!'];
/// `GS v 0 m`: a raster picture at its own size.
const RASTER: &[u8] = &[0x1D, b'v', b'0', 0];
/// Lines between the last one and the knife.
const FEED: u8 = 4;

/// The receipt for a printer with that paper and code page, with a cut at its end.
///
/// # Errors
/// [`ReceiptError::Printer`] when the code page has no table here.
pub fn escpos_bytes(
    receipt: &Receipt,
    columns: Columns,
    code_page: CodePage,
) -> Result<Vec<u8>, ReceiptError> {
    let page = code_page.bytes();
    let mut out = start(&page)?;
    for line in lines(receipt, columns) {
        match encoded(&line.text, &page) {
            Some(text) => text_line(&mut out, &text, line.strength),
            None => picture(&mut out, &draw_line(&line.text, line.strength, columns)),
        }
    }
    out.extend(commands(None, |printer| {
        printer.feeds(FEED)?.partial_cut()?;
        Ok(())
    })?);
    Ok(out)
}

/// The pulse that opens the cash drawer at the printer's plug.
pub fn kick_drawer() -> Vec<u8> {
    KICK.to_vec()
}

fn start(page: &Bytes) -> Result<Vec<u8>, ReceiptError> {
    let number = match page {
        Bytes::Page(number) => Some(*number),
        Bytes::Double(_) | Bytes::Ascii => None,
    };
    let mut out = commands(number, |printer| printer.init().map(drop))?;
    if let Bytes::Double(_) = page {
        out.extend(TWO_BYTES);
    }
    Ok(out)
}

/// The text in the printer's code page; `None` where a character is not in it.
fn encoded(text: &str, page: &Bytes) -> Option<Vec<u8>> {
    if text.is_ascii() {
        return Some(text.as_bytes().to_vec());
    }
    match page {
        Bytes::Page(number) => {
            commands(Some(*number), |printer| printer.write(text).map(drop)).ok()
        }
        Bytes::Double(encoding) => {
            let (bytes, _, lacking) = encoding.encode(text);
            (!lacking).then(|| bytes.into_owned())
        }
        Bytes::Ascii => None,
    }
}

fn text_line(out: &mut Vec<u8>, text: &[u8], strength: Strength) {
    // Written out and not by the library: it would cost a printer of its own for each line.
    let (bold, size) = match strength {
        Strength::Plain => (0, 0x00),
        Strength::Strong => (1, 0x00),
        Strength::Large => (1, 0x11),
    };
    out.extend([0x1B, b'E', bold]);
    out.extend(SIZE);
    out.push(size);
    out.extend(text);
    out.push(b'\n');
}

fn picture(out: &mut Vec<u8>, bitmap: &Bitmap) {
    // Both are far below 65,536: a paper's width and a line's height.
    let size = |number: usize| u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes();
    out.extend(RASTER);
    out.extend(size(bitmap.bytes_a_row()));
    out.extend(size(bitmap.height()));
    out.extend(bitmap.bytes());
}

/// What the library's printer writes for some commands.
fn commands(
    page: Option<PageCode>,
    work: impl FnOnce(&mut Printer<Memory<'_>>) -> Result<(), PrinterError>,
) -> Result<Vec<u8>, ReceiptError> {
    let kept = RefCell::new(Vec::new());
    let mut options = PrinterOptions::default();
    options.page_code(page);
    let protocol = Protocol::new(Encoder::new(REFUSES_ALL_BUT_ASCII));
    let mut printer = Printer::new(Memory(&kept), protocol, Some(options));
    let done = work(&mut printer).and_then(|()| printer.print().map(drop));
    drop(printer);
    done.map_err(|error| ReceiptError::Printer(error.to_string()))?;
    Ok(kept.into_inner())
}

/// Keeps what is written.
struct Memory<'a>(&'a RefCell<Vec<u8>>);

impl Driver for Memory<'_> {
    fn name(&self) -> String {
        "memory".to_owned()
    }

    fn write(&self, data: &[u8]) -> Result<(), PrinterError> {
        self.0.borrow_mut().extend(data);
        Ok(())
    }

    fn read(&self, _buf: &mut [u8]) -> Result<usize, PrinterError> {
        Ok(0)
    }

    fn flush(&self) -> Result<(), PrinterError> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Align, Row};

    fn bytes(text: &str, page: CodePage) -> Vec<u8> {
        let row = Row::Text(text.to_owned(), Align::Left, Strength::Plain);
        let receipt = Receipt { name: "1".into(), rows: vec![row] };
        escpos_bytes(&receipt, Columns::Narrow, page).unwrap()
    }

    fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
        bytes.windows(wanted.len()).any(|window| window == wanted)
    }

    #[test]
    fn a_printer_is_started_told_its_page_and_cuts_at_the_end() {
        let bytes = bytes("Kiwi", CodePage::Pc858);
        assert!(bytes.starts_with(&[0x1B, b'@', 0x1B, b't', 19]), "{bytes:?}");
        assert!(holds(&bytes, b"Kiwi\n"));
        assert!(bytes.ends_with(&[0x1D, b'V', b'A', 1]), "{bytes:?}");
    }

    #[test]
    fn the_euro_is_where_each_code_page_has_it() {
        for (page, euro) in [
            (CodePage::Pc858, &[0xD5][..]),
            (CodePage::Wpc1250, &[0x80]),
            (CodePage::Wpc1251, &[0x88]),
            (CodePage::Wpc1252, &[0x80]),
            (CodePage::Wpc1253, &[0x80]),
            (CodePage::Wpc1254, &[0x80]),
            (CodePage::Gbk, &[0x80]),
        ] {
            let wanted: Vec<u8> = [b"2 ", euro, b"\n"].concat();
            assert!(holds(&bytes("2 €", page), &wanted), "{}", page.name());
        }
    }

    #[test]
    fn a_code_page_without_a_character_draws_the_line() {
        for (page, text) in [
            (CodePage::Pc437, "2 €"),
            (CodePage::Pc858, "苹果"),
            (CodePage::Wpc1252, "яблоко"),
            (CodePage::Ascii, "Käse"),
        ] {
            let bytes = bytes(text, page);
            assert!(holds(&bytes, RASTER), "{}: {text}", page.name());
            let text_begins = [0x1B, b'E', 0];
            assert!(!holds(&bytes, &text_begins), "{}: nothing is sent as text", page.name());
        }
    }

    #[test]
    fn a_chinese_printer_gets_two_bytes_a_character() {
        let bytes = bytes("苹果", CodePage::Gbk);
        assert!(holds(&bytes, TWO_BYTES));
        assert!(holds(&bytes, &[0xC6, 0xBB, 0xB9, 0xFB, b'\n']), "{bytes:?}");
    }

    #[test]
    fn every_page_of_one_byte_has_its_table() {
        for page in CodePage::ALL {
            assert!(!bytes("plain", page).is_empty(), "{}", page.name());
            if let Bytes::Page(_) = page.bytes() {
                assert!(commands(None, |printer| printer.init().map(drop)).is_ok());
            }
        }
    }

    #[test]
    fn the_drawers_pulse_has_its_times() {
        assert_eq!(kick_drawer(), [27, 112, 0, 25, 250]);
    }
}
