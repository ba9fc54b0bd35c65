//! Leaves the tests out of a file's tokens: items under `#[cfg(test)]`, and files of their own.

use std::path::Path;

use super::tokens::{Token, closing};

/// What of a file is shipped.
#[derive(Debug, Default)]
pub struct Shipped {
    /// Its tokens, test items left out.
    pub tokens: Vec<Token>,
    /// Modules that only tests have, declared here: `#[cfg(test)] mod made_up;`.
    pub test_modules: Vec<String>,
}

/// Whether a file's name says that it holds tests.
pub fn named_as_test(path: &Path) -> bool {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    name == "tests" || name.ends_with("_tests")
}

/// Leaves out every item under an attribute that only tests fulfil.
pub fn without_tests(tokens: &[Token]) -> Shipped {
    let mut shipped = Shipped::default();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if let Some(end) = test_attribute_end(tokens, at) {
            let item = after_attributes(tokens, end + 1);
            if let Some(name) = declared_module(tokens, item) {
                shipped.test_modules.push(name);
            }
            at = item_end(tokens, item) + 1;
        } else {
            shipped.tokens.push(token.clone());
            at += 1;
        }
    }
    shipped
}

/// The last token of `#[cfg(test)]` or `#[cfg(all(test, ...))]` that begins at `at`, if one does.
fn test_attribute_end(tokens: &[Token], at: usize) -> Option<usize> {
    let words = ["#", "[", "cfg", "("];
    let begins = words.iter().zip(tokens.get(at..)?).filter(|(word, token)| token.is(word)).count();
    if begins != words.len() {
        return None;
    }
    let end = closing(tokens, at + 1);
    let inside = tokens.get(at + 4..end)?;
    let negated = inside.iter().any(|token| token.is("not"));
    (!negated && inside.iter().any(|token| token.is("test"))).then_some(end)
}

fn after_attributes(tokens: &[Token], mut at: usize) -> usize {
    while tokens.get(at).is_some_and(|token| token.is("#")) {
        at = closing(tokens, at + 1) + 1;
    }
    at
}

/// The name in `mod NAME;`, with or without `pub` before it.
fn declared_module(tokens: &[Token], item: usize) -> Option<String> {
    let head = tokens.get(item..item_end(tokens, item) + 1)?;
    let word = head.iter().position(|token| token.is("mod"))?;
    let ends = head.get(word + 2).is_some_and(|token| token.is(";"));
    head.get(word + 1).filter(|_| ends).map(|token| token.text.clone())
}

/// The last token of the item at `at`: its `;`, or the brace that closes its body.
fn item_end(tokens: &[Token], at: usize) -> usize {
    let has_body = !tokens.get(at).is_some_and(|token| {
        ["use", "const", "static", "type", "let"].iter().any(|word| token.is(word))
    });
    let mut index = at;
    while let Some(token) = tokens.get(index) {
        if token.is(";") {
            return index;
        }
        if ["(", "[", "{"].iter().any(|open| token.is(open)) {
            index = closing(tokens, index);
            if has_body && token.is("{") {
                return index;
            }
        }
        index += 1;
    }
    tokens.len().saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens_of;
    use super::*;

    fn left(source: &str) -> String {
        let shipped = without_tests(&tokens_of(source));
        shipped.tokens.iter().map(|token| token.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn test_items_go_with_their_bodies() {
        assert_eq!(left("fn a() {} #[cfg(test)] mod tests { fn b() {} } fn c();"), {
            "fn a ( ) { } fn c ( ) ;"
        });
        assert_eq!(left("#[cfg(test)] #[allow(x)] use a::{b, c}; d"), "d");
        assert_eq!(left("#[cfg(all(test, unix))] impl A for B { fn f(); } d"), "d");
        assert_eq!(left("#[cfg(test)] const A: [u8; 1] = { [1] }; d"), "d");
    }

    #[test]
    fn what_ships_stays() {
        assert_eq!(left("#[cfg(not(test))] fn a;"), "# [ cfg ( not ( test ) ) ] fn a ;");
        assert_eq!(left("#[cfg(unix)] fn a;"), "# [ cfg ( unix ) ] fn a ;");
    }

    #[test]
    fn modules_that_only_tests_have_are_named() {
        let shipped =
            without_tests(&tokens_of("#[cfg(test)] pub mod made_up; #[cfg(test)] mod t {}"));
        assert_eq!(shipped.test_modules, ["made_up"]);
    }

    #[test]
    fn test_files_are_told_by_their_names() {
        assert!(named_as_test(Path::new("src/store/sales_tests.rs")));
        assert!(named_as_test(Path::new("src/store/tests.rs")));
        assert!(!named_as_test(Path::new("src/store/sales.rs")));
    }
}
