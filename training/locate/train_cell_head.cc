#include "training/locate/train_cell_head.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/check.h"
#include "core/ops/pointwise.h"
#include "training/data/random.h"
#include "training/gradients/matrix.h"
#include "training/losses/cross_entropy.h"
#include "training/model/parameter_layout.h"
#include "training/optimizers/learning_rate.h"
#include "training/optimizers/optimizer.h"

namespace godwit::training {
namespace {

using core::Shape;
using core::Tensor;
using geolocation::FeatureView;
using geolocation::LatLng;

// What is subtracted from and multiplied with each feature, so that all of them have mean 0 and deviation 1.
struct Standard {
  std::vector<float> mean;
  std::vector<float> scale;
};

Standard StandardOf(const FeatureView& features, std::span<const CellSample> samples) {
  const auto floats = static_cast<std::size_t>(features.shape().c);
  std::vector<double> sum(floats);
  std::vector<double> squares(floats);
  for (const CellSample& sample : samples) {
    const float* row = features.Pixel(0, 0, sample.row);
    for (std::size_t i = 0; i < floats; ++i) {
      sum[i] += row[i];
      squares[i] += double{row[i]} * row[i];
    }
  }
  Standard standard{std::vector<float>(floats), std::vector<float>(floats)};
  const auto count = static_cast<double>(samples.size());
  for (std::size_t i = 0; i < floats; ++i) {
    const double mean = sum[i] / count;
    const double variance = std::max(squares[i] / count - mean * mean, 0.0);
    // A feature that hardly varies here must not be blown up where it does.
    constexpr double kLeastDeviation = 1e-3;
    standard.mean[i] = static_cast<float>(mean);
    standard.scale[i] = static_cast<float>(1 / std::max(std::sqrt(variance), kLeastDeviation));
  }
  return standard;
}

// For each cell those that are right in part, with shares that add up to 1.
class Targets {
 public:
  Targets(std::span<const LatLng> cells, double smoothing_km, const core::ThreadPool& pool) : shares_(cells.size()) {
    constexpr double kLeastShare = 1e-3;
    pool.For(std::ssize(cells), 1, [&](std::int64_t begin, std::int64_t end) {
      for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end); ++i) {
        double sum = 0;
        for (std::size_t j = 0; j < cells.size(); ++j) {
          const double share = std::exp(-geolocation::DistanceKm(cells[i], cells[j]) / smoothing_km);
          if (share >= kLeastShare) {
            shares_[i].emplace_back(j, share);
            sum += share;
          }
        }
        for (auto& [cell, share] : shares_[i]) {
          share /= sum;
        }
      }
    });
  }

  void Fill(int cell, float* target) const {
    for (const auto& [other, share] : shares_[static_cast<std::size_t>(cell)]) {
      target[other] = static_cast<float>(share);
    }
  }

 private:
  std::vector<std::vector<std::pair<std::size_t, double>>> shares_;
};

class HeadTrainer {
 public:
  HeadTrainer(const FeatureView& features, std::span<const LatLng> cells, std::span<const CellSample> samples,
              const CellHeadOptions& options, const core::ThreadPool& pool)
      : features_(features),
        samples_(samples),
        options_(options),
        pool_(pool),
        standard_(StandardOf(features, samples)),
        floats_(features.shape().c),
        cells_(std::ssize(cells)),
        weights_(layout_.Add("head/weights", ParameterKind::kWeights, {floats_, cells_})),
        bias_(layout_.Add("head/bias", ParameterKind::kBias, {cells_})),
        values_(Shape{1, 1, 1, layout_.elements()}, 0),
        gradients_(Shape{1, 1, 1, layout_.elements()}, 0),
        optimizer_(layout_, AllLearned(layout_), {.rule = AdamWOptions(), .weight_decay = options.weight_decay}) {
    if (options.smoothing_km > 0) {
      targets_.emplace(cells, options.smoothing_km, pool);
    }
    const std::int64_t batches = (std::ssize(samples) + options.batch - 1) / options.batch;
    rate_.schedule = CosineRate{options.learning_rate, options.learning_rate / 20, batches * options.epochs};
  }

  // Learns from every sample once, in an order of its own.
  bool Epoch(int epoch, const std::stop_token& stop) {
    const auto order = Random(options_.seed, RandomStream::kOrder, static_cast<std::uint64_t>(epoch))
                           .Permutation(static_cast<std::uint32_t>(samples_.size()));
    for (std::size_t begin = 0; begin < order.size(); begin += static_cast<std::size_t>(options_.batch)) {
      if (stop.stop_requested()) {
        return false;
      }
      std::vector<CellSample> batch;
      for (std::size_t i = begin; i < std::min(begin + static_cast<std::size_t>(options_.batch), order.size()); ++i) {
        batch.push_back(samples_[order[i]]);
      }
      Step(batch);
    }
    return true;
  }

  // Mean cross-entropy, in batches as training has them. The right cell alone counts, so that smoothing competes.
  double Loss(std::span<const CellSample> samples) {
    double sum = 0;
    for (std::size_t begin = 0; begin < samples.size(); begin += static_cast<std::size_t>(options_.batch)) {
      const auto batch =
          samples.subspan(begin, std::min(samples.size() - begin, static_cast<std::size_t>(options_.batch)));
      const Tensor logits = Forward(Inputs(batch));
      sum += SoftmaxCrossEntropy(logits.view(), Labels(batch), {}, {}, pool_) * static_cast<double>(batch.size());
    }
    return sum / static_cast<double>(samples.size());
  }

  // The head for features as they are, not standardised.
  [[nodiscard]] geolocation::CellHead Head() const {
    const std::span<const float> all(values_.data(), static_cast<std::size_t>(layout_.elements()));
    const std::span<const float> weights = layout_.Of(weights_, all);
    const std::span<const float> bias = layout_.Of(bias_, all);
    std::vector<float> scaled(weights.begin(), weights.end());
    std::vector<double> shifted(bias.begin(), bias.end());
    for (std::size_t i = 0, at = 0; i < static_cast<std::size_t>(floats_); ++i) {
      for (std::size_t cell = 0; cell < shifted.size(); ++cell, ++at) {
        scaled[at] *= standard_.scale[i];
        shifted[cell] -= double{scaled[at]} * standard_.mean[i];
      }
    }
    return {floats_, cells_, scaled, std::vector<float>(shifted.begin(), shifted.end())};
  }

 private:
  [[nodiscard]] Tensor Inputs(std::span<const CellSample> batch) const {
    Tensor inputs(Shape{1, 1, std::ssize(batch), floats_});
    pool_.For(std::ssize(batch), 16, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        const float* row = features_.Pixel(0, 0, batch[static_cast<std::size_t>(i)].row);
        float* out = inputs.data() + i * floats_;
        for (std::size_t j = 0; j < standard_.mean.size(); ++j) {
          out[j] = (row[j] - standard_.mean[j]) * standard_.scale[j];
        }
      }
    });
    return inputs;
  }

  [[nodiscard]] static std::vector<std::int32_t> Labels(std::span<const CellSample> batch) {
    std::vector<std::int32_t> labels;
    std::ranges::transform(batch, std::back_inserter(labels), &CellSample::cell);
    return labels;
  }

  [[nodiscard]] std::span<float> Values() { return {values_.data(), static_cast<std::size_t>(layout_.elements())}; }
  [[nodiscard]] std::span<float> Gradients() {
    return {gradients_.data(), static_cast<std::size_t>(layout_.elements())};
  }

  Tensor Forward(const Tensor& inputs) {
    packed_.Assign(floats_, cells_, layout_.Of(weights_, Values()), layout_.Of(bias_, Values()));
    Tensor logits(Shape{1, 1, inputs.shape().w, cells_});
    core::Pointwise(inputs.view(), packed_, core::Activation::kNone, {}, logits.view(), pool_);
    return logits;
  }

  void Step(std::span<const CellSample> batch) {
    const Tensor inputs = Inputs(batch);
    const Tensor logits = Forward(inputs);
    Tensor slope(logits.shape());
    if (targets_) {
      Tensor targets(logits.shape(), 0);
      for (std::size_t i = 0; i < batch.size(); ++i) {
        targets_->Fill(batch[i].cell, targets.data() + static_cast<std::int64_t>(i) * cells_);
      }
      SoftmaxCrossEntropy(logits.view(), targets.view(), {}, slope.view(), pool_);
    } else {
      SoftmaxCrossEntropy(logits.view(), Labels(batch), {}, slope.view(), pool_);
    }
    OuterProduct(inputs.data(), slope.data(), std::ssize(batch), floats_, cells_,
                 layout_.Of(weights_, Gradients()).data(), false, pool_);
    const std::span<float> bias = layout_.Of(bias_, Gradients());
    std::ranges::fill(bias, 0.0F);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const float* row = slope.data() + static_cast<std::int64_t>(i) * cells_;
      std::ranges::transform(bias, std::span(row, bias.size()), bias.begin(), std::plus<>());
    }
    optimizer_.Step(rate_.At(optimizer_.state().steps), Gradients(), Values(), pool_);
  }

  const FeatureView& features_;
  std::span<const CellSample> samples_;
  const CellHeadOptions& options_;
  const core::ThreadPool& pool_;
  Standard standard_;
  std::int64_t floats_;
  std::int64_t cells_;
  ParameterLayout layout_;
  std::size_t weights_;
  std::size_t bias_;
  Tensor values_;
  Tensor gradients_;
  Optimizer optimizer_;
  LearningRate rate_;
  core::PointwiseWeights packed_;
  std::optional<Targets> targets_;
};

}  // namespace

core::Result<TrainedCellHead> TrainCellHead(const FeatureView& features, std::span<const LatLng> cells,
                                            std::span<const CellSample> samples, std::span<const CellSample> held_out,
                                            const CellHeadOptions& options, const core::ThreadPool& pool,
                                            const core::JobContext& context) {
  core::Check(!samples.empty() && !cells.empty(), "there is something to learn");
  HeadTrainer trainer(features, cells, samples, options, pool);
  TrainedCellHead best{.held_out_loss = std::numeric_limits<double>::infinity()};
  for (int epoch = 1; epoch <= options.epochs; ++epoch) {
    if (!trainer.Epoch(epoch, context.stop)) {
      return core::Fail(core::ErrorKind::kCancelled, "cancelled while it learned what places look like");
    }
    const bool is_last = epoch == options.epochs;
    if (held_out.empty()) {
      if (is_last) {
        best.head = trainer.Head();
        best.best_epoch = epoch;
      }
      continue;
    }
    if (const double loss = trainer.Loss(held_out); loss < best.held_out_loss) {
      best = {trainer.Head(), epoch, loss};
    } else if (epoch - best.best_epoch >= options.patience) {
      break;
    }
  }
  return best;
}

}  // namespace godwit::training
