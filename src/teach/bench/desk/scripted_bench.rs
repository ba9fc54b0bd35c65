//! For tests: a bench with real threads and files, and a model that follows a script.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use tempfile::TempDir;

use super::super::command::BenchCommand;
use super::super::naming::{BenchTools, LoadedVersion, NamePictures, ShopNow, WantedVersion};
use super::super::truth::KnownProduct;
use super::super::view::{BenchScope, BenchVersion, BenchView, BenchWork, LoadedInfo};
use super::BenchDesk;
use crate::{DeskHandle, open_desk};
use domain::{Message, ProductId};
use photo::{HeatMap, Picture, Region, encode_png};
use recognition::{
    Basis, Candidate, ClassNotes, Decision, Explanation, FoundItems, Millis, Recognition, Why,
};
use registry::Thresholds;

pub(super) const RED: [u8; 3] = [220, 30, 30];
pub(super) const GREEN: [u8; 3] = [30, 220, 30];
pub(super) const BLUE: [u8; 3] = [30, 30, 220];

pub(super) fn id(text: &str) -> ProductId {
    ProductId::new(text).unwrap()
}

/// Sees colours: red is an orange, green perhaps a lime, blue nothing that is sold. A version called
/// `colour-blind` takes all for oranges.
pub(super) struct ColourScript {
    pub(super) blind: bool,
    /// Before each batch it waits for a word, where there is a gate.
    pub(super) gate: Option<Receiver<()>>,
}

impl NamePictures for ColourScript {
    fn name(&mut self, pictures: &[&Picture]) -> Result<Vec<Recognition>, Message> {
        if let Some(gate) = &self.gate {
            // A gate that is gone is open.
            let _word = gate.recv();
        }
        Ok(pictures.iter().map(|picture| self.look(picture)).collect())
    }

    fn explain(&mut self, picture: &Picture, why: &Why) -> Result<Explanation, Message> {
        if why.product == id("lime") {
            return Err(Message::new("model-network"));
        }
        let (width, height) = (picture.width(), picture.height());
        let seen = Region { x: 0.0, y: 0.0, width: width as f32, height: height as f32 };
        let map = HeatMap::of_evidence(width, height, |x, _| x);
        Ok(Explanation { why: why.clone(), map, seen, basis: Basis::ClassMap })
    }
}

impl ColourScript {
    fn look(&self, picture: &Picture) -> Recognition {
        let sum = |channel: usize| -> u64 {
            picture.rgb().iter().skip(channel).step_by(3).map(|byte| u64::from(*byte)).sum()
        };
        let strongest = (0..3).max_by_key(|channel| sum(*channel)).unwrap();
        let (decision, scores) = match strongest {
            0 => (Decision::Accept(id("orange")), [("orange", 0.95), ("lime", 0.05)]),
            _ if self.blind => (Decision::Accept(id("orange")), [("orange", 0.9), ("lime", 0.1)]),
            1 => (Decision::Ask, [("lime", 0.6), ("orange", 0.4)]),
            _ => (Decision::Unknown, [("orange", 0.5), ("lime", 0.5)]),
        };
        let candidates =
            scores.map(|(product, score)| Candidate { product: id(product), score }).to_vec();
        let thresholds = Thresholds { accept: 0.9, familiar: 0.0, unknown: 0.2 };
        Recognition {
            decision,
            candidates,
            notes: ClassNotes::default(),
            known: 0.5,
            thresholds,
            items: left_half(picture),
            caution: None,
            millis: Millis::default(),
        }
    }
}

/// The item on each picture.
fn left_half(picture: &Picture) -> FoundItems {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let item = Region { x: 0.0, y: 0.0, width: width / 2.0, height };
    FoundItems { regions: vec![item], chosen: Some(0) }
}

pub(super) fn loaded(wanted: &WantedVersion, gate: Option<Receiver<()>>) -> LoadedVersion {
    let version = wanted.name.clone().unwrap_or_else(|| "colours".to_owned());
    let blind = version == "colour-blind";
    let device = "cpu".to_owned();
    let info = LoadedInfo { version, device, scope: BenchScope::OnSale, products: 2 };
    let known = ["orange", "lime"]
        .map(|product| KnownProduct { product: id(product), kind: "citrus".to_owned() });
    let naming = Box::new(ColourScript { blind, gate });
    LoadedVersion { info, known: known.to_vec(), naming }
}

pub(super) fn shop() -> ShopNow {
    let version = |name: &str, promoted| BenchVersion { name: name.to_owned(), promoted };
    ShopNow {
        products: Vec::new(),
        versions: vec![version("colours", true), version("colour-blind", false)],
    }
}

pub(super) struct Bench {
    pub(super) desk: DeskHandle<BenchCommand, BenchView>,
    pub(super) wakings: Receiver<()>,
    pub(super) folder: TempDir,
}

impl Bench {
    pub(super) fn with(
        load: impl Fn(&WantedVersion) -> Result<LoadedVersion, Message> + Send + Sync + 'static,
    ) -> Self {
        let (woken, wakings) = unbounded();
        let tools = BenchTools { load: Arc::new(load), read_shop: Arc::new(|| Ok(shop())) };
        let wake = Arc::new(move || _ = woken.send(()));
        let desk = open_desk("bench", BenchView::default(), wake, move |outbox| {
            BenchDesk::new(tools.clone(), outbox.clone())
        });
        Self { desk: desk.unwrap(), wakings, folder: tempfile::tempdir().unwrap() }
    }

    pub(super) fn new() -> Self {
        Self::with(|wanted| Ok(loaded(wanted, None)))
    }

    /// A bench whose model waits for a word before each batch.
    pub(super) fn gated() -> (Self, Sender<()>) {
        let (open, gate) = bounded(1000);
        (Self::with(move |wanted| Ok(loaded(wanted, Some(gate.clone())))), open)
    }

    pub(super) fn send(&self, command: BenchCommand) {
        assert!(self.desk.send(command));
    }

    pub(super) fn open(&self, path: impl AsRef<Path>) {
        self.send(BenchCommand::Open(vec![path.as_ref().to_owned()]));
    }

    /// Waits until the view is as `wanted`.
    pub(super) fn until(&self, wanted: impl Fn(&BenchView) -> bool) -> Arc<BenchView> {
        loop {
            let view = self.desk.view();
            if wanted(&view) {
                return view;
            }
            self.wakings.recv_timeout(Duration::from_secs(60)).expect("it never came so far");
        }
    }

    /// Waits until all pictures are done, so many.
    pub(super) fn done(&self, pictures: usize) -> Arc<BenchView> {
        self.until(|view| {
            view.rows.len() == pictures && view.work == BenchWork::Idle && view.tally.waiting == 0
        })
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn paint(&self, name: &str, colour: [u8; 3]) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, png(colour)).unwrap();
        path
    }
}

pub(super) fn png(colour: [u8; 3]) -> Vec<u8> {
    encode_png(&Picture::filled(40, 30, colour)).unwrap()
}
