//! Threads with a name, and panics that become errors.

#![expect(clippy::disallowed_methods, reason = "the one place that makes threads")]

use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::{Builder, JoinHandle, Scope, ScopedJoinHandle};

/// Starts a thread that debuggers, panics and `top` call by its name (of 15 bytes at the most there).
///
/// # Errors
/// If the system has no thread to give.
pub fn start<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<JoinHandle<T>> {
    Builder::new().name(name.to_owned()).spawn(work)
}

/// Starts a thread with a name that ends before `scope` does.
///
/// # Errors
/// If the system has no thread to give.
pub fn start_within<'scope, 'env, T: Send + 'scope>(
    scope: &'scope Scope<'scope, 'env>,
    name: &str,
    work: impl FnOnce() -> T + Send + 'scope,
) -> io::Result<ScopedJoinHandle<'scope, T>> {
    Builder::new().name(name.to_owned()).spawn_scoped(scope, work)
}

/// What a panic said.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{said}")]
pub struct Panicked {
    /// Its words, in English and for the log.
    pub said: String,
}

impl Panicked {
    /// Reads the words of a panic that was caught.
    #[must_use]
    pub fn of(panic: &(dyn Any + Send)) -> Self {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| panic.downcast_ref::<&str>().copied());
        Self { said: said.unwrap_or("it stopped without a word").to_owned() }
    }
}

/// Does `work`; a panic in it ends the work and not the thread.
///
/// What `work` has a hand on may be left half done, so whoever goes on with it makes it anew.
///
/// # Errors
/// [`Panicked`] with the panic's words.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| Panicked::of(panic.as_ref()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use std::panic::panic_any;

    use super::*;

    #[test]
    fn a_thread_bears_its_name() {
        let name = || std::thread::current().name().map(str::to_owned);
        assert_eq!(start("sounds", name).unwrap().join().unwrap().as_deref(), Some("sounds"));
        let within = std::thread::scope(|scope| {
            start_within(scope, "painter", name).unwrap().join().unwrap()
        });
        assert_eq!(within.as_deref(), Some("painter"));
    }

    #[test]
    fn a_panic_is_told_in_its_own_words() {
        let said = |work: fn()| guarded(work).unwrap_err().said;
        assert_eq!(said(|| panic!("out of {}", "memory")), "out of memory");
        assert_eq!(said(|| panic!("a plain word")), "a plain word");
        assert_eq!(said(|| panic_any(7)), "it stopped without a word");
        assert_eq!(guarded(|| 3), Ok(3));
    }
}
