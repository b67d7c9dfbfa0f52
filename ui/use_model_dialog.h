// Asks under which name a trained model is to be installed.
#pragma once

#include <string>

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "ui/installed_models.h"

namespace godwit::ui {

// The id that a run's model gets unless a person has a better one: its folder's name without the date, in characters
// that an id can have.
std::string ProposedModelId(const std::filesystem::path& run);

class UseModelDialog : public QDialog {
  Q_OBJECT

 public:
  UseModelDialog(const InstalledModels& models, const std::string& proposal, QWidget* parent = nullptr);

  [[nodiscard]] std::string id() const { return id_->text().toStdString(); }
  // A model of this id is there and is to be replaced.
  [[nodiscard]] bool replaces() const;

  [[nodiscard]] QLineEdit* field() const { return id_; }
  [[nodiscard]] QPushButton* install() const { return install_; }

 private:
  void Check();

  const InstalledModels& models_;
  QLineEdit* id_;
  QLabel* hint_;
  QPushButton* install_;
};

}  // namespace godwit::ui
