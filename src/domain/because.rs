//! What a person decided about a line, and why.

use super::DomainError;

/// Something a person decided about a line, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Because<T> {
    /// What was decided.
    pub what: T,
    /// Why; not empty.
    pub reason: String,
}

impl<T> Because<T> {
    /// # Errors
    /// [`DomainError::ReasonNeeded`] where the reason is blank.
    pub(super) fn new(what: T, reason: &str) -> Result<Self, DomainError> {
        match reason.trim() {
            "" => Err(DomainError::ReasonNeeded),
            reason => Ok(Self { what, reason: reason.to_owned() }),
        }
    }
}
