//! How long one waits after a change: to a built program, and to the built tests of its room.

use std::fs::File;
use std::path::Path;
use std::time::{Instant, SystemTime};

use crate::cargo_steps::{plain_cargo, set_up};
use crate::child::run;
use crate::error::{FileContext, Result};
use crate::seal::Depth;

/// A file whose change is waited for, and its room.
const TOUCHED: [(&str, &str); 3] =
    [("domain", "src/domain/money.rs"), ("ui", "src/ui/mod.rs"), ("cli", "src/cli/mod.rs")];

/// Touches one file after the other and prints the seconds to what is built then.
///
/// # Errors
/// If a file is not there, or a build fails.
pub fn print_times(checkout: &Path) -> Result<()> {
    set_up(Depth::Quick)?;
    let program: &[&str] = &["build"];
    println!("\n| touched | seconds to the program | to the built tests of its room |");
    println!("| --- | ---: | ---: |");
    for (room, file) in TOUCHED {
        let package = format!("tillsight-{room}");
        let is_crate = checkout.join("src").join(room).join("Cargo.toml").is_file();
        // Where rooms are no crates, their tests are those of the one package.
        let tests: &[&str] =
            if is_crate { &["test", "-p", &package, "--no-run"] } else { &["test", "--no-run"] };
        let to_program = seconds_after_touching(checkout, file, program)?;
        let to_tests = seconds_after_touching(checkout, file, tests)?;
        println!("| {file} | {to_program:.1} | {to_tests:.1} |");
    }
    Ok(())
}

/// Builds, touches the file, and measures how long it takes to build again.
fn seconds_after_touching(checkout: &Path, file: &str, arguments: &[&str]) -> Result<f64> {
    let build = || {
        let mut cargo = plain_cargo(checkout);
        run(cargo.args(arguments).arg("--quiet"), "its own message stands above")
    };
    build()?;
    let path = checkout.join(file);
    let touched = File::options().append(true).open(&path).on("open", &path)?;
    touched.set_modified(SystemTime::now()).on("touch", &path)?;
    let begun = Instant::now();
    build()?;
    Ok(begun.elapsed().as_secs_f64())
}
