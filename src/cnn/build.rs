//! Compiles the fast path's C++ where it is tried, and lets this crate's tests find LibTorch.

use std::env;
use std::path::PathBuf;

#[path = "../../packaging/libtorch_rpath.rs"]
mod libtorch_rpath;

fn main() {
    compile_fast_path();
    libtorch_rpath::find_libtorch_at_run_time();
}

/// A fact about the system that is built for, such as its `OS`.
fn target(fact: &str) -> String {
    env::var(format!("CARGO_CFG_TARGET_{fact}")).unwrap_or_default()
}

const SOURCE: &str = "fast_path.cpp";
const HEADER: &str = "message_of.h";

/// Compiles the fast path of the till and of training and sets the cfg `fast_path`: on Linux x86-64,
/// if LibTorch's headers are there. Elsewhere networks run and learn operation by operation.
fn compile_fast_path() {
    println!("cargo:rustc-check-cfg=cfg(fast_path)");
    for source in [SOURCE, HEADER] {
        println!("cargo:rerun-if-changed={source}");
    }
    if target("OS") != "linux" || target("ARCH") != "x86_64" || target("ENV") != "gnu" {
        return;
    }
    let Some(include) = libtorch_include() else {
        println!("cargo:warning=LibTorch's headers were not found: built without the fast path");
        return;
    };
    // As torch-sys compiles its own C++, so that both agree with LibTorch on std::string.
    let cxx11_abi = env::var("LIBTORCH_CXX11_ABI").unwrap_or_else(|_| "1".to_owned());
    cc::Build::new()
        .cpp(true)
        .std("c++17")
        .opt_level(2)
        .debug(false)
        .flag("-isystem")
        .flag(&include)
        .define("_GLIBCXX_USE_CXX11_ABI", cxx11_abi.as_str())
        .file(SOURCE)
        .compile("tillsight_fast_path");
    println!("cargo:rustc-cfg=fast_path");
}

/// The headers of the LibTorch that torch-sys links, if they are there.
fn libtorch_include() -> Option<PathBuf> {
    println!("cargo:rerun-if-env-changed=LIBTORCH_INCLUDE");
    println!("cargo:rerun-if-env-changed=LIBTORCH_CXX11_ABI");
    let root = match env::var_os("LIBTORCH_INCLUDE") {
        Some(root) => PathBuf::from(root),
        None => PathBuf::from(env::var_os("DEP_TCH_LIBTORCH_LIB")?).parent()?.to_owned(),
    };
    let include = root.join("include");
    include.join("torch/csrc/jit/codegen/onednn/interface.h").exists().then_some(include)
}
