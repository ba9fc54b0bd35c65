//! Places where the same lines stand a second time.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::source::SourceFile;
use super::tokens::{Token, closing};

/// How many lines must be the same.
const LINES: usize = 6;

/// A stretch of lines that stands elsewhere too.
#[derive(Debug, PartialEq, Eq)]
pub struct Twin {
    /// Where it stands for the second time: file and line.
    pub here: (PathBuf, usize),
    /// Where its first lines stood before.
    pub before: (PathBuf, usize),
    /// How many lines of code it has.
    pub lines: usize,
}

/// A line of code: its words with single spaces, and its number.
type Line = (String, usize);

/// Every stretch of six or more lines of code that a file before, or the same one further up, has
/// word for word. Whitespace, comments, imports and lines of nothing but signs are no lines here.
pub fn twins(files: &[SourceFile]) -> Vec<Twin> {
    let texts: Vec<(&Path, Vec<Line>)> =
        files.iter().map(|file| (file.path.as_path(), lines_of_code(&file.tokens))).collect();
    let mut seen: HashMap<Vec<&str>, (usize, usize)> = HashMap::new();
    let mut twins: Vec<Twin> = Vec::new();
    for (file, (path, lines)) in texts.iter().enumerate() {
        let mut last_end = 0;
        for (at, window) in lines.windows(LINES).enumerate() {
            let words: Vec<&str> = window.iter().map(|(text, _)| text.as_str()).collect();
            let Some(&(first_file, first)) = seen.get(&words) else {
                seen.insert(words, (file, at));
                continue;
            };
            if first_file == file && first + LINES > at {
                continue;
            }
            if at < last_end
                && let Some(twin) = twins.last_mut()
            {
                twin.lines += at + LINES - last_end;
            } else if let Some(before) = place(&texts, first_file, first)
                && let Some((_, number)) = lines.get(at)
            {
                twins.push(Twin { here: (path.to_path_buf(), *number), before, lines: LINES });
            }
            last_end = at + LINES;
        }
    }
    twins
}

fn place(texts: &[(&Path, Vec<Line>)], file: usize, line: usize) -> Option<(PathBuf, usize)> {
    let (path, lines) = texts.get(file)?;
    lines.get(line).map(|(_, number)| (path.to_path_buf(), *number))
}

fn lines_of_code(tokens: &[Token]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if let Some(end) = import_end(tokens, at) {
            at = end + 1;
            continue;
        }
        match lines.last_mut() {
            Some((text, number)) if *number == token.line => {
                text.push(' ');
                text.push_str(&token.text);
            }
            _ => lines.push((token.text.clone(), token.line)),
        }
        at += 1;
    }
    lines.retain(|(text, _)| text.chars().any(char::is_alphanumeric));
    lines
}

/// The `;` of the import that begins at `at`, its `pub` or `pub(...)` in front included.
fn import_end(tokens: &[Token], at: usize) -> Option<usize> {
    let is = |at: usize, text| tokens.get(at).is_some_and(|token| token.is(text));
    let begin = match (is(at, "pub"), is(at + 1, "(")) {
        (true, true) => closing(tokens, at + 1) + 1,
        (true, false) => at + 1,
        (false, _) => at,
    };
    let imports = is(begin, "use") && !is(begin + 1, "<");
    imports.then(|| begin + tokens.iter().skip(begin).take_while(|token| !token.is(";")).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(texts: &[&str]) -> Vec<SourceFile> {
        let named = texts.iter().enumerate();
        named.map(|(at, text)| SourceFile::read_from(&format!("src/r/{at}.rs"), text)).collect()
    }

    const SEVEN: &str = "fn f() {\na();\nb();\nc();\nd();\ne();\ng();\n}\n";

    #[test]
    fn one_stretch_is_one_place_however_long() {
        let spaced =
            format!("// another\nuse a::b;\nfn other() {{}}\n\n{}", SEVEN.replace('(', " ("));
        let found = twins(&files(&[SEVEN, &spaced]));
        let place = |file: &str, line| (PathBuf::from(file), line);
        let twin = Twin { here: place("src/r/1.rs", 5), before: place("src/r/0.rs", 1), lines: 7 };
        assert_eq!(found, [twin]);
    }

    #[test]
    fn five_lines_tests_and_imports_are_left_alone() {
        let five = "a();\nb();\nc();\nd();\ne();\n";
        assert!(
            twins(&files(&[&format!("x();\n{five}"), &format!("y();\n{five}}}\n}}\n")])).is_empty()
        );
        let test = format!("#[cfg(test)]\nmod tests {{\n{SEVEN}}}\n");
        assert!(twins(&files(&[SEVEN, &test])).is_empty());
        let handed_on = "pub use a::b;\npub(super) use a::c;\n".repeat(4);
        assert!(twins(&files(&[&handed_on, &handed_on])).is_empty());
        let imports = "use a::{\nb,\nc,\nd,\ne,\nf,\ng,\n};\n";
        assert!(twins(&files(&[imports, imports])).is_empty());
    }

    #[test]
    fn the_same_file_counts_but_no_line_is_its_own_twin() {
        assert_eq!(twins(&files(&[&format!("{SEVEN}{SEVEN}")])).len(), 1);
        assert!(twins(&files(&[&"a();\n".repeat(9)])).is_empty());
    }
}
