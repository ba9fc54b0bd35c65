//! Pictures on their way to the versions: read, and made small.

use std::sync::Arc;
use std::time::Instant;

use super::view::Answer;
use super::worker::OrderedPicture;
use domain::Message;
use photo::{Picture, encode_jpeg, resize_within};

/// The longer side of a small picture, in pixels, and the quality of its JPEG.
const THUMBNAIL_SIDE: u32 = 192;
const THUMBNAIL_QUALITY: u8 = 80;

/// A picture that was read, or why it was not.
pub(super) struct Read {
    pub(super) id: u64,
    pub(super) result: Result<ReadPicture, Message>,
}

/// The picture, how long it took, its small picture, and what the versions make of it.
pub(super) struct ReadPicture {
    pub(super) picture: Picture,
    pub(super) decode_millis: f64,
    pub(super) thumbnail: Option<Arc<[u8]>>,
    pub(super) sides: [Side; 2],
}

/// Whether a version is to name a picture, and what it makes of it.
#[derive(Default)]
pub(super) struct Side {
    pub(super) wanted: bool,
    pub(super) answer: Option<Answer>,
}

/// Reads a picture.
pub(super) fn read(ordered: &OrderedPicture) -> Read {
    let begun = Instant::now();
    let id = ordered.id;
    let picture = match ordered.source.load() {
        Ok(picture) => picture,
        Err(error) => return Read { id, result: Err(error.message()) },
    };
    let decode_millis = millis(begun);
    let sides = ordered.wanted.map(|wanted| Side { wanted, answer: None });
    let thumbnail = ordered.thumbnail.then(|| thumbnail(&picture)).flatten();
    Read { id, result: Ok(ReadPicture { picture, decode_millis, thumbnail, sides }) }
}

fn thumbnail(picture: &Picture) -> Option<Arc<[u8]>> {
    encode_jpeg(&resize_within(picture, THUMBNAIL_SIDE), THUMBNAIL_QUALITY).map(Arc::from)
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}
