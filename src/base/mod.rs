//! Here lives what every room needs of the machine: threads, files read and written whole, child processes.
//! Nothing here may know what is sold: no product, no picture, no network.
//! Every room may call it; it calls none.

#![warn(unreachable_pub)]

pub mod child_process;
mod file_error;
pub mod regular_file;
pub mod threads;
pub mod whole_file;

pub use file_error::{FileContext, FileError};
pub use whole_file::{UnfinishedFile, write_atomically};
