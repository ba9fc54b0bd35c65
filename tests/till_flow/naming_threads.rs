//! Clerks' words on photos with the till's threads, the disk and a database behind them.

use std::sync::Arc;

use tillsight::domain::Naming;
use tillsight::store::{ShopFolder, Store};
use tillsight::till::{Command, NoCameras};

use super::running::Running;
use super::script::*;
use super::threads::{is_asked, is_ready};

/// Waits until this became of the words on the photos that were kept, oldest first.
fn wait_for_words(running: &Running, store: &mut Store, expected: &[(&str, Naming)]) {
    loop {
        let captures = store.captures().unwrap();
        let told: Vec<_> = captures.iter().map(|it| (it.product.as_str(), it.became)).collect();
        if told == expected {
            return;
        }
        running.wait();
    }
}

#[test]
fn an_undone_name_is_withdrawn_and_one_that_is_sold_after_a_restart_counts() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&ShopFolder::open(folder.path()).unwrap()).unwrap();
    let answers = vec![Ok(vec![ask()])];
    let running = Running::start(folder.path(), answers, Arc::new(NoCameras));
    running.wait_until(is_ready);
    running.show_sample();
    let item = running.wait_until(is_asked).items[0].id;
    running.till.send(Command::ChooseCandidate { item, product: id("lime") });
    wait_for_words(&running, &mut store, &[("lime", Naming::Open)]);
    running.till.send(Command::UndoAdd(item));
    wait_for_words(&running, &mut store, &[("lime", Naming::Withdrawn)]);
    assert!(store.waiting_captures().unwrap().is_empty(), "nothing waits in the inbox");
    running.till.send(Command::ChooseCandidate { item, product: id("kiwi") });
    let words = |kiwi| [("lime", Naming::Withdrawn), ("kiwi", kiwi)];
    wait_for_words(&running, &mut store, &words(Naming::Open));
    drop(running);

    let running = Running::start(folder.path(), Vec::new(), Arc::new(NoCameras));
    let snapshot = running.wait_until(|it| is_ready(it) && !it.cart.lines.is_empty());
    assert_eq!(line_products(&snapshot), ["kiwi"]);
    if snapshot.cart.weight_needed {
        let line = snapshot.cart.lines[0].id;
        running.till.send(Command::SetWeight(line, "500".to_owned()));
    }
    running.till.send(Command::CompleteSale);
    wait_for_words(&running, &mut store, &words(Naming::Sold));
}
