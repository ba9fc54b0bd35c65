//! The numbers of what keeps a training on a few products from forgetting the others.

use serde::{Deserialize, Serialize};

use super::RecipeFault;

/// How strongly each pull of `Keeper` works. Takes effect only where the version a training begins from
/// knows products that the data has no photos of.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Share of the recipe's learning rate that is taken.
    pub learning_rate_share: f64,
    /// Pull of each weight towards the parent's: what part of the gap a step closes, divided by the
    /// learning rate. It takes the place of weight decay.
    pub weight_pull: f64,
    /// Weight of the squared distance between embedding and the parent's, in units of the parent's
    /// squared length.
    pub embedding_pull: f64,
    /// Weight of the last layer's distance from the parent's opinion on drawn embeddings.
    pub rehearsal: f64,
    /// Embeddings drawn a step.
    pub rehearsed: usize,
    /// The parent's part in the mean of weights that is kept in the end, 0 to 1.
    pub parent_part: f64,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            learning_rate_share: 0.3,
            weight_pull: 0.5,
            embedding_pull: 4.0,
            rehearsal: 1.0,
            rehearsed: 64,
            parent_part: 0.65,
        }
    }
}

impl Retention {
    /// Says what makes no sense.
    ///
    /// # Errors
    /// [`RecipeFault`] of the first wrong field.
    pub(super) fn check(&self) -> Result<(), RecipeFault> {
        let weights = [
            ("retention's learning_rate_share", self.learning_rate_share),
            ("retention's weight_pull", self.weight_pull),
            ("retention's embedding_pull", self.embedding_pull),
            ("retention's rehearsal", self.rehearsal),
        ];
        let fits = |value: f64| value.is_finite() && value >= 0.0;
        if let Some((field, value)) = weights.into_iter().find(|(_, value)| !fits(*value)) {
            return Err(RecipeFault::Negative { field, value });
        }
        if !(0.0..=1.0).contains(&self.parent_part) {
            let (field, value) = ("retention's parent_part", self.parent_part);
            return Err(RecipeFault::Bounds { field, value, most: 1.0 });
        }
        Ok(())
    }
}
