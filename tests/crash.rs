//! The real program, killed while it sells: no sale is lost or doubled, receipt numbers have no gap
//! and no twin, and open and held carts are back as they were last acknowledged.
//!
//! One long script is run twice: by a till that nobody disturbs, and by one that is killed again and
//! again (SIGKILL), each time after a random number of answers and a random moment more. Whatever a
//! restart finds must be what the undisturbed till had after the last acknowledged command, or after
//! the one that was under way. `cargo xtask prove crash` kills it more often.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "sealed_shop/mod.rs"]
mod sealed_shop;

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::SqliteConnection;
use rand::RngExt;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use sealed_shop::SealedShop;
use serde_json::Value;

/// Kills in an ordinary run of the tests.
const FEW: usize = 10;
/// Commands of the script for each kill: more than a life of the program carries out.
const COMMANDS_A_KILL: usize = 12;
/// The most answers a till gives before it is killed.
const MOST_ANSWERS: usize = 7;
/// How many commands more it gets than it will answer, so that one is always under way.
const AHEAD: usize = 3;

/// What a till has said after a command: the number of a sale, and its carts.
#[derive(Clone, PartialEq, Debug)]
struct Answer {
    sale: Option<i64>,
    carts: Value,
}

/// A running till.
struct Running {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Running {
    fn start(shop: &SealedShop) -> Self {
        let mut command = shop.command(&["till-script"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, input, output }
    }

    fn tell(&mut self, commands: &[String]) {
        let text: String = commands.iter().map(|command| format!("{command}\n")).collect();
        // It may be dead already, which is what it is here for.
        let _broken = self.input.write_all(text.as_bytes());
    }

    /// The next answer; `None` once the till is gone.
    fn answer(&mut self) -> Option<Answer> {
        let line = self.output.next()?.ok()?;
        // A line that was cut off by the kill was not acknowledged.
        let answer: Value = serde_json::from_str(&line).ok()?;
        Some(Answer { sale: answer["sale"].as_i64(), carts: answer["carts"].clone() })
    }

    /// Kills it with SIGKILL; what it had answered until then is still read.
    fn kill(mut self) -> Vec<Answer> {
        self.child.kill().unwrap();
        let rest = std::iter::from_fn(|| self.answer()).collect();
        self.child.wait().unwrap();
        rest
    }

    /// Lets it end by itself.
    fn end(mut self) {
        drop(self.input);
        assert!(self.child.wait().unwrap().success());
    }
}

/// A clerk's hour: products by the piece and by weight, prices, notes, holds, sales. What does not
/// fit the moment is refused by the till, each time alike.
fn script(random: &mut ChaCha8Rng, length: usize) -> Vec<String> {
    let mut script = vec!["state".to_owned()];
    while script.len() < length {
        let at = script.len();
        match random.random_range(0..22) {
            0..=3 => {
                let product = ["kiwi", "lemon", "mango", "avocado"][random.random_range(0..4)];
                script.push(format!("add {product}"));
            }
            4..=6 => {
                let product = ["banana", "pink-lady", "royal-gala"][random.random_range(0..3)];
                script.push(format!("add {product}"));
                script.push(format!("weight {}", random.random_range(50..3000)));
            }
            7 => script.push(format!("pieces {}", random.random_range(1..30))),
            8 => script.push("add granny-smith".to_owned()), // waits for its weight
            9 => script.push(format!("weight {}", random.random_range(50..3000))),
            10 => {
                script.push(format!("price 0.{} reduced {at}", random.random_range(10..99)));
            }
            11 => script.push(format!("discount {} regular", random.random_range(1..100))),
            12 => script.push(format!("note number {at}")),
            13 => script.push("remove".to_owned()),
            14 => script.push(format!("hold customer {at}")),
            15 => script.push(format!("resume {}", random.random_range(1..4))),
            16 if random.random_range(0..3) == 0 => script.push("void".to_owned()),
            _ => script.push("sell".to_owned()),
        }
    }
    script
}

/// The receipts in a shop's database: number, total, and its lines in one text.
#[derive(QueryableByName, PartialEq, Eq, Debug)]
struct Receipt {
    #[diesel(sql_type = BigInt)]
    number: i64,
    #[diesel(sql_type = BigInt)]
    gross: i64,
    #[diesel(sql_type = Text)]
    lines: String,
}

#[derive(QueryableByName)]
struct Check {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

/// Checks the database and returns its receipts; none where it is not made yet.
fn receipts(shop: &SealedShop) -> Vec<Receipt> {
    let file = shop.path("shop").join("shop.db");
    if !file.exists() {
        return Vec::new();
    }
    let mut connection = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    let check: Check =
        diesel::sql_query("PRAGMA integrity_check").get_result(&mut connection).unwrap();
    assert_eq!(check.integrity_check, "ok");
    let all = "SELECT number, gross, (SELECT group_concat(position || product || quantity || \
               '/' || price || '-' || discount || reason || note || '=' || gross) \
               FROM sale_lines WHERE sale = number) AS lines FROM sales ORDER BY number";
    // Killed before its tables were made.
    diesel::sql_query(all).load(&mut connection).unwrap_or_default()
}

/// The whole script by a till that nobody disturbs.
fn undisturbed(shop: &SealedShop, script: &[String]) -> Vec<Answer> {
    let mut till = Running::start(shop);
    let answers = script
        .chunks(100)
        .flat_map(|part| {
            till.tell(part);
            part.iter().map(|_| till.answer().unwrap()).collect::<Vec<_>>()
        })
        .collect();
    till.end();
    answers
}

/// What a proof has seen.
#[derive(Default, Debug)]
struct Seen {
    kills: usize,
    /// Kills before the till had answered anything.
    while_starting: usize,
    /// Kills after which a command stood in the database that was not acknowledged.
    unacknowledged: usize,
}

/// How many commands stand in what a restart has found: `done`, which were acknowledged, or the one
/// more that was under way.
fn standing(shop: &SealedShop, expected: &[Answer], done: usize, found: &Value) -> usize {
    let numbers: Vec<i64> = receipts(shop).iter().map(|receipt| receipt.number).collect();
    let count = numbers.len();
    assert!((1..).zip(&numbers).all(|(at, number)| at == *number), "gap or twin: {numbers:?}");
    let fits =
        |done: &usize| expected[done - 1].carts == *found && sales(&expected[..*done]) == count;
    (done..=done + 1).find(fits).unwrap_or_else(|| {
        panic!("after {done} acknowledged commands there are {count} sales and {found}")
    })
}

/// Runs the script with a kill after a few answers, over and over, and then to its end.
fn killed(
    shop: &SealedShop,
    (script, expected): (&[String], &[Answer]),
    kills: usize,
    random: &mut ChaCha8Rng,
) -> Seen {
    let mut seen = Seen::default();
    let mut done = 1; // the first command asks for the state of a new shop
    while done < script.len() {
        let last = seen.kills == kills;
        let mut till = Running::start(shop);
        // Now and then it is killed before it has said anything.
        if !last && random.random_range(0..8) == 0 {
            spin(Duration::from_micros(random.random_range(0..200_000)));
            till.kill();
            (seen.kills, seen.while_starting) = (seen.kills + 1, seen.while_starting + 1);
            continue;
        }
        till.tell(&["state".to_owned()]);
        let found = till.answer().expect("it starts").carts;
        let stands = standing(shop, expected, done, &found);
        seen.unacknowledged += usize::from(stands > done);
        done = stands;
        let answers = if last {
            let mut answers = Vec::new();
            for part in script[done..].chunks(100) {
                till.tell(part);
                answers.extend(part.iter().map(|_| till.answer().unwrap()));
            }
            till.end();
            answers
        } else {
            let wanted = random.random_range(0..=MOST_ANSWERS);
            till.tell(&script[done..(done + wanted + AHEAD).min(script.len())]);
            let mut answers: Vec<Answer> = (0..wanted).map_while(|_| till.answer()).collect();
            spin(Duration::from_micros(random.random_range(0..6000)));
            answers.extend(till.kill());
            seen.kills += 1;
            answers
        };
        for answer in answers {
            assert_eq!(answer, expected[done], "command {done}: {}", script[done]);
            done += 1;
        }
    }
    seen
}

fn sales(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.sale.is_some()).count()
}

/// A moment too short to sleep for.
fn spin(moment: Duration) {
    let begun = Instant::now();
    while begun.elapsed() < moment {
        std::hint::spin_loop();
    }
}

fn from_environment(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

#[test]
fn killed_at_any_moment_it_loses_and_doubles_nothing() {
    let kills = from_environment("TILLSIGHT_CRASH_KILLS").map_or(FEW, |kills| kills as usize);
    let seed = from_environment("TILLSIGHT_CRASH_SEED").unwrap_or(9);
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let script = script(&mut random, (kills + 2) * COMMANDS_A_KILL);
    let (calm, crashed) = (SealedShop::new(), SealedShop::new());
    let expected = undisturbed(&calm, &script);
    let seen = killed(&crashed, (&script, &expected), kills, &mut random);
    assert_eq!(seen.kills, kills, "the script is long enough");
    let receipts_of_both = (receipts(&calm), receipts(&crashed));
    assert_eq!(receipts_of_both.0, receipts_of_both.1);
    assert_eq!(receipts_of_both.0.len(), sales(&expected), "each was acknowledged");
    println!("crash: seed {seed}, {} commands, {} sales, {seen:?}", script.len(), sales(&expected));
}
