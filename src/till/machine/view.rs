//! From the till's state to the snapshot that is shown.

use std::sync::Arc;

use super::Machine;
use super::photos::{Item, Stage};
use crate::cart_view::{CartView, LineView};
use crate::snapshot::{ItemState, ItemView, ShopState, Snapshot};
use domain::{CartLine, LineQuantity, Money};

impl Machine {
    /// Returns what is to be shown now.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            shop: self.shop.clone(),
            pictures: self.pictures.clone(),
            model: self.model.clone(),
            items: self.photos.in_order().map(|item| self.item_view(item)).collect(),
            why: self.why_view(),
            working: self.photos.working(),
            cart: self.cart_view(),
            held: self.holding.view(),
            commands: self.commands,
            camera: self.camera.view(),
            watch: self.watch_view(),
            pay: self.pay_view(),
            last_sale: self.selling.last_sale.clone(),
            notices: self.notices.clone(),
            products: Arc::clone(&self.catalogue.sorted),
            catalogue: self.catalogue_view(),
            settings: self.settings.clone(),
            settings_desk: self.settings_view(),
            search: Arc::clone(&self.search),
            looks: self.photos.looks(),
            weighing: self.weighing_view(),
            pricing: self.pricing_view(),
            code: self.codes.view(),
            day: self.day.view(),
            people: self.people_view(),
            promotion: self.promotion.view(),
        }
    }

    fn cart_view(&self) -> CartView {
        let selling = &self.selling;
        let zero = Money::zero(selling.cart.currency());
        let totals = selling.cart.totals();
        let (net, tax, total) =
            totals.as_ref().map_or((zero, zero, zero), |t| (t.net, t.tax, t.gross));
        let lines: Vec<_> = selling.cart.lines().iter().map(|line| self.line_view(line)).collect();
        let waits = |wanted| lines.iter().any(|line| line.quantity == wanted);
        let weight_needed = waits(LineQuantity::WeightNeeded);
        let price_needed = waits(LineQuantity::PriceNeeded);
        CartView {
            can_complete: !lines.is_empty()
                && lines.iter().all(|line| line.total.is_some())
                && totals.is_ok()
                && !selling.is_locked()
                && self.shop == ShopState::Open,
            completing: selling.is_completing(),
            currency: selling.cart.currency(),
            note: selling.cart.note().to_owned(),
            discount: selling.cart.discount().map(|discount| discount.what),
            taken_off: selling.cart.taken_off().unwrap_or(zero),
            discount_reason: selling
                .cart
                .discount()
                .map_or(String::new(), |discount| discount.reason.clone()),
            void_can_be_taken_back: self.voided.is_some(),
            touched: selling.touched.filter(|line| selling.cart.line(*line).is_some()),
            weight_needed,
            price_needed,
            lines,
            total,
            net,
            tax,
        }
    }

    fn line_view(&self, line: &CartLine) -> LineView {
        LineView {
            id: line.id(),
            product: Arc::clone(line.product()),
            quantity: line.quantity(),
            additions: line.additions().len(),
            weighing: line.weighing(),
            unit_price: line.unit_price(),
            overridden: line.price_override().is_some(),
            discount: line.discount().map(|discount| discount.what),
            taken_off: line.taken_off().unwrap_or(Money::zero(self.selling.cart.currency())),
            reason: line.reason(),
            note: line.note().to_owned(),
            total: line.total().ok().flatten(),
            problem: self.selling.problems.get(&line.id()).cloned(),
        }
    }

    fn item_view(&self, item: &Item) -> ItemView {
        let state = match &item.stage {
            Stage::Queued | Stage::Decoding | Stage::Decoded(_) | Stage::Recognising => {
                ItemState::Looking
            }
            Stage::Asked { tiles, doubt } => {
                ItemState::Asked { tiles: tiles.clone(), doubt: doubt.clone() }
            }
            Stage::Added { line, product, tiles } => {
                ItemState::Added { line: *line, product: Arc::clone(product), tiles: tiles.clone() }
            }
            Stage::Failed(message) => ItemState::Failed(message.clone()),
        };
        ItemView {
            id: item.id,
            origin: item.origin.clone(),
            thumbnail: item.thumbnail.clone(),
            state,
            millis: item.millis,
            found: self.pointing.shown_of(item),
            pointing: self.pointing.is_about(item.id),
        }
    }
}
