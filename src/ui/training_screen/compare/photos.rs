//! Photos behind the figures: those of a cell, and those that went worst.

use egui::{Rect, RichText, Ui, vec2};

use super::Local;
use crate::controls::{self, words};
use crate::format;
use crate::icons::Icon;
use crate::theme::{self, GRID};
use crate::thumbnail_grid::{GridLook, Tile, thumbnail_grid};
use crate::till_screen::Screen;
use recognition::DecisionKind;
use teach::thumbnails::ThumbnailKey;
use teach::{Answer, ComparedPhoto, ShownComparison, Which};

/// Width of what is said of a photo beside the grid, in points.
const ABOUT: f32 = 268.0;

/// Draws the photos that a version named wrongly, the worst first.
pub(super) fn most_wrong_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    shown: &ShownComparison,
) {
    let which = local.which(shown);
    let places = shown.most_wrong(which);
    let all = ui.max_rect();
    if places.is_empty() {
        let text = screen.texts.text("compare-none-wrong");
        words(&text, theme::regular(theme::BODY), screen.tokens.muted).show_in(ui, all, 2);
        return;
    }
    let grid = all.with_max_x(all.right() - ABOUT - GRID * 2.0);
    controls::inside(ui, grid, |ui| grid_ui(ui, screen, local, (shown, which), places));
    let about = all.with_min_x(all.right() - ABOUT);
    controls::inside(ui, about, |ui| about_ui(ui, screen, local, shown, about));
}

/// Draws some photos with what a version took them for.
pub(super) fn grid_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    local: &mut Local,
    (shown, which): (&ShownComparison, Which),
    places: &[usize],
) {
    let look = GridLook { id: "judged photos", photo: vec2(118.0, 96.0), caption: 46.0 };
    let look_at = (&screen.pictures.thumbnails, screen.tokens);
    local.selection.keep_only(places);
    thumbnail_grid(ui, look, look_at, places, &mut local.selection, |place| {
        tile(screen, shown.comparison.photos.get(place), which)
    });
}

fn tile(screen: &Screen<'_>, photo: Option<&ComparedPhoto>, which: Which) -> Tile {
    let view = &screen.teaching.compare;
    let Some(photo) = photo else {
        let photo = ThumbnailKey::of_file("".as_ref());
        return Tile { photo, label: String::new(), caption: String::new(), mark: None };
    };
    let shows = view.name_of(&photo.shows);
    let answer = photo.answer(which);
    let named = answer.map_or_else(String::new, |answer| named(screen, answer));
    let wrong = answer.is_some_and(|answer| !answer.right);
    let tokens = screen.tokens;
    Tile {
        photo: ThumbnailKey::of_file(photo.file.as_deref().unwrap_or("".as_ref())),
        label: screen.texts.with(
            "compare-photo-label",
            [
                ("name", photo.name.as_str().into()),
                ("shows", shows.into()),
                ("named", named.as_str().into()),
            ],
        ),
        caption: if wrong { format!("{shows}\n→ {named}") } else { named },
        mark: wrong.then_some((Icon::Close, tokens.error_text, tokens.error_soft)),
    }
}

/// What was named first and how surely, such as "Kiwi 63 %".
fn named(screen: &Screen<'_>, answer: &Answer) -> String {
    answer.guesses.first().map_or_else(String::new, |guess| {
        let name = screen.teaching.compare.name_of(&guess.product);
        format!("{name} {}", format::percent(guess.score))
    })
}

/// The photo where the keyboard is: both answers in full.
fn about_ui(ui: &mut Ui, screen: &Screen<'_>, local: &Local, shown: &ShownComparison, rect: Rect) {
    let (t, tokens) = (screen.texts, screen.tokens);
    let photo = local.selection.cursor().and_then(|place| shown.comparison.photos.get(place));
    let Some(photo) = photo else {
        let text = t.text("compare-photo-hint");
        words(&text, theme::regular(theme::BODY), tokens.muted).show_in(ui, rect, 8);
        return;
    };
    let shows = screen.teaching.compare.name_of(&photo.shows);
    ui.label(RichText::new(shows).font(theme::strong(theme::NAME)).color(tokens.text));
    ui.label(RichText::new(&photo.name).font(theme::regular(theme::SMALL)).color(tokens.muted));
    for which in [Which::Old, Which::New] {
        let (Some(version), Some(answer)) = (shown.comparison.version(which), photo.answer(which))
        else {
            continue;
        };
        ui.add_space(GRID);
        ui.label(RichText::new(&version.name).font(theme::strong(theme::BODY)).color(tokens.text));
        let decided = match answer.decision {
            DecisionKind::Accept => "compare-decided-accept",
            DecisionKind::Ask => "compare-decided-ask",
            DecisionKind::Unknown => "compare-decided-unknown",
        };
        ui.label(
            RichText::new(t.text(decided)).font(theme::regular(theme::SMALL)).color(tokens.muted),
        );
        for guess in &answer.guesses {
            let colour =
                if guess.product == photo.shows { tokens.accent_text } else { tokens.text };
            let name = screen.teaching.compare.name_of(&guess.product);
            let line = format!("{} {name}", format::percent(guess.score));
            ui.label(RichText::new(line).color(colour));
        }
    }
}
