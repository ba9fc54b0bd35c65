//! What the till shows of weights and codes.

use std::sync::Arc;

use super::messages::Message;
use devices::scale::ScaleEvent;
use domain::{LineId, Product, TarePreset};

/// The scale and the dialog that weighs.
#[derive(Clone, PartialEq, Debug)]
pub struct WeighingView {
    /// What there is to know of the scale.
    pub scale: ScaleEvent,
    /// Whether a scale is being tried that the shop has not chosen.
    pub trying: bool,
    /// The shop's containers.
    pub tares: Vec<TarePreset>,
    /// The line that is being weighed.
    pub dialog: Option<WeighDialogView>,
}

/// A line that is being weighed.
#[derive(Clone, PartialEq, Debug)]
pub struct WeighDialogView {
    /// The line.
    pub line: LineId,
    /// What it sells.
    pub product: Arc<Product>,
    /// What the scale would weigh it with, or what it was weighed with; grams, with container.
    pub gross: Option<u32>,
    /// Whether `gross` is what lies on the scale now.
    pub on_scale: bool,
    /// The container, in grams.
    pub tare: u32,
    /// Why the weight was not taken.
    pub problem: Option<Message>,
}

/// A code that no product has.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CodeView {
    /// Its digits, while the clerk is asked about it.
    pub unknown: Option<String>,
    /// What the scanner sends before the digits.
    pub scanner_prefix: Option<char>,
}
