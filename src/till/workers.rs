//! The threads behind the till: one decodes photos, one owns the model, and one loads another model
//! beside it. None can take the till down: a panic in any becomes an answer.

use std::sync::Arc;
use std::time::Instant;

use base::threads::Panicked;
use crossbeam_channel::{Receiver, Sender, bounded, select};

use super::command::{ItemId, PhotoSource};
use super::machine::Input;
use super::model::{LoadModel, LoadedModel};
use super::post::Post;
use super::samples;
use super::snapshot::EvidenceView;
use crate::messages::{Message, refused_by_system};
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
    LookAt { item: ItemId, source: PhotoSource, chosen: Option<usize>, scope: Arc<Scope> },
    Explain { item: ItemId, source: PhotoSource, chosen: Option<usize>, why: Why },
}

/// Decodes photos until the till hangs up.
pub(super) fn decode_photos(jobs: &Receiver<DecodeJob>, till: &Sender<Post>) {
    for job in jobs {
        if till.send(Post::Input(decode(&job))).is_err() {
            return;
        }
    }
}

/// Opens a photo and makes its small copy.
pub(super) fn decode(job: &DecodeJob) -> Input {
    let start = Instant::now();
    match decoded(&job.source) {
        Ok((picture, thumbnail)) => {
            let millis = start.elapsed().as_secs_f64() * 1000.0;
            Input::PhotoDecoded { item: job.item, picture, thumbnail, millis }
        }
        Err(message) => Input::PhotoFailed { item: job.item, message },
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
        Err(Message::new("photo-damaged"))
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
                tracing::warn!(%error, "a frame without a picture");
                Message::new("photo-damaged")
            });
        }
        PhotoSource::Pasted(picture) => return Ok(Arc::clone(picture)),
    };
    picture.map(Arc::new).map_err(|error| error.message())
}

/// A model on its way from the thread that loads it.
type Loading = Receiver<Result<LoadedModel, Message>>;

/// What is wished of the model's owner beside its jobs.
pub(super) enum ModelWish {
    /// Know what the shop has taught, by the version that it has promoted.
    Follow,
    /// Name goods by this model from now on: whoever promoted its version has loaded it to try it.
    TakeOver(LoadedModel),
}

/// Owns the model until the till hangs up. It is loaded first, before any job. Where only what was
/// taught has changed, a wish to follow is met by the model itself; otherwise another one is loaded on
/// a thread beside this one. It takes over between two jobs, and where it cannot be loaded the old one
/// goes on.
pub(super) fn own_model(
    load: &LoadModel,
    jobs: &Receiver<ModelJob>,
    wishes: &Receiver<ModelWish>,
    till: &Sender<Post>,
) {
    let mut owner = ModelOwner { model: None, loading: None, wished: false };
    let nothing = crossbeam_channel::never();
    let mut input = Some(owner.take_over(guarded(|| load())));
    loop {
        if let Some(input) = input.take()
            && till.send(Post::Input(input)).is_err()
        {
            return;
        }
        if owner.loading.is_none() && std::mem::take(&mut owner.wished) {
            input = owner.follow(load);
            continue;
        }
        select! {
            recv(owner.loading.as_ref().unwrap_or(&nothing)) -> loaded => {
                input = Some(owner.loaded(loaded.unwrap_or_else(|gone| { tracing::error!(%gone, "no model came"); Err(Message::new("model-panicked")) })));
            }
            recv(wishes) -> wish => match wish {
                Ok(ModelWish::Follow) => owner.wished = true,
                Ok(ModelWish::TakeOver(model)) => input = Some(owner.loaded(Ok(model))),
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
    model: Option<LoadedModel>,
    loading: Option<Loading>,
    /// The shop has changed since the model was made, or since the one that is being loaded was begun.
    wished: bool,
}

impl ModelOwner {
    fn work(&mut self, job: ModelJob) -> Input {
        match job {
            ModelJob::Recognise { batch, scope } => recognised(&mut self.model, &batch, &scope),
            ModelJob::LookAt { item, source, chosen, scope } => {
                looked_at(&mut self.model, (item, chosen), &source, &scope)
            }
            ModelJob::Explain { item, source, chosen, why } => {
                explained(&mut self.model, (item, chosen), &source, why)
            }
        }
    }

    /// Meets a wish to follow the shop: by the model as it is, or by another one that is loaded now.
    fn follow(&mut self, load: &LoadModel) -> Option<Input> {
        let model = self.model.as_mut();
        let followed = model.map(|model| base::threads::guarded(|| model.recognise.follow_shop()));
        match followed {
            Some(Ok(true)) => {
                let model = self.model.as_ref()?;
                let (name, device) = (model.name.clone(), model.device.clone());
                tracing::info!(model = name, "the model knows what was taught");
                Some(Input::ModelSwapped { name, device })
            }
            Some(Ok(false)) | None => {
                self.load_beside(load);
                None
            }
            Some(Err(panic)) => {
                let failed = panicked(&mut self.model, &panic);
                self.load_beside(load);
                Some(failed)
            }
        }
    }

    fn load_beside(&mut self, load: &LoadModel) {
        let (sender, loading) = bounded(1);
        let (load, refused) = (Arc::clone(load), sender.clone());
        let begun = base::threads::start("model-loader", move || {
            // A till that has ended needs no model.
            let _sent = sender.send(guarded(|| load()));
        });
        if let Err(error) = begun {
            let _sent = refused.send(Err(refused_by_system("thread-refused", &error)));
        }
        self.loading = Some(loading);
    }

    /// Whatever is still being loaded is older than this one, and is dropped.
    fn loaded(&mut self, result: Result<LoadedModel, Message>) -> Input {
        self.loading = None;
        match (result, self.model.is_some()) {
            (Err(reason), true) => {
                tracing::error!(?reason, "another model not loaded; the one before goes on");
                Input::ModelKept(reason)
            }
            (Ok(model), true) => {
                let (name, device) = (model.name.clone(), model.device.clone());
                tracing::info!(model = name, device, "another model took over");
                self.model = Some(model);
                Input::ModelSwapped { name, device }
            }
            (result, false) => self.take_over(result),
        }
    }

    fn take_over(&mut self, result: Result<LoadedModel, Message>) -> Input {
        match result {
            Ok(model) => {
                let (name, device) = (model.name.clone(), model.device.clone());
                tracing::info!(model = name, device, "model loaded");
                self.model = Some(model);
                Input::ModelLoaded { name, device }
            }
            Err(message) => {
                tracing::error!(?message, "model not loaded");
                Input::ModelFailed(message)
            }
        }
    }
}

/// A loader that panics has failed.
pub(super) fn guarded(
    load: impl FnOnce() -> Result<LoadedModel, Message>,
) -> Result<LoadedModel, Message> {
    base::threads::guarded(load).unwrap_or_else(|panic| Err(panicked_with(&panic)))
}

fn recognised(
    model: &mut Option<LoadedModel>,
    batch: &[(ItemId, Arc<Picture>)],
    scope: &Scope,
) -> Input {
    let Some(LoadedModel { recognise, .. }) = model else {
        return Input::ModelFailed(Message::new("model-not-there"));
    };
    let start = Instant::now();
    let pictures: Vec<&Picture> = batch.iter().map(|(_, picture)| picture.as_ref()).collect();
    match base::threads::guarded(|| recognise.recognise(&pictures, scope)) {
        Ok(result) => Input::Recognised {
            items: batch.iter().map(|(item, _)| *item).collect(),
            result: result.and_then(|answers| one_a_picture(answers, batch.len())),
            millis: start.elapsed().as_secs_f64() * 1000.0,
        },
        Err(panic) => panicked(model, &panic),
    }
}

/// What is left of a model that panicked is not to be trusted.
fn panicked(model: &mut Option<LoadedModel>, panic: &Panicked) -> Input {
    *model = None;
    Input::ModelFailed(panicked_with(panic))
}

/// A photo is opened again for one of the items on it.
fn looked_at(
    model: &mut Option<LoadedModel>,
    (item, chosen): (ItemId, Option<usize>),
    source: &PhotoSource,
    scope: &Scope,
) -> Input {
    let Some(LoadedModel { recognise, .. }) = model else {
        return Input::ModelFailed(Message::new("model-not-there"));
    };
    let picture = match open(source) {
        Ok(picture) => picture,
        Err(message) => return Input::LookedAt { item, chosen, result: Err(message) },
    };
    match base::threads::guarded(|| recognise.recognise_item(&picture, chosen, scope)) {
        Ok(result) => Input::LookedAt { item, chosen, result },
        Err(panic) => panicked(model, &panic),
    }
}

fn explained(
    model: &mut Option<LoadedModel>,
    (item, chosen): (ItemId, Option<usize>),
    source: &PhotoSource,
    why: Why,
) -> Input {
    let Some(LoadedModel { recognise, .. }) = model else {
        return Input::ModelFailed(Message::new("model-not-there"));
    };
    let picture = match open(source) {
        Ok(picture) => picture,
        Err(message) => return Input::Explained { item, why, result: Err(message) },
    };
    let found_out = || {
        let explanation = recognise.explain_item(&picture, chosen, &why)?;
        // The item that is meant, not the one that would be found first.
        let item = chosen.map(|_| photo::crop_to_region(&picture, &explanation.seen));
        let similar = recognise.most_similar(item.as_ref().unwrap_or(&picture), &why.product);
        Ok::<_, Message>((explanation, similar))
    };
    let result = match base::threads::guarded(found_out) {
        Ok(result) => result,
        Err(panic) => return panicked(model, &panic),
    };
    let result = result
        .map(|(explanation, similar)| evidence(&picture, &explanation, similar.as_ref()))
        .map_err(|reason| Message::new("why-failed").because(reason));
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

fn one_a_picture(answers: Vec<Recognition>, pictures: usize) -> Result<Vec<Recognition>, Message> {
    if answers.len() == pictures {
        Ok(answers)
    } else {
        tracing::error!(answers = answers.len(), pictures, "not one answer a photo");
        Err(Message::new("model-network"))
    }
}

fn panicked_with(panic: &Panicked) -> Message {
    tracing::error!(said = panic.said, "the model panicked");
    Message::new("model-panicked")
}
