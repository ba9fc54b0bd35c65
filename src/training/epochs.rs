//! The epochs of a training, whatever it trains: each is learnt, judged, saved and told.

use std::time::Instant;

use super::{RunEvent, TrainingError, judgement::Judgement, learner::Learner};

/// A training that goes on epoch by epoch.
pub(super) trait LearnsByEpochs<'a> {
    /// What changes while it runs.
    fn learner(&mut self) -> &mut Learner<'a>;

    /// Learns from all photos once, in the epoch of this number, from 1; the mean loss.
    fn epoch(
        &mut self,
        epoch: usize,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<f64, TrainingError>;

    /// Judges what was learnt by now, where there are validation photos.
    fn judge_epoch(&mut self) -> Result<Option<Judgement>, TrainingError>;

    /// Writes a checkpoint.
    fn save(&self) -> Result<(), TrainingError>;

    /// Goes through the epochs that are left.
    fn run_epochs(&mut self, on_event: &mut dyn FnMut(RunEvent)) -> Result<(), TrainingError> {
        let epochs = self.learner().course.recipe.epochs;
        while self.learner().done.count < epochs {
            let begun = Instant::now();
            let epoch = self.learner().done.count + 1;
            self.learner().pace.begin_epoch();
            let train_loss = self.epoch(epoch, on_event)?;
            let done = &mut self.learner().done;
            done.count = epoch;
            done.seconds += begun.elapsed().as_secs_f64();
            let judgement = self.judge_epoch()?;
            self.save()?;
            on_event(RunEvent::Epoch {
                epoch,
                epochs,
                train_loss,
                val_loss: judgement.as_ref().map(|judgement| judgement.loss),
                val_top1: judgement.as_ref().map(|judgement| judgement.top1),
                val_top4: judgement.as_ref().map(|judgement| judgement.top4),
                seconds: begun.elapsed().as_secs_f64(),
            });
        }
        Ok(())
    }
}
