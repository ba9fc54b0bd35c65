//! The folder of a shop: where its database, pictures, model versions and logs lie.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::StoreError;
use domain::settings::Setting;

/// A shop's folder that exists and can be written to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShopFolder {
    root: PathBuf,
}

impl ShopFolder {
    /// Where the shop lies unless `--shop` says otherwise: `shop` in the user's data folder for
    /// this program.
    ///
    /// # Errors
    /// [`StoreError::NoDefaultFolder`] where the system names none.
    pub fn default_path() -> Result<PathBuf, StoreError> {
        directories::ProjectDirs::from("", "", "tillsight")
            .map(|project| project.data_dir().join("shop"))
            .ok_or(StoreError::NoDefaultFolder)
    }

    /// Makes the folder where it is not there, and proves by a plain write that it can be used.
    ///
    /// # Errors
    /// [`StoreError::NotAFolder`], [`StoreError::ReadOnly`], [`StoreError::Full`] or
    /// [`StoreError::Files`], each naming the folder.
    pub fn open(root: &Path) -> Result<ShopFolder, StoreError> {
        let folder = Self { root: std::path::absolute(root).unwrap_or_else(|_| root.into()) };
        if folder.root.exists() && !folder.root.is_dir() {
            return Err(StoreError::NotAFolder { path: folder.root });
        }
        folder.make().map_err(|source| StoreError::of_io(&folder.root, source))?;
        Ok(folder)
    }

    fn make(&self) -> io::Result<()> {
        fs::create_dir_all(&self.root)?;
        prove_writable(&self.root)?;
        for folder in [self.pictures(), self.versions(), self.logs()] {
            fs::create_dir_all(folder)?;
        }
        Ok(())
    }

    /// The folder itself, as an absolute path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The SQLite database, `shop.db`.
    pub fn database(&self) -> PathBuf {
        self.root.join("shop.db")
    }

    /// The folder of the products' pictures.
    pub fn pictures(&self) -> PathBuf {
        self.root.join("pictures")
    }

    /// The folder of the shop's own model versions.
    pub fn versions(&self) -> PathBuf {
        self.root.join("versions")
    }

    /// The folder of the photos that a clerk named, made with the first of them.
    pub fn captures(&self) -> PathBuf {
        self.root.join("captures")
    }

    /// The folder of the shop's own photos of its goods, made with the first of them.
    pub fn photos(&self) -> PathBuf {
        self.root.join("photos")
    }

    /// The folder of what is made from photos to be shown small; it may be emptied at any time.
    pub fn thumbnails(&self) -> PathBuf {
        self.root.join("thumbnails")
    }

    /// The folder of the logs.
    pub fn logs(&self) -> PathBuf {
        self.root.join("logs")
    }

    /// Waits until no other process makes this shop; the lock ends with the file, or the process.
    pub(super) fn lock(&self) -> Result<File, StoreError> {
        let path = self.root.join("shop.lock");
        let locked = || {
            let file = File::options().create(true).append(true).open(&path)?;
            match file.lock() {
                // A file system without locks: SQLite's own are all there is.
                Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(file),
                Err(error) => Err(error),
                Ok(()) => Ok(file),
            }
        };
        locked().map_err(|source| StoreError::of_io(&path, source))
    }
}

/// What a setting of the shop in this folder says, if it can be read with nothing opened for writing
/// or made: for whoever must leave the shop alone.
pub fn setting_of(shop: &Path, setting: &Setting) -> Option<String> {
    let file = shop.join("shop.db");
    super::connection::read_only(&file)
        .and_then(|mut connection| super::settings::text(&mut connection, setting).ok().flatten())
}

/// Permissions do not tell: root ignores them, and a mount may be read-only or full.
fn prove_writable(folder: &Path) -> io::Result<()> {
    let mut probe = tempfile::Builder::new().prefix(".writable-").tempfile_in(folder)?;
    probe.write_all(&[0; 4096])?;
    probe.as_file().sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_folder_is_made_with_its_rooms() {
        let parent = tempfile::tempdir().unwrap();
        let folder = ShopFolder::open(&parent.path().join("a/shop")).unwrap();
        assert!(folder.pictures().is_dir() && folder.versions().is_dir() && folder.logs().is_dir());
        let left: Vec<_> = fs::read_dir(folder.root()).unwrap().collect();
        assert_eq!(left.len(), 3, "no probe is left behind");
    }

    #[test]
    fn the_default_is_a_folder_of_its_own() {
        assert!(ShopFolder::default_path().unwrap().ends_with("shop"));
    }
}
