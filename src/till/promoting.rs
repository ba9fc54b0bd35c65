//! Lets another version sell: on a thread of its own, since its weights are read and tried first.

use std::path::Path;

use super::model::{LoadVersion, LoadedModel};
use super::model_command::{ModelCommand, ModelEffect, ModelInput};
use super::workers::guarded;
use crate::messages::{Message, logged};
use registry::{Registry, RegistryError, Version};

/// Does what the machine wants with the versions of the shop in this folder. A version that was tried
/// is loaded: `take_over` gets it, so that it is not loaded once more to sell.
pub(super) fn carry_out(
    shop: &Path,
    effect: &ModelEffect,
    load: &LoadVersion,
    take_over: impl FnOnce(LoadedModel),
) -> ModelInput {
    match change(shop, &effect.wish, load) {
        Ok(Change { before, version, tried }) => {
            if let Some(model) = tried {
                take_over(model);
            }
            ModelInput::Changed {
                before,
                version: version.manifest.name,
                rolled_back: effect.wish == ModelCommand::RollBack,
                by: effect.by,
            }
        }
        Err(reason) => ModelInput::Failed(reason),
    }
}

struct Change {
    before: Option<String>,
    version: Version,
    tried: Option<LoadedModel>,
}

/// A version that cannot be loaded would leave the till without a model: it is tried first.
fn change(shop: &Path, wish: &ModelCommand, load: &LoadVersion) -> Result<Change, Message> {
    let told = |error: RegistryError| logged(&error);
    let registry = Registry::open(shop).map_err(told)?;
    let before = registry.promoted().ok().map(|version| version.manifest.name);
    let (version, tried) = match wish {
        ModelCommand::Promote { version } => {
            let tried = guarded(|| load(version))?;
            (registry.promote(version), Some(tried))
        }
        // It sold before. Nobody is helped by a till that cannot go back.
        ModelCommand::RollBack => (registry.rollback(), None),
    };
    Ok(Change { before, version: version.map_err(told)?, tried })
}
