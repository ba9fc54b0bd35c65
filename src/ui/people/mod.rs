//! People: the list with roles and PINs, who may do what, signing in, and approving.

mod edit;
mod sign_in;
mod state;

use egui::{Rect, RichText, ScrollArea, Ui, pos2, vec2};

use crate::action::Action;
use crate::people::state::EditDialog;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{self, Button, Weight, words};
use crate::widgets::dialog;
use crate::widgets::icons::Icon;
use domain::{Deed, Person, Role};
use texts::people::{deed_id, role_id};
use till::{Command, PeopleCommand};

pub(crate) use sign_in::ask_ui;
pub(crate) use state::PeopleLocal;

/// Draws the page of people.
pub(crate) fn people_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut PeopleLocal,
    actions: &mut Vec<Action>,
) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let people = &screen.snapshot.people;
    controls::inside(ui, rect, |ui| {
        ScrollArea::vertical().id_salt("people").auto_shrink([false, false]).show(ui, |ui| {
            ui.set_max_width(ui.available_width().min(760.0));
            if local.edit.is_none() && !local.asks {
                let problem = people.problem.as_ref().map(|problem| t.message(problem));
                dialog::problem_ui(ui, problem.as_deref(), tokens);
            }
            if people.people.is_empty() {
                heading_ui(ui, screen, "people-off-title");
                dialog::about_ui(ui, &t.text("people-off-about"), tokens);
                let first = t.text("people-first");
                if Button::new(&first).icon(Icon::Plus).show(ui, tokens).clicked() {
                    local.edit = Some(EditDialog::new(Role::Owner));
                }
                return;
            }
            heading_ui(ui, screen, "day-people");
            for person in people.people.iter() {
                if person_ui(ui, screen, person) {
                    local.edit = Some(EditDialog::of(person));
                }
            }
            let add = t.text("people-add");
            if Button::new(&add).icon(Icon::Plus).show(ui, tokens).clicked() {
                local.edit = Some(EditDialog::new(Role::Clerk));
            }
            ui.add_space(GRID * 3.0);
            heading_ui(ui, screen, "people-may-title");
            dialog::about_ui(ui, &t.text("people-may-about"), tokens);
            for deed in Deed::ALL.into_iter().filter(|deed| deed.can_be_given()) {
                permission_ui(ui, screen, deed, actions);
            }
        });
    });
    // While another person's word is asked for, this waits below.
    if !local.asks {
        edit::edit_ui(ui, screen, &mut local.edit, actions);
    }
}

fn heading_ui(ui: &mut Ui, screen: &Screen<'_>, id: &str) {
    let font = theme::strong(theme::NAME);
    ui.label(RichText::new(screen.texts.text(id)).font(font).color(screen.tokens.text));
}

/// Someone on the list; returns whether they are to be changed.
fn person_ui(ui: &mut Ui, screen: &Screen<'_>, person: &Person) -> bool {
    let (t, tokens) = (screen.texts, screen.tokens);
    let (rect, mut row) = controls::row(ui, theme::TOUCH);
    let ui = &mut row;
    let label = t.with("people-edit", [("name", person.name.as_str().into())]);
    let response = ui.interact(rect, controls::id_of("person", person.id), egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &label));
    let over = response.hovered() || response.has_focus();
    let fill = if over { tokens.raised } else { tokens.surface };
    let stroke = egui::Stroke::new(1.0, tokens.line);
    ui.painter().rect(rect, theme::RADIUS, fill, stroke, egui::StrokeKind::Inside);
    controls::focus_ring(ui.painter(), rect, &response, tokens);
    let inner = rect.shrink2(vec2(GRID * 2.0, 0.0));
    let line = |size: f32| inner.with_min_y(inner.center().y - size * 0.65);
    let name = line(theme::BODY).with_max_x(inner.center().x);
    words(&person.name, theme::strong(theme::BODY), tokens.text).show_in(ui, name, 1);
    let pin = if person.has_pin { "people-with-pin" } else { "people-without-pin" };
    let role = format!("{} · {}", t.text(role_id(person.role)), t.text(pin));
    words(&role, theme::regular(theme::BODY), tokens.muted).show_right(ui, inner.right_center());
    response.clicked()
}

/// A deed and the least role for it.
fn permission_ui(ui: &mut Ui, screen: &Screen<'_>, deed: Deed, actions: &mut Vec<Action>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let least = screen.snapshot.people.permissions.least_role(deed);
    let (rect, mut row) = controls::row(ui, theme::TOUCH);
    let ui = &mut row;
    let name = t.text(deed_id(deed));
    let label = rect.with_min_y(rect.center().y - theme::BODY * 0.65);
    let buttons = (ROLE + GRID) * Role::ALL.len() as f32;
    let label = label.with_max_x(rect.right() - buttons);
    words(&name, theme::regular(theme::BODY), tokens.text).show_in(ui, label, 1);
    let mut x = rect.right() - buttons + GRID;
    for role in Role::ALL {
        let place = Rect::from_min_size(pos2(x, rect.top()), vec2(ROLE, theme::TOUCH));
        let label = t.text(role_id(role));
        let chosen = controls::choice_ui(ui, place, &label, role == least, tokens);
        chosen.widget_info(|| {
            let label = format!("{name}: {label}");
            egui::WidgetInfo::selected(egui::Role::Button, true, role == least, label)
        });
        if chosen.clicked() && role != least {
            actions.push(Command::People(PeopleCommand::SetPermission { deed, role }).into());
        }
        x += ROLE + GRID;
    }
}

/// Width of a role's button, in points.
const ROLE: f32 = 112.0;

/// Locks the till: who stands at it, in the bar on top, with the right end at `right`; returns the
/// width used.
pub(crate) fn who_ui(
    ui: &mut Ui,
    right: egui::Pos2,
    screen: &Screen<'_>,
    actions: &mut Vec<Action>,
) -> f32 {
    let Some(person) = &screen.snapshot.people.signed_in else {
        return 0.0;
    };
    let name: String = person.name.chars().take(14).collect();
    let label = screen.texts.with("sign-out", [("name", person.name.as_str().into())]);
    let button = Button::new(&name).weight(Weight::Quiet);
    let width = button.width(ui);
    let size = vec2(width, theme::TOUCH);
    let rect = Rect::from_min_size(right - vec2(size.x, size.y / 2.0), size);
    let response = button.show_in(ui, rect, screen.tokens);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &label));
    if response.on_hover_text(&label).clicked() {
        actions.push(Command::People(PeopleCommand::SignOut).into());
    }
    width
}
