//! The bench as one HTML file: sums, folders, mix-ups and every picture, small. It needs no script and
//! no other file. [`maud`] escapes every name that is put into it.

use std::io::{self, Write};

use base64::{Engine, prelude::BASE64_STANDARD};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::super::tally::{FolderSum, MixUp, Share, Sums};
use super::super::truth::Truth;
use super::super::view::{Answer, BenchRow, BenchView, RowState};
use super::super::words::{WordArgument, Words};
use domain::ProductId;
use recognition::Decision;

const STYLE: &str = include_str!("page.css");
/// The page may show pictures that stand in it and its own style, and load nothing.
const POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/// Writes the page, picture by picture: all of them at once would fill the memory twice.
pub(super) fn write(view: &BenchView, words: &dyn Words, out: &mut dyn Write) -> io::Result<()> {
    let page = Page { view, words };
    let title = page.text("bench-page-title");
    let head = html! {
        meta charset="utf-8";
        meta http-equiv="Content-Security-Policy" content=(POLICY);
        meta name="viewport" content="width=device-width, initial-scale=1";
        title { (title) }
        style { (PreEscaped(STYLE)) }
    };
    let (doctype, opening, head) =
        (DOCTYPE.into_string(), html_opening(words.language()), head.into_string());
    write!(out, "{doctype}{opening}<head>{head}</head><body><main>")?;
    put(out, &page.opening(&title))?;
    put(out, &page.folders())?;
    put(out, &page.mix_ups())?;
    for group in Group::EVERY {
        page.pictures(*group, out)?;
    }
    write!(out, "</main></body></html>")
}

/// The root element's start: what is in it is written piece by piece.
fn html_opening(language: &str) -> String {
    let element = html! { html lang=(language) {} }.into_string();
    element.trim_end_matches("</html>").to_owned()
}

fn put(out: &mut dyn Write, markup: &Markup) -> io::Result<()> {
    out.write_all(markup.0.as_bytes())
}

/// Pictures that stand together; each stands in the first group that it belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Wrong,
    Asked,
    Unknown,
    Unreadable,
    Others,
}

impl Group {
    const EVERY: &[Self] =
        &[Self::Wrong, Self::Asked, Self::Unknown, Self::Others, Self::Unreadable];

    fn of(view: &BenchView, row: &BenchRow) -> Self {
        match &row.state {
            RowState::Unreadable(_) => Self::Unreadable,
            RowState::Waiting => Self::Others,
            RowState::Named(_) if view.is_right(row) == Some(false) => Self::Wrong,
            RowState::Named(answer) => match answer.decision {
                Decision::Ask => Self::Asked,
                Decision::Unknown => Self::Unknown,
                Decision::Accept(_) => Self::Others,
            },
        }
    }

    fn title_id(self) -> &'static str {
        match self {
            Self::Wrong => "bench-page-wrong",
            Self::Asked => "bench-page-asked",
            Self::Unknown => "bench-page-unknown",
            Self::Unreadable => "bench-page-unreadable",
            Self::Others => "bench-page-others",
        }
    }
}

struct Page<'a> {
    view: &'a BenchView,
    words: &'a dyn Words,
}

impl Page<'_> {
    fn text(&self, id: &str) -> String {
        self.words.say(id, &[])
    }

    fn name(&self, product: &ProductId) -> String {
        isolated(self.view.name_of(product, self.words.language()))
    }

    fn opening(&self, title: &str) -> Markup {
        let tally = &self.view.tally;
        let version = self.view.loaded.as_ref().map_or("–", |loaded| loaded.version.as_str());
        let count = |count: usize| WordArgument::Count(count);
        let about = self.words.say(
            "bench-page-about",
            &[("count", count(self.view.rows.len())), ("version", WordArgument::Text(version))],
        );
        html! {
            h1 { (title) }
            p.about { (about) }
            section {
                h2 { (self.text("bench-results")) }
                div.wide { table {
                    thead { tr {
                        th {}
                        th.number { (version) }
                        @if let Some(second) = &self.view.second { th.number { (second) } }
                    } }
                    tbody {
                        (self.share_row("bench-right", |sums| sums.right))
                        (self.share_row("bench-among-four", |sums| sums.among_four))
                        (self.share_row("bench-sure", |sums| of_named(sums, sums.sure)))
                        (self.share_row("bench-sure-right", |sums| sums.sure_right))
                        (self.share_row("bench-asked", |sums| of_named(sums, sums.asked)))
                        (self.share_row("bench-unknown", |sums| of_named(sums, sums.unknown)))
                    }
                } }
                @if tally.second.is_some() {
                    p { (self.words.say("bench-duel", &[
                        ("differ", count(tally.duel.differ)),
                        ("both", count(tally.duel.both)),
                        ("first", count(tally.duel.only_first)),
                        ("second", count(tally.duel.only_second)),
                    ])) }
                }
                p.about { (self.text("bench-interval-about")) }
            }
        }
    }

    /// A row of the table of sums; none where there is nothing to count.
    fn share_row(&self, id: &str, share: impl Fn(&Sums) -> Share) -> Markup {
        let tally = &self.view.tally;
        let cell = |sums: &Sums| in_words(share(sums));
        html! {
            @if share(&tally.first).all > 0 {
                tr {
                    th { (self.text(id)) }
                    td.number { (cell(&tally.first)) }
                    @if self.view.second.is_some() {
                        td.number { (tally.second.as_ref().map(cell).unwrap_or_default()) }
                    }
                }
            }
        }
    }

    fn folders(&self) -> Markup {
        let folders = &self.view.tally.folders;
        html! {
            @if !folders.is_empty() {
                section {
                    h2 { (self.text("bench-folders")) }
                    div.wide { table {
                        thead { tr {
                            th { (self.text("bench-folder")) }
                            th { (self.text("bench-shows")) }
                            th.number { (self.text("bench-pictures")) }
                            th.number { (self.text("bench-right")) }
                            th.number { (self.text("bench-asked")) }
                            th.number { (self.text("bench-unknown")) }
                        } }
                        tbody { @for folder in folders { (self.folder(folder)) } }
                    } }
                }
            }
        }
    }

    fn folder(&self, sum: &FolderSum) -> Markup {
        html! {
            tr {
                th { bdi { (sum.folder) } }
                td { (self.truth(&sum.truth.truth)) }
                td.number { (sum.pictures) }
                td.number { (in_words(sum.first.right)) }
                td.number { (sum.first.asked) }
                td.number { (sum.first.unknown) }
            }
        }
    }

    fn truth(&self, truth: &Truth) -> String {
        match truth {
            Truth::Product(product) => self.name(product),
            Truth::Kind(kind) => {
                self.words.say("bench-any-kind", &[("kind", WordArgument::Text(kind))])
            }
            Truth::Nothing => self.text("bench-nothing-sold"),
            Truth::Unsaid => "–".to_owned(),
        }
    }

    fn mix_ups(&self) -> Markup {
        html! {
            @if !self.view.tally.mix_ups.is_empty() {
                section {
                    h2 { (self.text("bench-mix-ups")) }
                    @for mix_up in &self.view.tally.mix_ups { p { (self.mix_up(mix_up)) } }
                }
            }
        }
    }

    fn mix_up(&self, mix_up: &MixUp) -> String {
        let shows = self.truth(&mix_up.shows);
        let taken = match &mix_up.taken_for {
            Some(product) => self.name(product),
            None => self.text("bench-nothing-sold"),
        };
        let arguments = [
            ("count", WordArgument::Count(mix_up.count)),
            ("of", WordArgument::Count(mix_up.of)),
            ("shows", WordArgument::Text(&shows)),
            ("taken", WordArgument::Text(&taken)),
        ];
        self.words.say("bench-mix-up", &arguments)
    }

    fn pictures(&self, group: Group, out: &mut dyn Write) -> io::Result<()> {
        let rows = || self.view.rows.iter().filter(|row| Group::of(self.view, row) == group);
        let count = rows().count();
        if count == 0 {
            return Ok(());
        }
        let title = self.words.say(group.title_id(), &[("count", WordArgument::Count(count))]);
        write!(out, "<section>{}<div class=\"gallery\">", html! { h2 { (title) } }.into_string())?;
        for row in rows() {
            put(out, &self.picture(row))?;
        }
        write!(out, "</div></section>")
    }

    fn picture(&self, row: &BenchRow) -> Markup {
        html! {
            figure {
                @match &row.thumbnail {
                    Some(jpeg) => { img src=(data_uri(jpeg)) alt=(row.name) loading="lazy"; }
                    None => { span.none { "–" } }
                }
                figcaption {
                    @match &row.state {
                        RowState::Unreadable(message) => {
                            span.wrong { (self.words.message(message)) }
                        }
                        RowState::Waiting => { span { (self.text("bench-waiting")) } }
                        RowState::Named(answer) => { (self.answer(row, answer)) }
                    }
                    span.file { bdi { (row.place) } }
                }
            }
        }
    }

    fn answer(&self, row: &BenchRow, answer: &Answer) -> Markup {
        let wrong = self.view.is_right(row) == Some(false);
        let truth = self.view.truths.of(row.folder.as_deref());
        html! {
            @if let Some(first) = answer.first() {
                span.name.wrong[wrong] { (self.name(&first.product)) " " (percent(first.score)) }
                meter min="0" max="1" value=(format!("{:.4}", first.score)) {}
            }
            span { (self.text(decision_id(&answer.decision))) }
            @if *truth != Truth::Unsaid {
                @let shows = self.truth(truth);
                span.shows {
                    (self.words.say("bench-page-shows", &[("shows", WordArgument::Text(&shows))]))
                }
            }
            @if let Some(second) = row.second.as_ref().filter(|second| second.differs_from(answer)) {
                span.other { (self.other(second)) }
            }
        }
    }

    fn other(&self, second: &Answer) -> String {
        let version = self.view.second.as_deref().unwrap_or_default();
        let decision = self.text(decision_id(&second.decision));
        match second.first() {
            Some(first) => {
                let (name, share) = (self.name(&first.product), percent(first.score));
                format!("{version}: {name} {share}, {decision}")
            }
            None => format!("{version}: {decision}"),
        }
    }
}

fn of_named(sums: &Sums, count: usize) -> Share {
    Share { yes: count, all: sums.named }
}

fn decision_id(decision: &Decision) -> &'static str {
    match decision {
        Decision::Accept(_) => "bench-decision-sure",
        Decision::Ask => "bench-decision-ask",
        Decision::Unknown => "bench-decision-unknown",
    }
}

/// `18 / 20 · 90 % (70–97 %)`; empty where there is nothing to count.
fn in_words(share: Share) -> String {
    let Some(value) = share.value() else { return String::new() };
    let interval = share.interval();
    let Share { yes, all } = share;
    let (low, high) = (interval.low * 100.0, interval.high * 100.0);
    format!("{yes} / {all} · {} ({low:.0}–{high:.0}\u{a0}%)", percent(value))
}

/// A share of 1 in whole percent. What is not certain never reads 100 %.
fn percent(share: f64) -> String {
    let rounded = (share.clamp(0.0, 1.0) * 100.0).round();
    let honest = if rounded >= 100.0 && share < 1.0 { 99.0 } else { rounded };
    format!("{honest:.0}\u{a0}%")
}

/// A name of any script for use inside a sentence (Unicode's isolates).
fn isolated(name: &str) -> String {
    format!("\u{2068}{name}\u{2069}")
}

fn data_uri(jpeg: &[u8]) -> String {
    format!("data:image/jpeg;base64,{}", BASE64_STANDARD.encode(jpeg))
}
