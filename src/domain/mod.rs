//! Here live the rules of selling: money, quantities, products, the cart, tax and the sale.
//! No files, clock, threads, database, pictures or tensors may come in: everything here is pure.
//! Called by every other room; calls none.

mod cart;
mod cart_line;
mod discount;
mod error;
mod money;
mod payment;
mod product;
mod quantity;
mod refund;
mod sale;
mod tax;
mod weighing;

pub use cart::Cart;
pub use cart_line::{Because, CartLine, LineId, LineQuantity};
pub use discount::{Discount, PercentOff};
pub use error::DomainError;
pub use money::{Currency, Money};
pub use payment::{
    CashRounding, Given, PaidSale, Payment, StillDue, Tender, TenderKind, quick_amounts,
};
pub use product::{PriceTag, Product, ProductId, Unit, UnitPrice, slug};
pub use quantity::{Grams, Pieces, Quantity};
pub use refund::{Deal, Part, Refund, RefundLine, Refundable};
pub use sale::{Sale, SaleLine};
pub use tax::{TaxMode, TaxRate, TaxTotal, TaxedAmount, Totals};
pub use weighing::{WeighedBy, Weighing};
