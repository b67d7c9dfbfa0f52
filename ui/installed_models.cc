#include "ui/installed_models.h"

#include <algorithm>
#include <iterator>
#include <utility>

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
  const workflows::InstalledModel* best = nullptr;
  for (const workflows::InstalledModel& model : models_) {
    if (!model.error.empty() || model.card.task != task || (!id.empty() && model.id != id)) {
      continue;
    }
    const bool is_default = model.id == workflows::kDefaultDetector;
    if (best == nullptr || is_default ||
        (best->id != workflows::kDefaultDetector && model.cost.multiply_adds > best->cost.multiply_adds)) {
      best = &model;
    }
  }
  return best;
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
