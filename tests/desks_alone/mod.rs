//! The owner's desks with no till beside them.

use std::path::Path;
use std::sync::Arc;

use crossbeam_channel::{Receiver, unbounded};
use tillsight::teach::{Teaching, Wires};

/// The desks of a shop, and a bell that rings whenever a view changed.
pub struct Desks {
    /// They.
    pub teaching: Teaching,
    /// The bell.
    pub bell: Receiver<()>,
}

impl Desks {
    /// Opens them; no camera, no tray, nobody who wants news.
    pub fn open(shop: &Path) -> Self {
        #[expect(clippy::disallowed_methods, reason = "a test hears every ring")]
        let (ring, bell) = unbounded();
        let wires = Wires {
            shop: shop.to_owned(),
            wake: Arc::new(move || _ = ring.send(())),
            newest_frame: Arc::new(|| None),
            tray: Arc::new(tillsight::teach::showing::Tray::default),
            tell_till: Arc::new(|_| {}),
            library_changed: Arc::new(|| {}),
            program: env!("CARGO_BIN_EXE_tillsight").into(),
        };
        Self { teaching: Teaching::start(&wires).unwrap(), bell }
    }
}
