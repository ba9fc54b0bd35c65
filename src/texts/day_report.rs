//! A day's report in words: the rows that the screen shows, as plain text, and as CSV. The screen,
//! the files and the command line say the same because they all come from here.

use std::borrow::Cow;

use jiff::Timestamp;

use super::{Texts, format};
use domain::{AmountSum, DayReport, GroupSum, ProductSum, TaxRate, TenderKind, on_one_line};

/// A row of a report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Row {
    /// What the rows below are about.
    Heading(String),
    /// A figure.
    Line {
        /// What it is.
        label: String,
        /// What else there is to say, with less weight; may be empty.
        detail: String,
        /// The figure.
        value: String,
        /// Whether it is a sum that people look for.
        strong: bool,
    },
}

/// What a report is called.
pub fn title(report: &DayReport, texts: &Texts) -> String {
    match report.z_number {
        Some(number) => texts.with("report-z", [("number", number.into())]),
        None => texts.text("report-x"),
    }
}

/// The name of a file for a report, without its ending.
pub fn file_name(report: &DayReport) -> String {
    let day: String = local_time(&report.at).chars().take("2026-11-23".len()).collect();
    // A till's name may hold what a file's name must not.
    let till: String =
        report.till.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    match report.z_number {
        Some(number) => format!("till-{till}-z-{number}-{day}"),
        None => format!("till-{till}-x-{day}"),
    }
}

/// All rows of a report.
pub fn rows(report: &DayReport, texts: &Texts) -> Vec<Row> {
    let mut page = Page { report, texts, rows: Vec::new() };
    page.head();
    page.sold();
    page.breakdowns();
    page.drawer();
    page.rows
}

/// The report as plain text of so many columns; wide letters take two.
pub fn plain_text(report: &DayReport, texts: &Texts, columns: usize) -> String {
    let mut text = format!("{}\n", title(report, texts));
    for row in rows(report, texts) {
        match row {
            Row::Heading(heading) => text.push_str(&format!("\n{heading}\n")),
            Row::Line { label, detail, value, .. } => {
                let left = if detail.is_empty() { label } else { format!("{label}  {detail}") };
                let gap = columns.saturating_sub(columns_of(&left) + columns_of(&value)).max(2);
                text.push_str(&format!("{left}{:gap$}{value}\n", ""));
            }
        }
    }
    text
}

/// The report for spreadsheets and bookkeeping: `section,name,count,net,tax,amount`, in English, in
/// units of the currency with all its decimals.
pub fn csv(report: &DayReport) -> String {
    let mut sheet = Sheet { report, text: "section,name,count,net,tax,amount\r\n".to_owned() };
    sheet.all();
    sheet.text
}

/// A time as it is read here and now; what is none stays as it is.
pub fn local_time(text: &str) -> String {
    text.parse::<Timestamp>().map_or_else(|_| text.to_owned(), format::moment)
}

/// How many columns of a terminal or a printer a text takes.
fn columns_of(text: &str) -> usize {
    // From Hangul Jamo on, nearly all of what shops write is wide.
    text.chars().map(|letter| if letter >= '\u{1100}' && letter != '−' { 2 } else { 1 }).sum()
}

/// The rows while they are written.
struct Page<'a> {
    report: &'a DayReport,
    texts: &'a Texts,
    rows: Vec<Row>,
}

impl Page<'_> {
    fn heading(&mut self, id: &str) {
        self.rows.push(Row::Heading(self.texts.text(id)));
    }

    fn line(&mut self, label: String, detail: String, value: String) {
        // Names and what tills are called come from people, today's and those of older programs.
        let (label, value) = (line_of(label), line_of(value));
        self.rows.push(Row::Line { label, detail, value, strong: false });
    }

    fn strong(&mut self, id: &str, value: String) {
        let label = self.texts.text(id);
        self.rows.push(Row::Line { label, detail: String::new(), value, strong: true });
    }

    fn plain(&mut self, id: &str, value: String) {
        let label = self.texts.text(id);
        self.line(label, String::new(), value);
    }

    fn money(&self, minor: i64) -> String {
        format::money(self.report.money(minor), self.texts.language())
    }

    fn head(&mut self) {
        let report = self.report;
        self.plain("report-till", report.till.clone());
        self.plain("report-from", local_time(&report.opened_at));
        self.plain("report-to", local_time(&report.at));
        if let Some((first, last)) = report.receipts {
            self.plain("report-receipts", format!("{first} – {last}"));
        }
    }

    fn sold(&mut self) {
        let report = self.report;
        self.heading("report-sold");
        self.plain("report-sales", report.sales.to_string());
        for (id, counted) in [("report-refunds", report.refunds), ("report-voids", report.voids)] {
            let label = self.texts.text(id);
            self.line(label, format!("{} ×", counted.count), self.money(counted.amount));
        }
        self.plain("report-net", self.money(report.sold.net));
        self.plain("report-tax", self.money(report.sold.tax));
        self.strong("report-gross", self.money(report.sold.gross));
        if report.rounding != 0 {
            self.plain("report-rounding", self.money(report.rounding));
        }
    }

    fn breakdowns(&mut self) {
        let report = self.report;
        if report.sales + report.refunds.count == 0 {
            return;
        }
        self.heading("report-by-tender");
        for row in &report.by_tender {
            let label = self.texts.text(match row.kind {
                TenderKind::Cash => "report-cash",
                TenderKind::Card => "report-card",
            });
            self.line(label, format!("{} ×", row.paid.count), self.money(row.paid.amount));
        }
        self.heading("report-by-tax");
        for row in &report.by_tax_rate {
            let label = format!("{} %", percent(row.basis_points));
            let args = [
                ("net", self.money(row.sold.net).into()),
                ("tax", self.money(row.sold.tax).into()),
            ];
            let detail = self.texts.with("report-tax-detail", args);
            self.line(label, detail, self.money(row.sold.gross));
        }
        self.heading("report-by-category");
        self.groups(&report.by_category, "report-no-category");
        self.heading("report-by-product");
        for row in &report.by_product {
            self.line(row.name.clone(), self.quantity(row), self.money(row.sold.gross));
        }
        if report.by_clerk.iter().any(|row| !row.name.is_empty()) {
            self.heading("report-by-clerk");
            self.groups(&report.by_clerk, "report-nobody");
        }
    }

    fn groups(&mut self, groups: &[GroupSum], nameless: &str) {
        for row in groups {
            let name = Some(&row.name).filter(|name| !name.is_empty()).cloned();
            let label = name.unwrap_or_else(|| self.texts.text(nameless));
            self.line(label, String::new(), self.money(row.sold.gross));
        }
    }

    fn quantity(&self, row: &ProductSum) -> String {
        let mut parts = Vec::new();
        if row.pieces != 0 {
            parts.push(self.texts.with("report-pieces", [("count", row.pieces.into())]));
        }
        if row.grams != 0 {
            parts.push(kilograms(row.grams));
        }
        parts.join(", ")
    }

    fn drawer(&mut self) {
        let cash = &self.report.cash;
        self.heading("report-drawer");
        self.plain("report-float", self.money(cash.float));
        self.plain("report-cash-sales", self.money(cash.taken));
        if cash.refunded != 0 {
            self.plain("report-cash-refunds", self.money(cash.refunded));
        }
        self.plain("report-pay-ins", self.money(cash.pay_ins));
        self.plain("report-pay-outs", self.money(-cash.pay_outs));
        self.strong("report-expected", self.money(cash.expected));
        if let (Some(counted), Some(variance)) = (cash.counted, cash.variance) {
            self.plain("report-counted", self.money(counted));
            self.strong("report-variance", self.money(variance));
        }
        if !cash.coins.is_empty() {
            self.heading("report-coins");
        }
        for coin in &cash.coins {
            let value = coin.value.saturating_mul(coin.pieces.into());
            self.line(self.money(coin.value), format!("{} ×", coin.pieces), self.money(value));
        }
    }
}

fn line_of(text: String) -> String {
    let safe = match on_one_line(&text) {
        Cow::Borrowed(_) => None,
        Cow::Owned(safe) => Some(safe),
    };
    safe.unwrap_or(text)
}

/// The CSV while it is written.
struct Sheet<'a> {
    report: &'a DayReport,
    text: String,
}

impl Sheet<'_> {
    fn row(&mut self, section: &str, name: &str, cells: [String; 4]) {
        let [count, net, tax, amount] = cells;
        let name = quoted(name);
        self.text.push_str(&format!("{section},{name},{count},{net},{tax},{amount}\r\n"));
    }

    fn money(&self, minor: i64) -> String {
        self.report.money(minor).to_string()
    }

    fn sums(&mut self, section: &str, name: &str, count: String, sold: AmountSum) {
        let cells = [count, self.money(sold.net), self.money(sold.tax), self.money(sold.gross)];
        self.row(section, name, cells);
    }

    fn counted(&mut self, section: &str, name: &str, count: String, amount: i64) {
        let amount = self.money(amount);
        self.row(section, name, [count, String::new(), String::new(), amount]);
    }

    fn all(&mut self) {
        let report = self.report;
        let none = String::new;
        let kind = report.z_number.map_or_else(|| "X".to_owned(), |number| format!("Z {number}"));
        for (name, value) in [
            ("report", kind.as_str()),
            ("till", report.till.as_str()),
            ("opened", report.opened_at.as_str()),
            ("made", report.at.as_str()),
            ("currency", report.currency.code()),
        ] {
            self.row(name, value, [none(), none(), none(), none()]);
        }
        self.sums("total", "sold", report.sales.to_string(), report.sold);
        let refunds = report.refunds;
        self.counted("total", "refunds", refunds.count.to_string(), refunds.amount);
        self.counted("total", "voids", report.voids.count.to_string(), report.voids.amount);
        self.counted("total", "rounding", none(), report.rounding);
        for row in &report.by_tender {
            let count = row.paid.count.to_string();
            self.counted("tender", row.kind.as_str(), count, row.paid.amount);
        }
        for row in &report.by_tax_rate {
            self.sums("tax_rate", &percent(row.basis_points), none(), row.sold);
        }
        for row in &report.by_category {
            self.sums("category", &row.name, none(), row.sold);
        }
        for row in &report.by_product {
            let count = if row.grams == 0 { row.pieces.to_string() } else { kilograms(row.grams) };
            self.sums("product", &row.name, count, row.sold);
        }
        for row in &report.by_clerk {
            self.sums("clerk", &row.name, none(), row.sold);
        }
        let cash = &report.cash;
        for (name, amount) in [
            ("float", Some(cash.float)),
            ("taken", Some(cash.taken)),
            ("refunded", Some(cash.refunded)),
            ("pay_ins", Some(cash.pay_ins)),
            ("pay_outs", Some(cash.pay_outs)),
            ("expected", Some(cash.expected)),
            ("counted", cash.counted),
            ("variance", cash.variance),
        ] {
            if let Some(amount) = amount {
                self.counted("cash", name, none(), amount);
            }
        }
    }
}

/// A name as CSV wants it; one that a spreadsheet would take for a formula gets a mark before it.
fn quoted(name: &str) -> String {
    let is_formula = name.starts_with(['=', '+', '@', '-', '\t', '\r']);
    let name = on_one_line(name);
    let name = if is_formula { format!("'{name}") } else { name.into_owned() };
    if name.contains([',', '"']) { format!("\"{}\"", name.replace('"', "\"\"")) } else { name }
}

fn percent(basis_points: u32) -> String {
    TaxRate::from_basis_points(basis_points)
        .map_or_else(|_| basis_points.to_string(), TaxRate::percent_text)
}

fn kilograms(grams: i64) -> String {
    let sign = if grams < 0 { "-" } else { "" };
    let grams = grams.unsigned_abs();
    format!("{sign}{}.{:03} kg", grams / 1000, grams % 1000)
}
