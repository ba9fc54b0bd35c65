//! The manifest of a version: all that is needed to use its weights, and where they came from.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::{ManifestFault, RegistryError};
use super::version_name::VersionName;
use base::FileContext;
use base::write_atomically;
use domain::{DomainError, ProductId, TextField, on_one_line};
use photo::Preparation;

/// The newest manifest format that this program reads, and the one it writes.
pub const MANIFEST_FORMAT: u32 = 3;

/// A manifest holds at most some 20 bytes for each photo seen: this is over a million photos.
const MAX_MANIFEST_MIB: u64 = 64;

/// All that is known of a version.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Manifest {
    /// Format of this file, at most [`MANIFEST_FORMAT`].
    pub format: u32,
    /// The version's name, the same as its folder's.
    pub name: String,
    /// When it was made, RFC 3339.
    pub created: String,
    /// Name of the architecture, as in `cnn`.
    pub architecture: String,
    /// Kernel sizes, depths and widths, for architectures that have a choice.
    pub shape: Option<serde_json::Value>,
    /// The classes in the order of the network's outputs.
    pub classes: Vec<ClassEntry>,
    /// How a picture becomes the network's input.
    pub preparation: Preparation,
    /// What logits are divided by before the softmax, so that shares are calibrated.
    pub temperature: f64,
    /// Weight of the Gaussian classifier's scores beside the logits; 0 in versions without one.
    #[serde(default)]
    pub gaussian_share: f64,
    /// Weight of the clean pictures' cosines beside the logits; none in versions without them.
    #[serde(default)]
    pub prototype_weight: Option<PrototypeWeight>,
    /// When to accept, ask or say unknown.
    pub thresholds: Thresholds,
    /// Figures measured when it was made, by name; shares 0 to 1.
    pub metrics: BTreeMap<String, f64>,
    /// The recipe it was trained with.
    pub recipe: serde_json::Value,
    /// Seed of the training.
    pub seed: u64,
    /// The version that its weights began from, if one.
    pub parent: Option<String>,
    /// SHA-256 of `weights.safetensors`, 64 lower-case hex digits.
    pub weights_sha256: String,
    /// Perceptual hash of every photo trained or calibrated on, 16 hex digits each.
    pub seen: Vec<String>,
    /// Remarks for people.
    pub notes: String,
}

/// A class of the network.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct ClassEntry {
    /// The product, a slug.
    pub id: String,
    /// The kind of product, a slug; the same as `id` where there is none.
    pub coarse: String,
    /// Whether the version takes other goods for it so often that it is only ever asked about.
    #[serde(default, skip_serializing_if = "is_false")]
    pub cautious: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
fn is_false(value: &bool) -> bool {
    !value
}

/// Scores between which a person is asked.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// Calibrated probability from which the best candidate is accepted without asking.
    pub accept: f64,
    /// Known score below which nothing is accepted without asking.
    #[serde(default)]
    pub familiar: f64,
    /// Known score below which it is nothing that the shop sells.
    pub unknown: f64,
}

/// How much the clean pictures have to say: more, the less a picture looks like the photos that were
/// learnt from.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct PrototypeWeight {
    /// Weight where a picture is strange: at this known score or below.
    pub strange: KnownWeight,
    /// Weight where a picture is familiar: at this known score or above.
    pub familiar: KnownWeight,
}

/// A weight that holds at a known score.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct KnownWeight {
    /// The known score, 0 to 1.
    pub known: f64,
    /// What a cosine is multiplied with before it is added to the logit.
    pub weight: f64,
}

impl PrototypeWeight {
    /// The weight at a known score, in between along a straight line.
    pub fn at(&self, known: f64) -> f64 {
        let Self { strange, familiar } = self;
        let share = ((known - strange.known) / (familiar.known - strange.known)).clamp(0.0, 1.0);
        strange.weight + (familiar.weight - strange.weight) * share
    }

    /// Says what makes no sense.
    ///
    /// # Errors
    /// A few words on the first fault.
    pub fn check(&self) -> Result<(), &'static str> {
        let weights = [self.strange.weight, self.familiar.weight];
        let bounds = [self.strange.known, self.familiar.known];
        if !weights.iter().all(|weight| weight.is_finite() && *weight >= 0.0) {
            return Err("has a weight that is below zero or not finite");
        }
        if !(bounds.iter().all(|known| known.is_finite()) && bounds[0] < bounds[1]) {
            return Err("is strange where it is familiar");
        }
        Ok(())
    }
}

/// The part of a manifest that stays the same in all formats.
#[derive(Deserialize)]
struct FormatOnly {
    format: u64,
}

impl Manifest {
    /// Reads and checks a manifest file.
    ///
    /// # Errors
    /// [`RegistryError::FromTheFuture`] for a newer format, [`RegistryError::BadManifest`] for a
    /// damaged one, [`RegistryError::File`] if it cannot be read.
    pub fn read(file: &Path) -> Result<Self, RegistryError> {
        let limit = MAX_MANIFEST_MIB << 20;
        let mut bytes = Vec::new();
        let opened = File::open(file).on("read", file)?;
        opened.take(limit + 1).read_to_end(&mut bytes).on("read", file)?;
        if bytes.len() as u64 > limit {
            let fault = ManifestFault::TooLarge { limit_mib: MAX_MANIFEST_MIB };
            return Err(RegistryError::BadManifest { file: file.to_path_buf(), fault });
        }
        Self::from_json(&bytes, file)
    }

    /// Reads and checks a manifest's bytes; `file` is for messages.
    pub(super) fn from_json(bytes: &[u8], file: &Path) -> Result<Self, RegistryError> {
        let bad = |fault| RegistryError::BadManifest { file: file.to_path_buf(), fault };
        let syntax = |error: serde_json::Error| bad(ManifestFault::Syntax(error.to_string()));
        let FormatOnly { format } = serde_json::from_slice(bytes).map_err(syntax)?;
        if format > u64::from(MANIFEST_FORMAT) {
            return Err(RegistryError::FromTheFuture { file: file.to_path_buf(), format });
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(syntax)?;
        manifest.check().map_err(bad)?;
        Ok(manifest)
    }

    /// Writes the manifest, all or nothing.
    pub(super) fn write(&self, file: &Path) -> Result<(), RegistryError> {
        self.check()
            .map_err(|fault| RegistryError::BadManifest { file: file.to_path_buf(), fault })?;
        let written = write_atomically(file, |out| {
            serde_json::to_writer_pretty(&mut *out, self).map_err(io::Error::from)?;
            out.write_all(b"\n")
        });
        Ok(written?)
    }

    /// Checks what the types do not say.
    ///
    /// # Errors
    /// The first fault found.
    pub fn check(&self) -> Result<(), ManifestFault> {
        if self.format == 0 {
            return Err(ManifestFault::field("format", "is 0"));
        }
        if VersionName::new(&self.name).is_err() {
            return Err(ManifestFault::field("name", "cannot be a folder's name"));
        }
        if self.created.parse::<jiff::Timestamp>().is_err() {
            return Err(ManifestFault::field("created", "is not an RFC 3339 time"));
        }
        self.check_classes()?;
        self.check_preparation()?;
        self.check_numbers()?;
        if !is_lower_hex(&self.weights_sha256, 64) {
            return Err(ManifestFault::field("weights_sha256", "is not 64 hex digits"));
        }
        match self.seen.iter().find(|hash| !is_lower_hex(hash, 16)) {
            Some(hash) => {
                Err(ManifestFault::field("seen", format!("holds {hash:?}, not 16 hex digits")))
            }
            None => Ok(()),
        }
    }

    /// Checks the texts of a manifest that comes from elsewhere: nothing in them may drive a terminal or
    /// be endless. One that a shop has already is used as it is.
    ///
    /// # Errors
    /// The first fault found.
    pub(super) fn check_texts(&self) -> Result<(), ManifestFault> {
        let take = |field, name: &'static str, text: &str| {
            let why = |why: DomainError| ManifestFault::field(name, why.to_string());
            TextField::take(field, text).map(drop).map_err(why)
        };
        take(TextField::VersionNote, "notes", &self.notes)?;
        let words = [("created", &self.created), ("architecture", &self.architecture)];
        for (name, text) in words.into_iter().chain(self.parent.iter().map(|it| ("parent", it))) {
            take(TextField::Manifest, name, text)?;
        }
        for name in self.metrics.keys() {
            take(TextField::Manifest, "metrics", name)?;
        }
        for (name, value) in
            self.shape.iter().map(|it| ("shape", it)).chain([("recipe", &self.recipe)])
        {
            let has_command = |text: &str| matches!(on_one_line(text), Cow::Owned(_));
            if any_text(value, &has_command) {
                return Err(ManifestFault::field(name, "holds a control character"));
            }
        }
        Ok(())
    }

    fn check_classes(&self) -> Result<(), ManifestFault> {
        if self.classes.is_empty() {
            return Err(ManifestFault::field("classes", "is empty"));
        }
        let mut ids = HashSet::new();
        for class in &self.classes {
            for slug in [&class.id, &class.coarse] {
                if ProductId::kept(slug).is_err() {
                    let problem = format!("holds {slug:?}, which is not a slug");
                    return Err(ManifestFault::field("classes", problem));
                }
            }
            if !ids.insert(&class.id) {
                let problem = format!("holds {:?} twice", class.id);
                return Err(ManifestFault::field("classes", problem));
            }
        }
        Ok(())
    }

    fn check_preparation(&self) -> Result<(), ManifestFault> {
        let Preparation { size, mean, scale, .. } = &self.preparation;
        if !(1..=4096).contains(size) {
            return Err(ManifestFault::field("preparation.size", "is not within 1 to 4096 pixels"));
        }
        if !mean.iter().all(|value| value.is_finite()) {
            return Err(ManifestFault::field("preparation.mean", "is not finite"));
        }
        if !scale.iter().all(|value| value.is_normal()) {
            return Err(ManifestFault::field("preparation.scale", "is zero or not finite"));
        }
        Ok(())
    }

    fn check_numbers(&self) -> Result<(), ManifestFault> {
        if !(self.temperature.is_finite() && self.temperature > 0.0) {
            return Err(ManifestFault::field("temperature", "is not above zero and finite"));
        }
        if !(self.gaussian_share.is_finite() && self.gaussian_share >= 0.0) {
            return Err(ManifestFault::field("gaussian_share", "is below zero or not finite"));
        }
        if let Some(Err(fault)) = self.prototype_weight.map(|weight| weight.check()) {
            return Err(ManifestFault::field("prototype_weight", fault));
        }
        if !self.thresholds.familiar.is_finite() {
            return Err(ManifestFault::field("thresholds.familiar", "is not a finite number"));
        }
        if !self.thresholds.accept.is_finite() {
            return Err(ManifestFault::field("thresholds.accept", "is not a finite number"));
        }
        if !self.thresholds.unknown.is_finite() {
            return Err(ManifestFault::field("thresholds.unknown", "is not a finite number"));
        }
        match self.metrics.iter().find(|(_, value)| !value.is_finite()) {
            Some((name, _)) => {
                Err(ManifestFault::field("metrics", format!("{name:?} is not a finite number")))
            }
            None => Ok(()),
        }
    }
}

/// Whether any key or text of a JSON value is so. What is read is at most 128 levels deep.
fn any_text(value: &serde_json::Value, is_so: &dyn Fn(&str) -> bool) -> bool {
    use serde_json::Value;
    match value {
        Value::String(text) => is_so(text),
        Value::Array(values) => values.iter().any(|value| any_text(value, is_so)),
        Value::Object(fields) => {
            fields.iter().any(|(key, value)| is_so(key) || any_text(value, is_so))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn is_lower_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
#[path = "manifest_tests.rs"]
mod tests;
