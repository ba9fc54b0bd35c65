//! Which precision this machine is quicker in, and whether it decides alike: what one processor gains by
//! bfloat16 another loses.

use cnn::{DeviceChoice, InferencePrecision};
use photo::Picture;
use registry::Version;

use super::{Recogniser, Recognition, RecognitionError, Scope};

/// bfloat16 is used where it takes at most this share of float32's time: less is no gain.
const WORTH_IT: f64 = 0.9;
/// Fewer pictures than this say nothing.
const LEAST_PICTURES: usize = 8;

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrecisionTrial {
    /// Median time of the network for a picture in float32.
    pub float32_millis: f64,
    /// The same in bfloat16.
    pub bfloat16_millis: f64,
    /// Pictures looked at in both.
    pub pictures: usize,
    /// Of those, named first and decided alike.
    pub alike: usize,
}

impl PrecisionTrial {
    /// Shows a version pictures in both precisions, by turns. `None` where this processor has no bfloat16
    /// of its own, or the version does not run on the fast path.
    ///
    /// # Errors
    /// [`RecognitionError`] when the version cannot be loaded or used.
    pub fn run(version: &Version, pictures: &[Picture]) -> Result<Option<Self>, RecognitionError> {
        if !InferencePrecision::bfloat16_is_native() {
            return Ok(None);
        }
        let load =
            |precision| Recogniser::load_with_precision(version, DeviceChoice::Cpu, precision);
        let exact = load(InferencePrecision::Float32)?;
        let quick = load(InferencePrecision::Bfloat16)?;
        if quick.precision() != InferencePrecision::Bfloat16 {
            return Ok(None);
        }
        let mut millis = [Vec::new(), Vec::new()];
        let mut alike = 0;
        for picture in pictures {
            let seen = [&exact, &quick].map(|recogniser| {
                let mut seen = recogniser.recognise(&[picture], &Scope::AllClasses)?;
                seen.pop().ok_or_else(|| RecognitionError::NothingInScope {
                    version: version.name().to_owned(),
                })
            });
            let [exact, quick] = seen;
            let (exact, quick) = (exact?, quick?);
            alike += usize::from(is_alike(&exact, &quick));
            for (all, seen) in millis.iter_mut().zip([&exact, &quick]) {
                all.push(seen.millis.infer);
            }
        }
        let [float32_millis, bfloat16_millis] = millis.map(median);
        Ok(Some(Self { float32_millis, bfloat16_millis, pictures: pictures.len(), alike }))
    }

    /// The precision to use.
    pub fn choice(&self) -> InferencePrecision {
        let is_quicker = self.bfloat16_millis <= WORTH_IT * self.float32_millis;
        if is_quicker && self.pictures >= LEAST_PICTURES && self.alike == self.pictures {
            InferencePrecision::Bfloat16
        } else {
            InferencePrecision::Float32
        }
    }
}

fn is_alike(a: &Recognition, b: &Recognition) -> bool {
    let first = |seen: &Recognition| seen.candidates.first().map(|it| it.product.clone());
    a.decision == b.decision && first(a) == first(b)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::INFINITY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bfloat16_is_used_only_where_it_is_quicker_and_decides_alike() {
        let trial =
            PrecisionTrial { float32_millis: 4.3, bfloat16_millis: 2.6, pictures: 40, alike: 40 };
        assert_eq!(trial.choice(), InferencePrecision::Bfloat16);
        for worse in [
            PrecisionTrial { bfloat16_millis: 4.2, ..trial },
            PrecisionTrial { alike: 39, ..trial },
            PrecisionTrial { pictures: 7, alike: 7, ..trial },
        ] {
            assert_eq!(worse.choice(), InferencePrecision::Float32, "{worse:?}");
        }
    }
}
