//! A day as a clerk lives it, drawn from a seed: what is bought, how it is paid, what goes wrong.

use std::fmt::Write;

use super::good::{Good, Shot};

/// One thing that happens at the till, in order.
#[derive(Clone, PartialEq, Debug)]
pub enum Act {
    /// The day begins with so much in the drawer.
    Open { float: i64 },
    /// Somebody else takes over.
    Clerk { name: &'static str },
    /// An item lies on the tray; goods by weight weigh `gross` grams in a bag of `tare`.
    Show { shot: Shot, gross: i64, tare: i64 },
    /// A barcode or PLU is typed in place of showing the item.
    Key { good: usize, gross: i64 },
    /// The newest line is for so many pieces.
    Pieces { count: i64 },
    /// So many per cent off the newest line.
    Discount { percent: i64 },
    /// Another price for the newest line, a piece or a kilogram.
    Price { price: i64 },
    /// The newest line goes.
    VoidLine,
    /// The cart waits, and the next customer comes first.
    Hold,
    /// The cart that waits comes back.
    Resume,
    /// Everything is paid; `given` is cash on the counter, the rest goes on the card.
    Pay { tender: Tender },
    /// A sale of today comes back: all of it, or its line with this index.
    Refund { sale: usize, line: Option<usize> },
    /// Cash into the drawer.
    PayIn { amount: i64 },
    /// Cash out of the drawer.
    PayOut { amount: i64 },
    /// The drawer is counted, `off` cents more or less than it should hold, and the day closed.
    Close { off: i64 },
}

/// How a sale is paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tender {
    /// Cash, with the change that is due from the next note above.
    Cash,
    /// All of it by card.
    Card,
    /// So much by card at most, the rest in cash.
    Split { card: i64 },
}

/// Numbers that look random and are the same for the same seed (Steele et al. 2014, SplitMix64).
pub struct Draws(u64);

impl Draws {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// `low` to `high`, both in.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1).unsigned_abs()) as i64
    }

    fn one_in(&mut self, count: i64) -> bool {
        self.between(1, count) == 1
    }
}

/// A day with `items` items, drawn from `seed`.
pub fn day(goods: &[Good], shots: &[Shot], items: usize, seed: u64) -> Vec<Act> {
    let mut draws = Draws::new(seed);
    let mut order: Vec<usize> = (0..shots.len()).collect();
    for at in (1..order.len()).rev() {
        order.swap(at, draws.between(0, at as i64) as usize);
    }
    let mut writer = Writer {
        goods,
        draws,
        acts: vec![Act::Open { float: 15_000 }],
        sales: Vec::new(),
        left: items,
    };
    writer.acts.push(Act::Clerk { name: "Ada" });
    let mut next = order.iter().cycle().filter_map(|&at| shots.get(at).cloned());
    let mut customer = 0;
    while writer.left > 0 {
        customer += 1;
        if customer == 12 {
            writer.acts.push(Act::Clerk { name: "Bo" });
        }
        writer.customer(&mut next, customer);
    }
    writer.acts.push(Act::Close { off: -35 });
    writer.acts
}

struct Writer<'a> {
    goods: &'a [Good],
    draws: Draws,
    acts: Vec<Act>,
    /// Lines of each sale so far that may come back, without those that did.
    sales: Vec<usize>,
    left: usize,
}

impl Writer<'_> {
    fn customer(&mut self, shots: &mut impl Iterator<Item = Shot>, customer: usize) {
        let mut lines = self.basket(shots);
        if customer % 5 == 2 && self.left > 0 {
            self.acts.push(Act::Hold);
            let between = self.basket(shots);
            self.pay(between);
            self.acts.push(Act::Resume);
            lines += self.basket(shots);
        }
        self.pay(lines);
        match customer % 8 {
            3 => self.acts.push(Act::PayOut { amount: 4_250 }),
            6 => self.acts.push(Act::PayIn { amount: 2_000 }),
            5 => self.refund(None),
            7 => self.refund(Some(0)),
            _ => {}
        }
    }

    /// Some items; returns how many lines stand in the cart because of them.
    fn basket(&mut self, shots: &mut impl Iterator<Item = Shot>) -> usize {
        let items = (self.draws.between(1, 9) as usize).min(self.left);
        self.left -= items;
        let mut lines = 0;
        for _ in 0..items {
            let Some(shot) = shots.next() else { continue };
            lines += 1;
            let Some(good) = self.goods.get(shot.good) else { continue };
            let gross = self.draws.between(95, 2_400);
            let tare = if self.draws.one_in(3) { 5 } else { 0 };
            if self.draws.one_in(25) && good.by_weight {
                self.acts.push(Act::Key { good: shot.good, gross });
            } else {
                self.acts.push(Act::Show { shot: shot.clone(), gross, tare });
            }
            self.change(good, &mut lines);
        }
        lines
    }

    fn change(&mut self, good: &Good, lines: &mut usize) {
        // A weighed line stands for itself; one of pieces may be several items.
        if good.by_weight && *lines > 1 && self.draws.one_in(12) {
            self.acts.push(Act::VoidLine);
            *lines -= 1;
        } else if self.draws.one_in(14) {
            self.acts.push(Act::Discount { percent: self.draws.between(5, 50) });
        } else if self.draws.one_in(30) {
            self.acts.push(Act::Price { price: (good.price * 4 / 5).max(1) });
        } else if !good.by_weight && self.draws.one_in(3) {
            self.acts.push(Act::Pieces { count: self.draws.between(2, 6) });
        }
    }

    fn pay(&mut self, lines: usize) {
        if lines == 0 {
            return;
        }
        let tender = match self.draws.between(0, 9) {
            0..=4 => Tender::Cash,
            5 => Tender::Split { card: 300 },
            _ => Tender::Card,
        };
        self.acts.push(Act::Pay { tender });
        self.sales.push(lines);
    }

    fn refund(&mut self, line: Option<usize>) {
        let Some(sale) = self.sales.len().checked_sub(1) else { return };
        self.acts.push(Act::Refund { sale, line });
    }
}

/// The day as lines of words, for the program to play: numbers are cents and grams.
pub fn written(acts: &[Act], goods: &[Good]) -> String {
    let id = |good: usize| goods.get(good).map_or("", |good| good.id.as_str());
    let mut text = String::new();
    for act in acts {
        let line = match act {
            Act::Open { float } => format!("open\t{float}"),
            Act::Clerk { name } => format!("clerk\t{name}"),
            Act::Show { shot, gross, tare } => {
                format!("show\t{}\t{}\t{gross}\t{tare}", shot.photo.display(), id(shot.good))
            }
            Act::Key { good, gross } => format!("key\t{}\t{gross}", id(*good)),
            Act::Pieces { count } => format!("pieces\t{count}"),
            Act::Discount { percent } => format!("discount\t{percent}"),
            Act::Price { price } => format!("price\t{price}"),
            Act::VoidLine => "void".to_owned(),
            Act::Hold => "hold".to_owned(),
            Act::Resume => "resume".to_owned(),
            Act::Pay { tender: Tender::Cash } => "pay\tcash".to_owned(),
            Act::Pay { tender: Tender::Card } => "pay\tcard".to_owned(),
            Act::Pay { tender: Tender::Split { card } } => format!("pay\tsplit\t{card}"),
            Act::Refund { sale, line: None } => format!("refund\t{sale}"),
            Act::Refund { sale, line: Some(line) } => format!("refund\t{sale}\t{line}"),
            Act::PayIn { amount } => format!("pay-in\t{amount}"),
            Act::PayOut { amount } => format!("pay-out\t{amount}"),
            Act::Close { off } => format!("close\t{off}"),
        };
        // Writing to a string cannot fail.
        let _written = writeln!(text, "{line}");
    }
    text
}
