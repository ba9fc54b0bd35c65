//! What a clerk can ask about weights and codes.

use super::command::ItemId;
use domain::settings::{
    CAPTURES, MEASURE_RULES, SALES_PRIOR, SCALE, SCANNER_PREFIX, SOUNDS, Setting, TARES,
};
use domain::{LineId, ProductId};

/// One wish about weighing, or about what is learnt at the till.
#[derive(Clone, PartialEq, Debug)]
pub enum WeighingCommand {
    /// Weigh this line: open the dialog.
    Open(LineId),
    /// The container weighs so many grams.
    SetTare(u32),
    /// What lies on the scale is the container.
    TakeTare,
    /// Weigh the line with what was typed (the container included), or, where nothing was, with
    /// what lies on the scale.
    Accept(String),
    /// Leave the line as it is.
    Close,
    /// Show the photo behind this line again, with its tiles, for a correction.
    ShowLine(LineId),
    /// Ask this scale, without keeping the choice.
    TryScale(String),
    /// Go back to the shop's scale.
    EndTrial,
}

/// One wish about codes.
#[derive(Clone, PartialEq, Debug)]
pub enum CodeCommand {
    /// A scanner or the camera read this.
    Scanned(String),
    /// A clerk, or a scanner as slow as one, typed this number to its end. A PLU is what the photo
    /// shows that is being asked about, if any; a barcode stands on packed goods, and says nothing
    /// of a photo.
    Typed {
        /// All of it.
        number: String,
        /// The photo that was asked about when it was typed.
        photo: Option<ItemId>,
    },
    /// The unknown code belongs to this product.
    Assign(ProductId),
    /// Forget the unknown code.
    Close,
}

/// The settings that hold for weights, codes and learning.
pub(super) static FOLLOWED: [&Setting; 7] =
    [&SCALE, &TARES, &MEASURE_RULES, &SCANNER_PREFIX, &SALES_PRIOR, &CAPTURES, &SOUNDS];
