//! The words on a receipt, in the language it is printed in.

macro_rules! labels {
    ($($(#[$doc:meta])* $field:ident = $id:literal,)*) => {
        /// The words on a receipt. The window's translations hold them; a receipt gets them as data.
        #[derive(Clone, PartialEq, Eq, Debug)]
        pub struct ReceiptLabels {
            $($(#[$doc])* pub $field: String,)*
        }

        impl ReceiptLabels {
            /// The words as `text` gives them for their ids in the translations.
            pub fn new(text: impl Fn(&str) -> String) -> Self {
                Self { $($field: text($id),)* }
            }
        }
    };
}

labels! {
    /// Before the receipt's number.
    number = "receipt-number",
    /// Before the name of the till.
    till = "receipt-till",
    /// Before the name of whoever sold.
    person = "receipt-person",
    /// Before the shop's tax number.
    tax_id = "receipt-tax-id",
    /// Over a receipt that was printed before.
    copy = "receipt-copy",
    /// Over a refund.
    refund = "receipt-refund",
    /// Before the number of the receipt that is taken back.
    refund_of = "receipt-refund-of",
    /// After a price for a kilogram.
    per_kg = "receipt-per-kg",
    /// Before the weight of the container.
    tare = "receipt-tare",
    /// Beside a weight that no scale gave.
    typed = "receipt-typed",
    /// Before what was taken off a line.
    discount = "receipt-discount",
    /// Before what was taken off the whole cart.
    cart_discount = "receipt-cart-discount",
    /// Before the catalogue's price, where another was agreed.
    instead_of = "receipt-instead-of",
    /// Before the sum.
    total = "receipt-total",
    /// Over the tax rates, and over the tax.
    tax = "receipt-tax",
    /// Over amounts without tax.
    net = "receipt-net",
    /// Over amounts with tax.
    gross = "receipt-gross",
    /// Before what the rounding of cash added or took off.
    rounding = "receipt-rounding",
    /// Before what was paid in cash.
    cash = "receipt-cash",
    /// Before what was paid by card.
    card = "receipt-card",
    /// Before what was handed over.
    given = "receipt-given",
    /// Before what went back to the customer.
    change = "receipt-change",
    /// Over a page that only tries the printer.
    test = "receipt-test",
    /// What that page says.
    test_hint = "receipt-test-hint",
}

/// The ids in place of words, for a till that no window has told its words yet.
impl Default for ReceiptLabels {
    fn default() -> Self {
        Self::new(str::to_owned)
    }
}
