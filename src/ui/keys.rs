//! The keyboard: how each key is called on the buttons.

use egui::{Key, Modifiers, Ui};

/// Opens a photo.
pub(crate) const OPEN: &str = if cfg!(target_os = "macos") { "⌘ O" } else { "Ctrl O" };
/// Takes a picture.
pub(crate) const TAKE: &str = "Space";
/// Finds a product by name.
pub(crate) const SEARCH: &str = if cfg!(target_os = "macos") { "⌘ F" } else { "Ctrl F" };
/// Finds what none of the tiles shows.
pub(crate) const SOMETHING_ELSE: &str = "F1";
/// Undoes or dismisses.
pub(crate) const BACK: &str = "Esc";
/// Shows what speaks for the first candidate, then for the second.
pub(crate) const WHY: &str = "F2";
/// Learns how the empty tray looks.
pub(crate) const LEARN_TRAY: &str = "F7";
/// Takes the selected line out of the cart.
pub(crate) const REMOVE: &str = "Delete";
/// Takes all lines out of the cart; asks first.
pub(crate) const VOID_CART: &str = "Shift Del";
/// Weight or pieces of the selected line.
pub(crate) const QUANTITY: &str = "F3";
/// Another price, a discount or a note for the selected line.
pub(crate) const PRICE: &str = "F4";
/// Takes something off the whole cart.
pub(crate) const CART_DISCOUNT: &str = "Shift F4";
/// Sells something that is not in the catalogue.
pub(crate) const OPEN_PRICE: &str = "F11";
/// Puts the cart on hold.
pub(crate) const HOLD: &str = "F5";
/// Shows the carts on hold.
pub(crate) const HELD: &str = "F6";
/// Pays; Ctrl+Enter does the same.
pub(crate) const COMPLETE: &str = "F9";
/// Goes on.
pub(crate) const ENTER: &str = "Enter";
/// Looks at receipts and refunds.
pub(crate) const RECEIPTS: &str = "F8";
/// Opens the cash drawer.
pub(crate) const DRAWER: &str = "F12";

/// Takes a few pictures by itself.
pub(crate) const BURST: &str = "B";
/// Takes back what was done last.
pub(crate) const UNDO: &str = if cfg!(target_os = "macos") { "⌘ Z" } else { "Ctrl Z" };

/// Goes to the till.
pub(crate) const TILL: &str = if cfg!(target_os = "macos") { "⌘ 1" } else { "Ctrl 1" };
/// Goes to the trainings.
pub(crate) const TRAINING: &str = if cfg!(target_os = "macos") { "⌘ 2" } else { "Ctrl 2" };
/// Goes to the products.
pub(crate) const PRODUCTS: &str = if cfg!(target_os = "macos") { "⌘ 3" } else { "Ctrl 3" };
/// Goes to the day; Ctrl+4 does the same.
pub(crate) const DAY: &str = "F10";
/// Goes to the picture test bench.
pub(crate) const BENCH: &str = if cfg!(target_os = "macos") { "⌘ 5" } else { "Ctrl 5" };
/// Goes to the settings.
pub(crate) const SETTINGS: &str = if cfg!(target_os = "macos") { "⌘ 6" } else { "Ctrl 6" };

/// Begins a new product.
pub(crate) const NEW: &str = if cfg!(target_os = "macos") { "⌘ N" } else { "Ctrl N" };
/// Keeps what is being edited; Ctrl+Enter does the same.
pub(crate) const SAVE: &str = if cfg!(target_os = "macos") { "⌘ S" } else { "Ctrl S" };

/// Whether a key was pressed in this frame; takes it, so that nobody else sees it.
pub(crate) fn pressed(ui: &Ui, modifiers: Modifiers, key: Key) -> bool {
    ui.input_mut(|input| input.consume_key(modifiers, key))
}
