//! Right-to-left text in the order in which it is read. egui shapes each stretch of one font and
//! turns it round where its letters run to the left, but it lays the stretches out from left to
//! right. Here they are brought into visual order by the Unicode bidirectional algorithm (UAX 9,
//! `unicode-bidi`), and lines are broken before that, since a line is ordered by itself.

use std::borrow::Cow;

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

/// Keeps apart what is of one font but must not be turned round together; has no width.
const APART: char = '\u{200B}';

/// Whether any letter of `text` runs to the left.
pub(crate) fn runs_to_the_left(text: &str) -> bool {
    // Everything before Hebrew runs to the right: most names need no closer look.
    text.chars().any(|c| {
        c >= '\u{0590}' && matches!(bidi_class(c), BidiClass::R | BidiClass::AL | BidiClass::AN)
    })
}

/// Returns one line as egui must be given it to be read in the right order.
pub(crate) fn visual(line: &str) -> Cow<'_, str> {
    if !runs_to_the_left(line) {
        return Cow::Borrowed(line);
    }
    let info = BidiInfo::new(line, None);
    let mut ordered = String::with_capacity(line.len() + 8);
    for paragraph in &info.paragraphs {
        let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let text = line.get(run.clone()).unwrap_or_default();
            if levels.get(run.start).is_some_and(Level::is_rtl) {
                words_of(text).into_iter().rev().for_each(|word| push_word(&mut ordered, word));
            } else {
                text.chars().for_each(|c| push_to_the_right(&mut ordered, c));
            }
        }
    }
    Cow::Owned(ordered)
}

/// Breaks `text` into at most `rows` lines that fit, as `fits` says of a line in visual order, and
/// brings each into visual order; "…" stands where more would follow.
pub(crate) fn lines(text: &str, rows: usize, fits: impl Fn(&str) -> bool) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut words = text.split_whitespace().peekable();
    while lines.len() < rows.max(1) && words.peek().is_some() {
        let mut line = String::new();
        let last = lines.len() + 1 >= rows.max(1);
        while let Some(word) = words.peek() {
            let longer =
                if line.is_empty() { (*word).to_owned() } else { format!("{line} {word}") };
            if !line.is_empty() && !fits(&visual(&longer)) {
                break;
            }
            line = longer;
            words.next();
        }
        if last && words.peek().is_some() {
            line = shortened(&format!("{line}…"), &fits);
        } else if !fits(&visual(&line)) {
            line = shortened(&line, &fits);
        }
        lines.push(visual(&line).into_owned());
    }
    lines.join("\n")
}

/// Takes letters off the end until "…" fits behind the rest.
fn shortened(line: &str, fits: &impl Fn(&str) -> bool) -> String {
    let mut kept: Vec<char> = line.trim_end_matches('…').chars().collect();
    loop {
        let short: String = kept.iter().collect::<String>().trim_end().to_owned() + "…";
        if kept.is_empty() || fits(&visual(&short)) {
            return short;
        }
        kept.pop();
    }
}

/// Parts a stretch that runs to the left: letters that egui turns round by itself, and each other
/// sign alone.
fn words_of(text: &str) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    let mut start = 0;
    let mut in_word = false;
    for (at, c) in text.char_indices() {
        let letter = is_letter(c);
        if at > 0 && !(in_word && letter) {
            words.extend(text.get(start..at));
            start = at;
        }
        in_word = letter;
    }
    words.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    words
}

/// A letter that runs to the left, or a mark on one.
fn is_letter(c: char) -> bool {
    matches!(bidi_class(c), BidiClass::R | BidiClass::AL | BidiClass::NSM)
}

fn push_word(ordered: &mut String, word: &str) {
    let mut signs = word.chars();
    match (signs.next(), signs.next()) {
        (Some(sign), None) if !is_letter(sign) => ordered.push(mirrored(sign)),
        _ => {
            // Letters of the same font that follow each other here would be turned round together.
            if ordered.chars().next_back().is_some_and(is_letter) {
                ordered.push(APART);
            }
            ordered.push_str(word);
        }
    }
}

/// Arabic digits run to the right, but are of the font whose letters do not.
fn push_to_the_right(ordered: &mut String, c: char) {
    let before = ordered.chars().next_back();
    if bidi_class(c) == BidiClass::AN && before.is_some_and(|c| c != APART) {
        ordered.push(APART);
    }
    ordered.push(c);
    if bidi_class(c) == BidiClass::AN {
        ordered.push(APART);
    }
}

/// Brackets open to the side from which one reads (the pairs that occur in names).
fn mirrored(c: char) -> char {
    match c {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '<' => '>',
        '>' => '<',
        '«' => '»',
        '»' => '«',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    /// What egui shows, from left to right: it turns each stretch of letters round.
    fn shown(line: &str) -> String {
        let visual = visual(line).into_owned();
        words_of(&visual)
            .into_iter()
            .map(|word| match word.chars().all(is_letter) {
                true => word.chars().rev().collect(),
                false => word.to_owned(),
            })
            .collect::<String>()
            .replace(APART, "")
    }

    #[test]
    fn other_text_stays_as_it_is() {
        for text in ["", "Apple (red) 5 kg", "苹果 5", "सेब 5 किलो"] {
            assert!(matches!(visual(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn words_follow_each_other_from_the_right() {
        // "gimel bet alef" as shown from the left.
        assert_eq!(shown("אב גד"), "דג בא");
    }

    #[test]
    fn numbers_keep_their_digits_in_order() {
        assert_eq!(shown("חלב 1.5 ליטר"), "רטיל 1.5 בלח");
        assert_eq!(shown("أرز 10 كغ"), "غك 10 زرأ");
    }

    #[test]
    fn arabic_digits_run_to_the_right() {
        assert_eq!(shown("أرز ١٠ كغ"), "غك ١٠ زرأ");
    }

    #[test]
    fn brackets_open_to_the_right_side() {
        assert_eq!(shown("תפוח (אדום)"), "(םודא) חופת");
    }

    #[test]
    fn a_foreign_word_in_between_keeps_its_order() {
        assert_eq!(shown("עוגת Red Velvet טובה"), "הבוט Red Velvet תגוע");
        assert_eq!(shown("Add תפוח now"), "Add חופת now");
    }

    #[test]
    fn lines_break_at_the_logical_end_and_the_rest_is_told_by_dots() {
        let fits = |line: &str| line.chars().filter(|c| *c != APART).count() <= 6;
        assert_eq!(lines("אב גד הו", 2, fits), format!("{}\n{}", visual("אב גד"), visual("הו")));
        let one = lines("אב גד הו", 1, fits);
        assert_eq!(one, visual("אב גד…"), "the first words stay");
        assert_eq!(lines("אבגדהוזח", 1, fits), visual("אבגדה…"));
    }
}
