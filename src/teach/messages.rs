//! Messages of the desks for people; the window puts them into words.

use domain::{ForPeople, Message};

/// Why something failed, for people; what the error itself says goes to the log, in English.
pub(crate) fn logged(error: &impl ForPeople) -> Message {
    tracing::error!(%error, "not done");
    error.message()
}

/// The same of a thread that the system does not give.
pub(crate) fn no_thread(error: &std::io::Error) -> Message {
    tracing::error!(%error, "no thread");
    Message::new("thread-refused")
}

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
    "compare-deleted",
    "compare-exported",
    "compare-imported",
    "compare-no-answer",
    "compare-problem",
    "compare-ready",
    "compare-stopped",
    "teach-shop",
    "teach-not-kept",
    "teach-no-thread",
    "teach-choose-first",
    "teach-unknown-product",
    "teach-adding-runs",
    "teach-file-kind",
    "teach-file-unreadable",
    "teach-file-no-photos",
    "teach-file-other-product",
    // Trainings.
    "run-no-photos",
    "run-one-product",
    "run-left-out",
    "run-few-photos",
    "run-imbalanced",
    "run-nothing-aside",
    "run-failed",
    "run-wrong-choice",
    "run-killed",
    "run-broke-off",
    "run-other-program",
];
