//! An axis: its ends, where a value lies between them, and its round numbers.

/// An axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    name: String,
    scale: Scale,
    ticks: Vec<Tick>,
}

/// A number on an axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tick {
    /// Where it stands.
    pub at: f64,
    /// How it is written.
    pub text: String,
}

/// How values lie between the ends, of which the second is the greater.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Scale {
    /// Equal steps for equal differences.
    Linear { from: f64, to: f64 },
    /// Equal steps for equal ratios; both ends are more than 0.
    Logarithmic { from: f64, to: f64 },
}

/// Ticks wished for.
const TICKS: f64 = 6.0;
/// Room beside the outermost values, as a share of what lies between them.
const MARGIN: f64 = 0.08;

impl Axis {
    /// A share from 0 to 100 %.
    #[must_use]
    pub fn whole(name: String) -> Self {
        Self::in_percent(name, 1.0, 0.2)
    }

    /// A share from 0 to a round number at or above `greatest`.
    #[must_use]
    pub fn up_to(greatest: f64, name: String) -> Self {
        let ends = [(0.01, 0.002), (0.02, 0.005), (0.05, 0.01), (0.1, 0.02), (0.2, 0.05)];
        let fitting = ends.into_iter().chain([(0.5, 0.1)]).find(|(end, _)| greatest <= *end);
        let (end, step) = fitting.unwrap_or((1.0, 0.2));
        Self::in_percent(name, end, step)
    }

    fn in_percent(name: String, end: f64, step: f64) -> Self {
        let count = (end / step).round() as usize;
        let decimals = usize::from(step < 0.01);
        let text = |at: f64| format!("{:.decimals$}\u{a0}%", at * 100.0);
        let values = (0..=count).map(|index| index as f64 * step).collect();
        Self { name, scale: Scale::Linear { from: 0.0, to: end }, ticks: ticks(values, text) }
    }

    /// An axis that holds all values with some room beside them; from 0 to 1 for none. `text` writes
    /// its numbers.
    pub fn linear(
        values: impl Iterator<Item = f64>,
        name: String,
        text: impl Fn(f64) -> String,
    ) -> Self {
        let (from, to) = ends(values).map_or((0.0, 1.0), |(least, greatest)| {
            let room = room(greatest - least, 0.01);
            (least - room, greatest + room)
        });
        Self { name, scale: Scale::Linear { from, to }, ticks: ticks(linear_ticks(from, to), text) }
    }

    /// As [`Self::linear`], for positive values, with equal steps for equal ratios; others do not count.
    pub fn logarithmic(
        values: impl Iterator<Item = f64>,
        name: String,
        text: impl Fn(f64) -> String,
    ) -> Self {
        let logarithms = values.filter(|value| *value > 0.0).map(f64::ln);
        let (from, to) = ends(logarithms).map_or((1.0, 10.0), |(least, greatest)| {
            let room = room(greatest - least, 0.5);
            ((least - room).exp(), (greatest + room).exp())
        });
        let scale = Scale::Logarithmic { from, to };
        Self { name, scale, ticks: ticks(logarithmic_ticks(from, to), text) }
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where `value` lies: 0 at the least, 1 at the greatest value.
    #[must_use]
    pub fn share(&self, value: f64) -> f64 {
        match self.scale {
            Scale::Linear { from, to } => (value - from) / (to - from),
            Scale::Logarithmic { from, to } => {
                (value.max(f64::MIN_POSITIVE).ln() - from.ln()) / (to.ln() - from.ln())
            }
        }
    }

    /// Round numbers on the axis, ascending.
    pub(super) fn ticks(&self) -> &[Tick] {
        &self.ticks
    }
}

fn ticks(values: Vec<f64>, text: impl Fn(f64) -> String) -> Vec<Tick> {
    values.into_iter().map(|at| Tick { at, text: text(at) }).collect()
}

/// Least and greatest of the values that are numbers.
fn ends(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.filter(|value| value.is_finite()).fold(None, |ends, value| {
        let (least, greatest) = ends.unwrap_or((value, value));
        Some((value.min(least), value.max(greatest)))
    })
}

fn room(span: f64, least: f64) -> f64 {
    (span * MARGIN).max(least)
}

/// Multiples of 1, 2 or 5 times a power of ten.
fn linear_ticks(from: f64, to: f64) -> Vec<f64> {
    let wished = (to - from) / TICKS;
    let power = 10_f64.powf(wished.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= wished)
        .unwrap_or(power);
    let (first, last) = ((from / step).ceil() as i64, (to / step).floor() as i64);
    (first..=last).map(|index| index as f64 * step).collect()
}

/// 1, 2 and 5 times the powers of ten; less than a decade has too few of them and takes equal steps.
fn logarithmic_ticks(from: f64, to: f64) -> Vec<f64> {
    let (first, last) = (from.log10().floor() as i32, to.log10().ceil() as i32);
    let ticks: Vec<f64> = (first..=last)
        .flat_map(|power| [1.0, 2.0, 5.0].map(|factor| factor * 10_f64.powi(power)))
        .filter(|tick| (from..=to).contains(tick))
        .collect();
    if ticks.len() < 3 { linear_ticks(from, to) } else { ticks }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use proptest::prelude::*;

    use super::*;

    fn linear(values: impl Iterator<Item = f64>) -> Axis {
        Axis::linear(values, String::new(), |tick| tick.to_string())
    }

    fn logarithmic(values: impl Iterator<Item = f64>) -> Axis {
        Axis::logarithmic(values, String::new(), |tick| tick.to_string())
    }

    proptest! {
        #[test]
        fn values_and_ticks_lie_on_the_axis(
            values in prop::collection::vec(1e-4_f64..1e8, 1..20),
        ) {
            for axis in [linear(values.iter().copied()), logarithmic(values.iter().copied())] {
                for value in &values {
                    prop_assert!((0.0..=1.0).contains(&axis.share(*value)), "{axis:?} {value}");
                }
                let ticks = axis.ticks();
                prop_assert!(ticks.len() >= 2 && ticks.len() < 60, "{axis:?} {ticks:?}");
                prop_assert!(ticks.is_sorted_by(|a, b| a.at < b.at), "{axis:?} {ticks:?}");
                for tick in ticks {
                    prop_assert!((-1e-9..=1.0 + 1e-9).contains(&axis.share(tick.at)), "{tick:?}");
                }
            }
        }
    }

    #[test]
    fn ticks_are_round_numbers() {
        assert_eq!(linear_ticks(0.41, 0.66).len(), 5);
        assert_eq!(logarithmic_ticks(0.15, 12.0), [0.2, 0.5, 1.0, 2.0, 5.0, 10.0]);
    }

    #[test]
    fn no_values_still_give_an_axis() {
        assert_eq!(linear(std::iter::empty()).share(0.5), 0.5);
        assert!(logarithmic([f64::NAN, -1.0].into_iter()).ticks().len() > 2);
    }

    #[test]
    fn an_axis_ends_at_a_round_number_above_what_it_shows() {
        for (greatest, end) in [(0.0, 0.01), (0.015, 0.02), (0.07, 0.1), (0.4, 0.5), (0.7, 1.0)] {
            let axis = Axis::up_to(greatest, String::new());
            assert_eq!(axis.share(end), 1.0);
            assert!((axis.ticks().last().unwrap().at - end).abs() < 1e-9);
        }
    }
}
