//! Here live the rules of selling: money, quantities, products, the cart, tax and the sale.
//! No files, clock, threads, database, pictures or tensors may come in: everything here is pure.
//! Called by every other room; calls none.

#![warn(unreachable_pub)]

mod addition;
mod barcode;
mod because;
mod cart;
mod cart_discount;
mod cart_line;
mod cash;
mod catalogue_barcode;
mod day_report;
mod day_sums;
mod discount;
mod error;
mod error_message;
mod journal;
mod known_products;
mod measure_rule;
mod message;
mod money;
mod notes;
mod open_price;
mod payment;
mod person;
mod plain_text;
mod printed_price;
mod product;
mod product_id;
mod quantity;
mod refund;
mod sale;
mod scanned_code;
pub mod settings;
mod tare;
mod tax;
mod told_message;
mod weighing;

pub use addition::{Addition, Naming, NamingId};
pub use barcode::{Gtin, check_digit};
pub use because::Because;
pub use cart::Cart;
pub use cart_line::{CartLine, LineId, LineQuantity};
pub use cash::{CashCount, CashMovement, CashMovementKind, CoinCount, coins_of};
pub use catalogue_barcode::{barcode_forms, check_catalogue_barcode};
pub use day_report::{
    AmountSum, CashReport, CountedAmount, DayEvents, DayReport, DaySale, DaySaleLine, GroupSum,
    ProductSum, TaxRateSum, TenderSum,
};
pub use discount::{Discount, PercentOff};
pub use error::DomainError;
pub use journal::{DoneBy, JournalDeed, JournalEntry};
pub use known_products::{KnownProducts, Meant};
pub use measure_rule::{Measure, MeasureRule, Measured, MeasuredValue, value_check_digit};
pub use message::{ForPeople, Message};
pub use money::{Currency, Money};
pub use notes::{notes_of, quick_amounts};
pub use open_price::OpenPriceItem;
pub use payment::{CashRounding, Given, PaidSale, Payment, StillDue, Tender, TenderKind};
pub use person::{
    Deed, FORGIVEN_PINS, Permissions, Person, PersonId, Pin, Role, lock_out_seconds, person_name,
};
pub use plain_text::{TextField, composed, on_lines, on_one_line};
pub use printed_price::weight_for;
pub use product::{PriceTag, Product, Unit, UnitPrice, is_barcode, is_plu};
pub use product_id::{ProductId, slug};
pub use quantity::{Grams, Pieces, Quantity};
pub use refund::{Deal, Part, Refund, RefundLine, Refundable};
pub use sale::{Sale, SaleLine};
pub use scanned_code::ScannedCode;
pub use tare::TarePreset;
pub use tax::{TaxMode, TaxRate, TaxTotal, TaxedAmount, Totals};
pub use weighing::{WeighedBy, Weighing};
