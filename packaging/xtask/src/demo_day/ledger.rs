//! A second bookkeeping of the scripted day, from the script alone: no line of the program's code,
//! no figure of its database. Integers throughout; halves are rounded away from zero.

use std::collections::BTreeMap;

use super::good::Good;
use super::script::{Act, Tender};

/// Cash is rounded to this many cents.
pub const CASH_STEP: i64 = 5;

/// The figures of the day, in cents.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Figures {
    /// Sales, without refunds.
    pub sales: i64,
    /// Refunds.
    pub refunds: i64,
    /// What goods and tax came to, refunds taken off.
    pub gross: i64,
    /// The tax in it.
    pub tax: i64,
    /// Without change, refunds taken off.
    pub cash: i64,
    /// The same by card.
    pub card: i64,
    /// What rounding of cash added.
    pub rounding: i64,
    /// What should be in the drawer.
    pub expected_cash: i64,
    /// What was counted.
    pub counted_cash: i64,
    /// Gross by category.
    pub by_category: BTreeMap<String, i64>,
    /// Gross by product.
    pub by_product: BTreeMap<String, i64>,
    /// Gross by clerk.
    pub by_clerk: BTreeMap<String, i64>,
    /// Gross and tax by rate in basis points.
    pub by_rate: BTreeMap<i64, (i64, i64)>,
}

/// A line of a cart or of a sale.
#[derive(Clone, Debug)]
struct Line {
    good: usize,
    /// Pieces, or grams without the bag.
    quantity: i64,
    price: i64,
    discount: i64,
}

struct Sold {
    lines: Vec<Line>,
    cash: i64,
    card: i64,
    gross: i64,
}

/// Keeps the books of `acts`.
pub fn figures(acts: &[Act], goods: &[Good]) -> Figures {
    let mut books = Books {
        goods,
        cart: Vec::new(),
        newest: 0,
        held: Vec::new(),
        sold: Vec::new(),
        clerk: "",
        drawer: 0,
        figures: Figures::default(),
    };
    for act in acts {
        books.take(act);
    }
    books.figures
}

struct Books<'a> {
    goods: &'a [Good],
    cart: Vec<Line>,
    newest: usize,
    held: Vec<Line>,
    sold: Vec<Sold>,
    clerk: &'static str,
    drawer: i64,
    figures: Figures,
}

impl Books<'_> {
    fn take(&mut self, act: &Act) {
        match act {
            Act::Open { float } => self.drawer += float,
            Act::Clerk { name } => self.clerk = name,
            Act::Show { shot, gross, tare } => self.add(shot.good, *gross, *tare),
            Act::Key { good, gross } => self.add(*good, *gross, 0),
            Act::Pieces { count } => self.newest(|line| line.quantity = *count),
            Act::Discount { percent } => {
                let Some(line) = self.cart.get(self.newest) else { return };
                let off = ratio(self.full(line), *percent, 100);
                self.newest(|line| line.discount = off);
            }
            Act::Price { price } => self.newest(|line| line.price = *price),
            Act::VoidLine => {
                self.cart.remove(self.newest);
            }
            Act::Hold => self.held = std::mem::take(&mut self.cart),
            Act::Resume => self.cart = std::mem::take(&mut self.held),
            Act::Pay { tender } => self.pay(*tender),
            Act::Refund { sale, line } => self.refund(*sale, *line),
            Act::PayIn { amount } => self.drawer += amount,
            Act::PayOut { amount } => self.drawer -= amount,
            Act::Close { off } => {
                self.figures.expected_cash = self.drawer;
                self.figures.counted_cash = self.drawer + off;
            }
        }
    }

    fn newest(&mut self, change: impl FnOnce(&mut Line)) {
        if let Some(line) = self.cart.get_mut(self.newest) {
            change(line);
        }
    }

    /// Equal pieces at the catalogue's price share a line; what was weighed or changed does not.
    fn add(&mut self, good: usize, gross: i64, tare: i64) {
        let Some(product) = self.goods.get(good) else { return };
        let like =
            |line: &Line| line.good == good && line.price == product.price && line.discount == 0;
        if let (false, Some(at)) = (product.by_weight, self.cart.iter().position(like)) {
            self.newest = at;
            self.newest(|line| line.quantity += 1);
            return;
        }
        let quantity = if product.by_weight { gross - tare } else { 1 };
        self.newest = self.cart.len();
        self.cart.push(Line { good, quantity, price: product.price, discount: 0 });
    }

    fn full(&self, line: &Line) -> i64 {
        let by_weight = self.goods.get(line.good).is_some_and(|good| good.by_weight);
        if by_weight { ratio(line.price, line.quantity, 1000) } else { line.price * line.quantity }
    }

    fn gross(&self, line: &Line) -> i64 {
        self.full(line) - line.discount
    }

    fn pay(&mut self, tender: Tender) {
        let lines = std::mem::take(&mut self.cart);
        let gross: i64 = lines.iter().map(|line| self.gross(line)).sum();
        let card = match tender {
            Tender::Cash => 0,
            Tender::Card => gross,
            Tender::Split { card } => card.min(gross),
        };
        let cash = rounded(gross - card);
        for line in &lines {
            self.count(line, 1);
        }
        self.figures.sales += 1;
        self.money(cash, card, cash + card - gross);
        self.sold.push(Sold { lines, cash, card, gross });
    }

    fn refund(&mut self, sale: usize, line: Option<usize>) {
        let Some(sold) = self.sold.get(sale) else { return };
        let (all_cash, all_card, all) = (sold.cash, sold.card, sold.gross);
        let lines: Vec<Line> = match line {
            None => sold.lines.clone(),
            Some(line) => sold.lines.get(line).cloned().into_iter().collect(),
        };
        let gross: i64 = lines.iter().map(|line| self.gross(line)).sum();
        // The card first, up to what it paid; cash is rounded, but all of it goes back with the last.
        let card = gross.min(all_card);
        let cash = if gross == all { all_cash } else { rounded(gross - card).min(all_cash) };
        for line in &lines {
            self.count(line, -1);
        }
        self.figures.refunds += 1;
        self.money(-cash, -card, gross - cash - card);
    }

    fn count(&mut self, line: &Line, sign: i64) {
        let Some(good) = self.goods.get(line.good) else { return };
        let gross = self.gross(line);
        let tax = ratio(gross, good.tax, 10_000 + good.tax);
        let figures = &mut self.figures;
        figures.gross += sign * gross;
        figures.tax += sign * tax;
        *figures.by_category.entry(good.category.clone()).or_default() += sign * gross;
        *figures.by_product.entry(good.id.clone()).or_default() += sign * gross;
        *figures.by_clerk.entry(self.clerk.to_owned()).or_default() += sign * gross;
        let rate = figures.by_rate.entry(good.tax).or_default();
        *rate = (rate.0 + sign * gross, rate.1 + sign * tax);
    }

    fn money(&mut self, cash: i64, card: i64, rounding: i64) {
        self.drawer += cash;
        self.figures.cash += cash;
        self.figures.card += card;
        self.figures.rounding += rounding;
    }
}

/// `value * times / by` of numbers of zero and more, halves up.
fn ratio(value: i64, times: i64, by: i64) -> i64 {
    (2 * value * times + by) / (2 * by)
}

fn rounded(cash: i64) -> i64 {
    ratio(cash, 1, CASH_STEP) * CASH_STEP
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::super::good::Shot;
    use super::super::script::day;
    use super::*;

    fn goods() -> Vec<Good> {
        let good = |id: &str, price, by_weight| Good {
            id: id.into(),
            price,
            by_weight,
            plu: "1".into(),
            tax: 700,
            category: "Fruit".into(),
        };
        vec![good("kiwi", 39, false), good("apple", 279, true)]
    }

    fn show(good: usize, gross: i64) -> Act {
        Act::Show { shot: Shot { photo: PathBuf::new(), good }, gross, tare: 0 }
    }

    #[test]
    fn a_small_day_by_hand() {
        let acts = [
            Act::Open { float: 1000 },
            Act::Clerk { name: "Ada" },
            show(0, 0),
            show(0, 0),
            show(1, 350),                      // 97.65 cents
            Act::Discount { percent: 50 },     // 49 off 98
            Act::Pay { tender: Tender::Cash }, // 78 + 49 = 127, paid 125
            show(0, 0),
            Act::Pay { tender: Tender::Split { card: 300 } }, // 39, all of it by card
            Act::Refund { sale: 0, line: Some(0) },           // 78, back 80
            Act::PayOut { amount: 20 },
            Act::Close { off: -3 },
        ];
        let figures = figures(&acts, &goods());
        assert_eq!((figures.sales, figures.refunds, figures.gross), (2, 1, 127 + 39 - 78));
        assert_eq!((figures.cash, figures.card, figures.rounding), (125 - 80, 39, -2 - 2));
        assert_eq!((figures.expected_cash, figures.counted_cash), (1025, 1022));
        assert_eq!(figures.tax, 5 + 3 + 3 - 5);
    }

    #[test]
    fn a_drawn_day_adds_up() {
        let shots: Vec<Shot> =
            (0..2).map(|good| Shot { photo: PathBuf::from("p.jpg"), good }).collect();
        let acts = day(&goods(), &shots, 200, 1);
        let shown = acts.iter().filter(|act| matches!(act, Act::Show { .. } | Act::Key { .. }));
        assert_eq!(shown.count(), 200);
        let figures = figures(&acts, &goods());
        assert_eq!(figures.cash + figures.card, figures.gross + figures.rounding);
        assert_eq!(figures.by_product.values().sum::<i64>(), figures.gross);
        assert_eq!(figures.by_clerk.values().sum::<i64>(), figures.gross);
        assert!(figures.refunds > 2 && figures.by_clerk.len() == 2);
        for wanted in [Act::Hold, Act::Resume, Act::VoidLine] {
            assert!(acts.contains(&wanted), "{wanted:?}");
        }
    }
}
