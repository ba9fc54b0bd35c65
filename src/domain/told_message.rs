//! Messages that go from process to process and onto the disk: what a child process tells its window.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::Message;

/// More names than all texts and their arguments have.
const MOST_NAMES: usize = 4096;
/// No id of a text is longer.
const LONGEST_NAME: usize = 64;

/// Names that were read. There are only so many, so each is kept once and for good.
static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// A message as it is read.
#[derive(Deserialize)]
struct ToldMessage {
    id: String,
    #[serde(default)]
    args: Vec<(String, String)>,
    because: Option<Box<Message>>,
}

impl<'de> Deserialize<'de> for Message {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let ToldMessage { id, args, because } = ToldMessage::deserialize(deserializer)?;
        let name = |name: &str| kept(name).ok_or_else(|| D::Error::custom("this names no text"));
        let args = args.into_iter().map(|(arg, value)| Ok((name(&arg)?, value)));
        Ok(Self { id: name(&id)?, args: args.collect::<Result<_, D::Error>>()?, because })
    }
}

/// The name, for as long as the program runs; `None` for what can be none.
fn kept(name: &str) -> Option<&'static str> {
    let is_sign = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_');
    if name.len() > LONGEST_NAME || !name.chars().all(is_sign) {
        return None;
    }
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(there) = names.get(name) {
        return Some(there);
    }
    if names.len() >= MOST_NAMES {
        return None;
    }
    let name: &'static str = Box::leak(name.to_owned().into_boxed_str());
    names.insert(name);
    Some(name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_told_is_read_as_it_was() {
        let why = Message::new("file-disk-full");
        let told = Message::new("file-failed").naming("path", "photos/\"a\".jpg").because(why);
        let line = serde_json::to_string(&told).unwrap();
        assert_eq!(serde_json::from_str::<Message>(&line).unwrap(), told);
        let lone = serde_json::from_str::<Message>("{\"id\":\"file-damaged\"}").unwrap();
        assert_eq!(lone, Message::new("file-damaged"));
    }

    #[test]
    fn what_can_be_no_id_is_refused() {
        for id in ["two words", "a\\n", &"long".repeat(50)] {
            let line = format!("{{\"id\":\"{id}\"}}");
            assert!(serde_json::from_str::<Message>(&line).is_err(), "{id}");
        }
    }

    #[test]
    fn a_name_is_kept_once() {
        let (first, second) = (kept("once-only").unwrap(), kept("once-only").unwrap());
        assert!(std::ptr::eq(first, second));
    }
}
