#include "workflows/choose_detector.h"

#include <vector>

#include <fmt/format.h>

#include "workflows/model_catalog.h"

namespace godwit::workflows {

core::Result<DetectorChoice> ChooseDetector(const std::filesystem::path& folder, const std::string& id) {
  const std::string wanted = id.empty() ? std::string(kDefaultDetector) : id;
  auto file = FindModel(folder, wanted);
  if (file) {
    return DetectorChoice{.id = wanted, .file = *file};
  }
  const std::vector<InstalledModel> bundled =
      id.empty() ? ListModels(BundledModelsFolder()) : std::vector<InstalledModel>();
  const InstalledModel* best = BestDetector(bundled);
  if (best == nullptr) {
    return core::Forward(file);
  }
  auto stopgap = FindModel(folder, best->id);  // one of this id that a user installed goes first, here as elsewhere
  if (!stopgap) {
    return core::Forward(stopgap);
  }
  return DetectorChoice{
      .id = best->id,
      .file = *stopgap,
      .notice =
          fmt::format("using {}, which comes with Godwit; {} finds more, get it with: godwit models fetch --default",
                      best->id, wanted)};
}

const InstalledModel* BestDetector(std::span<const InstalledModel> models) {
  const InstalledModel* best = nullptr;
  for (const InstalledModel& model : models) {
    if (model.error.empty() && model.card.task == "detect" &&
        (best == nullptr || model.cost.multiply_adds > best->cost.multiply_adds)) {
      best = &model;
    }
  }
  return best;
}

}  // namespace godwit::workflows
