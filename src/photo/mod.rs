//! Bytes to an upright RGB picture, picture to a network's prepared input; hash and quality of a picture.
//! Must never know a tensor, a window, a camera or a database; the only room that resamples pixels.
//! Called by `devices`, `recognition`, `training`, `till` and `cli`.

mod ahead;
mod decode;
mod end_of_file;
mod error;
mod jpeg;
mod orientation;
mod perceptual_hash;
mod picture;
mod prepare;
mod quality;
mod resample;

pub use ahead::ahead;
pub use decode::{
    MEGAPIXEL_LIMIT, PICTURE_EXTENSIONS, decode, decode_motion_jpeg, is_picture_name, load,
};
pub use error::PhotoError;
pub use perceptual_hash::{ParseHashError, PerceptualHash, perceptual_hash};
pub use picture::{Picture, crop, flip_horizontal};
pub use prepare::{Fit, Preparation, Prepared, Region, fitted_region, prepare, prepare_region};
pub use quality::{Quality, QualityWarning, quality};
pub use resample::{resize, resize_within};
