//! The bench by its commands: real threads and files, a scripted model.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use tempfile::TempDir;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::super::command::ExportForm;
use super::super::naming::{LoadedVersion, NamePictures, ShopNow};
use super::super::view::{BenchScope, BenchVersion, LoadedInfo};
use super::super::words::{MakeWords, WordArgument, Words};
use super::*;
use crate::domain::ProductId;
use crate::photo::{Colours, Fit, HeatMap, Picture, Preparation, Prepared, Region};
use crate::recognition::{Basis, Candidate, Decision, Explanation, Millis, Recognition};
use crate::registry::Thresholds;
use crate::teach::{DeskHandle, open_desk};

const RED: [u8; 3] = [220, 30, 30];
const GREEN: [u8; 3] = [30, 220, 30];
const BLUE: [u8; 3] = [30, 30, 220];

fn id(text: &str) -> ProductId {
    ProductId::new(text).unwrap()
}

/// Sees colours: red is an orange, green perhaps a lime, blue nothing that is sold. A version called
/// `colour-blind` takes all for oranges.
struct ColourScript {
    blind: bool,
    /// Before each batch it waits for a word, where there is a gate.
    gate: Option<Receiver<()>>,
}

impl NamePictures for ColourScript {
    fn preparation(&self) -> Preparation {
        let (mean, scale) = ([0.0; 3], [1.0; 3]);
        Preparation { size: 8, fit: Fit::Stretch, mean, scale, colours: Colours::default() }
    }

    fn name(&mut self, pictures: &[&Prepared]) -> Result<Vec<Recognition>, String> {
        if let Some(gate) = &self.gate {
            // A gate that is gone is open.
            let _word = gate.recv();
        }
        Ok(pictures.iter().map(|picture| self.look(picture)).collect())
    }

    fn explain(&mut self, picture: &Picture, why: &Why) -> Result<Explanation, String> {
        if why.product == id("lime") {
            return Err("limes cannot be explained".to_owned());
        }
        let (width, height) = (picture.width(), picture.height());
        let seen = Region { x: 0.0, y: 0.0, width: width as f32, height: height as f32 };
        let map = HeatMap::of_evidence(width, height, |x, _| x);
        Ok(Explanation { why: why.clone(), map, seen, basis: Basis::ClassMap })
    }
}

impl ColourScript {
    fn look(&self, picture: &Prepared) -> Recognition {
        let planes: Vec<f32> = picture.data().chunks_exact(64).map(|p| p.iter().sum()).collect();
        let strongest = (0..3).max_by(|a, b| planes[*a].total_cmp(&planes[*b])).unwrap();
        let (decision, scores) = match strongest {
            0 => (Decision::Accept(id("orange")), [("orange", 0.95), ("lime", 0.05)]),
            _ if self.blind => (Decision::Accept(id("orange")), [("orange", 0.9), ("lime", 0.1)]),
            1 => (Decision::Ask, [("lime", 0.6), ("orange", 0.4)]),
            _ => (Decision::Unknown, [("orange", 0.5), ("lime", 0.5)]),
        };
        let candidates =
            scores.map(|(product, score)| Candidate { product: id(product), score }).to_vec();
        let thresholds = Thresholds { accept: 0.9, familiar: 0.0, unknown: 0.2 };
        Recognition { decision, candidates, known: 0.5, thresholds, millis: Millis::default() }
    }
}

fn loaded(wanted: &WantedVersion, gate: Option<Receiver<()>>) -> LoadedVersion {
    let version = wanted.name.clone().unwrap_or_else(|| "colours".to_owned());
    let blind = version == "colour-blind";
    let device = "cpu".to_owned();
    let info = LoadedInfo { version, device, scope: BenchScope::OnSale, products: 2 };
    let known = ["orange", "lime"]
        .map(|product| KnownProduct { product: id(product), kind: "citrus".to_owned() });
    let naming = Box::new(ColourScript { blind, gate });
    LoadedVersion { info, known: known.to_vec(), naming }
}

fn shop() -> ShopNow {
    let version = |name: &str, promoted| BenchVersion { name: name.to_owned(), promoted };
    ShopNow {
        products: Vec::new(),
        versions: vec![version("colours", true), version("colour-blind", false)],
    }
}

struct Bench {
    desk: DeskHandle<BenchCommand, BenchView>,
    wakings: Receiver<()>,
    folder: TempDir,
}

impl Bench {
    fn with(
        load: impl Fn(&WantedVersion) -> Result<LoadedVersion, String> + Send + Sync + 'static,
    ) -> Self {
        let (woken, wakings) = unbounded();
        let tools = BenchTools { load: Arc::new(load), read_shop: Arc::new(|| Ok(shop())) };
        let wake = Arc::new(move || _ = woken.send(()));
        let desk = open_desk("bench", BenchView::default(), wake, move |outbox| {
            BenchDesk::new(tools.clone(), outbox.clone())
        });
        Self { desk: desk.unwrap(), wakings, folder: tempfile::tempdir().unwrap() }
    }

    fn new() -> Self {
        Self::with(|wanted| Ok(loaded(wanted, None)))
    }

    /// A bench whose model waits for a word before each batch.
    fn gated() -> (Self, Sender<()>) {
        let (open, gate) = bounded(1000);
        (Self::with(move |wanted| Ok(loaded(wanted, Some(gate.clone())))), open)
    }

    fn send(&self, command: BenchCommand) {
        assert!(self.desk.send(command));
    }

    fn open(&self, path: impl AsRef<Path>) {
        self.send(BenchCommand::Open(vec![path.as_ref().to_owned()]));
    }

    /// Waits until the view is as `wanted`.
    fn until(&self, wanted: impl Fn(&BenchView) -> bool) -> Arc<BenchView> {
        loop {
            let view = self.desk.view();
            if wanted(&view) {
                return view;
            }
            self.wakings.recv_timeout(Duration::from_secs(60)).expect("it never came so far");
        }
    }

    /// Waits until all pictures are done, so many.
    fn done(&self, pictures: usize) -> Arc<BenchView> {
        self.until(|view| {
            view.rows.len() == pictures && view.work == BenchWork::Idle && view.tally.waiting == 0
        })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn paint(&self, name: &str, colour: [u8; 3]) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, png(colour)).unwrap();
        path
    }
}

fn png(colour: [u8; 3]) -> Vec<u8> {
    encode_png(&Picture::filled(40, 30, colour)).unwrap()
}

fn zip_of(path: &Path, entries: &[(&str, &[u8])]) {
    let mut writer = ZipWriter::new(fs::File::create(path).unwrap());
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap();
}

/// The reason why the only row cannot be read.
fn reason(view: &BenchView) -> &'static str {
    match &view.rows[0].state {
        RowState::Unreadable(message) => message.id,
        other => panic!("{other:?} is not unreadable"),
    }
}

#[test]
fn a_folder_of_folders_is_named_and_judged_by_its_names() {
    let bench = Bench::new();
    bench.paint("fruit/Orange/1.png", RED);
    bench.paint("fruit/Orange/2.png", GREEN);
    bench.paint("fruit/lime/3.png", GREEN);
    bench.paint("fruit/lime/4.png", BLUE);
    bench.open(bench.path("fruit"));
    let view = bench.done(4);
    let tally = &view.tally;
    assert_eq!((tally.first.sure, tally.first.asked, tally.first.unknown), (1, 2, 1));
    assert_eq!((tally.first.right.yes, tally.first.right.all, tally.wrong), (2, 4, 2));
    assert_eq!((tally.first.sure_right.yes, tally.first.sure_right.all), (1, 1));
    let folders: Vec<_> =
        tally.folders.iter().map(|one| (one.folder.as_str(), one.pictures)).collect();
    assert_eq!(folders, [("Orange", 2), ("lime", 2)]);
    let taken: Vec<_> = tally
        .mix_ups
        .iter()
        .map(|one| (one.shows.clone(), one.taken_for.clone(), one.count, one.of))
        .collect();
    let of = |product| Truth::Product(id(product));
    assert_eq!(taken, [(of("lime"), None, 1, 2), (of("orange"), Some(id("lime")), 1, 2)]);
    assert!(view.rows.iter().all(|row| row.thumbnail.is_some()));
    assert_eq!(view.loaded.as_ref().unwrap().version, "colours");
}

#[test]
fn a_kind_is_right_whatever_product_of_it_is_named() {
    let bench = Bench::new();
    bench.paint("Citrus/1.png", RED);
    bench.paint("Citrus/2.png", GREEN);
    bench.open(bench.path("Citrus"));
    let view = bench.done(2);
    assert_eq!(view.tally.folders[0].truth.truth, Truth::Kind("citrus".to_owned()));
    assert_eq!(view.tally.first.right.yes, 2);
}

#[test]
fn a_lone_picture_is_judged_by_the_folder_it_lies_in() {
    let bench = Bench::new();
    bench.open(bench.paint("lime/1.png", RED));
    assert_eq!(bench.done(1).tally.wrong, 1);
}

#[test]
fn a_zip_is_named_in_place() {
    let bench = Bench::new();
    let (red, green) = (png(RED), png(GREEN));
    zip_of(&bench.path("a.zip"), &[("orange/1.png", &red), ("lime/2.png", &green), ("x.txt", b"")]);
    bench.open(bench.path("a.zip"));
    let view = bench.done(2);
    assert_eq!(view.tally.first.right.yes, 2);
    assert_eq!(view.rows[0].place, "a/lime/2.png");
}

#[test]
fn what_is_no_picture_is_a_row_with_a_reason_and_holds_up_nothing() {
    let bench = Bench::new();
    let text = bench.path("notes.jpg");
    fs::write(&text, "no picture").unwrap();
    let red = bench.paint("red.png", RED);
    bench.send(BenchCommand::Open(vec![text, red]));
    let view = bench.done(2);
    assert_eq!(reason(&view), "photo-not-a-picture");
    assert!(view.rows[1].answer().is_some());
    assert_eq!(view.tally.unreadable, 1);
}

#[test]
fn a_picture_that_is_cut_off_is_a_row_with_a_reason() {
    let bench = Bench::new();
    let path = bench.path("half.jpg");
    let whole = crate::photo::encode_jpeg(&Picture::filled(64, 64, RED), 90).unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    bench.open(path);
    assert_eq!(reason(&bench.done(1)), "photo-truncated");
}

#[test]
fn a_path_that_is_not_there_is_a_row_with_a_reason() {
    let bench = Bench::new();
    bench.open(bench.path("gone.jpg"));
    assert_eq!(reason(&bench.done(1)), "photo-unreadable");
}

#[test]
fn an_empty_folder_is_a_row_with_a_reason() {
    let bench = Bench::new();
    fs::create_dir(bench.path("empty")).unwrap();
    bench.open(bench.path("empty"));
    assert_eq!(reason(&bench.done(1)), "bench-nothing-inside");
}

#[test]
fn a_zip_that_leaves_its_folder_is_refused() {
    let bench = Bench::new();
    let red = png(RED);
    zip_of(&bench.path("a.zip"), &[("orange/1.png", &red), ("../../etc/2.png", &red)]);
    bench.open(bench.path("a.zip"));
    assert_eq!(reason(&bench.done(1)), "bench-zip-hostile");
}

#[test]
fn what_is_only_called_a_zip_is_refused() {
    let bench = Bench::new();
    fs::write(bench.path("a.zip"), "no zip").unwrap();
    bench.open(bench.path("a.zip"));
    assert_eq!(reason(&bench.done(1)), "bench-zip-damaged");
}

#[test]
fn a_run_is_stopped_and_taken_up_again() {
    let (bench, gate) = Bench::gated();
    for number in 0..40 {
        bench.paint(&format!("many/{number:02}.png"), RED);
    }
    bench.open(bench.path("many"));
    gate.send(()).unwrap();
    bench.until(|view| view.tally.first.named > 0);
    bench.send(BenchCommand::Stop);
    let view = bench.until(|view| matches!(view.work, BenchWork::Stopped { .. }));
    let left = 40 - view.tally.first.named;
    assert_eq!(view.work, BenchWork::Stopped { left });
    assert!(left > 0);
    bench.send(BenchCommand::Continue);
    for _ in 0..10 {
        gate.send(()).unwrap();
    }
    assert_eq!(bench.done(40).tally.first.sure, 40);
}

#[test]
fn pictures_can_be_added_while_others_are_named() {
    let (bench, gate) = Bench::gated();
    bench.open(bench.paint("a/1.png", RED));
    bench.until(|view| matches!(view.work, BenchWork::Naming(_)));
    bench.open(bench.paint("b/2.png", GREEN));
    bench.until(|view| view.rows.len() == 2);
    drop(gate);
    assert_eq!(bench.done(2).tally.first.named, 2);
}

#[test]
fn a_version_that_cannot_be_loaded_says_so_and_can_be_tried_again() {
    let tries = AtomicUsize::new(0);
    let bench = Bench::with(move |wanted| match tries.fetch_add(1, Ordering::Relaxed) {
        0 => Err("the weights are damaged".to_owned()),
        _ => Ok(loaded(wanted, None)),
    });
    bench.open(bench.paint("1.png", RED));
    let view = bench.until(|view| matches!(view.work, BenchWork::Failed(_)));
    let BenchWork::Failed(message) = &view.work else { unreachable!() };
    assert_eq!(message.id, "bench-model-failed");
    assert!(message.args[0].1.contains("damaged"));
    bench.send(BenchCommand::Continue);
    assert_eq!(bench.done(1).tally.first.named, 1);
}

#[test]
fn a_version_that_panics_ends_the_run_and_not_the_bench() {
    struct Panics;
    impl NamePictures for Panics {
        fn preparation(&self) -> Preparation {
            ColourScript { blind: false, gate: None }.preparation()
        }
        fn name(&mut self, _: &[&Prepared]) -> Result<Vec<Recognition>, String> {
            panic!("out of memory")
        }
        fn explain(&mut self, _: &Picture, _: &Why) -> Result<Explanation, String> {
            Err(String::new())
        }
    }
    let tries = AtomicUsize::new(0);
    let bench = Bench::with(move |wanted| {
        let mut version = loaded(wanted, None);
        if tries.fetch_add(1, Ordering::Relaxed) == 0 {
            version.naming = Box::new(Panics);
        }
        Ok(version)
    });
    bench.open(bench.paint("1.png", RED));
    bench.until(|view| matches!(view.work, BenchWork::Failed(_)));
    bench.send(BenchCommand::Continue);
    assert_eq!(bench.done(1).tally.first.named, 1);
}

#[test]
fn two_versions_stand_side_by_side_on_the_same_pictures() {
    let bench = Bench::new();
    bench.paint("lime/1.png", GREEN);
    bench.paint("orange/2.png", RED);
    bench.send(BenchCommand::Open(vec![bench.path("lime"), bench.path("orange")]));
    bench.done(2);
    bench.send(BenchCommand::CompareWith(Some("colour-blind".to_owned())));
    let view = bench.until(|view| view.tally.duel.both == 2 && view.work == BenchWork::Idle);
    let duel = view.tally.duel;
    assert_eq!((duel.differ, duel.only_first, duel.only_second), (1, 1, 0));
    let second = view.tally.second.unwrap();
    assert_eq!((second.right.yes, second.right.all), (1, 2));
    assert!(view.rows[0].differs() && !view.rows[1].differs());
    bench.send(BenchCommand::CompareWith(None));
    let view = bench.until(|view| view.second.is_none());
    assert!(view.tally.second.is_none() && view.rows[0].second.is_none());
}

#[test]
fn another_version_names_all_pictures_again() {
    let bench = Bench::new();
    bench.open(bench.paint("lime/1.png", GREEN));
    bench.done(1);
    bench.send(BenchCommand::Choose(Some("colour-blind".to_owned())));
    let view = bench.until(|view| view.tally.wrong == 1);
    assert_eq!(view.loaded.as_ref().unwrap().version, "colour-blind");
}

#[test]
fn a_folder_is_corrected_by_hand() {
    let bench = Bench::new();
    bench.open(bench.paint("holiday/1.png", BLUE));
    let view = bench.done(1);
    assert_eq!(view.tally.first.right.all, 0);
    let folder = "holiday".to_owned();
    bench.send(BenchCommand::Correct { folder: folder.clone(), truth: Truth::Nothing });
    let view = bench.until(|view| view.tally.first.right.all == 1);
    assert_eq!(view.tally.first.right.yes, 1, "taken for unknown, as it should be");
    let truth = Truth::Product(id("lime"));
    bench.send(BenchCommand::Correct { folder, truth });
    bench.until(|view| view.tally.wrong == 1);
}

#[test]
fn why_goes_from_the_first_candidate_to_the_second_and_back() {
    let bench = Bench::new();
    bench.open(bench.paint("1.png", RED));
    let row = bench.done(1).rows[0].id;
    bench.send(BenchCommand::Show(row));
    let shown = |view: &BenchView| view.open.as_ref().is_some_and(|open| open.picture.is_some());
    bench.until(shown);
    let state = |view: &BenchView| {
        let why = view.open.as_ref()?.why.as_ref()?;
        (why.state != BenchWhyState::Looking).then(|| why.clone())
    };
    bench.send(BenchCommand::Why);
    let view = bench.until(|view| state(view).is_some());
    let first = state(&view).unwrap();
    assert_eq!((first.why.product, first.why.instead_of), (id("orange"), None));
    assert!(matches!(first.state, BenchWhyState::Shown(_)));
    bench.send(BenchCommand::Why);
    let asks_for_lime =
        |view: &BenchView| state(view).is_some_and(|why| why.why.product == id("lime"));
    let second = state(&bench.until(asks_for_lime)).unwrap();
    assert_eq!(second.why.instead_of, Some(id("orange")));
    assert!(matches!(second.state, BenchWhyState::Failed(_)), "limes cannot be explained");
    bench.send(BenchCommand::Why);
    bench.until(|view| view.open.as_ref().is_some_and(|open| open.why.is_none()));
    bench.send(BenchCommand::CloseLarge);
    bench.until(|view| view.open.is_none());
}

#[test]
fn a_question_is_answered_in_the_middle_of_a_run() {
    let (bench, gate) = Bench::gated();
    for number in 0..64 {
        bench.paint(&format!("many/{number:02}.png"), RED);
    }
    bench.open(bench.path("many"));
    let view = bench.until(|view| view.rows.len() == 64);
    bench.send(BenchCommand::Show(view.rows[0].id));
    gate.send(()).unwrap();
    let view = bench.until(|view| view.open.as_ref().is_some_and(|open| open.picture.is_some()));
    assert!(view.tally.waiting > 0);
}

#[test]
fn a_pasted_picture_is_named() {
    let bench = Bench::new();
    let picture = Arc::new(Picture::filled(20, 20, GREEN));
    bench.send(BenchCommand::OpenPicture { name: "Pasted".to_owned(), picture });
    let view = bench.done(1);
    assert_eq!((view.rows[0].name.as_str(), view.tally.first.asked), ("Pasted", 1));
}

#[test]
fn what_comes_after_the_bench_was_cleared_goes_nowhere() {
    let (bench, gate) = Bench::gated();
    bench.open(bench.paint("1.png", RED));
    bench.until(|view| matches!(view.work, BenchWork::Naming(_)));
    bench.send(BenchCommand::Clear);
    bench.until(|view| view.rows.is_empty());
    drop(gate);
    bench.open(bench.paint("2.png", GREEN));
    let view = bench.done(1);
    assert_eq!((view.tally.first.asked, view.tally.first.sure), (1, 0));
}

#[test]
fn a_shop_that_cannot_be_read_is_told() {
    let (woken, wakings) = unbounded();
    let tools = BenchTools {
        load: Arc::new(|wanted| Ok(loaded(wanted, None))),
        read_shop: Arc::new(|| Err("the disk is gone".to_owned())),
    };
    let wake = Arc::new(move || _ = woken.send(()));
    let desk = open_desk("bench", BenchView::default(), wake, move |outbox| {
        BenchDesk::new(tools.clone(), outbox.clone())
    })
    .unwrap();
    let bench = Bench { desk, wakings, folder: tempfile::tempdir().unwrap() };
    bench.send(BenchCommand::Refresh);
    let view = bench.until(|view| view.notice.is_some());
    assert_eq!(view.notice.as_ref().unwrap().id, "bench-no-shop");
}

/// Words that show what was put into them.
struct PlainWords;

impl Words for PlainWords {
    fn language(&self) -> &str {
        "en"
    }

    fn say(&self, id: &str, arguments: &[(&'static str, WordArgument<'_>)]) -> String {
        let shown = arguments.iter().map(|(name, argument)| match argument {
            WordArgument::Text(text) => format!(" {name}={text}"),
            WordArgument::Count(count) => format!(" {name}={count}"),
        });
        std::iter::once(id.to_owned()).chain(shown).collect()
    }
}

fn words() -> MakeWords {
    Arc::new(|| Box::new(PlainWords))
}

/// What is written of a bench with one picture, whose name is hostile.
fn exported(form: ExportForm) -> String {
    let bench = Bench::new();
    bench.open(bench.paint("=lime\"<script>/-1,<img src=x onerror=y>.png", RED));
    bench.done(1);
    let folder = "=lime\"<script>".to_owned();
    bench.send(BenchCommand::Correct { folder, truth: Truth::Product(id("lime")) });
    let file = bench.path("out");
    bench.send(BenchCommand::Export(ExportOrder { form, file: file.clone(), words: words() }));
    let is_done = |message: &Message| message.id == "bench-exported";
    bench.until(|view| view.notice.as_ref().is_some_and(is_done));
    fs::read_to_string(file).unwrap()
}

#[test]
fn a_table_holds_hostile_names_in_their_cells_and_no_formula() {
    let text = exported(ExportForm::Csv);
    let mut table = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = table.headers().unwrap().clone();
    let rows: Vec<_> = table.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1);
    let cell = |name: &str| {
        let place = header.iter().position(|column| column == name).unwrap();
        rows[0].get(place).unwrap()
    };
    assert_eq!(cell("folder"), "'=lime\"<script>");
    assert!(cell("picture").ends_with("-1,<img src=x onerror=y>.png"));
    assert_eq!((cell("shows"), cell("decision"), cell("right")), ("lime", "accept", "no"));
    assert_eq!((cell("product"), cell("score"), cell("product_2")), ("orange", "0.9500", "lime"));
    let of_cells = rows[0].iter().filter(|cell| cell.starts_with(['=', '+', '-', '@']));
    assert_eq!(of_cells.count(), 0);
}

#[test]
fn a_page_holds_hostile_names_as_text_and_its_pictures_in_itself() {
    let page = exported(ExportForm::Html);
    assert!(page.contains("&lt;script&gt;") && page.contains("&lt;img src=x onerror=y&gt;"));
    assert!(!page.contains("<script") && !page.contains("onerror=y>"));
    assert!(page.contains("data:image/jpeg;base64,"));
    assert!(page.contains("default-src 'none'"));
    assert!(page.contains("bench-page-wrong count=1"));
    assert!(page.contains("bench-mix-up count=1 of=1"));
    assert!(page.ends_with("</main></body></html>"));
    let inner = page.strip_prefix("<!DOCTYPE html>").unwrap();
    assert!(inner.starts_with("<html lang=\"en\"><head>"), "{}", &inner[..60]);
}

#[test]
fn a_file_that_cannot_be_written_is_told() {
    let bench = Bench::new();
    let file = bench.path("no/such/folder/out.csv");
    let form = ExportForm::Csv;
    bench.send(BenchCommand::Export(ExportOrder { form, file, words: words() }));
    let is_refused = |message: &Message| message.id == "bench-not-exported";
    bench.until(|view| view.notice.as_ref().is_some_and(is_refused));
}

#[test]
fn a_bench_that_is_dropped_ends_its_threads() {
    let gone = Arc::new(Mutex::new(()));
    let held = Arc::downgrade(&gone);
    let bench = Bench::with(move |wanted| {
        let _held = &gone;
        Ok(loaded(wanted, None))
    });
    bench.open(bench.paint("1.png", RED));
    bench.done(1);
    let Bench { desk, wakings, folder: _folder } = bench;
    drop(desk);
    while wakings.recv_timeout(Duration::from_secs(60)).is_ok() {}
    // The desk's thread is gone, and its worker with it: at the latest once it looks for orders.
    while held.upgrade().is_some() {
        std::thread::yield_now();
    }
}
