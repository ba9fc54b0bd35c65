//! What systems, network disks and programs lay among people's files: no photos of anybody's, whatever
//! they are called.

/// Folders of network disks and systems, in lower case.
const FOLDERS: &[&str] = &[
    "#recycle",
    "#snapshot",
    "$recycle.bin",
    "@eadir",
    "@recently-snapshot",
    "@recycle",
    "@tmp",
    "__macosx",
    "lost+found",
    "network trash folder",
    "recycler",
    "system volume information",
    "temporary items",
];

/// Whether a file or folder of this name is passed over: hidden ones, and those that systems make.
pub(super) fn is_passed_over(name: &str) -> bool {
    name.starts_with('.') || FOLDERS.contains(&name.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn what_systems_make_is_passed_over_and_what_people_make_is_not() {
        for made in ["@eaDir", "#recycle", ".DS_Store", "__MACOSX", "$RECYCLE.BIN", ".hidden.jpg"] {
            assert!(is_passed_over(made), "{made}");
        }
        for own in ["Apple", "@home", "#1 Apple", "100APPLE", "Thumbs up.jpg"] {
            assert!(!is_passed_over(own), "{own}");
        }
    }
}
