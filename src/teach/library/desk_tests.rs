//! The library's desk by commands, in a shop of its own.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::sync::Mutex;

use crossbeam_channel::{Receiver, unbounded};

use super::*;
use crate::desk::{DeskHandle, open_desk};
use crate::showing::Tray;
use domain::Naming;
use photo::{Picture, encode_jpeg};
use store::{Capture, CaptureKind, Store};

struct Bench {
    shop: tempfile::TempDir,
    desk: DeskHandle<LibraryCommand, LibraryView>,
    wakings: Receiver<()>,
    news: Arc<Mutex<Vec<TillNews>>>,
}

fn id(name: &str) -> ProductId {
    ProductId::new(name).unwrap()
}

fn picture(shade: u8) -> Picture {
    let rgb = (0..32 * 24 * 3_u32).map(|at| (at as u8).wrapping_mul(shade)).collect();
    Picture::new(32, 24, rgb).unwrap()
}

impl Bench {
    fn new() -> Self {
        let shop = tempfile::tempdir().unwrap();
        let mut keeper = PhotoKeeper::open(shop.path()).unwrap();
        let session = keeper.begin_session("").unwrap();
        for (product, shade) in [("lime", 3), ("lime", 5), ("kiwi", 7)] {
            let about = AboutPhoto {
                product: id(product),
                session,
                origin: PhotoOrigin::Camera,
                taken_at: None,
                guessed: None,
            };
            keeper.keep(PhotoToKeep::Frame(&picture(shade)), &about).unwrap();
        }
        Self::over(shop)
    }

    fn over(shop: tempfile::TempDir) -> Self {
        let (woken, wakings) = unbounded();
        let news = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&news);
        let wires = Wires {
            shop: shop.path().to_owned(),
            wake: Arc::new(move || woken.send(()).unwrap()),
            newest_frame: Arc::new(|| None),
            tray: Arc::new(Tray::default),
            tell_till: Arc::new(move |news| heard.lock().unwrap().push(news)),
            library_changed: Arc::new(|| {}),
            program: "tillsight".into(),
        };
        let desk =
            open_desk("library", LibraryView::default(), wires.wake.clone(), move |outbox| {
                LibraryDesk::new(&wires, outbox)
            })
            .unwrap();
        wakings.recv().unwrap();
        Self { shop, desk, wakings, news }
    }

    fn tell(&self, command: LibraryCommand) -> Arc<LibraryView> {
        assert!(self.desk.send(command));
        self.wakings.recv().unwrap();
        self.desk.view()
    }

    fn products(&self) -> Vec<(String, usize)> {
        let view = self.desk.view();
        let products = view.products.iter();
        products.map(|product| (product.product.to_string(), product.photos)).collect()
    }

    fn capture(&self, file: &str, shade: u8, product: &str) {
        let folder = self.shop.path().join("captures");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(file), encode_jpeg(&picture(shade), 90).unwrap()).unwrap();
        let capture = Capture {
            at: "2026-11-23T12:00:00Z".parse().unwrap(),
            file: file.into(),
            product: id(product),
            guessed: Some(id("mango")),
            kind: CaptureKind::Correction,
            naming: None,
            became: Naming::Unknown,
        };
        let shop = ShopFolder::open(self.shop.path()).unwrap();
        Store::open(&shop).unwrap().note_capture(&capture).unwrap();
    }
}

fn counts(pairs: &[(&str, usize)]) -> Vec<(String, usize)> {
    pairs.iter().map(|(product, count)| ((*product).to_owned(), *count)).collect()
}

#[test]
fn photos_move_and_move_back() {
    let bench = Bench::new();
    assert_eq!(bench.products(), counts(&[("kiwi", 1), ("lime", 2)]));
    let kiwi = bench.desk.view().photos[2].id;
    let view = bench.tell(LibraryCommand::Move { photos: vec![kiwi], to: id("lime") });
    assert_eq!(bench.products(), counts(&[("lime", 3)]));
    assert!(view.can_undo);
    assert_eq!(view.notice.as_ref().unwrap().id, "library-moved");
    assert_eq!(*bench.news.lock().unwrap(), [TillNews::TaughtChanged]);
    let view = bench.tell(LibraryCommand::Undo);
    assert_eq!(bench.products(), counts(&[("kiwi", 1), ("lime", 2)]));
    assert!(!view.can_undo);
}

#[test]
fn deleted_photos_come_back_and_outlive_the_program() {
    let bench = Bench::new();
    let photos: Vec<PhotoId> = bench.desk.view().photos.iter().map(|photo| photo.id).collect();
    bench.tell(LibraryCommand::Delete(photos[..2].to_vec()));
    assert_eq!(bench.products(), counts(&[("kiwi", 1)]));
    bench.tell(LibraryCommand::Undo);
    assert_eq!(bench.products(), counts(&[("kiwi", 1), ("lime", 2)]));
    bench.tell(LibraryCommand::Delete(photos[..1].to_vec()));
    let again = Bench::over(bench.shop);
    assert_eq!(again.products(), counts(&[("kiwi", 1), ("lime", 1)]));
    let files = fs::read_dir(again.shop.path().join("photos")).unwrap().count();
    assert_eq!(files, 3, "the file stays for some days");
}

#[test]
fn a_capture_becomes_a_photo_and_can_go_back() {
    let bench = Bench::new();
    bench.capture("a.jpg", 9, "lime");
    bench.capture("b.jpg", 11, "lime");
    bench.capture("c.jpg", 13, "lime");
    let view = bench.tell(LibraryCommand::Refresh);
    let inbox: Vec<CaptureId> = view.inbox.iter().map(|item| item.id).collect();
    assert_eq!(inbox.len(), 3);
    assert_eq!(view.inbox[0].guessed, Some(id("mango")));
    bench.tell(LibraryCommand::Confirm(inbox[0]));
    assert_eq!(bench.products(), counts(&[("kiwi", 1), ("lime", 3)]));
    bench.tell(LibraryCommand::Relabel { capture: inbox[1], to: id("kiwi") });
    assert_eq!(bench.products(), counts(&[("kiwi", 2), ("lime", 3)]));
    let view = bench.tell(LibraryCommand::Discard(inbox[2]));
    assert!(view.inbox.is_empty());
    for left in 1..=3 {
        assert_eq!(bench.tell(LibraryCommand::Undo).inbox.len(), left);
    }
    assert_eq!(bench.products(), counts(&[("kiwi", 1), ("lime", 2)]));
    let mut store = Store::open(&ShopFolder::open(bench.shop.path()).unwrap()).unwrap();
    assert_eq!(store.waiting_captures().unwrap().len(), 3);
}

#[test]
fn a_capture_that_is_there_already_is_kept_once_and_said() {
    let bench = Bench::new();
    bench.capture("a.jpg", 9, "lime");
    bench.capture("same.jpg", 9, "kiwi");
    let view = bench.tell(LibraryCommand::Refresh);
    let inbox: Vec<CaptureId> = view.inbox.iter().map(|item| item.id).collect();
    bench.tell(LibraryCommand::Confirm(inbox[0]));
    let view = bench.tell(LibraryCommand::Confirm(inbox[1]));
    assert_eq!(view.notice.as_ref().unwrap().id, "library-already-there");
    assert_eq!(bench.products(), counts(&[("kiwi", 1), ("lime", 3)]));
    assert!(view.inbox.is_empty());
}

#[test]
fn a_capture_whose_file_is_gone_says_so_and_can_be_discarded() {
    let bench = Bench::new();
    bench.capture("a.jpg", 9, "lime");
    fs::remove_file(bench.shop.path().join("captures/a.jpg")).unwrap();
    let view = bench.tell(LibraryCommand::Refresh);
    let item = view.inbox[0].id;
    let view = bench.tell(LibraryCommand::Confirm(item));
    assert_eq!(view.problem.as_ref().unwrap().id, "library-failed");
    assert_eq!(view.inbox.len(), 1);
    assert!(bench.tell(LibraryCommand::Discard(item)).inbox.is_empty());
}

#[test]
fn a_suspect_is_moved_or_kept_and_both_can_be_taken_back() {
    let bench = Bench::new();
    let view = bench.desk.view();
    let shop = ShopFolder::open(bench.shop.path()).unwrap();
    let rows = Store::open(&shop).unwrap().photos().unwrap();
    let suspects = [&rows[0], &rows[1]].map(|row| super::super::SuspectPhoto {
        photo: row.clone(),
        suspected: id("kiwi"),
        margin: 0.5,
    });
    let checked = Checked {
        version: "first".into(),
        photos: 3,
        unreadable: Vec::new(),
        suspects: suspects.to_vec(),
    };
    let photos: Vec<PhotoId> = view.photos.iter().map(|photo| photo.id).collect();
    let view = bench.tell(LibraryCommand::Checked(Ok(checked)));
    assert_eq!(view.suspects.len(), 2);
    assert_eq!(view.check, CheckState::Done { photos: 3, version: "first".into() });
    let view = bench.tell(LibraryCommand::MoveSuspect(photos[0]));
    assert_eq!(bench.products(), counts(&[("kiwi", 2), ("lime", 1)]));
    assert_eq!(view.suspects.len(), 1);
    let view = bench.tell(LibraryCommand::KeepSuspect(photos[1]));
    assert!(view.suspects.is_empty());
    let confirmed = |bench: &Bench| {
        let shop = ShopFolder::open(bench.shop.path()).unwrap();
        Store::open(&shop).unwrap().confirmed_photos().unwrap().len()
    };
    assert_eq!(confirmed(&bench), 2);
    bench.tell(LibraryCommand::Undo);
    let view = bench.tell(LibraryCommand::Undo);
    assert_eq!(view.suspects.len(), 2);
    assert_eq!(bench.products(), counts(&[("kiwi", 1), ("lime", 2)]));
    assert_eq!(confirmed(&bench), 0);
}

#[test]
fn photos_are_saved_beside_the_desk() {
    let bench = Bench::new();
    let to = bench.shop.path().join("limes.zip");
    let product = Some(id("lime"));
    bench.tell(LibraryCommand::Export { product, to: to.clone() });
    // The worker's word comes as a command of its own.
    if bench.desk.view().notice.as_ref().is_none_or(|notice| notice.id != "library-exported") {
        bench.wakings.recv().unwrap();
    }
    let notice = bench.desk.view().notice.clone().unwrap();
    assert_eq!((notice.id, notice.args[0].1.as_str()), ("library-exported", "2"));
    assert!(to.is_file());
}

#[test]
fn a_shop_that_cannot_be_opened_is_said() {
    let shop = tempfile::tempdir().unwrap();
    fs::write(shop.path().join("photos"), "a file").unwrap();
    let bench = Bench::over(shop);
    assert_eq!(bench.desk.view().problem.as_ref().unwrap().id, "library-failed");
}
