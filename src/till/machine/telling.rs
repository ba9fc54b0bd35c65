//! What the journal is told of a command: the cart before and after it are held side by side, so
//! that only what was really done is told.

use super::{Effect, Machine};
use crate::cart_command::CartCommand;
use crate::command::Command;
use crate::paying::PayCommand;
use domain::{Because, CartLine, Discount, JournalDeed, JournalEntry, LineId, Money};

/// What may have to be told once the command is carried out.
enum SeenBefore {
    /// A line that may go.
    Line(CartLine),
    /// A line that may lose pieces.
    Pieces(CartLine),
    /// A line that what was named from a photo may leave.
    Added(CartLine),
    /// A cart that may be emptied.
    Cart {
        /// How many lines.
        lines: usize,
        /// What they cost, in minor units.
        total: i64,
        /// Why they go; may be empty.
        reason: String,
    },
    /// A cart of which something may be taken off.
    CartDiscount(Option<Because<Discount>>),
    /// The lines before another may be added or come back.
    Lines(Vec<LineId>, JournalDeed),
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
            Command::Cart(CartCommand::VoidCart { reason }) => {
                let cart = &self.selling.cart;
                let total = cart.totals().map_or(0, |totals| totals.gross.minor());
                let (lines, reason) = (cart.lines().len(), reason.trim().to_owned());
                Some(SeenBefore::Cart { lines, total, reason }).filter(|_| !cart.is_empty())
            }
            Command::Cart(CartCommand::SetCartDiscount { .. }) => {
                Some(SeenBefore::CartDiscount(self.selling.cart.discount().cloned()))
            }
            Command::Cart(CartCommand::AddOpenPrice(_)) => {
                Some(SeenBefore::Lines(self.selling.cart_line_ids(), JournalDeed::OverridePrice))
            }
            Command::Cart(CartCommand::TakeBackVoid) => {
                Some(SeenBefore::Lines(self.selling.cart_line_ids(), JournalDeed::VoidTakenBack))
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
            SeenBefore::Cart { lines, total, reason } => {
                let details = because(&lines.to_string(), &reason);
                let is_empty = self.selling.cart.is_empty();
                is_empty.then(|| entry(JournalDeed::VoidCart).amount(total).details(details))
            }
            SeenBefore::CartDiscount(before) => {
                let cart = &self.selling.cart;
                let reason = cart.discount().map_or("", |discount| discount.reason.as_str());
                let off = cart.taken_off().map_or(0, Money::minor);
                let details = because(&cart.lines().len().to_string(), reason);
                (before.as_ref() != cart.discount())
                    .then(|| entry(JournalDeed::CartDiscount).amount(off).details(details))
            }
            SeenBefore::Lines(before, deed) => {
                let mut lines = self.selling.cart.lines().iter();
                let came = lines.find(|line| !before.contains(&line.id()))?;
                Some(entry(deed).amount(cost(came)).details(came.product().name.clone()))
            }
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
    because(&line.product().name, &line.reason())
}

fn because(what: &str, reason: &str) -> String {
    if reason.is_empty() { what.to_owned() } else { format!("{what}: {reason}") }
}
