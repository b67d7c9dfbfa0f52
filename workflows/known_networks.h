// Translations of the tensors of published networks, by the program that wrote them. Internal to the importers of this
// folder. Each takes a table that has the network's telling tensor, and gives an error (kModel, naming the file and the
// tensor) for one that is missing, misshapen or unexpected.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "core/weights/weight_table.h"
#include "workflows/model_import.h"

namespace godwit::workflows {

// SSDLite on MobileNet V2, COCO: the graph of TensorFlow's detection models, as TensorFlow.js has it.
core::Result<ImportedModel> TranslateCocoSsdLite(const core::WeightTable& source, const nlohmann::json&,
                                                 const std::string& file);

// face-api's SSD on MobileNet V1, for faces.
core::Result<ImportedModel> TranslateFaceSsd(const core::WeightTable& source, const nlohmann::json&,
                                             const std::string& file);

// MobileNet V1 of keras.applications, with or without its top: a classifier or a backbone (task "features"). `topology`
// tells the size of the input and the padding, where it is there; errors also for layers that do what no MobileNet V1
// of Godwit's does (channels first, another padding, a sigmoid).
core::Result<ImportedModel> TranslateKerasMobileNetV1(const core::WeightTable& source, const nlohmann::json& topology,
                                                      const std::string& file);

// MobileNet V1 as PyTorch code mostly has it: "model.<i>.<j>" (a stack of conv_bn and conv_dw) and "fc".
core::Result<ImportedModel> TranslateTorchMobileNetV1(const core::WeightTable& source, const nlohmann::json&,
                                                      const std::string& file);

// torchvision's mobilenet_v2: "features.<i>" and "classifier.1".
core::Result<ImportedModel> TranslateTorchvisionMobileNetV2(const core::WeightTable& source, const nlohmann::json&,
                                                            const std::string& file);

// timm's mobilenetv2: "conv_stem", "blocks.<stage>.<i>", "conv_head", "classifier".
core::Result<ImportedModel> TranslateTimmMobileNetV2(const core::WeightTable& source, const nlohmann::json&,
                                                     const std::string& file);

}  // namespace godwit::workflows
