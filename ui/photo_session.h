// The photos that a person looks through: which one is shown, what is known about it, what to decode next.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include <QObject>
#include <QThread>

#include "ui/photo_source.h"

namespace godwit::ui {

// Scores below this are not worth a person's look. Detections above it are computed once; the threshold a person sets
// only filters them, which gives the same boxes as detecting with that threshold, because suppression is greedy.
inline constexpr double kLowestThreshold = 0.05;

// The photo in the window, and what is known about it so far.
struct ShownPhoto {
  std::filesystem::path path;
  Picture picture;
  std::optional<workflows::ImageDetections> detections;
};

// Lives in the window's thread and never blocks it. Keeps the shown photo and, up to 400 MB, its neighbours; answers
// for photos that were left meanwhile are discarded.
class PhotoSession : public QObject {
  Q_OBJECT

 public:
  explicit PhotoSession(std::unique_ptr<PhotoSource> source, QObject* parent = nullptr);
  ~PhotoSession() override;

  void LoadModel(const ModelChoice& choice);

  // Replaces the list by these files and the pictures below these folders, and goes to the first. Where there is none,
  // the list stays.
  void Open(const std::vector<std::filesystem::path>& paths);

  void Next() { GoTo(index_ + 1); }
  void Previous() { GoTo(index_ - 1); }
  // Nothing happens outside the list.
  void GoTo(int index);

  void SetSettings(const workflows::DetectSettings& settings);
  [[nodiscard]] const workflows::DetectSettings& settings() const { return settings_; }

  [[nodiscard]] const std::vector<std::filesystem::path>& paths() const { return list_; }
  [[nodiscard]] int count() const { return static_cast<int>(list_.size()); }
  [[nodiscard]] int index() const { return index_; }  // -1: nothing is open
  [[nodiscard]] const std::optional<ModelInfo>& model() const { return model_; }
  [[nodiscard]] bool busy() const { return busy_; }

  // The photo at index(), once it is decoded; until then, and where that fails, the one before it.
  [[nodiscard]] const ShownPhoto& shown() const { return shown_; }
  [[nodiscard]] int shown_index() const { return shown_index_; }  // -1: not of this list

 signals:
  void ListChanged();  // other photos are open; the position is told next
  void PositionChanged();
  void PhotoShown();         // another photo is shown
  void PictureRefined();     // the shown photo has more pixels than before
  void DetectionsChanged();  // those of the shown photo; also when another photo is shown
  void BusyChanged(bool busy);
  void ModelChanged();
  void ModelFailed(const godwit::core::Error& error);
  void Failed(const QString& message);  // a photo or folder that cannot be opened

 private:
  // A photo of the list that is shown, or will be soon.
  struct Entry {
    quint64 request = 0;  // 0: not asked yet
    std::stop_source stop;
    bool done = false;  // the request was answered to its end
    Picture picture;
    std::optional<workflows::ImageDetections> detections;
    QString error;

    [[nodiscard]] bool HasAllPixels() const { return !picture.empty() && !picture.is_preview(); }
  };
  using Entries = std::map<int, Entry>;

  void ConnectSource();
  void OnListed(quint64 id, const core::ImageList& list);
  void OnPictureReady(quint64 id, const Picture& picture);
  void OnDetectionsReady(quint64 id, const workflows::ImageDetections& detections);
  void OnDone(quint64 id, const QString& error);

  Entries::iterator Find(quint64 request);
  [[nodiscard]] std::size_t NeighbourBytes() const;
  void Ask(int index);  // unless it was asked already
  void ForgetAllBut(int first, int last);
  void DetectAgain();
  void ShowCurrent();
  void Prefetch();
  void UpdateBusy();

  std::unique_ptr<PhotoSource> source_;
  QThread thread_;
  quint64 last_request_ = 0;
  quint64 listing_ = 0;  // request that a list is awaited for; 0: none

  std::vector<std::filesystem::path> list_;
  int index_ = -1;
  int direction_ = 1;  // of the last step through the list
  Entries entries_;
  int shown_index_ = -1;
  ShownPhoto shown_;

  workflows::DetectSettings settings_{.min_score = kLowestThreshold};
  std::optional<ModelInfo> model_;
  bool busy_ = false;
};

}  // namespace godwit::ui
