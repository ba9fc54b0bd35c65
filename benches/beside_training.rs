//! The till beside a training: how long it takes from a still item to its tiles or line, how long from
//! the photo to the answer, and how many of the camera's frames it leaves out; alone, then while a
//! thorough training from the shipped model runs at low priority.
//!
//! `cargo bench --bench beside_training -- DATA`, with DATA as `tillsight train` takes it. Fails if
//! the till takes half as long again as alone, or more.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod hands_free_counter;

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use hands_free_counter::Counter;

const ITEMS: usize = 20;
/// The till's time may grow by so much.
const MAY_GROW: f64 = 1.5;

fn main() {
    let Some(data) = std::env::args().skip(1).find(|word| !word.starts_with("--")) else {
        println!(
            "beside_training needs photos to train on: cargo bench --bench beside_training -- DATA"
        );
        return;
    };
    let counter = Counter::open();
    let _warm = measure(&counter);
    let alone = measure(&counter);
    alone.show("alone");
    let shop = tempfile::tempdir().unwrap();
    let training = Training::begin(shop.path(), &data);
    let beside = measure(&counter);
    beside.show("beside a training");
    drop(training);
    let grows = |of: fn(&Times) -> f64| of(&beside) / of(&alone);
    let (tile, answer) = (grows(|times| times.tile[0]), grows(|times| times.answer[0]));
    println!(
        "from a still item to its tiles {tile:.2} times as long, from photo to answer {answer:.2}"
    );
    assert!(tile < MAY_GROW && answer < MAY_GROW, "the till is too slow beside a training");
}

/// Milliseconds, median and slowest, and the share of frames that was left out.
struct Times {
    tile: [f64; 2],
    answer: [f64; 2],
    dropped: f64,
}

impl Times {
    fn show(&self, when: &str) {
        let Self { tile, answer, dropped } = self;
        println!(
            "{when}: still item to tiles {:.0} ms (slowest of {ITEMS}: {:.0}), photo to answer {:.0} ms \
             (slowest {:.0}), {:.1} % of frames left out",
            tile[0],
            tile[1],
            answer[0],
            answer[1],
            dropped * 100.0
        );
    }
}

fn measure(counter: &Counter) -> Times {
    let (mut tile, mut answer) = (Vec::new(), Vec::new());
    let (begun, frames) = (counter.till.snapshot().watch.dropped, counter.frames());
    for _ in 0..ITEMS {
        counter.clear();
        let laid = Instant::now();
        counter.lay();
        tile.push(laid.elapsed().as_secs_f64() * 1e3);
        answer.extend(counter.till.snapshot().items.first().and_then(|item| item.millis));
    }
    let dropped = counter.till.snapshot().watch.dropped.saturating_sub(begun);
    let given = counter.frames() - frames;
    Times { tile: middle(tile), answer: middle(answer), dropped: dropped as f64 / given as f64 }
}

fn middle(mut millis: Vec<f64>) -> [f64; 2] {
    millis.sort_by(f64::total_cmp);
    [millis[millis.len() / 2], *millis.last().unwrap()]
}

/// The program itself, training as the Training tab lets it; ended when dropped.
struct Training(Child);

impl Training {
    /// Begins, and waits until the first batch was learnt.
    fn begin(shop: &std::path::Path, data: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tillsight"));
        command.arg("--shop").arg(shop).args(["train", "--data", data, "--val", "none"]);
        command.args(["--init", "grocery-lite0", "--preset", "thorough", "--name", "beside"]);
        command.args(["--events", "--low-priority"]);
        // A closed standard input is a stop.
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let is_batch = |line: &String| line.contains(r#""event":"batch""#);
        lines.by_ref().map_while(Result::ok).find(is_batch).expect("a training that learns");
        std::thread::Builder::new()
            .name("training-output".to_owned())
            .spawn(move || lines.map_while(Result::ok).for_each(drop))
            .unwrap();
        Self(child)
    }
}

impl Drop for Training {
    fn drop(&mut self) {
        assert!(self.0.try_wait().unwrap().is_none(), "the training ended before the measuring");
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}
