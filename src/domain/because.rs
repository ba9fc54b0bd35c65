//! What a person decided about a line, and why.

use super::{DomainError, TextField};

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
    /// [`DomainError::ReasonNeeded`] where the reason is blank; what [`TextField::take`] refuses.
    pub(super) fn new(what: T, reason: &str) -> Result<Self, DomainError> {
        let reason = TextField::Reason.take(reason)?;
        if reason.is_empty() {
            return Err(DomainError::ReasonNeeded);
        }
        Ok(Self { what, reason })
    }
}
