// The settings of detecting as a form, made from their one description (workflows/options.h).
#pragma once

#include <QWidget>

#include "workflows/detect_images.h"

namespace godwit::ui {

class OptionForm : public QWidget {
  Q_OBJECT

 public:
  // The threshold is left out where something else shows it.
  enum class Threshold { kShown, kLeftOut };

  explicit OptionForm(const workflows::DetectSettings& settings, QWidget* parent = nullptr,
                      Threshold threshold = Threshold::kLeftOut);

  [[nodiscard]] const workflows::DetectSettings& settings() const { return settings_; }

 signals:
  void Changed();

 private:
  workflows::DetectSettings settings_;
};

}  // namespace godwit::ui
