//! A window without a window system: the real screen and state machine, a scripted model and
//! database.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use egui_kittest::Harness;
use jiff::Timestamp;
use tillsight::catalogue_file::{self, Reading};
use tillsight::domain::{Currency, Money, Product, ProductId, TaxMode, TaxRate, UnitPrice};
use tillsight::photo::{self, HeatMap, Picture, Region};
use tillsight::recognition::{
    Basis, Candidate, ClassNotes, Decision, Explanation, FoundItems, Millis, Recognition, Trust,
    Why,
};
use tillsight::registry::{ClassEntry, Thresholds};
use tillsight::store::HeldMark;
use tillsight::teach::TeachingView;
use tillsight::texts::{Language, Texts};
use tillsight::till::catalogue::{
    CatalogueEffect, CatalogueInput, Choices, ImportPlan, ImportShop, ImportState, MatchedFile,
    Remembered,
};
use tillsight::till::machine::{ShopOpened, WeighingInput};
use tillsight::till::{
    CartEffect, CartInput, Command, Effect, EvidenceView, Input, ItemId, Machine, Message,
    PhotoSource, Settings, samples,
};
use tillsight::ui::Action;
use tillsight::ui::pictures::Pictures;
use tillsight::ui::screen::Screen;
use tillsight::ui::theme::Tokens;
use tillsight::ui::window::window_ui;
use tillsight::ui::window_state::WindowState;

pub use crate::window_harness::{Framed, click, has, press, sized, tells};

const PICTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/pictures");

/// A window without a window system.
pub struct Window {
    pub machine: Machine,
    pub local: WindowState,
    pub pictures: Option<Pictures>,
    pub language: Language,
    pub answers: VecDeque<Recognition>,
    pub disk_is_full: bool,
    pub drop_works: bool,
    pub sales: i64,
    pub held: i64,
    /// Products of which the books say that they were sold.
    pub sold: Vec<ProductId>,
    /// Settings that were kept.
    pub saved: Vec<(&'static str, String)>,
    /// What the owner's desks show.
    pub teaching: TeachingView,
    /// What the till did not take: files to choose or to open, commands of the desks.
    pub asked: Vec<Action>,
    /// The cameras that were to be opened, by their ids.
    pub opened: Vec<String>,
    /// The file that is imported.
    pub import_file: Option<Vec<u8>>,
    /// Whether what is pointed at is answered later, by hand.
    pub recogniser_waits: bool,
    /// What was pointed at since then.
    pub pointed: Vec<(ItemId, Option<usize>)>,
}

/// Reads a file as the till does.
fn read_file(bytes: &[u8], choices: &Choices, reading: u64, shop: &ImportShop) -> ImportState {
    let for_shop = catalogue_file::Shop {
        currency: shop.currency,
        tax_mode: shop.tax_mode,
        rates: shop.rates.clone(),
        products: shop.before.iter().map(AsRef::as_ref).collect(),
    };
    match catalogue_file::read(bytes, choices, &Remembered::default(), &for_shop).unwrap() {
        Reading::Matched(matched) => {
            let plan = Arc::new(ImportPlan::new(&shop.before, matched.products.clone()));
            ImportState::Matching(Arc::new(MatchedFile { reading, matched: *matched, plan }))
        }
        other => panic!("not a table of another program: {other:?}"),
    }
}

pub fn product(id: &str, name: &str, zh: &str, plu: &str, price: UnitPrice) -> Product {
    Product {
        id: ProductId::new(id).unwrap(),
        name: name.to_owned(),
        names: BTreeMap::from([("zh".to_owned(), zh.to_owned())]),
        price: Some(price),
        plu: Some(plu.to_owned()),
        barcode: None,
        tax: TaxRate::parse_percent("7").unwrap(),
        category: "Fruit".to_owned(),
        picture: Some(format!("{id}.png")),
        active: true,
    }
}

pub fn products() -> Vec<Product> {
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

pub fn recognition(decision: Decision, scores: &[(&str, f64)]) -> Recognition {
    let candidates: Vec<Candidate> = scores
        .iter()
        .map(|(product, score)| Candidate {
            product: ProductId::new(product).unwrap(),
            score: *score,
        })
        .collect();
    let known = candidates.first().map_or(0.0, |best| best.score);
    let thresholds = Thresholds { accept: 0.9, familiar: 0.0, unknown: 0.2 };
    Recognition {
        decision,
        candidates,
        notes: ClassNotes::default(),
        known,
        thresholds,
        items: FoundItems::default(),
        caution: None,
        millis: Millis::default(),
    }
}

pub fn ask() -> Recognition {
    let scores = [("mango", 0.52), ("kiwi", 0.24), ("lime", 0.15), ("pink-lady", 0.06)];
    recognition(Decision::Ask, &scores)
}

pub fn accept(product: &str) -> Recognition {
    let scores = [(product, 0.97), ("lime", 0.02), ("kiwi", 0.01)];
    recognition(Decision::Accept(ProductId::new(product).unwrap()), &scores)
}

/// The same by a version that takes mango and kiwi for apples.
pub fn of_apples(seen: Recognition) -> Recognition {
    let products = ["mango", "kiwi"];
    let entry =
        |id: &str| ClassEntry { id: id.to_owned(), coarse: "apple".to_owned(), cautious: false };
    let ids: Vec<ProductId> = products.iter().map(|id| ProductId::new(id).unwrap()).collect();
    Recognition { notes: ClassNotes::of(&products.map(entry), &ids), ..seen }
}

/// The same of a drawn counter with three items on it, of which one is meant: the one in the middle, the
/// one at the left, and the one at the right.
pub fn with_items(seen: Recognition, chosen: Option<usize>) -> Recognition {
    let item = |x: f32| Region { x, y: 60.0, width: 80.0, height: 120.0 };
    let regions = [120.0, 10.0, 230.0].map(item).to_vec();
    Recognition { items: FoundItems { regions, chosen }, ..seen }
}

impl Window {
    pub fn closed() -> Self {
        Self {
            machine: Machine::default(),
            local: WindowState::default(),
            pictures: None,
            language: Language::for_tag("en"),
            answers: VecDeque::new(),
            disk_is_full: false,
            drop_works: true,
            sales: 0,
            held: 0,
            sold: Vec::new(),
            saved: Vec::new(),
            teaching: TeachingView::default(),
            asked: Vec::new(),
            opened: Vec::new(),
            import_file: None,
            recogniser_waits: false,
            pointed: Vec::new(),
        }
    }

    pub fn open() -> Self {
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

    pub fn ready() -> Self {
        let mut window = Self::open();
        let loaded = Input::ModelLoaded { name: "grocery-1".to_owned(), device: "cpu".to_owned() };
        window.take(loaded);
        window
    }

    /// A ready till that has been shown photos, which the model answers like this.
    pub fn shown(answers: impl IntoIterator<Item = Recognition>) -> Self {
        Self::ready().with_photos(answers)
    }

    /// The same in a shop that has seen so many right answers of the version.
    pub fn shown_in_shop(confirmed: u32, answers: impl IntoIterator<Item = Recognition>) -> Self {
        let mut window = Self::ready();
        let (version, trust) = ("grocery-1".to_owned(), Box::new(Trust::of(confirmed, [])));
        window.take(Input::Weighing(WeighingInput::TrustRead {
            version,
            trust,
            is_renewed: false,
        }));
        window.with_photos(answers)
    }

    fn with_photos(mut self, answers: impl IntoIterator<Item = Recognition>) -> Self {
        let window = &mut self;
        window.answers.extend(answers);
        while !window.answers.is_empty() {
            let photo = PhotoSource::Pasted(Arc::new(fruit_on_a_counter()));
            window.take(Input::Command(Command::OpenPhotos(vec![photo])));
        }
        self
    }

    pub fn take(&mut self, input: Input) {
        for effect in self.machine.apply(input) {
            match effect {
                Effect::Decode { item, source } => self.take(decoded(item, &source)),
                Effect::Recognise { batch, .. } => {
                    let items: Vec<_> = batch.iter().map(|(item, _)| *item).collect();
                    let results = items.iter().map(|_| self.next_answer()).collect();
                    self.take(Input::Recognised { items, result: Ok(results), millis: 5.0 });
                }
                Effect::LookAt { item, chosen, .. } if self.recogniser_waits => {
                    self.pointed.push((item, chosen));
                }
                Effect::LookAt { item, chosen, .. } => self.look_at(item, chosen),
                Effect::Explain { item, why, .. } => {
                    let result = evidence(&why);
                    self.take(Input::Explained { item, why, result });
                }
                Effect::RecordSale(..) if self.disk_is_full => {
                    self.take(Input::SaleFailed(Message::new("file-disk-full")));
                }
                Effect::RecordSale(..) => {
                    self.sales += 1;
                    self.take(Input::SaleRecorded { number: self.sales });
                }
                Effect::Cart(effect) => self.take_cart(effect),
                Effect::Catalogue(effect) => self.take_catalogue(effect),
                Effect::StartCamera(camera) => self.opened.push(camera),
                Effect::SaveSetting { setting, value } => self.saved.push((setting.key(), value)),
                _ => {}
            }
        }
    }

    /// Answers what was pointed at: with the next answer, as one of three items.
    pub fn look_at(&mut self, item: ItemId, chosen: Option<usize>) {
        let result = Ok(with_items(self.next_answer(), chosen));
        self.take(Input::LookedAt { item, chosen, result });
    }

    /// Moves carts as the database would.
    fn take_catalogue(&mut self, effect: CatalogueEffect) {
        let input = match effect {
            CatalogueEffect::AskSold(id) => {
                let sold = self.sold.contains(&id);
                CatalogueInput::Sold(id, sold)
            }
            CatalogueEffect::Save(_) if self.disk_is_full => {
                CatalogueInput::Refused(Message::new("file-disk-full"))
            }
            CatalogueEffect::Save(product) => CatalogueInput::Saved(product),
            CatalogueEffect::SavePrice(product) => CatalogueInput::PriceSaved(product),
            CatalogueEffect::Delete(id) => CatalogueInput::Deleted(id),
            CatalogueEffect::Import { plan, .. } => {
                CatalogueInput::Imported(Ok(plan.products.clone()))
            }
            CatalogueEffect::CopyPicture { editor, .. } => {
                CatalogueInput::PictureCopied { editor, result: Ok("mango.png".to_owned()) }
            }
            CatalogueEffect::Export { products, .. } => {
                CatalogueInput::Exported(Ok(("catalogue.csv".to_owned(), products.len())))
            }
            CatalogueEffect::RemovePicture(_) | CatalogueEffect::Reload => return,
            CatalogueEffect::SaveTemplate(file) => {
                CatalogueInput::TemplateSaved(Ok(file.display().to_string()))
            }
            CatalogueEffect::ReadImport { choices, reading, shop, .. } => {
                let Some(bytes) = &self.import_file else { return };
                let state = read_file(bytes, &choices, reading, &shop);
                CatalogueInput::ImportRead { reading, state }
            }
        };
        self.take(Input::Catalogue(input));
    }

    fn take_cart(&mut self, effect: CartEffect) {
        self.held += 1;
        let mark = HeldMark { id: self.held, at: Timestamp::UNIX_EPOCH };
        let answer = match effect {
            CartEffect::Save(_) => return,
            CartEffect::Hold(_) => CartInput::Held(mark),
            CartEffect::Resume { instead_of, .. } => CartInput::Resumed(instead_of.map(|_| mark)),
        };
        self.take(Input::Cart(answer));
    }

    pub fn next_answer(&mut self) -> Recognition {
        self.answers.pop_front().unwrap_or_else(ask)
    }

    pub fn cart(&self) -> Vec<String> {
        let snapshot = self.machine.snapshot();
        snapshot.cart.lines.iter().map(|line| line.product.name.clone()).collect()
    }

    pub fn total(&self) -> i64 {
        self.machine.snapshot().cart.total.minor()
    }
}

impl Framed for Window {
    fn frame(&mut self, ui: &mut egui::Ui) {
        let pictures = self.pictures.get_or_insert_with(|| Pictures::at_once(ui.ctx()));
        let snapshot = self.machine.snapshot();
        pictures.receive(&snapshot.items);
        let texts = Texts::new(self.language);
        let teaching = self.teaching.clone();
        let screen = Screen {
            snapshot: &snapshot,
            texts: &texts,
            tokens: Tokens::of(ui.ctx().theme()),
            pictures,
            drop_works: self.drop_works,
            teaching: &teaching,
        };
        let all = egui::UiBuilder::new().max_rect(ui.ctx().content_rect());
        let local = &mut self.local;
        let actions = ui.scope_builder(all, |ui| window_ui(ui, &screen, local)).inner;
        for action in actions {
            match action {
                Action::Till(command) => {
                    self.take(Input::Command(command));
                    ui.ctx().request_repaint();
                }
                // A desk that does not answer changes nothing that could be drawn.
                other => self.asked.push(other),
            }
        }
    }
}

pub fn decoded(item: tillsight::till::ItemId, source: &PhotoSource) -> Input {
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

/// What looks like a mango speaks for anything but a lime; of a banana it cannot be said.
pub fn evidence(why: &Why) -> Result<EvidenceView, Message> {
    let photo = fruit_on_a_counter();
    let warmth = |x: f32, y: f32| 1.0 - ((x - 165.0) / 90.0).hypot((y - 125.0) / 66.0);
    let explanation = Explanation {
        why: why.clone(),
        map: HeatMap::of_evidence(photo.width(), photo.height(), warmth),
        seen: Region { x: 40.0, y: 0.0, width: 240.0, height: 240.0 },
        basis: Basis::ClassMap,
    };
    if why.product.as_str() == "banana" {
        return Err(Message::new("why-failed").because(Message::new("model-network")));
    }
    let slight = why.product.as_str() == "lime";
    Ok(EvidenceView {
        picture: Arc::new(explanation.on(&photo, 960)),
        whole: false,
        slight,
        similar: None,
    })
}

/// A drawn mango on a drawn counter, 320 by 240.
pub fn fruit_on_a_counter() -> Picture {
    let rgb = (0..240_i32)
        .flat_map(|y| (0..320_i32).map(move |x| (x, y)))
        .flat_map(|(x, y)| {
            let (dx, dy) = (f64::from(x - 165) / 80.0, f64::from(y - 125) / 58.0);
            let distance = dx * dx + dy * dy;
            let light = 1.0 - 0.25 * (dx + dy + 1.0).clamp(0.0, 2.0);
            let colour = if distance < 1.0 {
                [240.0 * light, 150.0 * light + 20.0 * dx, 40.0 * light]
            } else {
                [188.0, 166.0, 138.0]
            };
            colour.map(|channel: f64| channel.clamp(0.0, 255.0) as u8)
        })
        .collect();
    Picture::new(320, 240, rgb).unwrap()
}

/// The smallest screen the till is made for; nothing is drawn yet.
pub fn harness(window: Window) -> Harness<'static, Window> {
    sized(window, [1280.0, 720.0], egui::Theme::Light)
}
