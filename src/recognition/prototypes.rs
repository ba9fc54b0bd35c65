//! A classifier by angle: how much a picture looks like each class's clean picture.
//!
//! A fine-tuned network knows its goods as they lie in heaps under one town's lamps. The network as
//! it was before, asked which clean picture a single item resembles, knows them anywhere (nearest
//! class mean, Mensink et al. 2013, "Distance-based image classification", with means of pictures
//! that were laid on plain grounds).

use super::direction::{dot, mean_direction, read_off, unit};
use cnn::{ClassRow, Prototypes};

/// The classifier, ready to score.
#[derive(Clone, Debug)]
pub struct PrototypeClassifier {
    prototypes: Prototypes,
}

impl PrototypeClassifier {
    /// Makes sure that all directions have length 1.
    pub fn new(mut prototypes: Prototypes) -> Self {
        prototypes.directions = prototypes.directions.into_iter().map(unit).collect();
        Self { prototypes }
    }

    /// The cosine between a picture, given the embeddings of its looks, and each class's prototype;
    /// a look may have more values in front, another network's.
    pub fn scores(&self, looks: &[&[f32]]) -> Vec<f32> {
        let Prototypes { clean_centre, photo_centre, directions, of_photos } = &self.prototypes;
        let looks: Vec<&[f32]> = looks.iter().map(|look| self.own_part(look)).collect();
        let among_clean = mean_direction(clean_centre, &looks);
        let among_photos = mean_direction(photo_centre, &looks);
        directions
            .iter()
            .zip(of_photos)
            .map(|(own, of_photos)| dot(own, if *of_photos { &among_photos } else { &among_clean }))
            .collect()
    }

    /// How a class's score is read off each look: the sum over looks of `weights . look + bias`.
    pub(super) fn rows(&self, looks: &[&[f32]], class: usize) -> Vec<ClassRow> {
        let Some(direction) = self.prototypes.directions.get(class) else {
            return Vec::new();
        };
        let is_of_photos = self.prototypes.of_photos.get(class).is_some_and(|of| *of);
        let Prototypes { clean_centre, photo_centre, .. } = &self.prototypes;
        let centre = if is_of_photos { photo_centre } else { clean_centre };
        let parts: Vec<&[f32]> = looks.iter().map(|look| self.own_part(look)).collect();
        let mut rows = read_off(centre, &parts, direction);
        for (row, look) in rows.iter_mut().zip(looks) {
            let in_front = look.len().saturating_sub(row.weights.len());
            row.weights.splice(0..0, std::iter::repeat_n(0.0, in_front));
        }
        rows
    }

    /// The last values of a look: those of the network that prototypes are made with.
    fn own_part<'a>(&self, look: &'a [f32]) -> &'a [f32] {
        let in_front = look.len().saturating_sub(self.prototypes.clean_centre.len());
        look.get(in_front..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classifier() -> PrototypeClassifier {
        PrototypeClassifier::new(Prototypes {
            clean_centre: vec![1.0, 0.0],
            photo_centre: vec![0.0, 1.0],
            directions: vec![vec![2.0, 0.0], vec![0.0, 1.0], vec![1.0, 0.0]],
            of_photos: vec![false, false, true],
        })
    }

    #[test]
    fn each_prototype_is_seen_from_its_own_centre() {
        let scores = classifier().scores(&[&[3.0, 0.0]]);
        assert!((scores[0] - 1.0).abs() < 1e-6, "straight on from the clean pictures' centre");
        assert!(scores[1].abs() < 1e-6);
        assert!((scores[2] - 3.0 / 10.0_f32.sqrt()).abs() < 1e-6, "aslant from the photos' centre");
    }

    #[test]
    fn what_stands_in_front_of_a_look_does_not_count() {
        let plain = classifier().scores(&[&[3.0, 0.5], &[2.0, 1.0]]);
        assert_eq!(plain, classifier().scores(&[&[9.0, 9.0, 3.0, 0.5], &[-7.0, 5.0, 2.0, 1.0]]));
    }

    #[test]
    fn rows_read_a_score_off_the_looks() {
        let looks: [&[f32]; 2] = [&[9.0, 3.0, 0.5], &[-7.0, 2.0, 1.0]];
        let scores = classifier().scores(&looks);
        for (class, score) in scores.iter().enumerate() {
            let rows = classifier().rows(&looks, class);
            let read: f32 =
                rows.iter().zip(looks).map(|(row, look)| dot(&row.weights, look) + row.bias).sum();
            assert!((read - score).abs() < 1e-5, "{read} is not {score}");
        }
    }
}
