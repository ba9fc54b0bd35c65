//! What the till wants done.

use std::sync::Arc;

use super::holding::CartEffect;
use super::weighing::WeighingEffect;
use crate::catalogue::CatalogueEffect;
use crate::command::{ItemId, PhotoSource};
use crate::day::DayEffect;
use crate::model_command::ModelEffect;
use crate::paying::PayEffect;
use crate::people::PeopleEffect;
use crate::settings::SettingsEffect;
use crate::watching::WatchEffect;
use devices::Sound;
use domain::PaidSale;
use domain::settings::Setting;
use photo::Picture;
use recognition::{Scope, Why};
use store::Booking;

/// What the till wants done. Each is answered by an [`Input`](super::Input), except settings and carts that are
/// saved.
pub enum Effect {
    /// Decode this photo.
    Decode {
        /// Which photo.
        item: ItemId,
        /// Where it is.
        source: PhotoSource,
    },
    /// Name these pictures.
    Recognise {
        /// The photos and their pictures.
        batch: Vec<(ItemId, Arc<Picture>)>,
        /// The products that may be named.
        scope: Arc<Scope>,
    },
    /// Name one of the items on a photo.
    LookAt {
        /// Which photo.
        item: ItemId,
        /// Where it is: what was decided on is not kept, since 200 large photos would not fit.
        source: PhotoSource,
        /// Which item of those that were found; `None` for the photo as it is.
        chosen: Option<usize>,
        /// The products that may be named.
        scope: Arc<Scope>,
    },
    /// Find out where the evidence lies.
    Explain {
        /// Which photo.
        item: ItemId,
        /// Where it is.
        source: PhotoSource,
        /// Which of the items on it was named; `None` where it was the photo as it is.
        chosen: Option<usize>,
        /// What is asked.
        why: Why,
    },
    /// Load the model again.
    LoadModel,
    /// Write this sale to the database, booked like this.
    RecordSale(Box<PaidSale>, Booking),
    /// Print, read or refund receipts.
    Pay(PayEffect),
    /// Keep or move a cart.
    Cart(CartEffect),
    /// Something about weights, captures or codes.
    Weighing(WeighingEffect),
    /// Let this be heard.
    Sound(Sound),
    /// Remember this choice.
    SaveSetting {
        /// Which.
        setting: &'static Setting,
        /// Its value.
        value: String,
    },
    /// From the catalogue's desk.
    Catalogue(CatalogueEffect),
    /// From the settings' desk.
    Settings(SettingsEffect),
    /// Look which cameras there are.
    FindCameras,
    /// Open this camera and close any other.
    StartCamera(String),
    /// Close the camera.
    StopCamera,
    /// Something for the camera's eye.
    Watch(WatchEffect),
    /// Something with the day.
    Day(DayEffect),
    /// Something with people.
    People(PeopleEffect),
    /// Let another version sell.
    Model(ModelEffect),
    /// End the threads.
    Quit,
}

impl From<SettingsEffect> for Effect {
    fn from(effect: SettingsEffect) -> Self {
        Self::Settings(effect)
    }
}

impl From<CatalogueEffect> for Effect {
    fn from(effect: CatalogueEffect) -> Self {
        Self::Catalogue(effect)
    }
}
