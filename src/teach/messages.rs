//! Messages of the desks for people; the window puts them into words.

/// Every message id a desk can send; a test looks each of them up in every language.
pub const MESSAGE_IDS: &[&str] = &[
    "library-already-there",
    "library-deleted",
    "library-exported",
    "library-exporting",
    "library-failed",
    "library-moved",
    "library-undone",
];
