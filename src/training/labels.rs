//! What photos are said to show: a product, or a kind, any product of which is right.

use std::collections::BTreeSet;

use registry::ClassEntry;

/// How deep a label of the data goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Depth {
    /// One product.
    Product,
    /// Any product of a kind ("an apple").
    Kind,
    /// A bare name, such as a folder's: a kind where other products are known to be of it, else a
    /// product.
    Name,
}

/// A label as the data has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DataLabel {
    /// Id of the product or the kind.
    pub id: String,
    /// Id of the kind that it is of; its own where the data knows none.
    pub coarse: String,
    /// How deep it goes.
    pub depth: Depth,
}

impl DataLabel {
    /// The product, as a version's manifest would name it.
    pub fn class_entry(&self) -> ClassEntry {
        ClassEntry { id: self.id.clone(), coarse: self.coarse.clone(), cautious: false }
    }

    /// The classes, by their indices, any of which makes this label true; none where it means none.
    pub(super) fn meaning(&self, classes: &[ClassEntry]) -> Vec<usize> {
        let own = classes.iter().position(|class| class.id == self.id);
        let of_kind = || -> Vec<usize> {
            let of_kind = classes.iter().enumerate().filter(|(_, class)| class.coarse == self.id);
            of_kind.map(|(index, _)| index).collect()
        };
        match (self.depth, own) {
            (Depth::Product, own) => own.into_iter().collect(),
            (Depth::Name, Some(own)) => vec![own],
            (Depth::Name, None) => of_kind(),
            (Depth::Kind, own) => match of_kind() {
                none if none.is_empty() => own.into_iter().collect(),
                some => some,
            },
        }
    }
}

/// The labels of a training: its products, in the order of the network's outputs, and behind them the
/// kinds that photos name, each of two products or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LabelTable {
    classes: Vec<ClassEntry>,
    /// For each label the products that make it true, by their indices, ascending.
    members: Vec<Vec<usize>>,
}

impl LabelTable {
    /// The table of a data set's labels, with the products that a network knows `before` in front.
    pub(super) fn of(labels: &[DataLabel], before: &[ClassEntry]) -> Self {
        let mut classes = before.to_vec();
        let products = labels.iter().filter(|label| label.depth == Depth::Product);
        let kinds: BTreeSet<&str> = products
            .map(|label| (label.id.as_str(), label.coarse.as_str()))
            .chain(before.iter().map(|class| (class.id.as_str(), class.coarse.as_str())))
            .filter(|(id, coarse)| id != coarse)
            .map(|(_, coarse)| coarse)
            .collect();
        for label in labels {
            let is_product = match label.depth {
                Depth::Product => true,
                Depth::Kind => false,
                Depth::Name => !kinds.contains(label.id.as_str()),
            };
            if is_product && classes.iter().all(|class| class.id != label.id) {
                classes.push(label.class_entry());
            }
        }
        let mut members: Vec<Vec<usize>> = Vec::new();
        for label in labels {
            let meaning = label.meaning(&classes);
            if meaning.is_empty() {
                // A kind that the data shows no product of is a product itself.
                classes.push(label.class_entry());
            } else if meaning.len() > 1 && !members.contains(&meaning) {
                members.push(meaning);
            }
        }
        let products = (0..classes.len()).map(|class| vec![class]);
        Self { members: products.chain(members).collect(), classes }
    }

    /// The products, in the order of the network's outputs.
    pub(super) fn classes(&self) -> &[ClassEntry] {
        &self.classes
    }

    /// Products and kinds.
    pub(super) fn len(&self) -> usize {
        self.members.len()
    }

    /// The kinds' products, in the order of their labels, which follow those of the products.
    pub(super) fn kinds(&self) -> &[Vec<usize>] {
        self.members.get(self.classes.len()..).unwrap_or_default()
    }

    /// The products that make a label true.
    pub(super) fn members(&self, label: usize) -> &[usize] {
        self.members.get(label).map_or(&[], Vec::as_slice)
    }

    /// The product that a label names by itself.
    pub(super) fn product(&self, label: usize) -> Option<usize> {
        (label < self.classes.len()).then_some(label)
    }

    /// The number of a label of the data, where the table has it.
    pub(super) fn index_of(&self, label: &DataLabel) -> Option<usize> {
        match label.meaning(&self.classes).as_slice() {
            [] => None,
            [product] => Some(*product),
            several => self.members.iter().position(|members| members == several),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    fn label(id: &str, coarse: &str, depth: Depth) -> DataLabel {
        DataLabel { id: id.to_owned(), coarse: coarse.to_owned(), depth }
    }

    fn ids(table: &LabelTable) -> Vec<&str> {
        table.classes().iter().map(|class| class.id.as_str()).collect()
    }

    #[test]
    fn a_kind_stands_for_its_products_and_for_itself_where_there_are_none() {
        let gala = label("royal-gala", "apple", Depth::Product);
        let pink = label("pink-lady", "apple", Depth::Product);
        let lime = label("lime", "lime", Depth::Product);
        let (apple, cherry) =
            (label("apple", "apple", Depth::Kind), label("cherry", "cherry", Depth::Kind));
        let limes = label("lime", "lime", Depth::Kind);
        let all = [&apple, &gala, &lime, &pink, &cherry, &limes].map(Clone::clone);
        let table = LabelTable::of(&all, &[]);
        assert_eq!(ids(&table), ["royal-gala", "lime", "pink-lady", "cherry"]);
        assert_eq!(table.kinds(), [vec![0, 2]]);
        let numbers = all.each_ref().map(|label| table.index_of(label).unwrap());
        assert_eq!(numbers, [4, 0, 1, 2, 3, 1]);
        assert_eq!(
            (table.members(4), table.product(4), table.product(3)),
            (&[0, 2][..], None, Some(3))
        );
    }

    #[test]
    fn a_bare_name_is_a_kind_only_where_others_are_of_it() {
        let known = [("royal-gala", "apple"), ("lime", "lime")].map(|(id, coarse)| ClassEntry {
            id: id.to_owned(),
            coarse: coarse.to_owned(),
            cautious: false,
        });
        let folders = ["apple", "lime", "pink-lady"].map(|id| label(id, id, Depth::Name));
        let table = LabelTable::of(&folders, &known);
        assert_eq!(ids(&table), ["royal-gala", "lime", "pink-lady"]);
        assert_eq!(table.index_of(&folders[0]), Some(0), "the one apple that is known");
        assert_eq!(ids(&LabelTable::of(&folders, &[])), ["apple", "lime", "pink-lady"]);
    }

    #[test]
    fn what_no_class_is_of_means_nothing() {
        let table = LabelTable::of(&[label("lime", "lime", Depth::Name)], &[]);
        assert_eq!(table.index_of(&label("apple", "apple", Depth::Kind)), None);
        assert_eq!(table.index_of(&label("lime", "citrus", Depth::Product)), Some(0));
    }
}
