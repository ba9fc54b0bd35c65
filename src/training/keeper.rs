//! What keeps a training on a few products from forgetting the others.
//!
//! A pull of the weights towards the parent's (Li et al. 2018, "Explicit inductive bias for transfer
//! learning with convolutional networks", L2-SP); the parent's embedding as a target on the shop's own
//! photos (Hou et al. 2019, "Learning a unified classifier incrementally via rebalancing"); drawn
//! embeddings of the products without photos for the last layer (Smith et al. 2021, "Always be
//! dreaming", drawn from Gaussians as in Zhu et al. 2021, "Prototype augmentation and
//! self-supervision"); and in the end a mean with the parent's weights (Wortsman et al. 2022, "Robust
//! fine-tuning of zero-shot models").

use tch::{Device, Kind, Tensor};

use super::{
    Retention, TrainingError, inheritance::Inheritance, rehearsal::Rehearsal, start::load_version,
};
use cnn::{Mode, Network};

/// The parent beside the network that learns.
pub(super) struct Keeper {
    settings: Retention,
    parent: Network,
    rehearsal: Option<Rehearsal>,
}

impl Keeper {
    pub(super) fn new(
        settings: Retention,
        inheritance: &Inheritance,
        device: Device,
    ) -> Result<Self, TrainingError> {
        let parent = load_version(&inheritance.parent, device)?;
        let rehearsal = match &inheritance.statistics {
            Some(statistics) if settings.rehearsal > 0.0 && settings.rehearsed > 0 => {
                let width = parent.embedding_width();
                Some(Rehearsal::new(statistics, &inheritance.absent, width, device)?)
            }
            _ => None,
        };
        Ok(Self { settings, parent, rehearsal })
    }

    pub(super) fn learning_rate_share(&self) -> f64 {
        self.settings.learning_rate_share
    }

    /// The parent's embedding of pictures, batch x embedding.
    pub(super) fn embedding(&self, pictures: &Tensor) -> Result<Tensor, TrainingError> {
        let _guard = tch::no_grad_guard();
        Ok(self.parent.embedding(pictures, Mode::Inference)?)
    }

    /// The parent's embedding of what stands before the last stage, batch x embedding.
    pub(super) fn last_stage(&self, features: &Tensor) -> Result<Tensor, TrainingError> {
        let _guard = tch::no_grad_guard();
        Ok(self.parent.last_stage(features, Mode::Inference)?)
    }

    /// What is added to the loss of a batch, given the network's and the parent's embedding of it.
    pub(super) fn loss(
        &self,
        network: &Network,
        embedding: &Tensor,
        parents: &Tensor,
    ) -> Result<Tensor, TrainingError> {
        let length = parents.f_square()?.f_mean(Kind::Float)?.f_clamp_min(1e-6)?;
        let gap = embedding.f_sub(parents)?.f_square()?.f_mean(Kind::Float)?.f_div(&length)?;
        let mut loss = gap.f_mul_scalar(self.settings.embedding_pull)?;
        if let Some(rehearsal) = &self.rehearsal {
            let drawn = rehearsal.draw(self.settings.rehearsed, parents)?;
            let opinion = self.opinion(&drawn, network.class_count())?;
            let logits = network.logits(&drawn, Mode::Inference)?;
            let no_weights = None::<&Tensor>;
            let distance = logits.f_cross_entropy_loss(
                &opinion,
                no_weights,
                tch::Reduction::Mean,
                -100,
                0.0,
            )?;
            loss = loss.f_add(&distance.f_mul_scalar(self.settings.rehearsal)?)?;
        }
        Ok(loss)
    }

    /// The parent's probabilities for embeddings, and none for products it does not know.
    fn opinion(&self, embeddings: &Tensor, classes: i64) -> Result<Tensor, TrainingError> {
        let _guard = tch::no_grad_guard();
        let shares = self.parent.logits(embeddings, Mode::Inference)?.f_softmax(-1, Kind::Float)?;
        let new = classes - self.parent.class_count();
        Ok(shares.f_constant_pad_nd([0, new])?)
    }

    /// Pulls the weights a step towards the parent's.
    pub(super) fn pull(&self, network: &Network, learning_rate: f64) -> Result<(), TrainingError> {
        self.move_towards_parent(network, (learning_rate * self.settings.weight_pull).min(1.0))
    }

    /// Takes the mean of the finished weights and the parent's.
    pub(super) fn average(&self, network: &Network) -> Result<(), TrainingError> {
        self.move_towards_parent(network, self.settings.parent_part)
    }

    /// Moves every learnt tensor `share` of the way; rows of new products have nothing to go to.
    fn move_towards_parent(&self, network: &Network, share: f64) -> Result<(), TrainingError> {
        if share <= 0.0 {
            return Ok(());
        }
        let _guard = tch::no_grad_guard();
        for (name, entry) in network.parameters().iter().filter(|(_, entry)| entry.learnt) {
            let Some(target) = self.parent.parameters().get(name) else { continue };
            let rows = target.tensor.size().first().copied().unwrap_or_default();
            let _ = entry.tensor.f_narrow(0, 0, rows)?.f_lerp_(&target.tensor, share)?;
        }
        Ok(())
    }
}
