//! The known architectures, by name and shape.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::CnnError;

/// A convolutional network's architecture, without its weights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Architecture {
    /// The article's own network for small pictures.
    Article(ArticleShape),
    /// EfficientNet-Lite0: 224 px, 1280 numbers a picture.
    EfficientNetLite0,
    /// EfficientNet-Lite2: 260 px, 1280 numbers a picture.
    EfficientNetLite2,
    /// ResNet-18: 224 px, 512 numbers a picture.
    ResNet18,
}

/// How the article's network takes the strongest or the mean value of a neighbourhood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pooling {
    /// The greatest of four values.
    Max,
    /// The mean of four values.
    Average,
}

/// What the article's network does at a picture's border.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ArticlePadding {
    /// Nothing: every convolution makes the picture smaller by its kernel less one. The article's.
    Valid,
    /// Zeros around it, so that a convolution keeps the picture's side.
    Same,
}

/// The choices that the article asks its reader to try.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ArticleShape {
    /// Side of the square input in pixels.
    pub size: u32,
    /// Side of the square convolution kernels in pixels.
    pub kernel: u32,
    /// Channels of the convolutions, one entry a layer.
    pub widths: Vec<u32>,
    /// What happens at the picture's border.
    pub padding: ArticlePadding,
    /// How many of the convolutions, from the first, are followed by 2 x 2 pooling.
    pub pooled: u32,
    /// Kind of pooling.
    pub pooling: Pooling,
    /// Width of the dense layer before the classes.
    pub dense: u32,
}

impl Default for ArticleShape {
    fn default() -> Self {
        Self {
            size: 32,
            kernel: 3,
            widths: vec![32, 64, 64],
            padding: ArticlePadding::Valid,
            pooled: 2,
            pooling: Pooling::Max,
            dense: 64,
        }
    }
}

impl ArticleShape {
    /// Side in pixels of the last feature map.
    ///
    /// # Errors
    /// [`CnnError::NothingLeft`] when a layer would have no pixel to look at,
    /// [`CnnError::AbsurdShape`] for a network that no memory holds: shapes come from files.
    pub fn last_side(&self) -> Result<u32, CnnError> {
        self.check_bounds()?;
        let nothing_left = CnnError::NothingLeft { size: self.size };
        let mut side = self.size;
        for layer in 0..self.widths.len() {
            side = match (self.padding, (side + 1).checked_sub(self.kernel)) {
                (ArticlePadding::Same, _) => side,
                (ArticlePadding::Valid, Some(left)) if left > 0 => left,
                (ArticlePadding::Valid, _) => return Err(nothing_left),
            };
            if (layer as u32) < self.pooled {
                side /= 2;
            }
        }
        if side == 0 { Err(nothing_left) } else { Ok(side) }
    }

    fn check_bounds(&self) -> Result<(), CnnError> {
        let widest = self.widths.iter().copied().max().unwrap_or(1);
        let bounds = [
            ("size", self.size, 1, 1024),
            ("kernel", self.kernel, 1, 31),
            ("widths", widest, 1, 4096),
            ("widths", self.widths.len().try_into().unwrap_or(u32::MAX), 1, 64),
            ("dense", self.dense, 1, 65_536),
        ];
        match bounds.iter().find(|(_, value, low, high)| !(*low..=*high).contains(value)) {
            Some(&(what, ..)) => Err(CnnError::AbsurdShape { what }),
            None => Ok(()),
        }
    }
}

impl Architecture {
    /// Side in pixels at which the network is used unless something else is said.
    pub fn native_size(&self) -> u32 {
        match self {
            Self::Article(shape) => shape.size,
            Self::EfficientNetLite0 | Self::ResNet18 => 224,
            Self::EfficientNetLite2 => 260,
        }
    }

    /// Whether the input may have another side than [`Self::native_size`].
    pub fn takes_any_size(&self) -> bool {
        !matches!(self, Self::Article(_))
    }

    /// Name of the final dense layer's tensors, as `timm` and torchvision call it.
    pub fn classifier_name(&self) -> &'static str {
        match self {
            Self::ResNet18 => "fc",
            _ => "classifier",
        }
    }
}

impl fmt::Display for Architecture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Article(_) => "article",
            Self::EfficientNetLite0 => "efficientnet-lite0",
            Self::EfficientNetLite2 => "efficientnet-lite2",
            Self::ResNet18 => "resnet18",
        })
    }
}

impl FromStr for Architecture {
    type Err = CnnError;

    fn from_str(name: &str) -> Result<Self, CnnError> {
        match name {
            "article" => Ok(Self::Article(ArticleShape::default())),
            "efficientnet-lite0" => Ok(Self::EfficientNetLite0),
            "efficientnet-lite2" => Ok(Self::EfficientNetLite2),
            "resnet18" => Ok(Self::ResNet18),
            _ => Err(CnnError::UnknownArchitecture(name.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_there_and_back() {
        for name in ["article", "efficientnet-lite0", "efficientnet-lite2", "resnet18"] {
            assert_eq!(name.parse::<Architecture>().unwrap().to_string(), name);
        }
        assert!("alexnet".parse::<Architecture>().is_err());
    }

    #[test]
    fn the_articles_network_ends_at_four_pixels() {
        assert_eq!(ArticleShape::default().last_side().unwrap(), 4);
        let deep = ArticleShape { widths: vec![8; 9], pooled: 9, ..ArticleShape::default() };
        assert!(matches!(deep.last_side(), Err(CnnError::NothingLeft { size: 32 })));
    }

    #[test]
    fn padding_keeps_the_side_that_pooling_halves() {
        let wide = ArticleShape { kernel: 7, ..ArticleShape::default() };
        assert!(matches!(wide.last_side(), Err(CnnError::NothingLeft { size: 32 })));
        let padded = ArticleShape { padding: ArticlePadding::Same, ..wide };
        assert_eq!(padded.last_side().unwrap(), 8);
    }

    #[test]
    fn a_shape_that_does_not_say_has_no_padding() {
        let old = r#"{"size":32,"kernel":3,"widths":[32],"pooled":1,"pooling":"max","dense":64}"#;
        let shape: ArticleShape = serde_json::from_str(old).unwrap();
        assert_eq!(shape.padding, ArticlePadding::Valid);
    }
}
