// The training run that this window has under way: a run on a worker, and what there is to see of it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>

#include "core/base/result.h"
#include "training/run/start_run.h"
#include "ui/background_job.h"
#include "ui/run_curve.h"

namespace godwit::ui {

// Lives in the window's thread. One run at a time. When it is destroyed the run stops at a checkpoint.
class TrainingSession : public QObject {
  Q_OBJECT

 public:
  enum class Phase { kIdle, kPreparing, kLearning, kMeasuring, kStopping };

  explicit TrainingSession(QObject* parent = nullptr);
  ~TrainingSession() override;

  // Begins a run as training::CompleteConfig and StartRun do; `threads` of 0 takes all cores. Requires that none is
  // running.
  void Begin(const std::filesystem::path& folder, const training::TrainConfig& config,
             const training::NetworkShape& shape, const training::FindModelFile& find, int threads);
  // Goes on with the run in `folder`. The same holds.
  void Resume(const std::filesystem::path& folder, const training::FindModelFile& find, int threads);
  // Stops at a checkpoint; Ended comes then.
  void Stop();

  [[nodiscard]] bool is_running() const { return job_.is_running(); }
  [[nodiscard]] Phase phase() const;
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  // None until photos and network are ready.
  [[nodiscard]] const std::optional<training::RunPlan>& plan() const { return plan_; }
  [[nodiscard]] std::int64_t step() const { return step_; }  // steps done
  [[nodiscard]] const RunCurve& curve() const { return curve_; }
  [[nodiscard]] double photos_per_s() const;
  // Of this session's speed, measuring included; none before it is known.
  [[nodiscard]] std::optional<double> seconds_left() const;
  // While it is prepared: photos looked at, of how many; 0 of 0 where that is not known.
  [[nodiscard]] qint64 prepared() const { return prepared_; }
  [[nodiscard]] qint64 to_prepare() const { return to_prepare_; }

 signals:
  // There is news, ten times a second at most.
  void Changed();
  void Logged(const QString& line);
  // The run is finished, or was stopped (kCancelled), or failed. Nothing is running any more.
  void Finished();
  void Failed(const godwit::core::Error& error);

 private:
  struct News;
  using Run = std::function<core::Result<>(const core::JobContext&, const training::RunWatch&)>;

  void Start(const std::filesystem::path& folder, const Run& run);
  void TakeNews();

  std::filesystem::path folder_;
  std::optional<training::RunPlan> plan_;
  std::int64_t step_ = 0;
  std::int64_t measured_step_ = 0;  // the last of the log
  RunCurve curve_;
  qint64 prepared_ = 0, to_prepare_ = 0;
  QElapsedTimer learning_;
  std::shared_ptr<News> news_;
  QTimer timer_;
  BackgroundJob job_;
};

}  // namespace godwit::ui
