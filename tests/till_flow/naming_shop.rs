//! A till with a shop behind it that keeps what clerks say of photos.

use std::collections::{BTreeMap, VecDeque};

use tillsight::domain::{Cart, Naming, NamingId};
use tillsight::store::{Capture, HeldMark};
use tillsight::till::captures::CaptureOrder;
use tillsight::till::{
    CartCommand, CartEffect, CartInput, Command, Effect, Input, ItemId, Machine, PhotoSource,
    WeighingEffect, WeighingInput,
};

use super::script::*;

pub fn mark(id: i64) -> HeldMark {
    HeldMark { id, at: "2026-11-30T09:00:00Z".parse().unwrap() }
}

fn written(order: CaptureOrder) -> Input {
    Input::Weighing(WeighingInput::Captured(Capture {
        at: "2026-11-30T09:00:00Z".parse().unwrap(),
        file: format!("{}.jpg", order.naming.0),
        product: order.product,
        guessed: order.guessed,
        kind: order.kind,
        naming: Some(order.naming),
        became: Naming::Open,
    }))
}

/// A till with a shop behind it that does what it asks for; photos are written when the test says so.
pub struct Shop {
    pub machine: Machine,
    /// Photos that wait for the disk.
    pub orders: VecDeque<CaptureOrder>,
    /// The captures in the database, by the words on them: of which photo, and what it is.
    pub rows: BTreeMap<NamingId, (String, Capture)>,
    names: BTreeMap<NamingId, String>,
    /// The open cart as it is kept.
    pub cart: Option<Cart>,
    /// Whether a photo is on the disk before anything else happens.
    soon: bool,
    /// Whether the database can be written.
    pub full: bool,
    photos: usize,
    pub held: i64,
    sales: i64,
}

impl Shop {
    pub fn open(soon: bool) -> Self {
        Self {
            soon,
            machine: ready(),
            orders: VecDeque::new(),
            rows: BTreeMap::new(),
            names: BTreeMap::new(),
            cart: None,
            full: false,
            photos: 0,
            held: 0,
            sales: 0,
        }
    }

    pub fn apply(&mut self, input: Input) {
        let mut effects = VecDeque::from(self.machine.apply(input));
        while let Some(effect) = effects.pop_front() {
            if let Some(answer) = self.carry_out(effect) {
                effects.extend(self.machine.apply(answer));
            }
        }
    }

    fn carry_out(&mut self, effect: Effect) -> Option<Input> {
        match effect {
            Effect::Weighing(WeighingEffect::Capture(order)) => {
                let PhotoSource::File(path) = &order.source else { panic!("a file") };
                self.names.insert(order.naming, path.file_name()?.to_str()?.to_owned());
                if self.soon {
                    return Some(written(*order));
                }
                self.orders.push_back(*order);
                None
            }
            Effect::Weighing(WeighingEffect::NoteCapture(capture)) => {
                let naming = capture.naming.unwrap();
                self.rows.insert(naming, (self.names[&naming].clone(), capture));
                None
            }
            Effect::Weighing(WeighingEffect::SettleNamings(settled)) if self.full => {
                Some(Input::Weighing(WeighingInput::NamingsNotSettled(settled)))
            }
            Effect::Weighing(WeighingEffect::SettleNamings(settled)) => {
                for (naming, became) in settled {
                    if let Some((_, row)) = self.rows.get_mut(&naming) {
                        assert_ne!(row.became, Naming::Sold, "what was sold stays sold");
                        row.became = became;
                    }
                }
                None
            }
            Effect::Cart(CartEffect::Save(cart)) => {
                self.cart = Some(*cart);
                None
            }
            Effect::Cart(CartEffect::Hold(_)) => {
                self.held += 1;
                Some(Input::Cart(CartInput::Held(mark(self.held))))
            }
            Effect::Cart(CartEffect::Resume { cart, instead_of, .. }) => {
                self.cart = Some(*cart);
                let held = instead_of.map(|_| {
                    self.held += 1;
                    mark(self.held)
                });
                Some(Input::Cart(CartInput::Resumed(held)))
            }
            Effect::RecordSale(..) => {
                self.sales += 1;
                Some(Input::SaleRecorded { number: self.sales })
            }
            _ => None,
        }
    }

    pub fn command(&mut self, command: Command) {
        self.apply(Input::Command(command));
    }

    pub fn cart(&mut self, command: CartCommand) {
        self.command(Command::Cart(command));
    }

    /// Shows a photo of its own name; asks about it unless the till accepts it.
    pub fn show(&mut self, accepted: Option<&str>) -> (ItemId, String) {
        self.photos += 1;
        let name = format!("{}.jpg", self.photos);
        let batches = open_and_decode(&mut self.machine, &[&name]);
        let item = batches[0][0];
        let result = accepted.map_or_else(ask, accept);
        self.apply(Input::Recognised { items: vec![item], result: Ok(vec![result]), millis: 1.0 });
        (item, name)
    }

    pub fn choose(&mut self, item: ItemId, product: &str) {
        self.command(Command::ChooseCandidate { item, product: id(product) });
    }

    /// A photo that was asked about, and named.
    pub fn named(&mut self, product: &str) -> ItemId {
        let (item, _) = self.show(None);
        self.choose(item, product);
        item
    }

    pub fn sell(&mut self) {
        self.command(Command::CompleteSale);
    }

    /// The oldest photo that waits gets onto the disk.
    pub fn write_one(&mut self) {
        if let Some(order) = self.orders.pop_front() {
            self.apply(written(order));
        }
    }

    pub fn write_all(&mut self) {
        while !self.orders.is_empty() {
            self.write_one();
        }
    }

    /// What became of each word whose photo is there, in the order in which they were said.
    pub fn became(&mut self) -> Vec<(String, Naming)> {
        self.write_all();
        let told = |(_, row): &(String, Capture)| (row.product.to_string(), row.became);
        self.rows.values().map(told).collect()
    }
}
