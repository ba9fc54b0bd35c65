//! What people are told: an id and its arguments; the window puts it into words.

use super::DomainError;

/// A message to be translated: the id of a text and what stands in it.
#[derive(Clone, PartialEq, Debug)]
pub struct Message {
    /// The text's id in the translations.
    pub id: &'static str,
    /// What the text names, such as a file or a reason.
    pub args: Vec<(&'static str, String)>,
    /// Why, as a message of its own: the text's argument `reason`, in the reader's language.
    pub because: Option<Box<Message>>,
}

impl Message {
    /// A message without arguments.
    pub fn new(id: &'static str) -> Self {
        Self { id, args: Vec::new(), because: None }
    }

    /// Why a text was not taken, as [`super::TextField::take`] says it.
    pub fn of_text(why: &DomainError) -> Self {
        match why {
            DomainError::ControlSign { sign, .. } => {
                let sign = format!("U+{:04X}", u32::from(*sign));
                Self::new("text-control-sign").naming("sign", sign)
            }
            DomainError::TextTooLong { most, .. } => {
                Self::new("text-too-long").naming("most", most.to_string())
            }
            other => Self::new("text-refused").naming("reason", other.to_string()),
        }
    }

    /// Says why, in place of an argument `reason`.
    #[must_use]
    pub fn because(mut self, why: Message) -> Self {
        self.because = Some(Box::new(why));
        self
    }

    /// Adds an argument.
    #[must_use]
    pub fn naming(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}
