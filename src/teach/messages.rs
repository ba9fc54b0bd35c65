//! Messages of the desks for people; the window puts them into words.

/// Every message id a desk can send; a test looks each of them up in every language.
pub const MESSAGE_IDS: &[&str] = &[
    "bench-nothing-inside",
    "bench-zip-hostile",
    "bench-zip-damaged",
    "bench-folder-unreadable",
    "bench-too-many",
    "bench-no-shop",
    "bench-model-failed",
    "bench-no-thread",
    "bench-exporting",
    "bench-exported",
    "bench-not-exported",
    "library-already-there",
    "library-deleted",
    "library-exported",
    "library-exporting",
    "library-failed",
    "library-moved",
    "library-undone",
];
