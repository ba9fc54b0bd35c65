//! The pad: digits by keyboard or by touch.

use egui::{CornerRadius, Event, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::card::columns;
use crate::screen::Screen;
use crate::theme::{self, GRID};
use crate::widgets::controls::Button;
use crate::widgets::controls::words;

/// The longest amount that can be typed.
const LONGEST: usize = 12;

/// Digits as they are typed, on the keyboard or on the pad.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pad(String);

impl Pad {
    /// What was typed.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Takes what was typed and forgets it.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.0)
    }

    /// Adds a digit or the point; anything else is left out.
    pub fn push(&mut self, character: char) {
        let point = matches!(character, '.' | ',');
        let fits = self.0.len() < LONGEST && !(point && self.0.contains(['.', ',']));
        if fits && (character.is_ascii_digit() || (point && !self.0.is_empty())) {
            self.0.push(character);
        }
    }

    /// Takes the last one back; returns whether there was one.
    pub fn pop(&mut self) -> bool {
        self.0.pop().is_some()
    }

    /// Takes what the keyboard typed in this frame.
    pub fn read(&mut self, ui: &Ui) {
        let events = ui.input(|input| input.events.clone());
        for event in events {
            if let Event::Text(text) = event {
                text.chars().for_each(|character| self.push(character));
            }
        }
    }

    /// Draws the field and, below it, the pad, into `rect`.
    pub fn show(&mut self, ui: &mut Ui, rect: Rect, screen: &Screen<'_>, label: &str) {
        let tokens = screen.tokens;
        let field = rect.with_max_y(rect.top() + 56.0);
        ui.painter().rect(
            field,
            CornerRadius::same(theme::RADIUS),
            tokens.raised,
            egui::Stroke::new(2.0, tokens.accent_text),
            egui::StrokeKind::Inside,
        );
        let response = ui.allocate_rect(field, Sense::hover());
        let value = self.0.clone();
        response.widget_info(|| WidgetInfo {
            label: Some(label.to_owned()),
            current_text_value: Some(value.clone()),
            ..WidgetInfo::new(Role::TextInput)
        });
        let (text, colour) = match self.0.as_str() {
            "" => (label, tokens.muted),
            typed => (typed, tokens.text),
        };
        let font = theme::strong(if self.0.is_empty() { theme::BODY } else { theme::TITLE });
        let inside = field.shrink2(vec2(GRID * 2.0, 0.0));
        let size = words(text, font.clone(), colour)
            .galley(ui.painter(), inside.width(), 1, egui::Align::LEFT)
            .size();
        let at = pos2(inside.right() - size.x, inside.center().y - size.y / 2.0);
        ui.painter().text(at, egui::Align2::LEFT_TOP, text, font, colour);
        self.keys_ui(ui, rect.with_min_y(field.bottom() + GRID), screen);
    }

    fn keys_ui(&mut self, ui: &mut Ui, rect: Rect, screen: &Screen<'_>) {
        const ROWS: [[&str; 3]; 4] =
            [["7", "8", "9"], ["4", "5", "6"], ["1", "2", "3"], ["0", ".", ""]];
        let height = (rect.height() - GRID * 3.0) / ROWS.len() as f32;
        for (row, keys) in ROWS.iter().enumerate() {
            let top = rect.top() + (height + GRID) * row as f32;
            let places = columns::<3>(rect.with_min_y(top).with_max_y(top + height), GRID);
            for (key, place) in keys.iter().zip(places) {
                let backspace = screen.texts.text("pad-backspace");
                let label = if key.is_empty() { backspace.as_str() } else { key };
                let mut button = Button::new(label);
                button.text_size = if key.is_empty() { theme::SMALL } else { theme::NAME };
                if button.show_in(ui, place, screen.tokens).clicked() {
                    match key.chars().next() {
                        Some(character) => self.push(character),
                        None => drop(self.pop()),
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_pad_takes_digits_and_one_point() {
        let mut pad = Pad::default();
        ".1c2.,5x".chars().for_each(|character| pad.push(character));
        assert_eq!(pad.text(), "12.5");
        assert!(pad.pop());
        assert_eq!(pad.take(), "12.");
        assert!(!pad.pop());
        "1".repeat(40).chars().for_each(|character| pad.push(character));
        assert_eq!(pad.text().len(), LONGEST);
    }
}
