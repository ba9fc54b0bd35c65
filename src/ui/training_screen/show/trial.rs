//! The trial: what the till would make of what the camera sees now, with bars.

use egui::{CornerRadius, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::state::Local;
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::words;
use domain::ProductId;
use recognition::Decision;
use teach::ShowCommand;
use teach::showing::{ChosenView, LearnerState, Lies, TrialView};
use texts::format;

/// The model is asked at most so often, in seconds.
const EVERY: f64 = 0.4;
/// Height of a candidate, in points.
const ROW: f32 = 40.0;
/// How many candidates are shown.
const ROWS: usize = 3;

/// Asks for the next trial when it is time, and draws the last one; returns the height used.
pub(super) fn trial_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    local: &mut Local,
    chosen: &ChosenView,
    actions: &mut Vec<Action>,
) -> f32 {
    ask(ui, screen, local, actions);
    let (t, tokens) = (screen.texts, screen.tokens);
    let card = rect.with_max_y(rect.top() + 76.0 + ROW * ROWS as f32);
    let edge = egui::Stroke::new(1.0, tokens.line);
    let radius = CornerRadius::same(14);
    ui.painter().rect(card, radius, tokens.surface, edge, egui::StrokeKind::Inside);
    let inner = card.shrink(GRID * 2.0);
    let title = t.text("teach-trial");
    let used = words(&title, theme::strong(theme::SMALL), tokens.muted).show_in(ui, inner, 1);
    let at = |y: f32| inner.with_min_y(inner.top() + y);
    let verdict = verdict(screen, screen.teaching.show.trial.as_ref());
    let strong = theme::strong(theme::BODY);
    words(&verdict, strong, tokens.text).show_in(ui, at(used + 2.0), 1);
    let trial = screen.teaching.show.trial.as_ref().filter(|trial| trial.lies != Lies::Nothing);
    for (index, (product, score)) in
        trial.iter().flat_map(|trial| &trial.candidates).take(ROWS).enumerate()
    {
        let top = inner.top() + used + 28.0 + index as f32 * ROW;
        let row = Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width(), ROW));
        candidate_ui(ui, row, screen, product, *score, *product == chosen.product);
    }
    card.height()
}

/// Nobody is asked while photos are taken: the network has enough to look at then.
fn ask(ui: &Ui, screen: &Screen<'_>, local: &mut Local, actions: &mut Vec<Action>) {
    let view = &screen.teaching.show;
    let now = ui.input(|input| input.time);
    let frame = screen.snapshot.camera.frame.as_ref();
    let is_new = frame
        .is_some_and(|frame| view.trial.as_ref().is_none_or(|trial| trial.frame != frame.number()));
    let ready = matches!(view.model, LearnerState::Ready { .. });
    let busy = view.trying || view.holding || view.bursting;
    if is_new && ready && !busy && now - local.tried >= EVERY {
        local.tried = now;
        actions.push(ShowCommand::Try.into());
    }
}

/// What the till would do, in words.
fn verdict(screen: &Screen<'_>, trial: Option<&TrialView>) -> String {
    let t = screen.texts;
    match trial {
        None => t.text("teach-trial-none"),
        Some(trial) if trial.lies == Lies::Nothing => t.text("teach-hint-nothing"),
        Some(trial) => match &trial.decision {
            Decision::Accept(product) => {
                t.with("teach-trial-accept", [("name", name_of(screen, product).into())])
            }
            Decision::Ask => t.text("teach-trial-ask"),
            Decision::Unknown => t.text("teach-trial-unknown"),
        },
    }
}

fn name_of(screen: &Screen<'_>, product: &ProductId) -> String {
    let known = screen.snapshot.catalogue.all.iter().find(|own| own.id == *product);
    known.map_or_else(
        || product.to_string(),
        |own| own.display_name(screen.texts.language().tag).to_owned(),
    )
}

/// A name, how sure the model is, and the bar; the product that is taught stands out.
fn candidate_ui(
    ui: &mut Ui,
    row: Rect,
    screen: &Screen<'_>,
    product: &ProductId,
    score: f64,
    own: bool,
) {
    let tokens = screen.tokens;
    let name = name_of(screen, product);
    let sure = format::percent(score);
    let response = ui.allocate_rect(row, Sense::hover());
    let label = format!("{name} {sure}");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
    let colour = if own { tokens.accent_text } else { tokens.text };
    let paint = |text: &str, font, colour, width: f32, right: bool| {
        let words = words(text, font, colour);
        let galley = words.galley(ui.painter(), width, 1, egui::Align::LEFT);
        let x = if right { row.right() - galley.size().x } else { row.left() };
        ui.painter().galley(pos2(x, row.top() + 4.0), galley, colour);
    };
    let font = if own { theme::strong(theme::BODY) } else { theme::regular(theme::BODY) };
    paint(&name, font, colour, row.width() - 80.0, false);
    paint(&sure, theme::regular(theme::BODY), tokens.muted, 80.0, true);
    let bar = Rect::from_min_max(pos2(row.left(), row.bottom() - 9.0), row.max - vec2(0.0, 3.0));
    let radius = CornerRadius::same(3);
    ui.painter().rect_filled(bar, radius, tokens.line);
    let share = (score.clamp(0.0, 1.0) as f32).max(0.02);
    let filled = bar.with_max_x(bar.left() + bar.width() * share);
    let fill = if own { tokens.accent } else { tokens.muted };
    ui.painter().rect_filled(filled, radius, fill);
}
