//! Small pictures of photos: made once, kept on the disk, read by threads of their own.

use std::collections::VecDeque;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use crossbeam_channel::{Receiver, Sender, bounded};
use sha2::{Digest, Sha256};

use super::desk::Wake;
use base::write_atomically;
use photo::{self, Picture};
use store::PhotoRow;

/// The longer side of a thumbnail, in pixels.
pub const THUMBNAIL_SIDE: u32 = 224;
/// JPEG's quality of a thumbnail on the disk.
const QUALITY: u8 = 88;
/// Photos decoded at once: the till needs the other cores.
const THREADS: usize = 2;
/// So many photos wait; beyond that the one asked for first is left out, since it has long been
/// scrolled away.
const WAITING: usize = 256;

/// A photo to be shown small. Cheap to clone.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ThumbnailKey {
    path: Arc<Path>,
    content: Option<Arc<str>>,
    held: Option<HeldJpeg>,
}

/// A small picture that is held in memory; the same one is the same picture.
#[derive(Clone, Debug)]
struct HeldJpeg(Arc<[u8]>);

impl HeldJpeg {
    fn place(&self) -> usize {
        self.0.as_ptr() as usize
    }
}

impl PartialEq for HeldJpeg {
    fn eq(&self, other: &Self) -> bool {
        self.place() == other.place()
    }
}

impl Eq for HeldJpeg {}

impl Hash for HeldJpeg {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.place().hash(state);
    }
}

impl ThumbnailKey {
    /// Any photo on the disk: it is known by its path, size and time.
    pub fn of_file(path: &Path) -> Self {
        Self { path: path.into(), content: None, held: None }
    }

    /// A picture that is small already, as a JPEG file in memory; it is not kept on the disk.
    pub fn of_jpeg(bytes: &Arc<[u8]>) -> Self {
        Self { path: Path::new("").into(), content: None, held: Some(HeldJpeg(Arc::clone(bytes))) }
    }

    /// No picture at all: what stands in its place is drawn.
    pub fn none() -> Self {
        Self { path: Path::new("").into(), content: None, held: None }
    }

    /// Whether it stands for no picture at all.
    pub fn is_none(&self) -> bool {
        *self == Self::none()
    }

    /// No photo: it is shown as one that cannot be read.
    pub fn nothing() -> Self {
        Self::of_file(Path::new(""))
    }

    /// A photo of the library in this folder: it is known by its content.
    pub fn of_photo(folder: &Path, photo: &PhotoRow) -> Self {
        let content = Some(photo.content.as_str().into());
        Self { path: folder.join(&photo.file).into(), content, held: None }
    }

    /// The photo's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The name of the thumbnail's file. `None` where the photo is not there.
    fn file_name(&self) -> Option<String> {
        if let Some(content) = &self.content {
            return Some(format!("{}.jpg", content.get(..24)?));
        }
        let about = fs::metadata(&self.path).ok()?;
        let changed = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        let known_by = format!("{}\n{}\n{}", self.path.display(), about.len(), changed.as_nanos());
        let digest = Sha256::digest(known_by);
        let digest: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        Some(format!("file-{digest}.jpg"))
    }
}

/// Where a shop's thumbnails lie: as `ShopFolder` says, without opening the shop.
pub fn folder_in(shop: &Path) -> PathBuf {
    shop.join("thumbnails")
}

/// Makes a photo's thumbnail. `None` where the photo cannot be read.
pub fn make_thumbnail(key: &ThumbnailKey) -> Option<Picture> {
    let picture = match &key.held {
        Some(HeldJpeg(bytes)) => photo::decode(bytes, "thumbnail"),
        None => photo::load(&key.path),
    };
    match picture {
        Ok(picture) => Some(photo::resize_within(&picture, THUMBNAIL_SIDE)),
        Err(error) => {
            tracing::warn!(%error, "a photo cannot be shown");
            None
        }
    }
}

/// Reads the thumbnail in `folder`, or makes it and keeps it there. `None` where the photo cannot be
/// read.
pub fn thumbnail(folder: &Path, key: &ThumbnailKey) -> Option<Picture> {
    if key.held.is_some() {
        return make_thumbnail(key);
    }
    let kept = folder.join(key.file_name()?);
    if let Ok(bytes) = fs::read(&kept)
        && let Ok(picture) = photo::decode(&bytes, "thumbnail")
    {
        return Some(picture);
    }
    let picture = make_thumbnail(key)?;
    if let Err(error) = keep(&kept, &picture) {
        // It is made again when it is needed again.
        tracing::debug!(%error, "a thumbnail is not kept");
    }
    Some(picture)
}

fn keep(path: &Path, picture: &Picture) -> Result<(), Box<dyn std::error::Error>> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let bytes = photo::encode_jpeg(picture, QUALITY).ok_or("not encoded")?;
    write_atomically(path, |out| out.write_all(&bytes))?;
    Ok(())
}

/// A thumbnail that is ready, or `None` where the photo cannot be read.
pub type Ready = (ThumbnailKey, Option<Picture>);

/// Threads that make thumbnails. They end when this is dropped.
pub struct ThumbnailThreads {
    queue: Arc<Queue>,
    ready: Receiver<Ready>,
}

#[derive(Default)]
struct Queue {
    state: Mutex<Waiting>,
    changed: Condvar,
}

#[derive(Default)]
struct Waiting {
    keys: VecDeque<ThumbnailKey>,
    closed: bool,
}

impl ThumbnailThreads {
    /// Starts the threads; thumbnails are kept in `folder`, and `wake` is called for each.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start(folder: &Path, wake: &Wake) -> std::io::Result<Self> {
        let queue = Arc::new(Queue::default());
        // What nobody fetches holds the threads up, and nothing else.
        let (done, ready) = bounded(WAITING);
        // Made before its threads, so that those are told to end if a later one cannot be had.
        let threads = Self { queue: Arc::clone(&queue), ready };
        for _ in 0..THREADS {
            let (queue, done) = (Arc::clone(&queue), done.clone());
            let (folder, wake) = (PathBuf::from(folder), Wake::clone(wake));
            let work = move || make_all(&queue, &folder, &done, &wake);
            base::threads::start("thumbnails", work)?;
        }
        Ok(threads)
    }

    /// Asks for a thumbnail without waiting; what was asked last comes first. Returns what is left
    /// out in its place when too many wait.
    pub fn ask(&self, key: ThumbnailKey) -> Option<ThumbnailKey> {
        let mut waiting = self.queue.state.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.keys.push_front(key);
        self.queue.changed.notify_one();
        if waiting.keys.len() > WAITING { waiting.keys.pop_back() } else { None }
    }

    /// A thumbnail that has become ready.
    pub fn next_ready(&self) -> Option<Ready> {
        self.ready.try_recv().ok()
    }
}

impl Drop for ThumbnailThreads {
    fn drop(&mut self) {
        let mut waiting = self.queue.state.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.closed = true;
        waiting.keys.clear();
        self.queue.changed.notify_all();
    }
}

fn make_all(queue: &Queue, folder: &Path, done: &Sender<Ready>, wake: &Wake) {
    while let Some(key) = queue.next() {
        let picture = thumbnail(folder, &key);
        if done.send((key, picture)).is_err() {
            return;
        }
        wake();
    }
}

impl Queue {
    /// Waits for the next one; `None` once nobody asks any more.
    fn next(&self) -> Option<ThumbnailKey> {
        let mut waiting = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if waiting.closed {
                return None;
            }
            if let Some(key) = waiting.keys.pop_front() {
                return Some(key);
            }
            waiting = self.changed.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crossbeam_channel::bounded;

    fn photo_in(folder: &Path, name: &str, shade: u8) -> ThumbnailKey {
        let path = folder.join(name);
        let picture = Picture::filled(640, 480, [shade, 90, 30]);
        fs::write(&path, photo::encode_jpeg(&picture, 90).unwrap()).unwrap();
        ThumbnailKey::of_file(&path)
    }

    #[test]
    fn a_thumbnail_is_made_once_and_then_read() {
        let shop = tempfile::tempdir().unwrap();
        let cache = shop.path().join("thumbnails");
        let key = photo_in(shop.path(), "a.jpg", 10);
        let made = thumbnail(&cache, &key).unwrap();
        assert_eq!((made.width(), made.height()), (THUMBNAIL_SIDE, 168));
        let kept: Vec<_> =
            fs::read_dir(&cache).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(kept.len(), 1);
        // Another picture in its place shows that the kept one is read.
        let other = Picture::filled(8, 8, [0; 3]);
        fs::write(&kept[0], photo::encode_jpeg(&other, 90).unwrap()).unwrap();
        assert_eq!(thumbnail(&cache, &key).unwrap().width(), 8);
        // One that was cut off by a power cut is made anew.
        fs::write(&kept[0], b"half").unwrap();
        assert_eq!(thumbnail(&cache, &key).unwrap().width(), THUMBNAIL_SIDE);
    }

    #[test]
    fn a_picture_in_memory_is_shown_and_not_kept() {
        let shop = tempfile::tempdir().unwrap();
        let jpeg = |shade| {
            let picture = Picture::filled(32, 24, [shade; 3]);
            Arc::<[u8]>::from(photo::encode_jpeg(&picture, 90).unwrap())
        };
        let (dark, light) = (jpeg(10), jpeg(200));
        let keys = [&dark, &light].map(ThumbnailKey::of_jpeg);
        let shade = |key| thumbnail(shop.path(), key).unwrap().rgb()[0];
        assert!(shade(&keys[0]) < 30 && shade(&keys[1]) > 180);
        assert!(keys[0] == ThumbnailKey::of_jpeg(&dark) && keys[0] != keys[1]);
        assert_eq!(fs::read_dir(shop.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_photo_that_cannot_be_read_has_none() {
        let shop = tempfile::tempdir().unwrap();
        let text = shop.path().join("a.jpg");
        fs::write(&text, b"no photo").unwrap();
        assert!(thumbnail(shop.path(), &ThumbnailKey::of_file(&text)).is_none());
        let nothing = ThumbnailKey::of_file(&shop.path().join("b.jpg"));
        assert!(thumbnail(shop.path(), &nothing).is_none());
    }

    #[test]
    fn a_cache_that_cannot_be_written_shows_all_the_same() {
        let shop = tempfile::tempdir().unwrap();
        let cache = shop.path().join("thumbnails");
        fs::write(&cache, "a file").unwrap();
        assert!(thumbnail(&cache, &photo_in(shop.path(), "a.jpg", 10)).is_some());
    }

    #[test]
    fn thumbnails_lie_where_the_shop_says() {
        let parent = tempfile::tempdir().unwrap();
        let shop = store::ShopFolder::open(parent.path()).unwrap();
        assert_eq!(shop.thumbnails(), folder_in(shop.root()));
    }

    #[test]
    fn threads_make_what_is_asked_for() {
        let shop = tempfile::tempdir().unwrap();
        let (woken, wakings) = bounded(10);
        let wake: Wake = Arc::new(move || woken.send(()).unwrap());
        let threads = ThumbnailThreads::start(&shop.path().join("thumbnails"), &wake).unwrap();
        let keys = ["a.jpg", "b.jpg"].map(|name| photo_in(shop.path(), name, 10));
        for key in &keys {
            assert!(threads.ask(key.clone()).is_none());
        }
        wakings.recv().unwrap();
        wakings.recv().unwrap();
        let mut made = [threads.next_ready().unwrap(), threads.next_ready().unwrap()];
        made.sort_by(|a, b| a.0.path().cmp(b.0.path()));
        assert!(made.iter().zip(&keys).all(|(made, key)| made.0 == *key && made.1.is_some()));
        drop((threads, wake));
        assert!(wakings.recv().is_err(), "the threads and with them the waker are gone");
    }

    #[test]
    fn what_was_scrolled_away_is_left_out() {
        let queue = Arc::new(Queue::default());
        let threads = ThumbnailThreads { queue: Arc::clone(&queue), ready: bounded(1).1 };
        let key = |index: usize| ThumbnailKey::of_file(Path::new(&index.to_string()));
        for index in 0..WAITING {
            assert!(threads.ask(key(index)).is_none());
        }
        assert_eq!(threads.ask(key(WAITING)), Some(key(0)));
        assert_eq!(queue.next(), Some(key(WAITING)), "the newest comes first");
    }
}
