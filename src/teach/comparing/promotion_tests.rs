//! What the warning before a promotion says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::super::made_up::{comparison, manifest};
use super::*;

fn sold(products: &[(&str, u64)]) -> HashMap<ProductId, u64> {
    products.iter().map(|(id, count)| (ProductId::new(id).unwrap(), *count)).collect()
}

fn found(losses: &Losses) -> Vec<(&str, LossKind)> {
    losses.products.iter().map(|loss| (loss.product.as_str(), loss.kind)).collect()
}

#[test]
fn only_products_that_sell_are_losses_and_the_surest_come_first() {
    let (old, new) =
        (manifest("old", &["fig", "lime", "kiwi"]), manifest("new", &["lime", "kiwi"]));
    let right_to_wrong = |product, photos| vec![(product, product, "mango"); photos];
    let mut photos = right_to_wrong("kiwi", 1);
    photos.extend(right_to_wrong("lime", 12));
    photos.extend(right_to_wrong("mango", 12));
    photos.extend(vec![("pear", "pear", "pear"); 3]);
    let comparison = comparison(&photos);
    let sales = sold(&[("lime", 9), ("kiwi", 80), ("fig", 1), ("pear", 5), ("plum", 2)]);
    let losses = losses((&old, &new), &sales, &BTreeSet::new(), Some(&comparison));
    assert_eq!(
        found(&losses),
        [("fig", LossKind::CannotName), ("lime", LossKind::Surely), ("kiwi", LossKind::Perhaps)]
    );
    assert_eq!(losses.untested, 1, "of plums there is no photo");
    assert_eq!(losses.products[1].old.unwrap().part, 12);
}

#[test]
fn what_the_shop_taught_is_named_by_every_version_that_can_be_taught() {
    let (old, mut new) = (manifest("old", &["fig"]), manifest("new", &["lime"]));
    let taught = BTreeSet::from([ProductId::new("fig").unwrap()]);
    let sales = sold(&[("fig", 3)]);
    assert_eq!(losses((&old, &new), &sales, &taught, None).products, []);
    new.gaussian_share = 0.0;
    let losses = losses((&old, &new), &sales, &taught, None);
    assert_eq!(found(&losses), [("fig", LossKind::CannotName)]);
}

#[test]
fn without_a_comparison_everything_that_sells_is_untested() {
    let old = manifest("old", &["fig", "lime"]);
    let losses = losses((&old, &old), &sold(&[("fig", 3), ("lime", 1)]), &BTreeSet::new(), None);
    assert_eq!((losses.products.len(), losses.untested), (0, 2));
}
