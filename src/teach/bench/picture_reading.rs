//! Pictures on their way to the versions: read, made small, prepared as each version wants them.

use std::sync::Arc;
use std::time::Instant;

use super::view::Answer;
use super::worker::OrderedPicture;
use domain::Message;
use photo::{self, Picture, Preparation, Prepared, encode_jpeg, resize_within};

/// The longer side of a small picture, in pixels, and the quality of its JPEG.
const THUMBNAIL_SIDE: u32 = 192;
const THUMBNAIL_QUALITY: u8 = 80;

/// A picture that was read, or why it was not.
pub(super) struct Read {
    pub(super) id: u64,
    pub(super) result: Result<ReadPicture, Message>,
}

/// How long it took, its small picture, and what the versions get of it.
pub(super) struct ReadPicture {
    pub(super) decode_millis: f64,
    pub(super) thumbnail: Option<Arc<[u8]>>,
    pub(super) sides: [Side; 2],
}

/// What a version gets of a picture, and what it makes of it.
#[derive(Default)]
pub(super) struct Side {
    pub(super) prepared: Option<Arc<Prepared>>,
    pub(super) millis: f64,
    pub(super) answer: Option<Answer>,
}

/// Reads a picture, and prepares it for those versions that are to name it.
pub(super) fn read(ordered: &OrderedPicture, preparations: &[Option<Preparation>; 2]) -> Read {
    let begun = Instant::now();
    let id = ordered.id;
    let picture = match ordered.source.load() {
        Ok(picture) => picture,
        Err(error) => return Read { id, result: Err(error.message()) },
    };
    let decode_millis = millis(begun);
    let mut sides: [Side; 2] = Default::default();
    let wanted = preparations.iter().zip(ordered.wanted);
    let mut before: Option<(&Preparation, Arc<Prepared>, f64)> = None;
    for (side, (preparation, wanted)) in sides.iter_mut().zip(wanted) {
        let Some(preparation) = preparation.as_ref().filter(|_| wanted) else { continue };
        let (prepared, millis) = match &before {
            Some((same, prepared, millis)) if *same == preparation => {
                (Arc::clone(prepared), *millis)
            }
            _ => {
                let begun = Instant::now();
                (Arc::new(photo::prepare(&picture, preparation)), millis(begun))
            }
        };
        before = Some((preparation, Arc::clone(&prepared), millis));
        *side = Side { prepared: Some(prepared), millis, answer: None };
    }
    let thumbnail = ordered.thumbnail.then(|| thumbnail(&picture)).flatten();
    Read { id, result: Ok(ReadPicture { decode_millis, thumbnail, sides }) }
}

fn thumbnail(picture: &Picture) -> Option<Arc<[u8]>> {
    encode_jpeg(&resize_within(picture, THUMBNAIL_SIDE), THUMBNAIL_QUALITY).map(Arc::from)
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}
