//! All desks together, and the wires between them and to whoever owns camera and till.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use super::bench::{self, BenchCommand, BenchView};
use super::comparing::{self, CompareCommand, CompareView};
use super::desk::{DeskError, DeskHandle, Outbox, Wake};
use super::library::{self, LibraryCommand, LibraryView};
use super::running::{self, RunCommand, RunView};
use super::showing::{self, ShowCommand, ShowView, Tray};
use devices::Frame;

/// What the till must hear of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TillNews {
    /// Products were taught or forgotten: the loaded model is to know them.
    TaughtChanged,
    /// Products were added to the catalogue.
    CatalogueChanged,
}

/// What the desks are connected to.
#[derive(Clone)]
pub struct Wires {
    /// The shop's folder.
    pub shop: PathBuf,
    /// Asks the window to look again.
    pub wake: Wake,
    /// The camera's newest frame, where there is a camera.
    pub newest_frame: Arc<dyn Fn() -> Option<Arc<Frame>> + Send + Sync>,
    /// The tray under the camera.
    pub tray: Arc<dyn Fn() -> Tray + Send + Sync>,
    /// Tells the till.
    pub tell_till: Arc<dyn Fn(TillNews) + Send + Sync>,
    /// Tells the desks that the photo library is not what it was: photos came, moved or went.
    pub library_changed: Arc<dyn Fn() + Send + Sync>,
    /// The program that trains in a process of its own: this one, but for tests.
    pub program: PathBuf,
}

/// A command for one of the desks.
pub enum TeachCommand {
    /// Showing goods to the camera, teaching them.
    Show(ShowCommand),
    /// The photo library.
    Library(LibraryCommand),
    /// Trainings.
    Run(RunCommand),
    /// Versions of the model.
    Compare(CompareCommand),
    /// The picture test bench.
    Bench(BenchCommand),
}

/// What all desks show; cheap to clone.
#[derive(Clone, Default)]
pub struct TeachingView {
    /// Showing goods to the camera, teaching them.
    pub show: Arc<ShowView>,
    /// The photo library.
    pub library: Arc<LibraryView>,
    /// Trainings.
    pub run: Arc<RunView>,
    /// Versions of the model.
    pub compare: Arc<CompareView>,
    /// The picture test bench.
    pub bench: Arc<BenchView>,
}

/// Passes on that the photo library changed; connected once the desks are open.
#[derive(Default)]
struct LibraryChanged {
    told: OnceLock<(Outbox<ShowCommand>, Outbox<LibraryCommand>, Outbox<RunCommand>)>,
}

impl LibraryChanged {
    fn connect(&self, desks: &Teaching) {
        let told = (desks.show.outbox(), desks.library.outbox(), desks.run.outbox());
        // Connected once: there is nothing to replace.
        let _first = self.told.set(told);
    }

    /// A desk whose inbox is full has commands to look at that come after this change.
    fn tell(&self) {
        if let Some((show, library, run)) = self.told.get() {
            show.try_send(ShowCommand::Refresh);
            library.try_send(LibraryCommand::Refresh);
            run.try_send(RunCommand::Refresh);
        }
    }
}

/// The desks.
pub struct Teaching {
    show: DeskHandle<ShowCommand, ShowView>,
    library: DeskHandle<LibraryCommand, LibraryView>,
    run: DeskHandle<RunCommand, RunView>,
    compare: DeskHandle<CompareCommand, CompareView>,
    bench: DeskHandle<BenchCommand, BenchView>,
}

impl Teaching {
    /// Opens all desks and returns at once. Word of a changed library goes to the desks, whatever
    /// stands in the wires for that.
    ///
    /// # Errors
    /// [`DeskError`] if the system gives no threads.
    pub fn start(wires: &Wires) -> Result<Self, DeskError> {
        let changed = Arc::new(LibraryChanged::default());
        let told = Arc::clone(&changed);
        let wires = Wires { library_changed: Arc::new(move || told.tell()), ..wires.clone() };
        let compare = comparing::open(&wires)?;
        let comparer = compare.outbox();
        let versions_changed = Arc::new(move || _ = comparer.try_send(CompareCommand::Refresh));
        let desks = Self {
            show: showing::open(&wires)?,
            library: library::open(&wires)?,
            run: running::open(&wires, versions_changed)?,
            compare,
            bench: bench::open(&wires)?,
        };
        changed.connect(&desks);
        Ok(desks)
    }

    /// Hands over a command without waiting; returns whether it was taken.
    pub fn send(&self, command: TeachCommand) -> bool {
        match command {
            TeachCommand::Show(command) => self.show.send(command),
            TeachCommand::Library(command) => self.library.send(command),
            TeachCommand::Run(command) => self.run.send(command),
            TeachCommand::Compare(command) => self.compare.send(command),
            TeachCommand::Bench(command) => self.bench.send(command),
        }
    }

    /// What the desks show now.
    pub fn view(&self) -> TeachingView {
        TeachingView {
            show: self.show.view(),
            library: self.library.view(),
            run: self.run.view(),
            compare: self.compare.view(),
            bench: self.bench.view(),
        }
    }
}
