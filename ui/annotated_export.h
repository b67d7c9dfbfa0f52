// Copies of the shown photo with its boxes drawn on, to the clipboard or to a file.
#pragma once

#include <filesystem>

#include <QFutureWatcher>
#include <QImage>
#include <QObject>

#include "core/base/result.h"
#include "ui/photo_session.h"

namespace godwit::ui {

// Draws at full size on a worker thread, one copy at a time: a second request while one runs is ignored.
class AnnotatedExport : public QObject {
  Q_OBJECT

 public:
  explicit AnnotatedExport(QObject* parent = nullptr);
  ~AnnotatedExport() override;

  // Requires a shown photo. `detections` are those to draw.
  void Copy(const ShownPhoto& shown, std::vector<detection::Detection> detections);
  void Save(const ShownPhoto& shown, std::vector<detection::Detection> detections, const std::filesystem::path& file);

 signals:
  void Copied(const QImage& image);
  void Saved(const QString& file);
  void Failed(const QString& message);

 private:
  struct Outcome {
    core::Result<> result;
    std::filesystem::path file;  // empty: for the clipboard
    QImage image;
  };
  static Outcome Draw(const ShownPhoto& shown, const std::filesystem::path& file);
  void Start(ShownPhoto shown, std::vector<detection::Detection> detections, const std::filesystem::path& file);
  void OnFinished();

  QFutureWatcher<Outcome> watcher_;
};

}  // namespace godwit::ui
