//! Who works at the till, and which deeds ask for which role.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{DomainError, TextField, on_one_line};

/// A person's number in the shop's database.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct PersonId(pub i64);

/// What a person is in the shop. A higher role may do all that a lower one may.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sells.
    Clerk,
    /// Answers for a till.
    Manager,
    /// Answers for the shop.
    Owner,
}

impl Role {
    /// All of them, lowest first.
    pub const ALL: [Self; 3] = [Self::Clerk, Self::Manager, Self::Owner];

    /// The word that the database keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Manager => "manager",
            Self::Owner => "owner",
        }
    }

    /// Reads [`Self::as_str`] back.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

/// Someone who works in the shop. The PIN's hash stays in the database.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// The person's number.
    pub id: PersonId,
    /// The name on the buttons; no two people have the same.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// Whether a PIN is asked for.
    pub has_pin: bool,
}

/// A person's name as it is kept: without space around it.
///
/// # Errors
/// [`DomainError::NotAName`] when nothing is left, or what [`TextField::take`] refuses.
pub fn person_name(text: &str) -> Result<String, DomainError> {
    match TextField::Person.take(text) {
        Ok(name) if !name.is_empty() => Ok(name),
        _ => Err(DomainError::NotAName(on_one_line(text).into_owned())),
    }
}

/// Four to twelve digits. It is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(String);

impl Pin {
    /// The PIN with these digits.
    ///
    /// # Errors
    /// [`DomainError::NotAPin`], which does not repeat what was typed.
    pub fn new(text: &str) -> Result<Self, DomainError> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || !(4..=12).contains(&text.len()) {
            return Err(DomainError::NotAPin);
        }
        Ok(Self(text.to_owned()))
    }

    /// The digits.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Pin {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Pin(hidden)")
    }
}

/// How many wrong PINs in a row are forgiven before the lock-out begins.
pub const FORGIVEN_PINS: u32 = 4;
/// The first lock-out, in seconds; each further wrong PIN doubles it.
const FIRST_LOCK: u64 = 30;
/// The longest lock-out, in seconds.
const LONGEST_LOCK: u64 = 3600;

/// For how many seconds nobody may try this person's PIN after so many failures in a row: none for
/// the first four, 30 s after the fifth, then twice as long each time, an hour at the most.
pub fn lock_out_seconds(failures: u32) -> u64 {
    match failures.checked_sub(FORGIVEN_PINS + 1) {
        None => 0,
        // Seven doublings are beyond an hour.
        Some(doublings) => (FIRST_LOCK << doublings.min(7)).min(LONGEST_LOCK),
    }
}

/// Something at the till that not everybody may do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Ask another price than the catalogue's.
    OverridePrice,
    /// Take something off a line.
    Discount,
    /// Take a line out of the cart.
    VoidLine,
    /// Empty the cart.
    VoidCart,
    /// Take back a sale or a line of it.
    Refund,
    /// Open the drawer without a sale.
    OpenDrawer,
    /// Put cash in or take cash out without a sale.
    PayInOut,
    /// Count the cash and close the day with its Z report.
    CloseDay,
    /// Change the shop's settings.
    ChangeSettings,
    /// Change products and prices.
    ChangeCatalogue,
    /// Let another version of the model work at the till.
    PromoteModel,
    /// Add people, change them, and set who may do what. Always the owner's.
    ChangePeople,
}

impl Deed {
    /// All of them, in the order in which a screen lists them.
    pub const ALL: [Self; 12] = [
        Self::VoidLine,
        Self::VoidCart,
        Self::OverridePrice,
        Self::Discount,
        Self::Refund,
        Self::OpenDrawer,
        Self::PayInOut,
        Self::CloseDay,
        Self::ChangeCatalogue,
        Self::ChangeSettings,
        Self::PromoteModel,
        Self::ChangePeople,
    ];

    /// The word that the database keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OverridePrice => "override_price",
            Self::Discount => "discount",
            Self::VoidLine => "void_line",
            Self::VoidCart => "void_cart",
            Self::Refund => "refund",
            Self::OpenDrawer => "open_drawer",
            Self::PayInOut => "pay_in_out",
            Self::CloseDay => "close_day",
            Self::ChangeSettings => "change_settings",
            Self::ChangeCatalogue => "change_catalogue",
            Self::PromoteModel => "promote_model",
            Self::ChangePeople => "change_people",
        }
    }

    /// Reads [`Self::as_str`] back.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.as_str() == word)
    }

    /// The least role unless the owner says otherwise: what takes money out of a till unseen asks
    /// for a manager, what changes the shop for the owner.
    fn usual_role(self) -> Role {
        match self {
            Self::VoidLine => Role::Clerk,
            Self::VoidCart
            | Self::OverridePrice
            | Self::Discount
            | Self::Refund
            | Self::OpenDrawer
            | Self::PayInOut
            | Self::CloseDay
            | Self::ChangeCatalogue => Role::Manager,
            Self::ChangeSettings | Self::PromoteModel | Self::ChangePeople => Role::Owner,
        }
    }

    /// Whether the owner can give this deed to another role.
    pub fn can_be_given(self) -> bool {
        self != Self::ChangePeople
    }
}

/// The least role for each deed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Permissions {
    /// Only what differs from [`Deed::usual_role`].
    changed: BTreeMap<Deed, Role>,
}

impl Permissions {
    /// The least role that may do this.
    pub fn least_role(&self, deed: Deed) -> Role {
        self.changed.get(&deed).copied().unwrap_or_else(|| deed.usual_role())
    }

    /// Whether someone of this role may do this.
    pub fn allow(&self, role: Role, deed: Deed) -> bool {
        role >= self.least_role(deed)
    }

    /// Sets the least role for a deed; one that cannot be given stays as it is.
    pub fn set(&mut self, deed: Deed, role: Role) {
        if deed.can_be_given() {
            self.changed.insert(deed, role);
        }
    }

    /// Every deed with its least role.
    pub fn iter(&self) -> impl Iterator<Item = (Deed, Role)> + '_ {
        Deed::ALL.into_iter().map(|deed| (deed, self.least_role(deed)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_higher_role_may_do_what_a_lower_one_may() {
        let permissions = Permissions::default();
        for deed in Deed::ALL {
            assert!(permissions.allow(Role::Owner, deed), "{deed:?}");
            if permissions.allow(Role::Clerk, deed) {
                assert!(permissions.allow(Role::Manager, deed), "{deed:?}");
            }
        }
        assert!(permissions.allow(Role::Clerk, Deed::VoidLine));
        assert!(!permissions.allow(Role::Clerk, Deed::Refund));
        assert!(!permissions.allow(Role::Manager, Deed::ChangeSettings));
    }

    #[test]
    fn the_owner_gives_a_deed_to_others_but_not_the_right_to_give() {
        let mut permissions = Permissions::default();
        permissions.set(Deed::Refund, Role::Clerk);
        assert!(permissions.allow(Role::Clerk, Deed::Refund));
        permissions.set(Deed::VoidLine, Role::Owner);
        assert!(!permissions.allow(Role::Manager, Deed::VoidLine));
        permissions.set(Deed::ChangePeople, Role::Clerk);
        assert!(!permissions.allow(Role::Manager, Deed::ChangePeople));
    }

    #[test]
    fn words_are_read_back() {
        for deed in Deed::ALL {
            assert_eq!(Deed::from_word(deed.as_str()), Some(deed));
        }
        for role in Role::ALL {
            assert_eq!(Role::from_word(role.as_str()), Some(role));
        }
        assert_eq!(Deed::from_word("dance"), None);
        assert_eq!(Role::from_word("king"), None);
    }

    #[test]
    fn a_pin_is_four_to_twelve_digits_and_is_never_printed() {
        for text in ["1234", "000000", "123456789012"] {
            let pin = Pin::new(text).unwrap();
            assert_eq!(pin.digits(), text);
            assert!(!format!("{pin:?}").contains(text));
        }
        for text in ["", "123", "1234567890123", "12a4", "１２３４", "12 34", "-123"] {
            assert_eq!(Pin::new(text), Err(DomainError::NotAPin), "{text}");
        }
        assert!(!DomainError::NotAPin.to_string().contains("123 "));
    }

    #[test]
    fn a_name_has_something_to_read() {
        assert_eq!(person_name("  A\u{30a}sa 李 ").unwrap(), "Åsa 李");
        let long = "x".repeat(41);
        let endless = "x".repeat(10_000);
        for text in ["", "  ", "a\nb", "Ana\u{1b}p0", "Ana\u{202e}", "Ana\u{9b}", &long, &endless] {
            assert!(person_name(text).is_err(), "{text:?}");
            let told = person_name(text).unwrap_err().to_string();
            assert!(!told.contains(char::is_control), "{told:?}");
        }
    }

    #[test]
    fn the_lock_out_begins_at_the_fifth_failure_and_grows_to_an_hour() {
        let seconds: Vec<u64> = (0..14).map(lock_out_seconds).collect();
        assert_eq!(seconds[..5], [0; 5]);
        assert_eq!(seconds[5..], [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
        assert_eq!(lock_out_seconds(u32::MAX), 3600);
    }
}
