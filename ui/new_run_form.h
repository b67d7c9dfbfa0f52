// What a new training run is to learn, and from what.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QWidget>

#include "training/run/start_run.h"
#include "ui/installed_models.h"
#include "ui/photo_set_picker.h"

namespace godwit::ui {

class NewRunForm : public QWidget {
  Q_OBJECT

 public:
  // Runs go into `runs_folder` unless a person names another place. `models` must outlive the form.
  NewRunForm(InstalledModels* models, std::filesystem::path runs_folder, QWidget* parent = nullptr);

  [[nodiscard]] PhotoSetPicker& picker() { return *picker_; }
  // What was asked for, as training::CompleteConfig takes it. Requires that photos were chosen.
  [[nodiscard]] training::TrainConfig Config() const;
  [[nodiscard]] training::NetworkShape Shape() const;
  [[nodiscard]] std::filesystem::path RunFolder() const;

  // Another run is under way: Start waits.
  void SetBusy(bool busy);
  // Proposes a folder, where the one that a person named is taken now, or where nobody named one.
  void ProposeFolder();

  [[nodiscard]] QComboBox* from() const { return from_; }
  [[nodiscard]] QRadioButton* head_only() const { return head_only_; }
  [[nodiscard]] QSpinBox* epochs() const { return epochs_; }
  [[nodiscard]] QSpinBox* input() const { return input_; }
  [[nodiscard]] QDoubleSpinBox* alpha() const { return alpha_; }
  [[nodiscard]] QLineEdit* folder() const { return folder_; }
  [[nodiscard]] QPushButton* start() const { return start_; }

 signals:
  void Started();

 private:
  QWidget* MakeSettings();
  QWidget* MakeMore();
  QLayout* MakeFolderRow();
  void FillModels();
  void OnModelChosen();
  void TakeShapeOfModel();
  void OnPhotosChanged();
  void UpdateStart();
  [[nodiscard]] std::string task() const;
  [[nodiscard]] const workflows::InstalledModel* model() const;

  InstalledModels* models_;
  std::filesystem::path runs_folder_;
  training::TrainSettings settings_;
  std::optional<std::pair<QString, std::string>> filled_for_;  // model and task that width and input are for
  bool busy_ = false;
  bool folder_is_proposed_ = true;

  PhotoSetPicker* picker_;
  QComboBox* from_;
  QLabel* about_model_;
  QRadioButton* head_only_;
  QRadioButton* whole_;
  QSpinBox* epochs_;
  QDoubleSpinBox* alpha_;
  QSpinBox* input_;
  QLineEdit* folder_;
  QLabel* hint_;
  QPushButton* start_;
};

}  // namespace godwit::ui
