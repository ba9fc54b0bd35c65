//! What a column of a file can say of a product.

use domain::TaxRate;

/// What a column says of a product.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Field {
    /// Nothing that a till needs.
    Nothing,
    /// The catalogue's own id.
    Id,
    /// Its name; several columns are one name, in the file's order.
    Name,
    /// Its name in the language with this tag.
    NameIn(String),
    /// What it costs.
    Price,
    /// The currency of the prices, by its code.
    Currency,
    /// What its price is for: a piece or a weight.
    Unit,
    /// Yes where it is sold by weight.
    ByWeight,
    /// Its barcode.
    Barcode,
    /// Its price look-up code.
    Plu,
    /// Its group.
    Category,
    /// Its tax rate.
    Tax,
    /// Yes where it has this tax.
    TaxOf(TaxRate),
    /// Yes where the price has the tax in it.
    TaxIncluded,
    /// Its picture's file.
    Picture,
    /// Yes where it is on sale.
    Active,
    /// When it was deleted.
    Deleted,
    /// What it is: goods, a service, the parent of variants.
    Kind,
    /// What its variants have in common.
    Group,
    /// The product that it is a variant of.
    Parent,
    /// What tells a variant from others: a size, a colour.
    Variant,
}

/// The fields that are a word of their own.
const WORDS: [(&str, Field); 19] = [
    ("ignore", Field::Nothing),
    ("id", Field::Id),
    ("name", Field::Name),
    ("price", Field::Price),
    ("currency", Field::Currency),
    ("unit", Field::Unit),
    ("by-weight", Field::ByWeight),
    ("barcode", Field::Barcode),
    ("plu", Field::Plu),
    ("category", Field::Category),
    ("tax", Field::Tax),
    ("tax-included", Field::TaxIncluded),
    ("picture", Field::Picture),
    ("active", Field::Active),
    ("deleted", Field::Deleted),
    ("kind", Field::Kind),
    ("group", Field::Group),
    ("parent", Field::Parent),
    ("variant", Field::Variant),
];

impl Field {
    /// The fields that a window offers for a column; names in other languages come beside them.
    pub fn offered() -> impl Iterator<Item = Self> {
        let words = ["ignore", "name", "price", "unit", "by-weight", "barcode", "plu", "category"];
        let more = ["tax", "picture", "active", "variant", "group"];
        words.into_iter().chain(more).filter_map(Self::of_word)
    }

    /// The word for the command line and for what is remembered: `name`, `name_zh`, `tax:8`.
    pub fn word(&self) -> String {
        match self {
            Self::NameIn(tag) => format!("name_{tag}"),
            Self::TaxOf(rate) => format!("tax:{}", rate.percent_text()),
            field => {
                let word = WORDS.iter().find(|(_, other)| other == field);
                word.map_or("ignore", |(word, _)| word).to_owned()
            }
        }
    }

    /// The field with this word.
    pub fn of_word(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase();
        if let Some(tag) = word.strip_prefix("name_").filter(|tag| !tag.is_empty()) {
            return Some(Self::NameIn(tag.replace('_', "-")));
        }
        if let Some(rate) = word.strip_prefix("tax:") {
            return TaxRate::parse_percent(rate).ok().map(Self::TaxOf);
        }
        WORDS.iter().find(|(known, _)| *known == word).map(|(_, field)| field.clone())
    }

    /// The id of its name in the translations.
    pub fn name_id(&self) -> &'static str {
        match self {
            Self::Nothing => "import-field-nothing",
            Self::Id => "import-field-id",
            Self::Name => "product-name",
            Self::NameIn(_) => "import-name-in",
            Self::Price => "product-price",
            Self::Currency => "import-field-currency",
            Self::Unit => "import-field-unit",
            Self::ByWeight => "import-field-by-weight",
            Self::Barcode => "product-barcode",
            Self::Plu => "product-plu",
            Self::Category => "product-group",
            Self::Tax => "product-tax",
            Self::TaxOf(_) => "import-field-tax-of",
            Self::TaxIncluded => "import-field-tax-included",
            Self::Picture => "import-picture",
            Self::Active => "import-field-active",
            Self::Deleted => "import-field-deleted",
            Self::Kind => "import-field-kind",
            Self::Group => "import-field-group",
            Self::Parent => "import-field-parent",
            Self::Variant => "import-field-variant",
        }
    }

    /// Whether several columns may say it together.
    pub(crate) fn may_repeat(&self) -> bool {
        matches!(
            self,
            Self::Nothing
                | Self::Name
                | Self::Variant
                | Self::TaxOf(_)
                | Self::NameIn(_)
                | Self::Tax
        )
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_field_has_a_word_that_means_it() {
        let rate = TaxRate::parse_percent("5.5").unwrap();
        let more = [Field::NameIn("pt-br".to_owned()), Field::TaxOf(rate)];
        for field in WORDS.iter().map(|(_, field)| field.clone()).chain(more) {
            assert_eq!(Field::of_word(&field.word()), Some(field));
        }
        assert_eq!(Field::of_word("colour"), None);
    }
}
