//! The model of the desk that shows goods: it learns photos the moment they are kept, and tries itself
//! on what the camera sees. On a thread of its own, since looking takes a while.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crossbeam_channel::Receiver;

use super::cut_out::cut_out;
use super::{Heard, ShowCommand, TrialView};
use crate::desk::Outbox;
use crate::teaching::Wires;
use devices::Frame;
use domain::{Message, ProductId};
use photo::Picture;
use recognition::Recognition;

/// How many candidates a trial shows.
const CANDIDATES: usize = 4;

/// What a model knows once it has learnt.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Learnt {
    /// The version that learnt.
    pub version: String,
    /// Products that were taught, and with how many photos.
    pub taught: BTreeMap<ProductId, usize>,
    /// Products that it was trained on.
    pub trained: Arc<BTreeSet<ProductId>>,
}

/// A model that learns from photos, and names pictures.
pub trait Learner {
    /// Looks at the photos of the library that it has not looked at; knows their products from then
    /// on, and those alone.
    ///
    /// # Errors
    /// Says why it cannot.
    fn learn(&mut self) -> Result<Learnt, Message>;

    /// Names what a picture shows.
    ///
    /// # Errors
    /// Says why it cannot.
    fn recognise(&mut self, picture: &Picture) -> Result<Recognition, Message>;
}

/// Makes a learner, on the thread that will own it; called again after a failure.
pub type LoadLearner = Arc<dyn Fn() -> Result<Box<dyn Learner>, Message> + Send + Sync>;

/// Something for the learner to do.
pub(super) enum LearnerJob {
    /// Learn what there is.
    Learn,
    /// Try what this frame shows.
    Try(Arc<Frame>),
}

/// Works until the desk is gone.
pub(super) fn work(
    load: &LoadLearner,
    wires: &Wires,
    jobs: &Receiver<LearnerJob>,
    desk: &Outbox<ShowCommand>,
) {
    let mut learner = None;
    for job in jobs {
        let done = base::threads::guarded(|| carry_out(load, &mut learner, wires, job));
        let heard = done.unwrap_or_else(|_| {
            tracing::error!("the model panicked while it was taught");
            learner = None; // what is left of it is not to be trusted
            Heard::LearnerFailed(Message::new("model-panicked"))
        });
        if !desk.send(ShowCommand::Heard(heard)) {
            return;
        }
    }
}

fn carry_out(
    load: &LoadLearner,
    learner: &mut Option<Box<dyn Learner>>,
    wires: &Wires,
    job: LearnerJob,
) -> Heard {
    let loaded = match learner {
        Some(learner) => learner,
        None => match load() {
            Ok(loaded) => learner.insert(loaded),
            Err(why) => return Heard::LearnerFailed(why),
        },
    };
    match job {
        LearnerJob::Learn => match loaded.learn() {
            Ok(learnt) => Heard::Learnt(learnt),
            Err(why) => Heard::LearnerFailed(why),
        },
        LearnerJob::Try(frame) => match tried(loaded.as_mut(), wires, &frame) {
            Ok(trial) => Heard::Tried(trial),
            Err(why) => {
                tracing::debug!(id = why.id, "nothing to say about this frame");
                Heard::Tried(None)
            }
        },
    }
}

fn tried(
    learner: &mut dyn Learner,
    wires: &Wires,
    frame: &Frame,
) -> Result<Option<TrialView>, Message> {
    let picture = match frame.picture() {
        Ok(picture) => picture,
        Err(error) => {
            tracing::debug!(%error, "a frame that shows nothing");
            return Ok(None);
        }
    };
    let cut = cut_out(&picture, &(wires.tray)());
    let recognition = learner.recognise(&cut.picture)?;
    let shown = recognition.candidates.iter().take(CANDIDATES);
    Ok(Some(TrialView {
        frame: frame.number(),
        lies: cut.lies,
        candidates: shown.map(|own| (own.product.clone(), own.score)).collect(),
        decision: recognition.decision,
        millis: recognition.millis.prepare + recognition.millis.infer,
    }))
}
