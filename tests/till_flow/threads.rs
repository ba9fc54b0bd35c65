//! The same promises with threads, a database and a camera made of files.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tillsight::devices::{Camera, CameraError, CameraInfo, FolderCamera, Patience};
use tillsight::domain::settings::SCALE;
use tillsight::domain::{Message, Product, Unit, WeighedBy};
use tillsight::photo::{HeatMap, Picture, Region};
use tillsight::recognition::{Basis, Explanation, Recognition, Scope, Why};
use tillsight::store::{CaptureKind, ShopFolder, Store};
use tillsight::till::{
    CameraState, Cameras, Command, Doubt, ItemState, LoadedModel, ModelState, PhotoSource,
    Recognise, ShopState, Snapshot, TillConfig, WhyState, samples,
};

use super::running::Running;
use super::script::*;

/// Answers with what it is given, and panics when asked to.
struct Script(Vec<Result<Vec<Recognition>, Message>>);

impl Recognise for Script {
    fn recognise(&mut self, _: &[&Picture], _: &Scope) -> Result<Vec<Recognition>, Message> {
        if self.0.is_empty() {
            panic!("tensor shapes do not match");
        }
        self.0.remove(0)
    }

    /// Everything speaks for a product, and a question about two of them is too much.
    fn explain(&mut self, picture: &Picture, why: &Why) -> Result<Explanation, Message> {
        assert!(why.instead_of.is_none(), "tensor shapes do not match");
        let (width, height) = (picture.width(), picture.height());
        Ok(Explanation {
            why: why.clone(),
            map: HeatMap::of_evidence(width, height, |_, _| 1.0),
            seen: Region { x: 0.0, y: 0.0, width: width as f32, height: height as f32 },
            basis: Basis::ClassMap,
        })
    }
}

struct NoCameras;

impl Cameras for NoCameras {
    fn list(&self) -> Vec<CameraInfo> {
        Vec::new()
    }

    fn open(&self, id: &str) -> Result<Box<dyn Camera>, CameraError> {
        Err(CameraError::NotFound { camera: id.to_owned() })
    }
}

struct Pictures(std::path::PathBuf);

impl Cameras for Pictures {
    fn list(&self) -> Vec<CameraInfo> {
        vec![CameraInfo { id: "folder".to_owned(), name: "Folder".to_owned() }]
    }

    fn open(&self, _: &str) -> Result<Box<dyn Camera>, CameraError> {
        Ok(Box::new(FolderCamera::open(&self.0, Duration::from_millis(5))?))
    }

    fn patience(&self) -> Patience {
        Patience::SCRIPTED
    }
}

impl Running {
    pub fn start(
        shop: &Path,
        answers: Vec<Result<Vec<Recognition>, Message>>,
        cameras: Arc<dyn Cameras>,
    ) -> Self {
        let script = Mutex::new(Some(Script(answers)));
        let config = TillConfig {
            load_model: Arc::new(move || {
                let script = script.lock().unwrap().take();
                Ok(LoadedModel {
                    name: "script".to_owned(),
                    device: "cpu".to_owned(),
                    recognise: Box::new(script.ok_or(Message::new("model-not-there"))?),
                })
            }),
            cameras,
            ..TillConfig::for_shop(shop).unwrap()
        };
        Self::with(config)
    }

    pub fn show_sample(&self) {
        let name = samples::names()[0].to_owned();
        assert!(self.till.send(Command::OpenPhotos(vec![PhotoSource::Sample(name)])));
    }
}

pub fn is_ready(snapshot: &Snapshot) -> bool {
    snapshot.shop == ShopState::Open && matches!(snapshot.model, ModelState::Ready { .. })
}

#[test]
fn a_sample_becomes_a_line_and_the_line_a_sale_in_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let answers = vec![Ok(vec![accept("mango")])];
    let running = Running::start(folder.path(), answers, Arc::new(NoCameras));
    running.wait_until(is_ready);
    running.show_sample();
    let snapshot = running.wait_until(|snapshot| !snapshot.cart.lines.is_empty());
    assert_eq!(line_products(&snapshot), ["mango"]);
    let thumbnail = snapshot.items[0].thumbnail.as_ref().unwrap();
    assert!(thumbnail.width().max(thumbnail.height()) <= 640);

    if snapshot.cart.weight_needed {
        let line = snapshot.cart.lines[0].id;
        running.till.send(Command::SetWeight(line, "500".to_owned()));
    }
    running.wait_until(|snapshot| snapshot.cart.can_complete);
    running.till.send(Command::CompleteSale);
    let snapshot = running.wait_until(|snapshot| snapshot.last_sale.is_some());
    let sold = snapshot.last_sale.clone().unwrap();
    drop(running); // waits for the till to let go of the database

    let mut store = Store::open(&ShopFolder::open(folder.path()).unwrap()).unwrap();
    let recorded = store.deal(sold.number).unwrap().expect("the sale is written");
    assert_eq!(recorded.deal.totals().gross, sold.total);
    assert_eq!(store.sales_count().unwrap(), 1);
}

#[test]
fn what_the_command_line_changed_is_taken_up_with_the_next_item() {
    let folder = tempfile::tempdir().unwrap();
    let loads = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&loads);
    let running = Running::with(TillConfig {
        load_model: Arc::new(move || {
            counted.fetch_add(1, Ordering::SeqCst);
            let answers = vec![Ok(vec![accept("mango")]), Ok(vec![accept("mango")])];
            let recognise = Box::new(Script(answers));
            Ok(LoadedModel { name: "script".to_owned(), device: "cpu".to_owned(), recognise })
        }),
        cameras: Arc::new(NoCameras),
        ..TillConfig::for_shop(folder.path()).unwrap()
    });
    running.wait_until(is_ready);
    running.show_sample();
    running.wait_until(|snapshot| !snapshot.cart.lines.is_empty());
    assert_eq!(loads.load(Ordering::SeqCst), 1, "nothing has changed");

    let mut store = Store::open(&ShopFolder::open(folder.path()).unwrap()).unwrap();
    let kiwi = store.products().unwrap().into_iter().find(|one| one.id == id("kiwi")).unwrap();
    store.save_product(&Product { name: "Kiwi from next door".to_owned(), ..kiwi }).unwrap();
    store.note_outside_change().unwrap();
    running.show_sample();
    running.wait_until(|snapshot| {
        let is_new = |product: &Arc<Product>| product.name == "Kiwi from next door";
        snapshot.products.iter().any(is_new) && loads.load(Ordering::SeqCst) == 2
    });
}

#[test]
fn a_panic_in_the_model_leaves_a_till_that_sells() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::start(folder.path(), Vec::new(), Arc::new(NoCameras));
    running.wait_until(is_ready);
    running.show_sample();
    let failed = |snapshot: &Snapshot| matches!(snapshot.model, ModelState::Failed { .. });
    let snapshot = running.wait_until(failed);
    let ModelState::Failed { message } = &snapshot.model else { panic!("failed") };
    assert_eq!(message.id, "model-panicked");
    assert!(matches!(snapshot.items[0].state, ItemState::Asked { doubt: Doubt::Anything, .. }));

    let product = snapshot.products[0].id.clone();
    running.till.send(Command::AddProduct(product));
    running.wait_until(|snapshot| snapshot.cart.lines.len() == 1);
    running.till.send(Command::LoadModel);
    // Not `Loading`: that snapshot may be gone before anybody looks.
    let again = ModelState::Failed { message: Message::new("model-not-there") };
    running.wait_until(|snapshot| snapshot.model == again);
}

fn why_state(snapshot: &Snapshot) -> Option<&WhyState> {
    snapshot.why.as_ref().map(|why| &why.state)
}

pub fn is_asked(snapshot: &Snapshot) -> bool {
    let first = snapshot.items.first();
    matches!(first.map(|item| &item.state), Some(ItemState::Asked { .. }))
}

#[test]
fn the_evidence_comes_on_the_photo_and_a_panic_in_finding_it_leaves_a_till_that_sells() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::start(folder.path(), vec![Ok(vec![ask()])], Arc::new(NoCameras));
    running.wait_until(is_ready);
    running.show_sample();
    let item = running.wait_until(is_asked).items[0].id;
    running.till.send(Command::Why(item));
    let shown = |snapshot: &Snapshot| matches!(why_state(snapshot), Some(WhyState::Shown(_)));
    let snapshot = running.wait_until(shown);
    let Some(WhyState::Shown(evidence)) = why_state(&snapshot) else { panic!("shown") };
    assert!(evidence.whole);
    let picture = &evidence.picture;
    assert!(picture.width().max(picture.height()) <= 960);
    let grey = |pixel: &[u8]| pixel[0] == pixel[1] && pixel[1] == pixel[2];
    assert!(!picture.rgb().chunks(3).any(grey), "all of it is in colours");

    running.till.send(Command::Why(item));
    let failed = |snapshot: &Snapshot| matches!(snapshot.model, ModelState::Failed { .. });
    let snapshot = running.wait_until(failed);
    assert!(snapshot.why.is_none());
    running.till.send(Command::AddProduct(snapshot.products[0].id.clone()));
    running.wait_until(|snapshot| snapshot.cart.lines.len() == 1);
}

#[test]
fn a_photo_that_is_no_longer_there_cannot_be_explained_and_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let shop = folder.path().join("shop");
    let running = Running::start(&shop, vec![Ok(vec![ask()])], Arc::new(NoCameras));
    running.wait_until(is_ready);
    let name = samples::names()[0];
    let file = folder.path().join(name);
    std::fs::write(&file, samples::bytes(name).unwrap()).unwrap();
    running.till.send(Command::OpenPhotos(vec![PhotoSource::File(file.clone())]));
    let item = running.wait_until(is_asked).items[0].id;
    std::fs::remove_file(&file).unwrap();
    running.till.send(Command::Why(item));
    let failed = |snapshot: &Snapshot| matches!(why_state(snapshot), Some(WhyState::Failed(_)));
    let snapshot = running.wait_until(failed);
    let Some(WhyState::Failed(message)) = why_state(&snapshot) else { panic!("failed") };
    assert_eq!(message.id, "photo-unreadable");
    assert!(is_ready(&snapshot), "the model is as it was");
}

#[test]
fn an_item_that_is_pointed_at_is_looked_at_on_the_photo_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let answers = [Some(0), Some(1)].map(|chosen| Ok(vec![with_items(ask(), 2, chosen)]));
    let running = Running::start(folder.path(), answers.into(), Arc::new(NoCameras));
    running.wait_until(is_ready);
    running.show_sample();
    let item = running.wait_until(is_asked).items[0].id;
    running.till.send(Command::LookAt { item, chosen: Some(1) });
    let looked_at = |snapshot: &Snapshot| {
        snapshot.items.iter().any(|item| item.found.chosen == Some(1) && !item.pointing)
    };
    assert!(is_asked(&running.wait_until(looked_at)));

    // There is no answer any more, so the model breaks.
    running.till.send(Command::LookAt { item, chosen: Some(0) });
    let failed = |snapshot: &Snapshot| matches!(snapshot.model, ModelState::Failed { .. });
    let snapshot = running.wait_until(failed);
    assert!(!snapshot.items[0].pointing && snapshot.items[0].found.chosen == Some(1));
}

#[test]
fn a_picture_is_taken_from_a_camera() {
    let folder = tempfile::tempdir().unwrap();
    let photos = folder.path().join("photos");
    std::fs::create_dir(&photos).unwrap();
    let name = samples::names()[0];
    std::fs::write(photos.join(name), samples::bytes(name).unwrap()).unwrap();
    let shop = folder.path().join("shop");
    let running = Running::start(&shop, vec![Ok(vec![ask()])], Arc::new(Pictures(photos)));
    running.wait_until(|snapshot| is_ready(snapshot) && snapshot.camera.found.is_some());
    running.till.send(Command::StartCamera(None));
    running.wait_until(|snapshot| snapshot.camera.frame.is_some());
    running.till.send(Command::TakePicture);
    running.wait_until(is_asked);
    running.till.send(Command::StopCamera);
    running.wait_until(|snapshot| snapshot.camera.state == CameraState::Off);
}

#[test]
fn a_shop_that_is_a_file_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop");
    std::fs::write(&file, "not a folder").unwrap();
    let running = Running::start(&file, Vec::new(), Arc::new(NoCameras));
    let failed = |snapshot: &Snapshot| matches!(snapshot.shop, ShopState::Failed(_));
    let snapshot = running.wait_until(failed);
    assert!(!snapshot.cart.can_complete);
}

#[test]
fn a_photo_that_a_clerk_named_is_kept_with_a_row() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::start(folder.path(), vec![Ok(vec![ask()])], Arc::new(NoCameras));
    running.wait_until(is_ready);
    running.show_sample();
    let item = running.wait_until(is_asked).items[0].id;
    running.till.send(Command::ChooseCandidate { item, product: id("lime") });
    let shop = ShopFolder::open(folder.path()).unwrap();
    let mut store = Store::open(&shop).unwrap();
    let capture = loop {
        // The till wakes the window after everything that it has done.
        running.wait();
        if let Some(capture) = store.captures().unwrap().pop() {
            break capture;
        }
    };
    assert_eq!((capture.product, capture.kind), (id("lime"), CaptureKind::Choice));
    let kept = tillsight::photo::load(&shop.captures().join(&capture.file)).unwrap();
    assert!(kept.width() > 0);
}

#[test]
fn a_disk_that_keeps_no_photo_sells_on() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("captures"), "no folder").unwrap();
    let running = Running::start(folder.path(), vec![Ok(vec![ask()])], Arc::new(NoCameras));
    running.wait_until(is_ready);
    running.show_sample();
    let item = running.wait_until(is_asked).items[0].id;
    running.till.send(Command::ChooseCandidate { item, product: id("lime") });
    let said =
        |snapshot: &Snapshot| snapshot.notices.iter().any(|n| n.message.id == "problem-capture");
    let snapshot = running.wait_until(said);
    assert_eq!(line_products(&snapshot), ["lime"]);
}

#[cfg(unix)]
#[test]
fn a_banana_on_a_scale_is_weighed_by_itself() {
    use super::simulated_scale::{Says, SimulatedScale, Speaks};

    let folder = tempfile::tempdir().unwrap();
    let scale = SimulatedScale::plugged_in(Speaks::Toledo, Says::Grams(0));
    let mut store = Store::open(&ShopFolder::open(folder.path()).unwrap()).unwrap();
    store.set_text(&SCALE, &scale.setting()).unwrap();
    drop(store);
    let running = Running::start(folder.path(), Vec::new(), Arc::new(NoCameras));
    let snapshot = running.wait_until(is_ready);
    let by_weight = snapshot.products.iter().find(|p| p.unit() == Some(Unit::Kg)).unwrap();
    running.till.send(Command::AddProduct(by_weight.id.clone()));
    running.wait_until(|snapshot| snapshot.cart.weight_needed);
    scale.says(Says::Grams(350));
    let snapshot = running.wait_until(|snapshot| snapshot.cart.can_complete);
    let weighing = snapshot.cart.lines[0].weighing.unwrap();
    assert_eq!((weighing.net().get(), weighing.by()), (350, WeighedBy::Scale));
}

/// Loads one script after the other; each waits until it may.
fn with_models(shop: &Path, models: Vec<Result<Script, Message>>) -> (Running, Sender<()>) {
    let (go, gate) = channel();
    let gate = Mutex::new(gate);
    let models = Mutex::new(models);
    let config = TillConfig {
        load_model: Arc::new(move || {
            gate.lock().unwrap().recv().unwrap();
            let mut models = models.lock().unwrap();
            let name = format!("{} left", models.len() - 1);
            let script = models.remove(0)?;
            Ok(LoadedModel { name, device: "cpu".to_owned(), recognise: Box::new(script) })
        }),
        ..Running::without_model(shop)
    };
    (Running::with(config), go)
}

fn model_name(snapshot: &Snapshot) -> Option<&str> {
    match &snapshot.model {
        ModelState::Ready { name, .. } => Some(name),
        ModelState::Loading | ModelState::Failed { .. } => None,
    }
}

#[test]
fn another_model_is_loaded_beside_the_one_at_work() {
    let folder = tempfile::tempdir().unwrap();
    let first = Script(vec![Ok(vec![accept("mango")])]);
    let second = Script(vec![Ok(vec![accept("kiwi")])]);
    let (running, go) = with_models(folder.path(), vec![Ok(first), Ok(second)]);
    go.send(()).unwrap();
    running.wait_until(is_ready);
    running.till.send(Command::FollowModel);
    // The second one is still being loaded: the first one answers.
    running.show_sample();
    let snapshot = running.wait_until(|snapshot| !snapshot.cart.lines.is_empty());
    assert_eq!(model_name(&snapshot), Some("1 left"));
    assert_eq!(line_products(&snapshot), ["mango"]);
    go.send(()).unwrap();
    running.wait_until(|snapshot| model_name(snapshot) == Some("0 left"));
    running.show_sample();
    let snapshot = running.wait_until(|snapshot| snapshot.cart.lines.len() == 2);
    assert_eq!(line_products(&snapshot), ["mango", "kiwi"]);
}

#[test]
fn a_model_that_fails_to_load_leaves_the_other_at_work() {
    let folder = tempfile::tempdir().unwrap();
    let first = Script(vec![Ok(vec![accept("mango")])]);
    let broken = Err(Message::new("file-damaged"));
    let (running, go) = with_models(folder.path(), vec![Ok(first), broken]);
    go.send(()).unwrap();
    running.wait_until(is_ready);
    running.till.send(Command::FollowModel);
    go.send(()).unwrap();
    running.wait_until(|snapshot| snapshot.notices.iter().any(|it| it.message.id == "model-kept"));
    running.show_sample();
    let snapshot = running.wait_until(|snapshot| !snapshot.cart.lines.is_empty());
    assert_eq!(line_products(&snapshot), ["mango"]);
}
