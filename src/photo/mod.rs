//! Bytes to an upright RGB picture, picture to a network's prepared input; hash and quality of a picture.
//! Must never know a tensor, a window, a camera or a database; the only room that resamples pixels.
//! Called by `devices`, `recognition`, `training`, `till`, `ui` and `cli`.

#![warn(unreachable_pub)]

mod ahead;
mod barcode;
mod colour_profile;
mod colours;
mod decode;
mod encode;
mod end_of_file;
mod error;
mod glimpse;
mod heat_map;
mod heic;
mod jpeg;
mod jpeg_data;
mod orientation;
mod part;
mod perceptual_hash;
mod picture;
mod picture_names;
mod prepare;
mod prepared;
mod quality;
mod resample;
mod taken_at;
mod tray_area;
mod tray_content;

pub use ahead::ahead;
pub use barcode::read_barcode;
pub use colours::{Colours, luma};
pub use decode::{MEGAPIXEL_LIMIT, decode, decode_motion_jpeg, load, picture_extension, read_file};
pub use encode::encode_png;
pub use error::PhotoError;
pub use glimpse::{Change, GLIMPSE_BORDER, GLIMPSE_CELLS, GLIMPSE_HEIGHT, GLIMPSE_WIDTH, Glimpse};
pub use heat_map::{HeatMap, heat_colour, lay_heat};
pub use jpeg::encode_jpeg;
pub use part::{Part, crop_to_region};
pub use perceptual_hash::{ParseHashError, PerceptualHash, perceptual_hash};
pub use picture::{Picture, crop, flip_horizontal};
pub use picture_names::{PICTURE_EXTENSIONS, is_picture_name, is_read_kind, unread_kind};
pub use prepare::{Fit, Preparation, Region, fitted_region, prepare, prepare_region};
pub use prepared::Prepared;
pub use quality::{Quality, QualityWarning, quality};
pub use resample::{resize, resize_within};
pub use taken_at::taken_at;
pub use tray_area::{ParseTrayAreaError, TrayArea, crop_to_item, crop_to_tray};
pub use tray_content::{Sensitivity, TrayContent};
