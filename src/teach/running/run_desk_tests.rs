//! The desk of trainings by its commands, with a process that only notes what it is asked.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::Path;
use std::sync::{Arc, Mutex};

use super::run_desk::{RunDesk, RunWires};
use super::run_folder::{RunError, RunFolder};
use super::training_process::{Launches, ProcessEnd, TakesOrders};
use super::variant_strip::StripPainter;
use super::{AugmentationSettings, Preset, RunChoice, RunCommand, RunState};
use crate::desk::{Desk, Outbox, open_desk};
use crate::messages::logged;
use domain::{Message, ProductId};
use photo::{PerceptualHash, Picture, encode_png};
use store::{NewPhoto, PhotoOrigin, ShopFolder, Store};
use training::{RunEvent, RunOrder};

type Noted = Arc<Mutex<Vec<String>>>;

struct NotedLaunches {
    noted: Noted,
    works: bool,
}

struct NotedOrders(Noted);

impl Launches for NotedLaunches {
    fn launch(
        &self,
        folder: &RunFolder,
        resume: bool,
        number: u64,
    ) -> Result<Box<dyn TakesOrders>, RunError> {
        if !self.works {
            let source = std::io::Error::from(std::io::ErrorKind::NotFound);
            return Err(RunError::NoProgram { program: "tillsight".into(), source });
        }
        let name = &folder.request.name;
        self.noted.lock().unwrap().push(format!("launch {name} {resume} {number}"));
        Ok(Box::new(NotedOrders(Arc::clone(&self.noted))))
    }
}

impl TakesOrders for NotedOrders {
    fn order(&mut self, order: RunOrder) {
        self.0.lock().unwrap().push(order.to_string());
    }
}

struct Shop {
    folder: tempfile::TempDir,
    noted: Noted,
    versions_changed: Arc<Mutex<u32>>,
}

impl Shop {
    /// A shop with photos of two products.
    fn new() -> Self {
        let shop = Self::empty();
        let folder = ShopFolder::open(shop.folder.path()).unwrap();
        std::fs::create_dir_all(folder.photos()).unwrap();
        let mut store = Store::open(&folder).unwrap();
        let at = jiff::Timestamp::UNIX_EPOCH;
        let session = store.begin_photo_session(at, "").unwrap();
        for number in 0..6_u8 {
            let file = format!("{number}.png");
            let picture = Picture::filled(8, 8, [number * 30, 90, 120]);
            std::fs::write(folder.photos().join(&file), encode_png(&picture).unwrap()).unwrap();
            let product = if number % 2 == 0 { "apple" } else { "pear" };
            let photo = NewPhoto {
                file,
                content: format!("{number:064}"),
                looks: PerceptualHash(u64::from(number) * 0x1111_1111),
                product: ProductId::new(product).unwrap(),
                session,
                origin: PhotoOrigin::Camera,
                taken_at: None,
                added_at: at,
                guessed: None,
            };
            store.add_photo(&photo).unwrap();
        }
        shop
    }

    fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder, noted: Noted::default(), versions_changed: Arc::default() }
    }

    fn desk(&self) -> RunDesk {
        self.desk_that(true)
    }

    fn desk_that(&self, works: bool) -> RunDesk {
        let changed = Arc::clone(&self.versions_changed);
        RunDesk::open(RunWires {
            shop: ShopFolder::open(self.folder.path()).map_err(|error| logged(&error)),
            launcher: Box::new(NotedLaunches { noted: Arc::clone(&self.noted), works }),
            painter: StripPainter::begin(nobody()),
            versions_changed: Arc::new(move || *changed.lock().unwrap() += 1),
        })
    }

    fn noted(&self) -> Vec<String> {
        std::mem::take(&mut *self.noted.lock().unwrap())
    }

    fn write_event(&self, event: &RunEvent) {
        let runs = self.folder.path().join("runs");
        let folder = RunFolder::newest(&runs).unwrap();
        let line = serde_json::to_string(event).unwrap();
        std::io::Write::write_all(&mut folder.open_events().unwrap(), (line + "\n").as_bytes())
            .unwrap();
    }
}

/// An outbox that nobody reads.
fn nobody() -> Outbox<RunCommand> {
    struct Nobody;
    impl Desk for Nobody {
        type Command = RunCommand;
        type View = ();
        fn view(&self) {}
        fn carry_out(&mut self, _: RunCommand) {}
    }
    open_desk("nobody", (), Arc::new(|| {}), |_| Nobody).unwrap().outbox()
}

fn heard(number: u64, event: RunEvent) -> RunCommand {
    RunCommand::Heard { number, event }
}

fn started() -> RunEvent {
    RunEvent::Started {
        photos: 6,
        validation_photos: 0,
        classes: 2,
        epochs: 2,
        epochs_done: 0,
        device: "cpu".to_owned(),
        init: "grocery-1".to_owned(),
    }
}

fn finished() -> RunEvent {
    RunEvent::Finished { name: "shop-1".to_owned(), seconds: 3.0, val_top1: None }
}

fn state(desk: &RunDesk) -> RunState {
    desk.view().run.unwrap().state.clone()
}

fn tell(desk: &mut RunDesk, commands: impl IntoIterator<Item = RunCommand>) {
    commands.into_iter().for_each(|command| desk.carry_out(command));
}

#[test]
fn a_training_is_begun_watched_and_finished() {
    let shop = Shop::new();
    let mut desk = shop.desk();
    assert!(desk.view().run.is_none());
    desk.carry_out(RunCommand::Begin);
    assert_eq!(shop.noted(), ["launch shop-1 false 1"]);
    assert_eq!(state(&desk), RunState::Preparing);
    desk.carry_out(heard(1, started()));
    assert_eq!(state(&desk), RunState::Running);
    tell(
        &mut desk,
        [heard(1, finished()), RunCommand::Ended { number: 1, end: ProcessEnd::Code(0) }],
    );
    assert_eq!(state(&desk), RunState::Finished);
    assert_eq!(*shop.versions_changed.lock().unwrap(), 1);
    desk.carry_out(RunCommand::PutAside);
    assert!(desk.view().run.is_none());
}

#[test]
fn one_training_at_a_time() {
    let shop = Shop::new();
    let mut desk = shop.desk();
    tell(&mut desk, [RunCommand::Begin, RunCommand::Begin]);
    assert_eq!(shop.noted().len(), 1);
}

#[test]
fn it_waits_goes_on_and_stops_when_its_process_says_so() {
    let shop = Shop::new();
    let mut desk = shop.desk();
    tell(&mut desk, [RunCommand::Begin, heard(1, started()), RunCommand::Pause]);
    assert_eq!(state(&desk), RunState::Running, "the batch at hand is not done yet");
    desk.carry_out(heard(1, RunEvent::Paused));
    assert_eq!(state(&desk), RunState::Paused);
    tell(&mut desk, [RunCommand::GoOn, heard(1, RunEvent::WentOn)]);
    assert_eq!(state(&desk), RunState::Running);
    desk.carry_out(RunCommand::Stop);
    assert_eq!(state(&desk), RunState::Stopping);
    assert_eq!(shop.noted(), ["launch shop-1 false 1", "pause", "go on", "stop"]);
    let end = RunCommand::Ended { number: 1, end: ProcessEnd::Code(0) };
    tell(&mut desk, [heard(1, RunEvent::Stopped), end]);
    assert_eq!(state(&desk), RunState::Stopped);
    desk.carry_out(RunCommand::Resume);
    assert_eq!(shop.noted(), ["launch shop-1 false 2"], "no checkpoint: it begins anew");
}

#[test]
fn a_killed_process_is_told_and_can_be_taken_up() {
    let shop = Shop::new();
    let mut desk = shop.desk();
    let killed = RunCommand::Ended { number: 1, end: ProcessEnd::Signal(9) };
    tell(&mut desk, [RunCommand::Begin, heard(1, started()), killed]);
    let RunState::Failed(message) = state(&desk) else { panic!("{:?}", state(&desk)) };
    assert_eq!((message.id, message.args[0].1.as_str()), ("run-killed", "9"));
    std::fs::create_dir_all(shop.folder.path().join("versions/.training-shop-1/current")).unwrap();
    let state_file = shop.folder.path().join("versions/.training-shop-1/current/state.json");
    std::fs::write(state_file, "{}").unwrap();
    shop.noted();
    desk.carry_out(RunCommand::Resume);
    assert_eq!(shop.noted(), ["launch shop-1 true 2"], "from its checkpoint");
}

#[test]
fn word_of_an_earlier_process_changes_nothing() {
    let shop = Shop::new();
    let mut desk = shop.desk();
    let killed = RunCommand::Ended { number: 1, end: ProcessEnd::Signal(9) };
    tell(&mut desk, [RunCommand::Begin, killed, RunCommand::Resume]);
    let late = RunCommand::Ended { number: 1, end: ProcessEnd::Code(0) };
    tell(&mut desk, [heard(1, finished()), late]);
    assert_eq!(state(&desk), RunState::Preparing);
}

#[test]
fn what_a_power_cut_left_is_found_and_can_be_given_up() {
    let shop = Shop::new();
    tell(&mut shop.desk(), [RunCommand::Begin]);
    shop.write_event(&started());
    let mut desk = shop.desk();
    assert_eq!(state(&desk), RunState::Interrupted);
    assert_eq!(desk.view().run.unwrap().progress.epochs, 2);
    desk.carry_out(RunCommand::Discard);
    assert!(desk.view().run.is_none());
    assert!(shop.desk().view().run.is_none(), "nothing is left on the disk");
}

#[test]
fn a_finished_training_is_shown_again_after_a_restart() {
    let shop = Shop::new();
    tell(&mut shop.desk(), [RunCommand::Begin]);
    shop.write_event(&started());
    shop.write_event(&finished());
    assert_eq!(state(&shop.desk()), RunState::Finished);
}

#[test]
fn what_a_process_says_of_its_failure_is_passed_on() {
    let shop = Shop::new();
    let mut desk = shop.desk();
    let reason = "the training ran away".to_owned();
    let message = Some(Message::new("training-ran-away"));
    let end = RunCommand::Ended { number: 1, end: ProcessEnd::Code(1) };
    tell(&mut desk, [RunCommand::Begin, heard(1, RunEvent::Failed { reason, message }), end]);
    let RunState::Failed(message) = state(&desk) else { panic!("{:?}", state(&desk)) };
    assert_eq!(message.because.unwrap().id, "training-ran-away");
}

#[test]
fn a_program_that_does_not_start_is_told() {
    let shop = Shop::new();
    let mut desk = shop.desk_that(false);
    desk.carry_out(RunCommand::Begin);
    assert!(matches!(state(&desk), RunState::Failed(_)));
}

#[test]
fn without_photos_nothing_begins_and_the_reason_is_told() {
    let shop = Shop::empty();
    let mut desk = shop.desk();
    desk.carry_out(RunCommand::Begin);
    assert!(desk.view().run.is_none());
    assert_eq!(desk.view().notice.unwrap().id, "run-no-photos");
    assert!(shop.noted().is_empty());
}

#[test]
fn a_choice_is_kept_over_a_restart_and_a_wrong_one_is_told() {
    let shop = Shop::new();
    let mut choice = RunChoice { preset: Preset::Thorough, ..RunChoice::default() };
    choice.adjustments.epochs = Some(3);
    choice.adjustments.augmentation =
        Some(AugmentationSettings { mirror: false, ..AugmentationSettings::GREATEST });
    tell(&mut shop.desk(), [RunCommand::Choose(choice.clone())]);
    let mut desk = shop.desk();
    assert_eq!(*desk.view().choice, choice);
    assert_eq!(desk.view().recipe.unwrap().epochs, 3);
    choice.adjustments.learning_rate = Some(-1.0);
    desk.carry_out(RunCommand::Choose(choice));
    assert_eq!(desk.view().notice.unwrap().id, "run-wrong-choice");
    desk.carry_out(RunCommand::Begin);
    assert!(desk.view().run.is_none(), "it is not begun with nonsense");
}

#[test]
fn a_whole_training_is_timed_and_its_epochs_alone_are_not() {
    let shop = Shop::new();
    let mut desk = shop.desk();
    let measured = |desk: &RunDesk| desk.view().estimates[1].unwrap().is_measured;
    assert!(!measured(&desk));
    let epoch = |epoch| RunEvent::Epoch {
        epoch,
        epochs: 2,
        train_loss: 1.0,
        val_loss: None,
        val_top1: None,
        val_top4: None,
        seconds: 2.0,
    };
    let begun = [RunCommand::Begin, heard(1, started()), heard(1, epoch(1)), heard(1, epoch(2))];
    tell(&mut desk, begun);
    assert!(!measured(&desk), "what comes after the last epoch takes time, too");
    tell(&mut desk, [heard(1, finished())]);
    assert!(measured(&desk));
    assert!(measured(&shop.desk()), "it is kept");
}

#[test]
fn the_training_reads_what_the_desk_wrote() {
    let shop = Shop::new();
    tell(&mut shop.desk(), [RunCommand::Begin]);
    let list = shop.folder.path().join("runs/shop-1/train.txt");
    let data = training::DataSet::open(Path::new(&list)).unwrap();
    assert_eq!(data.photos.len(), 6);
    assert!(data.photos.iter().all(|photo| photo.read().is_ok()));
    let ids: Vec<&str> = data.labels.iter().map(|label| label.id.as_str()).collect();
    assert_eq!(ids, ["apple", "pear"]);
}
