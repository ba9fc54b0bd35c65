//! What of the photos a training looks at: the items that the finder finds, as the till will.

use std::{collections::BTreeMap, path::Path};

use super::{
    DataSet, LabelledPhoto, RunEvent, TrainOptions, TrainingError,
    judgement::JudgedPhoto,
    labels::LabelTable,
    picture_cache::{DecodedPhoto, read_items, read_photos},
};
use cnn::Architecture;
use photo::{Picture, Preparation, Prepared, Region, prepare, prepare_region};
use recognition::ItemFinder;

/// The finder that came with the program, for networks of photos.
pub(super) struct Eye {
    finder: Option<ItemFinder>,
}

impl Eye {
    /// # Errors
    /// [`TrainingError::Recognition`] when the finder is damaged: what is learnt on whole pictures would
    /// not suit a till whose finder is whole.
    pub(super) fn of(options: &TrainOptions) -> Result<Self, TrainingError> {
        let finder = match options.architecture {
            Architecture::Article(_) => None,
            _ => ItemFinder::shipped(options.device)?,
        };
        Ok(Self { finder })
    }

    fn region(&self, picture: &Picture) -> Result<Option<Region>, TrainingError> {
        let found = self.finder.as_ref().map(|finder| finder.region(picture)).transpose()?;
        Ok(found.flatten())
    }

    /// A picture as the till would show it to the network.
    fn prepared(
        &self,
        picture: &Picture,
        preparation: &Preparation,
    ) -> Result<Prepared, TrainingError> {
        Ok(match self.region(picture)? {
            Some(region) => prepare_region(picture, &region, preparation),
            None => prepare(picture, preparation),
        })
    }

    /// The photos of some data, each cut to its item and made smaller; those that cannot be read are told.
    pub(super) fn read(
        &self,
        data: &DataSet,
        reduce: impl Fn(Picture) -> Picture + Sync,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<Vec<DecodedPhoto>, TrainingError> {
        let total = data.photos.len();
        let tell = |done| on_event(RunEvent::Reading { done, total });
        let read = read_items(&data.photos, |picture| self.region(picture), reduce, tell)?;
        let photos = read.told(on_event);
        Ok(photos)
    }

    /// Held-out photos read once more, at full size, and prepared just as the till will.
    pub(super) fn judged_again(
        &self,
        data: &DataSet,
        held_out: &[DecodedPhoto],
        labels: &LabelTable,
        preparation: &Preparation,
    ) -> Result<Vec<(JudgedPhoto, String)>, TrainingError> {
        let by_name: BTreeMap<(&str, usize), &LabelledPhoto> =
            data.photos.iter().map(|photo| ((photo.name.as_str(), photo.source), photo)).collect();
        let mut judged = Vec::with_capacity(held_out.len());
        for photo in held_out {
            let bytes = by_name.get(&(photo.name.as_str(), photo.source)).map(|photo| photo.read());
            let Some(Ok(bytes)) = bytes else { continue };
            let Ok(picture) = photo::decode(&bytes, &photo.name) else { continue };
            let prepared = self.prepared(&picture, preparation)?;
            let truth = labels.members(photo.label).to_vec();
            judged.push((JudgedPhoto { prepared, truth }, photo.hash.to_string()));
        }
        Ok(judged)
    }

    /// Validation photos from other data; products that are not trained are left out.
    pub(super) fn other_data(
        &self,
        path: &Path,
        labels: &LabelTable,
        preparation: &Preparation,
        on_event: &mut dyn FnMut(RunEvent),
    ) -> Result<Vec<(JudgedPhoto, String)>, TrainingError> {
        let data = DataSet::open(path)?;
        let truths: Vec<Vec<usize>> =
            data.labels.iter().map(|label| label.meaning(labels.classes())).collect();
        let truth_of = |label: usize| truths.get(label).filter(|truth| !truth.is_empty());
        let mut known = data.clone();
        known.photos.retain(|photo| truth_of(photo.label).is_some());
        if known.photos.is_empty() {
            return Err(TrainingError::BadOption {
                what: format!(
                    "the validation data {} shows no product that is trained",
                    path.display()
                ),
            });
        }
        let total = known.photos.len();
        let tell = |done| on_event(RunEvent::Reading { done, total });
        let read = read_photos(&known.photos, |picture| picture, tell);
        let photos = read.told(on_event);
        let mut judged = Vec::with_capacity(photos.len());
        for photo in photos {
            let Some(truth) = truth_of(photo.label).cloned() else { continue };
            let prepared = self.prepared(&photo.picture, preparation)?;
            judged.push((JudgedPhoto { prepared, truth }, photo.hash.to_string()));
        }
        Ok(judged)
    }
}
