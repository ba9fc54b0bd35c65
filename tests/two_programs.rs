//! Two programs on one shop: a second till is refused, commands work beside the first, and where no
//! lock keeps two tills apart, no cart is sold twice, no receipt number is used twice or left out, and
//! every piece that was added stands in one receipt or in one cart.
//! `cargo xtask prove two-programs` runs it for longer, and with windows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "sealed_shop/mod.rs"]
mod sealed_shop;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sealed_shop::{Run, SealedShop};
use serde_json::Value;
use tillsight::domain::Message;
use tillsight::domain::{Cart, Deal, LineQuantity, ProductId, Quantity};
use tillsight::store::{JournalCheck, ShopFolder, Store, TillLock};
use tillsight::till::{
    CartCommand, Command, NoCameras, ShopState, Snapshot, Till, TillConfig, TillHandle,
};

/// Commands in an ordinary run of the tests.
const FEW: usize = 120;
const PRODUCTS: [&str; 4] = ["kiwi", "lemon", "mango", "avocado"];

fn commands() -> usize {
    let wanted = std::env::var("TILLSIGHT_TWO_PROGRAMS_COMMANDS").ok();
    wanted.and_then(|text| text.parse().ok()).unwrap_or(FEW)
}

fn seed() -> u64 {
    let wanted = std::env::var("TILLSIGHT_TWO_PROGRAMS_SEED").ok();
    wanted.and_then(|text| text.parse().ok()).unwrap_or(3)
}

/// The real program as a till without its window.
struct Script {
    child: Child,
    answers: BufReader<ChildStdout>,
}

impl Script {
    fn start(shop: &SealedShop) -> Self {
        let mut command = shop.command(&["till-script"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        let mut script = Self { child, answers };
        script.tell("state");
        script
    }

    /// The answer to a command.
    fn tell(&mut self, command: &str) -> Value {
        writeln!(self.child.stdin.as_mut().unwrap(), "{command}").unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn open(shop: &Path) -> Store {
    Store::open(&ShopFolder::open(shop).unwrap()).unwrap()
}

#[test]
fn a_second_till_is_refused_until_the_first_is_gone_however_it_went() {
    let shop = SealedShop::new();
    let mut first = Script::start(&shop);
    first.tell("add kiwi");
    let path = shop.path("shop");
    let said = [path.to_str().unwrap(), "another window", "go on there, or close it first"];
    for _ in 0..3 {
        // There is no display here: nothing of a window was tried.
        shop.run(&[]).assert_fails_saying(&said);
        let script = Run::of(shop.command(&["till-script"]).stdin(Stdio::null()));
        script.assert_fails_saying(&said);
    }
    assert_eq!(first.tell("sell")["sale"], 1, "the first is not disturbed");
    first.tell("add lemon");
    first.kill();
    let mut second = Script::start(&shop);
    assert_eq!(second.tell("sell")["sale"], 2);
    drop(second.child.stdin.take());
    assert!(second.child.wait().unwrap().success());
}

#[test]
fn commands_work_beside_a_till() {
    let shop = SealedShop::new();
    let mut till = Script::start(&shop);
    let header = "id,name,price,unit,plu,barcode,tax,category";
    for round in 0..commands() as i64 / 20 {
        till.tell("add kiwi");
        till.tell("add lemon");
        let list = format!("{header}\nnew-{round},New {round},1.00,piece,,,7,Fruit\n");
        let list = shop.write(&format!("list{round}.csv"), list.as_bytes());
        shop.succeed(&["catalogue", "import", &list]);
        if round > 0 {
            let x = shop.succeed(&["day", "x", "--json"]).json();
            assert_eq!(x["sales"].as_i64(), Some(round), "{x}");
        }
        till.tell("hold beside");
        till.tell("resume 1");
        assert_eq!(till.tell("sell")["sale"], round + 1);
    }
    let list = shop.succeed(&["catalogue", "list"]).stdout;
    assert!(list.contains("New 0"), "{list}");
}

/// A till with its threads, on a shop that no lock keeps others from.
struct Running {
    till: TillHandle,
    woken: Receiver<()>,
    /// How often it found that the other had its cart.
    found_elsewhere: usize,
}

impl Running {
    fn start(shop: &Path) -> Self {
        let (wake, woken) = sync_channel(1);
        let config = TillConfig {
            load_model: Arc::new(|| Err(Message::new("model-not-there"))),
            cameras: Arc::new(NoCameras),
            ..TillConfig::of(Arc::new(TillLock::without_locks(shop)))
        };
        let till = Till::start(config, Arc::new(move || _ = wake.try_send(()))).unwrap();
        let mut running = Self { till, woken, found_elsewhere: 0 };
        running.wait_until(|snapshot| snapshot.shop == ShopState::Open);
        running.carry_out(Command::ClearNotice(u64::MAX));
        running
    }

    fn wait_until(&self, is_so: impl Fn(&Snapshot) -> bool) -> Arc<Snapshot> {
        loop {
            let snapshot = self.till.snapshot();
            if is_so(&snapshot) {
                return snapshot;
            }
            self.woken.recv().expect("the till goes on");
        }
    }

    /// Waits until it is done, with all that follows from it, and reads the notices away.
    fn carry_out(&mut self, command: Command) {
        let told = self.finish(command);
        for notice in &told.notices {
            let is_elsewhere = notice.message.id.starts_with("problem-cart-elsewhere");
            assert!(is_elsewhere || notice.message.id == "problem-model", "{:?}", notice.message);
            self.found_elsewhere += usize::from(is_elsewhere);
            self.finish(Command::ClearNotice(notice.id));
        }
    }

    fn finish(&self, command: Command) -> Arc<Snapshot> {
        let before = self.till.snapshot().commands;
        assert!(self.till.send(command));
        self.wait_until(|snapshot| snapshot.commands > before)
    }

    /// Does something; returns what it added to the cart.
    fn do_something(&mut self, random: &mut ChaCha8Rng) -> Option<&'static str> {
        let held: Vec<i64> = self.till.snapshot().held.iter().map(|held| held.id).collect();
        let command = match random.random_range(0..12) {
            0..=5 => {
                let product = PRODUCTS[random.random_range(0..PRODUCTS.len())];
                self.carry_out(Command::AddProduct(ProductId::new(product).unwrap()));
                return Some(product);
            }
            6..=7 => Command::Cart(CartCommand::Hold { note: String::new() }),
            8..=9 if !held.is_empty() => {
                Command::Cart(CartCommand::Resume(held[random.random_range(0..held.len())]))
            }
            _ => Command::CompleteSale,
        };
        self.carry_out(command);
        None
    }
}

/// How many pieces there are, by product.
#[derive(Default, PartialEq, Debug)]
struct Pieces([u64; PRODUCTS.len()]);

impl Pieces {
    fn add(&mut self, product: &str, pieces: u64) {
        let at = PRODUCTS.iter().position(|known| *known == product).unwrap();
        self.0[at] += pieces;
    }

    fn add_cart(&mut self, cart: &Cart) {
        for line in cart.lines() {
            let LineQuantity::Known(Quantity::Pieces(pieces)) = line.quantity() else { panic!() };
            self.add(line.product().id.as_str(), pieces.get().into());
        }
    }

    /// What stands in receipts and carts; the receipts' numbers have no gap and no twin.
    fn in_the_shop(shop: &Path) -> Self {
        let mut store = open(shop);
        let mut there = Self::default();
        let count = store.sales_count().unwrap() as i64;
        for number in 1..=count {
            let Some(Deal::Sale(paid)) = store.deal(number).unwrap().map(|deal| deal.deal) else {
                panic!("receipt {number} of {count} is missing");
            };
            for line in paid.sale().lines() {
                let Quantity::Pieces(pieces) = line.quantity else { panic!() };
                there.add(line.product_id.as_str(), pieces.get().into());
            }
        }
        let saved = store.saved_carts().unwrap();
        saved.open.iter().for_each(|cart| there.add_cart(cart));
        saved.held.iter().for_each(|held| there.add_cart(&held.cart));
        assert!(matches!(store.check_journal().unwrap(), JournalCheck::OnlyGrew(_)));
        there
    }
}

#[test]
fn two_tills_that_take_turns_sell_each_piece_once() {
    let shop = SealedShop::new();
    let path = shop.path("shop");
    let mut random = ChaCha8Rng::seed_from_u64(seed());
    let mut tills = [Running::start(&path), Running::start(&path)];
    let mut added = Pieces::default();
    for _ in 0..commands() {
        let till = &mut tills[random.random_range(0..2)];
        if let Some(product) = till.do_something(&mut random) {
            added.add(product, 1);
        }
        assert_eq!(Pieces::in_the_shop(&path), added);
    }
    let found: usize = tills.iter().map(|till| till.found_elsewhere).sum();
    assert!(found > commands() / 10, "the tills are in each other's way: {found}");
    println!("two programs: {} commands, {found} times in each other's way", commands());
}

#[test]
fn two_tills_and_a_command_line_at_once_sell_each_piece_once() {
    let shop = SealedShop::new();
    let path = shop.path("shop");
    drop(open(&path));
    let run = |seed: u64, here: SyncSender<()>, there: Receiver<()>| -> (Vec<&str>, usize) {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut till = Running::start(&path);
        let mut added = Vec::new();
        for _ in 0..commands() {
            // Each at the same moment as the other's: else the quicker one lets the other wait.
            here.send(()).unwrap();
            there.recv().expect("the other goes on");
            added.extend(till.do_something(&mut random));
        }
        (added, till.found_elsewhere)
    };
    let (mut added, mut found) = (Pieces::default(), 0);
    std::thread::scope(|scope| {
        let [(one, of_one), (other, of_other)] = [sync_channel(1), sync_channel(1)];
        let tills = [
            scope.spawn(move || run(seed(), one, of_other)),
            scope.spawn(move || run(seed() + 1, other, of_one)),
        ];
        let list = shop.write(
            "list.csv",
            b"id,name,price,unit,plu,barcode,tax,category\nfig,Fig,1.00,piece,,,7,Fruit\n",
        );
        for _ in 0..=commands() / 100 {
            shop.succeed(&["catalogue", "import", &list]);
            shop.succeed(&["catalogue", "list"]);
        }
        for till in tills {
            let (products, times) = till.join().unwrap();
            products.iter().for_each(|product| added.add(product, 1));
            found += times;
        }
    });
    assert_eq!(Pieces::in_the_shop(&path), added);
    println!(
        "two programs at once: {} commands each, {found} times in each other's way",
        commands()
    );
}
