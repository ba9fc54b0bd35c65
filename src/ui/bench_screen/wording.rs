//! What the bench's answers and folders are called, on the screen and in the files that it writes.

use std::sync::Arc;

use crate::screen::Screen;
use crate::theme::Tokens;
use crate::widgets::icons::Icon;
use domain::{Message, ProductId};
use egui::Color32;
use recognition::Decision;
use teach::bench::{
    BenchView, FolderTruth, MakeWords, MatchedBy, Share, Truth, WordArgument, Words,
};
use texts::format;
use texts::{Argument, Language, Texts};

/// The window's words, for what is written on another thread.
pub fn words_of(texts: &Texts) -> MakeWords {
    let language = texts.language();
    Arc::new(move || Box::new(WrittenWords { language, texts: Texts::new(language) }))
}

struct WrittenWords {
    language: Language,
    texts: Texts,
}

impl Words for WrittenWords {
    fn language(&self) -> &str {
        self.language.tag
    }

    fn say(&self, id: &str, arguments: &[(&'static str, WordArgument<'_>)]) -> String {
        let arguments = arguments.iter().map(|(name, argument)| {
            let value: Argument<'_> = match argument {
                WordArgument::Text(text) => (*text).into(),
                WordArgument::Count(count) => (*count).into(),
            };
            (*name, value)
        });
        self.texts.with(id, arguments)
    }

    fn message(&self, message: &Message) -> String {
        self.texts.message(message)
    }
}

/// A product's name in the window's language.
pub(super) fn name_of<'a>(screen: &Screen<'a>, product: &'a ProductId) -> &'a str {
    let view: &'a BenchView = &screen.teaching.bench;
    view.name_of(product, screen.texts.language().tag)
}

/// What pictures show, in words.
pub(super) fn truth_text(screen: &Screen<'_>, truth: &Truth) -> String {
    let t = screen.texts;
    match truth {
        Truth::Product(product) => name_of(screen, product).to_owned(),
        Truth::Kind(kind) => t.with("bench-any-kind", [("kind", kind.as_str().into())]),
        Truth::Nothing => t.text("bench-nothing-sold"),
        Truth::Unsaid => t.text("bench-unsaid"),
    }
}

/// How a folder's name was understood, in words.
pub(super) fn matched_text(screen: &Screen<'_>, folder: &FolderTruth) -> String {
    let t = screen.texts;
    match &folder.by {
        MatchedBy::Id => t.text("bench-by-id"),
        MatchedBy::Name => t.text("bench-by-name"),
        MatchedBy::OtherName(tag) => {
            t.with("bench-by-other-name", [("language", tag.as_str().into())])
        }
        MatchedBy::Kind => t.text("bench-by-kind"),
        MatchedBy::Hand => t.text("bench-by-hand"),
        MatchedBy::Several => t.text("bench-by-several"),
        MatchedBy::NoOne => t.text("bench-by-no-one"),
    }
}

/// A decision in a word, and how it is drawn.
pub(super) struct DecisionLook {
    pub(super) text: String,
    pub(super) icon: Icon,
    pub(super) colour: Color32,
    pub(super) ground: Color32,
}

/// How a decision is said and drawn.
pub(super) fn decision_look(screen: &Screen<'_>, decision: &Decision) -> DecisionLook {
    let (t, tokens): (_, &Tokens) = (screen.texts, screen.tokens);
    let (id, icon, colour, ground) = match decision {
        Decision::Accept(_) => {
            ("bench-decision-sure", Icon::Check, tokens.accent_text, tokens.accent_soft)
        }
        Decision::Ask => ("bench-decision-ask", Icon::Question, tokens.warn_text, tokens.warn_soft),
        Decision::Unknown => ("bench-decision-unknown", Icon::Minus, tokens.muted, tokens.raised),
    };
    DecisionLook { text: t.text(id), icon, colour, ground }
}

/// `90 %`, or a dash of nothing.
pub(super) fn share_text(share: Share) -> String {
    share.value().map_or_else(|| "–".to_owned(), format::percent)
}

/// `18 of 20, 70 to 97 %`: small numbers say little, and this says how little.
pub(super) fn interval_text(screen: &Screen<'_>, share: Share) -> String {
    let interval = share.interval();
    let whole = |share: f64| format!("{:.0}", share * 100.0);
    let (low, high) = (whole(interval.low), whole(interval.high));
    screen.texts.with(
        "bench-interval",
        [
            ("yes", share.yes.into()),
            ("all", share.all.into()),
            ("low", low.into()),
            ("high", high.into()),
        ],
    )
}
