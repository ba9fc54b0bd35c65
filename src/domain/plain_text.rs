//! Texts of people and of files: every one that comes in is composed and free of signs that drive
//! printers and terminals, and whatever an older program kept is made so before it leaves.
//!
//! Two spellings of one text are one text: composed by Unicode's Normalization Form C (Unicode
//! Standard Annex 15), without the signs that nobody sees and that mean nothing.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::DomainError;

/// Stands where a sign was that must not leave.
const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// What a text is. Every way in names one, and [`TextField::take`]s the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextField {
    /// A product's name in the shop's own language.
    ProductName,
    /// A product's name in another language.
    OtherName,
    /// The group a product is shown in.
    Category,
    /// The file of a product's picture.
    Picture,
    /// Why something was done.
    Reason,
    /// What was written to a line or a cart.
    Note,
    /// A person's name.
    Person,
    /// A container's name.
    Container,
    /// A text among the shop's settings.
    Setting,
    /// A text among the shop's settings that has rows.
    SettingRows,
    /// A folder's name that names a product.
    Folder,
    /// A heading of a table.
    Heading,
    /// What was written to a version of the model.
    VersionNote,
    /// A word in a version's manifest.
    Manifest,
}

impl TextField {
    /// The most characters.
    pub fn most(self) -> usize {
        match self {
            Self::Person | Self::Container => 40,
            Self::Category => 100,
            Self::ProductName
            | Self::OtherName
            | Self::Picture
            | Self::Reason
            | Self::Note
            | Self::Setting
            | Self::Folder
            | Self::Heading
            | Self::Manifest => 200,
            Self::SettingRows => 600,
            Self::VersionNote => 2000,
        }
    }

    /// Whether it may have line breaks.
    fn has_rows(self) -> bool {
        matches!(self, Self::SettingRows | Self::VersionNote)
    }

    /// What a sentence calls it.
    pub fn words(self) -> &'static str {
        match self {
            Self::ProductName => "the name",
            Self::OtherName => "the name in another language",
            Self::Category => "the category",
            Self::Picture => "the name of the picture",
            Self::Reason => "the reason",
            Self::Note => "the note",
            Self::Person => "the person's name",
            Self::Container => "the container's name",
            Self::Setting | Self::SettingRows => "the setting",
            Self::Folder => "the folder's name",
            Self::Heading => "the heading",
            Self::VersionNote => "the version's note",
            Self::Manifest => "the manifest",
        }
    }

    /// The text as it is kept: composed, without blanks at its ends; rows end with a line feed.
    ///
    /// # Errors
    /// [`DomainError::ControlSign`] and [`DomainError::TextTooLong`].
    pub fn take(self, text: &str) -> Result<String, DomainError> {
        let text = if self.has_rows() {
            Cow::Owned(text.replace("\r\n", "\n"))
        } else {
            Cow::Borrowed(text)
        };
        let text = text.trim();
        let is_row_end = |sign| sign == '\n' && self.has_rows();
        if let Some(sign) = text.chars().find(|&sign| is_command(sign) && !is_row_end(sign)) {
            return Err(DomainError::ControlSign { field: self.words(), sign });
        }
        let text = composed(text);
        if text.chars().count() > self.most() {
            return Err(DomainError::TextTooLong { field: self.words(), most: self.most() });
        }
        Ok(text.trim().to_owned())
    }

    /// As [`Self::take`], for a text that stands in place of `before`: what a shop has already stays as
    /// it is.
    ///
    /// # Errors
    /// As [`Self::take`].
    pub fn take_instead_of(self, before: Option<&str>, text: &str) -> Result<String, DomainError> {
        if before == Some(text) { Ok(text.to_owned()) } else { self.take(text) }
    }
}

/// The one spelling of a text: signs composed, those left out that nobody sees and that mean
/// nothing. Marks stay: they tell words apart.
pub fn composed(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    text.chars().filter(|&sign| !is_nothing(sign)).nfc().collect()
}

/// Signs that mean nothing and come along with copied texts: soft hyphen, zero-width space, word
/// joiner, byte order mark. Joiners and direction marks stay, which Persian, Hindi, Arabic and
/// Hebrew are written with.
fn is_nothing(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Signs that a printer, a terminal or a line of text obeys: the control characters (C0, DEL and C1),
/// line and paragraph separators, and the overrides that turn the order of a text around.
fn is_command(sign: char) -> bool {
    sign.is_control()
        || matches!(
            sign,
            '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}'
        )
}

/// A text on its way to paper, a terminal or a journal, on one line whatever stands in it.
pub fn on_one_line(text: &str) -> Cow<'_, str> {
    without(text, is_command)
}

/// The same for a text whose line breaks are meant.
pub fn on_lines(text: &str) -> Cow<'_, str> {
    without(text, |sign| is_command(sign) && sign != '\n')
}

fn without(text: &str, is_refused: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_refused) {
        return Cow::Borrowed(text);
    }
    let safe = text.chars().map(|sign| if is_refused(sign) { REPLACEMENT } else { sign });
    Cow::Owned(safe.collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn two_spellings_are_one_text_and_marks_stay() {
        for (typed, kept) in [
            ("Cre\u{300}me frai\u{302}che", "Crème fraîche"),
            ("Du\u{31b}\u{301}a", "Dứa"),
            ("\u{1112}\u{1161}\u{11ab}", "한"),
            ("\u{30cf}\u{3099}\u{30ca}\u{30ca}", "バナナ"),
            ("ไข่", "ไข่"),
            (" Co\u{200b}la\u{feff} ", "Cola"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
        ] {
            assert_eq!(TextField::ProductName.take(typed).unwrap(), kept);
        }
    }

    #[test]
    fn every_sign_that_drives_something_is_refused_in_every_field() {
        let signs = ['\0', '\u{1b}', '\u{7f}', '\u{85}', '\u{9b}', '\u{2028}', '\u{2029}']
            .into_iter()
            .chain('\u{202a}'..='\u{202e}')
            .chain('\u{2066}'..='\u{2069}');
        for sign in signs.chain(['\t', '\r']) {
            for field in FIELDS {
                let text = format!("Milk{sign}p0AA");
                let refused = field.take(&text).unwrap_err();
                assert!(matches!(refused, DomainError::ControlSign { .. }), "{sign:?} {field:?}");
                assert!(refused.to_string().contains(field.words()), "{refused}");
                assert_eq!(on_one_line(&text), "Milk\u{fffd}p0AA");
            }
        }
    }

    const FIELDS: [TextField; 14] = [
        TextField::ProductName,
        TextField::OtherName,
        TextField::Category,
        TextField::Picture,
        TextField::Reason,
        TextField::Note,
        TextField::Person,
        TextField::Container,
        TextField::Setting,
        TextField::SettingRows,
        TextField::Folder,
        TextField::Heading,
        TextField::VersionNote,
        TextField::Manifest,
    ];

    #[test]
    fn only_texts_with_rows_may_have_line_breaks() {
        for field in FIELDS {
            assert_eq!(field.take("one\r\ntwo").is_ok(), field.has_rows(), "{field:?}");
        }
        assert_eq!(TextField::SettingRows.take("one\r\ntwo\n").unwrap(), "one\ntwo");
        assert_eq!(on_lines("one\ntwo\u{1b}"), "one\ntwo\u{fffd}");
    }

    #[test]
    fn ten_thousand_characters_are_too_many_for_any_field() {
        for field in FIELDS {
            let refused = field.take(&"é".repeat(10_000)).unwrap_err();
            assert!(matches!(refused, DomainError::TextTooLong { .. }), "{field:?}");
            let most = "x".repeat(field.most());
            assert_eq!(field.take(&most).as_ref(), Ok(&most));
        }
    }

    #[test]
    fn what_a_shop_has_stays_as_it_is() {
        let old = "Milk\u{1b}p0AA";
        let take = |before, text| TextField::ProductName.take_instead_of(before, text);
        assert_eq!(take(Some(old), old).as_deref(), Ok(old));
        assert!(take(Some("Milk"), old).is_err() && take(None, old).is_err());
    }

    proptest! {
        #[test]
        fn a_text_that_was_taken_is_taken_again_as_it_is(text in "\\PC{0,40}") {
            if let Ok(taken) = TextField::Note.take(&text) {
                prop_assert_eq!(TextField::Note.take(&taken), Ok(taken.clone()));
                prop_assert_eq!(on_one_line(&taken), taken.as_str());
            }
        }

        #[test]
        fn whatever_it_was_it_leaves_on_one_line_and_is_as_long(text in any::<String>()) {
            let safe = on_one_line(&text);
            prop_assert!(!safe.chars().any(is_command));
            prop_assert!(safe.lines().count() <= 1);
            prop_assert_eq!(safe.chars().count(), text.chars().count());
        }
    }
}
