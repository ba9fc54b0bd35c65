//! A file of another program before it is taken: what each column says, what is open, and the first
//! products as they would become.

use egui::{CornerRadius, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::matching_columns::columns_ui;
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{self, words};
use crate::widgets::form;
use domain::Product;
use texts::format;
use till::CatalogueCommand;
use till::catalogue::{MatchedFile, Question, Told};

/// How many products are shown as they would become.
const FIRST: usize = 8;
/// How many notes are shown.
const NOTES: usize = 200;
const LINE: f32 = 26.0;

/// Draws the columns on the left, and on the right what is open, what comes of it and what to know.
pub(super) fn matching_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    file: &MatchedFile,
    actions: &mut Vec<Action>,
) {
    let split = rect.left() + (rect.width() * 0.44).min(560.0);
    let left = card_ui(ui, rect.with_max_x(split), screen);
    let right = card_ui(ui, rect.with_min_x(split + GRID * 1.5), screen);
    columns_ui(ui, left, screen, &file.matched.columns, actions);
    controls::inside(ui, right, |ui| {
        let area = ScrollArea::vertical().auto_shrink(false).id_salt("import questions");
        area.show(ui, |ui| {
            ui.set_width(right.width() - GRID);
            ui.spacing_mut().item_spacing = vec2(GRID, GRID);
            answers_ui(ui, screen, file, actions);
        });
    });
}

/// The ground of a part of the page; returns the place inside.
pub(super) fn card_ui(ui: &Ui, rect: Rect, screen: &Screen<'_>) -> Rect {
    let edge = egui::Stroke::new(1.0, screen.tokens.line);
    let radius = CornerRadius::same(14);
    ui.painter().rect(rect, radius, screen.tokens.surface, edge, egui::StrokeKind::Inside);
    rect.shrink(GRID * 1.5)
}

fn answers_ui(ui: &mut Ui, screen: &Screen<'_>, file: &MatchedFile, actions: &mut Vec<Action>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let matched = &file.matched;
    let parts = [
        ("import-questions", matched.questions.iter().filter(|it| it.chosen.is_none()).collect()),
        ("import-settled", matched.questions.iter().filter(|it| it.chosen.is_some()).collect()),
    ];
    for (id, questions) in parts {
        let questions: Vec<&Question> = questions;
        if questions.is_empty() {
            continue;
        }
        form::title_ui(ui, &t.text(id), tokens);
        for question in questions {
            question_ui(ui, screen, question, actions);
        }
        ui.add_space(GRID);
    }
    form::title_ui(ui, &t.text("import-rows"), tokens);
    if matched.products.is_empty() {
        form::explanation_ui(ui, &t.text("import-no-rows"), tokens);
    }
    for product in matched.products.iter().take(FIRST) {
        product_ui(ui, screen, product);
    }
    if !matched.told.is_empty() {
        ui.add_space(GRID);
        let title = t.with("import-notes", [("count", matched.told.len().into())]);
        form::title_ui(ui, &title, tokens);
        for told in matched.told.iter().take(NOTES) {
            form::explanation_ui(ui, &told_text(screen, told), tokens);
        }
    }
}

fn told_text(screen: &Screen<'_>, told: &Told) -> String {
    let t = screen.texts;
    let text = t.message(&told.message);
    match told.row {
        Some(row) => format!("{}: {text}", t.with("import-row", [("row", row.into())])),
        None => text,
    }
}

/// A question with its answers side by side, the one that holds marked.
fn question_ui(ui: &mut Ui, screen: &Screen<'_>, question: &Question, actions: &mut Vec<Action>) {
    let t = screen.texts;
    let text = t.message(&question.message);
    form::text_line_ui(ui, &text, screen.tokens);
    let labels: Vec<String> =
        question.choices.iter().map(|choice| t.message(&choice.label)).collect();
    let picked = form::choice_ui(ui, &text, &labels, question.chosen, screen.tokens);
    if let Some(choice) = picked.and_then(|place| question.choices.get(place)) {
        actions.push(CatalogueCommand::AnswerImport(choice.answer.clone()).into());
    }
}

/// A product as it would become: its name, its codes and group, its price.
fn product_ui(ui: &mut Ui, screen: &Screen<'_>, product: &Product) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let (rect, mut row) = controls::row(ui, LINE * 2.0);
    let ui = &mut row;
    let price = match product.price {
        Some(price) => format::price(price, t),
        None => t.text("product-no-price"),
    };
    let colour = if product.price.is_some() { tokens.text } else { tokens.muted };
    let middle = rect.top() + LINE / 2.0;
    let place = pos2(rect.right() - GRID, middle);
    let width = words(&price, theme::regular(theme::BODY), colour).show_right(ui, place);
    let name = Rect::from_min_max(
        pos2(rect.left(), middle - 12.0),
        pos2(rect.right() - width - GRID * 3.0, rect.bottom()),
    );
    words(&product.name, theme::strong(theme::BODY), tokens.text).show_in(ui, name, 1);
    let tax = t.message(
        &domain::Message::new("import-choice-rate").naming("rate", product.tax.percent_text()),
    );
    let code = |id: &str, code: &Option<String>| {
        code.as_ref().map(|code| format!("{} {code}", t.text(id)))
    };
    let parts = [
        Some(product.category.clone()).filter(|category| !category.is_empty()),
        code("product-plu", &product.plu),
        code("product-barcode", &product.barcode),
        Some(format!("{} {tax}", t.text("product-tax"))),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let below =
        Rect::from_min_size(pos2(rect.left(), rect.top() + LINE), vec2(rect.width() - GRID, LINE));
    words(&parts.join(" · "), theme::regular(theme::SMALL), tokens.muted).show_in(ui, below, 1);
}

/// How the file was read, and whether something is open, on one line; returns its height.
pub(super) fn state_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, file: &MatchedFile) -> f32 {
    let (t, tokens) = (screen.texts, screen.tokens);
    let open = file.matched.open().count();
    let (text, colour, ground) = match open {
        0 => (t.text("import-ready"), tokens.accent_text, tokens.accent_soft),
        _ => (
            t.with("import-to-answer", [("count", open.into())]),
            tokens.warn_text,
            tokens.warn_soft,
        ),
    };
    let middle = rect.top() + 16.0;
    let width = form::chip_ui(ui, pos2(rect.left(), middle), &text, colour, ground);
    let chip = Rect::from_min_size(pos2(rect.left(), rect.top()), vec2(width, 32.0));
    let said = ui.interact(chip, controls::id_of("import state", 0), Sense::hover());
    said.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
    let encoding = file.matched.encoding;
    let args = [("rows", file.matched.rows.into()), ("encoding", encoding.into())];
    let place = Rect::from_min_max(
        pos2(rect.left() + width + GRID * 1.5, middle - 10.0),
        pos2(rect.right(), rect.bottom()),
    );
    let read = t.with("import-read-as", args);
    words(&read, theme::regular(theme::SMALL), tokens.muted).show_in(ui, place, 1);
    chip.height() + GRID
}
