//! The journal: what must be told later, who did it, and who approved. It only grows.

use super::{PersonId, on_one_line};

/// What an entry of the journal tells.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum JournalDeed {
    /// A line was taken out of the cart.
    VoidLine,
    /// A line that was just taken out came back.
    VoidTakenBack,
    /// A line was made of fewer pieces.
    FewerPieces,
    /// What the till had named from a photo was taken back, to be named again.
    UndoAdd,
    /// The cart was emptied.
    VoidCart,
    /// Another price than the catalogue's was asked.
    OverridePrice,
    /// Something was taken off a line.
    Discount,
    /// Something was taken off a whole cart.
    CartDiscount,
    /// A sale or a line of it was taken back.
    Refund,
    /// The drawer was opened without a sale.
    OpenDrawer,
    /// The opening float was counted.
    Float,
    /// Cash was put in.
    PayIn,
    /// Cash was taken out.
    PayOut,
    /// The day was closed.
    CloseDay,
    /// Someone approved what another may not do; the details name the deed.
    Approval,
    /// A PIN was wrong.
    PinFailed,
    /// Someone signed in.
    SignIn,
    /// Someone signed out, or locked the till.
    SignOut,
    /// A person was added or changed.
    People,
    /// The owner set who may do what.
    Permissions,
    /// Another version of the model sells; the details name both.
    PromoteModel,
}

impl JournalDeed {
    /// All of them.
    pub const ALL: [Self; 21] = [
        Self::VoidLine,
        Self::VoidTakenBack,
        Self::FewerPieces,
        Self::UndoAdd,
        Self::VoidCart,
        Self::OverridePrice,
        Self::Discount,
        Self::CartDiscount,
        Self::Refund,
        Self::OpenDrawer,
        Self::Float,
        Self::PayIn,
        Self::PayOut,
        Self::CloseDay,
        Self::Approval,
        Self::PinFailed,
        Self::SignIn,
        Self::SignOut,
        Self::People,
        Self::Permissions,
        Self::PromoteModel,
    ];

    /// The word that the database keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::VoidLine => "void_line",
            Self::VoidTakenBack => "void_taken_back",
            Self::FewerPieces => "fewer_pieces",
            Self::UndoAdd => "undo_add",
            Self::VoidCart => "void_cart",
            Self::OverridePrice => "override_price",
            Self::Discount => "discount",
            Self::CartDiscount => "cart_discount",
            Self::Refund => "refund",
            Self::OpenDrawer => "open_drawer",
            Self::Float => "float",
            Self::PayIn => "pay_in",
            Self::PayOut => "pay_out",
            Self::CloseDay => "close_day",
            Self::Approval => "approval",
            Self::PinFailed => "pin_failed",
            Self::SignIn => "sign_in",
            Self::SignOut => "sign_out",
            Self::People => "people",
            Self::Permissions => "permissions",
            Self::PromoteModel => "promote_model",
        }
    }

    /// Reads [`Self::as_str`] back.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.as_str() == word)
    }
}

/// Who did something, and who approved it where it needed another's word.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct DoneBy {
    /// Whoever was signed in; `None` where nobody signs in.
    pub person: Option<PersonId>,
    /// Whoever approved.
    pub approver: Option<PersonId>,
}

/// An entry to be written; the database adds its number and its till.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JournalEntry {
    /// What happened.
    pub deed: JournalDeed,
    /// Who did it.
    pub by: DoneBy,
    /// The sale that it is about.
    pub sale: Option<i64>,
    /// The amount that it is about, in minor units of the shop's currency.
    pub amount: Option<i64>,
    /// Such as the product and the reason.
    pub details: String,
}

impl JournalEntry {
    /// An entry without sale, amount and details.
    pub fn new(deed: JournalDeed, by: DoneBy) -> Self {
        Self { deed, by, sale: None, amount: None, details: String::new() }
    }

    /// The same with details, on one line whatever stands in them.
    #[must_use]
    pub fn details(self, details: impl AsRef<str>) -> Self {
        Self { details: on_one_line(details.as_ref()).into_owned(), ..self }
    }

    /// The same with an amount.
    #[must_use]
    pub fn amount(self, minor: i64) -> Self {
        Self { amount: Some(minor), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        for deed in JournalDeed::ALL {
            assert_eq!(JournalDeed::from_word(deed.as_str()), Some(deed));
        }
        assert_eq!(JournalDeed::from_word(""), None);
    }

    #[test]
    fn details_stay_on_one_line() {
        let entry = JournalEntry::new(JournalDeed::VoidLine, DoneBy::default());
        assert_eq!(entry.details("Milk\u{1b}p0\nPAID").details, "Milk\u{fffd}p0\u{fffd}PAID");
    }
}
