//! Here lives what a shop keeps: its folder, and the SQLite database of products, sales, settings.
//! No screen, network model or business rule may come in; only this room knows Diesel.
//! Called by `till`, `teach` and `cli`; calls `domain`.

#![warn(unreachable_pub)]

mod answers;
mod cart_content;
mod cart_mark;
mod connection;
mod database;
mod database_file;
mod day_sales;
mod days;
mod demo_shop;
mod error;
mod error_message;
mod journal;
mod journal_chain;
mod learning;
mod money_settings;
mod open_carts;
mod opening;
mod people;
mod photo;
mod photo_directions;
mod photo_inbox;
mod photo_rows;
mod photos;
mod pins;
mod products;
mod row_fault;
mod safety_copy;
mod sale_line_rows;
mod sale_rows;
mod sales;
mod schema;
mod settings;
mod shop_folder;
mod till_lock;

pub use answers::AnswerRow;
pub use database::Store;
pub use days::{OpenDay, RecordedMovement};
pub use error::StoreError;
pub use journal::JournalRow;
pub use journal_chain::JournalCheck;
pub use learning::{Capture, CaptureKind, PieceWeightRow};
pub use open_carts::{HeldCart, HeldMark, SavedCarts};
pub use people::PinAttempt;
pub use photo::{Added, NewPhoto, PhotoId, PhotoOrigin, PhotoRow, PhotoSession, SessionId, Side};
pub use photo_inbox::{CaptureId, CaptureState, WaitingCapture};
pub use pins::PinHash;
pub use products::{ImportMode, ImportSummary};
pub use sales::{Booking, DealSummary, RecordedDeal, RecordedSale};
pub use shop_folder::{ShopFolder, setting_of};
pub use till_lock::TillLock;
