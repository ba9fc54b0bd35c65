//! What a till remembers of its own cart in the database.

/// Which row is the till's own cart, and which of its states was seen last. Whoever has seen an older
/// one has a cart that was sold, changed or put away by another program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct CartMark {
    pub(super) id: i64,
    pub(super) revision: i64,
}
