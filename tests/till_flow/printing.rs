//! From a sale to paper with the real threads and a simulated printer.

use std::path::Path;
use std::sync::Arc;

use tillsight::devices::SimulatedPrinter;
use tillsight::domain::settings::{DRAWER, PRINTER, Setting};
use tillsight::receipt::{ReceiptLabels, kick_drawer};
use tillsight::store::{ShopFolder, Store};
use tillsight::till::{
    Command, PayCommand, PayScreen, ReceiptForm, ReceiptLanguage, ReceiptsView, Snapshot,
    TillConfig,
};

use super::running::Running;

struct Printing {
    running: Running,
    printer: SimulatedPrinter,
}

impl Printing {
    /// A till with these settings, whose printer is simulated and whose receipts speak ids.
    fn start(shop: &Path, settings: &[(&Setting, &str)]) -> Self {
        let mut store = Store::open(&ShopFolder::open(shop).unwrap()).unwrap();
        for (setting, value) in settings {
            store.set_text(setting, value).unwrap();
        }
        drop(store);
        let printer = SimulatedPrinter::default();
        let opened = printer.clone();
        let config = TillConfig {
            open_printer: Arc::new(move |_| Ok(Box::new(opened.clone()))),
            ..Running::without_model(shop)
        };
        let running = Self { running: Running::with(config), printer };
        let labels = ReceiptLabels::new(|id| id.trim_start_matches("receipt-").to_uppercase());
        let language = ReceiptLanguage { tag: "en".to_owned(), labels };
        running.pay(PayCommand::Speak(Arc::new(language)));
        running
    }

    fn pay(&self, command: PayCommand) {
        self.running.send(Command::Pay(command));
    }

    fn wait_until(&self, is_so: impl Fn(&Snapshot) -> bool) -> Arc<Snapshot> {
        self.running.wait_until(is_so)
    }

    /// Waits until the printer's thread has answered; it answers in order.
    fn wait_for_paper(&self, sheets: usize) -> Vec<String> {
        self.wait_until(|_| self.printer.printed().len() >= sheets);
        let printed = self.printer.printed();
        printed.iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect()
    }

    /// Sells a piece of something, in cash.
    fn sell(&self) -> Arc<Snapshot> {
        let snapshot = self.wait_until(|snapshot| !snapshot.products.is_empty());
        let piece = snapshot.products.iter().find(|product| {
            product.unit() == Some(tillsight::domain::Unit::Piece) && product.name.is_ascii()
        });
        self.running.send(Command::AddProduct(piece.unwrap().id.clone()));
        self.wait_until(|snapshot| snapshot.cart.can_complete);
        self.running.send(Command::CompleteSale);
        self.wait_until(|snapshot| snapshot.last_sale.is_some())
    }
}

fn receipts(snapshot: &Snapshot) -> Option<&ReceiptsView> {
    match &snapshot.pay.screen {
        PayScreen::Receipts(view) => Some(view),
        _ => None,
    }
}

#[test]
fn a_sale_is_printed_the_drawer_opens_and_a_copy_is_marked() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [(&PRINTER, "network somewhere"), (&DRAWER, "on")];
    let running = Printing::start(folder.path(), &settings);
    let sold = running.sell().last_sale.clone().unwrap();
    let paper = running.wait_for_paper(1);
    assert!(running.printer.printed()[0].starts_with(&kick_drawer()));
    assert!(paper[0].contains(&format!("NUMBER {}", sold.number)), "{}", paper[0]);
    assert!(paper[0].contains(&sold.total.to_string()) && !paper[0].contains("COPY"));
    running.pay(PayCommand::PrintAgain);
    let paper = running.wait_for_paper(2);
    assert!(paper[1].contains("COPY"), "{}", paper[1]);
    drop(running);
    let mut store = Store::open(&ShopFolder::open(folder.path()).unwrap()).unwrap();
    assert_eq!(store.deal(sold.number).unwrap().unwrap().copies, 1);
}

#[test]
fn a_printer_out_of_paper_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let running = Printing::start(folder.path(), &[(&PRINTER, "network somewhere")]);
    running.printer.set_broken(true);
    running.sell();
    running.wait_until(|snapshot| snapshot.pay.not_printed);
    running.printer.set_broken(false);
    running.pay(PayCommand::PrintAgain);
    let paper = running.wait_for_paper(1);
    assert!(!paper[0].contains("COPY"), "the first one never came out");
    running
        .wait_until(|snapshot| snapshot.notices.iter().all(|it| it.message.id != "problem-print"));
    drop(running);
    let mut store = Store::open(&ShopFolder::open(folder.path()).unwrap()).unwrap();
    assert_eq!(store.sales_count().unwrap(), 1);
}

#[test]
fn a_receipt_is_kept_as_pdf_and_text_and_its_sale_refunded() {
    let folder = tempfile::tempdir().unwrap();
    let running = Printing::start(folder.path(), &[]);
    let sold = running.sell().last_sale.clone().unwrap();
    running.pay(PayCommand::Receipts);
    running.wait_until(|snapshot| receipts(snapshot).is_some_and(|view| view.shown.is_some()));
    for (form, ending) in [(ReceiptForm::Pdf, "pdf"), (ReceiptForm::Text, "txt")] {
        running.pay(PayCommand::Save(form));
        let file = format!("receipt-{}.{ending}", sold.number);
        running.wait_until(|snapshot| {
            let saved = receipts(snapshot).and_then(|view| view.saved.clone());
            saved.is_some_and(|saved| saved.ends_with(&file))
        });
        let bytes = std::fs::read(folder.path().join("receipts").join(file)).unwrap();
        assert!(bytes.len() > 200);
    }
    running.pay(PayCommand::ReturnAll);
    running.pay(PayCommand::Refund);
    let is_refund = |snapshot: &Snapshot| match &snapshot.pay.screen {
        PayScreen::Done(done) => done.gross.minor() == -sold.total.minor(),
        _ => false,
    };
    running.wait_until(is_refund);
    drop(running);
    let mut store = Store::open(&ShopFolder::open(folder.path()).unwrap()).unwrap();
    let sums: i64 = store.newest_deals(9).unwrap().iter().map(|deal| deal.gross.minor()).sum();
    assert_eq!((store.sales_count().unwrap(), sums), (2, 0));
}
