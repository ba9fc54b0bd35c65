//! The list: search and filters on top, below it the products; only those in sight are laid out.

use egui::{
    Align2, CornerRadius, Key, Popup, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, Vec2,
    WidgetInfo, pos2, vec2,
};

use super::filter::{Local, Shelf, Shown, is_unpriced};
use crate::action::{Action, FileWish};
use crate::keys;
use crate::screen::Screen;
use crate::theme::{self, GRID, RADIUS};
use crate::widgets::controls::{self, Button, Weight, words};
use crate::widgets::form;
use crate::widgets::icons::{self, Icon};
use crate::widgets::plate::plate_ui;
use crate::widgets::search_field::SearchField;
use domain::Product;
use texts::format;
use till::CatalogueCommand;

const ROW: f32 = 72.0;
const PLATE: f32 = 52.0;
/// A list narrower than this leaves columns out, in points.
const ROOMY: f32 = 1000.0;

/// Draws the list.
pub(super) fn list_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    actions: &mut Vec<Action>,
) {
    let shown = local.shown(&screen.snapshot.catalogue);
    let rect = rect.shrink2(vec2(GRID * 3.0, GRID * 2.5));
    let tools = rect.with_max_y(rect.top() + theme::TOUCH);
    tools_ui(ui, tools, screen, local, &shown, actions);
    let filters = Rect::from_min_size(
        pos2(rect.left(), tools.bottom() + GRID * 1.5),
        vec2(rect.width(), theme::TOUCH),
    );
    filters_ui(ui, filters, screen, local, &shown);
    let card = rect.with_min_y(filters.bottom() + GRID * 1.5);
    let tokens = screen.tokens;
    let edge = egui::Stroke::new(1.0, tokens.line);
    let radius = CornerRadius::same(14);
    ui.painter().rect(card, radius, tokens.surface, edge, egui::StrokeKind::Inside);
    let inner = card.shrink2(vec2(GRID * 2.0, GRID));
    let head = inner.with_max_y(inner.top() + 32.0);
    head_ui(ui, head, screen, &Columns::of(inner));
    ui.painter().hline(card.x_range(), head.bottom(), edge);
    let body = inner.with_min_y(head.bottom() + 1.0);
    if shown.products.is_empty() {
        nothing_ui(ui, body, screen);
    } else {
        rows_ui(ui, body, screen, local, &shown, actions);
    }
}

/// The search field, import, export, and "new product".
fn tools_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    shown: &Shown,
    actions: &mut Vec<Action>,
) {
    let t = screen.texts;
    let new = t.text("products-new");
    let export = t.text("products-export");
    let import = t.text("products-import");
    let template = t.text("products-template");
    let narrow = rect.width() < ROOMY - 100.0;
    let buttons = [
        (
            Button::new(&new).icon(Icon::Plus).key(keys::NEW).weight(Weight::Primary),
            Action::from(CatalogueCommand::New { barcode: None }),
        ),
        (Button::new(&export).icon(Icon::Upload), Action::AskForFile(FileWish::ExportCatalogue)),
        (Button::new(&import).icon(Icon::Download), Action::AskForFile(FileWish::ImportCatalogue)),
        (Button::new(&template).icon(Icon::Table), Action::AskForFile(FileWish::SaveTemplate)),
    ];
    let mut right = rect.right();
    for (button, action) in buttons {
        let button = if narrow { button.icon_alone() } else { button };
        let size = vec2(button.width(ui), theme::TOUCH);
        let place = Rect::from_min_size(pos2(right - size.x, rect.top()), size);
        if button.show_in(ui, place, screen.tokens).clicked() {
            actions.push(action);
        }
        right = place.left() - GRID;
    }
    let field = rect.with_max_x((right - GRID).min(rect.left() + 520.0));
    search_ui(ui, field, screen, local, shown, actions);
}

fn search_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    shown: &Shown,
    actions: &mut Vec<Action>,
) {
    let t = screen.texts;
    let (label, hint) = (t.text("products-search"), t.text("search-hint"));
    let field = SearchField::new(egui::Id::unique("catalogue search"), &label, &hint);
    if std::mem::take(&mut local.focus_search) {
        field.give_keyboard(ui);
    }
    if field.has_keyboard(ui) {
        let pressed = |key| ui.input(|input| input.key_pressed(key));
        if pressed(Key::Escape) {
            local.search.clear();
        }
        if pressed(Key::ArrowDown) {
            local.pick = (local.pick + 1).min(shown.products.len().saturating_sub(1));
        }
        if pressed(Key::ArrowUp) {
            local.pick = local.pick.saturating_sub(1);
        }
        if pressed(Key::Enter)
            && let Some(product) = shown.products.get(local.pick)
        {
            actions.push(CatalogueCommand::Edit(product.id.clone()).into());
        }
    }
    if field.show(ui, rect, &mut local.search, screen.tokens).changed() {
        local.pick = 0;
    }
}

/// Which products are shown: on sale or not, one group or all.
fn filters_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, local: &mut Local, shown: &Shown) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let names: Vec<String> = Shelf::EVERY.iter().map(|shelf| t.text(shelf_id(*shelf))).collect();
    let chosen = Shelf::EVERY.iter().position(|shelf| *shelf == local.shelf);
    let count = t.with("products-count", [("count", shown.products.len().into())]);
    controls::inside(ui, rect, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            let picked = form::choice_ui(ui, &t.text("products-shelf"), &names, chosen, tokens);
            if let Some(shelf) = picked.and_then(|place| Shelf::EVERY.get(place)) {
                local.shelf = *shelf;
                local.pick = 0;
            }
            category_ui(ui, screen, local, shown);
        });
    });
    let font = theme::regular(theme::BODY);
    let width = 150.0;
    if rect.width() > 760.0 {
        let place = rect.with_min_x(rect.right() - width);
        words(&count, font, tokens.muted).show_right(ui, pos2(place.right(), place.center().y));
    }
}

fn category_ui(ui: &mut Ui, screen: &Screen<'_>, local: &mut Local, shown: &Shown) {
    let t = screen.texts;
    let all = t.text("products-all-groups");
    let label = local.category.clone().unwrap_or_else(|| all.clone());
    let button = Button::new(&label).icon(Icon::ChevronDown).show(ui, screen.tokens);
    Popup::menu(&button).show(|ui| {
        ui.set_min_width(220.0);
        ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
            if ui.selectable_label(local.category.is_none(), all).clicked() {
                local.category = None;
            }
            for name in shown.categories.iter() {
                let here = local.category.as_ref() == Some(name);
                if ui.selectable_label(here, name.as_str()).clicked() {
                    local.category = Some(name.clone());
                }
            }
        });
    });
}

/// The text of a filter.
fn shelf_id(shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::OnSale => "products-on-sale",
        Shelf::Unpriced => "products-unpriced",
        Shelf::Archived => "products-archived",
        Shelf::All => "products-all",
    }
}

/// Where the columns of a row begin, from the left; each ends where the next begins.
struct Columns {
    roomy: bool,
    name: f32,
    category: f32,
    plu: f32,
    barcode: f32,
    tax: f32,
    price: f32,
    right: f32,
}

impl Columns {
    fn of(row: Rect) -> Self {
        let roomy = row.width() >= ROOMY;
        let right = row.right() - GRID;
        let price = right - 170.0;
        let tax = price - if roomy { 70.0 } else { 0.0 };
        let barcode = tax - if roomy { 172.0 } else { 0.0 };
        let plu = barcode - 96.0;
        let category = plu - if roomy { 170.0 } else { 0.0 };
        Self {
            roomy,
            name: row.left() + PLATE + GRID * 2.5,
            category,
            plu,
            barcode,
            tax,
            price,
            right,
        }
    }
}

/// The names of the columns: painted, as each row says what is in it.
fn head_ui(ui: &Ui, rect: Rect, screen: &Screen<'_>, columns: &Columns) {
    let t = screen.texts;
    let paint = |id: &str, place: f32, align: Align2| {
        let text = t.text(id);
        let galley = words(&text, theme::strong(theme::SMALL), screen.tokens.muted).galley(
            ui.painter(),
            f32::INFINITY,
            1,
            egui::Align::LEFT,
        );
        let at = align.anchor_size(pos2(place, rect.center().y), galley.size());
        ui.painter().galley(at.min, galley, screen.tokens.muted);
    };
    let left = Align2::LEFT_CENTER;
    paint("product-name", columns.name, left);
    paint("product-plu", columns.plu, left);
    if columns.roomy {
        paint("product-group", columns.category, left);
        paint("product-barcode", columns.barcode, left);
        paint("product-tax", columns.tax, left);
    }
    paint("product-price", columns.right, Align2::RIGHT_CENTER);
}

fn rows_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    shown: &Shown,
    actions: &mut Vec<Action>,
) {
    let open = screen.snapshot.catalogue.editor.as_ref();
    let open = open.and_then(|editor| editor.original.as_ref()).map(|product| &product.id);
    let searching = !local.search.trim().is_empty();
    controls::inside(ui, rect, |ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        let area = ScrollArea::vertical().auto_shrink(false).id_salt("products");
        area.show_rows(ui, ROW, shown.products.len(), |ui, range| {
            for index in range {
                let Some(product) = shown.products.get(index) else { continue };
                let picked = open == Some(&product.id) || (searching && index == local.pick);
                if row_ui(ui, screen, product, picked) {
                    local.pick = index;
                    actions.push(CatalogueCommand::Edit(product.id.clone()).into());
                }
            }
        });
    });
}

fn row_ui(ui: &mut Ui, screen: &Screen<'_>, product: &Product, picked: bool) -> bool {
    let (t, tokens) = (screen.texts, screen.tokens);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let name = product.display_name(t.language().tag);
    let price = price_text(screen, product);
    response.widget_info(|| {
        let args = [("name", name.into()), ("price", price.as_str().into())];
        WidgetInfo::selected(Role::Button, true, picked, t.with("products-row", args))
    });
    let ground = rect.shrink2(vec2(0.0, 2.0));
    if picked || response.hovered() {
        let fill = if picked { tokens.accent_soft } else { tokens.raised };
        ui.painter().rect_filled(ground, CornerRadius::same(RADIUS), fill);
    }
    controls::focus_ring(ui.painter(), ground.shrink(3.0), &response, tokens);
    let corner = pos2(rect.left() + GRID, rect.center().y - PLATE / 2.0);
    let plate = Rect::from_min_size(corner, Vec2::splat(PLATE));
    ui.painter().rect_filled(plate.expand(1.0), CornerRadius::same(RADIUS + 1), tokens.line);
    plate_ui(ui, plate, screen, product);
    // The row speaks for its cells: they are painted, not widgets.
    let ui = &mut ui.new_child(UiBuilder::new().max_rect(rect));
    cells_ui(ui, rect, screen, product, name, &price);
    response.clicked()
}

fn cells_ui(ui: &Ui, rect: Rect, screen: &Screen<'_>, product: &Product, name: &str, price: &str) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let columns = Columns::of(rect);
    let middle = rect.center().y;
    let paint = |text: &str, font, colour, (from, to): (f32, f32), y: f32| {
        let words = words(text, font, colour);
        let galley = words.galley(ui.painter(), to - from - GRID, 1, egui::Align::LEFT);
        ui.painter().galley(pos2(from, y - galley.size().y / 2.0), galley, colour);
    };
    let regular = || theme::regular(theme::BODY);
    let small = || theme::regular(theme::SMALL);
    let text_colour = if product.active { tokens.text } else { tokens.muted };
    let under = match (product.active, columns.roomy) {
        (false, _) => Some(t.text("product-archived")),
        (true, false) => Some(product.category.clone()),
        (true, true) => None,
    };
    let under = under.filter(|text| !text.is_empty());
    let name_y = if under.is_some() { middle - 11.0 } else { middle };
    let name_place = (columns.name, columns.category);
    paint(name, theme::strong(theme::BODY), text_colour, name_place, name_y);
    if let Some(under) = under {
        paint(&under, small(), tokens.muted, name_place, middle + 13.0);
    }
    let plu = product.plu.as_deref().unwrap_or("–");
    paint(plu, regular(), text_colour, (columns.plu, columns.barcode), middle);
    if columns.roomy {
        let barcode = product.barcode.as_deref().unwrap_or("–");
        let tax = format!("{}\u{a0}%", product.tax.percent_text());
        paint(&product.category, regular(), text_colour, (columns.category, columns.plu), middle);
        paint(barcode, regular(), text_colour, (columns.barcode, columns.tax), middle);
        paint(&tax, regular(), text_colour, (columns.tax, columns.price), middle);
    }
    let (font, colour) = match is_unpriced(product) {
        true => (theme::strong(theme::SMALL), tokens.warn_text),
        false => (theme::strong(theme::BODY), text_colour),
    };
    let galley = words(price, font, colour).galley(ui.painter(), 180.0, 1, egui::Align::LEFT);
    let corner = pos2(columns.right - galley.size().x, middle - galley.size().y / 2.0);
    if is_unpriced(product) {
        let ground = Rect::from_min_size(corner, galley.size()).expand2(vec2(GRID, 4.0));
        let ground = ground.translate(vec2(-GRID, 0.0));
        ui.painter().rect_filled(ground, CornerRadius::same(13), tokens.warn_soft);
        ui.painter().galley(corner - vec2(GRID, 0.0), galley, colour);
        return;
    }
    ui.painter().galley(corner, galley, colour);
}

fn price_text(screen: &Screen<'_>, product: &Product) -> String {
    if is_unpriced(product) {
        return screen.texts.text("product-no-price");
    }
    format::unit_price(product, screen.texts)
}

fn nothing_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let middle = Rect::from_center_size(rect.center() - vec2(0.0, 40.0), Vec2::splat(48.0));
    icons::draw(ui.painter(), Icon::Search, middle, 44.0, tokens.muted);
    let below = rect.with_min_y(middle.bottom() + GRID * 2.0);
    let text = t.text("products-nothing");
    words(&text, theme::regular(theme::NAME), tokens.muted).show_centred(ui, below, 2);
}
