// One head in the settings: whether it looks at photos, with which model, how wide (alpha), and at which size (rho).
#pragma once

#include <string>

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QWidget>

#include "ui/installed_models.h"
#include "ui/preferences.h"

namespace godwit::ui {

// Of the column of labels, in font heights: the same all over the settings.
inline constexpr int kLabelWidth = 9;

class HeadForm : public QWidget {
  Q_OBJECT

 public:
  struct Head {
    std::string task;                      // of the models that it takes
    HeadChoice PreferenceValues::*choice;  // where it is kept
    bool has_widths = false;               // models of one family differ in width alone, and a person may choose it
    QString title;                         // "Find objects"
  };

  // Preferences and models must outlive the form.
  HeadForm(const Head& head, Preferences* preferences, const InstalledModels* models, QWidget* parent = nullptr);

  [[nodiscard]] QCheckBox& on() { return *on_; }
  [[nodiscard]] QComboBox& model() { return *model_; }
  [[nodiscard]] QComboBox& width() { return *width_; }
  [[nodiscard]] QComboBox& input() { return *input_; }
  [[nodiscard]] QString hint() const { return hint_->text(); }

 signals:
  // A person wants another model than there are.
  void ModelsWanted();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void MakeLayout();
  void Update();
  void FillModels(const HeadChoice& choice);
  void FillWidths(const workflows::InstalledModel* used);
  void FillInputs(const workflows::InstalledModel* used, int chosen);
  void Set(const HeadChoice& choice);
  [[nodiscard]] const HeadChoice& choice() const { return preferences_->values().*head_.choice; }

  Head head_;
  Preferences* preferences_;
  const InstalledModels* models_;
  QCheckBox* on_;
  QComboBox* model_;
  QLabel* width_label_;
  QComboBox* width_;
  QComboBox* input_;
  QLabel* hint_;
};

}  // namespace godwit::ui
