//! The cart: search on top, lines, the total very large, and "complete sale".

use egui::{CornerRadius, Rect, Ui, Vec2, pos2, vec2};
use egui_extras::{Column, TableBuilder};

use super::cart_dialogs::CartDialog;
use super::state::Local;
use super::{cart_line, cart_tools, search};
use crate::action::Action;
use crate::keys;
use crate::screen::Screen;
use crate::theme::{self, GRID, RADIUS};
use crate::widgets::controls::{self, Button, Weight, words};
use crate::widgets::icons::{self, Icon};
use texts::format;
use till::{CartView, Command, PayCommand};

/// The least height of what is pressed.
const FINGER: f32 = 44.0;
/// Height of the sums and the button below them.
const FOOTER: f32 = 204.0;
/// What that grows by to say why something is taken off, and what was noted.
const SAID: f32 = 24.0;

/// Draws the cart.
pub(super) fn cart_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    let rect = rect.shrink2(vec2(GRID * 3.0, GRID * 2.5));
    let field = Rect::from_min_size(rect.min, vec2(rect.width(), theme::TOUCH));
    let cart = &screen.snapshot.cart;
    let footer = rect.with_min_y(rect.bottom() - footer_height(cart));
    let tools = footer.translate(vec2(0.0, -cart_tools::HEIGHT - GRID));
    let tools = tools.with_max_y(tools.top() + cart_tools::HEIGHT);
    let with_tools = !cart.lines.is_empty() || !screen.snapshot.held.is_empty();
    let lines = Rect::from_min_max(
        pos2(rect.left(), field.bottom() + GRID * 1.5),
        pos2(rect.right(), if with_tools { tools.top() - GRID } else { footer.top() }),
    );
    if !local.search.trim().is_empty() {
        search::results_ui(ui, lines, screen, local, actions);
    } else if cart.lines.is_empty() {
        nothing_ui(ui, lines, screen, local, actions);
    } else {
        lines_ui(ui, lines, screen, local, actions);
    }
    search::field_ui(ui, field, screen, local, actions);
    if with_tools {
        cart_tools::tools_ui(ui, tools, screen, local);
    }
    footer_ui(ui, footer, screen, local, actions);
}

/// The lines; only those in sight are laid out, so that a long cart costs no more than a short one.
fn lines_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    let lines = &screen.snapshot.cart.lines;
    let selected = local.cart.selected_index(&screen.snapshot.cart);
    let heights = lines.iter().map(cart_line::height);
    controls::inside(ui, rect, |ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        // A table keeps its column as wide as it ever was: another width is another table.
        let width = rect.width().round() as i32;
        let mut table = TableBuilder::new(ui)
            .id_salt(("cart_lines", width))
            .auto_shrink(false)
            .max_scroll_height(f32::INFINITY)
            .column(Column::remainder());
        if std::mem::take(&mut local.cart.show_selected)
            && let Some(index) = selected
        {
            table = table.scroll_to_row(index, None);
        }
        table.body(|body| {
            body.heterogeneous_rows(heights, |mut row| {
                let index = row.index();
                let Some(line) = lines.get(index) else { return };
                row.col(|ui| {
                    cart_line::line_ui(ui, screen, local, line, selected == Some(index), actions);
                });
            });
        });
    });
}

/// An empty cart, or the sale that has just emptied it.
fn nothing_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let (icon, title, hint, colour, ground) = match &screen.snapshot.last_sale {
        Some(sale) => {
            let total = format::money(sale.total, t.language());
            (
                Icon::Check,
                t.with("sale-title", [("number", sale.number.into())]),
                t.with("sale-total", [("total", total.into())]),
                tokens.accent_text,
                tokens.accent_soft,
            )
        }
        None => (
            Icon::Basket,
            t.text("cart-empty"),
            t.text("cart-empty-hint"),
            tokens.muted,
            tokens.raised,
        ),
    };
    let foot = rect.with_min_y(rect.bottom() - theme::TOUCH - GRID);
    // Above the two rows of buttons.
    let top = rect.with_max_y(foot.top() - theme::TOUCH - GRID).center().y - 80.0;
    let disc = Rect::from_center_size(pos2(rect.center().x, top + 36.0), Vec2::splat(72.0));
    ui.painter().circle_filled(disc.center(), 36.0, ground);
    icons::draw(ui.painter(), icon, disc, 34.0, colour);
    let at = |y: f32| Rect::from_min_max(pos2(rect.left(), y), rect.max);
    let y = disc.bottom() + GRID * 2.0;
    let used = words(&title, theme::strong(theme::NAME), tokens.text).show_centred(ui, at(y), 2);
    words(&hint, theme::regular(theme::BODY), tokens.muted).show_centred(ui, at(y + used + 4.0), 2);
    between_customers_ui(ui, foot, screen, local, actions);
}

/// What is done between two customers: look at receipts, open the drawer; or what the next one begins with.
fn between_customers_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    let half = (rect.width() - GRID) / 2.0;
    let size = vec2(half, theme::TOUCH);
    let buttons = [
        ("receipts-open", keys::RECEIPTS, PayCommand::Receipts),
        ("drawer-open", keys::DRAWER, PayCommand::OpenDrawer),
    ];
    for (index, (id, key, command)) in buttons.into_iter().enumerate() {
        let left = rect.left() + (half + GRID) * index as f32;
        let label = screen.texts.text(id);
        let mut button = Button::new(&label).key(key);
        button.text_size = theme::SMALL;
        let place = Rect::from_min_size(pos2(left, rect.top()), size);
        if button.show_in(ui, place, screen.tokens).clicked() {
            actions.push(Command::Pay(command).into());
        }
    }
    let label = screen.texts.text("tool-open-price-label");
    let mut button = Button::new(&label).key(keys::OPEN_PRICE);
    button.text_size = theme::SMALL;
    let above = rect.translate(vec2(0.0, -theme::TOUCH - GRID));
    let place = above.with_max_y(above.top() + theme::TOUCH);
    if button.show_in(ui, place, screen.tokens).clicked() {
        local.cart.dialog = Some(CartDialog::open_price(screen.snapshot));
    }
}

/// Why something is taken off the cart, and what was noted to it; empty for neither.
fn said_of(cart: &CartView) -> String {
    let said = [&cart.discount_reason, &cart.note].into_iter().filter(|text| !text.is_empty());
    said.map(String::as_str).collect::<Vec<_>>().join(" · ")
}

fn footer_height(cart: &CartView) -> f32 {
    FOOTER + if said_of(cart).is_empty() { 0.0 } else { SAID }
}

/// The button for a discount on the whole cart; it says how much is taken off.
fn discount_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, local: &mut Local) {
    let (t, cart) = (screen.texts, &screen.snapshot.cart);
    if cart.lines.is_empty() {
        return;
    }
    let label = match cart.discount {
        Some(_) => {
            let amount = format::money(cart.taken_off, t.language());
            t.with("line-taken-off", [("amount", amount.into())])
        }
        None => t.text("cart-discount"),
    };
    let mut button = Button::new(&label).weight(Weight::Quiet);
    button.text_size = theme::SMALL;
    // As high as a finger wants it, which is a little more than the words' own row.
    let size = vec2(button.width(ui).min(rect.width()), rect.height().max(FINGER));
    let hint = format!("{} ({})", t.text("cart-discount-title"), keys::CART_DISCOUNT);
    let corner = pos2(rect.left(), rect.center().y - size.y / 2.0);
    let response = button.show_in(ui, Rect::from_min_size(corner, size), screen.tokens);
    if response.on_hover_text(hint).clicked() {
        local.cart.dialog = Some(CartDialog::cart_discount(cart));
    }
}

fn footer_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let cart = &screen.snapshot.cart;
    let language = t.language();
    let line = egui::Stroke::new(1.0, tokens.line);
    ui.painter().hline(rect.x_range(), rect.top(), line);

    let mut y = rect.top() + GRID * 1.5 + 10.0;
    let small = |text: &str, ui: &mut Ui, x: f32, y: f32| {
        let size = theme::regular(theme::SMALL);
        words(text, size, tokens.muted).show_right(ui, pos2(x, y))
    };
    let net = format!("{} {}", t.text("net"), format::money(cart.net, language));
    let tax = format!("{} {}", t.text("tax"), format::money(cart.tax, language));
    let used = small(&tax, ui, rect.right(), y);
    let used = used + GRID * 2.5;
    let used = used + small(&net, ui, rect.right() - used, y);
    let place = Rect::from_min_max(
        pos2(rect.left() - GRID * 2.0, rect.top() + 3.0),
        pos2(rect.right() - used - GRID, rect.top() + 41.0),
    );
    discount_ui(ui, place, screen, local);

    let said = said_of(cart);
    if !said.is_empty() {
        let place = Rect::from_min_max(pos2(rect.left(), y + 16.0), rect.max);
        words(&said, theme::regular(theme::SMALL), tokens.muted).show_in(ui, place, 1);
        y += SAID;
    }

    y += 46.0;
    let label = t.text("total");
    let place = Rect::from_min_max(pos2(rect.left(), y - 8.0), rect.max);
    words(&label, theme::strong(theme::NAME), tokens.text).show_in(ui, place, 1);
    let total = format::money(cart.total, language);
    words(&total, fitted(ui, &total, rect.width() - 90.0), tokens.text)
        .show_right(ui, pos2(rect.right(), y));

    complete_ui(ui, rect.with_min_y(rect.bottom() - 64.0), screen, actions);
}

/// The total's font, smaller for sums that would not fit.
fn fitted(ui: &Ui, total: &str, width: f32) -> egui::FontId {
    let full = words(total, theme::strong(theme::TOTAL), egui::Color32::PLACEHOLDER);
    let needed = full.galley(ui.painter(), f32::INFINITY, 1, egui::Align::LEFT).size().x;
    theme::strong((theme::TOTAL * (width / needed).min(1.0)).floor())
}

fn complete_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let cart = &screen.snapshot.cart;
    let id = if cart.completing {
        "completing-sale"
    } else if cart.price_needed {
        "complete-needs-price"
    } else if cart.weight_needed {
        "complete-needs-weight"
    } else {
        "pay-start"
    };
    let label = screen.texts.text(id);
    let mut button = Button::new(&label).weight(Weight::Primary).enabled(cart.can_complete);
    button.text_size = theme::NAME;
    if cart.can_complete {
        button = button.key(keys::COMPLETE);
    } else {
        let radius = CornerRadius::same(RADIUS);
        ui.painter().rect_filled(rect, radius, screen.tokens.raised);
    }
    if button.show_in(ui, rect, screen.tokens).clicked() {
        actions.push(Command::Pay(PayCommand::Start).into());
    }
}
