//! What the journal is told of a command: the cart before and after it are held side by side, so
//! that only what was really done is told.

use super::{Effect, Machine};
use crate::cart_command::CartCommand;
use crate::command::Command;
use crate::paying::PayCommand;
use domain::{CartLine, JournalDeed, JournalEntry, LineId, Money};

/// What may have to be told once the command is carried out.
enum SeenBefore {
    /// A line that may go.
    Line(CartLine),
    /// A line that may lose pieces.
    Pieces(CartLine),
    /// A line that what was named from a photo may leave.
    Added(CartLine),
    /// A cart that may be emptied: how many lines, and what they cost.
    Cart(usize, i64),
    /// A line whose price may change.
    Price(CartLine),
    /// A line whose discount may change.
    Discount(CartLine),
    /// The drawer opens without a sale.
    Drawer,
}

impl Machine {
    /// Carries a command out and tells the journal what must be told.
    pub(super) fn carry_out(&mut self, command: Command, effects: &mut Vec<Effect>) {
        let before = self.seen_before(&command);
        self.command(command, effects);
        if let Some(entry) = before.and_then(|before| self.told(before)) {
            self.tell_journal(entry, effects);
        }
    }

    fn seen_before(&self, command: &Command) -> Option<SeenBefore> {
        match command {
            Command::Cart(CartCommand::VoidLine(line)) => self.line(*line).map(SeenBefore::Line),
            Command::SetPieces(line, _) => self.line(*line).map(SeenBefore::Pieces),
            Command::UndoAdd(item) | Command::TakeBackChoice(item) => {
                self.photos.line_of(*item).and_then(|line| self.line(line)).map(SeenBefore::Added)
            }
            Command::Cart(CartCommand::VoidCart) => {
                let cart = &self.selling.cart;
                let total = cart.totals().map_or(0, |totals| totals.gross.minor());
                Some(SeenBefore::Cart(cart.lines().len(), total)).filter(|_| !cart.is_empty())
            }
            Command::Cart(
                CartCommand::SetPrice { line, .. } | CartCommand::FirstPrice(line, _),
            ) => self.line(*line).map(SeenBefore::Price),
            Command::Cart(CartCommand::SetDiscount { line, .. }) => {
                self.line(*line).map(SeenBefore::Discount)
            }
            Command::Pay(PayCommand::OpenDrawer) => Some(SeenBefore::Drawer),
            _ => None,
        }
    }

    fn told(&self, before: SeenBefore) -> Option<JournalEntry> {
        let entry = |deed| JournalEntry::new(deed, self.done_by());
        match before {
            SeenBefore::Drawer => Some(entry(JournalDeed::OpenDrawer)),
            SeenBefore::Line(line) => self.line(line.id()).is_none().then(|| {
                entry(JournalDeed::VoidLine)
                    .amount(cost(&line))
                    .details(line.product().name.clone())
            }),
            SeenBefore::Pieces(line) => {
                let less = cost(&line) - cost(&self.line(line.id())?);
                (less > 0).then(|| {
                    entry(JournalDeed::FewerPieces)
                        .amount(less)
                        .details(line.product().name.clone())
                })
            }
            SeenBefore::Added(line) => {
                let left = self.line(line.id());
                (left.as_ref() != Some(&line)).then(|| {
                    entry(JournalDeed::UndoAdd)
                        .amount(cost(&line) - left.as_ref().map_or(0, cost))
                        .details(line.product().name.clone())
                })
            }
            SeenBefore::Cart(lines, total) => self
                .selling
                .cart
                .is_empty()
                .then(|| entry(JournalDeed::VoidCart).amount(total).details(lines.to_string())),
            SeenBefore::Price(line) => {
                let now = self.line(line.id())?;
                let price = now.unit_price()?.money();
                let terms = |line: &CartLine| (line.unit_price(), line.price_override().cloned());
                (terms(&line) != terms(&now)).then(|| {
                    entry(JournalDeed::OverridePrice).amount(price.minor()).details(changed(&now))
                })
            }
            SeenBefore::Discount(line) => {
                let now = self.line(line.id())?;
                let off = now.taken_off().map_or(0, Money::minor);
                (line.discount() != now.discount())
                    .then(|| entry(JournalDeed::Discount).amount(off).details(changed(&now)))
            }
        }
    }

    fn line(&self, id: LineId) -> Option<CartLine> {
        self.selling.cart.lines().iter().find(|line| line.id() == id).cloned()
    }
}

/// What a line costs, in minor units; nothing while its weight is not known.
fn cost(line: &CartLine) -> i64 {
    line.total().ok().flatten().map_or(0, Money::minor)
}

/// The product and, where there is one, the reason.
fn changed(line: &CartLine) -> String {
    let (name, reason) = (&line.product().name, line.reason());
    if reason.is_empty() { name.clone() } else { format!("{name}: {reason}") }
}
