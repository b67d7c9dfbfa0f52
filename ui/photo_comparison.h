// Two detectors on the same photos: which photo is looked at, and what each of them found.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include <QObject>

#include "ui/background_job.h"
#include "ui/picture.h"
#include "workflows/timed_detector.h"

namespace godwit::ui {

// A photo and what both detectors say of it, above the lowest threshold (kLowestThreshold).
struct ComparedPhoto {
  std::filesystem::path path;
  Picture picture;
  workflows::ImageDetections a;
  workflows::ImageDetections b;
};

// Lives in the window's thread and never blocks it. One detector runs behind the other, with all threads, so that their
// times can be compared.
class PhotoComparison : public QObject {
  Q_OBJECT

 public:
  explicit PhotoComparison(std::filesystem::path models_folder, QObject* parent = nullptr);
  ~PhotoComparison() override;

  void SetDetectors(const workflows::DetectorSetting& a, const workflows::DetectorSetting& b);
  // Files stand for themselves, folders for the pictures below them; goes to the one at `index`. Where there is none,
  // the list stays.
  void Open(const std::vector<std::filesystem::path>& paths, int index = 0);
  // Nothing happens outside the list.
  void GoTo(int index);

  [[nodiscard]] int index() const { return index_; }  // -1: nothing is open
  [[nodiscard]] int count() const { return static_cast<int>(list_.size()); }
  [[nodiscard]] bool busy() const { return job_.is_running(); }
  // The photo at index() once both have looked; until then the one before it.
  [[nodiscard]] const ComparedPhoto& shown() const { return shown_; }

 signals:
  void StateChanged();  // index(), count() or busy()
  void PhotoShown();    // another photo, or other detections on it
  void Failed(const QString& message);

 private:
  struct Worker;
  struct Answer;

  void Run();
  void OnEnded();
  void OnFailed(const core::Error& error);
  void RunAgainIfAsked();

  std::shared_ptr<Worker> worker_;  // touched by the worker's thread alone
  std::shared_ptr<Answer> answer_;  // written by the worker's thread, read when it has ended
  workflows::DetectorSetting a_;
  workflows::DetectorSetting b_;
  std::vector<std::filesystem::path> to_open_;
  int open_at_ = 0;
  std::vector<std::filesystem::path> list_;
  int index_ = -1;
  bool again_ = false;  // something else was asked for while the worker was at work
  ComparedPhoto shown_;
  BackgroundJob job_;
};

}  // namespace godwit::ui
