//! Here live the rules of selling: money, quantities, products, the cart, tax and the sale.
//! No files, clock, threads, database, pictures or tensors may come in: everything here is pure.
//! Called by every other room; calls none.

mod cart;
mod error;
mod money;
mod product;
mod quantity;
mod sale;
mod tax;
mod weighing;

pub use cart::{Cart, CartLine, LineId, LineQuantity};
pub use error::DomainError;
pub use money::{Currency, Money};
pub use product::{PriceTag, Product, ProductId, Unit, UnitPrice, is_barcode, is_plu, slug};
pub use quantity::{Grams, Pieces, Quantity};
pub use sale::{Sale, SaleLine};
pub use tax::{TaxMode, TaxRate, TaxTotal, TaxedAmount, Totals};
pub use weighing::{WeighedBy, Weighing};
