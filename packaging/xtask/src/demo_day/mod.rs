//! `cargo xtask demo-day`: a scripted day at the till, its Z report held against a second computation.

mod goods;
mod keystrokes;
mod ledger;
mod script;
