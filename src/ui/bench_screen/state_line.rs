//! What the bench does at the moment: progress with the time left, what stopped it, what it has to say.

use egui::epaint::StrokeKind;
use egui::{Align, Color32, CornerRadius, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{Button, Weight, words};
use teach::bench::{BenchCommand, BenchWork, Progress};

/// Height of a line, in points.
const LINE: f32 = 56.0;

/// Draws the lines that there are on top of `rect`; returns the height used.
pub(super) fn state_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    actions: &mut Vec<Action>,
) -> f32 {
    let view = &screen.teaching.bench;
    let mut used = 0.0;
    let line = |used: f32| {
        Rect::from_min_size(pos2(rect.left(), rect.top() + used), vec2(rect.width(), LINE))
    };
    if let Some(notice) = &view.notice {
        let text = screen.texts.message(notice);
        let close = (screen.texts.text("notice-close"), BenchCommand::CloseNotice);
        said_ui(ui, line(used), screen, &text, Tone::Calm, Some(close), actions);
        used += LINE + GRID;
    }
    used + work_ui(ui, line(used), screen, actions)
}

/// How a line sounds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tone {
    Calm,
    Trouble,
}

fn work_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, actions: &mut Vec<Action>) -> f32 {
    let t = screen.texts;
    let stop = || Some((t.text("bench-stop"), BenchCommand::Stop));
    let go_on = || Some((t.text("bench-continue"), BenchCommand::Continue));
    match &screen.teaching.bench.work {
        BenchWork::Idle => return 0.0,
        BenchWork::Searching => {
            let text = t.text("bench-searching");
            said_ui(ui, rect, screen, &text, Tone::Calm, stop(), actions);
        }
        BenchWork::Loading => {
            let text = t.text("bench-loading");
            said_ui(ui, rect, screen, &text, Tone::Calm, stop(), actions);
        }
        BenchWork::Naming(progress) => {
            progress_ui(ui, rect, screen, progress);
            let text = progress_text(screen, progress);
            line_ui(ui, rect, screen, &text, screen.tokens.text, stop(), actions);
        }
        BenchWork::Stopped { left } => {
            let text = t.with("bench-stopped", [("left", (*left).into())]);
            said_ui(ui, rect, screen, &text, Tone::Calm, go_on(), actions);
        }
        BenchWork::Failed(message) => {
            let text = t.message(message);
            said_ui(ui, rect, screen, &text, Tone::Trouble, go_on(), actions);
        }
    }
    LINE + GRID
}

fn progress_text(screen: &Screen<'_>, progress: &Progress) -> String {
    let t = screen.texts;
    let (done, all) = (progress.done.into(), progress.all.into());
    match progress.seconds_left().filter(|_| progress.done > 0) {
        None => t.with("bench-progress", [("done", done), ("all", all)]),
        Some(seconds) => {
            let speed = format!("{:.0}", progress.per_second.max(1.0));
            let left = match seconds {
                seconds if seconds < 90.0 => {
                    t.with("bench-seconds-left", [("seconds", (seconds.ceil() as i64).into())])
                }
                seconds => {
                    let minutes = (seconds / 60.0).ceil() as i64;
                    t.with("bench-minutes-left", [("minutes", minutes.into())])
                }
            };
            let (speed, left) = (speed.as_str().into(), left.as_str().into());
            t.with(
                "bench-progress-left",
                [("done", done), ("all", all), ("speed", speed), ("left", left)],
            )
        }
    }
}

fn progress_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, progress: &Progress) {
    let tokens = screen.tokens;
    let share = progress.done as f32 / progress.all.max(1) as f32;
    let radius = CornerRadius::same(12);
    ui.painter().rect_filled(rect, radius, tokens.surface);
    let filled = rect.with_max_x(rect.left() + rect.width() * share);
    ui.painter().rect_filled(filled, radius, tokens.accent_soft);
    let edge = Stroke::new(1.0, tokens.line);
    ui.painter().rect_stroke(rect, radius, edge, StrokeKind::Inside);
    let response = ui.allocate_rect(rect, Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(
            Role::ProgressIndicator,
            true,
            screen.texts.text("bench-progress-bar"),
        );
        info.value = Some(f64::from(share));
        info
    });
}

fn said_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    text: &str,
    tone: Tone,
    button: Option<(String, BenchCommand)>,
    actions: &mut Vec<Action>,
) {
    let tokens = screen.tokens;
    let (ground, edge) = match tone {
        Tone::Calm => (tokens.surface, tokens.line),
        Tone::Trouble => (tokens.error_soft, tokens.error_text),
    };
    let stroke = Stroke::new(1.0, edge);
    ui.painter().rect(rect, CornerRadius::same(12), ground, stroke, StrokeKind::Inside);
    line_ui(ui, rect, screen, text, tokens.text, button, actions);
}

fn line_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    text: &str,
    colour: Color32,
    button: Option<(String, BenchCommand)>,
    actions: &mut Vec<Action>,
) {
    let mut text_end = rect.right() - GRID * 2.0;
    if let Some((label, command)) = button {
        let button = Button::new(&label).weight(Weight::Plain);
        let size = vec2(button.width(ui), theme::TOUCH);
        let corner = pos2(rect.right() - size.x - 4.0, rect.center().y - size.y / 2.0);
        text_end = corner.x - GRID;
        if button.show_in(ui, Rect::from_min_size(corner, size), screen.tokens).clicked() {
            actions.push(command.into());
        }
    }
    let words = words(text, theme::regular(theme::BODY), colour);
    let left = rect.left() + GRID * 2.0;
    let height = words.galley(ui.painter(), text_end - left, 2, Align::LEFT).size().y;
    let top = rect.center().y - height / 2.0;
    words.show_in(ui, Rect::from_min_max(pos2(left, top), pos2(text_end, rect.bottom())), 2);
}
