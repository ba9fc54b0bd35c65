//! Parameters that are tuples: arguments bundled without a name.

use super::tokens::{Token, closing};

/// How many parameters of functions in these tokens have a tuple for their type.
pub fn tuple_parameters(tokens: &[Token]) -> usize {
    let functions = (0..tokens.len()).filter(|&at| {
        tokens.get(at).is_some_and(|token| token.is("fn"))
            && tokens.get(at + 1).is_some_and(Token::is_word)
    });
    functions.map(|at| tuples_among(parameters(tokens, at + 2))).sum()
}

/// What stands between the brackets of the function whose name ends before `at`.
fn parameters(tokens: &[Token], mut at: usize) -> &[Token] {
    let mut angles = 0_usize;
    while let Some(token) = tokens.get(at) {
        match token.text.as_str() {
            "<" => angles += 1,
            ">" => angles = angles.saturating_sub(1),
            "(" if angles == 0 => {
                return tokens.get(at + 1..closing(tokens, at)).unwrap_or_default();
            }
            "(" => at = closing(tokens, at),
            "{" | ";" => break,
            _ => {}
        }
        at += 1;
    }
    &[]
}

/// Types that begin with a bracket right after a parameter's `:`, a reference before it or not.
fn tuples_among(parameters: &[Token]) -> usize {
    let mut tuples = 0;
    let mut at = 0;
    while let Some(token) = parameters.get(at) {
        if token.is(":") {
            at += 1;
            while parameters.get(at).is_some_and(|token| {
                token.is("&") || token.is("mut") || token.text.starts_with('\'')
            }) {
                at += 1;
            }
            let opens = parameters.get(at).is_some_and(|token| token.is("("));
            let empty = parameters.get(at + 1).is_some_and(|token| token.is(")"));
            tuples += usize::from(opens && !empty);
        }
        if ["(", "[", "{"].iter().any(|open| parameters.get(at).is_some_and(|it| it.is(open))) {
            at = closing(parameters, at);
        }
        at += 1;
    }
    tuples
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens_of;
    use super::*;

    fn count(source: &str) -> usize {
        tuple_parameters(&tokens_of(source))
    }

    #[test]
    fn tuples_are_counted_however_they_are_taken() {
        assert_eq!(count("fn a((x, y): (u8, u8), at: &'a mut (A, B), n: u8) -> (u8, u8) {}"), 2);
        assert_eq!(count("fn b<F: Fn(u8) -> (u8, u8)>(&self, f: F, t: (A,)) {}"), 1);
    }

    #[test]
    fn what_merely_holds_one_is_not() {
        assert_eq!(count("fn a(all: Vec<(A, B)>, f: impl Fn((A, B)), unit: ()) {}"), 0);
        assert_eq!(count("type F = fn((A, B)); struct S { pair: (A, B) }"), 0);
    }
}
