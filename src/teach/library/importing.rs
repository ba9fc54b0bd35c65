//! Photos from folders, zips and list files into the library, each under the product that it names.

use std::path::Path;

use super::super::keeping::{AboutPhoto, Added, KeepError, PhotoKeeper, PhotoOrigin, PhotoToKeep};
use domain::{DomainError, KnownProducts, Meant, ProductId};
use photo::PhotoError;
use training::{DataSet, FolderRemark, TrainingError};

/// Why nothing more was imported; what was kept before stays.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The folder, zip or list cannot be used.
    #[error(transparent)]
    Data(#[from] TrainingError),
    /// A folder's name is no product's.
    #[error(transparent)]
    Product(#[from] DomainError),
    /// The library cannot be written.
    #[error(transparent)]
    Keep(#[from] KeepError),
}

/// What became of the photos.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Imported {
    /// Photos that are in the library now and were not before.
    pub kept: usize,
    /// Photos whose very bytes were there already, with the product that they are under.
    pub already_there: Vec<(String, ProductId)>,
    /// Photos that could not be read, each with a sentence.
    pub unreadable: Vec<String>,
    /// What people should know of the folders.
    pub remarks: Vec<FolderRemark>,
}

/// Imports a folder with a folder a product, a zip of one, or a list file; `done` hears how many
/// photos of how many were looked at. Where a `product` is given, all photos show it, and a folder
/// need not have others in it.
///
/// # Errors
/// [`ImportError`]; single photos that cannot be read end nothing.
pub fn import_photos(
    keeper: &mut PhotoKeeper,
    from: &Path,
    product: Option<&ProductId>,
    done: &mut dyn FnMut(usize, usize),
) -> Result<Imported, ImportError> {
    let (photos, products, remarks) = match product {
        Some(product) => (DataSet::unlabelled(from)?, vec![product.clone()], Vec::new()),
        None => {
            let data = DataSet::open(from)?;
            let products = keeper.store().products().map_err(KeepError::from)?;
            let known = KnownProducts::new(&products);
            let ids = data.labels.iter().map(|label| product_of(&label.id, &known));
            (data.photos, ids.collect::<Result<_, _>>()?, data.remarks)
        }
    };
    let name = from.file_name().map(|name| name.to_string_lossy().into_owned());
    let session = keeper.begin_session(&name.unwrap_or_default())?;
    let mut imported = Imported { remarks, ..Imported::default() };
    for (index, photo) in photos.iter().enumerate() {
        let class = if product.is_some() { 0 } else { photo.label };
        let Some(shows) = products.get(class) else { continue };
        let bytes = match photo.read() {
            Ok(bytes) => bytes,
            Err(error) => {
                imported.unreadable.push(error.to_string());
                continue;
            }
        };
        let about = AboutPhoto {
            product: shows.clone(),
            session,
            origin: PhotoOrigin::File,
            taken_at: None,
            guessed: None,
        };
        let file = PhotoToKeep::File { bytes: &bytes, name: &photo.name };
        match keeper.keep(file, &about) {
            Ok(Added::New(_)) => imported.kept += 1,
            Ok(Added::AlreadyThere(row)) => {
                imported.already_there.push((photo.name.clone(), row.product));
            }
            Err(KeepError::Photo(reason)) => imported.unreadable.push(said(&reason)),
            Err(error) => return Err(error.into()),
        }
        done(index + 1, photos.len());
    }
    Ok(imported)
}

/// The product that a folder means, by the id that its name makes.
fn product_of(class: &str, known: &KnownProducts<'_>) -> Result<ProductId, DomainError> {
    let id = ProductId::kept(class)?;
    Ok(known.with_name(class).map_or(id, Meant::id))
}

fn said(reason: &PhotoError) -> String {
    reason.to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use std::fs;

    use super::*;
    use domain::{Product, TaxRate};
    use photo::{Picture, encode_png};

    fn write(folder: &Path, name: &str, shade: u8) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, encode_png(&Picture::filled(9, 9, [shade, 1, 2])).unwrap()).unwrap();
    }

    #[test]
    fn folders_are_products_and_the_same_photo_is_kept_once() {
        let (shop, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write(data.path(), "Green Lime/a.png", 1);
        write(data.path(), "Green Lime/b.png", 2);
        write(data.path(), "kiwi/same as a.png", 1);
        fs::write(data.path().join("kiwi/broken.png"), b"no photo").unwrap();
        let mut keeper = PhotoKeeper::open(shop.path()).unwrap();
        let told = import_photos(&mut keeper, data.path(), None, &mut |_, _| {}).unwrap();
        assert_eq!((told.kept, told.unreadable.len()), (2, 1));
        assert_eq!(told.already_there.len(), 1);
        assert_eq!(told.already_there[0].1.as_str(), "green-lime");
        let again = import_photos(&mut keeper, data.path(), None, &mut |_, _| {}).unwrap();
        assert_eq!((again.kept, again.already_there.len()), (0, 3));
        let photos = keeper.store().photos().unwrap();
        assert!(photos.iter().all(|photo| photo.product.as_str() == "green-lime"));
    }

    #[test]
    fn folders_find_the_products_of_the_former_rule() {
        let (shop, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let folders = ["Crème fraîche", "กล้วย", "ไข่", "ไข", "Dứa"];
        for (shade, folder) in folders.iter().enumerate() {
            write(data.path(), &format!("{folder}/a.png"), shade as u8);
        }
        let mut keeper = PhotoKeeper::open(shop.path()).unwrap();
        for (id, name) in
            [("cre-me-frai-che", "Cre\u{300}me frai\u{302}che"), ("กล-วย", "กล้วย"), ("ไข", "ไข่")]
        {
            let id = ProductId::kept(id).unwrap();
            let product = Product::unpriced("x", TaxRate::ZERO).unwrap();
            let product = Product { id, name: name.to_owned(), ..product };
            keeper.store().save_product(&product).unwrap();
        }
        import_photos(&mut keeper, data.path(), None, &mut |_, _| {}).unwrap();
        let photos = keeper.store().photos().unwrap();
        let mut found: Vec<&str> = photos.iter().map(|photo| photo.product.as_str()).collect();
        found.sort_unstable();
        assert_eq!(found, ["cre-me-frai-che", "dứa", "กล-วย", "ไข", "ไข-2"]);
    }

    #[test]
    fn all_photos_of_a_folder_can_be_one_product() {
        let (shop, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write(data.path(), "a.png", 1);
        write(data.path(), "more/b.png", 2);
        let mut keeper = PhotoKeeper::open(shop.path()).unwrap();
        let lime = ProductId::new("lime").unwrap();
        let mut told = Vec::new();
        let mut done = |done, all| told.push((done, all));
        let imported = import_photos(&mut keeper, data.path(), Some(&lime), &mut done).unwrap();
        assert_eq!(imported.kept, 2);
        assert_eq!(told, [(1, 2), (2, 2)]);
        assert!(keeper.store().photos().unwrap().iter().all(|photo| photo.product == lime));
    }

    #[test]
    fn what_is_not_there_is_an_error() {
        let shop = tempfile::tempdir().unwrap();
        let mut keeper = PhotoKeeper::open(shop.path()).unwrap();
        let nothing = shop.path().join("nothing");
        assert!(import_photos(&mut keeper, &nothing, None, &mut |_, _| {}).is_err());
    }
}
