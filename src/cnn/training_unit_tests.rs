//! The fused units against LibTorch's own operations, in 64 bits.

use super::*;

/// A unit on random numbers.
#[derive(Clone, Copy, Debug)]
struct Case {
    inputs: i64,
    outputs: i64,
    kernel: i64,
    stride: i64,
    groups: i64,
    side: i64,
    /// Above, below, left and right.
    padding: [i64; 4],
    high: f32,
    momentum: f64,
}

/// What a unit made: output, gradients of input, weight, gamma and beta, running mean and variance.
type Made = Vec<Tensor>;

const EPSILON: f64 = 1e-3;
const MOMENTUM: f64 = 0.1;

impl Case {
    fn depthwise(channels: i64, kernel: i64, stride: i64, side: i64) -> Self {
        let outputs = (side + stride - 1) / stride;
        let padding = ((outputs - 1) * stride + kernel - side).max(0);
        let (before, after) = (padding / 2, padding - padding / 2);
        Self {
            inputs: channels,
            outputs: channels,
            kernel,
            stride,
            groups: channels,
            side,
            padding: [before, after, before, after],
            high: 6.0,
            momentum: MOMENTUM,
        }
    }

    fn dense(inputs: i64, outputs: i64, kernel: i64, stride: i64, side: i64) -> Self {
        let padding = [kernel / 2; 4];
        Self {
            inputs,
            outputs,
            kernel,
            stride,
            groups: 1,
            side,
            padding,
            high: 6.0,
            momentum: MOMENTUM,
        }
    }

    /// Input, weight, gamma, beta.
    fn tensors(self) -> [Tensor; 4] {
        let kind = (Kind::Float, Device::Cpu);
        let weights = [self.outputs, self.inputs / self.groups, self.kernel, self.kernel];
        [
            Tensor::randn([3, self.inputs, self.side, self.side], kind),
            Tensor::randn(weights, kind) * 0.3,
            Tensor::rand([self.outputs], kind) * 3.0 - 0.5,
            Tensor::randn([self.outputs], kind),
        ]
    }

    fn limits(self) -> (f32, f32) {
        (if self.high.is_finite() { 0.0 } else { f32::NEG_INFINITY }, self.high)
    }

    fn unit(self, [x, weight, gamma, beta]: &[Tensor; 4], statistics: &[Tensor; 2]) -> Tensor {
        let Self { kernel, stride, groups, padding, momentum, .. } = self;
        let (low, high) = self.limits();
        let epsilon = EPSILON;
        let unit = TrainingUnit { kernel, stride, groups, padding, low, high, epsilon, momentum };
        let [mean, variance] = statistics;
        let norm = NormTensors { weight: gamma, bias: beta, mean, variance };
        assert!(TrainingUnit::suits(x, weight));
        unit.forward(x, weight, norm).unwrap()
    }

    fn reference(self, [x, weight, gamma, beta]: &[Tensor; 4], statistics: &[Tensor; 2]) -> Tensor {
        let [above, below, left, right] = self.padding;
        let bias: Option<&Tensor> = None;
        let y = x.constant_pad_nd([left, right, above, below]).conv2d(
            weight,
            bias,
            self.stride,
            0,
            1,
            self.groups,
        );
        let [mean, variance] = statistics;
        let (scale, shift) = (Some(gamma), Some(beta));
        let (by_batch, momentum) = (self.momentum > 0.0, self.momentum);
        let (mean, variance) = (Some(mean), Some(variance));
        let y = y.batch_norm(scale, shift, mean, variance, by_batch, momentum, EPSILON, false);
        if self.high.is_finite() { y.clamp(0.0, f64::from(self.high)) } else { y }
    }

    fn made(
        self,
        tensors: &[Tensor; 4],
        kind: Kind,
        forward: impl Fn(&[Tensor; 4], &[Tensor; 2]) -> Tensor,
    ) -> Made {
        let tensors =
            tensors.each_ref().map(|tensor| tensor.to_kind(kind).detach().set_requires_grad(true));
        let statistics =
            [0.3, 1.5].map(|value| Tensor::full([self.outputs], value, (kind, Device::Cpu)));
        let out = forward(&tensors, &statistics);
        // Gradients that differ from place to place, the same for both.
        let size = out.size();
        let count: i64 = size.iter().product();
        let weights = (Tensor::arange(count, (Kind::Double, Device::Cpu)) * 0.37).sin();
        (&out * weights.view(size.as_slice()).to_kind(kind)).sum(kind).backward();
        let mut made = vec![out.detach()];
        made.extend(tensors.iter().map(Tensor::grad));
        made.extend(statistics);
        made
    }

    fn check(self) {
        tch::manual_seed(5);
        let tensors = self.tensors();
        let ours = self.made(&tensors, Kind::Float, |given, long| self.unit(given, long));
        let exact = self.made(&tensors, Kind::Double, |given, long| self.reference(given, long));
        for (place, (ours, exact)) in ours.iter().zip(&exact).enumerate() {
            assert_eq!(ours.size(), exact.size(), "{self:?}, place {place}");
            let off = (ours.to_kind(Kind::Double) - exact).norm().double_value(&[]);
            let share = off / exact.norm().double_value(&[]);
            assert!(share < 1e-4, "{self:?}, place {place}: off by {share}");
        }
    }
}

#[test]
fn depthwise_units_are_as_libtorchs_operations() {
    for kernel in [3, 5] {
        for stride in [1, 2] {
            for side in [5, 8, 19] {
                Case::depthwise(24, kernel, stride, side).check();
                Case::depthwise(32, kernel, stride, side).check();
            }
        }
    }
}

#[test]
fn a_depthwise_unit_on_a_picture_smaller_than_its_kernel() {
    for stride in [1, 2] {
        Case::depthwise(16, 5, stride, 2).check();
        Case::depthwise(16, 5, stride, 1).check();
    }
}

#[test]
fn pointwise_and_other_units_are_as_libtorchs_operations() {
    Case::dense(24, 40, 1, 1, 9).check();
    Case::dense(16, 96, 1, 1, 7).check();
    Case::dense(3, 32, 3, 2, 17).check();
    Case::dense(8, 16, 3, 1, 6).check();
    Case::dense(16, 32, 1, 2, 8).check();
}

#[test]
fn activations_are_limits() {
    for case in [Case::dense(24, 40, 1, 1, 9), Case::depthwise(32, 3, 1, 9)] {
        Case { high: f32::INFINITY, ..case }.check();
    }
}

#[test]
fn statistics_that_are_to_stay_do() {
    for case in [Case::dense(24, 40, 1, 1, 9), Case::depthwise(32, 3, 1, 9)] {
        Case { momentum: 0.0, ..case }.check();
    }
}

#[test]
fn one_thread_gives_the_same_bits_again() {
    let case = Case::depthwise(32, 5, 1, 19);
    tch::manual_seed(6);
    let tensors = case.tensors();
    let threads = tch::get_num_threads();
    tch::set_num_threads(1);
    let made = || case.made(&tensors, Kind::Float, |given, long| case.unit(given, long));
    let (first, second) = (made(), made());
    tch::set_num_threads(threads);
    assert!(first.iter().zip(&second).all(|(a, b)| a == b));
}

#[test]
fn what_does_not_fit_is_an_error() {
    let case = Case::dense(24, 40, 1, 1, 9);
    let [_, weight, gamma, beta] = case.tensors();
    let x = Tensor::zeros([2, 23, 9, 9], (Kind::Float, Device::Cpu));
    let statistics = [Tensor::zeros([40], (Kind::Float, Device::Cpu)), gamma.ones_like()];
    let norm =
        NormTensors { weight: &gamma, bias: &beta, mean: &statistics[0], variance: &statistics[1] };
    let unit = TrainingUnit {
        kernel: 1,
        stride: 1,
        groups: 1,
        padding: [0; 4],
        low: 0.0,
        high: 6.0,
        epsilon: EPSILON,
        momentum: MOMENTUM,
    };
    let error = unit.forward(&x, &weight, norm).unwrap_err();
    assert!(matches!(error, CnnError::Torch(_)), "{error}");
    assert!(!TrainingUnit::suits(&x, &weight.narrow(0, 0, 12)), "12 channels fill no vector");
    assert!(!TrainingUnit::suits(&x.to_kind(Kind::Double), &weight));
}

#[test]
fn an_average_approaches() {
    let (zeros, ones) = (
        Tensor::zeros([5], (Kind::Float, Device::Cpu)),
        Tensor::ones([5], (Kind::Float, Device::Cpu)),
    );
    assert!(approach_in_one_loop(&zeros, &ones, 0.25).unwrap());
    assert_eq!(zeros, &ones * 0.25);
}
