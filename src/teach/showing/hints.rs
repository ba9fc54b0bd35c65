//! What is wrong with a frame, and what to show the camera next: plain words for whoever holds the
//! goods. Pure: measures go in, one hint comes out.

use super::cut_out::Lies;
use photo::{Quality, QualityWarning};

/// With so many photos a product is recognised.
pub const READY: usize = 5;
/// More photos than this taken in one place teach little: better ones come from another day.
pub const ENOUGH: usize = 20;
/// So long nothing new was to be seen before it is said what to do, in milliseconds.
const PATIENCE: u64 = 900;
/// Photos whose hashes differ by less than this, of 64 bits, show one side; strangers differ by
/// about 32.
const ONE_SIDE: u32 = 18;
/// With so many photos of one side it is time for the other.
const SIDE: usize = 4;

/// What to tell whoever shows goods to the camera; one at a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hint {
    /// There is too little light.
    TooDark,
    /// It is not sharp: moved too fast, or out of focus.
    Blurred,
    /// Nothing lies on the tray.
    Nothing,
    /// A part of it is outside of the tray.
    CutOff,
    /// It looks as it did on a photo that was taken.
    TooAlike,
    /// It should be turned.
    Turn,
    /// All photos show one side of it.
    OtherSide,
    /// There are as many photos as help.
    Enough,
}

/// What was measured of one frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measures {
    /// Light and sharpness of what was cut out.
    pub quality: Quality,
    /// What lies there.
    pub lies: Lies,
    /// Whether it looks as on a photo that was taken.
    pub alike: bool,
}

impl Measures {
    /// Why the frame teaches nothing; `None` if it is to be kept. What reaches over the border is
    /// kept all the same: a hand may hold it, and a melon is larger than the tray.
    pub(super) fn fault(&self) -> Option<Hint> {
        if self.lies == Lies::Nothing {
            return Some(Hint::Nothing);
        }
        match self.quality.warning() {
            Some(QualityWarning::TooDark) => Some(Hint::TooDark),
            Some(QualityWarning::Blurred) => Some(Hint::Blurred),
            None => self.alike.then_some(Hint::TooAlike),
        }
    }
}

/// How far the showing is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Progress {
    /// Photos of the product, of this go and of before.
    pub photos: usize,
    /// Photos of this go.
    pub taken: usize,
    /// The greatest difference between two photos of this go, in bits of their hashes.
    pub widest: u32,
    /// For how long each frame has been too alike, in milliseconds.
    pub alike_for: u64,
}

/// What to say about a frame with these measures at this point.
pub(super) fn hint(measures: &Measures, progress: &Progress) -> Option<Hint> {
    let fault = measures.fault();
    match fault {
        Some(Hint::TooAlike) if progress.photos >= ENOUGH => Some(Hint::Enough),
        Some(Hint::TooAlike) if progress.alike_for < PATIENCE => Some(Hint::TooAlike),
        Some(Hint::TooAlike) if progress.taken >= SIDE && progress.widest < ONE_SIDE => {
            Some(Hint::OtherSide)
        }
        Some(Hint::TooAlike) => Some(Hint::Turn),
        Some(fault) => Some(fault),
        None if measures.lies == (Lies::Item { cut_off: true }) => Some(Hint::CutOff),
        None if progress.photos >= ENOUGH => Some(Hint::Enough),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use photo::{Picture, quality, resize};

    fn good() -> Measures {
        Measures {
            quality: Quality { brightness: 0.5, sharpness: 500.0 },
            lies: Lies::Item { cut_off: false },
            alike: false,
        }
    }

    /// A chequered cloth between two levels.
    fn cloth(dark: u8, light: u8) -> Picture {
        let level = |x: u32, y: u32| {
            if (x / 20 + y / 20).is_multiple_of(2) { dark } else { light }
        };
        let rgb = (0..240).flat_map(|y| (0..320).flat_map(move |x| [level(x, y); 3]));
        Picture::new(320, 240, rgb.collect()).unwrap()
    }

    fn of(picture: &Picture) -> Measures {
        Measures { quality: quality(picture), ..good() }
    }

    #[test]
    fn a_good_frame_is_kept_without_a_word() {
        assert_eq!(of(&cloth(60, 200)).fault(), None);
        assert_eq!(hint(&good(), &Progress::default()), None);
    }

    #[test]
    fn dark() {
        assert_eq!(of(&cloth(0, 25)).fault(), Some(Hint::TooDark));
    }

    #[test]
    fn blurred() {
        let soft = resize(&resize(&cloth(60, 200), 12, 9), 320, 240);
        assert_eq!(of(&soft).fault(), Some(Hint::Blurred));
    }

    #[test]
    fn light_comes_before_focus_since_the_dark_blurs_too() {
        let quality = Quality { brightness: 0.02, sharpness: 1.0 };
        assert_eq!(Measures { quality, ..good() }.fault(), Some(Hint::TooDark));
    }

    #[test]
    fn an_empty_tray_is_never_taken_for_the_product() {
        let empty = Measures { lies: Lies::Nothing, ..good() };
        assert_eq!(empty.fault(), Some(Hint::Nothing));
    }

    #[test]
    fn without_a_known_tray_all_of_it_is_kept() {
        assert_eq!(Measures { lies: Lies::Unknown, ..good() }.fault(), None);
    }

    #[test]
    fn what_is_cut_off_is_said_and_kept() {
        let cut = Measures { lies: Lies::Item { cut_off: true }, ..good() };
        assert_eq!(cut.fault(), None);
        assert_eq!(hint(&cut, &Progress::default()), Some(Hint::CutOff));
    }

    #[test]
    fn alike_is_said_at_once_and_turning_after_a_while() {
        let alike = Measures { alike: true, ..good() };
        let at = |alike_for, taken, widest| {
            hint(&alike, &Progress { photos: taken, taken, widest, alike_for })
        };
        assert_eq!(at(100, 1, 0), Some(Hint::TooAlike));
        assert_eq!(at(1_000, 1, 0), Some(Hint::Turn));
        assert_eq!(at(1_000, 4, 10), Some(Hint::OtherSide));
        assert_eq!(at(1_000, 4, 30), Some(Hint::Turn), "both sides were shown");
    }

    #[test]
    fn enough_is_enough() {
        let progress = Progress { photos: ENOUGH, taken: 3, ..Progress::default() };
        assert_eq!(hint(&good(), &progress), Some(Hint::Enough));
        let alike = Measures { alike: true, ..good() };
        assert_eq!(hint(&alike, &progress), Some(Hint::Enough));
        let dark = Quality { brightness: 0.0, sharpness: 0.0 };
        assert_eq!(hint(&Measures { quality: dark, ..good() }, &progress), Some(Hint::TooDark));
    }
}
