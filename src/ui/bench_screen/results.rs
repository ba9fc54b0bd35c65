//! The sums beside the pictures: shares with their intervals, folders with what they show, and what was
//! taken for what.

use egui::{Align, CornerRadius, Rect, Role, ScrollArea, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::correcting::Correcting;
use super::filter::Local;
use super::wording::{interval_text, matched_text, name_of, share_text, truth_text};
use crate::screen::Screen;
use crate::theme::{self, GRID, RADIUS};
use crate::widgets::controls::{self, words};
use crate::widgets::icons::{self, Icon};
use teach::bench::{BenchScope, FolderSum, MatchedBy, MixUp, Share, Sums, Truth};
use texts::format;

/// How many mix-ups are listed.
const MIX_UPS: usize = 40;
/// Height of a folder's row, in points.
const FOLDER: f32 = 60.0;

/// Draws the sums as a card of their own.
pub(super) fn results_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, local: &mut Local) {
    let tokens = screen.tokens;
    let edge = egui::Stroke::new(1.0, tokens.line);
    let radius = CornerRadius::same(14);
    ui.painter().rect(rect, radius, tokens.surface, edge, egui::StrokeKind::Inside);
    controls::inside(ui, rect.shrink2(vec2(GRID * 2.0, GRID * 1.5)), |ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        ScrollArea::vertical().id_salt("bench results").auto_shrink(false).show(ui, |ui| {
            ui.set_width(ui.available_width() - GRID * 1.5);
            sums_ui(ui, screen);
            folders_ui(ui, screen, local);
            mix_ups_ui(ui, screen);
        });
    });
}

fn title_ui(ui: &mut Ui, text: &str, screen: &Screen<'_>) {
    line_ui(ui, text, theme::strong(theme::NAME), screen.tokens.text, 2);
    ui.add_space(GRID);
}

fn line_ui(ui: &mut Ui, text: &str, font: egui::FontId, colour: egui::Color32, rows: usize) {
    let width = ui.available_width();
    let words = words(text, font, colour);
    let height = words.galley(ui.painter(), width, rows, Align::LEFT).size().y;
    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    words.show_in(ui, rect, rows);
}

fn small_ui(ui: &mut Ui, text: &str, screen: &Screen<'_>) {
    line_ui(ui, text, theme::regular(theme::SMALL), screen.tokens.muted, 6);
}

fn sums_ui(ui: &mut Ui, screen: &Screen<'_>) {
    let t = screen.texts;
    let view = &screen.teaching.bench;
    let (first, second) = (&view.tally.first, view.tally.second.as_ref());
    title_ui(ui, &t.text("bench-results"), screen);
    tested_ui(ui, screen);
    let mut share = |id: &str, of: &dyn Fn(&Sums) -> Share| {
        if of(first).all > 0 {
            share_ui(ui, screen, id, of(first), second.map(of));
        }
    };
    share("bench-right", &|sums| sums.right);
    share("bench-among-four", &|sums| sums.among_four);
    share("bench-sure", &|sums| Share { yes: sums.sure, all: sums.named });
    share("bench-sure-right", &|sums| sums.sure_right);
    share("bench-asked", &|sums| Share { yes: sums.asked, all: sums.named });
    share("bench-unknown", &|sums| Share { yes: sums.unknown, all: sums.named });
    if let Some(millis) = first.mean_millis() {
        let time = format::millis(millis);
        small_ui(ui, &t.with("bench-time", [("time", time.into())]), screen);
    }
    if view.second.is_some() {
        let duel = view.tally.duel;
        let args = [
            ("differ", duel.differ.into()),
            ("both", duel.both.into()),
            ("first", duel.only_first.into()),
            ("second", duel.only_second.into()),
        ];
        ui.add_space(GRID);
        small_ui(ui, &t.with("bench-duel", args), screen);
    }
    if first.right.all > 0 {
        ui.add_space(GRID);
        small_ui(ui, &t.text("bench-interval-about"), screen);
    }
}

/// Which version it was, and among how many products.
fn tested_ui(ui: &mut Ui, screen: &Screen<'_>) {
    let Some(loaded) = &screen.teaching.bench.loaded else { return };
    let id = match loaded.scope {
        BenchScope::OnSale => "bench-tested-on-sale",
        BenchScope::Everything => "bench-tested-everything",
    };
    let args = [
        ("version", loaded.version.as_str().into()),
        ("count", loaded.products.into()),
        ("device", loaded.device.as_str().into()),
    ];
    small_ui(ui, &screen.texts.with(id, args), screen);
    ui.add_space(GRID * 1.5);
}

/// A share with its name, its interval, and that of the other version below it.
fn share_ui(ui: &mut Ui, screen: &Screen<'_>, id: &str, first: Share, second: Option<Share>) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let name = t.text(id);
    let rows = if second.is_some() { 2 } else { 1 };
    let height = 24.0 + 20.0 * rows as f32 + GRID;
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let spoken = format!("{name}: {}, {}", share_text(first), interval_text(screen, first));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
    let paint = |text: &str, font, colour, y: f32, right: bool| {
        let galley = words(text, font, colour).galley(ui.painter(), rect.width(), 1, Align::LEFT);
        let x = if right { rect.right() - galley.size().x } else { rect.left() };
        ui.painter().galley(pos2(x, rect.top() + y), galley, colour);
    };
    let small = || theme::regular(theme::SMALL);
    paint(&name, theme::regular(theme::BODY), tokens.text, 0.0, false);
    paint(&share_text(first), theme::strong(theme::BODY), tokens.text, 0.0, true);
    match second {
        None => paint(&interval_text(screen, first), small(), tokens.muted, 24.0, false),
        Some(second) => {
            paint(&interval_text(screen, first), small(), tokens.muted, 24.0, false);
            paint(&interval_text(screen, second), small(), tokens.warn_text, 44.0, false);
            paint(&share_text(second), theme::strong(theme::SMALL), tokens.warn_text, 44.0, true);
        }
    }
}

fn folders_ui(ui: &mut Ui, screen: &Screen<'_>, local: &mut Local) {
    let t = screen.texts;
    let folders = &screen.teaching.bench.tally.folders;
    if folders.is_empty() {
        return;
    }
    ui.add_space(GRID * 3.0);
    title_ui(ui, &t.text("bench-folders"), screen);
    small_ui(ui, &t.text("bench-folders-about"), screen);
    ui.add_space(GRID);
    for folder in folders {
        if folder_ui(ui, screen, folder) {
            local.correcting = Some(Correcting::new(&folder.folder));
        }
    }
}

/// A folder, what it shows and how much of it was right; returns whether it is to be corrected.
fn folder_ui(ui: &mut Ui, screen: &Screen<'_>, sum: &FolderSum) -> bool {
    let (t, tokens) = (screen.texts, screen.tokens);
    let size = vec2(ui.available_width(), FOLDER);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let shows = truth_text(screen, &sum.truth.truth);
    let right = sum.first.right;
    response.widget_info(|| {
        let args = [
            ("folder", sum.folder.as_str().into()),
            ("shows", shows.as_str().into()),
            ("yes", right.yes.into()),
            ("all", right.all.into()),
        ];
        WidgetInfo::labeled(Role::Button, true, t.with("bench-folder-row", args))
    });
    if !ui.is_rect_visible(rect) {
        return response.clicked();
    }
    if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(RADIUS), tokens.raised);
    }
    controls::focus_ring(ui.painter(), rect.shrink(3.0), &response, tokens);
    let inner = rect.shrink2(vec2(GRID, 6.0));
    let count = if right.all > 0 {
        format!("{} / {}", right.yes, right.all)
    } else {
        t.with("bench-pictures-count", [("count", sum.pictures.into())])
    };
    let galley = |text: &str, font, colour, width| {
        words(text, font, colour).galley(ui.painter(), width, 1, Align::LEFT)
    };
    let count = galley(&count, theme::strong(theme::BODY), tokens.text, f32::INFINITY);
    let pen = Rect::from_min_size(pos2(inner.right() - 18.0, inner.top()), Vec2::splat(22.0));
    icons::draw(ui.painter(), Icon::ChevronDown, pen, 16.0, tokens.muted);
    let at = pos2(pen.left() - GRID - count.size().x, inner.top());
    let room = at.x - inner.left() - GRID;
    ui.painter().galley(at, count, tokens.text);
    let name = galley(&sum.folder, theme::strong(theme::BODY), tokens.text, room);
    ui.painter().galley(inner.min, name, tokens.text);
    let said = match sum.truth.by {
        MatchedBy::NoOne | MatchedBy::Several => matched_text(screen, &sum.truth),
        _ => format!("→ {shows} · {}", matched_text(screen, &sum.truth)),
    };
    let quiet = if sum.truth.truth == Truth::Unsaid { tokens.warn_text } else { tokens.muted };
    let said = galley(&said, theme::regular(theme::SMALL), quiet, inner.width());
    ui.painter().galley(pos2(inner.left(), inner.top() + 26.0), said, quiet);
    response.clicked()
}

fn mix_ups_ui(ui: &mut Ui, screen: &Screen<'_>) {
    let t = screen.texts;
    let mix_ups = &screen.teaching.bench.tally.mix_ups;
    if mix_ups.is_empty() {
        return;
    }
    ui.add_space(GRID * 3.0);
    title_ui(ui, &t.text("bench-mix-ups"), screen);
    for mix_up in mix_ups.iter().take(MIX_UPS) {
        let text = mix_up_text(screen, mix_up);
        line_ui(ui, &text, theme::regular(theme::BODY), screen.tokens.text, 4);
        ui.add_space(GRID);
    }
}

fn mix_up_text(screen: &Screen<'_>, mix_up: &MixUp) -> String {
    let shows = truth_text(screen, &mix_up.shows);
    let taken = match &mix_up.taken_for {
        Some(product) => name_of(screen, product).to_owned(),
        None => screen.texts.text("bench-nothing-sold"),
    };
    let args = [
        ("count", mix_up.count.into()),
        ("of", mix_up.of.into()),
        ("shows", shows.into()),
        ("taken", taken.into()),
    ];
    screen.texts.with("bench-mix-up", args)
}
