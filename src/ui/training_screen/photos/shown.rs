//! What the right side shows, and the photos that this means.

use std::collections::HashMap;
use std::sync::Arc;

use domain::ProductId;
use teach::library::{LibraryView, PhotoId, PhotoTile};

/// What the right side shows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) enum Shown {
    /// All photos.
    #[default]
    All,
    /// The photos of a product.
    Product(ProductId),
    /// What the till has taken and nobody has looked at.
    Inbox,
    /// Photos that are probably under the wrong name.
    Suspects,
}

/// The photos that are shown, found once for each view and not once a frame.
#[derive(Default)]
pub(super) struct ShownIds {
    of: Option<(Arc<Vec<PhotoTile>>, Shown)>,
    pub(super) ids: Vec<PhotoId>,
    places: HashMap<PhotoId, usize>,
}

impl ShownIds {
    /// Finds them anew where something has changed; returns whether it has.
    pub(super) fn follow(&mut self, photos: &Arc<Vec<PhotoTile>>, shown: &Shown) -> bool {
        let same =
            |(all, what): &(Arc<Vec<PhotoTile>>, Shown)| Arc::ptr_eq(all, photos) && what == shown;
        if self.of.as_ref().is_some_and(same) {
            return false;
        }
        let is_shown = |photo: &PhotoTile| match shown {
            Shown::Product(product) => photo.product == *product,
            _ => true,
        };
        let found = photos.iter().enumerate().filter(|(_, photo)| is_shown(photo));
        self.places = found.map(|(place, photo)| (photo.id, place)).collect();
        self.ids = self.places.keys().copied().collect();
        self.ids.sort_unstable();
        self.of = Some((Arc::clone(photos), shown.clone()));
        true
    }

    /// The photo with this number.
    pub(super) fn photo<'v>(&self, id: PhotoId, view: &'v LibraryView) -> Option<&'v PhotoTile> {
        view.photos.get(*self.places.get(&id)?)
    }
}
