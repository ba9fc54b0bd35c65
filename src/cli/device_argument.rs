//! `--device`: where a network computes, one option for all commands that train or judge.

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::CliError;
use cnn::DeviceChoice;

/// The devices by name.
const DEVICES: [&str; 3] = ["auto", "cpu", "cuda"];

// A text of its own would stand in the help in place of the command's.
#[derive(Args, Debug)]
pub(super) struct DeviceArgument {
    /// Where to compute
    #[arg(
        long,
        value_name = "DEVICE",
        default_value = "auto",
        value_parser = PossibleValuesParser::new(DEVICES),
    )]
    device: String,
}

impl DeviceArgument {
    /// The device that was asked for.
    pub(super) fn choice(&self) -> Result<DeviceChoice, CliError> {
        Ok(self.device.parse()?)
    }
}
