//! Texts as a search compares them: what is typed without accents finds what has them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, composed, wide letters as plain ones, and without the accents that people leave out
/// (Unicode's compatibility decomposition, without its accents). Marks that are part of how a script is
/// written stay: Thai and Indian vowels and tones.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let lower = text.chars().flat_map(char::to_lowercase);
    let bare = lower.nfkd().filter(|&sign| !is_accent(sign) && !is_unseen(sign));
    let mut folded = String::with_capacity(text.len());
    // Composed again: Hangul and kana are compared by whole letters.
    for letter in bare.flat_map(char::to_lowercase).nfc() {
        match letter {
            'đ' | 'ð' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ł' => folded.push('l'),
            'ø' => folded.push('o'),
            'ŧ' => folded.push('t'),
            'ς' => folded.push('σ'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            other => folded.push(other),
        }
    }
    folded
}

/// Marks that are left out in typing: accents of Latin, Greek and Cyrillic letters, the points of
/// Hebrew, and the vowel signs and hamzas of Arabic.
fn is_accent(sign: char) -> bool {
    is_combining_mark(sign)
        && matches!(
            sign,
            '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
                | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{1ab0}'..='\u{1aff}'
                | '\u{1dc0}'..='\u{1dff}' | '\u{fe20}'..='\u{fe2f}'
        )
}

/// Joiners, direction marks and what else nobody sees or types.
fn is_unseen(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn accents_are_left_out_and_other_letters_become_plain() {
        for (text, plain) in [
            ("Äpfel Łódź Straße cre\u{301}me", "apfel lodz strasse creme"),
            ("Dứa", "dua"),
            ("Du\u{31b}\u{300}a", "dua"),
            ("ĐẬU ệ ở ỳ", "dau e o y"),
            ("Smørrebrød Æble œuf þurrkað ħ ı İ", "smorrebrod aeble oeuf thurrkad h i i"),
            ("яблоко Ёж", "яблоко еж"),
            ("ΑΧΛΆΔΙ ΣΑΣ", "αχλαδι σασ"),
            ("ｍｉｌｋ １２", "milk 12"),
            ("تُفَّاح آ أ", "تفاح ا ا"),
        ] {
            assert_eq!(folded(text), plain, "{text}");
        }
        assert_eq!(folded("σας"), folded("ΣΑΣ"));
    }

    #[test]
    fn marks_that_are_letters_stay() {
        for text in ["ไข่", "ไข", "กล้วย", "हिन्दी", "が", "한"] {
            assert_eq!(folded(text), text.nfkd().nfc().collect::<String>());
        }
        assert_ne!(folded("ไข่"), folded("ไข"));
        assert_ne!(folded("が"), folded("か"));
    }

    proptest! {
        #[test]
        fn composed_or_not_it_is_compared_as_one(text in any::<String>()) {
            let composed: String = text.nfc().collect();
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(folded(&composed), folded(&decomposed));
        }

        #[test]
        fn what_is_folded_stays_so(text in "\\PC{0,30}") {
            prop_assert_eq!(folded(&folded(&text)), folded(&text));
        }
    }
}
