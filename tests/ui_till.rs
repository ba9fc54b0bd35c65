//! The Till screen as a clerk meets it: found by its labels, used by pointer and keys.
//! The till behind it is the real state machine with a scripted model and database.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::sync::Arc;

use egui_kittest::kittest::{NodeT, Queryable};
use egui_kittest::{Harness, SnapshotResults};
use tillsight::domain::{Currency, Money, Product, ProductId, TaxMode, TaxRate, UnitPrice};
use tillsight::photo::{self, Picture};
use tillsight::recognition::{Candidate, Decision, Millis, Recognition};
use tillsight::till::machine::ShopOpened;
use tillsight::till::{
    Command, Effect, Input, Machine, Message, PhotoSource, Settings, ThemeChoice, samples,
};
use tillsight::ui::pictures::Pictures;
use tillsight::ui::texts::{Language, Texts};
use tillsight::ui::theme::{self, Tokens};
use tillsight::ui::till_screen::{Local, Screen, till_screen};
use tillsight::ui::{Action, fonts};

const PICTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/pictures");

/// A window without a window system.
struct Window {
    machine: Machine,
    local: Local,
    pictures: Option<Pictures>,
    language: Language,
    answers: VecDeque<Recognition>,
    disk_is_full: bool,
    drop_works: bool,
    sales: i64,
    /// What the till did not take: files to choose or to open.
    asked: Vec<Action>,
}

fn product(id: &str, name: &str, zh: &str, plu: &str, price: UnitPrice) -> Product {
    Product {
        id: ProductId::new(id).unwrap(),
        name: name.to_owned(),
        names: BTreeMap::from([("zh".to_owned(), zh.to_owned())]),
        price,
        plu: Some(plu.to_owned()),
        barcode: None,
        tax: TaxRate::parse_percent("7").unwrap(),
        category: "Fruit".to_owned(),
        picture: Some(format!("{id}.png")),
        active: true,
    }
}

fn products() -> Vec<Product> {
    let each = |minor| UnitPrice::PerPiece(Money::new(minor, Currency::EUR));
    let kg = |minor| UnitPrice::PerKg(Money::new(minor, Currency::EUR));
    vec![
        product("banana", "Banana", "香蕉", "4011", kg(199)),
        product("mango", "Mango", "芒果", "4051", each(149)),
        product("kiwi", "Kiwi", "奇异果", "4030", each(39)),
        product("lime", "Lime", "青柠", "4048", each(45)),
        product("pink-lady", "Pink Lady apple", "粉红佳人苹果", "4130", kg(379)),
    ]
}

fn recognition(decision: Decision, scores: &[(&str, f64)]) -> Recognition {
    let candidates = scores
        .iter()
        .map(|(product, score)| Candidate {
            product: ProductId::new(product).unwrap(),
            score: *score,
        })
        .collect();
    Recognition { decision, candidates, millis: Millis::default() }
}

fn ask() -> Recognition {
    let scores = [("mango", 0.52), ("kiwi", 0.24), ("lime", 0.15), ("pink-lady", 0.06)];
    recognition(Decision::Ask, &scores)
}

fn accept(product: &str) -> Recognition {
    let scores = [(product, 0.97), ("lime", 0.02), ("kiwi", 0.01)];
    recognition(Decision::Accept(ProductId::new(product).unwrap()), &scores)
}

impl Window {
    fn closed() -> Self {
        Self {
            machine: Machine::default(),
            local: Local::default(),
            pictures: None,
            language: Language::for_tag("en"),
            answers: VecDeque::new(),
            disk_is_full: false,
            drop_works: true,
            sales: 0,
            asked: Vec::new(),
        }
    }

    fn open() -> Self {
        let mut window = Self::closed();
        window.take(Input::ShopOpened(ShopOpened {
            products: products(),
            currency: Currency::EUR,
            tax_mode: TaxMode::Included,
            pictures: PICTURES.into(),
            settings: Settings::default(),
        }));
        window.take(Input::CamerasFound(Vec::new()));
        window
    }

    fn ready() -> Self {
        let mut window = Self::open();
        let loaded = Input::ModelLoaded { name: "grocery-1".to_owned(), device: "cpu".to_owned() };
        window.take(loaded);
        window
    }

    /// A ready till that has been shown photos, which the model answers like this.
    fn shown(answers: impl IntoIterator<Item = Recognition>) -> Self {
        let mut window = Self::ready();
        window.answers.extend(answers);
        while !window.answers.is_empty() {
            let photo = PhotoSource::Pasted(Arc::new(fruit_on_a_counter()));
            window.take(Input::Command(Command::OpenPhotos(vec![photo])));
        }
        window
    }

    fn take(&mut self, input: Input) {
        for effect in self.machine.apply(input) {
            match effect {
                Effect::Decode { item, source } => self.take(decoded(item, &source)),
                Effect::Recognise { batch, .. } => {
                    let items: Vec<_> = batch.iter().map(|(item, _)| *item).collect();
                    let results = items.iter().map(|_| self.next_answer()).collect();
                    self.take(Input::Recognised { items, result: Ok(results), millis: 5.0 });
                }
                Effect::RecordSale(_) if self.disk_is_full => {
                    self.take(Input::SaleFailed("the disk is full".to_owned()));
                }
                Effect::RecordSale(_) => {
                    self.sales += 1;
                    self.take(Input::SaleRecorded { number: self.sales });
                }
                _ => {}
            }
        }
    }

    fn next_answer(&mut self) -> Recognition {
        self.answers.pop_front().unwrap_or_else(ask)
    }

    fn frame(&mut self, ui: &mut egui::Ui) {
        let pictures = self.pictures.get_or_insert_with(|| Pictures::at_once(ui.ctx()));
        let snapshot = self.machine.snapshot();
        pictures.receive(&snapshot.items);
        let texts = Texts::new(self.language);
        let screen = Screen {
            snapshot: &snapshot,
            texts: &texts,
            tokens: Tokens::of(ui.ctx().theme()),
            pictures,
            drop_works: self.drop_works,
        };
        let all = egui::UiBuilder::new().max_rect(ui.ctx().content_rect());
        let local = &mut self.local;
        let actions = ui.scope_builder(all, |ui| till_screen(ui, &screen, local)).inner;
        for action in actions {
            match action {
                Action::Till(command) => self.take(Input::Command(command)),
                other => self.asked.push(other),
            }
            ui.ctx().request_repaint();
        }
    }

    fn cart(&self) -> Vec<String> {
        let snapshot = self.machine.snapshot();
        snapshot.cart.lines.iter().map(|line| line.product.name.clone()).collect()
    }

    fn total(&self) -> i64 {
        self.machine.snapshot().cart.total.minor()
    }
}

fn decoded(item: tillsight::till::ItemId, source: &PhotoSource) -> Input {
    let picture = match source {
        PhotoSource::Sample(name) => photo::decode(samples::bytes(name).unwrap(), name),
        PhotoSource::Pasted(picture) => Ok(picture.as_ref().clone()),
        PhotoSource::File(path) => photo::load(path),
        _ => panic!("no other source is used here"),
    };
    match picture {
        Ok(picture) => {
            let picture = Arc::new(picture);
            let thumbnail = Arc::new(photo::resize_within(&picture, 640));
            Input::PhotoDecoded { item, picture, thumbnail, millis: 1.0 }
        }
        Err(_) => Input::PhotoFailed { item, message: Message::new("photo-not-a-picture") },
    }
}

/// A drawn mango on a drawn counter, 320 by 240.
fn fruit_on_a_counter() -> Picture {
    let rgb = (0..240_i32)
        .flat_map(|y| (0..320_i32).map(move |x| (x, y)))
        .flat_map(|(x, y)| {
            let (dx, dy) = (f64::from(x - 165) / 80.0, f64::from(y - 125) / 58.0);
            let distance = dx * dx + dy * dy;
            let light = 1.0 - 0.25 * (dx + dy + 1.0).clamp(0.0, 2.0);
            let colour = if distance < 1.0 {
                [240.0 * light, 150.0 * light + 20.0 * dx, 40.0 * light]
            } else {
                let grain = f64::from((x * 7 + y * 3) % 11);
                [182.0 + grain, 160.0 + grain, 132.0 + grain]
            };
            colour.map(|channel: f64| channel.clamp(0.0, 255.0) as u8)
        })
        .collect();
    Picture::new(320, 240, rgb).unwrap()
}

fn harness(window: Window) -> Harness<'static, Window> {
    sized(window, [1280.0, 720.0], egui::Theme::Light)
}

fn sized(window: Window, size: [f32; 2], theme: egui::Theme) -> Harness<'static, Window> {
    Harness::builder()
        .with_size(size)
        .with_theme(theme)
        .with_context_setup(|ctx| {
            fonts::install(ctx);
            theme::install(ctx);
        })
        .build_ui_state(|ui, window: &mut Window| window.frame(ui), window)
}

fn press(harness: &mut Harness<'_, Window>, key: egui::Key) {
    harness.key_press(key);
    harness.run();
}

fn click(harness: &mut Harness<'_, Window>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

fn has(harness: &Harness<'_, Window>, label: &str) -> bool {
    harness.query_by_label(label).is_some()
}

#[test]
fn the_first_frame_says_that_shop_and_model_are_being_opened() {
    let harness = harness(Window::closed());
    assert!(has(&harness, "Loading the model…"));
    assert!(has(&harness, "Opening the shop…"));
    assert!(has(&harness, "The cart is empty"));
}

#[test]
fn an_empty_till_invites_says_there_is_no_camera_and_offers_samples() {
    let mut harness = harness(Window::ready());
    harness.run();
    assert!(has(&harness, "Show me an item"));
    assert!(has(&harness, "No camera found"));
    assert!(has(&harness, "Try a sample"));
    harness.state_mut().answers.push_back(accept("mango"));
    let sample = harness.query_all_by_role(egui::accesskit::Role::Button).find(|node| {
        node.accesskit_node().label().is_some_and(|label| label.starts_with("Sample "))
    });
    sample.expect("there are samples").click();
    harness.run();
    assert_eq!(harness.state().cart(), ["Mango"]);
}

#[test]
fn where_nothing_can_be_dropped_the_till_does_not_ask_for_it() {
    let mut window = Window::ready();
    window.drop_works = false;
    let mut harness = harness(window);
    harness.run();
    let hint = "Open a photo or paste one; this desktop (Wayland) does not hand over dropped files";
    assert!(has(&harness, hint));
}

#[test]
fn an_accepted_photo_shows_its_line_and_total_and_can_be_undone() {
    let mut harness = harness(Window::shown([accept("mango")]));
    harness.run();
    assert!(has(&harness, "Mango added"));
    assert!(has(&harness, "Remove Mango"));
    assert_eq!(harness.state().total(), 149);
    click(&mut harness, "Undo");
    assert!(harness.state().cart().is_empty());
    assert!(has(&harness, "Which one is it?"));
}

#[test]
fn one_click_on_a_tile_adds_it() {
    let mut harness = harness(Window::shown([ask()]));
    harness.run();
    click(&mut harness, "Kiwi, €0.39, 24\u{a0}% sure");
    assert_eq!(harness.state().cart(), ["Kiwi"]);
}

#[test]
fn keys_1_to_4_choose_the_tiles() {
    let keys = [egui::Key::Num1, egui::Key::Num2, egui::Key::Num3, egui::Key::Num4];
    for (key, name) in keys.into_iter().zip(["Mango", "Kiwi", "Lime", "Pink Lady apple"]) {
        let mut harness = harness(Window::shown([ask()]));
        harness.run();
        press(&mut harness, key);
        assert_eq!(harness.state().cart(), [name]);
    }
}

#[test]
fn escape_undoes_an_added_photo_and_then_dismisses_it() {
    let mut harness = harness(Window::shown([accept("mango")]));
    harness.run();
    press(&mut harness, egui::Key::Escape);
    assert!(harness.state().cart().is_empty());
    press(&mut harness, egui::Key::Escape);
    assert!(has(&harness, "Show me an item"));
}

#[test]
fn a_weighed_product_takes_its_weight_without_a_click() {
    let mut harness = harness(Window::shown([accept("banana")]));
    harness.run();
    assert!(has(&harness, "A weight is missing"));
    let field = harness.get_by_label("Weight of Banana in grams");
    assert!(field.is_focused(), "the field has the keyboard by itself");
    field.type_text("350");
    harness.run();
    press(&mut harness, egui::Key::Enter);
    assert_eq!(harness.state().total(), 70);
    assert!(has(&harness, "Complete sale"));
}

#[test]
fn a_weight_that_is_none_says_what_to_type() {
    let mut harness = harness(Window::shown([accept("banana")]));
    harness.run();
    harness.get_by_label("Weight of Banana in grams").type_text("much");
    harness.run();
    press(&mut harness, egui::Key::Enter);
    assert!(has(&harness, "Type grams, such as 350"));
    assert_eq!(harness.state().total(), 0);
}

#[test]
fn digits_typed_into_a_field_choose_no_tile() {
    let mut harness = harness(Window::shown([ask()]));
    harness.run();
    harness.get_by_label("Find a product").focus();
    harness.run();
    harness.get_by_label("Find a product").type_text("1");
    press(&mut harness, egui::Key::Num1);
    assert!(harness.state().cart().is_empty());
    assert_eq!(harness.state().local.search, "1");
}

#[test]
fn a_product_is_found_by_name_or_plu_and_added_with_enter() {
    let mut harness = harness(Window::ready());
    for (typed, name) in [("kiw", "Kiwi"), ("4051", "Mango"), ("青", "Lime")] {
        harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::F);
        harness.run();
        harness.get_by_label("Find a product").type_text(typed);
        harness.run();
        press(&mut harness, egui::Key::Enter);
        assert_eq!(harness.state().cart().last().unwrap(), name);
    }
}

#[test]
fn a_found_product_is_added_with_a_click() {
    let mut harness = harness(Window::ready());
    harness.run();
    harness.get_by_label("Find a product").focus();
    harness.run();
    harness.get_by_label("Find a product").type_text("apple");
    harness.run();
    click(&mut harness, "Add Pink Lady apple, €3.79 / kg");
    assert_eq!(harness.state().cart(), ["Pink Lady apple"]);
}

#[test]
fn pieces_go_up_and_down_and_can_be_typed() {
    let mut harness = harness(Window::shown([accept("kiwi")]));
    harness.run();
    click(&mut harness, "One more Kiwi");
    click(&mut harness, "One more Kiwi");
    assert_eq!(harness.state().total(), 117);
    click(&mut harness, "One fewer Kiwi");
    assert_eq!(harness.state().total(), 78);
    harness.get_by_label("Pieces of Kiwi").focus();
    harness.run();
    harness.get_by_label("Pieces of Kiwi").type_text("12");
    harness.run();
    press(&mut harness, egui::Key::Enter);
    assert_eq!(harness.state().total(), 468, "what is typed replaces what was there");
}

#[test]
fn lines_are_removed_by_their_button_and_the_newest_by_delete() {
    let mut harness = harness(Window::shown([accept("kiwi"), accept("mango"), accept("lime")]));
    harness.run();
    press(&mut harness, egui::Key::Delete);
    assert_eq!(harness.state().cart(), ["Kiwi", "Mango"]);
    click(&mut harness, "Remove Kiwi");
    assert_eq!(harness.state().cart(), ["Mango"]);
}

#[test]
fn a_sale_is_completed_by_button_f9_and_ctrl_enter() {
    let by_button = |harness: &mut Harness<'_, Window>| click(harness, "Complete sale");
    let by_f9 = |harness: &mut Harness<'_, Window>| press(harness, egui::Key::F9);
    let by_enter = |harness: &mut Harness<'_, Window>| {
        harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Enter);
        harness.run();
    };
    for complete in [&by_button as &dyn Fn(&mut Harness<'_, Window>), &by_f9, &by_enter] {
        let mut harness = harness(Window::shown([accept("mango")]));
        harness.run();
        complete(&mut harness);
        assert_eq!(harness.state().sales, 1);
        assert!(has(&harness, "Sale 1 is complete"));
        assert!(has(&harness, "Sale total €1.49"));
    }
}

#[test]
fn a_sale_that_cannot_be_saved_keeps_the_cart_and_says_why() {
    let mut window = Window::shown([accept("mango")]);
    window.disk_is_full = true;
    let mut harness = harness(window);
    harness.run();
    press(&mut harness, egui::Key::F9);
    assert_eq!(harness.state().cart(), ["Mango"]);
    let notice = "The sale was not saved and the cart is still here: the disk is full";
    assert!(has(&harness, notice));
    click(&mut harness, "Close this notice");
    assert!(!has(&harness, notice));
}

#[test]
fn a_file_that_is_no_picture_is_said_beside_its_name() {
    let mut window = Window::ready();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    window.take(Input::Command(Command::OpenPhotos(vec![PhotoSource::File(path)])));
    let mut harness = harness(window);
    harness.run();
    assert!(has(&harness, "This photo cannot be used"));
    assert!(has(&harness, "Cargo.toml"));
    click(&mut harness, "Dismiss");
    assert!(has(&harness, "Show me an item"));
}

#[test]
fn without_a_model_the_photo_is_shown_and_search_is_offered() {
    let mut window = Window::open();
    window.take(Input::ModelFailed("its weights are damaged".to_owned()));
    let photo = PhotoSource::Pasted(Arc::new(fruit_on_a_counter()));
    window.take(Input::Command(Command::OpenPhotos(vec![photo])));
    let mut harness = harness(window);
    harness.run();
    assert!(has(&harness, "No model"));
    assert!(has(&harness, "I cannot name this one"));
    click(&mut harness, "Try again");
    assert!(has(&harness, "Loading the model…"));
}

#[test]
fn a_path_can_be_typed_where_no_dialog_opens() {
    let mut window = Window::ready();
    window.local.ask_for_path("");
    let mut harness = harness(window);
    harness.run();
    let field = harness.get_by_label("Type or paste a path");
    field.type_text("/photos/apple.jpg");
    harness.run();
    press(&mut harness, egui::Key::Enter);
    let [Action::OpenTyped(path)] = &harness.state().asked[..] else { panic!("one path") };
    assert_eq!(path, "/photos/apple.jpg");
    assert!(!has(&harness, "Type or paste a path"));
}

#[test]
fn ctrl_o_asks_for_files_and_a_pasted_picture_is_opened() {
    let mut harness = harness(Window::ready());
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::O);
    harness.run();
    assert!(matches!(harness.state().asked[..], [Action::ChooseFiles]));
    let picture = egui::ColorImage::filled([8, 8], egui::Color32::WHITE);
    harness.event(egui::Event::PasteImage(Arc::new(picture)));
    harness.run();
    assert!(has(&harness, "Which one is it?"));
}

#[test]
fn the_window_speaks_chinese_and_names_products_in_it() {
    let mut window = Window::shown([accept("mango")]);
    window.language = Language::for_tag("zh-CN");
    let mut harness = harness(window);
    harness.run();
    assert!(has(&harness, "已加入芒果"));
    assert!(has(&harness, "完成销售"));
}

#[test]
fn language_and_theme_are_chosen_from_their_menus() {
    let mut harness = harness(Window::ready());
    harness.run();
    click(&mut harness, "Language");
    click(&mut harness, "简体中文");
    click(&mut harness, "Light or dark");
    click(&mut harness, "Dark");
    let settings = harness.state().machine.snapshot().settings;
    assert_eq!((settings.language.as_deref(), settings.theme), (Some("zh-CN"), ThemeChoice::Dark));
}

#[test]
fn an_idle_till_asks_for_no_frames() {
    for window in [Window::ready(), Window::shown([ask()]), Window::shown([accept("banana")])] {
        let mut harness = harness(window);
        harness.run();
        let delay = harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
        assert!(delay > std::time::Duration::from_secs(60), "repaints after {delay:?}");
    }
}

/// Small pictures of the screen, compared where lavapipe draws: other drivers round differently.
#[test]
fn the_screen_looks_as_it_did() {
    if !draws_with_lavapipe() {
        println!("skipped: pictures are compared on lavapipe only");
        return;
    }
    let mut chinese = Window::shown([accept("mango"), accept("kiwi"), accept("banana")]);
    chinese.language = Language::for_tag("zh-CN");
    let asked = Window::shown([accept("kiwi"), ask()]);
    let mut results = SnapshotResults::new();
    for (name, window, theme) in [
        ("till_asks_light", asked, egui::Theme::Light),
        ("till_added_dark_chinese", chinese, egui::Theme::Dark),
    ] {
        let mut harness = sized(window, [1024.0, 640.0], theme);
        harness.run();
        results.add(harness.try_snapshot(name));
    }
}

fn draws_with_lavapipe() -> bool {
    let name = std::panic::catch_unwind(|| {
        let setup = egui_kittest::wgpu::default_wgpu_setup();
        let options = Default::default();
        let state = egui_kittest::wgpu::create_render_state(setup, options);
        state.adapter.get_info().name
    });
    name.is_ok_and(|name| name.contains("llvmpipe"))
}
