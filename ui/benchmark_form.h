// What is to be timed: a network, its widths (alpha) and input sizes (rho), threads and runs.
#pragma once

#include <map>

#include <QCheckBox>
#include <QComboBox>
#include <QSpinBox>
#include <QWidget>

#include "ui/installed_models.h"
#include "ui/preferences.h"
#include "workflows/benchmark.h"

namespace godwit::ui {

// Remembers what was chosen under "compare/". Both must outlive the form.
class BenchmarkForm : public QWidget {
  Q_OBJECT

 public:
  BenchmarkForm(Preferences* preferences, InstalledModels* models, QWidget* parent = nullptr);

  // Layers are timed as well.
  [[nodiscard]] workflows::BenchmarkRequest request() const;
  // Whether at least one setting is chosen.
  [[nodiscard]] bool is_complete() const;
  [[nodiscard]] int settings() const;  // that are chosen

 signals:
  void Changed();

 private:
  void ListNetworks();
  QWidget* MakeAlphas();
  QWidget* MakeInputs();
  void Restore();
  void OnChanged();
  [[nodiscard]] bool is_model() const;

  Preferences* preferences_;
  InstalledModels* models_;
  QComboBox* network_;  // data: "v1", "v2", or a model's id behind "model:"
  QWidget* alpha_box_;
  std::map<double, QCheckBox*, std::greater<>> alphas_;
  std::map<int, QCheckBox*, std::greater<>> inputs_;
  QSpinBox* threads_;
  QSpinBox* runs_;
};

}  // namespace godwit::ui
