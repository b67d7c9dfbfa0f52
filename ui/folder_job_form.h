// What a person fills in to start a job over folders of photos.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QWidget>

#include "ui/installed_models.h"
#include "ui/option_form.h"
#include "ui/preferences.h"
#include "workflows/folder_job.h"

namespace godwit::ui {

class FolderJobForm : public QWidget {
  Q_OBJECT

 public:
  // Both must outlive the form.
  FolderJobForm(Preferences* preferences, InstalledModels* models, QWidget* parent = nullptr);

  // Photos and folders, dropped or chosen. Those there already are not added again.
  void AddInputs(const std::vector<std::filesystem::path>& paths);
  void SetOutput(const std::filesystem::path& folder);
  [[nodiscard]] workflows::FolderJob Job() const;
  [[nodiscard]] QPushButton& start() { return *start_; }

 signals:
  void Started(const godwit::workflows::FolderJob& job);

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  QWidget* MakeInputs();
  QWidget* MakeHeads();
  QWidget* MakeOutput();
  void FillModels();
  void ChooseFolder();
  void ChooseOutput();
  // What cannot be started says why.
  void Update();

  Preferences* preferences_;
  InstalledModels* models_;
  QListWidget* inputs_;
  QPushButton* remove_;
  QCheckBox* objects_;
  QComboBox* objects_model_;
  OptionForm* options_;
  QCheckBox* classes_;
  QComboBox* classes_model_;
  QSpinBox* top_;
  QLineEdit* output_;
  bool output_chosen_ = false;
  std::array<QCheckBox*, workflows::kJobFormats.size()> formats_{};
  QCheckBox* annotate_;
  QLabel* problem_;
  QPushButton* start_;
};

}  // namespace godwit::ui
