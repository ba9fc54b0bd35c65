//! Photos of the library out of it: a folder with a folder a product, or a zip of one.

use base::UnfinishedFile;
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use domain::{ForPeople, Message};
use store::PhotoRow;

/// Why photos were not exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A photo's file is not in the library's folder.
    #[error("the photo {} cannot be read ({source}); take it out of the selection", .path.display())]
    Photo {
        /// The photo's file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// What is to be written cannot be.
    #[error("{} cannot be written ({source}); choose another place, or free some space", .path.display())]
    Target {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder is in use for something else.
    #[error("{} is not empty; choose another folder", .0.display())]
    NotEmpty(PathBuf),
}

impl ForPeople for ExportError {
    fn message(&self) -> Message {
        match self {
            Self::Photo { path, source } | Self::Target { path, source } => {
                Message::of_file(path, source)
            }
            Self::NotEmpty(path) => {
                Message::new("export-not-empty").naming("path", path.display().to_string())
            }
        }
    }
}

/// Writes photos, whose files lie in `folder`, to a zip where `target` ends in `.zip`, and to a folder
/// otherwise; in it each product has a folder of its own. What is written can be imported again.
///
/// # Errors
/// [`ExportError`]; a zip is there whole or not at all.
pub fn export_photos(
    photos: &[PhotoRow],
    folder: &Path,
    target: &Path,
) -> Result<usize, ExportError> {
    let is_zip = target.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("zip"));
    if is_zip { to_zip(photos, folder, target) } else { to_folder(photos, folder, target) }
}

fn to_folder(photos: &[PhotoRow], folder: &Path, target: &Path) -> Result<usize, ExportError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| ExportError::Target { path, source }
    };
    fs::create_dir_all(target).map_err(failed(target))?;
    let is_empty = fs::read_dir(target).map_err(failed(target))?.next().is_none();
    if !is_empty {
        return Err(ExportError::NotEmpty(target.to_owned()));
    }
    for (photo, name) in photos.iter().zip(names(photos)) {
        let written = target.join(&name);
        if let Some(product) = written.parent() {
            fs::create_dir_all(product).map_err(failed(product))?;
        }
        let bytes = read(folder, photo)?;
        let kept = base::write_atomically(&written, |out| out.write_all(&bytes));
        kept.map_err(|error| failed(&error.path)(error.source))?;
    }
    Ok(photos.len())
}

fn to_zip(photos: &[PhotoRow], folder: &Path, target: &Path) -> Result<usize, ExportError> {
    let failed = |source| ExportError::Target { path: target.to_owned(), source };
    let unfinished = UnfinishedFile::beside(target).map_err(failed)?;
    let file = File::create(unfinished.path()).map_err(failed)?;
    let writer = BufWriter::new(file);
    let mut zip = ZipWriter::new(writer);
    // Photos are compressed already.
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (photo, name) in photos.iter().zip(names(photos)) {
        let bytes = read(folder, photo)?;
        zip.start_file(name, stored).map_err(|error| failed(error.into()))?;
        zip.write_all(&bytes).map_err(failed)?;
    }
    let writer = zip.finish().map_err(|error| failed(error.into()))?;
    writer.into_inner().map_err(|error| failed(error.into_error()))?;
    unfinished.put_in_place().map_err(failed)?;
    Ok(photos.len())
}

fn read(folder: &Path, photo: &PhotoRow) -> Result<Vec<u8>, ExportError> {
    let path = folder.join(&photo.file);
    fs::read(&path).map_err(|source| ExportError::Photo { path, source })
}

/// `product/001.jpg`, counted within each product.
fn names(photos: &[PhotoRow]) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let name = |photo: &PhotoRow, count: usize| {
        let extension = photo.file.rsplit_once('.').map_or("jpg", |(_, extension)| extension);
        format!("{0}/{0}-{count:04}.{extension}", photo.product)
    };
    photos
        .iter()
        .map(|photo| {
            let count = counts.entry(photo.product.as_str()).or_default();
            *count += 1;
            name(photo, *count)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::keeping::PhotoKeeper;
    use crate::library::importing::import_photos;
    use domain::ProductId;
    use photo::{Picture, encode_png};

    fn library() -> (tempfile::TempDir, PhotoKeeper) {
        let shop = tempfile::tempdir().unwrap();
        let data = tempfile::tempdir().unwrap();
        for (product, shade) in [("lime", 1), ("lime", 2), ("kiwi", 3)] {
            let folder = data.path().join(product);
            fs::create_dir_all(&folder).unwrap();
            let picture = Picture::filled(9, 9, [shade, 1, 2]);
            fs::write(folder.join(format!("{shade}.png")), encode_png(&picture).unwrap()).unwrap();
        }
        let mut keeper = PhotoKeeper::open(shop.path()).unwrap();
        import_photos(&mut keeper, data.path(), None, &mut |_, _| {}).unwrap();
        (shop, keeper)
    }

    fn products(keeper: &mut PhotoKeeper) -> Vec<ProductId> {
        keeper.store().photos().unwrap().into_iter().map(|photo| photo.product).collect()
    }

    #[test]
    fn what_is_exported_can_be_imported_again() {
        let (shop, mut keeper) = library();
        let photos = keeper.store().photos().unwrap();
        for name in ["out", "out.zip"] {
            let target = shop.path().join(name);
            assert_eq!(export_photos(&photos, &shop.path().join("photos"), &target).unwrap(), 3);
            let other = tempfile::tempdir().unwrap();
            let mut copy = PhotoKeeper::open(other.path()).unwrap();
            let told = import_photos(&mut copy, &target, None, &mut |_, _| {}).unwrap();
            assert_eq!(told.kept, 3, "{name}");
            assert_eq!(products(&mut copy), products(&mut keeper), "{name}");
        }
    }

    #[test]
    fn a_folder_with_something_in_it_is_left_alone() {
        let (shop, mut keeper) = library();
        let photos = keeper.store().photos().unwrap();
        let told = export_photos(&photos, &shop.path().join("photos"), shop.path());
        assert!(matches!(told, Err(ExportError::NotEmpty(_))));
    }

    #[test]
    fn a_zip_that_cannot_be_finished_is_not_there() {
        let (shop, mut keeper) = library();
        let photos = keeper.store().photos().unwrap();
        fs::remove_file(shop.path().join("photos").join(&photos[2].file)).unwrap();
        let target = shop.path().join("out.zip");
        let told = export_photos(&photos, &shop.path().join("photos"), &target);
        assert!(matches!(told, Err(ExportError::Photo { .. })));
        assert!(!target.exists());
        let nowhere = shop.path().join("no/such/out.zip");
        let told = export_photos(&photos, &shop.path().join("photos"), &nowhere);
        assert!(matches!(told, Err(ExportError::Target { .. })));
    }
}
