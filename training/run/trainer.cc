#include "training/run/trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <set>
#include <string>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "core/weights/safetensors.h"
#include "training/data/batch_loader.h"
#include "training/data/split.h"
#include "training/optimizers/gradients.h"
#include "training/optimizers/moving_average.h"
#include "training/run/run_log.h"
#include "training/run/starting_weights.h"

namespace godwit::training {
namespace {

namespace fs = std::filesystem;
using core::ErrorKind;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t kStepsPerLine = 10;
constexpr std::chrono::minutes kCheckpointEvery{5};

// Moving statistics remember twenty batches at first, so that those of fresh layers are soon of use, and a hundred later.
double BatchNormDecay(std::int64_t step) {
  return std::clamp(static_cast<double>(1 + step) / static_cast<double>(10 + step), 0.95, 0.99);
}

constexpr std::int64_t kCacheBytes = std::int64_t{512} << 20U;

double SecondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// Which parameters are learned: those of layers from `first` on.
std::vector<bool> LearnedFrom(const core::Graph& graph, int first, const ParameterLayout& layout) {
  std::vector<bool> learned = AllLearned(layout);
  for (int i = 0; i < first; ++i) {
    const std::string prefix = graph.layers[static_cast<std::size_t>(i)].name + '/';
    for (std::size_t p = 0; p < learned.size(); ++p) {
      if (layout.parameters()[p].name.starts_with(prefix)) {
        learned[p] = false;
      }
    }
  }
  return learned;
}

class Trainer {
 public:
  Trainer(fs::path folder, const TrainConfig& config, TrainTask& task, const core::ThreadPool& pool,
          const core::JobContext& context)
      : folder_(std::move(folder)),
        config_(config),
        settings_(config.settings),
        task_(task),
        pool_(pool),
        context_(context) {}

  core::Result<> Open(const core::WeightTable& from) {
    auto ready = OpenFolder();
    if (ready) {
      ready = MakeNetwork(from);
    }
    if (ready) {
      ready = Resume();
    }
    if (ready) {
      ready = OpenPhotos();
    }
    if (ready) {
      ready = OpenLog();
    }
    return ready;
  }

  core::Result<TrainReport> Run();

 private:
  core::Result<> OpenFolder();
  core::Result<> MakeNetwork(const core::WeightTable& from);
  core::Result<> Resume();
  core::Result<> OpenPhotos();
  core::Result<> OpenLog();
  core::Result<> Step(const Batch& batch, double rate);
  core::Result<> CheckFinite(double loss, double norm) const;
  core::Result<> EndEpoch(double rate);
  core::Result<std::optional<double>> MeasureQuality();
  core::Result<> Log(double rate, double seconds, std::optional<double> quality);
  core::Result<> Save();
  core::Result<> WriteModel();

  // Calls `use` while the network has the averaged values, if there are any.
  template <typename Use>
  auto WithAverage(Use&& use) {
    if (!average_) {
      return use();
    }
    const std::vector<float> values(network_->values().begin(), network_->values().end());
    std::ranges::copy(average_->average(), network_->values().begin());
    auto result = use();
    std::ranges::copy(values, network_->values().begin());
    return result;
  }

  [[nodiscard]] BatchLoaderOptions LoaderOptions() const;
  // After a stop while an epoch was measured there is no step to tell of.
  [[nodiscard]] double last_line_loss() const { return log_->lines().empty() ? 0 : log_->lines().back().loss; }
  [[nodiscard]] fs::path File(const char* name) const { return folder_ / name; }

  fs::path folder_;
  const TrainConfig& config_;
  const TrainSettings& settings_;
  TrainTask& task_;
  const core::ThreadPool& pool_;
  const core::JobContext& context_;

  std::optional<TrainableNetwork> network_;
  std::set<std::string> calibrated_;  // layers whose batch norm is fitted to the first batch
  std::optional<Optimizer> optimizer_;
  std::optional<MovingAverage> average_;
  std::unique_ptr<BatchLoader> loader_;
  bool new_ = false;  // the folder holds no run yet
  Split split_;
  Dataset validation_;
  std::size_t train_photos_ = 0;
  std::int64_t batch_ = 0;  // photos a step
  std::int64_t steps_per_epoch_ = 0, steps_ = 0, step_ = 0;
  std::int64_t resumed_steps_per_epoch_ = 0;
  std::optional<Measured> best_;
  std::optional<RunLog> log_;

  double last_loss_ = 0;
  double loss_sum_ = 0;  // since the last line of the log
  std::int64_t loss_steps_ = 0;
  Clock::time_point line_start_ = Clock::now(), saved_ = Clock::now();
};

core::Result<> Trainer::OpenFolder() {
  std::error_code error;
  if (fs::exists(File(kConfigFile), error)) {
    auto before = ReadTrainConfig(File(kConfigFile));
    if (!before) {
      return core::Forward(before);
    }
    if (*before != config_) {
      return core::Fail(ErrorKind::kUsage,
                        "{}: holds a run with other settings; name another folder, or go on with that run: godwit "
                        "train resume {}",
                        folder_.string(), folder_.string());
    }
    return {};
  }
  new_ = true;
  if (fs::exists(folder_, error) && !(fs::is_directory(folder_, error) && fs::is_empty(folder_, error))) {
    return core::Fail(ErrorKind::kUsage, "{}: is not empty; name a new folder for the run", folder_.string());
  }
  return {};
}

core::Result<> Trainer::MakeNetwork(const core::WeightTable& from) {
  core::Graph graph = task_.MakeGraph();
  const StartingWeights start = MakeStartingWeights(
      graph, task_.Known(from), task_.RandomWeights(graph, static_cast<std::uint32_t>(settings_.seed)));
  const int first = settings_.train == "head" ? FirstFreshLayer(graph, start.fresh) : 0;
  if (first == static_cast<int>(graph.layers.size())) {
    return core::Fail(ErrorKind::kUsage, "there is nothing to learn: every layer has weights; train all layers");
  }
  // Fresh layers need batch norm to learn at all fast; those that lost theirs to a bias, to learn without damage.
  std::set<std::string> learned;
  for (auto layer = graph.layers.begin() + first; layer != graph.layers.end(); ++layer) {
    learned.insert(layer->name);
    if (!start.fresh.contains(layer->name)) {
      calibrated_.insert(layer->name);
    }
  }
  TrainableOptions options{.first_trained = first, .attach_batch_norm = [&](const core::Layer& layer) {
                             return layer.activation != core::Activation::kNone && learned.contains(layer.name);
                           }};
  auto network = TrainableNetwork::Create(std::move(graph), start.table, "the weights to start from", options);
  if (!network) {
    return core::Forward(network);
  }
  network_.emplace(*std::move(network));
  optimizer_.emplace(network_->layout(), LearnedFrom(network_->graph(), first, network_->layout()),
                     OptimizerOf(settings_));
  if (settings_.average > 0) {
    average_.emplace(settings_.average, true, network_->values());
  }
  return {};
}

BatchLoaderOptions Trainer::LoaderOptions() const {
  const core::ModelCard& card = task_.card();
  return {.batch_size = batch_,
          .seed = static_cast<std::uint64_t>(settings_.seed),
          .input_width = card.input_width,
          .input_height = card.input_height,
          .preprocessing = card.preprocessing,
          .threads = pool_.threads(),
          .cache_bytes = kCacheBytes};
}

core::Result<> Trainer::OpenPhotos() {
  KnownSides known;
  if (std::error_code error; fs::exists(File(kSplitFile), error)) {
    auto read = ReadSplit(File(kSplitFile));
    if (!read) {
      return core::Forward(read);
    }
    known = *std::move(read);
  }
  const Dataset& photos = task_.dataset();
  auto split = MakeSplit(photos, settings_.validation, static_cast<std::uint64_t>(settings_.seed), known);
  if (!split) {
    return core::Forward(split);
  }
  split_ = *std::move(split);
  if (settings_.balance && std::ranges::any_of(photos.samples, [](const Sample& one) { return one.label < 0; })) {
    return core::Fail(ErrorKind::kUsage, "--balance is for photos with a class each; leave it out");
  }
  validation_ = Subset(photos, split_.validation);
  train_photos_ = split_.train.size();
  batch_ = std::min<std::int64_t>(settings_.batch, static_cast<std::int64_t>(train_photos_));
  BatchLoaderOptions options = LoaderOptions();
  options.drop_partial = true;
  options.order = settings_.balance ? SampleOrder::kBalanced : SampleOrder::kShuffled;
  options.augmentation = AugmentationOf(settings_, config_.task);
  options.epochs = static_cast<std::uint32_t>(settings_.epochs);
  steps_per_epoch_ = StepsPerEpoch(train_photos_, options);
  steps_ = steps_per_epoch_ * settings_.epochs;
  if (step_ > 0 && (resumed_steps_per_epoch_ != steps_per_epoch_ || step_ > steps_)) {
    return core::Fail(
        ErrorKind::kInput,
        "{}: the photos are not those that the run was begun with ({} steps an epoch, now {}); bring them "
        "back, or begin a new run",
        folder_.string(), resumed_steps_per_epoch_, steps_per_epoch_);
  }
  if (step_ < steps_) {
    options.start = {static_cast<std::uint32_t>(step_ / steps_per_epoch_), step_ % steps_per_epoch_};
    auto loader = BatchLoader::Create(Subset(photos, split_.train), options);
    if (!loader) {
      return core::Forward(loader);
    }
    loader_ = *std::move(loader);
  }
  network_->Prepare({batch_, options.input_height, options.input_width, 3}, pool_);
  return {};
}

core::Result<> Trainer::Resume() {
  if (std::error_code error; !fs::exists(File(kCheckpointFile), error)) {
    return {};
  }
  auto checkpoint = ReadCheckpoint(File(kCheckpointFile), network_->layout(), network_->statistics_layout());
  if (!checkpoint) {
    return core::Forward(checkpoint);
  }
  if (auto restored = optimizer_->Restore(std::move(checkpoint->optimizer)); !restored) {
    return core::Fail(ErrorKind::kInput, "{}: {}", File(kCheckpointFile).string(), restored.error().message);
  }
  std::ranges::copy(checkpoint->values, network_->values().begin());
  std::ranges::copy(checkpoint->statistics, network_->statistics().begin());
  if (average_ && checkpoint->average.size() == checkpoint->values.size()) {
    average_->Restore(checkpoint->average, checkpoint->average_updates);
  }
  step_ = checkpoint->step;
  resumed_steps_per_epoch_ = checkpoint->steps_per_epoch;
  best_ = checkpoint->best;
  return {};
}

core::Result<> Trainer::OpenLog() {
  // Only now, so that a start that failed leaves no run behind.
  if (new_) {
    if (auto written = WriteTrainConfig(File(kConfigFile), config_); !written) {
      return written;
    }
  }
  if (auto written = WriteSplit(File(kSplitFile), task_.dataset(), split_); !written) {
    return written;
  }
  auto log = RunLog::Open(File(kLogFile), step_);
  if (!log) {
    return core::Forward(log);
  }
  log_.emplace(*std::move(log));
  return {};
}

core::Result<> Trainer::CheckFinite(double loss, double norm) const {
  if (std::isfinite(loss) && std::isfinite(norm)) {
    return {};
  }
  const auto place = FindNotFinite(optimizer_->blocks(), network_->gradients());
  return core::Fail(ErrorKind::kInput,
                    "training diverged at step {}: {} is no number any more; take a lower --lr than {}; nothing of "
                    "this step was kept",
                    step_ + 1,
                    place ? "the gradient of " + network_->layout().parameters()[*place].name : std::string("the loss"),
                    settings_.learning_rate);
}

core::Result<> Trainer::Step(const Batch& batch, double rate) {
  const core::Shape& shape = batch.images.shape();
  const auto see = [&] { std::copy_n(batch.images.data(), shape.Elements(), network_->input().data()); };
  if (step_ == 0) {
    see();
    network_->CalibrateBatchNorm([&](const core::Layer& layer) { return calibrated_.contains(layer.name); });
  }
  see();  // calibration used the memory
  network_->SetBatchNormDecay(BatchNormDecay(step_));
  network_->Forward(Mode::kTrain);
  const double loss = task_.Learn(*network_, batch, loader_->dataset(), pool_);
  network_->Backward();
  const double norm = settings_.clip > 0
                          ? ClipByGlobalNorm(optimizer_->blocks(), settings_.clip, network_->gradients(), pool_)
                          : GlobalNorm(optimizer_->blocks(), network_->gradients(), pool_);
  if (auto finite = CheckFinite(loss, norm); !finite) {
    return finite;
  }
  optimizer_->Step(rate, network_->gradients(), network_->values(), pool_);
  if (average_) {
    average_->Update(network_->values(), pool_);
  }
  ++step_;
  last_loss_ = loss;
  loss_sum_ += loss;
  ++loss_steps_;
  return {};
}

core::Result<std::optional<double>> Trainer::MeasureQuality() {
  if (validation_.samples.empty()) {
    return std::nullopt;
  }
  BatchLoaderOptions options = LoaderOptions();
  options.order = SampleOrder::kAsListed;
  options.epochs = 1;
  options.cache_bytes = 0;  // each photo is asked for once
  auto loader = BatchLoader::Create(validation_, options);
  if (!loader) {
    return core::Forward(loader);
  }
  task_.StartJudging();
  const auto judge = [&]() -> core::Result<> {
    for (;;) {
      auto batch = (*loader)->NextBatch(context_.stop);
      if (!batch || *batch == nullptr) {
        return batch ? core::Result<>() : core::Forward(batch);
      }
      const core::ConstTensorView& images = (*batch)->images;
      std::copy_n(images.data(), images.shape().Elements(), network_->input().data());
      network_->Forward(Mode::kEvaluate);
      task_.Judge(*network_, **batch, (*loader)->dataset(), pool_);
    }
  };
  if (auto judged = WithAverage(judge); !judged) {
    return core::Forward(judged);
  }
  return task_.Quality();
}

core::Result<> Trainer::Log(double rate, double seconds, std::optional<double> quality) {
  const double steps = static_cast<double>(std::max<std::int64_t>(1, loss_steps_));
  auto written = log_->Append({.step = step_,
                               .epoch = static_cast<double>(step_) / static_cast<double>(steps_per_epoch_),
                               .loss = loss_steps_ > 0 ? loss_sum_ / steps : last_line_loss(),
                               .learning_rate = rate,
                               .images_per_s = static_cast<double>(loss_steps_ * batch_) / std::max(seconds, 1e-9),
                               .quality = quality});
  loss_sum_ = 0;
  loss_steps_ = 0;
  line_start_ = Clock::now();
  return written;
}

core::Result<> Trainer::Save() {
  Checkpoint checkpoint{.step = step_,
                        .steps_per_epoch = steps_per_epoch_,
                        .values = {network_->values().begin(), network_->values().end()},
                        .statistics = {network_->statistics().begin(), network_->statistics().end()},
                        .best = best_};
  checkpoint.optimizer.steps = optimizer_->state().steps;
  for (const NamedArray& array : optimizer_->state().arrays) {
    checkpoint.optimizer.arrays.push_back({array.name, array.values.Clone()});
  }
  if (average_) {
    checkpoint.average.assign(average_->average().begin(), average_->average().end());
    checkpoint.average_updates = average_->updates();
  }
  saved_ = Clock::now();
  return WriteCheckpoint(File(kCheckpointFile), checkpoint, network_->layout(), network_->statistics_layout());
}

core::Result<> Trainer::WriteModel() {
  const core::OwnedWeights weights = WithAverage([&] { return network_->Export(); });
  core::ModelCard card = task_.card();
  const fs::path folder = fs::absolute(folder_).lexically_normal();
  card.id = (folder.has_filename() ? folder : folder.parent_path()).filename().string();
  card.sha256 = core::Sha256(weights.table());
  card.source = fmt::format("trained on {} photos", train_photos_);
  if (!config_.from.empty()) {
    card.source += fmt::format(", from {}{} ({})", config_.from,
                               config_.beside.empty() ? "" : " beside " + config_.beside, task_.card().licence);
  }
  if (!config_.teacher.empty()) {
    card.source += fmt::format(", taught by {}", config_.teacher);
  }
  if (best_) {
    card.source += fmt::format("; {} {:.3f} on {} validation photos", task_.quality_name(), best_->quality,
                               validation_.samples.size());
  }
  return core::WriteSafetensors(File(kModelFile), weights.table(), core::WriteModelCard(card));
}

core::Result<> Trainer::EndEpoch(double rate) {
  const double seconds = SecondsSince(line_start_);
  auto quality = MeasureQuality();
  if (!quality) {
    return core::Forward(quality);
  }
  const bool better = *quality && (!best_ || **quality > best_->quality);
  if (better) {
    best_ = {**quality, step_};
  }
  auto done = Log(rate, seconds, *quality);
  if (!done) {
    return done;
  }
  context_.Log(core::LogLevel::kInfo,
               fmt::format("epoch {} of {}: loss {:.4f}{}", step_ / steps_per_epoch_, settings_.epochs,
                           log_->lines().back().loss,
                           *quality ? fmt::format(", {} {:.3f}", task_.quality_name(), **quality) : ""));
  if (better || !*quality) {
    done = WriteModel();
  }
  if (done) {
    done = WriteCurves(File(kCurvesFile), log_->lines(), std::string(task_.quality_name()));
  }
  return done ? Save() : done;
}

core::Result<TrainReport> Trainer::Run() {
  const Clock::time_point start = Clock::now();
  const LearningRate rates = LearningRateOf(settings_, steps_);
  // A run that was stopped while an epoch's quality was measured measures it now.
  const bool measured = !log_->lines().empty() && log_->lines().back().step == step_;
  if (step_ > 0 && step_ % steps_per_epoch_ == 0 && !measured) {
    if (auto ended = EndEpoch(rates.At(step_ - 1)); !ended) {
      return core::Forward(ended);
    }
  }
  while (step_ < steps_) {
    auto batch = loader_->NextBatch(context_.stop);
    core::Result<> done;
    const double rate = rates.At(step_);
    if (!batch) {
      done = core::Forward(batch);
    } else {
      for (const core::InputError& failure : (*batch)->failures) {
        context_.Log(core::LogLevel::kWarning, failure.error);
      }
      done = Step(**batch, rate);
    }
    if (done && step_ % steps_per_epoch_ == 0) {
      done = EndEpoch(rate);
    } else if (done && step_ % kStepsPerLine == 0) {
      done = Log(rate, SecondsSince(line_start_), std::nullopt);
    }
    if (done && Clock::now() - saved_ > kCheckpointEvery) {
      done = Save();
    }
    if (!done) {
      if (done.error().kind == ErrorKind::kCancelled) {
        if (auto saved = Save(); !saved) {
          return core::Forward(saved);
        }
      }
      return core::Forward(done);
    }
    context_.Report({step_, steps_, fmt::format("loss {:.3f}", last_loss_)});
  }
  return TrainReport{.steps = steps_,
                     .train_photos = train_photos_,
                     .validation_photos = validation_.samples.size(),
                     .seconds = SecondsSince(start),
                     .best = best_,
                     .model = File(kModelFile)};
}

}  // namespace

core::Result<TrainReport> RunTraining(const fs::path& folder, const TrainConfig& config, TrainTask& task,
                                      const core::WeightTable& from, const core::ThreadPool& pool,
                                      const core::JobContext& context) {
  Trainer trainer(folder, config, task, pool, context);
  if (auto opened = trainer.Open(from); !opened) {
    return core::Forward(opened);
  }
  return trainer.Run();
}

}  // namespace godwit::training
