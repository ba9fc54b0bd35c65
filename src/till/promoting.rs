//! Lets another version sell: on a thread of its own, since its weights are read and tried first.

use std::path::Path;

use super::model_command::{ModelCommand, ModelEffect, ModelInput};
use recognition::try_loading;
use registry::{Registry, RegistryError, Version};

/// Does what the machine wants with the versions of the shop in this folder.
pub(super) fn carry_out(shop: &Path, effect: &ModelEffect) -> ModelInput {
    let changed = |(before, version): (Option<String>, Version)| ModelInput::Changed {
        before,
        version: version.manifest.name,
        rolled_back: effect.wish == ModelCommand::RollBack,
        by: effect.by,
    };
    change(shop, &effect.wish).map_or_else(ModelInput::Failed, changed)
}

/// A version that cannot be loaded would leave the till without a model: it is tried first.
fn change(shop: &Path, wish: &ModelCommand) -> Result<(Option<String>, Version), String> {
    let told = |error: RegistryError| error.to_string();
    let registry = Registry::open(shop).map_err(told)?;
    let before = registry.promoted().ok().map(|version| version.manifest.name);
    let version = match wish {
        ModelCommand::Promote { version } => {
            try_loading(&registry.find(version).map_err(told)?)?;
            registry.promote(version)
        }
        // It sold before. Nobody is helped by a till that cannot go back.
        ModelCommand::RollBack => registry.rollback(),
    };
    Ok((before, version.map_err(told)?))
}
