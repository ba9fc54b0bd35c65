//! A product's first price: what was taught without one is asked about at its first sale.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Effect, Machine, May};
use crate::catalogue::CatalogueEffect;
use crate::snapshot::PriceDialogView;
use domain::{CartLine, Deed, LineId, LineQuantity, Product, UnitPrice};

/// The dialog, and the lines that it came up for by itself, once each.
#[derive(Default)]
pub(super) struct PricingDesk {
    line: Option<LineId>,
    asked: BTreeSet<LineId>,
}

impl PricingDesk {
    pub(super) fn close(&mut self) {
        self.line = None;
    }
}

impl Machine {
    pub(super) fn ask_price(&mut self, line: LineId) {
        if !self.selling.is_locked() && self.waits_for_price(line) {
            self.pricing.asked.insert(line);
            self.pricing.line = Some(line);
        }
    }

    fn waits_for_price(&self, line: LineId) -> bool {
        let line = self.selling.cart.line(line);
        line.is_some_and(|line| line.quantity() == LineQuantity::PriceNeeded)
    }

    fn waiting_lines(&self) -> impl Iterator<Item = &CartLine> {
        let lines = self.selling.cart.lines().iter();
        lines.filter(|line| line.quantity() == LineQuantity::PriceNeeded)
    }

    /// Asks for the first line that waits for its price, whether it was asked about before or not.
    pub(super) fn ask_first_price(&mut self) {
        let first = self.waiting_lines().next().map(CartLine::id);
        if let Some(line) = first {
            self.ask_price(line);
        }
    }

    /// Takes a price for a line, for all others of its product, and where that is allowed for the
    /// catalogue.
    pub(super) fn first_price(
        &mut self,
        line: LineId,
        price: UnitPrice,
        effects: &mut Vec<Effect>,
    ) {
        if !self.waits_for_price(line) || price.money().is_negative() {
            return;
        }
        let Some(product) = self.selling.cart.line(line).map(|line| Arc::clone(line.product()))
        else {
            return;
        };
        self.set_first_price(&product, price);
        self.pricing.close();
        if self.may(Deed::ChangeCatalogue) == May::Allowed
            && let Some(kept) = self.catalogue.find(&product.id)
            && kept.price.is_none()
        {
            let priced = Product { price: Some(price), ..kept.as_ref().clone() };
            effects.push(CatalogueEffect::SavePrice(Box::new(priced)).into());
        }
    }

    fn set_first_price(&mut self, product: &Product, price: UnitPrice) {
        let waiting = self.waiting_lines().filter(|line| line.product().id == product.id);
        let waiting: Vec<LineId> = waiting.map(CartLine::id).collect();
        for line in waiting {
            self.selling.change(line, |cart| cart.set_first_price(line, price));
            self.weigh_new_line(line, false);
        }
    }

    /// Lines take the price that their product was given meanwhile; for those that still wait it
    /// is asked, once each and one at a time.
    pub(super) fn keep_pricing(&mut self) {
        let priced: Vec<(Arc<Product>, UnitPrice)> = self
            .waiting_lines()
            .filter_map(|line| {
                let price = self.catalogue.find(&line.product().id)?.price?;
                Some((Arc::clone(line.product()), price))
            })
            .collect();
        for (product, price) in priced {
            self.set_first_price(&product, price);
        }
        let cart = &self.selling.cart;
        self.pricing.asked.retain(|line| cart.line(*line).is_some());
        if self.pricing.line.is_some_and(|line| !self.waits_for_price(line)) {
            self.pricing.close();
        }
        let asked = &self.pricing.asked;
        let new = self.waiting_lines().map(CartLine::id).find(|line| !asked.contains(line));
        if self.pricing.line.is_none()
            && let Some(line) = new
        {
            self.ask_price(line);
        }
    }

    pub(super) fn pricing_view(&self) -> Option<PriceDialogView> {
        let line = self.selling.cart.line(self.pricing.line?)?;
        Some(PriceDialogView {
            line: line.id(),
            product: Arc::clone(line.product()),
            is_kept: self.may(Deed::ChangeCatalogue) == May::Allowed,
        })
    }
}
