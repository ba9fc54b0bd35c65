//! The bench by its commands: real threads and files, a scripted model.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crossbeam_channel::unbounded;

use super::super::naming::NamePictures;
use super::super::view::{BenchWhyState, BenchWork};
use super::scripted_bench::{BLUE, Bench, GREEN, RED, id, loaded};
use super::*;
use crate::open_desk;
use photo::{Part, Picture};
use recognition::{Explanation, Recognition, Why};

#[test]
fn a_folder_of_folders_is_named_and_judged_by_its_names() {
    let bench = Bench::new();
    bench.paint("fruit/Orange/1.png", RED);
    bench.paint("fruit/Orange/2.png", GREEN);
    bench.paint("fruit/lime/3.png", GREEN);
    bench.paint("fruit/lime/4.png", BLUE);
    bench.open(bench.path("fruit"));
    let view = bench.done(4);
    let tally = &view.tally;
    assert_eq!((tally.first.sure, tally.first.asked, tally.first.unknown), (1, 2, 1));
    assert_eq!((tally.first.right.yes, tally.first.right.all, tally.wrong), (2, 4, 2));
    assert_eq!((tally.first.sure_right.yes, tally.first.sure_right.all), (1, 1));
    let folders: Vec<_> =
        tally.folders.iter().map(|one| (one.folder.as_str(), one.pictures)).collect();
    assert_eq!(folders, [("Orange", 2), ("lime", 2)]);
    let taken: Vec<_> = tally
        .mix_ups
        .iter()
        .map(|one| (one.shows.clone(), one.taken_for.clone(), one.count, one.of))
        .collect();
    let of = |product| Truth::Product(id(product));
    assert_eq!(taken, [(of("lime"), None, 1, 2), (of("orange"), Some(id("lime")), 1, 2)]);
    assert!(view.rows.iter().all(|row| row.thumbnail.is_some()));
    assert_eq!(view.loaded.as_ref().unwrap().version, "colours");
}

#[test]
fn a_kind_is_right_whatever_product_of_it_is_named() {
    let bench = Bench::new();
    bench.paint("Citrus/1.png", RED);
    bench.paint("Citrus/2.png", GREEN);
    bench.open(bench.path("Citrus"));
    let view = bench.done(2);
    assert_eq!(view.tally.folders[0].truth.truth, Truth::Kind("citrus".to_owned()));
    assert_eq!(view.tally.first.right.yes, 2);
}

#[test]
fn a_lone_picture_is_judged_by_the_folder_it_lies_in() {
    let bench = Bench::new();
    bench.open(bench.paint("lime/1.png", RED));
    assert_eq!(bench.done(1).tally.wrong, 1);
}

#[test]
fn an_answer_tells_where_the_item_lies_in_shares() {
    let bench = Bench::new();
    bench.open(bench.paint("1.png", RED));
    let view = bench.done(1);
    let left_half = Part { left: 0.0, top: 0.0, width: 0.5, height: 1.0 };
    assert_eq!(view.rows[0].answer().unwrap().items.item(), Some(left_half));
}

#[test]
fn a_run_is_stopped_and_taken_up_again() {
    let (bench, gate) = Bench::gated();
    for number in 0..40 {
        bench.paint(&format!("many/{number:02}.png"), RED);
    }
    bench.open(bench.path("many"));
    gate.send(()).unwrap();
    bench.until(|view| view.tally.first.named > 0);
    bench.send(BenchCommand::Stop);
    let view = bench.until(|view| matches!(view.work, BenchWork::Stopped { .. }));
    let left = 40 - view.tally.first.named;
    assert_eq!(view.work, BenchWork::Stopped { left });
    assert!(left > 0);
    bench.send(BenchCommand::Continue);
    for _ in 0..10 {
        gate.send(()).unwrap();
    }
    assert_eq!(bench.done(40).tally.first.sure, 40);
}

#[test]
fn pictures_can_be_added_while_others_are_named() {
    let (bench, gate) = Bench::gated();
    bench.open(bench.paint("a/1.png", RED));
    bench.until(|view| matches!(view.work, BenchWork::Naming(_)));
    bench.open(bench.paint("b/2.png", GREEN));
    bench.until(|view| view.rows.len() == 2);
    drop(gate);
    assert_eq!(bench.done(2).tally.first.named, 2);
}

#[test]
fn a_version_that_cannot_be_loaded_says_so_and_can_be_tried_again() {
    let tries = AtomicUsize::new(0);
    let bench = Bench::with(move |wanted| match tries.fetch_add(1, Ordering::Relaxed) {
        0 => Err(Message::new("file-damaged")),
        _ => Ok(loaded(wanted, None)),
    });
    bench.open(bench.paint("1.png", RED));
    let view = bench.until(|view| matches!(view.work, BenchWork::Failed(_)));
    let BenchWork::Failed(message) = &view.work else { unreachable!() };
    assert_eq!(message.id, "bench-model-failed");
    assert_eq!(message.because.as_ref().unwrap().id, "file-damaged");
    bench.send(BenchCommand::Continue);
    assert_eq!(bench.done(1).tally.first.named, 1);
}

#[test]
fn a_version_that_panics_ends_the_run_and_not_the_bench() {
    struct Panics;
    impl NamePictures for Panics {
        fn name(&mut self, _: &[&Picture]) -> Result<Vec<Recognition>, Message> {
            panic!("out of memory")
        }
        fn explain(&mut self, _: &Picture, _: &Why) -> Result<Explanation, Message> {
            Err(Message::new("model-network"))
        }
    }
    let tries = AtomicUsize::new(0);
    let bench = Bench::with(move |wanted| {
        let mut version = loaded(wanted, None);
        if tries.fetch_add(1, Ordering::Relaxed) == 0 {
            version.naming = Box::new(Panics);
        }
        Ok(version)
    });
    bench.open(bench.paint("1.png", RED));
    bench.until(|view| matches!(view.work, BenchWork::Failed(_)));
    bench.send(BenchCommand::Continue);
    assert_eq!(bench.done(1).tally.first.named, 1);
}

#[test]
fn two_versions_stand_side_by_side_on_the_same_pictures() {
    let bench = Bench::new();
    bench.paint("lime/1.png", GREEN);
    bench.paint("orange/2.png", RED);
    bench.send(BenchCommand::Open(vec![bench.path("lime"), bench.path("orange")]));
    bench.done(2);
    bench.send(BenchCommand::CompareWith(Some("colour-blind".to_owned())));
    let view = bench.until(|view| view.tally.duel.both == 2 && view.work == BenchWork::Idle);
    let duel = view.tally.duel;
    assert_eq!((duel.differ, duel.only_first, duel.only_second), (1, 1, 0));
    let second = view.tally.second.unwrap();
    assert_eq!((second.right.yes, second.right.all), (1, 2));
    assert!(view.rows[0].differs() && !view.rows[1].differs());
    bench.send(BenchCommand::CompareWith(None));
    let view = bench.until(|view| view.second.is_none());
    assert!(view.tally.second.is_none() && view.rows[0].second.is_none());
}

#[test]
fn another_version_names_all_pictures_again() {
    let bench = Bench::new();
    bench.open(bench.paint("lime/1.png", GREEN));
    bench.done(1);
    bench.send(BenchCommand::Choose(Some("colour-blind".to_owned())));
    let view = bench.until(|view| view.tally.wrong == 1);
    assert_eq!(view.loaded.as_ref().unwrap().version, "colour-blind");
}

#[test]
fn a_folder_is_corrected_by_hand() {
    let bench = Bench::new();
    bench.open(bench.paint("holiday/1.png", BLUE));
    let view = bench.done(1);
    assert_eq!(view.tally.first.right.all, 0);
    let folder = "holiday".to_owned();
    bench.send(BenchCommand::Correct { folder: folder.clone(), truth: Truth::Nothing });
    let view = bench.until(|view| view.tally.first.right.all == 1);
    assert_eq!(view.tally.first.right.yes, 1, "taken for unknown, as it should be");
    let truth = Truth::Product(id("lime"));
    bench.send(BenchCommand::Correct { folder, truth });
    bench.until(|view| view.tally.wrong == 1);
}

#[test]
fn why_goes_from_the_first_candidate_to_the_second_and_back() {
    let bench = Bench::new();
    bench.open(bench.paint("1.png", RED));
    let row = bench.done(1).rows[0].id;
    bench.send(BenchCommand::Show(row));
    let shown = |view: &BenchView| view.open.as_ref().is_some_and(|open| open.picture.is_some());
    bench.until(shown);
    let state = |view: &BenchView| {
        let why = view.open.as_ref()?.why.as_ref()?;
        (why.state != BenchWhyState::Looking).then(|| why.clone())
    };
    bench.send(BenchCommand::Why);
    let view = bench.until(|view| state(view).is_some());
    let first = state(&view).unwrap();
    assert_eq!((first.why.product, first.why.instead_of), (id("orange"), None));
    assert!(matches!(first.state, BenchWhyState::Shown(_)));
    bench.send(BenchCommand::Why);
    let asks_for_lime =
        |view: &BenchView| state(view).is_some_and(|why| why.why.product == id("lime"));
    let second = state(&bench.until(asks_for_lime)).unwrap();
    assert_eq!(second.why.instead_of, Some(id("orange")));
    assert!(matches!(second.state, BenchWhyState::Failed(_)), "limes cannot be explained");
    bench.send(BenchCommand::Why);
    bench.until(|view| view.open.as_ref().is_some_and(|open| open.why.is_none()));
    bench.send(BenchCommand::CloseLarge);
    bench.until(|view| view.open.is_none());
}

#[test]
fn a_question_is_answered_in_the_middle_of_a_run() {
    let (bench, gate) = Bench::gated();
    for number in 0..64 {
        bench.paint(&format!("many/{number:02}.png"), RED);
    }
    bench.open(bench.path("many"));
    let view = bench.until(|view| view.rows.len() == 64);
    bench.send(BenchCommand::Show(view.rows[0].id));
    // Once the view has it open, the question lies with the thread that names: only then may the
    // first batch end, since behind it the gate shuts again.
    bench.until(|view| view.open.is_some());
    gate.send(()).unwrap();
    let view = bench.until(|view| view.open.as_ref().is_some_and(|open| open.picture.is_some()));
    assert!(view.tally.waiting > 0);
}

#[test]
fn what_comes_after_the_bench_was_cleared_goes_nowhere() {
    let (bench, gate) = Bench::gated();
    bench.open(bench.paint("1.png", RED));
    bench.until(|view| matches!(view.work, BenchWork::Naming(_)));
    bench.send(BenchCommand::Clear);
    bench.until(|view| view.rows.is_empty());
    drop(gate);
    bench.open(bench.paint("2.png", GREEN));
    let view = bench.done(1);
    assert_eq!((view.tally.first.asked, view.tally.first.sure), (1, 0));
}

#[test]
fn a_shop_that_cannot_be_read_is_told() {
    let (woken, wakings) = unbounded();
    let tools = BenchTools {
        load: Arc::new(|wanted| Ok(loaded(wanted, None))),
        read_shop: Arc::new(|| Err(Message::new("file-not-there"))),
    };
    let wake = Arc::new(move || _ = woken.send(()));
    let desk = open_desk("bench", BenchView::default(), wake, move |outbox| {
        BenchDesk::new(tools.clone(), outbox.clone())
    })
    .unwrap();
    let bench = Bench { desk, wakings, folder: tempfile::tempdir().unwrap() };
    bench.send(BenchCommand::Refresh);
    let view = bench.until(|view| view.notice.is_some());
    assert_eq!(view.notice.as_ref().unwrap().id, "bench-no-shop");
}

#[test]
fn a_bench_that_is_dropped_ends_its_threads() {
    let gone = Arc::new(Mutex::new(()));
    let held = Arc::downgrade(&gone);
    let bench = Bench::with(move |wanted| {
        let _held = &gone;
        Ok(loaded(wanted, None))
    });
    bench.open(bench.paint("1.png", RED));
    bench.done(1);
    let Bench { desk, wakings, folder: _folder } = bench;
    drop(desk);
    while wakings.recv_timeout(Duration::from_secs(60)).is_ok() {}
    // The desk's thread is gone, and its worker with it: at the latest once it looks for orders.
    while held.upgrade().is_some() {
        std::thread::yield_now();
    }
}
