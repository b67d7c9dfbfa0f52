// What Godwit is, who made what it stands on, and under which licences.
#pragma once

#include <vector>

#include <QDialog>

#include "workflows/models.h"

namespace godwit::ui {

class AboutDialog : public QDialog {
  Q_OBJECT

 public:
  // Names the licences of `models`; those that are damaged are passed over.
  explicit AboutDialog(const std::vector<workflows::InstalledModel>& models, QWidget* parent = nullptr);
};

}  // namespace godwit::ui
