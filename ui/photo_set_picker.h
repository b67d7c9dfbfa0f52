// Where a person says which photos to learn from: chosen or dropped, then recognised at once.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>

#include "training/data/recognize_photos.h"
#include "ui/background_job.h"

namespace godwit::ui {

class PhotoSetPicker : public QFrame {
  Q_OBJECT

 public:
  explicit PhotoSetPicker(QWidget* parent = nullptr);

  // A folder, an annotation file or a table; what it holds comes with Changed.
  void Choose(const std::filesystem::path& path);

  // None while it is looked at, and where nothing can be learned from it.
  [[nodiscard]] const std::optional<training::RecognizedPhotos>& photos() const { return photos_; }
  [[nodiscard]] bool is_looking() const { return job_.is_running(); }
  // What was found, or what is wrong.
  [[nodiscard]] QString summary() const { return summary_->text(); }
  [[nodiscard]] QString advice() const { return advice_->text(); }

 signals:
  void Changed();

 private:
  void ChooseFolder();
  void ChooseFile();
  void ChoosePhotos();
  void Look(const std::filesystem::path& path, const std::filesystem::path& photos);
  void ShowPhotos();
  void ShowProblem(const QString& problem);

  std::filesystem::path path_;
  std::optional<std::filesystem::path> next_;  // chosen while another was looked at
  std::shared_ptr<std::optional<training::RecognizedPhotos>> found_;
  std::optional<training::RecognizedPhotos> photos_;
  QLabel* place_;
  QLabel* summary_;
  QLabel* advice_;
  QTreeWidget* classes_;
  QPushButton* choose_photos_;
  QLabel* layouts_;
  BackgroundJob job_;
};

}  // namespace godwit::ui
