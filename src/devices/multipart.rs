//! Reading `multipart/x-mixed-replace`, the form in which cameras send Motion JPEG over HTTP.
//!
//! Source: RFC 2046, section 5.1, and what cameras make of it: boundaries that are not the announced
//! ones, parts without a length, lengths that are wrong. Therefore the first line of the body that
//! begins with two dashes is taken for the boundary, whatever the header said.

use std::io::{self, BufRead, Read};

use thiserror::Error;

/// A frame of a 4K camera stays far below: 16 MiB.
pub(super) const LARGEST_PART: u64 = 16 << 20;

/// All the headers of a part together, in bytes.
const LARGEST_HEAD: u64 = 16 << 10;

/// Why the next part cannot be read; the connection is of no more use then.
#[derive(Debug, Error)]
pub(super) enum MultipartError {
    #[error("the connection was cut")]
    Cut,
    #[error("a picture of {0} bytes is refused")]
    TooLarge(u64),
    #[error("its answer is not a stream of pictures")]
    NotMultipart,
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// The parts of one body, one after the other.
pub(super) struct Multipart<R> {
    body: R,
    /// The line between parts, with its dashes; known once the first one has come.
    boundary: Option<Vec<u8>>,
    /// The line that ended the part before is already read.
    at_head: bool,
}

impl<R: BufRead> Multipart<R> {
    pub(super) fn new(body: R) -> Self {
        Self { body, boundary: None, at_head: false }
    }

    /// Waits for the next part that is not empty and returns its content.
    pub(super) fn next_part(&mut self) -> Result<Vec<u8>, MultipartError> {
        loop {
            if !self.at_head {
                self.skip_to_boundary()?;
            }
            self.at_head = false;
            let content = match self.length_in_head()? {
                Some(length) => self.content_of_length(length)?,
                None => self.content_up_to_boundary()?,
            };
            if !content.is_empty() {
                return Ok(content);
            }
        }
    }

    /// Leaves out everything up to and with the next boundary.
    fn skip_to_boundary(&mut self) -> Result<(), MultipartError> {
        let mut skipped = 0;
        let mut line = Vec::new();
        loop {
            self.read_line(&mut line, LARGEST_PART)?;
            if self.is_boundary(&line) {
                self.boundary.get_or_insert_with(|| line.trim_ascii().to_vec());
                return Ok(());
            }
            skipped += line.len() as u64;
            if skipped > LARGEST_PART {
                return Err(MultipartError::NotMultipart);
            }
        }
    }

    fn is_boundary(&self, line: &[u8]) -> bool {
        match &self.boundary {
            // The last boundary of all has two more dashes behind it; the stream may go on.
            Some(boundary) => line.starts_with(boundary),
            None => line.starts_with(b"--") && line.trim_ascii().len() > 2,
        }
    }

    /// Reads the headers; returns the content's length if they tell it.
    fn length_in_head(&mut self) -> Result<Option<u64>, MultipartError> {
        let (mut length, mut read) = (None, 0);
        let mut line = Vec::new();
        loop {
            self.read_line(&mut line, LARGEST_HEAD)?;
            read += line.len() as u64;
            let text = line.trim_ascii();
            if text.is_empty() {
                return Ok(length);
            }
            if read > LARGEST_HEAD {
                return Err(MultipartError::NotMultipart);
            }
            if let Some(told) = content_length(text) {
                length = Some(told);
            }
        }
    }

    fn content_of_length(&mut self, length: u64) -> Result<Vec<u8>, MultipartError> {
        if length > LARGEST_PART {
            return Err(MultipartError::TooLarge(length));
        }
        let mut content = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
        self.body.by_ref().take(length).read_to_end(&mut content)?;
        if (content.len() as u64) < length { Err(MultipartError::Cut) } else { Ok(content) }
    }

    fn content_up_to_boundary(&mut self) -> Result<Vec<u8>, MultipartError> {
        let mut content = Vec::new();
        let mut line = Vec::new();
        loop {
            self.read_line(&mut line, LARGEST_PART)?;
            if self.is_boundary(&line) {
                self.at_head = true;
                // The line break before a boundary belongs to the boundary.
                let end = content.strip_suffix(b"\n").map(<[u8]>::len);
                content.truncate(end.unwrap_or(content.len()));
                let end = content.strip_suffix(b"\r").map(<[u8]>::len);
                content.truncate(end.unwrap_or(content.len()));
                return Ok(content);
            }
            content.extend_from_slice(&line);
            if content.len() as u64 > LARGEST_PART {
                return Err(MultipartError::TooLarge(content.len() as u64));
            }
        }
    }

    /// Reads up to and with the next line feed into `line`, or `limit` bytes without one.
    fn read_line(&mut self, line: &mut Vec<u8>, limit: u64) -> Result<(), MultipartError> {
        line.clear();
        self.body.by_ref().take(limit + 1).read_until(b'\n', line)?;
        if line.is_empty() {
            return Err(MultipartError::Cut);
        }
        Ok(())
    }
}

fn content_length(header: &[u8]) -> Option<u64> {
    let (name, value) = std::str::from_utf8(header).ok()?.split_once(':')?;
    let is_length = name.trim().eq_ignore_ascii_case("content-length");
    // A number too large for 64 bits is a length all the same: one that is refused.
    let digits = value.trim();
    let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_length && all_digits).then(|| digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(body: &[u8]) -> (Vec<Vec<u8>>, MultipartError) {
        let mut multipart = Multipart::new(body);
        let mut parts = Vec::new();
        loop {
            match multipart.next_part() {
                Ok(part) => parts.push(part),
                Err(error) => return (parts, error),
            }
        }
    }

    #[test]
    fn parts_with_and_without_a_length() {
        let body = b"--f\r\nContent-Type: image/jpeg\r\nContent-Length: 5\r\n\r\na\nb\r\n\r\n\
                     --f\r\ncontent-length : 1\r\n\r\nc\r\n--f\r\n\r\nd\r\n\ne\r\n--f\r\n\r\nlast\n--f--\n";
        let (parts, error) = parts(body);
        assert_eq!(parts, [&b"a\nb\r\n"[..], b"c", b"d\r\n\ne", b"last"]);
        assert!(matches!(error, MultipartError::Cut));
    }

    #[test]
    fn what_comes_before_the_first_boundary_and_after_a_wrong_length_is_left_out() {
        let body =
            b"\r\nhello\r\n--f\r\nContent-Length: 2\r\n\r\nabcdef\r\n--f\r\n\r\ng\r\n--f\r\n";
        assert_eq!(parts(body).0, [&b"ab"[..], b"g"]);
    }

    #[test]
    fn empty_parts_are_left_out() {
        let body = b"--f\r\n\r\n\r\n--f\r\nContent-Length: 0\r\n\r\n\r\n--f\r\n\r\nx\r\n--f\r\n";
        assert_eq!(parts(body).0, [b"x"]);
    }

    #[test]
    fn a_huge_length_is_refused_before_anything_is_read() {
        for digits in ["16777217", "99999999999999999999999"] {
            let body = format!("--f\r\nContent-Length: {digits}\r\n\r\n");
            assert!(matches!(parts(body.as_bytes()).1, MultipartError::TooLarge(_)), "{digits}");
        }
    }

    #[test]
    fn a_part_without_end_is_refused() {
        let mut body = b"--f\r\n\r\n".to_vec();
        body.resize(body.len() + (17 << 20), b'x');
        assert!(matches!(parts(&body).1, MultipartError::TooLarge(_)));
    }

    #[test]
    fn what_is_no_multipart_is_said() {
        let page = b"<html>\n".repeat(3 << 20);
        assert!(matches!(parts(&page).1, MultipartError::NotMultipart));
        let head = [&b"--f\r\n"[..], &b"x: y\r\n".repeat(4000)].concat();
        assert!(matches!(parts(&head).1, MultipartError::NotMultipart));
        assert!(matches!(parts(b"").1, MultipartError::Cut));
    }

    proptest! {
        /// What is written as parts is read as parts, however the bytes fall.
        #[test]
        fn written_and_read_again(
            written in proptest::collection::vec(
                (proptest::collection::vec(any::<u8>(), 1..60), any::<bool>()), 1..6
            )
        ) {
            let boundary = b"--------a boundary that no bytes of the parts can hold by chance";
            let mut body = boundary.to_vec();
            for (part, with_length) in &written {
                if *with_length {
                    body.extend(format!("\r\nContent-Length: {}", part.len()).bytes());
                }
                body.extend(b"\r\n\r\n");
                body.extend(part);
                body.extend(b"\r\n");
                body.extend(boundary);
            }
            body.extend(b"--\r\n");
            let expected: Vec<_> = written.iter().map(|(part, _)| part.clone()).collect();
            prop_assert_eq!(parts(&body).0, expected);
        }

        #[test]
        fn any_bytes_end_in_an_error_and_never_in_a_panic(body in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = parts(&body);
        }
    }
}
