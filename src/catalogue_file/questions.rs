//! What a file leaves open, as questions with their answers; and what is decided, by an answer or because
//! the whole column says it.

use std::collections::BTreeSet;

use domain::{Message, Money, TaxMode, TaxRate, Unit};

use super::amounts::{Amount, Mark, Marks, is_foreign, marks_of};
use super::choices::{Answer, Choices, CodeCare, ForeignPrices, PriceBasis, TaxForm, TwoTaxes};
use super::columns::{Column, Why, cells};
use super::field::Field;
use super::guess::Cells;
use super::known_headings::{currency_in, tax_in_price};
use super::reading::Shop;
use super::rows::{Sheet, different, rival_prices};
use super::units::yes_or_no;

/// One of the answers to a question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// What it says.
    pub label: Message,
    /// What is then done.
    pub answer: Answer,
}

/// Something that a file leaves open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// A word for programs.
    pub key: &'static str,
    /// The question.
    pub message: Message,
    /// The answers that fit.
    pub choices: Vec<Choice>,
    /// The place of the answer that holds; `None` while nothing is imported before it is answered.
    pub chosen: Option<usize>,
}

/// What is decided about a file, whoever decided it.
#[derive(Clone, Debug)]
pub(crate) struct Decisions {
    pub choices: Choices,
    pub mark: Option<Mark>,
    pub tax_form: TaxForm,
    pub default_tax: TaxRate,
    pub two_taxes: TwoTaxes,
    pub foreign: ForeignPrices,
    pub all_foreign: bool,
    pub unit: Unit,
    pub codes: CodeCare,
    /// The way of counting tax of the file's prices, where it is not the shop's.
    convert_from: Option<TaxMode>,
}

impl Decisions {
    fn tentative(choices: &Choices, shop: &Shop<'_>) -> Self {
        Self {
            choices: choices.clone(),
            mark: choices.decimal,
            tax_form: choices.tax.unwrap_or(TaxForm::Percent),
            default_tax: choices.default_rate().unwrap_or_else(|| shop.usual_rate()),
            two_taxes: choices.two_taxes.unwrap_or(TwoTaxes::First),
            foreign: choices.foreign.unwrap_or(ForeignPrices::LeaveOut),
            all_foreign: false,
            unit: choices.said_unit().unwrap_or(Unit::Piece),
            codes: choices.codes.unwrap_or(CodeCare::LeaveOut),
            convert_from: None,
        }
    }

    /// The rate of a product with these.
    pub(crate) fn one_rate(&self, rates: &[TaxRate]) -> Option<TaxRate> {
        let some = different(rates);
        let first = some.first().or(rates.first()).copied();
        match self.two_taxes {
            TwoTaxes::First => first,
            TwoTaxes::Add if some.len() > 1 => {
                let sum = some.iter().map(|rate| rate.basis_points()).sum();
                TaxRate::from_basis_points(sum).ok()
            }
            TwoTaxes::Add => first,
        }
    }

    /// A price of the file as a price of the shop; `None` where it is too large.
    pub(crate) fn in_the_shops_way(&self, price: Money, tax: Option<TaxRate>) -> Option<Money> {
        let Some(mode) = self.convert_from else { return Some(price) };
        let parts = mode.split(price, tax.unwrap_or(self.default_tax)).ok()?;
        Some(match mode {
            TaxMode::Included => parts.net,
            TaxMode::Added => parts.gross,
        })
    }
}

/// Decides what can be decided, and asks the rest.
pub(crate) fn decide(
    sheet: &Sheet<'_>,
    choices: &Choices,
    shop: &Shop<'_>,
) -> (Decisions, Vec<Question>) {
    let mut asking = Asking {
        sheet,
        choices,
        shop,
        decisions: Decisions::tentative(choices, shop),
        questions: Vec::new(),
    };
    asking.columns();
    asking.decimals();
    asking.currency();
    asking.unit();
    asking.tax_form();
    asking.tax_words();
    asking.two_taxes();
    asking.default_tax();
    asking.basis();
    (asking.decisions, asking.questions)
}

/// A file that is being asked about.
pub(crate) struct Asking<'a> {
    pub sheet: &'a Sheet<'a>,
    pub choices: &'a Choices,
    pub shop: &'a Shop<'a>,
    pub decisions: Decisions,
    questions: Vec<Question>,
}

pub(crate) fn choice(label: Message, answer: Answer) -> Choice {
    Choice { label, answer }
}

impl Asking<'_> {
    pub(crate) fn ask(
        &mut self,
        key: &'static str,
        message: Message,
        choices: Vec<Choice>,
        chosen: Option<&Answer>,
    ) {
        let chosen = chosen.and_then(|it| choices.iter().position(|choice| choice.answer == *it));
        self.questions.push(Question { key, message, choices, chosen });
    }

    fn column(&self, field: &Field) -> Option<(usize, &Column)> {
        let index = *self.sheet.places(field).first()?;
        Some((index, self.sheet.columns.get(index)?))
    }

    /// The cells of the price column that hold something.
    fn prices(&self) -> Vec<Amount> {
        let index = self.sheet.places(&Field::Price).first();
        let cells = index.map(|&index| cells(self.sheet.rows, index).0).unwrap_or_default();
        cells.into_iter().map(Amount::of).collect()
    }

    fn column_choice(&self, index: usize, field: Field) -> Option<Choice> {
        let column = self.sheet.columns.get(index)?;
        let number = (index + 1).to_string();
        let heading =
            if column.heading.is_empty() { format!("#{number}") } else { column.heading.clone() };
        let label = Message::new("import-choice-column")
            .naming("column", heading)
            .naming("sample", column.samples.first().cloned().unwrap_or_default());
        Some(choice(label, Answer::Column(index, field)))
    }

    fn columns(&mut self) {
        if self.sheet.places(&Field::Name).is_empty() {
            let mut likely: Vec<(usize, usize)> = (0..self.sheet.columns.len())
                .map(|index| (cells(self.sheet.rows, index).likeness_to_names(), index))
                .filter(|(likeness, _)| *likeness > 0)
                .collect();
            likely.sort_unstable_by(|one, other| other.cmp(one));
            let choices = likely.iter().take(4);
            let choices =
                choices.filter_map(|&(_, index)| self.column_choice(index, Field::Name)).collect();
            self.ask("name", Message::new("import-ask-name"), choices, None);
        }
        let rivals = rival_prices(self.sheet.columns, self.sheet.rows);
        let said = self
            .column(&Field::Price)
            .is_some_and(|(_, column)| matches!(column.why, Why::Chosen | Why::Remembered));
        if rivals.len() > 1 && !said {
            let choices =
                rivals.iter().filter_map(|&index| self.column_choice(index, Field::Price));
            let choices = choices.collect();
            self.ask("price-column", Message::new("import-ask-prices"), choices, None);
        }
        self.guessed_price();
    }

    /// Money is never guessed: a column that only looks like prices is asked about.
    fn guessed_price(&mut self) {
        let Some((guessed, column)) = self.column(&Field::Price) else { return };
        if column.why != Why::Guessed {
            return;
        }
        let looks_like_it = |index: &usize| cells(self.sheet.rows, *index).are_prices();
        let free = |column: &Column| column.why == Why::Left && column.filled > 0;
        let others = self.sheet.columns.iter().enumerate().filter(|(_, column)| free(column));
        let others = others.map(|(index, _)| index).filter(looks_like_it);
        let mut choices: Vec<Choice> = std::iter::once(guessed)
            .chain(others.take(3))
            .filter_map(|index| self.column_choice(index, Field::Price))
            .collect();
        let none = Answer::Column(guessed, Field::Nothing);
        choices.push(choice(Message::new("import-choice-no-price"), none));
        self.ask("price-column", Message::new("import-ask-price"), choices, None);
    }

    fn decimals(&mut self) {
        let prices = self.prices();
        let doubtful = |amount: &&Amount| {
            Amount::plain(amount, Some(Mark::Comma)) != Amount::plain(amount, Some(Mark::Point))
        };
        match marks_of(prices.iter().map(|amount| amount.number.as_str())) {
            Marks::Plain | Marks::Mixed => {
                self.decisions.mark = None;
            }
            Marks::One(mark) => self.decisions.mark = self.choices.decimal.or(Some(mark)),
            Marks::Doubtful => {
                let example = prices.iter().filter(doubtful).find(|amount| {
                    amount.plain(Some(Mark::Comma)).is_some()
                        && amount.plain(Some(Mark::Point)).is_some()
                });
                let example = example.or(prices.first()).cloned().unwrap_or_default();
                let reads = |mark: Mark| {
                    let read = example.plain(Some(mark)).unwrap_or_else(|| "–".to_owned());
                    choice(reading(&example.number, &read), Answer::Decimal(mark))
                };
                let choices = vec![reads(Mark::Comma), reads(Mark::Point)];
                let said = self.choices.decimal.map(Answer::Decimal);
                let message = Message::new("import-ask-decimal").naming("price", example.number);
                self.ask("decimal", message, choices, said.as_ref());
            }
        }
    }

    fn currency(&mut self) {
        let own = self.shop.currency;
        let beside = self.prices().into_iter().map(|amount| amount.beside);
        let column = self.sheet.places(&Field::Currency).first();
        let column = column.map(|&index| cells(self.sheet.rows, index).0).unwrap_or_default();
        let heading = self.column(&Field::Price).and_then(|(_, it)| currency_in(&it.heading));
        let everywhere: Vec<String> =
            column.iter().map(|&code| code.to_owned()).chain(heading).collect();
        let everywhere: Vec<String> =
            everywhere.into_iter().filter(|word| is_foreign(word, own)).collect();
        self.decisions.all_foreign = !everywhere.is_empty();
        let found: BTreeSet<String> =
            beside.filter(|word| is_foreign(word, own)).chain(everywhere).collect();
        if found.is_empty() {
            return;
        }
        let found: Vec<String> = found.into_iter().collect();
        let message = Message::new("import-ask-foreign")
            .naming("found", found.join(", "))
            .naming("own", own.code());
        let take = Message::new("import-choice-take-number").naming("own", own.code());
        let choices = vec![
            choice(take, Answer::Foreign(ForeignPrices::Take)),
            choice(
                Message::new("import-choice-leave-price"),
                Answer::Foreign(ForeignPrices::LeaveOut),
            ),
        ];
        let said = self.choices.foreign.map(Answer::Foreign);
        self.ask("foreign-prices", message, choices, said.as_ref());
    }

    /// Where goods have PLUs, some are weighed, and a price of a kilogram is none of a piece.
    fn unit(&mut self) {
        let says_unit =
            [Field::Unit, Field::ByWeight].iter().any(|it| !self.sheet.places(it).is_empty());
        let beside = self.prices().iter().any(|amount| !amount.unit.is_empty());
        let plu = self.column(&Field::Plu).is_some_and(|(_, column)| {
            column.heading.is_empty() || column.heading.to_lowercase().contains("plu")
        });
        if says_unit || beside || !plu || self.sheet.places(&Field::Price).is_empty() {
            return;
        }
        let choices = vec![
            choice(Message::new("product-per-piece"), Answer::Unit(Unit::Piece)),
            choice(Message::new("product-per-kg"), Answer::Unit(Unit::Kg)),
        ];
        let said = self.choices.said_unit().map(Answer::Unit);
        self.ask("unit", Message::new("import-ask-unit"), choices, said.as_ref());
    }

    /// The way of counting tax that the file says of its prices.
    fn basis(&mut self) {
        let Some((_, column)) = self.column(&Field::Price) else { return };
        let heading = column.heading.clone();
        let included = self.sheet.places(&Field::TaxIncluded).first().map(|&index| {
            let said = cells_with_no(self.sheet, index);
            said.iter().all(|yes| *yes)
        });
        let with_tax = included.or_else(|| tax_in_price(&heading));
        let (mode, id) = match (with_tax, self.shop.tax_mode) {
            (Some(false), TaxMode::Included) => (TaxMode::Added, "import-ask-net"),
            (Some(true), TaxMode::Added) => (TaxMode::Included, "import-ask-gross"),
            _ => return,
        };
        let convert = match mode {
            TaxMode::Added => Message::new("import-choice-add-tax"),
            TaxMode::Included => Message::new("import-choice-take-tax-out"),
        };
        let choices = vec![
            choice(convert, Answer::Prices(PriceBasis::Convert)),
            choice(
                Message::new("import-choice-as-they-are"),
                Answer::Prices(PriceBasis::AsTheyAre),
            ),
        ];
        if self.choices.prices == Some(PriceBasis::Convert) {
            self.decisions.convert_from = Some(mode);
        }
        let said = self.choices.prices.map(Answer::Prices);
        let message = Message { id, args: Vec::new(), because: None }.naming("column", heading);
        self.ask("prices", message, choices, said.as_ref());
    }
}

/// Yes and no of a column, where `false` is a word and not nothing.
fn cells_with_no(sheet: &Sheet<'_>, index: usize) -> Vec<bool> {
    let Cells(cells) = Cells(sheet.rows.iter().map(|row| row.cell(index)).collect());
    cells.into_iter().filter_map(yes_or_no).collect()
}

fn reading(text: &str, read: &str) -> Message {
    Message::new("import-choice-reads").naming("text", text).naming("read", read)
}
