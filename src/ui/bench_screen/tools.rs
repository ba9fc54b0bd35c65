//! The bench's tools: adding pictures, which versions are under test, files to write; and the filters.

use egui::{Key, Popup, Rect, Response, ScrollArea, Ui, pos2, vec2};

use super::filter::{Filter, Local};
use crate::action::{Action, FileWish};
use crate::keys;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{self, Button, Weight};
use crate::widgets::form;
use crate::widgets::icons::Icon;
use crate::widgets::search_field::SearchField;
use teach::bench::{BenchCommand, BenchScope, BenchView, ExportForm};

/// Width of the search field, in points.
const SEARCH: f32 = 260.0;

/// The row of buttons on top.
pub(super) fn tools_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let view = &screen.teaching.bench;
    controls::inside(ui, rect, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            // An empty bench asks for pictures in its middle.
            if !view.rows.is_empty() {
                add_ui(ui, screen, actions);
            }
            versions_ui(ui, screen, actions);
            compare_ui(ui, screen, actions);
        });
    });
    if view.rows.is_empty() {
        return;
    }
    let (save, clear) = (t.text("bench-save"), t.text("bench-clear"));
    let mut right = rect.right();
    let mut place = |ui: &Ui, button: &Button<'_>| {
        let width = button.width(ui);
        right -= width;
        let place = Rect::from_min_size(pos2(right, rect.top()), vec2(width, theme::TOUCH));
        right -= GRID;
        place
    };
    let button = Button::new(&clear).icon(Icon::Close).icon_alone();
    let at = place(ui, &button);
    if button.show_in(ui, at, tokens).clicked() {
        actions.push(BenchCommand::Clear.into());
    }
    let button = Button::new(&save).icon(Icon::Download);
    let at = place(ui, &button);
    let response = button.show_in(ui, at, tokens);
    save_menu_ui(&response, screen, actions);
}

fn add_ui(ui: &mut Ui, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let add = t.text("bench-add");
    let add = Button::new(&add).icon(Icon::Plus).key(keys::OPEN).weight(Weight::Primary);
    if add.show(ui, tokens).clicked() {
        actions.push(Action::AskForFile(FileWish::BenchPictures));
    }
    let folder = t.text("bench-add-folder");
    if Button::new(&folder).show(ui, tokens).clicked() {
        actions.push(Action::AskForFile(FileWish::BenchFolder));
    }
}

fn save_menu_ui(button: &Response, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let t = screen.texts;
    Popup::menu(button).show(|ui| {
        ui.set_min_width(260.0);
        for (form, id) in
            [(ExportForm::Html, "bench-export-html"), (ExportForm::Csv, "bench-export-csv")]
        {
            if ui.selectable_label(false, t.text(id)).clicked() {
                actions.push(Action::AskForFile(FileWish::BenchExport(form)));
            }
        }
    });
}

/// The version under test, and among which products it names.
fn versions_ui(ui: &mut Ui, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let t = screen.texts;
    let view = &screen.teaching.bench;
    let name = match &view.chosen {
        Some(name) => name.clone(),
        None => t.text("bench-selling"),
    };
    let label = t.with("bench-version", [("version", name.as_str().into())]);
    let button = Button::new(&label).icon(Icon::ChevronDown).show(ui, screen.tokens);
    Popup::menu(&button).show(|ui| {
        ui.set_min_width(320.0);
        ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
            if ui.selectable_label(view.chosen.is_none(), t.text("bench-selling")).clicked() {
                actions.push(BenchCommand::Choose(None).into());
            }
            for version in view.versions.iter() {
                let here = view.chosen.as_ref() == Some(&version.name);
                if ui.selectable_label(here, version.name.as_str()).clicked() {
                    actions.push(BenchCommand::Choose(Some(version.name.clone())).into());
                }
            }
            ui.separator();
            scope_ui(ui, screen, actions);
            ui.separator();
            if ui.selectable_label(false, t.text("bench-again")).clicked() {
                actions.push(BenchCommand::Again.into());
            }
        });
    });
}

fn scope_ui(ui: &mut Ui, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let view = &screen.teaching.bench;
    for (scope, id) in [
        (BenchScope::OnSale, "bench-scope-on-sale"),
        (BenchScope::Everything, "bench-scope-everything"),
    ] {
        if ui.selectable_label(view.scope == scope, screen.texts.text(id)).clicked() {
            actions.push(BenchCommand::Scope(scope).into());
        }
    }
}

/// The version that the first is held against.
fn compare_ui(ui: &mut Ui, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let t = screen.texts;
    let view = &screen.teaching.bench;
    let label = match &view.second {
        Some(name) => t.with("bench-beside", [("version", name.as_str().into())]),
        None => t.text("bench-compare"),
    };
    let button = Button::new(&label).icon(Icon::ChevronDown).show(ui, screen.tokens);
    Popup::menu(&button).show(|ui| {
        ui.set_min_width(280.0);
        ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
            if ui.selectable_label(view.second.is_none(), t.text("bench-compare-none")).clicked() {
                actions.push(BenchCommand::CompareWith(None).into());
            }
            for version in view.versions.iter() {
                let here = view.second.as_ref() == Some(&version.name);
                if ui.selectable_label(here, version.name.as_str()).clicked() {
                    actions.push(BenchCommand::CompareWith(Some(version.name.clone())).into());
                }
            }
        });
    });
}

/// Which pictures are shown.
pub(super) fn filters_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, local: &mut Local) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let view = &screen.teaching.bench;
    let offered: Vec<Filter> =
        Filter::EVERY.iter().copied().filter(|filter| filter.is_offered(view)).collect();
    let names: Vec<String> = offered.iter().map(|filter| name_of(*filter, screen, view)).collect();
    let chosen = offered.iter().position(|filter| *filter == local.filter);
    let row = rect.with_max_x(rect.right() - SEARCH - GRID * 2.0);
    controls::inside(ui, row, |ui| {
        let picked = form::choice_ui(ui, &t.text("bench-show"), &names, chosen, tokens);
        if let Some(filter) = picked.and_then(|place| offered.get(place)) {
            local.filter = *filter;
        }
    });
    search_ui(ui, rect.with_min_x(rect.right() - SEARCH), screen, local);
}

fn name_of(filter: Filter, screen: &Screen<'_>, view: &BenchView) -> String {
    format!("{} {}", screen.texts.text(filter.name_id()), filter.count(view))
}

fn search_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, local: &mut Local) {
    let t = screen.texts;
    let (label, hint) = (t.text("bench-search"), t.text("search-hint"));
    let field = SearchField::new(egui::Id::unique("bench search"), &label, &hint).limit(120);
    if std::mem::take(&mut local.focus_search) {
        field.give_keyboard(ui);
    }
    if field.has_keyboard(ui) && ui.input(|input| input.key_pressed(Key::Escape)) {
        local.search.clear();
    }
    field.show(ui, rect, &mut local.search, screen.tokens);
}
