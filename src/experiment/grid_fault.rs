//! What is wrong with a grid file, in words that stand behind the file's name.

use super::trial_fault::TrialFault;

/// More networks than this are a mistake, not a question.
pub(super) const MOST_TRIALS: usize = 1000;

/// What is wrong with a grid file.
#[derive(Debug, thiserror::Error)]
pub enum GridFault {
    /// It is no JSON of this form.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// It is no TOML of this form.
    #[error("{}{message}", line.map_or_else(String::new, |line| format!("line {line}: ")))]
    Toml {
        /// The line, from 1.
        line: Option<usize>,
        /// What the reader said.
        message: String,
    },
    /// A question's name is no text.
    #[error("a name of [[vary]] is {0}, it must be a text")]
    NameIsNoText(serde_json::Value),
    /// A question without keys.
    #[error("{place} changes nothing; give it a key with a list of choices")]
    ChangesNothing {
        /// The question.
        place: String,
    },
    /// A key without choices.
    #[error("{place}: {key} is an empty list; name at least one choice")]
    EmptyList {
        /// The question.
        place: String,
        /// The key.
        key: String,
    },
    /// Choices where there is no question.
    #[error("[base]: {key} is a list; choices belong under [[vary]]")]
    ListInBase {
        /// The key.
        key: String,
    },
    /// A key that nobody knows.
    #[error("{place} has the unknown key \"{key}\"; a key is {known}")]
    UnknownKey {
        /// The table.
        place: String,
        /// The key.
        key: String,
        /// What is known, for a sentence.
        known: String,
    },
    /// Combinations of nothing.
    #[error("product needs at least one [[vary]]")]
    ProductOfNothing,
    /// Too few photos for the products.
    #[error("data-limit is {limit}, too few for the {classes} products: each needs two photos")]
    DataLimit {
        /// Photos at most.
        limit: usize,
        /// Products.
        classes: usize,
    },
    /// It would take for ever.
    #[error("it asks for more than {MOST_TRIALS} networks; leave some choices out")]
    TooMany,
    /// A choice that cannot be.
    #[error("\"{question}\", {choice}: {fault}")]
    Choice {
        /// The question's name.
        question: String,
        /// The choice.
        choice: String,
        /// What is wrong with it.
        #[source]
        fault: Box<TrialFault>,
    },
}

impl GridFault {
    pub(super) fn of_choice(question: &str, choice: &str, fault: TrialFault) -> Self {
        Self::Choice {
            question: question.to_owned(),
            choice: choice.to_owned(),
            fault: fault.into(),
        }
    }
}
