//! The desk of trainings: what would be learnt, what was chosen, and the one training at work.

mod training_run;

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use self::training_run::{Run, found};
use super::machine_speed::{Estimate, MachineSpeed, kind_of};
use super::run_folder::{RunError, RunFolder};
use super::run_request::RunChoice;
use super::training_plan::TrainingPlan;
use super::training_process::Launches;
use super::variant_strip::{StripPainter, StripWish, VariantStrip};
use super::{
    Adjustments, AugmentationSettings, ChosenRecipe, Preset, RunCommand, RunShown, RunView,
};
use crate::desk::Desk;
use crate::messages::logged;
use crate::sides::sided_photos;
use base::write_atomically;
use domain::{ForPeople, Message};
use recognition::architecture_of;
use registry::Registry;
use store::{ShopFolder, Store};
use training::{Recipe, RunOrder};

/// What the owner chose last, in the folder of the trainings.
const CHOICE: &str = "choice.json";

/// What the desk is connected to.
pub(super) struct RunWires {
    /// The shop's folder, or why there is none.
    pub shop: Result<ShopFolder, Message>,
    pub launcher: Box<dyn Launches>,
    pub painter: StripPainter,
    pub versions_changed: Arc<dyn Fn() + Send + Sync>,
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
    pub(super) fn open(wires: RunWires) -> Self {
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
            Err(why) => self.notice = Some(failed(why)),
        }
    }

    /// What the library and the promoted version come to.
    fn look(&self) -> Result<TrainingPlan, Message> {
        let mut store = self.store()?;
        let photos = sided_photos(&mut store).map_err(|error| logged(&error))?;
        let products = store.products().map_err(|error| logged(&error))?;
        let parent = self.registry()?.promoted().map_err(|error| logged(&error))?;
        let architecture = architecture_of(&parent).map_err(|error| logged(&error))?;
        let parent = (parent.name(), &architecture);
        Ok(TrainingPlan::of(parent, &photos, &products, &self.choice.writing))
    }

    fn shop(&self) -> Result<&ShopFolder, Message> {
        self.wires.shop.as_ref().map_err(Clone::clone)
    }

    fn store(&self) -> Result<Store, Message> {
        Store::open(self.shop()?).map_err(|error| logged(&error))
    }

    fn registry(&self) -> Result<Registry, Message> {
        Registry::open(self.shop()?.root()).map_err(|error| logged(&error))
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
        let written = fs::create_dir_all(&self.runs).map_err(RunError::file(&self.runs));
        let written = written.and_then(|()| {
            write_atomically(&self.runs.join(CHOICE), |out| out.write_all(text.as_bytes()))
                .map_err(|error| RunError::file(error.path)(error.source))
        });
        if let Err(error) = written {
            tracing::warn!(%error, "the choice for trainings was not kept");
        }
    }

    /// The recipe of a preset with what was changed.
    fn recipe(&self, preset: Preset) -> Result<Recipe, Message> {
        let plan = self.plan.as_ref().ok_or_else(|| Message::new("run-no-plan"))?;
        let never_mirrored = plan.never_mirrored();
        let adjustments = Adjustments { never_mirrored, ..self.choice.adjustments.clone() };
        adjustments.recipe(preset, &plan.architecture).map_err(|fault| fault.message())
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

fn failed(why: Message) -> Message {
    Message::new("run-failed").because(why)
}

fn wrong(why: Message) -> Message {
    Message::new("run-wrong-choice").because(why)
}
