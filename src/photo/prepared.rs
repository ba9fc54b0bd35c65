//! A picture as a network takes it.

use std::ops::Range;

/// A network's input: 3 x `size` x `size` numbers, channel first, red, green, blue.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    size: u32,
    data: Vec<f32>,
}

impl Prepared {
    /// `data` is `3 * size * size` numbers.
    pub(super) fn new(size: u32, data: Vec<f32>) -> Self {
        debug_assert_eq!(data.len(), 3 * (size * size) as usize);
        Self { size, data }
    }

    /// Returns the side of the square in pixels.
    pub fn size(&self) -> u32 {
        self.size
    }

    /// Returns `3 * size * size` numbers: the red plane, the green one, the blue one, each row by row.
    pub fn data(&self) -> &[f32] {
        &self.data
    }

    /// Returns the same input with left and right exchanged.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        let mut data = self.data.clone();
        data.chunks_exact_mut(self.size.max(1) as usize).for_each(<[f32]>::reverse);
        Self { size: self.size, data }
    }

    /// Returns the same input with the cells in `across` and `down` (from the left and the top) all
    /// 0, which is the preparation's mean colour.
    #[must_use]
    pub fn covered(&self, across: Range<usize>, down: Range<usize>) -> Self {
        let side = self.size.max(1) as usize;
        let mut data = self.data.clone();
        for plane in data.chunks_exact_mut(side * side) {
            for row in plane.chunks_exact_mut(side).take(down.end).skip(down.start) {
                row.iter_mut().take(across.end).skip(across.start).for_each(|value| *value = 0.0);
            }
        }
        Self { size: self.size, data }
    }

    /// Returns the numbers of [`Self::data`] without copying them.
    pub fn into_data(self) -> Vec<f32> {
        self.data
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_covered_is_the_mean_and_the_rest_stays() {
        let prepared = Prepared::new(4, vec![1.0; 48]);
        let covered = prepared.covered(1..3, 2..99);
        let rows: Vec<&[f32]> = covered.data().chunks_exact(4).collect();
        let (whole, cut) = (&[1.0; 4][..], &[1.0, 0.0, 0.0, 1.0][..]);
        assert_eq!(rows, [whole, whole, cut, cut].repeat(3));
        assert_eq!(prepared.covered(2..2, 0..4), prepared);
    }

    #[test]
    fn a_mirrored_input_has_left_and_right_exchanged() {
        let prepared = Prepared::new(2, (0..12_u8).map(f32::from).collect());
        assert_eq!(prepared.mirrored().data()[..6], [1.0, 0.0, 3.0, 2.0, 5.0, 4.0]);
        assert_eq!(prepared.mirrored().mirrored(), prepared);
    }
}
