//! Paths as people type and paste them: plain, quoted, `~`, or `file://` addresses, one a line.

use std::path::PathBuf;

/// Returns the paths in `text`, or `None` if a line of it does not look like an absolute path.
pub(crate) fn parse(text: &str) -> Option<Vec<PathBuf>> {
    let paths: Option<Vec<_>> =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(absolute).collect();
    paths.filter(|paths| !paths.is_empty())
}

/// Returns the path a person typed, whatever it looks like; `None` if nothing was typed.
pub(crate) fn parse_one(text: &str) -> Option<PathBuf> {
    let text = text.trim();
    (!text.is_empty()).then(|| absolute(text).unwrap_or_else(|| PathBuf::from(unquoted(text))))
}

fn absolute(line: &str) -> Option<PathBuf> {
    let line = unquoted(line);
    if let Some(address) = line.strip_prefix("file://") {
        // An address may name this machine before the path.
        let path = address.find('/').and_then(|start| address.get(start..))?;
        return percent_decoded(path).map(PathBuf::from);
    }
    if let Some(rest) = line.strip_prefix("~/") {
        let home = directories::BaseDirs::new()?;
        return Some(home.home_dir().join(rest));
    }
    let path = PathBuf::from(line);
    path.is_absolute().then_some(path)
}

fn unquoted(text: &str) -> &str {
    let inner = |quote| text.strip_prefix(quote).and_then(|t: &str| t.strip_suffix(quote));
    inner('"').or_else(|| inner('\'')).unwrap_or(text)
}

fn percent_decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next()?, rest.next()?];
        let digits = std::str::from_utf8(&digits).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[cfg(unix)]
    #[test]
    fn addresses_and_quotes_and_lines_are_read() {
        let text = "file:///a/my%20apple.jpg\r\n'/b/c.png'\n\n/d.webp\n";
        let expected = ["/a/my apple.jpg", "/b/c.png", "/d.webp"].map(PathBuf::from);
        assert_eq!(parse(text), Some(expected.to_vec()));
        assert_eq!(parse("file://localhost/%E8%8B%B9.jpg"), Some(vec!["/苹.jpg".into()]));
    }

    #[test]
    fn other_text_is_no_path() {
        for text in
            ["", "  ", "1.99", "apple.jpg", "/a.jpg\nand words", "file:///bad%zz", "file://%2"]
        {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn what_a_person_types_is_taken_as_it_is() {
        assert_eq!(parse_one(" photos/apple.jpg "), Some("photos/apple.jpg".into()));
        assert_eq!(parse_one("\"a b.jpg\""), Some("a b.jpg".into()));
        assert_eq!(parse_one("  "), None);
    }
}
