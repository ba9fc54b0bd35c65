//! What a clerk can ask about weights and codes, and what the shop chooses about them.

use super::command::ItemId;
use devices::scale::ScaleSetting;
use domain::{LineId, MeasureRule, ProductId, TarePreset};

/// One wish about weighing, or about what is learnt at the till.
#[derive(Clone, PartialEq, Debug)]
pub enum WeighingCommand {
    /// Weigh this line: open the dialog.
    Open(LineId),
    /// The container weighs so many grams.
    SetTare(u32),
    /// What lies on the scale is the container.
    TakeTare,
    /// Weigh the line with what was typed (the container included), or, where nothing was, with
    /// what lies on the scale.
    Accept(String),
    /// Leave the line as it is.
    Close,
    /// Show the photo behind this line again, with its tiles, for a correction.
    ShowLine(LineId),
    /// Ask this scale, without keeping the choice.
    TryScale(String),
    /// Go back to the shop's scale.
    EndTrial,
    /// Keep this choice of the shop.
    Choose(WeighingSetting, String),
}

/// One wish about codes.
#[derive(Clone, PartialEq, Debug)]
pub enum CodeCommand {
    /// A scanner or the camera read this.
    Scanned(String),
    /// A clerk, or a scanner as slow as one, typed this number to its end. A PLU is what the photo
    /// shows that is being asked about, if any; a barcode stands on packed goods, and says nothing
    /// of a photo.
    Typed {
        /// All of it.
        number: String,
        /// The photo that was asked about when it was typed.
        photo: Option<ItemId>,
    },
    /// The unknown code belongs to this product.
    Assign(ProductId),
    /// Forget the unknown code.
    Close,
}

/// What a shop chooses about weights and codes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WeighingSetting {
    /// The scale, as [`ScaleSetting::parse`] reads it.
    Scale,
    /// Containers, as [`TarePreset::list_from_json`] reads them.
    Tares,
    /// Codes with a price or a weight in them, as [`MeasureRule::table_from_json`] reads them.
    MeasureRules,
    /// What a scanner sends before the digits; empty where it sends nothing.
    ScannerPrefix,
    /// Whether what sells often is likelier: `on` or `off`.
    SalesPrior,
    /// Whether photos that a clerk named are kept for training: `on` or `off`.
    Captures,
    /// Whether the till sounds: `on` or `off`.
    Sounds,
}

impl WeighingSetting {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Scale,
        Self::Tares,
        Self::MeasureRules,
        Self::ScannerPrefix,
        Self::SalesPrior,
        Self::Captures,
        Self::Sounds,
    ];

    /// The key under which the shop keeps it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Scale => "scale",
            Self::Tares => "tares",
            Self::MeasureRules => "measure_rules",
            Self::ScannerPrefix => "scanner_prefix",
            Self::SalesPrior => "sales_prior",
            Self::Captures => "captures",
            Self::Sounds => "sounds",
        }
    }

    /// What holds where the shop has chosen nothing.
    pub fn default_value(self) -> &'static str {
        match self {
            Self::Scale => "none",
            Self::Tares | Self::MeasureRules => "[]",
            Self::ScannerPrefix => "",
            Self::SalesPrior | Self::Captures => "on",
            Self::Sounds => "off",
        }
    }

    /// Checks a value before it is kept.
    ///
    /// # Errors
    /// One sentence that says what to write.
    pub fn check(self, value: &str) -> Result<(), String> {
        match self {
            Self::Scale => ScaleSetting::parse(value).map(drop).map_err(|e| e.to_string()),
            Self::Tares => TarePreset::list_from_typed(value).map(drop).map_err(|e| e.to_string()),
            Self::MeasureRules => {
                MeasureRule::table_from_json(value).map(drop).map_err(|e| e.to_string())
            }
            Self::ScannerPrefix => match value.chars().all(|c| !c.is_ascii_digit()) {
                true if value.chars().count() <= 1 => Ok(()),
                _ => Err(format!("\"{value}\" is no prefix; choose one sign that is no digit")),
            },
            Self::SalesPrior | Self::Captures | Self::Sounds => match value {
                "on" | "off" => Ok(()),
                _ => Err(format!("\"{value}\" is neither on nor off")),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn defaults_are_right_and_nonsense_is_not() {
        for setting in WeighingSetting::ALL {
            assert_eq!(setting.check(setting.default_value()), Ok(()), "{setting:?}");
            assert!(setting.check("12 nonsense").is_err(), "{setting:?}");
        }
        assert_eq!(WeighingSetting::ScannerPrefix.check("~"), Ok(()));
        assert!(WeighingSetting::ScannerPrefix.check("~~").is_err());
    }
}
