//! Whatever is done at the till, in whatever order: the words that count are those that were sold.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use tillsight::domain::Naming;
use tillsight::till::{CartCommand, Command, ItemId};

use super::naming_shop::Shop;

/// Something that a clerk does, or the disk.
#[derive(Clone, Debug)]
enum Deed {
    Ask,
    Accept(&'static str),
    Choose(&'static str),
    Undo,
    TakeBack,
    Void(usize),
    VoidCart,
    Hold,
    Resume(usize),
    Sell,
    Write,
}

fn any_deed() -> impl Strategy<Value = Deed> {
    let product = || prop_oneof![Just("mango"), Just("kiwi"), Just("lime")];
    prop_oneof![
        4 => Just(Deed::Ask),
        2 => product().prop_map(Deed::Accept),
        6 => product().prop_map(Deed::Choose),
        2 => Just(Deed::Undo),
        2 => Just(Deed::TakeBack),
        1 => (0_usize..3).prop_map(Deed::Void),
        1 => Just(Deed::VoidCart),
        1 => Just(Deed::Hold),
        1 => (0_usize..3).prop_map(Deed::Resume),
        2 => Just(Deed::Sell),
        3 => Just(Deed::Write),
    ]
}

/// What stands in a cart for a photo: the product, and whether a clerk said so.
type Stands = (&'static str, bool);

/// What must be true, found by watching the photos alone: no word has a number here.
#[derive(Default)]
struct Watcher {
    /// What each photo stands for in the open cart.
    open: BTreeMap<String, Stands>,
    held: BTreeMap<i64, BTreeMap<String, Stands>>,
    /// What stood there before the last choice: `Some(None)` where the photo was asked about.
    before: BTreeMap<String, Option<Stands>>,
    /// Photos whose goods were sold as what a clerk said.
    sold: BTreeSet<(String, String)>,
}

impl Watcher {
    fn watch(&mut self, shop: &mut Shop, names: &mut BTreeMap<ItemId, String>, deed: &Deed) {
        let first = shop.machine.snapshot().items.first().map(|item| item.id);
        let shown = first.map(|item| (item, names[&item].clone()));
        match (deed, shown) {
            (Deed::Ask, _) => {
                let (item, name) = shop.show(None);
                names.insert(item, name);
            }
            (Deed::Accept(product), _) => {
                let (item, name) = shop.show(Some(product));
                self.open.insert(name.clone(), (product, false));
                names.insert(item, name);
            }
            (Deed::Choose(product), Some((item, name))) => {
                shop.choose(item, product);
                let stood = self.open.get(&name).copied();
                if stood.is_none_or(|(stood, _)| stood != *product) {
                    self.before.insert(name.clone(), stood);
                    self.open.insert(name, (product, true));
                }
            }
            (Deed::Undo, Some((item, name))) => {
                shop.command(Command::UndoAdd(item));
                if self.open.remove(&name).is_some() {
                    self.before.remove(&name);
                }
            }
            (Deed::TakeBack, Some((item, name))) => {
                shop.command(Command::TakeBackChoice(item));
                if let Some(stood) = self.before.remove(&name) {
                    match stood {
                        Some(stood) => self.open.insert(name, stood),
                        None => self.open.remove(&name),
                    };
                }
            }
            (Deed::Void(at), _) => {
                // A note writes the cart as it is now.
                shop.cart(CartCommand::SetNote("looked at".to_owned()));
                let cart = shop.cart.clone().unwrap();
                if let Some(line) = cart.lines().get(*at) {
                    shop.cart(CartCommand::VoidLine(line.id()));
                    line.additions().iter().flat_map(|it| &it.photo).for_each(|it| self.gone(it));
                }
            }
            (Deed::VoidCart, _) => {
                shop.cart(CartCommand::VoidCart { reason: String::new() });
                self.all_gone();
            }
            (Deed::Hold, _) => {
                shop.cart(CartCommand::Hold { note: String::new() });
                let cart = self.all_gone();
                if !cart.is_empty() {
                    self.held.insert(shop.held, cart);
                }
            }
            (Deed::Resume(at), _) => {
                if let Some(id) = self.held.keys().nth(*at).copied() {
                    let comes = self.held.remove(&id).unwrap();
                    shop.cart(CartCommand::Resume(id));
                    let leaves = self.all_gone();
                    if !leaves.is_empty() {
                        self.held.insert(shop.held, leaves);
                    }
                    self.open = comes;
                }
            }
            (Deed::Sell, _) => {
                shop.sell();
                for (photo, (product, by_clerk)) in self.all_gone() {
                    if by_clerk {
                        self.sold.insert((photo, product.to_owned()));
                    }
                }
            }
            (Deed::Write, _) => shop.write_one(),
            (Deed::Choose(_) | Deed::Undo | Deed::TakeBack, None) => {}
        }
    }

    fn gone(&mut self, photo: &str) {
        self.open.remove(photo);
        self.before.remove(photo);
    }

    fn all_gone(&mut self) -> BTreeMap<String, Stands> {
        let all = std::mem::take(&mut self.open);
        self.before.retain(|photo, _| !all.contains_key(photo));
        all
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn whatever_is_done_what_was_sold_counts_and_nothing_else(
        deeds in proptest::collection::vec(any_deed(), 1..60),
    ) {
        let mut shop = Shop::open(false);
        let (mut watcher, mut names) = (Watcher::default(), BTreeMap::new());
        for deed in &deeds {
            watcher.watch(&mut shop, &mut names, deed);
        }
        shop.write_all();
        let with = |wanted: Naming| -> Vec<(String, String)> {
            let rows = shop.rows.values().filter(|(_, row)| row.became == wanted);
            rows.map(|(photo, row)| (photo.clone(), row.product.to_string())).collect()
        };
        let sold = with(Naming::Sold);
        prop_assert_eq!(sold.len(), watcher.sold.len(), "none twice");
        prop_assert_eq!(sold.into_iter().collect::<BTreeSet<_>>(), watcher.sold);
        let carts = watcher.held.values().chain([&watcher.open]);
        let open: BTreeSet<_> = carts
            .flatten()
            .filter(|(_, (_, by_clerk))| *by_clerk)
            .map(|(photo, (product, _))| (photo.clone(), (*product).to_owned()))
            .collect();
        prop_assert_eq!(with(Naming::Open).into_iter().collect::<BTreeSet<_>>(), open);
        prop_assert!(with(Naming::Unknown).is_empty());
    }
}
