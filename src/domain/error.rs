//! What can be wrong with amounts, products, carts and sales, in sentences for people.

use thiserror::Error;

/// A rule of selling that an input broke.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DomainError {
    /// The code is none of ISO 4217's.
    #[error("\"{0}\" is no currency code; write one such as EUR, JPY or KWD")]
    UnknownCurrency(String),
    /// The text is no amount of money.
    #[error("\"{0}\" is no amount of money; write it such as 1.99")]
    NotMoney(String),
    /// The amount is finer than the currency's smallest coin.
    #[error("\"{text}\" is too fine an amount; {currency} has {decimals} decimals")]
    TooManyDecimals {
        /// The amount as it was typed.
        text: String,
        /// The currency's code.
        currency: String,
        /// The decimals it has.
        decimals: u8,
    },
    /// The result does not fit into 64 bits of minor units.
    #[error("an amount of money is too large to be counted; check the price and the quantity")]
    AmountTooLarge,
    /// Two amounts of different currencies met.
    #[error("an amount in {found} cannot stand beside one in {expected}")]
    CurrencyMismatch {
        /// The currency of the cart, shop or first amount.
        expected: String,
        /// The other one.
        found: String,
    },
    /// The text is no weight.
    #[error("\"{0}\" is no weight; write grams (350), or kilograms with a decimal point (0.350)")]
    NotAWeight(String),
    /// The weight is outside of what a till sells.
    #[error("a weight must be between 1 g and 1000 kg")]
    WeightOutOfRange,
    /// The count is outside of what a till sells.
    #[error("a number of pieces must be between 1 and 9999")]
    PiecesOutOfRange,
    /// The text is no product id.
    #[error(
        "\"{text}\" is no product id; write lower-case letters and digits with - between them{hint}"
    )]
    NotAProductId {
        /// The id as it was written.
        text: String,
        /// Empty, or `, such as "..."` with the slug of the text.
        hint: String,
    },
    /// The text is no tax rate.
    #[error("\"{0}\" is no tax rate; write per cent from 0 to 100, such as 7 or 2.5")]
    NotATaxRate(String),
    /// A text holds a sign that printers, terminals or lines of text obey.
    #[error(
        "{field} holds a control character (U+{:04X}), which printers obey; write it without",
        u32::from(*.sign)
    )]
    ControlSign {
        /// What the text is, as [`super::TextField::words`] says it.
        field: &'static str,
        /// The sign.
        sign: char,
    },
    /// A text is too long.
    #[error("{field} has more than {most} characters; shorten it")]
    TextTooLong {
        /// What the text is.
        field: &'static str,
        /// The most characters it may have.
        most: usize,
    },
    /// The product has no name.
    #[error("the product {0} has no name")]
    NoName(String),
    /// The price is below zero.
    #[error("the price of {0} is below zero")]
    NegativePrice(String),
    /// The picture is not a plain file name.
    #[error(
        "\"{0}\" is no plain file name; a product's picture lies in the shop's pictures folder"
    )]
    NotAFileName(String),
    /// The PLU code is not short and plain.
    #[error("\"{0}\" is no PLU code; write 1 to 20 letters and digits")]
    NotAPlu(String),
    /// The barcode is not made of digits.
    #[error("\"{0}\" is no barcode; write its 6 to 14 digits")]
    NotABarcode(String),
    /// A code of the trade's length whose check digit is wrong, in a catalogue.
    #[error(
        "the check digit of the barcode {code} is wrong, and no scanner would ever find it; \
         with these digits it is {probable}{}. Correct it; a number of the shop's own is a PLU",
        if *.rounded { ", but a spreadsheet has probably rounded it: read it from the goods" } else { "" }
    )]
    BarcodeMisspelt {
        /// As it was written.
        code: String,
        /// With the check digit that belongs to it.
        probable: String,
        /// Whether it ends in as many zeros as a spreadsheet leaves of long numbers.
        rounded: bool,
    },
    /// A code that a spreadsheet took for a number.
    #[error(
        "the barcode {code} has probably lost the zeros before it in a spreadsheet; it is probably \
         {probable}. Correct it; a number of the shop's own is a PLU"
    )]
    LostZeros {
        /// As it was written.
        code: String,
        /// With its zeros.
        probable: String,
    },
    /// A code as a spreadsheet writes large numbers.
    #[error(
        "a spreadsheet has made a number of the barcode ({0}), and its digits are lost; make the \
         column a text and write the barcode again"
    )]
    BarcodeAsNumber(String),
    /// The code was misread, or is none.
    #[error("the check digit of {0} is wrong; scan the code again")]
    WrongCheckDigit(String),
    /// The table for codes with a price or a weight in them makes no sense.
    #[error("this is no table of variable-measure codes ({0}); correct it, or write [] for none")]
    NotMeasureRules(String),
    /// The list of containers makes no sense.
    #[error("this is no list of containers ({0}); correct it, or write [] for none")]
    NotTares(String),
    /// The text is no discount.
    #[error("\"{0}\" is no discount; write per cent such as 10 %, or an amount such as 0.50")]
    NotADiscount(String),
    /// More is to be taken off a line than it costs.
    #[error("the discount is more than {0} costs; give at most its price")]
    DiscountTooLarge(String),
    /// More is to be taken off the cart than it costs.
    #[error("the discount is more than the cart costs; give at most that")]
    CartDiscountTooLarge,
    /// Another price or a discount came without a reason.
    #[error("another price or a discount needs a reason; write why")]
    ReasonNeeded,
    /// The cart has no such line, any more.
    #[error("this line is no longer in the cart")]
    NoSuchLine,
    /// The product is sold the other way.
    #[error("{0} is sold by weight, not by the piece")]
    SoldByWeight(String),
    /// The product is sold the other way.
    #[error("{0} is sold by the piece, not by weight")]
    SoldByPiece(String),
    /// There is nothing to sell.
    #[error("the cart is empty; add a product first")]
    EmptyCart,
    /// A product's price was never said.
    #[error("{0} has no price yet; type its price first")]
    PriceNeeded(String),
    /// A line's first price was said where it has one.
    #[error("{0} has a price already")]
    HasPrice(String),
    /// A per-kg product was not weighed.
    #[error("{0} is sold by weight; type its weight first")]
    WeightNeeded(String),
    /// The sums of a sale that was read back do not fit its lines.
    #[error("the sums of this sale do not agree with its lines ({0})")]
    SumsDisagree(String),
    /// The text is no name of a person.
    #[error("\"{0}\" is no name; write 1 to 40 letters on one line")]
    NotAName(String),
    /// The text is no PIN. It is not repeated, since a typing error may be close to the real one.
    #[error("a PIN is 4 to 12 digits")]
    NotAPin,
    /// Cash that goes in or out needs a reason.
    #[error("write what the cash is for")]
    NoReason,
    /// An amount of cash must be above zero.
    #[error("an amount of cash must be above zero")]
    NoCash,
    /// What was handed over is not enough.
    #[error("{0} are still to be paid")]
    PaymentShort(String),
    /// A card cannot give change.
    #[error("a card pays what is due and no more; take less by card")]
    CardAboveDue,
    /// Nobody hands over less than nothing.
    #[error("what is paid must not be below zero")]
    NegativeTender,
    /// The step is none that cash can be rounded to.
    #[error("\"{0}\" is no step for rounding cash; write its smallest coins, such as 5, or 0")]
    NotARoundingStep(String),
    /// Everything chosen has gone back already, or nothing was chosen.
    #[error("nothing is left to be refunded")]
    NothingToRefund,
    /// The sale has no such line, or it was named twice.
    #[error("the sale has no such line")]
    NoSuchSaleLine,
    /// More of a line was to go back than is left of it.
    #[error("so much of {0} was not sold, or it went back already")]
    MoreThanSold(String),
}
