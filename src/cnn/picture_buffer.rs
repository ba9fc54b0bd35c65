//! A batch of pictures as a tensor whose memory is written again and again.

use std::slice;

use tch::{Device, Kind, Tensor};

use super::CnnError;
use photo::Prepared;

/// How a network wants its pictures to lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Orientation {
    /// As they are.
    Upright,
    /// Turned by half a turn.
    Turned,
}

/// Memory for a batch of pictures of one size: batch x 3 x side x side, float32, on the CPU.
#[derive(Debug)]
pub(super) struct PictureBuffer {
    /// Contiguous; no other handle to it outlives a method of this value.
    tensor: Tensor,
    orientation: Orientation,
    side: usize,
}

impl PictureBuffer {
    /// A buffer of zeros.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when there is no memory.
    pub(super) fn new(count: usize, side: u32, orientation: Orientation) -> Result<Self, CnnError> {
        let shape = [count as i64, 3, i64::from(side), i64::from(side)];
        let tensor = Tensor::f_zeros(shape, (Kind::Float, Device::Cpu))?;
        Ok(Self { tensor, orientation, side: side as usize })
    }

    /// The pictures that were written last.
    pub(super) fn tensor(&self) -> &Tensor {
        &self.tensor
    }

    /// Writes pictures, which have this buffer's number and size.
    pub(super) fn fill(&mut self, pictures: &[&Prepared]) {
        let plane = (self.side * self.side).max(1);
        let orientation = self.orientation;
        let sources = pictures.iter().flat_map(|picture| picture.data().chunks_exact(plane));
        for (target, source) in self.values().chunks_exact_mut(plane).zip(sources) {
            match orientation {
                Orientation::Upright => target.copy_from_slice(source),
                Orientation::Turned => {
                    let turned = source.iter().rev();
                    target.iter_mut().zip(turned).for_each(|(target, value)| *target = *value);
                }
            }
        }
    }

    fn values(&mut self) -> &mut [f32] {
        // SAFETY: `new` made the tensor contiguous, of float32 and on the CPU, so that `numel`
        // values lie behind its pointer; this value's borrow is exclusive, and no one else holds
        // the tensor.
        unsafe {
            slice::from_raw_parts_mut(self.tensor.data_ptr().cast::<f32>(), self.tensor.numel())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use photo::{Colours, Fit, Picture, Preparation, prepare};

    fn prepared(colours: [[u8; 3]; 4]) -> Prepared {
        let picture = Picture::new(2, 2, colours.concat()).unwrap();
        let preparation = Preparation {
            size: 2,
            fit: Fit::Crop,
            colours: Colours::Colour,
            mean: [0.0; 3],
            scale: [1.0; 3],
        };
        prepare(&picture, &preparation)
    }

    fn written(buffer: &PictureBuffer) -> Vec<f32> {
        Vec::try_from(buffer.tensor().flatten(0, -1)).unwrap()
    }

    #[test]
    fn pictures_are_written_one_after_the_other_and_over_the_last_ones() {
        let first = prepared([[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]]);
        let second = prepared([[0; 3]; 4]);
        let mut buffer = PictureBuffer::new(2, 2, Orientation::Upright).unwrap();
        buffer.fill(&[&first, &second]);
        assert_eq!(written(&buffer), [first.data(), second.data()].concat());
        buffer.fill(&[&second, &first]);
        assert_eq!(written(&buffer), [second.data(), first.data()].concat());
    }

    #[test]
    fn half_a_turn_exchanges_left_and_right_above_and_below() {
        let picture = prepared([[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]]);
        let turned = prepared([[10, 11, 12], [7, 8, 9], [4, 5, 6], [1, 2, 3]]);
        let mut buffer = PictureBuffer::new(1, 2, Orientation::Turned).unwrap();
        buffer.fill(&[&picture]);
        assert_eq!(written(&buffer), turned.data());
    }
}
