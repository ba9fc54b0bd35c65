//! Which photos of the library are probably under the wrong name.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use cnn::DeviceChoice;
use domain::ProductId;
use recognition::Recogniser;
use registry::{Registry, Version};
use store::{PhotoId, PhotoRow, ShopFolder, Store};
use taught::{TaughtError, directions_of};
use training::{DisjointSets, LabelledDirection, suspects};

use super::super::sides::look_alike;

/// A photo that is probably under the wrong name.
#[derive(Clone, PartialEq, Debug)]
pub struct SuspectPhoto {
    /// The photo, as the library has it.
    pub photo: PhotoRow,
    /// What it probably shows.
    pub suspected: ProductId,
    /// How much likelier that is than what it is under: above 0, mostly below 1.
    pub margin: f32,
}

/// What a check found.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Checked {
    /// The version that looked at the photos.
    pub version: String,
    /// How many photos were compared.
    pub photos: usize,
    /// Photos that could not be read, each with the reason.
    pub unreadable: Vec<(PhotoRow, String)>,
    /// The suspects, the surest first.
    pub suspects: Vec<SuspectPhoto>,
}

/// Compares all photos of the library with each other, as a version sees them; the promoted one
/// where none is given. `looked` hears how many photos of how many it has looked at.
///
/// # Errors
/// [`TaughtError`] when shop or version cannot be used.
pub fn check_photos(
    shop: &Path,
    version: Option<&Version>,
    looked: &mut dyn FnMut(usize, usize),
) -> Result<Checked, TaughtError> {
    let shop = ShopFolder::open(shop)?;
    let promoted;
    let version = match version {
        Some(version) => version,
        None => {
            promoted = Registry::open(shop.root())?.promoted()?;
            &promoted
        }
    };
    let mut store = Store::open(&shop)?;
    let photos = store.photos()?;
    let recogniser = Recogniser::load(version, DeviceChoice::Auto)?;
    let folder = shop.photos();
    let (directions, unreadable) =
        directions_of(&mut store, &folder, &recogniser, &photos, looked)?;
    Ok(Checked {
        version: version.name().to_owned(),
        photos: directions.len(),
        unreadable: unreadable.into_iter().map(|not| (not.photo, not.reason)).collect(),
        suspects: unconfirmed(suspect_photos(&photos, &directions), &store.confirmed_photos()?),
    })
}

/// The suspects among photos of which directions are known.
pub fn suspect_photos(
    photos: &[PhotoRow],
    directions: &[(PhotoId, Vec<f32>)],
) -> Vec<SuspectPhoto> {
    let rows: BTreeMap<PhotoId, &PhotoRow> = photos.iter().map(|row| (row.id, row)).collect();
    let known: Vec<(&PhotoRow, &Vec<f32>)> =
        directions.iter().filter_map(|(id, direction)| Some((*rows.get(id)?, direction))).collect();
    let mut products: Vec<&ProductId> = known.iter().map(|(row, _)| &row.product).collect();
    products.sort();
    products.dedup();
    let groups = groups(&known.iter().map(|(row, _)| *row).collect::<Vec<_>>());
    let labelled: Vec<LabelledDirection<'_>> = known
        .iter()
        .zip(groups)
        .filter_map(|((row, direction), group)| {
            let label = products.binary_search(&&row.product).ok()?;
            Some(LabelledDirection { direction, label, group })
        })
        .collect();
    suspects(&labelled)
        .into_iter()
        .filter_map(|suspect| {
            Some(SuspectPhoto {
                photo: known.get(suspect.index)?.0.clone(),
                suspected: (*products.get(suspect.suspected)?).clone(),
                margin: suspect.margin,
            })
        })
        .collect()
}

/// Without those of which someone has said that they are right.
fn unconfirmed(
    mut suspects: Vec<SuspectPhoto>,
    confirmed: &HashMap<PhotoId, ProductId>,
) -> Vec<SuspectPhoto> {
    suspects.retain(|suspect| confirmed.get(&suspect.photo.id) != Some(&suspect.photo.product));
    suspects
}

/// For each photo the number of its group: what looks nearly alike does not judge each other.
pub(super) fn groups(rows: &[&PhotoRow]) -> Vec<usize> {
    let mut sets = DisjointSets::new(rows.len());
    look_alike(rows, &mut |a, b| sets.join(a, b));
    let mut numbers = vec![0; rows.len()];
    for (number, group) in sets.groups().into_iter().enumerate() {
        for index in group {
            if let Some(slot) = numbers.get_mut(index) {
                *slot = number;
            }
        }
    }
    numbers
}
