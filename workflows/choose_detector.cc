#include "workflows/choose_detector.h"

#include <vector>

#include <fmt/format.h>

#include "workflows/choose_model.h"
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
  const InstalledModel* best = BestModel(bundled, "detect");
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

}  // namespace godwit::workflows
