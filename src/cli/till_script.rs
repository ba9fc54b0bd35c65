//! `tillsight till-script`: the till without its window, driven by lines on standard input. Proofs
//! use it, such as the one that kills the program; it is not in the help.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};

use clap::Args;
use serde::Serialize;

use super::output;
use super::{CliError, shop};
use domain::{
    Currency, Discount, LineId, LineQuantity, Message, Money, PercentOff, ProductId, Quantity,
};
use texts::Texts;
use till::{
    CartCommand, Command, HeldView, LineView, NoCameras, ShopState, Snapshot, Till, TillConfig,
    TillHandle,
};

/// Drive the till by lines on standard input
///
/// Each line is one command: add PRODUCT, pieces N, weight KG, price AMOUNT REASON, discount
/// PERCENT REASON, note TEXT, remove, void, hold NOTE, resume N, sell, state. They are about the
/// newest line. After each, and after all it has changed is on the disk, the state of
/// the carts is printed as one JSON object.
#[derive(Args, Debug)]
#[command(hide = true)]
pub struct TillScriptArgs {}

/// What is printed after a command.
#[derive(Serialize)]
struct Done {
    /// The number of the sale that the command has completed.
    sale: Option<i64>,
    /// The open cart and those on hold, as they are now.
    carts: Carts,
}

#[derive(Serialize)]
struct Carts {
    lines: Vec<Line>,
    note: String,
    total: i64,
    held: Vec<Held>,
}

#[derive(Serialize)]
struct Line {
    product: String,
    quantity: Option<String>,
    price: Option<i64>,
    taken_off: i64,
    reason: String,
    note: String,
}

#[derive(Serialize)]
struct Held {
    note: String,
    lines: usize,
    total: i64,
}

/// Runs the command.
pub(super) fn run(_: &TillScriptArgs, folder: Option<&Path>) -> Result<(), CliError> {
    let folder = shop::open_folder(folder)?.root().to_path_buf();
    let desk = Desk::open(&folder)?;
    for line in io::stdin().lines() {
        let line = line.map_err(CliError::Output)?;
        let before = desk.till.snapshot();
        let command = command_of(line.trim(), &before)?;
        let sold_before = before.last_sale.as_ref().map(|sale| sale.number);
        let after = match command {
            Some(command) => desk.carry_out(command)?,
            None => before,
        };
        let sold = after.last_sale.as_ref().map(|sale| sale.number);
        let sale = sold.filter(|_| sold != sold_before);
        output::print_json(&Done { sale, carts: carts(&after) })?;
    }
    Ok(())
}

/// A running till, and word of its changes.
struct Desk {
    till: TillHandle,
    woken: Receiver<()>,
}

impl Desk {
    fn open(shop: &Path) -> Result<Self, CliError> {
        let (wake, woken) = sync_channel(1);
        let config = TillConfig {
            load_model: Arc::new(|| Err(Message::new("model-not-there"))),
            cameras: Arc::new(NoCameras),
            ..TillConfig::for_shop(shop)?
        };
        // One word is enough for any number of changes since the last look.
        let wake = Arc::new(move || _ = wake.try_send(()));
        let till = Till::start(config, wake).map_err(|error| CliError::Usage(error.to_string()))?;
        let desk = Self { till, woken };
        // Carried out after the shop and its carts are open; there is no such notice.
        desk.carry_out(Command::ClearNotice(u64::MAX))?;
        Ok(desk)
    }

    /// Waits until the till has done it, with all that follows from it.
    fn carry_out(&self, command: Command) -> Result<Arc<Snapshot>, CliError> {
        let before = self.till.snapshot().commands;
        self.till.send(command);
        loop {
            let snapshot = self.till.snapshot();
            if let ShopState::Failed(message) = &snapshot.shop {
                return Err(CliError::Usage(Texts::english(
                    message.because.as_deref().unwrap_or(message),
                )));
            }
            if snapshot.commands > before {
                return Ok(snapshot);
            }
            if self.woken.recv().is_err() {
                return Err(CliError::Usage("the till has ended".to_owned()));
            }
        }
    }
}

/// The command of a line; `None` where there is nothing to do it to, or only the state is asked.
fn command_of(line: &str, snapshot: &Snapshot) -> Result<Option<Command>, CliError> {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    let (first, reason) = rest.split_once(' ').unwrap_or((rest, ""));
    let reason = reason.to_owned();
    let cart = &snapshot.cart;
    // Not the one that grew last: that is forgotten when the program ends.
    let newest = cart.lines.last().map(|line| line.id);
    let on_line = |make: &dyn Fn(LineId) -> Command| Ok(newest.map(make));
    let of_cart = |command| Ok(Some(Command::Cart(command)));
    match word {
        "state" => Ok(None),
        "add" => Ok(Some(Command::AddProduct(ProductId::kept(rest)?))),
        "pieces" => {
            let pieces = number(rest)?;
            on_line(&|line| Command::SetPieces(line, pieces))
        }
        "weight" => on_line(&|line| Command::SetWeight(line, rest.to_owned())),
        "price" => {
            let price = Some(amount(first, cart.currency)?);
            on_line(&|line| {
                Command::Cart(CartCommand::SetPrice { line, price, reason: reason.clone() })
            })
        }
        "discount" => {
            let share = PercentOff::from_basis_points(number(first)?.saturating_mul(100))?;
            let discount = Some(Discount::Percent(share));
            on_line(&|line| {
                Command::Cart(CartCommand::SetDiscount { line, discount, reason: reason.clone() })
            })
        }
        "discount-all" => {
            let share = PercentOff::from_basis_points(number(first)?.saturating_mul(100))?;
            let discount = Some(Discount::Percent(share));
            of_cart(CartCommand::SetCartDiscount { discount, reason })
        }
        "note" => on_line(&|line| Command::Cart(CartCommand::SetLineNote(line, rest.to_owned()))),
        "remove" => on_line(&|line| Command::Cart(CartCommand::VoidLine(line))),
        "void" => of_cart(CartCommand::VoidCart { reason: rest.to_owned() }),
        "hold" => of_cart(CartCommand::Hold { note: rest.to_owned() }),
        "resume" => {
            let at = usize::try_from(number(rest)?).unwrap_or(usize::MAX);
            let held = at.checked_sub(1).and_then(|at| snapshot.held.get(at));
            Ok(held.map(|held| Command::Cart(CartCommand::Resume(held.id))))
        }
        "sell" => Ok(Some(Command::CompleteSale)),
        _ => Err(CliError::Usage(format!("\"{line}\" is no command of a till script"))),
    }
}

fn number(text: &str) -> Result<u32, CliError> {
    text.parse().map_err(|_| CliError::Usage(format!("\"{text}\" is no number")))
}

fn amount(text: &str, currency: Currency) -> Result<Money, CliError> {
    Ok(Money::parse(text, currency)?)
}

fn carts(snapshot: &Snapshot) -> Carts {
    let cart = &snapshot.cart;
    Carts {
        lines: cart.lines.iter().map(line_report).collect(),
        note: cart.note.clone(),
        total: cart.total.minor(),
        held: snapshot.held.iter().map(held_report).collect(),
    }
}

fn line_report(line: &LineView) -> Line {
    Line {
        product: line.product.id.to_string(),
        quantity: match line.quantity {
            LineQuantity::Known(Quantity::Pieces(pieces)) => Some(pieces.to_string()),
            LineQuantity::Known(Quantity::Weight(grams)) => Some(grams.to_string()),
            LineQuantity::WeightNeeded | LineQuantity::PriceNeeded => None,
        },
        price: line.unit_price.map(|price| price.money().minor()),
        taken_off: line.taken_off.minor(),
        reason: line.reason.clone(),
        note: line.note.clone(),
    }
}

fn held_report(held: &HeldView) -> Held {
    Held { note: held.note.clone(), lines: held.lines, total: held.total.minor() }
}
