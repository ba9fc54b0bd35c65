//! From what was dropped to pictures: files, folders with all that lies in them, and zips.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use domain::{ForPeople, Message};
use photo::{self, PhotoError, Picture};
use training::{FoundPhoto, TrainingError, find_photos, is_zip_name};

/// The most pictures on the bench: their small pictures, some 6 KB each, stay in the memory.
pub const MOST_PICTURES: usize = 20_000;

/// Where a picture's bytes are.
#[derive(Clone)]
pub(super) enum PictureSource {
    /// In a file or a zip.
    Found(FoundPhoto),
    /// Here, as a file of any format that is read.
    Bytes { name: String, bytes: Arc<[u8]> },
}

impl PictureSource {
    /// The picture, decoded and upright.
    pub(super) fn load(&self) -> Result<Picture, PhotoError> {
        match self {
            Self::Found(photo) => photo.load(),
            Self::Bytes { name, bytes } => photo::decode(bytes, name),
        }
    }
}

/// A picture that was found; nothing of it has been read.
pub(super) struct Gathered {
    /// The file's name.
    pub(super) name: String,
    /// Where it lies in what was opened.
    pub(super) place: String,
    /// The folders that it lies in, from the outermost that was opened to the innermost.
    pub(super) folders: Vec<String>,
    /// Where its bytes are, or why there are none.
    pub(super) source: Result<PictureSource, Message>,
}

impl Gathered {
    /// A picture without a place, such as one that was pasted.
    pub(super) fn of_bytes(name: String, bytes: Arc<[u8]>) -> Self {
        let source = Ok(PictureSource::Bytes { name: name.clone(), bytes });
        Self { place: name.clone(), name, folders: Vec::new(), source }
    }

    fn unusable(path: &Path, message: Message) -> Self {
        let name = name_of(path);
        let place = path.display().to_string();
        Self { name, place, folders: Vec::new(), source: Err(message) }
    }
}

/// What was found in what was dropped.
pub(super) struct Finds {
    /// The pictures, at most as many as were asked for.
    pub(super) pictures: Vec<Gathered>,
    /// Pictures beyond that.
    pub(super) left_out: usize,
}

/// Finds the pictures in `paths`, at most `most`. What cannot be used is found all the same, with the
/// reason.
pub(super) fn gather(paths: &[PathBuf], most: usize) -> Finds {
    let mut pictures: Vec<Gathered> = paths.iter().flat_map(|path| gather_one(path)).collect();
    let left_out = pictures.len().saturating_sub(most);
    pictures.truncate(most);
    Finds { pictures, left_out }
}

fn gather_one(path: &Path) -> Vec<Gathered> {
    let is_folder = path.is_dir();
    let is_zip = path.is_file() && is_zip_name(path);
    if !is_folder && !is_zip {
        return vec![lone_file(path)];
    }
    match find_photos(path) {
        Ok(found) if found.is_empty() => {
            vec![Gathered::unusable(path, Message::new("bench-nothing-inside"))]
        }
        Ok(found) => {
            let outermost = if is_folder { name_of(path) } else { stem_of(path) };
            found.into_iter().map(|photo| inside(photo, &outermost)).collect()
        }
        Err(error) => vec![Gathered::unusable(path, refusal(&error))],
    }
}

/// A file that was dropped by itself: the folder that it lies in may still tell what it shows.
fn lone_file(path: &Path) -> Gathered {
    let folder = path.parent().and_then(Path::file_name);
    Gathered {
        name: name_of(path),
        place: path.display().to_string(),
        folders: folder.map(|name| name.to_string_lossy().into_owned()).into_iter().collect(),
        source: Ok(PictureSource::Found(FoundPhoto::file(path))),
    }
}

fn inside(photo: FoundPhoto, outermost: &str) -> Gathered {
    let relative = PathBuf::from(&photo.name);
    let inner = relative.parent().into_iter().flat_map(Path::components);
    let folders = inner.filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        _ => None,
    });
    Gathered {
        name: name_of(&relative),
        place: format!("{outermost}/{}", photo.name),
        folders: std::iter::once(outermost.to_owned()).chain(folders).collect(),
        source: Ok(PictureSource::Found(photo)),
    }
}

/// Why a folder or zip cannot be used, for people.
fn refusal(error: &TrainingError) -> Message {
    tracing::error!(%error, "no pictures");
    match error {
        TrainingError::HostileZip { name, .. } => {
            Message::new("bench-zip-hostile").naming("name", name.clone())
        }
        TrainingError::DamagedZip { .. } => Message::new("bench-zip-damaged"),
        other => Message::new("bench-folder-unreadable").because(other.message()),
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn stem_of(path: &Path) -> String {
    path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
