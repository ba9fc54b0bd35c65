//! The loss against labels of two depths: a photo that is said to show "an apple" counts for the sum of
//! all apples' probabilities, whichever it is (the marginal likelihood of the label).

use tch::{Device, Kind, Reduction, Tensor};

use super::{TrainingError, labels::LabelTable};

/// Added to what must not count in a sum of exponentials.
const LEFT_OUT: f32 = -1e4;

/// How logits are held against labels.
pub(super) struct LabelLoss {
    /// Share of each target that is spread over all classes.
    smoothing: f64,
    /// For each kind 0 where a class is of it, and far below where not (kinds x classes); none without
    /// kinds.
    kinds: Option<Tensor>,
}

impl LabelLoss {
    /// # Errors
    /// [`TrainingError::Network`] when LibTorch refuses.
    pub(super) fn new(
        labels: &LabelTable,
        smoothing: f64,
        device: Device,
    ) -> Result<Self, TrainingError> {
        let classes = labels.classes().len();
        let mut mask = Vec::with_capacity(labels.kinds().len() * classes);
        for members in labels.kinds() {
            mask.extend((0..classes).map(|it| if members.contains(&it) { 0.0 } else { LEFT_OUT }));
        }
        let kinds = if mask.is_empty() {
            None
        } else {
            let mask = Tensor::f_from_slice(&mask)?.f_view([-1, classes as i64])?;
            Some(mask.f_to_device(device)?)
        };
        Ok(Self { smoothing, kinds })
    }

    /// The mean loss of logits (batch x classes) against each photo's label (batch).
    pub(super) fn of_labels(
        &self,
        logits: &Tensor,
        labels: &Tensor,
    ) -> Result<Tensor, TrainingError> {
        let Some(kinds) = &self.kinds else { return self.of_classes(logits, labels) };
        let logarithms = logits.f_log_softmax(-1, Kind::Float)?;
        let told = with_kinds(&logarithms, kinds)?;
        let no_weights = None::<&Tensor>;
        let loss = told.f_nll_loss(labels, no_weights, Reduction::Mean, -100)?;
        self.smoothed(&loss, &logarithms)
    }

    /// The mean loss of logits (batch x classes) against shares of labels (batch x labels): two where
    /// two pictures are mixed.
    pub(super) fn of_shares(
        &self,
        logits: &Tensor,
        shares: &Tensor,
    ) -> Result<Tensor, TrainingError> {
        let Some(kinds) = &self.kinds else { return self.of_classes(logits, shares) };
        let logarithms = logits.f_log_softmax(-1, Kind::Float)?;
        let told = with_kinds(&logarithms, kinds)?;
        let rows =
            told.f_mul(shares)?.f_sum_dim_intlist([-1_i64].as_slice(), false, Kind::Float)?;
        self.smoothed(&rows.f_mean(Kind::Float)?.f_neg()?, &logarithms)
    }

    /// Where each label is a class, LibTorch's own.
    fn of_classes(&self, logits: &Tensor, labels: &Tensor) -> Result<Tensor, TrainingError> {
        let no_weights = None::<&Tensor>;
        Ok(logits.f_cross_entropy_loss(
            labels,
            no_weights,
            Reduction::Mean,
            -100,
            self.smoothing,
        )?)
    }

    /// Spreads a share over all classes (Szegedy et al. 2015).
    fn smoothed(&self, loss: &Tensor, logarithms: &Tensor) -> Result<Tensor, TrainingError> {
        let even = logarithms.f_mean(Kind::Float)?.f_mul_scalar(-self.smoothing)?;
        Ok(loss.f_mul_scalar(1.0 - self.smoothing)?.f_add(&even)?)
    }
}

/// The logarithms of the classes' probabilities, and behind them those of the kinds'.
fn with_kinds(logarithms: &Tensor, kinds: &Tensor) -> Result<Tensor, TrainingError> {
    let members = logarithms.f_unsqueeze(1)?.f_add(kinds)?;
    let sums = members.f_logsumexp([-1_i64].as_slice(), false)?;
    Ok(Tensor::f_cat(&[logarithms, &sums], 1)?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::labels::{DataLabel, Depth};

    /// Two apples, a lime, and "apple".
    fn table() -> LabelTable {
        let label = |id: &str, coarse: &str, depth| DataLabel {
            id: id.to_owned(),
            coarse: coarse.to_owned(),
            depth,
        };
        let labels = [
            label("gala", "apple", Depth::Product),
            label("pink", "apple", Depth::Product),
            label("lime", "lime", Depth::Product),
            label("apple", "apple", Depth::Kind),
        ];
        LabelTable::of(&labels, &[])
    }

    fn loss(smoothing: f64) -> LabelLoss {
        LabelLoss::new(&table(), smoothing, Device::Cpu).unwrap()
    }

    fn logits() -> Tensor {
        // Probabilities 0.5, 0.3 and 0.2.
        Tensor::from_slice(&[0.5_f32, 0.3, 0.2]).log().view([1, 3])
    }

    fn value(tensor: &Tensor) -> f64 {
        tensor.double_value(&[])
    }

    #[test]
    fn a_kind_counts_for_the_sum_of_its_products() {
        let of = |label: i64| {
            value(&loss(0.0).of_labels(&logits(), &Tensor::from_slice(&[label])).unwrap())
        };
        assert!((of(3) + 0.8_f64.ln()).abs() < 1e-6, "{}", of(3));
        assert!((of(0) + 0.5_f64.ln()).abs() < 1e-6);
    }

    #[test]
    fn a_kind_pulls_none_of_its_products_from_the_others() {
        let logits = logits().set_requires_grad(true);
        let loss = loss(0.0).of_labels(&logits, &Tensor::from_slice(&[3_i64])).unwrap();
        loss.backward();
        let slope = logits.grad();
        let at = |class: i64| slope.double_value(&[0, class]);
        // Both apples rise in proportion to what they are believed, and the lime falls.
        assert!((at(0) / at(1) - 5.0 / 3.0).abs() < 1e-4 && at(0) < 0.0 && at(2) > 0.0);
    }

    #[test]
    fn mixed_pictures_and_smoothing_agree_with_the_plain_loss() {
        let shares = Tensor::from_slice(&[0.25_f32, 0.0, 0.75, 0.0]).view([1, 4]);
        let own = value(&loss(0.1).of_shares(&logits(), &shares).unwrap());
        let plain = LabelLoss { smoothing: 0.1, kinds: None };
        let wanted = value(&plain.of_shares(&logits(), &shares.narrow(1, 0, 3)).unwrap());
        assert!((own - wanted).abs() < 1e-6, "{own} {wanted}");
    }
}
