//! Codes that a scanner or the camera read: a product, a price or weight printed by a scale, or
//! one that nobody knows yet.

use std::sync::Arc;

use super::weighing::WeighingEffect;
use super::{Effect, Machine};
use crate::command::ItemId;
use crate::messages::Message;
use crate::weighing_command::CodeCommand;
use crate::weighing_view::CodeView;
use devices::Sound;
use domain::ForPeople;
use domain::{
    Discount, DomainError, Grams, Gtin, LineId, MeasureRule, Measured, MeasuredValue, Product,
    ProductId, ScannedCode, Unit, UnitPrice, WeighedBy, Weighing, is_barcode, weight_for,
};

/// What codes mean in this shop, and the one that the clerk is asked about.
#[derive(Default)]
pub(super) struct CodeDesk {
    rules: Vec<MeasureRule>,
    unknown: Option<String>,
    pub(super) scanner_prefix: Option<char>,
}

impl CodeDesk {
    pub(super) fn follow_rules(&mut self, json: &str) {
        self.rules = MeasureRule::table_from_json(json).unwrap_or_default();
    }

    pub(super) fn view(&self) -> CodeView {
        CodeView { unknown: self.unknown.clone(), scanner_prefix: self.scanner_prefix }
    }
}

/// What a code says in this shop.
enum Reading {
    /// A product, and the weight that is printed with it.
    Article(Arc<Product>, Option<Grams>),
    /// What a scale of the shop printed.
    Label(Measured),
    /// It was misread, or makes no sense.
    Wrong(DomainError),
    /// Nobody has it; the number of its article where it has one, else all of it.
    Unknown(String),
}

impl Machine {
    pub(super) fn code_command(&mut self, command: CodeCommand, effects: &mut Vec<Effect>) {
        match command {
            CodeCommand::Scanned(code) => self.scanned(code.trim()),
            CodeCommand::Typed { number, photo } => self.number_typed(number.trim(), photo),
            CodeCommand::Assign(product) => self.assign_code(&product, effects),
            CodeCommand::Close => self.codes.unknown = None,
        }
    }

    fn scanned(&mut self, code: &str) {
        self.clear_info();
        self.codes.unknown = None;
        match self.reading(code) {
            Reading::Article(product, weight) => self.add_labelled(&product, weight, code),
            Reading::Label(measured) => self.add_measured(code, &measured),
            Reading::Wrong(error) => self.code_problem(&error),
            Reading::Unknown(article) => self.unknown_code(&article),
        }
    }

    /// What a code says, whoever read it.
    fn reading(&self, code: &str) -> Reading {
        let read = ScannedCode::read(code);
        let articles = read.as_ref().map_or(&[][..], |read| &read.articles);
        let known = self.product_with(code, articles).or_else(|| self.product_with_plu(code));
        if let Some(product) = known {
            return Reading::Article(product, read.ok().and_then(|read| read.weight));
        }
        let currency = self.selling.currency;
        // A label of twelve digits is read with the zero that makes thirteen of them.
        let whole = articles.first().map_or(code, Gtin::as_str);
        match (MeasureRule::read(&self.codes.rules, whole, currency), &read) {
            (Ok(Some(measured)), _) => Reading::Label(measured),
            (Err(error), _) => Reading::Wrong(error),
            (_, Err(error @ DomainError::WrongCheckDigit(_))) => Reading::Wrong(error.clone()),
            (Ok(None), _) => {
                Reading::Unknown((if is_barcode(code) { code } else { whole }).to_owned())
            }
        }
    }

    /// Asks whose code this is, where it is one that a product can have.
    fn unknown_code(&mut self, code: &str) {
        if !is_barcode(code) {
            return self.nobody_has(code);
        }
        self.codes.unknown = Some(code.to_owned());
        self.learning.sound(Sound::Asked);
    }

    fn nobody_has(&mut self, number: &str) {
        self.learning.sound(Sound::Failed);
        self.info(Message::new("problem-number").naming("number", number));
    }

    /// Sells the product whose whole PLU or code this is; any other number sells nothing.
    fn number_typed(&mut self, number: &str, photo: Option<ItemId>) {
        self.clear_info();
        if let Some(product) = self.product_with_plu(number) {
            return match photo.filter(|photo| self.photos.is_asked(*photo)) {
                Some(photo) => self.choose(photo, &product.id),
                None => self.add_product(&product.id),
            };
        }
        match self.reading(number) {
            Reading::Article(product, weight) => self.add_labelled(&product, weight, number),
            Reading::Label(measured) => self.add_measured(number, &measured),
            Reading::Wrong(_) | Reading::Unknown(_) => self.nobody_has(number),
        }
    }

    /// The product with this barcode, in whichever spelling.
    fn product_with(&self, code: &str, readings: &[Gtin]) -> Option<Arc<Product>> {
        let products = &self.catalogue.sorted;
        let coded = || products.iter().filter_map(|p| Some((p, p.barcode.as_deref()?)));
        let exact = coded().find(|(_, barcode)| *barcode == code);
        let same = || {
            coded().find(|(_, barcode)| {
                Gtin::readings(barcode)
                    .is_ok_and(|own| own.iter().any(|gtin| readings.contains(gtin)))
            })
        };
        exact.or_else(same).map(|(product, _)| Arc::clone(product))
    }

    fn add_scanned(&mut self, product: &ProductId) {
        self.add_product(product);
    }

    /// Sells what was scanned, with the weight that its label says, where it is sold by weight.
    fn add_labelled(&mut self, product: &Arc<Product>, weight: Option<Grams>, code: &str) {
        match weight.filter(|_| product.unit() == Some(Unit::Kg)) {
            Some(grams) => self.add_with(product, MeasuredValue::Weight(grams), code),
            None => self.add_scanned(&product.id),
        }
    }

    /// The product with this PLU, with or without zeros before it.
    fn product_of(&self, item: &str) -> Option<Arc<Product>> {
        let short = item.trim_start_matches('0');
        let with = |wanted: &str| self.product_with_plu(wanted);
        with(item).or_else(|| with(short).filter(|_| !short.is_empty()))
    }

    /// The product whose whole PLU this is.
    fn product_with_plu(&self, plu: &str) -> Option<Arc<Product>> {
        self.catalogue.sorted.iter().find(|p| p.plu.as_deref() == Some(plu)).cloned()
    }

    fn add_measured(&mut self, code: &str, measured: &Measured) {
        let Some(product) = self.product_of(&measured.item) else {
            let message = Message::new("problem-code-item").naming("item", measured.item.clone());
            self.learning.sound(Sound::Failed);
            return self.info(message);
        };
        self.add_with(&product, measured.value, code);
    }

    /// Sells a product as its label says.
    fn add_with(&mut self, product: &Arc<Product>, value: MeasuredValue, code: &str) {
        let line = match self.selling.add_apart(Arc::clone(product)) {
            Ok(new) => new.line,
            Err(message) => return self.problem(message),
        };
        let needed = || DomainError::PriceNeeded(product.name.clone());
        let price = product.price.ok_or_else(needed);
        match price.and_then(|price| self.measure(line, price, value, code)) {
            Ok(()) => {
                self.photos.forget_added();
                self.learning.sound(Sound::Added);
            }
            Err(error) => {
                self.selling.remove(line);
                self.code_problem(&error);
            }
        }
    }

    /// Sets what was printed. A printed price is what the customer pays: for pieces it stands in
    /// place of the catalogue's; for goods by weight the weight follows from it, and what that
    /// weight would cost more, by rounding, is taken off. The code is the reason for both.
    fn measure(
        &mut self,
        line: LineId,
        price: UnitPrice,
        value: MeasuredValue,
        code: &str,
    ) -> Result<(), DomainError> {
        let cart = &mut self.selling.cart;
        match (price, value) {
            (_, MeasuredValue::Weight(grams)) => {
                cart.set_weighing(line, Weighing::new(grams, 0, WeighedBy::Barcode)?)
            }
            (UnitPrice::PerPiece(_), MeasuredValue::Price(printed)) => {
                cart.set_price(line, Some(printed), code)
            }
            (UnitPrice::PerKg(per_kg), MeasuredValue::Price(printed)) => {
                let (grams, too_much) = weight_for(printed, per_kg)?;
                cart.set_weighing(line, Weighing::new(grams, 0, WeighedBy::Barcode)?)?;
                if too_much.minor() > 0 {
                    cart.set_discount(line, Some(Discount::Amount(too_much)), code)?;
                }
                Ok(())
            }
        }
    }

    fn code_problem(&mut self, error: &DomainError) {
        self.learning.sound(Sound::Failed);
        let message = match error {
            DomainError::WrongCheckDigit(code) => {
                Message::new("problem-code-misread").naming("code", code.clone())
            }
            other => Message::new("problem-code").because(other.message()),
        };
        self.info(message);
    }

    fn assign_code(&mut self, product: &ProductId, effects: &mut Vec<Effect>) {
        if let Some(code) = &self.codes.unknown
            && let Some(product) = self.catalogue.get(product)
        {
            let changed = Product { barcode: Some(code.clone()), ..product.as_ref().clone() };
            effects.push(Effect::Weighing(WeighingEffect::AssignCode(Box::new(changed))));
        }
    }

    /// The code is the product's: it is known from now on, and what was scanned is sold.
    pub(super) fn code_assigned(&mut self, product: Product) {
        let id = product.id.clone();
        self.codes.unknown = None;
        let before = self.catalogue.get(&id).and_then(|known| known.barcode.clone());
        let replaced = before.filter(|before| product.barcode.as_ref() != Some(before));
        let told = replaced.map(|before| {
            let message = Message::new("code-replaced").naming("product", product.name.clone());
            message.naming("before", before)
        });
        self.catalogue.put(product);
        self.add_scanned(&id);
        if let Some(told) = told {
            self.info(told);
        }
    }
}
