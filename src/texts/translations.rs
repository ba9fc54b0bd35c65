//! The texts of the window and of the reports in the reader's language, from fluent files built into
//! the program.
//! Another language is another folder in `assets/translations` and a line in [`LANGUAGES`].

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use unic_langid::LanguageIdentifier;

/// What is put into a text: a word or a number.
pub use fluent_bundle::FluentValue as Argument;

use domain::Message;

/// A language the window speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Language {
    /// Its tag, such as `zh-CN`.
    pub tag: &'static str,
    /// What its speakers call it.
    pub own_name: &'static str,
    /// Fluent files: the window's texts, a file a screen, and those of the report of a judgement.
    pub(super) sources: &'static [&'static str],
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
        args: impl IntoIterator<Item = (&'a str, Argument<'a>)>,
    ) -> String {
        let args: FluentArgs<'a> = args.into_iter().collect();
        self.format(id, Some(&args))
    }

    /// Returns a message in words.
    pub fn message(&self, message: &Message) -> String {
        let why = message.because.as_ref().map(|why| ("reason", self.message(why).into()));
        let args = message.args.iter().map(|(name, value)| (*name, argument(name, value)));
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

/// A count is a number, so that a language can choose its plural.
fn argument<'a>(name: &str, value: &'a str) -> Argument<'a> {
    match value.parse::<i64>() {
        Ok(count) if name == "count" => count.into(),
        _ => value.into(),
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
