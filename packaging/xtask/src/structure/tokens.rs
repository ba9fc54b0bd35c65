//! Rust's text as words, names and signs: enough to read imports and compare lines, not to compile.

/// What a token is, as far as the readers ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name or keyword.
    Word,
    /// A number, text or character.
    Literal,
    /// A lifetime or label.
    Lifetime,
    /// One sign; `::` and `->` are one token each, so that paths and types read easily.
    Sign,
}

/// One token of a file, comments left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// As it stands in the file.
    pub text: String,
    /// The line it begins on, from 1.
    pub line: usize,
}

impl Token {
    /// Whether it is this sign or word, and no text that happens to read so.
    pub fn is(&self, text: &str) -> bool {
        self.text == text && self.kind != Kind::Literal
    }

    /// Whether it is a name or keyword.
    pub fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }
}

/// Takes a file apart.
pub fn tokens_of(text: &str) -> Vec<Token> {
    let mut reader = Reader { text, at: 0, line: 1, tokens: Vec::new() };
    while reader.at < text.len() {
        reader.step();
    }
    reader.tokens
}

/// Index of the bracket that closes the one at `open`, or of the last token where none does.
pub fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        if token.kind != Kind::Sign {
            continue;
        }
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return index;
                }
            }
            _ => {}
        }
    }
    tokens.len().saturating_sub(1)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    tokens: Vec<Token>,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn step(&mut self) {
        let rest = self.rest();
        let first = rest.chars().next().unwrap_or_default();
        let (kind, length) = if first.is_whitespace() {
            return self.pass(first.len_utf8());
        } else if rest.starts_with("//") {
            return self.pass(rest.find('\n').unwrap_or(rest.len()));
        } else if rest.starts_with("/*") {
            return self.pass(block_comment(rest));
        } else if let Some(length) = quoted(rest) {
            (Kind::Literal, length)
        } else if first == '\'' {
            character_or_lifetime(rest)
        } else if first.is_ascii_digit() {
            (Kind::Literal, number(rest))
        } else if first.is_alphabetic() || first == '_' {
            (Kind::Word, word(rest))
        } else if rest.starts_with("::") || rest.starts_with("->") {
            (Kind::Sign, 2)
        } else {
            (Kind::Sign, first.len_utf8())
        };
        let text = rest.get(..length).unwrap_or(rest).to_owned();
        self.tokens.push(Token { kind, text, line: self.line });
        self.pass(length);
    }

    fn pass(&mut self, length: usize) {
        let passed = self.rest().get(..length).unwrap_or_default();
        self.line += passed.matches('\n').count();
        self.at += length.max(1);
    }
}

fn word(rest: &str) -> usize {
    rest.find(|sign: char| !sign.is_alphanumeric() && sign != '_').unwrap_or(rest.len())
}

/// `1_000u32`, `0x1f`, `1.5e3`; the dots of `0..9` stay signs.
fn number(rest: &str) -> usize {
    let whole = word(rest);
    let fraction = rest.get(whole..).unwrap_or_default();
    match fraction.strip_prefix('.') {
        Some(digits) if digits.starts_with(|sign: char| sign.is_ascii_digit()) => {
            whole + 1 + word(digits)
        }
        _ => whole,
    }
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(ahead) = rest.get(at..).filter(|ahead| !ahead.is_empty()) {
        if ahead.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if ahead.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += ahead.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// The length of a text in quotation marks, with a prefix or without.
fn quoted(rest: &str) -> Option<usize> {
    let prefix = ["br", "cr", "r", "b", "c", ""].into_iter().find(|prefix| {
        let marks = rest.strip_prefix(prefix);
        let marks = marks
            .map(|marks| if prefix.ends_with('r') { marks.trim_start_matches('#') } else { marks });
        marks.is_some_and(|marks| marks.starts_with('"'))
    })?;
    let after = rest.get(prefix.len()..)?;
    if !prefix.ends_with('r') {
        return Some(prefix.len() + escaped_end(after, '"'));
    }
    let hashes = after.len() - after.trim_start_matches('#').len();
    let end = format!("\"{}", "#".repeat(hashes));
    let inside = after.get(hashes + 1..)?;
    let length = inside.find(&end).map_or(inside.len(), |found| found + end.len());
    Some(prefix.len() + hashes + 1 + length)
}

/// The length of a text that begins with `mark` and ends with the next one that no `\` precedes.
fn escaped_end(text: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, sign) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if sign == '\\' {
            escaped = true;
        } else if sign == mark {
            return at + sign.len_utf8();
        }
    }
    text.len()
}

fn character_or_lifetime(rest: &str) -> (Kind, usize) {
    let mut inside = rest.chars().skip(1);
    let (first, second) = (inside.next().unwrap_or_default(), inside.next());
    if first == '\\' || second == Some('\'') {
        return (Kind::Literal, escaped_end(rest, '\''));
    }
    let name = rest.get(1..).unwrap_or_default();
    (Kind::Lifetime, 1 + word(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<String> {
        tokens_of(source).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn comments_go_and_lines_are_counted_through_them() {
        let tokens = tokens_of("a // one /* \n/* two\n /* nested */ */ b\n");
        assert_eq!(tokens.len(), 2);
        assert_eq!((tokens[1].text.as_str(), tokens[1].line), ("b", 3));
    }

    #[test]
    fn what_stands_in_a_text_is_no_code() {
        assert_eq!(texts(r#"f("use a; // \" {", 'x')"#).len(), 6);
        assert_eq!(texts(r##"r#"a " b"# c"##), [r##"r#"a " b"#"##, "c"]);
        assert_eq!(texts(r"'\'' 'a' b'\n'"), [r"'\''", "'a'", "b", r"'\n'"]);
        assert!(!tokens_of(r#""::""#)[0].is("::"));
    }

    #[test]
    fn lifetimes_numbers_and_paths_keep_together() {
        assert_eq!(texts("&'a T"), ["&", "'a", "T"]);
        assert_eq!(texts("0..9 1.5e3 1_0u8"), ["0", ".", ".", "9", "1.5e3", "1_0u8"]);
        assert_eq!(texts("a::b->c"), ["a", "::", "b", "->", "c"]);
    }

    #[test]
    fn a_bracket_finds_its_partner() {
        let tokens = tokens_of("f(a[0], \")\") + {}");
        assert_eq!(closing(&tokens, 1), 8);
        assert_eq!(closing(&tokens_of("( a"), 0), 1, "none: the last token");
    }
}
