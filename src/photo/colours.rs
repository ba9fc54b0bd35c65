//! Colour or grey: what a network is shown of a picture's colours.

use serde::{Deserialize, Serialize};

/// Weights of red, green and blue in a pixel's luma (ITU-R BT.601).
const LUMA: [f32; 3] = [0.299, 0.587, 0.114];

/// What a network is shown of a picture's colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Colours {
    /// Red, green and blue as they are.
    #[default]
    Colour,
    /// The luma in all three channels. A network for grey pictures so keeps the shape of one for
    /// coloured ones, and may begin from the same weights.
    Grey,
}

impl Colours {
    /// Whether the picture's colours are shown as they are.
    pub fn is_colour(&self) -> bool {
        *self == Self::Colour
    }

    /// Returns a pixel's red, green and blue as the network is to see them, in the same unit.
    pub(super) fn shown(self, rgb: [f32; 3]) -> [f32; 3] {
        match self {
            Self::Colour => rgb,
            Self::Grey => [luma(rgb); 3],
        }
    }
}

/// Returns the luma of red, green and blue (ITU-R BT.601), in their unit.
pub fn luma(rgb: [f32; 3]) -> f32 {
    rgb.iter().zip(LUMA).map(|(value, share)| value * share).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grey_is_the_luma_in_every_channel() {
        assert_eq!(Colours::Colour.shown([1.0, 2.0, 3.0]), [1.0, 2.0, 3.0]);
        let [red, green, blue] = Colours::Grey.shown([200.0, 100.0, 50.0]);
        assert!((red - (0.299 * 200.0 + 0.587 * 100.0 + 0.114 * 50.0)).abs() < 1e-4);
        assert_eq!((red, red), (green, blue));
        assert!((luma([255.0; 3]) - 255.0).abs() < 1e-4);
    }
}
