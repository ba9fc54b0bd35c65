//! What one training works on: the same for the whole network and for its last stage alone.

use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};

use super::{
    Recipe, StopFlag, TrainingError, checkpoint::CheckpointFolder, cut_out::CutOut,
    judgement::JudgedPhoto, keeper::Keeper, labels::LabelTable, picture_cache::DecodedPhoto,
    sampling::EpochPlan, schedule::learning_rate_share,
};
use cnn::{Mode, Network};
use photo::Preparation;

/// What one training works on; does not change while it runs.
pub(super) struct Course<'a> {
    pub name: &'a str,
    pub recipe: &'a Recipe,
    pub seed: u64,
    /// Whether a class may be mirrored, by its index.
    pub may_mirror: &'a [bool],
    pub labels: &'a LabelTable,
    pub photos: &'a [DecodedPhoto],
    pub plan: &'a EpochPlan,
    pub clean_items: &'a [CutOut],
    pub validation: &'a [JudgedPhoto],
    pub teacher: Option<&'a Network>,
    /// What keeps products that the photos do not show.
    pub keeper: Option<&'a Keeper>,
    /// Preparation of the training crops: the judged one at the training size.
    pub preparation: &'a Preparation,
    pub checkpoints: &'a CheckpointFolder,
    pub fingerprint: String,
    pub stop: &'a StopFlag,
}

impl Course<'_> {
    /// A pull towards the parent takes the place of one towards zero.
    pub(super) fn weight_decay(&self) -> f64 {
        if self.keeper.is_some() { 0.0 } else { self.recipe.weight_decay }
    }

    /// Highest learning rate: beside a keeper, weights that know other products move with care.
    fn learning_rate(&self) -> f64 {
        let care = self.keeper.map_or(1.0, Keeper::learning_rate_share);
        self.recipe.learning_rate * care
    }

    /// How a network learns: beside a keeper, batch norms keep what they know of all products.
    pub(super) fn mode(&self) -> Mode {
        let Recipe { drop_connect, dropout, .. } = *self.recipe;
        match self.keeper {
            Some(_) => Mode::FineTuning { drop_connect, dropout },
            None => Mode::Training { drop_connect, dropout },
        }
    }

    /// Learning rate of a batch: `index` from 0 of `total` in `epoch`, which counts from 1.
    pub(super) fn learning_rate_at(&self, epoch: usize, index: usize, total: usize) -> f64 {
        let recipe = self.recipe;
        let warm_up = (recipe.warm_up_epochs * total as f64) as usize;
        let step = (epoch - 1) * total + index;
        self.learning_rate() * learning_rate_share(step, warm_up, recipe.epochs * total)
    }

    /// Every epoch has generators of its own, so that a resumed training draws the same numbers:
    /// LibTorch's is set, the other one returned.
    pub(super) fn seed_epoch(&self, epoch: usize) -> ChaCha8Rng {
        let seed = self.seed.wrapping_mul(1_000_003).wrapping_add(epoch as u64);
        tch::manual_seed(seed as i64);
        ChaCha8Rng::seed_from_u64(seed)
    }

    /// Ends a training in the middle of `epoch` where that is wished.
    pub(super) fn check_stop(&self, epoch: usize) -> Result<(), TrainingError> {
        if self.stop.is_raised() {
            let name = self.name.to_owned();
            return Err(TrainingError::Stopped { name, epochs: epoch - 1 });
        }
        Ok(())
    }
}
