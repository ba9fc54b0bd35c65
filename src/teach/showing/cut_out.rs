//! The item in a camera's frame, cut out as the till cuts it out before it looks: by where the tray
//! differs from the empty one.
//!
//! A network sees an item that fills the picture, at the till; what was taught from all of the frame
//! would be taught small, with much of the counter around it.

use std::sync::Arc;

use photo::{Glimpse, Picture, Sensitivity, TrayArea, TrayContent, crop_to_item, crop_to_tray};

/// The tray under the camera, as the till knows it.
#[derive(Clone, Debug, Default)]
pub struct Tray {
    /// Where it is on the picture.
    pub area: TrayArea,
    /// How it looks when it is empty in the light of this moment, once that was learnt.
    pub empty: Option<Arc<Glimpse>>,
    /// How sensitively it is watched.
    pub sensitivity: Sensitivity,
}

/// What lies on the tray.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lies {
    /// The empty tray is not known, or the light is another one: all of the tray is shown.
    Unknown,
    /// Nothing.
    Nothing,
    /// Something, which is cut out.
    Item {
        /// It, or the hand that holds it, reaches over the tray's border.
        cut_off: bool,
    },
}

/// What a frame shows of the goods.
#[derive(Debug)]
pub struct CutOut {
    /// The item, or all of the tray where it is not known where the item is.
    pub picture: Picture,
    /// What lies there.
    pub lies: Lies,
}

/// Cuts the item out of a frame.
pub fn cut_out(frame: &Picture, tray: &Tray) -> CutOut {
    let whole = |lies| CutOut { picture: crop_to_tray(frame, &tray.area), lies };
    let Some(empty) = &tray.empty else { return whole(Lies::Unknown) };
    let now = Glimpse::of(frame, &tray.area);
    let (content, change) = TrayContent::seen(empty, &now, tray.sensitivity);
    match (content, change.bounds()) {
        (TrayContent::Nothing, _) => whole(Lies::Nothing),
        (TrayContent::Item { reaches_over }, Some(bounds)) => CutOut {
            picture: crop_to_item(frame, &tray.area, bounds),
            lies: Lies::Item { cut_off: reaches_over },
        },
        (TrayContent::Item { .. } | TrayContent::OtherLight, _) => whole(Lies::Unknown),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    /// A grained counter of 320 by 240 with a disc on it.
    fn counter(disc: Option<(i32, i32)>) -> Picture {
        let rgb =
            (0..240_i32).flat_map(|y| (0..320_i32).map(move |x| (x, y))).flat_map(|(x, y)| {
                let grain = ((x / 9 + y / 7) % 5) as u8 * 12;
                match disc {
                    Some((cx, cy)) if (x - cx).pow(2) + (y - cy).pow(2) < 40 * 40 => [230, 130, 30],
                    _ => [110 + grain, 108 + grain, 100 + grain],
                }
            });
        Picture::new(320, 240, rgb.collect()).unwrap()
    }

    fn tray() -> Tray {
        let area = TrayArea::default();
        let empty = Some(Arc::new(Glimpse::of(&counter(None), &area)));
        Tray { area, empty, sensitivity: Sensitivity::default() }
    }

    #[test]
    fn an_item_is_cut_out_with_a_little_room() {
        let cut = cut_out(&counter(Some((160, 120))), &tray());
        assert_eq!(cut.lies, Lies::Item { cut_off: false });
        assert!((80..=100).contains(&cut.picture.width()), "{}", cut.picture.width());
        assert_eq!(cut.picture.width(), cut.picture.height());
    }

    #[test]
    fn what_reaches_over_the_border_is_cut_off() {
        let cut = cut_out(&counter(Some((40, 120))), &tray());
        assert_eq!(cut.lies, Lies::Item { cut_off: true });
    }

    #[test]
    fn an_empty_tray_shows_nothing() {
        assert_eq!(cut_out(&counter(None), &tray()).lies, Lies::Nothing);
    }

    #[test]
    fn without_a_known_empty_tray_all_of_the_tray_is_shown() {
        let untaught = Tray { empty: None, ..tray() };
        let cut = cut_out(&counter(Some((160, 120))), &untaught);
        assert_eq!((cut.lies, cut.picture.width()), (Lies::Unknown, 256));
    }

    #[test]
    fn in_another_light_all_of_the_tray_is_shown() {
        let dark = Picture::filled(320, 240, [6; 3]);
        assert_eq!(cut_out(&dark, &tray()).lies, Lies::Unknown);
    }
}
