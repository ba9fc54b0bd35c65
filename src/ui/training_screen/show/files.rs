//! Files on their way into the library: what is in them before they are added, and how far it is then.

use egui::{
    CornerRadius, Key, Modifiers, Rect, RichText, Role, ScrollArea, Ui, WidgetInfo, pos2, vec2,
};

use super::wording::name_of;
use crate::action::Action;
use crate::keys;
use crate::screen::Screen;
use crate::theme::{self, GRID, RADIUS, Tokens};
use crate::widgets::controls::{self, Button, Weight, words};
use crate::widgets::dialog;
use teach::ShowCommand;
use teach::showing::{AddAs, AddingProgress, FilePreview, FileProblem, FilesView};

/// How many problems are listed; the rest is counted.
const PROBLEMS: usize = 200;

/// What is in the files, and whether to add them.
pub(super) fn dialog_ui(ui: &mut Ui, screen: &Screen<'_>, actions: &mut Vec<Action>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let view = &screen.teaching.show;
    let (title, preview) = match &view.files {
        Some(FilesView::Looking) => (t.text("teach-files-looking"), None),
        Some(FilesView::Preview(preview)) => {
            let title = t.with("teach-files-found", [("count", preview.photos.into())]);
            (title, Some(preview))
        }
        Some(FilesView::Adding(_)) | None => return,
    };
    let card = dialog::card_ui(ui, "files to teach", 640.0, &title, tokens, |ui| {
        let Some(preview) = preview else {
            return Button::new(&t.text("dialog-cancel"))
                .key(keys::BACK)
                .show(ui, tokens)
                .clicked()
                .then_some(ShowCommand::CloseFiles);
        };
        groups_ui(ui, screen, preview);
        problems_ui(ui, screen, &preview.problems);
        ways_ui(ui, screen, preview)
    });
    let wish = match card {
        (Some(command), _) => Some(command),
        (None, true) => Some(ShowCommand::CloseFiles),
        (None, false) => None,
    };
    actions.extend(wish.map(Action::from));
}

/// The products that folders name, with their photos.
fn groups_ui(ui: &mut Ui, screen: &Screen<'_>, preview: &FilePreview) {
    let (t, tokens) = (screen.texts, screen.tokens);
    if preview.groups.is_empty() {
        return;
    }
    dialog::about_ui(ui, &t.text("teach-files-folders"), tokens);
    ScrollArea::vertical().id_salt("folders").max_height(200.0).show(ui, |ui| {
        ui.set_width(ui.available_width());
        for group in &preview.groups {
            let id = if group.is_new { "teach-files-new" } else { "teach-files-known" };
            let args = [("name", group.name.as_str().into()), ("count", group.photos.into())];
            ui.label(RichText::new(t.with(id, args)).color(tokens.text));
        }
        if preview.loose > 0 {
            let text = t.with("teach-files-loose", [("count", preview.loose.into())]);
            ui.label(RichText::new(text).color(tokens.muted));
        }
    });
}

/// What cannot be used, by name.
fn problems_ui(ui: &mut Ui, screen: &Screen<'_>, problems: &[FileProblem]) {
    let (t, tokens) = (screen.texts, screen.tokens);
    if problems.is_empty() {
        return;
    }
    let title = t.with("teach-files-problems", [("count", problems.len().into())]);
    ui.label(RichText::new(title).font(theme::strong(theme::BODY)).color(tokens.error_text));
    ScrollArea::vertical().id_salt("problems").max_height(120.0).show(ui, |ui| {
        ui.set_width(ui.available_width());
        for FileProblem { file, message } in problems.iter().take(PROBLEMS) {
            let line = format!("{file}: {}", t.message(message));
            ui.label(RichText::new(line).font(theme::regular(theme::SMALL)).color(tokens.text));
        }
    });
}

/// The ways to add them: the likely one is the next step, with Enter.
fn ways_ui(ui: &mut Ui, screen: &Screen<'_>, preview: &FilePreview) -> Option<ShowCommand> {
    let (t, tokens) = (screen.texts, screen.tokens);
    let chosen = screen.teaching.show.chosen.as_ref();
    let name = chosen.map(|chosen| name_of(screen, chosen)).unwrap_or_default();
    let all = t.with("teach-add-chosen", [("name", name.as_str().into())]);
    let folders = t.with("teach-add-folders", [("count", preview.groups.len().into())]);
    let mut ways = Vec::new();
    if chosen.is_some() && preview.photos > 0 {
        ways.push((AddAs::Chosen, all));
    }
    if !preview.groups.is_empty() {
        ways.push((AddAs::Folders, folders));
    }
    if preview.names_products() {
        ways.reverse();
    }
    if ways.is_empty() && preview.photos > 0 {
        dialog::about_ui(ui, &t.text("teach-choose-first"), tokens);
    }
    ui.add_space(GRID);
    let mut wish = None;
    let enter = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    for (place, (as_what, label)) in ways.iter().enumerate() {
        let first = place == 0;
        let weight = if first { Weight::Primary } else { Weight::Plain };
        let mut button = Button::new(label).weight(weight);
        if first {
            button = button.key(keys::ENTER);
        }
        if button.show(ui, tokens).clicked() || (first && enter) {
            wish = Some(ShowCommand::Add(*as_what));
        }
    }
    let cancel = t.text("dialog-cancel");
    if Button::new(&cancel).key(keys::BACK).show(ui, tokens).clicked() {
        wish = Some(ShowCommand::CloseFiles);
    }
    wish
}

/// How far the adding is, at the top of `rect`; the till goes on meanwhile. Returns the height used.
pub(super) fn panel_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    actions: &mut Vec<Action>,
) -> f32 {
    let Some(FilesView::Adding(progress)) = &screen.teaching.show.files else { return 0.0 };
    let (t, tokens) = (screen.texts, screen.tokens);
    let height = if progress.problems.is_empty() { 156.0 } else { 236.0 };
    let card = rect.with_max_y(rect.top() + height);
    let edge = egui::Stroke::new(1.0, tokens.line);
    let radius = CornerRadius::same(14);
    ui.painter().rect(card, radius, tokens.surface, edge, egui::StrokeKind::Inside);
    let inner = card.shrink(GRID * 2.0);
    let title = title(screen, progress);
    let mut y = inner.top();
    let at = |y: f32| inner.with_min_y(y);
    y += words(&title, theme::strong(theme::BODY), tokens.text).show_in(ui, at(y), 2) + GRID;
    bar_ui(ui, at(y).with_max_y(y + 8.0), progress, tokens);
    y += GRID * 2.0;
    if !progress.problems.is_empty() {
        let place = at(y).with_max_y(y + 96.0);
        controls::inside(ui, place, |ui| {
            ScrollArea::vertical().id_salt("not added").show(ui, |ui| {
                ui.set_width(ui.available_width());
                for FileProblem { file, message } in progress.problems.iter().take(PROBLEMS) {
                    let line = format!("{file}: {}", t.message(message));
                    let text = RichText::new(line).font(theme::regular(theme::SMALL));
                    ui.label(text.color(tokens.error_text));
                }
            });
        });
    }
    let label = t.text(if progress.runs { "teach-adding-stop" } else { "teach-adding-done" });
    let button = Button::new(&label).key(keys::BACK);
    let size = vec2(button.width(ui), theme::TOUCH);
    let place = Rect::from_min_size(pos2(inner.left(), inner.bottom() - size.y), size);
    if button.show_in(ui, place, tokens).clicked() {
        actions.push(ShowCommand::CloseFiles.into());
    }
    height
}

fn title(screen: &Screen<'_>, progress: &AddingProgress) -> String {
    let t = screen.texts;
    if progress.runs {
        let args = [("done", progress.done.into()), ("total", progress.total.into())];
        return t.with("teach-adding", args);
    }
    let left = progress.total.saturating_sub(progress.done);
    let args = [
        ("added", progress.added.into()),
        ("already", progress.already.into()),
        ("unusable", progress.problems.len().into()),
        ("left", left.into()),
    ];
    t.with("teach-added", args)
}

fn bar_ui(ui: &mut Ui, bar: Rect, progress: &AddingProgress, tokens: &Tokens) {
    let share = progress.done as f32 / progress.total.max(1) as f32;
    let radius = CornerRadius::same(RADIUS / 2);
    let response = ui.allocate_rect(bar, egui::Sense::hover());
    response.widget_info(|| WidgetInfo {
        value: Some(f64::from(share)),
        ..WidgetInfo::new(Role::ProgressIndicator)
    });
    ui.painter().rect_filled(bar, radius, tokens.line);
    let filled = bar.with_max_x(bar.left() + bar.width() * share.clamp(0.0, 1.0));
    ui.painter().rect_filled(filled, radius, tokens.accent);
}
