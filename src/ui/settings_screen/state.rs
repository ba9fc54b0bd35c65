//! What only the Settings screen knows: the section that is shown, and what is half typed.

use std::collections::HashMap;

/// A part of the settings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Section {
    /// Name, address, currency, taxes.
    #[default]
    Shop,
    /// What receipts say, and when they are printed.
    Receipt,
    /// Cameras and what else is connected.
    Devices,
    /// How this till works.
    Till,
    /// Who works here, and who may do what.
    People,
    /// Language and theme.
    Look,
}

impl Section {
    /// Every one, in the order of the list.
    pub const EVERY: &[Section] =
        &[Self::Shop, Self::Receipt, Self::Devices, Self::Till, Self::People, Self::Look];

    /// The id of its name in the translations.
    pub(super) fn name_id(self) -> &'static str {
        match self {
            Self::Shop => "settings-shop",
            Self::Receipt => "settings-receipt",
            Self::Devices => "settings-devices",
            Self::Till => "settings-till",
            Self::People => "settings-people",
            Self::Look => "settings-look",
        }
    }
}

/// What only this screen knows.
#[derive(Default)]
pub struct Local {
    /// The section that is shown.
    pub section: Section,
    /// What is half typed, by the setting's key.
    pub(super) typed: HashMap<&'static str, String>,
    /// Whether it was asked if currency and tax can still change.
    pub(super) asked_fixed: bool,
}
