//! Codes that a scale in the shop printed: an EAN-13 with a price or a weight in it.
//!
//! Which digits mean what is each country's and each shop's own matter, so that it stands in a
//! table (GS1 General Specifications, 2.1.12 on restricted circulation, 7.9 on check digits).

use serde::{Deserialize, Serialize};

use super::barcode::{digits_of, is_checked};
use super::{Currency, DomainError, Grams, Money};

/// What is embedded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Measure {
    /// What the customer pays.
    Price,
    /// What it weighs.
    Weight,
}

/// How the codes with one prefix are read: prefix, item, an inner check digit where there is one,
/// value, check digit; 13 digits in all.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureRule {
    /// The digits that such a code begins with: one to three of them, 20 to 29 usually.
    pub prefix: String,
    /// How many digits name the product; they are its PLU, with or without zeros before it.
    pub item: u8,
    /// How many digits are the value.
    pub value: u8,
    /// What the value is.
    pub measure: Measure,
    /// The value divided by this is the price in the currency, or the weight in kg: 1 to 1000.
    pub divisor: u16,
    /// Whether a digit that checks the value stands before it.
    #[serde(default)]
    pub inner_check: bool,
}

/// What such a code says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Measured {
    /// The digits that name the product, as they stand in the code.
    pub item: String,
    /// Price or weight.
    pub value: MeasuredValue,
}

/// The value in a code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MeasuredValue {
    /// What the customer pays.
    Price(Money),
    /// What it weighs.
    Weight(Grams),
}

impl MeasureRule {
    /// The table that shops of many countries begin with: 20 to 22 a price, 23 to 25 a weight, 28
    /// a price of five digits. None of it holds until a shop says so.
    pub fn suggested() -> Vec<Self> {
        let rule = |prefix: &str, measure, divisor| Self {
            prefix: prefix.to_owned(),
            item: 5,
            value: 5,
            measure,
            divisor,
            inner_check: false,
        };
        vec![
            rule("20", Measure::Price, 100),
            rule("21", Measure::Price, 10),
            rule("22", Measure::Price, 1),
            rule("23", Measure::Weight, 1000),
            rule("24", Measure::Weight, 100),
            rule("25", Measure::Weight, 10),
            rule("28", Measure::Price, 100),
        ]
    }

    /// Reads a shop's table: a JSON list of rules.
    ///
    /// # Errors
    /// [`DomainError::NotMeasureRules`] with what is wrong with it.
    pub fn table_from_json(json: &str) -> Result<Vec<Self>, DomainError> {
        let wrong = |why: String| DomainError::NotMeasureRules(why);
        let rules: Vec<Self> = serde_json::from_str(json).map_err(|e| wrong(e.to_string()))?;
        for (index, rule) in rules.iter().enumerate() {
            rule.check().map_err(|why| wrong(format!("{}: {why}", rule.prefix)))?;
            let earlier = rules.iter().take(index);
            if let Some(other) = earlier.into_iter().find(|other| {
                rule.prefix.starts_with(&other.prefix) || other.prefix.starts_with(&rule.prefix)
            }) {
                return Err(wrong(format!("{} and {} overlap", other.prefix, rule.prefix)));
            }
        }
        Ok(rules)
    }

    fn check(&self) -> Result<(), &'static str> {
        let prefix = self.prefix.len();
        if !(1..=3).contains(&prefix) || digits_of(&self.prefix).is_none() {
            return Err("a prefix is one to three digits");
        }
        if self.item == 0 || self.value == 0 {
            return Err("item and value have at least a digit each");
        }
        if self.inner_check && !matches!(self.value, 4 | 5) {
            return Err("an inner check digit checks a value of four or five digits");
        }
        let inner = usize::from(self.inner_check);
        if prefix + usize::from(self.item) + inner + usize::from(self.value) + 1 != 13 {
            return Err("prefix, item, inner check digit, value and check digit are 13 digits");
        }
        if !matches!(self.divisor, 1 | 10 | 100 | 1000) {
            return Err("the divisor is 1, 10, 100 or 1000");
        }
        Ok(())
    }

    /// What this code says by the first rule that fits; `None` when none does.
    ///
    /// # Errors
    /// [`DomainError::WrongCheckDigit`] for an inner check digit that is wrong,
    /// [`DomainError::WeightOutOfRange`] for a weight of nothing,
    /// [`DomainError::TooManyDecimals`] for a price that the currency has no coin for.
    pub fn read(
        rules: &[Self],
        code: &str,
        currency: Currency,
    ) -> Result<Option<Measured>, DomainError> {
        let Some(digits) = digits_of(code).filter(|all| all.len() == 13 && is_checked(all)) else {
            return Ok(None);
        };
        let fits = |rule: &&Self| code.starts_with(&rule.prefix) && rule.check().is_ok();
        let Some(rule) = rules.iter().find(fits) else { return Ok(None) };
        let mut rest = digits.iter().copied().skip(rule.prefix.len());
        let item: Vec<u8> = rest.by_ref().take(rule.item.into()).collect();
        let inner = rule.inner_check.then(|| rest.next()).flatten();
        let value: Vec<u8> = rest.by_ref().take(rule.value.into()).collect();
        if inner.is_some() && inner != value_check_digit(&value) {
            return Err(DomainError::WrongCheckDigit(code.to_owned()));
        }
        // At most eleven digits.
        let number = value.iter().fold(0_i64, |sum, &digit| sum * 10 + i64::from(digit));
        let value = match rule.measure {
            Measure::Price => MeasuredValue::Price(rule.price(number, currency)?),
            Measure::Weight => MeasuredValue::Weight(rule.weight(number)?),
        };
        let item = item.into_iter().map(|digit| char::from(b'0' + digit)).collect();
        Ok(Some(Measured { item, value }))
    }

    fn price(&self, number: i64, currency: Currency) -> Result<Money, DomainError> {
        let scaled = number
            .checked_mul(10_i64.pow(currency.decimals().into()))
            .ok_or(DomainError::AmountTooLarge)?;
        let divisor = i64::from(self.divisor);
        if scaled % divisor != 0 {
            return Err(DomainError::TooManyDecimals {
                text: format!("{number} / {divisor}"),
                currency: currency.code().to_owned(),
                decimals: currency.decimals(),
            });
        }
        Ok(Money::new(scaled / divisor, currency))
    }

    /// Parts of a gram cannot be: the divisor is at most 1000.
    fn weight(&self, number: i64) -> Result<Grams, DomainError> {
        let grams = number.checked_mul(1000).map(|scaled| scaled / i64::from(self.divisor));
        let grams = grams.and_then(|grams| u32::try_from(grams).ok());
        Grams::new(grams.ok_or(DomainError::WeightOutOfRange)?)
    }
}

/// The digit that checks a value of four or five digits (GS1 General Specifications, 7.9.2 to
/// 7.9.4: each place has a table of weights, named 2-, 3, 5+ and 5-); `None` for other lengths.
pub fn value_check_digit(value: &[u8]) -> Option<u8> {
    const TWO_MINUS: [u8; 10] = [0, 2, 4, 6, 8, 9, 1, 3, 5, 7];
    const THREE: [u8; 10] = [0, 3, 6, 9, 2, 5, 8, 1, 4, 7];
    const FIVE_PLUS: [u8; 10] = [0, 5, 1, 6, 2, 7, 3, 8, 4, 9];
    const FIVE_MINUS: [u8; 10] = [0, 5, 9, 4, 8, 3, 7, 2, 6, 1];
    let weighted = |tables: &[[u8; 10]]| {
        value.iter().zip(tables).try_fold(0_u8, |sum, (&digit, table)| {
            table.get(usize::from(digit)).map(|weighted| sum + weighted)
        })
    };
    match value.len() {
        4 => weighted(&[TWO_MINUS, TWO_MINUS, THREE, FIVE_MINUS]).map(|sum| sum * 3 % 10),
        5 => {
            let sum = weighted(&[FIVE_PLUS, TWO_MINUS, FIVE_MINUS, FIVE_PLUS, TWO_MINUS])?;
            let missing = (10 - sum % 10) % 10;
            let digit = FIVE_MINUS.iter().position(|&weighted| weighted == missing)?;
            u8::try_from(digit).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::check_digit;

    fn with_check(body: &str) -> String {
        let check = check_digit(&digits_of(body).unwrap());
        format!("{body}{check}")
    }

    fn read(rules: &[MeasureRule], body: &str) -> Result<Option<Measured>, DomainError> {
        MeasureRule::read(rules, &with_check(body), Currency::EUR)
    }

    fn euro(minor: i64) -> MeasuredValue {
        MeasuredValue::Price(Money::new(minor, Currency::EUR))
    }

    #[test]
    fn prices_and_weights_are_read_by_their_prefix() {
        let rules = MeasureRule::suggested();
        for (body, expected) in [
            ("200401100349", euro(349)),
            ("210401100034", euro(340)),
            ("220401100003", euro(300)),
            ("280401112345", euro(12_345)),
            ("230401100349", MeasuredValue::Weight(Grams::new(349).unwrap())),
            ("240401100349", MeasuredValue::Weight(Grams::new(3490).unwrap())),
            ("250401100003", MeasuredValue::Weight(Grams::new(300).unwrap())),
        ] {
            let measured = read(&rules, body).unwrap().unwrap();
            assert_eq!((measured.item.as_str(), measured.value), ("04011", expected), "{body}");
        }
        assert_eq!(read(&rules, "270401100349"), Ok(None), "no rule for 27");
        assert_eq!(read(&[], "200401100349"), Ok(None), "none holds by itself");
        assert_eq!(read(&rules, "230401100000"), Err(DomainError::WeightOutOfRange));
    }

    #[test]
    fn a_price_finer_than_the_coins_is_refused() {
        let yen = Currency::from_code("JPY").unwrap();
        let rules = MeasureRule::suggested();
        let code = with_check("200401100349");
        let refused = MeasureRule::read(&rules, &code, yen);
        assert!(matches!(refused, Err(DomainError::TooManyDecimals { .. })));
        let whole = MeasureRule::read(&rules, &with_check("200401100300"), yen).unwrap().unwrap();
        assert_eq!(whole.value, MeasuredValue::Price(Money::new(3, yen)));
    }

    #[test]
    fn the_inner_check_digit_is_that_of_the_specification() {
        assert_eq!(value_check_digit(&[2, 8, 7, 5]), Some(9));
        assert_eq!(value_check_digit(&[1, 4, 6, 8, 5]), Some(6));
        assert_eq!(value_check_digit(&[1, 2, 3]), None);
        let json = r#"[{"prefix":"2","item":5,"value":5,"measure":"price","divisor":100,
                        "inner_check":true}]"#;
        let rules = MeasureRule::table_from_json(json).unwrap();
        let right = read(&rules, "204011614685").unwrap().unwrap();
        assert_eq!(right.value, euro(14_685));
        assert!(matches!(read(&rules, "204011514685"), Err(DomainError::WrongCheckDigit(_))));
    }

    #[test]
    fn a_table_is_checked_before_it_holds() {
        let suggested = serde_json::to_string(&MeasureRule::suggested()).unwrap();
        assert_eq!(MeasureRule::table_from_json(&suggested), Ok(MeasureRule::suggested()));
        assert_eq!(MeasureRule::table_from_json("[]"), Ok(Vec::new()));
        let rule = |change: &str| {
            let mut value: serde_json::Value =
                serde_json::to_value(&MeasureRule::suggested()[0]).unwrap();
            let change: serde_json::Value = serde_json::from_str(change).unwrap();
            for (key, new) in change.as_object().unwrap() {
                value[key] = new.clone();
            }
            format!("[{value}]")
        };
        for change in [
            r#"{"prefix":""}"#,
            r#"{"prefix":"2x"}"#,
            r#"{"prefix":"2000"}"#,
            r#"{"item":6}"#,
            r#"{"item":0,"value":10}"#,
            r#"{"divisor":3}"#,
            r#"{"measure":"length"}"#,
            r#"{"value":6,"item":3,"inner_check":true}"#,
            r#"{"colour":"red"}"#,
        ] {
            let refused = MeasureRule::table_from_json(&rule(change));
            assert!(matches!(refused, Err(DomainError::NotMeasureRules(_))), "{change}");
        }
        let twice = format!("[{0},{0}]", rule("{}").trim_matches(['[', ']']));
        assert!(MeasureRule::table_from_json(&twice).is_err());
        assert!(MeasureRule::table_from_json("no json").is_err());
    }

    proptest! {
        #[test]
        fn whatever_a_scale_prints_is_read_back(item in 0..100_000_u32, value in 1..100_000_u32) {
            let rules = MeasureRule::suggested();
            let weighed = read(&rules, &format!("23{item:05}{value:05}")).unwrap().unwrap();
            prop_assert_eq!(weighed.item, format!("{item:05}"));
            prop_assert_eq!(weighed.value, MeasuredValue::Weight(Grams::new(value).unwrap()));
            let priced = read(&rules, &format!("20{item:05}{value:05}")).unwrap().unwrap();
            prop_assert_eq!(priced.value, euro(value.into()));
        }

        #[test]
        fn one_wrong_digit_is_never_a_price(
            value in 0..100_000_u32, at in 0..13_usize, wrong in 1..10_u8,
        ) {
            let code = with_check(&format!("2004011{value:05}"));
            let mut digits = digits_of(&code).unwrap();
            digits[at] = (digits[at] + wrong) % 10;
            let broken: String = digits.iter().map(|&d| char::from(b'0' + d)).collect();
            let rules = MeasureRule::suggested();
            prop_assert_eq!(MeasureRule::read(&rules, &broken, Currency::EUR), Ok(None));
        }

        #[test]
        fn an_inner_check_digit_catches_any_one_wrong_digit(
            value in prop::collection::vec(0..10_u8, 4..6), at in 0..4_usize, wrong in 1..10_u8,
        ) {
            let mut broken = value.clone();
            broken[at] = (broken[at] + wrong) % 10;
            prop_assert_ne!(value_check_digit(&value), value_check_digit(&broken));
        }
    }
}
