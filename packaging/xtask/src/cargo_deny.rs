//! `cargo deny`: bans, licences and sources of all crates, by the checkout's `deny.toml`.
//!
//! The tool is built from crates.io where it is missing, once, into the user's cache.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cargo_steps::plain_cargo;
use crate::child::run;
use crate::error::Result;
use crate::places;

/// The one version, with the crates of its own lock file: another one may read `deny.toml` otherwise.
const VERSION: &str = "0.20.2";
/// Its own release profile optimises all of it as one piece, which takes longer than it ever runs.
const QUICK_TO_BUILD: [(&str, &str); 4] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
];

/// Checks all crates of the workspace. Advisories are left out: their list lies on GitHub, which CI
/// cannot reach.
///
/// # Errors
/// If the tool cannot be built, or something is against `deny.toml`.
pub fn check(checkout: &Path) -> Result<()> {
    let tool = make_ready(checkout)?;
    let mut deny = Command::new(tool);
    deny.current_dir(checkout).args(["--locked", "--workspace", "check"]);
    deny.args(["bans", "licenses", "sources"]);
    run(&mut deny, "leave the crate out, or allow it in deny.toml with the reason")
}

/// Where the tool is, built if it was not there.
fn make_ready(checkout: &Path) -> Result<PathBuf> {
    let cache = places::cache()?;
    let folder = cache.join(format!("cargo-deny-{VERSION}"));
    let tool = folder.join("bin").join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    let _alone = places::lock(&cache)?;
    if !tool.is_file() {
        println!("cargo-deny {VERSION} is built once, for two or three minutes ...");
        run(&mut install(checkout, &folder), "its own message stands above")?;
    }
    Ok(tool)
}

fn install(checkout: &Path, folder: &Path) -> Command {
    let mut install = plain_cargo(checkout);
    install.args(["install", "cargo-deny", "--version", VERSION, "--locked"]);
    install.args(["--no-default-features", "--quiet", "--root"]).arg(folder);
    install.envs(QUICK_TO_BUILD);
    install
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::child::shown;

    #[test]
    fn the_tool_is_pinned_and_kept_outside_of_the_checkout() {
        let line = shown(&install(Path::new("/checkout"), Path::new("/cache/deny")));
        assert!(line.contains("cargo-deny --version 0.20.2 --locked"), "{line}");
        assert!(line.ends_with("--root /cache/deny"), "{line}");
    }
}
