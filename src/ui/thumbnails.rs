//! Thumbnails as textures: loaded when they come into sight, so many kept and no more, and never
//! waited for.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use egui::{ColorImage, Context, TextureHandle, TextureOptions};

use photo::Picture;
use teach::thumbnails::{ThumbnailKey, ThumbnailThreads, make_thumbnail};

/// How many are kept on the graphics card: at most 100 MB, some screens full.
const KEPT: usize = 512;
/// How many are uploaded in a frame: a millisecond or two.
const UPLOADS: usize = 24;

enum Slot {
    Asked,
    Ready {
        texture: TextureHandle,
        used: u64,
    },
    /// The photo cannot be read.
    Missing {
        used: u64,
    },
}

enum Loader {
    Threads(ThumbnailThreads),
    /// At once: for tests, which look at one frame, and where the system gives no threads.
    Here,
}

/// The textures of thumbnails.
pub struct Thumbnails {
    ctx: Context,
    loader: Loader,
    slots: RefCell<HashMap<ThumbnailKey, Slot>>,
    frame: Cell<u64>,
}

impl Thumbnails {
    /// Thumbnails that threads make and keep in `folder`.
    pub fn on_threads(ctx: &Context, folder: &Path) -> Self {
        let wake = ctx.clone();
        let loader = {
            let wake: teach::Wake = Arc::new(move || wake.request_repaint());
            ThumbnailThreads::start(folder, &wake)
        };
        let loader = loader.map_or(Loader::Here, Loader::Threads);
        Self::new(ctx, loader)
    }

    /// Thumbnails that are made when they are first drawn.
    pub fn at_once(ctx: &Context) -> Self {
        Self::new(ctx, Loader::Here)
    }

    fn new(ctx: &Context, loader: Loader) -> Self {
        Self { ctx: ctx.clone(), loader, slots: RefCell::default(), frame: Cell::new(0) }
    }

    /// Begins a frame: uploads some of what has become ready, lets go of what was not drawn for
    /// longest.
    pub fn receive(&self) {
        self.frame.set(self.frame.get() + 1);
        if let Loader::Threads(threads) = &self.loader {
            let mut uploads = 0;
            while uploads < UPLOADS
                && let Some((key, picture)) = threads.next_ready()
            {
                self.put(key, picture.as_ref());
                uploads += 1;
            }
            if uploads == UPLOADS {
                self.ctx.request_repaint();
            }
        }
        self.make_room();
    }

    /// The texture of a thumbnail, once it is there; asks for it otherwise.
    pub fn get(&self, key: &ThumbnailKey) -> Option<TextureHandle> {
        if key.is_none() {
            return None;
        }
        let now = self.frame.get();
        match self.slots.borrow_mut().get_mut(key) {
            Some(Slot::Ready { texture, used }) => {
                *used = now;
                return Some(texture.clone());
            }
            Some(Slot::Missing { used }) => {
                *used = now;
                return None;
            }
            Some(Slot::Asked) => return None,
            None => {}
        }
        match &self.loader {
            Loader::Threads(threads) => {
                self.slots.borrow_mut().insert(key.clone(), Slot::Asked);
                if let Some(left_out) = threads.ask(key.clone()) {
                    self.slots.borrow_mut().remove(&left_out);
                }
                None
            }
            Loader::Here => self.put(key.clone(), make_thumbnail(key).as_ref()),
        }
    }

    /// Whether a photo was found to be unreadable.
    pub fn is_missing(&self, key: &ThumbnailKey) -> bool {
        matches!(self.slots.borrow().get(key), Some(Slot::Missing { .. }))
    }

    /// How many are known of, ready or not.
    pub fn known(&self) -> usize {
        self.slots.borrow().len()
    }

    fn put(&self, key: ThumbnailKey, picture: Option<&Picture>) -> Option<TextureHandle> {
        let used = self.frame.get();
        let texture = picture.map(|picture| {
            let size = [picture.width() as usize, picture.height() as usize];
            let image = ColorImage::from_rgb(size, picture.rgb());
            self.ctx.load_texture("thumbnail", image, TextureOptions::LINEAR)
        });
        let slot = match &texture {
            Some(texture) => Slot::Ready { texture: texture.clone(), used },
            None => Slot::Missing { used },
        };
        self.slots.borrow_mut().insert(key, slot);
        texture
    }

    fn make_room(&self) {
        let mut slots = self.slots.borrow_mut();
        if slots.len() <= KEPT {
            return;
        }
        // What is asked for goes by itself: it becomes ready, or is left out by the threads.
        let used = |slot: &Slot| match slot {
            Slot::Ready { used, .. } | Slot::Missing { used } => *used,
            Slot::Asked => u64::MAX,
        };
        let mut by_age: Vec<(u64, ThumbnailKey)> =
            slots.iter().map(|(key, slot)| (used(slot), key.clone())).collect();
        by_age.sort_by_key(|(used, _)| *used);
        let surplus = slots.len() - KEPT;
        for (_, key) in by_age.into_iter().take(surplus).filter(|(used, _)| *used != u64::MAX) {
            slots.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn only_so_many_are_kept_and_those_in_sight_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jpg");
        std::fs::write(&path, photo::encode_jpeg(&Picture::filled(32, 24, [9; 3]), 90).unwrap())
            .unwrap();
        let thumbnails = Thumbnails::at_once(&Context::default());
        let seen = ThumbnailKey::of_file(&path);
        for index in 0..KEPT * 2 {
            thumbnails.receive();
            assert!(thumbnails.get(&seen).is_some());
            let gone = ThumbnailKey::of_file(&folder.path().join(index.to_string()));
            assert!(thumbnails.get(&gone).is_none());
            assert!(thumbnails.is_missing(&gone));
        }
        thumbnails.receive();
        assert_eq!(thumbnails.known(), KEPT);
        assert!(matches!(thumbnails.slots.borrow().get(&seen), Some(Slot::Ready { .. })));
    }
}
