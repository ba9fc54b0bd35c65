//! Lets what cargo builds find LibTorch at run time with no variable set: an rpath to the folder
//! that was linked, and `$ORIGIN/lib` first, for what is shipped in a bundle.

fn main() {
    println!("cargo:rerun-if-env-changed=LIBTORCH");
    println!("cargo:rerun-if-changed=packaging/build.rs");
    // What macros put into the program: they know its files, not the ones added later.
    for folder in ["src/store/migrations", "assets/catalogue", "assets/pictures", "assets/samples"]
    {
        println!("cargo:rerun-if-changed={folder}");
    }
    let os = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    let origin = match os.as_str() {
        "linux" => "$ORIGIN",
        "macos" => "@loader_path",
        _ => return,
    };
    println!("cargo:rustc-link-arg=-Wl,-rpath,{origin}/lib");
    if let Some(libtorch) = std::env::var_os("LIBTORCH") {
        let lib = std::path::Path::new(&libtorch).join("lib");
        println!("cargo:rustc-link-arg=-Wl,-rpath,{}", lib.display());
    }
}
