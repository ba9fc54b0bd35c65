//! Asks for a new build when a sample is added, which the macro that embeds them does not see, and
//! lets this crate's tests find LibTorch.

#[path = "../../packaging/libtorch_rpath.rs"]
mod libtorch_rpath;

fn main() {
    println!("cargo:rerun-if-changed=../../assets/samples");
    libtorch_rpath::find_libtorch_at_run_time();
}
