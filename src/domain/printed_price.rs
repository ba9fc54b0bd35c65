//! Goods by weight whose label shows the price alone: what they weigh.

use super::{DomainError, Grams, Money};

/// The least weight, in whole grams, that costs at least the printed price, and what it costs more.
///
/// The weight nearest to price / price per kg would often cost a little less than was printed, and
/// a line can be made cheaper, not dearer.
///
/// # Errors
/// [`DomainError::WeightOutOfRange`] where no weight costs so much.
pub fn weight_for(printed: Money, per_kg: Money) -> Result<(Grams, Money), DomainError> {
    if per_kg.minor() <= 0 || printed.minor() <= 0 {
        return Err(DomainError::WeightOutOfRange);
    }
    let nearest = printed.minor().saturating_mul(1000) / per_kg.minor();
    // Half a coin is at most so many grams; one more for the division.
    let room = 500 / per_kg.minor() + 2;
    for grams in (nearest - room).max(1)..=nearest.saturating_add(room) {
        let grams = Grams::new(u32::try_from(grams).unwrap_or(u32::MAX))?;
        let cost = per_kg.checked_ratio(grams.get(), 1000)?;
        if cost.minor() >= printed.minor() {
            return Ok((grams, Money::new(cost.minor() - printed.minor(), printed.currency())));
        }
    }
    Err(DomainError::WeightOutOfRange)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Currency;

    proptest! {
        #[test]
        fn the_weight_costs_what_was_printed_and_hardly_more(
            printed in 1..100_000_i64, per_kg in 50..10_000_i64,
        ) {
            let euro = |minor| Money::new(minor, Currency::EUR);
            let Ok((grams, too_much)) = weight_for(euro(printed), euro(per_kg)) else {
                prop_assert!(printed * 1000 / per_kg >= 999_000, "only a tonne is too much");
                return Ok(());
            };
            let cost = euro(per_kg).checked_ratio(grams.get(), 1000).unwrap();
            prop_assert_eq!(cost.minor() - too_much.minor(), printed);
            let a_gram = per_kg / 1000 + 1;
            prop_assert!((0..=a_gram).contains(&too_much.minor()), "{}", too_much.minor());
        }
    }

    #[test]
    fn what_costs_nothing_has_no_weight() {
        let euro = |minor| Money::new(minor, Currency::EUR);
        assert!(weight_for(euro(100), euro(0)).is_err());
        assert!(weight_for(euro(0), euro(100)).is_err());
        assert!(weight_for(euro(i64::MAX), euro(1)).is_err());
    }
}
