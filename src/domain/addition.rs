//! How goods came onto a line of the cart, and the clerk's word that named them.

/// Names a clerk's word on what a photo shows; never used twice in a shop.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NamingId(pub u64);

/// What has become of a clerk's word on a photo.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Naming {
    /// What it put into the cart is still there, or on hold.
    Open,
    /// That was sold: the word counts.
    Sold,
    /// That was undone, corrected, or taken out of the cart: the word never counts.
    Withdrawn,
    /// Nobody knows: of a program that did not say, or of a cart that was lost.
    Unknown,
}

impl Naming {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Open, Self::Sold, Self::Withdrawn, Self::Unknown];

    /// The word that the database keeps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Sold => "sold",
            Self::Withdrawn => "withdrawn",
            Self::Unknown => "unknown",
        }
    }

    /// Reads [`Self::as_str`] back.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == word)
    }
}

/// One piece, or one weight, that came onto a line.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Addition {
    /// The photo that it was named from, as it was given; `None` where there was none, or where it has
    /// no name.
    pub photo: Option<String>,
    /// The clerk's word that named it; `None` where no clerk was asked, or the word no longer counts.
    pub naming: Option<NamingId>,
}

impl From<Option<String>> for Addition {
    fn from(photo: Option<String>) -> Self {
        Self { photo, naming: None }
    }
}
