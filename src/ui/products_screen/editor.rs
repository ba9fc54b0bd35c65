//! One product with all its fields, on the right of the list.

use egui::{CornerRadius, Key, Modifiers, Popup, Rect, ScrollArea, Ui, Vec2, pos2, vec2};

use super::filter::Local;
use crate::action::{Action, FileWish};
use crate::keys;
use crate::screen::Screen;
use crate::theme::{self, GRID, RADIUS};
use crate::widgets::controls::{self, Button, Weight};
use crate::widgets::form::{self, Field};
use crate::widgets::icons::Icon;
use crate::widgets::plate::plate_of_ui;
use domain::settings::{TAX_RATES, rates_of};
use domain::{Product, TaxRate, Unit};
use till::CatalogueCommand;
use till::catalogue::{EditorView, PictureChoice, ProductDraft, ProductField};

const PLATE: f32 = 104.0;
/// Width of the field for a language's tag, in points.
const TAG: f32 = 104.0;

/// Draws the panel.
pub(super) fn editor_ui(
    ui: &mut Ui,
    panel: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    editor: &EditorView,
    listens: bool,
    actions: &mut Vec<Action>,
) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let is_new = local.draft.as_ref().is_none_or(|(number, _)| *number != editor.number);
    let mut draft = match local.draft.take() {
        Some((number, draft)) if number == editor.number => draft,
        _ => editor.draft.as_ref().clone(),
    };
    if is_new {
        let name = controls::id_of("product-name", editor.number);
        ui.memory_mut(|memory| memory.request_focus(name));
    }
    ui.painter().rect_filled(panel, 0.0, tokens.surface);
    let line = egui::Stroke::new(1.0, tokens.line);
    ui.painter().vline(panel.left(), panel.y_range(), line);
    let panel = panel.shrink2(vec2(GRID * 3.0, GRID * 2.5));
    let title = match &editor.original {
        None => t.text("product-new-title"),
        Some(product) => product.display_name(t.language().tag).to_owned(),
    };
    let head = panel.with_max_y(panel.top() + 40.0);
    controls::words(&title, theme::strong(theme::NAME), tokens.text).show_in(ui, head, 1);
    let foot = panel.with_min_y(panel.bottom() - theme::TOUCH);
    let body = Rect::from_min_max(
        pos2(panel.left(), head.bottom() + GRID),
        pos2(panel.right(), foot.top() - GRID * 2.0),
    );
    controls::inside(ui, body, |ui| {
        let area = ScrollArea::vertical().auto_shrink(false).id_salt(("editor", editor.number));
        area.show(ui, |ui| {
            ui.set_width(body.width() - GRID * 2.0);
            ui.spacing_mut().item_spacing = Vec2::splat(GRID * 1.5);
            body_ui(ui, screen, editor, &mut draft, actions);
        });
    });
    ui.painter().hline(panel.x_range(), foot.top() - GRID, line);
    foot_ui(ui, foot, screen, &draft, listens, actions);
    local.draft = Some((editor.number, draft));
}

fn body_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    editor: &EditorView,
    draft: &mut ProductDraft,
    actions: &mut Vec<Action>,
) {
    if let Some(failure) = &editor.failure {
        form::problem_ui(ui, &screen.texts.message(failure), screen.tokens);
    }
    ui.add_space(2.0);
    picture_ui(ui, screen, editor, draft, actions);
    let fields = Fields { screen, editor };
    let width = ui.available_width();
    let half = (width - GRID * 1.5) / 2.0;
    fields.text(ui, "product-name", ProductField::Name, width, &mut draft.name);
    price_ui(ui, &fields, draft);
    ui.horizontal_top(|ui| {
        fields.text(ui, "product-plu", ProductField::Plu, half, &mut draft.plu);
        fields.text(ui, "product-barcode", ProductField::Barcode, half, &mut draft.barcode);
    });
    ui.horizontal_top(|ui| {
        fields.text(ui, "product-tax-percent", ProductField::Tax, half, &mut draft.tax);
        group_ui(ui, &fields, half, draft);
    });
    rates_ui(ui, &fields, draft);
    names_ui(ui, &fields, draft);
    if let Some(product) = &editor.original {
        ui.add_space(GRID);
        keep_ui(ui, screen, editor, product, actions);
    }
}

/// What all fields of one product share.
struct Fields<'a> {
    screen: &'a Screen<'a>,
    editor: &'a EditorView,
}

impl Fields<'_> {
    fn id(&self, name: &'static str) -> egui::Id {
        controls::id_of(name, self.editor.number)
    }

    fn problem(&self, field: ProductField) -> Option<String> {
        let problem = self.editor.problems.iter().find(|problem| problem.field == field)?;
        Some(self.screen.texts.message(&problem.message))
    }

    fn text(
        &self,
        ui: &mut Ui,
        name: &'static str,
        field: ProductField,
        width: f32,
        text: &mut String,
    ) {
        let label = self.screen.texts.text(name);
        Field::new(self.id(name), &label).problem(self.problem(field)).show(
            ui,
            width,
            text,
            self.screen.tokens,
        );
    }
}

/// The picture, and buttons to choose another one or to take it away.
fn picture_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    editor: &EditorView,
    draft: &ProductDraft,
    actions: &mut Vec<Action>,
) {
    let (t, tokens) = (screen.texts, screen.tokens);
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(PLATE), egui::Sense::hover());
        let radius = CornerRadius::same(RADIUS + 1);
        ui.painter().rect_filled(rect.expand(1.0), radius, tokens.line);
        plate_of_ui(ui, rect, screen, editor.picture.name(), &draft.name);
        ui.vertical(|ui| {
            let choose = t.text("product-picture-choose");
            if Button::new(&choose).icon(Icon::Photo).show(ui, tokens).clicked() {
                actions.push(Action::AskForFile(FileWish::ProductPicture));
            }
            match &editor.picture {
                PictureChoice::None => {}
                PictureChoice::Reading => {
                    form::explanation_ui(ui, &t.text("product-picture-reading"), tokens);
                }
                PictureChoice::Failed(message) => {
                    form::problem_ui(ui, &t.message(message), tokens);
                }
                PictureChoice::Kept(_) => {
                    let remove = t.text("product-picture-remove");
                    if Button::new(&remove).weight(Weight::Quiet).show(ui, tokens).clicked() {
                        actions.push(CatalogueCommand::RemovePicture.into());
                    }
                }
            }
        });
    });
}

fn price_ui(ui: &mut Ui, fields: &Fields<'_>, draft: &mut ProductDraft) {
    let (t, tokens) = (fields.screen.texts, fields.screen.tokens);
    let currency = fields.screen.snapshot.cart.currency;
    ui.horizontal_top(|ui| {
        let label = t.with("product-price-in", [("currency", currency.code().into())]);
        let problem = fields.problem(ProductField::Price);
        Field::new(fields.id("product-price"), &label).problem(problem).show(
            ui,
            150.0,
            &mut draft.price,
            tokens,
        );
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            let name = t.text("product-unit");
            form::label_ui(ui, &name, tokens);
            let units = [t.text("product-per-piece"), t.text("product-per-kg")];
            let chosen = usize::from(draft.unit == Unit::Kg);
            if let Some(place) = form::choice_ui(ui, &name, &units, Some(chosen), tokens) {
                draft.unit = if place == 1 { Unit::Kg } else { Unit::Piece };
            }
        });
    });
}

/// The shop's usual tax rates, to pick one.
fn rates_ui(ui: &mut Ui, fields: &Fields<'_>, draft: &mut ProductDraft) {
    let screen = fields.screen;
    let rates = rates_of(screen.snapshot.settings.values.text(&TAX_RATES));
    if rates.is_empty() {
        return;
    }
    let shown: Vec<String> =
        rates.iter().map(|rate| format!("{}\u{a0}%", rate.percent_text())).collect();
    let typed = TaxRate::parse_percent(&draft.tax).ok();
    let chosen = rates.iter().position(|rate| Some(*rate) == typed);
    let name = screen.texts.text("product-tax");
    let picked = form::choice_ui(ui, &name, &shown, chosen, screen.tokens);
    if let Some(rate) = picked.and_then(|place| rates.get(place)) {
        draft.tax = rate.percent_text();
    }
}

/// The group: typed, or one of those that are there.
fn group_ui(ui: &mut Ui, fields: &Fields<'_>, width: f32, draft: &mut ProductDraft) {
    let (t, tokens) = (fields.screen.texts, fields.screen.tokens);
    let label = t.text("product-group");
    let id = fields.id("product-group");
    let problem = fields.problem(ProductField::Category);
    let field =
        Field::new(id, &label).problem(problem).show(ui, width, &mut draft.category, tokens);
    let typed = draft.category.trim().to_lowercase();
    let all = &fields.screen.snapshot.catalogue.all;
    if !field.has_focus() || typed.is_empty() {
        return;
    }
    let mut known: Vec<&String> = all.iter().map(|product| &product.category).collect();
    known.sort_unstable();
    known.dedup();
    known.retain(|name| name.to_lowercase().starts_with(&typed) && **name != draft.category);
    let Some(first) = known.first() else { return };
    // The rest of a group that is there stands ready: the right arrow takes it.
    let hint = t.with("product-group-complete", [("group", first.as_str().into())]);
    form::explanation_ui(ui, &hint, tokens);
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowDown)) {
        draft.category = (*first).clone();
    }
}

/// Names in other languages, a row each.
fn names_ui(ui: &mut Ui, fields: &Fields<'_>, draft: &mut ProductDraft) {
    let (t, tokens) = (fields.screen.texts, fields.screen.tokens);
    let width = ui.available_width();
    ui.add_space(GRID);
    form::label_ui(ui, &t.text("product-other-names"), tokens);
    let mut gone = None;
    for (place, (tag, name)) in draft.names.iter_mut().enumerate() {
        let number = (place + 1).to_string();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            let label = t.with("product-language", [("number", number.as_str().into())]);
            let id = controls::id_of("product language", (fields.editor.number, place));
            let bottom = Field::new(id, &label).hint("zh").show(ui, TAG, tag, tokens).rect.bottom();
            let label = t.with("product-other-name", [("number", number.as_str().into())]);
            let id = controls::id_of("product other name", (fields.editor.number, place));
            let problem = fields.problem(ProductField::OtherName(place));
            let rest = width - TAG - theme::TOUCH - GRID * 2.0;
            Field::new(id, &label).problem(problem).show(ui, rest, name, tokens);
            let label = t.with("product-other-name-remove", [("number", number.as_str().into())]);
            let square = Rect::from_min_size(
                pos2(ui.cursor().left(), bottom - theme::TOUCH),
                Vec2::splat(theme::TOUCH),
            );
            if controls::icon_button(ui, square, Icon::Close, &label, Weight::Quiet, tokens)
                .clicked()
            {
                gone = Some(place);
            }
        });
    }
    if let Some(place) = gone {
        draft.names.remove(place);
    }
    let add = t.text("product-other-name-add");
    if Button::new(&add).icon(Icon::Plus).show(ui, tokens).clicked() {
        draft.names.push((String::new(), String::new()));
    }
}

/// Sell it no longer or again; delete it if it was never sold.
fn keep_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    editor: &EditorView,
    product: &Product,
    actions: &mut Vec<Action>,
) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let id = if product.active { "product-archive" } else { "product-restore" };
    let hint = if product.active { "product-archive-hint" } else { "product-restore-hint" };
    form::explanation_ui(ui, &t.text(hint), tokens);
    ui.horizontal_wrapped(|ui| {
        if Button::new(&t.text(id)).show(ui, tokens).clicked() {
            let command = CatalogueCommand::SetActive(product.id.clone(), !product.active);
            actions.push(command.into());
        }
        if editor.sold {
            return;
        }
        let delete = t.text("product-delete");
        let button = Button::new(&delete).show(ui, tokens);
        Popup::menu(&button).show(|ui| {
            ui.set_min_width(240.0);
            let name = product.display_name(t.language().tag);
            let sure = t.with("product-delete-sure", [("name", name.into())]);
            if ui.button(sure).clicked() {
                actions.push(CatalogueCommand::Delete(product.id.clone()).into());
            }
        });
    });
    if editor.sold {
        form::explanation_ui(ui, &t.text("product-was-sold"), tokens);
    }
}

fn foot_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    draft: &ProductDraft,
    listens: bool,
    actions: &mut Vec<Action>,
) {
    let t = screen.texts;
    let pressed =
        |modifiers, key| listens && ui.input_mut(|input| input.consume_key(modifiers, key));
    let mut save = pressed(Modifiers::COMMAND, Key::S) || pressed(Modifiers::COMMAND, Key::Enter);
    let mut close = pressed(Modifiers::NONE, Key::Escape);
    let (save_text, close_text) = (t.text("product-save"), t.text("product-close"));
    let button = Button::new(&save_text).weight(Weight::Primary).key(keys::SAVE);
    let size = vec2(button.width(ui), theme::TOUCH);
    let place = Rect::from_min_size(pos2(rect.right() - size.x, rect.top()), size);
    save |= button.show_in(ui, place, screen.tokens).clicked();
    let button = Button::new(&close_text).key(keys::BACK);
    let size = vec2(button.width(ui), theme::TOUCH);
    let place = Rect::from_min_size(pos2(place.left() - GRID - size.x, rect.top()), size);
    close |= button.show_in(ui, place, screen.tokens).clicked();
    if save {
        actions.push(CatalogueCommand::Save(Box::new(draft.clone())).into());
    } else if close {
        actions.push(CatalogueCommand::Close.into());
    }
}
