//! Asks for a new build when a file is added to what macros embed: they know the files they saw.

fn main() {
    for folder in ["migrations", "../../assets/catalogue", "../../assets/pictures"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
