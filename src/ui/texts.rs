//! The texts of the window and of the report in the reader's language, from fluent files built into
//! the program.
//! Another language is another folder in `assets/translations` and a line in [`LANGUAGES`].

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use till::Message;

/// A language the window speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Language {
    /// Its tag, such as `zh-CN`.
    pub tag: &'static str,
    /// What its speakers call it.
    pub own_name: &'static str,
    /// Fluent files: the window's texts, a file a screen, and those of the report of a judgement.
    sources: &'static [&'static str],
}

/// Every language, English first.
pub const LANGUAGES: &[Language] = &[
    Language {
        tag: "en",
        own_name: "English",
        sources: &[
            include_str!("../../assets/translations/en/tillsight.ftl"),
            include_str!("../../assets/translations/en/cart.ftl"),
            include_str!("../../assets/translations/en/paying.ftl"),
            include_str!("../../assets/translations/en/day.ftl"),
            include_str!("../../assets/translations/en/watching.ftl"),
            include_str!("../../assets/translations/en/weighing.ftl"),
            include_str!("../../assets/translations/en/products.ftl"),
            include_str!("../../assets/translations/en/settings.ftl"),
            include_str!("../../assets/translations/en/teaching.ftl"),
            include_str!("../../assets/translations/en/library.ftl"),
            include_str!("../../assets/translations/en/running.ftl"),
            include_str!("../../assets/translations/en/comparing.ftl"),
            include_str!("../../assets/translations/en/bench.ftl"),
            include_str!("../../assets/translations/en/report.ftl"),
            include_str!("../../assets/translations/en/reasons.ftl"),
        ],
    },
    Language {
        tag: "zh-CN",
        own_name: "简体中文",
        sources: &[
            include_str!("../../assets/translations/zh-CN/tillsight.ftl"),
            include_str!("../../assets/translations/zh-CN/cart.ftl"),
            include_str!("../../assets/translations/zh-CN/paying.ftl"),
            include_str!("../../assets/translations/zh-CN/day.ftl"),
            include_str!("../../assets/translations/zh-CN/watching.ftl"),
            include_str!("../../assets/translations/zh-CN/weighing.ftl"),
            include_str!("../../assets/translations/zh-CN/products.ftl"),
            include_str!("../../assets/translations/zh-CN/settings.ftl"),
            include_str!("../../assets/translations/zh-CN/teaching.ftl"),
            include_str!("../../assets/translations/zh-CN/library.ftl"),
            include_str!("../../assets/translations/zh-CN/running.ftl"),
            include_str!("../../assets/translations/zh-CN/comparing.ftl"),
            include_str!("../../assets/translations/zh-CN/bench.ftl"),
            include_str!("../../assets/translations/zh-CN/report.ftl"),
            include_str!("../../assets/translations/zh-CN/reasons.ftl"),
        ],
    },
];

impl Language {
    /// Returns the language that fits `tag` best: the same tag, else the same language, else
    /// English.
    pub fn for_tag(tag: &str) -> Self {
        let first = |tag: &str| tag.split(['-', '_', '.']).next().map(str::to_lowercase);
        let same_tag = LANGUAGES.iter().find(|l| l.tag.eq_ignore_ascii_case(tag));
        let same_language = || LANGUAGES.iter().find(|l| first(l.tag) == first(tag));
        same_tag.or_else(same_language).or(LANGUAGES.first()).copied().unwrap_or(Self {
            tag: "en",
            own_name: "English",
            sources: &[],
        })
    }

    /// Returns the language the system is set to, or English.
    pub fn of_the_system() -> Self {
        Self::for_tag(&sys_locale::get_locale().unwrap_or_default())
    }
}

/// The texts of one language; English steps in for what is missing.
pub struct Texts {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    english: Option<FluentBundle<FluentResource>>,
}

impl Texts {
    /// The texts of `language`.
    pub fn new(language: Language) -> Self {
        let english = (language.tag != "en").then(|| bundle(Language::for_tag("en")));
        Self { language, bundle: bundle(language), english }
    }

    /// The language they are in.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Returns a text without arguments, or its id if there is none.
    pub fn text(&self, id: &str) -> String {
        self.format(id, None)
    }

    /// Returns a text with its arguments put in.
    pub fn with<'a>(
        &self,
        id: &str,
        args: impl IntoIterator<Item = (&'a str, FluentValue<'a>)>,
    ) -> String {
        let args: FluentArgs<'a> = args.into_iter().collect();
        self.format(id, Some(&args))
    }

    /// Returns a till's message in words.
    pub fn message(&self, message: &Message) -> String {
        let why = message.because.as_ref().map(|why| ("reason", self.message(why).into()));
        let args = message.args.iter().map(|(name, value)| (*name, value.as_str().into()));
        self.with(message.id, args.chain(why))
    }

    /// A message in English, for whoever reads no window.
    pub fn english(message: &Message) -> String {
        Self::new(Language::for_tag("en")).message(message)
    }

    fn format(&self, id: &str, args: Option<&FluentArgs<'_>>) -> String {
        let text = look_up(&self.bundle, id, args);
        let english = || look_up(self.english.as_ref()?, id, args);
        text.or_else(english).unwrap_or_else(|| id.to_owned())
    }
}

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let tag: LanguageIdentifier = language.tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new(vec![tag]);
    // The marks around arguments help mixed directions, which no language here has; they would
    // stand in accessible labels.
    bundle.set_use_isolating(false);
    for source in language.sources {
        let resource = FluentResource::try_new((*source).to_owned())
            .unwrap_or_else(|(partly_read, _)| partly_read);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn look_up(
    bundle: &FluentBundle<FluentResource>,
    id: &str,
    args: Option<&FluentArgs<'_>>,
) -> Option<String> {
    let pattern = bundle.get_message(id)?.value()?;
    let mut errors = Vec::new();
    Some(bundle.format_pattern(pattern, args, &mut errors).into_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use std::collections::BTreeSet;

    use super::*;

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

    #[test]
    fn every_message_of_the_till_has_words() {
        let known = ids(&LANGUAGES[0]);
        for id in till::messages::MESSAGE_IDS.iter().chain(teach::messages::MESSAGE_IDS) {
            assert!(known.contains(*id), "{id} is in no translation");
        }
    }

    /// Reads the source of the window, the till and the report: each id in it must exist, and each text be used.
    #[test]
    fn every_id_in_the_code_exists_and_every_text_is_used() {
        let known = ids(&LANGUAGES[0]);
        let rooms = [
            "domain",
            "photo",
            "receipt",
            "devices",
            "registry",
            "store",
            "recognition",
            "till",
            "teach",
            "ui",
            "cli/evaluation_page",
        ];
        let source = rooms.map(source_of).concat();
        for call in [".text(\"", ".with(\"", "Message::new(\""] {
            for rest in source.split(call).skip(1) {
                let id = rest.split('"').next().unwrap();
                assert!(known.contains(id), "{id} is used, but in no translation");
            }
        }
        // On the screens whatever is written like an id is one.
        for quoted in source_of("ui/till_screen").split('"').skip(1).step_by(2) {
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
        let mut folders =
            vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(room)];
        let mut source = String::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if !path.ends_with("texts.rs") {
                    let text = std::fs::read_to_string(path).unwrap();
                    let words: Vec<_> = text.split_whitespace().collect();
                    source.push_str(&words.join(" ").replace("( \"", "(\""));
                }
            }
        }
        source
    }

    #[test]
    fn a_system_language_finds_its_nearest() {
        for (tag, expected) in [
            ("en-GB", "en"),
            ("zh-CN", "zh-CN"),
            ("zh_TW.UTF-8", "zh-CN"),
            ("fr", "en"),
            ("", "en"),
        ] {
            assert_eq!(Language::for_tag(tag).tag, expected, "{tag}");
        }
    }

    #[test]
    fn numbers_choose_the_right_form() {
        let texts = Texts::new(Language::for_tag("en"));
        assert_eq!(texts.with("waiting", [("count", 1.into())]), "1 more photo waiting");
        assert_eq!(texts.with("waiting", [("count", 3.into())]), "3 more photos waiting");
    }
}
