//! Orders for a training process, on its standard input: a few words a line.

use std::{fmt, str::FromStr};

/// An order for a training process. The end of its standard input is a [`RunOrder::Stop`]: whoever
/// wanted the training is gone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RunOrder {
    /// Wait after the batch at hand.
    Pause,
    /// Go on.
    GoOn,
    /// End after the batch at hand.
    Stop,
}

impl fmt::Display for RunOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pause => "pause",
            Self::GoOn => "go on",
            Self::Stop => "stop",
        })
    }
}

/// A line that is no order.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no order; a training knows pause, go on and stop")]
pub struct ParseOrderError(String);

impl FromStr for RunOrder {
    type Err = ParseOrderError;

    fn from_str(line: &str) -> Result<Self, ParseOrderError> {
        let known = [Self::Pause, Self::GoOn, Self::Stop];
        let said = line.trim();
        let order = known.into_iter().find(|order| order.to_string() == said);
        order.ok_or_else(|| ParseOrderError(said.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_read_as_it_is_written() {
        for order in [RunOrder::Pause, RunOrder::GoOn, RunOrder::Stop] {
            assert_eq!(format!("{order}\r").parse(), Ok(order));
        }
        let error = "halt".parse::<RunOrder>().unwrap_err();
        assert!(error.to_string().contains("\"halt\""), "{error}");
    }
}
