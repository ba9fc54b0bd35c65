//! The part for versions as it is met: found by its labels, used by pointer and keys. The till behind
//! it is the real state machine; what the desk would say is given.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::sync::Arc;

use egui_kittest::kittest::Queryable;
use tempfile::TempDir;
use tillsight::domain::{Currency, DoneBy, Message, Permissions, Person, PersonId, Role, TaxMode};
use tillsight::photo::{PerceptualHash, Picture, encode_jpeg};
use tillsight::recognition::DecisionKind;
use tillsight::teach::{
    Answer, CompareCommand, CompareView, Comparison, Guess, JudgedGoods, JudgedPhotos,
    JudgedVersion, JudgingView, Loss, LossKind, PromotionView, ShownComparison, TeachCommand,
    TeachingView, TimePerPhoto, VersionCard, Visits,
};
use tillsight::texts::{Language, Texts};
use tillsight::till::machine::ShopOpened;
use tillsight::till::{
    Command, Input, Machine, ModelCommand, ModelInput, PeopleCommand, PeopleInput, Settings,
};
use tillsight::ui::pictures::Pictures;
use tillsight::ui::place::Place;
use tillsight::ui::screen::Screen;
use tillsight::ui::theme::Tokens;
use tillsight::ui::training_screen::Part;
use tillsight::ui::window::window_ui;
use tillsight::ui::window_state::WindowState;
use tillsight::ui::{Action, FileWish};

mod window_harness;

use window_harness::{Framed, click, harness, has, tells};

struct Window {
    machine: Machine,
    local: WindowState,
    pictures: Option<Pictures>,
    language: &'static str,
    view: CompareView,
    wishes: Vec<CompareCommand>,
    commands: Vec<Command>,
    files: Vec<FileWish>,
    _photos: TempDir,
}

impl Window {
    fn open() -> Self {
        let photos = tempfile::tempdir().unwrap();
        let mut machine = Machine::default();
        machine.apply(Input::ShopOpened(ShopOpened {
            products: Vec::new(),
            currency: Currency::EUR,
            tax_mode: TaxMode::Included,
            pictures: "pictures".into(),
            settings: Settings::default(),
        }));
        let mut local = WindowState::default();
        local.go_to(Place::Training);
        local.training.part = Part::Compare;
        Self {
            machine,
            local,
            pictures: None,
            language: "en",
            view: view(photos.path()),
            wishes: Vec::new(),
            commands: Vec::new(),
            files: Vec::new(),
            _photos: photos,
        }
    }

    fn refreshes(&self) -> usize {
        self.wishes.iter().filter(|wish| matches!(wish, CompareCommand::Refresh)).count()
    }

    fn model_wishes(&self) -> Vec<&ModelCommand> {
        self.commands
            .iter()
            .filter_map(|command| match command {
                Command::Model(wish) => Some(wish),
                _ => None,
            })
            .collect()
    }
}

impl Framed for Window {
    fn frame(&mut self, ui: &mut egui::Ui) {
        let pictures = self.pictures.get_or_insert_with(|| Pictures::at_once(ui.ctx()));
        let snapshot = self.machine.snapshot();
        pictures.receive(&snapshot.items);
        let texts = Texts::new(Language::for_tag(self.language));
        let teaching =
            TeachingView { compare: Arc::new(self.view.clone()), ..TeachingView::default() };
        let screen = Screen {
            snapshot: &snapshot,
            texts: &texts,
            tokens: Tokens::of(ui.ctx().theme()),
            pictures,
            drop_works: true,
            teaching: &teaching,
        };
        let all = egui::UiBuilder::new().max_rect(ui.ctx().content_rect());
        let local = &mut self.local;
        for action in ui.scope_builder(all, |ui| window_ui(ui, &screen, local)).inner {
            match action {
                Action::Till(command) => {
                    self.machine.apply(Input::Command(command.clone()));
                    self.commands.push(command);
                }
                Action::Teach(TeachCommand::Compare(wish)) => self.wishes.push(wish),
                Action::AskForFile(wish) => self.files.push(wish),
                _ => {}
            }
            ui.ctx().request_repaint();
        }
    }
}

fn card(name: &str, sells: bool, shipped: bool) -> VersionCard {
    VersionCard {
        name: name.to_owned(),
        created: "2026-11-20T12:00:00Z".parse().ok(),
        bytes: 18 << 20,
        products: 81,
        top1: Some(0.93),
        parent: None,
        notes: String::new(),
        shipped,
        sells,
    }
}

fn view(photos: &std::path::Path) -> CompareView {
    let names = [("lime", "Lime"), ("kiwi", "Kiwi"), ("mango", "Mango")];
    CompareView {
        versions: Arc::new(vec![
            card("grocery", true, true),
            card("monday", false, false),
            card("sunday", false, false),
        ]),
        previous: Some("sunday".to_owned()),
        chosen: Some("monday".to_owned()),
        against: Some("grocery".to_owned()),
        photos: Some(JudgedPhotos::KeptAside),
        photo_counts: (40, 12),
        names: Arc::new(
            names
                .iter()
                .map(|(id, name)| ((*id).to_owned(), (*name).to_owned()))
                .collect::<BTreeMap<_, _>>(),
        ),
        shown: Some(ShownComparison::new(JudgedPhotos::KeptAside, comparison(photos))),
        ..CompareView::default()
    }
}

/// Twelve limes that only the new version knows, ten kiwis that both know, two that neither does.
fn comparison(folder: &std::path::Path) -> Comparison {
    let limes = std::iter::repeat_n(("lime", "kiwi", "lime"), 12);
    let kiwis = std::iter::repeat_n(("kiwi", "kiwi", "kiwi"), 10);
    let mangoes = std::iter::repeat_n(("mango", "kiwi", "lime"), 2);
    let photos: Vec<_> = limes.chain(kiwis).chain(mangoes).collect();
    let version =
        |name: &str, named: fn(&(&'static str, &'static str, &'static str)) -> &'static str| {
            let goods = photos.iter().enumerate();
            JudgedVersion {
                name: name.to_owned(),
                weights: "0".repeat(64),
                photos: goods.map(|(n, photo)| judged(folder, n, photo.0, named(photo))).collect(),
                strangers: Vec::new(),
                unreadable: 0,
                time: TimePerPhoto { all: 31.0, network: 20.0, device: "cpu".to_owned() },
            }
        };
    let (old, new) = (version("grocery", |photo| photo.1), version("monday", |photo| photo.2));
    Comparison::of(old, Some(new), &Visits::new())
}

fn judged(folder: &std::path::Path, number: usize, shows: &str, named: &str) -> JudgedGoods {
    let file = folder.join(format!("{number}.jpg"));
    if !file.exists() {
        let shade = (number * 10) as u8;
        let jpeg = encode_jpeg(&Picture::filled(64, 48, [shade, 160, 40]), 90).unwrap();
        std::fs::write(&file, jpeg).unwrap();
    }
    let right = shows == named;
    let guess = |product: &str, score| Guess { product: product.to_owned(), score };
    JudgedGoods {
        name: format!("photos/{number}.jpg"),
        file: Some(file),
        shows: shows.to_owned(),
        looks: PerceptualHash((number as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)),
        seen: false,
        answer: Answer {
            guesses: vec![guess(named, 0.9), guess(shows, 0.1)],
            true_share: if right { 0.9 } else { 0.1 },
            right,
            among_four: true,
            decision: DecisionKind::Accept,
            known: 0.8,
        },
    }
}

#[test]
fn whoever_comes_sees_the_verdict_in_words_and_the_disk_as_it_is() {
    let harness = harness(Window::open());
    assert_eq!(harness.state().refreshes(), 1, "once, not with every frame");
    for label in ["grocery", "monday", "sunday", "monday is better", "Right at once"] {
        assert!(tells(&harness, label), "{label}");
    }
    assert!(harness.query_all_by_label_contains("42\u{a0}%").next().is_some());
    assert!(harness.query_all_by_label_contains("of 24 photos").next().is_some());
}

#[test]
fn a_version_is_chosen_judged_and_stopped() {
    let mut harness = harness(Window::open());
    click(&mut harness, "sunday");
    click(&mut harness, "Judge again");
    click(&mut harness, "Photos: From the till, 4 weeks (12)");
    let wishes = &harness.state().wishes;
    assert!(wishes.iter().any(|it| matches!(it, CompareCommand::Choose(name) if name == "sunday")));
    assert!(wishes.iter().any(|it| matches!(it, CompareCommand::Judge)));
    assert!(wishes.iter().any(|it| matches!(it, CompareCommand::OnCaptures(4))));
    let hints = [("en", "sold as what the clerk said"), ("zh-CN", "按店员所说商品售出")];
    for (language, hint) in hints {
        harness.state_mut().language = language;
        harness.run();
        assert!(!tells(&harness, hint), "{language}: nothing of the till is asked for");
        let since = "2026-11-01T00:00:00Z".parse().unwrap();
        let before = harness.state_mut().view.photos.replace(JudgedPhotos::Captures { since });
        harness.run();
        assert!(tells(&harness, hint), "{language}: it is said what counts");
        harness.state_mut().view.photos = before;
    }
    harness.state_mut().language = "en";
    let judging = JudgingView { old: "grocery".into(), new: None, done: 5, total: 48 };
    harness.state_mut().view.judging = Some(judging);
    harness.run();
    assert!(harness.query_by_label_contains("5 of 48").is_some());
    click(&mut harness, "Stop");
    assert!(matches!(harness.state().wishes.last(), Some(CompareCommand::StopJudging)));
}

#[test]
fn a_cell_of_the_matrix_shows_its_photos_by_pointer_and_by_key() {
    let mut harness = harness(Window::open());
    click(&mut harness, "Show: Mix-ups");
    click(&mut harness, "Mistakes of: grocery");
    click(&mut harness, "12 photos of Lime were taken for Kiwi");
    assert!(has(&harness, "photos/0.jpg: shows Lime, named Kiwi 90\u{a0}%"));
    let cell = "10 photos of Kiwi were right";
    harness.get_by_label(cell).focus();
    harness.run();
    harness.key_press(egui::Key::Enter);
    harness.run();
    assert!(has(&harness, "photos/12.jpg: shows Kiwi, named Kiwi 90\u{a0}%"));
    assert!(!has(&harness, "photos/0.jpg: shows Lime, named Kiwi 90\u{a0}%"));
}

#[test]
fn the_most_wrong_photos_tell_what_both_versions_say() {
    let mut harness = harness(Window::open());
    click(&mut harness, "Show: Most wrong");
    click(&mut harness, "photos/22.jpg: shows Mango, named Lime 90\u{a0}%");
    for label in ["Mango", "90\u{a0}% Lime", "90\u{a0}% Kiwi", "10\u{a0}% Mango"] {
        assert!(harness.query_all_by_label(label).next().is_some(), "{label}");
    }
}

#[test]
fn products_are_told_one_by_one() {
    let mut harness = harness(Window::open());
    click(&mut harness, "Show: By product");
    assert!(has(&harness, "Lime: 0 → 12 of 12 · better"));
    assert!(has(&harness, "Kiwi: 10 → 10 of 10"));
}

fn promotion() -> PromotionView {
    PromotionView {
        version: "monday".to_owned(),
        selling: Some("grocery".to_owned()),
        compared: true,
        losses: vec![Loss {
            product: "kiwi".to_owned(),
            sold: 80,
            kind: LossKind::CannotName,
            old: None,
            new: None,
        }],
        untested: 2,
    }
}

#[test]
fn before_a_version_sells_the_losses_are_told_and_then_the_till_is_asked() {
    let mut harness = harness(Window::open());
    click(&mut harness, "Let it sell …");
    let asked = harness.state().wishes.last().unwrap();
    assert!(matches!(asked, CompareCommand::AskPromotion(name) if name == "monday"));
    harness.state_mut().view.promoting = Some(promotion());
    harness.run();
    assert!(has(&harness, "Kiwi: it cannot name it at all (sold 80 times)"));
    assert!(harness.query_by_label_contains("Of 2 products that you sell").is_some());
    click(&mut harness, "Let it sell");
    let wish = ModelCommand::Promote { version: "monday".to_owned() };
    assert_eq!(harness.state().model_wishes(), [&wish]);
    assert!(matches!(harness.state().wishes.last(), Some(CompareCommand::ClosePromotion)));
    harness.state_mut().view.promoting = None;
    let changed = ModelInput::Changed {
        before: None,
        version: "monday".to_owned(),
        rolled_back: false,
        by: DoneBy::default(),
    };
    harness.state_mut().machine.apply(Input::Model(changed));
    harness.run();
    assert!(has(&harness, "monday sells from now on"));
    assert_eq!(harness.state().refreshes(), 2, "the list is looked at again");
}

#[test]
fn escape_leaves_the_version_that_sells() {
    let mut harness = harness(Window::open());
    harness.state_mut().view.promoting = Some(promotion());
    harness.run();
    harness.key_press(egui::Key::Escape);
    harness.run();
    assert!(harness.state().model_wishes().is_empty());
    assert!(matches!(harness.state().wishes.last(), Some(CompareCommand::ClosePromotion)));
}

#[test]
fn one_press_goes_back_and_a_clerk_needs_the_owners_word_for_it() {
    let mut harness = harness(Window::open());
    click(&mut harness, "Back to sunday");
    assert_eq!(harness.state().model_wishes(), [&ModelCommand::RollBack]);
    let mut window = Window::open();
    let person = |id, name: &str, role| Person {
        id: PersonId(id),
        name: name.to_owned(),
        role,
        has_pin: false,
    };
    let people = vec![person(1, "Olga", Role::Owner), person(2, "Carl", Role::Clerk)];
    let read = PeopleInput::Read { people, permissions: Permissions::default(), added: None };
    window.machine.apply(Input::People(read));
    let sign_in = PeopleCommand::SignIn { person: PersonId(2), pin: String::new() };
    window.machine.apply(Input::Command(Command::People(sign_in)));
    window.machine.apply(Input::People(PeopleInput::PinNotNeeded(PersonId(2))));
    let mut harness = self::harness(window);
    click(&mut harness, "Back to sunday");
    assert!(harness.state().machine.snapshot().people.approval.is_some());
}

#[test]
fn deleting_asks_first_and_what_was_shipped_or_sells_cannot_be_deleted() {
    let mut harness = harness(Window::open());
    click(&mut harness, "Delete");
    assert!(has(&harness, "Delete monday?"));
    harness.key_press(egui::Key::Escape);
    harness.run();
    assert!(!has(&harness, "Delete monday?"));
    assert!(!harness.state().wishes.iter().any(|it| matches!(it, CompareCommand::Delete(_))));
    harness.state_mut().view.chosen = Some("grocery".to_owned());
    harness.run();
    click(&mut harness, "Delete");
    assert!(!has(&harness, "Delete grocery?"));
}

#[test]
fn a_note_is_typed_and_kept() {
    let mut harness = harness(Window::open());
    click(&mut harness, "Note");
    harness.get_by_label("What is worth knowing about it").type_text("the new lamp");
    harness.run();
    click(&mut harness, "Save");
    let last = harness.state().wishes.last().unwrap();
    assert!(matches!(
        last,
        CompareCommand::SetNotes { version, notes } if version == "monday" && notes == "the new lamp"
    ));
}

#[test]
fn files_are_asked_for_and_words_are_shown_and_closed() {
    let mut harness = harness(Window::open());
    click(&mut harness, "Bring in");
    click(&mut harness, "Save as file");
    click(&mut harness, "Also judge on pictures of no goods …");
    let wanted = [FileWish::ImportVersion, FileWish::ExportVersion, FileWish::UnknownPictures];
    assert_eq!(harness.state().files, wanted);
    let reason = "evil.tillsight was not imported: it holds a link";
    harness.state_mut().view.problem =
        Some(Message::new("compare-problem").naming("reason", reason));
    harness.run();
    assert!(harness.query_by_label_contains("it holds a link").is_some());
    click(&mut harness, "Close this message");
    assert!(matches!(harness.state().wishes.last(), Some(CompareCommand::ClearWords)));
}

#[test]
fn a_shop_without_photos_is_told_what_to_do() {
    let mut window = Window::open();
    window.view.shown = None;
    window.view.photo_counts = (0, 0);
    let harness = harness(window);
    assert!(harness.query_by_label_contains("no photos to judge with yet").is_some());
}

#[test]
fn the_part_speaks_chinese() {
    let mut window = Window::open();
    window.language = "zh-CN";
    let harness = harness(window);
    assert!(has(&harness, "monday 更好"));
}
