// The detections that are shown, as a file in any of the command line's formats, or as text.
#pragma once

#include <filesystem>
#include <memory>

#include <QObject>
#include <QString>
#include <QWidget>

#include "ui/background_job.h"
#include "workflows/export_detections.h"

namespace godwit::ui {

// What is exported: of one photo, what a person sees of it.
struct ShownDetections {
  workflows::ImageDetections photo;
  std::shared_ptr<const core::ModelCard> card;  // of the model that found them
};

// Writes on a worker thread, one file at a time.
class DetectionExport : public QObject {
  Q_OBJECT

 public:
  explicit DetectionExport(QObject* parent = nullptr);

  // Asks a person for format and file, beside the photo at first, and saves.
  void Ask(const ShownDetections& shown, QWidget* window);

  // Ignored while another file is written.
  void Save(const ShownDetections& shown, workflows::DetectionFormat format, const std::filesystem::path& file);

  // The document of `godwit detect --json` for this photo.
  [[nodiscard]] static QString AsJson(const ShownDetections& shown);

 signals:
  void Saved(const QString& file);
  void Failed(const QString& message);

 private:
  BackgroundJob job_;
  std::filesystem::path file_;  // that is being written
  qsizetype format_ = 0;        // that was chosen last, of ExportFormats
};

}  // namespace godwit::ui
