// The loops of training_kernels.cpp, which is compiled for two instruction sets.

#pragma once

#include <stddef.h>

// A batch norm and its activation: out = clamp(y * scale + shift, low, high), with numbers a channel.
struct BatchNorm {
  const float *scale, *shift, *mean;
  float low, high;
};

// What a batch norm's gradient has beside the scaled gradient of its output:
// value * of_value + constant, with numbers a channel.
struct NormGradient {
  const float *of_value, *constant;
};

// A convolution of each channel with a kernel of 3 x 3 or 5 x 5 weights of its own, with a stride of
// 1 or 2. Weights lie kernel x kernel x channels.
struct Depthwise {
  size_t height, width, channels, kernel, stride;
  // Padding above and to the left; below and to the right follows from the outputs.
  ptrdiff_t top, left;
  size_t out_height, out_width;
};

// The numbers of one step of AdamW (Loshchilov and Hutter 2017).
struct AdamWStep {
  // What decay leaves of a parameter.
  float kept;
  // Shares by which the moments move.
  float first_share, second_share;
  // Step over the first moment's correction; root of the second moment's correction.
  float rate, root_correction;
  float epsilon;
};

#define DECLARE_KERNELS(set)                                                                      \
  namespace set {                                                                                 \
  /* Adds up y - pivot and its square. */                                                         \
  void moments(const float* y, size_t pixels, size_t channels, const float* pivot, double* sums,  \
               double* squares);                                                                  \
  /* out = the norm and activation of y. */                                                       \
  void normalise(const float* y, size_t pixels, size_t channels, const BatchNorm& norm,           \
                 float* out);                                                                     \
  /* Adds up the gradient g of the activation's argument, and g * (y - mean). */                  \
  void gradient_sums(const float* gradient, const float* y, size_t pixels, size_t channels,       \
                     const BatchNorm& norm, double* sums, double* products);                      \
  /* out = g * scale + y * by.of_value + by.constant. */                                          \
  void norm_gradient(const float* gradient, const float* y, size_t pixels, size_t channels,       \
                     const BatchNorm& norm, const NormGradient& by, float* out);                  \
  /* One row of outputs. */                                                                       \
  void depthwise_row(const Depthwise& shape, const float* picture, const float* weights,          \
                     size_t row, float* out);                                                     \
  /* One row of the picture's gradient, from the gradients of all outputs. */                     \
  void depthwise_picture_gradient_row(const Depthwise& shape, const float* gradient,              \
                                      const float* weights, size_t row, float* out);              \
  /* Adds what one row of outputs, with these gradients, has to say on the weights. */            \
  void depthwise_weight_gradient_row(const Depthwise& shape, const float* picture,                \
                                     const float* gradient, size_t row, float* sums);             \
  void adamw(float* parameter, float* first, float* second, const float* gradient, size_t count,  \
             const AdamWStep& step);                                                              \
  /* Moves `to` towards `from` by a share of the way. */                                          \
  void approach(float* to, const float* from, size_t count, float share);                         \
  }

DECLARE_KERNELS(kernels_avx512)
DECLARE_KERNELS(kernels_avx2)
