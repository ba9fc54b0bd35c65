//! Drafts as products: names that tell variants apart, codes that a scanner finds, the shop's own products
//! under the ids that they have.

use std::collections::BTreeMap;

use domain::{
    DomainError, ForPeople, Message, Money, Product, ProductId, TextField, UnitPrice,
    barcode_forms, check_catalogue_barcode, is_plu,
};

use super::choices::CodeCare;
use super::columns::{Column, Why, places};
use super::field::Field;
use super::identity::{Identities, Marks};
use super::questions::Decisions;
use super::reading::{Shop, Tally};
use super::rows::Draft;
use super::variants::{spelling, variant_name};

/// Makes products of drafts.
pub(crate) struct Maker<'a> {
    decisions: &'a Decisions,
    identities: Identities<'a>,
    /// Whether the column's PLUs are surely PLUs, so that they say which product is meant.
    plus_are_known: bool,
    barcodes: BTreeMap<String, u64>,
    plus: BTreeMap<String, u64>,
    names: BTreeMap<String, u64>,
    /// Whether numbers of ten or eleven digits are codes that lost their zeros.
    zeros_are_lost: bool,
}

impl<'a> Maker<'a> {
    pub(crate) fn new(columns: &'a [Column], decisions: &'a Decisions, shop: &Shop<'a>) -> Self {
        let plu = places(columns, &Field::Plu).first().and_then(|&index| columns.get(index));
        Self {
            decisions,
            identities: Identities::new(&shop.products),
            plus_are_known: plu.is_some_and(|column| column.why != Why::Guessed),
            barcodes: BTreeMap::new(),
            plus: BTreeMap::new(),
            names: BTreeMap::new(),
            zeros_are_lost: true,
        }
    }

    /// How many barcodes are wrong, and which was probably meant is known.
    pub(crate) fn repairable(mut self, drafts: &[Draft]) -> usize {
        self.zeros_are_lost = zeros_are_lost(drafts);
        let codes = drafts.iter().filter_map(|draft| draft.barcode.as_deref()).map(digits_of_cell);
        codes
            .filter(|code| self.fault_of(code).is_some_and(|fault| probable(&fault).is_some()))
            .count()
    }

    fn fault_of(&self, code: &str) -> Option<DomainError> {
        let fault = check_catalogue_barcode(code).err()?;
        let is_own = matches!(fault, DomainError::LostZeros { .. }) && !self.zeros_are_lost;
        (!is_own).then_some(fault)
    }

    pub(crate) fn products(mut self, drafts: Vec<Draft>, tally: &mut Tally) -> Vec<Product> {
        self.zeros_are_lost = zeros_are_lost(&drafts);
        let mut bases: BTreeMap<String, usize> = BTreeMap::new();
        for draft in &drafts {
            *bases.entry(spelling(&draft.base)).or_default() += 1;
        }
        let mut seen: BTreeMap<(String, Option<String>, Option<i64>), u64> = BTreeMap::new();
        let mut products = Vec::new();
        for mut draft in drafts {
            let is_shared = bases.get(&spelling(&draft.base)).is_some_and(|count| *count > 1);
            let name = if is_shared {
                variant_name(&draft.base, &draft.variant)
            } else {
                draft.base.clone()
            };
            let row = (spelling(&name), draft.barcode.clone(), draft.price.map(Money::minor));
            // Two rows with one name and without a code may be two products; with one code they are one.
            let has_code = draft.barcode.is_some() || draft.plu.is_none();
            if let Some(first) = seen.get(&row).filter(|_| has_code) {
                let message =
                    Message::new("import-told-repeated").naming("first", first.to_string());
                tally.tell(draft.line, message);
                continue;
            }
            seen.insert(row, draft.line);
            self.check_codes(&mut draft, tally);
            products.extend(self.product(draft, name, tally));
        }
        products
    }

    fn product(&mut self, draft: Draft, name: String, tally: &mut Tally) -> Option<Product> {
        let line = draft.line;
        let name = shortened(name, TextField::ProductName, line, tally);
        let marks = Marks {
            id: draft.id.as_ref(),
            barcode: draft.barcode.as_deref(),
            plu: draft.plu.as_deref().filter(|_| self.plus_are_known),
            name: &name,
        };
        let Some(id) = self.identities.take(&marks) else {
            tally.tell(line, Message::new("import-told-no-name"));
            return None;
        };
        if let Some(first) = self.names.insert(spelling(&name), line) {
            let message = Message::new("import-told-same-name").naming("name", name.clone());
            tally.tell(line, message.naming("first", first.to_string()));
        }
        let there = self.identities.product(&id);
        let (plu, barcode) = self.free_codes(&draft, &id, tally);
        let product = self.over(there, draft, id, name, (plu, barcode));
        match product.taken_instead_of(there) {
            Ok(product) => Some(product),
            Err(why) => {
                tally.tell(line, Message::new("import-told-refused").because(why.message()));
                None
            }
        }
    }

    /// What the file says, and where it says nothing, what the shop has.
    fn over(
        &self,
        there: Option<&Product>,
        draft: Draft,
        id: ProductId,
        name: String,
        (plu, barcode): (Option<String>, Option<String>),
    ) -> Product {
        let price = draft.price.map(|money| UnitPrice::new(money, draft.unit));
        let mut names = there.map(|there| there.names.clone()).unwrap_or_default();
        names.extend(draft.names);
        Product {
            id,
            name,
            names,
            price: price.or_else(|| there?.price),
            plu: plu.or_else(|| there?.plu.clone()),
            barcode: barcode.or_else(|| there?.barcode.clone()),
            tax: draft
                .tax
                .or_else(|| there.map(|there| there.tax))
                .unwrap_or(self.decisions.default_tax),
            category: draft
                .category
                .map(|category| cut_at_a_blank(&category, TextField::Category.most()))
                .or_else(|| there.map(|there| there.category.clone()))
                .unwrap_or_default(),
            picture: draft.picture.or_else(|| there?.picture.clone()),
            active: draft.active,
        }
    }

    /// Takes out of a draft what is no code, and what an earlier row has.
    fn check_codes(&mut self, draft: &mut Draft, tally: &mut Tally) {
        let code = draft.barcode.take().map(|cell| digits_of_cell(&cell));
        let fault = code.as_deref().and_then(|code| self.fault_of(code));
        draft.barcode = match (code, fault) {
            (code, None) => code,
            (_, Some(fault)) => match (probable(&fault), self.decisions.codes) {
                (Some(probable), CodeCare::Repair) => Some(probable),
                _ => {
                    let message = Message::new("import-told-barcode").because(fault.message());
                    tally.tell(draft.line, message);
                    None
                }
            },
        };
        if let Some(plu) = draft.plu.take_if(|plu| !is_plu(plu)) {
            tally.tell(draft.line, Message::new("import-told-plu").naming("plu", plu));
        }
        let active = draft.active;
        let taken = |message: Message, value: &str, first: u64| {
            message.naming("value", value).naming("first", first.to_string())
        };
        if let Some(code) = draft.barcode.clone().filter(|_| active) {
            let forms = barcode_forms(&code);
            match forms.iter().find_map(|form| self.barcodes.get(form)) {
                Some(&first) => {
                    let message = Message::new("import-told-barcode-taken");
                    tally.tell(draft.line, taken(message, &code, first));
                    draft.barcode = None;
                }
                None => self.barcodes.extend(forms.into_iter().map(|form| (form, draft.line))),
            }
        }
        if let Some(plu) = draft.plu.clone().filter(|_| active) {
            match self.plus.get(&plu) {
                Some(&first) => {
                    let message = Message::new("import-told-plu-taken");
                    tally.tell(draft.line, taken(message, &plu, first));
                    draft.plu = None;
                }
                None => _ = self.plus.insert(plu, draft.line),
            }
        }
    }

    /// The codes of a draft, without those that another product of the shop has.
    fn free_codes(
        &self,
        draft: &Draft,
        id: &ProductId,
        tally: &mut Tally,
    ) -> (Option<String>, Option<String>) {
        let mut free = |code: &Option<String>, owner: Option<&Product>| {
            let code = code.clone()?;
            match owner.filter(|owner| owner.id != *id && draft.active) {
                Some(owner) => {
                    let message = Message::new("import-told-in-shop").naming("value", code);
                    tally.tell(draft.line, message.naming("owner", owner.name.clone()));
                    None
                }
                None => Some(code),
            }
        };
        let plu_owner = draft.plu.as_deref().and_then(|plu| self.identities.with_plu(plu));
        let plu = free(&draft.plu, plu_owner);
        let owner = draft.barcode.as_deref().and_then(|code| self.identities.with_barcode(code));
        (plu, free(&draft.barcode, owner))
    }
}

/// A text that a product can have, told where it was longer.
fn shortened(text: String, field: TextField, line: u64, tally: &mut Tally) -> String {
    if text.chars().count() <= field.most() {
        return text;
    }
    let short = cut_at_a_blank(&text, field.most());
    tally.tell(line, Message::new("import-told-shortened").naming("name", short.clone()));
    short
}

fn cut_at_a_blank(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most).collect();
    cut.rsplit_once(' ').map_or(cut.as_str(), |(before, _)| before).to_owned()
}

/// A barcode's cell without what spreadsheets and labels put around digits.
fn digits_of_cell(cell: &str) -> String {
    let cell = cell.trim().trim_start_matches("=\"").trim_matches(['"', '\'']);
    let is_dressed = cell.chars().all(|sign| sign.is_ascii_digit() || sign == ' ');
    if is_dressed { cell.replace(' ', "") } else { cell.trim_end_matches(".0").to_owned() }
}

/// The code that was probably meant.
fn probable(fault: &DomainError) -> Option<String> {
    match fault {
        DomainError::LostZeros { probable, .. } => Some(probable.clone()),
        DomainError::BarcodeMisspelt { probable, rounded: false, .. } => Some(probable.clone()),
        _ => None,
    }
}

/// Most numbers of ten or eleven digits have a right check digit with zeros before them; numbers that
/// somebody made up have one in ten times.
fn zeros_are_lost(drafts: &[Draft]) -> bool {
    let codes = drafts.iter().filter_map(|draft| draft.barcode.as_deref()).map(digits_of_cell);
    let short: Vec<String> = codes.filter(|code| matches!(code.len(), 7 | 10 | 11)).collect();
    let lost = short.iter().filter(|code| check_catalogue_barcode(code).is_err()).count();
    lost * 2 >= short.len()
}
