//! Pictures on the screen: decoded and made small on a thread of their own, uploaded once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, bounded};
use egui::{ColorImage, TextureHandle, TextureOptions};

use crate::thumbnails::Thumbnails;
use devices::Frame;
use photo::{self, Picture};
use till::{ItemId, ItemView, samples};

/// The longer side of a product's picture on the screen, in pixels.
const PRODUCT_SIDE: u32 = 320;
/// The longer side of a sample's picture on the screen, in pixels.
const SAMPLE_SIDE: u32 = 320;
/// The longer side of a photo that someone decides on, in pixels.
const LARGE_SIDE: u32 = 1024;
/// How many of those are kept: the one on the screen, and those just before.
const LARGE_KEPT: usize = 4;
/// How many product pictures are kept on the graphics card: at most 160 MB.
const KEPT: usize = 400;
/// How many pictures may wait to be loaded.
const WAITING: usize = 512;

/// A picture that is loaded once.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    File(PathBuf),
    Sample(String),
    Large(PathBuf),
}

/// What is known of a picture.
enum Slot {
    Asked,
    Ready {
        texture: TextureHandle,
        used: u64,
    },
    /// It cannot be shown; a letter stands in its place.
    Missing,
}

/// Where pictures are decoded.
enum Loader {
    Thread {
        ask: Sender<Key>,
        answers: Receiver<(Key, Option<Picture>)>,
    },
    /// At once: for tests, which look at one frame.
    Here,
}

/// The textures of the window.
pub struct Pictures {
    ctx: egui::Context,
    loader: Loader,
    slots: RefCell<HashMap<Key, Slot>>,
    photos: RefCell<HashMap<ItemId, TextureHandle>>,
    camera: RefCell<Option<(u64, TextureHandle)>>,
    evidence: RefCell<Option<(Arc<Picture>, TextureHandle)>>,
    similar: RefCell<Option<(Arc<Picture>, TextureHandle)>>,
    /// Photos of the shop and of tests, shown small.
    pub thumbnails: Thumbnails,
    now: RefCell<u64>,
}

impl Pictures {
    /// Loads pictures on a thread named `pictures`; without threads, at once. Thumbnails have threads
    /// of their own, and are kept in the folder `thumbnails`.
    pub fn on_a_thread(ctx: &egui::Context, thumbnails: &Path) -> Self {
        let (ask, asked) = bounded::<Key>(WAITING);
        let (tell, answers) = bounded(WAITING);
        let wake = ctx.clone();
        let thread = base::threads::start("pictures", move || {
            for key in asked {
                let picture = load(&key);
                if tell.send((key, picture)).is_err() {
                    return;
                }
                wake.request_repaint();
            }
        });
        let loader = match thread {
            Ok(_) => Loader::Thread { ask, answers },
            Err(_) => Loader::Here,
        };
        Self::new(ctx, loader, Thumbnails::on_threads(ctx, thumbnails))
    }

    /// Loads each picture when it is first drawn.
    pub fn at_once(ctx: &egui::Context) -> Self {
        Self::new(ctx, Loader::Here, Thumbnails::at_once(ctx))
    }

    fn new(ctx: &egui::Context, loader: Loader, thumbnails: Thumbnails) -> Self {
        Self {
            ctx: ctx.clone(),
            loader,
            slots: RefCell::default(),
            photos: RefCell::default(),
            camera: RefCell::default(),
            evidence: RefCell::default(),
            similar: RefCell::default(),
            thumbnails,
            now: RefCell::new(0),
        }
    }

    /// Uploads what has been decoded since, and lets go of what is no longer shown.
    pub fn receive(&self, items: &[ItemView]) {
        *self.now.borrow_mut() += 1;
        if let Loader::Thread { answers, .. } = &self.loader {
            for (key, picture) in answers.try_iter() {
                self.put(key, picture);
            }
        }
        self.thumbnails.receive();
        self.photos.borrow_mut().retain(|id, _| items.iter().any(|item| item.id == *id));
        self.make_room();
    }

    /// Returns the picture of a product that has this file name, if it is loaded.
    pub fn of_product(&self, folder: &Path, name: &str) -> Option<TextureHandle> {
        self.get(Key::File(folder.join(name)))
    }

    /// Returns a sample's picture, if it is loaded.
    pub fn sample(&self, name: &str) -> Option<TextureHandle> {
        self.get(Key::Sample(name.to_owned()))
    }

    /// Returns a photo that someone decides on, if it is loaded.
    pub fn large(&self, path: &Path) -> Option<TextureHandle> {
        self.get(Key::Large(path.to_owned()))
    }

    /// Returns a photo's picture.
    pub fn photo(&self, id: ItemId, thumbnail: &Picture) -> TextureHandle {
        let mut photos = self.photos.borrow_mut();
        let texture = photos.entry(id).or_insert_with(|| self.upload("photo", thumbnail));
        texture.clone()
    }

    /// Returns the texture of a photo with the evidence on it; only one is shown at a time.
    pub fn evidence(&self, picture: &Arc<Picture>) -> TextureHandle {
        self.only_one("evidence", &self.evidence, picture)
    }

    /// Returns the texture of the shop's own photo beside it; only one is shown at a time.
    pub fn similar(&self, picture: &Arc<Picture>) -> TextureHandle {
        self.only_one("similar", &self.similar, picture)
    }

    fn only_one(
        &self,
        name: &str,
        place: &RefCell<Option<(Arc<Picture>, TextureHandle)>>,
        picture: &Arc<Picture>,
    ) -> TextureHandle {
        let mut place = place.borrow_mut();
        match place.as_ref() {
            Some((shown, texture)) if Arc::ptr_eq(shown, picture) => texture.clone(),
            _ => {
                let texture = self.upload(name, picture);
                *place = Some((Arc::clone(picture), texture.clone()));
                texture
            }
        }
    }

    /// Returns the camera's picture; each frame goes into the same texture.
    pub fn camera(&self, frame: &Frame) -> Option<TextureHandle> {
        let picture = frame.picture().ok()?; // decoded before it was published
        let mut camera = self.camera.borrow_mut();
        let Some((number, texture)) = camera.as_mut() else {
            let texture = self.upload("camera", &picture);
            *camera = Some((frame.number(), texture.clone()));
            return Some(texture);
        };
        if *number != frame.number() {
            *number = frame.number();
            texture.set(image(&picture), TextureOptions::LINEAR);
        }
        Some(texture.clone())
    }

    fn get(&self, key: Key) -> Option<TextureHandle> {
        let now = *self.now.borrow();
        if let Some(slot) = self.slots.borrow_mut().get_mut(&key) {
            return match slot {
                Slot::Ready { texture, used } => {
                    *used = now;
                    Some(texture.clone())
                }
                Slot::Asked | Slot::Missing => None,
            };
        }
        match &self.loader {
            Loader::Here => {
                let picture = load(&key);
                self.put(key.clone(), picture);
                match self.slots.borrow().get(&key) {
                    Some(Slot::Ready { texture, .. }) => Some(texture.clone()),
                    _ => None,
                }
            }
            Loader::Thread { ask, .. } => {
                // With too many waiting it is asked for again in a later frame.
                if ask.try_send(key.clone()).is_ok() {
                    self.slots.borrow_mut().insert(key, Slot::Asked);
                }
                None
            }
        }
    }

    fn put(&self, key: Key, picture: Option<Picture>) {
        let used = *self.now.borrow();
        let slot = picture.map_or(Slot::Missing, |picture| Slot::Ready {
            texture: self.upload("picture", &picture),
            used,
        });
        self.slots.borrow_mut().insert(key, slot);
    }

    fn make_room(&self) {
        self.keep_newest(LARGE_KEPT, |key| matches!(key, Key::Large(_)));
        self.keep_newest(KEPT, |_| true);
    }

    fn keep_newest(&self, count: usize, of: impl Fn(&Key) -> bool) {
        let mut slots = self.slots.borrow_mut();
        let all = slots.keys().filter(|key| of(key)).count();
        if all <= count {
            return;
        }
        let used = |slot: &Slot| match slot {
            Slot::Ready { used, .. } => *used,
            Slot::Asked => u64::MAX,
            Slot::Missing => 0,
        };
        let mut by_age: Vec<_> = slots
            .iter()
            .filter(|(key, _)| of(key))
            .map(|(key, slot)| (used(slot), key.clone()))
            .collect();
        by_age.sort_by_key(|(used, _)| *used);
        for (_, key) in by_age.into_iter().take(all - count) {
            slots.remove(&key);
        }
    }

    fn upload(&self, name: &str, picture: &Picture) -> TextureHandle {
        self.ctx.load_texture(name, image(picture), TextureOptions::LINEAR)
    }
}

fn image(picture: &Picture) -> ColorImage {
    let size = [picture.width() as usize, picture.height() as usize];
    ColorImage::from_rgb(size, picture.rgb())
}

fn load(key: &Key) -> Option<Picture> {
    let (picture, side) = match key {
        Key::File(path) => (photo::load(path), PRODUCT_SIDE),
        Key::Large(path) => (photo::load(path), LARGE_SIDE),
        Key::Sample(name) => (photo::decode(samples::bytes(name)?, name), SAMPLE_SIDE),
    };
    match picture {
        Ok(picture) => Some(photo::resize_within(&picture, side)),
        Err(error) => {
            tracing::warn!(%error, "a picture cannot be shown");
            None
        }
    }
}
