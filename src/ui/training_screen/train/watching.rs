//! A training at work, or one that ended: how far it is, how long it will take, what it came to.

use egui::{Align, CornerRadius, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::curves;
use super::state::Local;
use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::{self, Button, Weight, words};
use crate::widgets::form;
use crate::widgets::icons::Icon;
use teach::{CompareCommand, RunCommand, RunEnd, RunProgress, RunShown, RunState};
use texts::format::{self, percent};

/// Height of what stands above the plots.
const HEAD: f32 = 172.0;

/// Draws the part; returns whether the comparison of versions is asked for.
pub(super) fn watching_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    run: &RunShown,
    local: &mut Local,
    actions: &mut Vec<Action>,
) -> bool {
    let head = rect.with_max_y(rect.top() + HEAD);
    let title = title(screen, run);
    let place = head.with_max_y(head.top() + 40.0);
    words(&title, theme::strong(theme::TITLE), screen.tokens.text).show_in(ui, place, 1);
    let bar = Rect::from_min_size(pos2(head.left(), head.top() + 48.0), vec2(head.width(), 12.0));
    bar_ui(ui, bar, screen, &run.progress);
    let lines = head.with_min_y(bar.bottom() + GRID);
    let buttons = Rect::from_min_max(pos2(head.left(), head.bottom() - theme::TOUCH), head.max);
    controls::inside(ui, lines.with_max_y(buttons.top()), |ui| lines_ui(ui, screen, run));
    let compares = controls::inside(ui, buttons, |ui| {
        ui.horizontal(|ui| buttons_ui(ui, screen, run, local, actions)).inner
    });
    let plots = rect.with_min_y(head.bottom() + GRID * 2.0);
    curves::curves_ui(ui, plots, screen, &run.progress);
    compares
}

fn title(screen: &Screen<'_>, run: &RunShown) -> String {
    let t = screen.texts;
    let name = || [("name", run.request.name.as_str().into())];
    match &run.state {
        RunState::Preparing => {
            let (done, total) = run.progress.reading;
            t.with("run-preparing", [("done", done.into()), ("total", total.into())])
        }
        RunState::Running => {
            let share = format!("{:.0}", run.progress.share() * 100.0);
            match run.progress.seconds_left() {
                Some(seconds) => {
                    let time = format::about_so_long(seconds, t);
                    t.with("run-running", [("percent", share.into()), ("time", time.into())])
                }
                None => t.with("run-running-first", [("percent", share.into())]),
            }
        }
        RunState::Paused => t.text("run-paused"),
        RunState::Stopping => t.text("run-stopping"),
        RunState::Stopped => t.with("run-stopped", name()),
        RunState::Interrupted => t.with("run-interrupted", name()),
        RunState::Finished => t.with("run-finished", name()),
        RunState::Failed(_) => t.with("run-broken", name()),
    }
}

fn bar_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, progress: &RunProgress) {
    let tokens = screen.tokens;
    let share = if progress.epochs == 0 {
        let (done, total) = progress.reading;
        done as f64 / total.max(1) as f64 * 0.02
    } else {
        progress.share()
    };
    let response = ui.allocate_rect(rect, Sense::hover());
    let name = format!("{} {}", screen.texts.text("run-progress"), percent(share));
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, &name));
    let round = CornerRadius::same(6);
    ui.painter().rect_filled(rect, round, tokens.line);
    let done = rect.with_max_x(rect.left() + rect.width() * share as f32);
    ui.painter().rect_filled(done, round, tokens.accent);
}

/// What it computes with, what it came to, what went wrong on the way.
fn lines_ui(ui: &mut Ui, screen: &Screen<'_>, run: &RunShown) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let line = |ui: &mut Ui, text: &str| {
        let font = theme::regular(theme::SMALL);
        let (rect, mut layer) = controls::row(ui, 22.0);
        words(text, font, tokens.muted).show_in(&mut layer, rect, 1);
    };
    ui.spacing_mut().item_spacing.y = 2.0;
    match &run.state {
        RunState::Failed(message) => form::problem_ui(ui, &t.message(message), tokens),
        RunState::Finished => line(ui, &outcome(screen, run)),
        RunState::Stopped | RunState::Interrupted => line(ui, &kept(screen, &run.progress)),
        _ => {
            line(ui, &figures(screen, &run.progress));
            line(ui, &t.text("run-beside"));
        }
    }
    for told in notices(screen, run) {
        let galley = words(&told, theme::regular(theme::SMALL), tokens.warn_text);
        let width = ui.available_width();
        let height = galley.galley(ui.painter(), width, 1, Align::LEFT).size().y;
        let (rect, mut layer) = controls::row(ui, height);
        galley.show_in(&mut layer, rect, 1);
    }
}

fn figures(screen: &Screen<'_>, progress: &RunProgress) -> String {
    let t = screen.texts;
    let Some(start) = &progress.start else { return String::new() };
    let device = if start.device == "cuda" { "run-on-cuda" } else { "run-on-cpu" };
    let mut parts = vec![t.text(device)];
    let epoch = (progress.epochs_done + 1).min(progress.epochs.max(1));
    parts.push(t.with("run-pass", [("epoch", epoch.into()), ("epochs", progress.epochs.into())]));
    if progress.images_per_second > 0.0 {
        let rate = format!("{:.1}", progress.images_per_second);
        parts.push(t.with("run-rate", [("rate", rate.into())]));
    }
    if let Some(mib) = progress.memory_mib {
        parts.push(t.with("run-memory", [("mib", mib.into())]));
    }
    parts.join(" · ")
}

/// How many of the photos kept aside the new version names right.
fn outcome(screen: &Screen<'_>, run: &RunShown) -> String {
    let t = screen.texts;
    let end = run.progress.end.as_ref();
    let (Some(RunEnd::Finished { top1: Some(share), .. }), Some(start)) =
        (end, &run.progress.start)
    else {
        return t.text("run-outcome-unchecked");
    };
    let right = (share * start.validation_photos as f64).round();
    t.with(
        "run-outcome",
        [("right", format!("{right:.0}").into()), ("photos", start.validation_photos.into())],
    )
}

/// What is left of a training that did not come to its end.
fn kept(screen: &Screen<'_>, progress: &RunProgress) -> String {
    let (done, epochs) = (progress.epochs_done, progress.epochs);
    let id = if done == 0 { "run-kept-nothing" } else { "run-kept" };
    screen.texts.with(id, [("epoch", done.into()), ("epochs", epochs.into())])
}

fn notices(screen: &Screen<'_>, run: &RunShown) -> Vec<String> {
    let (t, progress) = (screen.texts, &run.progress);
    let mut notices = Vec::new();
    if progress.fell_back_to_cpu {
        notices.push(t.text("run-fell-back"));
    }
    if let Some(batch) = progress.smaller_batch {
        notices.push(t.with("run-smaller-batch", [("batch", batch.into())]));
    }
    if let Some((photo, why)) = progress.unreadable.first() {
        notices.push(t.with(
            "run-unreadable",
            [
                ("count", progress.unreadable_count.into()),
                ("photo", photo.as_str().into()),
                ("reason", t.message(why).into()),
            ],
        ));
    }
    if let Some(notice) = &screen.teaching.run.notice {
        notices.push(t.message(notice));
    }
    notices
}

/// Returns whether the comparison of versions is asked for.
fn buttons_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    run: &RunShown,
    local: &mut Local,
    actions: &mut Vec<Action>,
) -> bool {
    let (t, tokens) = (screen.texts, screen.tokens);
    let button = |ui: &mut Ui, id: &str, weight: Weight| {
        let name = t.text(id);
        Button::new(&name).weight(weight).show(ui, tokens).clicked()
    };
    match &run.state {
        RunState::Preparing | RunState::Running => {
            if button(ui, "run-pause", Weight::Plain) {
                actions.push(RunCommand::Pause.into());
            }
            if button(ui, "run-stop", Weight::Quiet) {
                actions.push(RunCommand::Stop.into());
            }
        }
        RunState::Paused => {
            if button(ui, "run-go-on", Weight::Primary) {
                actions.push(RunCommand::GoOn.into());
            }
            if button(ui, "run-stop", Weight::Quiet) {
                actions.push(RunCommand::Stop.into());
            }
        }
        RunState::Stopping => {}
        RunState::Stopped | RunState::Interrupted | RunState::Failed(_) => {
            let name = t.text("run-resume");
            let resume = Button::new(&name).icon(Icon::Play).weight(Weight::Primary);
            if resume.show(ui, tokens).clicked() {
                actions.push(RunCommand::Resume.into());
            }
            if button(ui, "run-discard", Weight::Quiet) {
                local.discarding = true;
            }
        }
        RunState::Finished => {
            if button(ui, "run-compare", Weight::Primary) {
                // The new version is on the disk, and the desk has not looked since.
                actions.push(CompareCommand::Refresh.into());
                actions.push(CompareCommand::Choose(run.request.name.clone()).into());
                return true;
            }
            if button(ui, "run-another", Weight::Plain) {
                actions.push(RunCommand::PutAside.into());
            }
        }
    }
    false
}
