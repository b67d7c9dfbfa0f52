// What a user may set of a training run. It stands in the run's folder as config.json, so that the run can be resumed,
// repeated and understood.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/option.h"
#include "core/base/result.h"
#include "training/data/augment.h"
#include "training/optimizers/learning_rate.h"
#include "training/optimizers/optimizer.h"

namespace godwit::training {

// How a run learns, whatever it learns.
struct TrainSettings {
  double alpha = 1.0;         // width multiplier of the network
  int input = 224;            // side of the network's input in pixels
  std::string train = "all";  // which layers: "all" or "head" (what no weights were given for)
  int epochs = 20;
  int batch = 32;
  std::string optimizer = "sgd";
  double learning_rate = 0.01;
  std::string schedule = "cosine";
  int warm_up = 50;  // steps
  double weight_decay = 4e-5;
  double label_smoothing = 0.1;
  double clip = 10;       // largest L2 norm of a step's gradient; 0: no limit
  double average = 0.99;  // decay of the moving average of weights, which is what is measured and kept; 0: none
  std::string augment = "medium";
  bool balance = false;
  std::string batch_norm = "synchronized";  // under mpirun only
  double validation = 0.15;
  double temperature = 4;  // distillation only
  double teacher = 0.7;    // distillation only: the teacher's share of the loss
  int seed = 1;
  bool operator==(const TrainSettings&) const = default;
};

inline constexpr std::array<std::string_view, 2> kTrainedLayers{"all", "head"};
inline constexpr std::array<std::string_view, 3> kOptimizers{"sgd", "rmsprop", "adamw"};
inline constexpr std::array<std::string_view, 3> kSchedules{"cosine", "exponential", "constant"};
inline constexpr std::string_view kSynchronized = "synchronized";
inline constexpr std::array<std::string_view, 2> kBatchNorms{kSynchronized, "local"};
inline constexpr std::array<std::string_view, 4> kAugmentations{"none", "light", "medium", "strong"};

template <typename Settings, typename Visitor>
void DescribeOptions(Settings& s, Visitor&& visit) {
  using core::Bounds;
  using core::OptionText;
  visit(OptionText{"train", "What learns: all layers, or the head alone, which is fast and needs few photos"}, s.train,
        core::Choices(kTrainedLayers));
  visit(OptionText{"epochs", "Passes over the photos"}, s.epochs, Bounds<int>{1, 100'000});
  visit(OptionText{"batch", "Photos a step; under mpirun those of all processes together"}, s.batch,
        Bounds<int>{1, 4096});
  visit(OptionText{"optimizer", "The rule of a step; rmsprop is TensorFlow's, which the MobileNets paper used"},
        s.optimizer, core::Choices(kOptimizers));
  visit(OptionText{"lr", "Learning rate at the start"}, s.learning_rate, Bounds<double>{0, 100});
  visit(OptionText{"schedule", "How the learning rate falls over the run"}, s.schedule, core::Choices(kSchedules));
  visit(OptionText{"warm-up", "Steps in which the learning rate rises first"}, s.warm_up, Bounds<int>{0, 1'000'000});
  visit(OptionText{"weight-decay", "L2 decay of weights; depthwise filters and batch norm have none"}, s.weight_decay,
        Bounds<double>{0, 1});
  visit(OptionText{"label-smoothing", "Share of a label that is spread over all classes"}, s.label_smoothing,
        Bounds<double>{0, 0.9});
  visit(OptionText{"clip", "Largest L2 norm of a step's gradient; 0: no limit"}, s.clip, Bounds<double>{0, 1e9});
  visit(OptionText{"average", "Decay of the moving average of weights, which is what is kept; 0: none"}, s.average,
        Bounds<double>{0, 0.99999});
  visit(OptionText{"augment", "How much photos are cropped, turned over and recoloured"}, s.augment,
        core::Choices(kAugmentations));
  visit(OptionText{"balance", "Show every class equally often, however few its photos"}, s.balance);
  visit(
      OptionText{"batch-norm",
                 "Under mpirun, whose statistics batch norm learns with: synchronized takes those of the whole batch, "
                 "so that the result is that of one process; local those of each process's part, which saves messages "
                 "on slow networks"},
      s.batch_norm, core::Choices(kBatchNorms));
  visit(OptionText{"validation", "Share of the photos that only measure"}, s.validation, Bounds<double>{0, 0.9});
  visit(OptionText{"seed", "Another number gives another run; the same number the same"}, s.seed,
        Bounds<int>{0, 2'000'000'000});
}

// Where the photos are, what is learned and from what.
struct TrainConfig {
  std::string task;  // "classify" or "detect"
  // classify: one folder of class folders, or a CSV file, or with a teacher any folder. detect: annotation files
  // (COCO), or folders of PASCAL VOC's layout.
  std::vector<std::filesystem::path> data;
  std::vector<std::filesystem::path> photos;  // detect: for each annotation file the folder of its photos
  std::string from;                           // id of the model that weights start from; empty: from nothing
  std::string from_sha256;                    // of its weights
  std::string beside;                         // id of a model that stands beside it and makes it wider; empty: none
  std::string beside_sha256;
  std::string teacher;  // id of the model to learn from; empty: labels alone
  std::string teacher_sha256;
  TrainSettings settings;
  bool operator==(const TrainConfig&) const = default;
};

// Strict JSON: what is unknown, missing or out of bounds is an error (kInput) that names file and entry.
core::Result<TrainConfig> ReadTrainConfig(const std::filesystem::path& file);
core::Result<> WriteTrainConfig(const std::filesystem::path& file, const TrainConfig& config);

// What the settings stand for.
OptimizerOptions OptimizerOf(const TrainSettings& settings);
LearningRate LearningRateOf(const TrainSettings& settings, std::int64_t steps);
Augmentation AugmentationOf(const TrainSettings& settings, std::string_view task);

}  // namespace godwit::training
