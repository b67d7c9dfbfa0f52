#include "training/run/trainer.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "training/data/batch_loader.h"
#include "training/data/split.h"
#include "training/distributed/agreement.h"
#include "training/distributed/gradient_exchange.h"
#include "training/optimizers/gradients.h"
#include "training/run/learner.h"
#include "training/run/measure_quality.h"
#include "training/run/run_log.h"
#include "training/run/save_on_stop.h"
#include "training/run/train_state.h"
#include "training/run/train_together.h"
#include "training/run/write_model.h"

namespace godwit::training {
namespace {

namespace fs = std::filesystem;
using core::ErrorKind;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t kStepsPerLine = 10;
constexpr std::chrono::minutes kCheckpointEvery{5};

// Moving statistics remember twenty batches at first, so that those of fresh layers are soon of use, and a hundred
// later.
double BatchNormDecay(std::int64_t step) {
  return std::clamp(static_cast<double>(1 + step) / static_cast<double>(10 + step), 0.95, 0.99);
}

constexpr std::int64_t kCacheBytes = std::int64_t{512} << 20U;

double SecondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

class Trainer {
 public:
  Trainer(fs::path folder, const TrainConfig& config, TrainTask& task, const core::ThreadPool& pool,
          const core::JobContext& context, ProcessGroup& processes, const RunWatch& watch)
      : folder_(std::move(folder)),
        config_(config),
        settings_(config.settings),
        task_(task),
        pool_(pool),
        context_(context),
        processes_(processes),
        exchange_(processes),
        watch_(watch) {}

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
    // All have looked at the folder before the first writes to it.
    ready = Agree(processes_, std::move(ready));
    if (ready) {
      ready = BeginTogether(processes_, *state_, task_.dataset(), split_.train);
    }
    if (ready && processes_.leads()) {
      ready = OpenLog();
    }
    return Agree(processes_, std::move(ready));
  }

  core::Result<TrainReport> Run();

 private:
  core::Result<> OpenFolder();
  core::Result<> MakeNetwork(const core::WeightTable& from);
  core::Result<> Resume();
  core::Result<> OpenPhotos();
  core::Result<> OpenLog();
  core::Result<> NextStep(double rate);
  core::Result<> Step(const Batch& batch, double rate);
  core::Result<> CheckFinite(double loss, double norm);
  core::Result<> EndEpoch(double rate);
  core::Result<> Measure(double rate);
  core::Result<> Log(double rate, double seconds, std::optional<double> quality);
  core::Result<> Save();

  // One thread at a time; and one process, but for SaveOnStop.
  void Tell(core::LogLevel level, std::string_view text) {
    const std::lock_guard lock(telling_);
    context_.Log(level, text);
  }

  [[nodiscard]] BatchLoaderOptions LoaderOptions() const;
  // After a stop while an epoch was measured there is no step to tell of.
  [[nodiscard]] double last_line_loss() const { return log_->lines().empty() ? 0 : log_->lines().back().loss; }
  [[nodiscard]] fs::path File(const char* name) const { return folder_ / name; }
  [[nodiscard]] TrainableNetwork& network() { return state_->network(); }

  fs::path folder_;
  const TrainConfig& config_;
  const TrainSettings& settings_;
  TrainTask& task_;
  const core::ThreadPool& pool_;
  const core::JobContext& context_;
  std::mutex telling_;
  ProcessGroup& processes_;
  GradientExchange exchange_;
  const RunWatch& watch_;

  std::optional<TrainState> state_;
  std::set<std::string> calibrated_;  // see Learner
  std::unique_ptr<BatchLoader> loader_;
  bool new_ = false;  // the folder holds no run yet
  Split split_;
  Dataset validation_;
  std::size_t train_photos_ = 0;
  std::int64_t batch_ = 0;      // photos a step
  std::int64_t own_batch_ = 0;  // of them in this process
  std::int64_t steps_ = 0;      // of the whole run
  std::optional<RunLog> log_;

  bool save_due_ = false;
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
  std::function<void(std::span<double>)> sum;
  if (processes_.size() > 1 && settings_.batch_norm == kSynchronized) {
    sum = [this](std::span<double> sums) { processes_.Sum(sums); };
  }
  auto learner = MakeLearner(task_, settings_, from, std::move(sum));
  if (!learner) {
    return core::Forward(learner);
  }
  calibrated_ = std::move(learner->calibrated);
  state_.emplace(std::move(learner->network), std::move(learner->optimizer), std::move(learner->average));
  return {};
}

BatchLoaderOptions Trainer::LoaderOptions() const {
  const core::ModelCard& card = task_.card();
  return {.batch_size = own_batch_,
          .seed = static_cast<std::uint64_t>(settings_.seed),
          .input_width = card.input_width,
          .input_height = card.input_height,
          .preprocessing = card.preprocessing,
          .threads = pool_.threads(),
          .cache_bytes = kCacheBytes / processes_.host_size()};
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
  auto own_batch = ShareBatch(batch_, processes_);
  if (!own_batch) {
    return core::Forward(own_batch);
  }
  own_batch_ = *own_batch;
  BatchLoaderOptions options = LoaderOptions();
  options.drop_partial = true;
  options.shard = processes_.rank();
  options.shards = processes_.size();
  options.order = settings_.balance ? SampleOrder::kBalanced : SampleOrder::kShuffled;
  options.augmentation = AugmentationOf(settings_, config_.task);
  options.epochs = static_cast<std::uint32_t>(settings_.epochs);
  const std::int64_t steps_per_epoch = StepsPerEpoch(train_photos_, options);
  const std::int64_t step = state_->step();
  steps_ = steps_per_epoch * settings_.epochs;
  if (step > 0 && (state_->steps_per_epoch() != steps_per_epoch || step > steps_)) {
    return core::Fail(
        ErrorKind::kInput,
        "{}: the photos are not those that the run was begun with ({} steps an epoch, now {}); bring them "
        "back, or begin a new run",
        folder_.string(), state_->steps_per_epoch(), steps_per_epoch);
  }
  state_->SetStepsPerEpoch(steps_per_epoch);
  if (step < steps_) {
    options.start = {static_cast<std::uint32_t>(step / steps_per_epoch), step % steps_per_epoch};
    auto loader = BatchLoader::Create(Subset(photos, split_.train), options);
    if (!loader) {
      return core::Forward(loader);
    }
    loader_ = *std::move(loader);
  }
  network().Prepare({own_batch_, options.input_height, options.input_width, 3}, pool_);
  return {};
}

core::Result<> Trainer::Resume() {
  std::error_code error;
  return fs::exists(File(kCheckpointFile), error) ? state_->Restore(File(kCheckpointFile)) : core::Result<>();
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
  auto log = RunLog::Open(File(kLogFile), state_->step());
  if (!log) {
    return core::Forward(log);
  }
  log_.emplace(*std::move(log));
  return {};
}

core::Result<> Trainer::CheckFinite(double loss, double norm) {
  if (std::isfinite(loss) && std::isfinite(norm)) {
    return {};
  }
  const auto place = FindNotFinite(state_->optimizer().blocks(), network().gradients());
  return core::Fail(ErrorKind::kInput,
                    "training diverged at step {}: {} is no number any more; take a lower --lr than {}; nothing of "
                    "this step was kept",
                    state_->step() + 1,
                    place ? "the gradient of " + network().layout().parameters()[*place].name : std::string("the loss"),
                    settings_.learning_rate);
}

core::Result<> Trainer::Step(const Batch& batch, double rate) {
  const core::Shape& shape = batch.images.shape();
  const auto see = [&] { std::copy_n(batch.images.data(), shape.Elements(), network().input().data()); };
  if (state_->step() == 0) {
    see();
    network().CalibrateBatchNorm([&](const core::Layer& layer) { return calibrated_.contains(layer.name); });
    BroadcastFromLeader(processes_, network().values());  // where each process has seen its own photos alone
    BroadcastFromLeader(processes_, network().statistics());
  }
  see();  // calibration used the memory
  network().SetBatchNormDecay(BatchNormDecay(state_->step()));
  state_->BeginStep();
  network().Forward(Mode::kTrain);
  const double own_loss = task_.Learn(network(), batch, loader_->dataset(), processes_, pool_);
  exchange_.Begin(network().gradients());
  network().Backward([&](std::int64_t offset) { exchange_.Ready(offset); });
  exchange_.Finish();
  // The leader's clock says when it is time for a checkpoint.
  std::array<double, 2> joined{own_loss, processes_.leads() && Clock::now() - saved_ > kCheckpointEvery ? 1.0 : 0.0};
  processes_.Sum(joined);
  const auto [loss, due] = joined;
  const ParameterBlocks& blocks = state_->optimizer().blocks();
  const double norm = settings_.clip > 0 ? ClipByGlobalNorm(blocks, settings_.clip, network().gradients(), pool_)
                                         : GlobalNorm(blocks, network().gradients(), pool_);
  if (auto finite = CheckFinite(loss, norm); !finite) {
    return finite;
  }
  state_->EndStep(rate, pool_);
  save_due_ = due > 0;
  last_loss_ = loss;
  loss_sum_ += loss;
  ++loss_steps_;
  if (watch_.step && processes_.leads()) {
    watch_.step(state_->step(), loss);
  }
  return {};
}

core::Result<> Trainer::Log(double rate, double seconds, std::optional<double> quality) {
  const double steps = static_cast<double>(std::max<std::int64_t>(1, loss_steps_));
  core::Result<> written;
  if (processes_.leads()) {
    written =
        log_->Append({.step = state_->step(),
                      .epoch = static_cast<double>(state_->step()) / static_cast<double>(state_->steps_per_epoch()),
                      .loss = loss_steps_ > 0 ? loss_sum_ / steps : last_line_loss(),
                      .learning_rate = rate,
                      .images_per_s = static_cast<double>(loss_steps_ * batch_) / std::max(seconds, 1e-9),
                      .quality = quality});
    if (written && watch_.line) {
      watch_.line(log_->lines().back());
    }
  }
  loss_sum_ = 0;
  loss_steps_ = 0;
  line_start_ = Clock::now();
  return written;
}

core::Result<> Trainer::Save() {
  state_->JoinStatistics(processes_);
  saved_ = Clock::now();
  core::Result<> done;
  if (processes_.leads()) {
    done = state_->Save(File(kCheckpointFile)).map([](std::int64_t) {});
  }
  return Agree(processes_, std::move(done));
}

// What the leader does at the end of an epoch.
core::Result<> Trainer::Measure(double rate) {
  const double seconds = SecondsSince(line_start_);
  auto quality = MeasureQuality(task_, *state_, validation_, LoaderOptions(), context_.stop, pool_);
  if (!quality) {
    return core::Forward(quality);
  }
  const auto& best = state_->best();
  const bool better = *quality && (!best || **quality > best->quality);
  if (better) {
    state_->SetBest({**quality, state_->step()});
  }
  auto done = Log(rate, seconds, *quality);
  if (!done) {
    return done;
  }
  Tell(core::LogLevel::kInfo, fmt::format("epoch {} of {}: loss {:.4f}{}", state_->step() / state_->steps_per_epoch(),
                                          settings_.epochs, log_->lines().back().loss,
                                          *quality ? fmt::format(", {} {:.3f}", task_.quality_name(), **quality) : ""));
  if (better || !*quality) {
    done = WriteModel(File(kModelFile), *state_, task_, config_, train_photos_, validation_.samples.size());
  }
  return done ? WriteCurves(File(kCurvesFile), log_->lines(), std::string(task_.quality_name())) : done;
}

core::Result<> Trainer::EndEpoch(double rate) {
  state_->JoinStatistics(processes_);
  // The others wait. To judge their share of the photos would be faster, and the figure the same.
  auto done = Agree(processes_, processes_.leads() ? Measure(rate) : Log(rate, 0, std::nullopt));
  if (!done) {
    return done;
  }
  // Any process may have to write a checkpoint (SaveOnStop).
  const Measured own = state_->best().value_or(Measured{-1, 0});
  std::array<double, 2> best{own.quality, static_cast<double>(own.step)};
  BroadcastFromLeader(processes_, best);
  if (best[0] >= 0) {
    state_->SetBest({best[0], static_cast<std::int64_t>(best[1])});
  }
  return Save();
}

// The next batch, if all processes have theirs, and the step it is for.
core::Result<> Trainer::NextStep(double rate) {
  auto batch = loader_->NextBatch(context_.stop);
  if (auto ready = Agree(processes_, batch ? core::Result<>() : core::Forward(batch)); !ready) {
    return ready;
  }
  std::vector<std::string> failures;
  for (const core::InputError& failure : (*batch)->failures) {
    failures.push_back(failure.error);
  }
  for (const std::string& failure : Gather(processes_, failures)) {
    if (processes_.leads()) {
      Tell(core::LogLevel::kWarning, failure);
    }
  }
  return Step(**batch, rate);
}

core::Result<TrainReport> Trainer::Run() {
  const Clock::time_point start = Clock::now();
  const LearningRate rates = LearningRateOf(settings_, steps_);
  std::optional<SaveOnStop> save_on_stop;
  if (processes_.size() > 1) {
    save_on_stop.emplace(*state_, File(kCheckpointFile), processes_, context_.stop, [this](const auto& step) {
      Tell(core::LogLevel::kWarning,
           step ? StopMessage(*step, ResumeCommand(folder_, processes_)) : step.error().message);
    });
  }
  if (watch_.begin && processes_.leads()) {
    watch_.begin({state_->step(), steps_, state_->steps_per_epoch(), batch_, train_photos_, validation_.samples.size(),
                  std::string(task_.quality_name())});
  }
  // A run that was stopped while an epoch's quality was measured measures it now.
  double unmeasured = processes_.leads() && (log_->lines().empty() || log_->lines().back().step != state_->step());
  BroadcastFromLeader(processes_, {&unmeasured, 1});
  if (state_->step() > 0 && state_->step() % state_->steps_per_epoch() == 0 && unmeasured > 0) {
    if (auto ended = EndEpoch(rates.At(state_->step() - 1)); !ended) {
      return core::Forward(ended);
    }
  }
  while (state_->step() < steps_) {
    const double rate = rates.At(state_->step());
    auto done = NextStep(rate);
    if (done && state_->step() % state_->steps_per_epoch() == 0) {
      done = EndEpoch(rate);
    } else if (done && state_->step() % kStepsPerLine == 0) {
      done = Agree(processes_, Log(rate, SecondsSince(line_start_), std::nullopt));
    }
    if (done && save_due_) {
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
    if (processes_.leads()) {
      const std::lock_guard lock(telling_);
      context_.Report({state_->step(), steps_, fmt::format("loss {:.3f}", last_loss_)});
    }
  }
  return TrainReport{.steps = steps_,
                     .train_photos = train_photos_,
                     .validation_photos = validation_.samples.size(),
                     .seconds = SecondsSince(start),
                     .best = state_->best(),
                     .quality_name = std::string(task_.quality_name()),
                     .model = File(kModelFile)};
}

}  // namespace

std::string ResumeCommand(const fs::path& folder, const ProcessGroup& processes) {
  return fmt::format("{}godwit train resume {}",
                     processes.size() > 1 ? fmt::format("mpirun -n {} ", processes.size()) : "", folder.string());
}

core::Result<TrainReport> RunTraining(const fs::path& folder, const TrainConfig& config, TrainTask& task,
                                      const core::WeightTable& from, const core::ThreadPool& pool,
                                      const core::JobContext& context, ProcessGroup& processes, const RunWatch& watch) {
  Trainer trainer(folder, config, task, pool, context, processes, watch);
  if (auto opened = trainer.Open(from); !opened) {
    return core::Forward(opened);
  }
  return trainer.Run();
}

}  // namespace godwit::training
