//! Every language says everything, and nothing that nobody asks for: the sources of the rooms are read.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
use std::collections::BTreeSet;

use fluent_bundle::FluentResource;

use super::source_files::{SPEAKERS, place, source_files};
use super::translations::{LANGUAGES, Language, Texts};

fn lines(language: &Language) -> impl Iterator<Item = &'static str> {
    language.sources.iter().flat_map(|source| source.lines())
}

fn ids(language: &Language) -> BTreeSet<String> {
    lines(language)
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| line.split_once('=').map(|(id, _)| id.trim().to_owned()))
        .collect()
}

fn arguments(text: &str) -> BTreeSet<String> {
    text.split("{ $")
        .skip(1)
        .map(|rest| rest.split([' ', '}']).next().unwrap().to_owned())
        .collect()
}

fn entries(language: &Language) -> Vec<(String, BTreeSet<String>)> {
    let mut entries: Vec<(String, BTreeSet<String>)> = Vec::new();
    for line in lines(language).filter(|line| !line.starts_with('#')) {
        match line.split_once(" =") {
            Some((id, text)) if !line.starts_with(' ') => {
                entries.push((id.to_owned(), arguments(text)));
            }
            _ => entries.last_mut().map_or((), |(_, all)| all.extend(arguments(line))),
        }
    }
    entries
}

#[test]
fn every_file_is_valid_fluent() {
    for language in LANGUAGES {
        for source in language.sources {
            let read = FluentResource::try_new((*source).to_owned());
            let errors = read.err().map(|(_, errors)| errors);
            assert!(errors.is_none(), "{}: {errors:?}", language.tag);
        }
    }
}

#[test]
fn all_languages_have_the_same_ids_with_the_same_arguments() {
    let english = entries(&LANGUAGES[0]);
    assert_eq!(english.len(), ids(&LANGUAGES[0]).len(), "an id stands twice");
    for language in &LANGUAGES[1..] {
        assert_eq!(entries(language), english, "{}", language.tag);
    }
}

/// Each list says all that its room can send, and stands in a file of its own.
#[test]
fn every_message_of_the_till_and_the_desks_has_words() {
    let known = ids(&LANGUAGES[0]);
    for list in ["till/messages.rs", "teach/messages.rs"] {
        let source = std::fs::read_to_string(place(list)).unwrap();
        let (_, listed) = source.split_once("MESSAGE_IDS").unwrap();
        let listed: Vec<_> = listed.split('"').skip(1).step_by(2).collect();
        assert!(listed.len() > 10, "{list} lists {} messages", listed.len());
        for id in listed {
            assert!(known.contains(id), "{id} is in no translation");
        }
    }
}

/// Reads the sources of all who speak: each id in them must exist, and each text be used.
#[test]
fn every_id_in_the_code_exists_and_every_text_is_used() {
    let known = ids(&LANGUAGES[0]);
    let source = SPEAKERS.map(source_of).concat();
    for call in [".text(\"", ".with(\"", "Message::new(\""] {
        for rest in source.split(call).skip(1) {
            let id = rest.split('"').next().unwrap();
            assert!(known.contains(id), "{id} is used, but in no translation");
        }
    }
    // On the screens whatever is written like an id is one.
    let screens = ["ui/till_screen", "ui/widgets"].map(source_of).concat();
    for quoted in screens.split('"').skip(1).step_by(2) {
        let is_id =
            quoted.contains('-') && quoted.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        assert!(!is_id || known.contains(quoted), "{quoted} is in no translation");
    }
    for id in &known {
        assert!(source.contains(&format!("\"{id}\"")), "{id} is translated, but not used");
    }
}

/// The source of a room, each call on one line.
fn source_of(room: &str) -> String {
    let files = source_files(&place(room)).into_iter();
    let others = files.filter(|file| !file.ends_with("translations_tests.rs"));
    others.fold(String::new(), |source, file| {
        let text = std::fs::read_to_string(file).unwrap();
        let words: Vec<_> = text.split_whitespace().collect();
        source + &words.join(" ").replace("( \"", "(\"")
    })
}

#[test]
fn a_system_language_finds_its_nearest() {
    for (tag, expected) in
        [("en-GB", "en"), ("zh-CN", "zh-CN"), ("zh_TW.UTF-8", "zh-CN"), ("fr", "en"), ("", "en")]
    {
        assert_eq!(Language::for_tag(tag).tag, expected, "{tag}");
    }
}

#[test]
fn numbers_choose_the_right_form() {
    let texts = Texts::new(Language::for_tag("en"));
    assert_eq!(texts.with("waiting", [("count", 1.into())]), "1 more photo waiting");
    assert_eq!(texts.with("waiting", [("count", 3.into())]), "3 more photos waiting");
}
