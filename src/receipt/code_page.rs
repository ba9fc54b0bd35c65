//! The code pages of receipt printers: which bytes a printer takes for which characters.

use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS, X_USER_DEFINED};
use escpos::utils::PageCode;

use super::ReceiptError;

/// How a printer writes what is not ASCII. The pages of one byte a character are numbered as in
/// Epson's ESC/POS reference (`ESC t n`); the others belong to printers for one language, which
/// need no such number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CodePage {
    /// United States, the page most printers start with; it has no euro.
    Pc437,
    /// Western Europe without the euro.
    Pc850,
    /// Central Europe; it has no euro.
    Pc852,
    /// Western Europe with the euro.
    #[default]
    Pc858,
    /// Cyrillic; it has no euro.
    Pc866,
    /// Windows, Central Europe.
    Wpc1250,
    /// Windows, Cyrillic.
    Wpc1251,
    /// Windows, Western Europe.
    Wpc1252,
    /// Windows, Greek.
    Wpc1253,
    /// Windows, Turkish.
    Wpc1254,
    /// Windows, Baltic.
    Wpc1257,
    /// Simplified Chinese.
    Gbk,
    /// Traditional Chinese.
    Big5,
    /// Japanese.
    ShiftJis,
    /// Korean.
    EucKr,
    /// ASCII alone: everything else is drawn.
    Ascii,
}

/// How the bytes of a page come about.
pub(super) enum Bytes {
    /// A table of Epson's, by its number.
    Page(PageCode),
    /// Two bytes a character, for printers of one language.
    Double(&'static Encoding),
    /// None.
    Ascii,
}

/// An encoding that refuses all but ASCII, so that no byte of another page gets in among those of
/// the chosen one.
pub(super) static REFUSES_ALL_BUT_ASCII: &Encoding = X_USER_DEFINED;

impl CodePage {
    /// All of them, for a list to choose from.
    pub const ALL: [Self; 16] = [
        Self::Pc858,
        Self::Pc437,
        Self::Pc850,
        Self::Pc852,
        Self::Pc866,
        Self::Wpc1250,
        Self::Wpc1251,
        Self::Wpc1252,
        Self::Wpc1253,
        Self::Wpc1254,
        Self::Wpc1257,
        Self::Gbk,
        Self::Big5,
        Self::ShiftJis,
        Self::EucKr,
        Self::Ascii,
    ];

    /// The name in the settings and in printers' manuals.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pc437 => "PC437",
            Self::Pc850 => "PC850",
            Self::Pc852 => "PC852",
            Self::Pc858 => "PC858",
            Self::Pc866 => "PC866",
            Self::Wpc1250 => "WPC1250",
            Self::Wpc1251 => "WPC1251",
            Self::Wpc1252 => "WPC1252",
            Self::Wpc1253 => "WPC1253",
            Self::Wpc1254 => "WPC1254",
            Self::Wpc1257 => "WPC1257",
            Self::Gbk => "GBK",
            Self::Big5 => "BIG5",
            Self::ShiftJis => "SHIFT-JIS",
            Self::EucKr => "EUC-KR",
            Self::Ascii => "ASCII",
        }
    }

    /// Reads [`Self::name`] back, in any case; nothing typed is [`Self::Pc858`].
    ///
    /// # Errors
    /// [`ReceiptError::UnknownCodePage`] for anything else.
    pub fn parse(text: &str) -> Result<Self, ReceiptError> {
        let typed = text.trim();
        if typed.is_empty() {
            return Ok(Self::default());
        }
        let found = Self::ALL.into_iter().find(|page| page.name().eq_ignore_ascii_case(typed));
        found.ok_or_else(|| ReceiptError::UnknownCodePage(text.to_owned()))
    }

    pub(super) fn bytes(self) -> Bytes {
        match self {
            Self::Pc437 => Bytes::Page(PageCode::PC437),
            Self::Pc850 => Bytes::Page(PageCode::PC850),
            Self::Pc852 => Bytes::Page(PageCode::PC852),
            Self::Pc858 => Bytes::Page(PageCode::PC858),
            Self::Pc866 => Bytes::Page(PageCode::PC866),
            Self::Wpc1250 => Bytes::Page(PageCode::WPC1250),
            Self::Wpc1251 => Bytes::Page(PageCode::WPC1251),
            Self::Wpc1252 => Bytes::Page(PageCode::WPC1252),
            Self::Wpc1253 => Bytes::Page(PageCode::WPC1253),
            Self::Wpc1254 => Bytes::Page(PageCode::WPC1254),
            Self::Wpc1257 => Bytes::Page(PageCode::WPC1257),
            Self::Gbk => Bytes::Double(GBK),
            Self::Big5 => Bytes::Double(BIG5),
            Self::ShiftJis => Bytes::Double(SHIFT_JIS),
            Self::EucKr => Bytes::Double(EUC_KR),
            Self::Ascii => Bytes::Ascii,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for page in CodePage::ALL {
            assert_eq!(CodePage::parse(&page.name().to_lowercase()), Ok(page));
        }
        assert_eq!(CodePage::parse(" "), Ok(CodePage::Pc858));
        assert!(matches!(CodePage::parse("PC999"), Err(ReceiptError::UnknownCodePage(_))));
    }
}
