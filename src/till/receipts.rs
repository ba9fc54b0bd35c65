//! Receipts on the till's own thread: read from what is recorded, printed by the printer's thread,
//! kept as files.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::Sender;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::paying::{PayEffect, PayInput, PrintWish, ReceiptForm, ReceiptLanguage, ShownReceipt};
use super::paying_settings::PaySettings;
use super::printing::{Page, PrintJob};
use super::settings::SettingValues;
use crate::messages::{Message, logged, not_written};
use domain::Currency;
use domain::ForPeople;
use receipt::{About, Columns, Receipt, pdf, plain_text, sale_receipt, test_page};
use store::{RecordedDeal, Store};

/// How many receipts a list shows.
const NEWEST: u32 = 50;

/// What receipts are made with.
pub(super) struct ReceiptDesk {
    folder: PathBuf,
    settings: Arc<PaySettings>,
    language: Arc<ReceiptLanguage>,
    printer: Sender<PrintJob>,
}

impl ReceiptDesk {
    /// `printer` is the printer's thread.
    pub(super) fn new(shop: &Path, printer: Sender<PrintJob>) -> Self {
        Self {
            folder: shop.join("receipts"),
            settings: Arc::default(),
            language: Arc::default(),
            printer,
        }
    }

    /// Reads what the shop has chosen, at the start and whenever it changes.
    pub(super) fn load_settings(&mut self, store: &mut Store) -> PayInput {
        match SettingValues::read(|setting| store.text(setting)) {
            Ok(values) => self.settings = Arc::new(PaySettings::of(&values)),
            Err(error) => tracing::error!(%error, "settings of receipts not read"),
        }
        PayInput::Settings(Arc::clone(&self.settings))
    }

    /// Does what the machine wants; returns the answer if it is there at once.
    pub(super) fn carry_out(
        &mut self,
        store: Option<&mut Store>,
        effect: PayEffect,
    ) -> Option<PayInput> {
        let not_open = || Some(PayInput::Failed(Message::new("shop-not-open")));
        match (effect, store) {
            (PayEffect::Speak(language), _) => {
                self.language = language;
                None
            }
            (_, None) => not_open(),
            (effect, Some(store)) => self.carry_out_in(store, effect),
        }
    }

    fn carry_out_in(&mut self, store: &mut Store, effect: PayEffect) -> Option<PayInput> {
        match effect {
            PayEffect::Speak(_) => None, // needs no shop, and is done
            PayEffect::Print(wish) => match self.page(store, wish) {
                Ok(page) => self.print(wish, page),
                Err(reason) => Some(PayInput::NotPrinted(wish, reason)),
            },
            PayEffect::PrintReport(report) => {
                let page = self.on_paper(Receipt::clone(&report));
                self.print(PrintWish::Report, Some(page))
            }
            PayEffect::List => Some(self.list(store)),
            PayEffect::Read(number) => Some(match self.read(store, number) {
                Ok(shown) => PayInput::Read(number, shown.map(Box::new)),
                Err(reason) => PayInput::Failed(reason),
            }),
            PayEffect::RecordRefund(refund, booking) => {
                Some(match store.record_refund(&refund, booking) {
                    Ok(recorded) => PayInput::RefundRecorded(recorded.number),
                    Err(error) => PayInput::Failed(logged(&error)),
                })
            }
            PayEffect::Save(number, form) => Some(match self.save(store, number, form) {
                Ok(file) => PayInput::Saved(file),
                Err(reason) => PayInput::Failed(reason),
            }),
        }
    }

    fn list(&self, store: &mut Store) -> PayInput {
        match store.newest_deals(NEWEST) {
            Ok(newest) => PayInput::Newest(newest),
            Err(error) => PayInput::Failed(logged(&error)),
        }
    }

    fn read(&self, store: &mut Store, number: i64) -> Result<Option<ShownReceipt>, Message> {
        let Some(receipt) = self.receipt(store, number, false)? else {
            return Ok(None);
        };
        let refundable = store.refundable(number).map_err(|error| logged(&error))?;
        Ok(Some(ShownReceipt { number, receipt, refundable }))
    }

    /// Made from what is recorded, and not from what a screen shows.
    fn receipt(
        &self,
        store: &mut Store,
        number: i64,
        is_copy: bool,
    ) -> Result<Option<Receipt>, Message> {
        let Some(recorded) = store.deal(number).map_err(|error| logged(&error))? else {
            return Ok(None);
        };
        let RecordedDeal { till, note, seller, deal, .. } = recorded;
        let at = shop_time(recorded.recorded.at);
        let language = self.language.tag.clone();
        let about = About { number, at, till, person: seller, note, is_copy, language };
        let receipt = sale_receipt(&self.settings.shop, &self.language.labels, &about, &deal);
        receipt.map(Some).map_err(|error| logged(&error))
    }

    fn print(&self, wish: PrintWish, page: Option<Page>) -> Option<PayInput> {
        let (printer, drawer) = match wish {
            PrintWish::Receipt { drawer, .. } => (self.settings.printer.clone(), drawer),
            PrintWish::Drawer => (self.settings.printer.clone(), true),
            PrintWish::TestPage => (self.settings.printer.clone(), self.settings.drawer),
            PrintWish::Report => (self.settings.printer.clone(), false),
        };
        let refused = self.printer.try_send(PrintJob { wish, printer, drawer, page }).err()?;
        tracing::warn!(%refused, "the printer's thread takes no more");
        let reason = devices::PrinterError::Silent.message();
        Some(PayInput::NotPrinted(wish, reason))
    }

    fn page(&self, store: &mut Store, wish: PrintWish) -> Result<Option<Page>, Message> {
        let receipt = match wish {
            // A report comes with its page.
            PrintWish::Drawer | PrintWish::Report => return Ok(None),
            PrintWish::TestPage => {
                let currency = store.currency().unwrap_or(Currency::EUR);
                test_page(&self.settings.shop, &self.language.labels, currency)
            }
            PrintWish::Receipt { number, is_copy, .. } => {
                if is_copy {
                    store.count_copy(number).map_err(|error| logged(&error))?;
                }
                let receipt = self.receipt(store, number, is_copy)?;
                receipt.ok_or_else(|| no_such(number))?
            }
        };
        Ok(Some(self.on_paper(receipt)))
    }

    fn on_paper(&self, receipt: Receipt) -> Page {
        let PaySettings { columns, code_page, .. } = *self.settings;
        Page { receipt, columns, code_page }
    }

    fn save(&self, store: &mut Store, number: i64, form: ReceiptForm) -> Result<PathBuf, Message> {
        let receipt = self.receipt(store, number, false)?;
        let receipt = receipt.ok_or_else(|| no_such(number))?;
        let (ending, bytes) = match form {
            ReceiptForm::Text => ("txt", plain_text(&receipt, Columns::default()).into_bytes()),
            ReceiptForm::Pdf => {
                ("pdf", pdf(&receipt, &self.language.tag).map_err(|error| logged(&error))?)
            }
        };
        let file = self.folder.join(format!("receipt-{number}.{ending}"));
        write(&self.folder, &file, &bytes).map_err(|error| not_written(&file, &error))?;
        Ok(file)
    }
}

fn no_such(number: i64) -> Message {
    Message::new("problem-no-receipt").naming("number", number.to_string())
}

fn write(folder: &Path, file: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    base::write_atomically(file, |out| out.write_all(bytes)).map_err(|error| error.source)
}

/// A time as the shop's clock shows it.
fn shop_time(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}
