//! A clerk who plays the script: shows items, corrects the till where it errs, takes the money.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde::Serialize;
use tillsight::devices::open_printer;
use tillsight::devices::scale::{ScaleEvent, ScaleReading};
use tillsight::domain::settings::{
    CASH_ROUNDING, PRINT_AUTOMATICALLY, PRINTER, RECEIPT_SHOP_NAME, SCALE,
};
use tillsight::domain::{
    Currency, DayReport, Discount, DoneBy, LineId, LineQuantity, Money, PercentOff, ProductId,
    Role, TenderKind, Unit,
};
use tillsight::store::{ShopFolder, Store};
use tillsight::till::watcher::WatchState;
use tillsight::till::{
    CartCommand, Command, DayCommand, Doubt, ItemState, ItemView, LoadModel, ModelState,
    PayCommand, PayScreen, PayingView, PeopleCommand, Snapshot, Till, TillConfig, TillHandle,
    TypedCount, WatchCommand, WeighingCommand,
};

use crate::counter::{Counter, tray};
use crate::script::{Act, Tender};

/// Nothing takes this long; what does has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// How an item that was shown became a line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Told {
    /// What it is.
    pub product: String,
    /// What the till did: `accept`, `ask` or `unknown`.
    pub asked: &'static str,
    /// Whether its first candidate was right.
    pub right: bool,
    /// On which tile the product stood, from 1; 0 on none.
    pub place: usize,
    /// Keys that the clerk pressed.
    pub keys: usize,
    /// From the still scene to the line or the tiles.
    pub millis: f64,
}

/// What is left of the day.
#[derive(Debug)]
pub struct Day {
    /// An entry for each item that was shown.
    pub told: Vec<Told>,
    /// The report of the closed day.
    pub report: DayReport,
}

/// Plays the script in a shop of its own, with receipts printed into the file `printed`.
///
/// # Panics
/// If the till does anything that a clerk would not expect.
pub fn play(acts: &[Act], shop: &Path, printed: &Path, load_model: LoadModel) -> Day {
    let mut clerk = Clerk::open(shop, printed, load_model);
    for act in acts {
        clerk.act(act);
    }
    let report = clerk.till.snapshot().day.closed.clone().expect("the day was closed");
    Day { told: clerk.told, report: Arc::unwrap_or_clone(report) }
}

struct Clerk {
    till: TillHandle,
    woken: Receiver<()>,
    counter: Counter,
    told: Vec<Told>,
    /// Numbers of the day's sales, without refunds.
    sales: Vec<i64>,
    newest: Option<LineId>,
}

impl Clerk {
    fn open(shop: &Path, printed: &Path, load_model: LoadModel) -> Self {
        let (counter, camera) = Counter::new();
        set_up(shop, printed, &counter.scale_setting());
        let (wake, woken) = channel();
        let config = TillConfig {
            load_model,
            cameras: Arc::new(camera),
            open_printer: Arc::new(open_printer),
            ..TillConfig::for_shop(shop).expect("the shop's only till")
        };
        let till = Till::start(config, Arc::new(move || _ = wake.send(()))).expect("a till");
        let clerk =
            Self { till, woken, counter, told: Vec::new(), sales: Vec::new(), newest: None };
        clerk.wait("the model", |now| {
            matches!(now.model, ModelState::Ready { .. }) && now.camera.found.is_some()
        });
        clerk.wait("the people", |now| !now.people.people.is_empty());
        clerk.take_over("Ada"); // a till where nobody stands does nothing
        clerk.done(Command::Watch(WatchCommand::SetArea(tray())));
        clerk.tell(Command::StartCamera(None));
        clerk.wait("a frame", |now| now.camera.frame.is_some());
        clerk.tell(Command::Watch(WatchCommand::LearnTray));
        clerk.wait("the empty tray", |now| now.watch.state == WatchState::Waiting);
        clerk.wait("the scale", |now| now.weighing.scale == ScaleEvent::Read(ScaleReading::Empty));
        clerk
    }

    fn tell(&self, command: Command) {
        assert!(self.till.send(command), "the till is too busy");
    }

    /// Waits until the till is so.
    fn wait(&self, what: &str, is_so: impl Fn(&Snapshot) -> bool) -> Arc<Snapshot> {
        let begun = Instant::now();
        loop {
            let now = self.till.snapshot();
            if is_so(&now) {
                return now;
            }
            let left = PATIENCE.checked_sub(begun.elapsed());
            let notices: Vec<_> = now.notices.iter().map(|notice| &notice.message).collect();
            let left = left.unwrap_or_else(|| {
                let (watch, paying) = (&now.watch, paying_of(&now));
                let lines = now.cart.lines.len();
                panic!("no {what}; {lines} lines, {notices:?}, {:?}, {paying:?}", watch.state)
            });
            let _woken_or_late = self.woken.recv_timeout(left);
        }
    }

    /// Waits until the till has carried this command out.
    fn done(&self, command: Command) -> Arc<Snapshot> {
        let before = self.till.snapshot().commands;
        self.tell(command);
        self.wait("answer", |now| now.commands > before)
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Open { float } => {
                self.done(Command::Day(DayCommand::CountFloat(amount(*float))));
            }
            Act::Clerk { name } => self.take_over(name),
            Act::Show { photo, product, gross, tare } => self.show(photo, product, *gross, *tare),
            Act::Key { product, gross } => self.key(product, *gross),
            Act::Pieces { count } => _ = self.done(Command::SetPieces(self.line(), *count)),
            Act::Discount { percent } => {
                let share = PercentOff::from_basis_points(percent * 100).expect("a share");
                let (line, discount) = (self.line(), Some(Discount::Percent(share)));
                let reason = "spotted".to_owned();
                self.done(Command::Cart(CartCommand::SetDiscount { line, discount, reason }));
            }
            Act::Price { price } => {
                let (line, price) = (self.line(), Some(Money::new(*price, Currency::EUR)));
                let reason = "last one".to_owned();
                self.done(Command::Cart(CartCommand::SetPrice { line, price, reason }));
            }
            Act::Void => _ = self.done(Command::Cart(CartCommand::VoidLine(self.line()))),
            Act::Hold => _ = self.done(Command::Cart(CartCommand::Hold { note: String::new() })),
            Act::Resume => {
                let held = self.till.snapshot().held.first().expect("a cart on hold").id;
                self.done(Command::Cart(CartCommand::Resume(held)));
            }
            Act::Pay(tender) => self.pay(*tender),
            Act::Refund { sale, line } => self.refund(*sale, *line),
            Act::PayIn { amount: cents } => self.move_cash(DayCommand::PayIn {
                amount: amount(*cents),
                reason: "change from the bank".to_owned(),
            }),
            Act::PayOut { amount: cents } => self.move_cash(DayCommand::PayOut {
                amount: amount(*cents),
                reason: "window cleaner".to_owned(),
            }),
            Act::Close { off } => self.close(*off),
        }
    }

    fn line(&self) -> LineId {
        self.newest.expect("an item came before")
    }

    fn take_over(&self, name: &str) {
        let now = self.till.snapshot();
        let person = now.people.people.iter().find(|person| person.name == name).expect("a person");
        self.tell(Command::People(PeopleCommand::SignIn { person: person.id, pin: String::new() }));
        self.wait("person", |now| now.people.signed_in.as_ref().is_some_and(|at| at.name == name));
    }

    fn show(&mut self, photo: &Path, product: &ProductId, gross: u32, tare: u32) {
        let by_weight = self.is_by_weight(product);
        let before = self.till.snapshot().items.iter().map(|item| item.id).max();
        let still = self.counter.lay(photo, if by_weight { gross } else { 0 });
        let newest = |now: &Snapshot| now.items.iter().find(|item| Some(item.id) > before).cloned();
        let now = self.wait("tile", |now| newest(now).is_some_and(|item| is_answered(&item)));
        let millis = still.elapsed().as_secs_f64() * 1000.0;
        let item = newest(&now).expect("it was answered");
        self.told.push(Told { millis, ..self.choose(&item, product) });
        let now = self
            .wait("line", |now| newest(now).is_some_and(|item| line_of(&item, product).is_some()));
        self.newest = newest(&now).and_then(|item| line_of(&item, product));
        self.weigh(by_weight, tare);
        self.clear();
    }

    fn is_by_weight(&self, product: &ProductId) -> bool {
        let now = self.till.snapshot();
        let product = now.products.iter().find(|known| known.id == *product);
        product.expect("the shop sells it").unit() == Some(Unit::Kg)
    }

    /// Makes the till take the item for what it is, with as few keys as there are for it.
    fn choose(&self, item: &ItemView, product: &ProductId) -> Told {
        let (asked, tiles) = match &item.state {
            ItemState::Added { tiles, .. } => ("accept", tiles),
            ItemState::Asked { tiles, doubt: Doubt::Anything } => ("unknown", tiles),
            ItemState::Asked { tiles, .. } => ("ask", tiles),
            ItemState::Looking | ItemState::Failed(_) => panic!("it was not answered"),
        };
        let first = match &item.state {
            ItemState::Added { product, .. } => Some(&product.id),
            _ => tiles.first().map(|tile| &tile.product.id),
        };
        let right = first == Some(product);
        let place =
            tiles.iter().position(|tile| tile.product.id == *product).map_or(0, |at| at + 1);
        let keys = match (asked, right, place) {
            ("accept", true, _) => 0,
            (_, _, 1..) => 1,
            // Esc takes a wrong line back; then letters, and Enter.
            (asked, _, _) => usize::from(asked == "accept") + self.letters(item, product) + 1,
        };
        if keys > 0 {
            self.done(Command::ChooseCandidate { item: item.id, product: product.clone() });
        }
        Told { product: product.to_string(), asked, right, place, keys, millis: 0.0 }
    }

    /// So many letters of its name are typed until the search has the product first.
    fn letters(&self, item: &ItemView, product: &ProductId) -> usize {
        if matches!(item.state, ItemState::Added { .. }) {
            self.done(Command::UndoAdd(item.id));
        }
        let now = self.till.snapshot();
        let known = now.products.iter().find(|known| known.id == *product).expect("it is sold");
        let name: Vec<char> = known.name.to_lowercase().chars().collect();
        let found = |count: usize| {
            let typed: String = name.iter().take(count).collect();
            let first = now.search.find(&typed, &now.looks, 1);
            first.first().is_some_and(|found| found.id == *product)
        };
        (1..=name.len()).find(|&count| found(count)).expect("a whole name finds its product")
    }

    /// The weight comes by itself; a container is taken off.
    fn weigh(&self, by_weight: bool, tare: u32) {
        let line = self.line();
        if !by_weight {
            return;
        }
        self.wait("weight", |now| {
            let lines = now.cart.lines.iter();
            lines.filter(|l| l.id == line).all(|l| l.quantity != LineQuantity::WeightNeeded)
        });
        if tare > 0 {
            self.done(Command::Weighing(WeighingCommand::Open(line)));
            self.done(Command::Weighing(WeighingCommand::SetTare(tare)));
            let now = self.done(Command::Weighing(WeighingCommand::Accept(String::new())));
            assert_eq!(now.weighing.dialog, None, "the container is taken off");
        }
    }

    fn clear(&self) {
        self.counter.clear();
        self.wait("empty counter", |now| {
            now.watch.state == WatchState::Waiting
                && now.weighing.scale == ScaleEvent::Read(ScaleReading::Empty)
        });
    }

    fn key(&mut self, product: &ProductId, gross: u32) {
        self.counter.weigh(gross);
        let lies = ScaleEvent::Read(ScaleReading::Stable(gross));
        self.wait("weight", |now| now.weighing.scale == lies);
        let now = self.done(Command::AddProduct(product.clone()));
        self.newest = now.cart.lines.last().map(|line| line.id);
        self.weigh(true, 0);
        self.clear();
    }

    fn pay(&mut self, tender: Tender) {
        let before = self.till.snapshot().pay.last_receipt;
        let now = self.done(Command::Pay(PayCommand::Start));
        let PayScreen::Paying(paying) = &now.pay.screen else {
            panic!("nothing to pay; {:?}", now.notices);
        };
        let all_card =
            Command::Pay(PayCommand::Take { kind: TenderKind::Card, typed: String::new() });
        match tender {
            Tender::Cash => self.take_cash(paying.quick.get(1).or(paying.quick.first())),
            Tender::Card => self.tell(all_card),
            Tender::Split { card } if paying.due.minor() <= card => self.tell(all_card),
            Tender::Split { card } => {
                let typed = amount(card);
                let now =
                    self.done(Command::Pay(PayCommand::Take { kind: TenderKind::Card, typed }));
                let PayScreen::Paying(paying) = &now.pay.screen else {
                    panic!("more is to be paid");
                };
                self.take_cash(paying.quick.first());
            }
        }
        let number = self.receipt(before);
        self.sales.push(number);
    }

    fn take_cash(&self, given: Option<&Money>) {
        let given = *given.expect("an amount to give");
        self.tell(Command::Pay(PayCommand::TakeCash(given)));
    }

    /// Waits for a receipt other than the one `before`, and puts it away.
    fn receipt(&self, before: Option<i64>) -> i64 {
        let now = self.wait("receipt", |now| now.pay.last_receipt != before);
        self.done(Command::Pay(PayCommand::Close));
        now.pay.last_receipt.expect("a receipt")
    }

    fn refund(&self, sale: usize, line: Option<usize>) {
        let number = self.sales[sale];
        self.done(Command::Pay(PayCommand::Receipts));
        self.tell(Command::Pay(PayCommand::Look(number)));
        let now = self.wait("old receipt", |now| match &now.pay.screen {
            PayScreen::Receipts(receipts) => {
                receipts.shown.as_ref().is_some_and(|shown| shown.number == number)
            }
            _ => false,
        });
        let PayScreen::Receipts(receipts) = &now.pay.screen else { panic!("it is looked at") };
        let command = match (line, &receipts.shown) {
            (Some(position), Some(shown)) => {
                let left = shown.refundable.as_ref().expect("a sale").left();
                PayCommand::Return { position, count: left[position] }
            }
            _ => PayCommand::ReturnAll,
        };
        self.done(Command::Pay(command));
        let before = self.till.snapshot().pay.last_receipt;
        self.tell(Command::Pay(PayCommand::Refund));
        self.receipt(before);
    }

    fn move_cash(&self, command: DayCommand) {
        let before = self.till.snapshot().day.done;
        self.tell(Command::Day(command));
        let now = self.wait("cash", |now| now.day.done > before || now.day.problem.is_some());
        assert_eq!(now.day.problem, None);
    }

    fn close(&self, off: i64) {
        self.tell(Command::Day(DayCommand::Look));
        let now = self.wait("report", |now| {
            let book = now.day.book.as_ref();
            book.is_some_and(|book| {
                let counted = self.sales.len() as u64;
                matches!(&book.x_report, Ok(Some(report)) if report.sales == counted)
            })
        });
        let book = now.day.book.as_ref().expect("a book");
        let expected = match &book.x_report {
            Ok(Some(report)) => report.cash.expected,
            other => panic!("no report: {other:?}"),
        };
        let count = TypedCount::Sum(amount(expected + off));
        self.tell(Command::Day(DayCommand::Close(count)));
        self.wait("closed day", |now| now.day.closed.is_some());
    }
}

fn paying_of(now: &Snapshot) -> Option<&PayingView> {
    match &now.pay.screen {
        PayScreen::Paying(paying) => Some(paying),
        _ => None,
    }
}

fn amount(cents: i64) -> String {
    Money::new(cents, Currency::EUR).to_string()
}

fn is_answered(item: &ItemView) -> bool {
    matches!(item.state, ItemState::Asked { .. } | ItemState::Added { .. })
}

fn line_of(item: &ItemView, wanted: &ProductId) -> Option<LineId> {
    match &item.state {
        ItemState::Added { line, product, .. } if product.id == *wanted => Some(*line),
        _ => None,
    }
}

/// A shop of the demo goods with cash rounded to five cents, two people, a scale and a printer.
fn set_up(shop: &Path, printed: &Path, scale: &str) {
    let folder = ShopFolder::open(shop).expect("a folder for the shop");
    let mut store = Store::open(&folder).expect("a shop");
    let printer = format!("file {}", printed.display());
    for (setting, value) in [
        (&SCALE, scale),
        (&PRINTER, printer.as_str()),
        (&PRINT_AUTOMATICALLY, "on"),
        (&CASH_ROUNDING, "5"),
        (&RECEIPT_SHOP_NAME, "Tillsight's demo"),
    ] {
        store.set_text(setting, value).expect("a setting");
    }
    for name in ["Ada", "Bo"] {
        store
            .add_person(name, Role::Owner, (DoneBy::default(), Timestamp::now()))
            .expect("a person");
    }
}
