// Which of the installed models to use, and what there is to choose from.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/cost.h"
#include "workflows/models.h"

namespace godwit::workflows {

// The model that does most for a task: of most classes, of those the one that computes most. Null: there is none.
const InstalledModel* BestModel(std::span<const InstalledModel> models, std::string_view task);

// Models that differ in width alone.
struct ModelFamily {
  std::string name;                     // "coco-ssd-mobilenet-v1"; of one model alone its id
  std::vector<InstalledModel> members;  // widest first, never two of a width

  [[nodiscard]] const InstalledModel* OfWidth(double alpha) const;  // null: not installed
};

// The usable models of a task as families: the same network for the same classes. Where two have the same width, those
// whose ids differ in nothing but it belong together: "a-0.5" to "a-0.75". In order of name.
std::vector<ModelFamily> FamiliesOf(std::span<const InstalledModel> models, std::string_view task);

// What a model costs with an input of so many pixels a side; 0: its own. Errors: those of GraphOf and SetInputSide.
core::Result<core::Cost> CostAt(core::ModelCard card, int input);

}  // namespace godwit::workflows
