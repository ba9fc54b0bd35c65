//! The dialog for someone new, and for changing someone's name, role and PIN.

use egui::{Id, RichText, Ui, vec2};

use super::state::EditDialog;
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{self, Button, Weight};
use crate::widgets::dialog::{self, Answer, Field};
use domain::{Person, PersonId, Role};
use texts::people::role_id;
use till::{Command, PeopleCommand};

/// Draws the dialog, if it is open.
pub(super) fn edit_ui(
    ui: &Ui,
    screen: &Screen<'_>,
    dialog: &mut Option<EditDialog>,
    actions: &mut Vec<Action>,
) {
    let Some(open) = dialog else {
        return;
    };
    let (t, tokens) = (screen.texts, screen.tokens);
    let title = match &open.person {
        None => t.text("people-add-title"),
        Some(person) => t.with("people-edit-title", [("name", person.name.as_str().into())]),
    };
    let first = screen.snapshot.people.people.is_empty();
    let (answer, closes) = dialog::card_ui(ui, "person", 560.0, &title, tokens, |ui| {
        let label = t.text("people-name");
        let field = Field::new(&label).show(ui, Id::unique("person name"), &mut open.name, tokens);
        dialog::focus_first(ui, &field);
        let mut entered = dialog::is_entered(ui, &field);
        ui.add_space(GRID);
        if !first {
            roles_ui(ui, screen, open);
        }
        let label = t.text(if open.person.is_some() { "people-pin-new" } else { "people-pin" });
        let keeps = open.person.as_ref().is_some_and(|person| person.has_pin);
        let hint = t.text(if keeps { "people-pin-keep" } else { "people-pin-none" });
        let field = Field { hint: &hint, secret: true, ..Field::new(&label) };
        let field = field.show(ui, Id::unique("person pin"), &mut open.pin, tokens);
        entered |= dialog::is_entered(ui, &field);
        ui.add_space(GRID);
        let problem = screen.snapshot.people.problem.as_ref().filter(|_| open.sent);
        let problem = problem.map(|problem| t.message(problem));
        dialog::problem_ui(ui, problem.as_deref(), tokens);
        if let Some(person) = &open.person {
            actions.extend(beside_ui(ui, screen, person));
        }
        let buttons = (t.text("dialog-cancel"), t.text("people-save"));
        let ready = !open.name.trim().is_empty();
        let answer = dialog::buttons_ui(ui, &buttons.0, &buttons.1, ready, tokens);
        if entered && ready { Answer::Yes } else { answer }
    });
    match answer {
        Answer::Yes => {
            open.sent = true;
            let commands = open.commands();
            if commands.is_empty() {
                *dialog = None;
            }
            actions.extend(commands.into_iter().map(|command| Command::People(command).into()));
        }
        Answer::No => *dialog = None,
        Answer::Open if closes => *dialog = None,
        Answer::Open => {}
    }
}

fn roles_ui(ui: &mut Ui, screen: &Screen<'_>, open: &mut EditDialog) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let label = RichText::new(t.text("people-role")).size(theme::SMALL).color(tokens.muted);
    ui.label(label);
    ui.horizontal(|ui| {
        for role in Role::ALL {
            let size = vec2(152.0, theme::TOUCH);
            let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
            let name = t.text(role_id(role));
            if controls::choice_ui(ui, rect, &name, role == open.role, tokens).clicked() {
                open.role = role;
            }
        }
    });
    ui.add_space(GRID);
}

/// What else can be done with a person.
fn beside_ui(ui: &mut Ui, screen: &Screen<'_>, person: &Person) -> Option<Action> {
    let (t, tokens) = (screen.texts, screen.tokens);
    let mut wish = None;
    let id: PersonId = person.id;
    ui.horizontal(|ui| {
        let remove = t.text("people-remove");
        if Button::new(&remove).weight(Weight::Plain).show(ui, tokens).clicked() {
            wish = Some(PeopleCommand::Retire(id));
        }
        let no_pin = t.text("people-remove-pin");
        if person.has_pin && Button::new(&no_pin).show(ui, tokens).clicked() {
            wish = Some(PeopleCommand::SetPin { person: id, pin: String::new() });
        }
    });
    wish.map(|command| Command::People(command).into())
}
