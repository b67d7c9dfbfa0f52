#include "training/gradients/batch_norm.h"

#include <algorithm>

#include "core/kernels/dispatch.h"
#include "core/ops/kernel_support.h"

namespace godwit::training {
namespace {

using core::ConstTensorView;

// Pixels that are summed in float32 before the sums go into double: few enough for their rounding, and enough that the
// doubles cost nothing beside them; and not more of them than stay in the second-level cache, where they are made.
constexpr std::int64_t kStripPixels = 512;
constexpr std::int64_t kStripFloats = 128 * 1024;

// What a value costs in multiply-adds: the loops below wait for memory.
constexpr std::int64_t kValueCost = 8;

std::int64_t Pixels(const ConstTensorView& view) { return view.shape().n * view.shape().h * view.shape().w; }

void CheckBatch(const ConstTensorView& view, const ConstTensorView& other) {
  core::Check(view.IsDense() && other.IsDense() && view.shape() == other.shape(), "a batch is dense and of one shape");
}

// Sums of one part.
struct PartSums {
  std::span<double> totals;        // 2 C
  std::span<float> first, second;  // of a strip
};

// For each strip of a part makes its rows and calls strip(first pixel, pixels, part), which sums them in float32, and
// merge(first pixel, pixels, part), then adds the parts up in their order.
template <typename Strip, typename Merge>
void SumChannels(const core::Shape& shape, MakeRows make, std::span<double> sums, Scratch scratch,
                 const core::ThreadPool& pool, const Strip& strip, const Merge& merge) {
  const std::int64_t channels = shape.c;
  core::Check(std::ssize(sums) == 2 * channels, "there are two sums for each channel");
  const std::int64_t padded = PaddedChannels(channels);
  const std::span<double> totals = scratch.Take<double>(kParts * 2 * channels);
  const std::span<float> strips = scratch.Take<float>(kParts * 2 * padded);
  const std::int64_t strip_pixels = std::min(kStripPixels, kStripFloats / channels);
  const std::int64_t strip_rows = std::max<std::int64_t>(1, strip_pixels / shape.w);
  const std::int64_t row_cost = kValueCost * shape.w * channels;
  ForParts(shape.n * shape.h, row_cost, pool, [&](std::int64_t part, std::int64_t begin, std::int64_t end) {
    const auto at = [](auto span, std::int64_t from, std::int64_t count) {
      return span.subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(count));
    };
    const PartSums own{at(totals, part * 2 * channels, 2 * channels), at(strips, part * 2 * padded, padded),
                       at(strips, (part * 2 + 1) * padded, padded)};
    std::ranges::fill(own.totals, 0.0);
    for (std::int64_t row = begin; row < end; row += strip_rows) {
      const std::int64_t rows = std::min(strip_rows, end - row);
      std::ranges::fill(own.first, 0.0F);
      std::ranges::fill(own.second, 0.0F);
      make(row, row + rows);
      strip(row * shape.w, rows * shape.w, own);
      merge(row * shape.w, rows * shape.w, own);
    }
  });
  std::ranges::copy(totals.first(sums.size()), sums.begin());
  for (std::int64_t part = 1; part < kParts; ++part) {
    for (std::size_t i = 0; i < sums.size(); ++i) {
      sums[i] += totals[static_cast<std::size_t>(part) * sums.size() + i];
    }
  }
}

core::AffineTask MakeTask(const ChannelAffine& affine, std::int64_t begin, std::int64_t rows) {
  const std::int64_t channels = affine.z.shape().c;
  return {.in = affine.z.data() + begin * channels,
          .residual = affine.residual.data() == nullptr ? nullptr : affine.residual.data() + begin * channels,
          .rows = rows,
          .channels = channels,
          .scale = affine.scale.data(),
          .shift = affine.shift.data(),
          .clamp = core::ClampOf(affine.activation)};
}

void CheckAffine(const ChannelAffine& affine) {
  const std::int64_t padded = PaddedChannels(affine.z.shape().c);
  core::Check(std::ssize(affine.scale) >= padded && std::ssize(affine.shift) >= padded,
              "there is a scale and a shift for each channel");
  if (affine.residual.data() != nullptr) {
    CheckBatch(affine.z, affine.residual);
  }
}

}  // namespace

std::size_t ChannelSumsScratch(std::int64_t channels) {
  return Scratch::BytesOf<double>(kParts * 2 * channels) +
         Scratch::BytesOf<float>(kParts * 2 * PaddedChannels(channels));
}

void BatchMoments(const ConstTensorView& z, MakeRows make, std::span<const float> about, std::span<double> sums,
                  Scratch scratch, const core::ThreadPool& pool) {
  const std::int64_t channels = z.shape().c;
  core::Check(z.IsDense() && std::ssize(about) >= channels,
              "a batch is dense; moments are about a value for each channel");
  // A strip is summed about its first pixel, which loses nothing where the mean is large beside the deviation; in
  // double that does not matter any more.
  SumChannels(
      z.shape(), make, sums, scratch, pool,
      [&](std::int64_t pixel, std::int64_t pixels, const PartSums& part) {
        const float* const first = z.data() + pixel * channels;
        core::Kernels().moments_f32({.in = first,
                                     .rows = pixels,
                                     .channels = channels,
                                     .shift = first,
                                     .sum = part.first.data(),
                                     .square = part.second.data()});
      },
      [&](std::int64_t pixel, std::int64_t pixels, const PartSums& part) {
        const float* const first = z.data() + pixel * channels;
        const auto count = static_cast<double>(pixels);
        double* const sum = part.totals.data();
        double* const square = sum + channels;
        for (std::int64_t c = 0; c < channels; ++c) {
          const auto i = static_cast<std::size_t>(c);
          const double shift = static_cast<double>(first[c]) - about[i];
          sum[c] += part.first[i] + count * shift;
          square[c] += part.second[i] + shift * (2.0 * part.first[i] + count * shift);
        }
      });
}

void ApplyAffine(const ChannelAffine& affine, const core::TensorView& y, const core::ThreadPool& pool) {
  CheckAffine(affine);
  CheckBatch(affine.z, y);
  const std::int64_t channels = y.shape().c;
  pool.For(Pixels(y), core::ParallelGrain(kValueCost * channels), [&](std::int64_t begin, std::int64_t end) {
    core::Kernels().affine_f32(MakeTask(affine, begin, end - begin), y.data() + begin * channels);
  });
}

void GradientSums(const ChannelAffine& affine, const ConstTensorView& y_gradient, MakeRows make,
                  std::span<const float> mean, std::span<double> sums, Scratch scratch, const core::ThreadPool& pool) {
  CheckAffine(affine);
  CheckBatch(affine.z, y_gradient);
  const std::int64_t channels = y_gradient.shape().c;
  core::Check(std::ssize(mean) >= PaddedChannels(channels), "there is a mean for each channel");
  SumChannels(
      y_gradient.shape(), make, sums, scratch, pool,
      [&](std::int64_t pixel, std::int64_t pixels, const PartSums& part) {
        core::Kernels().gradient_sums_f32({.affine = MakeTask(affine, pixel, pixels),
                                           .gradient = y_gradient.data() + pixel * channels,
                                           .mean = mean.data(),
                                           .sum = part.first.data(),
                                           .product = part.second.data()});
      },
      [&](std::int64_t, std::int64_t, const PartSums& part) {
        for (std::int64_t c = 0; c < channels; ++c) {
          part.totals[static_cast<std::size_t>(c)] += part.first[static_cast<std::size_t>(c)];
          part.totals[static_cast<std::size_t>(channels + c)] += part.second[static_cast<std::size_t>(c)];
        }
      });
}

void ApplyGradient(const ChannelAffine& affine, const ConstTensorView& y_gradient,
                   const GradientCoefficients& coefficients, const core::TensorView& z_gradient,
                   const core::TensorView& residual_gradient, bool add_residual_gradient,
                   const core::ThreadPool& pool) {
  CheckAffine(affine);
  CheckBatch(affine.z, y_gradient);
  CheckBatch(affine.z, z_gradient);
  float* const residual = residual_gradient.data();
  if (residual != nullptr) {
    CheckBatch(affine.z, residual_gradient);
  }
  const std::int64_t channels = y_gradient.shape().c;
  const std::int64_t padded = PaddedChannels(channels);
  core::Check(std::ssize(coefficients.gradient_scale) >= padded && std::ssize(coefficients.z_scale) >= padded &&
                  std::ssize(coefficients.offset) >= padded,
              "there are coefficients for each channel");
  pool.For(Pixels(y_gradient), core::ParallelGrain(kValueCost * channels), [&](std::int64_t begin, std::int64_t end) {
    const std::int64_t offset = begin * channels;
    core::Kernels().affine_gradient_f32({.affine = MakeTask(affine, begin, end - begin),
                                         .gradient = y_gradient.data() + offset,
                                         .gradient_scale = coefficients.gradient_scale.data(),
                                         .in_scale = coefficients.z_scale.data(),
                                         .offset = coefficients.offset.data(),
                                         .out = z_gradient.data() + offset,
                                         .residual_gradient = residual == nullptr ? nullptr : residual + offset,
                                         .add_residual_gradient = add_residual_gradient});
  });
}

}  // namespace godwit::training
