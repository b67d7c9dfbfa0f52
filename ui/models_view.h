// The models of this machine: what they are, and how to get, check and remove them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QWidget>

#include "ui/installed_models.h"
#include "ui/job_strip.h"
#include "ui/model_details.h"
#include "ui/model_table.h"

namespace godwit::ui {

class ModelsView : public QWidget {
  Q_OBJECT

 public:
  // `models` must outlive the view; who it changes hears of it.
  explicit ModelsView(InstalledModels* models, QWidget* parent = nullptr);

  void Select(const std::string& id);
  [[nodiscard]] const ModelTable::Row* selected() const;

  // What the buttons do. One at a time: they do nothing while another is at work.
  void GetSelected();
  void VerifySelected();
  void VerifyAll();
  void Import(const std::filesystem::path& file = {});  // opens a dialog
  void AskToRemoveSelected();
  void OpenFolder();

  [[nodiscard]] QTreeView& table() { return *table_; }
  [[nodiscard]] ModelDetails& details() { return *details_; }
  [[nodiscard]] JobStrip& strip() { return *strip_; }          // of the actions above the table
  [[nodiscard]] JobStrip& own_strip() { return *own_strip_; }  // of the selected model's

 private:
  QLayout* MakeButtons();
  QWidget* MakeTable();
  QWidget* MakeSide();
  void Verify(JobStrip* strip, std::vector<std::string> ids);
  void Remove(const std::string& id);
  void OnSelected();
  void OnJobChanged();

  InstalledModels* models_;
  ModelTable rows_;
  QSortFilterProxyModel sorted_;
  std::string kept_;  // the selected model while rows are read again
  QPushButton* import_;
  QPushButton* verify_all_;
  QPushButton* open_folder_;
  JobStrip* strip_;
  QTreeView* table_;
  ModelDetails* details_;
  QPushButton* get_;
  QPushButton* verify_;
  QPushButton* remove_;
  JobStrip* own_strip_;
};

}  // namespace godwit::ui
