// The label set of COCO.
#pragma once

#include <vector>

#include "core/model/model_card.h"

namespace godwit::workflows {

// Ids 1 to 90; the ten that COCO leaves unused have no name.
std::vector<core::ClassLabel> CocoLabels();

}  // namespace godwit::workflows
