//! The part for trainings as an owner meets it: found by its labels, used by the pointer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::sync::Arc;

use egui_kittest::Harness;
use tillsight::cnn::Architecture;
use tillsight::domain::{Message, ProductId};
use tillsight::photo::Picture;
use tillsight::teach::{
    AugmentationSettings, ChosenRecipe, CompareCommand, EpochPoint, Estimate, PlannedProduct,
    Preset, RunChoice, RunCommand, RunEnd, RunProgress, RunRequest, RunShown, RunStart, RunState,
    RunView, TeachCommand, TeachingView, TrainingPlan, VariantStrip,
};
use tillsight::texts::{Language, Texts};
use tillsight::till::machine::Machine;
use tillsight::ui::Action;
use tillsight::ui::pictures::Pictures;
use tillsight::ui::screen::Screen;
use tillsight::ui::theme::Tokens;
use tillsight::ui::training_screen::{Part, training_screen};
use tillsight::ui::window_state::WindowState;

mod window_harness;

use window_harness::{Framed, click, sized, tells};

struct Window {
    machine: Machine,
    local: WindowState,
    pictures: Option<Pictures>,
    language: &'static str,
    view: RunView,
    asked: Vec<RunCommand>,
    /// What the desk for versions was asked.
    compared: Vec<CompareCommand>,
}

impl Window {
    fn of(view: RunView) -> Self {
        let mut local = WindowState::default();
        local.training.part = Part::Train;
        let machine = Machine::default();
        let (asked, compared) = (Vec::new(), Vec::new());
        Self { machine, local, pictures: None, language: "en", view, asked, compared }
    }
}

impl Framed for Window {
    fn frame(&mut self, ui: &mut egui::Ui) {
        let pictures = self.pictures.get_or_insert_with(|| Pictures::at_once(ui.ctx()));
        let texts = Texts::new(Language::for_tag(self.language));
        let teaching = TeachingView { run: Arc::new(self.view.clone()), ..TeachingView::default() };
        let screen = Screen {
            snapshot: &self.machine.snapshot(),
            texts: &texts,
            tokens: Tokens::of(ui.ctx().theme()),
            pictures,
            drop_works: true,
            teaching: &teaching,
        };
        let all = egui::UiBuilder::new().max_rect(ui.ctx().content_rect());
        let covered = self.local.dialog_is_open(ui.ctx());
        let training = &mut self.local.training;
        let draw = |ui: &mut egui::Ui| training_screen(ui, &screen, training, covered);
        for action in ui.scope_builder(all, draw).inner {
            match action {
                Action::Teach(TeachCommand::Run(command)) => {
                    if let RunCommand::Choose(choice) = &command {
                        self.view.choice = Arc::new(choice.clone());
                    }
                    self.asked.push(command);
                }
                Action::Teach(TeachCommand::Compare(command)) => self.compared.push(command),
                _ => {}
            }
        }
    }
}

/// The part of the window below the top bar.
fn harness(window: Window) -> Harness<'static, Window> {
    let mut harness = sized(window, [1280.0, 648.0], egui::Theme::Light);
    harness.run();
    harness
}

fn plan() -> TrainingPlan {
    let product = |id: &str, photos, has_writing| PlannedProduct {
        id: ProductId::new(id).unwrap(),
        name: id.to_owned(),
        photos,
        has_writing,
    };
    TrainingPlan {
        parent: "grocery-1".to_owned(),
        architecture: Architecture::EfficientNetLite0,
        photos: 60,
        validation_photos: 12,
        products: vec![product("apple", 30, false), product("milk", 30, true)],
        obstacle: None,
        warnings: vec![Message::new("run-few-photos").naming("products", "fig")],
        examples: Vec::new(),
    }
}

fn idle() -> RunView {
    let estimate = |seconds, is_measured| Some(Estimate { seconds, is_measured });
    let look = |shade| Picture::filled(16, 16, [shade, 120, 80]);
    RunView {
        plan: Some(Arc::new(plan())),
        recipe: Some(ChosenRecipe {
            epochs: 8,
            learning_rate: 1e-3,
            size: 192,
            augmentation: AugmentationSettings {
                mirror: true,
                turn_degrees: 15.0,
                cut_away: 0.65,
                colour: 0.2,
                blur: 0.0,
            },
        }),
        estimates: [estimate(50.0, true), estimate(200.0, true), estimate(540.0, false)],
        strip: Some(Arc::new(VariantStrip {
            number: 1,
            product: ProductId::new("apple").unwrap(),
            looks: Arc::new((0..8).map(|number| look(number * 30)).collect()),
        })),
        ..RunView::default()
    }
}

fn run(state: RunState) -> RunView {
    let point = |epoch| EpochPoint {
        epoch,
        train_loss: 2.0 / epoch as f64,
        val_loss: Some(1.8 / epoch as f64),
        val_top1: Some(0.5 + epoch as f64 * 0.1),
        val_top4: Some(0.9),
    };
    let request = RunRequest {
        format: 1,
        name: "shop-3".to_owned(),
        parent: "grocery-1".to_owned(),
        choice: RunChoice::default(),
        asked_at: "2026-11-24T10:00:00Z".to_owned(),
        photos: 60,
        validation_photos: 20,
        products: 2,
    };
    let progress = RunProgress {
        start: Some(RunStart {
            photos: 60,
            validation_photos: 20,
            products: 2,
            device: "cpu".to_owned(),
        }),
        epochs: 8,
        epochs_done: 3,
        batches: (1, 2),
        images_per_second: 30.0,
        memory_mib: Some(880),
        points: Arc::new((1..=3).map(point).collect()),
        batch_losses: Arc::new((0..30).map(|at| [f64::from(at) / 9.0, 2.0]).collect()),
        ..RunProgress::default()
    };
    let request = Arc::new(request);
    RunView { run: Some(Arc::new(RunShown { request, state, progress })), ..idle() }
}

#[test]
fn an_owner_sees_what_it_takes_and_starts() {
    let mut harness = harness(Window::of(idle()));
    assert!(tells(&harness, "It learns from 60 photos of 2 products and begins from grocery-1."));
    assert!(tells(&harness, "less than a minute"));
    assert!(tells(&harness, "about 9 minutes (guess)"));
    assert!(tells(&harness, "less sure of: fig"));
    assert!(!tells(&harness, "Learning rate"), "the expert's settings are folded away");
    click(&mut harness, "Thorough");
    click(&mut harness, "Start training");
    let asked = &harness.state().asked;
    assert!(matches!(&asked[0], RunCommand::Choose(choice) if choice.preset == Preset::Thorough));
    assert!(matches!(asked[1], RunCommand::Begin));
}

#[test]
fn what_keeps_it_from_starting_is_told() {
    let mut view = idle();
    let obstacle = Some(Message::new("run-one-product").naming("product", "apple"));
    view.plan = Some(Arc::new(TrainingPlan { obstacle, ..plan() }));
    let mut harness = harness(Window::of(view));
    assert!(tells(&harness, "Only apple has photos"));
    click(&mut harness, "Start training");
    assert!(harness.state().asked.is_empty());
}

#[test]
fn an_expert_unfolds_the_settings() {
    let mut harness = harness(Window::of(idle()));
    click(&mut harness, "Settings for experts");
    click(&mut harness, "Mirror photos");
    let asked = harness.state().asked.last();
    let Some(RunCommand::Choose(choice)) = asked else { panic!("nothing was chosen") };
    assert!(!choice.adjustments.augmentation.unwrap().mirror);
    assert!(tells(&harness, "Learning rate") && tells(&harness, "Blur, at most"));
    click(&mut harness, "milk");
    let Some(RunCommand::Choose(choice)) = harness.state().asked.last() else { panic!() };
    assert_eq!(choice.writing.get("milk"), Some(&false));
}

#[test]
fn a_training_at_work_tells_its_time_and_waits_when_asked() {
    let mut harness = harness(Window::of(run(RunState::Running)));
    assert!(tells(&harness, "44 % done, less than a minute left"));
    assert!(tells(&harness, "On the processor · pass 4 of 8 · 30.0 photos a second · 880 MB"));
    assert!(tells(&harness, "Accuracy: 80\u{a0}%") && tells(&harness, "Loss: 0.600"));
    click(&mut harness, "Pause");
    click(&mut harness, "Stop");
    let asked = &harness.state().asked;
    assert!(matches!(asked.as_slice(), [RunCommand::Pause, RunCommand::Stop]));
}

#[test]
fn a_waiting_training_goes_on() {
    let mut harness = harness(Window::of(run(RunState::Paused)));
    click(&mut harness, "Go on");
    assert!(matches!(harness.state().asked.as_slice(), [RunCommand::GoOn]));
}

#[test]
fn an_interrupted_training_goes_on_or_is_given_up_after_a_question() {
    let mut harness = harness(Window::of(run(RunState::Interrupted)));
    assert!(tells(&harness, "The training of shop-3 was interrupted"));
    assert!(tells(&harness, "3 of 8 passes are kept"));
    click(&mut harness, "Go on with it");
    click(&mut harness, "Discard");
    assert!(tells(&harness, "Discard this training?"));
    click(&mut harness, "Discard it");
    let asked = &harness.state().asked;
    assert!(matches!(asked.as_slice(), [RunCommand::Resume, RunCommand::Discard]));
    assert!(!tells(&harness, "Discard this training?"));
}

#[test]
fn a_failure_is_told_in_one_sentence() {
    let message = Message::new("run-killed").naming("signal", "9");
    let harness = harness(Window::of(run(RunState::Failed(message))));
    assert!(tells(&harness, "ended the training from outside (signal 9)"));
}

#[test]
fn a_finished_training_leads_to_the_comparison() {
    let mut view = run(RunState::Finished);
    let shown = view.run.as_deref().unwrap().clone();
    // What is written may be worth less than the best epoch, and the owner is told of that.
    let end = Some(RunEnd::Finished { seconds: 90.0, top1: Some(0.7) });
    let progress = RunProgress { end, ..shown.progress.clone() };
    view.run = Some(Arc::new(RunShown { progress, ..shown }));
    let mut harness = harness(Window::of(view));
    assert!(tells(&harness, "It named 14 of the 20 photos right"));
    click(&mut harness, "Compare, then let it sell");
    assert_eq!(harness.state().local.training.part, Part::Compare);
    let [CompareCommand::Refresh, CompareCommand::Choose(version), ..] =
        &harness.state().compared[..]
    else {
        panic!("the new version is looked at")
    };
    assert_eq!(version, "shop-3");
}

#[test]
fn short_memory_is_a_notice() {
    let mut view = run(RunState::Running);
    let shown = view.run.as_deref().unwrap().clone();
    let progress = RunProgress { smaller_batch: Some(16), ..shown.progress.clone() };
    view.run = Some(Arc::new(RunShown { progress, ..shown }));
    assert!(tells(&harness(Window::of(view)), "goes on with 16 photos at a time"));
}

#[test]
fn it_speaks_chinese() {
    let mut window = Window::of(idle());
    window.language = "zh-CN";
    let mut harness = harness(window);
    assert!(tells(&harness, "开始训练") && tells(&harness, "60 张照片"));
    click(&mut harness, "专家设置");
    assert!(tells(&harness, "学习率"));
}
