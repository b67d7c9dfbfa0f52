// A part of the side panel that belongs to one head: its switch, its model where there are several, what it says.
#pragma once

#include <string>
#include <vector>

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QWidget>

#include "workflows/models.h"

namespace godwit::ui {

class HeadSection : public QWidget {
  Q_OBJECT

 public:
  // `title` is what the switch says. `body` is shown while it is on; it becomes part of the section.
  HeadSection(const QString& title, QWidget* body, QWidget* parent = nullptr);

  // The models to choose from, and which one is used; `how_to_get` is told where there is none.
  void SetModels(const std::vector<workflows::InstalledModel>& models, const std::string& used,
                 const QString& how_to_get);
  void SetOn(bool on);
  // A few words beside the switch: "2 faces".
  void SetStatus(const QString& text);

  [[nodiscard]] QCheckBox* on_box() { return switch_; }
  [[nodiscard]] QComboBox* model_box() { return model_box_; }
  [[nodiscard]] QString status() const { return status_->text(); }

 signals:
  void Switched(bool on);
  void ModelChosen(const QString& id);

 private:
  void UpdateParts();

  QCheckBox* switch_;
  QLabel* status_;
  QComboBox* model_box_;
  QLabel* missing_;
  QWidget* body_;
};

}  // namespace godwit::ui
