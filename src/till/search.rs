//! Finding a product by what a clerk types (PLU, barcode, a part of its name in any language, its
//! category) and by what the camera sees, together.
//!
//! What was typed is compared with a text that is made once for each product: lower case, accents
//! taken off the letters (`folding`), Chinese names in Latin letters too (`pinyin_readings`), as 20,000
//! products are looked through at every key.

use std::collections::HashMap;
use std::sync::Arc;

pub use super::folding::folded;
use super::keystrokes::Numbers;
use super::pinyin_readings::Readings;
use domain::{Product, ProductId};
use recognition::Candidate;

/// What a photo's probability is at least worth when found by letters: so a product that the camera
/// rules out is still found, behind those that it does not.
const FLOOR: f64 = 0.02;

/// How probable products are, judged by a photo; empty where there is none.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Looks(HashMap<ProductId, f64>);

impl Looks {
    /// Of what was recognised.
    pub fn of(candidates: &[Candidate]) -> Self {
        Self(candidates.iter().map(|c| (c.product.clone(), c.score)).collect())
    }

    /// The floor, and the probability above it: from `FLOOR` to 1. Without a photo all are alike.
    fn worth(&self, product: &ProductId) -> f64 {
        if self.0.is_empty() {
            return 1.0;
        }
        let seen = self.0.get(product).copied().unwrap_or(0.0);
        FLOOR + (1.0 - FLOOR) * seen
    }
}

/// The products and the texts by which they are found.
#[derive(Debug, Default)]
pub struct SearchIndex {
    products: Arc<Vec<Arc<Product>>>,
    texts: Vec<ProductText>,
    /// Whether a PLU begins with each digit.
    plu_begins: [bool; 10],
}

/// What is searched of a product, folded.
#[derive(Debug)]
struct ProductText {
    /// Names in all languages, each with a line break before it, words parted by single blanks.
    names: String,
    category: String,
    codes: String,
    /// What Chinese names are typed as in Latin letters.
    readings: Readings,
}

impl SearchIndex {
    /// The index of these products.
    pub fn new(products: Arc<Vec<Arc<Product>>>) -> Self {
        let texts = products.iter().map(|product| ProductText::of(product)).collect();
        let mut plu_begins = [false; 10];
        let first_digit = |plu: &str| plu.chars().next()?.to_digit(10);
        for digit in products.iter().filter_map(|p| first_digit(p.plu.as_deref()?)) {
            if let Some(begins) = plu_begins.get_mut(digit as usize) {
                *begins = true;
            }
        }
        Self { products, texts, plu_begins }
    }

    /// Whether it is the index of exactly this list.
    pub fn is_of(&self, products: &Arc<Vec<Arc<Product>>>) -> bool {
        Arc::ptr_eq(&self.products, products)
    }

    /// Returns at most `limit` products that fit `query`, best first, then as in the list.
    ///
    /// Every word that was typed must be found: as a PLU or barcode, at the start of a name, of a
    /// word in it, or of a code, in the category, inside of a name, or as a Chinese name in Latin
    /// letters, each worth less than the one before. The worth of the worst word times that of the
    /// looks decides; a whole PLU or barcode comes before all else.
    pub fn find(&self, query: &str, looks: &Looks, limit: usize) -> Vec<Arc<Product>> {
        let query = folded(query);
        let words: Vec<Word> = query.split_whitespace().map(Word::new).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let mut hits: Vec<(f64, usize)> = Vec::new();
        for (at, (product, text)) in self.products.iter().zip(&self.texts).enumerate() {
            if let Some(fit) = text.fit(&words) {
                let looks = if fit == Fit::Code { 1.0 } else { looks.worth(&product.id) };
                hits.push((fit.worth() * looks, at));
            }
        }
        let best_first =
            |a: &(f64, usize), b: &(f64, usize)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if hits.len() > limit && limit > 0 {
            hits.select_nth_unstable_by(limit - 1, best_first);
            hits.truncate(limit);
        }
        hits.sort_unstable_by(best_first);
        let found = hits.into_iter().take(limit);
        found.filter_map(|(_, at)| self.products.get(at).cloned()).collect()
    }
}

impl Numbers for SearchIndex {
    fn plu_begins_with(&self, digit: u8) -> bool {
        self.plu_begins.get(usize::from(digit)).copied().unwrap_or(false)
    }

    fn is_number(&self, text: &str) -> bool {
        self.products.iter().any(|product| has_number(product, text.trim()))
    }
}

/// Whether this is all of the product's PLU or barcode.
fn has_number(product: &Product, number: &str) -> bool {
    [&product.plu, &product.barcode].into_iter().flatten().any(|own| own == number)
}

/// Whether Enter may take this product for what was typed, without it being picked: digits must be
/// the whole of its PLU or barcode, and so must be what else looks like a code; a name need not be
/// whole, as it is read before it is taken.
pub fn enter_takes(query: &str, product: &Product) -> bool {
    if is_a_number(query) {
        return has_number(product, query.trim());
    }
    let (query, text) = (folded(query), ProductText::of(product));
    let mut fits = query.split_whitespace().map(|word| text.fit_of(&Word::new(word)));
    fits.all(|fit| fit.is_some_and(|fit| fit != Fit::CodeStart))
}

/// Whether digits alone were typed.
pub fn is_a_number(query: &str) -> bool {
    let query = query.trim();
    !query.is_empty() && query.bytes().all(|byte| byte.is_ascii_digit())
}

/// How well a product fits; the first is best.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Fit {
    Code,
    NameStart,
    WordStart,
    CodeStart,
    Category,
    Inside,
    Reading,
}

impl Fit {
    /// Looks can make up for less fitting letters, within the floor: from the start of a name to
    /// its inside it is a factor of eight.
    fn worth(self) -> f64 {
        match self {
            Self::Code => 100.0,
            Self::NameStart => 0.8,
            Self::WordStart => 0.6,
            Self::CodeStart => 0.4,
            Self::Category => 0.2,
            Self::Inside => 0.1,
            // Behind any name that begins so, even one that the camera rules out: these letters are
            // a name's first, and only without one the sounds of another script.
            Self::Reading => 0.012,
        }
    }
}

/// A typed word, with what parts of texts it is looked for.
struct Word {
    bare: String,
    at_name: String,
    at_word: String,
    whole: String,
}

impl Word {
    fn new(word: &str) -> Self {
        Self {
            bare: word.to_owned(),
            at_name: format!("\n{word}"),
            at_word: format!(" {word}"),
            whole: format!("\n{word}\n"),
        }
    }
}

impl ProductText {
    fn of(product: &Product) -> Self {
        let names = || std::iter::once(&product.name).chain(product.names.values());
        let codes = [&product.plu, &product.barcode].into_iter().flatten();
        let words = |text: &String| {
            let folded = folded(text);
            folded.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        Self {
            names: names().map(|name| format!("\n{}", words(name))).collect(),
            category: format!("\n{}", words(&product.category)),
            codes: codes.map(|code| format!("\n{}\n", folded(code))).collect(),
            readings: Readings::of(names()),
        }
    }

    /// The fit of the word that fits worst; `None` where one does not fit at all.
    fn fit(&self, words: &[Word]) -> Option<Fit> {
        let mut worst = Fit::Code;
        for word in words {
            worst = worst.max(self.fit_of(word)?);
        }
        Some(worst)
    }

    fn fit_of(&self, word: &Word) -> Option<Fit> {
        if self.codes.contains(&word.whole) {
            return Some(Fit::Code);
        }
        if self.names.contains(&word.bare) {
            if self.names.contains(&word.at_name) {
                return Some(Fit::NameStart);
            }
            if self.names.contains(&word.at_word) {
                return Some(Fit::WordStart);
            }
        }
        if self.codes.contains(&word.at_name) {
            return Some(Fit::CodeStart);
        }
        if self.category.contains(&word.at_name) || self.category.contains(&word.at_word) {
            return Some(Fit::Category);
        }
        if self.names.contains(&word.bare) {
            return Some(Fit::Inside);
        }
        self.readings.begin_with(&word.at_name).then_some(Fit::Reading)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use domain::{Currency, Money, TaxRate, UnitPrice};

    fn product(id: &str, name: &str, zh: &str, plu: &str, category: &str) -> Arc<Product> {
        Arc::new(Product {
            id: ProductId::new(id).unwrap(),
            name: name.to_owned(),
            names: BTreeMap::from([("zh".to_owned(), zh.to_owned())]),
            price: Some(UnitPrice::PerPiece(Money::new(100, Currency::EUR))),
            plu: Some(plu.to_owned()),
            barcode: None,
            tax: TaxRate::parse_percent("7").unwrap(),
            category: category.to_owned(),
            picture: None,
            active: true,
        })
    }

    fn index() -> SearchIndex {
        SearchIndex::new(Arc::new(vec![
            product("red-apple", "Red apple", "红苹果", "4016", "Fruit"),
            product("apple-juice", "Apple juice", "苹果汁", "4011", "Drinks"),
            product("pineapple", "Pineapple", "菠萝", "40", "Fruit"),
            product("banana", "Banana", "香蕉", "40110", "Fruit"),
            product("cream", "Crème fraîche", "奶油", "77", "Cooled goods"),
        ]))
    }

    fn looks(seen: &[(&str, f64)]) -> Looks {
        Looks(seen.iter().map(|(id, p)| (ProductId::new(id).unwrap(), *p)).collect())
    }

    fn found(query: &str, looks: &Looks) -> Vec<String> {
        index().find(query, looks, 5).iter().map(|p| p.id.to_string()).collect()
    }

    fn names(query: &str) -> Vec<String> {
        found(query, &Looks::default())
    }

    #[test]
    fn the_start_of_a_name_beats_a_word_beats_the_inside() {
        assert_eq!(names("apple"), ["apple-juice", "red-apple", "pineapple"]);
        assert_eq!(names(" APPLE "), names("apple"));
    }

    #[test]
    fn an_exact_plu_comes_first_and_a_started_plu_is_found() {
        assert_eq!(names("40"), ["pineapple", "red-apple", "apple-juice", "banana"]);
        assert_eq!(names("4011"), ["apple-juice", "banana"]);
    }

    #[test]
    fn names_in_other_scripts_are_found() {
        assert_eq!(names("苹果"), ["apple-juice", "red-apple"]);
    }

    #[test]
    fn accents_and_the_order_of_words_do_not_matter() {
        assert_eq!(names("creme"), ["cream"]);
        assert_eq!(names("fraiche CRÈME"), ["cream"]);
        assert_eq!(names("juice app"), ["apple-juice"]);
        assert_eq!(folded("Äpfel Łódź Straße cre\u{301}me"), "apfel lodz strasse creme");
    }

    #[test]
    fn a_category_is_found_behind_names() {
        assert_eq!(names("fru"), ["red-apple", "pineapple", "banana"]);
        assert_eq!(names("goods"), ["cream"]);
        assert_eq!(names("fruit pine"), ["pineapple"]);
    }

    #[test]
    fn chinese_names_are_found_in_latin_letters_behind_what_is_spelt_so() {
        for typed in ["xj", "xiangjiao", "xiang jiao", "XIANGJ", "jiao"] {
            assert_eq!(names(typed), ["banana"], "{typed}");
        }
        assert_eq!(names("pingguo"), ["red-apple", "apple-juice"]);
        assert_eq!(names("hpg"), ["red-apple"]);
        assert_eq!(names("b"), ["banana", "pineapple"], "\u{83e0}\u{841d} is bo luo");
    }

    #[test]
    fn marks_may_be_left_out_and_are_found_in_either_spelling() {
        let named = |id, name| product(id, name, "", "1", "");
        let index = SearchIndex::new(Arc::new(vec![
            named("dứa", "Dứa"),
            named("dừa", "Du\u{31b}\u{300}a"),
            named("ไข่", "ไข่"),
            named("ไข", "ไข"),
        ]));
        let found = |typed: &str| -> Vec<String> {
            let found = index.find(typed, &Looks::default(), 5);
            found.iter().map(|product| product.id.to_string()).collect()
        };
        for typed in ["dua", "Dứa", "Du\u{31b}\u{301}a", "dừa"] {
            assert_eq!(found(typed), ["dứa", "dừa"], "{typed}");
        }
        assert_eq!(found("ไข่"), ["ไข่"]);
        assert_eq!(found("ไข"), ["ไข่", "ไข"]);
    }

    #[test]
    fn an_empty_query_and_a_strange_one_find_nothing() {
        assert!(names("  ").is_empty());
        assert!(names("zzz").is_empty());
        assert!(names("apple zzz").is_empty());
        assert!(index().find("apple", &Looks::default(), 0).is_empty());
    }

    #[test]
    fn what_the_camera_sees_comes_first_among_what_fits() {
        let pineapple = looks(&[("pineapple", 0.9), ("red-apple", 0.1)]);
        assert_eq!(found("apple", &pineapple), ["pineapple", "red-apple", "apple-juice"]);
        assert_eq!(found("red", &pineapple), ["red-apple"], "letters still decide what fits");
        let unsure = looks(&[("pineapple", 0.04), ("apple-juice", 0.03)]);
        assert_eq!(found("apple", &unsure)[0], "apple-juice");
        let banana = looks(&[("banana", 1.0)]);
        assert_eq!(found("4011", &banana)[0], "apple-juice", "a whole PLU is meant");
    }

    #[test]
    fn the_limit_takes_the_best() {
        let all = index().find("a", &Looks::default(), 5);
        for limit in 1..5 {
            assert_eq!(index().find("a", &Looks::default(), limit), all[..limit]);
        }
    }

    #[test]
    fn enter_takes_a_whole_number_and_any_name_that_was_found() {
        let index = index();
        let product = |id: &str| index.products.iter().find(|p| p.id.as_str() == id).unwrap();
        for (query, id, takes) in [
            ("4011", "apple-juice", true),
            (" 4011 ", "apple-juice", true),
            ("401", "apple-juice", false),
            ("40", "pineapple", true),
            ("40", "banana", false),
            ("app", "apple-juice", true),
            ("苹果", "red-apple", true),
            ("apple 40", "apple-juice", false),
            ("apple 4011", "apple-juice", true),
        ] {
            assert_eq!(enter_takes(query, product(id)), takes, "{query} {id}");
        }
        assert!(!is_a_number("") && !is_a_number("4a") && is_a_number(" 0012 "));
    }

    #[test]
    fn the_index_knows_what_plus_begin_with() {
        let index = index();
        let begins: Vec<u8> = (0..=9).filter(|digit| index.plu_begins_with(*digit)).collect();
        assert_eq!(begins, [4, 7]);
        assert!(index.is_number("77") && !index.is_number("7"));
    }
}
