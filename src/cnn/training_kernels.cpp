// Loops of a training step over 32-bit floats that lie pixel by pixel (channels last). Compiled once
// for each of two instruction sets, in namespaces `KERNELS_OF`; so nothing that other files could
// share (no template of the standard library) may be instantiated here.
//
// The numbers of channels must be multiples of 8. Every function works on a part of the pixels, so
// that threads can share the work.

#include "training_kernels.h"

#define INLINE inline __attribute__((always_inline))

namespace KERNELS_OF {

namespace {

// Pixels whose sums are made in 32 bits before they are added in 64.
constexpr size_t BLOCK = 64;
// Greatest number of vectors of channels that are worked on at once.
constexpr int GROUP = 4;

template <int LANES>
struct Lanes;
template <>
struct Lanes<8> {
  typedef float Vector __attribute__((vector_size(32)));
  typedef float Unaligned __attribute__((vector_size(32), aligned(4), may_alias));
};
template <>
struct Lanes<16> {
  typedef float Vector __attribute__((vector_size(64)));
  typedef float Unaligned __attribute__((vector_size(64), aligned(4), may_alias));
};

template <int LANES>
using Vector = typename Lanes<LANES>::Vector;

template <int LANES>
INLINE Vector<LANES> load(const float* from) {
  return *reinterpret_cast<const typename Lanes<LANES>::Unaligned*>(from);
}

template <int LANES>
INLINE void store(float* to, Vector<LANES> values) {
  *reinterpret_cast<typename Lanes<LANES>::Unaligned*>(to) = values;
}

// The gradient where the activation let its argument through, else 0.
template <int LANES>
INLINE Vector<LANES> passed(
    Vector<LANES> gradient, Vector<LANES> argument, float low, float high) {
  const Vector<LANES> none = {};
  return (argument > low) & (argument < high) ? gradient : none;
}

// Calls `work` with the first channel and the number of vectors of each group of channels.
template <int LANES, typename Work>
INLINE void for_groups(size_t channels, const Work& work) {
  size_t channel = 0;
  for (; channel + GROUP * LANES <= channels; channel += GROUP * LANES) {
    work.template operator()<GROUP>(channel);
  }
  for (; channel < channels; channel += LANES) work.template operator()<1>(channel);
}

template <int LANES>
struct Moments {
  const float* y;
  size_t pixels, channels;
  const float* pivot;
  double *sums, *squares;

  template <int COUNT>
  INLINE void operator()(size_t channel) const {
    Vector<LANES> middle[COUNT], sum[COUNT] = {}, square[COUNT] = {};
    for (int v = 0; v < COUNT; ++v) middle[v] = load<LANES>(pivot + channel + v * LANES);
    const float* from = y + channel;
    for (size_t pixel = 0; pixel < pixels; ++pixel, from += channels) {
      for (int v = 0; v < COUNT; ++v) {
        const auto off = load<LANES>(from + v * LANES) - middle[v];
        sum[v] += off;
        square[v] += off * off;
      }
    }
    for (int v = 0; v < COUNT; ++v) {
      for (int lane = 0; lane < LANES; ++lane) {
        sums[channel + v * LANES + lane] += sum[v][lane];
        squares[channel + v * LANES + lane] += square[v][lane];
      }
    }
  }
};

template <int LANES>
struct GradientSums {
  const float *gradient, *y;
  size_t pixels, channels;
  const BatchNorm* norm;
  double *sums, *products;

  template <int COUNT>
  INLINE void operator()(size_t channel) const {
    Vector<LANES> scale[COUNT], shift[COUNT], mean[COUNT], sum[COUNT] = {}, product[COUNT] = {};
    for (int v = 0; v < COUNT; ++v) {
      const size_t at = channel + v * LANES;
      scale[v] = load<LANES>(norm->scale + at);
      shift[v] = load<LANES>(norm->shift + at);
      mean[v] = load<LANES>(norm->mean + at);
    }
    const float low = norm->low, high = norm->high;
    size_t at = channel;
    for (size_t pixel = 0; pixel < pixels; ++pixel, at += channels) {
      for (int v = 0; v < COUNT; ++v) {
        const auto value = load<LANES>(y + at + v * LANES);
        const auto argument = value * scale[v] + shift[v];
        const auto g = passed<LANES>(load<LANES>(gradient + at + v * LANES), argument, low, high);
        sum[v] += g;
        product[v] += g * (value - mean[v]);
      }
    }
    for (int v = 0; v < COUNT; ++v) {
      for (int lane = 0; lane < LANES; ++lane) {
        sums[channel + v * LANES + lane] += sum[v][lane];
        products[channel + v * LANES + lane] += product[v][lane];
      }
    }
  }
};

template <int LANES>
void moments_of(const float* y, size_t pixels, size_t channels, const float* pivot, double* sums,
                double* squares) {
  for (size_t first = 0; first < pixels; first += BLOCK) {
    const size_t count = pixels - first < BLOCK ? pixels - first : BLOCK;
    for_groups<LANES>(
        channels,
        Moments<LANES>{y + first * channels, count, channels, pivot, sums, squares});
  }
}

template <int LANES>
void gradient_sums_of(const float* gradient, const float* y, size_t pixels, size_t channels,
                      const BatchNorm& norm, double* sums, double* products) {
  for (size_t first = 0; first < pixels; first += BLOCK) {
    const size_t count = pixels - first < BLOCK ? pixels - first : BLOCK;
    const size_t at = first * channels;
    for_groups<LANES>(
        channels,
        GradientSums<LANES>{gradient + at, y + at, count, channels, &norm, sums, products});
  }
}

template <int LANES>
void normalise_of(const float* y, size_t pixels, size_t channels, const BatchNorm& norm,
                  float* out) {
  const float low = norm.low, high = norm.high;
  const Vector<LANES> least = low - Vector<LANES>{}, most = high - Vector<LANES>{};
  for (size_t pixel = 0; pixel < pixels; ++pixel, y += channels, out += channels) {
    for (size_t channel = 0; channel < channels; channel += LANES) {
      auto value = load<LANES>(y + channel) * load<LANES>(norm.scale + channel) +
                   load<LANES>(norm.shift + channel);
      value = value > least ? value : least;
      store<LANES>(out + channel, value < most ? value : most);
    }
  }
}

template <int LANES>
void gradient_of(const float* gradient, const float* y, size_t pixels, size_t channels,
                 const BatchNorm& norm, const NormGradient& by, float* out) {
  for (size_t pixel = 0; pixel < pixels; ++pixel) {
    for (size_t channel = 0; channel < channels; channel += LANES) {
      const auto value = load<LANES>(y + channel);
      const auto argument =
          value * load<LANES>(norm.scale + channel) + load<LANES>(norm.shift + channel);
      const auto g =
          passed<LANES>(load<LANES>(gradient + channel), argument, norm.low, norm.high);
      store<LANES>(out + channel,
                   g * load<LANES>(norm.scale + channel) +
                       (value * load<LANES>(by.of_value + channel) +
                        load<LANES>(by.constant + channel)));
    }
    y += channels, gradient += channels, out += channels;
  }
}

// Taps of a kernel that meet the picture: first and one after the last.
struct Taps {
  size_t first, end;
};

// `start` is the picture's pixel below the kernel's first tap; may lie outside.
INLINE Taps taps_inside(ptrdiff_t start, size_t kernel, size_t length) {
  const ptrdiff_t first = start < 0 ? -start : 0;
  ptrdiff_t end = static_cast<ptrdiff_t>(length) - start;
  if (end > static_cast<ptrdiff_t>(kernel)) end = static_cast<ptrdiff_t>(kernel);
  if (end < first) end = first;
  return {static_cast<size_t>(first), static_cast<size_t>(end)};
}

// COUNT outputs side by side, whose taps all lie inside of the picture's columns. Every value of the
// picture is loaded once for all outputs that it belongs to.
template <int LANES, int KERNEL, int STRIDE, int COUNT>
INLINE void inner_outputs(const float* corner, size_t row, size_t channels, const float* weights,
                          Taps down, float* out) {
  Vector<LANES> sum[COUNT] = {};
  for (size_t ky = down.first; ky < down.end; ++ky) {
    const float* from = corner + ky * row;
    Vector<LANES> weight[KERNEL];
#pragma GCC unroll 8
    for (int kx = 0; kx < KERNEL; ++kx) {
      weight[kx] = load<LANES>(weights + (ky * KERNEL + kx) * channels);
    }
#pragma GCC unroll 32
    for (int column = 0; column < (COUNT - 1) * STRIDE + KERNEL; ++column) {
      const auto value = load<LANES>(from + column * channels);
#pragma GCC unroll 16
      for (int output = 0; output < COUNT; ++output) {
        const int kx = column - output * STRIDE;
        if (kx >= 0 && kx < KERNEL) sum[output] += value * weight[kx];
      }
    }
  }
#pragma GCC unroll 16
  for (int output = 0; output < COUNT; ++output) {
    store<LANES>(out + output * channels, sum[output]);
  }
}

template <int LANES, int KERNEL, int STRIDE>
void convolve_row(const Depthwise& shape, const float* picture, const float* weights, size_t row,
                  float* out) {
  constexpr int COUNT = LANES == 16 ? 8 : 4;
  const size_t channels = shape.channels, line = shape.width * channels;
  const ptrdiff_t top = static_cast<ptrdiff_t>(row * STRIDE) - shape.top;
  const Taps down = taps_inside(top, KERNEL, shape.height);
  const float* rows = picture + top * static_cast<ptrdiff_t>(line);
  for (size_t channel = 0; channel < channels; channel += LANES) {
    size_t column = 0;
    while (column < shape.out_width) {
      const ptrdiff_t left = static_cast<ptrdiff_t>(column * STRIDE) - shape.left;
      const float* corner = rows + left * static_cast<ptrdiff_t>(channels) + channel;
      float* to = out + column * channels + channel;
      const auto fits = [&](int count) {
        return left >= 0 && left + (count - 1) * STRIDE + KERNEL <=
                                static_cast<ptrdiff_t>(shape.width);
      };
      if (column + COUNT <= shape.out_width && fits(COUNT)) {
        inner_outputs<LANES, KERNEL, STRIDE, COUNT>(
            corner, line, channels, weights + channel, down, to);
        column += COUNT;
        continue;
      }
      if (fits(1)) {
        inner_outputs<LANES, KERNEL, STRIDE, 1>(
            corner, line, channels, weights + channel, down, to);
      } else {
        const Taps across = taps_inside(left, KERNEL, shape.width);
        Vector<LANES> sum = {};
        for (size_t ky = down.first; ky < down.end; ++ky) {
          for (size_t kx = across.first; kx < across.end; ++kx) {
            sum += load<LANES>(corner + ky * line + kx * channels) *
                   load<LANES>(weights + (ky * KERNEL + kx) * channels + channel);
          }
        }
        store<LANES>(to, sum);
      }
      ++column;
    }
  }
}

// The gradient of one row of the picture, gathered from the outputs that it had a part in.
template <int LANES, int KERNEL, int STRIDE>
void gather_gradient_row(const Depthwise& shape, const float* gradient, const float* weights,
                          size_t row, float* out) {
  const size_t channels = shape.channels;
  for (size_t channel = 0; channel < channels; channel += LANES) {
    for (size_t column = 0; column < shape.width; ++column) {
      Vector<LANES> sum = {};
      const size_t below = row + shape.top, beside = column + shape.left;
      for (size_t ky = below % STRIDE; ky < KERNEL && ky <= below; ky += STRIDE) {
        const size_t y = (below - ky) / STRIDE;
        if (y >= shape.out_height) continue;
        for (size_t kx = beside % STRIDE; kx < KERNEL && kx <= beside; kx += STRIDE) {
          const size_t x = (beside - kx) / STRIDE;
          if (x >= shape.out_width) continue;
          sum += load<LANES>(gradient + (y * shape.out_width + x) * channels + channel) *
                 load<LANES>(weights + (ky * KERNEL + kx) * channels + channel);
        }
      }
      store<LANES>(out + column * channels + channel, sum);
    }
  }
}

// What one row of outputs adds to the weights' gradient.
template <int LANES, int KERNEL, int STRIDE>
void weight_gradient_row(const Depthwise& shape, const float* picture, const float* gradient,
                         size_t row, float* sums) {
  const size_t channels = shape.channels, line = shape.width * channels;
  const ptrdiff_t top = static_cast<ptrdiff_t>(row * STRIDE) - shape.top;
  const Taps down = taps_inside(top, KERNEL, shape.height);
  const float* rows = picture + top * static_cast<ptrdiff_t>(line);
  for (size_t channel = 0; channel < channels; channel += LANES) {
    for (size_t ky = down.first; ky < down.end; ++ky) {
      Vector<LANES> sum[KERNEL];
      float* to = sums + ky * KERNEL * channels + channel;
#pragma GCC unroll 8
      for (int kx = 0; kx < KERNEL; ++kx) sum[kx] = load<LANES>(to + kx * channels);
      const float* from = rows + ky * line + channel;
      for (size_t column = 0; column < shape.out_width; ++column) {
        const ptrdiff_t left = static_cast<ptrdiff_t>(column * STRIDE) - shape.left;
        const auto g = load<LANES>(gradient + column * channels + channel);
        const float* corner = from + left * static_cast<ptrdiff_t>(channels);
        if (left >= 0 && left + KERNEL <= static_cast<ptrdiff_t>(shape.width)) {
#pragma GCC unroll 8
          for (int kx = 0; kx < KERNEL; ++kx) sum[kx] += load<LANES>(corner + kx * channels) * g;
        } else {
#pragma GCC unroll 8
          for (int kx = 0; kx < KERNEL; ++kx) {
            const ptrdiff_t x = left + kx;
            if (x >= 0 && x < static_cast<ptrdiff_t>(shape.width)) {
              sum[kx] += load<LANES>(corner + kx * channels) * g;
            }
          }
        }
      }
#pragma GCC unroll 8
      for (int kx = 0; kx < KERNEL; ++kx) store<LANES>(to + kx * channels, sum[kx]);
    }
  }
}

bool is_wide(size_t channels) { return channels % MOST_LANES == 0; }

}  // namespace

void moments(const float* y, size_t pixels, size_t channels, const float* pivot, double* sums,
             double* squares) {
  (is_wide(channels) ? moments_of<MOST_LANES> : moments_of<8>)(y, pixels, channels, pivot, sums, squares);
}

void normalise(const float* y, size_t pixels, size_t channels, const BatchNorm& norm, float* out) {
  (is_wide(channels) ? normalise_of<MOST_LANES> : normalise_of<8>)(y, pixels, channels, norm, out);
}

void gradient_sums(const float* gradient, const float* y, size_t pixels, size_t channels,
                   const BatchNorm& norm, double* sums, double* products) {
  (is_wide(channels) ? gradient_sums_of<MOST_LANES> : gradient_sums_of<8>)(
      gradient, y, pixels, channels, norm, sums, products);
}

void norm_gradient(const float* gradient, const float* y, size_t pixels, size_t channels,
                   const BatchNorm& norm, const NormGradient& by, float* out) {
  (is_wide(channels) ? gradient_of<MOST_LANES> : gradient_of<8>)(
      gradient, y, pixels, channels, norm, by, out);
}

#define BY_SHAPE(function, ...)                                                     \
  const bool wide = is_wide(shape.channels);                                        \
  if (shape.kernel == 3 && shape.stride == 1) {                                     \
    (wide ? function<MOST_LANES, 3, 1> : function<8, 3, 1>)(__VA_ARGS__);                   \
  } else if (shape.kernel == 3) {                                                   \
    (wide ? function<MOST_LANES, 3, 2> : function<8, 3, 2>)(__VA_ARGS__);                   \
  } else if (shape.stride == 1) {                                                   \
    (wide ? function<MOST_LANES, 5, 1> : function<8, 5, 1>)(__VA_ARGS__);                   \
  } else {                                                                          \
    (wide ? function<MOST_LANES, 5, 2> : function<8, 5, 2>)(__VA_ARGS__);                   \
  }

void depthwise_row(const Depthwise& shape, const float* picture, const float* weights, size_t row,
                   float* out) {
  BY_SHAPE(convolve_row, shape, picture, weights, row, out)
}

void depthwise_picture_gradient_row(const Depthwise& shape, const float* gradient,
                                    const float* weights, size_t row, float* out) {
  BY_SHAPE(gather_gradient_row, shape, gradient, weights, row, out)
}

void depthwise_weight_gradient_row(const Depthwise& shape, const float* picture,
                                   const float* gradient, size_t row, float* sums) {
  BY_SHAPE(weight_gradient_row, shape, picture, gradient, row, sums)
}

void adamw(float* __restrict parameter, float* __restrict first, float* __restrict second,
           const float* __restrict gradient, size_t count, const AdamWStep& step) {
  for (size_t at = 0; at < count; ++at) {
    const float g = gradient[at];
    const float m = first[at] + step.first_share * (g - first[at]);
    const float v = second[at] + step.second_share * (g * g - second[at]);
    first[at] = m, second[at] = v;
    const float scale = __builtin_sqrtf(v) / step.root_correction + step.epsilon;
    parameter[at] = parameter[at] * step.kept - step.rate * m / scale;
  }
}

void approach(float* __restrict to, const float* __restrict from, size_t count, float share) {
  for (size_t at = 0; at < count; ++at) to[at] += share * (from[at] - to[at]);
}

}  // namespace KERNELS_OF
