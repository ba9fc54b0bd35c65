//! The photo library as it is met: found by its labels, used by pointer and keys. What the desk would
//! show is given; what it is asked for is looked at.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use tillsight::catalogue_file::own;
use tillsight::domain::{Currency, Message, Product, ProductId, TaxMode};
use tillsight::photo::{Picture, encode_jpeg};
use tillsight::teach::library::{
    CaptureId, CheckState, InboxItem, LibraryCommand, LibraryView, PhotoId, PhotoTile,
    PhotoWarning, ProductPhotos, SuspectView,
};
use tillsight::teach::thumbnails::ThumbnailKey;
use tillsight::teach::{TeachCommand, TeachingView};
use tillsight::texts::{Language, Texts};
use tillsight::till::machine::ShopOpened;
use tillsight::till::{Input, Machine, Settings};
use tillsight::ui::Action;
use tillsight::ui::pictures::Pictures;
use tillsight::ui::place::Place;
use tillsight::ui::screen::Screen;
use tillsight::ui::theme::Tokens;
use tillsight::ui::training_screen::Part;
use tillsight::ui::window::window_ui;
use tillsight::ui::window_state::WindowState;

mod window_harness;

use window_harness::{Framed, click, harness, has, press, sized};

struct Window {
    machine: Machine,
    local: WindowState,
    pictures: Option<Pictures>,
    language: &'static str,
    library: LibraryView,
    asked: Vec<LibraryCommand>,
    files: usize,
    _folder: tempfile::TempDir,
}

fn id(name: &str) -> ProductId {
    ProductId::new(name).unwrap()
}

/// Products as a shop's file names them.
fn products() -> Vec<Product> {
    let rows = "id,name,name_zh,price,unit,plu,barcode,tax,category\n\
                lime,Lime,青柠,0.45,piece,4048,,7,Fruit\n\
                kiwi,Kiwi,奇异果,0.39,piece,4030,,7,Fruit\n\
                mango,Mango,芒果,1.49,piece,4051,,7,Fruit\n";
    own::parse(rows, Currency::EUR).unwrap()
}

fn photo_in(folder: &Path, number: i64) -> PathBuf {
    let path = folder.join(format!("{number}.jpg"));
    let shade = (number * 37 % 200) as u8;
    let picture = Picture::filled(64, 48, [shade, 200 - shade, 90]);
    std::fs::write(&path, encode_jpeg(&picture, 90).unwrap()).unwrap();
    path
}

impl Window {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut machine = Machine::default();
        machine.apply(Input::ShopOpened(ShopOpened {
            products: products(),
            currency: Currency::EUR,
            tax_mode: TaxMode::Included,
            pictures: "pictures".into(),
            settings: Settings::default(),
        }));
        let tile = |(number, product): (i64, &str)| PhotoTile {
            id: PhotoId(number),
            product: id(product),
            thumbnail: ThumbnailKey::of_file(&photo_in(folder.path(), number)),
            side: None,
        };
        let photos = [(1, "lime"), (2, "lime"), (3, "lime"), (4, "kiwi"), (5, "kiwi")];
        let product = |name: &str, photos, warnings| ProductPhotos {
            product: id(name),
            photos,
            sides: [photos, 0, 0],
            warnings,
        };
        let library = LibraryView {
            photos: Arc::new(photos.into_iter().map(tile).collect()),
            products: Arc::new(vec![
                product("kiwi", 2, vec![PhotoWarning::TooFew]),
                product("lime", 3, Vec::new()),
            ]),
            ..LibraryView::default()
        };
        let mut local = WindowState::default();
        local.go_to(Place::Training);
        local.training.part = Part::Photos;
        Self {
            machine,
            local,
            pictures: None,
            language: "en",
            library,
            asked: Vec::new(),
            files: 0,
            _folder: folder,
        }
    }

    fn with_inbox() -> Self {
        let mut window = Self::open();
        let item = |number: i64, product: &str, guessed: Option<&str>| InboxItem {
            id: CaptureId(number),
            file: window.library.photos[0].thumbnail.path().to_owned(),
            product: id(product),
            guessed: guessed.map(id),
            at: "2026-11-23T12:00:00Z".parse().unwrap(),
        };
        let inbox = vec![item(1, "lime", Some("mango")), item(2, "kiwi", None)];
        window.library.inbox = Arc::new(inbox);
        window
    }

    fn with_suspect() -> Self {
        let mut window = Self::open();
        window.library.suspects = Arc::new(vec![SuspectView {
            photo: PhotoId(4),
            product: id("kiwi"),
            suspected: id("lime"),
        }]);
        window.library.check = CheckState::Done { photos: 5, version: "first".into() };
        window
    }
}

impl Framed for Window {
    fn frame(&mut self, ui: &mut egui::Ui) {
        let pictures = self.pictures.get_or_insert_with(|| Pictures::at_once(ui.ctx()));
        let snapshot = self.machine.snapshot();
        pictures.receive(&snapshot.items);
        let texts = Texts::new(Language::for_tag(self.language));
        let library = Arc::new(self.library.clone());
        let screen = Screen {
            snapshot: &snapshot,
            texts: &texts,
            tokens: Tokens::of(ui.ctx().theme()),
            pictures,
            drop_works: true,
            teaching: &TeachingView { library, ..TeachingView::default() },
        };
        let all = egui::UiBuilder::new().max_rect(ui.ctx().content_rect());
        let local = &mut self.local;
        let actions = ui.scope_builder(all, |ui| window_ui(ui, &screen, local)).inner;
        for action in actions {
            match action {
                Action::Teach(TeachCommand::Library(command)) => self.asked.push(command),
                Action::AskForFile(_) => self.files += 1,
                _ => {}
            }
        }
    }
}

#[test]
fn products_stand_with_their_counts_and_warnings() {
    let mut harness = harness(Window::open());
    for label in ["All photos (5)", "Lime (3): Not measurable yet"] {
        assert!(has(&harness, label), "{label}");
    }
    let kiwi = "Kiwi (2): Too few photos: take at least 10, from all sides.";
    click(&mut harness, kiwi);
    assert!(has(&harness, "Kiwi, photo 4"));
    assert!(!has(&harness, "Lime, photo 1"));
    click(&mut harness, "Lime (3): Not measurable yet");
    assert!(harness.query_by_label_contains("cannot be measured yet").is_some());
}

#[test]
fn photos_are_selected_by_pointer_and_keys_and_deleted() {
    let mut harness = harness(Window::open());
    click(&mut harness, "Lime, photo 1");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    harness.run();
    assert!(has(&harness, "2 photos selected"));
    press(&mut harness, Key::Delete);
    let LibraryCommand::Delete(photos) = &harness.state().asked[0] else { panic!() };
    assert_eq!(photos, &[PhotoId(1), PhotoId(2)]);
    harness.get_by_label("Lime, photo 3").focus();
    click(&mut harness, "Lime, photo 3");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run();
    assert!(has(&harness, "5 photos selected"));
}

#[test]
fn photos_move_to_a_product_that_is_searched() {
    let mut harness = harness(Window::open());
    click(&mut harness, "Kiwi, photo 4");
    press(&mut harness, Key::M);
    assert!(has(&harness, "What does this photo show?"));
    harness.get_by_label("Product").type_text("mang");
    harness.run();
    press(&mut harness, Key::Enter);
    let LibraryCommand::Move { photos, to } = &harness.state().asked[0] else { panic!() };
    assert_eq!((photos.as_slice(), to.as_str()), (&[PhotoId(4)][..], "mango"));
    assert!(!harness.state().local.training.photos.dialog_is_open());
}

#[test]
fn the_dialog_closes_without_a_choice() {
    let mut harness = harness(Window::open());
    click(&mut harness, "Kiwi, photo 4");
    click(&mut harness, "Move");
    press(&mut harness, Key::Escape);
    assert!(!harness.state().local.training.photos.dialog_is_open());
    assert!(harness.state().asked.is_empty());
}

#[test]
fn undo_save_and_check_are_asked_for() {
    let mut window = Window::open();
    window.library.can_undo = true;
    let mut harness = harness(window);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    click(&mut harness, "Undo");
    click(&mut harness, "Find wrong names");
    click(&mut harness, "Save as…");
    let asked = &harness.state().asked;
    assert!(matches!(
        asked[..],
        [LibraryCommand::Undo, LibraryCommand::Undo, LibraryCommand::Check]
    ));
    assert_eq!(harness.state().files, 1);
}

#[test]
fn the_inbox_is_worked_off_with_one_key_each() {
    let mut harness = harness(Window::with_inbox());
    assert!(has(&harness, "Photos (2)"), "the part says what waits");
    click(&mut harness, "From the till (2)");
    assert!(has(&harness, "The till had thought: Mango"));
    assert!(has(&harness, "Photo from the till, named Lime"));
    press(&mut harness, Key::Y);
    press(&mut harness, Key::X);
    press(&mut harness, Key::L);
    harness.get_by_label("Product").type_text("kiwi");
    harness.run();
    press(&mut harness, Key::Enter);
    let asked = &harness.state().asked;
    assert!(matches!(asked[0], LibraryCommand::Confirm(CaptureId(1))));
    assert!(matches!(asked[1], LibraryCommand::Discard(CaptureId(1))));
    let LibraryCommand::Relabel { capture, to } = &asked[2] else { panic!() };
    assert_eq!((*capture, to.as_str()), (CaptureId(1), "kiwi"));
}

#[test]
fn an_empty_inbox_says_so() {
    let mut harness = harness(Window::open());
    click(&mut harness, "From the till (0)");
    assert!(has(&harness, "Nothing waits to be looked at."));
}

#[test]
fn a_suspect_is_moved_or_kept_with_one_key() {
    let mut harness = harness(Window::with_suspect());
    click(&mut harness, "Probably misnamed (1)");
    assert!(has(&harness, "Photo under Kiwi"));
    assert!(has(&harness, "Move to Lime") && has(&harness, "Keep as Kiwi"));
    press(&mut harness, Key::Y);
    press(&mut harness, Key::K);
    let asked = &harness.state().asked;
    assert!(matches!(asked[0], LibraryCommand::MoveSuspect(PhotoId(4))));
    assert!(matches!(asked[1], LibraryCommand::KeepSuspect(PhotoId(4))));
}

#[test]
fn what_went_wrong_is_said_and_can_be_closed() {
    let mut window = Window::open();
    let problem = Message::new("library-failed").naming("reason", "the disk is full");
    window.library.problem = Some(problem);
    let mut harness = harness(window);
    assert!(has(&harness, "the disk is full"));
    click(&mut harness, "Close message");
    assert!(matches!(harness.state().asked[..], [LibraryCommand::ClearMessages]));
}

#[test]
fn a_message_names_the_product_and_not_its_id() {
    let mut window = Window::open();
    window.language = "zh-CN";
    let notice = Message::new("library-moved").naming("count", "2").naming("product", "lime");
    window.library.notice = Some(notice);
    let harness = harness(window);
    assert!(has(&harness, "已将 2 张照片移到 青柠"));
}

/// Writes pictures of the screen into the folder that `TILLSIGHT_PICTURES` names.
#[test]
fn everything_is_drawn_in_both_themes_and_languages() {
    let folder = std::env::var_os("TILLSIGHT_PICTURES").map(PathBuf::from);
    for (language, theme) in [("en", egui::Theme::Light), ("zh-CN", egui::Theme::Dark)] {
        for (name, window, label) in [
            ("photos", Window::open(), None),
            ("inbox", Window::with_inbox(), Some(["From the till (2)", "来自收银台 (2)"])),
            ("suspect", Window::with_suspect(), Some(["Probably misnamed (1)", "可能标错 (1)"])),
        ] {
            let mut harness = sized(Window { language, ..window }, [1280.0, 720.0], theme);
            harness.run();
            if let Some([english, chinese]) = label {
                click(&mut harness, if language == "en" { english } else { chinese });
            }
            if let Some(folder) = &folder {
                let picture = harness.render().unwrap();
                picture.save(folder.join(format!("{name}-{language}.png"))).unwrap();
            }
            assert!(has(
                &harness,
                if language == "en" { "All photos (5)" } else { "全部照片 (5)" }
            ));
        }
    }
}
