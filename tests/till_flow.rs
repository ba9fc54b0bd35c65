//! The till's promises: from a photo to a priced line to a sale, driven without window or network.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "till_flow/camera_threads.rs"]
mod camera_threads;
#[path = "till_flow/catalogue.rs"]
mod catalogue;
#[path = "till_flow/choosing.rs"]
mod choosing;
#[path = "till_flow/codes.rs"]
mod codes;
#[path = "till_flow/day.rs"]
mod day;
#[path = "till_flow/following.rs"]
mod following;
#[path = "till_flow/holding.rs"]
mod holding;
#[path = "till_flow/naming.rs"]
mod naming;
#[path = "till_flow/naming_properties.rs"]
mod naming_properties;
#[path = "till_flow/naming_shop.rs"]
mod naming_shop;
#[path = "till_flow/naming_threads.rs"]
mod naming_threads;
#[path = "till_flow/paying.rs"]
mod paying;
#[path = "till_flow/people.rs"]
mod people;
#[path = "till_flow/photos.rs"]
mod photos;
#[path = "till_flow/pointing.rs"]
mod pointing;
#[path = "till_flow/pricing.rs"]
mod pricing;
#[path = "till_flow/printing.rs"]
mod printing;
#[path = "till_flow/promoting.rs"]
mod promoting;
#[path = "till_flow/running.rs"]
mod running;
#[cfg(unix)]
#[path = "till_flow/scales.rs"]
mod scales;
#[path = "till_flow/script.rs"]
mod script;
#[path = "till_flow/selling.rs"]
mod selling;
#[cfg(unix)]
#[path = "till_flow/simulated_scale.rs"]
mod simulated_scale;
#[path = "till_flow/surroundings.rs"]
mod surroundings;
#[path = "till_flow/threads.rs"]
mod threads;
#[path = "till_flow/trust.rs"]
mod trust;
#[path = "till_flow/voiding.rs"]
mod voiding;
#[path = "till_flow/watching.rs"]
mod watching;
#[path = "till_flow/weighing.rs"]
mod weighing;
#[path = "till_flow/why.rs"]
mod why;
