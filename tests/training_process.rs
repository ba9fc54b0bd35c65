//! The process that trains, with the real program and a tiny network: what it tells, what it obeys,
//! and that neither its death nor the till's costs more than the pass at hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use tillsight::domain::ProductId;
use tillsight::registry::Registry;
use tillsight::teach::keeping::{AboutPhoto, PhotoKeeper, PhotoOrigin, PhotoToKeep};
use tillsight::teach::{RunChoice, RunCommand, RunShown, RunState, TeachCommand};
use tillsight::training::{RUN_EVENT_FORMAT, RunEvent, is_unfinished};

mod desks_alone;
mod sealed_shop;

use desks_alone::Desks;
use sealed_shop::SealedShop;

/// Nothing here takes a tenth of this; a test that hangs is to end.
const PATIENCE: Duration = Duration::from_secs(240);

/// A training process by itself, as a parent has it.
struct Training {
    child: Child,
    orders: Option<ChildStdin>,
    told: std::io::Lines<BufReader<ChildStdout>>,
}

impl Training {
    fn start(shop: &SealedShop, data: &str, more: &[&str]) -> Self {
        let mut arguments = vec![
            "train",
            "--data",
            data,
            "--name",
            "small",
            "--arch",
            "article",
            "--val",
            "0.25",
            "--batch",
            "4",
            "--device",
            "cpu",
            "--events",
            "--low-priority",
        ];
        arguments.extend(more);
        let mut command = shop.command(&arguments);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let orders = child.stdin.take();
        let told = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, orders, told }
    }

    fn order(&mut self, order: &str) {
        writeln!(self.orders.as_mut().unwrap(), "{order}").unwrap();
    }

    /// Events up to and with the first that `is_it`.
    fn until(&mut self, is_it: impl Fn(&RunEvent) -> bool) -> Vec<RunEvent> {
        let mut events = Vec::new();
        for line in self.told.by_ref() {
            let line = line.unwrap();
            let event: RunEvent = serde_json::from_str(&line).unwrap();
            events.push(event);
            if is_it(events.last().unwrap()) {
                return events;
            }
        }
        panic!("it ended after {events:?}");
    }
}

#[test]
fn it_tells_everything_and_obeys() {
    let shop = SealedShop::new();
    let data = shop.write_colours("colours", 8);
    let mut training = Training::start(&shop, &data, &["--epochs", "400"]);
    let events = training.until(|event| matches!(event, RunEvent::Epoch { .. }));
    assert!(
        matches!(events[0], RunEvent::Hello { format, low_priority: true, .. }
            if format == RUN_EVENT_FORMAT),
        "{:?}",
        events[0]
    );
    assert!(events.iter().any(|event| matches!(event, RunEvent::Reading { total: 24, .. })));
    assert!(events.iter().any(|event| matches!(event, RunEvent::Batch { .. })));
    training.order("pause");
    training.until(|event| *event == RunEvent::Paused);
    training.order("go on");
    let between = training.until(|event| *event == RunEvent::WentOn);
    assert_eq!(between, [RunEvent::WentOn], "nothing happened while it waited");
    training.order("stop");
    training.until(|event| *event == RunEvent::Stopped);
    assert!(training.child.wait().unwrap().success());

    let mut again = Training::start(&shop, &data, &["--epochs", "400", "--resume"]);
    let events = again.until(|event| matches!(event, RunEvent::Started { .. }));
    let Some(RunEvent::Started { epochs_done, .. }) = events.last() else { unreachable!() };
    assert!(*epochs_done >= 1);
    drop(again.orders.take());
    again.until(|event| *event == RunEvent::Stopped);
    assert!(again.child.wait().unwrap().success(), "the end of its parent is a stop");
}

#[test]
fn a_failure_is_an_event_and_an_exit_code() {
    let shop = SealedShop::new();
    let mut training = Training::start(&shop, &shop.arg("nowhere"), &[]);
    let events = training.until(RunEvent::is_last);
    let Some(RunEvent::Failed { reason, message }) = events.last() else { panic!("{events:?}") };
    assert!(reason.contains("nowhere is no data"), "{reason}");
    assert_eq!(message.as_ref().map(|message| message.id), Some("training-no-photos"));
    assert_eq!(training.child.wait().unwrap().code(), Some(1));
}

/// A shop whose promoted version is a tiny network, with photos of two products in its library.
struct SmallShop {
    world: SealedShop,
}

impl SmallShop {
    fn new() -> Self {
        let world = SealedShop::new();
        let data = world.write_colours("colours", 8);
        world.succeed(&[
            "train", "--data", &data, "--name", "tiny", "--arch", "article", "--val", "none",
            "--epochs", "1", "--batch", "8", "--device", "cpu", "--json",
        ]);
        world.succeed(&["models", "promote", "tiny"]);
        let shop = Self { world };
        shop.keep_photos();
        shop
    }

    fn root(&self) -> PathBuf {
        self.world.path("shop")
    }

    fn keep_photos(&self) {
        let mut keeper = PhotoKeeper::open(&self.root()).unwrap();
        let session = keeper.begin_session("colours").unwrap();
        for product in ["red", "green"] {
            for number in 0..8 {
                let name = format!("colours/{product}/{number}.png");
                let bytes = std::fs::read(self.world.path(&name)).unwrap();
                let about = AboutPhoto {
                    product: ProductId::new(product).unwrap(),
                    session,
                    origin: PhotoOrigin::File,
                    taken_at: None,
                    guessed: None,
                };
                keeper.keep(PhotoToKeep::File { bytes: &bytes, name: &name }, &about).unwrap();
            }
        }
    }

    fn is_unfinished(&self) -> bool {
        let registry = Registry::open_with_shipped(&self.root(), None).unwrap();
        is_unfinished(registry.versions_folder(), "shop-1")
    }
}

impl Desks {
    fn send(&self, command: RunCommand) {
        assert!(self.teaching.send(TeachCommand::Run(command)));
    }

    /// Begins a training of so many passes.
    fn begin(&self, epochs: usize) {
        let mut choice = RunChoice::default();
        choice.adjustments.epochs = Some(epochs);
        choice.cpu_only = true;
        self.send(RunCommand::Choose(choice));
        self.send(RunCommand::Begin);
    }

    /// Waits until a training is shown of which `is_so` holds.
    fn until(&self, is_so: impl Fn(&RunShown) -> bool) -> Arc<RunShown> {
        loop {
            let view = self.teaching.view();
            if let Some(run) = view.run.run.as_ref().filter(|run| is_so(run)) {
                return Arc::clone(run);
            }
            let last = view.run.run.as_ref().map(|run| run.state.clone());
            let notice = view.run.notice.clone();
            self.bell.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("{last:?} {notice:?}"));
        }
    }
}

#[test]
fn a_training_from_the_library_becomes_a_version() {
    let shop = SmallShop::new();
    let desks = Desks::open(&shop.root());
    desks.begin(2);
    let run = desks.until(|run| !run.state.is_at_work());
    assert_eq!(run.state, RunState::Finished);
    assert_eq!(run.progress.points.len(), 2);
    let registry = Registry::open_with_shipped(&shop.root(), None).unwrap();
    let version = registry.find("shop-1").unwrap();
    assert_eq!(version.manifest.parent.as_deref(), Some("tiny"));
    assert!(!shop.is_unfinished());
    drop(desks);
    let later = Desks::open(&shop.root());
    let run = later.until(|_| true);
    assert_eq!((run.state.clone(), run.progress.points.len()), (RunState::Finished, 2));
}

/// The training of a shop, found by the shop's folder in its arguments.
#[cfg(target_os = "linux")]
fn training_of(shop: &Path) -> i32 {
    let is_it = |process: &Path| {
        let line = std::fs::read(process.join("cmdline")).unwrap_or_default();
        let line = String::from_utf8_lossy(&line).into_owned();
        line.contains(shop.to_str().unwrap()) && line.contains("--events")
    };
    let mut processes = std::fs::read_dir("/proc").unwrap().map(|entry| entry.unwrap().path());
    let process = processes.find(|process| is_it(process)).unwrap();
    process.file_name().unwrap().to_str().unwrap().parse().unwrap()
}

#[cfg(target_os = "linux")]
fn kill_dead(process: i32) {
    let status = Command::new("kill").args(["-9", &process.to_string()]).status().unwrap();
    assert!(status.success());
}

#[cfg(target_os = "linux")]
#[test]
fn a_training_that_is_killed_is_told_and_goes_on_from_its_checkpoint() {
    let shop = SmallShop::new();
    let desks = Desks::open(&shop.root());
    desks.begin(150);
    desks.until(|run| run.progress.points.len() >= 2);
    kill_dead(training_of(&shop.root()));
    let run = desks.until(|run| !run.state.is_at_work());
    let RunState::Failed(message) = &run.state else { panic!("{:?}", run.state) };
    assert_eq!((message.id, message.args[0].1.as_str()), ("run-killed", "9"));
    assert!(shop.is_unfinished());
    desks.send(RunCommand::Resume);
    let run = desks.until(|run| run.state == RunState::Running);
    assert!(run.progress.epochs_done >= 1, "what was learnt is kept");
    let run = desks.until(|run| !run.state.is_at_work());
    assert_eq!((run.state.clone(), run.progress.points.len()), (RunState::Finished, 150));
}

/// The shop that the test below hands to a till in a process of its own.
const SHOP: &str = "TILLSIGHT_TEST_SHOP";

/// Not a test by itself: the till that the next test kills.
#[test]
fn a_till_to_be_killed() {
    let Some(shop) = std::env::var_os(SHOP) else { return };
    let desks = Desks::open(Path::new(&shop));
    desks.begin(2000);
    desks.until(|run| run.progress.points.len() >= 2);
    println!("it learns");
    desks.until(|run| !run.state.is_at_work());
}

#[cfg(target_os = "linux")]
#[test]
fn a_till_that_is_killed_finds_its_training_again() {
    let shop = SmallShop::new();
    let mut till = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_till_to_be_killed", "--nocapture"])
        .env(SHOP, shop.root())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(till.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(said.any(|line| line.contains("it learns")));
    till.kill().unwrap();
    till.wait().unwrap();
    let desks = Desks::open(&shop.root());
    let run = desks.until(|_| true);
    assert_eq!(run.state, RunState::Interrupted);
    assert!(run.progress.points.len() >= 2, "its plots are back");
    desks.send(RunCommand::Resume);
    let run = desks.until(|run| run.state == RunState::Running);
    assert!(run.progress.epochs_done >= 1, "what was learnt is kept");
    desks.send(RunCommand::Stop);
    desks.until(|run| run.state == RunState::Stopped);
    desks.send(RunCommand::Discard);
    while desks.teaching.view().run.run.is_some() {
        desks.bell.recv_timeout(PATIENCE).unwrap();
    }
    assert!(!shop.is_unfinished());
}
