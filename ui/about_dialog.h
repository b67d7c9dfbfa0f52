// Who made what the window is built on, and under which licences.
#pragma once

#include <optional>

#include <QDialog>

#include "ui/photo_source.h"

namespace godwit::ui {

class AboutDialog : public QDialog {
  Q_OBJECT

 public:
  // `models` are those in use.
  explicit AboutDialog(const workflows::PerHead<std::optional<workflows::HeadInUse>>& models,
                       QWidget* parent = nullptr);
};

}  // namespace godwit::ui
