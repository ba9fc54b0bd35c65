//! Paying, receipts and refunds: what can be asked, what is shown, what is to be done.

use std::path::PathBuf;
use std::sync::Arc;

use super::messages::Message;
use super::paying_settings::PaySettings;
use domain::{Given, Money, Refund, Refundable, TenderKind};
use receipt::{Receipt, ReceiptLabels};
use store::Booking;
pub use store::DealSummary;

/// A wish about paying, receipts or the cash drawer.
#[derive(Clone)]
pub enum PayCommand {
    /// The customer wants to pay.
    Start,
    /// The customer hands this over.
    Take {
        /// How.
        kind: TenderKind,
        /// How much, as typed; empty is all that is still due.
        typed: String,
    },
    /// The customer hands this over in cash.
    TakeCash(Money),
    /// What was handed over last goes back.
    TakeBack,
    /// Back to the cart; while a receipt is looked at or change is shown, that is done.
    Close,
    /// Open the cash drawer.
    OpenDrawer,
    /// Print what could not be printed; else the last receipt once more, marked as a copy.
    PrintAgain,
    /// Look at the newest receipts.
    Receipts,
    /// Look at the receipt with this number, as typed.
    Find(String),
    /// Look at this receipt.
    Look(i64),
    /// Print the receipt that is looked at once more, marked as a copy.
    PrintCopy,
    /// Keep the receipt that is looked at as a file in the shop's folder `receipts`.
    Save(ReceiptForm),
    /// So many pieces or grams of this line of the receipt that is looked at go back.
    Return {
        /// The line, from 0.
        position: usize,
        /// How many pieces or grams.
        count: u32,
    },
    /// All that is left of it goes back.
    ReturnAll,
    /// Record the refund of what goes back.
    Refund,
    /// Receipts speak like this from now on.
    Speak(Arc<ReceiptLanguage>),
    /// Print a page that shows whether the printer prints what the shop needs.
    TryPrinter,
    /// Print a page that is ready, such as the report of a day.
    PrintReport(Arc<Receipt>),
}

/// The language of receipts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ReceiptLanguage {
    /// Its tag, such as `zh-CN`.
    pub tag: String,
    /// Its words.
    pub labels: ReceiptLabels,
}

/// What kind of file a receipt is kept as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReceiptForm {
    /// A PDF.
    Pdf,
    /// Plain text.
    Text,
}

/// Paying and receipts as shown.
#[derive(Clone, Default)]
pub struct PayView {
    /// What lies over the till.
    pub screen: PayScreen,
    /// The receipt that was recorded last since the start.
    pub last_receipt: Option<i64>,
    /// The last receipt was not printed yet: it did not come out, or nobody asked for it.
    pub not_printed: bool,
}

/// What lies over the till.
#[derive(Clone, Default)]
pub enum PayScreen {
    /// Nothing.
    #[default]
    Closed,
    /// The customer pays.
    Paying(PayingView),
    /// It is done; shown until the next item comes or the clerk goes on.
    Done(DoneView),
    /// Receipts are looked at.
    Receipts(ReceiptsView),
}

/// A sale that is being paid.
#[derive(Clone, PartialEq, Debug)]
pub struct PayingView {
    /// What is to be paid in all.
    pub due: Money,
    /// What was handed over so far.
    pub given: Vec<Given>,
    /// What is still due by card.
    pub by_card: Money,
    /// What is still due in cash, rounded.
    pub in_cash: Money,
    /// What the customer may hand over in cash; the first is exactly what is due.
    pub quick: Vec<Money>,
    /// Why what was typed was not taken.
    pub problem: Option<Message>,
    /// The sale is being written.
    pub writing: bool,
}

impl PayingView {
    /// What the customer would get back for so much cash, as typed; `None` while it does not cover what is
    /// still due, or is no amount.
    pub fn change_for(&self, typed: &str) -> Option<Money> {
        let given = Money::parse(typed, self.due.currency()).ok()?;
        given.checked_sub(self.in_cash).ok().filter(|change| !change.is_negative())
    }
}

/// A sale or refund that was just recorded.
#[derive(Clone, PartialEq, Debug)]
pub struct DoneView {
    /// Its number.
    pub number: i64,
    /// What was owed; below zero for a refund.
    pub gross: Money,
    /// What was paid in cash, without change; below zero: what goes back in cash.
    pub cash: Money,
    /// What was paid by card; below zero: what goes back to it.
    pub card: Money,
    /// What the customer gets back of the cash.
    pub change: Money,
}

/// The receipts as they are looked at.
#[derive(Clone, Default)]
pub struct ReceiptsView {
    /// The newest, newest first.
    pub newest: Arc<Vec<DealSummary>>,
    /// The one that is looked at.
    pub shown: Option<Arc<ShownReceipt>>,
    /// How many pieces or grams of each of its lines go back.
    pub returned: Vec<u32>,
    /// What that comes to, below zero; `None` where nothing goes back.
    pub refund: Option<Money>,
    /// Why the last wish was not done.
    pub problem: Option<Message>,
    /// The file that was just written.
    pub saved: Option<PathBuf>,
    /// The refund is being written.
    pub writing: bool,
}

/// A receipt that is looked at.
#[derive(Clone, PartialEq, Debug)]
pub struct ShownReceipt {
    /// Its number.
    pub number: i64,
    /// What it says.
    pub receipt: Receipt,
    /// What can still go back; `None` for a refund.
    pub refundable: Option<Refundable>,
}

/// Something to do about paying; each is answered by a [`PayInput`].
#[derive(Clone, PartialEq, Debug)]
pub enum PayEffect {
    /// Read the newest receipts.
    List,
    /// Read this receipt.
    Read(i64),
    /// Write this refund to the database.
    RecordRefund(Box<Refund>, Booking),
    /// Print, or open the drawer.
    Print(PrintWish),
    /// Print a page that is ready; answered as [`PrintWish::Report`].
    PrintReport(Arc<Receipt>),
    /// Keep a receipt as a file.
    Save(i64, ReceiptForm),
    /// Receipts speak like this.
    Speak(Arc<ReceiptLanguage>),
}

/// Something for the printer, at whose plug the drawer is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PrintWish {
    /// A receipt.
    Receipt {
        /// Its number.
        number: i64,
        /// It was printed before.
        is_copy: bool,
        /// Open the drawer, too.
        drawer: bool,
    },
    /// Open the drawer.
    Drawer,
    /// A page that tries the printer.
    TestPage,
    /// A report.
    Report,
}

/// What reaches the till about paying.
pub enum PayInput {
    /// What the shop has chosen.
    Settings(Arc<PaySettings>),
    /// The newest receipts.
    Newest(Vec<DealSummary>),
    /// The receipt that was asked for; `None` when there is none with that number.
    Read(i64, Option<Box<ShownReceipt>>),
    /// The refund stands in the database.
    RefundRecorded(i64),
    /// It was printed.
    Printed(PrintWish),
    /// It was not printed, and why.
    NotPrinted(PrintWish, Message),
    /// The receipt is kept in this file.
    Saved(PathBuf),
    /// What was asked for could not be done, and why.
    Failed(Message),
}
