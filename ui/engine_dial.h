// The dial of the paper, for the detector in use: width (alpha) and input size (rho), and what they cost and bring.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QWidget>

#include "workflows/choose_model.h"
#include "workflows/photo_heads.h"

namespace godwit::ui {

class EngineDial : public QWidget {
  Q_OBJECT

 public:
  explicit EngineDial(QWidget* parent = nullptr);

  // What there is to choose from.
  void SetFamilies(std::vector<workflows::ModelFamily> families);
  // The setting that photos are looked at with, or will be in a moment. Without effect on the signal below.
  void SetSetting(const workflows::HeadModel& setting);
  // How long the network took under a setting, in milliseconds. The last one of another setting is compared with.
  void SetMeasured(const workflows::HeadInUse& setting, double network_ms);

  [[nodiscard]] QString costs() const { return costs_->text(); }
  [[nodiscard]] QString measured() const { return measured_->text(); }

 signals:
  // Another setting was chosen here.
  void Chosen(const godwit::workflows::HeadModel& setting);

 private:
  struct Measured {
    std::string id;
    int input = 0;
    double ms = 0;
  };

  void ChooseFamily(int index);
  void ChooseWidth(double alpha);
  void ChooseInput(int index);
  void FillWidths();
  void FillInputs();
  void UpdateCosts();
  void UpdateMeasured();
  QToolButton* MakeWidthButton(double alpha);

  // Null: the setting's model is not installed.
  [[nodiscard]] const workflows::ModelFamily* family() const;
  [[nodiscard]] const workflows::InstalledModel* model() const;

  std::vector<workflows::ModelFamily> families_;
  workflows::HeadModel setting_;
  std::optional<Measured> now_;
  std::optional<Measured> before_;

  QComboBox* family_box_;
  QButtonGroup* widths_;
  std::vector<double> alphas_;  // of the buttons
  QHBoxLayout* width_row_;
  QComboBox* input_box_;
  QLabel* costs_;
  QLabel* measured_;
};

}  // namespace godwit::ui
