//! The learning rate over a training.

/// The share of the full learning rate at `step` of `steps`: up in a straight line for `warm_up`
/// steps, then down along a half cosine (Loshchilov and Hutter 2016, without restarts).
pub(super) fn learning_rate_share(step: usize, warm_up: usize, steps: usize) -> f64 {
    if step < warm_up {
        return (step + 1) as f64 / warm_up as f64;
    }
    let left = steps.saturating_sub(warm_up).max(1) as f64;
    let done = ((step - warm_up) as f64 / left).min(1.0);
    0.5 * (1.0 + (std::f64::consts::PI * done).cos())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rises_then_falls_to_nothing() {
        let shares: Vec<f64> = (0..=100).map(|step| learning_rate_share(step, 10, 100)).collect();
        assert!((shares[0] - 0.1).abs() < 1e-12);
        assert!((shares[10] - 1.0).abs() < 1e-12);
        assert!((shares[55] - 0.5).abs() < 1e-12);
        assert!(shares[100].abs() < 1e-12);
        assert!(shares[10..].windows(2).all(|pair| pair[1] <= pair[0]));
    }

    #[test]
    fn no_warm_up_starts_full() {
        assert!((learning_rate_share(0, 0, 10) - 1.0).abs() < 1e-12);
    }
}
