//! Mixup (Zhang et al. 2017) and CutMix (Yun et al. 2019): two pictures in one, two labels in one.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use tch::Tensor;

use super::{Recipe, TrainingError};

/// What is done to one batch.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Blend {
    None,
    /// Share of the first picture.
    Mixup(f64),
    /// Box of the second picture: left, top, width, height in pixels.
    CutMix([i64; 4]),
}

impl Blend {
    /// Draws what is done to a batch of pictures of `size` pixels.
    pub(super) fn draw(recipe: &Recipe, generator: &mut ChaCha8Rng) -> Self {
        if !generator.random_bool(recipe.mix_share) {
            return Self::None;
        }
        let share = symmetric_beta(recipe.mixup_alpha, generator);
        if !generator.random_bool(recipe.cutmix_share) {
            return Self::Mixup(share);
        }
        let size = i64::from(recipe.train_size);
        let side = ((size as f64) * (1.0 - share).sqrt()) as i64;
        let left = generator.random_range(0..=size - side);
        let top = generator.random_range(0..=size - side);
        Self::CutMix([left, top, side, side])
    }

    /// Mixes each picture with the one before it (the first with the last), and the targets alike.
    ///
    /// `pictures`: batch x 3 x size x size; `targets`: batch x labels.
    pub(super) fn apply(
        &self,
        pictures: Tensor,
        targets: Tensor,
    ) -> Result<(Tensor, Tensor), TrainingError> {
        match *self {
            Self::None => Ok((pictures, targets)),
            Self::Mixup(share) => {
                let mixed = pictures.f_lerp(&pictures.f_roll([1], [0])?, 1.0 - share)?;
                let labels = targets.f_lerp(&targets.f_roll([1], [0])?, 1.0 - share)?;
                Ok((mixed, labels))
            }
            Self::CutMix([left, top, width, height]) => {
                let (_, _, whole_height, whole_width) = pictures.size4()?;
                let others = pictures.f_roll([1], [0])?;
                let cut = |tensor: &Tensor| -> Result<Tensor, tch::TchError> {
                    tensor.f_narrow(2, top, height)?.f_narrow(3, left, width)
                };
                cut(&pictures)?.f_copy_(&cut(&others)?)?;
                let share = (width * height) as f64 / (whole_width * whole_height) as f64;
                let labels = targets.f_lerp(&targets.f_roll([1], [0])?, share)?;
                Ok((pictures, labels))
            }
        }
    }
}

/// A draw from Beta(alpha, alpha) (Jöhnk 1964).
fn symmetric_beta(alpha: f64, generator: &mut ChaCha8Rng) -> f64 {
    loop {
        let x = generator.random::<f64>().powf(1.0 / alpha);
        let y = generator.random::<f64>().powf(1.0 / alpha);
        if x + y > 0.0 && x + y <= 1.0 {
            return x / (x + y);
        }
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::rand_core::SeedableRng;
    use tch::{Device, Kind};

    use super::*;

    fn batch() -> (Tensor, Tensor) {
        let pictures = Tensor::cat(
            &[
                Tensor::zeros([1, 3, 4, 4], (Kind::Float, Device::Cpu)),
                Tensor::ones([1, 3, 4, 4], (Kind::Float, Device::Cpu)),
            ],
            0,
        );
        (pictures, Tensor::eye(2, (Kind::Float, Device::Cpu)))
    }

    #[test]
    fn mixup_mixes_pictures_and_labels_alike() {
        let (pictures, targets) = batch();
        let (pictures, targets) = Blend::Mixup(0.75).apply(pictures, targets).unwrap();
        assert!((pictures.double_value(&[0, 0, 0, 0]) - 0.25).abs() < 1e-6);
        assert!((targets.double_value(&[0, 1]) - 0.25).abs() < 1e-6);
        assert!((targets.double_value(&[1, 1]) - 0.75).abs() < 1e-6);
    }

    #[test]
    fn cutmix_labels_by_area() {
        let (pictures, targets) = batch();
        let (pictures, targets) = Blend::CutMix([1, 0, 2, 2]).apply(pictures, targets).unwrap();
        assert!((pictures.mean(Kind::Float).double_value(&[]) - 0.5).abs() < 1e-6);
        assert!((pictures.double_value(&[0, 2, 0, 1]) - 1.0).abs() < 1e-6);
        assert!((pictures.double_value(&[0, 2, 0, 0])).abs() < 1e-6);
        assert!((targets.double_value(&[0, 1]) - 0.25).abs() < 1e-6);
    }

    #[test]
    fn beta_draws_are_shares_with_mean_one_half() {
        let mut generator = ChaCha8Rng::seed_from_u64(1);
        let draws: Vec<f64> = (0..4000).map(|_| symmetric_beta(0.4, &mut generator)).collect();
        assert!(draws.iter().all(|share| (0.0..=1.0).contains(share)));
        let mean = draws.iter().sum::<f64>() / draws.len() as f64;
        assert!((mean - 0.5).abs() < 0.03, "{mean}");
    }
}
