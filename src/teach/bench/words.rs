//! The words of a language, for what the desk writes: the window has them.

use std::sync::Arc;

use domain::Message;

/// What stands in a text.
#[derive(Clone, Copy, Debug)]
pub enum WordArgument<'a> {
    /// A name.
    Text(&'a str),
    /// A number, which may choose the form of the words around it.
    Count(usize),
}

/// The words of a language.
pub trait Words {
    /// The language's tag, such as `zh-CN`.
    fn language(&self) -> &str;

    /// The text with this id, with what stands in it.
    fn say(&self, id: &str, arguments: &[(&'static str, WordArgument<'_>)]) -> String;

    /// A message in words, with the reason that stands in it.
    fn message(&self, message: &Message) -> String;
}

/// Makes the words on the thread that needs them.
pub type MakeWords = Arc<dyn Fn() -> Box<dyn Words> + Send + Sync>;
