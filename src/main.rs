//! Arguments in, window or command out; nothing else.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use tillsight::cli::{self, Arguments};
use tillsight::cnn::end_process;
use tillsight::store::ShopFolder;
use tillsight::taught::try_precisions_later;
use tillsight::ui;

fn main() -> ExitCode {
    let Arguments { shop, command } = Arguments::parse();
    match command {
        Some(command) => cli::run(&command, shop.as_deref()),
        None => match open_window(shop) {
            Ok(()) => end_process(0),
            Err(error) => {
                cli::report(error.as_ref());
                end_process(1)
            }
        },
    }
}

/// Opens the window and returns when it is closed.
fn open_window(shop: Option<PathBuf>) -> Result<(), Box<dyn Error>> {
    cli::start_log(shop.as_deref());
    let shop = shop.map_or_else(ShopFolder::default_path, Ok)?;
    try_precisions_later(shop.clone());
    Ok(ui::run(&shop)?)
}
