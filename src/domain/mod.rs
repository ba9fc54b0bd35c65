//! Here live the rules of selling: money, quantities, products, the cart, tax and the sale.
//! No files, clock, threads, database, pictures or tensors may come in: everything here is pure.
//! Called by every other room; calls none.

mod barcode;
mod cart;
mod cart_line;
mod discount;
mod error;
mod measure_rule;
mod money;
mod printed_price;
mod product;
mod quantity;
mod sale;
mod tare;
mod tax;
mod weighing;

pub use barcode::{Gtin, check_digit};
pub use cart::Cart;
pub use cart_line::{Because, CartLine, LineId, LineQuantity};
pub use discount::{Discount, PercentOff};
pub use error::DomainError;
pub use measure_rule::{Measure, MeasureRule, Measured, MeasuredValue, value_check_digit};
pub use money::{Currency, Money};
pub use printed_price::weight_for;
pub use product::{PriceTag, Product, ProductId, Unit, UnitPrice, is_barcode, is_plu, slug};
pub use quantity::{Grams, Pieces, Quantity};
pub use sale::{Sale, SaleLine};
pub use tare::TarePreset;
pub use tax::{TaxMode, TaxRate, TaxTotal, TaxedAmount, Totals};
pub use weighing::{WeighedBy, Weighing};
