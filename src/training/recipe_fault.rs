//! Why a recipe makes no sense, in one sentence that names the field.

use domain::{ForPeople, Message};

/// Why a recipe makes no sense.
#[derive(Debug, thiserror::Error)]
pub enum RecipeFault {
    /// A field is unknown or of the wrong type.
    #[error(transparent)]
    Unreadable(#[from] serde_json::Error),
    /// A number out of its bounds.
    #[error("{field} is {value}, it must lie between 0 and {most}")]
    Bounds {
        /// The field.
        field: &'static str,
        /// Its value.
        value: f64,
        /// The most that it may be.
        most: f64,
    },
    /// A number below zero, or none at all.
    #[error("{field} is {value}, it must be 0 or more")]
    Negative {
        /// The field.
        field: &'static str,
        /// Its value.
        value: f64,
    },
    /// A number that is not above zero.
    #[error("{field} is {value}, it must be more than 0")]
    NotPositive {
        /// The field.
        field: &'static str,
        /// Its value.
        value: f64,
    },
    /// The clean pictures' weight.
    #[error("prototype_weight {0}")]
    PrototypeWeight(&'static str),
    /// What is cut away.
    #[error("crop_area must be two shares, the smaller one first")]
    CropArea,
}

impl ForPeople for RecipeFault {
    fn message(&self) -> Message {
        let about = |id, field: &str, value: &f64| {
            Message::new(id).naming("field", field).naming("value", value.to_string())
        };
        match self {
            Self::Bounds { field, value, most } => {
                about("recipe-bounds", field, value).naming("most", most.to_string())
            }
            Self::Negative { field, value } => about("recipe-negative", field, value),
            Self::NotPositive { field, value } => about("recipe-not-positive", field, value),
            // The window offers neither of these; a file of the shop's may hold anything.
            Self::Unreadable(_) | Self::PrototypeWeight(_) | Self::CropArea => {
                Message::new("recipe-wrong")
            }
        }
    }
}
