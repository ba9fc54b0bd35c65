//! The places of a network's last feature map: what is seen at each, and where on the picture it is.

use super::{CnnError, InferenceNetwork, inference::rows, tensor_from_prepared};
use photo::Prepared;

/// Where the places of a feature map lie along one side of the prepared square; the other side is
/// the same.
///
/// Place `i` looks around the point `first + i * pitch`, the middle of its receptive field (Araujo,
/// Norris and Sim 2019, "Computing receptive fields of convolutional neural networks"). With
/// TensorFlow's uneven padding that is not the middle of the `i`-th part of the square.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaceAxis {
    /// How many places there are, at least 1.
    pub count: usize,
    /// Middle of the first place's receptive field, in pixels from the square's edge.
    pub first: f32,
    /// Pixels from one place to the next.
    pub pitch: f32,
}

impl PlaceAxis {
    /// The pixels themselves, `side` of them.
    pub(super) fn of_pixels(side: u32) -> Self {
        Self { count: side.max(1) as usize, first: 0.5, pitch: 1.0 }
    }

    /// The places after a window of `kernel` places has moved over these in steps of `stride`, with
    /// `before` places of padding in front of the first and `padding` in all.
    pub(super) fn after_window(
        self,
        kernel: i64,
        stride: i64,
        (before, padding): (i64, i64),
    ) -> Self {
        let room = self.count as i64 + padding - kernel;
        let middle = (kernel - 1) as f32 / 2.0 - before as f32;
        Self {
            count: (room.max(0) / stride.max(1) + 1) as usize,
            first: self.first + self.pitch * middle,
            pitch: self.pitch * stride as f32,
        }
    }
}

/// What a network sees of one picture, place by place, before it takes the mean over places.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceFeatures {
    axis: PlaceAxis,
    values: Vec<f32>,
}

impl PlaceFeatures {
    /// Where the places lie, from left to right and from top to bottom.
    pub fn axis(&self) -> PlaceAxis {
        self.axis
    }

    /// The features of each place, row by row from the top left: `count * count` slices of as many
    /// numbers as the embedding has. Their mean is the embedding.
    pub fn places(&self) -> impl Iterator<Item = &[f32]> {
        let channels = self.values.len() / (self.axis.count * self.axis.count);
        self.values.chunks_exact(channels.max(1))
    }
}

/// How a class is read off an embedding: its logit is `weights . embedding + bias`.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassRow {
    /// One number for each number of the embedding.
    pub weights: Vec<f32>,
    /// What is added.
    pub bias: f32,
}

impl InferenceNetwork {
    /// The features of prepared pictures of one size before the mean over places, or `None` for a
    /// network without such a mean (the article's, which ends in dense layers).
    ///
    /// Always by the eager way: it is asked for seldom, and the fast one keeps no such step.
    ///
    /// # Errors
    /// [`CnnError::Torch`] when LibTorch refuses (memory, sizes that differ).
    pub fn place_features(
        &self,
        pictures: &[&Prepared],
    ) -> Result<Option<Vec<PlaceFeatures>>, CnnError> {
        let network = self.network();
        let size = pictures.first().map_or(1, |picture| picture.size());
        let _guard = tch::no_grad_guard();
        let batch = tensor_from_prepared(pictures, network.device())?;
        let (Some(axis), Some(features)) = (network.place_axis(size), network.features(&batch)?)
        else {
            return Ok(None);
        };
        let pictures = rows(&features.f_permute([0, 2, 3, 1])?.f_flatten(1, -1)?)?;
        Ok(Some(pictures.into_iter().map(|values| PlaceFeatures { axis, values }).collect()))
    }

    /// How the class of this index is read off the embedding.
    ///
    /// # Errors
    /// [`CnnError::Torch`] for an index that is no class.
    pub fn class_row(&self, class: usize) -> Result<ClassRow, CnnError> {
        let (weights, bias) = self.network().class_row(class as i64)?;
        let weights = rows(&weights.f_view([1, -1])?)?.into_iter().flatten().collect();
        Ok(ClassRow { weights, bias })
    }
}

#[cfg(test)]
mod tests {
    use tch::Device;

    use super::*;
    use crate::{Architecture, Network};
    use photo::{Colours, Fit, Picture, Preparation, prepare};

    fn network(name: &str) -> InferenceNetwork {
        tch::manual_seed(3);
        let architecture: Architecture = name.parse().unwrap();
        InferenceNetwork::new(Network::new(&architecture, 5, Device::Cpu).unwrap()).unwrap()
    }

    fn prepared(picture: &Picture, size: u32) -> Prepared {
        let preparation = Preparation {
            size,
            fit: Fit::Crop,
            colours: Colours::Colour,
            mean: [127.0; 3],
            scale: [64.0; 3],
        };
        prepare(picture, &preparation)
    }

    /// Grey, but for a white spot of 8 pixels around (`x`, `y`).
    fn spotted(size: u32, x: u32, y: u32) -> Picture {
        let lit = |at: u32, middle: u32| at.abs_diff(middle) <= 4;
        let rgb = (0..size * size).flat_map(|at| {
            let (column, row) = (at % size, at / size);
            if lit(column, x) && lit(row, y) { [255; 3] } else { [127; 3] }
        });
        Picture::new(size, size, rgb.collect()).unwrap()
    }

    /// A network that hands the middle of each convolution's window on, and nothing else: each place
    /// sees one pixel.
    fn looking_straight(name: &str) -> InferenceNetwork {
        let architecture: Architecture = name.parse().unwrap();
        let network = Network::new(&architecture, 5, Device::Cpu).unwrap();
        tch::no_grad(|| {
            for (_, mut tensor) in network.tensors() {
                if let [_, _, kernel, _] = tensor.size()[..] {
                    let _zero = tensor.zero_();
                    let middle = tensor.get(0).get(0).get(kernel / 2).get(kernel / 2);
                    let _one = middle.shallow_clone().fill_(1.0);
                }
            }
        });
        InferenceNetwork::new(network).unwrap()
    }

    /// Grey, with one white pixel.
    fn dotted(size: u32, x: u32, y: u32) -> Prepared {
        let rgb = (0..size * size)
            .flat_map(|at| if (at % size, at / size) == (x, y) { [255; 3] } else { [127; 3] });
        prepared(&Picture::new(size, size, rgb.collect()).unwrap(), size)
    }

    /// The places that see anything but grey.
    fn struck(network: &InferenceNetwork, picture: &Prepared) -> Vec<usize> {
        let features = network.place_features(&[picture]).unwrap().unwrap().remove(0);
        let sees = |place: &[f32]| place.iter().any(|value| *value != 0.0);
        let places = features.places().enumerate();
        places.filter(|(_, place)| sees(place)).map(|(at, _)| at).collect()
    }

    #[test]
    fn places_lie_where_the_paddings_put_them() {
        let axis = |name: &str, size| network(name).network().place_axis(size);
        let of = |count, first| Some(PlaceAxis { count, first, pitch: 32.0 });
        // Even sides: TensorFlow pads below and right alone, PyTorch's ResNet above and left.
        assert_eq!(axis("efficientnet-lite0", 192), of(6, 31.5));
        assert_eq!(axis("efficientnet-lite0", 224), of(7, 31.5));
        assert_eq!(axis("resnet18", 224), of(7, 0.5));
        // 260 halves to 130, 65, 33, 17 and 9: the odd ones are padded evenly.
        assert_eq!(axis("efficientnet-lite2", 260), of(9, 3.5));
        assert_eq!(axis("article", 32), None);
    }

    #[test]
    fn a_pixel_strikes_the_place_in_whose_middle_it_lies() {
        for (name, size) in
            [("efficientnet-lite0", 192), ("efficientnet-lite2", 260), ("resnet18", 160)]
        {
            let network = looking_straight(name);
            let axis = network.network().place_axis(size).unwrap();
            let pixel = |place: usize| (axis.first + axis.pitch * place as f32) as u32;
            for (column, row) in [(0, 0), (2, 1), (1, 3), (axis.count - 1, 2)] {
                let (x, y) = (pixel(column), pixel(row));
                let expected = [row * axis.count + column];
                assert_eq!(struck(&network, &dotted(size, x, y)), expected, "{name} {x}, {y}");
            }
            let beside = dotted(size, pixel(1) + 5, pixel(1));
            assert!(struck(&network, &beside).is_empty(), "{name}: nothing looks between places");
        }
    }

    #[test]
    fn features_have_the_embedding_as_their_mean_and_rows_give_the_logits() {
        for (name, size) in [("efficientnet-lite0", 100), ("resnet18", 96)] {
            let network = network(name);
            let picture = prepared(&spotted(size, 30, 60), size);
            let outputs = network.infer(&[&picture]).unwrap();
            let features = network.place_features(&[&picture]).unwrap().unwrap().remove(0);
            let count = features.places().count() as f32;
            let mut mean = vec![0.0; outputs.embeddings[0].len()];
            for place in features.places() {
                mean.iter_mut().zip(place).for_each(|(mean, value)| *mean += value / count);
            }
            for (mean, value) in mean.iter().zip(&outputs.embeddings[0]) {
                assert!((mean - value).abs() < 1e-4 * value.abs().max(1.0), "{mean} {value}");
            }
            for (class, logit) in outputs.logits[0].iter().enumerate() {
                let row = network.class_row(class).unwrap();
                let ours: f32 = row.weights.iter().zip(&mean).map(|(w, x)| w * x).sum();
                let off = (ours + row.bias - logit).abs();
                assert!(off < 1e-3 * logit.abs().max(1.0), "{ours} {logit}");
            }
            assert!(network.class_row(5).is_err());
        }
    }

    #[test]
    fn the_articles_network_has_no_places() {
        let picture = prepared(&Picture::filled(32, 32, [9; 3]), 32);
        assert_eq!(network("article").place_features(&[&picture]).unwrap(), None);
    }
}
