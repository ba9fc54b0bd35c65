//! Lets what cargo builds find LibTorch at run time with no variable set: an rpath to the folder
//! that was linked, and `$ORIGIN/lib` first, for what is shipped in a bundle. The build script of
//! every crate whose programs or tests link LibTorch, since Cargo hands such words to no other.

use std::env;
use std::path::Path;

/// As the whole script of a crate that has nothing else to do.
#[allow(dead_code)]
fn main() {
    find_libtorch_at_run_time();
}

/// Tells the linker where to look.
pub fn find_libtorch_at_run_time() {
    println!("cargo:rerun-if-env-changed=LIBTORCH");
    let origin = match env::var("CARGO_CFG_TARGET_OS").unwrap_or_default().as_str() {
        "linux" => "$ORIGIN",
        "macos" => "@loader_path",
        _ => return,
    };
    println!("cargo:rustc-link-arg=-Wl,-rpath,{origin}/lib");
    if let Some(libtorch) = env::var_os("LIBTORCH") {
        let lib = Path::new(&libtorch).join("lib");
        println!("cargo:rustc-link-arg=-Wl,-rpath,{}", lib.display());
    }
}
