//! Lists as an owner types them, a line each, and as the shop keeps them, in JSON.
//! A container is `Bag 4`: its name and its grams. A rule for codes is `23 weight 5 5 1000`: prefix,
//! price or weight, digits of the item, digits of the value, what the value is divided by, and
//! `check` at the end where a digit before the value checks it.

use crate::messages::Message;
use domain::{Measure, MeasureRule, TarePreset, TextField};

/// A list as it is kept, for its field.
pub fn tares_typed(json: &str) -> String {
    let presets = TarePreset::list_from_json(json).unwrap_or_default();
    let lines = presets.iter().map(|preset| format!("{} {}", preset.name, preset.grams));
    lines.collect::<Vec<_>>().join("\n")
}

/// What was typed, to be kept.
///
/// # Errors
/// The line that is no container.
pub fn tares_kept(typed: &str) -> Result<String, Message> {
    let presets = typed.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| {
        let (name, grams) = line.rsplit_once(char::is_whitespace)?;
        let grams = grams.trim_end_matches('g').parse().ok()?;
        Some(TarePreset { name: TextField::Container.take(name).ok()?, grams })
    });
    let presets: Option<Vec<_>> = presets.collect();
    kept(presets, "setting-tares-bad")
}

/// A list as it is kept, for its field.
pub fn rules_typed(json: &str) -> String {
    let rules = MeasureRule::table_from_json(json).unwrap_or_default();
    rules.iter().map(rule_typed).collect::<Vec<_>>().join("\n")
}

/// The table that shops of many countries begin with, for the field.
pub fn usual_rules_typed() -> String {
    MeasureRule::suggested().iter().map(rule_typed).collect::<Vec<_>>().join("\n")
}

fn rule_typed(rule: &MeasureRule) -> String {
    let measure = match rule.measure {
        Measure::Price => "price",
        Measure::Weight => "weight",
    };
    let check = if rule.inner_check { " check" } else { "" };
    let MeasureRule { prefix, item, value, divisor, .. } = rule;
    format!("{prefix} {measure} {item} {value} {divisor}{check}")
}

/// What was typed, to be kept.
///
/// # Errors
/// That a line is no rule.
pub fn rules_kept(typed: &str) -> Result<String, Message> {
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    let rules: Option<Vec<MeasureRule>> = lines.map(rule).collect();
    kept(rules, "setting-rules-bad")
}

fn rule(line: &str) -> Option<MeasureRule> {
    let mut words = line.split_whitespace();
    let prefix = words.next()?.to_owned();
    let measure = match words.next()? {
        "price" => Measure::Price,
        "weight" => Measure::Weight,
        _ => return None,
    };
    let (item, value) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    let divisor = words.next()?.parse().ok()?;
    let inner_check = match words.next() {
        None => false,
        Some("check") => true,
        Some(_) => return None,
    };
    words.next().is_none().then_some(MeasureRule {
        prefix,
        item,
        value,
        measure,
        divisor,
        inner_check,
    })
}

fn kept<T: serde::Serialize>(
    list: Option<Vec<T>>,
    problem: &'static str,
) -> Result<String, Message> {
    let list = list.ok_or(Message::new(problem))?;
    serde_json::to_string(&list).map_err(|_| Message::new(problem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containers_are_typed_and_kept() {
        let kept = tares_kept(" Paper bag 4g \n\nBox 250").unwrap();
        assert_eq!(tares_typed(&kept), "Paper bag 4\nBox 250");
        assert_eq!(TarePreset::list_from_json(&kept).unwrap().len(), 2);
        for typed in ["Bag", "Bag four", "4"] {
            assert_eq!(tares_kept(typed).unwrap_err().id, "setting-tares-bad", "{typed}");
        }
    }

    #[test]
    fn rules_are_typed_and_kept() {
        let usual = usual_rules_typed();
        let kept = rules_kept(&usual).unwrap();
        assert_eq!(MeasureRule::table_from_json(&kept).unwrap(), MeasureRule::suggested());
        assert_eq!(rules_typed(&kept), usual);
        let checked = rules_kept("28 price 4 5 100 check").unwrap();
        assert_eq!(rules_typed(&checked), "28 price 4 5 100 check");
        for typed in ["28", "28 cost 5 5 100", "28 price 5 5 100 maybe", "28 price a 5 100"] {
            assert_eq!(rules_kept(typed).unwrap_err().id, "setting-rules-bad", "{typed}");
        }
    }
}
