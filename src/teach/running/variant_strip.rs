//! A photo of the shop as a training would see it, painted by the training's own code on a thread of
//! its own: only the newest wish is painted.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};

use super::RunCommand;
use crate::desk::Outbox;
use domain::ProductId;
use photo::{Picture, load};
use training::{Recipe, variants};

/// Looks in a strip.
const LOOKS: u64 = 8;

/// Looks of one photo.
#[derive(Clone, PartialEq, Debug)]
pub struct VariantStrip {
    /// Another number is another strip.
    pub number: u64,
    /// What the photo shows.
    pub product: ProductId,
    /// The looks, in the order of their seeds: a look follows a changed setting.
    pub looks: Arc<Vec<Picture>>,
}

/// What to paint.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct StripWish {
    pub number: u64,
    pub product: ProductId,
    pub photo: PathBuf,
    pub recipe: Recipe,
}

/// Where wishes go: one waits, and a newer one takes its place, since only the last is looked at.
pub(super) struct StripPainter {
    wishes: Sender<StripWish>,
    waiting: Receiver<StripWish>,
}

impl StripPainter {
    /// Begins a painter; without a thread there are no strips, which hurts nothing else.
    pub(super) fn begin(outbox: Outbox<RunCommand>) -> Self {
        let (wishes, waiting) = bounded(1);
        let to_paint = waiting.clone();
        let painting = move || paint_all(&to_paint, &outbox);
        if let Err(error) = base::threads::start("strip-painter", painting) {
            tracing::warn!(%error, "augmentation is not shown");
        }
        Self { wishes, waiting }
    }

    /// Wishes for a strip.
    pub(super) fn wish(&self, wish: StripWish) {
        if let Err(TrySendError::Full(wish)) = self.wishes.try_send(wish) {
            let _older = self.waiting.try_recv();
            // Full again it cannot be: nobody else wishes.
            let _taken = self.wishes.try_send(wish);
        }
    }
}

fn paint_all(wishes: &Receiver<StripWish>, outbox: &Outbox<RunCommand>) {
    let mut loaded: Option<(PathBuf, Picture)> = None;
    for first in wishes {
        let wish = wishes.try_iter().last().unwrap_or(first);
        if let Some(strip) = paint(&wish, &mut loaded)
            && !outbox.send(RunCommand::Painted(strip))
        {
            return;
        }
    }
}

fn paint(wish: &StripWish, loaded: &mut Option<(PathBuf, Picture)>) -> Option<VariantStrip> {
    let picture = photo_at(&wish.photo, loaded)?;
    let may_mirror = !wish.recipe.never_mirrored.iter().any(|id| id == wish.product.as_str());
    let looks = Arc::new(variants(picture, &wish.recipe, may_mirror, LOOKS));
    Some(VariantStrip { number: wish.number, product: wish.product.clone(), looks })
}

/// The photo, which is decoded once while only settings change.
fn photo_at<'a>(path: &Path, loaded: &'a mut Option<(PathBuf, Picture)>) -> Option<&'a Picture> {
    if loaded.as_ref().is_none_or(|(known, _)| known != path) {
        *loaded = load(path)
            .map_err(|error| tracing::warn!(%error, "a photo is not shown"))
            .ok()
            .map(|picture| (path.to_owned(), picture));
    }
    loaded.as_ref().map(|(_, picture)| picture)
}
