//! Messages of the desks for people; the window puts them into words.

/// Every message id a desk can send; a test looks each of them up in every language.
pub const MESSAGE_IDS: &[&str] = &[
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
