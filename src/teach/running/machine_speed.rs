//! How fast this machine trains, measured by the trainings it did, kept in the shop's folder `runs`.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::preset::Preset;
use base::write_atomically;
use cnn::Architecture;
use training::Recipe;

const FILE: &str = "speed.json";
/// How much the newest measurement counts against those before it.
const NEWEST: f64 = 0.5;

/// Time that a training is expected to take.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Estimate {
    /// In seconds.
    pub seconds: f64,
    /// Whether this machine was measured; else it is a guess for a machine of its kind.
    pub is_measured: bool,
}

/// Photos a second, by network, side and preset.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct MachineSpeed {
    photos_a_second: BTreeMap<String, f64>,
}

impl MachineSpeed {
    /// What was measured before; nothing where nothing can be read.
    pub(super) fn read(runs: &Path) -> Self {
        let text = fs::read_to_string(runs.join(FILE)).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Takes in that a whole training took `seconds`, in which `photos` were learnt from, counted once
    /// an epoch. Epochs alone would not do: those of a quick training differ.
    pub(super) fn measure(&mut self, (kind, photos): (&str, usize), seconds: f64) {
        if seconds <= 0.0 || photos == 0 {
            return;
        }
        let now = photos as f64 / seconds;
        let known = self.photos_a_second.entry(kind.to_owned()).or_insert(now);
        *known += (now - *known) * NEWEST;
    }

    /// Keeps it; an estimate that is lost is measured again.
    pub(super) fn write(&self, runs: &Path) {
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        let written = write_atomically(&runs.join(FILE), |out| out.write_all(text.as_bytes()));
        if let Err(error) = written {
            tracing::warn!(%error, "the speed of this machine was not kept");
        }
    }

    /// The time for `photos` by `recipe`.
    pub(super) fn estimate(
        &self,
        kind: &str,
        photos: usize,
        (preset, recipe): (Preset, &Recipe),
    ) -> Estimate {
        let measured = self.photos_a_second.get(kind).copied();
        let speed = measured.unwrap_or_else(|| guess(preset) * self.beside_guesses());
        let passes = recipe.epochs * recipe.runs;
        Estimate { seconds: photos as f64 * passes as f64 / speed, is_measured: measured.is_some() }
    }

    /// How fast this machine was beside the guesses for what it did (their geometric mean): a machine
    /// that is slow at one preset is slow at all of them.
    fn beside_guesses(&self) -> f64 {
        let ratios = self.photos_a_second.iter().filter_map(|(kind, speed)| {
            let is_named = |preset: &Preset| kind.ends_with(&format!(" {preset}"));
            Some(speed / guess(Preset::EVERY.into_iter().find(is_named)?))
        });
        let logarithms: Vec<f64> = ratios.map(f64::ln).collect();
        (logarithms.iter().sum::<f64>() / logarithms.len().max(1) as f64).exp()
    }
}

/// Under what a speed is kept.
pub(super) fn kind_of(architecture: &Architecture, preset: Preset, recipe: &Recipe) -> String {
    format!("{architecture} {} px {preset}", recipe.train_size)
}

/// Photos a second that one thread of a plain office machine learns from with EfficientNet-Lite0.
fn guess(preset: Preset) -> f64 {
    match preset {
        Preset::Quick => 60.0,
        Preset::Balanced => 28.0,
        Preset::Thorough => 18.0,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::*;

    const LITE0: Architecture = Architecture::EfficientNetLite0;

    #[test]
    fn a_guess_gives_way_to_what_was_measured() {
        let recipe = Recipe { epochs: 10, ..Preset::Thorough.recipe(&LITE0) };
        let kind = kind_of(&LITE0, Preset::Thorough, &recipe);
        let how = (Preset::Thorough, &recipe);
        let mut speed = MachineSpeed::default();
        assert!(!speed.estimate(&kind, 100, how).is_measured);
        speed.measure((&kind, 100), 2.0);
        let expected = Estimate { seconds: 20.0, is_measured: true };
        assert_eq!(speed.estimate(&kind, 100, how), expected);
        speed.measure((&kind, 100), 1.0);
        let refined = speed.estimate(&kind, 100, how).seconds;
        assert!(refined < 20.0 && refined > 10.0, "{refined}");
    }

    #[test]
    fn it_is_kept_and_a_damaged_file_is_measured_anew() {
        let runs = tempfile::tempdir().unwrap();
        let mut speed = MachineSpeed::default();
        speed.measure(("lite0", 10), 1.0);
        speed.write(runs.path());
        assert_eq!(MachineSpeed::read(runs.path()), speed);
        fs::write(runs.path().join(FILE), "{").unwrap();
        assert_eq!(MachineSpeed::read(runs.path()), MachineSpeed::default());
    }

    #[test]
    fn a_machine_slow_at_one_preset_is_guessed_slow_at_the_others() {
        let times = |speed: &MachineSpeed, preset: Preset| {
            let recipe = preset.recipe(&LITE0);
            let kind = kind_of(&LITE0, preset, &recipe);
            speed.estimate(&kind, 100, (preset, &recipe))
        };
        let unknown = MachineSpeed::default();
        let before = times(&unknown, Preset::Thorough);
        let mut slow = unknown.clone();
        let recipe = Preset::Balanced.recipe(&LITE0);
        let kind = kind_of(&LITE0, Preset::Balanced, &recipe);
        slow.measure((&kind, 100), 100.0 / guess(Preset::Balanced) * 3.0);
        let after = times(&slow, Preset::Thorough);
        assert!(!after.is_measured);
        assert!((after.seconds / before.seconds - 3.0).abs() < 1e-9);
    }

    #[test]
    fn no_time_is_no_speed() {
        let mut speed = MachineSpeed::default();
        speed.measure(("lite0", 10), 0.0);
        assert_eq!(speed, MachineSpeed::default());
    }
}
