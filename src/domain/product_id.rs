//! Products' ids: made of names by one rule, and never renamed, whichever rule made them.

use std::borrow::Borrow;
use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::DomainError;
use super::plain_text::composed;

/// Turns a name into an id: lower-case letters and digits of any script with their marks, composed;
/// runs of anything else become one `-`, none at the ends. `None` when nothing is left.
pub fn slug(name: &str) -> Option<String> {
    let name: String = name.to_lowercase().chars().filter(|&sign| !chooses_a_form(sign)).collect();
    let mut slug = String::with_capacity(name.len());
    for sign in composed(&name).chars() {
        if sign.is_alphanumeric() {
            slug.push(sign);
        } else if slug.is_empty() || slug.ends_with('-') {
            // Nothing stands before it that it could part or mark.
        } else if is_combining_mark(sign) {
            slug.push(sign);
        } else {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    (!slug.is_empty()).then_some(slug)
}

/// Marks that choose how a letter is drawn and not which it is.
fn chooses_a_form(sign: char) -> bool {
    matches!(
        sign,
        '\u{34f}' | '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{e0100}'..='\u{e01ef}'
    )
}

/// The rule of the programs up to November 2026: marks that are no letters were lost or became `-`,
/// and decomposed signs stayed so.
fn former_slug(name: &str) -> Option<String> {
    let mut slug = String::with_capacity(name.len());
    for sign in name.to_lowercase().chars() {
        if sign.is_alphanumeric() {
            slug.push(sign);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    (!slug.is_empty()).then_some(slug)
}

/// A product's stable id: a text that is its own [`slug`], or was by the rule that made it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProductId(String);

impl ProductId {
    /// The id that was typed or stands in a file of people, composed.
    ///
    /// # Errors
    /// [`DomainError::NotAProductId`] when the text is not its own slug.
    pub fn new(text: &str) -> Result<Self, DomainError> {
        let text = composed(text);
        match slug(&text) {
            Some(slug) if slug == text => Ok(Self(slug)),
            Some(slug) => {
                Err(DomainError::NotAProductId { hint: format!(", such as \"{slug}\""), text })
            }
            None => Err(DomainError::NotAProductId { text, hint: String::new() }),
        }
    }

    /// The id that a database or a version of the model kept, exactly as it stands there.
    ///
    /// # Errors
    /// [`DomainError::NotAProductId`] when neither the rule of today nor the former one made it.
    pub fn kept(text: &str) -> Result<Self, DomainError> {
        if [slug(text), former_slug(text)].iter().flatten().any(|slug| slug == text) {
            return Ok(Self(text.to_owned()));
        }
        Self::new(text)
    }

    /// The id of the product with this name; `None` when the name has no letter and no digit.
    pub fn of_name(name: &str) -> Option<Self> {
        slug(name).map(Self)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the former rule made this id of that name, however it was composed, and today's would
    /// make another.
    pub(super) fn is_former_of(&self, name: &str) -> bool {
        // Both rules say the same of plain letters.
        if name.is_ascii() || slug(name).as_ref() == Some(&self.0) {
            return false;
        }
        let spellings = [name.to_owned(), composed(name), name.nfd().collect()];
        spellings.iter().any(|name| former_slug(name).as_ref() == Some(&self.0))
    }
}

impl fmt::Display for ProductId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl Borrow<str> for ProductId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ProductId {
    type Error = DomainError;

    fn try_from(text: String) -> Result<Self, DomainError> {
        Self::kept(&text)
    }
}

impl From<ProductId> for String {
    fn from(id: ProductId) -> Self {
        id.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn slugs_keep_letters_digits_and_marks_of_any_script() {
        for (name, expected) in [
            ("Golden Delicious", "golden-delicious"),
            ("  Crème -- fraîche 15% ", "crème-fraîche-15"),
            ("Cre\u{300}me frai\u{302}che", "crème-fraîche"),
            ("红 苹果", "红-苹果"),
            ("ÄPFEL", "äpfel"),
            ("Молоко_3,2%", "молоко-3-2"),
            ("../../etc", "etc"),
            ("Du\u{31b}\u{301}a", "dứa"),
            ("กล้วย", "กล้วย"),
            ("हिन्दी", "हिन्दी"),
            ("\u{301}a \u{301}", "a"),
            ("❤\u{fe0f}", ""),
        ] {
            assert_eq!(slug(name).unwrap_or_default(), expected, "{name}");
        }
        assert_eq!(slug(" -- !"), None);
        assert_eq!(slug(""), None);
    }

    #[test]
    fn names_that_differ_in_marks_alone_are_two_products() {
        for (one, other) in
            [("ไข่", "ไข"), ("Dứa", "Dừa"), ("Du\u{31b}\u{301}a", "Du\u{31b}\u{300}a")]
        {
            assert_ne!(slug(one), slug(other));
        }
    }

    #[test]
    fn an_id_is_its_own_slug_composed() {
        assert_eq!(ProductId::new("apple").unwrap().as_str(), "apple");
        assert_eq!(ProductId::new("cre\u{300}me").unwrap().as_str(), "crème");
        let refused = ProductId::new("Red Apple").unwrap_err();
        assert!(refused.to_string().ends_with("such as \"red-apple\""), "{refused}");
        assert!(ProductId::new("").is_err());
        let json = serde_json::to_string(&ProductId::new("apple").unwrap()).unwrap();
        assert_eq!(json, "\"apple\"");
        assert!(serde_json::from_str::<ProductId>("\"Red Apple\"").is_err());
    }

    #[test]
    fn an_id_that_was_kept_stays_as_it_stands() {
        for id in
            ["กล-วย", "cre-me-frai-che", "\u{1100}\u{1161}\u{11a8}", "\u{627}\u{653}", "crème"]
        {
            assert_eq!(ProductId::kept(id).unwrap().as_str(), id);
        }
        assert_eq!(ProductId::new("\u{1100}\u{1161}\u{11a8}").unwrap().as_str(), "각");
        assert!(ProductId::kept("Red Apple").is_err());
    }

    #[test]
    fn an_id_of_the_former_rule_is_known_by_its_name() {
        let former = |id: &str, name| ProductId::kept(id).unwrap().is_former_of(name);
        assert!(former("cre-me-frai-che", "Cre\u{300}me frai\u{302}che"));
        assert!(former("cre-me-frai-che", "Crème fraîche"));
        assert!(former("กล-วย", "กล้วย"));
        assert!(!former("crème-fraîche", "Crème fraîche"));
        assert!(!former("apple", "Apple"));
    }

    proptest! {
        #[test]
        fn a_slug_is_its_own_slug(name in any::<String>()) {
            if let Some(made) = slug(&name) {
                prop_assert_eq!(slug(&made), Some(made.clone()));
                prop_assert_eq!(String::from(ProductId::new(&made).unwrap()), made);
            }
        }

        #[test]
        fn whatever_the_former_rule_made_is_read_as_it_stands(name in any::<String>()) {
            if let Some(made) = former_slug(&name) {
                prop_assert_eq!(String::from(ProductId::kept(&made).unwrap()), made);
            }
        }

        #[test]
        fn composed_or_not_it_is_one_product(name in any::<String>()) {
            let spellings: [String; 2] = [name.nfc().collect(), name.nfd().collect()];
            prop_assert_eq!(slug(&spellings[0]), slug(&spellings[1]));
        }
    }
}
