//! Why the till thinks so: the photo with the evidence on it, beside the product that it speaks for.

use std::sync::Arc;

use egui::{CornerRadius, Rect, Ui, Vec2, pos2, vec2};

use super::item;
use crate::action::Action;
use crate::keys;
use crate::screen::Screen;
use crate::theme::{self, GRID, RADIUS};
use crate::widgets::controls::{Button, words};
use crate::widgets::heat_legend::legend_ui;
use crate::widgets::icons::{self, Icon};
use crate::widgets::message::message_ui;
use crate::widgets::photo::photo_ui;
use crate::widgets::plate;
use domain::Product;
use photo::Picture;
use texts::format;
use till::{Command, EvidenceView, ItemView, TileView, WhyState, WhyView};

/// Width of what stands beside the photo, in points.
const BESIDE: f32 = 184.0;
/// The side of the other candidate's picture, in points.
const RIVAL: f32 = 64.0;

/// Draws the answer over the whole stage.
pub(super) fn why_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    item: &ItemView,
    why: &WhyView,
    actions: &mut Vec<Action>,
) {
    let top = rect.top() + title_ui(ui, rect, screen, why) + GRID * 2.5;
    let buttons = rect.with_min_y(rect.bottom() - theme::TOUCH);
    let middle =
        Rect::from_min_max(pos2(rect.left(), top), pos2(rect.right(), buttons.top() - GRID * 2.5));
    let room = vec2(middle.width() - BESIDE - GRID * 3.0, middle.height());
    let photo = Rect::from_min_size(middle.min, item::fitting_size(item, room));
    photo_box_ui(ui, photo, screen, item, why);
    let left = photo.right() + GRID * 3.0;
    beside_ui(ui, middle.with_min_x(left).with_max_x(left + BESIDE), screen, why);
    buttons_ui(ui, buttons, screen, why, actions);
}

/// The question, and how to read the answer; returns the height used.
fn title_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, why: &WhyView) -> f32 {
    let (t, tokens) = (screen.texts, screen.tokens);
    let name = name_of(screen, &why.candidate.product);
    let slight = matches!(&why.state, WhyState::Shown(evidence) if evidence.slight);
    let (title, hint) = match &why.instead_of {
        None => {
            let hint = if slight { "why-slight" } else { "why-hint" };
            let args = || [("product", name.into())];
            (t.with("why-title", args()), t.with(hint, args()))
        }
        Some(other) => {
            let hint = if slight { "why-rather-slight" } else { "why-rather-hint" };
            let other = name_of(screen, &other.product);
            let args = || [("product", name.into()), ("other", other.into())];
            (t.with("why-rather-title", args()), t.with(hint, args()))
        }
    };
    let used = words(&title, theme::strong(theme::TITLE), tokens.text).show_in(ui, rect, 2);
    let below = rect.with_min_y(rect.top() + used + 4.0);
    used + 4.0 + words(&hint, theme::regular(theme::BODY), tokens.muted).show_in(ui, below, 2)
}

/// The photo with the evidence, or why there is none, or the photo alone while it is looked for.
fn photo_box_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, item: &ItemView, why: &WhyView) {
    let (t, tokens) = (screen.texts, screen.tokens);
    match (&why.state, &item.thumbnail) {
        (WhyState::Shown(evidence), _) => {
            let texture = screen.pictures.evidence(&evidence.picture);
            photo_ui(ui, rect, &texture, &t.text("why-alt"));
        }
        (WhyState::Looking, Some(thumbnail)) => {
            let texture = screen.pictures.photo(item.id, thumbnail);
            photo_ui(ui, rect, &texture, &t.text("looking-title"));
        }
        (WhyState::Looking, None) => {
            ui.painter().rect_filled(rect, CornerRadius::same(RADIUS), tokens.photo_ground);
            icons::draw(ui.painter(), Icon::Hourglass, rect, 48.0, tokens.muted);
        }
        (WhyState::Failed(message), _) => {
            ui.painter().rect_filled(rect, CornerRadius::same(RADIUS), tokens.photo_ground);
            let reason = t.message(message);
            message_ui(ui, rect.shrink(GRID * 3.0), screen, Icon::Alert, &reason);
        }
    }
}

/// What the products look like, and what the colours mean.
fn beside_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, why: &WhyView) {
    let legend = rect.with_min_y(rect.bottom() - legend_height(&why.state));
    let mut place = rect.with_max_y(legend.top() - GRID * 2.0);
    let kept = if why.instead_of.is_some() { RIVAL + GRID * 2.0 } else { 0.0 };
    let similar = match &why.state {
        WhyState::Shown(evidence) => evidence.similar.as_ref(),
        WhyState::Looking | WhyState::Failed(_) => None,
    };
    let room = place.with_max_y(place.max.y - kept);
    let used = candidate_ui(ui, room, screen, &why.candidate, similar);
    if let Some(other) = &why.instead_of {
        place.min.y += used + GRID * 2.0;
        rival_ui(ui, place, screen, other);
    }
    if let WhyState::Shown(evidence) = &why.state {
        legend_ui(ui, legend, screen, evidence.whole);
    }
}

/// What a candidate looks like (the shop's own photo of it that is most similar, else its picture),
/// its name, and how sure the till is of it; returns the height used.
fn candidate_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    candidate: &TileView,
    similar: Option<&Arc<Picture>>,
) -> f32 {
    const TEXT: f32 = 74.0;
    let tokens = screen.tokens;
    let side = rect.width().min(rect.height() - TEXT).max(40.0);
    let plate = Rect::from_min_size(rect.min, Vec2::splat(side));
    match similar {
        Some(own) => {
            let texture = screen.pictures.similar(own);
            photo_ui(ui, plate, &texture, &screen.texts.text("why-similar"));
        }
        None => framed_plate_ui(ui, plate, screen, &candidate.product),
    }
    let mut below = rect.with_min_y(plate.bottom() + GRID);
    let name = name_of(screen, &candidate.product);
    let name = words(name, theme::strong(theme::BODY), tokens.text);
    below.min.y += name.show_in(ui, below, 2) + 2.0;
    let sure = format::percent(candidate.score);
    let used = words(&sure, theme::regular(theme::SMALL), tokens.muted).show_in(ui, below, 1);
    below.top() + used - rect.top()
}

/// The candidate that it is held against: small, beside its name.
fn rival_ui(ui: &mut Ui, rect: Rect, screen: &Screen<'_>, rival: &TileView) {
    let tokens = screen.tokens;
    let plate = Rect::from_min_size(rect.min, Vec2::splat(RIVAL));
    framed_plate_ui(ui, plate, screen, &rival.product);
    let mut text = rect.with_min_x(plate.right() + GRID * 1.5);
    let name = words(name_of(screen, &rival.product), theme::regular(theme::SMALL), tokens.text);
    text.min.y += name.show_in(ui, text, 2) + 2.0;
    let sure = format::percent(rival.score);
    words(&sure, theme::regular(theme::SMALL), tokens.muted).show_in(ui, text, 1);
}

fn framed_plate_ui(ui: &Ui, plate: Rect, screen: &Screen<'_>, product: &Product) {
    let radius = CornerRadius::same(RADIUS + 1);
    ui.painter().rect_filled(plate.expand(1.0), radius, screen.tokens.line);
    plate::plate_ui(ui, plate, screen, product);
}

fn legend_height(state: &WhyState) -> f32 {
    match state {
        WhyState::Shown(EvidenceView { whole: false, .. }) => 92.0,
        WhyState::Shown(_) => 44.0,
        WhyState::Looking | WhyState::Failed(_) => 0.0,
    }
}

fn buttons_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen<'_>,
    why: &WhyView,
    actions: &mut Vec<Action>,
) {
    let t = screen.texts;
    let mut left = rect.left();
    let mut next_place = |ui: &Ui, button: &Button<'_>| {
        let place =
            Rect::from_min_size(pos2(left, rect.top()), vec2(button.width(ui), theme::TOUCH));
        left = place.right() + GRID * 1.5;
        place
    };
    if let Some(next) = &why.next {
        let label = t.with("why-next", [("product", name_of(screen, next).into())]);
        let button = Button::new(&label).key(keys::WHY);
        let place = next_place(ui, &button);
        if button.show_in(ui, place, screen.tokens).clicked() {
            actions.push(Command::Why(why.item).into());
        }
    }
    let close = t.text("why-close");
    let button = Button::new(&close).icon(Icon::Close).key(keys::BACK);
    let place = next_place(ui, &button);
    if button.show_in(ui, place, screen.tokens).clicked() {
        actions.push(Command::CloseWhy.into());
    }
}

fn name_of<'a>(screen: &Screen<'_>, product: &'a Product) -> &'a str {
    product.display_name(screen.texts.language().tag)
}
