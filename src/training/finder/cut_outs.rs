//! Goods cut out of studio pictures: those photos of the data whose ground is white all around.

use crate::{
    DataLabel, DataSet, RunEvent, TrainingError, cut_out::CutOut, data_set::TrainingData,
    picture_cache::read_photos,
};
use photo::resize_within;

/// Longest side of a cut-out, in pixels: more than an item is ever laid with.
const LONGEST_SIDE: u32 = 256;

/// What could be cut out, each with the label that it had.
pub(super) struct CutOuts {
    pub items: Vec<CutOut>,
    /// The data's labels, by the items' classes.
    pub labels: Vec<DataLabel>,
}

/// Cuts out what lies on white in the photos and clean pictures of the data. Photos on other grounds
/// are passed over; unreadable ones are told.
pub(super) fn cut_outs(
    data: &[TrainingData],
    on_event: &mut dyn FnMut(RunEvent),
) -> Result<CutOuts, TrainingError> {
    let data = DataSet::open_all(data)?;
    let reduce = |picture| resize_within(&picture, LONGEST_SIDE);
    let all = [data.photos.as_slice(), data.clean_pictures.as_slice()].concat();
    let total = all.len();
    let read = read_photos(&all, reduce, |done| on_event(RunEvent::Reading { done, total }));
    let photos = read.told(on_event);
    let cut = photos.into_iter().filter_map(|photo| {
        let label = photo.label;
        CutOut::from_studio_picture(label, photo)
    });
    let items: Vec<CutOut> = cut.collect();
    Ok(CutOuts { items, labels: data.labels })
}
