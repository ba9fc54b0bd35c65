//! How the model at work follows the shop: what is taught is learnt, and another version takes over,
//! with as few loads as that takes. Counted, not timed.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use tillsight::domain::Message;
use tillsight::photo::Picture;
use tillsight::recognition::{Explanation, Recognition, Scope, Why};
use tillsight::till::{
    Command, LoadedModel, ModelCommand, ModelState, Recognise, Snapshot, TillConfig,
};

use super::running::{PATIENCE, Running};
use super::threads::is_ready;

/// A model that says when it is asked to follow the shop, and whether it can without another load.
struct Pupil {
    asked: Sender<()>,
    can: bool,
}

impl Recognise for Pupil {
    fn recognise(&mut self, _: &[&Picture], _: &Scope) -> Result<Vec<Recognition>, Message> {
        Err(Message::new("model-not-there"))
    }

    fn explain(&mut self, _: &Picture, _: &Why) -> Result<Explanation, Message> {
        Err(Message::new("model-not-there"))
    }

    fn follow_shop(&mut self) -> bool {
        self.asked.send(()).unwrap();
        self.can
    }
}

/// A till whose models are pupils, and how many were loaded, by which way.
struct School {
    running: Running,
    asked: Receiver<()>,
    loads: Arc<AtomicUsize>,
    tried: Arc<AtomicUsize>,
}

impl School {
    fn open(shop: &Path, can: bool) -> Self {
        let (told, asked) = channel();
        let told = Mutex::new(told);
        let (loads, tried): (Arc<AtomicUsize>, Arc<AtomicUsize>) = Default::default();
        let pupil = move |name: String| {
            let asked = told.lock().unwrap().clone();
            let recognise = Box::new(Pupil { asked, can });
            Ok(LoadedModel { name, device: "cpu".to_owned(), recognise })
        };
        let pupil = Arc::new(pupil);
        let (one, other) = (Arc::clone(&pupil), pupil);
        let (counted, tries) = (Arc::clone(&loads), Arc::clone(&tried));
        let config = TillConfig {
            load_model: Arc::new(move || {
                one(format!("load {}", counted.fetch_add(1, Ordering::SeqCst) + 1))
            }),
            load_version: Arc::new(move |name| {
                tries.fetch_add(1, Ordering::SeqCst);
                other(name.to_owned())
            }),
            ..Running::without_model(shop)
        };
        let running = Running::with(config);
        running.wait_until(is_ready);
        Self { running, asked, loads, tried }
    }

    fn wait_until_asked(&self) {
        self.asked.recv_timeout(PATIENCE).expect("the model is asked first");
    }

    fn loads(&self) -> usize {
        self.loads.load(Ordering::SeqCst)
    }
}

fn name(snapshot: &Snapshot) -> &str {
    match &snapshot.model {
        ModelState::Ready { name, .. } => name,
        ModelState::Loading | ModelState::Failed { .. } => "",
    }
}

#[test]
fn what_is_taught_is_learnt_without_another_load() {
    let shop = tempfile::tempdir().unwrap();
    let school = School::open(shop.path(), true);
    for _ in 0..3 {
        school.running.words();
        school.running.send(Command::FollowModel);
        school.wait_until_asked();
        // The command's own word, and the model's.
        school.running.wait();
        school.running.wait();
    }
    assert_eq!(name(&school.running.till.snapshot()), "load 1");
    assert_eq!(school.loads(), 1);
}

#[test]
fn what_the_model_cannot_follow_is_loaded_anew() {
    let shop = tempfile::tempdir().unwrap();
    let school = School::open(shop.path(), false);
    school.running.send(Command::FollowModel);
    school.wait_until_asked();
    school.running.wait_until(|snapshot| name(snapshot) == "load 2");
    assert_eq!(school.loads(), 2);
}

#[test]
fn a_version_that_was_tried_sells_without_another_load() {
    let shop = tempfile::tempdir().unwrap();
    let school = School::open(shop.path(), true);
    let version = "grocery-lite0".to_owned();
    school.running.send(ModelCommand::Promote { version: version.clone() });
    school.running.wait_until(|snapshot| snapshot.promotion.done == 1);
    // It is asked once more what the shop has promoted, and that is what it is.
    school.wait_until_asked();
    let snapshot = school.running.wait_until(|snapshot| name(snapshot) == version);
    assert!(snapshot.notices.is_empty());
    assert_eq!((school.loads(), school.tried.load(Ordering::SeqCst)), (1, 1));
}

#[test]
fn a_version_that_cannot_be_loaded_is_not_promoted() {
    let shop = tempfile::tempdir().unwrap();
    let config = TillConfig {
        load_version: Arc::new(|_| panic!("its network stops")),
        ..Running::without_model(shop.path())
    };
    let running = Running::with(config);
    running.send(ModelCommand::Promote { version: "grocery-lite0".to_owned() });
    let snapshot = running.wait_until(|snapshot| snapshot.promotion.problem.is_some());
    assert_eq!(snapshot.promotion.done, 0);
}
