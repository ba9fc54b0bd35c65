//! How a shop decides on a picture: what the model saw, in the light of all that the shop knows.

use std::collections::BTreeMap;

use super::{Experience, Recognition, Trust};
use domain::{Grams, PriceTag, ProductId};

/// Tells what a product costs, where that is known.
pub type PriceOf<'a> = dyn Fn(&ProductId) -> Option<PriceTag> + 'a;

/// What a shop knows beside what a picture shows.
#[derive(Clone, Copy)]
pub struct Evidence<'a> {
    /// What was learnt by selling.
    pub experience: &'a Experience,
    /// How far the shop trusts the version.
    pub trust: &'a Trust,
    /// The weight on the scale, where something lies there.
    pub on_scale: Option<Grams>,
    /// What a product costs, where the shop lets prices have a say.
    pub price_of: Option<&'a PriceOf<'a>>,
}

impl Evidence<'_> {
    /// The one rule by which the till, the command line and the bench decide: the candidates weighed
    /// by what lies on the scale and what sells ([`Experience::weigh`]), then the decision taken, by
    /// price too where prices have a say ([`super::decide_by_price`]), and taken back where the shop
    /// does not trust the version with it ([`Trust`]).
    #[must_use]
    pub fn judge(&self, seen: &Recognition) -> Recognition {
        let weighed = self.experience.weigh(seen, self.on_scale);
        let decided = match self.price_of {
            Some(price_of) => {
                Recognition { decision: weighed.decision_by_price(price_of), ..weighed }
            }
            None => weighed,
        };
        decided.trusted(self.trust, |recognition| match self.price_of {
            Some(price_of) => recognition.decision_by_price(price_of),
            None => recognition.decision_by_name(),
        })
    }
}

/// The same for whoever has no till: read once, with nothing on the scale.
#[derive(Clone, Debug, Default)]
pub struct ShopEvidence {
    /// What was learnt by selling.
    pub experience: Experience,
    /// How far the shop trusts the version.
    pub trust: Trust,
    /// What products cost, where the shop lets prices have a say.
    pub price_tags: Option<BTreeMap<ProductId, PriceTag>>,
}

impl ShopEvidence {
    /// Decides on a picture as the till would: see [`Evidence::judge`].
    #[must_use]
    pub fn judge(&self, seen: &Recognition) -> Recognition {
        let tags = self.price_tags.as_ref();
        let price_of = |product: &ProductId| tags?.get(product).copied();
        let evidence = Evidence {
            experience: &self.experience,
            trust: &self.trust,
            on_scale: None,
            price_of: tags.is_some().then_some(&price_of),
        };
        evidence.judge(seen)
    }
}
