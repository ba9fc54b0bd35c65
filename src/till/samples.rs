//! The built-in sample pictures that an empty till offers.

use include_dir::{Dir, File, include_dir};

static SAMPLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../assets/samples");

/// Returns the samples' file names, sorted.
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<_> = SAMPLES.files().filter_map(picture_name).collect();
    names.sort_unstable();
    names
}

/// Returns a sample's encoded bytes, or `None` if there is none of that name.
pub fn bytes(name: &str) -> Option<&'static [u8]> {
    SAMPLES.get_file(name).map(File::contents)
}

fn picture_name(file: &File<'static>) -> Option<&'static str> {
    let name = file.path().to_str()?;
    photo::is_picture_name(file.path()).then_some(name)
}
