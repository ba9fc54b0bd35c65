//! The printer's thread: draws and sends one receipt after the other, so that no sale waits for
//! paper. A device that hangs holds a thread of its own only, and the next job is refused at once.

use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, TryRecvError, bounded};

use super::machine::Input;
use super::paying::{PayInput, PrintWish};
use super::post::Post;
use crate::messages::{Message, logged, refused_by_system};
use devices::{Printer, PrinterAddress, PrinterError};
use domain::ForPeople;
use receipt::{CodePage, Columns, Receipt, escpos_bytes, kick_drawer};

/// How many receipts may wait for the printer.
const WAITING: usize = 16;
/// How long a printer may take for one receipt.
const PATIENCE: Duration = Duration::from_secs(20);

/// Opens the printer at an address; tests put a simulated one in its place.
pub type OpenPrinter =
    Arc<dyn Fn(&PrinterAddress) -> Result<Box<dyn Printer>, PrinterError> + Send + Sync>;

/// Something for the printer.
pub(super) struct PrintJob {
    pub wish: PrintWish,
    pub printer: PrinterAddress,
    pub drawer: bool,
    pub page: Option<Page>,
}

/// A receipt and the paper it goes on.
pub(super) struct Page {
    pub receipt: Receipt,
    pub columns: Columns,
    pub code_page: CodePage,
}

/// The channel to the printer's thread.
pub(super) fn jobs() -> (Sender<PrintJob>, Receiver<PrintJob>) {
    bounded(WAITING)
}

/// Works until the till ends.
pub(super) fn print_jobs(jobs: &Receiver<PrintJob>, open: &OpenPrinter, till: &Sender<Post>) {
    let mut stuck: Option<Receiver<Result<(), Message>>> = None;
    for job in jobs {
        let wish = job.wish;
        let still_stuck =
            stuck.take().filter(|answer| matches!(answer.try_recv(), Err(TryRecvError::Empty)));
        let result = match still_stuck {
            Some(answer) => {
                stuck = Some(answer);
                Err(PrinterError::Silent.message())
            }
            None => send_with_patience(job, open, &mut stuck),
        };
        let input = match result {
            Ok(()) => PayInput::Printed(wish),
            Err(reason) => {
                tracing::warn!(?reason, "not printed");
                PayInput::NotPrinted(wish, reason)
            }
        };
        // A till that has ended needs no answer.
        let _sent = till.send(Post::Input(Input::Pay(input)));
    }
}

/// Sends on a thread of its own; one that does not end in time stays behind as `stuck`.
fn send_with_patience(
    job: PrintJob,
    open: &OpenPrinter,
    stuck: &mut Option<Receiver<Result<(), Message>>>,
) -> Result<(), Message> {
    let (done, answer) = bounded(1);
    let open = Arc::clone(open);
    let sending = base::threads::start("printer-sending", move || {
        let _waited_for = done.send(send(&job, &open));
    });
    sending.map_err(|error| refused_by_system("thread-refused", &error))?;
    match answer.recv_timeout(PATIENCE) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => {
            *stuck = Some(answer);
            Err(PrinterError::Silent.message())
        }
        Err(RecvTimeoutError::Disconnected) => Err(PrinterError::Silent.message()),
    }
}

fn send(job: &PrintJob, open: &OpenPrinter) -> Result<(), Message> {
    let mut bytes = if job.drawer { kick_drawer() } else { Vec::new() };
    if let Some(Page { receipt, columns, code_page }) = &job.page {
        let page = escpos_bytes(receipt, *columns, *code_page).map_err(|error| logged(&error))?;
        bytes.extend(page);
    }
    let mut printer = open(&job.printer).map_err(|error| logged(&error))?;
    printer.send(&bytes).map_err(|error| logged(&error))
}
