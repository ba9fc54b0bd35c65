//! Gaussian blur of a painted crop: soft lenses and hands that shake.

/// Below this standard deviation in pixels a blur would change no value by a visible step.
const INVISIBLE: f32 = 0.2;
/// Reach of the kernel in standard deviations.
const REACH: f32 = 3.0;

/// Blurs `size` x `size` x 3 values (pixel by pixel) with a standard deviation of `sigma` pixels.
/// What lies beyond the border repeats the border.
pub(super) fn blur(values: &mut [f32], size: usize, sigma: f32) {
    if sigma < INVISIBLE || size == 0 {
        return;
    }
    let kernel = kernel(sigma);
    // One column or row of one channel at a time, with the border repeated on both sides.
    let mut line = vec![0.0_f32; size + 2 * (kernel.len() - 1)];
    for row in 0..size {
        for channel in 0..3 {
            blur_line(values, (row * size * 3 + channel, 3), size, &kernel, &mut line);
        }
    }
    for column in 0..size {
        for channel in 0..3 {
            blur_line(values, (column * 3 + channel, size * 3), size, &kernel, &mut line);
        }
    }
}

/// One half of the kernel from its middle outwards; the whole sums up to 1.
fn kernel(sigma: f32) -> Vec<f32> {
    let reach = (sigma * REACH).ceil() as usize;
    let bell = |at: usize| (-0.5 * (at as f32 / sigma).powi(2)).exp();
    let whole = bell(0) + 2.0 * (1..=reach).map(bell).sum::<f32>();
    (0..=reach).map(|at| bell(at) / whole).collect()
}

/// Blurs the `size` values that begin at `start` and lie `step` apart.
fn blur_line(
    values: &mut [f32],
    (start, step): (usize, usize),
    size: usize,
    kernel: &[f32],
    line: &mut [f32],
) {
    let reach = kernel.len() - 1;
    let at = |place: usize| start + place.saturating_sub(reach).min(size - 1) * step;
    for (place, slot) in line.iter_mut().enumerate() {
        *slot = values.get(at(place)).copied().unwrap_or_default();
    }
    let targets = values.iter_mut().skip(start).step_by(step).take(size);
    for (window, target) in line.windows(2 * reach + 1).zip(targets) {
        let (before, rest) = window.split_at(reach);
        let outwards = before.iter().rev().zip(rest.iter().skip(1));
        let sides = kernel.iter().skip(1).zip(outwards).map(|(weight, (a, b))| weight * (a + b));
        let middle = rest.first().copied().unwrap_or_default();
        *target = kernel.first().copied().unwrap_or(1.0) * middle + sides.sum::<f32>();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_colour_stays_as_it_is() {
        let mut values = vec![80.0; 16 * 16 * 3];
        blur(&mut values, 16, 2.0);
        assert!(values.iter().all(|value| (value - 80.0).abs() < 1e-3));
    }

    #[test]
    fn a_point_spreads_evenly_and_keeps_its_light() {
        let mut values = vec![0.0; 31 * 31 * 3];
        let at = |x: usize, y: usize| (y * 31 + x) * 3 + 1;
        values[at(15, 15)] = 1000.0;
        blur(&mut values, 31, 1.5);
        assert!((values.iter().sum::<f32>() - 1000.0).abs() < 0.1);
        assert!(values[at(15, 15)] < 100.0);
        assert!((values[at(13, 15)] - values[at(17, 15)]).abs() < 1e-4);
        assert!((values[at(13, 15)] - values[at(15, 13)]).abs() < 1e-4);
        assert_eq!(values.iter().step_by(3).sum::<f32>(), 0.0, "channels stay apart");
    }

    #[test]
    fn no_blur_leaves_every_bit() {
        let before: Vec<f32> = (0..4 * 4 * 3).map(|value| value as f32 * 1.7).collect();
        let mut values = before.clone();
        blur(&mut values, 4, 0.0);
        assert_eq!(values, before);
    }

    #[test]
    fn a_blur_wider_than_the_picture_is_no_trouble() {
        let mut values: Vec<f32> = (0..3 * 3 * 3).map(|value| value as f32).collect();
        blur(&mut values, 3, 5.0);
        assert!(values.iter().all(|value| (0.0..=26.0).contains(value)));
    }
}
