//! Weights come to the lines that need them, once; and what is learnt by the way.

use tillsight::devices::Sound;
use tillsight::devices::scale::{ScaleEvent, ScaleReading};
use tillsight::domain::Message;
use tillsight::domain::settings::{CAPTURES, SCALE, SOUNDS, Setting};
use tillsight::domain::{LineId, LineQuantity, WeighedBy};
use tillsight::recognition::Decision;
use tillsight::store::CaptureKind;
use tillsight::till::captures::CaptureOrder;
use tillsight::till::{
    CartCommand, Command, Effect, Input, ItemState, Machine, SettingsCommand, WeighingCommand,
    WeighingEffect, WeighingInput,
};

use super::script::*;

fn scale(machine: &mut Machine, reading: ScaleReading) -> Vec<Effect> {
    machine.apply(Input::Weighing(WeighingInput::Scale(ScaleEvent::Read(reading))))
}

fn lay(machine: &mut Machine, grams: u32) {
    scale(machine, ScaleReading::Empty);
    scale(machine, ScaleReading::Moving);
    scale(machine, ScaleReading::Stable(grams));
}

fn weighing(machine: &mut Machine, wish: WeighingCommand) -> Vec<Effect> {
    command(machine, Command::Weighing(wish))
}

fn choose_setting(machine: &mut Machine, setting: &'static Setting, value: &str) -> Vec<Effect> {
    command(machine, Command::Settings(SettingsCommand::Set(setting, value.to_owned())))
}

fn add(machine: &mut Machine, product: &str) {
    command(machine, Command::AddProduct(id(product)));
}

/// Gross, tare, net of each line, and who says so.
fn weights(machine: &Machine) -> Vec<Option<(u32, u32, u32, WeighedBy)>> {
    let lines = machine.snapshot().cart.lines;
    let weighed = lines
        .iter()
        .map(|line| line.weighing.map(|w| (w.gross(), w.tare(), w.net().get(), w.by())));
    weighed.collect()
}

fn last_line(machine: &Machine) -> LineId {
    machine.snapshot().cart.lines.last().unwrap().id
}

#[test]
fn a_line_that_waits_is_weighed_when_the_weight_comes() {
    let mut machine = ready();
    add(&mut machine, "banana");
    scale(&mut machine, ScaleReading::Moving);
    assert_eq!(weights(&machine), [None], "not while it moves");
    scale(&mut machine, ScaleReading::Stable(350));
    assert_eq!(weights(&machine), [Some((350, 0, 350, WeighedBy::Scale))]);
    assert!(machine.snapshot().cart.can_complete);
}

#[test]
fn what_lies_on_the_scale_already_weighs_a_new_line_and_no_second_one() {
    let mut machine = ready();
    lay(&mut machine, 350);
    add(&mut machine, "banana");
    add(&mut machine, "banana");
    let first = Some((350, 0, 350, WeighedBy::Scale));
    assert_eq!(weights(&machine), [first, None]);
    for _ in 0..3 {
        scale(&mut machine, ScaleReading::Moving);
        scale(&mut machine, ScaleReading::Stable(351));
    }
    assert_eq!(weights(&machine), [first, None], "still the same load");
    lay(&mut machine, 420);
    assert_eq!(weights(&machine), [first, Some((420, 0, 420, WeighedBy::Scale))]);
}

#[test]
fn a_weight_of_a_sold_line_is_not_sold_again() {
    let mut machine = ready();
    lay(&mut machine, 350);
    add(&mut machine, "banana");
    command(&mut machine, Command::CompleteSale);
    machine.apply(Input::SaleRecorded { number: 1 });
    add(&mut machine, "banana");
    scale(&mut machine, ScaleReading::Stable(350));
    assert_eq!(weights(&machine), [None]);
}

#[test]
fn a_corrected_item_keeps_its_weight_and_an_undone_one_gives_it_back() {
    let mut machine = ready();
    lay(&mut machine, 350);
    let scores = [("mango", 0.98), ("banana", 0.01), ("kiwi", 0.01)];
    let item = show(&mut machine, recognition(Decision::Accept(id("mango")), &scores));
    assert_eq!(weights(&machine), [None], "a mango is a piece");
    command(&mut machine, Command::ChooseCandidate { item, product: id("banana") });
    assert_eq!(weights(&machine), [Some((350, 0, 350, WeighedBy::Scale))]);
    command(&mut machine, Command::UndoAdd(item));
    assert!(machine.snapshot().cart.lines.is_empty());
    add(&mut machine, "banana");
    assert_eq!(weights(&machine), [Some((350, 0, 350, WeighedBy::Scale))]);
}

#[test]
fn the_dialog_takes_a_container_off_and_says_when_it_is_too_heavy() {
    let mut machine = ready();
    add(&mut machine, "banana");
    let line = only_line(&machine);
    weighing(&mut machine, WeighingCommand::Open(line));
    lay(&mut machine, 45);
    assert_eq!(weights(&machine), [None], "while weighing by hand nothing comes by itself");
    weighing(&mut machine, WeighingCommand::TakeTare);
    weighing(&mut machine, WeighingCommand::Accept(String::new()));
    let dialog = machine.snapshot().weighing.dialog.expect("it stays open");
    assert_eq!(dialog.problem.map(|problem| problem.id), Some("problem-tare"));
    scale(&mut machine, ScaleReading::Stable(545));
    let dialog = machine.snapshot().weighing.dialog.unwrap();
    assert_eq!((dialog.gross, dialog.tare, dialog.on_scale), (Some(545), 45, true));
    weighing(&mut machine, WeighingCommand::Accept(String::new()));
    assert_eq!(weights(&machine), [Some((545, 45, 500, WeighedBy::Scale))]);
    assert!(machine.snapshot().weighing.dialog.is_none());
}

#[test]
fn a_container_can_be_taken_off_later() {
    let mut machine = ready();
    lay(&mut machine, 350);
    add(&mut machine, "banana");
    let line = only_line(&machine);
    scale(&mut machine, ScaleReading::Empty);
    weighing(&mut machine, WeighingCommand::Open(line));
    weighing(&mut machine, WeighingCommand::SetTare(50));
    weighing(&mut machine, WeighingCommand::Accept(String::new()));
    assert_eq!(weights(&machine), [Some((350, 50, 300, WeighedBy::Scale))]);
}

#[test]
fn a_typed_weight_is_marked_as_typed() {
    let mut machine = ready();
    add(&mut machine, "banana");
    let line = only_line(&machine);
    weighing(&mut machine, WeighingCommand::Open(line));
    weighing(&mut machine, WeighingCommand::SetTare(20));
    weighing(&mut machine, WeighingCommand::Accept("much".to_owned()));
    let problem = machine.snapshot().weighing.dialog.unwrap().problem;
    assert_eq!(problem.map(|problem| problem.id), Some("problem-weight"));
    weighing(&mut machine, WeighingCommand::Accept("0.520".to_owned()));
    assert_eq!(weights(&machine), [Some((520, 20, 500, WeighedBy::Typed))]);
}

#[test]
fn without_a_weight_the_dialog_says_so_and_pieces_are_not_weighed() {
    let mut machine = ready();
    add(&mut machine, "banana");
    let line = only_line(&machine);
    weighing(&mut machine, WeighingCommand::Open(line));
    weighing(&mut machine, WeighingCommand::Accept(String::new()));
    let problem = machine.snapshot().weighing.dialog.unwrap().problem;
    assert_eq!(problem.map(|problem| problem.id), Some("problem-no-weight"));
    weighing(&mut machine, WeighingCommand::Close);
    add(&mut machine, "mango");
    let mango = last_line(&machine);
    weighing(&mut machine, WeighingCommand::Open(mango));
    assert!(machine.snapshot().weighing.dialog.is_none());
}

#[test]
fn a_scale_is_chosen_tried_and_refused() {
    let mut machine = ready();
    let used = |effects: &[Effect]| -> Vec<Option<String>> {
        let used = effects.iter().filter_map(|effect| match effect {
            Effect::Weighing(WeighingEffect::UseScale(setting)) => {
                Some(setting.as_ref().map(ToString::to_string))
            }
            _ => None,
        });
        used.collect()
    };
    let effects = choose_setting(&mut machine, &SCALE, "toledo /dev/ttyUSB0");
    assert_eq!(used(&effects), [Some("toledo /dev/ttyUSB0 9600".to_owned())]);
    assert!(
        effects
            .iter()
            .any(|e| matches!(e, Effect::SaveSetting { setting, .. } if *setting == &SCALE))
    );
    assert_eq!(machine.snapshot().weighing.scale, ScaleEvent::Connecting);

    let trial = WeighingCommand::TryScale("cas /dev/ttyUSB1 9600".to_owned());
    let effects = weighing(&mut machine, trial);
    assert_eq!(used(&effects), [Some("cas /dev/ttyUSB1 9600".to_owned())]);
    assert!(machine.snapshot().weighing.trying);
    add(&mut machine, "banana");
    lay(&mut machine, 350);
    assert_eq!(machine.snapshot().cart.lines[0].quantity, LineQuantity::WeightNeeded);
    let effects = weighing(&mut machine, WeighingCommand::EndTrial);
    assert_eq!(used(&effects), [Some("toledo /dev/ttyUSB0 9600".to_owned())]);

    let effects = choose_setting(&mut machine, &SCALE, "a scale");
    assert!(effects.is_empty());
    let problems = machine.snapshot().settings_desk.problems;
    assert_eq!(problems["scale"].id, "setting-scale-bad");
}

/// Sells so many limes of 70 g, one at a time.
fn sell_limes(machine: &mut Machine, count: usize) -> Vec<Effect> {
    let mut last = Vec::new();
    for number in 0..count {
        lay(machine, 69 + number as u32 % 3);
        show(machine, accept("lime"));
        command(machine, Command::CompleteSale);
        last = machine.apply(Input::SaleRecorded { number: number as i64 + 1 });
    }
    last
}

#[test]
fn what_pieces_weigh_is_learnt_and_a_lime_of_two_kilograms_is_asked_about() {
    let mut machine = ready();
    let effects = sell_limes(&mut machine, 6);
    let learnt = effects.iter().find_map(|effect| match effect {
        Effect::Weighing(WeighingEffect::Learn(learnt)) => learnt.first().cloned(),
        _ => None,
    });
    let (product, weight) = learnt.expect("it is kept");
    assert_eq!((product, weight.count), (id("lime"), 6));
    assert!((weight.mean - 70.0).abs() < 1e-9, "{}", weight.mean);

    lay(&mut machine, 2000);
    let scores = [("lime", 0.93), ("mango", 0.06), ("kiwi", 0.01)];
    show(&mut machine, recognition(Decision::Accept(id("lime")), &scores));
    let snapshot = machine.snapshot();
    let ItemState::Asked { tiles, .. } = &snapshot.items[0].state else { panic!("asked") };
    assert_ne!(tiles[0].product.id, id("lime"));
}

#[test]
fn three_pieces_together_are_three_pieces() {
    let mut machine = ready();
    lay(&mut machine, 210);
    show(&mut machine, accept("lime"));
    let line = only_line(&machine);
    command(&mut machine, Command::SetPieces(line, 3));
    command(&mut machine, Command::CompleteSale);
    let effects = machine.apply(Input::SaleRecorded { number: 1 });
    let mean = effects.iter().find_map(|effect| match effect {
        Effect::Weighing(WeighingEffect::Learn(learnt)) => Some(learnt[0].1.mean),
        _ => None,
    });
    assert_eq!(mean, Some(70.0));
}

fn captures(effects: &[Effect]) -> Vec<(String, Option<String>, CaptureKind)> {
    let captures = effects.iter().filter_map(|effect| match effect {
        Effect::Weighing(WeighingEffect::Capture(order)) => {
            let CaptureOrder { product, guessed, kind, .. } = order.as_ref();
            Some((product.to_string(), guessed.as_ref().map(ToString::to_string), *kind))
        }
        _ => None,
    });
    captures.collect()
}

#[test]
fn what_a_clerk_names_is_kept_for_training() {
    let mut machine = ready();
    let choose = |machine: &mut Machine, item, product: &str| {
        command(machine, Command::ChooseCandidate { item, product: id(product) })
    };
    let guess = |name: &str| Some(name.to_owned());
    let item = show(&mut machine, ask());
    let effects = choose(&mut machine, item, "lime");
    assert_eq!(captures(&effects), [("lime".to_owned(), guess("kiwi"), CaptureKind::Choice)]);

    let item = show(&mut machine, recognition(Decision::Ask, &[("kiwi", 0.6), ("lime", 0.4)]));
    let effects = choose(&mut machine, item, "mango");
    assert_eq!(captures(&effects), [("mango".to_owned(), guess("kiwi"), CaptureKind::Search)]);

    let item = show(&mut machine, accept("mango"));
    let effects = choose(&mut machine, item, "kiwi");
    let corrected = [("kiwi".to_owned(), guess("mango"), CaptureKind::Correction)];
    assert_eq!(captures(&effects), corrected);

    let item = show(&mut machine, accept("mango"));
    command(&mut machine, Command::UndoAdd(item));
    let effects = choose(&mut machine, item, "kiwi");
    assert_eq!(captures(&effects), corrected, "undone, then named");

    choose_setting(&mut machine, &CAPTURES, "off");
    let item = show(&mut machine, ask());
    assert!(captures(&choose(&mut machine, item, "lime")).is_empty());
}

#[test]
fn an_earlier_line_is_corrected_in_two_actions() {
    let mut machine = ready();
    show(&mut machine, accept("mango"));
    let wrong = only_line(&machine);
    show(&mut machine, accept("lime"));
    weighing(&mut machine, WeighingCommand::ShowLine(wrong));
    let snapshot = machine.snapshot();
    let ItemState::Added { tiles, .. } = &snapshot.items[0].state else { panic!("added") };
    assert_eq!(tiles[1].product.id, id("kiwi"));
    let item = snapshot.items[0].id;
    command(&mut machine, Command::ChooseCandidate { item, product: id("kiwi") });
    assert_eq!(line_products(&machine.snapshot()), ["lime", "kiwi"]);
}

#[test]
fn a_full_disk_is_said_once_and_sells_on() {
    let mut machine = ready();
    for _ in 0..2 {
        let failed = WeighingInput::CaptureNotNoted(Message::new("file-disk-full"));
        machine.apply(Input::Weighing(failed));
    }
    assert_eq!(notices(&machine), ["problem-capture"]);
    show(&mut machine, accept("mango"));
    assert!(notices(&machine).is_empty());
    machine.apply(Input::Weighing(WeighingInput::CaptureNotNoted(Message::new("file-disk-full"))));
    assert!(notices(&machine).is_empty());
    assert!(machine.snapshot().cart.can_complete);
}

#[test]
fn it_sounds_only_where_the_shop_wants_it() {
    let mut machine = ready();
    let sounds = |effects: &[Effect]| -> Vec<Sound> {
        let sounds = effects.iter().filter_map(|effect| match effect {
            Effect::Sound(sound) => Some(*sound),
            _ => None,
        });
        sounds.collect()
    };
    assert!(sounds(&command(&mut machine, Command::AddProduct(id("mango")))).is_empty());
    choose_setting(&mut machine, &SOUNDS, "on");
    let effects = command(&mut machine, Command::AddProduct(id("mango")));
    assert_eq!(sounds(&effects), [Sound::Added]);
    let batches = open_and_decode(&mut machine, &["photo.jpg"]);
    let effects = answer(&mut machine, &batches[0], vec![ask()]);
    assert_eq!(sounds(&effects), [Sound::Asked]);
}

#[test]
fn a_void_that_is_taken_back_leaves_the_weight_of_other_goods_alone() {
    let mut machine = ready();
    lay(&mut machine, 350);
    add(&mut machine, "banana");
    let line = last_line(&machine);
    command(&mut machine, Command::Cart(CartCommand::VoidLine(line)));
    lay(&mut machine, 500);
    command(&mut machine, Command::Cart(CartCommand::TakeBackVoid));
    add(&mut machine, "banana");
    let weighed = |grams| Some((grams, 0, grams, WeighedBy::Scale));
    assert_eq!(weights(&machine), [weighed(350), weighed(500)]);
}
