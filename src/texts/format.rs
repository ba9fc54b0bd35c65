//! Money, times, lengths of time and percentages as a language writes them.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use domain::{Money, Product, Unit, UnitPrice};

use super::{Language, Texts};

/// Returns an amount with its currency's sign, or its code where there is no common sign.
pub fn money(amount: Money, language: Language) -> String {
    let currency = amount.currency();
    let digits = grouped(&amount.to_string());
    match sign(currency.code(), language) {
        Some(sign) => match digits.strip_prefix('-') {
            Some(positive) => format!("−{sign}{positive}"),
            None => format!("{sign}{digits}"),
        },
        None => format!("{digits}\u{a0}{}", currency.code()),
    }
}

/// Returns a product's price with what it is for: a piece or a kilogram; or that it has none yet.
pub fn unit_price(product: &Product, texts: &Texts) -> String {
    product.price.map_or_else(|| texts.text("product-no-price"), |own| price(own, texts))
}

/// Returns a price with what it is for: a piece or a kilogram.
pub fn price(unit_price: UnitPrice, texts: &Texts) -> String {
    let price = money(unit_price.money(), texts.language());
    let id = match unit_price.unit() {
        Unit::Piece => return price,
        Unit::Kg => "price-per-kg",
    };
    texts.with(id, [("price", price.into())])
}

/// Returns a time of this place to the minute: `2026-11-23 16:40`, which every language here reads.
pub fn moment(time: Timestamp) -> String {
    time.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// Returns the hour and minute of this place: `16:40`.
pub fn time_of_day(time: Timestamp) -> String {
    time.to_zoned(TimeZone::system()).strftime("%H:%M").to_string()
}

/// Returns a time of this place to the minute without its year: `11-23 16:40`.
pub fn moment_of_the_year(time: Timestamp) -> String {
    time.to_zoned(TimeZone::system()).strftime("%m-%d %H:%M").to_string()
}

/// Returns a length of time as people say it: "less than a minute", "about 4 minutes", "about 1.5 hours".
pub fn about_so_long(seconds: f64, texts: &Texts) -> String {
    let minutes = (seconds / 60.0).ceil();
    if minutes <= 1.0 {
        texts.text("run-under-a-minute")
    } else if minutes < 90.0 {
        texts.with("run-minutes", [("minutes", format!("{minutes:.0}").into())])
    } else {
        let hours = format!("{:.1}", seconds / 3600.0);
        texts.with("run-hours", [("hours", hours.into())])
    }
}

/// Returns a short length of time in milliseconds, with one decimal where it is below ten.
pub fn millis(millis: f64) -> String {
    if millis < 10.0 { format!("{millis:.1}\u{a0}ms") } else { format!("{millis:.0}\u{a0}ms") }
}

/// Returns a share of 1 in whole percent. What is not certain never reads 100 %.
pub fn percent(share: f64) -> String {
    let percent = (share.clamp(0.0, 1.0) * 100.0).round();
    if percent >= 100.0 && share < 1.0 {
        "99\u{a0}%".to_owned()
    } else {
        format!("{percent:.0}\u{a0}%")
    }
}

fn sign(code: &str, language: Language) -> Option<&'static str> {
    Some(match (code, language.tag) {
        ("EUR", _) => "€",
        ("GBP", _) => "£",
        ("INR", _) => "₹",
        ("KRW", _) => "₩",
        ("USD", "zh-CN") => "US$",
        ("USD", _) => "$",
        ("CNY", "zh-CN") => "¥",
        ("CNY", _) => "CN¥",
        ("JPY", "zh-CN") => "JP¥",
        ("JPY", _) => "¥",
        _ => return None,
    })
}

/// Puts a comma between thousands, as both languages do.
fn grouped(number: &str) -> String {
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    let (minus, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut out = String::with_capacity(number.len() + 4);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    format!("{minus}{out}{rest}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use domain::Currency;

    fn shown(minor: i64, code: &str, tag: &str) -> String {
        money(Money::new(minor, Currency::from_code(code).unwrap()), Language::for_tag(tag))
    }

    #[test]
    fn money_has_its_sign_decimals_and_groups() {
        assert_eq!(shown(123, "EUR", "en"), "€1.23");
        assert_eq!(shown(123_456_789, "USD", "en"), "$1,234,567.89");
        assert_eq!(shown(1_234, "JPY", "en"), "¥1,234");
        assert_eq!(shown(1_234, "JPY", "zh-CN"), "JP¥1,234");
        assert_eq!(shown(1_234, "KWD", "en"), "1.234\u{a0}KWD");
        assert_eq!(shown(-5, "EUR", "en"), "−€0.05");
    }

    #[test]
    fn only_certainty_reads_100_percent() {
        assert_eq!(percent(0.997), "99\u{a0}%");
        assert_eq!(percent(1.0), "100\u{a0}%");
        assert_eq!(percent(0.004), "0\u{a0}%");
        assert_eq!(percent(0.5), "50\u{a0}%");
    }
    #[test]
    fn a_length_of_time_is_said_as_people_say_it() {
        let texts = Texts::new(Language::for_tag("en"));
        assert_eq!(about_so_long(20.0, &texts), "less than a minute");
        assert_eq!(about_so_long(61.0, &texts), "about 2 minutes");
        assert_eq!(about_so_long(9_000.0, &texts), "about 2.5 hours");
    }
}
