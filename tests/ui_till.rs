//! The Till screen as a clerk meets it: found by its labels, used by pointer and keys.
//! The till behind it is the real state machine with a scripted model and database.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "ui_till/accessibility.rs"]
mod accessibility;
#[path = "ui_till/cart.rs"]
mod cart;
#[path = "ui_till/cart_terms.rs"]
mod cart_terms;
#[path = "ui_till/clerk.rs"]
mod clerk;
#[path = "ui_till/paying.rs"]
mod paying;
#[path = "ui_till/pictures.rs"]
mod pictures;
#[path = "ui_till/pointing.rs"]
mod pointing;
#[path = "ui_till/pricing.rs"]
mod pricing;
#[path = "ui_till/products.rs"]
mod products;
#[path = "ui_till/scripts.rs"]
mod scripts;
#[path = "ui_till/settings.rs"]
mod settings;
#[path = "ui_till/teaching.rs"]
mod teaching;
#[path = "ui_till/typing.rs"]
mod typing;
#[path = "ui_till/watching.rs"]
mod watching;
#[path = "ui_till/weighing.rs"]
mod weighing;
#[path = "ui_till/why.rs"]
mod why;
#[path = "ui_till/window.rs"]
mod window;
mod window_harness;
