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
