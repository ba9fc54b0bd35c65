//! Lengths of time as people say them.

use crate::texts::Texts;

/// "less than a minute", "about 4 minutes", "about 1.5 hours".
pub(super) fn about(seconds: f64, texts: &Texts) -> String {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::*;
    use crate::texts::Language;

    #[test]
    fn a_length_of_time_is_said_as_people_say_it() {
        let texts = Texts::new(Language::for_tag("en"));
        assert_eq!(about(20.0, &texts), "less than a minute");
        assert_eq!(about(61.0, &texts), "about 2 minutes");
        assert_eq!(about(9_000.0, &texts), "about 2.5 hours");
    }
}
