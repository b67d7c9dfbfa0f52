#include "ui/training_session.h"

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "training/run/run_folder.h"

namespace godwit::ui {
namespace {

constexpr int kNewsEveryMs = 100;

core::Result<> WithoutReport(const core::Result<training::TrainReport>& report) {
  if (!report) {
    return tl::unexpected(report.error());
  }
  return {};
}

}  // namespace

// What the worker saw and the window has not taken yet.
struct TrainingSession::News {
  struct Step {
    std::int64_t step = 0;
    double loss = 0;
  };

  std::mutex mutex;
  std::optional<training::RunPlan> plan;
  std::vector<training::LogLine> before;  // of earlier sessions
  std::vector<Step> steps;
  std::vector<training::LogLine> lines;
};

TrainingSession::TrainingSession(QObject* parent) : QObject(parent) {
  timer_.setInterval(kNewsEveryMs);
  connect(&timer_, &QTimer::timeout, this, &TrainingSession::TakeNews);
  connect(&job_, &BackgroundJob::Progressed, this, [this](qint64 done, qint64 total) {
    prepared_ = done;
    to_prepare_ = total;
  });
  connect(&job_, &BackgroundJob::Logged, this, [this](core::LogLevel, const QString& line) { emit Logged(line); });
  connect(&job_, &BackgroundJob::Succeeded, this, [this] {
    timer_.stop();
    TakeNews();
    emit Finished();
  });
  connect(&job_, &BackgroundJob::Failed, this, [this](const core::Error& error) {
    timer_.stop();
    TakeNews();
    emit Failed(error);
  });
}

TrainingSession::~TrainingSession() = default;

void TrainingSession::Begin(const std::filesystem::path& folder, const training::TrainConfig& config,
                            const training::NetworkShape& shape, const training::FindModelFile& find, int threads) {
  Start(folder, [=](const core::JobContext& context, const training::RunWatch& watch) -> core::Result<> {
    training::TrainConfig complete = config;
    if (auto completed = training::CompleteConfig(folder, shape, find, complete); !completed) {
      return completed;
    }
    const core::ThreadPool pool(threads);
    return WithoutReport(
        training::StartRun(folder, complete, find, pool, context, training::ThisProcessAlone(), watch));
  });
}

void TrainingSession::Resume(const std::filesystem::path& folder, const training::FindModelFile& find, int threads) {
  Start(folder, [=](const core::JobContext& context, const training::RunWatch& watch) -> core::Result<> {
    auto config = training::ReadTrainConfig(folder / training::kConfigFile);
    if (!config) {
      return core::Forward(config);
    }
    const core::ThreadPool pool(threads);
    return WithoutReport(
        training::StartRun(folder, *std::move(config), find, pool, context, training::ThisProcessAlone(), watch));
  });
}

void TrainingSession::Start(const std::filesystem::path& folder, const Run& run) {
  folder_ = folder;
  plan_.reset();
  step_ = measured_step_ = 0;
  curve_ = {};
  prepared_ = to_prepare_ = 0;
  news_ = std::make_shared<News>();
  const training::RunWatch watch{.begin =
                                     [news = news_, folder](const training::RunPlan& plan) {
                                       std::vector<training::LogLine> before;
                                       if (plan.first_step > 0) {
                                         before = training::ReadRun(folder).lines;
                                       }
                                       const std::scoped_lock lock(news->mutex);
                                       news->plan = plan;
                                       news->before = std::move(before);
                                     },
                                 .step =
                                     [news = news_](std::int64_t step, double loss) {
                                       const std::scoped_lock lock(news->mutex);
                                       news->steps.push_back({step, loss});
                                     },
                                 .line =
                                     [news = news_](const training::LogLine& line) {
                                       const std::scoped_lock lock(news->mutex);
                                       news->lines.push_back(line);
                                     }};
  job_.Start([run, watch](const core::JobContext& context) { return run(context, watch); });
  timer_.start();
  emit Changed();
}

void TrainingSession::Stop() {
  job_.Cancel();
  emit Changed();
}

void TrainingSession::TakeNews() {
  News news;
  {
    const std::scoped_lock lock(news_->mutex);
    news.plan = std::exchange(news_->plan, {});
    news.before = std::exchange(news_->before, {});
    news.steps = std::exchange(news_->steps, {});
    news.lines = std::exchange(news_->lines, {});
  }
  if (news.plan) {
    plan_ = news.plan;
    step_ = measured_step_ = plan_->first_step;
    curve_ = CurveOf(news.before);
    learning_.start();
  }
  for (const News::Step& done : news.steps) {
    step_ = done.step;
    curve_.losses << QPointF(static_cast<double>(step_) / static_cast<double>(plan_->steps_per_epoch), done.loss);
  }
  for (const training::LogLine& line : news.lines) {
    measured_step_ = line.step;
    curve_.qualities << CurveOf({line}).qualities;
  }
  emit Changed();
}

TrainingSession::Phase TrainingSession::phase() const {
  if (!is_running()) {
    return Phase::kIdle;
  }
  if (job_.is_cancelling()) {
    return Phase::kStopping;
  }
  if (!plan_) {
    return Phase::kPreparing;
  }
  const bool at_end_of_epoch = step_ > plan_->first_step && step_ % plan_->steps_per_epoch == 0;
  return at_end_of_epoch && measured_step_ < step_ ? Phase::kMeasuring : Phase::kLearning;
}

double TrainingSession::photos_per_s() const {
  if (!plan_ || learning_.elapsed() <= 0) {
    return 0;
  }
  return static_cast<double>((step_ - plan_->first_step) * plan_->batch) * 1000 /
         static_cast<double>(learning_.elapsed());
}

std::optional<double> TrainingSession::seconds_left() const {
  const double rate = photos_per_s();
  if (rate <= 0) {
    return {};
  }
  return static_cast<double>((plan_->steps - step_) * plan_->batch) / rate;
}

}  // namespace godwit::ui
