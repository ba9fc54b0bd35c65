//! What a row is: goods, a variant, the parent of variants, or nothing that a till sells; and how variants
//! are called.

use domain::composed;

/// What a row of an export is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    /// Something that is sold.
    Goods,
    /// What variants have in common; sold is each of them.
    Parent,
    /// A service, a download, a link to another shop.
    Other,
}

const GOODS: &str = "simple|variation|variant|product|goods|consu|consumable|storable|storable product|combo|single|\
    standard|inventory|non-inventory|physical|item|stockable|regular|prepared food and beverage|food|article|商品";
const PARENTS: &str = "variable|variable-subscription|grouped|configurable|parent|composite parent";
const OTHERS: &str = "service|services|external|virtual|downloadable|gift card|gift_card|booking|subscription|event|\
    dienstleistung|servicio|prestation|servizio|serviço|dienst|hizmet|服务|サービス|digital";

fn is_in(list: &str, word: &str) -> bool {
    list.split('|').any(|known| known.trim() == word)
}

fn words(cell: &str) -> Vec<String> {
    cell.split(',').map(|word| word.trim().to_lowercase()).filter(|it| !it.is_empty()).collect()
}

/// Whether a cell says what its row is.
pub(crate) fn is_kind(cell: &str) -> bool {
    let known = |word: &String| [GOODS, PARENTS, OTHERS].iter().any(|list| is_in(list, word));
    words(cell).iter().all(known)
}

/// What a row is by the cell that says it; goods where it says nothing that we know.
pub(crate) fn role_of(cell: &str) -> Role {
    let words = words(cell);
    let has = |list: &str| words.iter().any(|word| is_in(list, word));
    if has(PARENTS) {
        Role::Parent
    } else if has(OTHERS) {
        Role::Other
    } else {
        Role::Goods
    }
}

/// Values that programs write where a product has no variants.
fn is_default(value: &str) -> bool {
    const DEFAULTS: &str = "default title|default|all sizes|-|none|n/a|standard title";
    is_in(DEFAULTS, &value.trim().to_lowercase())
}

/// The spelling by which two names are one.
pub(crate) fn spelling(name: &str) -> String {
    composed(name).to_lowercase()
}

/// What a variant is called: `T-shirt (Large, Red)`, without what its name says already.
pub(crate) fn variant_name(base: &str, values: &[String]) -> String {
    let in_base = |value: &str| spelling(base).contains(&spelling(value));
    let more: Vec<&str> = values
        .iter()
        .map(|value| value.trim())
        .filter(|value| !value.is_empty() && !is_default(value) && !in_base(value))
        .collect();
    if more.is_empty() { base.to_owned() } else { format!("{base} ({})", more.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_told_apart() {
        assert_eq!(role_of("variable"), Role::Parent);
        assert_eq!(role_of("variation"), Role::Goods);
        assert_eq!(role_of("simple, downloadable, virtual"), Role::Other);
        assert_eq!(role_of("019d6e83"), Role::Goods);
        assert!(is_kind("simple, virtual") && !is_kind("Frais"));
    }

    #[test]
    fn a_variant_is_called_by_what_tells_it_apart() {
        let named = |base, values: &[&str]| {
            variant_name(base, &values.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(named("T-shirt", &["Large", "", "Red"]), "T-shirt (Large, Red)");
        assert_eq!(named("Mug", &["Default Title"]), "Mug");
        assert_eq!(named("Hoodie - Red, No", &["Red", "No"]), "Hoodie - Red, No");
    }
}
