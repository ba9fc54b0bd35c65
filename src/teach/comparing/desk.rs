//! The desk of versions: what is chosen, what is judged, what is being written.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use super::judging::{self, KeptComparison};
use super::judging_process::{BeginJudging, Judgement, Outcome};
use super::promotion::losses;
use super::shop_versions::{self, FileWork, ShopGoods, ShopVersions};
use super::view::{CompareView, JudgingView, PromotionView, ShownComparison};
use super::{CompareCommand, JudgeEvent, JudgeRequest, JudgedPhotos};
use crate::desk::{Desk, Outbox};
use crate::messages::{logged, no_thread};
use cnn::DeviceChoice;
use domain::Message;
use registry::Registry;

/// Weeks of captures that are judged on, unless another number is asked for.
const WEEKS: i64 = 4;

/// A worker's word to its desk.
pub struct CompareReport(Report);

enum Report {
    /// From the judgement of this number; words of an earlier one come too late.
    Judging(u64, Outcome),
    /// Files were written, read or deleted, or were not.
    Worked(Result<Message, Message>),
}

/// The state behind the part for versions.
pub(super) struct CompareDesk {
    shop: PathBuf,
    outbox: Outbox<CompareCommand>,
    begin: BeginJudging,
    versions: Option<ShopVersions>,
    goods: ShopGoods,
    view: CompareView,
    judgement: Option<Box<dyn Judgement>>,
    /// Counts judgements.
    number: u64,
}

impl CompareDesk {
    pub(super) fn open(shop: &Path, outbox: Outbox<CompareCommand>, begin: BeginJudging) -> Self {
        let mut desk = Self {
            shop: shop.to_owned(),
            outbox,
            begin,
            versions: None,
            goods: ShopGoods::default(),
            view: CompareView::default(),
            judgement: None,
            number: 0,
        };
        desk.refresh();
        desk
    }

    /// Looks at disk and database again; what was chosen stays chosen while it is there.
    fn refresh(&mut self) {
        match shop_versions::look(&self.shop) {
            Ok(versions) => {
                self.view.versions = Arc::new(versions.cards());
                self.view.damaged.clone_from(&versions.damaged);
                self.view.previous.clone_from(&versions.previous);
                self.choose_what_is_there(&versions);
                self.versions = Some(versions);
            }
            Err(error) => self.problem(logged(&error)),
        }
        match shop_versions::goods(&self.shop, judging::weeks_ago(Timestamp::now(), WEEKS)) {
            Ok(goods) => {
                self.view.names = Arc::new(goods.names.clone());
                self.view.photo_counts = goods.photo_counts;
                self.goods = goods;
            }
            Err(error) => self.problem(logged(&error)),
        }
        let (aside, captures) = self.view.photo_counts;
        if self.view.photos.is_none() && aside == 0 && captures > 0 {
            self.on_captures(WEEKS);
        }
        self.view.photos.get_or_insert(JudgedPhotos::KeptAside);
        self.show_kept();
        self.promotion_again();
    }

    /// The newest version that does not sell, against the one that sells.
    fn choose_what_is_there(&mut self, versions: &ShopVersions) {
        let view = &mut self.view;
        let is_there = |name: &String| versions.named(name).is_some();
        view.against = view.against.take().filter(is_there);
        view.chosen = view.chosen.take().filter(is_there);
        if view.chosen.is_none() {
            let others = view.versions.iter().find(|card| !card.sells);
            view.chosen = others.or(view.versions.first()).map(|card| card.name.clone());
            view.against = versions.selling.clone();
        }
        if view.against == view.chosen {
            view.against = None;
        }
    }

    fn choose(&mut self, name: &str) {
        let selling = self.versions.as_ref().and_then(|versions| versions.selling.clone());
        let was_chosen = self.view.chosen.replace(name.to_owned());
        if self.view.against.is_none() || self.view.against.as_deref() == Some(name) {
            // The one that sells has nothing better to be held against than what was looked at.
            let other = selling.filter(|selling| *selling != name).or(was_chosen);
            self.view.against = other.filter(|other| *other != name);
        }
        self.show_kept();
    }

    fn against(&mut self, name: Option<String>) {
        self.view.against = name.filter(|name| self.view.chosen.as_ref() != Some(name));
        self.show_kept();
    }

    fn on_captures(&mut self, weeks: i64) {
        let since = judging::weeks_ago(Timestamp::now(), weeks);
        self.view.photos = Some(JudgedPhotos::Captures { since });
    }

    /// The versions to judge: the one to compare with first.
    fn pair(&self) -> Option<(String, Option<String>)> {
        let chosen = self.view.chosen.clone()?;
        Some(match self.view.against.clone() {
            Some(against) => (against, Some(chosen)),
            None => (chosen, None),
        })
    }

    /// Shows what was found out about the chosen versions before.
    fn show_kept(&mut self) {
        self.view.shown = self.kept().map(|kept| ShownComparison::new(kept.from, kept.comparison));
    }

    fn kept(&self) -> Option<KeptComparison> {
        let (old, new) = self.pair()?;
        let versions = self.versions.as_ref()?;
        let new = new.map(|new| versions.named(&new).ok_or(())).transpose().ok()?;
        judging::kept(&self.shop, versions.named(&old)?, new)
    }

    fn judge(&mut self) {
        let (None, Some((old, new)), Some(photos)) =
            (&self.judgement, self.pair(), self.view.photos.clone())
        else {
            return;
        };
        self.clear_words();
        let request = JudgeRequest {
            shop: self.shop.clone(),
            old: old.clone(),
            new: new.clone(),
            photos,
            unknown: self.view.unknown.clone(),
            device: DeviceChoice::Auto,
        };
        self.number += 1;
        let (number, outbox) = (self.number, self.outbox.clone());
        let tell = move |outcome| {
            // A desk that has gone asks for nothing more.
            let _heard = outbox.send(report(Report::Judging(number, outcome)));
        };
        match (self.begin)(&request, Box::new(tell)) {
            Ok(judgement) => {
                self.judgement = Some(judgement);
                self.view.judging = Some(JudgingView { old, new, done: 0, total: 0 });
            }
            Err(why) => self.problem(why),
        }
    }

    fn stop_judging(&mut self) {
        if let Some(mut judgement) = self.judgement.take() {
            judgement.stop();
            self.number += 1;
            self.view.judging = None;
            self.view.told = Some(Message::new("compare-stopped"));
        }
    }

    fn heard(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Event(JudgeEvent::Hello { .. }) => {}
            Outcome::Event(JudgeEvent::Judging { done, total }) => {
                if let Some(judging) = &mut self.view.judging {
                    (judging.done, judging.total) = (done, total);
                }
            }
            Outcome::Event(JudgeEvent::Unreadable { name, reason }) => {
                tracing::warn!(name, reason, "a photo was not judged");
            }
            Outcome::Event(JudgeEvent::Compared { kept }) => {
                self.end_judging();
                self.compared(*kept);
            }
            Outcome::OtherFormat => {
                self.end_judging();
                self.view.problem = Some(Message::new("compare-other-program"));
            }
            Outcome::Event(JudgeEvent::Failed { reason, message }) => {
                tracing::error!(reason, "nothing was judged");
                self.end_judging();
                self.problem(message);
            }
            Outcome::NoAnswer(complaint) => {
                tracing::error!(complaint, "the judging ended without an answer");
                self.end_judging();
                self.view.problem = Some(Message::new("compare-no-answer"));
            }
        }
    }

    fn end_judging(&mut self) {
        self.judgement = None;
        self.view.judging = None;
    }

    /// Shows a comparison, unless other versions were chosen meanwhile.
    fn compared(&mut self, kept: KeptComparison) {
        let new = kept.comparison.new.as_ref().map(|new| new.name.clone());
        if self.pair() == Some((kept.comparison.old.name.clone(), new)) {
            self.view.shown = Some(ShownComparison::new(kept.from, kept.comparison));
        } else {
            self.view.told = Some(Message::new("compare-ready"));
        }
        self.promotion_again();
    }

    fn set_notes(&mut self, version: &str, notes: &str) {
        self.clear_words();
        let written =
            Registry::open(&self.shop).and_then(|registry| registry.set_notes(version, notes));
        match written {
            Ok(()) => self.refresh(),
            Err(error) => self.problem(logged(&error)),
        }
    }

    /// Begins work on files, one at a time.
    fn work(&mut self, work: FileWork) {
        if std::mem::replace(&mut self.view.working, true) {
            return;
        }
        self.clear_words();
        let (shop, outbox) = (self.shop.clone(), self.outbox.clone());
        let begun = base::threads::start("version-files", move || {
            let done = work.carry_out(&shop);
            // A desk that has gone asks for nothing more.
            let _heard = outbox.send(report(Report::Worked(done)));
        });
        if let Err(error) = begun {
            self.view.working = false;
            self.problem(no_thread(&error));
        }
    }

    fn worked(&mut self, done: Result<Message, Message>) {
        self.view.working = false;
        self.refresh();
        match done {
            Ok(told) => self.view.told = Some(told),
            Err(problem) => self.view.problem = Some(problem),
        }
    }

    fn ask_promotion(&mut self, name: &str) {
        let Some(versions) = &self.versions else { return };
        let Some(new) = versions.named(name) else { return };
        let selling = versions.selling.as_deref().and_then(|selling| versions.named(selling));
        let kept = selling.and_then(|old| judging::kept(&self.shop, old, Some(new)));
        let comparison = kept.as_ref().map(|kept| &kept.comparison);
        let found = selling.map(|old| {
            let manifests = (&old.manifest, &new.manifest);
            losses(manifests, &self.goods.sold, &self.goods.photographed, comparison)
        });
        let found = found.unwrap_or_default();
        self.view.promoting = Some(PromotionView {
            version: name.to_owned(),
            selling: versions.selling.clone(),
            compared: comparison.is_some(),
            losses: found.products,
            untested: found.untested,
        });
    }

    /// What is asked may have changed: a version sells now, or was compared.
    fn promotion_again(&mut self) {
        if let Some(asked) = self.view.promoting.take() {
            let sells = self.view.card(&asked.version).is_none_or(|card| card.sells);
            if !sells {
                self.ask_promotion(&asked.version);
            }
        }
    }

    fn clear_words(&mut self) {
        self.view.problem = None;
        self.view.told = None;
    }

    fn problem(&mut self, why: Message) {
        self.view.problem = Some(Message::new("compare-problem").because(why));
    }
}

fn report(report: Report) -> CompareCommand {
    CompareCommand::Report(CompareReport(report))
}

impl Desk for CompareDesk {
    type Command = CompareCommand;
    type View = CompareView;

    fn view(&self) -> CompareView {
        self.view.clone()
    }

    fn carry_out(&mut self, command: CompareCommand) {
        match command {
            CompareCommand::Refresh => self.refresh(),
            CompareCommand::Choose(name) => self.choose(&name),
            CompareCommand::Against(name) => self.against(name),
            CompareCommand::OnKeptAside => self.view.photos = Some(JudgedPhotos::KeptAside),
            CompareCommand::OnCaptures(weeks) => self.on_captures(weeks),
            CompareCommand::Unknown(folder) => self.view.unknown = folder,
            CompareCommand::Judge => self.judge(),
            CompareCommand::StopJudging => self.stop_judging(),
            CompareCommand::SetNotes { version, notes } => self.set_notes(&version, &notes),
            CompareCommand::Export(file) => {
                if let Some(name) = self.view.chosen.clone() {
                    self.work(FileWork::Export(name, file));
                }
            }
            CompareCommand::Import(file) => self.work(FileWork::Import(file)),
            CompareCommand::Delete(name) => self.work(FileWork::Delete(name)),
            CompareCommand::AskPromotion(name) => self.ask_promotion(&name),
            CompareCommand::ClosePromotion => self.view.promoting = None,
            CompareCommand::ClearWords => self.clear_words(),
            CompareCommand::Report(CompareReport(Report::Judging(number, outcome))) => {
                if number == self.number && self.judgement.is_some() {
                    self.heard(outcome);
                }
            }
            CompareCommand::Report(CompareReport(Report::Worked(done))) => self.worked(done),
        }
    }
}

#[cfg(test)]
#[path = "desk_tests.rs"]
mod tests;
