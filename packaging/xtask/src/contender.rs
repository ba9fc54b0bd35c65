//! Programs that are compared in one run: they take turns, so that whatever else the machine does hits
//! all of them alike.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::child::shown;
use crate::error::{Result, SetupError};

/// Threads that each program may use.
pub const THREADS: &str = "2";
const READ_ABOVE: &str = "its own message stands above";

/// A program that waits for its turn.
pub struct Contender {
    pub name: &'static str,
    command: String,
    child: Child,
    turns: ChildStdin,
    lines: BufReader<ChildStdout>,
    steps: &'static [&'static str],
    /// Figures of each step.
    values: BTreeMap<String, Vec<f64>>,
}

impl Contender {
    /// Starts a program and waits until it says `ready`; its turns have lines of these steps.
    ///
    /// # Errors
    /// If it does not start, or ends before it is ready.
    pub fn start(
        name: &'static str,
        steps: &'static [&'static str],
        command: &mut Command,
    ) -> Result<Self> {
        println!("Starting {name}");
        for variable in ["OMP_NUM_THREADS", "RAYON_NUM_THREADS"] {
            command.env(variable, THREADS);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|source| SetupError::ProgramMissing {
            program: command.get_program().to_string_lossy().into_owned(),
            source,
        })?;
        let (Some(turns), Some(lines)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(SetupError::ProofFailed(format!("{name} has no pipes")));
        };
        let lines = BufReader::new(lines);
        let command = shown(command);
        let mut contender =
            Self { name, command, child, turns, lines, steps, values: BTreeMap::new() };
        while contender.line()? != "ready" {}
        Ok(contender)
    }

    /// The next line; an error if the program ended instead.
    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        match self.lines.read_line(&mut line) {
            Ok(count) if count > 0 => Ok(line.trim_end().to_owned()),
            _ => {
                let command = self.command.clone();
                let status = self.child.wait().map_err(|source| SetupError::ProgramMissing {
                    program: command.clone(),
                    source,
                })?;
                Err(SetupError::CommandFailed { command, status, advice: READ_ABOVE })
            }
        }
    }

    /// Lets it have a turn; the figures of one that does not count are forgotten.
    ///
    /// # Errors
    /// If it ends instead, or says anything but figures.
    pub fn take_turn(&mut self, counts: bool) -> Result<()> {
        // One that has ended is noticed by the line that does not come.
        let _ = writeln!(self.turns, "round").and_then(|()| self.turns.flush());
        loop {
            let line = self.line()?;
            if line == "done" {
                return Ok(());
            }
            let (step, values) = parse_line(&line, self.steps)?;
            if counts {
                self.values.entry(step).or_default().extend(values);
            }
        }
    }

    /// The median of a step's figures.
    pub fn median(&self, step: &str) -> Option<f64> {
        self.values.get(step).and_then(|values| median(values))
    }
}

impl Drop for Contender {
    fn drop(&mut self) {
        // It ends when its input does; whoever hangs is ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads `STEP FIGURE...`.
fn parse_line(line: &str, steps: &[&str]) -> Result<(String, Vec<f64>)> {
    let bad = || SetupError::ProofFailed(format!("a program said `{line}` instead of its figures"));
    let mut words = line.split_whitespace();
    let step = words.next().filter(|step| steps.contains(step)).ok_or_else(bad)?;
    let values = words.map(|word| word.parse().map_err(|_| bad())).collect::<Result<_>>()?;
    Ok((step.to_owned(), values))
}

fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_anything_else_is_an_error() {
        let (step, millis) = parse_line("network 2.5 3", &["network"]).unwrap();
        assert_eq!((step.as_str(), millis.as_slice()), ("network", &[2.5, 3.0][..]));
        for line in ["", "sleep 2", "network two"] {
            assert!(parse_line(line, &["network"]).is_err(), "{line}");
        }
    }

    #[test]
    fn the_median_is_the_middle_of_the_sorted() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[]), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_contender_takes_turns_and_one_that_ends_is_told() {
        let script = "echo ready; read line; echo network 2 4 6; echo done; exit 3";
        let mut contender =
            Contender::start("shell", &["network"], Command::new("sh").args(["-c", script]))
                .unwrap();
        contender.take_turn(true).unwrap();
        assert_eq!(contender.median("network"), Some(4.0));
        let error = contender.take_turn(true).unwrap_err().to_string();
        assert!(error.contains("exit status: 3"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_first_round_does_not_count() {
        let script = "echo ready; while read line; do echo network 5; echo done; done";
        let mut contender =
            Contender::start("shell", &["network"], Command::new("sh").args(["-c", script]))
                .unwrap();
        contender.take_turn(false).unwrap();
        assert_eq!(contender.median("network"), None);
    }
}
