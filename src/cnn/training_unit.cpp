// A convolution with its batch norm and activation, learnt as one operation on the CPU: fewer ways
// through memory than LibTorch's own operations one after the other, and depthwise convolutions that
// lie as the pointwise ones like it (channels last).
//
// Every function that can fail answers null, or a message that lives until the thread's next call;
// no C++ exception crosses the boundary.

#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include <ATen/Parallel.h>
#include <ATen/ops/convolution.h>
#include <ATen/ops/convolution_backward.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/zeros.h>
#include <torch/csrc/autograd/custom_function.h>

#include "message_of.h"
#include "training_kernels.h"

namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// The loops for this processor.
struct Kernels {
  decltype(&kernels_avx512::moments) moments;
  decltype(&kernels_avx512::normalise) normalise;
  decltype(&kernels_avx512::gradient_sums) gradient_sums;
  decltype(&kernels_avx512::norm_gradient) norm_gradient;
  decltype(&kernels_avx512::depthwise_row) depthwise_row;
  decltype(&kernels_avx512::depthwise_picture_gradient_row) depthwise_picture_gradient_row;
  decltype(&kernels_avx512::depthwise_weight_gradient_row) depthwise_weight_gradient_row;
  decltype(&kernels_avx512::adamw) adamw;
  decltype(&kernels_avx512::approach) approach;
};

#define KERNELS_IN(set)                                                                       \
  {                                                                                           \
    set::moments, set::normalise, set::gradient_sums, set::norm_gradient, set::depthwise_row, \
        set::depthwise_picture_gradient_row, set::depthwise_weight_gradient_row, set::adamw,  \
        set::approach                                                                         \
  }

constexpr Kernels AVX512 = KERNELS_IN(kernels_avx512);
constexpr Kernels AVX2 = KERNELS_IN(kernels_avx2);

bool has_avx512() {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl");
}

bool has_avx2() {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
         __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
         __builtin_cpu_supports("f16c") && __builtin_cpu_supports("lzcnt");
}

const Kernels& kernels() {
  static const Kernels& chosen = has_avx512() ? AVX512 : AVX2;
  return chosen;
}

}  // namespace

// What `cnn::training_unit` hands over.
struct UnitShape {
  int64_t kernel, stride, groups;
  // Padding: above, below, left, right.
  int64_t padding[4];
  // The activation's limits.
  float low, high;
  double epsilon;
  // By how much the running mean and variance move to the batch's, by which the unit then goes; 0:
  // it goes by the running ones, which stay.
  double momentum;

  bool is_by_batch() const { return momentum > 0; }
};

namespace {

enum class Way { Pointwise, Depthwise, Other };

Way way_of(const UnitShape& unit, const Tensor& weight) {
  if (unit.kernel == 1 && unit.stride == 1 && unit.groups == 1) return Way::Pointwise;
  const bool has_loop = (unit.kernel == 3 || unit.kernel == 5) && unit.stride <= 2;
  return unit.groups == weight.size(0) && weight.size(1) == 1 && has_loop ? Way::Depthwise
                                                                         : Way::Other;
}

// Batch x channels x height x width, as batch x height x width x channels without gaps.
Tensor channels_last(const Tensor& x) { return x.permute({0, 2, 3, 1}).contiguous(); }

// Splits `count` things over the threads; `work` gets first, end and a thread's number.
template <typename Work>
void share(int64_t count, const Work& work) {
  const int64_t threads = at::get_num_threads();
  const int64_t grain = std::max<int64_t>(1, (count + threads - 1) / threads);
  at::parallel_for(0, count, grain, [&](int64_t first, int64_t end) {
    work(first, end, at::get_thread_num());
  });
}

// Sums of 64 bits, a row a thread, added up in the threads' order.
class Sums {
 public:
  Sums(int64_t rows, int64_t channels)
      : channels_(channels),
        rows_(rows),
        values_(static_cast<size_t>(at::get_num_threads() * rows * channels), 0.0) {}
  double* of(int thread, int64_t row) {
    return values_.data() + (thread * rows_ + row) * channels_;
  }
  double total(int64_t row, int64_t channel) const {
    double sum = 0;
    for (size_t at = row * channels_ + channel; at < values_.size(); at += rows_ * channels_) {
      sum += values_[at];
    }
    return sum;
  }

 private:
  int64_t channels_, rows_;
  std::vector<double> values_;
};

Depthwise depthwise_of(const UnitShape& unit, const Tensor& x, int64_t height, int64_t width) {
  return {static_cast<size_t>(x.size(1)), static_cast<size_t>(x.size(2)),
          static_cast<size_t>(x.size(3)), static_cast<size_t>(unit.kernel),
          static_cast<size_t>(unit.stride), unit.padding[0], unit.padding[2],
          static_cast<size_t>(height), static_cast<size_t>(width)};
}

int64_t outputs(int64_t side, int64_t padding, const UnitShape& unit) {
  return (side + padding - unit.kernel) / unit.stride + 1;
}

// Kernel x kernel x channels.
Tensor depthwise_weights(const Tensor& weight, bool turned) {
  const auto lying = weight.squeeze(1).permute({1, 2, 0});
  return (turned ? lying.flip({0, 1}) : lying).contiguous();
}

// Convolves, and adds up moments around `pivot`, if there is one.
Tensor convolve(const UnitShape& unit, const Tensor& x, const Tensor& weight, const float* pivot,
                Sums& sums) {
  const int64_t batch = x.size(0), channels = weight.size(0);
  Tensor y;
  const auto way = way_of(unit, weight);
  if (way == Way::Depthwise) {
    const int64_t height = outputs(x.size(1), unit.padding[0] + unit.padding[1], unit);
    const int64_t width = outputs(x.size(2), unit.padding[2] + unit.padding[3], unit);
    y = at::empty({batch, height, width, channels}, x.options());
    const auto shape = depthwise_of(unit, x, height, width);
    const auto lying = depthwise_weights(weight, false);
    const float *from = x.const_data_ptr<float>(), *weights = lying.const_data_ptr<float>();
    float* to = y.mutable_data_ptr<float>();
    const int64_t picture = x.size(1) * x.size(2) * channels, line = width * channels;
    share(batch * height, [&](int64_t first, int64_t end, int thread) {
      for (int64_t row = first; row < end; ++row) {
        kernels().depthwise_row(shape, from + row / height * picture, weights, row % height,
                                to + row * line);
        if (pivot) {
          kernels().moments(to + row * line, width, channels, pivot, sums.of(thread, 0),
                            sums.of(thread, 1));
        }
      }
    });
    return y;
  }
  if (way == Way::Pointwise) {
    y = at::empty({batch, x.size(1), x.size(2), channels}, x.options());
    auto flat = y.view({-1, channels});
    at::mm_out(flat, x.view({-1, x.size(3)}), weight.view({channels, -1}).t());
  } else {
    y = channels_last(at::convolution(x.permute({0, 3, 1, 2}), weight, {},
                                      {unit.stride, unit.stride},
                                      {unit.padding[0], unit.padding[2]}, {1, 1}, false, {0, 0},
                                      unit.groups));
  }
  if (!pivot) return y;
  const float* from = y.const_data_ptr<float>();
  share(y.numel() / channels, [&](int64_t first, int64_t end, int thread) {
    kernels().moments(from + first * channels, end - first, channels, pivot, sums.of(thread, 0),
                      sums.of(thread, 1));
  });
  return y;
}

struct Gradients {
  Tensor x, weight;
};

Gradients depthwise_gradients(const UnitShape& unit, const Tensor& x, const Tensor& weight,
                              const Tensor& gradient, bool needs_x) {
  const int64_t batch = x.size(0), channels = weight.size(0), taps = unit.kernel * unit.kernel;
  const auto shape = depthwise_of(unit, x, gradient.size(1), gradient.size(2));
  const int64_t picture = x.size(1) * x.size(2) * channels, line = gradient.size(2) * channels;
  const int64_t height = gradient.size(1);
  const float *from = x.const_data_ptr<float>(), *dy = gradient.const_data_ptr<float>();
  auto parts = at::zeros({at::get_num_threads(), taps, channels}, x.options());
  float* sums = parts.mutable_data_ptr<float>();
  share(batch * height, [&](int64_t first, int64_t end, int thread) {
    for (int64_t row = first; row < end; ++row) {
      kernels().depthwise_weight_gradient_row(shape, from + row / height * picture,
                                              dy + row * line, row % height,
                                              sums + thread * taps * channels);
    }
  });
  Gradients all;
  all.weight = parts.sum(0).view({unit.kernel, unit.kernel, 1, channels}).permute({3, 2, 0, 1})
                   .contiguous();
  if (!needs_x) return all;
  all.x = at::empty_like(x);
  float* dx = all.x.mutable_data_ptr<float>();
  const bool turned = unit.stride == 1;
  const auto lying = depthwise_weights(weight, turned);
  const float* weights = lying.const_data_ptr<float>();
  // With a stride of 1 the gradient is a convolution of its own, with the weights turned.
  const Depthwise back{shape.out_height, shape.out_width, shape.channels, shape.kernel, 1,
                       unit.kernel - 1 - shape.top, unit.kernel - 1 - shape.left, shape.height,
                       shape.width};
  const int64_t rows = x.size(1), row_size = x.size(2) * channels;
  share(batch * rows, [&](int64_t first, int64_t end, int) {
    for (int64_t row = first; row < end; ++row) {
      const float* of_picture = dy + row / rows * height * line;
      float* to = dx + row * row_size;
      if (turned) {
        kernels().depthwise_row(back, of_picture, weights, row % rows, to);
      } else {
        kernels().depthwise_picture_gradient_row(shape, of_picture, weights, row % rows, to);
      }
    }
  });
  return all;
}

Gradients convolution_gradients(const UnitShape& unit, const Tensor& x, const Tensor& weight,
                                const Tensor& gradient, bool needs_x) {
  Gradients all;
  switch (way_of(unit, weight)) {
    case Way::Depthwise:
      return depthwise_gradients(unit, x, weight, gradient, needs_x);
    case Way::Pointwise: {
      const int64_t channels = weight.size(0);
      const auto flat = gradient.view({-1, channels});
      all.weight = at::mm(flat.t(), x.view({-1, x.size(3)})).view(weight.sizes());
      if (needs_x) {
        all.x = at::empty_like(x);
        auto to = all.x.view({-1, x.size(3)});
        at::mm_out(to, flat, weight.view({channels, -1}));
      }
      return all;
    }
    case Way::Other: {
      const auto found = at::convolution_backward(
          gradient.permute({0, 3, 1, 2}), x.permute({0, 3, 1, 2}), weight, c10::nullopt,
          {unit.stride, unit.stride}, {unit.padding[0], unit.padding[2]}, {1, 1}, false, {0, 0},
          unit.groups, {needs_x, true, false});
      all.weight = std::get<1>(found);
      if (needs_x) all.x = channels_last(std::get<0>(found));
      return all;
    }
  }
  return all;
}

UnitShape restored(const AutogradContext* ctx) {
  const auto bytes = ctx->saved_data.at("unit").toStringRef();
  UnitShape unit;
  std::memcpy(&unit, bytes.data(), sizeof unit);
  return unit;
}

struct Unit : torch::autograd::Function<Unit> {
  static Tensor forward(AutogradContext* ctx, const Tensor& input, const Tensor& weight,
                        const Tensor& gamma, const Tensor& beta, const Tensor& running_mean,
                        const Tensor& running_variance, const UnitShape& unit) {
    const auto x = channels_last(input);
    const int64_t channels = weight.size(0);
    Sums sums(2, channels);
    const bool is_by_batch = unit.is_by_batch();
    const auto pivot = running_mean.clone();
    const float* around = pivot.const_data_ptr<float>();
    const auto y = convolve(unit, x, weight, is_by_batch ? around : nullptr, sums);
    const double pixels = static_cast<double>(y.numel() / channels);

    // Scale, shift and mean of each channel, and the inverse of its deviation.
    auto numbers = at::empty({4, channels}, x.options());
    float* scale = numbers.mutable_data_ptr<float>();
    float *shift = scale + channels, *mean = shift + channels, *inverse = mean + channels;
    const float *by = gamma.const_data_ptr<float>(), *plus = beta.const_data_ptr<float>();
    float* long_mean = running_mean.mutable_data_ptr<float>();
    float* long_variance = running_variance.mutable_data_ptr<float>();
    for (int64_t c = 0; c < channels; ++c) {
      double middle = around[c], variance = long_variance[c];
      if (is_by_batch) {
        const double off = sums.total(0, c) / pixels;
        middle += off;
        variance = std::max(0.0, sums.total(1, c) / pixels - off * off);
        const double unbiased = variance * pixels / std::max(1.0, pixels - 1);
        long_mean[c] += static_cast<float>(unit.momentum * (middle - long_mean[c]));
        long_variance[c] += static_cast<float>(unit.momentum * (unbiased - long_variance[c]));
      }
      const double one_over = 1.0 / std::sqrt(variance + unit.epsilon);
      mean[c] = static_cast<float>(middle);
      inverse[c] = static_cast<float>(one_over);
      scale[c] = static_cast<float>(by[c] * one_over);
      shift[c] = static_cast<float>(plus[c] - middle * by[c] * one_over);
    }
    auto out = at::empty_like(y);
    const BatchNorm norm{scale, shift, mean, unit.low, unit.high};
    const float* from = y.const_data_ptr<float>();
    float* to = out.mutable_data_ptr<float>();
    share(y.numel() / channels, [&](int64_t first, int64_t end, int) {
      kernels().normalise(from + first * channels, end - first, channels, norm,
                          to + first * channels);
    });
    ctx->save_for_backward({x, weight, y, numbers});
    ctx->saved_data["unit"] =
        std::string(reinterpret_cast<const char*>(&unit), sizeof unit);
    return out.permute({0, 3, 1, 2});
  }

  static variable_list backward(AutogradContext* ctx, const variable_list& gradients) {
    const auto saved = ctx->get_saved_variables();
    const auto &x = saved[0], &weight = saved[1], &y = saved[2], &numbers = saved[3];
    const UnitShape unit = restored(ctx);
    const int64_t channels = weight.size(0);
    const int64_t pixels = y.numel() / channels;
    const auto gradient = channels_last(gradients[0]);
    const float* scale = numbers.const_data_ptr<float>();
    const float *shift = scale + channels, *mean = shift + channels, *inverse = mean + channels;
    const BatchNorm norm{scale, shift, mean, unit.low, unit.high};
    const float *g = gradient.const_data_ptr<float>(), *values = y.const_data_ptr<float>();

    Sums sums(2, channels);
    share(pixels, [&](int64_t first, int64_t end, int thread) {
      kernels().gradient_sums(g + first * channels, values + first * channels, end - first,
                              channels, norm, sums.of(thread, 0), sums.of(thread, 1));
    });
    // dy = s (g - mean(g) - (y - m) i^2 mean(g (y - m))) with s = gamma i (Ioffe and Szegedy 2015);
    // by running statistics, which do not follow from the batch, dy = s g.
    auto gamma_gradient = at::empty({channels}, x.options());
    auto beta_gradient = at::empty({channels}, x.options());
    std::vector<float> of_value(channels, 0.0F), constant(channels, 0.0F);
    for (int64_t c = 0; c < channels; ++c) {
      const double sum = sums.total(0, c), product = sums.total(1, c);
      gamma_gradient.mutable_data_ptr<float>()[c] = static_cast<float>(product * inverse[c]);
      beta_gradient.mutable_data_ptr<float>()[c] = static_cast<float>(sum);
      if (!unit.is_by_batch()) continue;
      const double slope = -scale[c] * inverse[c] * inverse[c] * product / pixels;
      of_value[c] = static_cast<float>(slope);
      constant[c] = static_cast<float>(-scale[c] * sum / pixels - slope * mean[c]);
    }
    auto of_y = at::empty_like(y);
    float* to = of_y.mutable_data_ptr<float>();
    const NormGradient by{of_value.data(), constant.data()};
    share(pixels, [&](int64_t first, int64_t end, int) {
      kernels().norm_gradient(g + first * channels, values + first * channels, end - first,
                              channels, norm, by, to + first * channels);
    });
    auto all = convolution_gradients(unit, x, weight, of_y, ctx->needs_input_grad(0));
    if (all.x.defined()) all.x = all.x.permute({0, 3, 1, 2});
    return {all.x, all.weight, gamma_gradient, beta_gradient, Tensor(), Tensor(), Tensor()};
  }
};

}  // namespace

extern "C" {

// Whether this processor has the instructions that one of the two sets of loops needs.
bool tillsight_has_training_kernels() noexcept { return has_avx512() || has_avx2(); }

// The answer is the caller's. Moves the running mean and variance.
const char* tillsight_training_unit(const at::Tensor* x, const at::Tensor* weight,
                                    const at::Tensor* gamma, const at::Tensor* beta,
                                    const at::Tensor* running_mean,
                                    const at::Tensor* running_variance, const UnitShape* unit,
                                    at::Tensor** answer) {
  return message_of([&] {
    TORCH_CHECK(x->dim() == 4 && weight->dim() == 4, "a unit takes four dimensions");
    TORCH_CHECK(x->size(1) == weight->size(1) * unit->groups, "the unit takes other channels");
    for (const auto* numbers : {gamma, beta, running_mean, running_variance}) {
      TORCH_CHECK(numbers->numel() == weight->size(0) && numbers->is_contiguous(),
                  "a norm needs a number a channel");
    }
    *answer = new at::Tensor(
        Unit::apply(*x, *weight, *gamma, *beta, *running_mean, *running_variance, *unit));
  });
}

// One step of AdamW for a parameter, which then has no gradient any more; none is no step.
const char* tillsight_adamw(const at::Tensor* parameter, const at::Tensor* first,
                            const at::Tensor* second, const AdamWStep* step) {
  return message_of([&] {
    at::NoGradGuard guard;
    if (!parameter->grad().defined()) return;
    const auto gradient = parameter->grad().contiguous();
    TORCH_CHECK(parameter->is_contiguous() && first->is_contiguous() && second->is_contiguous(),
                "the optimizer's numbers lie with gaps");
    float *p = parameter->mutable_data_ptr<float>(), *m = first->mutable_data_ptr<float>(),
          *v = second->mutable_data_ptr<float>();
    const float* g = gradient.const_data_ptr<float>();
    share(parameter->numel(), [&](int64_t from, int64_t end, int) {
      kernels().adamw(p + from, m + from, v + from, g + from, end - from, *step);
    });
    parameter->mutable_grad().reset();
  });
}

// Moves `average` towards `current` by a share of the way.
const char* tillsight_approach(const at::Tensor* average, const at::Tensor* current,
                               float by) {
  return message_of([&] {
    TORCH_CHECK(average->is_contiguous() && current->is_contiguous(), "an average lies with gaps");
    float* to = average->mutable_data_ptr<float>();
    const float* from = current->const_data_ptr<float>();
    share(average->numel(), [&](int64_t first, int64_t end, int) {
      kernels().approach(to + first, from + first, end - first, by);
    });
  });
}

}  // extern "C"
