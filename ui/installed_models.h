// The models of this machine, as all pages see them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <QObject>

#include "workflows/models.h"

namespace godwit::ui {

// Lives in the window's thread.
class InstalledModels : public QObject {
  Q_OBJECT

 public:
  // Reads the folder (workflows::ListModels).
  explicit InstalledModels(std::filesystem::path folder, QObject* parent = nullptr);

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  // In order of id, damaged ones and those that come with the program included.
  [[nodiscard]] const std::vector<workflows::InstalledModel>& all() const { return models_; }
  // Those for a task ("detect") that can be used.
  [[nodiscard]] std::vector<workflows::InstalledModel> ForTask(const std::string& task) const;
  // The one to use for a task where `id` was chosen: that; where none was, the default detector, else
  // workflows::BestModel. Null where there is none.
  [[nodiscard]] const workflows::InstalledModel* Choose(const std::string& task, const std::string& id) const;
  // Null where there is none of the id.
  [[nodiscard]] const workflows::InstalledModel* Find(const std::string& id) const;

  // To be called by who added or removed a model.
  void Refresh();

 signals:
  void Changed();

 private:
  std::filesystem::path folder_;
  std::vector<workflows::InstalledModel> models_;
};

}  // namespace godwit::ui
