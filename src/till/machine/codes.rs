//! Codes that a scanner or the camera read: a product, a price or weight printed by a scale, or
//! one that nobody knows yet.

use std::sync::Arc;

use super::weighing::WeighingEffect;
use super::{Effect, Machine};
use crate::devices::Sound;
use crate::domain::{
    Discount, DomainError, Gtin, LineId, MeasureRule, Measured, MeasuredValue, Product, ProductId,
    UnitPrice, WeighedBy, Weighing, weight_for,
};
use crate::till::messages::Message;
use crate::till::weighing_command::CodeCommand;
use crate::till::weighing_view::CodeView;

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

impl Machine {
    pub(super) fn code_command(&mut self, command: CodeCommand, effects: &mut Vec<Effect>) {
        match command {
            CodeCommand::Scanned(code) => self.scanned(code.trim()),
            CodeCommand::Assign(product) => self.assign_code(&product, effects),
            CodeCommand::Close => self.codes.unknown = None,
        }
    }

    fn scanned(&mut self, code: &str) {
        self.clear_info();
        self.codes.unknown = None;
        let readings = Gtin::readings(code);
        let known = self.product_with(code, readings.as_deref().unwrap_or_default());
        if let Some(product) = known {
            return self.add_scanned(&product.id);
        }
        let currency = self.selling.currency;
        // A label of twelve digits is read with the zero that makes thirteen of them.
        let whole = readings.as_ref().ok().and_then(|readings| readings.first());
        let whole = whole.map_or(code, Gtin::as_str);
        match (MeasureRule::read(&self.codes.rules, whole, currency), &readings) {
            (Ok(Some(measured)), _) => self.add_measured(code, &measured),
            (Err(error), _) => self.code_problem(&error),
            (_, Err(error @ DomainError::WrongCheckDigit(_))) => self.code_problem(error),
            (Ok(None), _) => {
                self.codes.unknown = Some(code.to_owned());
                self.learning.sound(Sound::Asked);
            }
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

    /// The product that a code with a price or weight names by its PLU.
    fn product_of(&self, item: &str) -> Option<Arc<Product>> {
        let short = item.trim_start_matches('0');
        let with = |wanted: &str| {
            self.catalogue.sorted.iter().find(|p| p.plu.as_deref() == Some(wanted)).cloned()
        };
        with(item).or_else(|| with(short).filter(|_| !short.is_empty()))
    }

    fn add_measured(&mut self, code: &str, measured: &Measured) {
        let Some(product) = self.product_of(&measured.item) else {
            let message = Message::new("problem-code-item").naming("item", measured.item.clone());
            self.learning.sound(Sound::Failed);
            return self.info(message);
        };
        let line = match self.selling.add_apart(Arc::clone(&product)) {
            Ok(new) => new.line,
            Err(message) => return self.problem(message),
        };
        let needed = || DomainError::PriceNeeded(product.name.clone());
        let price = product.price.ok_or_else(needed);
        match price.and_then(|price| self.measure(line, price, measured.value, code)) {
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
            other => Message::new("problem-code").naming("reason", other.to_string()),
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
