//! The desk of trainings: what would be learnt, what was chosen, and the one training at work.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use super::machine_speed::{Estimate, MachineSpeed, kind_of};
use super::run_folder::{RunError, RunFolder};
use super::run_progress::{RunEnd, RunProgress};
use super::run_request::{REQUEST_FORMAT, RunChoice, RunRequest};
use super::training_lists::SortedPhotos;
use super::training_plan::TrainingPlan;
use super::training_process::{Launches, ProcessEnd, TakesOrders};
use super::variant_strip::{StripPainter, StripWish, VariantStrip};
use super::{AugmentationSettings, ChosenRecipe, Preset, RunCommand, RunShown, RunState, RunView};
use crate::domain::Message;
use crate::recognition::architecture_of;
use crate::registry::{Registry, write_atomically};
use crate::store::{ShopFolder, Store};
use crate::teach::desk::Desk;
use crate::teach::sides::sided_photos;
use crate::training::preset::Adjustments;
use crate::training::{Recipe, RunEvent, RunOrder, discard_unfinished, is_unfinished};

/// What the owner chose last, in the folder of the trainings.
const CHOICE: &str = "choice.json";
/// New versions are called this and a number.
const NAME: &str = "shop";

/// What the desk is connected to.
pub(super) struct RunWires {
    /// The shop's folder, or why there is none.
    pub shop: Result<ShopFolder, String>,
    pub launcher: Box<dyn Launches>,
    pub painter: StripPainter,
    pub versions_changed: Arc<dyn Fn() + Send + Sync>,
}

/// The training at work, or the last one.
struct Run {
    folder: RunFolder,
    request: Arc<RunRequest>,
    state: RunState,
    progress: RunProgress,
    /// Number of its process; reports of others are late.
    number: u64,
    orders: Option<Box<dyn TakesOrders>>,
}

/// The desk.
pub(super) struct RunDesk {
    wires: RunWires,
    runs: PathBuf,
    choice: Arc<RunChoice>,
    plan: Option<Arc<TrainingPlan>>,
    notice: Option<Message>,
    speed: MachineSpeed,
    run: Option<Run>,
    processes: u64,
    example: usize,
    strips: u64,
    strip: Option<Arc<VariantStrip>>,
}

impl RunDesk {
    /// Opens the desk and finds what an earlier till left unfinished.
    pub fn open(wires: RunWires) -> Self {
        let shop = wires.shop.as_ref();
        let runs = shop.map_or_else(|_| PathBuf::new(), |shop| shop.root().join("runs"));
        let choice = fs::read_to_string(runs.join(CHOICE)).unwrap_or_default();
        let mut desk = Self {
            choice: Arc::new(serde_json::from_str(&choice).unwrap_or_default()),
            speed: MachineSpeed::read(&runs),
            run: RunFolder::newest(&runs).map(found),
            wires,
            runs,
            plan: None,
            notice: None,
            processes: 0,
            example: 0,
            strips: 0,
            strip: None,
        };
        desk.refresh();
        desk
    }

    fn refresh(&mut self) {
        match self.look() {
            Ok(plan) => {
                let changed = self.plan.as_deref() != Some(&plan);
                self.plan = Some(Arc::new(plan));
                if changed {
                    self.wish_strip();
                }
            }
            Err(reason) => self.notice = Some(failed(reason)),
        }
    }

    /// What the library and the promoted version come to.
    fn look(&self) -> Result<TrainingPlan, String> {
        let mut store = self.store()?;
        let photos = sided_photos(&mut store).map_err(|error| error.to_string())?;
        let products = store.products().map_err(|error| error.to_string())?;
        let parent = self.registry()?.promoted().map_err(|error| error.to_string())?;
        let architecture = architecture_of(&parent).map_err(|error| error.to_string())?;
        let parent = (parent.name(), &architecture);
        Ok(TrainingPlan::of(parent, &photos, &products, &self.choice.writing))
    }

    fn shop(&self) -> Result<&ShopFolder, String> {
        self.wires.shop.as_ref().map_err(Clone::clone)
    }

    fn store(&self) -> Result<Store, String> {
        Store::open(self.shop()?).map_err(|error| error.to_string())
    }

    fn registry(&self) -> Result<Registry, String> {
        Registry::open(self.shop()?.root()).map_err(|error| error.to_string())
    }

    fn choose(&mut self, choice: RunChoice) {
        let writing_changed = choice.writing != self.choice.writing;
        self.choice = Arc::new(choice);
        self.notice = self.recipe(self.choice.preset).err().map(wrong);
        self.keep_choice();
        if writing_changed {
            self.refresh();
        }
        self.wish_strip();
    }

    /// A choice that is lost is chosen again.
    fn keep_choice(&self) {
        let text = serde_json::to_string_pretty(&*self.choice).unwrap_or_default();
        let written =
            fs::create_dir_all(&self.runs).map_err(|error| error.to_string()).and_then(|()| {
                write_atomically(&self.runs.join(CHOICE), |out| out.write_all(text.as_bytes()))
                    .map_err(|error| error.to_string())
            });
        if let Err(error) = written {
            tracing::warn!(error, "the choice for trainings was not kept");
        }
    }

    /// The recipe of a preset with what was changed.
    fn recipe(&self, preset: Preset) -> Result<Recipe, String> {
        let plan = self.plan.as_ref().ok_or_else(String::new)?;
        let never_mirrored = plan.never_mirrored();
        let adjustments = Adjustments { never_mirrored, ..self.choice.adjustments.clone() };
        adjustments.recipe(preset, &plan.architecture)
    }

    fn estimate(&self, preset: Preset) -> Option<Estimate> {
        let (plan, recipe) = (self.plan.as_ref()?, self.recipe(preset).ok()?);
        let kind = kind_of(&plan.architecture, preset, &recipe);
        Some(self.speed.estimate(&kind, plan.photos, (preset, &recipe)))
    }

    fn wish_strip(&mut self) {
        let (Some(plan), Ok(shop)) = (&self.plan, self.shop()) else { return };
        let count = plan.examples.len().max(1);
        let Some((product, file)) = plan.examples.get(self.example % count).cloned() else {
            self.strip = None;
            return;
        };
        let (photo, recipe) = (shop.photos().join(file), self.recipe(self.choice.preset));
        if let Ok(recipe) = recipe {
            self.strips += 1;
            self.wires.painter.wish(StripWish { number: self.strips, product, photo, recipe });
        }
    }

    fn begin(&mut self) {
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
            Err(reason) => self.notice = Some(failed(reason)),
        }
    }

    /// Writes a new training's folder.
    fn write_run(&self) -> Result<RunFolder, String> {
        let (mut store, registry) = (self.store()?, self.registry()?);
        let photos = sided_photos(&mut store).map_err(|error| error.to_string())?;
        let parent = registry.promoted().map_err(|error| error.to_string())?;
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
        folder.map_err(|error| error.to_string())
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
            Err(error) => run.state = RunState::Failed(failed(error.to_string())),
        }
    }

    /// Takes up what was left, from its last checkpoint or, where there is none, from its beginning.
    fn resume(&mut self) {
        let Some(run) = self.run.as_ref().filter(|run| can_be_taken_up(&run.state)) else { return };
        match self.registry() {
            Ok(registry) => {
                let resume = is_unfinished(registry.versions_folder(), &run.request.name);
                self.launch(resume);
            }
            Err(reason) => self.notice = Some(failed(reason)),
        }
    }

    fn discard(&mut self) {
        let Some(run) = self.run.as_ref().filter(|run| can_be_taken_up(&run.state)) else { return };
        let given_up = self.registry().and_then(|registry| {
            discard_unfinished(registry.versions_folder(), &run.request.name)
                .map_err(|error| error.to_string())?;
            run.folder.remove().map_err(|error: RunError| error.to_string())
        });
        match given_up {
            Ok(()) => (self.run, self.notice) = (None, None),
            Err(reason) => self.notice = Some(failed(reason)),
        }
    }

    fn order(&mut self, order: RunOrder) {
        let Some(run) = self.run.as_mut().filter(|run| run.state.is_at_work()) else { return };
        if let Some(orders) = &mut run.orders {
            orders.order(order);
        }
        if order == RunOrder::Stop {
            run.state = RunState::Stopping;
        }
    }

    fn hear(&mut self, number: u64, event: &RunEvent) {
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
        if let RunEvent::Epoch { seconds, .. } = event {
            self.measure(*seconds);
        }
    }

    fn measure(&mut self, seconds: f64) {
        let (Some(run), Some(plan)) = (&self.run, &self.plan) else { return };
        let (preset, Some(start)) = (run.request.choice.preset, &run.progress.start) else {
            return;
        };
        if let Ok(recipe) = run.request.choice.adjustments.recipe(preset, &plan.architecture) {
            let kind = kind_of(&plan.architecture, preset, &recipe);
            self.speed.measure((&kind, start.photos), seconds);
            self.speed.write(&self.runs);
        }
    }

    fn end(&mut self, number: u64, end: ProcessEnd) {
        let Some(run) = self.run.as_mut().filter(|run| run.number == number) else { return };
        run.orders = None;
        run.state = match &run.progress.end {
            Some(RunEnd::Finished { .. }) => RunState::Finished,
            Some(RunEnd::Stopped) => RunState::Stopped,
            Some(RunEnd::Failed(reason)) => RunState::Failed(failed(reason.clone())),
            None => RunState::Failed(unsaid(end)),
        };
        if run.state == RunState::Finished {
            (self.wires.versions_changed)();
        }
    }

    fn is_at_work(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.state.is_at_work())
    }

    fn put_aside(&mut self) {
        if self.run.as_ref().is_some_and(|run| run.state == RunState::Finished) {
            self.run = None;
        }
    }
}

impl Desk for RunDesk {
    type Command = RunCommand;
    type View = RunView;

    fn view(&self) -> RunView {
        let recipe = self.recipe(self.choice.preset).ok();
        let run = self.run.as_ref().map(|run| {
            Arc::new(RunShown {
                request: Arc::clone(&run.request),
                state: run.state.clone(),
                progress: run.progress.clone(),
            })
        });
        RunView {
            plan: self.plan.clone(),
            choice: Arc::clone(&self.choice),
            recipe: recipe.map(|recipe| ChosenRecipe {
                epochs: recipe.epochs,
                learning_rate: recipe.learning_rate,
                size: recipe.size,
                augmentation: AugmentationSettings::of(&recipe),
            }),
            estimates: Preset::EVERY.map(|preset| self.estimate(preset)),
            notice: self.notice.clone(),
            run,
            strip: self.strip.clone(),
        }
    }

    fn carry_out(&mut self, command: RunCommand) {
        match command {
            RunCommand::Refresh => self.refresh(),
            RunCommand::Choose(choice) => self.choose(choice),
            RunCommand::NextExample => {
                self.example += 1;
                self.wish_strip();
            }
            RunCommand::Begin => self.begin(),
            RunCommand::Pause => self.order(RunOrder::Pause),
            RunCommand::GoOn => self.order(RunOrder::GoOn),
            RunCommand::Stop => self.order(RunOrder::Stop),
            RunCommand::Resume => self.resume(),
            RunCommand::Discard => self.discard(),
            RunCommand::PutAside => self.put_aside(),
            RunCommand::Heard { number, event } => self.hear(number, &event),
            RunCommand::Ended { number, end } => self.end(number, end),
            RunCommand::Painted(strip) => self.strip = Some(Arc::new(strip)),
        }
    }
}

/// A training found on the disk: what its events tell, but no process is behind it any more.
fn found(folder: RunFolder) -> Run {
    let progress = RunProgress::of(&folder.events());
    let state = match &progress.end {
        Some(RunEnd::Finished { .. }) => RunState::Finished,
        Some(RunEnd::Stopped) => RunState::Stopped,
        Some(RunEnd::Failed(reason)) => RunState::Failed(failed(reason.clone())),
        None => RunState::Interrupted,
    };
    let request = Arc::new(folder.request.clone());
    Run { folder, request, state, progress, number: 0, orders: None }
}

fn can_be_taken_up(state: &RunState) -> bool {
    matches!(state, RunState::Stopped | RunState::Interrupted | RunState::Failed(_))
}

fn failed(reason: String) -> Message {
    Message::new("run-failed").naming("reason", reason)
}

fn wrong(reason: String) -> Message {
    Message::new("run-wrong-choice").naming("reason", reason)
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
