//! What several screens draw: buttons and words, dialogs, forms, icons, grids of thumbnails.
//! Each is a function or a struct of its own with what it needs handed over; none knows a screen.
//! Called by the screens and the window; calls nothing but its siblings and the window's look.

pub(crate) mod camera;
pub(crate) mod controls;
pub(crate) mod dialog;
pub(crate) mod form;
pub(crate) mod found;
pub(crate) mod heat_legend;
pub(crate) mod icons;
pub(crate) mod item_box;
pub(crate) mod message;
pub(crate) mod notices;
pub(crate) mod path_question;
pub(crate) mod photo;
pub(crate) mod plate;
pub(crate) mod scale_words;
pub(crate) mod search_field;
pub(crate) mod selection;
pub(crate) mod thumbnail_grid;
