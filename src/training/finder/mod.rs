//! Here the item finder learns and is judged: composites of cut-out goods, photos with boxes, its loop.
//! May not live here: names of goods; the finder knows none.
//! Called by `cli`.

mod box_list;
mod boxed_photo;
mod composite;
mod cut_outs;
mod fit;
mod judgement;
mod loss;
mod recipe;
mod targets;

pub use box_list::{BoxedPhoto, ItemBox, read_box_list, write_box_list};
pub use composite::{Arrangement, ComposeOptions, compose};
pub use fit::{FinderData, train_finder};
pub use judgement::{FinderFigures, judge_finder};
pub use recipe::FinderRecipe;
