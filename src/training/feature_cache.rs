//! Features of photos before a network's last stage, in a few random looks each: computed once, kept in
//! 16 bits a value, in memory and beside the checkpoint, so that a resumed training finds them again.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use tch::{Kind, Tensor};

use super::TrainingError;
use cnn::{CnnError, Precision, read_weights, write_weights};

const FEATURES: &str = "features";

/// Looks at all photos, each photos x what the last stage works on.
pub(super) struct FeatureCache {
    looks: Vec<Tensor>,
    folder: PathBuf,
}

impl FeatureCache {
    /// An empty cache in `folder`, which whoever names it removes.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { looks: Vec::new(), folder }
    }

    /// Reads the first `looks` looks at `photos` photos, which an earlier run wrote.
    ///
    /// # Errors
    /// [`TrainingError::Network`] for a file that is missing, damaged or of other photos.
    pub(super) fn restore(&mut self, looks: usize, photos: usize) -> Result<(), TrainingError> {
        self.looks.clear();
        for look in 0..looks {
            let path = self.path(look);
            let features = read_weights(&path)?.remove(FEATURES);
            let features = features.filter(|own| own.size().first() == Some(&(photos as i64)));
            let Some(features) = features else {
                let reason = format!("it does not hold the features of {photos} photos");
                return Err(CnnError::Damaged { path, reason }.into());
            };
            self.looks.push(features.f_to_kind(Kind::Half)?);
        }
        Ok(())
    }

    /// Adds a look (16 bits a value) and writes it, whole or not at all.
    ///
    /// # Errors
    /// [`TrainingError::File`] and [`TrainingError::Network`] when the disk refuses.
    pub(super) fn push(&mut self, look: Tensor) -> Result<(), TrainingError> {
        fs::create_dir_all(&self.folder).map_err(TrainingError::file(&self.folder))?;
        let tensors = BTreeMap::from([(FEATURES.to_owned(), look.shallow_clone())]);
        write_weights(&self.path(self.looks.len()), &tensors, Precision::Half)?;
        self.looks.push(look);
        Ok(())
    }

    /// The photos at `indices`, each in a look drawn from those there are, 32 bits a value.
    ///
    /// # Errors
    /// [`TrainingError::Network`] when LibTorch refuses.
    pub(super) fn batch(
        &self,
        indices: &[usize],
        generator: &mut ChaCha8Rng,
    ) -> Result<Tensor, TrainingError> {
        let mut rows = Vec::with_capacity(indices.len());
        for &index in indices {
            let drawn = generator.random_range(0..self.looks.len().max(1));
            if let Some(look) = self.looks.get(drawn) {
                rows.push(look.f_get(index as i64)?);
            }
        }
        Ok(Tensor::f_stack(&rows, 0)?.f_to_kind(Kind::Float)?)
    }

    /// Removes the files; the looks in memory go with the cache.
    ///
    /// # Errors
    /// [`TrainingError::File`] when the disk refuses.
    pub(super) fn remove_files(&self) -> Result<(), TrainingError> {
        remove(&self.folder)
    }

    fn path(&self, look: usize) -> PathBuf {
        self.folder.join(format!("look-{look}.safetensors"))
    }
}

fn remove(folder: &Path) -> Result<(), TrainingError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(TrainingError::File { path: folder.to_owned(), source: error })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use rand_chacha::rand_core::SeedableRng;

    use super::*;

    fn look(of: f64) -> Tensor {
        Tensor::full([3, 2], of, (Kind::Half, tch::Device::Cpu))
    }

    #[test]
    fn what_was_written_is_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut cache = FeatureCache::new(folder.path().join("features"));
        cache.push(look(1.0)).unwrap();
        cache.push(look(2.0)).unwrap();
        let mut again = FeatureCache::new(folder.path().join("features"));
        again.restore(2, 3).unwrap();
        let draw = |cache: &FeatureCache| {
            let mut generator = ChaCha8Rng::seed_from_u64(5);
            cache.batch(&[0, 2, 1, 0], &mut generator).unwrap()
        };
        assert_eq!(draw(&cache), draw(&again));
        assert_eq!(draw(&cache).kind(), Kind::Float);
        cache.remove_files().unwrap();
        assert!(!folder.path().join("features").exists());
        cache.remove_files().unwrap();
    }

    #[test]
    fn features_of_other_photos_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut cache = FeatureCache::new(folder.path().to_owned());
        cache.push(look(1.0)).unwrap();
        let error = cache.restore(1, 4).unwrap_err().to_string();
        assert!(error.contains("4 photos"), "{error}");
        assert!(cache.restore(2, 3).is_err(), "the second look is missing");
    }
}
