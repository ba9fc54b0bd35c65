//! The threads behind the till: one decodes photos, one owns the model, and one loads another model
//! beside it. None can take the till down: a panic in any becomes an answer.

use std::sync::Arc;
use std::time::Instant;

use base::threads::Panicked;
use crossbeam_channel::{Receiver, Sender, bounded, select};

use super::command::{ItemId, PhotoSource};
use super::machine::Input;
use super::messages::Message;
use super::model::{LoadModel, LoadedModel, Recognise};
use super::runtime::Post;
use super::samples;
use super::snapshot::EvidenceView;
use photo::{self, PhotoError, Picture};
use recognition::{Explanation, Recognition, Scope, Why};

/// The longer side of what the screen shows of a photo, in pixels.
const THUMBNAIL_SIDE: u32 = 640;
/// The longer side of a photo that shows the evidence, which is seen larger, in pixels.
const EVIDENCE_SIDE: u32 = 960;

/// The longer side of a product's photo that is shown beside the evidence, in pixels.
const SIMILAR_SIDE: u32 = 320;

/// A photo to decode.
pub(super) struct DecodeJob {
    pub(super) item: ItemId,
    pub(super) source: PhotoSource,
}

/// Something for the model's owner to do.
pub(super) enum ModelJob {
    Recognise { batch: Vec<(ItemId, Arc<Picture>)>, scope: Arc<Scope> },
    Explain { item: ItemId, source: PhotoSource, why: Why },
}

/// Decodes photos until the till hangs up.
pub(super) fn decode_photos(jobs: &Receiver<DecodeJob>, till: &Sender<Post>) {
    for job in jobs {
        let start = Instant::now();
        let input = match decoded(&job.source) {
            Ok((picture, thumbnail)) => {
                let millis = start.elapsed().as_secs_f64() * 1000.0;
                Input::PhotoDecoded { item: job.item, picture, thumbnail, millis }
            }
            Err(message) => Input::PhotoFailed { item: job.item, message },
        };
        if till.send(Post::Input(input)).is_err() {
            return;
        }
    }
}

fn decoded(source: &PhotoSource) -> Result<(Arc<Picture>, Arc<Picture>), Message> {
    let picture = open(source)?;
    let thumbnail = photo::resize_within(&picture, THUMBNAIL_SIDE);
    Ok((picture, Arc::new(thumbnail)))
}

/// Opens a photo; a decoder that panics is a photo that is damaged.
pub(super) fn open(source: &PhotoSource) -> Result<Arc<Picture>, Message> {
    base::threads::guarded(|| open_unguarded(source)).unwrap_or_else(|_| {
        tracing::error!("a picture decoder panicked");
        Err(Message::new("photo-damaged").naming("reason", "its decoder stopped"))
    })
}

fn open_unguarded(source: &PhotoSource) -> Result<Arc<Picture>, Message> {
    let picture = match source {
        PhotoSource::File(path) => photo::load(path),
        PhotoSource::Bytes { name, bytes } => photo::decode(bytes, name),
        PhotoSource::Sample(name) => match samples::bytes(name) {
            Some(bytes) => photo::decode(bytes, name),
            None => Err(PhotoError::Empty { name: name.clone() }),
        },
        PhotoSource::Camera(frame) => {
            return frame.picture().map_err(|error| {
                Message::new("photo-damaged").naming("reason", error.to_string())
            });
        }
        PhotoSource::Pasted(picture) => return Ok(Arc::clone(picture)),
    };
    picture.map(Arc::new).map_err(|error| error.message())
}

/// A model on its way from the thread that loads it.
type Loading = Receiver<Result<LoadedModel, String>>;

/// Owns the model until the till hangs up. It is loaded first, before any job. A wish in `wishes` has
/// it loaded again on a thread beside this one; the new model takes over between two jobs, and where it
/// cannot be loaded the old one goes on.
pub(super) fn own_model(
    load: &LoadModel,
    jobs: &Receiver<ModelJob>,
    wishes: &Receiver<()>,
    till: &Sender<Post>,
) {
    let mut owner = ModelOwner { model: None, loading: None, wished: false };
    let nothing = crossbeam_channel::never();
    let mut input = Some(owner.take_over(guarded(load)));
    loop {
        if let Some(input) = input.take()
            && till.send(Post::Input(input)).is_err()
        {
            return;
        }
        select! {
            recv(owner.loading.as_ref().unwrap_or(&nothing)) -> loaded => {
                input = Some(owner.loaded(loaded.unwrap_or_else(|gone| Err(gone.to_string()))));
                if std::mem::take(&mut owner.wished) {
                    owner.load_beside(load);
                }
            }
            recv(wishes) -> wish => match wish {
                Ok(()) => owner.load_beside(load),
                Err(_) => return,
            },
            recv(jobs) -> job => match job {
                Ok(job) => input = Some(owner.work(job)),
                Err(_) => return,
            },
        }
    }
}

/// The model, and the one that is being loaded.
struct ModelOwner {
    model: Option<Box<dyn Recognise + Send>>,
    loading: Option<Loading>,
    /// Another one is wished for than the one that is being loaded.
    wished: bool,
}

impl ModelOwner {
    fn work(&mut self, job: ModelJob) -> Input {
        match job {
            ModelJob::Recognise { batch, scope } => recognised(&mut self.model, &batch, &scope),
            ModelJob::Explain { item, source, why } => {
                explained(&mut self.model, item, &source, why)
            }
        }
    }

    /// Begins to load a model; one that is being loaded already may be too old by now.
    fn load_beside(&mut self, load: &LoadModel) {
        if self.loading.is_some() {
            self.wished = true;
            return;
        }
        let (sender, loading) = bounded(1);
        let (load, refused) = (Arc::clone(load), sender.clone());
        let begun = base::threads::start("model-loader", move || {
            // A till that has ended needs no model.
            let _sent = sender.send(guarded(&load));
        });
        if let Err(error) = begun {
            let _sent = refused.send(Err(error.to_string()));
        }
        self.loading = Some(loading);
    }

    fn loaded(&mut self, result: Result<LoadedModel, String>) -> Input {
        self.loading = None;
        match (result, self.model.is_some()) {
            (Err(reason), true) => {
                tracing::error!(reason, "another model not loaded; the one before goes on");
                Input::ModelKept(reason)
            }
            (Ok(loaded), true) => {
                let LoadedModel { name, device, recognise } = loaded;
                tracing::info!(model = name, device, "another model took over");
                self.model = Some(recognise);
                Input::ModelSwapped { name, device }
            }
            (result, false) => self.take_over(result),
        }
    }

    fn take_over(&mut self, result: Result<LoadedModel, String>) -> Input {
        match result {
            Ok(LoadedModel { name, device, recognise }) => {
                tracing::info!(model = name, device, "model loaded");
                self.model = Some(recognise);
                Input::ModelLoaded { name, device }
            }
            Err(message) => {
                tracing::error!(message, "model not loaded");
                Input::ModelFailed(message)
            }
        }
    }
}

fn guarded(load: &LoadModel) -> Result<LoadedModel, String> {
    base::threads::guarded(|| load()).unwrap_or_else(|panic| Err(panic.said))
}

fn recognised(
    model: &mut Option<Box<dyn Recognise + Send>>,
    batch: &[(ItemId, Arc<Picture>)],
    scope: &Scope,
) -> Input {
    let Some(recognise) = model else {
        return Input::ModelFailed("there is no model".to_owned());
    };
    let start = Instant::now();
    let pictures: Vec<&Picture> = batch.iter().map(|(_, picture)| picture.as_ref()).collect();
    match base::threads::guarded(|| recognise.recognise(&pictures, scope)) {
        Ok(result) => Input::Recognised {
            items: batch.iter().map(|(item, _)| *item).collect(),
            result: result.and_then(|answers| one_a_picture(answers, batch.len())),
            millis: start.elapsed().as_secs_f64() * 1000.0,
        },
        Err(panic) => panicked(model, panic),
    }
}

/// What is left of a model that panicked is not to be trusted.
fn panicked(model: &mut Option<Box<dyn Recognise + Send>>, panic: Panicked) -> Input {
    *model = None;
    tracing::error!(message = panic.said, "the model panicked");
    Input::ModelFailed(panic.said)
}

fn explained(
    model: &mut Option<Box<dyn Recognise + Send>>,
    item: ItemId,
    source: &PhotoSource,
    why: Why,
) -> Input {
    let Some(recognise) = model else {
        return Input::ModelFailed("there is no model".to_owned());
    };
    let picture = match open(source) {
        Ok(picture) => picture,
        Err(message) => return Input::Explained { item, why, result: Err(message) },
    };
    let found_out = || {
        let explanation = recognise.explain(&picture, &why)?;
        Ok::<_, String>((explanation, recognise.most_similar(&picture, &why.product)))
    };
    let result = match base::threads::guarded(found_out) {
        Ok(result) => result,
        Err(panic) => return panicked(model, panic),
    };
    let result = result
        .map(|(explanation, similar)| evidence(&picture, &explanation, similar.as_ref()))
        .map_err(|reason| Message::new("why-failed").naming("reason", reason));
    Input::Explained { item, why, result }
}

fn evidence(
    picture: &Picture,
    explanation: &Explanation,
    similar: Option<&Picture>,
) -> EvidenceView {
    let small = |own: &Picture| Arc::new(photo::resize_within(own, SIMILAR_SIDE));
    EvidenceView {
        similar: similar.map(small),
        picture: Arc::new(explanation.on(picture, EVIDENCE_SIDE)),
        whole: explanation.saw_all_of(picture),
        slight: explanation.is_slight(),
    }
}

fn one_a_picture(answers: Vec<Recognition>, pictures: usize) -> Result<Vec<Recognition>, String> {
    if answers.len() == pictures {
        Ok(answers)
    } else {
        Err(format!("{} answers for {pictures} photos", answers.len()))
    }
}
