//! The one training at work: begun, ordered about, heard of, ended, taken up again or given up.

use std::sync::Arc;

use super::super::RunState;
use super::super::machine_speed::kind_of;
use super::super::run_folder::RunFolder;
use super::super::run_progress::{RunEnd, RunProgress};
use super::super::run_request::{REQUEST_FORMAT, RunRequest};
use super::super::training_lists::SortedPhotos;
use super::super::training_process::{ProcessEnd, TakesOrders};
use super::{RunDesk, failed};
use crate::messages::logged;
use crate::sides::sided_photos;
use domain::Message;
use registry::Registry;
use training::{RunEvent, RunOrder, discard_unfinished, is_unfinished};

/// New versions are called this and a number.
const NAME: &str = "shop";

/// The training at work, or the last one.
pub(super) struct Run {
    folder: RunFolder,
    pub(super) request: Arc<RunRequest>,
    pub(super) state: RunState,
    pub(super) progress: RunProgress,
    /// Number of its process; reports of others are late.
    number: u64,
    orders: Option<Box<dyn TakesOrders>>,
}

impl RunDesk {
    pub(super) fn begin(&mut self) {
        if self.is_at_work() {
            return;
        }
        self.refresh();
        if let Some(obstacle) = self.plan.as_ref().and_then(|plan| plan.obstacle.clone()) {
            self.notice = Some(obstacle);
            return;
        }
        match self.write_run() {
            Ok(folder) => {
                self.run = Some(Run {
                    request: Arc::new(folder.request.clone()),
                    folder,
                    state: RunState::Preparing,
                    progress: RunProgress::default(),
                    number: 0,
                    orders: None,
                });
                self.launch(false);
            }
            Err(why) => self.notice = Some(failed(why)),
        }
    }

    /// Writes a new training's folder.
    fn write_run(&self) -> Result<RunFolder, Message> {
        let (mut store, registry) = (self.store()?, self.registry()?);
        let photos = sided_photos(&mut store).map_err(|error| logged(&error))?;
        let parent = registry.promoted().map_err(|error| logged(&error))?;
        let sorted = SortedPhotos::of(&photos);
        let request = RunRequest {
            format: REQUEST_FORMAT,
            name: self.free_name(&registry),
            parent: parent.name().to_owned(),
            choice: (*self.choice).clone(),
            asked_at: jiff::Timestamp::now().to_string(),
            photos: sorted.learnt_count(),
            validation_photos: sorted.validation.len(),
            products: sorted.learnt.len(),
        };
        let recipe = self.recipe(self.choice.preset)?;
        let lists = sorted.lists(&parent.manifest.classes);
        let folder = RunFolder::create(&self.runs, request, &recipe, &lists);
        folder.map_err(|error| logged(&error))
    }

    /// A name that neither a version nor a training has.
    fn free_name(&self, registry: &Registry) -> String {
        let versions = registry.list();
        let is_taken = |name: &str| {
            versions.iter().any(|version| version.name() == name) || self.runs.join(name).exists()
        };
        let mut names = (1_u64..).map(|number| format!("{NAME}-{number}"));
        names.find(|name| !is_taken(name)).unwrap_or_else(|| NAME.to_owned())
    }

    fn launch(&mut self, resume: bool) {
        self.processes += 1;
        let number = self.processes;
        let Some(run) = &mut self.run else { return };
        self.notice = None;
        match self.wires.launcher.launch(&run.folder, resume, number) {
            Ok(orders) => {
                (run.number, run.orders, run.state) = (number, Some(orders), RunState::Preparing);
            }
            Err(error) => run.state = RunState::Failed(failed(logged(&error))),
        }
    }

    /// Takes up what was left, from its last checkpoint or, where there is none, from its beginning.
    pub(super) fn resume(&mut self) {
        let Some(run) = self.run.as_ref().filter(|run| can_be_taken_up(&run.state)) else { return };
        match self.registry() {
            Ok(registry) => {
                let resume = is_unfinished(registry.versions_folder(), &run.request.name);
                self.launch(resume);
            }
            Err(why) => self.notice = Some(failed(why)),
        }
    }

    pub(super) fn discard(&mut self) {
        let Some(run) = self.run.as_ref().filter(|run| can_be_taken_up(&run.state)) else { return };
        let given_up = self.registry().and_then(|registry| {
            discard_unfinished(registry.versions_folder(), &run.request.name)
                .map_err(|error| logged(&error))?;
            run.folder.remove().map_err(|error| logged(&error))
        });
        match given_up {
            Ok(()) => (self.run, self.notice) = (None, None),
            Err(why) => self.notice = Some(failed(why)),
        }
    }

    pub(super) fn order(&mut self, order: RunOrder) {
        let Some(run) = self.run.as_mut().filter(|run| run.state.is_at_work()) else { return };
        if let Some(orders) = &mut run.orders {
            orders.order(order);
        }
        if order == RunOrder::Stop {
            run.state = RunState::Stopping;
        }
    }

    pub(super) fn hear(&mut self, number: u64, event: &RunEvent) {
        let Some(run) = self.run.as_mut().filter(|run| run.number == number) else { return };
        run.progress.hear(event);
        match (event, &run.state) {
            (_, RunState::Stopping) => {}
            (RunEvent::Paused, _) => run.state = RunState::Paused,
            (RunEvent::WentOn, _) if run.progress.start.is_none() => {
                run.state = RunState::Preparing;
            }
            (RunEvent::Started { .. } | RunEvent::WentOn, _) => run.state = RunState::Running,
            _ => {}
        }
        if let RunEvent::Finished { .. } = event {
            self.measure();
        }
    }

    fn measure(&mut self) {
        let (Some(run), Some(plan)) = (&self.run, &self.plan) else { return };
        let preset = run.request.choice.preset;
        let Some((photos, seconds)) = run.progress.timed_whole() else { return };
        if let Ok(recipe) = run.request.choice.adjustments.recipe(preset, &plan.architecture) {
            let kind = kind_of(&plan.architecture, preset, &recipe);
            self.speed.measure((&kind, photos), seconds);
            self.speed.write(&self.runs);
        }
    }

    pub(super) fn end(&mut self, number: u64, end: ProcessEnd) {
        let Some(run) = self.run.as_mut().filter(|run| run.number == number) else { return };
        run.orders = None;
        run.state = match &run.progress.end {
            Some(RunEnd::Finished { .. }) => RunState::Finished,
            Some(RunEnd::Stopped) => RunState::Stopped,
            Some(RunEnd::Failed(why)) => RunState::Failed(failed(why.clone())),
            None => RunState::Failed(unsaid(end)),
        };
        if run.state == RunState::Finished {
            (self.wires.versions_changed)();
        }
    }

    fn is_at_work(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.state.is_at_work())
    }

    pub(super) fn put_aside(&mut self) {
        if self.run.as_ref().is_some_and(|run| run.state == RunState::Finished) {
            self.run = None;
        }
    }
}

/// A training found on the disk: what its events tell, but no process is behind it any more.
pub(super) fn found(folder: RunFolder) -> Run {
    let progress = RunProgress::of(&folder.events());
    let state = match &progress.end {
        Some(RunEnd::Finished { .. }) => RunState::Finished,
        Some(RunEnd::Stopped) => RunState::Stopped,
        Some(RunEnd::Failed(why)) => RunState::Failed(failed(why.clone())),
        None => RunState::Interrupted,
    };
    let request = Arc::new(folder.request.clone());
    Run { folder, request, state, progress, number: 0, orders: None }
}

fn can_be_taken_up(state: &RunState) -> bool {
    matches!(state, RunState::Stopped | RunState::Interrupted | RunState::Failed(_))
}

/// A process that did not say why it ended.
fn unsaid(end: ProcessEnd) -> Message {
    match end {
        ProcessEnd::Signal(signal) => {
            Message::new("run-killed").naming("signal", signal.to_string())
        }
        ProcessEnd::Code(code) => Message::new("run-broke-off").naming("code", code.to_string()),
        ProcessEnd::OtherFormat => Message::new("run-other-program"),
        ProcessEnd::Unknown => Message::new("run-broke-off").naming("code", "?"),
    }
}
