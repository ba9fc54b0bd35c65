//! An axis of a plot: where a value lies on it, and which values are written beside it.

/// An axis from its least to its greatest value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Axis {
    /// Equal steps for equal differences.
    Linear {
        /// Least value.
        from: f64,
        /// Greatest value, more than `from`.
        to: f64,
    },
    /// Equal steps for equal ratios.
    Logarithmic {
        /// Least value, more than 0.
        from: f64,
        /// Greatest value, more than `from`.
        to: f64,
    },
}

/// Ticks wished for.
const TICKS: f64 = 6.0;
/// Room beside the outermost values, as a share of what lies between them.
const MARGIN: f64 = 0.08;

impl Axis {
    /// An axis that holds all values with some room beside them; from 0 to 1 for none.
    pub(super) fn linear(values: impl Iterator<Item = f64>) -> Self {
        let Some((least, greatest)) = ends(values) else {
            return Self::Linear { from: 0.0, to: 1.0 };
        };
        let room = room(greatest - least, 0.01);
        Self::Linear { from: least - room, to: greatest + room }
    }

    /// As [`Self::linear`], for positive values; others do not count.
    pub(super) fn logarithmic(values: impl Iterator<Item = f64>) -> Self {
        let logarithms = values.filter(|value| *value > 0.0).map(f64::ln);
        let Some((least, greatest)) = ends(logarithms) else {
            return Self::Logarithmic { from: 1.0, to: 10.0 };
        };
        let room = room(greatest - least, 0.5);
        Self::Logarithmic { from: (least - room).exp(), to: (greatest + room).exp() }
    }

    /// Where `value` lies: 0 at the least, 1 at the greatest value.
    pub(super) fn share(&self, value: f64) -> f64 {
        match *self {
            Self::Linear { from, to } => (value - from) / (to - from),
            Self::Logarithmic { from, to } => {
                (value.max(f64::MIN_POSITIVE).ln() - from.ln()) / (to.ln() - from.ln())
            }
        }
    }

    /// Round values on the axis, ascending.
    pub(super) fn ticks(&self) -> Vec<f64> {
        match *self {
            Self::Linear { from, to } => linear_ticks(from, to),
            Self::Logarithmic { from, to } => {
                let ticks = logarithmic_ticks(from, to);
                // Less than a decade has too few of them.
                if ticks.len() < 3 { linear_ticks(from, to) } else { ticks }
            }
        }
    }
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

/// 1, 2 and 5 times the powers of ten.
fn logarithmic_ticks(from: f64, to: f64) -> Vec<f64> {
    let (first, last) = (from.log10().floor() as i32, to.log10().ceil() as i32);
    (first..=last)
        .flat_map(|power| [1.0, 2.0, 5.0].map(|factor| factor * 10_f64.powi(power)))
        .filter(|tick| (from..=to).contains(tick))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn values_and_ticks_lie_on_the_axis(
            values in prop::collection::vec(1e-4_f64..1e8, 1..20),
        ) {
            for axis in [
                Axis::linear(values.iter().copied()),
                Axis::logarithmic(values.iter().copied()),
            ] {
                for value in &values {
                    prop_assert!((0.0..=1.0).contains(&axis.share(*value)), "{axis:?} {value}");
                }
                let ticks = axis.ticks();
                prop_assert!(ticks.len() >= 2 && ticks.len() < 60, "{axis:?} {ticks:?}");
                prop_assert!(ticks.is_sorted_by(|a, b| a < b), "{axis:?} {ticks:?}");
                for tick in ticks {
                    prop_assert!((-1e-9..=1.0 + 1e-9).contains(&axis.share(tick)), "{tick}");
                }
            }
        }
    }

    #[test]
    fn ticks_are_round_numbers() {
        assert_eq!(Axis::Linear { from: 0.41, to: 0.66 }.ticks().len(), 5);
        let ticks = Axis::Logarithmic { from: 0.15, to: 12.0 }.ticks();
        assert_eq!(ticks, [0.2, 0.5, 1.0, 2.0, 5.0, 10.0]);
    }

    #[test]
    fn no_values_still_give_an_axis() {
        assert_eq!(Axis::linear(std::iter::empty()).share(0.5), 0.5);
        assert!(Axis::logarithmic([f64::NAN, -1.0].into_iter()).ticks().len() > 2);
    }
}
