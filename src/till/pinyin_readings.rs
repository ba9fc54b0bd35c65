//! How Chinese names are typed in Latin letters: by their syllables (`xiangjiao`) or by the first
//! letters of these (`xj`), from any syllable on. Characters that are read in several ways are found
//! by each of them.

use std::collections::BTreeSet;

use pinyin::ToPinyinMulti;

use super::folding::folded;

/// Longer names are read as usual alone: their readings would outgrow all others together.
const LONG: usize = 12;

/// A part of a name.
enum Part {
    /// A character's readings without tones, the usual one first.
    Character(Vec<String>),
    /// Letters and digits of other scripts between them, folded.
    Run(String),
}

impl Part {
    /// How it is read: at `way` 0 as usual.
    fn read(&self, way: usize) -> &str {
        match self {
            Self::Character(readings) => {
                readings.get(way).or(readings.first()).map_or("", String::as_str)
            }
            Self::Run(run) => run,
        }
    }

    fn is_chinese(&self) -> bool {
        matches!(self, Self::Character(_))
    }

    fn ways(&self) -> usize {
        match self {
            Self::Character(readings) => readings.len(),
            Self::Run(_) => 1,
        }
    }

    /// What stands for it among the first letters.
    fn initial(&self, way: usize) -> &str {
        let read = self.read(way);
        match self {
            Self::Character(_) => {
                let end = read.char_indices().nth(1).map_or(read.len(), |(at, _)| at);
                read.get(..end).unwrap_or(read)
            }
            Self::Run(_) => read,
        }
    }
}

/// What Chinese names are typed as.
#[derive(Debug, Default)]
pub(super) struct Readings {
    /// Each with a line break before it.
    typed: String,
    /// The letters that they begin with, a bit each: most typed words are told from them at once.
    begin: u32,
}

impl Readings {
    /// Of these names; none of those without Chinese characters.
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a String>) -> Self {
        let typed: String = names.map(|name| readings(name)).collect();
        let begin = typed.split('\n').fold(0, |begin, typed| begin | bit_of(typed));
        Self { typed, begin }
    }

    /// Whether one of them begins with what stands behind the line break in `at_start`.
    pub(super) fn begin_with(&self, at_start: &str) -> bool {
        let word = at_start.trim_start_matches('\n');
        self.begin & bit_of(word) != 0 && self.typed.contains(at_start)
    }
}

fn bit_of(word: &str) -> u32 {
    match word.bytes().next() {
        Some(letter @ b'a'..=b'z') => 1 << (letter - b'a'),
        _ => 0,
    }
}

/// Everything that the start of a typed word may be for this name, each with a line break before it;
/// empty for names without Chinese characters. At most one character is read otherwise than usual.
fn readings(name: &str) -> String {
    if name.is_ascii() {
        return String::new();
    }
    let parts = parts_of(name);
    let mut typed = BTreeSet::new();
    let is_long = parts.len() > LONG;
    for other in 0..parts.len() {
        let ways = parts.get(other).map_or(0, Part::ways);
        for way in 0..if is_long { ways.min(1) } else { ways } {
            let way_of = |at: usize| if at == other { way } else { 0 };
            // What begins with letters of another script is found by the name itself.
            for start in (0..=other).filter(|start| parts.get(*start).is_some_and(Part::is_chinese))
            {
                let from = || parts.iter().enumerate().skip(start);
                typed.insert(from().map(|(at, part)| part.read(way_of(at))).collect::<String>());
                typed.insert(from().map(|(at, part)| part.initial(way_of(at))).collect());
            }
        }
    }
    typed.iter().flat_map(|typed| ["\n", typed]).collect()
}

fn parts_of(name: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut run = String::new();
    let end_run = |run: &mut String, parts: &mut Vec<Part>| {
        if !run.is_empty() {
            parts.push(Part::Run(std::mem::take(run)));
        }
    };
    for character in name.chars() {
        match character.to_pinyin_multi() {
            Some(readings) => {
                end_run(&mut run, &mut parts);
                let mut own = Vec::new();
                for reading in readings {
                    for spelling in spellings(reading.plain()) {
                        if !own.contains(&spelling) {
                            own.push(spelling);
                        }
                    }
                }
                parts.push(Part::Character(own));
            }
            None if character.is_alphanumeric() => {
                run.push_str(&folded(character.encode_utf8(&mut [0; 4])));
            }
            None => end_run(&mut run, &mut parts),
        }
    }
    end_run(&mut run, &mut parts);
    parts
}

/// A keyboard without ü writes it as v, or as u.
fn spellings(syllable: &str) -> Vec<String> {
    if syllable.contains('ü') {
        vec![syllable.replace('ü', "v"), syllable.replace('ü', "u")]
    } else {
        vec![folded(syllable)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_typed(name: &str, typed: &str) -> bool {
        let readings = Readings::of([name.to_owned()].iter());
        let begins = readings.begin_with(&format!("\n{typed}"));
        assert_eq!(begins, readings.typed.contains(&format!("\n{typed}")));
        begins
    }

    #[test]
    fn syllables_and_their_first_letters_are_typed_from_any_syllable_on() {
        for typed in ["xiangjiao", "xiangj", "x", "xj", "jiao", "j"] {
            assert!(is_typed("香蕉", typed), "{typed}");
        }
        for typed in ["hongpingguo", "pingguo", "guo", "hpg", "pg"] {
            assert!(is_typed("红苹果", typed), "{typed}");
        }
        for typed in ["iangjiao", "ao", "xx"] {
            assert!(!is_typed("香蕉", typed), "{typed}");
        }
    }

    #[test]
    fn a_character_with_several_readings_is_found_by_each() {
        for typed in ["changyou", "zhangyou", "cy", "zy"] {
            assert!(is_typed("长油", typed), "{typed}");
        }
        for typed in ["lvcha", "lucha", "lc"] {
            assert!(is_typed("绿茶", typed), "{typed}");
        }
    }

    #[test]
    fn other_letters_between_stay_as_they_are() {
        for typed in ["kekoukele330ml", "kkkl330ml", "le330"] {
            assert!(is_typed("可口可乐 330ML", typed), "{typed}");
        }
    }

    #[test]
    fn names_without_chinese_characters_have_none() {
        for name in ["Banana", "Crème", "яблоко", "ไข่", "バナナ", ""] {
            assert_eq!(readings(name), "", "{name}");
        }
    }

    #[test]
    fn a_long_name_is_no_flood() {
        let name = "长重乐行".repeat(8);
        assert!(readings(&name).len() < 1 << 16, "{}", readings(&name).len());
    }
}
