//! What a shop adds to its model: which of its photos teach a version, what the version makes of them,
//! the version loaded so that it knows them, and what the shop knows beside what a picture shows.
//! May not live here: screens, carts, training, SQL. Called by `till`, `teach` and `cli`; it stands on
//! its own because till and desks need it and do not know each other.

#![warn(unreachable_pub)]

mod error;
mod photo_directions;
mod precision;
mod shop_evidence;
mod shop_model;
mod teaching_photos;

pub use error::TaughtError;
pub use photo_directions::{
    PhotoDirections, Unreadable, delete_version, directions_key, directions_of, version_key,
};
pub use precision::{precision_here, try_precisions, try_precisions_later};
pub use shop_evidence::{AtWork, begin_to_sell, experience_of, shop_evidence, trust_in};
pub use shop_model::ShopModel;
pub use teaching_photos::{TrainedOn, teaching_photos};
