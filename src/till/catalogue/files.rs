//! The catalogue's effects: what concerns the database at once, what reads or writes a file on a
//! thread of its own.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use crossbeam_channel::bounded;
use sha2::{Digest, Sha256};

use super::{
    BadRow, CatalogueEffect, CatalogueInput, Choices, ImportPlan, ImportShop, ImportState,
    MatchedFile, Remembered,
};
use crate::messages::{Message, logged};
use base::write_atomically;
use catalogue_file::{Reading, own};
use domain::settings::CATALOGUE_COLUMNS;
use domain::{ForPeople, Product};
use store::{ImportMode, Store};

/// The longer side of a product's picture in the shop's folder, in pixels.
const PICTURE_SIDE: u32 = 640;
/// The quality of a product's picture, of 100.
const PICTURE_QUALITY: u8 = 88;

/// Does what the desk wants. What is known at once is returned, the rest comes through `tell`.
pub(crate) fn carry_out(
    effect: CatalogueEffect,
    store: &mut Store,
    tell: impl FnOnce(CatalogueInput) + Send + 'static,
) -> Option<CatalogueInput> {
    match effect {
        CatalogueEffect::AskSold(id) => match store.was_sold(&id) {
            Ok(sold) => Some(CatalogueInput::Sold(id, sold)),
            Err(error) => Some(CatalogueInput::Refused(logged(&error))),
        },
        CatalogueEffect::Save(product) => Some(match store.save_product(&product) {
            Ok(()) => CatalogueInput::Saved(product),
            Err(error) => CatalogueInput::Refused(logged(&error)),
        }),
        CatalogueEffect::SavePrice(product) => Some(match store.save_product(&product) {
            Ok(()) => CatalogueInput::PriceSaved(product),
            Err(error) => CatalogueInput::Refused(logged(&error)),
        }),
        CatalogueEffect::Reload => Some(match store.products() {
            Ok(products) => CatalogueInput::Reloaded(products),
            Err(error) => CatalogueInput::Refused(logged(&error)),
        }),
        CatalogueEffect::Delete(id) => Some(match store.delete_product(&id) {
            Ok(()) => CatalogueInput::Deleted(id),
            Err(error) => CatalogueInput::Refused(logged(&error)),
        }),
        CatalogueEffect::Import { plan, replace, matched } => {
            let mode = if replace { ImportMode::Replace } else { ImportMode::Add };
            let done = store.import(&plan.products, mode).and_then(|_| store.products());
            if let (Ok(_), Some(matched)) = (&done, matched) {
                remember(store, &matched);
            }
            Some(CatalogueInput::Imported(done.map_err(|error| logged(&error))))
        }
        CatalogueEffect::RemovePicture(file) => {
            // A file that stays is only a little room on the disk.
            on_a_thread(move || _ = std::fs::remove_file(file));
            None
        }
        CatalogueEffect::CopyPicture { editor, source, folder } => {
            on_a_thread(move || {
                let result = copy_picture(&source, &folder);
                tell(CatalogueInput::PictureCopied { editor, result });
            });
            None
        }
        CatalogueEffect::ReadImport { file, choices, reading, shop } => {
            let kept = store.text(&CATALOGUE_COLUMNS).unwrap_or_default().unwrap_or_default();
            on_a_thread(move || {
                let before = Remembered::of_text(&kept);
                let read = || read_import(&file, &choices, &before, &shop, reading);
                let state = base::threads::guarded(read).unwrap_or_else(|_| {
                    tracing::error!("reading a catalogue file panicked");
                    ImportState::Unreadable(Message::new("import-not-text"))
                });
                tell(CatalogueInput::ImportRead { reading, state });
            });
            None
        }
        CatalogueEffect::SaveTemplate(file) => {
            on_a_thread(move || tell(CatalogueInput::TemplateSaved(save_template(&file))));
            None
        }
        CatalogueEffect::Export { file, products } => {
            on_a_thread(move || tell(CatalogueInput::Exported(export(&file, &products))));
            None
        }
    }
}

/// Works on a thread of its own; where the system gives none, the till waits for the work.
fn on_a_thread(work: impl FnOnce() + Send + 'static) {
    let (hand_over, taken) = bounded(1);
    let theirs = taken.clone();
    let handed_over = hand_over.send(work).is_ok();
    let run = move || theirs.try_recv().into_iter().for_each(|work| work());
    let thread = base::threads::start("catalogue files", run);
    if handed_over && thread.is_err() {
        taken.try_recv().into_iter().for_each(|work| work());
    }
}

/// Reads a picture, makes it smaller and writes it under the name of its content, so that a
/// picture that is known already is no second file. Returns the file's name.
fn copy_picture(source: &Path, folder: &Path) -> Result<String, Message> {
    let read = || {
        let picture = photo::load(source).map_err(|error| error.message())?;
        Ok(photo::encode_jpeg(&photo::resize_within(&picture, PICTURE_SIDE), PICTURE_QUALITY))
    };
    let bytes = base::threads::guarded(read).unwrap_or_else(|_| {
        tracing::error!("a picture decoder panicked");
        Err(Message::new("photo-damaged"))
    })?;
    let bytes = bytes.ok_or_else(|| Message::new("photo-too-heavy"))?;
    let digest = Sha256::digest(&bytes);
    let hash: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let name = format!("own-{hash}.jpg");
    write_atomically(&folder.join(&name), |out| out.write_all(&bytes))
        .map_err(|error| Message::new("product-picture-not-kept").because(logged(&error)))?;
    Ok(name)
}

fn read_import(
    file: &Path,
    choices: &Choices,
    remembered: &Remembered,
    shop: &ImportShop,
    reading: u64,
) -> ImportState {
    let bytes = match base::regular_file::read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            let message = Message::new("import-unreadable").because(Message::of_io(&error));
            return ImportState::Unreadable(message);
        }
    };
    let for_shop = catalogue_file::Shop {
        currency: shop.currency,
        tax_mode: shop.tax_mode,
        rates: shop.rates.clone(),
        products: shop.before.iter().map(AsRef::as_ref).collect(),
    };
    match catalogue_file::read(&bytes, choices, remembered, &for_shop) {
        Err(fault) => ImportState::Unreadable(fault.message()),
        Ok(Reading::Own(products)) => {
            ImportState::Planned(Arc::new(ImportPlan::new(&shop.before, products)))
        }
        Ok(Reading::Refused(errors)) => {
            let rows =
                errors.into_iter().map(|e| BadRow { row: e.row, reason: e.reason.message() });
            ImportState::Refused(Arc::new(rows.collect()))
        }
        Ok(Reading::Matched(matched)) => {
            let plan = Arc::new(ImportPlan::new(&shop.before, matched.products.clone()));
            ImportState::Matching(Arc::new(MatchedFile { reading, matched: *matched, plan }))
        }
    }
}

/// Remembers how a file was matched. Where that fails, only the next file is asked about again.
fn remember(store: &mut Store, file: &MatchedFile) {
    let kept = store.text(&CATALOGUE_COLUMNS).unwrap_or_default().unwrap_or_default();
    let mut remembered = Remembered::of_text(&kept);
    remembered.keep(&file.matched.fingerprint, file.matched.to_remember());
    if let Err(error) = store.set_text(&CATALOGUE_COLUMNS, &remembered.text()) {
        tracing::warn!(%error, "the columns of a file were not remembered");
    }
}

fn save_template(file: &Path) -> Result<String, Message> {
    write_atomically(file, |out| out.write_all(own::template().as_bytes()))
        .map_err(|error| logged(&error))?;
    Ok(file.display().to_string())
}

fn export(file: &Path, products: &[Arc<Product>]) -> Result<(String, usize), Message> {
    let products: Vec<Product> = products.iter().map(|product| product.as_ref().clone()).collect();
    let text = own::write(&products);
    write_atomically(file, |out| out.write_all(text.as_bytes())).map_err(|error| logged(&error))?;
    Ok((file.display().to_string(), products.len()))
}
