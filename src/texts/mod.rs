//! Here live the words: the translations, how a language writes money, numbers and times, a day's
//! report in words, and the fonts that all of it is drawn with.
//! Must never know a window, a file, a thread or a tensor: data in, words out.
//! Called by `ui` and `cli`, and by `receipt` for the fonts; calls `domain`.

#![warn(unreachable_pub)]

pub mod day_report;
pub mod fonts;
pub mod format;
pub mod people;
mod translations;

pub use translations::{Argument, LANGUAGES, Language, Texts};

#[cfg(test)]
mod reasons_tests;
#[cfg(test)]
mod source_files;
#[cfg(test)]
mod translations_tests;
