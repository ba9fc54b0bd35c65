//! One till a shop: the lock that a till takes before it opens anything, and that ends with its
//! process, however that ends. Commands work beside a till and take none.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::StoreError;

const NAME: &str = "till.lock";

/// The right to be the till of a shop. Whoever holds it has the only till there.
#[derive(Debug)]
pub struct TillLock {
    shop: PathBuf,
    /// None where the file system knows no locks, or the folder cannot be used, which opening the
    /// shop tells: then the database alone refuses to sell a cart twice.
    file: Option<File>,
}

impl TillLock {
    /// Takes the lock of the shop in the folder `shop`, which is made where it is not there.
    ///
    /// # Errors
    /// [`StoreError::OtherTill`] when another till has it.
    pub fn take(shop: &Path) -> Result<Self, StoreError> {
        let file = match lock(shop) {
            Ok(file) => Some(file),
            Err(TryLockError::WouldBlock) => {
                let path = std::path::absolute(shop).unwrap_or_else(|_| shop.into());
                return Err(StoreError::OtherTill { path });
            }
            Err(TryLockError::Error(error)) => {
                tracing::warn!(%error, shop = %shop.display(), "no lock against a second till");
                None
            }
        };
        Ok(Self { shop: shop.into(), file })
    }

    /// The till of a shop where the file system knows no locks: the seam by which tests put two tills
    /// on one shop.
    #[doc(hidden)]
    pub fn without_locks(shop: &Path) -> Self {
        Self { shop: shop.into(), file: None }
    }

    /// The shop's folder.
    pub fn shop(&self) -> &Path {
        &self.shop
    }

    /// Lets another process have it, for one that goes on in place of this one.
    pub fn release(&self) {
        if let Some(error) = self.file.as_ref().and_then(|file| file.unlock().err()) {
            tracing::warn!(%error, "the lock against a second till stays");
        }
    }
}

fn lock(shop: &Path) -> Result<File, TryLockError> {
    let opened = || -> io::Result<File> {
        fs::create_dir_all(shop)?;
        File::options().create(true).append(true).open(shop.join(NAME))
    };
    let file = opened().map_err(TryLockError::Error)?;
    file.try_lock()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_till_is_refused_until_the_first_is_gone() {
        let parent = tempfile::tempdir().unwrap();
        let shop = parent.path().join("shop");
        let first = TillLock::take(&shop).unwrap();
        let refused = TillLock::take(&shop).unwrap_err();
        assert!(matches!(&refused, StoreError::OtherTill { path } if *path == shop), "{refused}");
        let sentence = refused.to_string();
        assert!(sentence.contains(shop.to_str().unwrap()) && sentence.contains("; "), "{sentence}");
        drop(first);
        let second = TillLock::take(&shop).unwrap();
        second.release();
        TillLock::take(&shop).unwrap();
    }

    #[test]
    fn shops_do_not_keep_each_other() {
        let parent = tempfile::tempdir().unwrap();
        let _one = TillLock::take(&parent.path().join("a")).unwrap();
        TillLock::take(&parent.path().join("b")).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn one_shop_by_two_names_is_one_shop() {
        let parent = tempfile::tempdir().unwrap();
        let shop = parent.path().join("shop");
        let _first = TillLock::take(&shop).unwrap();
        let link = parent.path().join("link");
        std::os::unix::fs::symlink(&shop, &link).unwrap();
        assert!(TillLock::take(&link).is_err());
    }

    #[test]
    fn a_folder_that_cannot_be_used_is_told_by_opening_it() {
        let parent = tempfile::tempdir().unwrap();
        let shop = parent.path().join("shop");
        std::fs::write(&shop, "a letter").unwrap();
        assert!(TillLock::take(&shop).unwrap().file.is_none());
    }
}
