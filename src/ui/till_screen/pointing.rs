//! Which of the items on a photo is meant: a box around it, its number, and the ways to another one.

use std::cmp::Ordering;

use egui::{
    Align, CornerRadius, CursorIcon, Key, Modifiers, Rect, Role, Sense, Ui, WidgetInfo, vec2,
};

use crate::action::Action;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::words;
use crate::widgets::item_box::{faint_item_box, item_box_ui, on_picture};
use photo::Part;
use recognition::FoundBoxes;
use till::{Command, ItemView, Snapshot};

/// Turns the arrows into the item beside the one that is meant, from the left to the right; after the
/// last one comes the photo as it is, and then the first again.
pub(super) fn read_keys(ui: &Ui, snapshot: &Snapshot, actions: &mut Vec<Action>) {
    // A button that has the keyboard hands it on with the arrows, and the evidence lies over the photo.
    if ui.memory(|memory| memory.focused().is_some()) || snapshot.why.is_some() {
        return;
    }
    let Some(item) = snapshot.items.first().filter(|item| !item.found.boxes.is_empty()) else {
        return;
    };
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let order = from_the_left(&item.found);
    let round: Vec<Option<usize>> = order.into_iter().map(Some).chain([None]).collect();
    let Some(now) = round.iter().position(|chosen| *chosen == item.found.chosen) else {
        return;
    };
    for (key, steps) in [(Key::ArrowLeft, round.len() - 1), (Key::ArrowRight, 1)] {
        if pressed(key)
            && let Some(chosen) = round.get((now + steps) % round.len())
        {
            actions.push(Command::LookAt { item: item.id, chosen: *chosen }.into());
        }
    }
}

/// Draws what is meant on the photo at `photo`; another item is chosen by a click into its place.
pub(super) fn items_ui(
    ui: &mut Ui,
    photo: Rect,
    screen: &Screen<'_>,
    item: &ItemView,
    actions: &mut Vec<Action>,
) {
    let found = &item.found;
    let order = from_the_left(found);
    for (chosen, label) in others(screen, found, &order) {
        let Some(part) = found.boxes.get(chosen) else { continue };
        let id = ui.scope_id().with(("item", item.id, chosen));
        // The arrows are the keyboard's way to it: a heap would hold up whoever goes on by Tab.
        let place = ui
            .interact(on_picture(part, photo), id, Sense::CLICK)
            .on_hover_cursor(CursorIcon::PointingHand);
        place.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
        if place.hovered() {
            faint_item_box(ui.painter(), photo, part, screen.tokens);
        }
        if place.clicked() {
            actions.push(Command::LookAt { item: item.id, chosen: Some(chosen) }.into());
        }
    }
    if let Some(part) = found.item() {
        item_box_ui(ui, photo, screen, &part);
    }
    number_ui(ui, photo, screen, found, &order);
}

/// The items that are not meant, the largest first: what lies on another one is on top. Each with what
/// a click on it does.
fn others(screen: &Screen<'_>, found: &FoundBoxes, order: &[usize]) -> Vec<(usize, String)> {
    let area = |index: &usize| found.boxes.get(*index).map_or(0.0, |part| part.width * part.height);
    let mut others: Vec<(usize, usize)> = (1..).zip(order.iter().copied()).collect();
    others.retain(|(_, index)| found.chosen != Some(*index));
    others.sort_by(|(_, a), (_, b)| area(b).total_cmp(&area(a)));
    let label = |number: usize| {
        let args = [("number", number.into()), ("count", order.len().into())];
        screen.texts.with("item-look", args)
    };
    others.into_iter().map(|(number, index)| (index, label(number))).collect()
}

/// Which of several items is meant, small, on the photo's upper left corner.
fn number_ui(ui: &mut Ui, photo: Rect, screen: &Screen<'_>, found: &FoundBoxes, order: &[usize]) {
    let (t, tokens) = (screen.texts, screen.tokens);
    if order.len() < 2 {
        return;
    }
    let count = || ("count", order.len().into());
    let place = order.iter().position(|index| Some(*index) == found.chosen);
    let text = match place {
        Some(place) => t.with("item-number", [("number", (place + 1).into()), count()]),
        None => t.with("item-all", [count()]),
    };
    let words = words(&text, theme::regular(theme::SMALL), tokens.muted);
    let size = words.galley(ui.painter(), f32::INFINITY, 1, Align::LEFT).size();
    let room = vec2(GRID, GRID / 2.0);
    let ground = Rect::from_min_size(photo.min + vec2(GRID, GRID), size + room * 2.0);
    ui.painter().rect_filled(ground, CornerRadius::same(theme::RADIUS), tokens.surface);
    // A little wider than measured: rounding must not cost a letter.
    words.show_in(ui, ground.translate(room).with_max_x(ground.right()), 1);
}

/// The items as they lie from the left to the right.
fn from_the_left(found: &FoundBoxes) -> Vec<usize> {
    let middle = |part: &Part| (part.left + part.width / 2.0, part.top + part.height / 2.0);
    let mut order: Vec<(usize, (f32, f32))> = found.boxes.iter().map(middle).enumerate().collect();
    let before = |a: (f32, f32), b: (f32, f32)| match a.0.total_cmp(&b.0) {
        Ordering::Equal => a.1.total_cmp(&b.1),
        beside => beside,
    };
    order.sort_by(|(_, a), (_, b)| before(*a, *b));
    order.into_iter().map(|(index, _)| index).collect()
}
