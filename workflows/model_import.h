// From other programs' weight files to Godwit's: which tensors mean which layer.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/model/model_card.h"
#include "core/weights/weight_table.h"

namespace godwit::workflows {

// Tensors under the names that Network::Create reads, and what they are. Move-only.
class ImportedModel : public core::OwnedWeights {
 public:
  ImportedModel() = default;
  explicit ImportedModel(core::OwnedWeights weights) : core::OwnedWeights(std::move(weights)) {}

  core::ModelCard card;  // without id and sha256
};

// Recognises a published network by its tensors' names and translates them:
//   COCO SSDLite on MobileNet V2 (TensorFlow graph), the face SSD on MobileNet V1 (face-api), MobileNet V1 (Keras,
//   PyTorch) and V2 (torchvision, timm), which without their classifiers become backbones (task "features").
// Constants that anchors and preprocessing are made of are left out. `topology` is the layers model's (see
// core::TfjsWeights), or null: it tells the size of the input. Errors: kModel, naming `file`: a network that is not
// known, a tensor that is missing, unexpected or of a shape that no such network has.
core::Result<ImportedModel> TranslateWeights(const core::WeightTable& source, const nlohmann::json& topology,
                                             const std::string& file);

// The layers of a model by its card. Errors: kModel, for an architecture this version does not know.
core::Result<core::Graph> GraphOf(const core::ModelCard& card);

// Labels from a text file, a name a line, for `classes` outputs. A first line for background is dropped where the file
// has one line more, and so are numbers in front where every line has one ("  7  cock", "7: cock"). "???" is what
// TensorFlow's lists say where there is no class: no name. Errors: kInput, naming the file.
core::Result<std::vector<core::ClassLabel>> ReadLabels(const std::string& file, std::size_t classes);

}  // namespace godwit::workflows
