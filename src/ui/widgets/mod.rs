//! What several screens draw: buttons and words, dialogs, forms, icons, grids of thumbnails.
//! Each is a function or a struct of its own with what it needs handed over; none knows a screen.
//! Called by the screens and the window; calls nothing but its siblings and the window's look.

pub(crate) mod controls;
pub(crate) mod dialog;
pub(crate) mod form;
pub(crate) mod icons;
pub(crate) mod thumbnail_grid;
