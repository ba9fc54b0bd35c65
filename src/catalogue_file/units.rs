//! Words for what a price is for, in many languages.

use domain::Unit;

/// What a word for a unit says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum UnitWord {
    /// A piece or a kilogram, or a part of it: the price times so much is that of the unit.
    Is(Unit, i64),
    /// A weight that a kilogram is no whole number of.
    OtherWeight,
    /// None that we know.
    Unknown,
}

const PIECES: &str = "piece|pieces|pc|pcs|ea|each|unit|units|item|count|stk|stck|stück|st|stuck|pièce|piece|pce|pza|\
    pieza|u|ud|uds|und|unidad|unidades|unité|unités|un|uni|unidade|pz|pezzo|pezzi|nr|stuk|stuks|adet|ad|tane|个|件|只|\
    瓶|包|盒|袋|箱|罐|支|条|個|本|枚|袋|缶|قطعة|حبة|عدد|عدد|pack|pkt|packet|packung|pkg|box|bottle|flasche|can|dose|bag|\
    bunch|bund|carton|tray|jar|glas|bouteille|paquet|boîte|botella|paquete|caja|lata|шт|ชิ้น|개|cái|chiếc|pcs|buah|szt|\
    ks|litre|liter|l|ltr|lt|ml|cl";
const KILOS: &str = "kg|kgs|kilo|kilos|kilogram|kilograms|kilogramm|kilogramme|kilogramo|kilogrammo|quilo|quilograma|\
    公斤|千克|キロ|كيلو|كغ|كجم|کلو|кг|กก|กิโลกรัม|킬로그램|weight|by weight|lose|vrac|granel";
const HUNDRED_GRAMS: &str = "100g|100 g|100gr|100 gr|100 gramm|100 grammes|hg|etto";
const POUNDS_OF_HALF_A_KILO: &str = "500g|500 g|斤|市斤";
const OTHER_WEIGHTS: &str =
    "g|gr|gram|grams|gramm|gramme|gramos|lb|lbs|pound|pounds|oz|ounce|ounces|t|ton|tonne|克|جرام";

/// What a word says, whatever its case and whatever stands around it.
pub(crate) fn unit_of(word: &str) -> UnitWord {
    let word = word.trim().trim_end_matches('.').to_lowercase();
    let word = word.strip_prefix("1 ").unwrap_or(&word).trim();
    let is_in = |list: &str| list.split('|').any(|known| known.trim() == word);
    if is_in(KILOS) {
        UnitWord::Is(Unit::Kg, 1)
    } else if is_in(HUNDRED_GRAMS) {
        UnitWord::Is(Unit::Kg, 10)
    } else if is_in(POUNDS_OF_HALF_A_KILO) {
        UnitWord::Is(Unit::Kg, 2)
    } else if is_in(OTHER_WEIGHTS) {
        UnitWord::OtherWeight
    } else if is_in(PIECES) {
        UnitWord::Is(Unit::Piece, 1)
    } else {
        UnitWord::Unknown
    }
}

/// What a word for yes or no says, in the languages of exports.
pub(crate) fn yes_or_no(word: &str) -> Option<bool> {
    const YES: &str = "y|yes|true|1|x|on|active|published|publish|enabled|ja|oui|si|sí|sì|sim|evet|是|有|启用|上架|はい|有効|نعم|ہاں|да|wahr|vrai|verdadero|vero|approved|available|visible";
    const NO: &str = "n|no|false|0|-1|off|inactive|draft|archived|disabled|nein|non|não|nao|nee|hayır|否|无|停用|下架|いいえ|無効|لا|نہیں|нет|falsch|faux|falso|unpublished|discontinued|deleted|hidden|private|pending";
    let word = word.trim().to_lowercase();
    let is_in = |list: &str| list.split('|').any(|known| known == word);
    if is_in(YES) { Some(true) } else { is_in(NO).then_some(false) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_many_languages_are_known() {
        for (word, unit) in [
            ("Stk.", UnitWord::Is(Unit::Piece, 1)),
            ("个", UnitWord::Is(Unit::Piece, 1)),
            ("KG", UnitWord::Is(Unit::Kg, 1)),
            ("公斤", UnitWord::Is(Unit::Kg, 1)),
            ("斤", UnitWord::Is(Unit::Kg, 2)),
            ("100 g", UnitWord::Is(Unit::Kg, 10)),
            ("1 kg", UnitWord::Is(Unit::Kg, 1)),
            ("lb", UnitWord::OtherWeight),
            ("dozen", UnitWord::Unknown),
        ] {
            assert_eq!(unit_of(word), unit, "{word}");
        }
    }

    #[test]
    fn yes_and_no_are_known() {
        assert_eq!(
            (yes_or_no("Y"), yes_or_no("draft"), yes_or_no("")),
            (Some(true), Some(false), None)
        );
    }
}
