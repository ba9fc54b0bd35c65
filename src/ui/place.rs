//! The places of the window, in the order of their tabs, and the key of each.

use egui::{Key, Modifiers, Ui};

use crate::keys;

/// Where in the window one is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Place {
    /// Photos, the cart, paying.
    #[default]
    Till,
    /// What the model learns.
    Training,
    /// The catalogue.
    Products,
    /// The till's day and its reports.
    Day,
    /// What the model makes of pictures.
    Bench,
    /// What the shop has chosen.
    Settings,
}

impl Place {
    /// The places that can be gone to, in the order of their tabs.
    pub const ALL: &[Place] =
        &[Place::Till, Place::Training, Place::Products, Place::Day, Place::Bench, Place::Settings];

    /// The id of its name in the translations.
    pub fn name_id(self) -> &'static str {
        match self {
            Self::Till => "place-till",
            Self::Training => "place-training",
            Self::Products => "place-products",
            Self::Day => "place-day",
            Self::Bench => "place-bench",
            Self::Settings => "place-settings",
        }
    }

    /// The key that leads here, as shown.
    pub fn key_name(self) -> &'static str {
        match self {
            Self::Till => keys::TILL,
            Self::Training => keys::TRAINING,
            Self::Products => keys::PRODUCTS,
            Self::Day => keys::DAY,
            Self::Bench => keys::BENCH,
            Self::Settings => keys::SETTINGS,
        }
    }

    /// Whether its key was pressed in this frame; takes the key.
    pub fn is_asked_for(self, ui: &Ui) -> bool {
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        match self {
            Self::Till => pressed(Modifiers::COMMAND, Key::Num1),
            Self::Training => pressed(Modifiers::COMMAND, Key::Num2),
            Self::Products => pressed(Modifiers::COMMAND, Key::Num3),
            Self::Day => {
                pressed(Modifiers::COMMAND, Key::Num4) || pressed(Modifiers::NONE, Key::F10)
            }
            Self::Bench => pressed(Modifiers::COMMAND, Key::Num5),
            Self::Settings => pressed(Modifiers::COMMAND, Key::Num6),
        }
    }
}
