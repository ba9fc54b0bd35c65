//! The row of buttons under the lines: price, what has no product, hold, carts on hold, void.

use egui::epaint::StrokeKind;
use egui::{Align2, CornerRadius, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::cart_dialogs::CartDialog;
use super::state::Local;
use crate::keys;
use crate::screen::Screen;
use crate::theme::{self, RADIUS};
use crate::widgets::controls;

/// Height of the row.
pub(super) const HEIGHT: f32 = 56.0;
const GAP: f32 = 6.0;

/// One button: what it says and does.
struct Tool<'a> {
    name: String,
    /// The same in a whole sentence, for screen readers.
    label: String,
    key: &'static str,
    /// Made when it is pressed alone: it may go through all products.
    opens: Option<Opens<'a>>,
}

type Opens<'a> = Box<dyn FnOnce() -> CartDialog + 'a>;

/// Draws the row and opens the dialog of a button that is pressed.
pub(super) fn tools_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, local: &mut Local) {
    let tools = tools(screen, local);
    let width = (rect.width() + GAP) / tools.len() as f32 - GAP;
    for (index, tool) in tools.into_iter().enumerate() {
        let left = rect.left() + index as f32 * (width + GAP);
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
        if tool_ui(ui, place, screen, &tool) {
            local.cart.dialog = tool.opens.map(|open| open());
        }
    }
}

fn tools<'a>(screen: &'a Screen<'_>, local: &Local) -> [Tool<'a>; 5] {
    let (t, cart) = (screen.texts, &screen.snapshot.cart);
    let filled = !cart.lines.is_empty();
    let held = screen.snapshot.held.len();
    let selected = local.cart.selected(cart);
    let named = selected
        .map_or(String::new(), |line| line.product.display_name(t.language().tag).to_owned());
    [
        Tool {
            name: t.text("tool-price"),
            label: t.with("tool-price-label", [("name", named.into())]),
            key: keys::PRICE,
            opens: selected.map(|line| opens(move || CartDialog::terms(line))),
        },
        Tool {
            name: t.text("tool-open-price"),
            label: t.text("tool-open-price-label"),
            key: keys::OPEN_PRICE,
            opens: Some(opens(|| CartDialog::open_price(screen.snapshot))),
        },
        Tool {
            name: t.text("tool-hold"),
            label: t.text("tool-hold-label"),
            key: keys::HOLD,
            opens: filled.then(|| opens(move || CartDialog::hold(cart))),
        },
        Tool {
            name: t.with("tool-held", [("count", held.into())]),
            label: t.with("tool-held-label", [("count", held.into())]),
            key: keys::HELD,
            opens: (held > 0).then(|| opens(|| CartDialog::Held)),
        },
        Tool {
            name: t.text("tool-void"),
            label: t.text("tool-void-label"),
            key: keys::VOID_CART,
            opens: filled.then(|| opens(CartDialog::void_cart)),
        },
    ]
}

fn opens<'a>(open: impl FnOnce() -> CartDialog + 'a) -> Opens<'a> {
    Box::new(open)
}

/// Draws a button, its key below its name; returns whether it was pressed.
fn tool_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, tool: &Tool<'_>) -> bool {
    let tokens = screen.tokens;
    let enabled = tool.opens.is_some();
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let response = ui.interact(rect, ui.scope_id().with(("cart tool", tool.key)), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, &tool.label));
    let over = enabled && (response.hovered() || response.has_focus());
    let fill = if over { tokens.raised } else { tokens.surface };
    let edge = if enabled { tokens.edge } else { tokens.line };
    let painter = ui.painter();
    let radius = CornerRadius::same(RADIUS);
    painter.rect(rect, radius, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    controls::focus_ring(painter, rect, &response, tokens);
    let colour = if enabled { tokens.text } else { tokens.muted };
    let words = controls::words(&tool.name, theme::strong(theme::SMALL), colour);
    let galley = words.galley(painter, rect.width() - 8.0, 1, egui::Align::LEFT);
    let at = pos2(rect.center().x - galley.size().x / 2.0, rect.top() + 7.0);
    painter.galley(at, galley, colour);
    let foot = pos2(rect.center().x, rect.bottom() - 16.0);
    let font = theme::regular(theme::SMALL);
    painter.text(foot, Align2::CENTER_CENTER, tool.key, font, tokens.muted);
    response.clicked()
}
