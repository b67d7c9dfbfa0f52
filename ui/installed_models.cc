#include "ui/installed_models.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "workflows/choose_model.h"
#include "workflows/model_catalog.h"

namespace godwit::ui {

InstalledModels::InstalledModels(std::filesystem::path folder, QObject* parent)
    : QObject(parent), folder_(std::move(folder)), models_(workflows::ListModels(folder_)) {}

std::vector<workflows::InstalledModel> InstalledModels::ForTask(const std::string& task) const {
  std::vector<workflows::InstalledModel> found;
  std::ranges::copy_if(models_, std::back_inserter(found),
                       [&](const auto& model) { return model.error.empty() && model.card.task == task; });
  return found;
}

const workflows::InstalledModel* InstalledModels::Choose(const std::string& task, const std::string& id) const {
  const auto usable = [&](const std::string& wanted) {
    const workflows::InstalledModel* model = Find(wanted);
    return model != nullptr && model->error.empty() && model->card.task == task ? model : nullptr;
  };
  if (!id.empty()) {
    return usable(id);
  }
  const workflows::InstalledModel* usual = usable(std::string(workflows::kDefaultDetector));
  return usual != nullptr ? usual : workflows::BestModel(models_, task);
}

const workflows::InstalledModel* InstalledModels::Find(const std::string& id) const {
  const auto found = std::ranges::find(models_, id, &workflows::InstalledModel::id);
  return found == models_.end() ? nullptr : &*found;
}

void InstalledModels::Refresh() {
  models_ = workflows::ListModels(folder_);
  emit Changed();
}

}  // namespace godwit::ui
