//! The picture test bench as its user meets it: found by its labels, used by pointer and keys. What it
//! shows is made by hand; what it asks for is looked at.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use tillsight::domain::{Currency, Message, Product, ProductId, TaxMode, TaxRate};
use tillsight::photo::{Part, Picture, encode_jpeg};
use tillsight::recognition::{Candidate, Decision, FoundBoxes, Why};
use tillsight::teach::bench::{
    Answer, BenchCommand, BenchEvidence, BenchRow, BenchScope, BenchVersion, BenchView, BenchWhy,
    BenchWhyState, BenchWork, ExportForm, FolderTruth, LoadedInfo, MatchedBy, OpenPicture,
    Progress, RowState, Tally, Truth, Truths,
};
use tillsight::teach::{TeachCommand, TeachingView};
use tillsight::till::machine::ShopOpened;
use tillsight::till::{Input, Machine, Settings};

use tillsight::texts::{Language, Texts};
use tillsight::ui::pictures::Pictures;
use tillsight::ui::place::Place;
use tillsight::ui::screen::Screen;
use tillsight::ui::theme::Tokens;
use tillsight::ui::window::window_ui;
use tillsight::ui::window_state::WindowState;
use tillsight::ui::{Action, FileWish};

mod window_harness;

use window_harness::{Framed, click, harness, has, press};

fn id(text: &str) -> ProductId {
    ProductId::new(text).unwrap()
}

fn product(of: &str, name: &str, zh: &str) -> Product {
    Product {
        id: id(of),
        name: name.to_owned(),
        names: BTreeMap::from([("zh".to_owned(), zh.to_owned())]),
        price: None,
        plu: None,
        barcode: None,
        tax: TaxRate::ZERO,
        category: "Fruit".to_owned(),
        picture: None,
        active: true,
    }
}

fn products() -> Vec<Product> {
    vec![product("orange", "Orange", "橙子"), product("lime", "Lime", "青柠")]
}

fn answer(decision: Decision, scores: [(&str, f64); 2]) -> Answer {
    let candidates = scores.map(|(product, score)| Candidate { product: id(product), score });
    Answer { candidates: candidates.to_vec(), decision, millis: 12.0, items: FoundBoxes::default() }
}

fn orange() -> Answer {
    answer(Decision::Accept(id("orange")), [("orange", 0.95), ("lime", 0.05)])
}

fn lime() -> Answer {
    answer(Decision::Ask, [("lime", 0.6), ("orange", 0.4)])
}

fn row(id: u64, name: &str, folder: &str, state: RowState) -> Arc<BenchRow> {
    let jpeg = encode_jpeg(&Picture::filled(40, 30, [200, 120, 40]), 80).unwrap();
    Arc::new(BenchRow {
        id,
        name: name.to_owned(),
        place: format!("{folder}/{name}"),
        folder: Some(folder.to_owned()),
        state,
        second: None,
        thumbnail: Some(jpeg.into()),
    })
}

/// Two oranges, of which one is asked about as a lime; a lime taken for nothing; and a text.
fn full_view() -> BenchView {
    let unknown = answer(Decision::Unknown, [("lime", 0.5), ("orange", 0.5)]);
    let unreadable = RowState::Unreadable(Message::new("photo-empty"));
    let rows = vec![
        row(0, "a.jpg", "Orangen", RowState::Named(orange())),
        row(1, "b.jpg", "Orangen", RowState::Named(lime())),
        row(2, "c.jpg", "lime", RowState::Named(unknown)),
        row(3, "d.jpg", "lime", unreadable),
    ];
    let truth = |product, by| FolderTruth { truth: Truth::Product(id(product)), by };
    let truths = Truths {
        folders: BTreeMap::from([
            ("Orangen".to_owned(), truth("orange", MatchedBy::OtherName("de".to_owned()))),
            ("lime".to_owned(), truth("lime", MatchedBy::Id)),
        ]),
        kinds: BTreeMap::new(),
    };
    let versions = [("grocery-1", true), ("grocery-0", false)]
        .map(|(name, promoted)| BenchVersion { name: name.to_owned(), promoted });
    BenchView {
        tally: Arc::new(Tally::of(&rows, &truths)),
        rows: Arc::new(rows),
        truths: Arc::new(truths),
        versions: Arc::new(versions.to_vec()),
        loaded: Some(LoadedInfo {
            version: "grocery-1".to_owned(),
            device: "cpu".to_owned(),
            scope: BenchScope::OnSale,
            products: 2,
        }),
        products: Arc::new(
            products().into_iter().map(|one| (one.id.clone(), Arc::new(one))).collect(),
        ),
        ..BenchView::default()
    }
}

struct Window {
    machine: Machine,
    local: WindowState,
    pictures: Option<Pictures>,
    texts: Texts,
    teaching: TeachingView,
    drop_works: bool,
    asked: Vec<Action>,
}

impl Window {
    fn new(view: BenchView) -> Self {
        let mut machine = Machine::default();
        machine.apply(Input::ShopOpened(ShopOpened {
            products: products(),
            currency: Currency::EUR,
            tax_mode: TaxMode::Included,
            pictures: "pictures".into(),
            settings: Settings::default(),
        }));
        let mut local = WindowState::default();
        local.go_to(Place::Bench);
        Self {
            machine,
            local,
            pictures: None,
            texts: Texts::new(Language::for_tag("en")),
            teaching: TeachingView { bench: Arc::new(view), ..TeachingView::default() },
            drop_works: true,
            asked: Vec::new(),
        }
    }

    /// What the bench was asked for since the last time, but for looking at the shop.
    fn commands(&mut self) -> Vec<BenchCommand> {
        let asked = self.asked.drain(..).filter_map(|action| match action {
            Action::Teach(TeachCommand::Bench(command)) => Some(command),
            _ => None,
        });
        asked.filter(|command| !matches!(command, BenchCommand::Refresh)).collect()
    }
}

impl Framed for Window {
    fn frame(&mut self, ui: &mut egui::Ui) {
        let pictures = self.pictures.get_or_insert_with(|| Pictures::at_once(ui.ctx()));
        let snapshot = self.machine.snapshot();
        pictures.receive(&snapshot.items);
        let screen = Screen {
            snapshot: &snapshot,
            texts: &self.texts,
            tokens: Tokens::of(ui.ctx().theme()),
            pictures,
            drop_works: self.drop_works,
            teaching: &self.teaching,
        };
        let all = egui::UiBuilder::new().max_rect(ui.ctx().content_rect());
        let local = &mut self.local;
        let asked = ui.scope_builder(all, |ui| window_ui(ui, &screen, local)).inner;
        self.asked.extend(asked);
    }
}

fn full() -> Harness<'static, Window> {
    harness(Window::new(full_view()))
}

/// The bench with its first picture in large.
fn large(id: u64, why: Option<BenchWhy>) -> Harness<'static, Window> {
    let picture = Some(Arc::new(Picture::filled(64, 48, [200, 120, 40])));
    let open = Some(OpenPicture { id, picture, why });
    harness(Window::new(BenchView { open, ..full_view() }))
}

const RIGHT: &str = "a.jpg: Orange, 95\u{a0}%, sure";
const WRONG: &str = "b.jpg: Lime, 60\u{a0}%, would ask; wrong";
const UNKNOWN: &str = "c.jpg: Lime, 50\u{a0}%, unknown";
const UNREADABLE: &str = "d.jpg: The file is empty; copy the photo again or take a new one";

#[test]
fn an_empty_bench_says_what_to_do() {
    let mut harness = harness(Window::new(BenchView::default()));
    assert!(has(&harness, "What does the till make of your pictures?"));
    click(&mut harness, "Choose a folder…");
    let asked = &harness.state().asked;
    let asks = |wish| asked.iter().any(|one| matches!(one, Action::AskForFile(w) if *w == wish));
    assert!(asks(FileWish::BenchFolder));
    assert!(!has(&harness, "Results") && !has(&harness, "Save…"));
}

#[test]
fn where_nothing_can_be_dropped_it_does_not_say_so() {
    let mut window = Window::new(BenchView::default());
    window.drop_works = false;
    let harness = harness(window);
    let text = "Choose pictures, a folder or a zip, or paste them. Nothing is sold.";
    assert!(has(&harness, text));
}

#[test]
fn whoever_comes_sees_the_shop_as_it_is_now_and_asks_once() {
    let mut harness = full();
    let refreshes = |window: &Window| {
        let is_one = |action: &&Action| {
            matches!(action, Action::Teach(TeachCommand::Bench(BenchCommand::Refresh)))
        };
        window.asked.iter().filter(is_one).count()
    };
    assert_eq!(refreshes(harness.state()), 1);
    harness.state_mut().local.go_to(Place::Till);
    harness.run();
    harness.state_mut().local.go_to(Place::Bench);
    harness.run();
    assert_eq!(refreshes(harness.state()), 2);
}

#[test]
fn every_picture_says_its_name_how_sure_and_what_the_till_would_do() {
    let harness = full();
    for label in [RIGHT, WRONG, UNKNOWN, UNREADABLE] {
        assert!(has(&harness, label), "{label}");
    }
}

#[test]
fn filters_show_only_what_fits_and_count_it() {
    let mut harness = full();
    click(&mut harness, "Show: Wrong 1");
    assert!(has(&harness, WRONG) && !has(&harness, RIGHT) && !has(&harness, UNKNOWN));
    click(&mut harness, "Show: Asked 1");
    assert!(has(&harness, WRONG) && !has(&harness, RIGHT));
    click(&mut harness, "Show: Unknown 1");
    assert!(has(&harness, UNKNOWN) && !has(&harness, WRONG));
    click(&mut harness, "Show: Unreadable 1");
    assert!(has(&harness, UNREADABLE) && !has(&harness, UNKNOWN));
    click(&mut harness, "Show: All 4");
    assert!(has(&harness, RIGHT) && has(&harness, WRONG));
    assert!(!has(&harness, "Show: Different 0"), "there is no other version");
}

#[test]
fn pictures_are_found_by_product_file_and_folder() {
    let mut harness = full();
    harness.state_mut().local.bench.search = "lime".to_owned();
    harness.run();
    assert!(has(&harness, WRONG) && has(&harness, UNKNOWN) && has(&harness, UNREADABLE));
    assert!(!has(&harness, RIGHT));
    harness.state_mut().local.bench.search = "A.JPG".to_owned();
    harness.run();
    assert!(has(&harness, RIGHT) && !has(&harness, WRONG));
    harness.state_mut().local.bench.search = "no such thing".to_owned();
    harness.run();
    assert!(has(&harness, "No picture fits. Show all of them, or search for something else."));
}

#[test]
fn shares_stand_with_their_intervals_and_mix_ups_in_words() {
    let harness = full();
    assert!(has(&harness, "grocery-1, among 2 products on sale (cpu)"));
    assert!(has(&harness, "First name right: 67\u{a0}%, 2 of 3 · 21 to 94 %"));
    assert!(has(&harness, "Sure, without asking: 33\u{a0}%, 1 of 3 · 6 to 79 %"));
    assert!(has(&harness, "1 of 2 pictures of Orange was taken for Lime"));
    assert!(has(&harness, "1 of 1 pictures of Lime was taken for nothing that is sold here"));
}

#[test]
fn a_folder_is_corrected_in_a_dialog() {
    let mut harness = full();
    click(&mut harness, "Folder Orangen: Orange, 1 of 2 right");
    assert!(has(&harness, "What do the pictures in “Orangen” show?"));
    click(&mut harness, "nothing that is sold here");
    let commands = harness.state_mut().commands();
    let [BenchCommand::Correct { folder, truth }] = &commands[..] else { panic!() };
    assert_eq!((folder.as_str(), truth), ("Orangen", &Truth::Nothing));
    assert!(!has(&harness, "What do the pictures in “Orangen” show?"));
}

#[test]
fn a_folder_is_corrected_by_typing_a_product() {
    let mut harness = full();
    click(&mut harness, "Folder lime: Lime, 1 of 1 right");
    harness.get_by_label("Search a product").type_text("oran");
    harness.run();
    press(&mut harness, Key::Enter);
    let commands = harness.state_mut().commands();
    let [BenchCommand::Correct { truth, .. }] = &commands[..] else { panic!() };
    assert_eq!(truth, &Truth::Product(id("orange")));
}

#[test]
fn escape_leaves_a_folder_as_it_is() {
    let mut harness = full();
    click(&mut harness, "Folder lime: Lime, 1 of 1 right");
    press(&mut harness, Key::Escape);
    assert!(!has(&harness, "What do the pictures in “lime” show?"));
    assert!(harness.state_mut().commands().is_empty());
}

#[test]
fn enter_on_a_picture_shows_it_in_large() {
    let mut harness = full();
    click(&mut harness, WRONG);
    press(&mut harness, Key::Enter);
    let commands = harness.state_mut().commands();
    assert!(matches!(commands[..], [BenchCommand::Show(1)]));
}

#[test]
fn f2_asks_why_of_the_picture_that_is_selected() {
    let mut harness = full();
    press(&mut harness, Key::F2);
    assert!(harness.state_mut().commands().is_empty(), "none is selected");
    click(&mut harness, WRONG);
    press(&mut harness, Key::F2);
    let commands = harness.state_mut().commands();
    assert!(matches!(commands[..], [BenchCommand::Show(1), BenchCommand::Why]));
}

#[test]
fn a_picture_in_large_shows_its_candidates_and_what_it_should_be() {
    let harness = large(1, None);
    assert!(has(&harness, "Lime, 60\u{a0}%") && has(&harness, "Orange, 40\u{a0}%"));
    assert!(has(&harness, "would ask, 12\u{a0}ms"));
    assert!(has(&harness, "Shows: Orange") && has(&harness, "Orangen/b.jpg"));
    assert!(!has(&harness, "Results"), "it lies over the screen");
}

#[test]
fn a_picture_in_large_shows_the_item_that_was_looked_at() {
    const BOX: &str = "The item that is looked at";
    assert!(!has(&large(0, None), BOX), "nothing was found on it");
    let mut view = full_view();
    let item = Part { left: 0.25, top: 0.25, width: 0.5, height: 0.25 };
    let items = FoundBoxes { boxes: vec![item], chosen: Some(0) };
    let seen = row(0, "a.jpg", "Orangen", RowState::Named(Answer { items, ..orange() }));
    Arc::make_mut(&mut view.rows)[0] = seen;
    let picture = Some(Arc::new(Picture::filled(64, 48, [200, 120, 40])));
    view.open = Some(OpenPicture { id: 0, picture, why: None });
    assert!(has(&harness(Window::new(view)), BOX));
}

#[test]
fn keys_lead_from_picture_to_picture_to_why_and_back() {
    let mut harness = large(1, None);
    press(&mut harness, Key::ArrowRight);
    press(&mut harness, Key::ArrowLeft);
    press(&mut harness, Key::F2);
    press(&mut harness, Key::Escape);
    let commands = harness.state_mut().commands();
    assert!(matches!(
        commands[..],
        [BenchCommand::Show(2), BenchCommand::Show(0), BenchCommand::Why, BenchCommand::CloseLarge]
    ));
}

#[test]
fn the_evidence_lies_over_the_picture() {
    let evidence = BenchEvidence {
        picture: Arc::new(Picture::filled(64, 48, [10, 20, 30])),
        whole: false,
        slight: false,
    };
    let why = Why { product: id("orange"), instead_of: Some(id("lime")) };
    let state = BenchWhyState::Shown(evidence);
    let harness = large(1, Some(BenchWhy { why, state }));
    assert!(has(&harness, "Why Orange rather than Lime?"));
    assert!(has(&harness, "Photo with the evidence on it"));
    assert!(has(&harness, "Only the framed part was looked at"));
}

#[test]
fn evidence_that_cannot_be_had_says_why() {
    let why = Why { product: id("lime"), instead_of: None };
    let message = Message::new("why-failed").naming("reason", "the memory is full");
    let state = BenchWhyState::Failed(message);
    let harness = large(1, Some(BenchWhy { why, state }));
    assert!(has(&harness, "This cannot be shown: the memory is full"));
}

#[test]
fn progress_tells_the_time_left_and_can_be_stopped() {
    let progress = Progress { done: 100, all: 400, per_second: 10.0 };
    let work = BenchWork::Naming(progress);
    let mut harness = harness(Window::new(BenchView { work, ..full_view() }));
    assert!(has(&harness, "100 of 400 · 10 a second · about 30 seconds left"));
    assert!(has(&harness, "Progress"));
    click(&mut harness, "Stop");
    assert!(matches!(harness.state_mut().commands()[..], [BenchCommand::Stop]));
}

#[test]
fn a_run_that_failed_says_why_and_can_go_on() {
    let message = Message::new("bench-model-failed").naming("reason", "no version is there");
    let work = BenchWork::Failed(message);
    let mut harness = harness(Window::new(BenchView { work, ..full_view() }));
    assert!(has(&harness, "Pictures cannot be named: no version is there"));
    click(&mut harness, "Go on");
    assert!(matches!(harness.state_mut().commands()[..], [BenchCommand::Continue]));
}

#[test]
fn two_versions_stand_side_by_side() {
    let mut view = full_view();
    let rows = view.rows.iter().map(|row| {
        let second = row.answer().map(|_| orange());
        Arc::new(BenchRow { second, ..row.as_ref().clone() })
    });
    let rows: Vec<_> = rows.collect();
    view.tally = Arc::new(Tally::of(&rows, &view.truths));
    view.rows = Arc::new(rows);
    view.second = Some("grocery-0".to_owned());
    let mut harness = harness(Window::new(view));
    assert!(has(&harness, "Beside: grocery-0"));
    click(&mut harness, "Show: Different 2");
    assert!(has(&harness, WRONG) && has(&harness, UNKNOWN) && !has(&harness, RIGHT));
    assert!(has(
        &harness,
        "The versions differ on 2 of 3 pictures. Only the first is right on 1, only the second on 1."
    ));
}

#[test]
fn another_version_is_chosen_from_a_menu() {
    let mut harness = full();
    click(&mut harness, "Version: the one that sells");
    click(&mut harness, "grocery-0");
    let commands = harness.state_mut().commands();
    let [BenchCommand::Choose(Some(version))] = &commands[..] else { panic!() };
    assert_eq!(version, "grocery-0");
}

#[test]
fn files_are_asked_for_by_their_form() {
    let mut harness = full();
    click(&mut harness, "Save…");
    click(&mut harness, "A table (CSV)…");
    let wish = FileWish::BenchExport(ExportForm::Csv);
    let is_it = |action: &Action| matches!(action, Action::AskForFile(asked) if *asked == wish);
    assert!(harness.state().asked.iter().any(is_it));
    let [Action::ExportBench(ExportForm::Csv, file)] =
        &wish.actions(vec![PathBuf::from("out.csv")])[..]
    else {
        panic!()
    };
    assert_eq!(file, &PathBuf::from("out.csv"));
}

#[cfg(unix)]
#[test]
fn pasted_paths_are_opened() {
    let mut harness = full();
    harness.event(egui::Event::Paste("/photos/lime\n/photos/orange.zip".to_owned()));
    harness.run();
    let commands = harness.state_mut().commands();
    let [BenchCommand::Open(paths)] = &commands[..] else { panic!() };
    assert_eq!(paths, &[PathBuf::from("/photos/lime"), PathBuf::from("/photos/orange.zip")]);
}

#[test]
fn it_speaks_chinese() {
    let mut window = Window::new(full_view());
    window.texts = Texts::new(Language::for_tag("zh-CN"));
    let mut harness = harness(window);
    assert!(has(&harness, "a.jpg：橙子，95\u{a0}%，确定"));
    click(&mut harness, "显示: 错误 1");
    assert!(has(&harness, "b.jpg：青柠，60\u{a0}%，会询问；错误"));
}
