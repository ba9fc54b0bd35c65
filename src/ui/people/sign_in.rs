//! Who is at the till, and who approves: first the person is chosen, then the PIN is typed, by keys
//! or by touch.

use egui::{Id, Key, Ui, vec2};

use super::state::PeopleLocal;
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{self, Button, Weight};
use crate::widgets::dialog::{self, Field};
use crate::widgets::icons::Icon;
use domain::{Person, PersonId};
use texts::people::{deed_id, role_id};
use till::{Command, PeopleCommand};

/// What the dialog is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    SignIn,
    Approve,
}

impl Purpose {
    fn command(self, person: PersonId, pin: &str) -> PeopleCommand {
        let pin = pin.to_owned();
        match self {
            Self::SignIn => PeopleCommand::SignIn { person, pin },
            Self::Approve => PeopleCommand::Approve { person, pin },
        }
    }
}

/// Draws the dialog while the till is locked or waits for an approval.
pub(crate) fn ask_ui(
    ui: &Ui,
    screen: &Screen<'_>,
    local: &mut PeopleLocal,
    actions: &mut Vec<Action>,
) {
    let view = &screen.snapshot.people;
    let t = screen.texts;
    let (purpose, people, title, about) = if view.locked {
        (Purpose::SignIn, &view.people[..], t.text("sign-in-title"), None)
    } else if let Some(approval) = &view.approval {
        let deed = t.text(deed_id(approval.deed));
        let about = t.with("approve-about", [("deed", deed.into())]);
        (Purpose::Approve, &approval.approvers[..], t.text("approve-title"), Some(about))
    } else {
        return;
    };
    let (tokens, mut wish) = (screen.tokens, None);
    let chosen = local.chosen.and_then(|id| people.iter().find(|person| person.id == id));
    let (left, closes) = dialog::card_ui(ui, "who", 520.0, &title, tokens, |ui| {
        if let Some(about) = &about {
            dialog::about_ui(ui, about, tokens);
        }
        let left = match chosen {
            Some(person) => pin_ui(ui, screen, local, purpose, person, &mut wish),
            None => choose_ui(ui, screen, local, purpose, people, &mut wish),
        };
        let problem = view.problem.as_ref().map(|problem| t.message(problem));
        dialog::problem_ui(ui, problem.as_deref(), tokens);
        left
    });
    if let Some(command) = wish.filter(|_| !view.checking) {
        actions.push(Command::People(command).into());
    }
    if left || closes {
        local.pin.clear();
        // One step back: from the PIN to the people, from there out of the approval. A locked till
        // stays locked.
        if local.chosen.take().is_none() && purpose == Purpose::Approve {
            actions.push(Command::People(PeopleCommand::CancelApproval).into());
        }
    }
}

/// The people as large buttons; returns whether one leaves.
fn choose_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut PeopleLocal,
    purpose: Purpose,
    people: &[Person],
    wish: &mut Option<PeopleCommand>,
) -> bool {
    let (t, tokens) = (screen.texts, screen.tokens);
    ui.add_space(GRID);
    egui::ScrollArea::vertical().max_height(400.0).show(ui, |ui| {
        for (place, person) in people.iter().enumerate() {
            let (rect, mut row) = controls::row(ui, theme::TOUCH + GRID);
            let ui = &mut row;
            let response = controls::choice_ui(ui, rect, &person.name, false, tokens);
            let end = rect.right_center() - vec2(GRID * 2.0, 0.0);
            let role = t.text(role_id(person.role));
            controls::words(&role, theme::regular(theme::BODY), tokens.muted).show_right(ui, end);
            let key = DIGITS.get(place + 1).copied();
            let typed = key.is_some_and(|key| ui.input(|input| input.key_pressed(key)));
            if response.clicked() || typed {
                if person.has_pin {
                    local.chosen = Some(person.id);
                } else {
                    *wish = Some(purpose.command(person.id, ""));
                }
            }
        }
    });
    if purpose == Purpose::SignIn {
        return false;
    }
    let cancel = t.text("dialog-cancel");
    Button::new(&cancel).key("Esc").show(ui, tokens).clicked()
}

const DIGITS: [Key; 10] = [
    Key::Num0,
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Num7,
    Key::Num8,
    Key::Num9,
];

/// The field and the pad for the PIN; returns whether one goes back to the people.
fn pin_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut PeopleLocal,
    purpose: Purpose,
    person: &Person,
    wish: &mut Option<PeopleCommand>,
) -> bool {
    let (t, tokens) = (screen.texts, screen.tokens);
    let checking = screen.snapshot.people.checking;
    let label = t.with("sign-in-pin", [("name", person.name.as_str().into())]);
    let field = Field { secret: true, ..Field::new(&label) };
    let response = field.show(ui, Id::unique("pin"), &mut local.pin, tokens);
    let entered = dialog::is_entered(ui, &response);
    if !response.has_focus() && !entered {
        response.request_focus();
    }
    ui.add_space(GRID);
    pad_ui(ui, screen, &mut local.pin);
    ui.add_space(GRID);
    let mut back = false;
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
        let enter = match purpose {
            Purpose::SignIn => "sign-in-enter",
            Purpose::Approve => "approve-enter",
        };
        let enter = t.text(if checking { "sign-in-checking" } else { enter });
        let ready = !checking && !local.pin.is_empty();
        let enter = Button::new(&enter).weight(Weight::Primary).key("Enter").enabled(ready);
        if (enter.show(ui, tokens).clicked() || entered) && ready {
            *wish = Some(purpose.command(person.id, &local.pin));
        }
        let other = t.text("sign-in-other");
        back = Button::new(&other).key("Esc").show(ui, tokens).clicked();
    });
    back
}

/// Digits for fingers.
fn pad_ui(ui: &mut Ui, screen: &Screen<'_>, pin: &mut String) {
    let tokens = screen.tokens;
    let width = (ui.available_width() - GRID * 2.0) / 3.0;
    for row in [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"], ["", "0", "←"]] {
        ui.horizontal(|ui| {
            for key in row {
                let size = vec2(width, theme::TOUCH);
                let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
                match key {
                    "" => {}
                    "←" => {
                        let label = screen.texts.text("pin-digit-back");
                        let back = controls::icon_button(
                            ui,
                            rect,
                            Icon::Undo,
                            &label,
                            Weight::Plain,
                            tokens,
                        );
                        if back.clicked() {
                            pin.pop();
                        }
                    }
                    digit => {
                        if Button::new(digit).show_in(ui, rect, tokens).clicked() {
                            pin.push_str(digit);
                        }
                    }
                }
            }
        });
    }
}
