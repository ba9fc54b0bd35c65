//! `use` declarations as single paths: braces opened, new names noted.

use super::tokens::Token;

/// One path of a `use` declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsePath {
    /// Its segments from the left; `crate`, `self` and `super` as they stand. A leading `::` and a
    /// last `self` are left out.
    pub path: Vec<String>,
    /// The name it has here; `*` takes all names of the path.
    pub name: String,
    /// Whether it is handed on (`pub use`).
    pub handed_on: bool,
}

/// The paths of the declaration whose tokens these are, from after `use` to before `;`.
pub fn use_paths(tokens: &[Token], handed_on: bool) -> Vec<UsePath> {
    let mut paths = Vec::new();
    let mut at = 0;
    branch(tokens, &mut at, &[], &mut paths);
    let whole = |(path, name)| UsePath { path, name, handed_on };
    paths.into_iter().map(whole).collect()
}

/// Reads one branch of the tree up to its `,` or `}`.
fn branch(
    tokens: &[Token],
    at: &mut usize,
    before: &[String],
    paths: &mut Vec<(Vec<String>, String)>,
) {
    let mut path = before.to_vec();
    let mut name = None;
    while let Some(token) = tokens.get(*at) {
        *at += 1;
        match token.text.as_str() {
            "," | "}" => {
                *at -= 1;
                break;
            }
            "{" => {
                while tokens.get(*at).is_some_and(|token| !token.is("}")) {
                    branch(tokens, at, &path, paths);
                    *at += usize::from(tokens.get(*at).is_some_and(|token| token.is(",")));
                }
                *at += 1;
                return;
            }
            "as" => {
                name = tokens.get(*at).map(|token| token.text.clone());
                *at += 1;
            }
            "*" => name = Some("*".to_owned()),
            "self" if !path.is_empty() => {}
            _ if token.is_word() => path.push(token.text.clone()),
            _ => {}
        }
    }
    if let Some(name) = name.or_else(|| path.last().cloned()) {
        paths.push((path, name));
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens_of;
    use super::*;

    fn read(source: &str) -> Vec<String> {
        let paths = use_paths(&tokens_of(source), false);
        paths.iter().map(|found| format!("{}={}", found.name, found.path.join("::"))).collect()
    }

    #[test]
    fn braces_are_opened_to_any_depth() {
        let all = ["A=super::a::A", "B=super::b::c::B", "D=super::b::D"];
        assert_eq!(read("super::{a::A, b::{c::B, D,},}"), all);
        assert_eq!(read("std::fs"), ["fs=std::fs"]);
    }

    #[test]
    fn self_as_and_star_are_understood() {
        assert_eq!(read("crate::a::{self, B as C}"), ["a=crate::a", "C=crate::a::B"]);
        assert_eq!(read("self::kind::*"), ["*=self::kind"]);
        assert_eq!(read("a::Trait as _"), ["_=a::Trait"]);
    }
}
