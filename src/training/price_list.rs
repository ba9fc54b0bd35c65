//! What the shop's products cost, for figures of what prices would change.

use std::collections::BTreeMap;

use domain::{PriceTag, ProductId};

/// What the shop's products cost.
pub type PriceList = BTreeMap<ProductId, PriceTag>;
