//! Directions of embeddings as seen from a centre: what is compared by angle, and how a comparison is
//! read off the looks that it was made of.

use cnn::ClassRow;

/// The mean direction of some looks, seen from `centre`, of length 1: each look counts alike.
pub(super) fn mean_direction(centre: &[f32], looks: &[&[f32]]) -> Vec<f32> {
    let directions = looks.iter().map(|look| unit(from(centre, look)));
    unit(sum_of(directions, centre.len()))
}

/// How `row . mean_direction(centre, looks)` is read off each look: the sum over looks of
/// `weights . look + bias` is that product. The lengths that directions are divided by are those of
/// these very looks.
pub(super) fn read_off(centre: &[f32], looks: &[&[f32]], row: &[f32]) -> Vec<ClassRow> {
    let gaps: Vec<Vec<f32>> = looks.iter().map(|look| from(centre, look)).collect();
    let sum = sum_of(gaps.iter().cloned().map(unit), centre.len());
    let length = dot(&sum, &sum).sqrt();
    let offset = dot(row, centre);
    let of = |gap: &Vec<f32>| {
        let divisor = dot(gap, gap).sqrt() * length;
        let factor = if divisor > 0.0 { 1.0 / divisor } else { 0.0 };
        let weights = row.iter().map(|value| value * factor).collect();
        ClassRow { weights, bias: -factor * offset }
    };
    gaps.iter().map(of).collect()
}

fn from(centre: &[f32], look: &[f32]) -> Vec<f32> {
    look.iter().zip(centre).map(|(value, mean)| value - mean).collect()
}

fn sum_of(vectors: impl Iterator<Item = Vec<f32>>, width: usize) -> Vec<f32> {
    let mut sum = vec![0.0; width];
    for vector in vectors {
        sum.iter_mut().zip(vector).for_each(|(slot, value)| *slot += value);
    }
    sum
}

/// The vector brought to length 1; one of zeros stays.
pub(super) fn unit(mut vector: Vec<f32>) -> Vec<f32> {
    let length = dot(&vector, &vector).sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|value| *value /= length);
    }
    vector
}

pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
