//! What the pictures of a folder show, said by hand: a product, any of a kind, nothing, or nothing said.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Id, ScrollArea, Ui, Vec2};

use super::wording::truth_text;
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls;
use crate::widgets::dialog::{self, Field};
use domain::Product;
use teach::bench::{BenchCommand, BenchView, Truth};
use till::search::{Looks, SearchIndex, folded};

/// How many products are offered at a time.
const OFFERED: usize = 40;

/// A folder that is being corrected.
pub(super) struct Correcting {
    folder: String,
    search: String,
    index: Option<(Arc<Vec<Arc<Product>>>, SearchIndex)>,
}

impl Correcting {
    /// Begins with the folder of this name.
    pub(super) fn new(folder: &str) -> Self {
        Self { folder: folder.to_owned(), search: String::new(), index: None }
    }

    /// What fits what is typed: the shop's products, then what the version knows besides.
    fn offers(&mut self, screen: &Screen<'_>) -> Vec<Truth> {
        let all = &screen.snapshot.catalogue.all;
        let found: Vec<Arc<Product>> = if self.search.trim().is_empty() {
            all.iter().take(OFFERED).cloned().collect()
        } else {
            let index = self.index.take().filter(|(of, _)| Arc::ptr_eq(of, all));
            let (of, index) =
                index.unwrap_or_else(|| (Arc::clone(all), SearchIndex::new(Arc::clone(all))));
            let found = index.find(&self.search, &Looks::default(), OFFERED);
            self.index = Some((of, index));
            found
        };
        let mut offers: Vec<Truth> =
            found.into_iter().map(|product| Truth::Product(product.id.clone())).collect();
        offers.extend(known_besides(&screen.teaching.bench, &folded(self.search.trim())));
        offers.truncate(OFFERED);
        offers
    }
}

/// Kinds that the version knows, and products that the shop does not sell.
fn known_besides(view: &BenchView, wanted: &str) -> Vec<Truth> {
    let fits = |text: &str| folded(text).contains(wanted);
    let kinds: BTreeSet<&String> = view
        .truths
        .kinds
        .iter()
        .filter(|(product, kind)| product.as_str() != kind.as_str() && fits(kind))
        .map(|(_, kind)| kind)
        .collect();
    let kinds = kinds.into_iter().map(|kind| Truth::Kind(kind.clone()));
    let products = view
        .truths
        .kinds
        .keys()
        .filter(|product| !view.products.contains_key(*product) && fits(product.as_str()));
    kinds.chain(products.map(|product| Truth::Product(product.clone()))).collect()
}

/// Draws the dialog, if a folder is being corrected.
pub(super) fn correcting_ui(
    ui: &Ui,
    screen: &Screen<'_>,
    correcting: &mut Option<Correcting>,
    actions: &mut Vec<Action>,
) {
    let Some(open) = correcting else { return };
    let (t, tokens) = (screen.texts, screen.tokens);
    let title = t.with("bench-correct-title", [("folder", open.folder.as_str().into())]);
    let now = screen.teaching.bench.truths.of(Some(&open.folder)).clone();
    let (picked, closes) = dialog::card_ui(ui, "bench folder", 520.0, &title, tokens, |ui| {
        let mut picked = None;
        for truth in [Truth::Nothing, Truth::Unsaid] {
            if offer_ui(ui, screen, &truth, now == truth) {
                picked = Some(truth);
            }
        }
        let label = t.text("bench-correct-search");
        let hint = t.text("search-hint");
        let field = Field { hint: &hint, ..Field::new(&label) };
        let typed = field.show(ui, Id::unique("bench truth"), &mut open.search, tokens);
        dialog::focus_first(ui, &typed);
        let offers = open.offers(screen);
        if dialog::is_entered(ui, &typed) {
            picked = offers.first().cloned();
        }
        ScrollArea::vertical().max_height(260.0).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing = Vec2::splat(GRID / 2.0);
            for truth in &offers {
                if offer_ui(ui, screen, truth, now == *truth) {
                    picked = Some(truth.clone());
                }
            }
        });
        picked
    });
    if let Some(truth) = picked {
        let folder = std::mem::take(&mut open.folder);
        actions.push(BenchCommand::Correct { folder, truth }.into());
        *correcting = None;
    } else if closes {
        *correcting = None;
    }
}

fn offer_ui(ui: &mut Ui, screen: &Screen<'_>, truth: &Truth, chosen: bool) -> bool {
    let (rect, mut ui) = controls::row(ui, theme::TOUCH);
    let label = truth_text(screen, truth);
    controls::choice_ui(&mut ui, rect, &label, chosen, screen.tokens).clicked()
}
