//! Rows as drafts of products: what each cell says, by the field of its column.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Money, ProductId, TaxRate, Unit};

use super::amounts::{Amount, is_foreign};
use super::choices::ForeignPrices;
use super::columns::{Column, is_nothing, places};
use super::field::Field;
use super::heading_row::is_total;
use super::known_headings::{Known, letters_of};
use super::questions::Decisions;
use super::reading::{Shop, Tally};
use super::table::Row;
use super::taxes::{is_amount, rate_of, tax_cell};
use super::units::{UnitWord, unit_of, yes_or_no};
use super::variants::{Role, role_of};
use domain::Message;

/// A product as its row says it.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub line: u64,
    pub id: Option<ProductId>,
    pub base: String,
    pub variant: Vec<String>,
    pub names: BTreeMap<String, String>,
    pub price: Option<Money>,
    pub unit: Unit,
    pub plu: Option<String>,
    pub barcode: Option<String>,
    pub tax: Option<TaxRate>,
    pub category: Option<String>,
    pub picture: Option<String>,
    pub active: bool,
}

/// The rows of a file with its columns.
pub(crate) struct Sheet<'a> {
    pub columns: &'a [Column],
    pub rows: &'a [Row],
    /// The row that the rows of a group, or variants of a parent, have their common cells from.
    heads: BTreeMap<String, &'a Row>,
    by_field: BTreeMap<&'a Field, Vec<usize>>,
}

impl<'a> Sheet<'a> {
    pub(crate) fn new(columns: &'a [Column], rows: &'a [Row]) -> Self {
        let mut by_field: BTreeMap<&Field, Vec<usize>> = BTreeMap::new();
        for (index, column) in columns.iter().enumerate() {
            by_field.entry(&column.field).or_default().push(index);
        }
        let mut sheet = Self { columns, rows, heads: BTreeMap::new(), by_field };
        sheet.heads = sheet.all_heads();
        sheet
    }

    fn all_heads(&self) -> BTreeMap<String, &'a Row> {
        let mut heads = BTreeMap::new();
        for row in self.rows {
            let group = self.own(row, &Field::Group);
            if !group.is_empty() && !self.name(row).is_empty() {
                heads.entry(group.to_owned()).or_insert(row);
            }
            if role_of(self.own(row, &Field::Kind)) == Role::Parent {
                for code in self.codes(row) {
                    heads.entry(code).or_insert(row);
                }
            }
        }
        heads
    }

    /// What other rows call a row: its number and its codes.
    fn codes(&self, row: &Row) -> Vec<String> {
        let coded = |(index, column): (usize, &Column)| {
            let cell = row.cell(index);
            let is_id = letters_of(&column.heading) == "id";
            let is_code = is_id || column.is_known(&Known::Code);
            (is_code && !cell.is_empty()).then(|| match is_id {
                true => format!("id:{cell}"),
                false => cell.to_owned(),
            })
        };
        self.columns.iter().enumerate().filter_map(coded).collect()
    }

    fn head(&self, row: &Row) -> Option<&'a Row> {
        let key = |field| Some(self.own(row, field)).filter(|key| !key.is_empty());
        let by_parent = key(&Field::Parent).and_then(|parent| self.heads.get(parent));
        by_parent.or_else(|| self.heads.get(key(&Field::Group)?)).copied()
    }

    /// The columns of a field.
    pub(crate) fn places(&self, field: &Field) -> &[usize] {
        self.by_field.get(field).map_or(&[], Vec::as_slice)
    }

    /// The cell of a field in this very row.
    pub(crate) fn own<'row>(&self, row: &'row Row, field: &Field) -> &'row str {
        self.places(field).first().map_or("", |&index| row.cell(index))
    }

    /// The cell of a field, or that of the row it has its common cells from.
    fn cell<'row>(&self, row: &'row Row, field: &Field) -> &'row str
    where
        'a: 'row,
    {
        match self.own(row, field) {
            "" => self.head(row).map_or("", |head| self.own(head, field)),
            cell => cell,
        }
    }

    fn name(&self, row: &Row) -> String {
        let mut parts: Vec<&str> = Vec::new();
        for part in self.places(&Field::Name).iter().map(|&index| row.cell(index)) {
            if !part.is_empty() && !parts.contains(&part) {
                parts.push(part);
            }
        }
        // A line break within a cell is a blank of the name.
        parts.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The cells of the tax columns, and the rates of the taxes that a row says yes to.
    pub(crate) fn rates(&self, row: &Row, decisions: &Decisions) -> Vec<TaxRate> {
        let cell = |index: &usize| match row.cell(*index) {
            "" => self.head(row).map_or("", |head| head.cell(*index)),
            cell => cell,
        };
        let said =
            self.places(&Field::Tax).iter().map(cell).filter_map(|cell| {
                rate_of(&tax_cell(cell), decisions.tax_form, &decisions.choices)
            });
        let switched = self.by_field.iter().filter_map(|(field, places)| match field {
            Field::TaxOf(rate) => Some((*rate, places)),
            _ => None,
        });
        let switched = switched.flat_map(|(rate, places)| {
            places.iter().map(cell).filter_map(move |cell| match yes_or_no(cell) {
                Some(true) => Some(rate),
                Some(false) => Some(TaxRate::ZERO),
                None => is_amount(cell).then_some(rate),
            })
        });
        said.chain(switched).collect()
    }

    /// Reads all rows; what is no product is told.
    pub(crate) fn drafts(
        &self,
        decisions: &Decisions,
        shop: &Shop<'_>,
        tally: &mut Tally,
    ) -> Vec<Draft> {
        let last = self.rows.len().saturating_sub(3);
        let mut drafts = Vec::new();
        for (number, row) in self.rows.iter().enumerate() {
            if number >= last && is_total(row) {
                tally.tell(row.line, Message::new("import-told-total"));
                continue;
            }
            if self.is_left_out(row, tally) {
                continue;
            }
            let mut base = self.name(row);
            if base.is_empty() {
                base = self.head(row).map(|head| self.name(head)).unwrap_or_default();
                let says_more = ["price", "barcode"].iter().any(|word| {
                    let field = Field::of_word(word);
                    field.is_some_and(|field| !is_nothing(self.own(row, &field)))
                }) || !self.variant(row).is_empty();
                if base.is_empty() {
                    tally.tell(row.line, Message::new("import-told-no-name"));
                    continue;
                }
                if !says_more {
                    tally.count("import-told-more-rows");
                    continue;
                }
            }
            drafts.push(self.draft(row, base, decisions, shop, tally));
        }
        drafts
    }

    fn is_left_out(&self, row: &Row, tally: &mut Tally) -> bool {
        if !is_nothing(self.own(row, &Field::Deleted))
            && yes_or_no(self.own(row, &Field::Deleted)) != Some(false)
        {
            tally.count("import-told-deleted");
            return true;
        }
        match role_of(self.cell(row, &Field::Kind)) {
            Role::Parent if self.own(row, &Field::Parent).is_empty() => {
                tally.count("import-told-parents");
                true
            }
            Role::Other => {
                tally.count("import-told-services");
                true
            }
            _ => false,
        }
    }

    fn variant(&self, row: &Row) -> Vec<String> {
        let cells = self.places(&Field::Variant).iter().map(|&index| row.cell(index));
        cells.filter(|cell| !cell.is_empty()).map(str::to_owned).collect()
    }

    fn draft(
        &self,
        row: &Row,
        base: String,
        decisions: &Decisions,
        shop: &Shop<'_>,
        tally: &mut Tally,
    ) -> Draft {
        let optional =
            |field: &Field| Some(self.cell(row, field).to_owned()).filter(|it| !is_nothing(it));
        let own =
            |field: &Field| Some(self.own(row, field).to_owned()).filter(|it| !is_nothing(it));
        let names = self.by_field.keys().filter_map(|field| match field {
            Field::NameIn(tag) => Some((tag.clone(), optional(field)?)),
            _ => None,
        });
        let names = names.collect();
        let active = yes_or_no(self.own(row, &Field::Active)).unwrap_or(true);
        if !active {
            tally.count("import-told-inactive");
        }
        let tax = self.tax(row, decisions);
        let (price, unit) = self.price(row, decisions, shop, tax, tally);
        let id = own(&Field::Id).and_then(|id| ProductId::new(&id).ok());
        let file = |path: String| path.rsplit(['/', '\\']).next().map(str::to_owned);
        Draft {
            line: row.line,
            id,
            base,
            variant: self.variant(row),
            names,
            price,
            unit,
            plu: own(&Field::Plu),
            barcode: own(&Field::Barcode),
            tax,
            category: optional(&Field::Category),
            picture: own(&Field::Picture).and_then(file),
            active,
        }
    }

    fn tax(&self, row: &Row, decisions: &Decisions) -> Option<TaxRate> {
        let rates = self.rates(row, decisions);
        decisions.one_rate(&rates)
    }

    /// The price in the shop's currency and way of counting tax, and what it is for.
    fn price(
        &self,
        row: &Row,
        decisions: &Decisions,
        shop: &Shop<'_>,
        tax: Option<TaxRate>,
        tally: &mut Tally,
    ) -> (Option<Money>, Unit) {
        let cell = self.own(row, &Field::Price);
        let amount = Amount::of(cell);
        let (unit, times) = match self.unit(row, &amount, decisions, tally) {
            Some(unit) => unit,
            None => return (None, Unit::Piece),
        };
        if is_nothing(cell) {
            return (None, unit);
        }
        let is_left_out = decisions.foreign == ForeignPrices::LeaveOut
            && (decisions.all_foreign || is_foreign(&amount.beside, shop.currency));
        if is_left_out {
            return (None, unit);
        }
        let read = amount.money(decisions.mark, shop.currency);
        let converted = read
            .and_then(|money| money.checked_mul(times).ok())
            .and_then(|money| decisions.in_the_shops_way(money, tax));
        match converted {
            Some(money) if money.minor() > 0 => (Some(money), unit),
            Some(money) if money.minor() == 0 => {
                tally.count("import-told-zero-prices");
                (None, unit)
            }
            _ => {
                let message = Message::new("import-told-no-price").naming("price", cell);
                tally.tell(row.line, message);
                (None, unit)
            }
        }
    }

    /// What a price is for and how often it makes that; `None` for a weight that makes no kilogram.
    fn unit(
        &self,
        row: &Row,
        amount: &Amount,
        decisions: &Decisions,
        tally: &mut Tally,
    ) -> Option<(Unit, i64)> {
        match yes_or_no(self.cell(row, &Field::ByWeight)) {
            Some(true) => return Some((Unit::Kg, 1)),
            Some(false) => return Some((Unit::Piece, 1)),
            None => {}
        }
        let beside_price = Some(amount.unit.as_str()).filter(|unit| !unit.is_empty());
        let word = beside_price.unwrap_or_else(|| self.cell(row, &Field::Unit));
        if is_nothing(word) {
            return Some((decisions.unit, 1));
        }
        match unit_of(word) {
            UnitWord::Is(unit, times) => Some((unit, times)),
            UnitWord::OtherWeight => {
                let message = Message::new("import-told-weight-unit").naming("unit", word);
                tally.tell(row.line, message);
                None
            }
            UnitWord::Unknown => {
                tally.unknown_units.insert(word.to_owned());
                Some((Unit::Piece, 1))
            }
        }
    }
}

/// Different rates that a row says at once.
pub(crate) fn different(rates: &[TaxRate]) -> Vec<TaxRate> {
    let some = rates.iter().copied().filter(|rate| *rate != TaxRate::ZERO);
    some.collect()
}

/// The columns with prices under one kind of heading, where they differ in some row.
pub(crate) fn rival_prices(columns: &[Column], rows: &[Row]) -> Vec<usize> {
    let Some(&price) = places(columns, &Field::Price).first() else { return Vec::new() };
    let rank = columns.get(price).and_then(Column::price_rank);
    let same = |(index, column): (usize, &Column)| {
        (column.price_rank() == rank && rank.is_some() && column.filled > 0).then_some(index)
    };
    let rivals: Vec<usize> = columns.iter().enumerate().filter_map(same).collect();
    let differ = rows.iter().any(|row| {
        let cells: BTreeSet<&str> = rivals.iter().map(|&index| row.cell(index)).collect();
        cells.len() > 1
    });
    if differ { rivals } else { Vec::new() }
}
