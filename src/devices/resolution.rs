//! The size of a camera's pictures, as people choose it: `1280x720`.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A picture size in pixels, neither side zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Resolution {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

/// The text is not a picture size.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("'{0}' is not a picture size: write width and height such as 1280x720")]
pub struct ParseResolutionError(String);

impl Resolution {
    /// Returns how far apart two sizes are: the difference of the widths and that of the heights.
    pub(super) fn distance(self, other: Self) -> u32 {
        self.width.abs_diff(other.width).saturating_add(self.height.abs_diff(other.height))
    }
}

impl fmt::Display for Resolution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}", self.width, self.height)
    }
}

impl FromStr for Resolution {
    type Err = ParseResolutionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let side = |text: &str| text.parse().ok().filter(|side| *side > 0);
        text.split_once('x')
            .and_then(|(width, height)| Some(Self { width: side(width)?, height: side(height)? }))
            .ok_or_else(|| ParseResolutionError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_back() {
        let size = Resolution { width: 1280, height: 720 };
        assert_eq!(size.to_string().parse(), Ok(size));
        for text in ["", "x", "1280", "0x720", "1280x", "-1x5", "1280X720", "99999999999x1"] {
            assert!(text.parse::<Resolution>().is_err(), "{text}");
        }
    }
}
