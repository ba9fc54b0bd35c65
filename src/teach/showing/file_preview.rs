//! Files, folders and zips before they are added: which photos are in them, and which products their
//! folders name. Nothing is decoded yet.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::messages::logged;
use domain::{
    DomainError, KnownProducts, Meant, Message, Product, ProductId, TextField, on_one_line,
};
use photo::{is_picture_name, unread_kind};
use training::{FoundPhoto, find_photos, is_zip_name};

/// A product that a folder names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FolderGroup {
    /// The product.
    pub product: ProductId,
    /// Its name in the catalogue, or the folder's.
    pub name: String,
    /// The shop does not have it yet.
    pub is_new: bool,
    /// How many photos lie in it.
    pub photos: usize,
}

/// A file that cannot be used.
#[derive(Clone, PartialEq, Debug)]
pub struct FileProblem {
    /// Its name.
    pub file: String,
    /// Why.
    pub message: Message,
}

/// What was found.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct FilePreview {
    /// All photos.
    pub photos: usize,
    /// Those in folders that name a product, by the folder.
    pub groups: Vec<FolderGroup>,
    /// Those in none.
    pub loose: usize,
    /// What cannot be used.
    pub problems: Vec<FileProblem>,
}

impl FilePreview {
    /// Whether the folders tell more than one product, so that they are not all of the chosen one.
    pub fn names_products(&self) -> bool {
        self.groups.len() > 1
    }
}

/// A photo with the product that its folder names.
#[derive(Clone, Debug)]
pub(super) struct NamedPhoto {
    pub(super) photo: FoundPhoto,
    pub(super) product: Option<ProductId>,
}

/// Looks what is in files, folders and zips.
pub(super) fn preview(paths: &[PathBuf], catalogue: &[Product]) -> (FilePreview, Vec<NamedPhoto>) {
    let mut preview = FilePreview::default();
    let mut groups: BTreeMap<ProductId, FolderGroup> = BTreeMap::new();
    let mut named = Vec::new();
    let mut folders =
        FolderNames { known: KnownProducts::new(catalogue), catalogue, seen: BTreeMap::new() };
    for path in paths {
        let found = match photos_in(path) {
            Ok(found) => found,
            Err(problem) => {
                preview.problems.push(problem);
                continue;
            }
        };
        for photo in found {
            if let Some(kind) = unread_kind(Path::new(&photo.name)) {
                let message = Message::new("photo-unknown-kind").naming("kind", kind);
                preview.problems.push(FileProblem { file: photo.name, message });
                continue;
            }
            let group = match photo.folder.as_deref().map(|folder| folders.group_of(folder)) {
                Some(Err(problem)) => {
                    if !preview.problems.contains(&problem) {
                        preview.problems.push(problem);
                    }
                    continue;
                }
                group => group.and_then(Result::ok).flatten(),
            };
            let product = group.as_ref().map(|group| group.product.clone());
            match group {
                Some(group) => {
                    groups.entry(group.product.clone()).or_insert(group).photos += 1;
                }
                None => preview.loose += 1,
            }
            named.push(NamedPhoto { photo, product });
        }
    }
    preview.photos = named.len();
    preview.groups = groups.into_values().collect();
    (preview, named)
}

fn photos_in(path: &Path) -> Result<Vec<FoundPhoto>, FileProblem> {
    let name = || path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let problem = |message: Message| FileProblem { file: name(), message };
    if !path.is_dir() && !is_zip_name(path) {
        return match is_picture_name(path) {
            true => Ok(vec![FoundPhoto::file(path)]),
            false => Err(problem(Message::new("teach-file-kind"))),
        };
    }
    let unreadable = |why| problem(Message::new("teach-file-unreadable").because(why));
    let mut found = find_photos(path).map_err(|error| unreadable(logged(&error)))?;
    if found.is_empty() {
        return Err(problem(Message::new("teach-file-no-photos")));
    }
    // A folder that was chosen by itself names what lies loose in it.
    if path.is_dir() {
        for photo in &mut found {
            photo.folder.get_or_insert_with(name);
        }
    }
    Ok(found)
}

/// What folders' names mean; each is looked up once.
struct FolderNames<'a> {
    known: KnownProducts<'a>,
    catalogue: &'a [Product],
    seen: BTreeMap<String, Result<Option<FolderGroup>, FileProblem>>,
}

impl FolderNames<'_> {
    /// The product that a folder's name means; `None` where it has no letter or digit.
    fn group_of(&mut self, folder: &str) -> Result<Option<FolderGroup>, FileProblem> {
        if let Some(seen) = self.seen.get(folder) {
            return seen.clone();
        }
        let refused = |why: DomainError| FileProblem {
            file: on_one_line(folder).into_owned(),
            message: Message::of_text(&why),
        };
        let name = TextField::Folder.take(folder).map_err(refused);
        let group = name.map(|name| group_of(&name, &self.known, self.catalogue));
        self.seen.insert(folder.to_owned(), group.clone());
        group
    }
}

fn group_of(folder: &str, known: &KnownProducts<'_>, catalogue: &[Product]) -> Option<FolderGroup> {
    let meant = known.with_name(folder)?;
    let known = match &meant {
        Meant::There(id) => catalogue.iter().find(|product| product.id == *id),
        Meant::New(_) => catalogue.iter().find(|product| product.is_called(folder)),
    };
    Some(match known {
        Some(product) => FolderGroup {
            product: product.id.clone(),
            name: product.name.clone(),
            is_new: false,
            photos: 0,
        },
        None => {
            FolderGroup { product: meant.id(), name: folder.to_owned(), is_new: true, photos: 0 }
        }
    })
}
