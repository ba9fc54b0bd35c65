//! The versions that a shop has: the shipped ones, read-only, and its own.

use std::fs;
use std::path::{Path, PathBuf};

use super::MANIFEST_FILE;
use super::bundle;
use super::error::RegistryError;
use super::manifest::Manifest;
use super::promotion::Promotions;
use super::staging::{self, NewVersion};
use super::version::Version;
use super::version_name::VersionName;
use base::FileContext;
use domain::TextField;

/// The longest remarks, in characters.
const MAX_NOTE_CHARS: usize = 2000;

/// The versions folder of a shop, and the folder of shipped versions beside it.
#[derive(Clone, Debug)]
pub struct Registry {
    versions: PathBuf,
    shipped: Option<PathBuf>,
}

impl Registry {
    /// Opens the versions of the shop in folder `shop`, with those that came with Tillsight.
    ///
    /// # Errors
    /// If the shop's versions folder cannot be made.
    pub fn open(shop: &Path) -> Result<Self, RegistryError> {
        Self::open_with_shipped(shop, Self::shipped_folder())
    }

    /// The same with the shipped versions in a folder of one's choice, or none.
    ///
    /// # Errors
    /// If the shop's versions folder cannot be made.
    pub fn open_with_shipped(shop: &Path, shipped: Option<PathBuf>) -> Result<Self, RegistryError> {
        let versions = shop.join("versions");
        fs::create_dir_all(&versions).on("make", &versions)?;
        Ok(Self { versions, shipped })
    }

    /// The folder of shipped versions: `TILLSIGHT_MODELS`, else `models` beside the program,
    /// else `share/tillsight/models` of its prefix, else the checkout's.
    #[must_use]
    pub fn shipped_folder() -> Option<PathBuf> {
        if let Some(folder) = std::env::var_os("TILLSIGHT_MODELS") {
            return Some(PathBuf::from(folder)).filter(|folder| folder.is_dir());
        }
        let program = std::env::current_exe().ok();
        let beside = program.as_deref().and_then(Path::parent);
        let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
        let candidates = [
            beside.map(|folder| folder.join("models")),
            beside.and_then(Path::parent).map(|prefix| prefix.join("share/tillsight/models")),
            checkout.map(|folder| folder.join("models")),
        ];
        candidates.into_iter().flatten().find(|folder| folder.is_dir())
    }

    /// The shop's versions folder; `.training-<name>` in it is for a training's checkpoints.
    #[must_use]
    pub fn versions_folder(&self) -> &Path {
        &self.versions
    }

    /// All versions that can be opened, the shipped ones first, each group by name.
    #[must_use]
    pub fn list(&self) -> Vec<Version> {
        self.scan().into_iter().filter_map(Result::ok).collect()
    }

    /// Why versions that lie there are missing in [`Registry::list`].
    #[must_use]
    pub fn damaged(&self) -> Vec<RegistryError> {
        self.scan().into_iter().filter_map(Result::err).collect()
    }

    /// Finds a version by its name, or by the folder it lies in.
    ///
    /// # Errors
    /// [`RegistryError::Unknown`] if there is none; what is wrong with it if there is one.
    pub fn find(&self, name_or_folder: &str) -> Result<Version, RegistryError> {
        let named = VersionName::new(name_or_folder).ok().and_then(|name| self.named(&name));
        if let Some(version) = named {
            return version;
        }
        let folder = Path::new(name_or_folder);
        if folder.is_dir() {
            return Version::open(folder).map(|version| self.with_origin(version));
        }
        let known = self.list().iter().map(|version| version.name().to_owned()).collect();
        Err(RegistryError::Unknown { name: name_or_folder.to_owned(), known })
    }

    /// The version that sells: the one promoted last, else the newest shipped.
    ///
    /// # Errors
    /// [`RegistryError::NoVersion`] if there is none at all; if the promoted one is missing or
    /// damaged, that is said, and no other one takes its place unseen.
    pub fn promoted(&self) -> Result<Version, RegistryError> {
        match Promotions::read(&self.versions)?.current() {
            Some(name) => self.find(VersionName::new(name)?.as_str()),
            None => self.newest_shipped(),
        }
    }

    /// Makes a version the one that sells. Its weights are verified first.
    ///
    /// # Errors
    /// [`RegistryError::Elsewhere`] if it is none of this shop's or the shipped versions; if it
    /// is damaged.
    pub fn promote(&self, name_or_folder: &str) -> Result<Version, RegistryError> {
        let version = self.find(name_or_folder)?;
        if !self.holds(&version) {
            return Err(RegistryError::Elsewhere { folder: version.folder });
        }
        version.verify()?;
        let mut promotions = Promotions::read_or_restart(&self.versions)?;
        promotions.push(version.name());
        promotions.write(&self.versions)?;
        Ok(version)
    }

    /// The version that [`Self::rollback`] would go back to; `None` where there is none.
    #[must_use]
    pub fn previous(&self) -> Option<Version> {
        let mut promotions = Promotions::read(&self.versions).ok()?;
        let current = promotions.pop()?;
        let earlier = loop {
            let Some(name) = promotions.current() else {
                break self.newest_shipped().ok();
            };
            if let Ok(version) = self.find(name) {
                break Some(version);
            }
            promotions.pop();
        };
        earlier.filter(|version| version.name() != current)
    }

    /// Goes back to the version that sold before. One that is gone or damaged meanwhile is
    /// passed over; past the first promoted comes the newest shipped.
    ///
    /// # Errors
    /// [`RegistryError::NothingToRollBack`] if none was promoted, or nothing was before it.
    pub fn rollback(&self) -> Result<Version, RegistryError> {
        let mut promotions = Promotions::read(&self.versions)?;
        let Some(current) = promotions.pop() else {
            let current = self.newest_shipped()?.manifest.name;
            return Err(RegistryError::NothingToRollBack { current });
        };
        let earlier = loop {
            let Some(name) = promotions.current() else {
                break self.newest_shipped().ok();
            };
            match self.find(name).and_then(|version| version.verify().map(|()| version)) {
                Ok(version) => break Some(version),
                Err(error) => tracing::warn!(%error, "passed over while rolling back"),
            }
            promotions.pop();
        };
        match earlier {
            Some(version) if version.name() != current => {
                promotions.write(&self.versions)?;
                Ok(version)
            }
            _ => Err(RegistryError::NothingToRollBack { current }),
        }
    }

    /// Begins a version of this shop.
    ///
    /// # Errors
    /// If the name is taken (by a shipped version as well) or cannot be a folder's name.
    pub fn create(&self, name: &str) -> Result<NewVersion, RegistryError> {
        let name = VersionName::new(name)?;
        if self.named(&name).is_some() {
            return Err(RegistryError::Exists { name: name.to_string() });
        }
        NewVersion::start(&self.versions, name)
    }

    /// Brings a version in from a `.tillsight` file that [`Registry::export`] wrote. `check` looks at
    /// the unpacked version before it appears, such as by loading its network; what it says against
    /// it (a phrase without a full stop) refuses the file.
    ///
    /// # Errors
    /// [`RegistryError::Refused`] with the reason; nothing is left behind then.
    pub fn import<E: std::fmt::Display>(
        &self,
        file: &Path,
        check: impl FnOnce(&Version) -> Result<(), E>,
    ) -> Result<Version, RegistryError> {
        bundle::import(self, file, check)
    }

    /// Replaces the remarks for people of one of the shop's own versions; nothing else changes.
    ///
    /// # Errors
    /// [`RegistryError::Shipped`], [`RegistryError::LongNote`], [`RegistryError::BadNote`], or if the disk fails.
    pub fn set_notes(&self, name: &str, notes: &str) -> Result<(), RegistryError> {
        let version = self.own(name, "given another note")?;
        let chars = notes.chars().count();
        if chars > MAX_NOTE_CHARS {
            return Err(RegistryError::LongNote { chars, limit: MAX_NOTE_CHARS });
        }
        let notes = TextField::VersionNote
            .take(notes)
            .map_err(|why| RegistryError::BadNote { why: why.to_string() })?;
        let manifest = Manifest { notes, ..version.manifest };
        manifest.write(&version.folder.join(MANIFEST_FILE))
    }

    /// Deletes one of the shop's own versions: it is gone from the list at once or not at all.
    ///
    /// # Errors
    /// [`RegistryError::Shipped`], [`RegistryError::Sells`], or if the disk fails.
    pub fn delete(&self, name: &str) -> Result<(), RegistryError> {
        let version = self.own(name, "deleted")?;
        // Where the list of promotions is damaged, nobody knows which version is to be kept.
        if Promotions::read(&self.versions)?.current() == Some(version.name()) {
            return Err(RegistryError::Sells { name: version.name().to_owned() });
        }
        staging::remove_whole(&self.versions, &version)
    }

    /// One of the shop's own versions by its name.
    fn own(&self, name: &str, what: &'static str) -> Result<Version, RegistryError> {
        let version = self.find(VersionName::new(name)?.as_str())?;
        if version.shipped {
            return Err(RegistryError::Shipped { name: version.name().to_owned(), what });
        }
        if !self.holds(&version) {
            return Err(RegistryError::Elsewhere { folder: version.folder });
        }
        Ok(version)
    }

    /// Writes a version into one `.tillsight` file (a zip), all or nothing.
    ///
    /// # Errors
    /// If the version is damaged or the file cannot be written.
    pub fn export(&self, name: &str, file: &Path) -> Result<Version, RegistryError> {
        let version = self.find(name)?;
        bundle::export(&version, file)?;
        Ok(version)
    }

    fn newest_shipped(&self) -> Result<Version, RegistryError> {
        let created = |version: &Version| version.manifest.created.parse::<jiff::Timestamp>().ok();
        let shipped = self.scan_folder(self.shipped.as_deref());
        let mut first_error = None;
        let mut whole = Vec::new();
        for found in shipped {
            match found {
                Ok(version) => whole.push(version),
                Err(error) => first_error = first_error.or(Some(error)),
            }
        }
        match whole.into_iter().max_by_key(created) {
            Some(version) => Ok(version),
            None => Err(first_error.unwrap_or(RegistryError::NoVersion)),
        }
    }

    /// The version of this name, shipped or the shop's own, if its folder is there.
    fn named(&self, name: &VersionName) -> Option<Result<Version, RegistryError>> {
        let folders = [self.shipped.as_deref(), Some(self.versions.as_path())];
        let folder = folders
            .into_iter()
            .flatten()
            .map(|parent| parent.join(name.as_str()))
            .find(|folder| folder.is_dir())?;
        Some(self.open_named(&folder))
    }

    /// Whether the version lies where its name alone finds it.
    fn holds(&self, version: &Version) -> bool {
        let by_name = VersionName::new(version.name()).ok().and_then(|name| self.named(&name));
        let place = |version: &Version| version.folder.canonicalize().ok();
        matches!(by_name, Some(Ok(found)) if place(&found) == place(version))
    }

    fn open_named(&self, folder: &Path) -> Result<Version, RegistryError> {
        let version = Version::open(folder)?.check_folder_name()?;
        Ok(self.with_origin(version))
    }

    fn with_origin(&self, mut version: Version) -> Version {
        let place = version.folder.canonicalize().ok();
        let parent = place.as_deref().and_then(Path::parent);
        let shipped = self.shipped.as_deref().and_then(|folder| folder.canonicalize().ok());
        version.shipped = parent.is_some() && parent == shipped.as_deref();
        version
    }

    fn scan(&self) -> Vec<Result<Version, RegistryError>> {
        let mut found = self.scan_folder(self.shipped.as_deref());
        found.extend(self.scan_folder(Some(&self.versions)));
        found
    }

    /// Every folder in `parent` whose name is a version's, in the order of names.
    fn scan_folder(&self, parent: Option<&Path>) -> Vec<Result<Version, RegistryError>> {
        let Some(parent) = parent else {
            return Vec::new();
        };
        let entries = match fs::read_dir(parent).on("read", parent) {
            Ok(entries) => entries,
            Err(error) => return vec![Err(error.into())],
        };
        let mut folders: Vec<PathBuf> = entries
            .flatten()
            .filter(|entry| {
                entry.file_name().to_str().is_some_and(|name| VersionName::new(name).is_ok())
            })
            .map(|entry| entry.path())
            .filter(|path| path.is_dir())
            .collect();
        folders.sort();
        folders.iter().map(|folder| self.open_named(folder)).collect()
    }
}
