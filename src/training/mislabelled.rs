//! Photos that are probably under the wrong name, found by what the other photos say of them.
//!
//! Each photo's direction (what a version makes of it) is named by the photos outside of its own
//! group, so that neither the photo nor its near-duplicates speak for themselves. Two judges name it:
//! the mean direction of each product, and the nearest photos. A photo is suspect where both together
//! find another product clearly likelier than the one it is under. Then the suspects are put under
//! what they are suspected to be, and all is judged once more: wrong names spoil the means that judge
//! the others ("confident learning", Northcutt, Jiang and Chuang 2021, prunes and fits again for the
//! same reason).

use std::collections::HashMap;

use rayon::prelude::*;

/// A photo to be judged.
#[derive(Clone, Copy, Debug)]
pub struct LabelledDirection<'a> {
    /// What the model makes of it; any length but zero counts alike.
    pub direction: &'a [f32],
    /// The product it is under, from 0.
    pub label: usize,
    /// Photos with one number here (bursts, near-duplicates) do not judge each other.
    pub group: usize,
}

/// A photo that is probably under the wrong name.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Suspect {
    /// Its place in the list of photos.
    pub index: usize,
    /// The product that it probably shows.
    pub suspected: usize,
    /// How much likelier that is than the product it is under: above 0, mostly below 1.
    pub margin: f32,
}

/// How many of the nearest photos have a say.
const NEIGHBOURS: usize = 7;
/// How sharply a nearer photo counts more: a similarity higher by this counts e times as much.
const NEARNESS: f32 = 0.05;
/// The mean directions' say beside that of the nearest photos.
const MEANS_SHARE: f32 = 0.5;
/// Similarities to means, divided by this, become probabilities (softmax).
const MEANS_SPREAD: f32 = 0.04;
/// From this margin on a photo is suspect.
const MARGIN: f32 = 0.15;
/// How often suspects are put under what they are suspected to be, and all is judged anew.
const ROUNDS: usize = 3;

/// Finds the photos that are probably under the wrong name, the surest first. Takes time in the
/// square of the number of photos: some seconds for 5,000.
pub fn suspects(photos: &[LabelledDirection<'_>]) -> Vec<Suspect> {
    let labels = photos.iter().map(|photo| photo.label + 1).max().unwrap_or(0);
    let units: Vec<Vec<f32>> = whitened(photos);
    let neighbours = nearest(photos, &units);
    let mut believed: Vec<usize> = photos.iter().map(|photo| photo.label).collect();
    let mut found = Vec::new();
    for _ in 0..ROUNDS {
        let shares = shares(photos, &units, &neighbours, &believed, labels);
        found = photos
            .iter()
            .zip(&shares)
            .enumerate()
            .filter_map(|(index, (photo, shares))| suspect(index, photo.label, shares))
            .collect::<Vec<Suspect>>();
        let mut next: Vec<usize> = photos.iter().map(|photo| photo.label).collect();
        for suspect in &found {
            if let Some(slot) = next.get_mut(suspect.index) {
                *slot = suspect.suspected;
            }
        }
        if next == believed {
            break;
        }
        believed = next;
    }
    found.sort_by(|a, b| b.margin.total_cmp(&a.margin));
    found
}

fn suspect(index: usize, label: usize, shares: &[f32]) -> Option<Suspect> {
    let own = shares.get(label).copied().unwrap_or(0.0);
    let others = shares.iter().copied().enumerate().filter(|(other, _)| *other != label);
    let (suspected, share) = others.max_by(|a, b| a.1.total_cmp(&b.1))?;
    let margin = share - own;
    (margin > MARGIN).then_some(Suspect { index, suspected, margin })
}

/// All photos seen from their mean, of length 1, with the directions in which photos of one product
/// differ most counting less: what is left of the shop's own light and counter says nothing of the
/// product.
fn whitened(photos: &[LabelledDirection<'_>]) -> Vec<Vec<f32>> {
    let width = photos.iter().map(|photo| photo.direction.len()).max().unwrap_or(0);
    let mut mean = vec![0.0_f32; width];
    for photo in photos {
        add(&mut mean, photo.direction, 1.0 / photos.len() as f32);
    }
    photos
        .iter()
        .map(|photo| {
            let mut seen = vec![0.0; width];
            add(&mut seen, photo.direction, 1.0);
            add(&mut seen, &mean, -1.0);
            unit(seen)
        })
        .collect()
}

/// For each photo the nearest ones outside of its group, with their similarity.
fn nearest(photos: &[LabelledDirection<'_>], units: &[Vec<f32>]) -> Vec<Vec<(usize, f32)>> {
    let of = |(index, photo): (usize, &LabelledDirection<'_>)| {
        let Some(own) = units.get(index) else { return Vec::new() };
        let others = photos.iter().zip(units).enumerate();
        let mut near: Vec<(usize, f32)> = others
            .filter(|(_, (other, _))| other.group != photo.group)
            .map(|(place, (_, unit))| (place, dot(own, unit)))
            .collect();
        let count = NEIGHBOURS.min(near.len());
        if count > 0 {
            near.select_nth_unstable_by(count - 1, |a, b| b.1.total_cmp(&a.1));
        }
        near.truncate(count);
        near
    };
    photos.par_iter().enumerate().map(of).collect()
}

/// For each photo what share each product has in it, if photos are what they are `believed` to be.
fn shares(
    photos: &[LabelledDirection<'_>],
    units: &[Vec<f32>],
    neighbours: &[Vec<(usize, f32)>],
    believed: &[usize],
    labels: usize,
) -> Vec<Vec<f32>> {
    let width = units.first().map_or(0, Vec::len);
    let mut sums = vec![vec![0.0_f32; width]; labels];
    let mut groups: HashMap<(usize, usize), Vec<f32>> = HashMap::new();
    for ((photo, unit), &label) in photos.iter().zip(units).zip(believed) {
        if let Some(sum) = sums.get_mut(label) {
            add(sum, unit, 1.0);
        }
        add(groups.entry((photo.group, label)).or_insert_with(|| vec![0.0; width]), unit, 1.0);
    }
    let of = |(index, photo): (usize, &LabelledDirection<'_>)| {
        let Some(own) = units.get(index) else { return Vec::new() };
        let by_means = sums.iter().enumerate().map(|(label, sum)| {
            let mut others = sum.clone();
            if let Some(group) = groups.get(&(photo.group, label)) {
                add(&mut others, group, -1.0);
            }
            dot(own, &unit(others)) / MEANS_SPREAD
        });
        let mut shares = softmax(by_means.collect());
        shares.iter_mut().for_each(|share| *share *= MEANS_SHARE);
        let near = neighbours.get(index).map_or(&[][..], Vec::as_slice);
        let best = near.iter().map(|(_, similarity)| *similarity).fold(f32::MIN, f32::max);
        let weigh = |similarity: f32| ((similarity - best) / NEARNESS).exp();
        let all: f32 = near.iter().map(|(_, similarity)| weigh(*similarity)).sum();
        for (place, similarity) in near {
            let slot = believed.get(*place).and_then(|&label| shares.get_mut(label));
            if let Some(slot) = slot {
                *slot += (1.0 - MEANS_SHARE) * weigh(*similarity) / all;
            }
        }
        shares
    };
    photos.par_iter().enumerate().map(of).collect()
}

fn softmax(scores: Vec<f32>) -> Vec<f32> {
    let best = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = scores.into_iter().map(|score| (score - best).exp()).collect();
    let all: f32 = powers.iter().sum();
    powers.into_iter().map(|power| power / all).collect()
}

fn add(sum: &mut [f32], vector: &[f32], factor: f32) {
    sum.iter_mut().zip(vector).for_each(|(slot, value)| *slot += factor * value);
}

fn unit(mut vector: Vec<f32>) -> Vec<f32> {
    let length = dot(&vector, &vector).sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|value| *value /= length);
    }
    vector
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    const WIDTH: usize = 32;

    /// Directions of `products` products, `photos` of each around a middle of its own.
    fn shop(products: usize, photos: usize, seed: u64) -> (Vec<Vec<f32>>, Vec<usize>) {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut vector = |spread: f32| -> Vec<f32> {
            (0..WIDTH).map(|_| spread * (random.random::<f32>() - 0.5)).collect()
        };
        let middles: Vec<Vec<f32>> = (0..products).map(|_| vector(1.0)).collect();
        let mut directions = Vec::new();
        let mut labels = Vec::new();
        for (label, middle) in middles.iter().enumerate() {
            for _ in 0..photos {
                let mut direction = vector(1.0);
                add(&mut direction, middle, 1.0);
                directions.push(direction);
                labels.push(label);
            }
        }
        (directions, labels)
    }

    fn labelled<'a>(directions: &'a [Vec<f32>], labels: &[usize]) -> Vec<LabelledDirection<'a>> {
        let photos = directions.iter().zip(labels).enumerate();
        photos
            .map(|(group, (direction, &label))| LabelledDirection { direction, label, group })
            .collect()
    }

    #[test]
    fn a_mislabelled_tenth_is_found() {
        for seed in 0..5 {
            let (directions, truth) = shop(12, 20, seed);
            let mut random = ChaCha8Rng::seed_from_u64(seed + 100);
            let mut labels = truth.clone();
            for place in (0..labels.len()).step_by(10) {
                labels[place] = (truth[place] + random.random_range(1..12)) % 12;
            }
            let found = suspects(&labelled(&directions, &labels));
            let right =
                found.iter().filter(|suspect| labels[suspect.index] != truth[suspect.index]);
            let hits = right.clone().count() as f64;
            let wrong = labels.iter().zip(&truth).filter(|(label, truth)| label != truth).count();
            assert!(hits / wrong as f64 >= 0.8, "seed {seed}: {hits} of {wrong} found");
            assert!(
                hits / found.len() as f64 >= 0.6,
                "seed {seed}: {hits} of {} right",
                found.len()
            );
            let named = right.filter(|suspect| suspect.suspected == truth[suspect.index]).count();
            assert!(named as f64 >= 0.9 * hits, "seed {seed}: {named} of {hits} named rightly");
        }
    }

    #[test]
    fn a_clean_shop_has_hardly_a_suspect() {
        let (directions, labels) = shop(12, 20, 7);
        assert!(suspects(&labelled(&directions, &labels)).len() <= 2);
    }

    #[test]
    fn near_duplicates_do_not_speak_for_each_other() {
        let (mut directions, mut labels) = shop(6, 15, 3);
        // A burst of five photos of product 0 lies under product 1.
        for place in 0..5 {
            directions[place] = directions[0].clone();
            labels[place] = 1;
        }
        let mut photos = labelled(&directions, &labels);
        photos.iter_mut().take(5).for_each(|photo| photo.group = 1_000);
        let found = suspects(&photos);
        let burst = found.iter().filter(|suspect| suspect.index < 5 && suspect.suspected == 0);
        assert_eq!(burst.count(), 5);
    }

    #[test]
    fn too_little_to_compare_makes_no_suspect() {
        assert!(suspects(&[]).is_empty());
        let (directions, labels) = shop(1, 5, 1);
        assert!(suspects(&labelled(&directions, &labels)).is_empty(), "one product");
        let one = LabelledDirection { direction: &[1.0, 0.0], label: 0, group: 0 };
        assert!(suspects(&[one]).is_empty());
        let nothing = LabelledDirection { direction: &[0.0, 0.0], label: 1, group: 1 };
        assert!(
            suspects(&[one, nothing, nothing]).iter().all(|suspect| suspect.margin.is_finite())
        );
    }
}
