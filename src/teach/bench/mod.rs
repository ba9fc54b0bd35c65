//! The picture test bench: what a version makes of many pictures.

mod command;
mod desk;
mod export;
mod gathering;
mod naming;
mod picture_reading;
mod tally;
mod truth;
mod view;
mod words;
mod worker;

pub use command::{BenchCommand, ExportForm, ExportOrder};
pub use gathering::MOST_PICTURES;
pub use naming::{
    BenchTools, LoadVersion, LoadedVersion, NamePictures, ReadShop, ShopNow, WantedVersion,
};
pub use tally::{Duel, FolderSum, MixUp, Share, Sums, Tally};
pub use truth::{FolderTruth, KnownProduct, MatchedBy, Truth, Truths};
pub use view::{
    Answer, BenchEvidence, BenchRow, BenchScope, BenchVersion, BenchView, BenchWhy, BenchWhyState,
    BenchWork, CANDIDATES, LoadedInfo, OpenPicture, Progress, RowState,
};
pub use words::{MakeWords, WordArgument, Words};

use self::desk::BenchDesk;
use super::desk::{DeskError, DeskHandle, open_desk};
use super::teaching::Wires;

/// Opens the desk.
pub(super) fn open(wires: &Wires) -> Result<DeskHandle<BenchCommand, BenchView>, DeskError> {
    let tools = BenchTools::of_shop(&wires.shop);
    open_desk("bench", BenchView::default(), wires.wake.clone(), move |outbox| {
        BenchDesk::new(tools.clone(), outbox.clone())
    })
}
